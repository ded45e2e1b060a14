//! `quorate reviews`: the dates of a case, of one rule, or of a whole list of cases.

mod follow_up;
mod list;
pub(super) mod setting;
mod single;

pub(super) use single::dates_of_arranged;

use super::{Exit, ended, instant};
use crate::input::{parse_date, parse_working_days};
use crate::model::Workspace;
use crate::review::Reach;
use crate::time::Instant;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use setting::Setting;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate reviews icpc --trigger 23/11/2026
  quorate reviews lac-review --trigger 10/3/2026 --held 8/4/2026 --held 20/7/2026
  quorate reviews rcpc --previous 14/12/2026 --number 2 --meeting 1/6/2027
  quorate reviews ehc-annual-review --trigger 29/2/2024 --anchor decision=21/2/2025
  quorate reviews icpc --trigger 23/11/2026 --format ics > follow-ups.ics
  quorate reviews case/ --ref CP-2041
  quorate reviews icpc --rule sw-to-parents --from 14/12/2026
  quorate reviews --cases cases.csv -o due.csv

quorate rules lists the types, and says what each rests on.")]
pub(super) struct ReviewsArguments {
    /// The type of meeting by id, name or abbreviation; or the folder of a case
    #[arg(value_name = "TYPE|CASE", required_unless_present = "cases")]
    subject: Option<String>,
    /// When the clock started
    #[arg(long, value_name = "DATE")]
    trigger: Option<String>,
    /// When the previous meeting of the chain was held
    #[arg(long, value_name = "DATE")]
    previous: Option<String>,
    /// Which meeting of the chain this is: 1 is the first
    #[arg(long, value_name = "N")]
    number: Option<String>,
    /// A meeting of the chain that was held, the first one first; may be given several times
    #[arg(long, value_name = "DATE", conflicts_with_all = ["previous", "number"])]
    held: Vec<String>,
    /// The day that is planned for this meeting, or on which it was held
    #[arg(long, value_name = "DATE")]
    meeting: Option<String>,
    /// Another date from which something counts: decision=25/11/2024
    #[arg(long = "anchor", value_name = "NAME=DATE")]
    anchors: Vec<String>,
    /// Circumstances on which rules depend: under5, "not under5"
    #[arg(long = "flag", value_name = "FLAG")]
    flags: Vec<String>,
    /// How many meetings of each chain to show [default: 2; of a list 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=40))]
    count: Option<u32>,
    /// Show meetings up to this day instead
    #[arg(long, value_name = "DATE", conflicts_with = "count")]
    until: Option<String>,
    /// Only this rule, counted from --from whatever it counts from as a rule
    #[arg(long, value_name = "ID", requires = "from", conflicts_with_all = ["trigger", "previous", "held", "meeting", "count", "until"])]
    rule: Option<String>,
    /// The day, or for a rule of hours the instant, from which --rule counts
    #[arg(long, value_name = "DATE", requires = "rule")]
    from: Option<String>,
    /// A list of cases, .csv or .toml, with the columns ref, type, trigger, previous, number, meeting, flags, anchors, nation
    #[arg(long, value_name = "FILE", conflicts_with_all = ["subject", "trigger", "previous", "number", "held", "meeting", "anchors", "flags", "rule", "reference"])]
    cases: Option<PathBuf>,
    /// Write the list as a table for a spreadsheet
    #[arg(short, long, value_name = "FILE", requires = "cases")]
    out: Option<PathBuf>,
    #[command(flatten)]
    setting: setting::SettingArguments,
    /// How many working days before the limit to aim for: 5wd
    #[arg(long, value_name = "DAYS")]
    margin: Option<String>,
    /// The case's reference; in a folder, which meeting is meant
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    /// How the answer is written: for people, for programs, or for a calendar
    #[arg(long, value_enum, default_value = "text")]
    format: ReviewsFormat,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

/// How the dates are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum ReviewsFormat {
    Text,
    Json,
    /// Tasks and reminders to import into a calendar
    Ics,
}

impl ReviewsArguments {
    fn format(&self) -> ReviewsFormat {
        match self.json {
            true => ReviewsFormat::Json,
            false => self.format,
        }
    }
}

pub(super) fn run(arguments: &ReviewsArguments) -> Exit {
    ended(match (&arguments.cases, &arguments.rule) {
        (Some(file), _) => list::run(arguments, file),
        (None, Some(rule)) => single::one_rule(arguments, rule),
        (None, None) => single::run(arguments),
    })
}

impl ReviewsArguments {
    /// How far chains are followed, `usual` meetings where nothing is said.
    fn reach(&self, usual: usize) -> Result<Reach, Vec<String>> {
        /// More than any case needs, for a rhythm of two weeks up to a far day.
        const MOST: usize = 400;
        let until = self
            .until
            .as_deref()
            .map(|text| date_of("--until", text))
            .transpose()?;
        Ok(Reach {
            meetings: match (self.count, until) {
                (Some(count), _) => usize::try_from(count).unwrap_or(MOST),
                (None, Some(_)) => MOST,
                (None, None) => usual,
            },
            until,
        })
    }

    /// Rules, days and terms, with the margin that is asked for.
    fn setting(&self, workspace: Option<Workspace>) -> Result<Setting, Vec<String>> {
        let mut setting = match workspace {
            Some(workspace) => Setting::with(&self.setting, Some(workspace))?,
            None => Setting::open(&self.setting)?,
        };
        if let Some(margin) = &self.margin {
            let days = parse_working_days(margin);
            setting.book.policy.target_margin_working_days =
                days.map_err(|fault| vec![format!("--margin: {fault}")])?;
        }
        Ok(setting)
    }
}

/// A date argument, in any form that the tables take.
fn date_of(option: &str, text: &str) -> Result<NaiveDate, Vec<String>> {
    parse_date(text).map_err(|fault| vec![format!("{option}: {fault}")])
}
