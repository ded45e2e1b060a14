//! Every fault and warning of the tables: one variant a rule, with the values that its sentence needs.

use crate::input::day_lists::DayFileFault;
use crate::input::forms::FormFault;
use crate::input::mail::MailFault;
use crate::input::rules::RuleFault;
use crate::input::sources::EntryFault;
use chrono::NaiveDate;

/// A kind of value, for "X is not ...; write ...".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    Date,
    Time,
    TimeRange,
    DateTime,
    Moment,
    Duration,
    WorkingDays,
    CalendarDays,
    Gap,
    Limit,
    Percent,
    YesNo,
    Number,
    DateRange,
    Days,
    Exception,
    Offer,
    Buffer,
    Part,
    Apart,
    Anchor,
    Travel,
    Address,
}

/// What a row or reference is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Thing {
    Agency,
    AgencyKind,
    Role,
    Contact,
    Venue,
    Calendar,
    Meeting,
    Seat,
    Part,
    Action,
    MeetingType,
}

impl Thing {
    pub(in crate::input) fn word(self) -> &'static str {
        match self {
            Thing::Agency => "agency",
            Thing::AgencyKind => "kind of agency",
            Thing::Role => "role",
            Thing::Contact => "contact",
            Thing::Venue => "venue",
            Thing::Calendar => "calendar",
            Thing::Meeting => "meeting",
            Thing::Seat => "seat",
            Thing::Part => "part",
            Thing::Action => "action",
            Thing::MeetingType => "meeting type",
        }
    }
}

/// One rule of the tables each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FaultKind {
    // The folder and its files.
    NothingThere,
    NoFeeds,
    NoRoleInFileName,
    BothFormats {
        other: String,
    },
    Spreadsheet,
    TomlSyntax {
        message: String,
    },
    JsonSyntax,
    JsonValue {
        wanted: &'static str,
    },
    Format {
        expected: &'static str,
    },
    NoHeader {
        columns: String,
    },
    OpenQuote,
    /// The table has more rows than are read.
    TooManyRows {
        rows: usize,
        most: usize,
    },
    MissingColumn {
        column: &'static str,
    },
    SameColumnTwice {
        column: &'static str,
        first: String,
    },
    ExtraCells,
    NotRows {
        name: &'static str,
    },
    TooDeep,
    // Single values.
    Missing {
        what: &'static str,
        example: &'static str,
    },
    NotText,
    NotId {
        text: String,
    },
    Not {
        wanted: Wanted,
        text: String,
    },
    MonthFirst {
        text: String,
        day_first: String,
    },
    NoYear {
        text: String,
    },
    ShortYear {
        text: String,
    },
    DayNumber {
        text: String,
    },
    NoSuchDate {
        text: String,
    },
    /// A year that no meeting can be in.
    YearOutside {
        text: String,
    },
    WrongWeekday {
        text: String,
        weekday: &'static str,
    },
    HourAlone {
        text: String,
    },
    EndsBeforeItBegins {
        text: String,
    },
    TooManyDays {
        text: String,
    },
    OutOfRange {
        text: String,
        low: u32,
        high: u32,
    },
    NotOneOf {
        text: String,
        choices: String,
    },
    Twice {
        text: String,
    },
    WeekNotStated {
        week: u32,
        of: u32,
    },
    BadWeeks {
        text: String,
    },
    BadGrain {
        text: String,
    },
    /// Something that may be the address of a feed, which is a secret: its text is not kept.
    FeedAddress,
    FeedOutside {
        text: String,
    },
    /// A calendar file in a list of dates.
    DayFile {
        text: String,
        what: DayFileFault,
    },
    /// An entry of the table of addresses, no part of which is kept.
    FeedEntry(EntryFault),
    /// A setting of the mail server, no part of which is kept.
    Mail(MailFault),
    /// An id that the table of addresses does not have.
    UnknownFeed {
        id: String,
        choices: String,
    },
    // References.
    DuplicateId {
        thing: Thing,
        id: String,
        first: String,
    },
    Unknown {
        thing: Thing,
        text: String,
        home: &'static str,
        choices: String,
    },
    UnknownZone {
        text: String,
    },
    Ambiguous {
        thing: Thing,
        text: String,
        choices: String,
    },
    // Seats and quorum.
    SeatSyntax {
        text: String,
        problem: &'static str,
    },
    QuorumSyntax {
        text: String,
        problem: &'static str,
    },
    NobodyHolds {
        role: String,
    },
    NotEnoughHolders {
        role: String,
        need: u32,
        have: u32,
    },
    NotNamed {
        seat: String,
    },
    NotEnoughNamed {
        seat: String,
        need: u32,
        have: u32,
    },
    /// Somebody of the family in a meeting to which none may be invited.
    NoFamily {
        seat: String,
        kind: String,
    },
    /// A subject's own words in brackets that are neither a date nor a type.
    SubjectSyntax {
        text: String,
        problem: &'static str,
    },
    // What does not go together.
    CapacityOfPerson,
    DurationTooLong {
        minutes: u32,
    },
    DurationOverHours {
        minutes: u32,
        longest: u32,
    },
    PartOutside {
        part: String,
        end: u32,
        duration: u32,
    },
    NotOwnPair {
        contact: String,
    },
    ApartTogether {
        first: String,
        second: String,
        part: String,
    },
    VenueTooSmall {
        venue: String,
        capacity: u32,
        people: u32,
    },
    VenuesTooSmall {
        largest: u32,
        people: u32,
    },
    ByBeforeFrom {
        by: String,
        from: String,
    },
    TwoLimits,
    /// Somebody is pinned who is no candidate of a seat.
    MayNotSit {
        contact: String,
    },
    /// More people are pinned to a seat than it has places.
    TooManyPinned {
        seat: String,
        places: u32,
    },
    /// A gap between meetings whose most lies below its least.
    GapBackwards {
        text: String,
    },
    /// Each of these meetings follows the next of them, and the last the first.
    AfterInCircle {
        meetings: String,
    },
    /// Nothing from which the clock of a type of meeting counts; `trigger` is what starts it, in the type's own phrase.
    NoStart {
        kind: String,
        trigger: String,
    },
    /// A meeting before the day of the column `start`, from which its clock counts.
    BeforeItsStart {
        meeting: NaiveDate,
        start: &'static str,
        date: NaiveDate,
    },
    /// A flag that is set and denied in one breath.
    FlagBothWays {
        flag: String,
    },
    // Actions.
    /// An agency, a team or a role is to do something.
    OwnerNotPerson {
        text: String,
    },
    /// A word that leaves open by when something is to be done.
    OpenEnded {
        text: String,
    },
    /// Of a filled form.
    Form(FormFault),
    /// Of a rule file.
    Rule(RuleFault),
}

/// What is read all the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WarningKind {
    UnknownColumn {
        column: String,
    },
    LooksLikeName,
    UnknownRole {
        role: String,
    },
    NobodysFeed,
    /// An id of a feed on a computer that has no table of addresses.
    NoFeedAddresses {
        id: String,
    },
    /// Others on this computer can read the table of addresses.
    SecretsReadable,
    ConfidentialFamily,
    NotHolder {
        contact: String,
        role: String,
    },
    PhoneChanged,
    AnswerToUnknownMeeting {
        reference: String,
    },
    /// An answer that a book keeps, of somebody who is in no table any more.
    KeptAnswerOfNobody {
        who: String,
    },
    /// A file beside a book that keeps what such files hold.
    KeptByBook,
    /// Somebody answers for a meeting that only flags state.
    AnswerToStatedMeeting {
        reference: String,
    },
    /// Entries with a time of day in a file that is a list of days.
    TimedEntries {
        text: String,
        count: u32,
    },
    /// An action that begins with something else than what is to be done.
    NoVerb {
        first: String,
    },
    /// A flag on which no seat depends; `known` lists those on which one does.
    FlagOfNoSeat {
        flag: String,
        known: String,
    },
    ServiceOnly {
        column: &'static str,
    },
    /// A column of a meeting that follows no other.
    OnlyWithAfter {
        column: &'static str,
    },
    /// Words that are no type of meeting.
    UnknownType {
        text: String,
        choices: String,
    },
    TypeOfAnotherNation {
        kind: String,
        nation: &'static str,
        counterpart: Option<String>,
    },
    /// A flag that the rules do not know; `choices` are the nearest that they do.
    UnknownFlag {
        flag: String,
        choices: String,
    },
    /// A named day from which no rule of the types counts; `known` lists those from which one does.
    AnchorOfNoRule {
        anchor: String,
        known: String,
    },
}
