//! Whether one meeting was held in time, by its own type's binding rule.

use crate::model::HeldRow;
use crate::model::rules::{Confidence, MeetingType, RuleBook};
use crate::report::reviews::facts;
use crate::review::{Calendar, Clock, Progress, clocks};
use chrono::NaiveDate;

/// A meeting with its verdict.
pub struct Judged<'t> {
    pub row: &'t HeldRow,
    pub kind: &'t MeetingType,
    pub outcome: Outcome,
}

/// The limit by which a meeting was judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limit {
    /// Id of the rule in its type.
    pub rule: String,
    pub limit: NaiveDate,
    pub confidence: Confidence,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    InTime {
        limit: Limit,
    },
    /// By so many working days; none where no working day lies between the limit and the meeting.
    Late {
        limit: Limit,
        by: u32,
    },
    /// No limit could be worked out, or what decides between two was not said.
    Unknown,
}

impl Judged<'_> {
    /// The limit that was missed, and by how many working days.
    pub fn missed(&self) -> Option<(&Limit, u32)> {
        match &self.outcome {
            Outcome::Late { limit, by } => Some((limit, *by)),
            Outcome::InTime { .. } | Outcome::Unknown => None,
        }
    }
}

/// Judges a meeting. `None` where the rule book has no such type. `today` decides only whether an adoption of a rule still holds.
///
/// Where it was not said which meeting of its chain it was, or whether a rule applies, and that decides, nobody can say.
pub fn judge<'t>(
    book: &'t RuleBook,
    row: &'t HeldRow,
    calendar: &Calendar,
    today: NaiveDate,
) -> Option<Judged<'t>> {
    let kind = book.kind(&row.case.kind)?;
    let facts = facts(&row.case);
    let clocks = clocks(kind, &facts, calendar, today);
    let is_late = |clock: &Clock| matches!(clock.progress, Progress::Late(_));
    let doubtful = |clock: &Clock| clock.depends_on_number || clock.asks.is_some();
    let mut binding = clocks.limits.iter().filter(|clock| clock.binds);
    let undecided = clocks.binding().is_some_and(|first| {
        doubtful(first) && is_late(first) && binding.any(|clock| !is_late(clock))
    });
    let outcome = match clocks.binding().filter(|_| !undecided) {
        None => Outcome::Unknown,
        Some(clock) => {
            let limit = Limit {
                rule: clock.rule.id.clone(),
                limit: clock.due.limit,
                confidence: clock.rule.grounds.confidence(today),
            };
            match clock.progress {
                Progress::Late(by) => Outcome::Late { limit, by },
                _ => Outcome::InTime { limit },
            }
        }
    };
    Some(Judged { row, kind, outcome })
}
