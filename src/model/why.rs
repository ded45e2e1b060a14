//! Why a start is not among the slots, and what would have to be otherwise for it to be there.
//!
//! Plain data: the reasons are found by the search itself, the changes are carried out on the tables by `prepare`.

use super::people::{ContactId, VenueId};
use super::problem::{Clause, MemberId, Problem};
use super::slot::Slot;
use super::survey::Stand;
use crate::time::Instant;
use chrono::NaiveDate;

/// What makes somebody, or a venue, not available for the time of the meeting. In the order in which causes are told: first what can
/// least be helped.
///
/// A diary's entries and its owner's leave are one cause: of somebody's diary nobody learns more than that they are not available.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Cause {
    /// A public holiday.
    Holiday,
    /// A named calendar is closed: school holidays.
    Calendar,
    /// A dated exception in the tables.
    Exception,
    /// Outside the working pattern.
    Hours,
    /// They said that they cannot.
    SaidNo,
    /// As many of our meetings on that day as they take.
    DailyLimit,
    /// In another of our meetings: index into [`Workspace::arrangements`](super::Workspace::arrangements).
    Arranged(usize),
    /// Too near another of our meetings, for the time that is kept clear or for the way.
    NearArranged(usize),
    /// An entry of the diary.
    Diary,
    /// Too near an entry of the diary, for the time that is kept clear.
    NearDiary,
    /// A pencilled entry, which the policy takes for a busy one.
    Tentative,
    /// A booked service needs more notice.
    LeadTime,
    /// They made offers, and this is outside them.
    NotOffered,
}

/// Somebody or something that is not available, and why.
#[derive(Clone, PartialEq, Debug)]
pub struct Hindered<T> {
    pub who: T,
    /// In order, each once.
    pub causes: Vec<Cause>,
}

/// Why a start is not offered. Each reason suffices by itself, whatever else were otherwise, and no two share a fact.
#[derive(Clone, PartialEq, Debug)]
pub enum Reason {
    /// The meeting is pinned to another start.
    Pinned { to: Instant },
    /// It was over when the question was asked.
    Past,
    /// Before the first instant that the notice leaves.
    Notice { first: Instant },
    /// Before the first day of the search.
    BeforeFirst { first: NaiveDate },
    /// After the limit, while so many starts before it can be quorate.
    AfterLimit { in_time: u64 },
    /// After the last day that is searched at all.
    AfterLast { last: NaiveDate },
    /// Outside the hours stated for the meeting.
    MeetingHours,
    /// Not on the grid of starts, of which these are the nearest.
    OffGrid { before: Instant, after: Instant },
    /// None of the venues that fit is to be had.
    NoVenue { venues: Vec<Hindered<VenueId>> },
    /// A venue that a part names is not to be had.
    PartVenue { venue: Hindered<VenueId> },
    /// Without these people, and with these pairs kept apart, the quorum cannot be met.
    People {
        hindered: Vec<Hindered<MemberId>>,
        apart: Vec<(MemberId, MemberId)>,
        /// The part of the quorum that cannot be met; `None` where only all of it together cannot.
        clause: Option<Clause>,
    },
    /// Not even with everybody there could the quorum be met: one person fills one seat only.
    Frame,
}

/// How somebody stands at the time of the meeting.
#[derive(Clone, PartialEq, Debug)]
pub struct Presence {
    pub member: MemberId,
    pub stand: Stand,
    /// Why, where they are not available.
    pub causes: Vec<Cause>,
}

/// Where a start stands among those that are offered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rank {
    /// 1 is the best.
    pub place: usize,
    /// How many starts are offered.
    pub of: usize,
    /// The number in the short list under which it stands, itself or folded into another.
    pub listed: Option<usize>,
    /// In what the best is better; `None` of the best itself.
    pub better: Option<Better>,
}

/// In what one slot is better than another: the first thing in which their scores differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Better {
    /// Fewer people have to say yes.
    Calls {
        best: u32,
        this: u32,
    },
    Level(super::policy::RankLevel),
    /// It is earlier, and in nothing else better.
    Earlier,
}

/// Everything that is known of one start.
#[derive(Clone, PartialEq, Debug)]
pub struct WhyNot {
    pub start: Instant,
    /// Where it is offered.
    pub rank: Option<Rank>,
    /// Empty where it is offered; in the order in which they weigh.
    pub reasons: Vec<Reason>,
    /// What it would be like; `None` where there is no venue or nobody could come.
    pub slot: Option<Slot>,
    /// Everybody who has a seat, in order.
    pub people: Vec<Presence>,
    /// The best slot, of which is told in what it is better.
    pub best: Option<Slot>,
    /// The offered slots that are nearest in time, in the order of time.
    pub nearest: Vec<Slot>,
    /// Nothing at all can be quorate: all that is listed needs the chair's discretion.
    pub only_short: bool,
}

/// A rule that the tables or the policy state and that may be stated otherwise. What law or a type's firm rules say is not among them:
/// where the table says nothing, they hold again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rule {
    /// Working days of notice written in the row.
    Notice,
    /// The first day written in the row.
    First,
    /// The limit written in the row.
    Limit,
    /// The hours written for the meeting.
    Hours,
    /// The time kept clear around the meeting.
    Buffer,
    /// The number of agencies written on top of the quorum.
    Agencies,
    /// That a pencilled entry counts as a busy one.
    Tentative,
    /// What the meeting is pinned to.
    Pin,
}

impl Rule {
    pub const ALL: [Rule; 8] = [
        Rule::Notice,
        Rule::First,
        Rule::Limit,
        Rule::Hours,
        Rule::Buffer,
        Rule::Agencies,
        Rule::Tentative,
        Rule::Pin,
    ];

    /// Its name on the command line and in files: that of the column, where there is one.
    pub fn id(self) -> &'static str {
        match self {
            Rule::Notice => "notice",
            Rule::First => "from",
            Rule::Limit => "limit",
            Rule::Hours => "hours",
            Rule::Buffer => "buffer",
            Rule::Agencies => "agencies",
            Rule::Tentative => "tentative",
            Rule::Pin => "pin",
        }
    }
}

/// Something that could be otherwise.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Change {
    /// Another start.
    Start(Instant),
    /// They say that they can come for the whole time of a meeting at the start that is asked about.
    Yes(ContactId),
    /// It takes so many minutes.
    Duration(u32),
    /// It is held there.
    Room(VenueId),
    /// The contact may take that seat where its own people cannot.
    Deputy { seat: String, contact: ContactId },
    /// Another of our meetings, by its reference, is held some other time.
    Moved { reference: String },
    /// A rule is left out.
    Relax(Rule),
    /// Starts are tried every so many minutes.
    Grid(u32),
    /// The chair agrees to hold it although it is short of the quorum.
    Discretion,
    /// They cannot come at any time.
    Without(ContactId),
    /// The seat is not asked for, nor by the quorum.
    WithoutSeat(String),
}

/// A change that might open a start.
#[derive(Clone, PartialEq, Debug)]
pub struct Remedy {
    pub change: Change,
    /// Smaller is easier to bring about.
    pub cost: u32,
    /// Which of the reasons it might take away, by their indices. The others stand whatever comes of it.
    pub touches: Vec<usize>,
}

/// Changes with which a start is offered: they were made, and it was searched again.
#[derive(Clone, PartialEq, Debug)]
pub struct Way {
    pub changes: Vec<Change>,
    pub cost: u32,
    /// The meeting as changed, and the slot as that search gives it.
    pub problem: Problem,
    pub slot: Slot,
}
