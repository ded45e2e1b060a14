//! Plans with what follows from the rules, through the command line: exported as they are planned, adopted, and looked at again later.

mod common;

use common::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// An initial conference whose core groups and review follow it. Everybody has said that they can come, all winter.
fn conference() -> Case {
    let case = Case::new();
    case.write(
        "quorate.toml",
        "format = \"quorate-settings/1\"\n[defaults]\nzone = \"Europe/London\"\nhours = \"Tue 09:00-12:00\"\n",
    );
    let people = [
        ("chair", "quality-assurance", "cp-chair"),
        ("admin", "quality-assurance", "conference-administrator"),
        ("sw", "csc", "social-worker"),
        ("head", "school", "headteacher"),
        ("hv", "community-health", "health-visitor"),
        ("doc", "primary-care", "gp"),
        ("mum", "family", "parent"),
    ];
    let mut table = "id,name,agency,roles\n".to_owned();
    let mut answers = "who,ref,from,to,answer\n".to_owned();
    for (id, agency, roles) in people {
        table.push_str(&format!("{id},{id},{agency},{roles}\n"));
        answers.push_str(&format!("{id},,2026-11-23,2027-06-30,can\n"));
    }
    case.write("people.csv", table);
    case.write("answers.csv", answers);
    case.write(
        "meetings.csv",
        "ref,type,trigger,flags,team\n\
         CP-1,icpc,2026-11-23,under5; school-age,chair; admin; sw; head; hv; doc; mum\n",
    );
    case
}

const UNTIL: [&str; 2] = ["--until", "2027-04-30"];

fn json_file(case: &Case, name: &str) -> Value {
    serde_json::from_slice(&case.everything()[name]).expect("a plan is JSON")
}

fn references(plan: &Value, list: &str) -> BTreeSet<String> {
    let list = plan[list].as_array().expect("a list");
    list.iter()
        .map(|one| text(&one["ref"]).to_owned())
        .collect()
}

fn run(case: &Case, words: &[&str], more: &[&str]) -> Ran {
    case.run(&[words, more].concat())
}

/// Plans the case with its cycles; the references of all that is placed.
fn planned(case: &Case, more: &[&str]) -> BTreeSet<String> {
    let words = ["plan", "case", "--effort", "quick", "-o", "plan.json"];
    run(case, &[&words, more].concat(), &UNTIL).exits(0);
    references(&json_file(case, "plan.json"), "meetings")
}

/// Other solvers get the meetings that `plan` places, with the same flags.
#[test]
fn the_model_holds_what_plan_places() {
    let case = conference();
    let meetings = |more: &[&str]| -> usize {
        let model = run(&case, &["model", "case"], more).exits(0).json();
        model["meetings"].as_array().expect("a list").len()
    };
    let all = planned(&case, &[]);
    assert!(all.len() > 4, "{all:?}");
    assert_eq!(meetings(&UNTIL), all.len());
    assert_eq!(meetings(&["--no-cycles"]), 1);
    let usual = case
        .run(&["plan", "case", "--effort", "quick", "-o", "usual.json"])
        .exits(0);
    assert!(!usual.out.is_empty());
    let usual = references(&json_file(&case, "usual.json"), "meetings");
    assert_eq!(meetings(&[]), usual.len());
}

/// An adopted plan with its cycles is what is arranged: every rule holds, nothing is left to plan before the same day, and nothing
/// moves when it is planned anew from there.
#[test]
fn an_adopted_plan_with_cycles_stands() {
    let case = conference();
    let all = planned(&case, &["--adopt"]);
    let arranged = json_file(&case, "case/arrangements.json");
    assert_eq!(references(&arranged, "meetings"), all);
    let rows = case.read("meetings.csv");
    assert_eq!(rows.lines().count(), 1 + all.len(), "{rows}");

    let checked = case.run(&["check", "case"]).exits(0);
    let said = format!("{} arranged meetings checked: every rule holds.", all.len());
    assert!(checked.flat().contains(&said), "{}", checked.out);
    case.run(&["check", "case", "plan.json"]).exits(0);

    // Nothing that is adopted is placed a second time.
    let again = run(
        &case,
        &["plan", "case", "--effort", "quick", "-o", "more.json"],
        &UNTIL,
    );
    assert!([0, 1].contains(&again.code), "{}", again.err);
    let more = json_file(&case, "more.json");
    let twice: Vec<String> = references(&more, "meetings")
        .intersection(&all)
        .cloned()
        .collect();
    assert!(twice.is_empty(), "{twice:?}");

    let from = [
        "plan",
        "case",
        "--from-plan",
        "case/arrangements.json",
        "-o",
        "anew.json",
    ];
    run(&case, &from, &UNTIL).exits(0);
    let words = ["diff", "case/arrangements.json", "anew.json", "--json"];
    let diff = case.run(&words).exits(0).json();
    assert_eq!(diff["counts"]["retold"], 0, "{diff:#}");
    assert_eq!(diff["counts"]["unchanged"], all.len());
}

/// A plan that was good stays good while time passes: its notice was given, what has begun is over, and only what is to come is judged.
#[test]
fn a_plan_is_checked_at_a_later_day() {
    let case = conference();
    let all = planned(&case, &[]);
    let plan = json_file(&case, "plan.json");
    let mut starts: Vec<&str> = plan["meetings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| text(&one["start"]))
        .collect();
    starts.sort_unstable();
    let just_before = starts[0].replace(":00Z", ":00.000Z").replace(".000", "");
    let later = [
        "2026-11-24T09:00:00Z",
        &just_before,
        "2027-01-15T12:00:00Z",
        "2027-12-01T09:00:00Z",
    ];
    for now in later {
        let ran = case.run(&["check", "case", "plan.json", "--now", now]);
        assert_eq!(ran.code, 0, "{now}: {} {}", ran.out, ran.err);
    }
    // Somebody cannot come to what is still to come.
    let last = &starts[starts.len() - 1][..10];
    let cannot = [
        "answer", "case", "--who", "chair", "--from", last, "--to", last, "--cannot",
    ];
    run(&case, &cannot, &["--now", "2027-01-15T12:00:00Z"]).exits(0);
    let ran = case.run(&[
        "check",
        "case",
        "plan.json",
        "--now",
        "2027-01-15T12:30:00Z",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(!all.is_empty());
}

/// The same of what is adopted.
#[test]
fn an_adopted_plan_is_checked_at_a_later_day() {
    let case = conference();
    planned(&case, &["--adopt"]);
    for now in [
        "2026-11-24T09:00:00Z",
        "2027-01-15T12:00:00Z",
        "2027-12-01T09:00:00Z",
    ] {
        let ran = case.run(&["check", "case", "--now", now]);
        assert_eq!(ran.code, 0, "{now}: {} {}", ran.out, ran.err);
    }
}
