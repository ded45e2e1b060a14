//! Nobody is counted on without a ground, and nothing is asked of a meeting that its seats do not ask: small workspaces, run as the
//! user runs them.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

const SETTINGS: &str = "format = \"quorate-workspace/1\"\n[defaults]\nzone = \"Europe/London\"\nnation = \"england\"\n\
    hours = \"Mon-Fri 09:00-17:00\"\n";
const NOT_A_CALENDAR: &str = "<!DOCTYPE html><html><body>Sign in</body></html>\n";

fn calendar(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{events}END:VCALENDAR\r\n")
}

fn event(uid: &str, start: &str, end: &str, more: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:{start}\r\nDTEND:{end}\r\n{more}END:VEVENT\r\n"
    )
}

fn find(files: &[(&str, &str)], arguments: &[&str]) -> (i32, Value, String) {
    run("find", files, arguments)
}

/// Writes the files into a folder and runs the verb on it at 09:00 on Monday 23 November 2026.
fn run(verb: &str, files: &[(&str, &str)], arguments: &[&str]) -> (i32, Value, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        let parent = path.parent().unwrap_or(Path::new(""));
        std::fs::create_dir_all(parent).expect("a folder");
        std::fs::write(path, text).expect("written");
    };
    write("quorate.toml", SETTINGS);
    files.iter().for_each(|(name, text)| write(name, text));
    let output = Command::new(env!("CARGO_BIN_EXE_quorate"))
        .arg(verb)
        .arg(folder.path())
        .args(["--json", "--now", "2026-11-23T09:00:00Z"])
        .args(arguments)
        .output()
        .expect("the program runs");
    let json = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap_or(-1), json, messages)
}

/// What `quorate find` shows as text.
fn shown(files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = ("quorate.toml", SETTINGS);
    for (name, text) in files.iter().chain([&settings]) {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_quorate"))
        .arg("find")
        .arg(folder.path())
        .args(["--now", "2026-11-23T09:00:00Z"])
        .output()
        .expect("the program runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn grounds(answer: &Value) -> Vec<String> {
    let slots = answer["slots"].as_array().into_iter().flatten();
    let attending = slots.flat_map(|slot| slot["attending"].as_array().into_iter().flatten());
    attending
        .map(|one| one["ground"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_diary_that_ends_does_not_hide_that_another_cannot_be_read() {
    let meetings =
        "Ref,Duration,From,By,Seats\nM-1,60m,01/02/2027,05/02/2027,social-worker = c.one\n";
    let good = calendar(&event("a", "20261201T090000Z", "20261201T100000Z", ""));
    for feeds in ["feeds/a.ics; feeds/b.ics", "feeds/b.ics; feeds/a.ics"] {
        let people = format!(
            "Id,Name,Agency,Roles,Working hours,Feeds\nc.one,One Person,csc,social-worker,Mon-Fri 09:00-17:00,{feeds}\n"
        );
        let files = [
            ("people.csv", people.as_str()),
            ("meetings.csv", meetings),
            ("feeds/a.ics", NOT_A_CALENDAR),
            ("feeds/b.ics", &good),
        ];
        let (_, answer, messages) = find(&files, &[]);
        let grounds = grounds(&answer);
        assert!(
            !grounds.is_empty() && grounds.iter().all(|ground| ground == "unknown"),
            "{feeds}: {grounds:?} {messages}"
        );
    }
}

#[test]
fn a_pencilled_series_past_the_diarys_end_is_not_plain_expectation() {
    let people = "Id,Name,Agency,Roles,Working hours,Feeds\nc.one,One Person,csc,social-worker,Mon-Fri 09:00-17:00,feeds/a.ics\n";
    let meetings =
        "Ref,Duration,From,By,Seats\nM-1,60m,01/02/2027,05/02/2027,social-worker = c.one\n";
    let daily = "RRULE:FREQ=DAILY\r\nSTATUS:TENTATIVE\r\n";
    let feed = calendar(&event("a", "20261101T000000Z", "20261101T235900Z", daily));
    let files = [
        ("people.csv", people),
        ("meetings.csv", meetings),
        ("feeds/a.ics", feed.as_str()),
    ];
    let (_, answer, messages) = find(&files, &[]);
    let grounds = grounds(&answer);
    assert!(
        !grounds.is_empty() && grounds.iter().all(|ground| ground == "tentative"),
        "{grounds:?} {messages}"
    );
}

#[test]
fn a_pin_outside_the_window_finds_people_as_they_are_there() {
    let people = "Id,Name,Agency,Roles,Working hours,Feeds\nc.one,One Person,csc,social-worker,Mon-Fri 09:00-17:00,feeds/a.ics\n\
        c.two,Two Person,police,police-child-protection,,\n";
    let meetings = "Ref,Duration,From,By,Seats,Pin\nM-1,60m,24/11/2026,27/11/2026,social-worker = c.one; police-child-protection = c.two,\
        05/01/2027 10:00\n";
    let feed = calendar(&event("a", "20270105T090000Z", "20270105T120000Z", ""));
    let files = [
        ("people.csv", people),
        ("meetings.csv", meetings),
        ("feeds/a.ics", feed.as_str()),
    ];
    let (code, answer, messages) = find(&files, &[]);
    assert_eq!(code, 1, "{messages}");
    let state = answer["slots"][0]["state"].as_str();
    assert_eq!(state, Some("short"), "{answer:#} {messages}");
}

#[test]
fn who_only_ever_sends_a_report_fills_no_seat() {
    let people = "Id,Name,Agency,Roles,Mode\nc.one,One Person,csc,social-worker,\nc.two,Two Person,primary-care,gp,report\n";
    let meetings =
        "Ref,Duration,By,Seats\nM-1,60m,04/12/2026,social-worker = c.one; expected: gp = c.two\n";
    let files = [("people.csv", people), ("meetings.csv", meetings)];
    let (_, answer, messages) = find(&files, &[]);
    let attending = answer["slots"][0]["attending"].as_array().map(Vec::len);
    assert_eq!(attending, Some(1), "{answer:#} {messages}");
}

#[test]
fn a_service_that_is_not_wanted_does_not_lengthen_the_meeting() {
    let people = "Id,Name,Kind,Agency,Roles,Lengthens\nc.one,One Person,person,csc,social-worker,\n\
        lingua,Lingua,service,interpreting,interpreter,30m\n";
    let with = |flags: &str| {
        let meetings = format!(
            "Ref,Duration,By,Seats,Flags\nM-1,60m,04/12/2026,social-worker = c.one; interpreter = lingua if interpreter,{flags}\n"
        );
        let files = [
            (
                "quorate.toml",
                &*format!("{SETTINGS}\n[[agency]]\nid = \"interpreting\"\nkind = \"school\"\n"),
            ),
            ("people.csv", people),
            ("meetings.csv", &meetings),
        ];
        let (_, answer, messages) = find(&files, &[]);
        let minutes = answer["meeting"]["duration_minutes"].as_u64();
        minutes.unwrap_or_else(|| panic!("{flags}: {messages}"))
    };
    assert_eq!(with("interpreter"), 90);
    assert_eq!(with("not interpreter"), 60);
}

#[test]
fn a_quorum_that_names_a_seat_is_not_met_by_its_report() {
    let people = "Id,Name,Agency,Roles\nc.one,One Person,csc,social-worker\nc.two,Two Person,police,police-child-protection\n";
    let meetings = "Ref,Duration,By,Seats,Quorum,Flags\nM-1,60m,04/12/2026,\
        social-worker = c.one; police-child-protection = c.two (report) if crime,social-worker and police-child-protection,crime\n";
    let files = [("people.csv", people), ("meetings.csv", meetings)];
    let (code, answer, messages) = find(&files, &[]);
    assert_ne!(code, 0, "{answer:#} {messages}");
}

#[test]
fn a_quorum_of_alternatives_among_thirty_unknown_people_is_answered_at_once() {
    use std::fmt::Write as _;
    let (mut settings, mut people) = (SETTINGS.to_owned(), "Id,Name,Agency,Roles\n".to_owned());
    for number in 0..30 {
        let _ = writeln!(
            settings,
            "[[role]]\nid = \"part{number}\"\nagency = \"school\""
        );
        let _ = writeln!(people, "c{number},Contact {number},school,part{number}");
    }
    let of =
        |text: &dyn Fn(u32) -> String, between| (0..30).map(text).collect::<Vec<_>>().join(between);
    let meetings = format!(
        "Ref,Duration,By,Seats,Quorum\nM-1,60m,04/12/2026,{},\"1 of ({})\"\n",
        of(&|n| format!("part{n} = c{n}"), "; "),
        of(&|n| format!("part{n}"), ", ")
    );
    let files = [
        ("quorate.toml", settings.as_str()),
        ("people.csv", &people),
        ("meetings.csv", &meetings),
    ];
    // Without pruning 2^30 sets are gone through: this test would not end.
    let (code, answer, messages) = find(&files, &[]);
    assert_eq!(code, 0, "{messages}");
    assert_eq!(
        answer["slots"][0]["confirm"].as_array().map(Vec::len),
        Some(30)
    );
}

#[test]
fn an_answer_without_a_date_is_no_older_than_the_rows_above_it() {
    let people = "Id,Name,Agency,Roles\nc.one,One Person,csc,social-worker\n";
    let meetings =
        "Ref,Duration,From,By,Seats\nM-1,60m,24/11/2026,24/11/2026,social-worker = c.one\n";
    let answers = "Who,Ref,From,To,Answer,Recorded at\n\
        c.one,M-1,24/11/2026 09:00,24/11/2026 17:00,can,20/11/2026 10:00\n\
        c.one,M-1,24/11/2026 09:00,24/11/2026 17:00,cannot,\n";
    let files = [
        ("people.csv", people),
        ("meetings.csv", meetings),
        ("answers.csv", answers),
    ];
    let (code, answer, messages) = find(&files, &[]);
    assert_eq!(code, 1, "{answer:#} {messages}");
}

#[test]
fn a_service_that_is_booked_for_the_meeting_needs_no_more_notice_for_its_own_time() {
    let settings = format!("{SETTINGS}\n[[agency]]\nid = \"lingua\"\nkind = \"school\"\n");
    let people =
        "Id,Name,Kind,Agency,Roles,Lead time\nlingua,Lingua,service,lingua,interpreter,3wd\n";
    let meetings =
        "Ref,Duration,From,By,Seats\nM-1,60m,24/11/2026,24/11/2026,interpreter = lingua\n";
    let answers = "Who,Ref,From,To,Answer\n";
    let arrangements = "{\"format\": \"quorate-plan/1\", \"meetings\": [{\"ref\": \"M-1\", \"uid\": \"u\", \"start\": \"2026-11-24T10:00:00Z\", \
        \"end\": \"2026-11-24T11:00:00Z\", \"attending\": [{\"seat\": \"interpreter\", \"contact\": \"lingua\"}]}]}";
    let files = [
        ("quorate.toml", settings.as_str()),
        ("people.csv", people),
        ("meetings.csv", meetings),
        ("answers.csv", answers),
        ("arrangements.json", arrangements),
    ];
    let (code, answer, messages) = find(&files, &["--ref", "M-1", "--all"]);
    assert_eq!(code, 0, "{messages}");
    let starts: Vec<&str> = answer["slots"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|slot| slot["start"].as_str())
        .collect();
    assert_eq!(starts, ["2026-11-24T10:00:00Z"]);
}

#[test]
fn a_seat_that_waits_for_an_answer_is_asked_about_beside_the_first_sentence() {
    let people = "Id,Name,Agency,Roles\nc.one,One Person,csc,social-worker\nc.two,Two Person,community-health,health-visitor\n";
    let meetings = "Ref,Duration,By,Seats\nM-1,60m,04/12/2026,social-worker = c.one; health-visitor = c.two if under5\n";
    let files = [("people.csv", people), ("meetings.csv", meetings)];
    let text = shown(&files);
    let head = text.split("\n\n").next().unwrap_or_default();
    assert!(head.contains("`under5`"), "{text}");
}

#[test]
fn a_room_that_a_plan_names_once_is_taken_for_all_its_parts() {
    let people = "Id,Name,Agency,Roles\nc.one,One Person,csc,social-worker\nc.two,Two Person,csc,social-worker\n";
    let meetings = "Ref,Duration,From,By,Seats,Venue\nM-1,60m,,27/11/2026,social-worker = c.one,\n\
        M-2,60m,24/11/2026,24/11/2026,social-worker = c.two,hall\n";
    let venues = "Id,Name,Capacity,Hours\nhall,Hall,9,Mon-Fri 09:00-11:00\n";
    let arrangements = "{\"format\": \"quorate-plan/1\", \"meetings\": [{\"ref\": \"M-1\", \"uid\": \"u\", \"venue\": \"hall\", \
        \"start\": \"2026-11-24T10:00:00Z\", \"end\": \"2026-11-24T11:00:00Z\", \
        \"parts\": [{\"start\": \"2026-11-24T10:00:00Z\", \"end\": \"2026-11-24T11:00:00Z\"}], \
        \"attending\": [{\"seat\": \"social-worker\", \"contact\": \"c.one\"}]}]}";
    let files = [
        ("people.csv", people),
        ("meetings.csv", meetings),
        ("venues.csv", venues),
        ("arrangements.json", arrangements),
    ];
    let (code, answer, messages) = find(&files, &["--ref", "M-2", "--all"]);
    assert_eq!(code, 0, "{messages}");
    let slots = answer["slots"].as_array().into_iter().flatten();
    let starts: Vec<&str> = slots.filter_map(|slot| slot["start"].as_str()).collect();
    assert_eq!(starts, ["2026-11-24T09:00:00Z"]);
}

#[test]
fn what_was_arranged_late_can_be_checked_after_its_limit() {
    let people = "Id,Name,Agency,Roles\nc.one,One Person,csc,social-worker\n";
    let meetings = "Ref,Duration,By,Seats\nM-1,60m,20/11/2026,social-worker = c.one\n";
    let arrangements = "{\"format\": \"quorate-plan/1\", \"meetings\": [{\"ref\": \"M-1\", \"uid\": \"u\", \"state\": \"quorate-if\", \
        \"start\": \"2026-11-30T10:00:00Z\", \"end\": \"2026-11-30T11:00:00Z\", \
        \"attending\": [{\"seat\": \"social-worker\", \"contact\": \"c.one\"}]}]}";
    let files = [
        ("people.csv", people),
        ("meetings.csv", meetings),
        ("arrangements.json", arrangements),
    ];
    let (code, answer, messages) = run("check", &files, &[]);
    assert_eq!(code, 0, "{answer:#} {messages}");
}

#[test]
fn only_the_places_of_nobody_named_are_to_be_named() {
    let people = "Id,Name,Agency,Roles\nc.one,One Person,csc,social-worker\n";
    let meetings =
        "Ref,Duration,By,Seats\nM-1,60m,04/12/2026,2 of social-worker = c.one/to be named\n";
    let files = [("people.csv", people), ("meetings.csv", meetings)];
    let (_, answer, messages) = find(&files, &[]);
    let falls_if = &answer["slots"][0]["falls_if"];
    assert_eq!(
        falls_if,
        &serde_json::json!(["c.one", "social-worker?"]),
        "{messages}"
    );
}

#[test]
fn a_weekend_behind_the_limit_is_late_and_one_before_it_is_not_the_last_working_day() {
    let people =
        "Id,Name,Agency,Roles,Working hours\nc.one,One Person,csc,social-worker,Sat 09:00-10:00\n";
    let on_saturday = |by: &str| {
        let meetings = format!("Ref,Duration,By,Seats\nM-1,60m,{by},social-worker = c.one\n");
        shown(&[("people.csv", people), ("meetings.csv", &meetings)])
    };
    let late = on_saturday("27/11/2026");
    assert!(
        late.contains(
            "LATE: it should have been held by Fri 27 November 2026, with no working day since."
        ),
        "{late}"
    );
    let in_time = on_saturday("28/11/2026");
    assert!(
        in_time.contains("after the last working day, though in time"),
        "{in_time}"
    );
}

#[test]
fn the_address_of_a_calendar_in_the_wrong_cell_is_not_repeated() {
    let meetings = "Ref,Duration,By,Seats\nM-1,60m,04/12/2026,social-worker = c.one\n";
    for people in [
        "Id,Name,Agency,Roles\nc.one,One Person,csc,https://example.org/t0ken/a.ics\n",
        "Id,Name,Agency,Roles,HTTPS://example.org/t0ken\nc.one,One Person,csc,social-worker,x\n",
        "Id,Name,Agency,Roles\nwebcal:example.org/t0ken,One Person,csc,social-worker\n",
    ] {
        let (_, _, messages) = find(&[("people.csv", people), ("meetings.csv", meetings)], &[]);
        assert!(messages.contains("people.csv"), "{messages}");
        assert!(!messages.contains("t0ken"), "{messages}");
    }
}
