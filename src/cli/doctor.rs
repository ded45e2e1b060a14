//! `quorate doctor`: every feed's receipt in one table, and what is odd about feeds, people and zones.

use super::case::{Case, CaseError};
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::doctor::{Materials, examine};
use crate::edge::files;
use crate::ics::read::Budget;
use crate::input::{ReadOptions, Warning, WarningKind};
use crate::model::EventHash;
use crate::report::doctor::{DoctorReport, json, text};
use crate::time::{Instant, Interval};
use chrono::Offset;
use clap::Args;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate doctor case/
  quorate doctor feeds/ --json

Exit code 1 where something was found that matters. Nothing of what feeds hold is shown, and no address.
The column details says what a feed carried beyond busy time: t titles, d descriptions, p places, n names of people.")]
pub(super) struct DoctorArguments {
    /// The workspace, or a bare folder of feeds <agency>/<role>.<name>.ics
    folder: PathBuf,
    /// Ask no server: use what is kept of feeds, with its age
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

/// Days ahead for which feeds are read and zones compared: a year of reviews and a little more.
const AHEAD_DAYS: i64 = 400;

pub(super) fn run(arguments: &DoctorArguments) -> Exit {
    ended(examined(arguments))
}

fn examined(arguments: &DoctorArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let mut case =
        Case::open(&arguments.folder, &ReadOptions::default()).map_err(CaseError::messages)?;
    if arguments.offline {
        case.stay_offline();
    }
    // A feed of nobody is a finding here and not a remark in passing.
    let nobodys = |warning: &&Warning| warning.what == WarningKind::NobodysFeed;
    let unowned = case.warnings.iter().filter(nobodys);
    let unowned: Vec<String> = unowned.map(|warning| warning.file.clone()).collect();
    let others = case.warnings.iter().filter(|warning| !nobodys(warning));
    others.for_each(complain);

    let zone = case.default_zone();
    let window = Interval::new(now, now.plus(AHEAD_DAYS * 86_400)).unwrap_or(Interval::ALL);
    let feeds = case.read_all_feeds(window, now);
    let key = case.desk().key();
    let mut fingerprints: BTreeMap<String, EventHash> = BTreeMap::new();
    for path in &case.feed_files {
        if let Ok(bytes) = files::read(&case.folder.join(path), Budget::default().bytes) {
            fingerprints.insert(path.clone(), key.uid(&bytes));
        }
    }
    let materials = Materials {
        workspace: &case.workspace,
        feeds: &feeds,
        unowned: &unowned,
        fingerprints: &fingerprints,
        witness: &chrono_tz_offset,
        window,
        now,
    };
    let checkup = examine(&materials);
    let report = DoctorReport {
        workspace: &case.workspace,
        checkup: &checkup,
        zone: &zone,
        witness_version: chrono_tz::IANA_TZDB_VERSION,
    };
    let shown = match arguments.output.is_json() {
        true => json(&report),
        false => text(&report),
    };
    Ok(match answer(&shown) {
        Exit::Answer if checkup.matters() => Exit::Negative,
        exit => exit,
    })
}

/// Seconds east of UTC by the database that chrono-tz carries. It is older than ours, and what else reckons with it is off where
/// the two differ.
fn chrono_tz_offset(zone: &str, at: Instant) -> Option<i32> {
    let zone: chrono_tz::Tz = zone.parse().ok()?;
    let offset = chrono::TimeZone::offset_from_utc_datetime(&zone, &at.utc());
    Some(offset.fix().local_minus_utc())
}
