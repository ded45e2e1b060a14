//! The answers of `find`: slots, the state of each, and the facts that stand in the way when there is none.

use super::meeting::Mode;
use super::people::VenueId;
use super::policy::RankLevel;
use super::problem::{MemberId, SeatId};
use crate::time::{Instant, Interval};

/// Whether enough of the right people are there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// Known answers suffice.
    Quorate,
    /// Quorate if those who are unknown say yes; the smallest sets that suffice go with it.
    QuorateIf,
    /// Not even if everyone unknown came. Only this may need the chair's discretion.
    Short,
}

/// As what somebody fills a seat.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum As {
    Principal,
    Deputy,
}

/// What an attendance rests on: the weakest standing inside the time for which the person is needed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ground {
    Feed,
    /// An answer, or a standing offer.
    Answer,
    /// Expected by the own pattern, past the diary's end.
    Pattern,
    Tentative,
    Unknown,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Attendance {
    pub seat: SeatId,
    pub member: MemberId,
    pub role: As,
    pub ground: Ground,
    pub mode: Mode,
    /// When the member is there; less than the seat's parts only where the seat may be partial.
    pub present: Vec<Interval>,
    /// Share of the seat's time in per cent, 100 unless partial.
    pub percent: u8,
}

/// Why a place stays empty. "Not available" is all that others learn of somebody's diary.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MissingReason {
    /// Everybody who could fill it is not available.
    NotAvailable,
    /// Those available are needed in another seat.
    NeededElsewhere,
    /// Would meet somebody from whom they are kept apart.
    KeptApart,
}

/// A place that stays empty even if all the unknown came.
#[derive(Clone, PartialEq, Debug)]
pub struct Missing {
    pub seat: SeatId,
    /// How many of the seat's places.
    pub places: u32,
    pub reason: MissingReason,
}

/// Places filled out of places there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Coverage {
    pub filled: u32,
    pub places: u32,
}

/// Coverage by level under one view of the unknown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    pub required: Coverage,
    pub expected: Coverage,
    pub preferred: Coverage,
    pub optional: Coverage,
}

/// How good a slot is; smaller is better, the first difference decides. Integers only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Score {
    /// After the limit.
    pub late: bool,
    /// 0 = quorate; otherwise how many confirmations the smallest set has; `u32::MAX` = short.
    pub confirmations: u32,
    /// The levels of [`Policy::order`](super::Policy::order), in that order.
    pub levels: [i64; RankLevel::COUNT],
    pub start: Instant,
    /// Order among venues that are equally good.
    pub venue: u32,
}

/// One start at which the meeting could be held.
#[derive(Clone, PartialEq, Debug)]
pub struct Slot {
    pub start: Instant,
    pub end: Instant,
    pub venue: Option<VenueId>,
    pub state: State,
    /// Empty unless [`State::QuorateIf`]: inclusion-minimal sets, smallest first, then in the order of the members; venues last
    /// inside a set.
    pub confirm: Vec<Vec<Confirming>>,
    /// There are more minimal sets than were listed.
    pub confirm_more: bool,
    pub sure: Tally,
    pub possible: Tally,
    pub attending: Vec<Attendance>,
    pub missing: Vec<Missing>,
    /// Members without whom the quorum ends: of the known where quorate, of all where quorate-if.
    pub falls_if: Vec<MemberId>,
    /// Members to ask although their diary looks free: an all-day entry marked free lies on the day.
    pub ask_about: Vec<MemberId>,
    /// Working days from the meeting to the limit's `hold_by`, negative when late; `None` without a limit.
    pub spare_working_days: Option<i32>,
    pub score: Score,
    /// Later starts that answer alike and were folded into this one.
    pub folded: Vec<Instant>,
    pub labels: Vec<Label>,
}

/// Whose yes a slot waits for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Confirming {
    Member(MemberId),
    Venue(VenueId),
}

/// What a slot is best at among those shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Label {
    Fullest,
    Earliest,
    Safest,
    FewestCalls,
}

/// How wide was searched.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Searched {
    /// Starts on the grid between `from` and `to`, all tried.
    pub starts: u64,
    /// Quorate or quorate-if, in time.
    pub feasible: u64,
    /// Starts after the limit that were tried because nothing in time fits.
    pub late_starts: u64,
    pub grid_minutes: u32,
}

/// One of the facts that together leave no slot.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fact {
    /// The member's own time.
    Member(MemberId),
    /// The times at which venues are to be had.
    Venues,
    /// The hours in which the meeting must lie.
    MeetingHours,
}

/// What one change would open.
#[derive(Clone, PartialEq, Debug)]
pub struct Opening {
    pub change: Fact,
    /// Starts that would become quorate or quorate-if.
    pub starts: u64,
    /// The best of them.
    pub first: Interval,
}

/// Why nothing fits: a smallest set of facts that clash, and single changes, the one that opens most first.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Clash {
    pub facts: Vec<Fact>,
    pub openings: Vec<Opening>,
}

/// The result of a search for one meeting.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// In rank order; folded unless everything was asked for.
    pub slots: Vec<Slot>,
    pub searched: Searched,
    /// Present where no start in time is quorate or quorate-if.
    pub clash: Option<Clash>,
}
