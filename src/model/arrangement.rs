//! Meetings that are already chosen or sent: their people and venues are taken in every later search.

use super::meeting::Mode;
use super::people::{Buffer, ContactId, VenueId};
use super::series::SeriesPlace;
use super::slot::{As, State};
use crate::time::{Instant, Interval};

/// One meeting of `arrangements.json`.
#[derive(Clone, PartialEq, Debug)]
pub struct Arranged {
    pub reference: String,
    /// iCalendar UID of its invitations: random, ours, never taken from a feed.
    pub uid: String,
    /// iCalendar SEQUENCE: rises with every change that is sent.
    pub sequence: u32,
    pub interval: Interval,
    pub parts: Vec<ArrangedPart>,
    pub venue: Option<VenueId>,
    pub state: State,
    /// Smallest sets of confirmations, by the ids of contacts and venues, that were still wanting when it was chosen.
    pub confirm: Vec<Vec<String>>,
    pub attending: Vec<ArrangedAttendance>,
    /// The meeting's own buffer need.
    pub buffer: Buffer,
    /// When it was chosen; `None` in plans made elsewhere.
    pub chosen_at: Option<Instant>,
    /// The series of which it is one meeting. All of a series have one UID, and each stands by itself in everything else.
    pub series: Option<SeriesPlace>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ArrangedPart {
    pub interval: Interval,
    pub venue: Option<VenueId>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct ArrangedAttendance {
    pub seat: String,
    pub contact: ContactId,
    pub role: As,
    /// In person or remote: who is there from afar does not travel.
    pub mode: Mode,
    /// On what was known when it was chosen they can come: by a diary, an answer, a pattern. Else their yes is still wanting.
    pub is_known: bool,
    /// When the contact is needed there; one interval a stretch.
    pub present: Vec<Interval>,
}

impl Arranged {
    /// Whether people would be told the same of both: when, where, and who sits in which seat. That more is known by now of somebody is
    /// nothing to tell.
    pub fn tells_the_same(&self, other: &Arranged) -> bool {
        let told = |one: &ArrangedAttendance| ArrangedAttendance {
            is_known: true,
            ..one.clone()
        };
        let people = |one: &Arranged| -> Vec<ArrangedAttendance> {
            one.attending.iter().map(told).collect()
        };
        self.interval == other.interval
            && self.venue == other.venue
            && self.parts == other.parts
            && people(self) == people(other)
    }
}
