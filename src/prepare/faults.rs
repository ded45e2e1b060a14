//! What can be wrong with a meeting once its tables are joined, and what the user should know although nothing is wrong.

use super::clocks::MissingDate;
use chrono::{NaiveDate, NaiveDateTime};

/// Why a meeting cannot be searched for. The wording is `report`'s.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MeetingFault {
    /// No seat is to be filled, so there is nobody to find a time for.
    NoSeats,
    /// It follows a meeting that is neither arranged nor planned with it.
    FollowsNothing { reference: String },
    /// Nobody who may sit in the seat may do so in the meeting that it follows, and they are to be the same.
    NobodyStays { seat: String },
    /// Nobody holds a role of the seat.
    NobodyHolds { seat: String, roles: Vec<String> },
    /// A by-case seat is without a name.
    NotNamed { seat: String },
    /// Fewer people than places.
    TooFew {
        seat: String,
        places: u32,
        candidates: u32,
    },
    /// More places, or heavier ones, than a meeting may have.
    TooManyPlaces { places: u32, weight: u32 },
    /// A quorum clause names a seat that the meeting does not have.
    UnknownSeat { seat: String },
    /// Not even everybody together satisfies this part of the quorum.
    QuorumCannotBeMet {
        clause: String,
        /// Flags that nobody has spoken of; the answer may bring people whom the quorum counts.
        unanswered: Vec<String>,
    },
    /// The last day lies before today.
    WindowPast { to: NaiveDate, today: NaiveDate },
    /// The last day lies further ahead than meetings are planned.
    TooFarAhead { to: NaiveDate, years: u32 },
    /// The last day lies before the first.
    WindowEmpty { from: NaiveDate, to: NaiveDate },
    /// The notice ends after the last day.
    NoticeTooLong { earliest: NaiveDate, to: NaiveDate },
    /// It is pinned to a time that was over when the search began; local time.
    PinPast {
        pinned: NaiveDateTime,
        now: NaiveDateTime,
    },
    /// It is pinned to a time before the first day that its notice leaves.
    PinBeforeNotice {
        pinned: NaiveDateTime,
        earliest: NaiveDate,
    },
    /// Nothing bounds the day: nobody who must come has hours, and the meeting has none.
    NoHours,
    /// None of the venues fits.
    NoVenueFits {
        places: u32,
        features: Vec<String>,
        /// Venue and its stated capacity.
        tried: Vec<(String, Option<u32>)>,
    },
    /// The zone is not an IANA name.
    UnknownZone { zone: String },
    /// No local day can hold the meeting.
    TooLong { minutes: u32, longest: u32 },
    /// Two people to be kept apart have fixed seats in the same part.
    ApartTogether { first: String, second: String },
    /// A part lies outside the meeting or has no length.
    BadPart { part: String },
}

/// Something that the coordinator should know about how the search was set up.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Note {
    /// Hours were assumed: the workspace is a bare folder.
    AssumedHours,
    /// The contact has a feed but no hours: evenings and weekends count as free.
    NoHoursFor { contact: String },
    /// Entries of a feed are our own arranged meetings; `moved` of them at another time than arranged.
    OwnMeetings {
        feed: String,
        count: u32,
        moved: u32,
    },
    /// The meeting was made longer for a booked service.
    Lengthened { minutes: u32 },
    /// A booked service would make the meeting longer, but its parts are stated and were taken as they are.
    PartsNotLengthened { contact: String, minutes: u32 },
    /// There is no limit, so four weeks are searched.
    NoLimit,
    /// The meeting's type has a limit, and the date from which it counts is missing, so four weeks are searched.
    MissingDate(MissingDate),
    /// There is a limit, but there may be an earlier one for want of this date: of another subject or type, or of another rule.
    AnotherMissingDate(MissingDate),
    /// A type of the meeting does not hold today; the id.
    TypeNotInForce { kind: String },
    /// The limit that is written lies after the one that the meeting's type has.
    LaterThanRule {
        hold_by: NaiveDate,
        rule_hold_by: NaiveDate,
    },
    /// The first day that is written lies before the one from which the meeting's type allows it.
    EarlierThanRule { opens: NaiveDate },
    /// It is pinned to a day before the first that its dates or the meeting's type leave.
    PinBeforeFirst { first: NaiveDate },
}
