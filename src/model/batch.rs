//! Many meetings that share people and venues, ready to be planned together.
//!
//! Each is a [`Problem`] as for the search of one; what ties them to each other stands here: who follows whom, how much one person
//! takes on, what is published already. Made in `prepare`, placed in `solve`, verified in `check`.

use super::people::{ContactId, VenueId};
use super::plan::PlanLevel;
use super::problem::{MemberId, Problem, SeatId};
use super::slot::State;
use crate::time::{Instant, Interval, Zone};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// A batch of meetings. Their members' timelines hold what is arranged outside the batch and nothing of the batch itself.
#[derive(Clone, PartialEq, Debug)]
pub struct Batch {
    pub now: Instant,
    /// Zone of the days and weeks that [`limits`](Self::limits) count.
    pub zone: Zone,
    pub meetings: Vec<BatchMeeting>,
    pub links: Vec<Link>,
    pub limits: Vec<LoadLimit>,
    /// Meetings that contacts have taken on before this plan, inside the window in which load is to be fair. Whoever is not
    /// listed has had none.
    pub history: BTreeMap<ContactId, u32>,
    /// The levels of the objective, most important first, each exactly once.
    pub order: [PlanLevel; PlanLevel::COUNT],
}

/// One meeting of a batch.
#[derive(Clone, PartialEq, Debug)]
pub struct BatchMeeting {
    /// Times, people, seats, quorum and venues as for a single search. Pins of time, venue and people are part of it:
    /// `pinned`, one venue only, and a quorum that asks for the pinned people.
    pub problem: Problem,
    /// Where people were told that it would be; `None` = nobody has been told.
    pub published: Option<PublishedMeeting>,
    /// It takes place soon enough to stay as it is published, whatever it costs.
    pub frozen: bool,
    /// It came from the cycle of this meeting of the batch (index), not from a row of the table.
    pub cycle_of: Option<usize>,
}

/// A meeting as people were told of it.
#[derive(Clone, PartialEq, Debug)]
pub struct PublishedMeeting {
    pub start: Instant,
    pub venue: Option<VenueId>,
    /// Who was told to come, as members of the problem, in order, each once, with the seat they were told of. People who are no
    /// members any more are counted in [`others`](Self::others).
    pub people: Vec<(SeatId, MemberId)>,
    /// Those who were told and whom the meeting does not know any more.
    pub others: u32,
    pub state: State,
}

/// One meeting of a chain and the one that follows it.
#[derive(Clone, PartialEq, Debug)]
pub struct Link {
    /// Indices into [`Batch::meetings`].
    pub before: usize,
    pub after: usize,
    /// The days on which the later one may begin, by the local day on which the earlier one does. Where a day is not listed, the
    /// later one may not follow a meeting on that day.
    pub allowed: BTreeMap<NaiveDate, Follow>,
    /// `gap` for what the table states, else the id of the rule.
    pub rule: String,
    /// Seats of the earlier and the later meeting that the same person must fill, where both are filled.
    pub same: Vec<(SeatId, SeatId)>,
    /// Seats in which the same person is better; each change counts like a deputy.
    pub same_preferred: Vec<(SeatId, SeatId)>,
}

/// When the later meeting of a [`Link`] may begin: local dates, inclusive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Follow {
    pub first: NaiveDate,
    /// Last day in time.
    pub last: NaiveDate,
    /// Last day that is looked at at all: behind [`last`](Self::last) the meeting is late.
    pub late_to: NaiveDate,
}

/// Most of the batch's meetings that somebody takes on in a stretch of time.
#[derive(Clone, PartialEq, Debug)]
pub struct LoadLimit {
    pub contact: ContactId,
    /// Only attendances in these seats count (ids of seats, sorted); `None` = every attendance.
    pub seats: Option<Vec<String>>,
    pub per: Stretch,
    pub most: u32,
    /// What the arrangements outside the batch use of it already, by the first day of the stretch.
    pub used: BTreeMap<NaiveDate, u32>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stretch {
    /// A local day.
    Day,
    /// Monday to Sunday.
    Week,
}

impl Stretch {
    /// The first day of the stretch that `date` lies in.
    pub fn first_day(self, date: NaiveDate) -> NaiveDate {
        match self {
            Stretch::Day => date,
            Stretch::Week => {
                let days = u64::from(date.weekday().num_days_from_monday());
                date.checked_sub_days(chrono::Days::new(days))
                    .unwrap_or(date)
            }
        }
    }
}

impl Batch {
    /// The meeting that a problem's index stands for.
    pub fn problem(&self, meeting: usize) -> &Problem {
        &self.meetings[meeting].problem
    }

    /// The time over which anything can happen.
    pub fn span(&self) -> Option<Interval> {
        let days = |problem: &Problem| {
            let last = problem
                .late
                .map_or(problem.to, |late| late.to.max(problem.to));
            (problem.from.min(last), last)
        };
        let first = self.meetings.iter().map(|m| days(&m.problem).0).min()?;
        let last = self.meetings.iter().map(|m| days(&m.problem).1).max()?;
        Interval::new(self.zone.day(first).start(), self.zone.day(last).end())
    }
}
