//! What people said when they were asked.

use super::people::{ContactId, VenueId};
use crate::time::{Instant, Interval};

/// Who was asked: somebody, or whoever keeps the diary of a room.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Answerer {
    Contact(ContactId),
    Venue(VenueId),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reply {
    Can,
    /// "If need be": counts as tentative.
    IfNeedBe,
    Cannot,
}

/// One row of `answers.csv`. The newest recorded answer outranks feed and pattern; of two recorded at the same instant
/// the later row holds.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    pub who: Answerer,
    /// `None` = holds for every meeting.
    pub reference: Option<String>,
    pub interval: Interval,
    pub reply: Reply,
    /// By which means it was given: phone, mail.
    pub how: String,
    pub recorded_by: String,
    /// Where the row gives none, that of the newest row above it; [`Instant::MIN`] where there is none either.
    pub recorded_at: Instant,
}
