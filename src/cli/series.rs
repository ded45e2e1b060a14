//! `quorate find --every`: one time for many meetings, and the choice of one.

use super::case::Case;
use super::find::{FindArguments, verified};
use super::{Exit, answer};
use crate::model::{Every, Found, MeetingSpec, Searched, SeriesFound, SeriesSpec, Slot, Stands};
use crate::prepare::Prepared;
use crate::report::find::FindReport;
use crate::report::series::{self as told, SeriesReport, json, text};
use crate::solve::{FindOptions, find_series};
use crate::time::Instant;
use clap::Args;

#[derive(Args)]
pub(super) struct SeriesArguments {
    /// A series instead of one meeting: 1w, 2w, fortnightly, 1m (second Tuesday, last Friday), monthly
    #[arg(long, value_name = "RHYTHM", requires = "times", conflicts_with_all = ["by", "within"])]
    every: Option<String>,
    /// How many meetings the series has
    #[arg(long, value_name = "NUMBER", requires = "every", value_parser = clap::value_parser!(u32)
        .range(i64::from(*SeriesSpec::TIMES.start())..=i64::from(*SeriesSpec::TIMES.end())))]
    times: Option<u32>,
}

impl SeriesArguments {
    /// The series that is asked for, if one is.
    pub(super) fn asked(&self) -> Result<Option<SeriesSpec>, Vec<String>> {
        let (Some(every), Some(times)) = (&self.every, self.times) else {
            return Ok(None);
        };
        let every = Every::parse(every).ok_or_else(|| vec![told::refused(every)])?;
        Ok(Some(SeriesSpec { every, times }))
    }
}

/// The answer for a series of the meeting.
pub(super) fn answered(
    arguments: &FindArguments,
    case: &Case,
    meeting: &MeetingSpec,
    spec: SeriesSpec,
    now: Instant,
) -> Result<Exit, Vec<String>> {
    if meeting.pinned_start.is_some() {
        return Err(vec![told::pinned(&meeting.reference)]);
    }
    if let Some(flag) = arguments.pictures.first() {
        return Err(vec![told::not_with_series(flag)]);
    }
    let meeting = MeetingSpec {
        series: Some(spec),
        ..meeting.clone()
    };
    let feeds = case.read_feeds(&meeting, now);
    let prepared = case.prepare(&meeting, &feeds, now)?;
    let options = FindOptions {
        all: arguments.all,
        shown: usize::from(arguments.top),
    };
    let found = find_series(&prepared.problem, spec, &options);
    if !every_slot_verified(&prepared, &found) {
        return Ok(Exit::Internal);
    }
    let best = found.slots.first();
    let standing = best.into_iter().flat_map(|best| best.standing());
    let standing = Found {
        slots: standing.map(|(_, slot)| slot.clone()).collect(),
        searched: Searched::default(),
        clash: found.clash.clone(),
    };
    let report = SeriesReport {
        find: FindReport {
            workspace: &case.workspace,
            meeting: &meeting,
            prepared: &prepared,
            found: &standing,
            receipts: case.receipts(&meeting, &feeds, now),
        },
        series: &found,
    };
    let shown = match arguments.output.is_json() {
        true => json(&report),
        false => text(&report),
    };
    let is_series = best.is_some_and(|best| best.is_series());
    Ok(match answer(&shown) {
        Exit::Answer if !is_series => Exit::Negative,
        exit => exit,
    })
}

/// Holds every slot of the answer against the independent check before anybody sees it.
fn every_slot_verified(prepared: &Prepared, found: &SeriesFound) -> bool {
    let mut slots: Vec<Slot> = found.floating.slots.iter().flatten().cloned().collect();
    for one in found.slots.iter().flat_map(|slot| &slot.occurrences) {
        match &one.stands {
            Stands::Here(slot) => slots.push(slot.as_ref().clone()),
            Stands::Not { instead, .. } => slots.extend(instead.as_deref().cloned()),
        }
    }
    slots.sort_by_key(|slot| slot.start);
    slots.dedup_by_key(|slot| slot.start);
    let all = Found {
        slots,
        searched: Searched::default(),
        clash: None,
    };
    verified(prepared, &all)
}
