//! Plans in which somebody has to give way for somebody else to have a place at all.

mod common;

use common::*;
use serde_json::Value;

const ROLES: [&str; 9] = [
    "social-worker",
    "headteacher",
    "health-visitor",
    "school-nurse",
    "gp",
    "dsl",
    "idva",
    "interpreter",
    "police-child-protection",
];

/// Nine people who can always come, and these meetings.
fn planned(meetings: &str) -> Value {
    let case = Case::new();
    case.write(
        "quorate.toml",
        "format = \"quorate-settings/1\"\n[defaults]\nzone = \"Europe/London\"\nhours = \"Mon-Fri 09:00-17:00\"\n",
    );
    let mut people = "id,name,agency,roles\n".to_owned();
    let mut answers = "who,ref,from,to,answer\n".to_owned();
    for (number, role) in ROLES.iter().enumerate() {
        people.push_str(&format!("p{number},P{number},csc,{role}\n"));
        answers.push_str(&format!("p{number},,2026-11-23,2026-12-31,can\n"));
    }
    case.write("people.csv", people);
    case.write("answers.csv", answers);
    case.write("meetings.csv", meetings);
    // Without a search: what is put in first would stay for ever.
    let words = ["plan", "case", "--effort", "quick", "-o", "plan.json"];
    case.run(&words).exits(0);
    case.run(&["check", "case", "plan.json"]).exits(0);
    serde_json::from_slice(&case.everything()["plan.json"]).expect("a plan is JSON")
}

fn all_seats() -> String {
    let seats = ROLES.iter().enumerate();
    let seats: Vec<String> = seats.map(|(n, role)| format!("{role} = p{n}")).collect();
    seats.join("; ")
}

fn starts(plan: &Value) -> Vec<(&str, &str)> {
    let meetings = plan["meetings"].as_array().expect("a list").iter();
    let starts = meetings.map(|one| (text(&one["ref"]), text(&one["start"])));
    starts.collect()
}

/// The large meeting is put in first, at its earliest start, which is where the small one could be; it has a later start.
#[test]
fn a_large_meeting_gives_way_to_a_small_one() {
    let plan = planned(&format!(
        "ref,duration,from,by,hours,seats\n\
         LARGE,60m,1/12/2026,1/12/2026,Tue 09:00-11:15,{}\n\
         SMALL,60m,1/12/2026,1/12/2026,Tue 09:00-10:15,social-worker = p0\n",
        all_seats()
    ));
    let starts = starts(&plan);
    assert_eq!(starts.len(), 2, "{starts:?}");
    let at = |reference: &str| starts.iter().find(|one| one.0 == reference).unwrap().1;
    assert!(at("SMALL") < at("LARGE"), "{starts:?}");
}

/// The same two moves deep: who gives way has one other start, at which somebody else has to give way.
#[test]
fn who_gives_way_makes_others_give_way() {
    let plan = planned(&format!(
        "ref,duration,from,by,hours,seats\n\
         LARGE,60m,1/12/2026,1/12/2026,Tue 09:00-11:15,{}\n\
         MIDDLE,60m,1/12/2026,1/12/2026,Tue 10:00-13:00,social-worker = p0; headteacher = p1\n\
         SMALL,60m,1/12/2026,1/12/2026,Tue 09:00-10:15,social-worker = p0\n",
        all_seats()
    ));
    assert_eq!(starts(&plan).len(), 3, "{plan:#}");
}
