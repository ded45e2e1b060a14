//! Spoilt plans: each is refused, with the rule that it breaks. The plans lie in `fixtures/bad-plans`, beside an index of what each
//! must be refused for, and good ones that show that nothing else is wrong.

mod common;

use common::Case;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const NOW: &str = "2026-11-23T09:00:00Z";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bad-plans")
}

/// The workspace as `case`, and the plans beside it.
fn case() -> Case {
    let case = Case::new();
    case.add_copy(&folder().join("workspace"), "");
    for entry in std::fs::read_dir(folder()).expect("the fixtures can be listed") {
        let path = entry.expect("an entry can be read").path();
        if path.is_file() {
            let name = path.file_name().expect("a file has a name").to_owned();
            std::fs::copy(&path, case.root().join(name)).expect("a plan can be copied");
        }
    }
    case
}

/// File, rule and reference of every spoilt plan.
fn expected() -> Vec<[String; 3]> {
    let text = std::fs::read_to_string(folder().join("expected.tsv")).expect("the index");
    let rows = text.lines().skip(1);
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let [file, rule, reference] = cells.as_slice() else {
            panic!("three columns: {row}");
        };
        [file, rule, reference].map(|cell| (*cell).to_owned())
    })
    .collect()
}

#[test]
fn every_spoilt_plan_is_refused_for_what_is_wrong_with_it() {
    let case = case();
    let all = expected();
    let on_disk: BTreeSet<String> = std::fs::read_dir(folder())
        .expect("the fixtures can be listed")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    let listed: BTreeSet<String> = all.iter().map(|[file, ..]| file.clone()).collect();
    assert_eq!(on_disk, listed);
    let rules: BTreeSet<&String> = all.iter().map(|[_, rule, _]| rule).collect();
    assert!(all.len() >= 50 && rules.len() >= 25, "{} plans", all.len());
    let mut wrong = Vec::new();
    for [file, rule, reference] in &all {
        let ran = case.run(&["check", "case", file, "--json", "--now", NOW]);
        if rule == "fault" {
            // What cannot be read is refused whole, by file and place.
            let told = ran.code == 2 && ran.out.is_empty() && ran.err.contains(file.as_str());
            if !told {
                wrong.push(format!("{file}: {} {}", ran.code, ran.err));
            }
            continue;
        }
        assert_eq!(ran.code, 1, "{file}: {}", ran.err);
        let answer = ran.json();
        assert_eq!(answer["ok"], false, "{file}");
        let violations = answer["violations"].as_array().expect("a list");
        let named = violations.iter().any(|one| {
            one["rule"] == rule.as_str() && one["ref"].as_str().unwrap_or_default() == reference
        });
        if !named {
            wrong.push(format!(
                "{file} wants {rule} of {reference}: {violations:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn good_plans_are_let_pass_and_the_same_by_hand_too() {
    let case = case();
    let objective = |file: &str| -> Value {
        let answer = case
            .run(&["check", "case", file, "--json", "--now", NOW])
            .exits(0)
            .json();
        assert_eq!(answer["violations"], serde_json::json!([]), "{file}");
        answer["objective"].clone()
    };
    let told = objective("good.json");
    let plan: Value =
        serde_json::from_slice(&std::fs::read(folder().join("good.json")).expect("the good plan"))
            .expect("JSON");
    for level in plan["objective"].as_array().expect("levels") {
        let mut own = told.as_array().expect("levels").iter();
        let own = own.find(|one| one["level"] == level["level"]);
        assert_eq!(own.map(|one| &one["value"]), Some(&level["value"]));
    }
    objective("good-by-hand.json");
    objective("good.csv");
    case.run(&["check", "case", "--now", NOW]).exits(0);
}

#[test]
fn the_plan_by_hand_is_told_in_sentences_without_a_name_of_the_feeds() {
    let case = case();
    let ran = case
        .run(&[
            "check",
            "case",
            "01-double-booked-person.json",
            "--now",
            NOW,
        ])
        .exits(1);
    assert!(
        ran.flat()
            .contains("A-1 and A-2: Wyn Marsh cannot be at all of them; move one."),
        "{}",
        ran.out
    );
    // With nothing to be checked there is nothing wrong.
    case.write(
        "arrangements.json",
        r#"{"format":"quorate-plan/1","meetings":[]}"#,
    );
    let ran = case.run(&["check", "case", "--now", NOW]).exits(0);
    assert!(ran.out.contains("every rule holds"), "{}", ran.out);
}

#[test]
fn whom_a_changed_plan_tells_anew_is_known_with_the_old_one() {
    let case = case();
    let mut plan: Value =
        serde_json::from_slice(&std::fs::read(folder().join("good.json")).expect("a plan"))
            .expect("JSON");
    for level in plan["objective"].as_array_mut().expect("levels") {
        if level["level"] == "disruption" {
            level["value"] = 5.into();
            level["bound"] = 5.into();
        }
    }
    std::fs::write(case.root().join("told.json"), plan.to_string()).expect("a file");
    case.run(&["check", "case", "told.json", "--now", NOW])
        .exits(0);
    let old = ["--from-plan", "case/arrangements.json"];
    let words = ["check", "case", "told.json", "--json", "--now", NOW];
    let answer = case.run(&[&words[..], &old].concat()).exits(1).json();
    assert_eq!(answer["violations"][0]["facts"]["level"], "disruption");
}
