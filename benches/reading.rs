//! How fast feeds are read: megabytes and events a second on one thread, by kind of feed.
//!
//! Run with `cargo bench --bench reading`. The feeds are made here, in the spelling of Outlook and Google.

use quorate::ics::read::{Budget, HashKey, ReadOptions, read};
use quorate::time::{Instant, Interval, Zone};
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant as Clock};

/// How long each kind is read for at least.
const AT_LEAST: Duration = Duration::from_millis(700);

fn main() {
    let window = Interval::new(
        instant("2026-01-01T00:00:00Z"),
        instant("2027-01-01T00:00:00Z"),
    );
    let options = ReadOptions {
        zone: Zone::named("Europe/London").expect("a zone"),
        window: window.expect("a year"),
        key: HashKey(*b"a key for benches".first_chunk().expect("16 bytes")),
        owners: Vec::new(),
        budget: Budget::default(),
    };
    println!(
        "{:<34}{:>9}{:>12}{:>12}{:>10}",
        "feed", "MB", "MB/s", "events/s", "periods"
    );
    for (name, events, every) in [
        ("plain, 20,000 events, 1 % series", 20_000, 100),
        ("diary, 400 events, 1 % series", 400, 100),
        ("diary, 400 events, 1 in 4 a series", 400, 4),
        ("only series, 400", 400, 1),
    ] {
        let feed = feed(events, every, 40);
        measure(name, events, &feed, &options);
    }
    let wordy = feed(400, 100, 2_000);
    measure("long texts, 400 events", 400, &wordy, &options);
}

fn instant(text: &str) -> Instant {
    Instant::parse_rfc3339(text).expect("an instant")
}

fn measure(name: &str, events: usize, feed: &str, options: &ReadOptions) {
    let mut runs = 0_u32;
    let mut periods = 0;
    let began = Clock::now();
    while began.elapsed() < AT_LEAST {
        let reading = read(black_box(feed.as_bytes()), options).expect("a calendar");
        periods = black_box(reading).periods.len();
        runs += 1;
    }
    let seconds = began.elapsed().as_secs_f64() / f64::from(runs);
    let megabytes = feed.len() as f64 / 1e6;
    let (speed, rate) = (megabytes / seconds, events as f64 / seconds);
    println!("{name:<34}{megabytes:>9.2}{speed:>12.0}{rate:>12.0}{periods:>10}");
}

/// A feed of `events`, one in `every` of them a series, with descriptions of `words` letters folded at 75.
fn feed(events: usize, every: usize, words: usize) -> String {
    let mut text =
        String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//quorate//bench//EN\r\n");
    text += "BEGIN:VTIMEZONE\r\nTZID:GMT Standard Time\r\n\
        BEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n\
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n\
        BEGIN:DAYLIGHT\r\nDTSTART:16010101T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n\
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
    let rules = [
        "RRULE:FREQ=WEEKLY;BYDAY=MO,WE",
        "RRULE:FREQ=DAILY;COUNT=30",
        "RRULE:FREQ=MONTHLY;BYDAY=2TU",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231T000000Z",
    ];
    let zone = "TZID=GMT Standard Time";
    for n in 0..events {
        let (month, day, hour) = (n % 12 + 1, n / 12 % 28 + 1, n % 9 + 8);
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\nUID:040000008200E00074C5B7101A82E008{n:016}\r\nSUMMARY:Event number {n}\r\n\
             DTSTART;{zone}:2026{month:02}{day:02}T{hour:02}0000\r\nDTEND;{zone}:2026{month:02}{day:02}T{hour:02}4500\r\n"
        );
        if n % every == 0 {
            text += rules[n / every % rules.len()];
            text += "\r\n";
        }
        let mut description = format!("DESCRIPTION:{}", "x".repeat(words));
        while description.len() > 75 {
            let rest = description.split_off(75);
            text += &description;
            text += "\r\n ";
            description = rest;
        }
        text += &description;
        text += "\r\nCLASS:PUBLIC\r\nPRIORITY:5\r\nDTSTAMP:20260101T120000Z\r\nTRANSP:OPAQUE\r\nSTATUS:CONFIRMED\r\n\
            SEQUENCE:0\r\nLOCATION:Room 3\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\nX-MICROSOFT-CDO-ALLDAYEVENT:FALSE\r\n\
            X-MICROSOFT-CDO-IMPORTANCE:1\r\nX-MICROSOFT-DISALLOW-COUNTER:FALSE\r\nEND:VEVENT\r\n";
    }
    text + "END:VCALENDAR\r\n"
}
