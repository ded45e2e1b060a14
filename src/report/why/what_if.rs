//! The meeting as it stands beside what would be otherwise, in one table: best time, how many times, who comes, who is missing.

use super::json::{change, short_slot};
use super::words_en as own;
use crate::model::{Change, Confirming, Found, MeetingSpec, Slot, Tally, Workspace};
use crate::prepare::Prepared;
use crate::report::find::{FindReport, Names, confirmer, seat, slot_json, when};
use crate::report::words_en as words;
use crate::report::wrap::wrapped;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// One column: the meeting with some changes, none of the first.
pub struct Alternative {
    pub changes: Vec<Change>,
    pub meeting: MeetingSpec,
    /// What was searched and found, or why it cannot be searched.
    pub outcome: Result<(Prepared, Found), Vec<String>>,
}

impl Alternative {
    fn report<'r>(&'r self, workspace: &'r Workspace) -> Option<FindReport<'r>> {
        let (prepared, found) = self.outcome.as_ref().ok()?;
        Some(FindReport {
            workspace,
            meeting: &self.meeting,
            prepared,
            found,
            receipts: Vec::new(),
        })
    }
}

/// The list of alternatives for `find --json`.
pub fn what_if_json(workspace: &Workspace, columns: &[Alternative]) -> Value {
    let told = columns.iter().map(|one| {
        let changes = one.changes.iter().map(|each| change(workspace, each));
        let mut value = json!({"changes": changes.collect::<Vec<Value>>()});
        match (one.report(workspace), &one.outcome) {
            (Some(report), _) => {
                let searched = &report.found.searched;
                value["starts"] = json!(searched.starts);
                value["feasible"] = json!(searched.feasible);
                let best = report.found.slots.first();
                value["slot"] = json!(best.map(|slot| best_json(workspace, &report, slot)));
            }
            (None, Err(faults)) => value["faults"] = json!(faults),
            (None, Ok(_)) => {}
        }
        value
    });
    told.collect()
}

/// The best slot as in the list, less what only matters there.
fn best_json(workspace: &Workspace, report: &FindReport, slot: &Slot) -> Value {
    let whole = slot_json(report, slot);
    let mut value = short_slot(workspace, slot);
    for key in ["confirm", "sure", "possible", "missing"] {
        value[key] = whole[key].clone();
    }
    value
}

/// The widest line, and the most columns that stand side by side, the first included.
const WIDTH: usize = 100;
const MOST_COLUMNS: usize = 4;

/// The table. With many changes it is broken into several, each beginning with the meeting as it stands.
pub fn what_if_text(workspace: &Workspace, columns: &[Alternative]) -> String {
    let told: Vec<Vec<String>> = columns.iter().map(|one| column(workspace, one)).collect();
    let Some((plain, changed)) = told.split_first() else {
        return String::new();
    };
    let mut out = format!("{}\n", own::WHAT_IF);
    for (index, some) in changed.chunks(MOST_COLUMNS - 1).enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let all: Vec<&Vec<String>> = std::iter::once(plain).chain(some).collect();
        table(&mut out, &all);
    }
    out
}

/// Rows with a label and a cell a column, each cell broken at blanks.
fn table(out: &mut String, columns: &[&Vec<String>]) {
    let labels = own::WHAT_IF_ROWS;
    let first = labels.iter().map(|label| label.chars().count()).max();
    let first = first.unwrap_or(0);
    let width = (WIDTH - 2 - first) / columns.len() - 2;
    for (row, label) in labels.iter().enumerate() {
        let cells: Vec<Vec<String>> = columns
            .iter()
            .map(|column| {
                let mut cell = String::new();
                wrapped(&mut cell, "", 0, width, &column[row]);
                cell.lines().map(str::to_owned).collect()
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let label = if line == 0 { label } else { "" };
            let mut text = format!("  {label:<first$}");
            for cell in &cells {
                let part = cell.get(line).map_or("", String::as_str);
                let _ = write!(text, "  {part:<width$}");
            }
            let _ = writeln!(out, "{}", text.trim_end());
        }
    }
}

/// The cells of one column, in the order of the labels.
fn column(workspace: &Workspace, one: &Alternative) -> Vec<String> {
    let head = head(workspace, one);
    let nothing = || vec![own::NOTHING.to_owned(); own::WHAT_IF_ROWS.len() - 2];
    let Some(report) = one.report(workspace) else {
        let faults = one.outcome.as_ref().err().map(|faults| faults.join("; "));
        let mut cells = vec![head, faults.unwrap_or_default()];
        cells.extend(nothing());
        return cells;
    };
    let Some(slot) = report.found.slots.first() else {
        let mut cells = vec![head, own::no_time().to_owned()];
        cells.extend(nothing());
        return cells;
    };
    let ring = slot.confirm.first().into_iter().flatten();
    let ring: Vec<String> = ring
        .map(|whom: &Confirming| confirmer(&report, Names::All, *whom))
        .collect();
    let missing: Vec<String> = slot
        .missing
        .iter()
        .map(|one| {
            let id = &report.prepared.problem.seat(one.seat).id;
            seat(&report, Names::All, id)
        })
        .collect();
    let place = slot.venue.map(|venue| workspace.venue(venue).name.clone());
    let or_nothing = |text: String| match text.is_empty() {
        true => own::NOTHING.to_owned(),
        false => text,
    };
    let state = words::state(slot.state, slot.score.confirmations);
    vec![
        head,
        when(&report, slot),
        own::with_late(&state, slot.score.late),
        own::times(report.found.searched.feasible, report.found.searched.starts),
        coverage(&slot.sure),
        or_nothing(words::listed(&ring, "and")),
        or_nothing(words::listed(&missing, "and")),
        or_nothing(place.unwrap_or_default()),
    ]
}

fn coverage(tally: &Tally) -> String {
    let of = [
        ("required", tally.required),
        ("expected", tally.expected),
        ("preferred", tally.preferred),
        ("optional", tally.optional),
    ];
    let told = of.iter().filter(|(_, coverage)| coverage.places > 0);
    let told: Vec<String> = told
        .map(|(word, coverage)| format!("{word} {} of {}", coverage.filled, coverage.places))
        .collect();
    told.join(", ")
}

fn head(workspace: &Workspace, one: &Alternative) -> String {
    let names: Vec<String> = one
        .changes
        .iter()
        .map(|change| match change {
            Change::Duration(minutes) => words::counted((*minutes).into(), "minute", "minutes"),
            Change::Without(who) => own::without(&workspace.contact(*who).name),
            Change::WithoutSeat(id) => own::without(&words::seat(id)),
            Change::Relax(rule) => own::without_rule(*rule),
            // `find` compares nothing else.
            _ => String::new(),
        })
        .collect();
    match names.as_slice() {
        [] => own::AS_IT_STANDS.to_owned(),
        [one] => one.clone(),
        _ => own::ALL_TOGETHER.to_owned(),
    }
}
