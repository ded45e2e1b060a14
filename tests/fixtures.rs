//! The generated fixtures are what the generator writes, well formed by a check of their own, and mark every text.

use chrono::Datelike;
use quorate::ics::{
    self,
    read::{Budget, HashKey, ReadOptions},
};
use quorate::model::feed::{BusyKind, DropReason, FeedReading};
use quorate::synth::{self, CANARY, Change, Feed, Show, Spelling};
use quorate::time::{Instant, Interval, IntervalSet, Zone};
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
        "ATTACH",
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
    for Feed { path, spelling, .. } in synth::feeds() {
        let text = String::from_utf8(committed(&path)).expect("feeds are UTF-8");
        for line in text.replace("\r\n ", "").split_terminator("\r\n") {
            let end = line.find([':', ';']).expect("every line has a name");
            if is_text(&line[..end]) {
                // A program's own word in place of a title is nobody's text.
                let word = ["Busy", "Tentative", "Away", "Free"].contains(&&line[end + 1..]);
                if &line[..end] == "SUMMARY" && spelling.is_reduced() {
                    assert!(word, "{path}: a reduced feed with a title");
                    continue;
                }
                texts += 1;
                assert!(line.contains(CANARY), "{path}: {}", &line[..end]);
            }
        }
    }
    assert!(texts > 4000, "{texts}");
}

#[test]
fn sizes_and_busy_shares_are_those_of_real_diaries() {
    let mut total = 0;
    for feed in synth::feeds() {
        let bytes = committed(&feed.path).len();
        total += bytes;
        // Free/busy time alone takes little room.
        let least = match feed.spelling {
            Spelling::FreeBusy => 1_500,
            // A timetable is a few dozen series.
            Spelling::School => 7_000,
            _ => 9_000,
        };
        // Four months of a school are more than the few weeks of the others.
        let most = if is_planned(&feed.path) || is_school(&feed.path) {
            64_000
        } else {
            42_000
        };
        assert!(
            (least..=most).contains(&bytes),
            "{}: {bytes} bytes",
            feed.path
        );
        let (first, last) = covered(&feed.path);
        let busy = synth::busy_percent(&feed.diary, first, last);
        println!("{busy} % {}", feed.path);
        // Where a whole quarter is to be planned, its meetings are in no diary yet; weeks of leave weigh the more.
        let shares = match is_planned(&feed.path) || is_school(&feed.path) {
            true => 20..=80,
            // Leave weighs more where a story lasts three weeks.
            false if feed.path.starts_with("five-contexts/") => 35..=70,
            false => 35..=62,
        };
        assert!(shares.contains(&busy), "{}: {busy} %", feed.path);
    }
    assert!(total < 2_500_000, "{total}");
}

/// Whether the feed belongs to the fixture whose meetings are planned together.
fn is_planned(path: &str) -> bool {
    path.starts_with("review-team/")
}

/// Whether the feed belongs to the school whose fortnightly meeting runs into spring.
fn is_school(path: &str) -> bool {
    path.starts_with("five-contexts/school/")
}

/// The dates on which a fixture's searches fall.
fn covered(path: &str) -> (chrono::NaiveDate, chrono::NaiveDate) {
    let date = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).expect("a date");
    let last = if path.starts_with("norfolk/") || is_planned(path) {
        date(2027, 1, 29)
    } else if path.ends_with("/k.lindley.ics") {
        // The ward's rota is published so far and no further.
        date(2026, 12, 4)
    } else {
        date(2026, 12, 14)
    };
    (date(2026, 11, 23), last)
}

/// Reads a feed as the fixtures' runs do, over the whole time that any diary speaks of.
fn reading(path: &str) -> FeedReading {
    let instant = |text| Instant::parse_rfc3339(text).expect("an instant");
    let (from, to) = (
        instant("2026-11-23T00:00:00Z"),
        instant("2027-02-01T00:00:00Z"),
    );
    let options = ReadOptions {
        zone: Zone::named("Europe/London").expect("a zone"),
        window: Interval::new(from, to).expect("a window"),
        key: HashKey([7; 16]),
        owners: Vec::new(),
        budget: Budget::default(),
    };
    ics::read::read(&committed(path), &options)
        .unwrap_or_else(|refusal| panic!("{path}: {refusal}"))
}

#[test]
fn every_spelling_reads_back_as_the_diary_it_was_written_from() {
    let date = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).expect("a date");
    let (first, last) = (date(2026, 11, 23), date(2027, 1, 31));
    for feed in synth::feeds() {
        let read = reading(&feed.path);
        // Published time says itself how far it goes; that it goes far enough is tried below.
        let begin = Instant::parse_rfc3339("2026-11-23T00:00:00Z").expect("an instant");
        let end = Instant::parse_rfc3339("2027-02-01T00:00:00Z").expect("an instant");
        let end = match feed.spelling {
            Spelling::FreeBusy | Spelling::Blocks => read.horizon.known_until(None, begin).min(end),
            _ => end,
        };
        let told: IntervalSet = Interval::new(begin, end).into_iter().collect();
        let mut meant = [IntervalSet::new(), IntervalSet::new()];
        for (start, end, show) in feed.diary.blocks(first, last) {
            // All of this lies in winter, when London keeps UTC, so that no zone code is needed to compare.
            let interval = Interval::new(Instant::from_utc(start), Instant::from_utc(end));
            let interval = interval.expect("entries last");
            let tentative = usize::from(show == Show::Tentative);
            meant[tentative] = meant[tentative].union(&[interval].into_iter().collect());
        }
        for (tentative, meant) in meant.iter().enumerate() {
            let found: IntervalSet = read
                .periods
                .iter()
                .filter(|period| period.kind.is_firm() == (tentative == 0))
                .map(|period| period.interval)
                .collect();
            let (found, meant) = (found.intersection(&told), meant.intersection(&told));
            assert!(found == meant, "{} ({tentative})", feed.path);
        }
    }
}

#[test]
fn feeds_read_without_warning_or_doubt_and_are_known_to_the_end() {
    for feed in synth::feeds() {
        let read = reading(&feed.path);
        assert_eq!(read.warnings, [], "{}", feed.path);
        assert_eq!(read.doubts, [], "{}", feed.path);
        let (_, last) = covered(&feed.path);
        let end = Instant::from_utc(last.and_hms_opt(17, 0, 0).expect("a time"));
        let read_at = Instant::parse_rfc3339("2026-11-23T09:00:00Z").expect("an instant");
        assert!(
            read.horizon.known_until(None, read_at) >= end,
            "{}",
            feed.path
        );
        if feed.spelling.is_reduced() {
            assert!(!read.excess.is_any(), "{}", feed.path);
        } else {
            assert!(read.excess.titles >= read.kept, "{}", feed.path);
        }
    }
}

#[test]
fn the_set_has_what_real_feeds_have() {
    let all: Vec<(Feed, FeedReading)> = synth::feeds()
        .into_iter()
        .map(|feed| {
            let read = reading(&feed.path);
            (feed, read)
        })
        .collect();
    let has = |what: &str, found: &dyn Fn(&Feed, &FeedReading) -> bool| {
        assert!(all.iter().any(|(feed, read)| found(feed, read)), "{what}");
    };
    let entries =
        |feed: &Feed, wanted: &dyn Fn(&synth::Entry) -> bool| feed.diary.entries.iter().any(wanted);
    has("leave", &|_, read| {
        read.periods.iter().any(|p| p.kind == BusyKind::Away)
    });
    has("days marked free", &|_, read| !read.free_days.is_empty());
    has("cancelled entries", &|_, read| {
        read.dropped.contains_key(&DropReason::Cancelled)
    });
    has("entries marked free", &|_, read| {
        read.dropped.contains_key(&DropReason::Free)
    });
    has("endless series", &|feed, _| {
        entries(feed, &|e| {
            e.series.as_ref().is_some_and(|s| s.until.is_none())
        })
    });
    has("moved occurrences", &|feed, _| {
        entries(feed, &|e| {
            let changed = e.series.iter().flat_map(|s| &s.changed);
            changed.into_iter().any(|(_, c)| *c != Change::Cancelled)
        })
    });
    for spelling in [
        Spelling::Outlook,
        Spelling::OutlookAvailability,
        Spelling::OutlookCustomZone,
        Spelling::Google,
        Spelling::Apple,
        Spelling::Nextcloud,
        Spelling::School,
        Spelling::FreeBusy,
        Spelling::Blocks,
    ] {
        has("every spelling", &|feed, _| feed.spelling == spelling);
    }
}

#[test]
fn an_authority_is_as_busy_as_was_asked_for() {
    let wanted = synth::Authority {
        contacts: 20,
        ..synth::Authority::default()
    };
    let files = synth::authority(&wanted);
    assert!(files == synth::authority(&wanted), "the same bytes");
    let (from, to) = ("2026-11-23T00:00:00Z", "2027-11-23T00:00:00Z");
    let zone = Zone::named("Europe/London").expect("a zone");
    let window = Interval::new(
        Instant::parse_rfc3339(from).expect("an instant"),
        Instant::parse_rfc3339(to).expect("an instant"),
    );
    let options = ReadOptions {
        zone: zone.clone(),
        window: window.expect("a window"),
        key: HashKey([7; 16]),
        owners: Vec::new(),
        budget: Budget::default(),
    };
    let first = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date");
    let hours: IntervalSet = first
        .iter_days()
        .take(365)
        .filter(|day| day.weekday().num_days_from_monday() < 5)
        .filter_map(|day| {
            let at = |hour| zone.instant(day.and_hms_opt(hour, 0, 0).expect("a time"));
            Interval::new(at(9), at(17))
        })
        .collect();
    let mut sum = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".ics")) {
        let read = ics::read::read(bytes, &options).expect("a calendar");
        assert_eq!(read.warnings, [], "{path}");
        let busy: IntervalSet = read.periods.iter().map(|p| p.interval).collect();
        let percent = 100 * busy.intersection(&hours).seconds() / hours.seconds();
        assert!((48..=60).contains(&percent), "{path}: {percent} %");
        sum += percent;
    }
    assert!((53..=57).contains(&(sum / 20)), "{} % on average", sum / 20);
}
