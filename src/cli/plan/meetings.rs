//! Which meetings are planned, and all that is known of them: the same for `plan` and for `model`.

use crate::cli::case::Case;
use crate::cli::complain;
use crate::cycles::cycles;
use crate::edge::files;
use crate::input::{parse_date, read_plan_file};
use crate::model::{Arranged, MeetingSpec};
use crate::prepare::{BatchPrepared, BatchSetting, FeedBook};
use crate::report::plan as report;
use crate::time::Instant;
use clap::Args;
use std::path::Path;

/// How far what follows from the rules is planned along.
#[derive(Args)]
pub(in crate::cli) struct CycleArguments {
    /// Follow the cycles of the meetings up to this day; without it up to the last limit of the table
    #[arg(long, value_name = "DATE", conflicts_with = "no_cycles")]
    until: Option<String>,
    /// Only the meetings of the table, not those that follow them by the rules
    #[arg(long)]
    no_cycles: bool,
}

/// The batch that is to be planned, with what was read for it.
pub(in crate::cli) struct Planned {
    /// The plan that people were told of, if one is named.
    pub old: Option<Vec<Arranged>>,
    pub feeds: FeedBook,
    pub prepared: BatchPrepared,
}

/// Reads and prepares everything that has no place yet. What had to be left out is told.
pub(in crate::cli) fn planned(
    case: &Case,
    from_plan: Option<&Path>,
    cycles: &CycleArguments,
    now: Instant,
) -> Result<Planned, Vec<String>> {
    let old = match from_plan {
        Some(path) => Some(old_plan(case, path)?),
        None => None,
    };
    if case.workspace.meetings.is_empty() {
        return Err(vec![report::NO_MEETINGS.to_owned()]);
    }
    let setting = BatchSetting {
        published: old.as_deref(),
    };
    let meetings = with_cycles(cycles, case, now, &setting)?;
    let feeds = case.read_batch_feeds(&meetings, now, &setting);
    let prepared = case.prepare_batch(&meetings, &feeds, now, &setting);
    for (spec, told) in prepared.specs.iter().zip(&prepared.told) {
        let said = told.notes.iter().filter_map(report::said_of_pin);
        said.for_each(|said| complain(format!("{}: {said}", spec.reference)));
    }
    Ok(Planned {
        old,
        feeds,
        prepared,
    })
}

/// The plan that people were told of. Whom the tables do not know any more is left out, with a message.
pub(in crate::cli) fn old_plan(case: &Case, path: &Path) -> Result<Vec<Arranged>, Vec<String>> {
    let bytes = files::read(path, super::LARGEST_PLAN).map_err(|error| vec![error.to_string()])?;
    let told = path.display().to_string();
    let plan = read_plan_file(&bytes).map_err(|fault| vec![format!("{told}: {fault}")])?;
    let (arranged, unknown) = plan.arranged(&case.workspace);
    if unknown > 0 {
        complain(report::unknown_people(&told, unknown));
    }
    Ok(arranged)
}

/// The meetings of the table with those that follow them by the rules.
fn with_cycles(
    arguments: &CycleArguments,
    case: &Case,
    now: Instant,
    setting: &BatchSetting,
) -> Result<Vec<MeetingSpec>, Vec<String>> {
    let mut meetings = case.workspace.meetings.clone();
    if arguments.no_cycles {
        return Ok(meetings);
    }
    let until = match &arguments.until {
        Some(text) => Some(parse_date(text).map_err(|fault| vec![format!("--until: {fault}")])?),
        None => None,
    };
    let cycles = cycles(&case.workspace, &meetings, until, now, setting)
        .map_err(|error| vec![format!("--until: {error}")])?;
    for (reference, faults) in &cycles.refused {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        complain(report::cycle_refused(reference, &faults.join("; ")));
    }
    for reference in &cycles.cut {
        complain(report::cycle_cut(reference));
    }
    meetings.extend(cycles.meetings);
    Ok(meetings)
}
