//! `quorate freebusy` as its users see it: whole answers, refusals and exit codes.

mod ics_support;

use ics_support::{calendar, event};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs `quorate freebusy` in a folder, at a fixed time.
fn freebusy(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_quorate"))
        .current_dir(folder)
        .arg("freebusy")
        .args(["--now", "2026-11-23T09:00:00Z"])
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let work = event(
        "UID:a\nSUMMARY:x\nLOCATION:y\nDTSTART;TZID=Europe/London:20261208T100000\nDURATION:PT1H30M",
    ) + &event(
        "UID:b\nDTSTART:20261208T110000Z\nDTEND:20261208T120000Z\nSTATUS:TENTATIVE",
    ) + &event(
        "UID:c\nDTSTART;VALUE=DATE:20261209\nDTEND;VALUE=DATE:20261211\nX-MICROSOFT-CDO-BUSYSTATUS:OOF",
    ) + &event("UID:d\nDTSTART;VALUE=DATE:20261211\nTRANSP:TRANSPARENT")
        + &event("UID:e\nDTSTART;TZID=Mars/Olympus:20261215T120000\nDURATION:PT1H");
    let home = event("UID:f\nDTSTART:20261208T113000Z\nDURATION:PT1H")
        + &event("UID:g\nDTSTART:20261208T090000Z\nSTATUS:CANCELLED");
    for (name, text) in [
        ("work.ics", calendar(&work)),
        ("home.ics", calendar(&home)),
        ("page.ics", "<html>".to_owned()),
    ] {
        fs::write(folder.path().join(name), text).expect("written");
    }
    folder
}

#[test]
fn json_answers_as_the_formats_page_says() {
    let folder = folder();
    let window = [
        "--from",
        "2026-12-01T00:00:00Z",
        "--to",
        "2027-01-01T00:00:00Z",
        "--json",
    ];
    let ran = freebusy(
        folder.path(),
        &[&["work.ics", "home.ics"], &window[..]].concat(),
    );
    assert_eq!(ran.status.code(), Some(0));
    assert_eq!(ran.stderr, b"");
    let answer: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    // 28 days after reading is later than the last fixed entry of either feed.
    assert_eq!(
        answer["known"],
        serde_json::json!(["2026-12-01T00:00:00Z", "2026-12-21T09:00:00Z"])
    );
    let expected = serde_json::json!([
        ["2026-12-08T10:00:00Z", "2026-12-08T12:30:00Z"],
        ["2026-12-09T00:00:00Z", "2026-12-11T00:00:00Z"],
        ["2026-12-15T12:00:00Z", "2026-12-15T13:00:00Z"],
    ]);
    assert_eq!(answer["busy"], expected);
    assert_eq!(
        answer["tentative"],
        serde_json::json!([["2026-12-08T11:00:00Z", "2026-12-08T12:00:00Z"]])
    );
    assert_eq!(
        answer["warnings"],
        serde_json::json!([{"feed": 1, "line": 30, "code": "unknown-tzid"}])
    );
    let doubt = serde_json::json!([
        {"feed": 1, "from": "2026-12-14T22:00:00Z", "to": "2026-12-16T03:00:00Z", "reason": "unknown-zone"}
    ]);
    assert_eq!(answer["doubts"], doubt);
    assert_eq!(
        answer["feeds"][0]["free_days"],
        serde_json::json!([["2026-12-11T00:00:00Z", "2026-12-12T00:00:00Z"]])
    );
    assert_eq!(
        answer["feeds"][1]["dropped"],
        serde_json::json!({"cancelled": 1})
    );
}

#[test]
fn text_answers_for_people() {
    let folder = folder();
    let ran = freebusy(
        folder.path(),
        &["work.ics", "--from", "2026-12-08", "--to", "2026-12-15"],
    );
    let expected = "\
work.ics
  4 events kept, 1 not: 1 marked free.
  More than was needed: 1 event carried titles, 1 event carried places (counted, not kept).
  Known until Mon 21 December 2026, 09:00; ask about what is later.

Times in Europe/London
  Tue 8 December 2026
    10:00–11:30  busy
    11:00–12:00  tentative
  Wed 9 December 2026
    all day      busy
  Thu 10 December 2026
    all day      busy
  Fri 11 December 2026
    all day      marked free for the whole day, perhaps leave: ask
  Mon 14 December 2026
    22:00–24:00  in doubt: ask
  Tue 15 December 2026
    all day      in doubt: ask
    12:00–13:00  busy

Odd in work.ics
  line 30: an unknown zone; read in the default zone and in doubt
";
    assert_eq!(String::from_utf8_lossy(&ran.stdout), expected);
    assert_eq!(ran.status.code(), Some(0));
}

#[test]
fn bad_input_is_refused_whole_with_every_fault_and_exit_2() {
    let folder = folder();
    let window = ["--from", "2026-12-01", "--to", "2026-12-18", "--json"];
    let ran = freebusy(
        folder.path(),
        &[&["work.ics", "page.ics", "none.ics"], &window[..]].concat(),
    );
    assert_eq!(ran.status.code(), Some(2));
    assert_eq!(ran.stdout, b"");
    let message = String::from_utf8_lossy(&ran.stderr);
    assert!(
        message.contains("page.ics: this is a web page"),
        "{message}"
    );
    assert!(
        message.contains("none.ics: there is no such file"),
        "{message}"
    );
    for (arguments, fact) in [
        (
            ["--from", "08/12/2026", "--to", "2026-12-18"],
            "--from 08/12/2026: neither a date nor an instant",
        ),
        (
            ["--from", "2026-12-18", "--to", "2026-12-01"],
            "not after --from",
        ),
        (
            ["--from", "2026-12-01", "--to", "2026-12-18T09:00"],
            "--to 2026-12-18T09:00: neither",
        ),
    ] {
        let ran = freebusy(folder.path(), &[&["work.ics"], &arguments[..]].concat());
        assert_eq!(ran.status.code(), Some(2));
        assert!(
            String::from_utf8_lossy(&ran.stderr).contains(fact),
            "{arguments:?}"
        );
    }
    let unknown_zone = freebusy(
        folder.path(),
        &[&["work.ics", "--tz", "Europe/Camelot"], &window[..]].concat(),
    );
    assert_eq!(unknown_zone.status.code(), Some(2));
    let no_feed = freebusy(folder.path(), &window);
    assert_eq!(no_feed.status.code(), Some(2));
}

#[test]
fn dates_mean_whole_days_in_the_zone() {
    let folder = folder();
    let known = |arguments: &[&str]| {
        let ran = freebusy(
            folder.path(),
            &[&["home.ics", "--json"], arguments].concat(),
        );
        let answer: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("JSON");
        answer["known"].to_string()
    };
    let days = ["--from", "2026-07-01", "--to", "2026-07-02"];
    assert_eq!(
        known(&days),
        r#"["2026-06-30T23:00:00Z","2026-07-02T23:00:00Z"]"#
    );
    let kolkata = [&days[..], &["--tz", "Asia/Kolkata"]].concat();
    assert_eq!(
        known(&kolkata),
        r#"["2026-06-30T18:30:00Z","2026-07-02T18:30:00Z"]"#
    );
    // Later than anything that is known.
    assert_eq!(
        known(&["--from", "2027-07-01", "--to", "2027-07-02"]),
        r#"["2027-06-30T23:00:00Z","2027-06-30T23:00:00Z"]"#
    );
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = folder();
    let mut child = Command::new(env!("CARGO_BIN_EXE_quorate"))
        .current_dir(folder.path())
        .args([
            "freebusy",
            "work.ics",
            "--from",
            "2026-12-01",
            "--to",
            "2026-12-18",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let ran = child.wait_with_output().expect("it ends");
    assert_eq!((ran.status.code(), &ran.stderr[..]), (Some(0), &b""[..]));
}

/// A calendar's lines without those that are alike in all.
fn lines(text: &[u8]) -> Vec<&str> {
    let text = std::str::from_utf8(text).expect("UTF-8");
    text.split_terminator("\r\n").skip(4).collect()
}

#[test]
fn busy_time_is_answered_as_a_calendar_with_what_is_in_doubt_told_beside_it() {
    let folder = folder();
    let words = [
        "work.ics",
        "home.ics",
        "--from",
        "2026-12-08",
        "--to",
        "2026-12-31",
        "--format",
    ];
    let ran = freebusy(folder.path(), &[&words[..], &["ics"]].concat());
    assert_eq!(ran.status.code(), Some(0));
    assert_eq!(
        lines(&ran.stdout),
        [
            "BEGIN:VFREEBUSY",
            "UID:freebusy-20261208T000000Z-20261221T090000Z-20261123T090000Z",
            "DTSTAMP:20261123T090000Z",
            "DTSTART:20261208T000000Z",
            "DTEND:20261221T090000Z",
            "FREEBUSY;FBTYPE=BUSY:20261208T100000Z/20261208T123000Z",
            "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261208T110000Z/20261208T120000Z",
            "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261209T000000Z/20261211T000000Z",
            "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261214T220000Z/20261216T030000Z",
            "FREEBUSY;FBTYPE=BUSY:20261215T120000Z/20261215T130000Z",
            "END:VFREEBUSY",
            "END:VCALENDAR",
        ]
    );
    let told = "\
quorate: published until Mon 21 December 2026, 09:00: the feed is not known any further, and it is not said to be free
quorate: 1 stretch is in doubt and published as tentative, so that nobody takes it for free
quorate: 1 day is marked free as a whole and published so; if it is leave, mark the entry as out of office in the diary
";
    assert_eq!(String::from_utf8_lossy(&ran.stderr), told);

    let ran = freebusy(folder.path(), &[&words[..], &["blocks"]].concat());
    assert_eq!(String::from_utf8_lossy(&ran.stderr), told);
    let blocks = lines(&ran.stdout);
    let values = |name: &str| -> Vec<&str> {
        let found = blocks.iter().filter_map(|line| line.split_once(':'));
        found
            .filter(|(head, _)| *head == name)
            .map(|(_, value)| value)
            .collect()
    };
    assert_eq!(
        values("SUMMARY"),
        [
            "Busy",
            "Tentative",
            "Away",
            "Tentative",
            "Busy",
            "No information"
        ]
    );
    let shown = values("X-MICROSOFT-CDO-BUSYSTATUS");
    assert_eq!(
        shown,
        ["BUSY", "TENTATIVE", "OOF", "TENTATIVE", "BUSY", "TENTATIVE"]
    );
    assert_eq!(values("TRANSP"), ["OPAQUE"; 6]);
    assert_eq!(values("CLASS"), ["PUBLIC"; 6]);
    // The VFREEBUSY first; the last block reaches from what is known to the end of what was asked for.
    assert_eq!(values("DTEND")[0], "20261221T090000Z");
    assert_eq!(values("DTSTART")[6], "20261221T090000Z");
    assert_eq!(values("DTEND")[6], "20270101T000000Z");
    assert_eq!(values("UID")[1], "busy-20261208T100000Z-20261208T123000Z");
}

#[test]
fn nothing_known_is_no_calendar() {
    let folder = folder();
    for form in ["ics", "blocks"] {
        let ran = freebusy(
            folder.path(),
            &[
                "home.ics",
                "--from",
                "2027-07-01",
                "--to",
                "2027-07-02",
                "--format",
                form,
            ],
        );
        assert_eq!((ran.status.code(), &ran.stdout[..]), (Some(1), &b""[..]));
        assert!(String::from_utf8_lossy(&ran.stderr).contains("would read as free"));
    }
}
