//! Holds the reader to what two independent readers agree on for real files, and to libical's table of recurrence rules.
//!
//! The files are other people's and stay in the folder named by QUORATE_SHARED.

mod ics_support;

use ics_support::{calendar, event, options, read_text, shared, shown};
use quorate::ics::read::read;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("a file of the shared folder");
    serde_json::from_str(&text).expect("JSON")
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().expect("a text")
}

/// Pairs of instants as our tests show intervals.
fn pairs(value: &Value) -> Vec<String> {
    let pairs = value.as_array().expect("a list").iter();
    pairs
        .map(|pair| {
            format!(
                "{}/{}",
                pair[0].as_str().expect("from"),
                pair[1].as_str().expect("to")
            )
        })
        .collect()
}

/// Where both readers are wrong. The file says itself (`X-EXPECT-NUMEVENTS: 23`) that its two EXRULEs take the Saturdays and
/// Sundays out of January 2002; both readers pass EXRULE over, which RFC 5545 dropped and RFC 2445 section 4.8.5.2 defined.
const READERS_ARE_WRONG: &str = "LibICal_TestCase57";

/// All 413 files: 285 without any ambiguity (`strict`), and the others, where both readers agree too.
#[test]
fn real_files_read_as_two_independent_readers_read_them() {
    let Some(shared) = shared() else { return };
    let mut strict = 0;
    let mut wrong = Vec::new();
    let mut files: Vec<_> = fs::read_dir(shared.join("ics-oracle/gold"))
        .expect("the gold folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    for path in &files {
        let gold = json(path);
        let feed = shared.join("corpus/visible").join(text(&gold, "file"));
        let bytes = fs::read(feed).expect("a feed");
        let options = options(text(&gold, "from"), text(&gold, "to"), text(&gold, "tz"));
        let read =
            read(&bytes, &options).map(|reading| (shown(&reading, true), shown(&reading, false)));
        let expected = (pairs(&gold["busy"]), pairs(&gold["tentative"]));
        if text(&gold, "file").contains(READERS_ARE_WRONG) {
            let weekday = |part: &&String| {
                let day = ics_support::at(&part[..20]).0.div_euclid(86_400);
                // 1970-01-01 was a Thursday.
                (day + 3).rem_euclid(7) < 5
            };
            let weekdays: Vec<String> = expected.0.iter().filter(weekday).cloned().collect();
            assert_eq!((gold["strict"] == true, weekdays.len()), (false, 23));
            assert_eq!(read, Ok((weekdays, expected.1)));
            continue;
        }
        strict += u32::from(gold["strict"] == true);
        if read != Ok(expected) {
            wrong.push(text(&gold, "file").to_owned());
        }
    }
    assert_eq!((files.len(), strict), (413, 285));
    assert_eq!(wrong, [""; 0]);
}

/// Where we differ by intention. 69 and 70: BYMONTHDAY in a yearly rule without BYMONTH means that day of every month, since
/// the table of RFC 5545 section 3.3.10 says that it expands; libical takes the month from DTSTART (dateutil reads as we do).
/// 71: DTSTART is a date in libical's file, which the table here does not show, and then BYMINUTE means nothing.
const LIBICAL_DIFFERS: &[i64] = &[69, 70, 71];

/// Cases whose DTSTART is not the first instance are undefined by RFC 5545 section 3.8.5.3 and left out.
#[test]
fn rules_give_what_libical_expects() {
    let Some(shared) = shared() else { return };
    let table = json(&shared.join("corpus/visible/rrule-table-libical.json"));
    let mut compared = 0;
    let mut wrong = Vec::new();
    for case in table["cases"].as_array().expect("cases") {
        let expected: Vec<&str> = case["instances"]
            .as_array()
            .expect("instances")
            .iter()
            .map(|instance| instance.as_str().expect("an instant"))
            .collect();
        let (start, rule) = (text(case, "dtstart"), text(case, "rrule"));
        if expected.first() != Some(&start) {
            continue;
        }
        compared += 1;
        // Endless rules are listed up to some instance, so the window ends with it.
        let last = expected.last().expect("an instance");
        let mut options = options(start, "2200-01-01T00:00:00Z", "UTC");
        if !rule.contains("COUNT") && !rule.contains("UNTIL") {
            let end = ics_support::at(last).plus(1);
            options.window =
                quorate::time::Interval::new(options.window.start(), end).expect("a window");
        }
        let stamp = start.replace(['-', ':'], "");
        let lines = format!("DTSTART:{stamp}\nDURATION:PT1S\nRRULE:{rule}");
        let reading = read_text(&calendar(&event(&lines)), &options).expect("a calendar");
        let found: Vec<String> = reading
            .periods
            .iter()
            .map(|period| period.interval.start().to_string())
            .collect();
        if found != expected {
            wrong.push(case["index"].as_i64().expect("a number"));
        }
    }
    assert!(compared > 60, "only {compared} cases");
    assert_eq!(wrong, LIBICAL_DIFFERS);
}

/// `docs/reading.md` has one row for each mark of ambiguity in the real files, with the number of files.
#[test]
fn every_mark_of_ambiguity_is_adjudicated_in_the_document() {
    let Some(shared) = shared() else { return };
    let document = include_str!("../docs/reading.md");
    let mut marks = std::collections::BTreeMap::new();
    for entry in fs::read_dir(shared.join("ics-oracle/gold")).expect("the gold folder") {
        let gold = json(&entry.expect("an entry").path());
        for mark in gold["flags"].as_array().expect("flags") {
            *marks
                .entry(mark.as_str().expect("a mark").to_owned())
                .or_insert(0) += 1;
        }
    }
    assert_eq!(marks.len(), 16);
    for (mark, files) in marks {
        assert!(
            document.contains(&format!("| `{mark}` | {files} |")),
            "{mark}: {files} files"
        );
    }
}
