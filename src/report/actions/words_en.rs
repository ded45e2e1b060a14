//! Every English sentence about actions.

use super::{Standing, Tracked, owner_id, owner_name};
use crate::model::{Action, ActionOwner, ActionStatus, Workspace};
use crate::report::words_en::{counted, date, listed};
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub(super) fn head(today: NaiveDate) -> String {
    format!("Actions on {}", date(today))
}

/// `3 open, 1 not done: 2 of them overdue, 1 to escalate; 2 done, 1 not possible`.
pub(super) fn counts(
    counts: &BTreeMap<ActionStatus, usize>,
    overdue: usize,
    escalate: usize,
) -> String {
    let told = |unfinished: bool| -> Vec<String> {
        let wanted = ActionStatus::ALL
            .into_iter()
            .filter(|status| status.is_unfinished() == unfinished);
        wanted
            .filter_map(|status| Some(format!("{} {}", counts.get(&status)?, status.word())))
            .collect()
    };
    let (open, closed) = (told(true), told(false));
    let mut text = match open.is_empty() {
        true => "nothing is open".to_owned(),
        false => open.join(", "),
    };
    let mut remarks = Vec::new();
    if overdue > 0 {
        remarks.push(format!("{overdue} overdue"));
    }
    if escalate > 0 {
        remarks.push(format!("{escalate} to escalate"));
    }
    if !remarks.is_empty() {
        text.push_str(&format!(" ({})", remarks.join(", ")));
    }
    if !closed.is_empty() {
        text.push_str(&format!("; {}", closed.join(", ")));
    }
    text
}

/// An owner as a heading.
pub(super) fn owner(row: &Tracked, workspace: Option<&Workspace>) -> String {
    let (name, id) = (
        owner_name(&row.action.owner, workspace),
        owner_id(&row.action.owner, workspace),
    );
    match name == id {
        true => name.to_owned(),
        false => format!("{name} ({id})"),
    }
}

/// `CP-2041/3`.
pub(super) fn number(action: &Action) -> String {
    format!("{}/{}", action.reference, action.number)
}

/// Everything about its day: `due Mon 16 November 2026: overdue by 5 working days; carried over twice: escalate`.
pub(super) fn standing(row: &Tracked) -> String {
    let mut parts = vec![format!("due {}", date(row.action.due))];
    match row.standing {
        Some(Standing::Overdue { working_days: 0 }) => {
            parts[0].push_str(": overdue, with no working day since");
        }
        Some(Standing::Overdue { working_days }) => {
            parts[0].push_str(&format!(": overdue by {}", days(working_days)));
        }
        Some(Standing::Ahead { working_days: 0 }) => {
            parts[0].push_str(": no working day is left after today");
        }
        Some(Standing::Ahead { working_days }) => {
            parts[0].push_str(&format!(": {} left", days(working_days)));
        }
        None => {}
    }
    if let (false, Some(by), Some(next)) = (
        row.is_overdue(),
        row.is_due_by_next_meeting(),
        row.next_meeting,
    ) {
        parts.push(match by {
            true => format!("before the next meeting ({})", date(next)),
            false => format!(
                "only after the next meeting ({}): bring it forward",
                date(next)
            ),
        });
    }
    if row.action.status == ActionStatus::NotDone {
        parts.push("reported as not done".to_owned());
    }
    parts.extend(carried(row.action));
    parts.join("; ")
}

fn days(number: u32) -> String {
    counted(u64::from(number), "working day", "working days")
}

/// How often it was carried over, and what that means.
pub(super) fn carried(action: &Action) -> Option<String> {
    let times = match action.carried {
        0 => return None,
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    };
    Some(match action.is_to_escalate() {
        true => format!("carried over {times}: escalate"),
        false => format!("carried over {times}"),
    })
}

pub(super) fn outcome(text: &str) -> String {
    format!("so that: {text}")
}

pub(super) const AGENDA: &str = "Actions from last time";

pub(super) fn nothing_carried() -> &'static str {
    "Nothing is carried over: every action is finished."
}

/// What is due, in a diary that others may see.
pub(super) fn due_entry(action: &Action) -> String {
    format!("action {} due", action.number)
}

pub(super) fn description(row: &Tracked, workspace: Option<&Workspace>, wording: bool) -> String {
    let action = row.action;
    let mut lines = vec![format!("Action {} of {}.", action.number, action.reference)];
    lines.extend(carried(action).map(|text| format!("{}.", capital(&text))));
    match (wording, workspace) {
        (true, _) => {
            lines.push(format!("To do: {}", action.action));
            lines.extend(
                action
                    .outcome
                    .as_deref()
                    .map(|text| capital(&outcome(text))),
            );
            lines.push(format!("Owner: {}", owner_name(&action.owner, workspace)));
        }
        (false, workspace) => {
            if let (ActionOwner::Contact(contact), Some(workspace)) = (&action.owner, workspace) {
                let contact = workspace.contact(*contact);
                let id = (!contact.confidential).then_some(&contact.id);
                lines.extend(id.map(|id| format!("Owner: {id}")));
            }
            lines.push(NOT_SAID.to_owned());
        }
    }
    lines.join("\n")
}

const NOT_SAID: &str = "The table of actions says what is to be done; this entry does not, so it may stand in a shared diary.";

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A folder without a table of actions.
pub fn nothing_there(folder: &str) -> String {
    format!(
        "{folder}: there is no table of actions; write actions.csv with the columns number, ref, action, owner and due, or name a \
         file of them"
    )
}

/// A reference that no action and no meeting has.
pub fn unknown_reference(reference: &str, known: &[String]) -> String {
    match known {
        [] => format!("--ref {reference}: there is no action of any meeting"),
        known => format!(
            "--ref {reference}: no action is of that meeting; write {}",
            listed(known, "or")
        ),
    }
}

/// What was written as calendar entries.
pub fn ics_file(entries: usize, path: &str) -> String {
    format!(
        "{} written to {path}, for one's own calendar",
        counted(entries as u64, "task", "tasks")
    )
}

/// What was written as the table for the next meeting.
pub fn carried_file(rows: usize, path: &str) -> String {
    format!(
        "{} carried over to {path}",
        counted(rows as u64, "action", "actions")
    )
}

/// A file for the next table that is of another kind.
pub fn carried_as_csv(path: &str) -> String {
    format!("--carry {path}: the table is written as CSV; name a file that ends in .csv")
}

/// The table that was read, for the one of the next meeting.
pub fn carried_over_itself(path: &str) -> String {
    format!(
        "--carry {path}: this is the table itself, and what is finished would be lost; name a new file"
    )
}

/// A file that may have been worked on.
pub fn already_there(path: &str) -> String {
    format!(
        "{path} is there already with other contents; name a new file, or replace it with --force"
    )
}
