//! `quorate plan` with what cannot be, what contradicts itself and what is far too much: a clear error or a typed reason, never a panic.

mod common;

use common::*;
use serde_json::Value;

const PLAIN: &str = "ref,duration,from,by,hours,seats\n";
const CHAINED: &str = "ref,duration,from,by,hours,seats,after,gap\n";

/// Two people without a feed, and these meetings.
fn case(meetings: &str) -> Case {
    let case = Case::new();
    case.write(
        "quorate.toml",
        "format = \"quorate-settings/1\"\n[defaults]\nzone = \"Europe/London\"\nhours = \"Mon-Fri 09:00-17:00\"\n",
    );
    case.write(
        "people.csv",
        "id,name,agency,kind of agency,roles\nana,Ana Bell,csc,children-social-care,social worker\n\
         ben,Ben Cole,school,school,headteacher\n",
    );
    case.write("meetings.csv", meetings);
    case
}

/// Refused, with these words and no others' place.
#[track_caller]
fn refused(meetings: &str, words: &[&str]) {
    let case = case(meetings);
    let ran = case.run(&["plan", "case", "-o", "plan.json"]).exits(2);
    assert!(ran.out.is_empty(), "{}", ran.out);
    for word in words {
        assert!(ran.err.contains(word), "{word}: {}", ran.err);
    }
    let files = case.everything();
    assert!(!files.contains_key("plan.json"), "nothing is half written");
}

/// Answered; the plan passes the check.
#[track_caller]
fn answered(meetings: &str, code: i32) -> Value {
    let case = case(meetings);
    let ran = case.run(&["plan", "case", "-o", "plan.json"]).exits(code);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    let checked = case.run(&["check", "case", "plan.json", "--json"]).exits(0);
    assert_eq!(checked.json()["ok"], true);
    serde_json::from_slice(&case.everything()["plan.json"]).expect("a plan is JSON")
}

fn codes(plan: &Value) -> Vec<&str> {
    let unplaced = plan["unplaced"].as_array().expect("a list").iter();
    unplaced.map(|one| text(&one["reason"]["code"])).collect()
}

#[test]
fn a_gap_with_its_most_below_its_least_is_refused() {
    let first = "A-1,60m,1/12/2026,1/12/2026,,social-worker = ana,,\n";
    let rows = "A-2,60m,1/12/2026,20/12/2026,,social-worker = ana,A-1,20wd-5wd\n";
    refused(
        &format!("{CHAINED}{first}{rows}"),
        &["meetings.csv row 3, column gap", "below its least"],
    );
    let rows = "A-2,60m,1/12/2026,20/12/2026,,social-worker = ana,A-1,at least 20wd; at most 5wd\n";
    refused(
        &format!("{CHAINED}{first}{rows}"),
        &["meetings.csv row 3, column gap", "below its least"],
    );
}

#[test]
fn meetings_that_follow_each_other_in_a_circle_are_refused() {
    refused(
        &format!(
            "{CHAINED}A-1,60m,1/12/2026,9/12/2026,,social-worker = ana,A-3,5d\n\
             A-2,60m,1/12/2026,9/12/2026,,social-worker = ana,A-1,5d\n\
             A-3,60m,1/12/2026,9/12/2026,,social-worker = ana,A-2,5d\n"
        ),
        &["circle", "A-1", "A-2", "A-3"],
    );
    refused(
        &format!("{CHAINED}A-1,60m,1/12/2026,9/12/2026,,social-worker = ana,A-1,5d\n"),
        &["meetings.csv row 2, column after"],
    );
}

/// A gap that is in order and that no day of the window fits.
#[test]
fn a_gap_that_no_day_fits_is_told_as_such() {
    let plan = answered(
        &format!(
            "{CHAINED}A-1,60m,1/12/2026,1/12/2026,,social-worker = ana,,\n\
             A-2,60m,1/12/2026,4/12/2026,,social-worker = ana,A-1,at least 12m\n"
        ),
        1,
    );
    assert_eq!(plan["meetings"].as_array().map(Vec::len), Some(1));
    let codes = codes(&plan);
    assert!(
        ["gap", "not-ready"].contains(&codes[0]) && codes.len() == 1,
        "{codes:?}"
    );
}

#[test]
fn a_role_that_nobody_holds_is_refused() {
    refused(
        &format!("{PLAIN}A-1,60m,1/12/2026,1/12/2026,,cp-chair\n"),
        &["meetings.csv row 2, column seats", "nobody holds"],
    );
}

#[test]
fn no_meetings_are_refused() {
    refused(PLAIN, &["there is no meeting to plan"]);
    refused("", &[]);
}

#[test]
fn one_meeting_is_planned_without_any_feed() {
    let plan = answered(
        &format!("{PLAIN}A-1,60m,1/12/2026,1/12/2026,,social-worker = ana\n"),
        0,
    );
    assert_eq!(plan["meetings"].as_array().map(Vec::len), Some(1));
}

/// Eight hours of one person, and ten meetings of an hour that all want them.
#[test]
fn the_same_person_everywhere_has_one_meeting_at_a_time() {
    let rows: String = (1..=10)
        .map(|at| format!("A-{at},60m,1/12/2026,1/12/2026,,social-worker = ana\n"))
        .collect();
    let plan = answered(&format!("{PLAIN}{rows}"), 1);
    let placed = plan["meetings"].as_array().expect("a list");
    let mut starts: Vec<&str> = placed.iter().map(|one| text(&one["start"])).collect();
    let all = starts.len();
    starts.sort_unstable();
    starts.dedup();
    assert_eq!(starts.len(), all, "nobody is in two places");
    let in_time = starts.iter().filter(|at| at.starts_with("2026-12-01"));
    assert_eq!(in_time.count(), 8);
}

#[test]
fn a_meeting_longer_than_a_day_is_refused_or_told() {
    refused(
        &format!("{PLAIN}A-1,30h,1/12/2026,4/12/2026,,social-worker = ana\n"),
        &["meetings.csv row 2, column duration", "24h at most"],
    );
    // Longer than any day is open.
    let plan = answered(
        &format!("{PLAIN}A-1,9h,1/12/2026,4/12/2026,,social-worker = ana\n"),
        1,
    );
    assert_eq!(codes(&plan).len(), 1);
}

/// Every fault of a table at once.
#[test]
fn all_faults_are_told_at_once() {
    refused(
        &format!(
            "{PLAIN}A-1,0m,1/12/2026,4/12/2026,,social-worker = ana\n\
             A-1,60m,5/12/2026,4/12/2026,,social-worker = ana\n\
             A-2,60m,1/12/2026,4/12/2026,,social-worker = nobody\n"
        ),
        &[
            "row 2, column duration",
            "row 3, column by",
            "row 3, column ref",
            "row 4, column seats",
        ],
    );
}

/// More rows than one authority's meetings are refused at once, whatever stands in them, and what to do is said.
#[test]
fn far_too_many_rows_are_refused_unread() {
    let row = "A-1,60m,1/12/2026,1/12/2026,,social-worker = nobody\n";
    let refusal = |rows: usize| {
        let case = case(&format!("{PLAIN}{}", row.repeat(rows)));
        let ran = case.run(&["plan", "case", "-o", "plan.json"]).exits(2);
        assert!(ran.out.is_empty(), "{}", ran.out);
        ran.err
    };
    assert_eq!(
        refusal(200_001),
        "quorate: meetings.csv: there are 200001 rows, and 200000 at most are read; put teams or authorities that share nobody into \
         folders of their own, and plan them apart\n"
    );
    assert!(!refusal(10).contains("rows, and"));
    let case = case(&format!("{PLAIN}{row}"));
    let head = "id,name,agency,roles\n";
    case.write(
        "people.csv",
        format!("{head}{}", "p,P P,csc,\n".repeat(100_001)),
    );
    let ran = case.run(&["plan", "case"]).exits(2);
    assert!(
        ran.err.contains("people.csv: there are 100001 rows"),
        "{}",
        ran.err
    );
    case.write(
        "people.csv",
        "id,name,agency,roles\nana,Ana Bell,csc,social worker\n",
    );
    case.write("venues.toml", "[[venue]]\nid = \"v\"\n".repeat(20_001));
    let ran = case.run(&["plan", "case"]).exits(2);
    assert!(
        ran.err.contains("venues.toml: there are 20001 rows"),
        "{}",
        ran.err
    );
}

/// A table in which every row is wrong is told in the time of reading it: each fault with its place, the nearest ids while they help.
#[test]
fn a_table_wrong_in_every_row_is_told_at_once() {
    let rows: String = (0..3_000)
        .map(|at| format!("A-{at},60m,1/12/2026,1/12/2026,,social-worker = ana,B-{at},5d\n"))
        .collect();
    let case = case(&format!("{CHAINED}{rows}"));
    let ran = case.run(&["plan", "case"]).exits(2);
    let lines: Vec<&str> = ran
        .err
        .lines()
        .filter(|line| line.contains("column after"))
        .collect();
    assert_eq!(lines.len(), 3_000);
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.contains("write one of"))
            .count(),
        100
    );
}

/// Rows beyond counting are read once and refused for what is wrong with them. `QUORATE_ROWS=1000000` for a release run.
#[test]
fn very_many_rows_are_refused_for_their_fault() {
    let rows = std::env::var("QUORATE_ROWS").map_or(2_000, |rows| rows.parse().expect("a number"));
    let mut table = PLAIN.to_owned();
    for at in 0..rows {
        table.push_str(&format!(
            "A-{at},60m,1/12/2026,1/12/2026,,social-worker = ana\n"
        ));
    }
    table.push_str("A-0,60m,1/12/2026,1/12/2026,,social-worker = ana\n");
    refused(&table, &["meeting \"A-0\" is there already"]);
}

const PINNED: &str = "ref,duration,from,by,hours,seats,pin,notice\n";

/// One pinned meeting between 1 and 9 December: what `plan` and `find` answer, and with which codes.
#[track_caller]
fn pinned(pin: &str, hours: &str, notice: &str) -> (Value, Ran, Ran) {
    let case = case(&format!(
        "{PINNED}A-1,60m,1/12/2026,9/12/2026,{hours},social-worker = ana,{pin},{notice}\n"
    ));
    let planned = case.run(&["plan", "case", "-o", "plan.json"]);
    let checked = case.run(&["check", "case", "plan.json", "--json"]).exits(0);
    assert_eq!(checked.json()["ok"], true);
    let plan = serde_json::from_slice(&case.everything()["plan.json"]);
    let found = case.run(&["find", "case", "--ref", "A-1"]);
    (plan.expect("a plan is JSON"), planned, found)
}

/// A promise behind the limit is kept, and is late in `plan` as it is in `find`; however far behind.
#[test]
fn a_pin_behind_the_limit_is_kept_and_is_late() {
    for pin in ["2026-12-15 10:00", "2027-03-16 10:00"] {
        let (plan, planned, found) = pinned(pin, "", "");
        assert_eq!((planned.code, found.code), (1, 1), "{pin}");
        assert_eq!(plan["meetings"].as_array().map(Vec::len), Some(1));
        assert_eq!(plan["objective"][0]["level"], "in-time");
        assert_eq!(plan["objective"][0]["value"], 1, "{pin}");
        assert!(planned.out.contains("After their limit"), "{}", planned.out);
        assert!(found.out.contains("LATE"), "{}", found.out);
    }
}

/// A promise before the first day is kept too, and both say so.
#[test]
fn a_pin_before_the_first_day_is_kept_and_told() {
    let (plan, planned, found) = pinned("2026-11-30 10:00", "", "");
    assert_eq!((planned.code, found.code), (0, 0));
    assert_eq!(plan["objective"][0]["value"], 0);
    let said = "pinned to a day before Tue 1 December 2026";
    assert!(planned.err.contains(said), "{}", planned.err);
    assert!(found.out.contains(said), "{}", found.out);
}

/// Whoever is owed notice is owed it of a promise too.
#[test]
fn a_pin_before_its_notice_is_refused_with_what_to_change() {
    let (plan, planned, found) = pinned("2026-12-02 10:00", "", "10wd");
    assert_eq!((planned.code, found.code), (1, 2));
    assert_eq!(codes(&plan), ["not-ready"]);
    for said in [
        "pinned to Wed 2 December 2026, 10:00",
        "Mon 7 December 2026",
        "`notice`",
    ] {
        let joined = planned.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(joined.contains(said), "{said}: {joined}");
        assert!(found.err.contains(said), "{said}: {}", found.err);
    }
    // The notice is all that was in its way.
    let (plan, planned, _) = pinned("2026-12-02 10:00", "", "0wd");
    assert_eq!((planned.code, codes(&plan).len()), (0, 0));
    // Inside the notice that the window does not leave: the pin does.
    let (plan, planned, _) = pinned("2026-12-15 10:00", "", "13wd");
    assert_eq!((planned.code, codes(&plan).len()), (1, 0));
}

#[test]
fn a_pin_that_is_over_is_refused() {
    let (plan, planned, found) = pinned("2026-11-10 10:00", "", "");
    assert_eq!((planned.code, found.code), (1, 2));
    assert_eq!(codes(&plan), ["not-ready"]);
    let said = "pinned to Tue 10 November 2026, 10:00";
    assert!(planned.out.contains(said), "{}", planned.out);
    assert!(found.err.contains(said), "{}", found.err);
}

/// The hours that the meeting states, and those of its people, bind a promise: the reason names it.
#[test]
fn a_pin_outside_hours_has_no_place_and_its_reason_names_it() {
    for (pin, hours) in [
        ("2026-12-02 14:00", "Mon-Fri 10:00-12:00"),
        ("2026-12-02 20:00", ""),
    ] {
        let (plan, planned, found) = pinned(pin, hours, "");
        assert_eq!((planned.code, found.code), (1, 1));
        assert_eq!(codes(&plan), ["no-slot"]);
        let said = "It is pinned to Wed 2 December 2026";
        assert!(planned.out.contains(said), "{}", planned.out);
        assert!(found.out.contains(said), "{}", found.out);
    }
}

/// What stays where people were told it would be is late where its limit has moved before it.
#[test]
fn what_is_frozen_behind_its_limit_is_late() {
    let row = |by: &str| format!("{PLAIN}A-1,60m,30/11/2026,{by},,social-worker = ana\n");
    let case = case(&row("30/11/2026"));
    case.run(&["plan", "case", "-o", "plan.json"]).exits(0);
    let settings = "format = \"quorate-settings/1\"\n[defaults]\nzone = \"Europe/London\"\n\
        hours = \"Mon-Fri 09:00-17:00\"\n[policy]\nfreeze = \"8wd\"\n";
    case.write("quorate.toml", settings);
    let now_by = "ref,duration,by,hours,seats\nA-1,60m,26/11/2026,,social-worker = ana\n";
    case.write("meetings.csv", now_by);
    let from = [
        "plan",
        "case",
        "--from-plan",
        "plan.json",
        "-o",
        "plan-2.json",
    ];
    let ran = case.run(&from).exits(1);
    assert!(ran.out.contains("After their limit"), "{}", ran.out);
    case.run(&["check", "case", "plan-2.json"]).exits(0);
}
