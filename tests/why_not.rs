//! "Why not Thursday at two?": what a coordinator is told, that following the advice opens the time, and what may not be offered.

mod common;

use common::*;
use serde_json::{Value, json};

const REF: &str = "CP-2041";

fn asked(case: &Case, at: &str) -> Ran {
    case.run(&["why-not", "case", "--ref", REF, "--at", at])
}

fn asked_json(case: &Case, at: &str) -> Value {
    let ran = case.run(&["why-not", "case", "--ref", REF, "--at", at, "--json"]);
    assert!(ran.code <= 1, "{}", ran.err);
    let answer = ran.json();
    assert_eq!(answer["format"], "quorate-why-not/1");
    assert_eq!(answer["offered"], ran.code == 0);
    answer
}

fn codes(of: &Value) -> Vec<&str> {
    let all = of.as_array().expect("a list").iter();
    all.map(|one| text(&one["code"])).collect()
}

/// Codes of the changes of each way.
fn ways(answer: &Value) -> Vec<Vec<&str>> {
    let all = answer["ways"].as_array().expect("ways").iter();
    all.map(|way| codes(&way["changes"])).collect()
}

#[test]
fn thursday_at_two_waits_for_the_interpreter() {
    let case = Case::fixture("first-conference");
    let told = asked(&case, "10/12/2026 14:00").exits(1).flat();
    for sentence in [
        "Thu 10 December 2026, 14:00–15:30 is not offered.",
        "1. Lingua East (Turkish) (interpreter): outside the times offered. The quorum asks for interpreter.",
        "1. Ask Lingua East (Turkish) (01632 960180) whether this time can be offered too: then it is quorate if 4 say yes: \
         ring Hillcrest School (01632 960160), Martin Hale (01632 960111), the police unit (01632 960130) and St Mark's (01632 960150).",
        "Nearest times that are offered Thu 10 December 2026, 11:00–12:30",
    ] {
        assert!(told.contains(sentence), "{sentence}\n{told}");
    }
    let answer = asked_json(&case, "2026-12-10T14:00");
    assert_eq!(codes(&answer["reasons"]), ["quorum"]);
    assert_eq!(
        answer["reasons"][0],
        json!({
            "code": "quorum",
            "people": [{"contact": "lingua-east", "seats": ["interpreter"], "causes": [{"code": "not-offered"}]}],
            "apart": [],
            "asks": {"seat": "interpreter"},
        })
    );
    assert_eq!(ways(&answer), [["yes"]]);
    assert_eq!(
        answer["ways"][0]["changes"][0],
        json!({"code": "yes", "contact": "lingua-east"})
    );

    // They ring, and the answer is yes.
    let before = case.find(&["--ref", REF, "--all"]);
    assert!(!before.starts().contains(&"2026-12-10T14:00".to_owned()));
    case.run(&[
        "answer",
        "case",
        "--who",
        "lingua-east",
        "--ref",
        REF,
        "--from",
        "2026-12-10T14:00",
        "--to",
        "15:30",
        "--can",
    ])
    .exits(0);
    let after = case.find(&["--ref", REF, "--all"]);
    let slot = after.slot("2026-12-10T14:00");
    assert_eq!(slot["state"], answer["ways"][0]["slot"]["state"]);
    assert_eq!(slot["confirm"], answer["ways"][0]["slot"]["confirm"]);
    let now = asked_json(&case, "2026-12-10T14:00");
    assert_eq!(now["offered"], true);
    assert_eq!(now["reasons"], json!([]));
}

#[test]
fn two_people_in_the_way_are_two_reasons_and_only_both_together_help() {
    let case = Case::fixture("first-conference");
    let answer = asked_json(&case, "2026-12-08T13:00");
    assert_eq!(codes(&answer["reasons"]), ["quorum", "quorum"]);
    assert_eq!(answer["reasons"][0]["asks"], json!({"seat": "cp-chair"}));
    assert_eq!(
        answer["reasons"][1]["asks"],
        json!({"seat": "social-worker"})
    );
    assert!(!ways(&answer).is_empty());
    for way in ways(&answer) {
        assert_eq!(way, ["yes", "yes"]);
    }
    // Of a diary nothing is told but that its owner is not available.
    let chair = answer["reasons"][0]["people"].as_array().expect("people");
    let okafor = chair.iter().find(|one| one["contact"] == "d.okafor");
    assert_eq!(
        okafor.expect("the chair")["causes"],
        json!([{"code": "not-available"}])
    );
    let first = &answer["ways"][0];
    for change in first["changes"].as_array().expect("changes") {
        let who = text(&change["contact"]);
        let words = [
            "answer",
            "case",
            "--who",
            who,
            "--ref",
            REF,
            "--from",
            "2026-12-08T13:00",
            "--to",
            "14:30",
            "--can",
        ];
        case.run(&words).exits(0);
    }
    let slot = case
        .find(&["--ref", REF, "--all"])
        .slot("2026-12-08T13:00")
        .clone();
    assert_eq!(slot["confirm"], first["slot"]["confirm"]);
}

#[test]
fn a_time_that_is_offered_has_a_place_and_the_best_is_told_beside_it() {
    let case = Case::fixture("first-conference");
    let told = asked(&case, "8/12/2026 10:15").exits(0).flat();
    for sentence in [
        "Tue 8 December 2026, 10:15–11:45 is offered: number 2 of 27 in order of merit; it stands on the list of find, under 1.",
        "Tue 8 December 2026, 10:00–11:30 ranks first: it is earlier, and in all else as good.",
        "Ring the police unit (01632 960130) and St Mark's (01632 960150); if both say yes it is settled.",
    ] {
        assert!(told.contains(sentence), "{sentence}\n{told}");
    }
    let order = case.find(&["--ref", REF, "--all"]);
    for (index, slot) in order.slots().iter().enumerate() {
        if index % 9 == 0 {
            let answer = asked_json(&case, text(&slot["start"]));
            assert_eq!(answer["rank"]["place"], index + 1);
            assert_eq!(answer["rank"]["of"], order.slots().len());
            assert_eq!(answer["ways"], json!([]));
        }
    }
    let best = asked(&case, "8/12/2026 10:00").exits(0).flat();
    assert!(best.contains("is offered: best of 27;"), "{best}");
}

#[test]
fn off_the_grid_a_start_beside_it_or_a_finer_grid_helps() {
    let case = Case::fixture("first-conference");
    let answer = asked_json(&case, "2026-12-08T10:05");
    assert_eq!(codes(&answer["reasons"]), ["off-grid"]);
    let all = ways(&answer);
    assert!(
        all.contains(&vec!["start"]) && all.contains(&vec!["grid"]),
        "{all:?}"
    );
    let finer = case.find(&["--ref", REF, "--all", "--grain", "5m"]);
    assert_eq!(finer.slot("2026-12-08T10:05")["state"], "quorate-if");
}

#[test]
fn what_the_law_says_is_not_offered_to_be_left_out() {
    let case = Case::fixture("first-conference");
    let answer = ["--from", "2026-12-16T09:00", "--to", "13:00", "--can"];
    let mut words = vec!["answer", "case", "--who", "lingua-east", "--ref", REF];
    words.extend(answer);
    case.run(&words).exits(0);
    // Late by the limit of the row: without it, that of the type is the same, and nothing is gained.
    let late = asked_json(&case, "2026-12-16T10:00");
    assert_eq!(codes(&late["reasons"]), ["after-limit"]);
    assert_eq!(late["reasons"][0]["in_time"], 27);
    assert_eq!(late["ways"], json!([]));
    // The row states none: the type's is not its to leave out.
    case.edit("meetings.csv", "23/11/2026,90m,15wd,", "23/11/2026,90m,,");
    let late = asked_json(&case, "2026-12-16T10:00");
    assert_eq!(codes(&late["reasons"]), ["after-limit"]);
    assert_eq!(late["ways"], json!([]));
    case.run(&["find", "case", "--ref", REF, "--relax", "limit"])
        .refuses(&["--relax limit: the row of the meeting states none; what the rules of its type say cannot be left out; leave the flag out"]);
    for rule in ["quorum", "apart"] {
        let ran = case
            .run(&["find", "case", "--ref", REF, "--relax", rule])
            .exits(2);
        assert!(
            ran.err.contains("is no rule that can be left out"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn the_notice_of_the_row_can_be_left_out() {
    let case = Case::fixture("first-conference");
    // A conference within five working days: who would have to be booked earlier says yes.
    for who in ["lingua-east", "m.hale"] {
        let words = [
            "answer",
            "case",
            "--who",
            who,
            "--ref",
            REF,
            "--from",
            "2026-11-26",
            "--can",
        ];
        case.run(&words).exits(0);
    }
    let near = asked_json(&case, "2026-11-26T13:00");
    assert_eq!(codes(&near["reasons"]), ["notice"]);
    assert_eq!(ways(&near)[0], ["relax"]);
    assert_eq!(near["ways"][0]["changes"][0]["rule"], "notice");
    case.edit("meetings.csv", ",waiting-area,5wd", ",waiting-area,");
    let found = case.find(&["--ref", REF, "--all"]);
    assert_eq!(
        found.slot("2026-11-26T13:00")["state"],
        near["ways"][0]["slot"]["state"]
    );
}

#[test]
fn of_a_day_that_was_not_looked_at_nothing_is_said_of_anybody() {
    let case = Case::fixture("first-conference");
    let answer = asked_json(&case, "2027-03-01T10:00");
    assert_eq!(codes(&answer["reasons"]), ["after-last"]);
    assert_eq!(answer["people"], json!([]));
    assert_eq!(answer["slot"], Value::Null);
    let told = asked(&case, "2027-03-01T10:00").exits(1).flat();
    assert!(
        told.contains("Who could come then was not looked at"),
        "{told}"
    );
    assert!(!told.contains("Not available"), "{told}");
    let past = asked_json(&case, "2026-11-20T10:00");
    assert_eq!(codes(&past["reasons"])[0], "past");
    assert_eq!(past["ways"], json!([]));
}

#[test]
fn what_cannot_be_understood_is_refused() {
    let case = Case::fixture("first-conference");
    let bad = asked(&case, "Thursday at ten").exits(2);
    assert!(bad.err.starts_with("quorate: --at: "), "{}", bad.err);
    let ran = case.run(&[
        "why-not",
        "case",
        "--ref",
        "CP-0000",
        "--at",
        "2026-12-08T10:00",
    ]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
}

#[test]
fn json_holds_ids_and_no_numbers_to_ring() {
    let case = Case::fixture("first-conference");
    for at in ["2026-12-08T10:00", "2026-12-08T13:00", "2026-12-06T10:00"] {
        let out = case
            .run(&["why-not", "case", "--ref", REF, "--at", at, "--json"])
            .out;
        for word in ["Okafor", "Lingua", "01632", "Quayside"] {
            assert!(!out.contains(word), "{at}: {word}");
        }
    }
}

#[test]
fn the_alternatives_stand_beside_the_plain_answer() {
    let case = Case::fixture("first-conference");
    let plain = case.find(&["--ref", REF]);
    let what = [
        "--ref",
        REF,
        "--without",
        "lingua-east",
        "--without",
        "cp-chair",
        "--relax",
        "notice",
    ];
    let compared = case.find(&what);
    // The list is the plain one.
    assert_eq!(compared.json["slots"], plain.json["slots"]);
    let columns = compared.json["what_if"]
        .as_array()
        .expect("columns")
        .clone();
    let changes: Vec<&Value> = columns.iter().map(|one| &one["changes"]).collect();
    assert_eq!(
        changes,
        [
            &json!([]),
            &json!([{"code": "without", "contact": "lingua-east"}]),
            &json!([{"code": "without", "seat": "cp-chair"}]),
            &json!([{"code": "relax", "rule": "notice"}]),
            &json!([
                {"code": "without", "contact": "lingua-east"},
                {"code": "without", "seat": "cp-chair"},
                {"code": "relax", "rule": "notice"},
            ]),
        ]
    );
    assert_eq!(columns[0]["feasible"], plain.json["searched"]["feasible"]);
    assert_eq!(columns[0]["slot"]["start"], plain.slots()[0]["start"]);
    // Each column is what the tables would say.
    case.edit("meetings.csv", ",waiting-area,5wd", ",waiting-area,");
    let relaxed = case.find(&["--ref", REF]);
    assert_eq!(columns[3]["feasible"], relaxed.json["searched"]["feasible"]);
    assert_eq!(columns[3]["starts"], relaxed.json["searched"]["starts"]);
    let no = [
        "answer",
        "case",
        "--who",
        "lingua-east",
        "--from",
        "2026-11-01",
        "--to",
        "2027-02-01",
        "--cannot",
    ];
    case.run(&no).exits(0);
    let without = case.find(&["--ref", REF]);
    assert_eq!(without.json["searched"]["feasible"], 0);
    assert_eq!(columns[1]["feasible"], 0);
    assert_eq!(columns[1]["slot"]["state"], "short");
    assert_eq!(columns[1]["slot"]["missing"][0]["seat"], "interpreter");
    // In text: the answer, then the table.
    let case = Case::fixture("first-conference");
    let told = case
        .run(&[&["find", "case"], &what[..]].concat())
        .exits(0)
        .out;
    let alone = case.run(&["find", "case", "--ref", REF]).exits(0).out;
    let table = told.strip_prefix(&alone).expect("the plain answer first");
    assert!(table.starts_with("\nWhat if\n"), "{table}");
    for word in [
        "as it stands",
        "all together",
        "without the notice",
        "27 of 1,440",
        "Missing",
    ] {
        assert!(table.contains(word), "{word}\n{table}");
    }
    assert!(
        table.lines().all(|line| line.chars().count() <= 100),
        "{table}"
    );
}

#[test]
fn one_length_is_asked_for_and_several_are_compared() {
    let case = Case::fixture("first-conference");
    let one = case.find(&["--ref", "CP-2037", "--duration", "60m"]);
    assert_eq!(one.json["meeting"]["duration_minutes"], 60);
    let columns = one.json["what_if"].as_array().expect("columns");
    assert_eq!(columns.len(), 2);
    assert_eq!(columns[1]["feasible"], one.json["searched"]["feasible"]);
    let plain = case.find(&["--ref", "CP-2037"]);
    assert!(plain.json.get("what_if").is_none());
    assert_eq!(columns[0]["feasible"], plain.json["searched"]["feasible"]);
    let two = case.find(&["--ref", "CP-2037", "--duration", "60m", "--duration", "45m"]);
    assert_eq!(two.json["meeting"]["duration_minutes"], 90);
    let columns = two.json["what_if"].as_array().expect("columns");
    let lengths: Vec<&Value> = columns.iter().map(|one| &one["changes"]).collect();
    assert_eq!(
        lengths,
        [
            &json!([]),
            &json!([{"code": "duration", "minutes": 60}]),
            &json!([{"code": "duration", "minutes": 45}]),
        ]
    );
    // What is only asked cannot be chosen.
    let words = [
        "find",
        "case",
        "--ref",
        REF,
        "--without",
        "gp",
        "--choose",
        "1",
    ];
    assert_eq!(case.run(&words).code, 2);
}
