//! What is kept of a calendar feed, and what is said about its reading.
//!
//! Nothing here can hold a title, a place, a name or an address: a busy period is a stretch of time, a kind and keyed hashes
//! that are never printed. Codes are data; the sentences for them are made in `report`.

use crate::time::{Instant, Interval};
use std::collections::BTreeMap;
use std::fmt;

/// Defines an enum of codes whose serialised names stand beside the variants, so that none can be without one.
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// Every code, in the order of the enum.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The name used in output, in kebab case.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }
    };
}

pub(super) use codes;

codes! {
    /// How a person is taken during a busy period; later kinds say more.
    pub enum BusyKind {
        /// Pencilled in (STATUS:TENTATIVE, BUSYSTATUS TENTATIVE, FBTYPE BUSY-TENTATIVE).
        Tentative = "tentative",
        Busy = "busy",
        /// Out of office.
        Away = "away",
    }
}

impl BusyKind {
    /// Whether the time is taken for certain rather than pencilled in.
    pub const fn is_firm(self) -> bool {
        match self {
            BusyKind::Tentative => false,
            BusyKind::Busy | BusyKind::Away => true,
        }
    }
}

/// A keyed 128-bit hash that stands for an event or a UID, to merge feeds and to recognise our own meetings.
///
/// Deliberately without `Display` and `Serialize`, and `Debug` hides it: hashes are never output.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventHash(pub u128);

impl EventHash {
    /// What has no UID: free/busy periods and events of careless exporters. Equal to no event's hash in practice.
    pub const ANONYMOUS: EventHash = EventHash(0);
}

impl fmt::Debug for EventHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventHash(..)")
    }
}

/// A stretch of time that a feed says is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BusyPeriod {
    pub interval: Interval,
    pub kind: BusyKind,
    /// Stands for UID and, for an instance of a series, the instant it was first planned for (RECURRENCE-ID).
    pub event: EventHash,
    /// Stands for the UID alone.
    pub uid: EventHash,
}

/// A stretch of time for which the reading is not to be trusted, whether it shows busy or not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Doubt {
    pub interval: Interval,
    pub reason: DoubtReason,
}

codes! {
    /// Why a stretch of a reading is not to be trusted.
    pub enum DoubtReason {
        /// An event names a zone that nobody knows; it was read in the default zone and may lie up to 14 hours off.
        UnknownZone = "unknown-zone",
        /// An event whose start is known and whose end is not readable.
        UnknownLength = "unknown-length",
        /// A series whose rule is not readable: it may have an instance on any day at the hour of the first.
        UnreadableRule = "unreadable-rule",
        /// A series with more instances than are worth reading; what lies after the last one read is not known.
        TooManyInstances = "too-many-instances",
        /// What is an event only if a blank behind its name is overlooked; no other program counts it.
        MisnamedEvent = "misnamed-event",
        /// The feed ends before its calendar does: what else it held is not known.
        CutOff = "cut-off",
        /// An event whose start is not readable, on the day that can still be told.
        UnreadableStart = "unreadable-start",
        /// Stated working hours (VAVAILABILITY) of which a bound or a part cannot be read.
        UnreadableAvailability = "unreadable-availability",
        /// Something stands deeper in the file than is read.
        TooDeep = "too-deep",
    }
}

/// Something in a feed that is not as it should be: where and what, never the content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
pub struct FeedWarning {
    /// Physical line, counted from 1; 0 where no line is at fault.
    pub line: u32,
    /// The standard property concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub property: Option<&'static str>,
    pub code: WarningCode,
}

codes! {
    /// What is not as it should be in a feed. The comment says how it was read all the same.
    pub enum WarningCode {
        // The text.
        /// UTF-16, decoded.
        Utf16 = "utf-16",
        /// Bytes that are not UTF-8; they cost nothing, since texts are not used.
        InvalidUtf8 = "invalid-utf-8",
        /// Control characters.
        ControlCharacters = "control-characters",
        /// Lines end with a carriage return alone.
        BareCarriageReturn = "bare-carriage-return",
        BlankLine = "blank-line",
        /// A line that is not `NAME:value`; it was left out.
        BadLine = "bad-line",
        /// A quoted parameter without end; the line was left out.
        UnterminatedQuote = "unterminated-quote",
        /// More warnings of one code than are listed.
        MoreOfThese = "more-of-these",
        // The structure.
        /// VERSION or PRODID is missing.
        MissingHeader = "missing-header",
        /// A component or a line outside VCALENDAR; components were read.
        OutsideCalendar = "outside-calendar",
        /// A component that is not ended before the next thing begins; it was taken as ended there.
        MissingEnd = "missing-end",
        /// An END without its BEGIN; it was left out.
        StrayEnd = "stray-end",
        /// A component that does not belong into an event; it was left out with all it holds.
        UnknownComponent = "unknown-component",
        /// Components nested deeper than any calendar needs; they were left out and the whole reading is in doubt.
        TooDeep = "too-deep",
        /// The calendar has no END; the whole reading is in doubt.
        CutOff = "cut-off",
        /// METHOD:CANCEL or a request for free/busy time; it says nothing about anybody's time and was left out.
        NotPublished = "not-published",
        // Events.
        /// No DTSTART; the event was left out, the day it ends on is in doubt where there is one.
        NoStart = "no-start",
        /// An unreadable value; for DTSTART that costs the event, and its day is in doubt where it can be told.
        BadValue = "bad-value",
        /// A value in a spelling that the standard does not have but that has one meaning; read with it.
        LooseValue = "loose-value",
        /// A property that may stand once stands twice; the first counts.
        Repeated = "repeated",
        /// The end is before the start; read as no length.
        EndBeforeStart = "end-before-start",
        /// A whole-day event of no days; read as one day.
        ZeroDays = "zero-days",
        /// Both an end and a duration; the end counts.
        EndAndDuration = "end-and-duration",
        /// A date where the series or the start has a time, or the other way round.
        MixedDateAndTime = "mixed-date-and-time",
        NoUid = "no-uid",
        /// Several events of one UID and SEQUENCE; all count.
        DuplicateUid = "duplicate-uid",
        /// An override of an instance that the series does not have; it counts as an event.
        OverrideWithoutInstance = "override-without-instance",
        /// An override with a rule of its own; the rule was left out.
        RuleInOverride = "rule-in-override",
        /// EXRULE, which the standard dropped; read by the old one (RFC 2445): what it gives is no instance.
        Exrule = "exrule",
        /// An EXRULE that cannot be read; left out, so that more time may show as busy.
        UnreadableExrule = "unreadable-exrule",
        /// X-APPLE-TRAVEL-DURATION that is unreadable, negative or longer than a day; left out.
        BadTravelTime = "bad-travel-time",
        // Rules.
        /// A recurrence rule that cannot be read: its first instance counts, every day is in doubt at its hour.
        UnreadableRule = "unreadable-rule",
        /// A rule that counts in another calendar (RSCALE) or moves missing days (SKIP) as is not read here; like an unreadable one.
        OtherCalendarSystem = "other-calendar-system",
        /// A part of a rule that is unknown or not needed; left out.
        LooseRule = "loose-rule",
        /// COUNT and UNTIL together; whichever ends first.
        CountAndUntil = "count-and-until",
        /// UNTIL is a date in a series with times or the like; a date includes its whole day.
        UntilType = "until-type",
        /// The rule ends before it begins; the first instance counts.
        UntilBeforeStart = "until-before-start",
        /// Not all instances were read; the rest is in doubt.
        TooManyInstances = "too-many-instances",
        // Zones.
        /// A zone that is neither known nor described; read in the default zone, and in doubt.
        UnknownTzid = "unknown-tzid",
        /// A zone given for a UTC value; UTC counts.
        TzidOnUtc = "tzid-on-utc",
        /// X-WR-TIMEZONE names no known zone; left out.
        UnknownCalendarZone = "unknown-calendar-zone",
        /// A VTIMEZONE with parts that cannot be read.
        BadZoneDescription = "bad-zone-description",
        DuplicateZoneDescription = "duplicate-zone-description",
        /// The file's VTIMEZONE and the zone of that name differ in the window. The named zone counts, except that a bare
        /// abbreviation such as GMT means what the file says.
        ZoneDescriptionDiffers = "zone-description-differs",
    }
}

codes! {
    /// Why an event of a feed gives no busy time.
    pub enum DropReason {
        Cancelled = "cancelled",
        /// Marked as free, transparent or working elsewhere.
        Free = "free",
        /// No length.
        NoLength = "no-length",
        /// The feed's owner declined.
        Declined = "declined",
        /// No readable start.
        Unreadable = "unreadable",
        /// A newer version of the same event counts.
        Superseded = "superseded",
        /// Tasks and journal entries, and messages that only cancel or ask.
        NotAnEvent = "not-an-event",
    }
}

/// How many events carried details, which free/busy time has no need of: counted, never kept. A title counts unless it is a word
/// that calendar programs put in place of one ("Busy"), and an empty property never does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Excess {
    pub titles: u32,
    pub descriptions: u32,
    pub places: u32,
    pub people: u32,
}

impl std::ops::AddAssign for Excess {
    fn add_assign(&mut self, more: Excess) {
        self.titles += more.titles;
        self.descriptions += more.descriptions;
        self.places += more.places;
        self.people += more.people;
    }
}

impl Excess {
    /// Whether the feed carries details at all.
    pub fn is_any(&self) -> bool {
        *self != Excess::default()
    }
}

/// How far a feed can be believed, as far as the feed itself tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FeedHorizon {
    /// Start of the published free/busy time, where the feed is free/busy time throughout.
    pub freebusy_start: Option<Instant>,
    /// DTEND of VFREEBUSY or, without one, the end of its last period.
    pub freebusy_end: Option<Instant>,
    /// End of the last one-off event, RDATE, override or UNTIL in the whole feed; endless rules do not extend it.
    pub last_fixed: Option<Instant>,
}

impl FeedHorizon {
    /// Days after its reading for which a diary without a better sign is believed.
    const READ_AHEAD_DAYS: i64 = 28;

    /// Until when the feed is known: the end of its free/busy time; else what was `stated` for the feed or its agency; else
    /// the later of 28 days after it was read and the end of the last fixed entry.
    pub fn known_until(&self, stated: Option<Instant>, read_at: Instant) -> Instant {
        let ahead = read_at.plus(FeedHorizon::READ_AHEAD_DAYS * 86_400);
        self.freebusy_end
            .or(stated)
            .unwrap_or_else(|| self.last_fixed.map_or(ahead, |last| last.max(ahead)))
    }
}

/// A feed as it was read for a window of time.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FeedReading {
    /// Clipped to the window and sorted, not merged.
    pub periods: Vec<BusyPeriod>,
    pub horizon: FeedHorizon,
    /// Clipped to the window and sorted.
    pub doubts: Vec<Doubt>,
    /// Weekdays inside the window on which a whole-day event is marked free: leave is often written so, hence the day is
    /// asked about. Sorted, each local day once.
    pub free_days: Vec<Interval>,
    /// Where the feed states working hours (VAVAILABILITY, RFC 7953): there [`available`](Self::available) takes the place of
    /// hours assumed by others. Clipped, sorted and merged.
    pub hours_stated: Vec<Interval>,
    /// The working hours that the feed states, inside [`hours_stated`](Self::hours_stated). The rest of that is taken (and stands
    /// among the [`periods`](Self::periods)) or in doubt. Clipped, sorted and merged; entries are not taken out of it.
    pub available: Vec<Interval>,
    /// In the order of the lines.
    pub warnings: Vec<FeedWarning>,
    /// Events that give busy time, at whatever date.
    pub kept: u32,
    /// Events that give none, by reason.
    pub dropped: BTreeMap<DropReason, u32>,
    pub excess: Excess,
}

impl FeedReading {
    /// Where the feed says nothing of working hours, somebody else's say counts.
    pub fn states_hours(&self) -> bool {
        !self.hours_stated.is_empty()
    }

    /// How many events were dropped for whatever reason.
    pub fn dropped_in_all(&self) -> u32 {
        self.dropped.values().sum()
    }
}

codes! {
    /// Why a file is refused as a whole. A refused feed says nothing about anybody's time.
    pub enum FeedRefusal {
        /// Nothing but blanks.
        Empty = "empty",
        /// A web page, such as a log-in page or a proxy's error.
        Html = "html",
        /// JSON, such as an error of a service.
        Json = "json",
        /// A zip or gzip archive.
        Archive = "archive",
        /// Contacts (vCard).
        Contacts = "contacts",
        /// None of the above and no calendar in it.
        NotACalendar = "not-a-calendar",
        /// The text ends in the middle of an event.
        Truncated = "truncated",
        /// Larger than the budget allows.
        TooLarge = "too-large",
        /// A line longer than the budget allows.
        LineTooLong = "line-too-long",
        /// More recurrence rules than the budget allows.
        TooManyRules = "too-many-rules",
        /// A good calendar that carries details, of an agency whose feeds must not ([`Details::Refuse`](super::people::Details)).
        Details = "details",
    }
}

impl FeedRefusal {
    /// The fact and what to do about it, as a lower-case fragment to stand after the name of the file.
    pub const fn advice(self) -> &'static str {
        match self {
            FeedRefusal::Empty => {
                "the file is empty; the download may have failed, so fetch it again"
            }
            FeedRefusal::Html => {
                "this is a web page, perhaps a log-in or error page; check the link and copy the one that ends in .ics"
            }
            FeedRefusal::Json => {
                "this is JSON, perhaps an error message of the service; check the link and fetch it again"
            }
            FeedRefusal::Archive => {
                "this is a compressed archive; unpack it and give the .ics file inside"
            }
            FeedRefusal::Contacts => "this is a file of contacts; export the calendar instead",
            FeedRefusal::NotACalendar => {
                "this is not a calendar: there is no line BEGIN:VCALENDAR; export it as iCalendar (.ics)"
            }
            FeedRefusal::Truncated => {
                "the file ends in the middle of an event, so the download was cut off; fetch it again"
            }
            FeedRefusal::TooLarge => {
                "the file is larger than any diary; check that it is the right one, or export a shorter stretch of time"
            }
            FeedRefusal::LineTooLong => {
                "one of its lines is longer than any calendar needs; check that it is the right file, or export it anew"
            }
            FeedRefusal::TooManyRules => {
                "it has more recurring series than any diary; check that it is the right file, or export a shorter stretch of time"
            }
            FeedRefusal::Details => {
                "it carries titles, texts, places or names, and this agency's feeds must carry busy time only; publish less \
                 (Outlook: \"Can view when I'm busy\"; Google: \"See only free/busy\"), or have the agency run `quorate reduce` on it"
            }
        }
    }
}
