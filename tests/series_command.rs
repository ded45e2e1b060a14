//! `find --every` from the outside: what is recorded, what `check` says of it, what is sent, and what it must never say.

mod common;

use common::*;
use serde_json::Value;

/// Three people of a school whose diaries are known to the end of January; the nurse is away on every first Tuesday.
fn school() -> Case {
    let case = Case::new();
    case.write(
        "quorate.toml",
        "format = \"quorate-workspace/1\"\n[defaults]\nzone = \"Europe/London\"\nnation = \"england\"\ngrain = \"30m\"\n\
         hours = \"Mon-Fri 09:00-16:00\"\norganizer = \"office@school.example.org\"\n",
    );
    case.write(
        "people.csv",
        "id,name,agency,roles,email\nana,Ana Bell,csc,social-worker,ana@csc.example.org\n\
         ben,Ben Cole,school,headteacher,ben@school.example.org\nkim,Kim Dee,school,school-nurse,kim@nhs.example.org\n",
    );
    case.write(
        "meetings.csv",
        "ref,duration,seats\nSCH-7,60m,social-worker = ana; headteacher = ben; preferred: school-nurse = kim\n",
    );
    case.write(
        "feeds/ana.ics",
        feed(&[("20261222T080000Z", "20261222T180000Z")]),
    );
    case.write("feeds/ben.ics", feed(&[]));
    case.write(
        "feeds/kim.ics",
        feed(&[("20261208T080000Z", "20261208T180000Z")]),
    );
    case
}

const SERIES: [&str; 9] = [
    "find",
    "case",
    "--every",
    "2w",
    "--times",
    "4",
    "--from",
    "2026-12-08",
    "--seed",
];

fn chosen(case: &Case, more: &[&str]) -> Ran {
    let mut words = SERIES.to_vec();
    words.extend(["7", "--choose", "1"]);
    words.extend(more);
    case.run(&words)
}

fn arrangements(case: &Case) -> Vec<Value> {
    let file: Value = serde_json::from_str(&case.read("arrangements.json")).expect("JSON");
    file["meetings"].as_array().expect("a list").clone()
}

/// The calendar lines of a file, unfolded.
fn lines(case: &Case, name: &str) -> Vec<String> {
    let all = case.everything();
    let bytes = all
        .get(name)
        .unwrap_or_else(|| panic!("{name} among {:?}", all.keys()));
    let text = String::from_utf8(bytes.clone())
        .expect("UTF-8")
        .replace("\r\n ", "");
    text.lines().map(str::to_owned).collect()
}

/// SEQUENCE of the entry in a file.
fn sequence(lines: &[String]) -> u32 {
    let mut told = lines
        .iter()
        .filter_map(|line| line.strip_prefix("SEQUENCE:"));
    let told = told.next().expect("a SEQUENCE");
    told.parse().expect("a number")
}

#[test]
fn a_series_is_recorded_checked_found_again_and_sent() {
    let case = school();
    let ran = chosen(&case, &[]).exits(0);
    assert!(ran.flat().contains("4 meetings recorded"), "{}", ran.out);
    let all = arrangements(&case);
    let refs: Vec<&str> = all.iter().map(|one| text(&one["ref"])).collect();
    assert_eq!(refs, ["SCH-7#1", "SCH-7#2", "SCH-7#3", "SCH-7#4"]);
    let uids: Vec<&Value> = all.iter().map(|one| &one["uid"]).collect();
    assert!(uids.iter().all(|uid| *uid == uids[0]));
    case.run(&["check", "case"]).exits(0);
    // Its own meetings are not in its way: the same series is the best again, and nothing changes but the number.
    chosen(&case, &[]).exits(0);
    let again = arrangements(&case);
    let times =
        |all: &[Value]| -> Vec<Value> { all.iter().map(|one| one["start"].clone()).collect() };
    assert_eq!(times(&again), times(&all));
    assert_eq!(again[0]["sequence"], 1);

    case.run(&["invite", "case", "-o", "out"]).exits(0);
    let ben = lines(&case, "out/invite-02-ben.ics");
    let rules: Vec<&String> = ben
        .iter()
        .filter(|line| line.starts_with("RRULE:FREQ=WEEKLY"))
        .collect();
    assert_eq!(rules.len(), 1, "{ben:?}");
    assert!(rules[0].ends_with(&format!(
        ";COUNT=4;BYDAY={}",
        text(&all[0]["series"]["day"])
    )));
    assert!(
        ben.iter()
            .any(|line| line.starts_with("DTSTART;TZID=Europe/London:"))
    );
    assert!(
        !ben.iter()
            .any(|line| line.starts_with("RDATE") || line.starts_with("EXDATE"))
    );
}

/// With hours in which only Tuesdays can be chosen, and only the 22nd lies elsewhere. At `more` times the head is away too.
fn tuesdays(more: &[(&'static str, &'static str)]) -> Case {
    // A Tuesday is asked for by everybody else being away on all other days.
    let case = school();
    case.edit(
        "quorate.toml",
        "Mon-Fri 09:00-16:00",
        "Tue 09:00-10:00; Wed 14:00-15:00",
    );
    let mut busy = vec![
        ("20261209T080000Z", "20261209T180000Z"),
        ("20270106T080000Z", "20270106T180000Z"),
        ("20270120T080000Z", "20270120T180000Z"),
        // Nor can he in the weeks between, so that the series begins in the first.
        ("20261214T080000Z", "20261218T180000Z"),
        ("20261228T080000Z", "20261231T180000Z"),
    ];
    busy.extend(more);
    case.write("feeds/ben.ics", feed(&busy));
    case
}

#[test]
fn what_is_moved_has_a_message_of_its_own_and_what_is_left_out_an_exdate() {
    let case = tuesdays(&[]);
    let ran = chosen(&case, &["--exceptions", "move"]).exits(0);
    assert!(
        ran.flat().contains("NOT HELD: Ana Bell is not available"),
        "{}",
        ran.out
    );
    let all = arrangements(&case);
    let starts: Vec<&str> = all.iter().map(|one| text(&one["start"])).collect();
    let wanted = [
        "2026-12-08T09:00:00Z",
        "2026-12-23T14:00:00Z",
        "2027-01-05T09:00:00Z",
        "2027-01-19T09:00:00Z",
    ];
    assert_eq!(starts, wanted);
    assert_eq!(all[1]["series"]["regular"], "2026-12-22T09:00");
    case.run(&["check", "case"]).exits(0);
    case.run(&["invite", "case", "-o", "out"]).exits(0);
    let moved = lines(&case, "out/meeting-2/invite-01-ana.ics");
    let has = |lines: &[String], line: &str| lines.iter().any(|one| one == line);
    assert!(
        has(&moved, "RECURRENCE-ID;TZID=Europe/London:20261222T090000"),
        "{moved:?}"
    );
    assert!(has(&moved, "DTSTART;TZID=Europe/London:20261223T140000"));
    assert!(
        !moved
            .iter()
            .any(|line| line.starts_with("RRULE:FREQ=WEEKLY"))
    );
    // The nurse is not free on the first, and what she gets begins with the second.
    assert!(
        !all[0]["attending"].to_string().contains("kim"),
        "{}",
        all[0]
    );
    let uid = |lines: &[String]| lines.iter().find(|line| line.starts_with("UID:")).cloned();
    let ana = lines(&case, "out/invite-01-ana.ics");
    assert_eq!(uid(&moved), uid(&ana));
    // A change of one date is passed over by programs that know the series, unless its number is the higher one.
    assert_eq!((sequence(&ana), sequence(&moved)), (0, 1));
    // Answered before the series, it would be the only date that some of them know.
    let before = "Answer the invitation to the whole series before this one.";
    let says = |lines: &[String]| lines.iter().any(|line| line.contains(before));
    assert!(says(&moved) && !says(&ana));
    assert!(has(&ana, "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU"));
    let kim = lines(&case, "out/series-2/invite-01-kim.ics");
    assert!(
        has(&kim, "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3;BYDAY=TU"),
        "{kim:?}"
    );

    case.remove("arrangements.json");
    chosen(&case, &[]).exits(0);
    assert_eq!(arrangements(&case).len(), 3);
    case.run(&["invite", "case", "-o", "left-out"]).exits(0);
    let ana = lines(&case, "left-out/invite-01-ana.ics");
    assert!(
        has(&ana, "EXDATE;TZID=Europe/London:20261222T090000"),
        "{ana:?}"
    );
}

#[test]
fn one_meeting_of_a_series_can_be_looked_for_again_and_is_sent_as_a_change() {
    let case = school();
    chosen(&case, &[]).exits(0);
    let before = arrangements(&case);
    let ran = case.run(&[
        "find", "case", "--ref", "SCH-7#3", "--choose", "2", "--top", "5",
    ]);
    ran.exits(0);
    let after = arrangements(&case);
    assert_eq!(after.len(), 4);
    assert_ne!(after[2]["start"], before[2]["start"]);
    assert_eq!(after[2]["series"], before[2]["series"]);
    assert_eq!(after[2]["sequence"], 1);
    case.run(&["check", "case"]).exits(0);
    case.run(&["invite", "case", "--ref", "SCH-7#3", "-o", "out"])
        .exits(0);
    let ana = lines(&case, "out/invite-01-ana.ics");
    assert!(
        ana.iter()
            .any(|line| line.starts_with("RECURRENCE-ID;TZID=")),
        "{ana:?}"
    );
    assert!(ana.iter().any(|line| line == "SUMMARY:Meeting ref SCH-7"));
}

/// A series with a date that is left out, one that is moved, and somebody who comes to fewer; kept where `QUORATE_SAMPLES` names a
/// folder, for programs that are not ours.
#[test]
fn samples_for_other_programs() {
    let case = tuesdays(&[("20270104T080000Z", "20270115T180000Z")]);
    chosen(&case, &["--exceptions", "move"]).exits(0);
    case.run(&["invite", "case", "-o", "out"]).exits(0);
    let ana = lines(&case, "out/invite-01-ana.ics");
    let of_series: Vec<&String> = ana
        .iter()
        .filter(|line| line.starts_with("RRULE:FREQ=W") || line.starts_with("EXDATE"))
        .collect();
    let expected = [
        "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU",
        "EXDATE;TZID=Europe/London:20270105T090000",
    ];
    assert_eq!(of_series, expected);
    let written = files(&case.root().join("out"));
    assert!(written.contains_key("meeting-2/invite-01-ana.ics"));
    let Some(samples) = std::env::var_os("QUORATE_SAMPLES").map(std::path::PathBuf::from) else {
        return;
    };
    for (name, bytes) in written {
        let path = samples.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
}

/// Whatever is sent later, of the series or of one of its dates, stands above what was sent of it before if it says something else,
/// and a date above its series.
#[test]
fn the_numbers_of_what_is_sent_never_fall() {
    let case = school();
    let of = |name: &str| {
        let is_there = case.everything().contains_key(name);
        is_there.then(|| sequence(&lines(&case, name)))
    };
    let whole = |out: &str| {
        case.run(&["invite", "case", "--ref", "SCH-7", "-o", out])
            .exits(0);
        let third = of(&format!("{out}/meeting-3/invite-01-ana.ics"));
        (of(&format!("{out}/invite-01-ana.ics")), third)
    };
    let third = |choose: &str, out: &str| {
        let words = ["find", "case", "--ref", "SCH-7#3", "--choose", choose];
        case.run(&words).exits(0);
        case.run(&["invite", "case", "--ref", "SCH-7#3", "-o", out])
            .exits(0);
        (None, of(&format!("{out}/invite-01-ana.ics")))
    };
    chosen(&case, &[]).exits(0);
    let mut told = vec![whole("first"), whole("the-same")];
    told.extend([third("2", "third"), whole("with-third")]);
    told.extend([third("4", "third-again"), whole("with-third-again")]);
    chosen(&case, &[]).exits(0);
    told.extend([whole("anew"), third("2", "third-anew")]);
    let expected = [
        (Some(0), None),
        (Some(0), None),
        (None, Some(3)),
        (Some(1), Some(3)),
        (None, Some(5)),
        (Some(2), Some(5)),
        (Some(3), None),
        (None, Some(9)),
    ];
    assert_eq!(told, expected);
}

#[test]
fn nothing_of_a_diary_is_told_and_bad_words_are_refused() {
    let case = school();
    for words in [&["--json"][..], &[]] {
        let mut all = SERIES.to_vec();
        all.push("7");
        all.extend(words);
        let ran = case.run(&all).exits(0);
        assert!(!ran.out.contains(CANARY) && !ran.err.contains(CANARY));
    }
    let refused = |words: &[&str]| {
        let mut all = vec!["find", "case", "--times", "4"];
        all.extend(words);
        case.run(&all).exits(2).err
    };
    assert!(refused(&["--every", "2d"]).contains("no rhythm"));
    assert!(refused(&["--every", "2w", "--heat"]).contains("--heat goes with one meeting"));
    assert!(refused(&["--every", "2w", "--by", "2027-01-01"]).contains("cannot be used with"));
    assert!(refused(&[]).contains("--every"));
    // Where nobody is ever free, there is no series.
    case.write(
        "feeds/ana.ics",
        feed(&[("20261130T000000Z", "20270131T220000Z")]),
    );
    let mut all = SERIES.to_vec();
    all.push("7");
    let ran = case.run(&all).exits(1);
    assert!(
        ran.flat().starts_with("No weekday and hour between"),
        "{}",
        ran.out
    );
}
