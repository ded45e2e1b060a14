//! Reading against brute force: random feeds, and an expander that tries every second and shares nothing with the program.
//!
//! `QUORATE_CASES` is the number of feeds (300), `QUORATE_SEED` where they begin (1): feed n of seed s is the same feed everywhere.
//! A feed on which the two differ is made small and shown. `QUORATE_BYTES` names a file that the fuzz target `rule` made, to see and
//! try the feed that it means.

mod expand;
mod feed;
#[path = "../ics_support/mod.rs"]
mod ics_support;
mod random;
mod rule;
mod shrink;
mod zones;

use expand::Periods;
use feed::Feed;
use ics_support::year_2025;
use quorate::ics::read::{Budget, ReadOptions, read};
use quorate::model::feed::WarningCode;
use quorate::time::{Instant, Interval, Zone};
use random::Random;

/// What the program reads; `Err` where it has a complaint that a well-formed feed gives no cause for.
fn as_read(feed: &Feed) -> Result<(Periods, Periods), String> {
    let (from, to) = feed.window;
    let options = ReadOptions {
        zone: Zone::named(zones::name(feed.zone)).expect("a zone"),
        window: Interval::new(Instant(from), Instant(to)).ok_or("an empty window")?,
        // Some of these feeds have more periods than any diary, and none may be cut short here.
        budget: Budget {
            steps: 200_000_000,
            periods: 5_000_000,
            ..Budget::default()
        },
        ..year_2025()
    };
    let reading = read(feed.text().as_bytes(), &options).map_err(|why| why.to_string())?;
    if let Some(doubt) = reading.doubts.first() {
        return Err(format!("doubt: {}", doubt.reason));
    }
    let harmless = [
        WarningCode::Exrule,
        WarningCode::OverrideWithoutInstance,
        // The end of a period in UTC, its start in a zone.
        WarningCode::TzidOnUtc,
        WarningCode::UntilBeforeStart,
        WarningCode::UntilType,
    ];
    if let Some(warning) = reading
        .warnings
        .iter()
        .find(|warning| !harmless.contains(&warning.code))
    {
        return Err(format!("line {}: {}", warning.line, warning.code));
    }
    let of = |firm: bool| -> Periods {
        let periods = reading.periods.iter().filter(|p| p.kind.is_firm() == firm);
        let ends = periods.map(|p| (p.interval.start().0, p.interval.end().0));
        expand::merged(ends.collect(), feed.window)
    };
    Ok((of(true), of(false)))
}

fn differs(feed: &Feed) -> bool {
    feed.window.0 < feed.window.1 && as_read(feed) != Ok(expand::expand(feed))
}

fn shown(periods: &Periods) -> String {
    let time = |at: i64| Instant(at).to_string();
    let lines = periods
        .iter()
        .map(|(a, b)| format!("    {} {}\n", time(*a), time(*b)));
    lines.take(30).collect()
}

/// A number from the environment.
fn setting(name: &str, default: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn reading_agrees_with_brute_force() {
    let (cases, seed) = (setting("QUORATE_CASES", 300), setting("QUORATE_SEED", 1));
    let (mut with_time, mut periods) = (0, 0);
    let mut failed = Vec::new();
    let bytes = std::env::var_os("QUORATE_BYTES").map(|file| std::fs::read(file).expect("a file"));
    let cases = if bytes.is_some() { 1 } else { cases };
    for case in 0..cases {
        let feed = match &bytes {
            Some(bytes) => random::feed(&mut Random::Bytes(bytes.clone().into_iter())),
            None => random::feed(&mut Random::new(seed << 32 | case)),
        };
        if bytes.is_some() {
            println!(
                "window {} {}\n{}",
                Instant(feed.window.0),
                Instant(feed.window.1),
                feed.text()
            );
        }
        let expected = expand::expand(&feed);
        with_time += u64::from(expected != (Vec::new(), Vec::new()));
        periods += expected.0.len() + expected.1.len();
        if as_read(&feed) != Ok(expected) {
            failed.push((case, feed));
        }
    }
    for (case, feed) in failed.iter().take(3) {
        let feed = shrink::shrunk(feed, &differs);
        let (busy, tentative) = expand::expand(&feed);
        println!("feed {case} of seed {seed}, made small:\n{}", feed.text());
        println!(
            "window {} {}",
            Instant(feed.window.0),
            Instant(feed.window.1)
        );
        println!("zone {}", zones::name(feed.zone));
        println!(
            "by brute force\n  busy\n{}  tentative\n{}",
            shown(&busy),
            shown(&tentative)
        );
        match as_read(&feed) {
            Ok((busy, tentative)) => {
                println!(
                    "as read\n  busy\n{}  tentative\n{}",
                    shown(&busy),
                    shown(&tentative)
                );
            }
            Err(complaint) => println!("as read: {complaint}"),
        }
    }
    let cases_failed: Vec<u64> = failed.iter().map(|(case, _)| *case).collect();
    println!(
        "{cases} feeds of seed {seed}, {with_time} of them with {periods} periods in the window"
    );
    assert!(
        failed.is_empty(),
        "{} differ: {cases_failed:?}",
        failed.len()
    );
    assert!(
        with_time * 2 >= cases || bytes.is_some(),
        "most windows have to show something"
    );
}
