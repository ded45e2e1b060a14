//! `quorate actions`: what is still to be done, by whom, and what is overdue; as text, as JSON, as lines for the next agenda, and
//! in the words of calendar entries.
//!
//! Relies on the table as read. What each action's day means today is reckoned here, in working days; the calendar itself is
//! composed by `message`, and the next table by `input`.

mod json;
mod text;
mod words_en;

pub use json::json;
pub use text::{agenda, text};

use crate::model::{Action, ActionOwner, ActionStatus, Workspace};
use crate::time::WorkingDays;
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub use words_en::{
    already_there, carried_as_csv, carried_file, carried_over_itself, ics_file, nothing_there,
    unknown_reference,
};

/// The actions that are asked about, with what their days mean.
pub struct ActionList<'a> {
    /// Whose people own them; without it they are named in the table.
    pub workspace: Option<&'a Workspace>,
    /// In the order of owners' names, then of days, meetings and numbers.
    pub rows: Vec<Tracked<'a>>,
    pub today: NaiveDate,
}

/// An action as it stands today.
pub struct Tracked<'a> {
    pub action: &'a Action,
    /// `None` = it is finished, one way or the other.
    pub standing: Option<Standing>,
    /// The day of the next meeting about the same case, where that is known.
    pub next_meeting: Option<NaiveDate>,
}

/// How an unfinished action stands to its day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// The day is past: so many working days have ended since. None, where only a weekend has.
    Overdue { working_days: u32 },
    /// The day is still to come, or is today: so many working days are left.
    Ahead { working_days: u32 },
}

impl Standing {
    /// How a day stands to today.
    fn of(due: NaiveDate, today: NaiveDate, working: &WorkingDays) -> Standing {
        let days = working.between(due, today).unsigned_abs();
        match due < today {
            true => Standing::Overdue { working_days: days },
            false => Standing::Ahead { working_days: days },
        }
    }
}

impl Tracked<'_> {
    /// Whether its day is past and it is not finished.
    pub fn is_overdue(&self) -> bool {
        matches!(self.standing, Some(Standing::Overdue { .. }))
    }

    /// Whether it is due by the next meeting, as actions should be; `None` where that meeting's day is not known, or it is finished.
    pub fn is_due_by_next_meeting(&self) -> Option<bool> {
        self.standing?;
        Some(self.action.due <= self.next_meeting?)
    }
}

impl<'a> ActionList<'a> {
    /// Reckons `actions` as of `today`. `next` gives the day of the next meeting by the reference of the one that agreed on the action.
    pub fn new(
        actions: &[&'a Action],
        workspace: Option<&'a Workspace>,
        working: &WorkingDays,
        today: NaiveDate,
        next: &dyn Fn(&str) -> Option<NaiveDate>,
    ) -> ActionList<'a> {
        let rows = actions.iter().map(|action| Tracked {
            action,
            standing: action
                .status
                .is_unfinished()
                .then(|| Standing::of(action.due, today, working)),
            next_meeting: next(&action.reference),
        });
        let mut list = ActionList {
            workspace,
            rows: rows.collect(),
            today,
        };
        let key = |row: &Tracked| {
            let Action {
                owner,
                due,
                reference,
                number,
                ..
            } = row.action;
            let number = (number.parse::<u64>().unwrap_or(u64::MAX), number.clone());
            let name = owner_name(owner, workspace).to_owned();
            (name, owner.clone(), *due, reference.clone(), number)
        };
        list.rows.sort_by_cached_key(key);
        list
    }

    /// Those that are still to be done.
    pub fn unfinished(&self) -> impl Iterator<Item = &Tracked<'a>> {
        self.rows.iter().filter(|row| row.standing.is_some())
    }

    /// How many there are of each status.
    pub fn counts(&self) -> BTreeMap<ActionStatus, usize> {
        let mut counts = BTreeMap::new();
        for row in &self.rows {
            *counts.entry(row.action.status).or_default() += 1;
        }
        counts
    }

    pub fn overdue(&self) -> usize {
        self.rows.iter().filter(|row| row.is_overdue()).count()
    }

    pub fn to_escalate(&self) -> usize {
        let rows = self.rows.iter();
        rows.filter(|row| row.action.is_to_escalate()).count()
    }

    /// What a calendar says is due, without anybody's name and without what it is.
    pub fn what(&self, row: &Tracked) -> String {
        words_en::due_entry(row.action)
    }

    /// What a calendar says beside it: the owner's id and how it stands. With `wording` also what is to be done and who does it.
    pub fn description(&self, row: &Tracked, wording: bool) -> String {
        words_en::description(row, self.workspace, wording)
    }
}

/// The owner's name.
fn owner_name<'a>(owner: &'a ActionOwner, workspace: Option<&'a Workspace>) -> &'a str {
    match (owner, workspace) {
        (ActionOwner::Contact(contact), Some(workspace)) => &workspace.contact(*contact).name,
        (ActionOwner::Contact(_), None) => "",
        (ActionOwner::Named(name), _) => name,
    }
}

/// The owner's id, or the name where there is no table of people.
fn owner_id<'a>(owner: &'a ActionOwner, workspace: Option<&'a Workspace>) -> &'a str {
    match (owner, workspace) {
        (ActionOwner::Contact(contact), Some(workspace)) => &workspace.contact(*contact).id,
        _ => owner_name(owner, workspace),
    }
}
