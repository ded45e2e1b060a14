//! The traps of the field that a search or an invitation can fall into, as a coordinator would meet them. Those of dates alone
//! stand in `review_traps.rs`.

mod common;

use common::*;
use serde_json::{Value, json};

fn cycles() -> Case {
    Case::fixture("review-cycle")
}

/// A workspace without feeds: who is there has answered for the whole month.
fn conference(policy: &str, people: &[(&str, &str, &str)], meeting: &str) -> Case {
    let case = Case::new();
    let hours = "[defaults]\nhours = \"Mon-Fri 09:00-17:00\"\n";
    case.write("quorate.toml", format!("{hours}{policy}"));
    let mut table = "id,name,agency,roles\n".to_owned();
    let mut answers = "who,ref,from,to,answer\n".to_owned();
    for (id, agency, roles) in people {
        table.push_str(&format!("{id},{id},{agency},{roles}\n"));
        answers.push_str(&format!("{id},,2026-11-23,2026-12-31,can\n"));
    }
    case.write("people.csv", table);
    case.write("answers.csv", answers);
    case.write("meetings.csv", meeting);
    case
}

const REVIEW: &str = "ref,type,trigger,team\nM-1,rcpc,2026-09-14,chair; admin; sw; hv; sn; mum; school-representative = none\n";
const REVIEWERS: [(&str, &str, &str); 6] = [
    ("chair", "quality-assurance", "cp-chair"),
    ("admin", "quality-assurance", "conference-administrator"),
    ("sw", "csc", "social-worker"),
    ("hv", "harbour", "health-visitor"),
    ("sn", "harbour", "school-nurse"),
    ("mum", "family", "parent"),
];
const HARBOUR: &str = "[[agency]]\nid = \"harbour\"\nkind = \"community-health\"\n";

/// Trap 2: the chair may hold a conference that is short of its quorum, but not twice running.
#[test]
fn an_inquorate_conference_is_held_again_and_not_by_discretion_twice() {
    // Nobody but children's social care can come.
    let people = [
        ("chair", "quality-assurance", "cp-chair"),
        ("sw", "csc", "social-worker"),
        ("hv", "community-health", "health-visitor"),
        ("gp-1", "primary-care", "gp"),
    ];
    let row = |flags: &str| {
        format!(
            "ref,type,trigger,previous,flags,team\nM-1,icpc,2026-10-26,2026-11-16,{flags},chair; sw; hv; gp-1; school-representative = none; team-manager-csc = none; police-child-protection = none; parent = none; conference-administrator = none\n"
        )
    };
    let again = conference("", &people, &row("under5; school-age; inquorate"));
    for who in ["hv", "gp-1"] {
        again.edit(
            "answers.csv",
            &format!("{who},,2026-11-23,2026-12-31,can"),
            &format!("{who},,2026-11-23,2026-12-31,cannot"),
        );
    }
    let found = again.find(&["--ref", "M-1"]);
    let limit = &found.json["meeting"]["limit"];
    assert_eq!(limit["rule"], "reconvene");
    // Ten working days after the meeting that was not quorate.
    assert_eq!(limit["hold_by"], "2026-11-30");
    assert_eq!(limit["confidence"], "local");
    assert_eq!(found.code, 1);
    assert_eq!(found.slots()[0]["state"], "short");
    let choose = [
        "find",
        "case",
        "--ref",
        "M-1",
        "--choose",
        "1",
        "--discretion",
    ];
    let refused = again.run(&choose).exits(2);
    assert!(
        refused.err.contains("not used twice running"),
        "{}",
        refused.err
    );
    assert!(!again.folder().join("arrangements.json").exists());

    // The first time the chair may.
    let row = row("under5; school-age")
        .replace("2026-11-16", "")
        .replace("2026-10-26", "2026-11-16");
    again.write("meetings.csv", row);
    again.run(&choose).exits(1);
    assert!(again.folder().join("arrangements.json").exists());
}

/// Trap 6: one meeting for several children, each with a clock of its own: the earliest rules, and all are told.
#[test]
fn siblings_in_one_meeting_are_held_to_the_earliest_limit() {
    let case = cycles();
    let found = case.find(&["--ref", "LAC-207"]);
    let clocks = found.json["meeting"]["clocks"].as_array().expect("clocks");
    let told: Vec<Value> = clocks
        .iter()
        .map(|one| {
            json!([
                one["subject"],
                one["rule"],
                one["date"],
                one["hold_by"],
                one["binds"]
            ])
        })
        .collect();
    assert_eq!(
        told,
        [
            // 28 December 2026 is the substitute for Boxing Day.
            json!(["207-A", "second", "2026-12-28", "2026-12-24", false]),
            json!(["207-B", "first", "2026-11-30", "2026-11-30", true]),
        ]
    );
    assert_eq!(found.json["meeting"]["limit"]["hold_by"], "2026-11-30");
    assert!(
        found
            .starts()
            .iter()
            .all(|start| start.as_str() < "2026-12-01")
    );
    let told = case.run(&["find", "case", "--ref", "LAC-207"]).flat();
    assert!(
        told.contains(
            "Meet by Mon 30 November 2026: 207-B, 20 working days after Mon 2 November 2026"
        ),
        "{told}"
    );
    assert!(
        told.contains("207-A: by Thu 24 December 2026, 3 months after Mon 28 September 2026"),
        "{told}"
    );
}

/// Trap 7: a child in two systems: one meeting needs the people and the quorum of both.
#[test]
fn two_types_in_one_meeting_unite_seats_and_quorums() {
    let case = cycles();
    let found = case.find(&["--ref", "CP-3060"]);
    let meeting = &found.json["meeting"];
    assert_eq!(meeting["types"], json!(["rcpc", "lac-review"]));
    // The longer of 90 and 75 minutes, the earlier of 14 December and 5 January.
    assert_eq!(meeting["duration_minutes"], 90);
    assert_eq!(meeting["limit"]["hold_by"], "2026-12-14");
    let mut seats: Vec<&str> = meeting["seats"]
        .as_array()
        .expect("seats")
        .iter()
        .map(|seat| text(&seat["seat"]))
        .collect();
    for both in ["cp-chair", "iro", "social-worker", "parent"] {
        assert_eq!(
            seats.iter().filter(|seat| **seat == both).count(),
            1,
            "{both} once in {seats:?}"
        );
    }
    seats.retain(|seat| *seat == "designated-teacher" || *seat == "school-representative");
    assert_eq!(seats, ["designated-teacher"], "the teacher is the school");
    // Without either chair there is no quorum.
    for (who, of) in [("d.sato", "cp-chair"), ("f.lindqvist", "iro")] {
        let case = cycles();
        let away =
            format!("{who},,2026-11-23,2027-01-31,cannot,phone,P. Vance,23/11/2026 08:00\r\n");
        let answers = case.read("answers.csv");
        case.write("answers.csv", format!("{answers}{away}"));
        let without = case.find(&["--ref", "CP-3060"]);
        assert_eq!(without.code, 1, "{of}");
        assert_eq!(without.clash(), [who]);
    }
}

/// Trap 12: two health professions of one agency are two groups and one agency: quorate by one way of counting only.
#[test]
fn health_counts_once_or_twice_as_the_authority_counts() {
    let by_groups = conference(HARBOUR, &REVIEWERS, REVIEW);
    let found = by_groups.find(&["--ref", "M-1"]);
    assert_eq!(
        (found.code, &found.slots()[0]["state"]),
        (0, &json!("quorate"))
    );

    let by_agencies = format!("[policy]\ncount_by = \"agencies\"\n{HARBOUR}");
    let refused =
        conference(&by_agencies, &REVIEWERS, REVIEW).run(&["find", "case", "--ref", "M-1"]);
    let refused = refused.exits(2);
    assert!(
        refused.err.contains("at least 2 agencies"),
        "{}",
        refused.err
    );
    assert!(
        refused.err.contains("the meeting has only 1"),
        "{}",
        refused.err
    );

    // Two agencies of health that the authority counts as one.
    let mut people = REVIEWERS;
    people[4].1 = "primary-care";
    let apart = conference(&by_agencies, &people, REVIEW);
    assert_eq!(apart.find(&["--ref", "M-1"]).code, 0);
    let once = "[policy]\ncount_by = \"agencies\"\n[[agency]]\nid = \"harbour\"\nkind = \"community-health\"\ncounts_as = \"health\"\n[[agency]]\nid = \"primary-care\"\ncounts_as = \"health\"\n";
    let refused = conference(once, &people, REVIEW)
        .run(&["find", "case", "--ref", "M-1"])
        .exits(2);
    assert!(
        refused.err.contains("the meeting has only 1"),
        "{}",
        refused.err
    );
}

/// Trap 13: somebody who must come is on leave for the whole window: why nothing fits, and who may stand in; no later date is
/// passed off as being in time.
#[test]
fn leave_over_the_whole_window_is_explained_and_deputies_are_offered() {
    let case = conference(
        "",
        &[
            ("sw", "csc", "social-worker"),
            ("manager", "csc", "team-manager-csc"),
            ("hv", "community-health", "health-visitor"),
            ("mum", "family", "parent"),
        ],
        "ref,type,trigger,team\nM-1,core-group,2026-11-16,sw; hv; mum; school-representative = none\n",
    );
    case.edit(
        "answers.csv",
        "sw,,2026-11-23,2026-12-31,can",
        "sw,,2026-11-23,2027-01-31,cannot",
    );
    let found = case.find(&["--ref", "M-1"]);
    assert_eq!(found.code, 1);
    assert_eq!(found.json["meeting"]["limit"]["date"], "2026-11-30");
    assert_eq!(found.clash(), ["sw"]);
    let deputies = &found.json["reasons"][0]["deputies"];
    assert_eq!(
        *deputies,
        json!([{"seat": "social-worker", "contacts": ["manager"]}])
    );
    for slot in found.slots() {
        let after = text(&slot["start"]) > "2026-12-01";
        assert!(
            slot["state"] == "short" || after && slot["late"] == true,
            "{slot}"
        );
    }
    let told = case.run(&["find", "case", "--ref", "M-1"]).exits(1).flat();
    assert!(
        told.contains("sw is not available at any time that would do."),
        "{told}"
    );
    assert!(told.contains("manager may stand in for social-worker: write `social-worker = sw or manager` under seats or team."), "{told}");
    // As it says: written so, it is settled.
    case.edit(
        "meetings.csv",
        "sw; hv",
        "social-worker = sw or manager; hv",
    );
    assert_eq!(case.find(&["--ref", "M-1"]).code, 0);
}

/// Trap 14: a place that bears the family's name, and a type whose name would tell what it is about.
#[test]
fn an_invitation_tells_neither_family_nor_type_by_place_or_subject() {
    let case = cycles();
    case.edit(
        "venues.csv",
        "\"Quay Children's Centre, small room\"",
        "\"Home of A Holm, carer\"",
    );
    case.edit("venues.csv", "9 Quay Lane", "17 Otter Close");
    let row = "LAC-207,LAC review";
    assert!(case.read("meetings.csv").contains(row));
    let table = case.read("meetings.csv").replace(
        "not care-proceedings,any",
        "not care-proceedings,quay-centre",
    );
    case.write("meetings.csv", table);
    case.run(&["find", "case", "--ref", "LAC-207", "--choose", "1"]);
    let invited = case
        .run(&["invite", "case", "--ref", "LAC-207", "-o", "out"])
        .exits(0);
    assert!(invited.out.contains("Tell it yourself"), "{}", invited.out);
    let mut seen = 0;
    for (name, bytes) in case.everything() {
        // The follow-ups and the text of the pack are for the coordinator alone; mails hold what the calendars do.
        let is_calendar = name.starts_with("out/") && name.ends_with(".ics");
        if !is_calendar || name.ends_with("follow-ups.ics") {
            continue;
        }
        seen += 1;
        let text = String::from_utf8(bytes)
            .expect("UTF-8")
            .replace("\r\n ", "");
        let told = text.to_lowercase();
        for word in ["holm", "otter", "looked after", "lac review", "207-a"] {
            assert!(!told.contains(word), "{name} tells {word}: {text}");
        }
        assert!(text.contains("SUMMARY:Meeting ref LAC-207\r\n"), "{text}");
        assert!(
            text.contains("LOCATION:the organiser will tell you the place\r\n"),
            "{text}"
        );
    }
    assert!(seen > 3, "{seen} files");
}

/// Of five working days that are left, the usual five of margin would make today the only good day, whoever can come: half of
/// them are kept clear instead, and a meeting with everybody is better than one today with three.
#[test]
fn a_short_clock_does_not_put_today_before_people() {
    let case = cycles();
    let ran = case.run(&["find", "case", "--ref", "LAC-207", "--json"]);
    let found = ran.json();
    let first = &found["slots"][0];
    let coming =
        |slot: &serde_json::Value| slot["coverage"]["expected"][0].as_u64().expect("a number");
    let most = found["slots"]
        .as_array()
        .expect("slots")
        .iter()
        .map(coming)
        .max();
    assert_eq!(Some(coming(first)), most, "{first:#}");
    assert!(first["start"].as_str().expect("an instant") > "2026-11-24");
}
