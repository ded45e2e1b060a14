//! The English for what is said about feeds: every code has its words here.

use crate::model::feed::{DropReason, Excess, FeedReading, FeedWarning, WarningCode};
use crate::report::words_en::date;
use chrono::NaiveDateTime;

pub(super) const BUSY: &str = "busy";
pub(super) const TENTATIVE: &str = "tentative";
pub(super) const DOUBTFUL: &str = "in doubt: ask";
pub(super) const FREE_DAY: &str = "marked free for the whole day, perhaps leave: ask";
pub(super) const ALL_DAY: &str = "all day";
pub(super) const STATES_HOURS: &str =
    "States its own working hours: outside them it shows as busy.";
pub(super) const NOTHING: &str = "Nothing in this time.";

pub(super) fn times_in(zone: &str) -> String {
    format!("Times in {zone}")
}

pub(super) fn odd_in(feed: &str) -> String {
    format!("Odd in {feed}")
}

/// Until when a feed is known.
pub(super) fn known_until(local: NaiveDateTime) -> String {
    let (date, time) = (date(local.date()), local.format("%H:%M"));
    format!("Known until {date}, {time}; ask about what is later.")
}

/// Why no busy time is written.
pub(super) const NOTHING_KNOWN: &str = "nothing of this time is known, and an empty calendar would read as free, so none is written; take an earlier time or a newer feed";

/// The published time ends before the window does.
pub(super) fn published_until(local: NaiveDateTime, in_doubt: bool) -> String {
    let (date, time) = (date(local.date()), local.format("%H:%M"));
    let why = match in_doubt {
        true => "what comes next could not be read for certain",
        false => "the feed is not known any further",
    };
    format!("published until {date}, {time}: {why}, and it is not said to be free")
}

/// What busy time was written.
pub(super) fn left_the_agency(
    busy: usize,
    tentative: usize,
    from: NaiveDateTime,
    until: NaiveDateTime,
) -> String {
    let periods = match busy {
        1 => "1 busy period".to_owned(),
        _ => format!("{busy} busy periods"),
    };
    let (first, last) = (date(from.date()), date(until.date()));
    let time = until.format("%H:%M");
    format!("Published: {periods}, {tentative} tentative, from {first} until {last}, {time}.")
}

/// What was not written.
pub(super) fn stayed_behind(left: Excess) -> String {
    let kinds = [
        (left.titles, "titles"),
        (left.descriptions, "descriptions"),
        (left.places, "places"),
        (left.people, "names of people"),
    ];
    let parts: Vec<String> = kinds
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{what} of {}", events(*number)))
        .collect();
    match parts.is_empty() {
        true => "Left behind: identifiers; the diary carried no details.".to_owned(),
        false => format!(
            "Left behind: {}; all identifiers and other texts.",
            parts.join(", ")
        ),
    }
}

pub(super) fn doubtful_as_tentative(stretches: usize) -> String {
    let (what, them) = match stretches {
        1 => ("1 stretch is".to_owned(), "it"),
        _ => (format!("{stretches} stretches are"), "them"),
    };
    format!("{what} in doubt and published as tentative, so that nobody takes {them} for free")
}

pub(super) fn unreadable(entries: u32) -> String {
    let what = match entries {
        1 => "1 entry has no start that can be read".to_owned(),
        _ => format!("{entries} entries have no start that can be read"),
    };
    format!(
        "{what}; where not even the day can be, that time is published as free: quorate freebusy tells the lines, put them right first"
    )
}

pub(super) fn free_days(days: usize) -> String {
    let what = match days {
        1 => "1 day is marked free as a whole and published so; if it is".to_owned(),
        _ => format!("{days} days are marked free as a whole and published so; if they are"),
    };
    format!("{what} leave, mark the entry as out of office in the diary")
}

/// What was kept and what was not, with the reasons.
pub(in crate::report) fn counts(feed: &FeedReading) -> String {
    let mut text = format!("{} kept", events(feed.kept));
    if feed.dropped_in_all() == 0 {
        return text + ".";
    }
    let reasons: Vec<String> = feed
        .dropped
        .iter()
        .map(|(reason, number)| format!("{number} {}", dropped(*reason)))
        .collect();
    text += &format!(", {} not: {}.", feed.dropped_in_all(), reasons.join(", "));
    text
}

fn events(number: u32) -> String {
    match number {
        1 => "1 event".to_owned(),
        _ => format!("{number} events"),
    }
}

const fn dropped(reason: DropReason) -> &'static str {
    match reason {
        DropReason::Cancelled => "cancelled",
        DropReason::Free => "marked free",
        DropReason::NoLength => "without length",
        DropReason::Declined => "declined",
        DropReason::Unreadable => "without a readable start",
        DropReason::Superseded => "replaced by a newer version",
        DropReason::NotAnEvent => "no events (tasks, journal, cancellations)",
    }
}

/// What the feed held beyond busy time; `None` when nothing.
pub(in crate::report) fn excess(excess: Excess) -> Option<String> {
    let parts = [
        (excess.titles, "titles"),
        (excess.descriptions, "descriptions"),
        (excess.places, "places"),
        (excess.people, "names of people"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|part| part.0 > 0)
        .map(|(number, what)| format!("{} carried {what}", events(*number)))
        .collect();
    (!parts.is_empty()).then(|| {
        format!(
            "More than was needed: {} (counted, not kept).",
            parts.join(", ")
        )
    })
}

/// One line about a warning.
pub(super) fn warning(warning: &FeedWarning) -> String {
    let place = match warning.line {
        0 => String::new(),
        line => format!("line {line}: "),
    };
    let property = warning
        .property
        .map_or(String::new(), |name| format!("{name}: "));
    format!("{place}{property}{}", sentence(warning.code))
}

const fn sentence(code: WarningCode) -> &'static str {
    match code {
        WarningCode::Utf16 => "the file is UTF-16; it was decoded",
        WarningCode::InvalidUtf8 => {
            "some text is not UTF-8; texts are not used, so it costs nothing"
        }
        WarningCode::ControlCharacters => "there are control characters",
        WarningCode::BareCarriageReturn => "lines end with a carriage return alone",
        WarningCode::BlankLine => "there are blank lines",
        WarningCode::BadLine => "not a calendar line; it was left out",
        WarningCode::UnterminatedQuote => "a quote is not closed; the line was left out",
        WarningCode::MoreOfThese => "more of the same kind follow and are not listed",
        WarningCode::MissingHeader => "VERSION or PRODID is missing",
        WarningCode::OutsideCalendar => "something stands outside the calendar",
        WarningCode::MissingEnd => "a component has no END; it was taken as ended here",
        WarningCode::StrayEnd => "an END without BEGIN; it was left out",
        WarningCode::UnknownComponent => "an unknown component; it was left out",
        WarningCode::TooDeep => {
            "components are nested too deep; these were left out and all of it is in doubt: export it anew"
        }
        WarningCode::CutOff => "the calendar has no end, so events may be missing: fetch it again",
        WarningCode::NotPublished => "a message that cancels or asks; it was left out",
        WarningCode::NoStart => {
            "an event without start; it was left out, and the day it ends on is in doubt"
        }
        WarningCode::BadValue => {
            "a value that cannot be read; of a start it costs the event, and its day is in doubt"
        }
        WarningCode::LooseValue => "a value in an unusual spelling; read as it was meant",
        WarningCode::Repeated => "given twice; the first counts",
        WarningCode::EndBeforeStart => "the end is before the start; read as no time",
        WarningCode::ZeroDays => "a whole-day event of no days; read as one day",
        WarningCode::EndAndDuration => "both an end and a duration; the end counts",
        WarningCode::MixedDateAndTime => "a date and a time are mixed",
        WarningCode::NoUid => "an event without UID",
        WarningCode::DuplicateUid => "several events share one UID; all count",
        WarningCode::OverrideWithoutInstance => {
            "changes an instance that does not exist; counted as an event"
        }
        WarningCode::RuleInOverride => {
            "a changed instance has a rule of its own; the rule was left out"
        }
        WarningCode::Exrule => "an outdated exception rule; read by the old standard",
        WarningCode::UnreadableExrule => {
            "an exception rule that cannot be read; it was left out, more may show as busy"
        }
        WarningCode::BadTravelTime => {
            "a travel time that cannot be right; it was left out: ask about the way there"
        }
        WarningCode::UnreadableRule => {
            "the rule cannot be read; every day at that hour is in doubt"
        }
        WarningCode::OtherCalendarSystem => {
            "the rule counts in another calendar, which is not read; every day at that hour is in doubt: ask"
        }
        WarningCode::LooseRule => "the rule has parts that mean nothing; they were left out",
        WarningCode::CountAndUntil => "both COUNT and UNTIL; whichever ends first",
        WarningCode::UntilType => {
            "UNTIL is of another type than the start; a date includes its day"
        }
        WarningCode::UntilBeforeStart => {
            "the rule ends before it begins; the first instance counts"
        }
        WarningCode::TooManyInstances => {
            "too many instances to read; the rest is in doubt: ask for a shorter stretch of time"
        }
        WarningCode::UnknownTzid => "an unknown zone; read in the default zone and in doubt",
        WarningCode::TzidOnUtc => "a zone for a UTC time; UTC counts",
        WarningCode::UnknownCalendarZone => "an unknown zone; the default zone counts",
        WarningCode::BadZoneDescription => "the description of a zone cannot be read in part",
        WarningCode::DuplicateZoneDescription => "a zone is described twice",
        WarningCode::ZoneDescriptionDiffers => {
            "the file describes a zone otherwise than it is known; check one time by hand"
        }
    }
}
