//! What a check of a plan can find, as data: the rule that is broken, where, by whom, and the figures that show it.

use crate::check::{Rule, Violation};
use crate::model::{ContactId, PlanLevel, SeatId, VenueId};
use crate::time::Instant;
use chrono::NaiveDate;

/// The rules that a plan must keep. The names stand in [`PlanRule::name`] and nowhere else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PlanRule {
    /// Every meeting stands in the plan exactly once.
    Once,
    /// Nobody is in two places: with buffers and travel, and a team no more often at once than it can be.
    Contact,
    /// No venue holds two meetings at once.
    Venue,
    /// A meeting that follows another does so in the days that it may.
    Gap,
    /// Where the same person must fill seats of a chain, they do.
    Same,
    /// Nobody takes on more than they do in a day or a week.
    Load,
    /// What is too near to be changed stays where people were told that it is.
    Frozen,
    /// A meeting is said to be late exactly when it is.
    Late,
    /// What the single meeting must keep, with all other meetings of the plan taken.
    Slot(Rule),
    /// The reasons of meetings without a place speak of things that are.
    Reason,
    /// Each level has the value that it has.
    Level,
    /// No value is better than its bound.
    Bound,
    /// What is said to be proved follows from values and bounds.
    Proof,
}

impl PlanRule {
    /// The rules that do not belong to the single meeting.
    pub const OWN: [PlanRule; 12] = [
        PlanRule::Once,
        PlanRule::Contact,
        PlanRule::Venue,
        PlanRule::Gap,
        PlanRule::Same,
        PlanRule::Load,
        PlanRule::Frozen,
        PlanRule::Late,
        PlanRule::Reason,
        PlanRule::Level,
        PlanRule::Bound,
        PlanRule::Proof,
    ];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            PlanRule::Once => "once",
            PlanRule::Contact => "contact-capacity",
            PlanRule::Venue => "venue-twice",
            PlanRule::Gap => "gap",
            PlanRule::Same => "same-person",
            PlanRule::Load => "limit-of-load",
            PlanRule::Frozen => "frozen",
            PlanRule::Late => "late",
            PlanRule::Slot(rule) => rule.name(),
            PlanRule::Reason => "reason",
            PlanRule::Level => "level",
            PlanRule::Bound => "bound",
            PlanRule::Proof => "proof",
        }
    }
}

/// What was found, with the figures on both sides where there are two. Meetings are indices into the batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PlanFinding {
    /// It stands so many times among the placed and the unplaced.
    Times {
        placed: usize,
        unplaced: usize,
    },
    /// The batch has no such meeting.
    NoSuchMeeting {
        index: usize,
    },
    /// Placed and unplaced meetings are told in the order of the batch.
    OutOfOrder,
    /// These cannot all take place: two, or one more than a team's capacity, in order of start.
    Together {
        meetings: Vec<usize>,
    },
    /// What it follows has no place.
    BeforeUnplaced {
        before: usize,
    },
    /// It may not follow a meeting on that day at all.
    NotAfter {
        before: usize,
        day: NaiveDate,
    },
    /// It begins outside the days that it may begin on.
    OutsideGap {
        before: usize,
        first: NaiveDate,
        last: NaiveDate,
        begins: NaiveDate,
    },
    /// Somebody else sits in the seat than in that seat of the meeting before.
    OtherPerson {
        before: usize,
        seat: SeatId,
        instead: Option<ContactId>,
    },
    /// So many meetings in the stretch that begins on that day, those arranged outside the batch included.
    TooMany {
        most: u32,
        has: u32,
        first_day: NaiveDate,
        meetings: Vec<usize>,
    },
    /// Published for this time and place, and too near to be changed.
    Moved {
        start: Instant,
        venue: Option<VenueId>,
    },
    /// Published, too near to be changed, and in the plan without a place.
    TakenOut,
    WrongLate {
        actual: bool,
    },
    /// Something with the single meeting.
    Slot(Violation),
    /// A reason names a meeting, a person, a venue or a chain that has nothing to do with the meeting.
    NothingOfTheKind,
    /// The levels are told in the order of the batch, each once.
    WrongLevels,
    WrongValue {
        level: PlanLevel,
        claimed: i64,
        actual: i64,
    },
    WrongWhole {
        level: PlanLevel,
        claimed: i64,
        actual: i64,
    },
    BoundAbove {
        level: PlanLevel,
        bound: i64,
        value: i64,
    },
    /// Optimal is claimed, and this level is not equal to its bound.
    NotProved {
        level: PlanLevel,
    },
    /// The gap that is claimed is not the one that values and bounds show.
    WrongGap {
        level: PlanLevel,
        claimed: i64,
        actual: Option<i64>,
    },
    /// It is said that the search ended with a proof, and nothing of the kind is claimed.
    NoProof,
}

/// One broken rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanViolation {
    pub rule: PlanRule,
    /// Index into [`Batch::meetings`](crate::model::Batch::meetings).
    pub meeting: Option<usize>,
    pub contact: Option<ContactId>,
    pub venue: Option<VenueId>,
    pub finding: PlanFinding,
}

impl PlanViolation {
    pub(super) fn of(rule: PlanRule, finding: PlanFinding) -> PlanViolation {
        PlanViolation {
            rule,
            meeting: None,
            contact: None,
            venue: None,
            finding,
        }
    }

    pub(super) fn at(mut self, meeting: usize) -> PlanViolation {
        self.meeting = Some(meeting);
        self
    }

    pub(super) fn contact(mut self, contact: Option<ContactId>) -> PlanViolation {
        self.contact = contact;
        self
    }

    pub(super) fn venue(mut self, venue: Option<VenueId>) -> PlanViolation {
        self.venue = venue;
        self
    }
}
