//! Any bytes as a feed. What follows the last line end is no part of it but chooses window, zone and budget, so that an ordinary file
//! is read in an ordinary way.
//!
//! Held against: nothing panics or takes long; what comes out is sorted, inside the window and non-empty; two halves of a window
//! say what the whole says; line ends, hash keys and a second reading change nothing; and with whatever small budget, time that is
//! taken shows as taken or in doubt, never as free.
#![no_main]

#[path = "../../tests/ics_support/mod.rs"]
mod ics_support;

use ics_support::said::{Said, said};
use ics_support::year_2025;
use libfuzzer_sys::{Corpus, fuzz_target};
use quorate::ics::read::{Budget, HashKey, ReadOptions, read};
use quorate::model::feed::{BusyKind, DoubtReason, EventHash, FeedReading};
use quorate::time::{Instant, Interval, IntervalSet, Zone};

const DAY: i64 = 86_400;

/// 2025-01-01T00:00:00Z.
const NEW_YEAR: i64 = 1_735_689_600;

/// Work that is over in milliseconds.
const ORDINARY: (u64, usize) = (100_000, 5_000);

fn options(choices: &[u8]) -> ReadOptions {
    let byte = |n: usize| i64::from(choices.get(n).copied().unwrap_or(0));
    let zones = [
        "Europe/London",
        "Asia/Kolkata",
        "America/New_York",
        "Atlantic/Azores",
    ];
    let from = NEW_YEAR + byte(1) * 7 * DAY - byte(2) * 3671;
    let length = match byte(3) {
        0 => 365 * DAY,
        n => n * n * 601,
    };
    ReadOptions {
        zone: Zone::named(zones[byte(0) as usize % zones.len()]).expect("a zone"),
        window: Interval::new(Instant(from), Instant(from + length)).expect("a window"),
        budget: Budget {
            steps: ORDINARY.0,
            periods: ORDINARY.1,
            ..Budget::default()
        },
        ..year_2025()
    }
}

fn canonical(reading: &FeedReading, window: Interval) {
    assert!(reading.periods.is_sorted());
    assert!(reading.doubts.is_sorted());
    for period in &reading.periods {
        assert!(window.covers(period.interval));
        assert_eq!(
            period.uid == EventHash::ANONYMOUS,
            period.event == EventHash::ANONYMOUS
        );
    }
    assert!(
        reading
            .doubts
            .iter()
            .all(|doubt| window.covers(doubt.interval))
    );
    assert!(reading.free_days.iter().all(|day| window.covers(*day)));
}

/// Whether anything was left out for lack of steps or room.
fn is_cut_short(reading: &FeedReading) -> bool {
    let short = |reason| reason == DoubtReason::TooManyInstances;
    let warned = reading
        .warnings
        .iter()
        .any(|warning| warning.code.code() == "too-many-instances");
    warned || reading.doubts.iter().any(|doubt| short(doubt.reason))
}

fn taken(said: &Said, kind: BusyKind) -> IntervalSet {
    let of_kind = said.taken.iter().filter(|((of, _), _)| *of == kind);
    of_kind.fold(IntervalSet::new(), |all, (_, set)| all.union(set))
}

fn doubted(said: &Said) -> IntervalSet {
    said.doubts
        .values()
        .fold(IntervalSet::new(), |all, set| all.union(set))
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let end = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let (text, choices) = bytes.split_at(end);
    let text = if end == 0 { bytes } else { text };
    let options = options(choices);
    let Ok(whole) = read(text, &options) else {
        return Corpus::Keep;
    };
    canonical(&whole, options.window);
    assert_eq!(read(text, &options).as_ref(), Ok(&whole));
    let said_whole = said([&whole]);

    // With less to spend nothing becomes free.
    let byte = |n: usize| choices.get(n).copied().unwrap_or(7);
    let small = ReadOptions {
        budget: Budget {
            steps: u64::from(byte(4)),
            periods: usize::from(byte(5)),
            items: 1 + usize::from(byte(6)) * 4,
            ..options.budget
        },
        ..options.clone()
    };
    if let Ok(reading) = read(text, &small) {
        canonical(&reading, options.window);
        let said_small = said([&reading]);
        let doubts = doubted(&said_small);
        for kind in BusyKind::ALL {
            let lost = taken(&said_whole, *kind)
                .difference(&taken(&said_small, *kind))
                .difference(&doubts);
            assert!(lost.is_empty(), "taken time became free: {lost:?}");
        }
    }

    if is_cut_short(&whole) {
        return Corpus::Keep;
    }
    let (from, to) = (options.window.start(), options.window.end());
    let middle = Instant(from.0 + ((to.0 - from.0) * (1 + i64::from(byte(7))) / 257).max(1));
    let half = |from, to| {
        let window = Interval::new(from, to).expect("a half");
        let options = ReadOptions {
            window,
            ..options.clone()
        };
        read(text, &options).expect("read as a whole already")
    };
    if middle < to {
        let halves = [half(from, middle), half(middle, to)];
        if !halves.iter().any(is_cut_short) {
            assert_eq!(said(&halves), said_whole);
        }
    }

    let other = ReadOptions {
        key: HashKey([9; 16]),
        ..options.clone()
    };
    let again = read(text, &other).expect("the key has no say");
    let said_again = said([&again]);
    for kind in BusyKind::ALL {
        assert_eq!(taken(&said_again, *kind), taken(&said_whole, *kind));
    }
    assert_eq!(said_again.doubts, said_whole.doubts);
    assert_eq!(again.warnings, whole.warnings);

    // UTF-16 knows no such line ends.
    if !text.contains(&b'\r')
        && !text.contains(&0)
        && !text.starts_with(&[0xff, 0xfe])
        && !text.starts_with(&[0xfe, 0xff])
    {
        let mut with_returns = Vec::with_capacity(text.len() * 2);
        for byte in text {
            if *byte == b'\n' {
                with_returns.push(b'\r');
            }
            with_returns.push(*byte);
        }
        assert_eq!(read(&with_returns, &options).as_ref(), Ok(&whole));
    }
    Corpus::Keep
});
