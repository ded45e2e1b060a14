//! VTIMEZONE (RFC 5545 section 3.6.5) from a zone's changes, in the one shape that every reader takes.
//!
//! Exchange reads one STANDARD and one DAYLIGHT with a yearly rule of one numbered weekday each, and of several only the
//! newest or the first (MS-OXCICAL 2.1.3.1.1.19.2). So the newest such pair that holds for the event is written, and a
//! zone without changes gets one STANDARD. A zone that no such pair describes gets nothing: its events are written in UTC.

use super::times::local_stamp;
use super::{Component, Property};
use crate::time::{Instant, Interval, Zone, weekday_id};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

/// A pair of rules must hold this many years from the event on: what happens to fit for less is no yearly rule.
const YEARS_AHEAD: i32 = 10;

/// Onsets are not looked for before this year: no reader needs them, some cannot read them.
const FIRST_YEAR: i32 = 1970;

/// Clocks that change every year never rest this long.
const REST_DAYS: i64 = 400;

/// A change of the clocks as the wall clock shows it before the change.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Onset {
    local: NaiveDateTime,
    /// Seconds east of UTC before and from then on.
    from: i32,
    to: i32,
}

/// What repeats: the month, weekday and time of day of a change, and the offsets.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Pattern {
    month: u32,
    weekday: Weekday,
    time: NaiveTime,
    from: i32,
    to: i32,
}

impl Onset {
    fn pattern(self) -> Pattern {
        Pattern {
            month: self.local.month(),
            weekday: self.local.weekday(),
            time: self.local.time(),
            from: self.from,
            to: self.to,
        }
    }

    /// The numbers that say which weekday of the month it is: 1 to 4 from the start, -1 for the last.
    fn numbers(self) -> Vec<i8> {
        let from_start = (self.local.day() - 1) / 7 + 1;
        let last = (self.local.date() + chrono::Days::new(7)).month() != self.local.month();
        let mut numbers = Vec::new();
        if last {
            numbers.push(-1);
        }
        if from_start < 5 {
            numbers.push(from_start as i8);
        }
        numbers
    }

    fn is_daylight(self) -> bool {
        self.to > self.from
    }
}

/// The description of `zone` that holds during `event`. `None` for UTC, for zones that are not in the database (their
/// names mean nothing to readers) and for zones that no pair of yearly rules describes then.
pub fn vtimezone(zone: &Zone, event: Interval) -> Option<Component> {
    let known = Zone::named(zone.name()).is_some_and(|named| named == *zone);
    if !known || is_utc(zone.name()) {
        return None;
    }
    let observances = match resting_since(zone, event) {
        Some(since) => vec![constant(zone, since)],
        None => yearly(zone, event)?,
    };
    let described = Component::new("VTIMEZONE").with(Property::text("TZID", zone.name()));
    Some(
        observances
            .into_iter()
            .fold(described, Component::containing),
    )
}

/// The names of the database for UTC itself, which is written with a `Z` and needs no description.
fn is_utc(name: &str) -> bool {
    let last = name.strip_prefix("Etc/").unwrap_or(name);
    matches!(last, "UTC" | "UCT" | "Universal" | "Zulu")
}

/// Since when the clocks stand still, where they have not changed for [`REST_DAYS`] up to the end of the event, or do not
/// change for as long after a last change before it.
fn resting_since(zone: &Zone, event: Interval) -> Option<Instant> {
    let earliest = new_year(FIRST_YEAR);
    let before = Interval::new(earliest, event.end())
        .map(|past| zone.transitions_in(past))
        .unwrap_or_default();
    let rest = REST_DAYS * 86_400;
    let Some(&(last, _, _)) = before.last() else {
        let ahead = Interval::new(event.start(), event.end().plus(rest))?;
        let still = zone.transitions_in(ahead).is_empty();
        return still.then_some(earliest);
    };
    let after = Interval::new(last.plus(1), last.plus(rest).max(event.end()))?;
    let still = last <= event.start() && zone.transitions_in(after).is_empty();
    still.then_some(last)
}

/// One STANDARD without a rule.
fn constant(zone: &Zone, since: Instant) -> Component {
    let offset = zone.offset_at(since);
    Component::new("STANDARD")
        .with(Property::token("DTSTART", &local_stamp(zone.local(since))))
        .with(Property::token("TZOFFSETFROM", &offset_text(offset)))
        .with(Property::token("TZOFFSETTO", &offset_text(offset)))
}

/// DAYLIGHT and STANDARD with yearly rules, the older onset first.
fn yearly(zone: &Zone, event: Interval) -> Option<Vec<Component>> {
    let event_year = zone.local(event.start()).year();
    let last_year = zone.local(event.end()).year() + YEARS_AHEAD;
    let sample = pair_of_year(zone, event_year)?;
    let patterns = sample.map(Onset::pattern);
    let mut numbers = sample.map(Onset::numbers);
    let mut keep = |year: i32| -> bool {
        let Some(pair) = pair_of_year(zone, year) else {
            return false;
        };
        let narrowed: [Vec<i8>; 2] = [0, 1].map(|n| {
            let these = pair[n].numbers();
            let still = numbers[n].iter().copied();
            still.filter(|number| these.contains(number)).collect()
        });
        let holds = pair.map(Onset::pattern) == patterns && narrowed.iter().all(|n| !n.is_empty());
        if holds {
            numbers = narrowed;
        }
        holds
    };
    if !(event_year..=last_year).all(&mut keep) {
        return None;
    }
    let first_year = (FIRST_YEAR..event_year)
        .rev()
        .take_while(|year| keep(*year))
        .last()
        .unwrap_or(event_year);
    let first = pair_of_year(zone, first_year)?;
    // The first onsets must lie before the event, or readers that start there would not know the offset of the event.
    if first
        .iter()
        .any(|onset| onset.local >= zone.local(event.start()))
    {
        return None;
    }
    Some(
        [0, 1]
            .map(|n| observance(zone.name(), first[n], numbers[n][0]))
            .into(),
    )
}

/// The changes whose local date lies in `year`, in order, where they are exactly one forward and one back.
fn pair_of_year(zone: &Zone, year: i32) -> Option<[Onset; 2]> {
    // Local dates differ from UTC's by less than a day and a half.
    let slack = 36 * 3600;
    let around = Interval::new(new_year(year).plus(-slack), new_year(year + 1).plus(slack))?;
    let onsets: Vec<Onset> = zone
        .transitions_in(around)
        .into_iter()
        .map(|(at, from, to)| Onset {
            local: at.plus(i64::from(from)).utc(),
            from,
            to,
        })
        .filter(|onset| onset.local.year() == year)
        .collect();
    let pair: [Onset; 2] = onsets.try_into().ok()?;
    let opposite = pair[0].is_daylight() != pair[1].is_daylight();
    let back_again = pair[0].from == pair[1].to && pair[0].to == pair[1].from;
    (opposite && back_again).then_some(pair)
}

fn observance(zone_name: &str, first: Onset, number: i8) -> Component {
    let name = match first.is_daylight() {
        true => "DAYLIGHT",
        false => "STANDARD",
    };
    let pattern = first.pattern();
    let weekday = weekday_id(pattern.weekday);
    let rule = format!(
        "FREQ=YEARLY;BYMONTH={};BYDAY={number}{weekday}",
        pattern.month
    );
    let written = Component::new(name)
        .with(Property::token("DTSTART", &local_stamp(first.local)))
        .with(Property::token("RRULE", &rule))
        .with(Property::token("TZOFFSETFROM", &offset_text(first.from)))
        .with(Property::token("TZOFFSETTO", &offset_text(first.to)));
    match abbreviation(zone_name, first.is_daylight()) {
        Some(short) => written.with(Property::text("TZNAME", short)),
        None => written,
    }
}

/// What the clocks of the islands are called. The database reader keeps no abbreviations and readers need none, but
/// some show them, so those that our users know are given.
fn abbreviation(zone_name: &str, daylight: bool) -> Option<&'static str> {
    match (zone_name, daylight) {
        ("Europe/Dublin", true) => Some("IST"),
        (
            "Europe/London" | "Europe/Belfast" | "Europe/Jersey" | "Europe/Guernsey"
            | "Europe/Isle_of_Man" | "GB",
            true,
        ) => Some("BST"),
        (
            "Europe/London" | "Europe/Belfast" | "Europe/Jersey" | "Europe/Guernsey"
            | "Europe/Isle_of_Man" | "GB" | "Europe/Dublin",
            false,
        ) => Some("GMT"),
        _ => None,
    }
}

/// UTC-OFFSET (RFC 5545 section 3.3.14): `+0100`, with seconds only where there are any.
fn offset_text(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let (minutes, rest) = (seconds.unsigned_abs() / 60, seconds.unsigned_abs() % 60);
    let mut text = format!("{sign}{:02}{:02}", minutes / 60, minutes % 60);
    if rest != 0 {
        text.push_str(&format!("{rest:02}"));
    }
    text
}

/// 1 January of a year, 00:00 UTC; years past the calendar's end are its end.
fn new_year(year: i32) -> Instant {
    NaiveDate::from_ymd_opt(year, 1, 1).map_or(Instant::MAX, |date| {
        Instant::from_utc(date.and_time(NaiveTime::MIN))
    })
}
