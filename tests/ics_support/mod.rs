//! What the tests of reading share: feeds from a few lines, reading them, and the folder of shared files.
#![allow(dead_code, reason = "every test file uses its own part")]

pub mod said;

use quorate::ics::read::{Budget, HashKey, ReadOptions, read};
use quorate::model::feed::{BusyKind, FeedReading, FeedRefusal, WarningCode};
use quorate::time::{Instant, Interval, IntervalSet, Zone};
use std::path::PathBuf;

pub fn at(text: &str) -> Instant {
    Instant::parse_rfc3339(text).expect("an RFC 3339 instant")
}

pub fn options(from: &str, to: &str, zone: &str) -> ReadOptions {
    ReadOptions {
        zone: Zone::named(zone).expect("a zone"),
        window: Interval::new(at(from), at(to)).expect("a window"),
        key: HashKey(*b"a key for tests."),
        owners: Vec::new(),
        budget: Budget::default(),
    }
}

/// The window of most tests: 2025 in London.
pub fn year_2025() -> ReadOptions {
    options(
        "2025-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z",
        "Europe/London",
    )
}

/// A calendar of these lines, with CRLF.
pub fn calendar(lines: &str) -> String {
    let text = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n{}\nEND:VCALENDAR\n",
        lines.trim()
    );
    text.replace('\n', "\r\n")
}

/// An event of these lines; the UID is `u` unless the lines have one.
pub fn event(lines: &str) -> String {
    let uid = if lines.contains("UID:") {
        ""
    } else {
        "UID:u\n"
    };
    format!("BEGIN:VEVENT\n{uid}{}\nEND:VEVENT\n", lines.trim())
}

pub fn read_text(text: &str, options: &ReadOptions) -> Result<FeedReading, FeedRefusal> {
    read(text.as_bytes(), options)
}

/// The reading of a calendar of these lines.
pub fn reading(lines: &str, options: &ReadOptions) -> FeedReading {
    read_text(&calendar(lines), options).expect("a readable calendar")
}

/// Merged periods as `2025-01-06T09:00:00Z/2025-01-06T10:00:00Z`, the certain ones or the tentative ones.
pub fn shown(reading: &FeedReading, firm: bool) -> Vec<String> {
    let wanted = reading
        .periods
        .iter()
        .filter(|period| period.kind.is_firm() == firm);
    let set: IntervalSet = wanted.map(|period| period.interval).collect();
    set.iter()
        .map(|part| format!("{}/{}", part.start(), part.end()))
        .collect()
}

/// Certain periods of these lines in 2025, London.
pub fn busy(lines: &str) -> Vec<String> {
    shown(&reading(lines, &year_2025()), true)
}

/// Starts of the certain periods, shortened to `01-06 09:00`, of these lines in 2025, London.
pub fn starts(lines: &str) -> Vec<String> {
    let reading = reading(lines, &year_2025());
    let starts = reading
        .periods
        .iter()
        .filter(|period| period.kind != BusyKind::Tentative);
    starts
        .map(|period| {
            period
                .interval
                .start()
                .utc()
                .format("%m-%d %H:%M")
                .to_string()
        })
        .collect()
}

pub fn codes(reading: &FeedReading) -> Vec<WarningCode> {
    reading
        .warnings
        .iter()
        .map(|warning| warning.code)
        .collect()
}

/// The folder of shared files; a test that needs it says so and does nothing where it is not set.
pub fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("QUORATE_SHARED").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("QUORATE_SHARED is not set: nothing was checked");
    }
    folder
}
