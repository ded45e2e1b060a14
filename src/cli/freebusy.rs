//! `quorate freebusy`: what is read of calendar feeds, shown or written as busy time alone.

use super::feed_list::readings;
use super::{Exit, answer, complain};
use crate::availability::published;
use crate::ics::read::{Budget, HashKey, ReadOptions};
use crate::ics::write;
use crate::report::freebusy::{FreeBusyReport, horizon_note, nothing_known, publishing_notes};
use crate::time::{Instant, Interval, Zone};
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate freebusy ana.ics --from 2026-12-01 --to 2026-12-18
  quorate freebusy ana-work --folder case/ --from 2026-12-01 --to 2026-12-18
  quorate freebusy work.ics private.ics --from 2026-12-01T00:00:00Z --to 2027-01-01T00:00:00Z --json
  quorate freebusy ana.ics --from 2026-12-01 --to 2026-12-18 --format ics > ana.ifb")]
pub(super) struct FreeBusyArguments {
    /// Calendar files (.ics, .ifb), folders of them, or names of the --folder's feeds.secret.toml; several are taken as one person's
    #[arg(required = true, value_name = "FEED")]
    feeds: Vec<PathBuf>,
    /// The workspace whose feeds are named
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// First moment: an instant such as 2026-12-01T09:00:00Z, or a date
    #[arg(long, value_name = "INSTANT")]
    from: String,
    /// End: an instant, or a date that is included
    #[arg(long, value_name = "INSTANT")]
    to: String,
    /// Zone of dates and of times without zone
    #[arg(long, value_name = "ZONE", default_value = "Europe/London")]
    tz: String,
    /// How the answer is written: for people, for programs, or as a calendar that holds busy time only
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT")]
    now: Option<String>,
}

/// How an answer about free/busy time is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Form {
    Text,
    Json,
    /// A calendar with one VFREEBUSY
    Ics,
    /// A calendar of bare events, for Outlook and Google
    Blocks,
}

pub(super) fn run(arguments: &FreeBusyArguments) -> Exit {
    let (zone, window, now) = match (zone(&arguments.tz), now(arguments)) {
        (Ok(zone), Ok(now)) => match window(arguments, &zone) {
            Ok(window) => (zone, window, now),
            Err(fault) => return refuse(&[fault]),
        },
        (zone, now) => {
            let faults: Vec<String> = zone.err().into_iter().chain(now.err()).collect();
            return refuse(&faults);
        }
    };
    let options = options(&zone, window);
    let folder = arguments.folder.as_deref();
    let found = match readings(&arguments.feeds, folder, &options, now) {
        Ok(found) => found,
        Err(faults) => return refuse(&faults),
    };
    let report = FreeBusyReport {
        window,
        zone: &zone,
        read_at: found.read_at,
        feeds: found.feeds,
    };
    let form = if arguments.json {
        Form::Json
    } else {
        arguments.format
    };
    let written = match form {
        Form::Json => return answer(&(report.json() + "\n")),
        Form::Text => return answer(&report.text()),
        Form::Ics => write::freebusy,
        Form::Blocks => write::blocks,
    };
    let readings: Vec<_> = report.feeds.iter().map(|(_, reading)| reading).collect();
    let known = report.known();
    let Some(published) = known.and_then(|known| published(&readings, window, known)) else {
        // An empty calendar would read as free.
        complain(nothing_known());
        return Exit::Negative;
    };
    horizon_note(&published, &zone)
        .iter()
        .chain(&publishing_notes(&published, &zone))
        .for_each(complain);
    answer(&written(&published, now))
}

/// How feeds are read where nothing is kept and nothing compared over runs, so that there is no secret to keep either.
pub(super) fn options(zone: &Zone, window: Interval) -> ReadOptions {
    ReadOptions {
        zone: zone.clone(),
        window,
        key: HashKey([0; 16]),
        owners: Vec::new(),
        budget: Budget::default(),
    }
}

fn refuse(faults: &[String]) -> Exit {
    for fault in faults {
        complain(fault);
    }
    Exit::BadInput
}

pub(super) fn zone(name: &str) -> Result<Zone, String> {
    Zone::named(name)
        .or_else(|| Zone::windows(name))
        .ok_or_else(|| {
            format!("--tz {name}: no such zone; give an IANA name such as Europe/London")
        })
}

fn now(arguments: &FreeBusyArguments) -> Result<Instant, String> {
    let Some(text) = &arguments.now else {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        return Ok(Instant(i64::try_from(since.as_secs()).unwrap_or(i64::MAX)));
    };
    Instant::parse_rfc3339(text)
        .ok_or_else(|| format!("--now {text}: not an instant; write it like 2026-12-01T09:00:00Z"))
}

fn window(arguments: &FreeBusyArguments, zone: &Zone) -> Result<Interval, String> {
    let (from, to) = (&arguments.from, &arguments.to);
    between(from, first_moment(from, zone)?, to, end(to, zone)?)
}

/// What `--from` says: an instant, or the beginning of a day.
pub(super) fn first_moment(from: &str, zone: &Zone) -> Result<Instant, String> {
    moment("--from", from, zone, Interval::start)
}

/// What `--to` says: an instant, or the end of a day.
pub(super) fn end(to: &str, zone: &Zone) -> Result<Instant, String> {
    moment("--to", to, zone, Interval::end)
}

fn moment(
    flag: &str,
    text: &str,
    zone: &Zone,
    of_day: fn(Interval) -> Instant,
) -> Result<Instant, String> {
    let day = || {
        text.parse::<NaiveDate>()
            .ok()
            .map(|date| of_day(zone.day(date)))
    };
    Instant::parse_rfc3339(text).or_else(day).ok_or_else(|| {
        format!(
            "{flag} {text}: neither a date nor an instant; write it like 2026-12-01 or 2026-12-01T09:00:00Z"
        )
    })
}

/// The window between two moments, with what the user wrote for them.
pub(super) fn between(
    from: &str,
    start: Instant,
    to: &str,
    end: Instant,
) -> Result<Interval, String> {
    Interval::new(start, end)
        .ok_or_else(|| format!("--to {to} is not after --from {from}; swap them"))
}
