//! `quorate doctor`: every feed's receipt in one table, and what is odd about feeds, people and zones.

use super::case::feed_jobs;
use super::{Exit, Format, answer, complain, instant, now};
use crate::doctor::{Materials, examine};
use crate::edge::{files, fresh_key, read_feeds, read_folder};
use crate::ics::read::Budget;
use crate::input::{ReadOptions, Warning, WarningKind, read_workspace};
use crate::model::{ContactId, EventHash, VenueId};
use crate::report::doctor::{DoctorReport, json, text};
use crate::time::{Instant, Interval, Zone};
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
    /// How the answer is written: for people, or for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

/// Days ahead for which feeds are read and zones compared: a year of reviews and a little more.
const AHEAD_DAYS: i64 = 400;

pub(super) fn run(arguments: &DoctorArguments) -> Exit {
    match examined(arguments) {
        Ok(exit) => exit,
        Err(messages) => {
            messages.iter().for_each(complain);
            Exit::BadInput
        }
    }
}

fn examined(arguments: &DoctorArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let folder = read_folder(&arguments.folder).map_err(|error| vec![error.to_string()])?;
    let (workspace, warnings) = read_workspace(&folder, &ReadOptions::default())
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    // A feed of nobody is a finding here and not a remark in passing.
    let nobodys = |warning: &&Warning| warning.what == WarningKind::NobodysFeed;
    let unowned = warnings.iter().filter(nobodys);
    let unowned: Vec<String> = unowned.map(|warning| warning.file.clone()).collect();
    let others = warnings.iter().filter(|warning| !nobodys(warning));
    others.for_each(complain);

    let zone = Zone::named(&workspace.defaults.zone).unwrap_or_else(Zone::utc);
    let window = Interval::new(now, now.plus(AHEAD_DAYS * 86_400)).unwrap_or(Interval::ALL);
    let contacts: Vec<ContactId> = (0..workspace.contacts.len())
        .map(|index| ContactId(index as u32))
        .collect();
    let venues: Vec<VenueId> = (0..workspace.venues.len())
        .map(|index| VenueId(index as u32))
        .collect();
    let jobs = feed_jobs(&workspace, &contacts, &venues);
    let key = fresh_key();
    let read = read_feeds(&arguments.folder, &jobs, window, key, now);
    let feeds = read
        .into_iter()
        .map(|feed| (feed.id.clone(), feed))
        .collect();
    let mut fingerprints: BTreeMap<String, EventHash> = BTreeMap::new();
    for path in &folder.feeds {
        if let Ok(bytes) = files::read(&arguments.folder.join(path), Budget::default().bytes) {
            fingerprints.insert(path.clone(), key.uid(&bytes));
        }
    }
    let materials = Materials {
        workspace: &workspace,
        feeds: &feeds,
        unowned: &unowned,
        fingerprints: &fingerprints,
        witness: &chrono_tz_offset,
        window,
        now,
    };
    let checkup = examine(&materials);
    let report = DoctorReport {
        workspace: &workspace,
        checkup: &checkup,
        zone: &zone,
        witness_version: chrono_tz::IANA_TZDB_VERSION,
    };
    let shown = match arguments.json || arguments.format == Format::Json {
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
