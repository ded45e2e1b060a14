//! The table of actions: what meetings agreed that somebody does by a day. Reading it, and writing the one for the next meeting.
//!
//! It is read beside the workspace and not as a part of it: no search needs it, so that a fault in it stops none. An action
//! without a person who answers for it, or without a day, is none, and is refused with the way out.

use super::append::csv_line;
use super::columns::{ACTIONS, fold};
use super::csv_table;
use super::dates::date;
use super::fault::{Fault, FaultKind, Sink, Spot, Thing, Warning, WarningKind};
use super::hidden::is_address;
use super::meetings::warn_of_name;
use super::names::{Match, Names, RoleNames};
use super::scalar::{id, number, one_of};
use super::settings::{Ids, Taken};
use super::table::{Row, read_table};
use super::toml_table::read_rows;
use crate::model::{Action, ActionOwner, ActionStatus, ContactKind, Workspace};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The table as read.
#[derive(Clone, PartialEq, Debug)]
pub struct ActionTable {
    /// In the order of the rows.
    pub actions: Vec<Action>,
    pub warnings: Vec<Warning>,
}

/// Reads `actions.csv` or `actions.toml` of a workspace. `None` = it has neither.
///
/// Without a `workspace`, which may be at fault itself, owners are not looked up.
pub fn read_actions(
    tables: &BTreeMap<String, Vec<u8>>,
    workspace: Option<&Workspace>,
) -> Result<Option<ActionTable>, Vec<Fault>> {
    let names = ["actions.csv", "actions.toml"];
    if !names.iter().any(|name| tables.contains_key(*name)) {
        return Ok(None);
    }
    let mut sink = Sink::default();
    let table = read_table(tables, &ACTIONS, &mut sink);
    let actions = read(&table.rows, workspace, &mut sink);
    finished(sink, actions).map(Some)
}

/// Reads a table of actions that is a file of its own: TOML where its name ends so, else CSV. Any name may own an action.
pub fn read_action_file(name: &str, bytes: &[u8]) -> Result<ActionTable, Vec<Fault>> {
    let mut sink = Sink::default();
    let is_toml = name.to_lowercase().ends_with(".toml");
    let rows = match is_toml {
        true => read_rows(name, bytes, &ACTIONS, &mut sink),
        false => csv_table::read(name, bytes, &ACTIONS, &mut sink),
    };
    let actions = read(&rows.unwrap_or_default(), None, &mut sink);
    finished(sink, actions)
}

fn finished(sink: Sink, actions: Vec<Action>) -> Result<ActionTable, Vec<Fault>> {
    let (actions, warnings) = sink.finish(Some(actions))?;
    Ok(ActionTable { actions, warnings })
}

fn read(rows: &[Row], workspace: Option<&Workspace>, sink: &mut Sink) -> Vec<Action> {
    let names = match workspace {
        Some(workspace) => super::names_of(workspace),
        None => Names::new(RoleNames::new(&[], &[]), &[], &[]),
    };
    let mut seen = Ids::default();
    let mut actions = Vec::new();
    for row in rows {
        row.warn_of_others(sink);
        refuse_addresses(row, sink);
        let reference = row.need("ref", "CP-2041", sink);
        if let Some(reference) = &reference {
            warn_of_name(reference, row.spot_of("ref"), &names, sink);
        }
        let reference = reference.map(|text| as_spelt(text, workspace));
        let about = reference.clone().unwrap_or_default();
        let parse = |text: &str| {
            // `3.` and `3)` are 3.
            let number = id(text.trim_end_matches(['.', ')']))?;
            Ok(format!("{number} of {about}"))
        };
        let Taken { id: key, is_new } =
            seen.take_as("number", parse, row, Thing::Action, "3", sink);
        let number = key
            .strip_suffix(&format!(" of {about}"))
            .unwrap_or_default();
        let owner = row.need("owner", "j.okafor", sink);
        let owner = owner.and_then(|text| {
            let owner = owner_of(&text, workspace, &names);
            sink.take(row.spot_of("owner"), owner)
        });
        let action = row.need("action", "Ring the school", sink);
        if let Some(action) = &action {
            warn_of_missing_verb(action, row, owner.as_ref(), workspace, sink);
        }
        row.need("due", "2026-12-08", sink);
        let due = row.read("due", sink, due);
        let raised = row.read("raised", sink, date);
        if let (Some(due), Some(raised)) = (due, raised)
            && due < raised
        {
            let (by, from) = (due.to_string(), raised.to_string());
            sink.fault(row.spot_of("due"), FaultKind::ByBeforeFrom { by, from });
        }
        let status = row.read("status", sink, status);
        let carried = row.read("carried", sink, self::number(0, 99));
        let outcome = row.text("outcome", sink);
        let evidence = row.text("evidence", sink);
        if let (true, Some(reference), Some(action), Some(owner), Some(due)) =
            (is_new, reference, action, owner, due)
        {
            actions.push(Action {
                number: number.to_owned(),
                reference,
                action,
                owner,
                due,
                outcome,
                status: status.unwrap_or_default(),
                evidence,
                carried: carried.unwrap_or(0),
                raised,
            });
        }
    }
    actions
}

/// What is shown may hold no address. The evidence may: it is not shown, and where it lies is often a link.
fn refuse_addresses(row: &Row, sink: &mut Sink) {
    for column in ["number", "ref", "action", "owner", "outcome"] {
        let text = row.text(column, &mut Sink::default());
        if text.is_some_and(|text| is_address(&text)) {
            sink.fault(row.spot_of(column), FaultKind::FeedAddress);
        }
    }
}

/// The reference as the workspace spells it. Meetings that are held may have left the tables, so that any other will do too.
fn as_spelt(text: String, workspace: Option<&Workspace>) -> String {
    let Some(workspace) = workspace else {
        return text;
    };
    let stated = workspace.meetings.iter().map(|one| &one.reference);
    let arranged = workspace.arrangements.iter().map(|one| &one.reference);
    let lower = text.to_lowercase();
    let known = stated
        .chain(arranged)
        .find(|one| one.to_lowercase() == lower);
    known.cloned().unwrap_or(text)
}

/// Who answers for it: a person. An agency, a team or a role is nobody in particular.
fn owner_of(
    text: &str,
    workspace: Option<&Workspace>,
    names: &Names,
) -> Result<ActionOwner, FaultKind> {
    let Some(workspace) = workspace else {
        return Ok(ActionOwner::Named(text.to_owned()));
    };
    let nobody = || FaultKind::OwnerNotPerson {
        text: text.to_owned(),
    };
    if let Match::One(contact) = names.contacts.find(text) {
        return match workspace.contact(contact).kind {
            ContactKind::Person => Ok(ActionOwner::Contact(contact)),
            ContactKind::Team | ContactKind::Service => Err(nobody()),
        };
    }
    let same = |name: &str| fold(name) == fold(text);
    let is_agency = workspace
        .agencies
        .iter()
        .any(|agency| same(&agency.id) || same(&agency.name) || same(&agency.kind));
    if is_agency || names.roles.is_role(text) {
        return Err(nobody());
    }
    match names.contact(text)? {
        Some(contact) => Ok(ActionOwner::Contact(contact)),
        None => Err(nobody()),
    }
}

/// The day by which it is to be done. Words that leave it open are told apart from dates that are spelt wrongly.
fn due(text: &str) -> Result<NaiveDate, FaultKind> {
    date(text).map_err(|fault| match fault {
        FaultKind::Not { text, .. } if !text.contains(|c: char| c.is_ascii_digit()) => {
            FaultKind::OpenEnded { text }
        }
        fault => fault,
    })
}

/// What became of it, in the words that minutes use.
fn status(text: &str) -> Result<ActionStatus, FaultKind> {
    use ActionStatus::{Done, NotDone, NotPossible, Open};
    let choices = [
        ("open", Open),
        ("to do", Open),
        ("outstanding", Open),
        ("in progress", Open),
        ("ongoing", Open),
        ("done", Done),
        ("complete", Done),
        ("completed", Done),
        ("closed", Done),
        ("not possible", NotPossible),
        ("no longer possible", NotPossible),
        ("no longer needed", NotPossible),
        ("not done", NotDone),
        ("not completed", NotDone),
        ("incomplete", NotDone),
    ];
    one_of(&choices, "open, done, not possible, not done")(text)
}

/// Whether the words begin as no order does: with an article or a pronoun, or with the owner's name.
fn warn_of_missing_verb(
    action: &str,
    row: &Row,
    owner: Option<&ActionOwner>,
    workspace: Option<&Workspace>,
    sink: &mut Sink,
) {
    const NO_VERBS: [&str; 18] = [
        "the", "a", "an", "all", "any", "every", "he", "she", "they", "we", "his", "her", "their",
        "our", "this", "that", "these", "those",
    ];
    let first = action.split_whitespace().next().unwrap_or_default();
    let owner = match (owner, workspace) {
        (Some(ActionOwner::Contact(contact)), Some(workspace)) => {
            workspace.contact(*contact).name.as_str()
        }
        (Some(ActionOwner::Named(name)), _) => name.as_str(),
        _ => "",
    };
    let word = fold(first);
    let is_owner = owner
        .split_whitespace()
        .any(|part| word.chars().count() > 1 && fold(part) == word);
    if is_owner || NO_VERBS.contains(&word.as_str()) {
        let first = first.to_owned();
        sink.warn(row.spot_of("action"), WarningKind::NoVerb { first });
    }
}

/// The table for the next meeting: what is unfinished, each carried over once more. CSV as spreadsheets read it.
pub fn carried_table(actions: &[&Action], workspace: Option<&Workspace>) -> Vec<u8> {
    let mut text = String::from("\u{FEFF}");
    text.push_str(&csv_line(ACTIONS.columns.iter().map(|c| c.name), ','));
    // Day first, as the spreadsheets of those who keep the tables show dates.
    let day = |date: NaiveDate| date.format("%d/%m/%Y").to_string();
    for action in actions.iter().filter(|one| one.status.is_unfinished()) {
        let next = action.carried_over();
        let owner = match (&next.owner, workspace) {
            (ActionOwner::Contact(contact), Some(workspace)) => {
                workspace.contact(*contact).id.clone()
            }
            (ActionOwner::Contact(_), None) => String::new(),
            (ActionOwner::Named(name), _) => name.clone(),
        };
        let cell = |name: &str| match name {
            "number" => next.number.clone(),
            "ref" => next.reference.clone(),
            "action" => next.action.clone(),
            "owner" => owner.clone(),
            "due" => day(next.due),
            "outcome" => next.outcome.clone().unwrap_or_default(),
            "status" => next.status.word().to_owned(),
            "evidence" => next.evidence.clone().unwrap_or_default(),
            "carried" => next.carried.to_string(),
            "raised" => next.raised.map(day).unwrap_or_default(),
            _ => String::new(),
        };
        let cells: Vec<String> = ACTIONS.columns.iter().map(|c| cell(c.name)).collect();
        text.push_str(&csv_line(cells.iter().map(String::as_str), ','));
    }
    text.into_bytes()
}

/// The person that somebody means by `text`, among those who own actions in `workspace`'s table.
pub fn find_owner(workspace: Option<&Workspace>, text: &str) -> Result<ActionOwner, Vec<Fault>> {
    let mut sink = Sink::default();
    let spot = Spot::file("--owner");
    sink.reading(&spot, text);
    let names = match workspace {
        Some(workspace) => super::names_of(workspace),
        None => Names::new(RoleNames::new(&[], &[]), &[], &[]),
    };
    let owner = sink.take(&spot, owner_of(text.trim(), workspace, &names));
    sink.finish(owner).map(|(owner, _)| owner)
}
