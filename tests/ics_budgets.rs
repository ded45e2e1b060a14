//! The bounds on the work for one feed: each bites, leaves doubt or refuses, and says what to do about it.

mod ics_support;

use ics_support::{busy, calendar, codes, event, read_text, year_2025};
use quorate::ics::read::{Budget, ReadOptions};
use quorate::model::feed::{DoubtReason, FeedReading, FeedRefusal, WarningCode};
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant as Clock};

fn read_with(text: &str, budget: Budget) -> Result<FeedReading, FeedRefusal> {
    read_text(
        text,
        &ReadOptions {
            budget,
            ..year_2025()
        },
    )
}

const ONE: &str = "DTSTART:20250106T090000Z\nDURATION:PT1H";

/// A bound that is just enough lets the feed pass, one less does not.
#[test]
fn bytes_lines_and_rules_are_bounded_and_refused_beyond() {
    let usual = Budget::default();
    let text = calendar(&event(ONE));
    let bytes = |bytes| read_with(&text, Budget { bytes, ..usual }).map(|found| found.kept);
    assert_eq!(bytes(text.len()), Ok(1));
    assert_eq!(bytes(text.len() - 1), Err(FeedRefusal::TooLarge));

    let dates = vec!["20250107T090000Z"; 50].join(",");
    let long = calendar(&event(&format!(
        "{ONE}\nRDATE:{dates}\nDESCRIPTION:{}",
        "x".repeat(10_000)
    )));
    let folded = long.replace(',', ",\r\n ");
    for text in [&long, &folded] {
        let line =
            |line| read_with(text, Budget { line, ..usual }).map(|found| found.periods.len());
        assert_eq!(
            line(dates.len()),
            Ok(2),
            "the text of 10,000 letters is not read and does not count"
        );
        assert_eq!(line(dates.len() - 1), Err(FeedRefusal::LineTooLong));
    }

    let many: String = (1..=20)
        .map(|n| {
            event(&format!(
                "UID:{n}\n{ONE}\nRRULE:FREQ=DAILY;COUNT={n}\nEXRULE:FREQ=WEEKLY"
            ))
        })
        .collect();
    let rules =
        |rules| read_with(&calendar(&many), Budget { rules, ..usual }).map(|found| found.kept);
    assert_eq!(rules(40), Ok(20));
    assert_eq!(rules(39), Err(FeedRefusal::TooManyRules));

    let events: String = (1..=20)
        .map(|n| event(&format!("UID:{n}\n{ONE}")))
        .collect();
    let items =
        |items| read_with(&calendar(&events), Budget { items, ..usual }).map(|found| found.kept);
    assert_eq!(items(21), Ok(20));
    assert_eq!(items(20), Err(FeedRefusal::TooLarge));
}

#[test]
fn refusals_say_what_to_do() {
    for refusal in [
        FeedRefusal::TooLarge,
        FeedRefusal::LineTooLong,
        FeedRefusal::TooManyRules,
    ] {
        let advice = refusal.advice();
        assert!(
            advice.contains("check that it is the right") && advice.contains("export"),
            "{advice}"
        );
    }
}

/// What is deeper than the bound was not read, so nobody is free by it.
#[test]
fn depth_is_bounded_and_what_is_deeper_is_in_doubt() {
    let nested = |deep: usize| {
        let open: String = (0..deep).map(|n| format!("BEGIN:X-{n}\n")).collect();
        let close: String = (0..deep).rev().map(|n| format!("END:X-{n}\n")).collect();
        calendar(&format!(
            "{}{open}{}{close}",
            event(&format!("UID:a\n{ONE}")),
            event(&format!("UID:b\n{ONE}"))
        ))
    };
    let shallow = read_with(&nested(3), Budget::default()).expect("a calendar");
    assert!(shallow.doubts.is_empty());
    let budget = Budget {
        depth: 3,
        ..Budget::default()
    };
    let deep = read_with(&nested(3), budget).expect("a calendar");
    assert!(codes(&deep).contains(&WarningCode::TooDeep));
    assert_eq!(deep.doubts.len(), 1);
    assert_eq!(
        (deep.doubts[0].interval, deep.doubts[0].reason),
        (year_2025().window, DoubtReason::TooDeep)
    );
    // A hundred thousand levels cost no stack and no time.
    let started = Clock::now();
    let deep = read_with(&nested(100_000), Budget::default());
    assert!(deep.is_err() || deep.is_ok_and(|deep| deep.doubts[0].interval == year_2025().window));
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn occurrences_are_bounded_and_what_follows_is_in_doubt() {
    let daily = calendar(&event(&format!("{ONE}\nRRULE:FREQ=DAILY")));
    for budget in [
        Budget {
            periods: 11,
            ..Budget::default()
        },
        Budget {
            steps: 20,
            ..Budget::default()
        },
    ] {
        let found = read_with(&daily, budget).expect("a calendar");
        assert!(codes(&found).contains(&WarningCode::TooManyInstances));
        let last = found
            .periods
            .last()
            .map_or(year_2025().window.start(), |period| period.interval.end());
        let doubt = found.doubts.last().expect("a doubt");
        assert_eq!(doubt.reason, DoubtReason::TooManyInstances);
        assert!(
            doubt.interval.start() <= last.plus(23 * 3600),
            "no free day between what was read and the doubt"
        );
        assert_eq!(doubt.interval.end(), year_2025().window.end());
        assert!(found.periods.len() < 25);
    }
}

/// 31 million instances a year are one stretch, found by arithmetic: whatever of the budget a walk would need is not there.
#[test]
fn endless_rules_by_the_second_are_arithmetic() {
    let budget = Budget {
        steps: 2_000,
        periods: 100,
        ..Budget::default()
    };
    for (start, length) in [
        ("20250106T090000Z", "PT1S"),
        ("16010101T000000Z", "PT5M"),
        ("20250106T090000Z", "P1D"),
    ] {
        let text = calendar(&event(&format!(
            "DTSTART:{start}\nDURATION:{length}\nRRULE:FREQ=SECONDLY"
        )));
        let found = read_with(&text, budget).expect("a calendar");
        assert!(
            found.warnings.is_empty() && found.doubts.is_empty(),
            "{start} {length}"
        );
        let whole = ics_support::shown(&found, true);
        let from = if start.starts_with("1601") {
            "2025-01-01T00:00:00Z"
        } else {
            "2025-01-06T09:00:00Z"
        };
        assert_eq!(
            whole,
            [format!("{from}/2026-01-01T00:00:00Z")],
            "{start} {length}"
        );
    }
    assert_eq!(
        busy(&event(
            "DTSTART:20251231T235900Z\nDURATION:PT30S\nRRULE:FREQ=MINUTELY"
        )),
        ["2025-12-31T23:59:00Z/2025-12-31T23:59:30Z"]
    );
}

/// The user sees the bound and the advice, and never a line of the file.
#[test]
fn the_messages_reach_the_user() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("feed.ics");
    let run = |text: &str| {
        fs::write(&path, text).expect("written");
        let ran = Command::new(env!("CARGO_BIN_EXE_quorate"))
            .arg("freebusy")
            .arg(&path)
            .args(["--from", "2025-01-01", "--to", "2025-12-31"])
            .output()
            .expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (ran.status.code(), text(ran.stdout), text(ran.stderr))
    };
    let rules: String = (0..200_001)
        .map(|n| format!("RRULE:FREQ=DAILY;INTERVAL={n}\n"))
        .collect();
    let (code, out, err) = run(&calendar(&event(&format!("{ONE}\n{rules}"))));
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(
        err.contains("feed.ics") && err.contains(FeedRefusal::TooManyRules.advice()),
        "{err}"
    );

    // Counted from 1601, minute by minute, which no arithmetic shortens.
    let counted =
        "DTSTART:16010101T090000Z\nDURATION:PT1M\nRRULE:FREQ=MINUTELY;BYHOUR=9,10;COUNT=99999999";
    let minutely = event(counted);
    let (code, out, _) = run(&calendar(&minutely));
    assert_eq!(code, Some(0));
    assert!(
        out.contains("the rest is in doubt: ask for a shorter stretch of time"),
        "{out}"
    );

    let deep = (0..30)
        .map(|n| format!("BEGIN:X-{n}\n"))
        .collect::<String>()
        + &(0..30)
            .rev()
            .map(|n| format!("END:X-{n}\n"))
            .collect::<String>();
    let (code, out, _) = run(&calendar(&(deep + &event(ONE))));
    assert_eq!(code, Some(0));
    assert!(
        out.contains("all of it is in doubt: export it anew"),
        "{out}"
    );
}
