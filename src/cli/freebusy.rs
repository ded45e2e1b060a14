//! `quorate freebusy`: what is read of calendar feeds.

use super::feed_list::readings;
use super::{Exit, Format, answer, complain};
use crate::ics::read::{Budget, HashKey, ReadOptions};
use crate::report::freebusy::FreeBusyReport;
use crate::time::{Instant, Interval, Zone};
use chrono::NaiveDate;
use clap::Args;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate freebusy ana.ics --from 2026-12-01 --to 2026-12-18
  quorate freebusy ana-work --folder case/ --from 2026-12-01 --to 2026-12-18
  quorate freebusy work.ics private.ics --from 2026-12-01T00:00:00Z --to 2027-01-01T00:00:00Z --json")]
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
    /// How the answer is written: for people, or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT")]
    now: Option<String>,
}

pub(super) fn run(arguments: &FreeBusyArguments) -> Exit {
    let (zone, window, now) = match (zone(arguments), now(arguments)) {
        (Ok(zone), Ok(now)) => match window(arguments, &zone) {
            Ok(window) => (zone, window, now),
            Err(fault) => return refuse(&[fault]),
        },
        (zone, now) => {
            let faults: Vec<String> = zone.err().into_iter().chain(now.err()).collect();
            return refuse(&faults);
        }
    };
    let options = ReadOptions {
        zone: zone.clone(),
        window,
        // Nothing is kept and nothing compared over runs, so there is no secret to keep either.
        key: HashKey([0; 16]),
        budget: Budget::default(),
    };
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
    let format = if arguments.json {
        Format::Json
    } else {
        arguments.format
    };
    match format {
        Format::Json => answer(&(report.json() + "\n")),
        Format::Text => answer(&report.text()),
    }
}

fn refuse(faults: &[String]) -> Exit {
    for fault in faults {
        complain(fault);
    }
    Exit::BadInput
}

fn zone(arguments: &FreeBusyArguments) -> Result<Zone, String> {
    let name = &arguments.tz;
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
    let day = |text: &str| text.parse::<NaiveDate>().ok().map(|date| zone.day(date));
    let start = Instant::parse_rfc3339(from).or_else(|| day(from).map(Interval::start));
    let end = Instant::parse_rfc3339(to).or_else(|| day(to).map(Interval::end));
    let like = "write it like 2026-12-01 or 2026-12-01T09:00:00Z";
    let start =
        start.ok_or_else(|| format!("--from {from}: neither a date nor an instant; {like}"))?;
    let end = end.ok_or_else(|| format!("--to {to}: neither a date nor an instant; {like}"))?;
    Interval::new(start, end)
        .ok_or_else(|| format!("--to {to} is not after --from {from}; swap them"))
}
