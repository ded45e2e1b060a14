//! The same work by every reader: from the bytes of a file, parse, expand the window, merge into canonical busy and tentative sets.

use chrono::{DateTime, TimeZone, Utc};
use icalendar::{Calendar, CalendarDateTime, Component, DatePerhapsTime, EventStatus};
use quorate::ics::read::{ReadOptions, read};
use quorate::time::{Instant, Interval, IntervalSet};

/// Busy and tentative time in the window.
#[derive(PartialEq, Eq, Debug, Default)]
pub struct Taken {
    pub busy: IntervalSet,
    pub tentative: IntervalSet,
}

pub fn quorate(bytes: &[u8], options: &ReadOptions) -> Taken {
    let reading = read(bytes, options).expect("a calendar");
    let of = |firm: bool| {
        let periods = reading.periods.iter();
        let kind = periods.filter(|period| period.kind.is_firm() == firm);
        kind.map(|period| period.interval).collect()
    };
    Taken {
        busy: of(true),
        tentative: of(false),
    }
}

/// `icalendar` with its `recurrence` feature, which is `rrule`, as its examples use it.
pub fn icalendar(bytes: &[u8], window: Interval) -> Taken {
    let text = std::str::from_utf8(bytes).expect("text");
    let calendar: Calendar = text.parse().expect("a calendar");
    let utc = |instant: Instant| instant.utc().and_utc().with_timezone(&rrule::Tz::UTC);
    let (after, before) = (utc(window.start()), utc(window.end()));
    let mut busy = Vec::new();
    let mut tentative = Vec::new();
    for event in calendar.calendar_events() {
        let status = event.get_status();
        if status == Some(EventStatus::Cancelled)
            || event.property_value("TRANSP") == Some("TRANSPARENT")
        {
            continue;
        }
        let (Some(start), Some(end)) = (
            event.get_start().and_then(instant_of),
            event.get_end().and_then(instant_of),
        ) else {
            continue;
        };
        let taken = match status {
            Some(EventStatus::Tentative) => &mut tentative,
            _ => &mut busy,
        };
        let mut add = |start: i64, end: i64| {
            let whole = Interval::new(Instant(start), Instant(end));
            taken.extend(whole.and_then(|whole| whole.intersect(window)));
        };
        let length = end.timestamp() - start.timestamp();
        if event.property_value("RRULE").is_none() {
            add(start.timestamp(), end.timestamp());
        } else if let Ok(set) = event.get_recurrence() {
            for date in set.after(after).before(before).all(u16::MAX).dates {
                add(date.timestamp(), date.timestamp() + length);
            }
        }
    }
    Taken {
        busy: busy.into_iter().collect(),
        tentative: tentative.into_iter().collect(),
    }
}

fn instant_of(value: DatePerhapsTime) -> Option<DateTime<Utc>> {
    match value {
        DatePerhapsTime::DateTime(CalendarDateTime::Floating(local)) => chrono_tz::Europe::London
            .from_local_datetime(&local)
            .earliest()
            .map(|at| at.to_utc()),
        DatePerhapsTime::DateTime(time) => time.try_into_utc(),
        DatePerhapsTime::Date(date) => chrono_tz::Europe::London
            .from_local_datetime(&date.and_hms_opt(0, 0, 0)?)
            .earliest()
            .map(|at| at.to_utc()),
    }
}

/// Instances over all series of a feed; it has no window. Feeds whose rules end do not come near it. An endless rule always runs to
/// it, and the series behind that one are lost.
const CALCARD_LIMIT: usize = 10_000;

pub fn calcard(bytes: &[u8], window: Interval) -> Taken {
    let text = std::str::from_utf8(bytes).expect("text");
    use calcard::icalendar::{ICalendarStatus, ICalendarTransparency};
    let calcard::Entry::ICalendar(calendar) = calcard::Parser::new(text).entry() else {
        panic!("a calendar");
    };
    let mut busy = Vec::new();
    let mut tentative = Vec::new();
    let zone = calcard::common::timezone::Tz::from(chrono_tz::Europe::London);
    for event in calendar.expand_dates(zone, CALCARD_LIMIT).events {
        let component = &calendar.components[event.comp_id as usize];
        let status = component.status();
        if status == Some(&ICalendarStatus::Cancelled)
            || component.transparency() == Some(&ICalendarTransparency::Transparent)
        {
            continue;
        }
        let taken = match status {
            Some(ICalendarStatus::Tentative) => &mut tentative,
            _ => &mut busy,
        };
        let (start, end) = event.timestamps();
        let whole = Interval::new(Instant(start), Instant(end));
        taken.extend(whole.and_then(|whole| whole.intersect(window)));
    }
    Taken {
        busy: busy.into_iter().collect(),
        tentative: tentative.into_iter().collect(),
    }
}
