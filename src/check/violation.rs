//! What a check can find, as data: the rule that is broken, by whom, and the figures that show it.

use crate::model::{Confirming, Ground, Level, MemberId, RankLevel, SeatId, State, VenueId};
use crate::time::Instant;
use chrono::NaiveDate;

/// The rules that every slot must keep. The names stand in [`Rule::name`] and nowhere else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rule {
    /// The start lies between the first and the last date, or in the days after the limit.
    Window,
    /// The start is one of the times that the grid has.
    Grid,
    /// A pinned meeting stands where it is pinned.
    Pin,
    /// Nothing begins before now or before the notice is over.
    Notice,
    /// The meeting lies inside the stated hours.
    Hours,
    /// The slot is as long as the meeting.
    Length,
    /// Everybody named is available, with buffers and travel, for as long as it says.
    Availability,
    /// What an attendance is said to rest on is what it rests on.
    Ground,
    /// Everybody fills one seat at most.
    OneSeat,
    /// Everybody sits where they may, as what they are.
    Candidate,
    /// No seat has more people than places.
    Places,
    /// People kept apart do not meet.
    Apart,
    /// The venue is a possible one, is not taken, and no better one was passed over.
    Venue,
    /// Quorate, quorate-if and short mean what they say.
    State,
    /// Every set of confirmations suffices and is no larger than it must be.
    Confirm,
    /// Exactly those without whom the quorum ends are named.
    FallsIf,
    /// The counts of places are right.
    Coverage,
    /// Empty places are listed with their reason.
    Missing,
    /// The working days to spare are right.
    Limit,
    /// Only people with an entry to be asked about are to be asked.
    AskAbout,
    /// The score is the one that the slot deserves.
    Objective,
}

impl Rule {
    pub const ALL: [Rule; 21] = [
        Rule::Window,
        Rule::Grid,
        Rule::Pin,
        Rule::Notice,
        Rule::Hours,
        Rule::Length,
        Rule::Availability,
        Rule::Ground,
        Rule::OneSeat,
        Rule::Candidate,
        Rule::Places,
        Rule::Apart,
        Rule::Venue,
        Rule::State,
        Rule::Confirm,
        Rule::FallsIf,
        Rule::Coverage,
        Rule::Missing,
        Rule::Limit,
        Rule::AskAbout,
        Rule::Objective,
    ];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Window => "window",
            Rule::Grid => "grid",
            Rule::Pin => "pin",
            Rule::Notice => "notice",
            Rule::Hours => "hours",
            Rule::Length => "length",
            Rule::Availability => "availability",
            Rule::Ground => "ground",
            Rule::OneSeat => "one-seat",
            Rule::Candidate => "candidate",
            Rule::Places => "places",
            Rule::Apart => "apart",
            Rule::Venue => "venue",
            Rule::State => "state",
            Rule::Confirm => "confirm",
            Rule::FallsIf => "falls-if",
            Rule::Coverage => "coverage",
            Rule::Missing => "missing",
            Rule::Limit => "limit",
            Rule::AskAbout => "ask-about",
            Rule::Objective => "objective",
        }
    }
}

/// What was found, with the figures on both sides where there are two.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    OutsideWindow {
        from: NaiveDate,
        to: NaiveDate,
    },
    OffGrid {
        grid_minutes: u32,
    },
    NotAtPin {
        pinned: Instant,
    },
    TooEarly {
        earliest: Instant,
    },
    OutsideHours,
    WrongEnd {
        expected: Instant,
    },
    /// The seat, the member or the venue named does not exist in the problem.
    NoSuch,
    NotAvailable,
    /// Present for this share of the seat's time in per cent, less than or other than what is claimed.
    Share {
        claimed: u8,
        actual: u8,
    },
    /// Not there when the slot says so.
    Times,
    WrongGround {
        claimed: Ground,
        actual: Ground,
    },
    TwoSeats {
        other: SeatId,
    },
    NoCandidate,
    WrongRole,
    WrongMode,
    TooMany {
        places: u32,
        seated: u32,
    },
    Meets {
        other: MemberId,
    },
    VenueUnwanted,
    VenueWanted,
    VenueTaken,
    BetterVenue {
        better: VenueId,
    },
    WrongState {
        claimed: State,
        actual: State,
    },
    /// A state goes with confirmations exactly when it is quorate-if.
    ConfirmationsUnfit {
        sets: usize,
    },
    /// The set does not make the meeting quorate.
    ConfirmFails {
        set: usize,
    },
    /// The set does without this one too.
    ConfirmTooMuch {
        set: usize,
        without: Confirming,
    },
    /// Nothing of the kind is unknown.
    ConfirmKnown {
        set: usize,
        who: Confirming,
    },
    /// Sets are sorted and none stands twice.
    ConfirmOrder {
        set: usize,
    },
    /// Those who attend, without the unknown whom the first set does not name, make no quorum.
    AttendingFails,
    /// The quorum stands without this member.
    NotNeeded,
    /// The quorum ends without this member, and the slot does not say so.
    Needed,
    WrongPlaces {
        level: Level,
        claimed: u32,
        actual: u32,
    },
    WrongFilled {
        level: Level,
        claimed: u32,
        actual: u32,
    },
    WrongMissing {
        claimed: u32,
        actual: u32,
    },
    WrongReason,
    WrongSpare {
        claimed: Option<i32>,
        actual: Option<i32>,
    },
    NothingToAsk,
    WrongLate {
        actual: bool,
    },
    WrongConfirmations {
        claimed: u32,
        actual: u32,
    },
    WrongLevel {
        level: RankLevel,
        claimed: i64,
        actual: i64,
    },
    /// A better choice of people was possible; the first level at which it is better.
    BetterPeople {
        level: RankLevel,
        claimed: i64,
        possible: i64,
    },
    /// As good a choice of known people fills more places.
    LeftOut {
        claimed: usize,
        possible: usize,
    },
    WrongTieBreak,
}

/// One broken rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    pub rule: Rule,
    pub member: Option<MemberId>,
    pub seat: Option<SeatId>,
    pub venue: Option<VenueId>,
    pub finding: Finding,
}

impl Violation {
    pub(super) fn of(rule: Rule, finding: Finding) -> Violation {
        Violation {
            rule,
            member: None,
            seat: None,
            venue: None,
            finding,
        }
    }

    pub(super) fn member(mut self, member: MemberId) -> Violation {
        self.member = Some(member);
        self
    }

    pub(super) fn seat(mut self, seat: SeatId) -> Violation {
        self.seat = Some(seat);
        self
    }

    pub(super) fn venue(mut self, venue: VenueId) -> Violation {
        self.venue = Some(venue);
        self
    }
}
