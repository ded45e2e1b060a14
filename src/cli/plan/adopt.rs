//! Taking a plan: its meetings become arrangements, and what follows from the cycles becomes rows of the meetings table.

use crate::cli::case::Case;
use crate::cli::chosen::{meetings_table, row};
use crate::cli::grounds::limit_facts;
use crate::cli::kept::Choice;
use crate::edge::write_atomically;
use crate::input::{RowText, meetings_appended, state_word};
use crate::model::{Arranged, Decision, MeetingSpec};
use crate::prepare::Clocked;
use crate::prepare::next::{course, follow_on};
use crate::report::plan::{self as words, PlanReport};
use crate::time::Instant;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Writes the plan into `arrangements.json`, where everything else stays as it is; a sentence that says so.
///
/// A meeting that people were told of and that has no place any more is taken out: its people and its room are free again.
/// The rows come first: an arrangement without its row would be worse than a row without its arrangement.
pub(super) fn adopt(
    case: &Case,
    report: &PlanReport,
    decider: &Choice,
    now: Instant,
) -> Result<Vec<String>, Vec<String>> {
    let rows = rows(report, now);
    if !rows.is_empty() {
        let (table, bytes) = meetings_table(&case.folder)?;
        let content = meetings_appended(&table, bytes.as_deref(), &rows)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
        let path = case.folder.join(&table);
        write_atomically(&path, &content)
            .map_err(|error| vec![format!("{}: {error}", path.display())])?;
    }
    let arranged = arrangements(case, report, now);
    let why = match case.has_book() {
        true => decisions(case, report, decider, now),
        false => Vec::new(),
    };
    let path = case.arrange(&arranged, &why)?.display().to_string();
    let mut told = vec![words::adopted(report.arranged.len(), rows.len(), &path)];
    if case.has_book() {
        let late = report.plan.placed.iter().filter(|one| one.slot.score.late);
        told.extend(late.filter_map(|one| {
            let reference = &report.batch.problem(one.meeting).reference;
            decider.asked(reference, true)
        }));
    }
    Ok(told)
}

/// One line of the log for the plan, and one for each meeting that is placed otherwise than before or has no place any more. What
/// was read is told once, by the number that stands for all of it.
fn decisions(case: &Case, report: &PlanReport, decider: &Choice, now: Instant) -> Vec<Decision> {
    let whole = json!({
        "program": env!("CARGO_PKG_VERSION"),
        "input": report.input_hash,
        "seed": report.seed,
        "effort": report.effort,
        "placed": report.plan.placed.len(),
        "unplaced": report.plan.unplaced.len(),
    });
    let mut all = vec![decider.decision("adopt", "", &whole, now)];
    let known: BTreeMap<String, &Arranged> = case
        .workspace
        .arrangements
        .iter()
        .map(|one| (one.reference.to_lowercase(), one))
        .collect();
    for (placed, arranged) in report.plan.placed.iter().zip(report.arranged) {
        let before = known.get(&arranged.reference.to_lowercase());
        let stands = |before: &&Arranged| {
            before.chosen_at == arranged.chosen_at && before.sequence == arranged.sequence
        };
        if before.is_some_and(stands) {
            continue;
        }
        let problem = report.batch.problem(placed.meeting);
        let searched: Vec<&str> = problem.members.iter().map(|one| one.id.as_str()).collect();
        let facts = json!({
            "input": report.input_hash,
            "searched": searched,
            "start": placed.slot.start,
            "end": placed.slot.end,
            "state": state_word(placed.slot.state),
            "limit": limit_facts(problem, placed.slot.score.late),
        });
        all.push(decider.decision("adopt", &arranged.reference, &facts, now));
    }
    for one in &report.plan.unplaced {
        let reference = &report.batch.problem(one.meeting).reference;
        if let Some(before) = known.get(&reference.to_lowercase()) {
            let facts = json!({
                "input": report.input_hash,
                "was": {"start": before.interval.start(), "end": before.interval.end()},
            });
            all.push(decider.decision("unplace", reference, &facts, now));
        }
    }
    all
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
