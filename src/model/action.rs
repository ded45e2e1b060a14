//! What a meeting agreed that somebody does by a day.

use super::people::ContactId;
use chrono::NaiveDate;

/// One row of the table of actions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Action {
    /// As the minutes number it: unique within its meeting.
    pub number: String,
    /// The meeting at which it was agreed.
    pub reference: String,
    /// What is to be done; begins with a verb.
    pub action: String,
    pub owner: ActionOwner,
    /// The last day on which it is in time.
    pub due: NaiveDate,
    /// What it is to lead to.
    pub outcome: Option<String>,
    pub status: ActionStatus,
    /// How it can be seen that it was done.
    pub evidence: Option<String>,
    /// How often it was carried over to a later meeting.
    pub carried: u32,
    /// When it was agreed.
    pub raised: Option<NaiveDate>,
}

/// Who answers for an action: always a person, since what an agency is to do nobody does.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ActionOwner {
    /// Of the people table.
    Contact(ContactId),
    /// As written, where there is no people table.
    Named(String),
}

/// What became of an action.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum ActionStatus {
    #[default]
    Open,
    Done,
    /// Circumstances have changed, so that it cannot or need not be done any more.
    NotPossible,
    /// It could have been done and was not: it is still to be done, and tracked apart from the one before (as SafeLives asks of a
    /// Marac).
    NotDone,
}

impl ActionStatus {
    /// Every one, in the order in which they are counted up.
    pub const ALL: [ActionStatus; 4] = [
        ActionStatus::Open,
        ActionStatus::NotDone,
        ActionStatus::Done,
        ActionStatus::NotPossible,
    ];

    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            ActionStatus::Open => "open",
            ActionStatus::Done => "done",
            ActionStatus::NotPossible => "not possible",
            ActionStatus::NotDone => "not done",
        }
    }

    /// Whether it is still to be done.
    pub fn is_unfinished(self) -> bool {
        matches!(self, ActionStatus::Open | ActionStatus::NotDone)
    }
}

impl Action {
    /// An action that was carried over so often goes to somebody who can see that it is done.
    pub const ESCALATED_FROM: u32 = 2;

    /// Whether it has to be escalated.
    pub fn is_to_escalate(&self) -> bool {
        self.status.is_unfinished() && self.carried >= Action::ESCALATED_FROM
    }

    /// The same for the next meeting's table: open again, and carried over once more.
    pub fn carried_over(&self) -> Action {
        Action {
            status: ActionStatus::Open,
            carried: self.carried.saturating_add(1),
            ..self.clone()
        }
    }
}
