//! What must hold of reading whatever the feed is: the answer for a stretch of time does not depend on what else was asked, nor on
//! how the file is spelt and ordered.
//!
//! Feeds come from the generator of `ics_brute`, a seed each.
#![allow(
    dead_code,
    reason = "only a part of the generator's files is used here"
)]

#[path = "ics_brute/expand.rs"]
mod expand;
#[path = "ics_brute/feed.rs"]
mod feed;
mod ics_support;
#[path = "ics_brute/random.rs"]
mod random;
#[path = "ics_brute/rule.rs"]
mod rule;
#[path = "ics_brute/zones.rs"]
mod zones;

use feed::{Extra, Feed, Freq, Length, Rule, When};
use ics_support::said::said;
use ics_support::year_2025;
use proptest::prelude::*;
use quorate::ics::read::{Budget, ReadOptions, read};
use quorate::model::feed::{BusyKind, FeedReading, WarningCode};
use quorate::time::{Instant, Interval, Zone};
use random::Random;
use std::collections::BTreeMap;

fn options(feed: &Feed, window: (i64, i64)) -> ReadOptions {
    ReadOptions {
        zone: Zone::named(zones::name(feed.zone)).expect("a zone"),
        window: Interval::new(Instant(window.0), Instant(window.1)).expect("a window"),
        // Some feeds have more periods than any diary; cut short they would differ with the window.
        budget: Budget {
            steps: 200_000_000,
            periods: 5_000_000,
            ..Budget::default()
        },
        ..year_2025()
    }
}

fn reading_of(bytes: &[u8], feed: &Feed) -> FeedReading {
    read(bytes, &options(feed, feed.window)).expect("a calendar")
}

/// All that a reading holds but for the lines of its warnings.
fn but_for_lines(reading: &FeedReading) -> (FeedReading, Vec<WarningCode>) {
    let mut codes: Vec<WarningCode> = reading.warnings.iter().map(|w| w.code).collect();
    codes.sort_unstable();
    let rest = FeedReading {
        warnings: Vec::new(),
        ..reading.clone()
    };
    (rest, codes)
}

/// Puts the items of a list into another order.
fn shuffle<T>(random: &mut Random, list: &mut [T]) {
    for place in (1..list.len()).rev() {
        list.swap(place, random.below(place as i64 + 1) as usize);
    }
}

/// The lines of a calendar: those before the first component, the components, and the last line.
fn parts(text: &str) -> (Vec<&str>, Vec<Vec<&str>>, Vec<&str>) {
    let (mut head, mut components, mut tail) = (Vec::new(), Vec::new(), Vec::new());
    let mut depth = 0;
    for line in text.lines() {
        depth += i32::from(line.starts_with("BEGIN:"));
        match depth {
            1 if components.is_empty() && line != "END:VCALENDAR" => head.push(line),
            1 => tail.push(line),
            _ if depth == 2 && line.starts_with("BEGIN:") => components.push(vec![line]),
            _ => components.last_mut().expect("begun").push(line),
        }
        depth -= i32::from(line.starts_with("END:"));
    }
    (head, components, tail)
}

fn joined<'t>(lines: impl IntoIterator<Item = &'t str>) -> String {
    lines
        .into_iter()
        .map(|line| format!("{line}\r\n"))
        .collect()
}

/// The same calendar with its components, and the properties inside each, in another order.
fn reordered(text: &str, random: &mut Random) -> String {
    let (head, mut components, tail) = parts(text);
    shuffle(random, &mut components);
    for component in &mut components {
        let last = component.len() - 1;
        // What holds components of its own is left as it is.
        if ["BEGIN:VEVENT", "BEGIN:VFREEBUSY"].contains(&component[0]) {
            shuffle(random, &mut component[1..last]);
        }
    }
    joined(
        head.into_iter()
            .chain(components.into_iter().flatten())
            .chain(tail),
    )
}

/// A line in other letters, where letters do not matter: in names, and in the values that are words of the standard.
fn recased(line: &str, random: &mut Random) -> String {
    let (name, value) = line.split_once(':').expect("a property");
    let mut letters = |text: &str| -> String {
        let letter = |c: char| match random.chance(50) {
            true => c.to_ascii_lowercase(),
            false => c,
        };
        text.chars().map(letter).collect()
    };
    let bare = name.split(';').next().unwrap_or_default();
    let name: Vec<String> = name
        .split(';')
        .map(|part| match part.split_once('=') {
            Some((key @ "TZID", zone)) => format!("{}={zone}", letters(key)),
            _ => letters(part),
        })
        .collect();
    let is_word = ["BEGIN", "END", "STATUS", "TRANSP"].contains(&bare);
    let is_rule = bare == "RRULE" && !value.contains("UNTIL");
    let value = match is_word || is_rule {
        true => letters(value),
        false => value.to_owned(),
    };
    format!("{}:{value}", name.join(";"))
}

/// The same calendar, spelt otherwise: line ends, folds anywhere, letters, a mark at the beginning.
fn respelt(text: &str, random: &mut Random) -> Vec<u8> {
    let mut bytes = Vec::new();
    if random.chance(20) {
        bytes.extend_from_slice("\u{feff}".as_bytes());
    }
    let ends: &[&[u8]] = match random.below(3) {
        0 => &[b"\n"],
        1 => &[b"\r\n"],
        _ => &[b"\n", b"\r\n"],
    };
    let folds = random.below(40);
    let has_case = random.chance(50);
    for (number, line) in text.lines().enumerate() {
        let line = match has_case {
            true => recased(line, random),
            false => line.to_owned(),
        };
        for (place, byte) in line.bytes().enumerate() {
            // What the first bytes of the file are decides what the file is.
            if (place > 0 && number > 0) && random.below(100) < folds {
                bytes.extend_from_slice(random.pick(ends));
                bytes.push(random.pick(b" \t"));
            }
            bytes.push(byte);
        }
        bytes.extend_from_slice(random.pick(ends));
    }
    bytes
}

/// Days of 400 years: the calendar repeats itself after them, weekdays included.
const CYCLE: i64 = 146_097;

/// Everything that a feed says, and the window, so many cycles later.
fn moved(feed: &Feed, cycles: i64) -> Feed {
    let by = chrono::TimeDelta::days(cycles * CYCLE);
    let when = |when: &mut When| *when = when.moved_to(when.wall() + by);
    let length = |length: &mut Length| {
        if let Length::End(end) = length {
            when(end);
        }
    };
    let rule = |rule: &mut Rule| rule.until.iter_mut().for_each(when);
    let mut feed = feed.clone();
    for event in &mut feed.events {
        when(&mut event.start);
        length(&mut event.length);
        event.rules.iter_mut().for_each(rule);
        event.exclusion_rules.iter_mut().for_each(rule);
        for Extra { start, end } in &mut event.extra {
            when(start);
            end.iter_mut().for_each(length);
        }
        event.excluded.iter_mut().for_each(when);
        event.recurrence_id.iter_mut().for_each(when);
    }
    for period in &mut feed.freebusy {
        period.start += by;
        length(&mut period.length);
    }
    let seconds = cycles * CYCLE * 86_400;
    feed.window = (feed.window.0 + seconds, feed.window.1 + seconds);
    feed
}

/// A feed without any zone but UTC, where nothing but the calendar counts.
fn in_utc(feed: &Feed) -> Feed {
    let when = |when: &mut When| {
        if !when.is_date() {
            *when = When::Utc(when.wall());
        }
    };
    let length = |length: &mut Length| {
        if let Length::End(end) = length {
            when(end);
        }
    };
    let mut feed = feed.clone();
    for event in &mut feed.events {
        when(&mut event.start);
        length(&mut event.length);
        for rule in event.rules.iter_mut().chain(&mut event.exclusion_rules) {
            rule.until.iter_mut().for_each(when);
        }
        for Extra { start, end } in &mut event.extra {
            when(start);
            end.iter_mut().for_each(length);
        }
        event.excluded.iter_mut().for_each(when);
        event.recurrence_id.iter_mut().for_each(when);
    }
    feed.names_zone = false;
    feed.availabilities.clear();
    feed
}

/// How many feeds each property is held against: QUORATE_CASES, or enough to take seconds.
fn cases() -> u32 {
    let given = std::env::var("QUORATE_CASES").ok();
    given.map_or(50, |text| text.parse().expect("a number"))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(), failure_persistence: None, max_shrink_iters: 0, ..ProptestConfig::default()
    })]

    #[test]
    fn a_reading_is_canonical_and_the_same_each_time(seed: u64) {
        let feed = random::feed(&mut Random::new(seed));
        let reading = reading_of(feed.text().as_bytes(), &feed);
        let window = options(&feed, feed.window).window;
        prop_assert!(reading.periods.is_sorted());
        prop_assert!(reading.periods.iter().all(|period| window.covers(period.interval)));
        for set in said([&reading]).taken.values() {
            let parts = set.as_slice();
            prop_assert!(parts.windows(2).all(|two| two[0].end() < two[1].start()));
        }
        prop_assert_eq!(&reading_of(feed.text().as_bytes(), &feed), &reading);
    }

    #[test]
    fn two_halves_of_a_window_say_what_the_whole_says(seed: u64, cut in 1..1000_i64) {
        let feed = random::feed(&mut Random::new(seed));
        let (from, to) = feed.window;
        let middle = from + ((to - from) * cut / 1000).clamp(1, to - from - 1);
        let text = feed.text();
        let read = |window| read(text.as_bytes(), &options(&feed, window)).expect("a calendar");
        let (first, second) = (read((from, middle)), read((middle, to)));
        let whole = read((from, to));
        // A day marked free is listed once, as one piece, by whichever window holds a part of it.
        prop_assert_eq!(said([&first, &second]), said([&whole]), "{}", text);
        // What the feed is, beside when, does not depend on the window.
        for part in [&first, &second] {
            prop_assert_eq!(&part.horizon, &whole.horizon);
            prop_assert_eq!(part.kept, whole.kept);
            prop_assert_eq!(&part.dropped, &whole.dropped);
        }
    }

    #[test]
    fn what_is_asked_beyond_does_not_change_what_is_asked(seed: u64, before in 0..900_i64, after in 0..900_i64) {
        let feed = random::feed(&mut Random::new(seed));
        let (from, to) = feed.window;
        let text = feed.text();
        let long = to - from;
        let wide = (from - before * long / 100, to + after * long / 100);
        let inner = options(&feed, feed.window).window;
        let wide = said([&read(text.as_bytes(), &options(&feed, wide)).expect("a calendar")]);
        let mut clipped: BTreeMap<_, _> = wide
            .taken
            .into_iter()
            .map(|(of, set)| (of, set.clipped(inner)))
            .collect();
        clipped.retain(|_, set| !set.is_empty());
        let narrow = said([&read(text.as_bytes(), &options(&feed, feed.window)).expect("a calendar")]);
        prop_assert_eq!(clipped, narrow.taken, "{}", text);
        prop_assert_eq!(wide.free_days.clipped(inner), narrow.free_days);
    }

    #[test]
    fn the_order_of_a_file_does_not_matter(seed: u64) {
        let mut random = Random::new(seed);
        let feed = random::feed(&mut random);
        let text = feed.text();
        let other = reordered(&text, &mut random);
        prop_assert_eq!(
            but_for_lines(&reading_of(other.as_bytes(), &feed)),
            but_for_lines(&reading_of(text.as_bytes(), &feed)),
            "{}\n{}", text, other
        );
    }

    #[test]
    fn the_spelling_of_a_file_does_not_matter(seed: u64) {
        let mut random = Random::new(seed);
        let feed = random::feed(&mut random);
        let text = feed.text();
        let other = respelt(&text, &mut random);
        prop_assert_eq!(
            but_for_lines(&reading_of(&other, &feed)),
            but_for_lines(&reading_of(text.as_bytes(), &feed)),
            "{}", String::from_utf8_lossy(&other)
        );
    }

    #[test]
    fn utf_16_says_the_same(seed: u64, is_big_endian: bool, is_marked: bool) {
        let feed = random::feed(&mut Random::new(seed));
        let text = feed.text();
        let mark = if is_marked { "\u{feff}" } else { "" };
        let units = format!("{mark}{text}");
        let bytes: Vec<u8> = units
            .encode_utf16()
            .flat_map(|unit| if is_big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect();
        let (rest, mut codes) = but_for_lines(&reading_of(&bytes, &feed));
        let (expected, expected_codes) = but_for_lines(&reading_of(text.as_bytes(), &feed));
        prop_assert_eq!(rest, expected);
        codes.retain(|code| *code != WarningCode::Utf16);
        prop_assert_eq!(codes, expected_codes);
    }

    #[test]
    fn two_calendars_in_one_file_say_what_each_says(seed: u64, more: u64) {
        let feed = random::feed(&mut Random::new(seed));
        let mut other = Feed {
            zone: feed.zone,
            window: feed.window,
            ..random::feed(&mut Random::new(more))
        };
        for event in &mut other.events {
            event.uid += 1000;
        }
        // Stated hours of one person are weighed against each other, wherever they stand.
        other.availabilities.clear();
        let together = feed.text() + &other.text();
        let both = reading_of(together.as_bytes(), &feed);
        // A rule of seconds is more than can be read in the other's window.
        prop_assume!(both.doubts.is_empty());
        let each = [feed.text(), other.text()].map(|text| reading_of(text.as_bytes(), &feed));
        prop_assert_eq!(said([&both]), said(&each), "{}", together);
    }

    #[test]
    fn the_calendar_repeats_itself_every_four_hundred_years(seed: u64, cycles in -4..=18_i64) {
        let feed = in_utc(&random::feed(&mut Random::new(seed)));
        let then = moved(&feed, cycles);
        let zone = Zone::utc();
        let taken = |feed: &Feed, back: i64| -> Vec<(i64, i64, BusyKind)> {
            let options = ReadOptions { zone: zone.clone(), ..options(feed, feed.window) };
            let reading = read(feed.text().as_bytes(), &options).expect("a calendar");
            let at = |instant: Instant| instant.0 - back * CYCLE * 86_400;
            let ends = reading.periods.iter().map(|p| (at(p.interval.start()), at(p.interval.end()), p.kind));
            let mut ends: Vec<_> = ends.collect();
            ends.sort_unstable();
            ends
        };
        prop_assert_eq!(taken(&then, cycles), taken(&feed, 0), "{}", then.text());
    }

    /// A series is what it is however long ago it began: with its beginning 400 years earlier it has the same instances now.
    #[test]
    fn it_does_not_matter_how_long_ago_a_series_began(seed: u64) {
        let mut feed = in_utc(&random::feed(&mut Random::new(seed)));
        feed.events.retain(|event| {
            let goes_on = event.rules.iter().chain(&event.exclusion_rules).all(|rule| {
                let periods = match rule.freq {
                    Freq::Yearly => 400,
                    Freq::Monthly => 4800,
                    Freq::Weekly => CYCLE / 7,
                    Freq::Daily => CYCLE,
                    Freq::Hourly => CYCLE * 24,
                    Freq::Minutely => CYCLE * 1440,
                    Freq::Secondly => CYCLE * 86_400,
                };
                rule.count.is_none() && periods % rule.interval.unwrap_or(1) == 0
            });
            goes_on && !event.rules.is_empty() && event.recurrence_id.is_none()
        });
        feed.events.truncate(1);
        feed.freebusy.clear();
        let Some(event) = feed.events.first() else { return Ok(()) };
        let alone = event.clone();
        let mut older = moved(&feed, -1);
        older.window = feed.window;
        older.events[0].excluded = alone.excluded.clone();
        older.events[0].extra = alone.extra.clone();
        for (old, rule) in older.events[0].rules.iter_mut().zip(&alone.rules) {
            old.until = rule.until;
        }
        for (old, rule) in older.events[0].exclusion_rules.iter_mut().zip(&alone.exclusion_rules) {
            old.until = rule.until;
        }
        // DTSTART may not be one of the rule's times; here it has to lie before the window.
        prop_assume!(expand::at(&feed, alone.start) + 200 * 86_400 < feed.window.0);
        let taken = |feed: &Feed| {
            let reading = read(feed.text().as_bytes(), &options(feed, feed.window)).expect("a calendar");
            said([&reading])
        };
        prop_assert_eq!(taken(&older), taken(&feed), "{}", older.text());
    }
}
