//! `cancel` and `replace` from the outside: what is recorded, what stands before and after, and what is refused.

mod common;

use common::*;
use serde_json::Value;

/// A chair out of two, a social worker, a deputy of the school's lead, and a room.
fn arranged() -> Case {
    let case = Case::new();
    case.write(
        "quorate.toml",
        "format = \"quorate-workspace/1\"\n[defaults]\nzone = \"Europe/London\"\nnation = \"england\"\ngrain = \"30m\"\n\
         hours = \"Mon-Fri 09:00-16:00\"\norganizer = \"office@council.example.org\"\n",
    );
    case.write(
        "people.csv",
        "id,name,agency,roles,email,feeds\nc.one,Cara One,csc,cp-chair,c.one@council.example.org,feeds/c.one.ics\n\
         c.two,Cai Two,csc,cp-chair,c.two@council.example.org,feeds/c.two.ics\n\
         w.tor,Wilma Tor,csc,social-worker,w.tor@council.example.org,feeds/w.tor.ics\n\
         w.new,Win New,csc,social-worker,w.new@council.example.org,feeds/w.new.ics\n\
         lead,Lena Lead,school,dsl,lead@school.example.org,feeds/lead.ics\n\
         deputy,Dora Deputy,school,dsl,deputy@school.example.org,feeds/deputy.ics\n",
    );
    case.write(
        "venues.csv",
        "id,name,capacity,feeds\nroom-1,Room one,8,feeds/room-1.ics\n",
    );
    case.write(
        "meetings.csv",
        "ref,duration,by,seats,venue\n\
         CP-1,60m,2026-12-18,cp-chair; social-worker = w.tor; dsl = lead / deputy,any\n\
         CP-2,60m,2026-12-18,cp-chair; social-worker = w.tor,any\n",
    );
    for feed_of in ["c.one", "w.tor", "w.new", "lead", "deputy", "room-1"] {
        case.write(&format!("feeds/{feed_of}.ics"), feed(&[]));
    }
    // Away on the first Monday.
    case.write(
        "feeds/c.two.ics",
        feed(&[("20261130T080000Z", "20261130T180000Z")]),
    );
    let choose = [
        "find",
        "case",
        "--ref",
        "CP-1",
        "--from",
        "2026-11-30",
        "--by",
        "2026-11-30",
        "--seed",
        "7",
        "--choose",
        "1",
    ];
    case.run(&choose).exits(0);
    case
}

fn stands(case: &Case) -> Vec<Value> {
    let file: Value = serde_json::from_str(&case.read("arrangements.json")).expect("JSON");
    file["meetings"].as_array().expect("a list").clone()
}

fn people(meeting: &Value) -> Vec<String> {
    let all = meeting["attending"].as_array().expect("a list");
    all.iter()
        .map(|one| text(&one["contact"]).to_owned())
        .collect()
}

#[test]
fn somebody_else_comes_at_the_same_time_and_place_and_nobody_else_changes() {
    let case = arranged();
    let before = stands(&case).remove(0);
    assert_eq!(people(&before), ["c.one", "w.tor", "lead"]);
    let ran = case
        .run(&["replace", "case", "--ref", "CP-1", "--who", "lead"])
        .exits(0);
    assert!(ran.flat().starts_with("CP-1 stays on Mon 30 November 2026, 09:00–10:00. Dora Deputy comes in place of Lena Lead. It is quorate on what is known."), "{}", ran.out);
    let after = stands(&case).remove(0);
    assert_eq!(people(&after), ["c.one", "w.tor", "deputy"]);
    for same in ["ref", "uid", "start", "end", "venue", "parts"] {
        assert_eq!(before[same], after[same], "{same}");
    }
    assert_eq!(
        after["sequence"],
        before["sequence"].as_u64().expect("a number") + 1
    );
    case.run(&["check", "case"]).exits(0);
}

#[test]
fn who_is_not_free_or_not_asked_takes_no_place() {
    let case = arranged();
    let before = case.everything();
    let ran = case.run(&[
        "replace", "case", "--ref", "CP-1", "--who", "c.one", "--with", "c.two",
    ]);
    ran.refuses(&[
        "with Cai Two in place of Cara One CP-1 is short of its quorum. Nothing was recorded; quorate why-not tells who is missing, and --discretion records it if the chair agrees",
    ]);
    let ran = case.run(&[
        "replace", "case", "--ref", "CP-1", "--who", "w.tor", "--with", "w.new",
    ]);
    ran.refuses(&[
        "--with: the meeting does not ask Win New for the seat of Wilma Tor; write w.new into the seat in the meetings table, as its holder or as a deputy, and try again",
    ]);
    let ran = case.run(&[
        "replace", "case", "--ref", "CP-1", "--who", "c.two", "--with", "lead",
    ]);
    ran.refuses(&[
        "--who: Cai Two is not among those who come to CP-1; they are: c.one, w.tor, lead",
        "--with: Lena Lead comes to CP-1 already; name somebody else, or leave --with out",
    ]);
    let ran = case.run(&["replace", "case", "--ref", "CP-1", "--who", "w.tor"]);
    ran.refuses(&[
        "without Wilma Tor CP-1 is short of its quorum, and nobody else may sit there; name somebody with --with. Nothing was recorded; quorate why-not tells who is missing, and --discretion records it if the chair agrees",
    ]);
    case.run(&["replace", "case", "--ref", "CP-2", "--who", "w.tor"])
        .refuses(&["CP-2 is not arranged; write one of: CP-1"]);
    assert_eq!(case.everything(), before);
    // With the chair's agreement it is recorded.
    case.run(&[
        "replace",
        "case",
        "--ref",
        "CP-1",
        "--who",
        "w.tor",
        "--discretion",
    ])
    .exits(0);
    assert_eq!(stands(&case)[0]["state"], "short");
}

#[test]
fn a_new_worker_comes_once_the_row_names_them() {
    let case = arranged();
    case.edit(
        "meetings.csv",
        "CP-1,60m,2026-12-18,cp-chair; social-worker = w.tor",
        "CP-1,60m,2026-12-18,cp-chair; social-worker = w.new",
    );
    let ran = case.run(&[
        "replace",
        "case",
        "--ref",
        "cp-1",
        "--who",
        "Wilma Tor",
        "--with",
        "Win New",
        "--json",
    ]);
    let told = ran.exits(0).json();
    assert_eq!(
        (&told["gone"][0], &told["anew"][0]),
        (&Value::from("w.tor"), &Value::from("w.new"))
    );
    assert_eq!(people(&stands(&case)[0]), ["c.one", "w.new", "lead"]);
    case.run(&["check", "case"]).exits(0);
}

#[test]
fn what_is_taken_back_is_free_again_and_may_be_arranged_anew() {
    let case = arranged();
    let starts = |case: &Case| {
        case.find(&["--ref", "CP-2", "--from", "2026-11-30", "--all"])
            .starts()
    };
    assert!(!starts(&case).contains(&"2026-11-30T09:00".to_owned()));
    let ran = case.run(&["cancel", "case", "--ref", "CP-1"]).exits(0);
    assert!(
        ran.flat()
            .starts_with("CP-1 on Mon 30 November 2026, 09:00–10:00 is taken back."),
        "{}",
        ran.out
    );
    assert!(stands(&case).is_empty());
    assert!(starts(&case).contains(&"2026-11-30T09:00".to_owned()));
    case.run(&["cancel", "case", "--ref", "CP-1"])
        .refuses(&["CP-1 is not arranged, and nothing else is"]);
    case.run(&["find", "case", "--ref", "CP-1", "--choose", "1"])
        .exits(0);
}

#[test]
fn what_is_past_is_neither_taken_back_nor_changed() {
    let case = arranged();
    let later = "2026-11-30T10:00:00Z";
    let before = case.everything();
    let ran = case.run(&["cancel", "case", "--ref", "CP-1", "--now", later]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--not-held"), "{}", ran.err);
    let ran = case.run(&[
        "replace", "case", "--ref", "CP-1", "--who", "lead", "--now", later,
    ]);
    ran.refuses(&["CP-1: its time is past, so nobody can be exchanged"]);
    assert_eq!(case.everything(), before);
}

#[test]
fn of_a_series_one_date_or_all_that_are_to_come_are_taken_back() {
    let case = arranged();
    let words = [
        "find",
        "case",
        "--ref",
        "CP-2",
        "--every",
        "1w",
        "--times",
        "4",
        "--from",
        "2026-12-07",
        "--seed",
        "7",
        "--choose",
        "1",
    ];
    case.run(&words).exits(0);
    let of_series = |case: &Case| -> Vec<String> {
        let all = stands(case);
        let refs = all.iter().map(|one| text(&one["ref"]).to_owned());
        refs.filter(|reference| reference.starts_with("CP-2"))
            .collect()
    };
    case.run(&["cancel", "case", "--ref", "CP-2#2"]).exits(0);
    assert_eq!(of_series(&case), ["CP-2#1", "CP-2#3", "CP-2#4"]);
    // The first has been held by then.
    let ran = case.run(&[
        "cancel",
        "case",
        "--ref",
        "CP-2",
        "--now",
        "2026-12-12T09:00:00Z",
    ]);
    assert!(
        ran.exits(0)
            .flat()
            .starts_with("2 dates of CP-2 are taken back")
    );
    assert_eq!(of_series(&case), ["CP-2#1"]);
}
