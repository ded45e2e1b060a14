//! `quorate diff` from the outside.

mod common;

use common::*;
use serde_json::{Value, json};

fn meeting(reference: &str, start: &str, venue: Option<&str>, people: &[&str]) -> Value {
    let attending = people
        .iter()
        .map(|who| json!({"seat": who, "contact": who}));
    json!({
        "ref": reference,
        "start": format!("2026-12-01T{start}:00Z"),
        "end": "2026-12-01T16:00:00Z",
        "venue": venue,
        "attending": attending.collect::<Vec<Value>>(),
    })
}

fn plan(meetings: &[Value]) -> String {
    json!({"format": "quorate-plan/1", "meetings": meetings, "unplaced": []}).to_string()
}

fn two_plans() -> Case {
    let case = Case::new();
    case.write(
        "old.json",
        plan(&[
            meeting("A-1", "10:00", None, &["ana", "ben"]),
            meeting("A-2", "11:00", Some("r1"), &["ana"]),
            meeting("A-3", "12:00", None, &["ben"]),
        ]),
    );
    case.write(
        "new.json",
        plan(&[
            meeting("A-1", "10:00", None, &["ana", "cy", "gp?"]),
            meeting("A-2", "11:00", Some("r2"), &["ana"]),
            meeting("A-4", "09:00", None, &["ben"]),
        ]),
    );
    case
}

#[test]
fn what_is_otherwise_is_told_by_meeting_and_by_person() {
    let case = two_plans();
    let ran = case
        .run(&["diff", "case/old.json", "case/new.json"])
        .exits(0);
    let expected = "\
Meetings: 1 moved, 1 gained, 1 lost and 1 with other people. 3 people must be told something: 3 of 4
invitations (75.0%) change, and 2 are new.

Moved
  A-2: from Tue 1 December 2026, 11:00–16:00, r1 to Tue 1 December 2026, 11:00–16:00, r2

Gained a place
  A-4: Tue 1 December 2026, 09:00–16:00

Lost their place
  A-3: Tue 1 December 2026, 12:00–16:00

Other people, same time and place
  A-1: Tue 1 December 2026, 10:00–16:00; anew cy; no longer ben

Who must be told
  ana: moved A-2
  ben: no longer needed at A-1; no place any more: A-3; new A-4
  cy: comes anew to A-1
";
    assert_eq!(ran.out, expected);
}

#[test]
fn programs_get_the_same_by_ids() {
    let case = two_plans();
    let diff = case
        .run(&["diff", "case/old.json", "case/new.json", "--json"])
        .exits(0)
        .json();
    assert_eq!(diff["format"], "quorate-diff/1");
    for (list, reference) in [
        ("moved", "A-2"),
        ("gained", "A-4"),
        ("lost", "A-3"),
        ("people_changed", "A-1"),
    ] {
        assert_eq!(diff[list].as_array().expect("a list").len(), 1, "{list}");
        assert_eq!(diff[list][0]["ref"], reference);
    }
    assert_eq!(diff["moved"][0]["after"]["venue"], "r2");
    assert_eq!(diff["people_changed"][0]["dropped"], json!(["ben"]));
    assert_eq!(
        diff["counts"],
        json!({"unchanged": 0, "invitations": 4, "retold": 3, "share": 0.75, "own_time": 0, "new_invitations": 2, "people": 3})
    );
}

#[test]
fn a_folder_gives_names_and_local_time() {
    let case = Case::fixture("norfolk");
    case.run(&["plan", "case", "-o", "plan.json"]).exits(0);
    let mut plan: Value =
        serde_json::from_slice(&case.everything()["plan.json"]).expect("a plan is JSON");
    let removed = plan["meetings"][0].take();
    plan["meetings"].as_array_mut().expect("a list").remove(0);
    case.write("less.json", plan.to_string());
    let ran = case
        .run(&["diff", "plan.json", "case/less.json", "--folder", "case"])
        .exits(0);
    assert!(
        ran.out.starts_with("Meetings: 1 lost and 5 unchanged."),
        "{}",
        ran.out
    );
    let somebody = text(&removed["attending"][0]["contact"]);
    assert!(
        !ran.out.contains(somebody),
        "a name stands for {somebody}: {}",
        ran.out
    );
    let same = case.run(&["diff", "plan.json", "plan.json"]).exits(0);
    assert_eq!(
        same.flat(),
        "Nothing is otherwise: 6 meetings at the same time and place with the same people."
    );
}

#[test]
fn what_is_no_plan_is_refused_with_the_place() {
    let case = two_plans();
    case.write(
        "odd.json",
        "{\"format\": \"quorate-plan/1\",\n \"meetings\": [{\"ref\": 7}]}",
    );
    case.run(&["diff", "case/odd.json", "case/new.json"]).refuses(&[
        "case/odd.json: line 2, column 23: not as a plan is written; give a file that quorate plan -o wrote, or an arrangements.json",
    ]);
    let twice = plan(&[
        meeting("A-1", "10:00", None, &[]),
        meeting("a-1", "11:00", None, &[]),
    ]);
    case.write("twice.json", twice);
    case.run(&["diff", "case/old.json", "case/twice.json"])
        .refuses(&["case/twice.json: meeting a-1 stands twice; take one of them out"]);
}
