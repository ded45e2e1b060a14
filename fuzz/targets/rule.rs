//! Well-formed feeds, the bytes choosing what is in them: series of every kind, read as by the brute force of `tests/ics_brute`,
//! and the same in two halves of the window and with more asked before it.
#![no_main]
#![allow(
    dead_code,
    reason = "only a part of the generator's files is used here"
)]

#[path = "../../tests/ics_brute/expand.rs"]
mod expand;
#[path = "../../tests/ics_brute/feed.rs"]
mod feed;
#[path = "../../tests/ics_support/mod.rs"]
mod ics_support;
#[path = "../../tests/ics_brute/random.rs"]
mod random;
#[path = "../../tests/ics_brute/rule.rs"]
mod rule;
#[path = "../../tests/ics_brute/zones.rs"]
mod zones;

use ics_support::said::said;
use ics_support::year_2025;
use libfuzzer_sys::fuzz_target;
use quorate::ics::read::{Budget, ReadOptions, read};
use quorate::time::{Instant, Interval, Zone};
use random::Random;

fuzz_target!(|bytes: &[u8]| {
    let mut random = Random::Bytes(bytes.to_vec().into_iter());
    let feed = random::feed(&mut random);
    let (from, to) = feed.window;
    let text = feed.text();
    let reading = |from: i64, to: i64| {
        let options = ReadOptions {
            zone: Zone::named(zones::name(feed.zone)).expect("a zone"),
            window: Interval::new(Instant(from), Instant(to)).expect("a window"),
            budget: Budget {
                steps: 200_000_000,
                periods: 5_000_000,
                ..Budget::default()
            },
            ..year_2025()
        };
        read(text.as_bytes(), &options).expect("a calendar")
    };
    let whole = reading(from, to);
    assert!(whole.doubts.is_empty(), "{text}");
    let of = |firm: bool| {
        let periods = whole.periods.iter().filter(|p| p.kind.is_firm() == firm);
        let ends = periods.map(|p| (p.interval.start().0, p.interval.end().0));
        expand::merged(ends.collect(), feed.window)
    };
    assert_eq!(
        (of(true), of(false)),
        expand::expand(&feed),
        "{from} {to}\n{text}"
    );

    let middle = from + 1 + random.below((to - from - 1).max(1));
    if middle < to {
        let halves = [reading(from, middle), reading(middle, to)];
        assert_eq!(
            said(&halves),
            said([&whole]),
            "{from} {middle} {to}\n{text}"
        );
        let earlier = reading(from - (to - from), to);
        let inner = Interval::new(Instant(from), Instant(to)).expect("a window");
        let mut clipped = said([&earlier]).taken;
        clipped
            .values_mut()
            .for_each(|set| *set = set.clipped(inner));
        clipped.retain(|_, set| !set.is_empty());
        assert_eq!(clipped, said([&whole]).taken, "{from} {to}\n{text}");
    }
});
