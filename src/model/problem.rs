//! One meeting ready to be placed: seats resolved to people, the quorum to sets of them, the window to dates.

use super::meeting::{Level, Mode, Unit};
use super::people::{Buffer, ContactId, VenueId, ids};
use super::policy::Policy;
use super::timeline::Timeline;
use crate::time::{Instant, Interval, WorkingDays, Zone};
use chrono::NaiveDate;
use std::sync::Arc;

ids! {
    /// Index into [`Problem::members`].
    MemberId;
    /// Index into [`Problem::seats`].
    SeatId;
}

/// Most places that a meeting may have in all its seats.
pub const MOST_PLACES: u32 = 100;

/// Most that a place may weigh, its level's factor not counted.
pub const MOST_WEIGHT: u32 = 1_000;

/// Somebody who may fill a seat of this meeting. Members are in the order of their contacts' ids; open seats
/// ("to be named") come last, each with a member without a contact.
#[derive(Clone, PartialEq, Debug)]
pub struct Member {
    /// `None` = to be named.
    pub contact: Option<ContactId>,
    /// What the JSON calls it: the contact's id, or `<seat>?` for somebody to be named.
    pub id: String,
    /// Numbers that are equal where two members belong to the same agency, kind of agency, professional group.
    pub agency: u32,
    pub kind: u32,
    pub group: u32,
    /// Meetings already arranged for them: fairness of load.
    pub load: u32,
    pub timeline: Arc<Timeline>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    pub member: MemberId,
    /// 0 = the seat's own person; deputies from 1, best first.
    pub rank: u8,
}

/// A seat for `places` people. Seats of level informed and of mode report are not here: they fill nothing.
#[derive(Clone, PartialEq, Debug)]
pub struct Seat {
    pub id: String,
    pub level: Level,
    pub places: u32,
    /// Of one place: 1 or more, already multiplied by the level's (expected 3).
    pub weight: u32,
    pub candidates: Vec<Candidate>,
    pub mode: Mode,
    /// Indices into [`Problem::parts`], in order, at least one.
    pub parts: Vec<usize>,
    /// Least share in per cent for which the seat counts as filled; `None` = the whole of its parts.
    pub partial_percent: Option<u8>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum PartVenue {
    /// The one chosen for the slot.
    Meeting,
    None,
    Named(VenueId),
}

#[derive(Clone, PartialEq, Debug)]
pub struct Part {
    pub name: String,
    /// Seconds from the start of the meeting.
    pub offset: i64,
    pub length: i64,
    pub venue: PartVenue,
}

impl Part {
    /// When the part takes place in a meeting that begins at `start`.
    pub fn at(&self, start: Instant) -> Interval {
        Interval::new(
            start.plus(self.offset),
            start.plus(self.offset + self.length),
        )
        .expect("parts are checked to be longer than nothing")
    }
}

/// A venue that fits the meeting.
#[derive(Clone, PartialEq, Debug)]
pub struct VenueChoice {
    pub venue: VenueId,
    /// Sum of the travel minutes that we know of for the people who come in person.
    pub travel_minutes: u32,
    pub timeline: Arc<Timeline>,
}

/// The quorum over the set of members who are present. `who` has one flag a member.
#[derive(Clone, PartialEq, Debug)]
pub enum Clause {
    All(Vec<Clause>),
    Any {
        need: u32,
        of: Vec<Clause>,
    },
    Count {
        need: u32,
        unit: Unit,
        who: Vec<bool>,
    },
    /// Every place of the seat is filled.
    Seat(SeatId),
}

/// The last day that counts as in time.
#[derive(Clone, PartialEq, Debug)]
pub struct Limit {
    /// What set it: `by`, `within 15wd`, or the id of a rule.
    pub rule: String,
    pub date: NaiveDate,
    /// The last working day not after `date`.
    pub hold_by: NaiveDate,
}

/// The days after the limit that are looked at when nothing in time is quorate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Late {
    /// Last local date, inclusive.
    pub to: NaiveDate,
}

/// Something only the coordinator can say, found while resolving the meeting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Question {
    /// A seat depends on a flag that is neither set nor cleared.
    Flag { flag: String, seat: String },
}

/// One meeting, ready for the search: plain data, complete in itself.
#[derive(Clone, PartialEq, Debug)]
pub struct Problem {
    pub reference: String,
    pub now: Instant,
    /// Zone of the grid and of the local dates.
    pub zone: Zone,
    pub grain_minutes: u32,
    /// First and last local date on which the meeting may start, inclusive. Where the limit was past when the search began, `to`
    /// lies before `from`: then every start is late.
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub late: Option<Late>,
    /// No start before this: now, or the end of the notice.
    pub earliest: Instant,
    /// Intervals in which the whole meeting must lie; `None` = anywhere.
    pub inside: Option<crate::time::IntervalSet>,
    pub pinned: Option<Instant>,
    pub limit: Option<Limit>,
    /// The last day that a target rule asks for; a slot after it lies outside the target margin.
    pub target: Option<NaiveDate>,
    /// The first day that gives the usual notice; a slot before it lies outside the target margin too.
    pub notice: Option<NaiveDate>,
    pub working_days: WorkingDays,
    /// Seconds from the first part's start to the last part's end.
    pub length: i64,
    pub parts: Vec<Part>,
    pub members: Vec<Member>,
    pub seats: Vec<Seat>,
    pub quorum: Clause,
    /// Pairs that may not be present in the same part.
    pub apart: Vec<(MemberId, MemberId)>,
    /// Empty with [`needs_venue`](Self::needs_venue) false: no room is looked for.
    pub venues: Vec<VenueChoice>,
    pub needs_venue: bool,
    /// Timelines of venues that parts name for themselves.
    pub part_venues: Vec<VenueChoice>,
    /// What the meeting needs around itself.
    pub buffer: Buffer,
    /// Minutes between venues, for gaps to meetings already arranged; both directions are listed.
    pub travel: Arc<[(VenueId, VenueId, u32)]>,
    /// Where and when this very meeting stands already, and who was told: for counting disruption.
    pub arranged: Option<(Instant, Vec<MemberId>)>,
    pub policy: Policy,
    pub questions: Vec<Question>,
}

impl Problem {
    pub fn member(&self, id: MemberId) -> &Member {
        &self.members[id.index()]
    }

    pub fn seat(&self, id: SeatId) -> &Seat {
        &self.seats[id.index()]
    }

    /// Minutes of travel between two venues; 0 where none is stated or one of them is no place.
    pub fn travel_minutes(&self, from: Option<VenueId>, to: Option<VenueId>) -> u32 {
        let (Some(from), Some(to)) = (from, to) else {
            return 0;
        };
        self.travel
            .iter()
            .find(|(a, b, _)| *a == from && *b == to)
            .map_or(0, |(_, _, minutes)| *minutes)
    }

    /// When `seat` is needed in a meeting that begins at `start`: its parts, joined where they touch.
    pub fn needed(&self, seat: &Seat, start: Instant) -> crate::time::IntervalSet {
        seat.parts
            .iter()
            .map(|part| self.parts[*part].at(start))
            .collect()
    }
}
