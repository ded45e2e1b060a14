//! `quorate why-not`: why one time is not offered, and what would open it.

use super::case::Case;
use super::find::verified;
use super::{Exit, Output, answer, complain, ended, instant, moment, now};
use crate::check::check_slot;
use crate::model::{Change, MeetingSpec, Problem, Way, WhyNot};
use crate::prepare::{Prepared, changed, remedies};
use crate::report::find::FindReport;
use crate::report::why::{WhyReport, json, text};
use crate::report::words_en as words;
use crate::solve::{FindOptions, find, ways, why_not};
use crate::time::{Instant, Interval};
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate why-not case/ --ref CP-2041 --at \"10/12/2026 14:00\"
  quorate why-not case/ --ref CP-2041 --at 2026-12-10T14:00 --json

Each reason suffices by itself. What would open the time was tried: the change was made, and the search asked again.
Exit code 0: the time is offered; 1: it is not.")]
pub(super) struct WhyNotArguments {
    /// The workspace
    folder: PathBuf,
    /// The meeting; needed where several are still to be arranged
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    /// The start that is asked about, an instant or a local date and time
    #[arg(long, value_name = "INSTANT")]
    at: String,
    /// How long the list is on which it is looked for
    #[arg(long, value_name = "NUMBER", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=500))]
    top: u16,
    /// Ask no server: use what is kept of feeds, with its age
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

pub(super) fn run(arguments: &WhyNotArguments) -> Exit {
    ended(told(arguments))
}

fn told(arguments: &WhyNotArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let case = Case::open_to_read(&arguments.folder, arguments.offline)?;
    let Some(meeting) = case.meeting(arguments.reference.as_deref(), false)? else {
        return Err(vec![words::why_not_needs_table().to_owned()]);
    };
    let feeds = case.read_feeds(&meeting, now);
    let prepared = case.prepare(&meeting, &feeds, now)?;
    let problem = &prepared.problem;
    let at =
        moment(&arguments.at, &problem.zone).map_err(|fault| vec![format!("--at: {fault}")])?;
    let options = FindOptions {
        all: false,
        shown: usize::from(arguments.top),
    };
    let found = find(problem, &options);
    let why = why_not(problem, at, &found);
    let ways = found_ways(&case, &meeting, &prepared, &why, now);
    if !verified(&prepared, &found) || !sound(problem, &why, &ways) {
        return Ok(Exit::Internal);
    }
    let report = WhyReport {
        find: &FindReport {
            workspace: &case.workspace,
            meeting: &meeting,
            prepared: &prepared,
            found: &found,
            receipts: Vec::new(),
        },
        why: &why,
        ways: &ways,
    };
    let shown = match arguments.output.is_json() {
        true => json(&report),
        false => text(&report),
    };
    Ok(match answer(&shown) {
        Exit::Answer if why.rank.is_none() => Exit::Negative,
        exit => exit,
    })
}

/// The ways to have the meeting then: each change is made on the tables, and the meeting prepared anew.
fn found_ways(
    case: &Case,
    meeting: &MeetingSpec,
    prepared: &Prepared,
    why: &WhyNot,
    now: Instant,
) -> Vec<Way> {
    let problem = &prepared.problem;
    let remedies = remedies(&case.workspace, meeting, problem, why);
    let Some(time) = Interval::new(why.start, why.start.plus(problem.length)) else {
        return Vec::new();
    };
    // Others than before may be needed, on other days.
    let variants = remedies.iter().map(|remedy| {
        let change = std::slice::from_ref(&remedy.change);
        changed(&case.workspace, meeting, time, change).1
    });
    let variants: Vec<MeetingSpec> = variants.collect();
    let feeds = case.read_feeds_of_any(&variants, now);
    ways(
        why.start,
        &why.reasons,
        &remedies,
        &|changes: &[Change]| {
            let (workspace, meeting) = changed(&case.workspace, meeting, time, changes);
            let prepared = case.prepare_in(&workspace, &meeting, &feeds, now).ok()?;
            Some(prepared.problem)
        },
    )
}

/// Holds everything that is shown against the independent check.
fn sound(problem: &Problem, why: &WhyNot, ways: &[Way]) -> bool {
    let own = why.slot.iter().filter(|_| why.rank.is_some());
    let own = own.chain(&why.best).chain(&why.nearest);
    let own = own.map(|slot| (problem, slot));
    let changed = ways.iter().map(|way| (&way.problem, &way.slot));
    let wrong = own.chain(changed).find_map(|(problem, slot)| {
        let violation = check_slot(problem, slot).into_iter().next()?;
        Some((slot.start, violation.rule.name()))
    });
    if let Some((start, rule)) = wrong {
        complain(format_args!(
            "internal error: the slot at {start} fails its own check ({rule}); nothing is shown, please report this"
        ));
    }
    wrong.is_none()
}
