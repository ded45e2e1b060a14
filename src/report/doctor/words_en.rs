//! The English of `doctor`: each finding is the fact, then the fix.

use crate::doctor::{Odd, Weight, ZoneDifference};
use crate::model::{DoubtReason, Excess, FeedRefusal, FetchFault, ReadFeed, Stale};
use crate::report::words_en as words;
use crate::time::{Instant, Zone};

pub(super) const NO_FEEDS: &str = "There is no feed in this folder.";
pub(super) const NOTHING_ODD: &str = "Nothing odd was found.";
pub(super) const REFUSED: &str = "refused";
pub(super) const MISSING: &str = "missing";
pub(super) const UNFETCHED: &str = "no answer";
pub(super) const NOTHING: &str = "nothing";

/// The rule by which local times become instants.
pub(super) const RULE: &str = "RFC 5545 section 3.3.5: a local time that occurs twice means the first, one that the clock skips is \
                               read with the offset before";

pub(super) fn zones(version: &str, witness: &str, zones: &[String]) -> String {
    format!(
        "Time zones: {version}, compared with {witness} of chrono-tz; in use: {}. {RULE}.",
        zones.join(", ")
    )
}

pub(super) fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Grave => "Put right first: somebody's time is unknown or shown wrongly",
        Weight::Matters => "Look at",
        Weight::Note => "Good to know",
    }
}

/// What the initials of [`details`] mean.
pub(super) const INITIALS: &str =
    "details: t titles, d descriptions, p places, n names of people, which no feed needs to carry.";

/// How a feed was read: now, or from what is kept of it and how old that is.
pub(super) fn read(feed: &ReadFeed) -> String {
    let stale = feed.stale;
    stale.map_or("read".to_owned(), |stale| {
        format!("kept, {}", words::stale_age(stale, feed.read_at))
    })
}

/// What a feed carried beyond busy time, by initials.
pub(super) fn details(excess: Excess) -> String {
    let all = [
        (excess.titles, 't'),
        (excess.descriptions, 'd'),
        (excess.places, 'p'),
        (excess.people, 'n'),
    ];
    let carried: String = all
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(_, initial)| *initial)
        .collect();
    match carried.as_str() {
        "" => "none".to_owned(),
        _ => carried,
    }
}

pub(super) fn missing(feed: &str, of: &str) -> String {
    format!(
        "{feed}, the feed of {of}, is not there, so they count as unknown; put the file back or correct the name in the table"
    )
}

pub(super) fn unfetched(feed: &str, of: &str, fault: FetchFault) -> String {
    format!(
        "{feed}, the feed of {of}, could not be fetched, so they count as unknown: {}; {}",
        fault.fact(),
        fault.fix()
    )
}

pub(super) fn stale(feed: &str, of: &str, stale: Stale, read_at: Instant) -> String {
    format!(
        "{feed}, the feed of {of}, is {} old: {}; {}",
        words::stale_age(stale, read_at),
        stale.why.fact(),
        stale.why.fix()
    )
}

pub(super) fn refused(feed: &str, of: &str, refusal: FeedRefusal) -> String {
    format!(
        "{feed}, the feed of {of}, could not be used, so they count as unknown: {}",
        refusal.advice()
    )
}

pub(super) fn shared(feeds: &[String], of: &str) -> String {
    let one = match feeds {
        [one] => format!("{one} is the feed of {of} at once"),
        several => format!(
            "{} hold the same bytes and belong to {of}",
            words::listed(several, "and")
        ),
    };
    format!("{one}; find out whose diary it is and take it from the others")
}

pub(super) fn empty(feed: &str, of: &str) -> String {
    format!(
        "{feed}, the feed of {of}, has not a single entry, so they show as always free; check that the right calendar was published"
    )
}

pub(super) fn all_free(feed: &str, of: &str, entries: u32) -> String {
    let entries = match entries {
        1 => "the only entry is marked free".to_owned(),
        _ => format!(
            "all {} are marked free",
            words::counted(entries.into(), "entry", "entries")
        ),
    };
    format!(
        "{feed}, the feed of {of}: {entries}, so they show as always free; check how the calendar is published"
    )
}

pub(super) fn expired(feed: &str, of: &str) -> String {
    format!(
        "{feed}, the feed of {of}, tells nothing of the time from now on, so they count as unknown; fetch it again"
    )
}

pub(super) fn doubtful(feed: &str, of: &str, stretches: usize, reasons: &[DoubtReason]) -> String {
    let reasons: Vec<String> = reasons
        .iter()
        .map(|reason| doubt(*reason).to_owned())
        .collect();
    format!(
        "{feed}, the feed of {of}: {} in doubt and counted as unknown ({}); quorate freebusy names the lines",
        words::counted(stretches as u64, "stretch is", "stretches are"),
        words::listed(&reasons, "and"),
    )
}

const fn doubt(reason: DoubtReason) -> &'static str {
    match reason {
        DoubtReason::UnknownZone => "a time zone that nobody knows",
        DoubtReason::UnknownLength => "an entry without a readable end",
        DoubtReason::UnreadableRule => "a series whose rule cannot be read",
        DoubtReason::TooManyInstances => "a series too long to be read to its end",
        DoubtReason::MisnamedEvent => "an entry whose name is misspelt",
        DoubtReason::CutOff => "the end of the file is missing",
        DoubtReason::UnreadableStart => "an entry without a readable start",
        DoubtReason::UnreadableAvailability => "working hours that cannot be read",
        DoubtReason::TooDeep => "something that stands too deep in the file",
    }
}

pub(super) fn old(feed: &str, of: &str, days: u32) -> String {
    format!(
        "{feed}, the feed of {of}, was saved {} ago; fetch it again before you rely on it",
        words::counted(days.into(), "day", "days")
    )
}

pub(super) fn unowned(feed: &str) -> String {
    format!(
        "{feed} belongs to nobody and is not read; call it <contact id>.ics, or write it in the feeds of its owner"
    )
}

pub(super) fn unknown(name: &str) -> String {
    format!(
        "nothing is known of the time of {name}: no feed, no working hours of their own, no answer; ask them (quorate poll writes the form), or write their hours under pattern"
    )
}

pub(super) fn odd_hours(name: Option<&str>, odd: &[Odd]) -> String {
    let whose = name.map_or(
        "the hours of everybody without their own".to_owned(),
        |name| format!("the working hours of {name}"),
    );
    let odd: Vec<String> = odd.iter().map(|odd| odd_word(*odd).to_owned()).collect();
    format!(
        "{whose} {}; check them for a slip of the pen",
        words::listed(&odd, "and")
    )
}

const fn odd_word(odd: Odd) -> &'static str {
    match odd {
        Odd::Early => "begin before 06:00",
        Odd::Late => "end after 22:00",
        Odd::Long => "have more than 12 hours a day",
        Odd::WeekendOnly => "lie at weekends only",
        Odd::None => "hold no hour at all",
    }
}

pub(super) fn alike_names(names: &str) -> String {
    format!(
        "{names} are called alike; if they are one, keep one row, and if not, write their ids where you mean them"
    )
}

pub(super) fn one_address(names: &str) -> String {
    format!(
        "{names} have one mail address; that is right for an office, otherwise one of them gets the other's invitation"
    )
}

pub(super) fn unseated(name: &str) -> String {
    format!(
        "no meeting has a seat that {name} can take; give them a role that is asked for, or leave it so"
    )
}

pub(super) fn zone_differs(difference: &ZoneDifference, zone: &Zone) -> String {
    let day = words::date(zone.local(difference.first).date());
    let theirs = difference.theirs.map_or("no such zone".to_owned(), offset);
    format!(
        "{}: from {day} on we reckon with {}, chrono-tz with {theirs}; programs with older data show other times, so state them in both zones",
        difference.zone,
        offset(difference.ours)
    )
}

/// `UTC+01:00`.
fn offset(seconds: i32) -> String {
    format!(
        "UTC{}",
        match seconds {
            0 => "+00:00".to_owned(),
            _ => Zone::fixed(seconds).name().to_owned(),
        }
    )
}
