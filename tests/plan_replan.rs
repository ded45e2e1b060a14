//! Planning again from a plan that people know: what can stay stays, and whoever was told comes again.
//!
//! The old and the new plan are compared as files, meeting by meeting, without asking the planner what it thinks has changed.

mod common;

use common::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Time, room and people of each meeting.
type Told = BTreeMap<String, (String, String, BTreeSet<String>)>;

fn run(case: &Case, words: &[&str]) {
    let now = ["--now", "2026-11-23T09:00:00Z"];
    case.run(&[words, &now[..]].concat());
}

/// The reviewing unit of `docs/planning.md` with a plan of it that is not the best.
fn planned() -> Case {
    let case = Case::fixture("review-team");
    run(
        &case,
        &["plan", "case", "--effort", "quick", "-o", "case/old.json"],
    );
    case
}

fn replanned(case: &Case) -> Told {
    let words = [
        "plan",
        "case",
        "--from-plan",
        "case/old.json",
        "-o",
        "case/new.json",
    ];
    run(case, &words);
    told(case, "new.json")
}

fn told(case: &Case, name: &str) -> Told {
    let plan: Value = serde_json::from_str(&case.read(name)).expect("a plan");
    let meetings = plan["meetings"].as_array().expect("meetings");
    let one = |meeting: &Value| {
        let people = meeting["attending"].as_array().expect("people");
        let people = people.iter().map(|one| text(&one["contact"]).to_owned());
        let place = (
            text(&meeting["start"]).to_owned(),
            meeting["venue"].to_string(),
            people.collect(),
        );
        (text(&meeting["ref"]).to_owned(), place)
    };
    meetings.iter().map(one).collect()
}

#[test]
fn where_nothing_happened_nobody_is_told_anew() {
    let case = planned();
    let (old, new) = (told(&case, "old.json"), replanned(&case));
    assert!(old.len() > 30, "{} meetings", old.len());
    for (reference, (start, venue, people)) in &old {
        let now = new.get(reference).expect("it keeps its place");
        assert_eq!((start, venue), (&now.0, &now.1), "{reference}");
        assert!(people.is_subset(&now.2), "{reference} loses somebody");
    }
}

#[test]
fn who_falls_ill_costs_their_own_meetings_alone() {
    let case = planned();
    let old = told(&case, "old.json");
    let ill = "v.dyball";
    let words = [
        "answer",
        "case",
        "--who",
        ill,
        "--from",
        "2026-12-07",
        "--to",
        "2026-12-11",
    ];
    run(
        &case,
        &[&words[..], &["--cannot", "--how", "phone"]].concat(),
    );
    let new = replanned(&case);
    let week = "2026-12-07".."2026-12-12";
    let (mut hit, mut kept) = (0, 0);
    for (reference, (start, venue, people)) in &old {
        if people.contains(ill) && week.contains(&&start[..10]) {
            hit += 1;
            continue;
        }
        let stays = new
            .get(reference)
            .is_some_and(|now| (start, venue) == (&now.0, &now.1) && people.is_subset(&now.2));
        kept += usize::from(stays);
    }
    assert!(hit > 0, "somebody misses {ill}");
    // What makes room for them may be a meeting of others, never a landslide.
    assert!(
        kept + hit + 2 >= old.len(),
        "{kept} and {hit} of {}",
        old.len()
    );
}
