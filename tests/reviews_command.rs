//! `quorate reviews` as a coordinator or another program meets it: every case of the shared list by command, the JSON contract, what
//! is refused, and the list of cases.

mod common;

use common::*;
use serde_json::Value;

/// Runs `reviews` in an empty folder.
fn reviews(words: &[&str]) -> Ran {
    let mut all = vec!["reviews"];
    all.extend(words);
    Case::new().run(&all)
}

/// The dates of an answer in JSON.
fn dates(words: &[&str]) -> Vec<Value> {
    let ran = reviews(&[words, &["--json"]].concat());
    assert!(ran.code <= 1, "{words:?}: {}", ran.err);
    let json = ran.json();
    assert_eq!(json["format"], "quorate-reviews/1");
    json["dates"].as_array().expect("a list of dates").clone()
}

/// The entry of one rule of one type.
#[track_caller]
fn entry<'d>(dates: &'d [Value], kind: &str, rule: &str) -> &'d Value {
    let found = dates
        .iter()
        .find(|date| date["type"] == kind && date["rule"] == rule);
    found.unwrap_or_else(|| panic!("no {kind}/{rule} in {dates:#?}"))
}

#[test]
fn all_cases_of_the_shared_list_agree() {
    let list = include_str!("data/review-date-cases.tsv");
    let mut lines = list.lines();
    let header: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    let mut tried = 0;
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |name: &str| {
            let column = header.iter().position(|heading| *heading == name);
            cells[column.expect("a column")]
        };
        let from = match cell("trigger_date") {
            "" => cell("previous_date"),
            trigger => trigger,
        };
        let kind = cell("meeting_type");
        let found = dates(&[
            kind,
            "--rule",
            cell("rule"),
            "--from",
            from,
            "--nation",
            cell("nation"),
        ]);
        let case = cell("case_id");
        assert_eq!(found.len(), 1, "{case}");
        assert_eq!(found[0]["rule"], cell("rule"), "{case}");
        assert_eq!(found[0]["type"], kind, "{case}");
        assert_eq!(found[0]["limit"], cell("limit_date"), "{case}");
        assert_eq!(found[0]["hold_by"], cell("expected_date"), "{case}");
        assert_eq!(found[0]["confidence"], cell("confidence"), "{case}");
        for words in ["source", "working"] {
            assert!(!text(&found[0][words]).is_empty(), "{case}: {words}");
        }
        tried += 1;
    }
    assert_eq!(tried, 142);
}

#[test]
fn the_contract_of_a_chain() {
    let ran = reviews(&[
        "icpc",
        "--trigger",
        "26/3/2026",
        "--now",
        "2026-03-26T09:00:00Z",
        "--json",
    ]);
    let json = ran.exits(0).json();
    assert_eq!(json["format"], "quorate-reviews/1");
    assert_eq!(
        (&json["type"], &json["nation"]),
        (&"icpc".into(), &"england".into())
    );
    let dates = json["dates"].as_array().expect("dates");
    let first = entry(dates, "icpc", "first");
    assert_eq!(first["limit"], "2026-04-20");
    assert_eq!(first["hold_by"], "2026-04-20");
    assert_eq!(first["binds"], true);
    assert_eq!(first["days_in_hand"], 15);
    assert_eq!(first["from"]["date"], "2026-03-26");
    let working = text(&first["working"]);
    assert!(
        working.starts_with("15 working days after 2026-03-26"),
        "{working}"
    );
    assert!(working.contains("2026-04-03 (Good Friday)"), "{working}");
    assert!(working.contains("2026-04-06 (Easter Monday)"), "{working}");
    // What follows counts from a meeting that has no date yet, and says so.
    let review = entry(dates, "rcpc", "first");
    assert_eq!(review["limit"], "2026-07-20");
    assert_eq!(review["projected"], true);
    let core = entry(dates, "core-group", "first");
    assert_eq!(core["hold_by"], "2026-05-05");
    // A day that is planned is what the rest counts from.
    let planned = self::dates(&["icpc", "--trigger", "2026-03-26", "--meeting", "2026-04-14"]);
    let review = entry(&planned, "rcpc", "first");
    assert_eq!(review["limit"], "2026-07-14");
    assert_eq!(review["projected"], false);
}

#[test]
fn hours_are_instants() {
    let found = dates(&[
        "cetr-child",
        "--rule",
        "papers",
        "--from",
        "2026-12-10T10:00:00Z",
    ]);
    assert_eq!(found[0]["limit"], "2026-12-09T10:00:00Z");
    assert_eq!(found[0]["hold_by"], "2026-12-09");
}

#[test]
fn terms_need_their_dates() {
    let ran = reviews(&["pep", "--rule", "next", "--from", "2026-11-12", "--json"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("[[calendar]]") && ran.err.contains("--terms"),
        "{}",
        ran.err
    );
}
