//! `quorate find --every`: one time for many meetings, and the choice of one.

use super::case::Case;
use super::chosen::new_uid;
use super::find::{FindArguments, verified};
use super::grounds::{Grounds, Shown};
use super::{Exit, answer};
use crate::model::{
    Arranged, Every, Found, MeetingSpec, Searched, SeriesFound, SeriesPlace, SeriesSlot,
    SeriesSpec, Slot, Stands, WorkspaceKind, arrangement,
};
use crate::prepare::{FeedBook, Prepared};
use crate::report::find::FindReport;
use crate::report::series::{self as told, SeriesReport, json, text};
use crate::report::words_en as words;
use crate::solve::{FindOptions, find_series};
use crate::time::Instant;
use clap::{Args, ValueEnum};

#[derive(Args)]
pub(super) struct SeriesArguments {
    /// A series instead of one meeting: 1w, 2w, fortnightly, 1m (second Tuesday, last Friday), monthly
    #[arg(long, value_name = "RHYTHM", requires = "times", conflicts_with_all = ["by", "within"])]
    every: Option<String>,
    /// How many meetings the series has
    #[arg(long, value_name = "NUMBER", requires = "every", value_parser = clap::value_parser!(u32)
        .range(i64::from(*SeriesSpec::TIMES.start())..=i64::from(*SeriesSpec::TIMES.end())))]
    times: Option<u32>,
    /// What becomes of the meetings that cannot be held at the time of the series when it is chosen
    #[arg(long, value_enum, requires_all = ["every", "choose"], default_value_t = Exceptions::Skip)]
    exceptions: Exceptions,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Exceptions {
    /// They are left out
    Skip,
    /// They are held at the nearest time of their week
    Move,
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
    let mut shown = match arguments.output.is_json() {
        true => json(&report),
        false => text(&report),
    };
    if let Some(number) = arguments.choose {
        let chosen = choose(arguments, case, &report, &feeds, number, now)?;
        match arguments.output.is_json() {
            true => super::complain(&chosen),
            false => shown.push_str(&format!("\n{chosen}\n")),
        }
    }
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

/// Writes series `number` of the list into the arrangements, one entry a meeting; the sentence that says so.
fn choose(
    arguments: &FindArguments,
    case: &Case,
    report: &SeriesReport,
    feeds: &FeedBook,
    number: usize,
    now: Instant,
) -> Result<String, Vec<String>> {
    let problem = &report.find.prepared.problem;
    let reference = &problem.reference;
    if case.workspace.kind == WorkspaceKind::Bare && arguments.reference.is_none() {
        return Err(vec![words::choose_needs_ref().to_owned()]);
    }
    let slots = &report.series.slots;
    let Some(series) = number.checked_sub(1).and_then(|index| slots.get(index)) else {
        return Err(vec![words::no_such_slot(number, slots.len(), "--top")]);
    };
    let known = case.workspace.series(reference);
    let before = known
        .first()
        .copied()
        .or(case.workspace.arranged(reference));
    let uid = match before {
        Some(before) if !before.uid.is_empty() => before.uid.clone(),
        _ => new_uid(arguments.seed, reference),
    };
    // One number for the whole series: a change of the rule is told to everybody.
    let told = known.iter().map(|one| one.sequence + 1);
    let sequence = told.chain(before.map(|one| one.sequence + 1)).max();
    let mut entries = Vec::new();
    let mut left_out = Vec::new();
    for one in &series.occurrences {
        let slot = match &one.stands {
            Stands::Here(slot) => Some(slot),
            Stands::Not { instead, .. } => {
                let moved = arguments.series.exceptions == Exceptions::Move;
                instead.as_ref().filter(|_| moved)
            }
        };
        let Some(slot) = slot else {
            left_out.push(one.number);
            continue;
        };
        entries.push(Arranged {
            reference: format!("{reference}#{}", one.number),
            uid: uid.clone(),
            sequence: sequence.unwrap_or(0),
            chosen_at: Some(now),
            series: Some(SeriesPlace {
                reference: reference.clone(),
                every: report.series.spec.every,
                day: series.day,
                times: report.series.spec.times,
                number: one.number,
                regular: one.regular,
            }),
            ..arrangement(&case.workspace, problem, slot)
        });
    }
    let held = entries.len();
    let is_of_it = |one: &Arranged| {
        let place = one.series.as_ref();
        one.reference.eq_ignore_ascii_case(reference)
            || place.is_some_and(|place| place.reference.eq_ignore_ascii_case(reference))
    };
    let mut all = case.workspace.arrangements.clone();
    all.retain(|one| !is_of_it(one));
    all.extend(entries);
    // Of each series on the list the first meeting at its regular time stands for all.
    let first = |series: &SeriesSlot| series.standing().next().map(|(_, slot)| Shown::of(slot));
    let grounds = Grounds {
        meeting: report.find.meeting,
        prepared: report.find.prepared,
        feeds,
        shown: slots.iter().filter_map(first).flatten().collect(),
        number,
    };
    let decider = arguments.decider();
    let why = case.has_book().then(|| {
        let mut facts = grounds.facts(case, now);
        facts["held"] = held.into();
        facts["left_out"] = left_out.clone().into();
        decider.decision("choose", reference, &facts, now)
    });
    let path = case.arrange(&all, why.as_slice())?;
    let title = told::title(report, series);
    let mut text = told::chosen(reference, &title, held, &path.display().to_string());
    if !left_out.is_empty() {
        text.push('\n');
        text.push_str(&match arguments.series.exceptions {
            Exceptions::Skip => told::left_out(&left_out),
            Exceptions::Move => told::not_moved(&left_out),
        });
    }
    let is_late = series.standing().any(|(_, slot)| slot.score.late);
    let asked = decider.asked(reference, is_late);
    if let Some(asked) = asked.filter(|_| case.has_book()) {
        text.push('\n');
        text.push_str(&asked);
    }
    Ok(text)
}
