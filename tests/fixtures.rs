//! The generated fixtures are what the generator writes, well formed by a check of their own, and mark every text.

use quorate::synth::{self, CANARY, Feed};
use std::path::Path;

fn committed(path: &str) -> Vec<u8> {
    let full = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(path);
    std::fs::read(&full).unwrap_or_else(|error| panic!("fixtures/{path}: {error}"))
}

/// Paths of all files below `fixtures/`, sorted.
fn on_disk() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut waiting = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of fixtures can be listed") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let inside = path.strip_prefix(&root).expect("found below the root");
                let names: Vec<_> = inside
                    .iter()
                    .map(|name| name.to_str().expect("plain names"))
                    .collect();
                found.push(names.join("/"));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn committed_files_are_what_the_generator_writes() {
    let generated = synth::fixtures();
    for (path, bytes) in &generated {
        assert!(
            committed(path) == *bytes,
            "fixtures/{path} differs: cargo run --example synth -- fixtures"
        );
    }
    let feeds: Vec<String> = on_disk()
        .into_iter()
        .filter(|path| path.ends_with(".ics"))
        .collect();
    let expected: Vec<String> = synth::feeds().into_iter().map(|feed| feed.path).collect();
    assert_eq!(feeds, expected, "no feed without its diary");
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert!(synth::fixtures() == synth::fixtures());
}

#[test]
fn feeds_are_well_formed() {
    for Feed { path, .. } in synth::feeds() {
        let text = String::from_utf8(committed(&path)).expect("feeds are UTF-8");
        assert_eq!(
            text.matches('\n').count(),
            text.matches("\r\n").count(),
            "{path}: bare LF"
        );
        assert!(text.ends_with("END:VCALENDAR\r\n"), "{path}");
        let mut open = Vec::new();
        for line in text.split_terminator("\r\n") {
            assert!(line.len() <= 75, "{path}: a line of {} octets", line.len());
            if let Some(name) = line.strip_prefix("BEGIN:") {
                open.push(name);
            } else if let Some(name) = line.strip_prefix("END:") {
                assert_eq!(open.pop(), Some(name), "{path}");
            }
        }
        assert!(open.is_empty(), "{path}");
    }
}

/// Properties whose value or parameters are free text, or name people.
fn is_text(name: &str) -> bool {
    let known = [
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "COMMENT",
        "CONTACT",
        "CATEGORIES",
        "RESOURCES",
        "ORGANIZER",
        "ATTENDEE",
        "UID",
        "URL",
        "X-WR-CALNAME",
        "X-WR-CALDESC",
    ];
    // Vendors' own properties that are codes, colours, names of zones or durations.
    let codes = [
        "X-WR-TIMEZONE",
        "X-LIC-LOCATION",
        "X-PUBLISHED-TTL",
        "X-APPLE-CALENDAR-COLOR",
    ];
    known.contains(&name)
        || (name.starts_with("X-")
            && !name.starts_with("X-MICROSOFT-CDO-")
            && !codes.contains(&name))
}

#[test]
fn every_text_of_every_feed_holds_the_canary() {
    let mut texts = 0;
    for Feed { path, .. } in synth::feeds() {
        let text = String::from_utf8(committed(&path)).expect("feeds are UTF-8");
        for line in text.replace("\r\n ", "").split_terminator("\r\n") {
            let end = line.find([':', ';']).expect("every line has a name");
            if is_text(&line[..end]) {
                texts += 1;
                assert!(line.contains(CANARY), "{path}: {}", &line[..end]);
            }
        }
    }
    assert!(texts > 5000, "{texts}");
}

#[test]
fn sizes_and_busy_shares_are_those_of_real_diaries() {
    let mut total = 0;
    for feed in synth::feeds() {
        let bytes = committed(&feed.path).len();
        total += bytes;
        assert!(
            (9_000..=41_000).contains(&bytes),
            "{}: {bytes} bytes",
            feed.path
        );
        let (first, last) = covered(&feed.path);
        let busy = synth::busy_percent(&feed.diary, first, last);
        println!("{busy} % {}", feed.path);
        assert!((35..=62).contains(&busy), "{}: {busy} %", feed.path);
    }
    assert!(total < 2_500_000, "{total}");
}

/// The dates on which a fixture's searches fall.
fn covered(path: &str) -> (chrono::NaiveDate, chrono::NaiveDate) {
    let date = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).expect("a date");
    let last = if path.starts_with("norfolk/") {
        date(2027, 1, 29)
    } else {
        date(2026, 12, 14)
    };
    (date(2026, 11, 23), last)
}
