//! Zones: chrono-tz's, and one that only the file itself describes. What the wall clock shows becomes an instant by RFC 5545
//! section 3.3.5, written for any function from instants to offsets.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Weekday};
use chrono_tz::Tz;

/// An index into [`NAMED`], or [`DESCRIBED`].
pub type ZoneId = usize;

/// Ordinary ones, one without changes, one whose clocks change by half an hour, one where they change at midnight.
const NAMED: [Tz; 5] = [
    Tz::Europe__London,
    Tz::America__New_York,
    Tz::Asia__Kolkata,
    Tz::Australia__Lord_Howe,
    Tz::Atlantic__Azores,
];

/// The zone that the file describes.
pub const DESCRIBED: ZoneId = NAMED.len();

pub const COUNT: ZoneId = DESCRIBED + 1;

const WINTER: i64 = 2 * 3600 + 30 * 60;
const SUMMER: i64 = 3 * 3600 + 45 * 60;

/// Clocks go from +02:30 to +03:45 on the last Sunday of March at 02:00, and back on the last of October at 03:00.
pub const DESCRIPTION: &str = "BEGIN:VTIMEZONE\r\nTZID:Attic 3\r\n\
    BEGIN:STANDARD\r\nDTSTART:19901028T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n\
    TZOFFSETFROM:+0345\r\nTZOFFSETTO:+0230\r\nEND:STANDARD\r\n\
    BEGIN:DAYLIGHT\r\nDTSTART:19900325T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
    TZOFFSETFROM:+0230\r\nTZOFFSETTO:+0345\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE";

pub fn name(zone: ZoneId) -> &'static str {
    NAMED.get(zone).map_or("Attic 3", |zone| zone.name())
}

fn last_sunday(year: i32, month: u32) -> NaiveDate {
    (1..=31)
        .rev()
        .filter_map(|day| NaiveDate::from_ymd_opt(year, month, day))
        .find(|date| date.weekday() == Weekday::Sun)
        .expect("every month has a Sunday")
}

/// Seconds east of UTC.
fn offset(zone: ZoneId, at: i64) -> i64 {
    let utc = DateTime::from_timestamp(at, 0)
        .expect("within the calendar")
        .naive_utc();
    if let Some(zone) = NAMED.get(zone) {
        return zone
            .offset_from_utc_datetime(&utc)
            .fix()
            .local_minus_utc()
            .into();
    }
    let wall = |month, hour: u32| {
        let day = last_sunday(utc.year(), month);
        seconds(day.and_hms_opt(hour, 0, 0).expect("an hour"))
    };
    let (from, to) = (wall(3, 2) - WINTER, wall(10, 3) - SUMMER);
    match (from..to).contains(&at) {
        true => SUMMER,
        false => WINTER,
    }
}

/// A wall-clock time as a number, as if it were UTC.
pub fn seconds(wall: NaiveDateTime) -> i64 {
    wall.and_utc().timestamp()
}

/// The instant that a wall-clock time means: the first of two, and with the offset before a gap where there is none.
pub fn instant(zone: ZoneId, wall: NaiveDateTime) -> i64 {
    // No zone here changes twice in three days, so these are the offsets before and after whatever happens at that time.
    let reach = TimeDelta::hours(36);
    let before = offset(zone, seconds(wall - reach));
    let after = offset(zone, seconds(wall + reach));
    let wall = seconds(wall);
    let meant = [before, after].map(|offset| wall - offset);
    match meant {
        [first, _] if offset(zone, first) == before => first,
        [_, second] if offset(zone, second) == after => second,
        [first, _] => first,
    }
}

/// What the wall clock shows.
pub fn wall(zone: ZoneId, at: i64) -> NaiveDateTime {
    DateTime::from_timestamp(at + offset(zone, at), 0)
        .expect("within the calendar")
        .naive_utc()
}

#[test]
fn gaps_and_overlaps_are_read_as_the_standard_says() {
    let at = |zone, text: &str| {
        let wall: NaiveDateTime = text.parse().expect("a time");
        let utc = DateTime::from_timestamp(instant(zone, wall), 0).expect("a time");
        utc.format("%H:%M").to_string()
    };
    // RFC 5545 section 3.3.5 has New York: 2007-11-04 01:30 is the first, 2007-03-11 02:30 is 03:30 EDT.
    assert_eq!(at(1, "2007-11-04T01:30:00"), "05:30");
    assert_eq!(at(1, "2007-03-11T02:30:00"), "07:30");
    assert_eq!(at(0, "2025-03-30T01:30:00"), "01:30");
    assert_eq!(at(DESCRIBED, "2025-03-30T01:59:00"), "23:29");
    assert_eq!(at(DESCRIBED, "2025-03-30T02:30:00"), "00:00");
    assert_eq!(at(DESCRIBED, "2025-03-30T03:15:00"), "23:30");
    assert_eq!(at(DESCRIBED, "2025-10-26T02:00:00"), "22:15");
    assert_eq!(at(DESCRIBED, "2025-10-26T03:00:00"), "00:30");
}
