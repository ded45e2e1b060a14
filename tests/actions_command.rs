//! `quorate actions`: from a table of actions to a list, to tasks, and to the table of the next meeting.

mod common;

use common::*;
use quorate::message::{FollowUp, FollowUpKind, NextWindow, Urgency, follow_ups};
use quorate::time::Instant;
use std::collections::BTreeSet;
use std::fs;

const ACTIONS: &str = "\u{FEFF}No;Meeting;Action;By whom;By when;Status;Outcome;Evidence;Carried;Raised\r\n\
    1;CP-1;Ring the school about lunch club;J Marsh;16/11/2026;open;\"child-1 has\r\na place\";;2;2/11/2026\r\n\
    2;cp-1;Send the attendance record;marsh;4 December 2026;;;;;\r\n\
    3;CP-1;=Write up the visit;okafor;21/11/2026;not done;;;1;\r\n\
    4;CP-1;Book the interpreter;okafor;20/11/2026;done;;https://example.org/booking;;\r\n\
    5;CP-1;Visit the nursery;okafor;20/11/2026;not possible;;;;\r\n\
    1;CP-2;Check the address;okafor;11/12/2026;;;;;\r\n";

/// A workspace of two people and two meetings, one of them arranged for 8 December.
fn case() -> Case {
    let case = Case::new();
    case.write(
        "people.csv",
        "id,name,agency,roles,kind,confidential\nokafor,D Okafor,csc,social-worker,,\nmarsh,J Marsh,school,dsl,,\nhaven,H Gray,csc,social-worker,,yes\n",
    );
    case.write(
        "meetings.csv",
        "ref,duration,seats\nCP-1,60m,social-worker = okafor\nCP-2,60m,social-worker = okafor\n",
    );
    case.write(
        "arrangements.json",
        r#"{"format":"quorate-plan/1","meetings":[{"ref":"CP-1","uid":"6d1f@example.org","start":"2026-12-08T10:00:00Z","end":"2026-12-08T11:00:00Z","state":"quorate"}]}"#,
    );
    case.write("actions.csv", ACTIONS);
    case
}

#[test]
fn the_list_says_who_has_what_to_do_and_what_is_late() {
    let ran = case().run(&["actions", "case"]).exits(0);
    assert_eq!(
        ran.out,
        "Actions on Mon 23 November 2026

3 open, 1 not done (2 overdue, 1 to escalate); 1 done, 1 not possible

D Okafor (okafor)
  CP-1/3  OVERDUE: =Write up the visit
      due Sat 21 November 2026: overdue by 1 working day; reported as not done; carried over once
  CP-2/1  Check the address
      due Fri 11 December 2026: 14 working days left

J Marsh (marsh)
  CP-1/1  OVERDUE: Ring the school about lunch club
      so that: child-1 has a place
      due Mon 16 November 2026: overdue by 5 working days; carried over twice: escalate
  CP-1/2  Send the attendance record
      due Fri 4 December 2026: 9 working days left; before the next meeting (Tue 8 December 2026)
"
    );
    assert_eq!(ran.err, "");
}

#[test]
fn one_meeting_or_one_person_can_be_asked_about() {
    let case = case();
    let listed = |words: &[&str]| -> Vec<String> {
        let ran = case.run(words).exits(0);
        let rows = ran.json()["actions"].as_array().expect("rows").clone();
        let told = rows.iter().map(|row| {
            format!(
                "{} {} {}",
                text(&row["ref"]),
                text(&row["number"]),
                text(&row["owner"])
            )
        });
        told.collect()
    };
    assert_eq!(
        listed(&["actions", "case", "--json", "--ref", "cp-2"]),
        ["CP-2 1 okafor"]
    );
    assert_eq!(
        listed(&["actions", "case", "--json", "--owner", "J Marsh"]),
        ["CP-1 1 marsh", "CP-1 2 marsh"]
    );
    // By owner, then by day: the finished ones too.
    assert_eq!(
        listed(&["actions", "case", "--json"]),
        [
            "CP-1 4 okafor",
            "CP-1 5 okafor",
            "CP-1 3 okafor",
            "CP-2 1 okafor",
            "CP-1 1 marsh",
            "CP-1 2 marsh"
        ]
    );
    case.run(&["actions", "case", "--ref", "CP-7"])
        .refuses(&["--ref CP-7: no action is of that meeting; write CP-1 or CP-2"]);
    case.run(&["actions", "case", "--owner", "school"]).refuses(&[
        "--owner: \"school\" is not one person; name a person of the people table who answers for the action, such as j.okafor",
    ]);
}

#[test]
fn programs_get_days_and_ids() {
    let case = case();
    let json = case
        .run(&["actions", "case", "--json", "--next", "3/12/2026"])
        .exits(0)
        .json();
    assert_eq!(json["format"], "quorate-actions/1");
    assert_eq!(json["today"], "2026-11-23");
    assert_eq!(
        json["counts"].to_string(),
        r#"{"open":3,"not_done":1,"done":1,"not_possible":1,"overdue":2,"escalate":1}"#
    );
    assert_eq!(
        json["actions"][4].to_string(),
        r#"{"number":"1","ref":"CP-1","action":"Ring the school about lunch club","owner":"marsh","due":"2026-11-16","outcome":"child-1 has\r\na place","status":"open","has_evidence":false,"raised":"2026-11-02","carried":2,"escalate":true,"overdue_working_days":5,"working_days_left":null,"next_meeting":"2026-12-03","due_by_next_meeting":true}"#
    );
    assert_eq!(json["actions"][5]["due_by_next_meeting"], false);
    assert_eq!(json["actions"][0]["has_evidence"], true);
    assert!(
        !json.to_string().contains("booking"),
        "evidence is not shown"
    );
    let ran = case
        .run(&["actions", "case", "--next", "3/12/2026"])
        .exits(0);
    assert!(
        ran.flat().contains("9 working days left; only after the next meeting (Thu 3 December 2026): bring it forward"),
        "{}",
        ran.out
    );
}

#[test]
fn closed_days_are_no_working_days() {
    let case = case();
    case.write(
        "quorate.toml",
        "[defaults]\nclosures = [\"18/11/2026\", \"days/local.ics\"]\n",
    );
    case.write(
        "days/local.ics",
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261119\r\nDTEND;VALUE=DATE:20261122\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    );
    let json = case.run(&["actions", "case", "--json"]).exits(0).json();
    // 17 and 23 November are left of five.
    assert_eq!(json["actions"][4]["overdue_working_days"], 2);
    case.remove("days/local.ics");
    case.run(&["actions", "case"]).refuses(&[
        "quorate.toml line 2, column 27: \"days/local.ics\" is not in the folder; copy it there, or write the dates themselves",
    ]);
}

#[test]
fn a_closure_moves_a_limit_in_working_days_and_nobody_is_searched_for_on_it() {
    let find = |closures: &str| {
        let case = Case::new();
        case.write(
            "quorate.toml",
            format!("[defaults]\nhours = \"Mon-Fri 09:00-17:00\"\n{closures}\n"),
        );
        case.write("people.csv", "id,agency,roles\nokafor,csc,social-worker\n");
        case.write(
            "meetings.csv",
            "ref,duration,seats,within,venue\nCP-1,60m,social-worker = okafor,3wd,none\n",
        );
        case.write(
            "answers.csv",
            "who,from,to,answer,recorded_at\nokafor,2026-11-25 09:00,2026-11-25 12:00,can,2026-11-20\n",
        );
        let ran = case.run(&["find", "case", "--ref", "CP-1", "--all", "--json"]);
        ran.json()["slots"].as_array().expect("slots").clone()
    };
    let open = find("");
    assert_eq!(open[0]["limit"]["date"], "2026-11-26");
    let days = |slots: &[serde_json::Value]| -> BTreeSet<String> {
        slots
            .iter()
            .map(|slot| text(&slot["start"])[..10].to_owned())
            .collect()
    };
    assert!(days(&open).contains("2026-11-24"));
    let closed = find("closures = \"24/11/2026\"");
    assert_eq!(closed[0]["limit"]["date"], "2026-11-27");
    assert!(!days(&closed).contains("2026-11-24"), "{:?}", days(&closed));
    assert!(days(&closed).contains("2026-11-27"));
}

/// The lines of a calendar with their folds undone.
fn lines(case: &Case, name: &str) -> Vec<String> {
    let text = fs::read_to_string(case.root().join(name)).expect("written");
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    text.replace("\r\n ", "")
        .split_terminator("\r\n")
        .map(str::to_owned)
        .collect()
}

#[test]
fn tasks_tell_neither_what_nor_who() {
    let case = case();
    let ran = case
        .run(&["actions", "case", "--ics", "tasks.ics"])
        .exits(0);
    assert!(
        ran.out
            .ends_with("\n4 tasks written to tasks.ics, for one's own calendar\n"),
        "{}",
        ran.out
    );
    let written = lines(&case, "tasks.ics");
    let first: Vec<&str> = written.iter().take(17).map(String::as_str).collect();
    assert_eq!(
        first,
        [
            "BEGIN:VCALENDAR",
            "PRODID:-//quorate//quorate 1//EN",
            "VERSION:2.0",
            "CALSCALE:GREGORIAN",
            "BEGIN:VTODO",
            "UID:6d1f-99fe0b7152742f7f@example.org",
            "DTSTAMP:20261123T090000Z",
            "DUE;VALUE=DATE:20261121",
            "SUMMARY:CP-1: action 3 due",
            "DESCRIPTION:Action 3 of CP-1.\\nCarried over once.\\nOwner: okafor\\nThe table of actions says what is to be done\\; this entry does not\\, so it may stand in a shared diary.",
            "CLASS:CONFIDENTIAL",
            "PRIORITY:1",
            "STATUS:NEEDS-ACTION",
            "RELATED-TO;RELTYPE=PARENT:6d1f@example.org",
            "END:VTODO",
            "BEGIN:VTODO",
            // Of a meeting that is not arranged. These hashes were reckoned by another program (FNV-1a).
            "UID:3678c49bf8a51bd9-8fa113bfae6b5ef7",
        ]
    );
    let all = written.join("\n");
    for word in [
        "Okafor",
        "Marsh",
        "Ring",
        "school",
        "lunch",
        "ORGANIZER",
        "ATTENDEE",
        "METHOD",
    ] {
        assert!(!all.contains(word), "{word}");
    }
    // Another run is the same entries with a later stamp.
    let later = ["--now", "2026-11-24T09:00:00Z"];
    let mut words = vec!["actions", "case", "--ics", "later.ics"];
    words.extend(later);
    case.run(&words).exits(0);
    let uids = |name: &str| -> BTreeSet<String> {
        lines(&case, name)
            .into_iter()
            .filter(|line| line.starts_with("UID:"))
            .collect()
    };
    assert_eq!(uids("tasks.ics").len(), 4);
    assert_eq!(uids("tasks.ics"), uids("later.ics"));
    // For a calendar of one's own the words may be wanted.
    let words = [
        "actions",
        "case",
        "--ics",
        "own.ics",
        "--wording",
        "--owner",
        "marsh",
    ];
    case.run(&words).exits(0);
    let own = lines(&case, "own.ics").join("\n");
    assert_eq!(own.matches("BEGIN:VTODO").count(), 2);
    assert!(own.contains("DESCRIPTION:Action 1 of CP-1.\\nCarried over twice: escalate.\\nTo do: Ring the school about lunch club\\nSo that: child-1 has\\na place\\nOwner: J Marsh\n"), "{own}");
    assert!(!own.contains("SUMMARY:CP-1: Ring"));
    // Whose part in the case is confidential is not named even by an id.
    case.write(
        "actions.csv",
        "number,ref,action,owner,due\n1,CP-1,Ring,haven,4/12/2026\n",
    );
    case.run(&["actions", "case", "--ics", "confidential.ics"])
        .exits(0);
    assert!(
        !lines(&case, "confidential.ics")
            .join("\n")
            .contains("haven")
    );
}

#[test]
fn what_is_unfinished_is_carried_over() {
    let case = case();
    let words = ["actions", "case", "--ref", "CP-1", "--carry", "next.csv"];
    let ran = case.run(&words).exits(0);
    let agenda = ran
        .out
        .split_once("\nActions from last time\n")
        .expect("an agenda")
        .1;
    assert_eq!(
        agenda,
        "  1. CP-1/3: =Write up the visit (D Okafor; due Sat 21 November 2026; carried over twice: escalate)
  2. CP-1/1: Ring the school about lunch club (J Marsh; due Mon 16 November 2026; carried over 3
     times: escalate)
  3. CP-1/2: Send the attendance record (J Marsh; due Fri 4 December 2026; carried over once)

3 actions carried over to next.csv
"
    );
    let table = fs::read_to_string(case.root().join("next.csv")).expect("written");
    assert_eq!(
        table,
        "\u{FEFF}number,ref,action,owner,due,outcome,status,evidence,carried,raised\r\n\
         3,CP-1,'=Write up the visit,okafor,21/11/2026,,open,,2,\r\n\
         1,CP-1,Ring the school about lunch club,marsh,16/11/2026,\"child-1 has\r\na place\",open,,3,02/11/2026\r\n\
         2,CP-1,Send the attendance record,marsh,04/12/2026,,open,,1,\r\n"
    );
    // It is read again as a table, and as the case's own.
    let again = case.run(&["actions", "next.csv", "--json"]).exits(0).json();
    assert_eq!(again["actions"].as_array().map(Vec::len), Some(3));
    assert_eq!(again["actions"][2]["action"], "=Write up the visit");
    case.write("actions.csv", table);
    let json = case
        .run(&["actions", "case", "--json", "--carry", "third.csv"])
        .exits(0)
        .json();
    assert_eq!(json["counts"]["escalate"], 2);
    assert_eq!(json["carried_to"], "third.csv");
    assert_eq!(text(&json["agenda"][0]), "Actions from last time");
}

#[test]
fn nothing_that_is_there_is_lost() {
    let case = case();
    let carry = |path: &str, more: &[&str]| {
        let mut words = vec!["actions", "case", "--carry", path];
        words.extend(more);
        case.run(&words)
    };
    let itself = "is the table itself, and what is finished would be lost; name a new file";
    carry("case/actions.csv", &["--force"])
        .refuses(&[&format!("--carry case/actions.csv: this {itself}")]);
    assert_eq!(case.read("actions.csv"), ACTIONS);
    case.write("notes.csv", "mine");
    let told = "case/notes.csv is there already with other contents; name a new file, or replace it with --force";
    carry("case/notes.csv", &[]).refuses(&[told]);
    // One of two files is in the way: neither is written.
    carry("case/notes.csv", &["--ics", "tasks.ics"]).refuses(&[told]);
    assert!(!case.root().join("tasks.ics").exists());
    carry("case/notes.csv", &["--force"]).exits(0);
    carry("case/notes.csv", &[]).exits(0);
    carry("next.toml", &[]).refuses(&[
        "--carry next.toml: the table is written as CSV; name a file that ends in .csv",
    ]);
    // What one person has to do is not the whole table.
    assert_eq!(carry("next.csv", &["--owner", "marsh"]).code, 2);
    assert_eq!(carry("next.csv", &["--wording"]).code, 2);
}

#[test]
fn a_table_can_stand_by_itself() {
    let case = Case::new();
    case.write(
        "points.toml",
        "format = \"quorate-actions/1\"\n[[action]]\nnumber = 1\nref = \"CP-1\"\naction = \"Ring the school\"\nowner = \"Kim Roe\"\ndue = 2026-12-26\n",
    );
    let ran = case
        .run(&["actions", "case/points.toml", "--ics", "tasks.ics"])
        .exits(0);
    assert!(
        ran.out.contains("\nKim Roe\n  CP-1/1  Ring the school\n"),
        "{}",
        ran.out
    );
    let written = lines(&case, "tasks.ics").join("\n");
    assert!(
        !written.contains("Kim") && !written.contains("RELATED-TO"),
        "{written}"
    );
    case.run(&["actions", "case"])
        .refuses(&["case: there is neither a table nor a feed here; run `quorate new` on an empty folder, or put feeds in as <agency>/<role>.<name>.ics"]);
    case.write("people.csv", "id,agency,roles\nokafor,csc,social-worker\n");
    case.run(&["actions", "case"])
        .refuses(&["case: there is no table of actions; write actions.csv with the columns number, ref, action, owner and due, or name a file of them"]);
    case.run(&["actions", "case/none.csv"])
        .refuses(&["case/none.csv: there is no such file; check the name and the folder"]);
    // Faults of all tables at once.
    case.write(
        "people.csv",
        "id,agency,roles\nokafor,csc,social-worker\nokafor,csc,\n",
    );
    case.write(
        "actions.csv",
        "number,ref,action,owner,due\n1,CP-1,Ring,anybody,ongoing\n",
    );
    case.run(&["actions", "case"]).refuses(&[
        "people.csv row 3, column id: contact \"okafor\" is there already (people.csv row 2, column id); give each contact an id of its own",
        "actions.csv row 2, column due: \"ongoing\" is not a day by which it is done; write the date on which the meeting may ask for it, such as 2026-12-08",
    ]);
}

#[test]
fn a_new_workspace_has_actions_to_begin_with() {
    let case = Case::new();
    case.run(&["new", "case/mine"]).exits(0);
    let json = case
        .run(&["actions", "case/mine", "--json"])
        .exits(0)
        .json();
    assert_eq!(json["counts"]["open"], 2);
    assert_eq!(json["actions"][0]["working_days_left"], 10);
}

/// Entries of both kinds, with everything in them that a line could stumble over.
fn entries() -> Vec<FollowUp> {
    let day = |text: &str| text.parse().expect("a date");
    let hostile = "x\r\nATTENDEE:mailto:evil@example.org\r\nEND:VTODO\n;:,\\\"^n 😀é\u{2028}\u{0}";
    let window = |meeting: Option<&str>| NextWindow {
        key: "next".to_owned(),
        reference: "CP-2041".to_owned(),
        next: "review conference".to_owned(),
        description: "3 months after 8 December 2026: 8 March 2027.\nWorking Together.".to_owned(),
        meet_by: day("2027-03-08"),
        arrange_by: day("2027-01-25"),
        meeting: meeting.map(str::to_owned),
    };
    let mut entries: Vec<FollowUp> = window(Some("6d1f@example.org")).entries().into();
    entries.extend(window(None).entries());
    entries.push(FollowUp {
        key: format!("{hostile}{}", "long ".repeat(40)),
        reference: format!("R-1 {hostile}"),
        what: hostile.repeat(5),
        description: hostile.repeat(9),
        due: day("2026-12-31"),
        kind: FollowUpKind::Task,
        urgency: Urgency::Ordinary,
        meeting: Some("a;b,c\\d\u{2028}e^f".to_owned()),
    });
    entries
}

fn stamp() -> Instant {
    Instant::parse_rfc3339(NOW).expect("an instant")
}

#[test]
fn the_last_day_is_an_all_day_entry_that_takes_no_time() {
    let entries = entries();
    let text = follow_ups(&entries[..2], stamp());
    let expected = "BEGIN:VEVENT
UID:6d1f-1aa307ab61889d36@example.org
DTSTAMP:20261123T090000Z
DTSTART;VALUE=DATE:20270308
DTEND;VALUE=DATE:20270309
SUMMARY:CP-2041: last day for the review conference
DESCRIPTION:3 months after 8 December 2026: 8 March 2027.\\nWorking Together.
CLASS:CONFIDENTIAL
PRIORITY:1
STATUS:CONFIRMED
TRANSP:TRANSPARENT
X-MICROSOFT-CDO-ALLDAYEVENT:TRUE
X-MICROSOFT-CDO-BUSYSTATUS:FREE
RELATED-TO;RELTYPE=PARENT:6d1f@example.org
END:VEVENT
";
    let unfolded = text.replace("\r\n ", "").replace("\r\n", "\n");
    let event = unfolded.split_once("BEGIN:VEVENT").expect("an event").1;
    let event = event.split_once("BEGIN:VTODO").expect("a task").0;
    assert_eq!(format!("BEGIN:VEVENT{event}"), expected);
    assert!(unfolded.contains("SUMMARY:CP-2041: arrange the review conference\n"));
    assert!(unfolded.contains("DUE;VALUE=DATE:20270125\n"));
    // Each entry is one of its own, whether the meeting is arranged or not.
    let uids: BTreeSet<String> = entries.iter().map(FollowUp::uid).collect();
    assert_eq!(uids.len(), entries.len());
    assert!(uids.iter().all(|uid| !uid.contains("CP-2041")));
    // Nothing in a text begins a line.
    let hard = follow_ups(&entries[4..], stamp());
    assert!(!hard.replace("\r\n ", "").contains("\r\nATTENDEE"));
    assert_eq!(hard.matches("END:VTODO\r\n").count(), 1);
}

/// Writes samples for `.ci/interop.sh` where QUORATE_SAMPLES names a folder.
#[test]
fn samples_for_other_programs() {
    let Some(folder) = std::env::var_os("QUORATE_SAMPLES").map(std::path::PathBuf::from) else {
        eprintln!("QUORATE_SAMPLES is not set: no samples are written");
        return;
    };
    fs::create_dir_all(&folder).expect("a folder");
    let case = case();
    case.run(&["actions", "case", "--ics", "actions.ics"])
        .exits(0);
    case.run(&["actions", "case", "--ics", "worded.ics", "--wording"])
        .exits(0);
    for name in ["actions.ics", "worded.ics"] {
        fs::copy(case.root().join(name), folder.join(format!("all-{name}"))).expect("copied");
    }
    let entries = entries();
    fs::write(
        folder.join("all-follow-ups.ics"),
        follow_ups(&entries, stamp()),
    )
    .expect("written");
    // As a calendar server takes them: one entry a file.
    for (number, entry) in entries.iter().enumerate() {
        let one = follow_ups(std::slice::from_ref(entry), stamp());
        fs::write(folder.join(format!("one-{number}.ics")), one).expect("written");
    }
}
