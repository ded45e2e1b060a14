//! Whether one meeting was held in time, by its own type's binding rule.

use crate::model::HeldRow;
use crate::model::rules::{Confidence, MeetingType};
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
    /// No limit could be worked out.
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
