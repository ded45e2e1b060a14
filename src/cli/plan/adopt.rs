//! Taking a plan: its meetings become arrangements, and what follows from the cycles becomes rows of the meetings table.

use crate::cli::case::Case;
use crate::cli::chosen::{meetings_table, row};
use crate::edge::write_atomically;
use crate::input::{RowText, meetings_appended, write_arrangements};
use crate::model::{Arranged, MeetingSpec};
use crate::prepare::Clocked;
use crate::prepare::next::{course, follow_on};
use crate::report::plan::{self as words, PlanReport};
use crate::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

/// Writes the plan into `arrangements.json`, where everything else stays as it is; a sentence that says so.
///
/// A meeting that people were told of and that has no place any more is taken out: its people and its room are free again.
/// The rows come first: an arrangement without its row would be worse than a row without its arrangement.
pub(super) fn adopt(case: &Case, report: &PlanReport, now: Instant) -> Result<String, Vec<String>> {
    let rows = rows(report, now);
    if !rows.is_empty() {
        let (table, bytes) = meetings_table(&case.folder)?;
        let content = meetings_appended(&table, bytes.as_deref(), &rows)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
        write(case, &table, &content)?;
    }
    let arranged = arrangements(case, report, now);
    let content = write_arrangements(&case.workspace, &arranged);
    write(case, "arrangements.json", content.as_bytes())?;
    let path = case.folder.join("arrangements.json").display().to_string();
    Ok(words::adopted(report.arranged.len(), rows.len(), &path))
}

fn write(case: &Case, name: &str, content: &[u8]) -> Result<(), Vec<String>> {
    let path = case.folder.join(name);
    write_atomically(&path, content).map_err(|error| vec![format!("{}: {error}", path.display())])
}

/// What stands already, in its order, then what is new.
fn arrangements(case: &Case, report: &PlanReport, now: Instant) -> Vec<Arranged> {
    let mut all: BTreeMap<String, Arranged> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for one in &case.workspace.arrangements {
        let key = one.reference.to_lowercase();
        order.push(key.clone());
        all.insert(key, one.clone());
    }
    for one in &report.plan.unplaced {
        all.remove(&report.batch.problem(one.meeting).reference.to_lowercase());
    }
    for one in report.arranged {
        let key = one.reference.to_lowercase();
        let chosen_at = one.chosen_at.or(Some(now));
        order.push(key.clone());
        let one = one.clone();
        all.insert(key, Arranged { chosen_at, ..one });
    }
    order.iter().filter_map(|key| all.remove(key)).collect()
}

/// The meetings of cycles as rows: as `next` would state them at the end of the meeting before, held when it is planned.
fn rows(report: &PlanReport, now: Instant) -> Vec<RowText> {
    let workspace = report.workspace;
    let placed = report.plan.placed.iter().zip(report.arranged);
    let placed: BTreeMap<String, (&MeetingSpec, &Arranged)> = placed
        .map(|(placed, arranged)| {
            let spec = &report.specs[placed.meeting];
            (spec.reference.to_lowercase(), (spec, arranged))
        })
        .collect();
    let stated = workspace.meetings.iter();
    let stated: BTreeSet<String> = stated.map(|one| one.reference.to_lowercase()).collect();
    let mut rows = Vec::new();
    for one in &report.plan.placed {
        let spec = &report.specs[one.meeting];
        if spec.cycle_of.is_none() || stated.contains(&spec.reference.to_lowercase()) {
            continue;
        }
        // What follows a meeting without a place has none itself.
        let before = spec.after.as_ref();
        let before = before.and_then(|after| placed.get(&after.reference.to_lowercase()));
        let Some((before, arranged)) = before else {
            continue;
        };
        let clocked = Clocked::new(workspace, before);
        let zone = clocked.zone();
        let held = zone.local(arranged.interval.start()).date();
        let today = zone.local(now).date();
        let course = course(&clocked, &workspace.rules, held, false, today);
        let mut following = course.following.into_iter();
        let Some(following) = following.find(|one| spec.types.contains(&one.kind.id)) else {
            continue;
        };
        let (kind, clocks) = (following.kind, &following.clocks);
        // The plan was made with the chair open, and so is the row: that the chair stays is the business of `after`.
        let follower = follow_on(workspace, before, None, kind, clocks);
        let dates = ["trigger", "previous"];
        let mut columns = follower.columns;
        // From which day it counts is told by the meeting before it, wherever that is moved to.
        columns.retain(|(name, _)| !dates.contains(name));
        let mut row = row(&spec.reference, &columns);
        row.push(("after", before.reference.clone()));
        rows.push(row);
    }
    rows
}
