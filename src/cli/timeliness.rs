//! `quorate timeliness`: which of the meetings that were held were in time.

use super::reviews::setting::{LARGEST, Setting, SettingArguments};
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::edge::files;
use crate::input::read_held;
use crate::report::timeliness::{Timeliness, json, judge, text};
use crate::time::Instant;
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate timeliness held-2026.csv
  quorate timeliness held-2026.csv --case team/ --json

The list has one row a meeting: ref, type, trigger (for conferences the strategy discussion), s47 (when the enquiry started),
previous, number (which meeting of its chain), held, reason (of a delay), children (how many; 1 where nothing is said), and where
they matter flags, anchors and nation. Dates are day first. Reasons are counted, and never shown.")]
pub(super) struct TimelinessArguments {
    /// The list of held meetings, .csv or .toml
    file: PathBuf,
    #[command(flatten)]
    setting: SettingArguments,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

pub(super) fn run(arguments: &TimelinessArguments) -> Exit {
    ended(answered(arguments))
}

fn answered(arguments: &TimelinessArguments) -> Result<Exit, Vec<String>> {
    let setting = Setting::open(&arguments.setting)?;
    let today = setting.day(now(arguments.now));
    let bytes = files::read(&arguments.file, LARGEST).map_err(|error| vec![error.to_string()])?;
    let name = arguments.file.display().to_string();
    let (rows, warnings) = read_held(&name, &bytes, &setting.book, setting.nation)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    warnings.iter().for_each(complain);
    let held = rows.iter().filter_map(|row| {
        let calendar = setting.calendar(row.case.nation);
        judge(&setting.book, row, &calendar, today)
    });
    let working = |row: &crate::model::HeldRow| setting.working(row.case.nation);
    let report = Timeliness::new(&setting.book, held.collect(), working);
    Ok(answer(&match arguments.output.is_json() {
        true => json(&report),
        false => text(&report),
    }))
}
