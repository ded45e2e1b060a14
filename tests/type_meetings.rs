//! What a meeting's type gives it, and what the row's own words change.

mod common;

use common::*;
use serde_json::{Value, json};

/// A workspace in which everybody has said that they can come on any day of the month.
fn case(people: &[(&str, &str, &str)], meeting: &str) -> Case {
    let case = Case::new();
    case.write(
        "quorate.toml",
        "[defaults]\nhours = \"Mon-Fri 09:00-17:00\"\n",
    );
    let mut table = "id,name,agency,roles\n".to_owned();
    let mut answers = "who,ref,from,to,answer\n".to_owned();
    for (id, agency, roles) in people {
        table.push_str(&format!("{id},{id},{agency},{roles}\n"));
        answers.push_str(&format!("{id},,2026-11-23,2027-03-31,can\n"));
    }
    case.write("people.csv", table);
    case.write("answers.csv", answers);
    case.write("meetings.csv", meeting);
    case
}

const TEAM: [(&str, &str, &str); 8] = [
    ("chair", "quality-assurance", "cp-chair"),
    ("admin", "quality-assurance", "conference-administrator"),
    ("sw", "csc", "social-worker"),
    ("head", "school", "headteacher"),
    ("hv", "community-health", "health-visitor"),
    ("doc", "primary-care", "gp"),
    ("mum", "family", "parent"),
    ("dad", "family", "parent"),
];

fn seats(found: &Found) -> Vec<Value> {
    let seats = found.json["meeting"]["seats"].as_array().expect("seats");
    seats
        .iter()
        .map(|seat| json!([seat["seat"], seat["level"], seat["places"]]))
        .collect()
}

#[test]
fn the_type_gives_seats_quorum_length_limit_and_names() {
    let row =
        "ref,type,trigger,team\nM-1,ICPC,23/11/2026,chair; admin; sw; head; hv; doc; mum; dad\n";
    let found = case(&TEAM, row).find(&["--ref", "M-1"]);
    assert_eq!(found.code, 0);
    let meeting = &found.json["meeting"];
    assert_eq!(meeting["type"], "icpc");
    assert_eq!(meeting["duration_minutes"], 120);
    assert_eq!(
        meeting["limit"],
        json!({"rule": "first", "date": "2026-12-14", "hold_by": "2026-12-14", "confidence": "confirmed"})
    );
    // In the order of the type; a group bears the name of the one role that its person has; the second parent has a place of
    // their own; nobody is asked for in places that are only wished for.
    assert_eq!(
        seats(&found),
        [
            json!(["cp-chair", "required", 1]),
            json!(["social-worker", "required", 1]),
            json!(["team-manager-csc", "expected", 1]),
            json!(["parent", "expected", 1]),
            json!(["parent-2", "expected", 1]),
            json!(["headteacher", "expected", 1]),
            json!(["health-visitor", "expected", 1]),
            json!(["gp", "expected", 1]),
            json!(["police-child-protection", "expected", 1]),
            json!(["conference-administrator", "required", 1]),
        ]
    );
    // School-age children's health is the only one of whom nothing is known.
    let asked: Vec<&Value> = found.json["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .map(|one| &one["flag"])
        .collect();
    assert_eq!(asked, ["under5"]);
    let clock = &meeting["clocks"][0];
    assert_eq!(
        clock["working"],
        "15 working days after 2026-11-23 (strategy discussion at which the section 47 enquiry was initiated)"
    );
    assert!(
        text(&clock["source"]).starts_with("Working Together"),
        "{clock}"
    );
}

#[test]
fn what_the_row_says_outranks_the_type() {
    let row = "ref,type,trigger,team,duration,quorum,by\nM-1,icpc,2026-11-23,chair; sw; expected: gp = doc (remote); health-visitor = none; police-child-protection = none; preferred: parent = mum as mother,45m,cp-chair and social-worker,2026-12-18\n";
    let case = case(&TEAM, row);
    let found = case.find(&["--ref", "M-1"]);
    let meeting = &found.json["meeting"];
    assert_eq!(meeting["duration_minutes"], 45);
    assert_eq!(meeting["limit"]["rule"], "by");
    assert_eq!(meeting["limit"]["confidence"], Value::Null);
    let told = seats(&found);
    for there in [
        json!(["mother", "preferred", 1]),
        json!(["gp", "expected", 1]),
    ] {
        assert!(told.contains(&there), "{there} in {told:?}");
    }
    let ids: Vec<&str> = told.iter().map(|seat| text(&seat[0])).collect();
    assert!(!ids.contains(&"police-child-protection"), "{ids:?}");
    // The limit that is written is used, and it is said that the type's is earlier.
    let notes = found.json["notes"].as_array().expect("notes");
    assert!(notes.contains(&json!({"code": "later-than-rule", "hold_by": "2026-12-18", "rule_hold_by": "2026-12-14"})), "{notes:?}");
    let told = case.run(&["find", "case", "--ref", "M-1"]).flat();
    assert!(told.contains("is later than the one of the meeting's type, Mon 14 December 2026; the written one is used."), "{told}");
}

#[test]
fn a_list_of_seats_is_the_whole_list() {
    let row = "ref,type,trigger,seats\nM-1,icpc,2026-11-23,cp-chair; social-worker = sw; headteacher = head; health-visitor = hv\n";
    let found = case(&TEAM, row).find(&["--ref", "M-1"]);
    let ids: Vec<Value> = seats(&found).iter().map(|seat| seat[0].clone()).collect();
    assert_eq!(
        ids,
        ["cp-chair", "social-worker", "headteacher", "health-visitor"]
    );
    // The type's quorum counts those of them who know the child, as the type says who does.
    assert_eq!(
        (found.code, &found.slots()[0]["state"]),
        (0, &json!("quorate"))
    );
}

#[test]
fn somebody_who_must_come_and_is_not_known_is_rung() {
    let row =
        "ref,type,trigger,flags,team\nM-1,icpc,2026-11-23,under5; school-age,sw; hv; head; mum\n";
    let people = &TEAM[2..];
    let found = case(people, row).find(&["--ref", "M-1"]);
    assert_eq!(found.code, 0);
    // The chair has to be found; the note-taker is required and the quorum holds without.
    assert_eq!(found.slots()[0]["confirm"], json!([["cp-chair?"]]));
    let told = case(people, row)
        .run(&["find", "case", "--ref", "M-1"])
        .flat();
    assert!(told.starts_with("Ring whoever will be cp-chair;"), "{told}");
}

#[test]
fn the_team_takes_seats_by_exact_role_before_groups_and_nobody_is_left_without() {
    let people = [
        ("sw", "csc", "social-worker"),
        ("both", "community-health", "gp; health-visitor"),
        ("doc", "primary-care", "gp"),
        ("chair", "quality-assurance", "cp-chair"),
        ("coach", "voluntary", "voluntary-worker"),
        ("dsl", "school", "dsl"),
        ("teacher", "academy", "class-teacher"),
    ];
    let people = people.map(|(id, agency, roles)| {
        (
            id,
            if agency == "academy" {
                "school"
            } else {
                agency
            },
            roles,
        )
    });
    let row = "ref,type,trigger,flags,team\nM-1,icpc,2026-11-23,under5; school-age,sw; both; doc; chair; coach; dsl; teacher\n";
    let found = case(&people, row).find(&["--ref", "M-1"]);
    let attending = found.slots()[0]["attending"]
        .as_array()
        .expect("attendances");
    let mut places: Vec<(&str, &str)> = attending
        .iter()
        .map(|one| (text(&one["contact"]), text(&one["seat"])))
        .filter(|(who, _)| !who.contains('?'))
        .collect();
    places.sort_unstable();
    assert_eq!(
        places,
        [
            ("both", "health-visitor"),
            ("chair", "cp-chair"),
            // No seat of the type is theirs.
            ("coach", "voluntary-worker"),
            ("doc", "gp"),
            ("dsl", "dsl"),
            ("sw", "social-worker"),
            // A second school beside the first.
            ("teacher", "class-teacher"),
        ]
    );
    let levels = seats(&found);
    assert!(
        levels.contains(&json!(["voluntary-worker", "preferred", 1])),
        "{levels:?}"
    );
    assert!(
        levels.contains(&json!(["class-teacher", "expected", 1])),
        "{levels:?}"
    );
}

/// Two groups of a conference share roles, one for children under five and one for others; a group that is written means itself, not
/// the first with which it shares some.
#[test]
fn a_group_that_is_written_stands_for_itself() {
    let has = |flags: &str, left_out: &str, wanted: &str| -> bool {
        let row = format!(
            "ref,type,trigger,quorum,flags,team\nM-1,icpc,2026-11-23,cp-chair,{flags},chair; admin; sw; mum{left_out}\n"
        );
        let found = case(&TEAM, &row).find(&["--ref", "M-1"]);
        seats(&found).iter().any(|seat| text(&seat[0]) == wanted)
    };
    let (younger, older) = ("child-health-under5", "child-health-school-age");
    for (flag, seat, other) in [("under5", younger, older), ("not under5", older, younger)] {
        assert!(has(flag, "", seat), "{flag}");
        assert!(!has(flag, &format!("; {seat} = none"), seat), "{flag}");
        assert!(has(flag, &format!("; {other} = none"), seat), "{flag}");
    }
}

#[test]
fn nobody_of_the_family_is_ever_invited_where_the_type_says_so() {
    let row = "ref,type,trigger,team\nM-1,strategy-discussion,2026-11-23,sw; hv; mum\n";
    case(&TEAM, row).run(&["find", "case"]).refuses(&[
        "case/meetings.csv row 2, column team: seat \"parent\" is for the family, and nobody of the family is ever invited to a meeting of the type strategy-discussion; leave the seat out",
    ].map(|text| text.trim_start_matches("case/")));
}

#[test]
fn a_type_that_is_not_known_is_told_with_the_nearest_and_several_are_asked() {
    let row = |kind: &str| format!("ref,type,duration,seats\nM-1,{kind},60m,social-worker = sw\n");
    let told = case(&TEAM, &row("icpcc meeting"))
        .run(&["find", "case"])
        .exits(0);
    assert!(told.err.contains("\"icpcc meeting\" is no type of meeting that quorate knows, so nothing is taken from it; the nearest are: "), "{}", told.err);
    let several = case(&TEAM, &row("MDT")).run(&["find", "case"]).exits(2);
    assert!(several.err.contains("meeting type \"MDT\" may mean several; write one of: discharge-mdt, multi-agency-meeting"), "{}", several.err);
}

/// Trap 8: the rules and the calendar of the nation that is responsible.
#[test]
fn a_type_of_another_nation_is_told_with_its_counterpart() {
    let row = "ref,type,nation,trigger,duration,seats\nM-1,icpc,wales,2026-11-23,60m,social-worker = sw\nM-2,registration conference,wales,2026-11-23,60m,social-worker = sw\n";
    let case = case(&TEAM, row);
    let told = case.run(&["find", "case", "--ref", "M-1"]);
    assert!(
        told.err.contains(
            "the type icpc is not one of wales, and is used all the same; there it is icpc-wales"
        ),
        "{}",
        told.err
    );
    // The same name means Scotland's own type there.
    let row = "ref,type,nation,previous,number,duration,quorum,seats\nS-1,LAC review,scotland,2026-08-28,2,60m,required seats,social-worker = sw\n";
    case.write("meetings.csv", row);
    let found = case.find(&["--ref", "S-1"]);
    assert_eq!(
        found.json["meeting"]["types"],
        json!(["lac-review-scotland"])
    );
    // Three months after 28 August is a Saturday.
    assert_eq!(found.json["meeting"]["limit"]["hold_by"], "2026-11-27");
    assert_eq!(found.json["meeting"]["limit"]["date"], "2026-11-28");
}

#[test]
fn a_limit_that_has_passed_finds_the_next_times_and_counts_the_breach() {
    let row = "ref,type,trigger,flags,team\nM-1,icpc,2026-10-23,under5; school-age,chair; admin; sw; head; hv; doc; mum\n";
    let case = case(&TEAM, row);
    let found = case.find(&["--ref", "M-1"]);
    assert_eq!(found.code, 1);
    let limit = &found.json["meeting"]["limit"];
    assert_eq!(limit["hold_by"], "2026-11-13");
    let best = &found.slots()[0];
    assert_eq!(
        (&best["state"], &best["late"]),
        (&json!("quorate"), &json!(true))
    );
    // Monday 23 November is six working days after Friday 13.
    assert_eq!(minute(&best["start"]), "2026-11-23T09:00");
    assert_eq!(best["limit"]["spare_working_days"], -6);
    let told = case.run(&["find", "case", "--ref", "M-1"]).exits(1).flat();
    assert!(told.contains("BREACHED: the meeting should have been held by Fri 13 November 2026, 6 working days ago"), "{told}");
    assert!(told.contains("every one after the limit"), "{told}");
}

#[test]
fn notice_of_statute_bounds_the_search_and_other_notice_is_remarked_on() {
    let people = [
        ("mum", "family", "parent"),
        ("head", "school", "headteacher"),
        ("send", "la-education", "send-officer"),
        ("chair", "quality-assurance", "cp-chair"),
        ("sw", "csc", "social-worker"),
        ("hv", "community-health", "health-visitor"),
    ];
    let row = "ref,type,trigger,hours,notice,team\nE-1,ehc-annual-review,2026-01-15,Mon-Fri 09:00-17:00,,mum; head; send\nE-2,ehc-annual-review,2026-01-15,Mon-Fri 09:00-17:00,1wd,mum; head; send\nE-3,rcpc,2026-09-14,Mon-Fri 09:00-17:00,,chair; sw; head; hv; mum\n";
    let case = case(&people, row);
    // Two weeks before by statute: not earlier than 7 December.
    let starts = case.find(&["--ref", "E-1", "--all"]).starts();
    assert_eq!(starts[0], "2026-12-07T09:00");
    // What the row says outranks it.
    assert_eq!(
        case.find(&["--ref", "E-2", "--all"]).starts()[0],
        "2026-11-24T09:00"
    );
    // Twenty working days by one area's procedure: a remark.
    let local = case.find(&["--ref", "E-3"]);
    assert_eq!(local.slots()[0]["short_notice"], true);
    let told = case.run(&["find", "case", "--ref", "E-3"]).flat();
    assert!(told.contains("Less than the usual notice."), "{told}");
    assert!(told.contains("gives less than the usual notice: date, time and place are confirmed in writing 20 working days before [local:"), "{told}");
}

#[test]
fn a_date_that_a_clock_needs_is_asked_for_in_the_types_own_words() {
    let row = "ref,type,team\nM-1,icpc,chair; admin; sw; head; hv; doc; mum\nM-2,ehc-annual-review,head; mum\n";
    let case = case(&TEAM, row);
    let found = case.find(&["--ref", "M-1", "--flag", "under5", "--flag", "school-age"]);
    assert_eq!(found.json["meeting"]["limit"], Value::Null);
    let notes = found.json["notes"].as_array().expect("notes");
    assert!(
        notes.contains(
            &json!({"code": "missing-date", "subject": "", "type": "icpc", "anchor": "trigger"})
        ),
        "{notes:?}"
    );
    let told = case.run(&["find", "case", "--ref", "M-1"]).flat();
    assert!(told.contains("It starts with: strategy discussion at which the section 47 enquiry was initiated. Write the date: add `trigger` (--trigger DATE)"), "{told}");
    let told = case.run(&["find", "case", "--ref", "M-2"]).flat();
    assert!(told.contains("add `trigger` (--trigger DATE)"), "{told}");
    // The flags answer it.
    let found = case.find(&["--ref", "M-1", "--trigger", "23/11/2026"]);
    assert_eq!(found.json["meeting"]["limit"]["hold_by"], "2026-12-14");
    let found = case.find(&["--ref", "M-2", "--anchor", "decision=2026-01-15"]);
    assert_eq!(found.json["meeting"]["limit"]["hold_by"], "2026-12-18");
    let found = case.find(&["--ref", "M-2", "--previous", "2025-12-18", "--number", "3"]);
    assert_eq!(found.code, 0);
}

#[test]
fn a_bare_folder_is_the_team_of_a_type() {
    let case = Case::new();
    case.add_copy(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/norfolk/team-1"),
        "feeds",
    );
    let found = case.find_in("case/feeds", &["--type", "icpc", "--trigger", "2026-11-23"]);
    assert_eq!(found.code, 0);
    assert_eq!(found.json["meeting"]["limit"]["hold_by"], "2026-12-14");
    assert_eq!(found.json["meeting"]["duration_minutes"], 120);
    let ids: Vec<Value> = seats(&found).iter().map(|seat| seat[0].clone()).collect();
    for seat in [
        "cp-chair",
        "social-worker",
        "dsl",
        "health-visitor",
        "police-child-protection",
    ] {
        assert!(ids.contains(&json!(seat)), "{seat} in {ids:?}");
    }
    // Everybody in the folder has a place.
    assert!(ids.contains(&json!("family-support-worker")), "{ids:?}");
    let new = case.run(&[
        "find",
        "case/feeds",
        "--ref",
        "NEW-1",
        "--type",
        "no such thing",
        "--duration",
        "60m",
    ]);
    assert!(new.err.contains("is no type of meeting"), "{}", new.err);
}

#[test]
fn the_margin_is_the_rules_unless_the_authority_writes_one() {
    let row = "ref,type,trigger,hours,flags,team\nM-1,icpc,2026-11-23,Mon-Fri 09:00-17:00,under5; school-age,chair; admin; sw; head; hv; doc; mum\n";
    let margin = case(&TEAM, row);
    // Held by Monday 14 December; five working days before is Monday 7 December, and whoever is free by then comes first. The
    // usual notice of five working days ends on Monday 30 November.
    margin.edit(
        "answers.csv",
        "mum,,2026-11-23,2027-03-31,can",
        "mum,,2026-12-08,2027-03-31,can\nmum,,2026-11-23,2026-12-07,cannot",
    );
    let best = margin.find(&["--ref", "M-1"]).slots()[0].clone();
    assert_eq!(minute(&best["start"]), "2026-11-30T09:00");
    margin.write(
        "quorate.toml",
        "[defaults]\nhours = \"Mon-Fri 09:00-17:00\"\n[policy]\ntarget_margin = \"1wd\"\n",
    );
    let best = margin.find(&["--ref", "M-1"]).slots()[0].clone();
    assert_eq!(minute(&best["start"]), "2026-12-08T09:00", "with mum");
}

#[test]
fn target_rules_aim_before_the_limit() {
    let row = "ref,type,trigger,previous,number,team\nM-1,core-group,2026-09-01,2026-10-20,3,sw; hv; mum; school-representative = none\n";
    let case = case(&TEAM, row);
    let found = case.find(&["--ref", "M-1"]);
    // Six weeks after 20 October, and better four.
    let meeting = &found.json["meeting"];
    assert_eq!(meeting["limit"]["hold_by"], "2026-12-01");
    assert_eq!(meeting["target"], "2026-11-17");
    let told = case.run(&["find", "case", "--ref", "M-1"]).flat();
    assert!(
        told.contains("Aim for Tue 17 November 2026 or earlier: 4 weeks after Tue 20 October 2026"),
        "{told}"
    );
}

#[test]
fn flags_of_a_new_type_are_for_new_meetings() {
    let row = "ref,type,trigger,team\nM-1,icpc,2026-11-23,sw\n";
    let case = case(&TEAM, row);
    let refused = case
        .run(&["find", "case", "--ref", "M-1", "--type", "rcpc"])
        .exits(2);
    assert!(
        refused
            .err
            .contains("M-1 stands in the meetings table; write its type and its team there"),
        "{}",
        refused.err
    );
    let found = case.find(&[
        "--ref",
        "M-9",
        "--type",
        "core group",
        "--trigger",
        "2026-11-16",
        "--team",
        "sw",
        "--team",
        "hv",
        "--team",
        "mum",
    ]);
    assert_eq!(found.json["meeting"]["limit"]["hold_by"], "2026-11-30");
}

/// The clock of one child is no reason to pass over that of the other in silence.
#[test]
fn a_limit_beside_the_one_that_is_kept_is_asked_for() {
    let row = "ref,type,subjects,flags,team\nM-1,icpc,\"A (trigger 23/11/2026); B\",under5; school-age,chair; admin; sw; head; hv; doc; mum\nM-2,icpc-prebirth,,,chair; sw; hv; doc; mum\n";
    let case = case(&TEAM, row);
    let found = case.find(&["--ref", "M-1"]);
    assert_eq!(found.json["meeting"]["limit"]["hold_by"], "2026-12-14");
    let notes = found.json["notes"].as_array().expect("notes");
    let asked = json!({"code": "missing-date", "subject": "B", "type": "icpc", "anchor": "trigger", "beside_the_limit": true});
    assert!(notes.contains(&asked), "{notes:?}");
    let told = case.run(&["find", "case", "--ref", "M-1"]).flat();
    assert!(told.contains("Another limit of B may be earlier than the one above: it counts from strategy discussion"), "{told}");
    let told = case
        .run(&["find", "case", "--ref", "M-2", "--trigger", "23/11/2026"])
        .flat();
    assert!(told.contains("Another limit may be earlier than the one above: it counts from the date on which the baby is due"), "{told}");
    // A limit that is written is the user's own.
    let written = case.find(&["--ref", "M-2", "--by", "2026-12-04"]);
    assert!(
        !written.json["notes"]
            .to_string()
            .contains("beside_the_limit")
    );
}

/// Which day the plan is due on depends on the kind of transfer, and the last day of the review on that.
#[test]
fn a_flag_is_asked_for_that_decides_what_the_limit_counts_from() {
    let row = "ref,type,trigger,anchors,team\nT-1,ehc-phase-transfer,2026-06-01,transfer 2027-09-01,head; mum\n";
    let case = case(&TEAM, row);
    let told = case.run(&["find", "case", "--ref", "T-1"]).flat();
    assert!(told.contains("post16"), "{told}");
    let found = case.find(&[
        "--ref",
        "T-1",
        "--flag",
        "post16",
        "--flag",
        "not post16-move",
    ]);
    // Twelve weeks before 31 March.
    assert_eq!(found.json["meeting"]["limit"]["hold_by"], "2027-01-06");
}

#[test]
fn a_type_that_does_not_hold_today_is_told_where_times_are_found() {
    let row = "ref,type,trigger,flags,team\nM-1,icpc,2026-11-23,under5; school-age,chair; admin; sw; head; hv; doc; mum\n";
    let case = case(&TEAM, row);
    case.write(
        "rules.toml",
        "schema = 1\n[[meeting_type]]\nid = \"icpc\"\nvalid_to = 2026-01-01\n",
    );
    let found = case.find(&["--ref", "M-1"]);
    let notes = found.json["notes"].as_array().expect("notes");
    let old = json!({"code": "type-not-in-force", "type": "icpc"});
    assert!(notes.contains(&old), "{notes:?}");
    let told = case.run(&["find", "case", "--ref", "M-1"]).flat();
    assert!(
        told.contains("The type icpc held only until Thu 1 January 2026, and is used all the same"),
        "{told}"
    );
    let next = case.run(&["next", "case", "M-1", "--held", "2026-11-20"]);
    assert!(!next.err.contains("icpc held only"), "{}", next.err);
}
