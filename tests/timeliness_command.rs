//! `quorate timeliness` through the program: figures that were counted by hand with a calendar, and what is refused.

mod common;

use common::*;
use serde_json::{Value, json};

/// Four initial conferences and two looked-after reviews. By hand: A is held on day 15 of the strategy discussion and day 14 of the
/// enquiry, B on day 16 of both, C on day 8 over Easter with no enquiry date, D on days 21 and 19. E is a second review on the last
/// of its three months, F a third one two working days after its six.
const LIST: &str = "\
Case,Meeting type,Strategy discussion,s47 start,Previous review,Review number,Date held,Reason for delay,Number of children
A,icpc,02/03/2026,03/03/2026,,,23/03/2026,,2
B,ICPC,02/03/2026,02/03/2026,,,24/03/2026,,1
C,icpc,26/03/2026,,,,09/04/2026,,3
D,initial conference,02/03/2026,04/03/2026,,,31/03/2026,mother gave birth ZEUGMAFENCE,1
E,lac-review,,,30/01/2026,2,30/04/2026,,
F,LAC review,,,10/03/2026,3,14/09/2026,,
";

fn timeliness(list: &str, words: &[&str]) -> Ran {
    let case = Case::new();
    case.write("held.csv", list);
    let mut all = vec!["timeliness", "case/held.csv"];
    all.extend(words);
    case.run(&all)
}

fn kind<'j>(json: &'j Value, id: &str) -> &'j Value {
    let kinds = json["types"].as_array().expect("types");
    kinds
        .iter()
        .find(|kind| kind["type"] == id)
        .expect("the type")
}

#[test]
fn the_figures_agree_with_those_counted_by_hand() {
    let json = timeliness(LIST, &["--json"]).exits(0).json();
    assert_eq!(json["format"], "quorate-timeliness/1");
    let icpc = kind(&json, "icpc");
    assert_eq!(icpc["in_time"], json!({"meetings": 2, "children": 5}));
    assert_eq!(icpc["late"], json!({"meetings": 2, "children": 2}));
    assert_eq!(
        icpc["percent_in_time"],
        json!({"meetings": 50.0, "children": 71.4})
    );
    let lac = kind(&json, "lac-review");
    assert_eq!(lac["in_time"], json!({"meetings": 1, "children": 1}));
    assert_eq!(lac["late"], json!({"meetings": 1, "children": 1}));
    let initial = &json["initial_conferences"];
    assert_eq!(
        (&initial["meetings"], &initial["children"]),
        (&json!(4), &json!(7))
    );
    let clocks = initial["clocks"].as_array().expect("both clocks");
    let counts = |clock: &Value, of: &str| -> Vec<u64> {
        let buckets = clock["buckets"].as_array().expect("buckets");
        buckets
            .iter()
            .map(|bucket| bucket[of].as_u64().expect("a count"))
            .collect()
    };
    assert_eq!(clocks[0]["clock"], "strategy-discussion");
    assert_eq!(counts(&clocks[0], "meetings"), [1, 1, 1, 1]);
    assert_eq!(counts(&clocks[0], "children"), [3, 2, 1, 1]);
    assert_eq!(
        clocks[0]["quartiles"]["meetings"],
        json!({"lower": 8, "median": 15, "upper": 16})
    );
    assert_eq!(
        clocks[0]["quartiles"]["children"],
        json!({"lower": 8, "median": 15, "upper": 16})
    );
    assert_eq!(clocks[0]["undated"], 0);
    assert_eq!(clocks[1]["clock"], "s47-start");
    assert_eq!(counts(&clocks[1], "meetings"), [0, 1, 2, 0]);
    assert_eq!(counts(&clocks[1], "children"), [0, 2, 2, 0]);
    assert_eq!(clocks[1]["undated"], 1);
    let held = json["held"].as_array().expect("every meeting");
    let told: Vec<(&str, u64)> = held
        .iter()
        .map(|one| (text(&one["ref"]), one["late_by"].as_u64().expect("days")))
        .collect();
    assert_eq!(
        told,
        [("A", 0), ("B", 1), ("C", 0), ("D", 6), ("E", 0), ("F", 2)]
    );
    assert_eq!(held[1]["limit"], "2026-03-23");
    assert_eq!(
        (&held[1]["reason_recorded"], &held[3]["reason_recorded"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(held[5]["limit"], "2026-09-10");
}

#[test]
fn late_ones_without_a_reason_are_listed_and_no_reason_is_told() {
    let ran = timeliness(LIST, &[]).exits(0);
    let flat = ran.flat();
    assert!(
        flat.starts_with(
            "3 of 6 meetings in time (50.0 %), 3 late, 2 of them without a reason on record."
        ),
        "{flat}"
    );
    assert!(
        flat.contains("B icpc held Tue 24 March 2026 limit Mon 23 March 2026 1 working day late"),
        "{flat}"
    );
    assert!(flat.contains("F lac-review held Mon 14 September 2026 limit Thu 10 September 2026 2 working days late"), "{flat}");
    assert!(!flat.contains("D icpc held"), "{flat}");
    assert!(
        flat.contains("1 more was late with a reason on record."),
        "{flat}"
    );
    for told in [ran.out.clone(), timeliness(LIST, &["--json"]).out] {
        assert!(!told.contains(CANARY) && !told.contains("birth"), "{told}");
    }
    assert!(
        ran.out.lines().all(|line| line.chars().count() <= 100),
        "{}",
        ran.out
    );
}

#[test]
fn a_bad_list_is_refused_whole_with_every_fault_in_its_row() {
    let list = "\
Ref,Type,Trigger,s47 start,Held,Children
A,icpc,02/03/2026,,23/02/2026,1
B,icpd,02/03/2026,,23/03/2026,1
C,icpc,,,23/03/2026,1
D,icpc,03/16/2026,,23/03/2026,none
E,icpc,02/03/2026,01/04/2026,23/03/2026,1
F,icpc,02/03/2026,,,1
";
    let ran = timeliness(list, &["--json"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    let rows: Vec<&str> = ran.err.lines().collect();
    for (row, column, words) in [
        (2, "Held", "lies before the trigger date, 02/03/2026"),
        (3, "Type", "write one of: icpc"),
        (
            4,
            "",
            "Strategy discussion at which the section 47 enquiry was initiated",
        ),
        (5, "Trigger", "month first"),
        (5, "Children", "whole number"),
        (6, "Held", "lies before the s47 date, 01/04/2026"),
        (7, "", "there is no held"),
    ] {
        let place = match column {
            "" => format!("held.csv row {row}:"),
            column => format!("held.csv row {row}, column {column}:"),
        };
        let told = rows
            .iter()
            .any(|line| line.contains(&place) && line.contains(words));
        assert!(told, "{place} {words}: {rows:#?}");
    }
    assert_eq!(rows.len(), 7, "{rows:#?}");
}

#[test]
fn the_list_may_be_toml_and_may_be_empty() {
    let case = Case::new();
    case.write(
        "held.toml",
        "[[held]]\nref = \"A\"\ntype = \"icpc\"\ntrigger = 2026-03-02\nheld = 2026-03-23\nchildren = 2\n",
    );
    let json = case
        .run(&["timeliness", "case/held.toml", "--json"])
        .exits(0)
        .json();
    assert_eq!(json["held"][0]["outcome"], "in-time");
    assert_eq!(
        timeliness("Ref,Type,Held\n", &[]).exits(0).out,
        "The list has no meeting.\n"
    );
    assert_eq!(Case::new().run(&["timeliness", "nowhere.csv"]).code, 2);
}

#[test]
fn scottish_meetings_are_judged_by_scottish_days() {
    // 28 calendar days from 18 May 2026 end on 15 June, a holiday in Scotland that year: still in time on the day itself.
    let list =
        "Ref,Type,Trigger,Held\nS,cppm,18/05/2026,15/06/2026\nT,cppm,18/05/2026,16/06/2026\n";
    let json = timeliness(list, &["--json"]).exits(0).json();
    let outcomes: Vec<&str> = json["held"]
        .as_array()
        .expect("held")
        .iter()
        .map(|one| text(&one["outcome"]))
        .collect();
    assert_eq!(outcomes, ["in-time", "late"]);
    assert_eq!(json["held"][0]["nation"], "scotland");
}

#[test]
fn where_the_number_decides_and_nobody_said_it_nobody_is_called_late() {
    // Four months after the one before: late as a second review, in time as a third.
    let list = "Ref,Type,Previous,Number,Held\nA,lac-review,10/03/2026,,14/07/2026\nB,lac-review,10/03/2026,2,14/07/2026\nC,lac-review,10/03/2026,3,14/07/2026\nD,lac-review,10/03/2026,,14/05/2026\nE,lac-review,10/03/2026,,14/10/2026\n";
    let json = timeliness(list, &["--json"]).exits(0).json();
    let held = json["held"].as_array().expect("held");
    let outcomes: Vec<&str> = held.iter().map(|one| text(&one["outcome"])).collect();
    assert_eq!(outcomes, ["unknown", "late", "in-time", "in-time", "late"]);
    assert_eq!(kind(&json, "lac-review")["unknown"]["meetings"], 1);
    let flat = timeliness(list, &[]).exits(0).flat();
    assert!(flat.contains("1 not known"), "{flat}");
    assert!(
        flat.contains("which meeting of its chain it was: A lac-review held Tue 14 July 2026"),
        "{flat}"
    );
}
