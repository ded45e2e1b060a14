//! What is wrong is told in a whole sentence with file, row, fact and fix, everything at once; nothing is written. A bad feed is no
//! fault of the workspace: its owner becomes unknown, and the receipt says why.

mod common;

use common::*;
use serde_json::json;

const SETTINGS: &str = "format = \"quorate-workspace/1\"\n[defaults]\nzone = \"Europe/London\"\nhours = \"Mon-Fri 09:00-17:00\"\n\
    organizer = \"unit@council.example.org\"\n";
const PEOPLE: &str = "id,name,agency,roles,email\nana,Ana,csc,social-worker,ana@example.org\nben,Ben,school,dsl,ben@example.org\n";

/// Two people without diaries, and one meeting of theirs with these columns besides.
fn case(columns: &str, cells: &str) -> Case {
    let case = Case::new();
    case.write("quorate.toml", SETTINGS);
    case.write("people.csv", PEOPLE);
    meeting(&case, columns, cells);
    case
}

fn meeting(case: &Case, columns: &str, cells: &str) {
    case.write(
        "meetings.csv",
        format!("ref,duration,{columns}\nCP-1,60m,{cells}\n"),
    );
}

fn good() -> Case {
    case(
        "from,by,seats",
        "2026-12-01,2026-12-04,social-worker = ana; dsl = ben",
    )
}

/// A search that would write a choice if it could, and must not.
#[track_caller]
fn refused(case: &Case, flags: &[&str], messages: &[&str]) {
    let before = case.everything();
    let mut words = vec!["find", "case", "--choose", "1"];
    words.extend(flags);
    case.run(&words).refuses(messages);
    let mut words = vec!["find", "case", "--json"];
    words.extend(flags);
    case.run(&words).refuses(messages);
    assert!(case.everything() == before, "something was written");
}

#[test]
fn what_all_of_these_start_from_is_good() {
    let case = good();
    let ran = case.run(&["find", "case", "--choose", "1"]).exits(0);
    assert_eq!(ran.err, "");
    assert!(case.read("arrangements.json").contains("CP-1"));
}

#[test]
fn a_role_that_nobody_holds() {
    let fact = "nobody holds the role \"chair\"; give it to somebody among the people, or name who sits there";
    let case = case("seats", "social-worker = ana; chair");
    refused(
        &case,
        &[],
        &[&format!("meetings.csv row 2, column seats: {fact}")],
    );
    refused(
        &good(),
        &["--ref", "CP-1", "--seat", "chair"],
        &[&format!("--seat: {fact}")],
    );
}

#[test]
fn a_seat_by_case_without_a_name() {
    let fact = "seat \"social-worker\" depends on the case and names nobody; name one, or write `= to be named`";
    let case = case("seats", "social-worker; dsl = ben");
    refused(
        &case,
        &[],
        &[&format!("meetings.csv row 2, column seats: {fact}")],
    );
    refused(
        &good(),
        &["--ref", "CP-1", "--seat", "social-worker"],
        &[&format!("--seat: {fact}")],
    );
    // The way out that is offered is one.
    good()
        .run(&[
            "find",
            "case",
            "--seat",
            "social-worker = to be named",
            "--duration",
            "1h",
        ])
        .exits(0);
}

#[test]
fn a_quorum_that_cannot_be_met() {
    let fact = "meeting CP-1: the quorum cannot be met even if everybody comes: it asks for at least 3 agencies, and the meeting has only 2; \
                invite more people or lower the quorum";
    refused(
        &case("seats,agencies", "social-worker = ana; dsl = ben,3"),
        &[],
        &[fact],
    );
    refused(
        &case("seats,quorum", "social-worker = ana; dsl = ben,3 agencies"),
        &[],
        &[fact],
    );
    refused(&good(), &["--agencies", "3"], &[fact]);
    let fact = "meeting CP-1: the quorum cannot be met even if everybody comes: it asks for 1 of (at least 1 person \
                out of gp); invite more people or lower the quorum";
    refused(
        &good(),
        &["--quorum", "social-worker and 1 of (gp)"],
        &[fact],
    );
    refused(
        &good(),
        &["--quorum", "social-worker and (dsl"],
        &[
            "--quorum: quorum \"social-worker and (dsl\" has a bracket that is not closed; the form is: chair and police and 2 of \
           (school, gp) and 3 agencies except csc",
        ],
    );
}

#[test]
fn a_window_in_the_past() {
    let case = case("from,by,seats", "2026-11-02,2026-11-20,social-worker = ana");
    let fact = "meeting CP-1: the last day, Fri 20 November 2026, is before today, Mon 23 November 2026; move the limit or give --by";
    refused(&case, &[], &[fact]);
    refused(
        &good(),
        &["--by", "2026-11-20", "--from", "2026-11-02"],
        &[fact],
    );
    case.run(&["find", "case", "--by", "2026-12-04"]).exits(0);
    refused(
        &good(),
        &["--from", "9/12/2026", "--by", "2/12/2026"],
        &[
            "--by: the last day 02/12/2026 lies before the first day 09/12/2026; correct one of them",
        ],
    );
    refused(
        &good(),
        &["--notice", "15wd"],
        &[
            "meeting CP-1: with its notice the meeting can be on Mon 14 December 2026 at the earliest, after the last day, Fri 4 \
           December 2026; shorten the notice or move the limit",
        ],
    );
}

#[test]
fn a_venue_too_small() {
    let small = case("seats,venue", "social-worker = ana; dsl = ben,attic");
    small.write("venues.csv", "id,name,capacity\nattic,The attic,1\n");
    refused(
        &small,
        &[],
        &[
            "meetings.csv row 2, column venue: venue \"attic\" holds 1 but 2 come in person; choose a larger one, or let some join \
           remotely",
        ],
    );
    small.write(
        "venues.csv",
        "id,name,capacity\nattic,The attic,1\nnook,The nook,1\n",
    );
    meeting(&small, "seats,venue", "social-worker = ana; dsl = ben,any");
    refused(
        &small,
        &[],
        &[
            "meetings.csv row 2, column venue: 2 come in person but the largest venue holds 1; add a larger one, or let some join \
           remotely",
        ],
    );
    meeting(
        &small,
        "seats,venue",
        "social-worker = ana; dsl = ben (remote),any",
    );
    small.run(&["find", "case"]).exits(0);
}

#[test]
fn duplicate_ids() {
    let case = good();
    case.write(
        "people.csv",
        format!("{PEOPLE}Ana,Another,csc,social-worker,\n"),
    );
    refused(
        &case,
        &[],
        &[
            "people.csv row 4, column id: contact \"Ana\" is there already (people.csv row 2, column id); give each contact an id of \
           its own",
        ],
    );
    let case = good();
    case.write("venues.csv", "id,name\nhall,One\nhall,Two\n");
    case.write(
        "meetings.csv",
        "ref,duration,seats\nCP-1,60m,dsl = ben\ncp-1,60m,dsl = ben\n",
    );
    refused(
        &case,
        &[],
        &[
            "meetings.csv row 3, column ref: meeting \"cp-1\" is there already (meetings.csv row 2, column ref); give each meeting an \
             id of its own",
            "venues.csv row 3, column id: venue \"hall\" is there already (venues.csv row 2, column id); give each venue an id of its \
             own",
        ],
    );
}

#[test]
fn an_unknown_zone() {
    let fact = |zone: &str| {
        format!("\"{zone}\" is not a known time zone; write an IANA name, such as Europe/London")
    };
    let case = good();
    case.write(
        "quorate.toml",
        SETTINGS.replace("Europe/London", "Europe/Londinium"),
    );
    refused(
        &case,
        &[],
        &[&format!(
            "quorate.toml line 3, column 8: {}",
            fact("Europe/Londinium")
        )],
    );
    let case = good();
    case.write(
        "people.csv",
        "id,agency,roles,zone\nana,csc,social-worker,GMT+25\nben,school,dsl,\n",
    );
    refused(
        &case,
        &[],
        &[&format!(
            "people.csv row 2, column zone: {}",
            fact("GMT+25")
        )],
    );
    let ran = good().run(&["find", "case", "--tz", "Mars/Base"]).exits(2);
    assert!(
        ran.err.ends_with(&format!(": {}\n", fact("Mars/Base"))),
        "{}",
        ran.err
    );
}

#[test]
fn a_duration_longer_than_any_day() {
    refused(
        &good(),
        &["--duration", "25h"],
        &["--duration: a duration of 25h is longer than any day; write 24h at most"],
    );
    let case = good();
    case.write(
        "meetings.csv",
        "ref,duration,seats,hours\nCP-1,9h,dsl = ben,Mon-Fri 09:00-17:00\n",
    );
    refused(
        &case,
        &[],
        &[
            "meetings.csv row 2, column duration: a duration of 9h does not fit the meeting's hours, which are never longer than 8h; \
           shorten it or widen the hours",
        ],
    );
    for text in ["soon", "0m", "-5m"] {
        let flag = format!("--duration={text}");
        let message =
            format!("--duration: \"{text}\" is not a length of time; write 90m, 1h30 or 2h");
        refused(&good(), &[&flag], &[&message]);
    }
}

#[test]
fn a_date_that_puts_the_month_first() {
    let fact = "\"12/25/2026\" puts the month first; dates are read day first: write 25/12/2026";
    refused(
        &good(),
        &["--by", "12/25/2026"],
        &[&format!("--by: {fact}")],
    );
    let case = case("from,by,seats", "01/12/2026,12/25/2026,dsl = ben");
    refused(
        &case,
        &[],
        &[&format!("meetings.csv row 2, column by: {fact}")],
    );
    let case = good();
    case.write(
        "answers.csv",
        "who,ref,from,to,answer\nana,CP-1,12/25/2026,,yes\n",
    );
    refused(
        &case,
        &[],
        &[&format!("answers.csv row 2, column from: {fact}")],
    );
    let case = good();
    let before = case.everything();
    let words = [
        "answer",
        "case",
        "--who",
        "ana",
        "--ref",
        "CP-1",
        "--from",
        "12/25/2026",
        "--can",
    ];
    case.run(&words).refuses(&[&format!("--from: {fact}")]);
    assert!(case.everything() == before);
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_files_and_rows() {
    let case = good();
    case.write(
        "people.csv",
        "id,agency,roles,email,zone\nana,csc,social-worker,nobody,\nben,nowhere,dsl,,\nana,csc,social-worker,,\ncy,csc,social-worker,,Mars\n",
    );
    case.write(
        "meetings.csv",
        "ref,duration,from,by,seats\nCP-1,60 fortnights,32/12/2026,2026-12-04,social-worker = zed; dsl = ben\n\
         CP-2,25h,2026-12-04,2026-12-01,dsl = ben\n",
    );
    case.write("answers.csv", "who,from,answer\nben,08/12/26,perhaps\n");
    case.write("venues.csv", "id,capacity\nhall,many\n");
    let ran = case.run(&["find", "case", "--ref", "CP-1"]).exits(2);
    let told: Vec<&str> = ran.err.lines().collect();
    let places: Vec<&str> = told
        .iter()
        .map(|line| {
            let line = line.strip_prefix("quorate: ").expect("a message of ours");
            line.split_once(": ").expect("a place and a fact").0
        })
        .collect();
    assert_eq!(
        places,
        [
            "answers.csv row 2, column answer",
            "answers.csv row 2, column from",
            "meetings.csv row 2, column duration",
            "meetings.csv row 2, column from",
            "meetings.csv row 2, column seats",
            "meetings.csv row 3, column by",
            "meetings.csv row 3, column duration",
            "people.csv row 2, column email",
            "people.csv row 3, column agency",
            "people.csv row 4, column id",
            "people.csv row 5, column zone",
            "venues.csv row 2, column capacity",
        ],
        "{}",
        ran.err
    );
    // A fact and a fix each; of a number the fact says it all.
    for line in told
        .iter()
        .filter(|line| !line.ends_with("not a whole number"))
    {
        assert!(line.contains("; "), "a fact without a fix: {line}");
    }
}

#[test]
fn folders_and_files_that_are_none() {
    let case = good();
    case.run(&["find", "nowhere"])
        .refuses(&["nowhere: there is no such folder"]);
    case.run(&["find", "case/people.csv"])
        .refuses(&["case/people.csv: there is no such folder"]);
    std::fs::create_dir(case.root().join("empty")).expect("a folder");
    case.run(&["find", "empty"]).refuses(&[
        "empty: there is neither a table nor a feed here; run `quorate new` on an empty folder, or put feeds in as \
         <agency>/<role>.<name>.ics",
    ]);
    case.run(&["find", "case", "--ref", "CP-7"])
        .refuses(&["there is no meeting CP-7; write one of: CP-1"]);

    case.write(
        "arrangements.json",
        "{\"format\": \"quorate-plan/1\", \"meetings\": [",
    );
    refused(
        &case,
        &[],
        &["arrangements.json: not JSON; restore the file or make it anew"],
    );
    case.write(
        "arrangements.json",
        "{\"format\": \"quorate-plan/9\", \"meetings\": []}",
    );
    let ran = case.run(&["find", "case"]).exits(2);
    assert!(
        ran.err
            .contains("the file is not of the format quorate-plan/1"),
        "{}",
        ran.err
    );
    case.remove("arrangements.json");

    case.write(
        "people.toml",
        "[[person]]\nid = \"ana\"\nagency = \"csc\"\n",
    );
    let ran = case.run(&["find", "case"]).exits(2);
    assert!(
        ran.err.contains("is there as well; keep one of the two"),
        "{}",
        ran.err
    );
    case.remove("people.toml");
    case.write("people.csv", b"PK\x03\x04\x14\x00\x06\x00");
    refused(
        &case,
        &[],
        &["people.csv: this is a workbook, not text; save it as \"CSV UTF-8 (comma delimited)\""],
    );
}

#[test]
fn answers_and_invitations_of_nobody_for_nothing() {
    let case = good();
    let before = case.everything();
    let answer = |more: &[&str]| {
        let mut words = vec!["answer", "case", "--can"];
        words.extend(more);
        case.run(&words)
    };
    answer(&["--who", "zed", "--from", "2026-12-01"]).refuses(&[
        "--who: contact \"zed\" is not in the people table; add it there or write one of: ben, ana",
    ]);
    answer(&[
        "--who",
        "ana",
        "--from",
        "2026-12-01 12:00",
        "--to",
        "10:00",
    ])
    .exits(2);
    answer(&["--who", "ana", "--from", "2026-12-01", "--cannot"]).exits(2);
    answer(&["--who", "ana"]).exits(2);
    case.run(&["invite", "case", "-o", "out"]).refuses(&[
        "no meeting is arranged yet; choose a slot first: quorate find FOLDER --ref REF --choose N",
    ]);
    assert!(case.everything() == before);
    assert!(!case.root().join("out").exists());

    case.run(&["find", "case", "--choose", "1"]).exits(0);
    let before = case.everything();
    case.run(&["invite", "case", "--ref", "CP-9", "-o", "out"])
        .exits(2);
    case.run(&["invite", "case", "--organizer", "Sam", "-o", "out"])
        .exits(2);
    assert!(case.everything() == before);
    assert!(!case.root().join("out").exists());
}

/// Feeds that are none: what the reason is called, and how the receipt begins.
fn unusable() -> Vec<(&'static str, Vec<u8>, &'static str, &'static str)> {
    let words = |text: &str| text.replace('\n', "\r\n").into_bytes();
    vec![
        (
            "empty",
            Vec::new(),
            "empty",
            "the file is empty; the download may have failed, so fetch it again",
        ),
        (
            "blank",
            words("\n \n\t\n"),
            "empty",
            "the file is empty; the download may have failed, so fetch it again",
        ),
        (
            "HTML",
            words(
                "<!DOCTYPE html>\n<html><head><title>502</title></head><body>BEGIN:VCALENDAR</body></html>\n",
            ),
            "html",
            "this is a web page, perhaps a log-in or error page; check the link and copy the one that ends in .ics",
        ),
        (
            "JSON",
            words("{\"error\":{\"code\":401}}\n"),
            "json",
            "this is JSON, perhaps an error message of the service; check the link and fetch it again",
        ),
        (
            "text",
            words("Calendar not found\n"),
            "not-a-calendar",
            "this is not a calendar: there is no line BEGIN:VCALENDAR; export it as iCalendar (.ics)",
        ),
        (
            "archive",
            b"PK\x03\x04\x14\x00\x00\x00\x08\x00".to_vec(),
            "archive",
            "this is a compressed archive; unpack it and give the .ics file inside",
        ),
        (
            "contacts",
            words("BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD\n"),
            "contacts",
            "this is a file of contacts; export the calendar instead",
        ),
        (
            "truncated in an event",
            words(
                "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:a\nDTSTART:20261201T100000Z\nDTEND:20261201T110000Z\nEND:VEVENT\n\
                 BEGIN:VEVENT\nUID:b\nDTSTART:20261202T09",
            ),
            "truncated",
            "the file ends in the middle of an event, so the download was cut off; fetch it again",
        ),
        (
            "bytes without a meaning",
            (0..4096_u32)
                .map(|i| (i.wrapping_mul(7919) % 251) as u8)
                .collect(),
            "not-a-calendar",
            "this is not a calendar: there is no line BEGIN:VCALENDAR; export it as iCalendar (.ics)",
        ),
    ]
}

#[test]
fn an_unusable_feed_makes_its_owner_unknown_and_the_receipt_says_why() {
    for (what, bytes, why, told) in unusable() {
        let case = good();
        case.write("feeds/ana.ics", bytes);
        case.write("feeds/ben.ics", feed(&[]));
        let found = case.find(&["--all"]);
        assert_eq!((found.code, found.err.as_str()), (0, ""), "{what}");
        // Every start within the hours of four days: neither free nor busy anywhere.
        assert_eq!(found.slots().len(), 4 * 29, "{what}");
        for slot in found.slots() {
            assert_eq!(slot["state"], "quorate-if", "{what}");
            assert_eq!(slot["confirm"], json!([["ana"]]), "{what}");
        }
        let receipt = found.receipt("feeds/ana.ics");
        assert_eq!(
            (&receipt["status"], &receipt["why"]),
            (&json!("refused"), &json!(why)),
            "{what}"
        );
        assert_eq!(
            (&receipt["kept"], &receipt["horizon"]),
            (&json!(0), &json!(null)),
            "{what}"
        );
        // The other feed is read as ever.
        assert_eq!(found.receipt("feeds/ben.ics")["status"], "read", "{what}");
        let ran = case.run(&["find", "case"]).exits(0);
        let receipt = format!("Ana (feeds/ana.ics) could not be used: {told}");
        let flat = ran
            .flat()
            .replace("Ana (feeds/ana.ics):", "Ana (feeds/ana.ics)");
        assert!(flat.contains(&receipt), "{what}: {}", ran.out);
        // Shown by itself it is refused, by name.
        let window = ["--from", "2026-12-01", "--to", "2026-12-04"];
        for format in ["text", "json"] {
            let mut words = vec!["freebusy", "case/feeds/ana.ics", "--format", format];
            words.extend(window);
            case.run(&words)
                .refuses(&[&format!("case/feeds/ana.ics: {told}")]);
        }
    }
}

#[test]
fn a_missing_feed_makes_its_owner_unknown() {
    let case = good();
    case.write(
        "people.csv",
        "id,name,agency,roles,feeds\nana,Ana,csc,social-worker,feeds/gone.ics\nben,Ben,school,dsl,\n",
    );
    case.write("feeds/ben.ics", feed(&[]));
    let found = case.find(&["--all"]);
    assert_eq!(found.slots().len(), 4 * 29);
    assert!(
        found
            .slots()
            .iter()
            .all(|slot| slot["confirm"] == json!([["ana"]]))
    );
    assert_eq!(found.receipt("feeds/gone.ics")["status"], "missing");
    let ran = case.run(&["find", "case"]).exits(0);
    assert!(
        ran.flat()
            .contains("there is no such file; the person counts as unknown"),
        "{}",
        ran.out
    );
    let words = [
        "freebusy",
        "case/feeds/gone.ics",
        "--from",
        "2026-12-01",
        "--to",
        "2026-12-04",
    ];
    case.run(&words)
        .refuses(&["case/feeds/gone.ics: there is no such file; check the name and the folder"]);
}

#[test]
fn one_bad_feed_of_two_leaves_nothing_free() {
    let case = good();
    case.write(
        "people.csv",
        "id,agency,roles,feeds\nana,csc,social-worker,feeds/work.ics; feeds/other.ics\nben,school,dsl,\n",
    );
    case.write("feeds/ben.ics", feed(&[]));
    case.write(
        "feeds/work.ics",
        feed(&[("20261201T090000Z", "20261201T120000Z")]),
    );
    case.write("feeds/other.ics", "<html></html>");
    let found = case.find(&["--all"]);
    // Busy is busy; where the good feed shows nothing, the other might have.
    assert!(
        found
            .slots()
            .iter()
            .all(|slot| slot["state"] == "quorate-if")
    );
    let first_day: Vec<String> = found
        .starts()
        .into_iter()
        .filter(|start| start.starts_with("2026-12-01"))
        .collect();
    assert_eq!(first_day, steps("2026-12-01", "12:00", "16:00", 15));
}

/// Feeds that are calendars but not sound. All have one good entry, Tuesday ten to eleven, at which their owner may never be had.
fn hostile() -> Vec<(&'static str, String)> {
    let good = event("good", "20261201T100000Z", "20261201T110000Z");
    let bad = |lines: &str| {
        format!(
            "{good}BEGIN:VEVENT\r\nUID:bad\r\n{}\r\nEND:VEVENT\r\n",
            lines.replace('\n', "\r\n")
        )
    };
    let at = "DTSTART:20261202T100000Z\nDTEND:20261202T110000Z";
    let many = |line: &str, times: usize| line.repeat(times);
    vec![
        ("no end", calendar(&good).replace("END:VCALENDAR\r\n", "")),
        (
            "an event without end",
            calendar(&good).replacen("END:VEVENT\r\n", "", 1) + &calendar(&good),
        ),
        (
            "an endless rule of seconds",
            calendar(&bad(&format!("{at}\nRRULE:FREQ=SECONDLY"))),
        ),
        (
            "a rule with an unknown part",
            calendar(&bad(&format!("{at}\nRRULE:FREQ=DAILY;BYMOON=1"))),
        ),
        (
            "a rule of nothing",
            calendar(&bad(&format!("{at}\nRRULE:"))),
        ),
        (
            "a rule that never comes",
            calendar(&bad(&format!(
                "{at}\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
            ))),
        ),
        (
            "a rule without number",
            calendar(&bad(&format!(
                "{at}\nRRULE:FREQ=DAILY;COUNT=999999999999999"
            ))),
        ),
        (
            "an interval of nothing",
            calendar(&bad(&format!("{at}\nRRULE:FREQ=DAILY;INTERVAL=0"))),
        ),
        (
            "an end before the start",
            calendar(&bad("DTSTART:20261202T100000Z\nDTEND:20261202T090000Z")),
        ),
        (
            "a start in no month",
            calendar(&bad("DTSTART:20261302T100000Z\nDTEND:20261302T110000Z")),
        ),
        (
            "an unknown zone",
            calendar(&bad(
                "DTSTART;TZID=Nowhere/At_all:20261202T100000\nDTEND;TZID=Nowhere/At_all:20261202T110000",
            )),
        ),
        (
            "a zone out of a path",
            calendar(&bad(
                "DTSTART;TZID=../../etc/passwd:20261202T100000\nDURATION:PT1H",
            )),
        ),
        (
            "a length of ages",
            calendar(&bad("DTSTART:20261202T100000Z\nDURATION:P99999999999W")),
        ),
        (
            "a quotation without end",
            calendar(&bad(&format!("SUMMARY;X=\"{}\n{at}", many("a", 1000)))),
        ),
        (
            "deep nesting",
            calendar(
                &(good.clone() + &many("BEGIN:X-A\r\n", 20_000) + &many("END:X-A\r\n", 20_000)),
            ),
        ),
        (
            "many entries",
            calendar(
                &(good.clone() + &many(&event("e", "20261203T100000Z", "20261203T110000Z"), 5_000)),
            ),
        ),
        (
            "a long line",
            calendar(&bad(&format!("X-LONG:{}\n{at}", many("a", 1_000_000)))),
        ),
        (
            "a line of many dates",
            calendar(&bad(&format!(
                "{at}\nRDATE:{}20261203T100000Z",
                many("20261203T100000Z,", 20_000)
            ))),
        ),
        (
            "NUL and control characters",
            calendar(&bad(&format!("X-BAD:\u{0}\u{1}\u{7f}\n{at}"))),
        ),
        (
            "a second calendar in the midst",
            calendar(&(good.clone() + &calendar(&good))),
        ),
    ]
}

#[test]
fn a_hostile_feed_neither_hangs_nor_frees_anybody() {
    for (what, bytes) in hostile() {
        let case = good();
        case.write("feeds/ana.ics", bytes);
        case.write("feeds/ben.ics", feed(&[]));
        let began = std::time::Instant::now();
        let found = case.find(&["--all"]);
        assert!(
            began.elapsed().as_secs() < 10,
            "{what}: {:?}",
            began.elapsed()
        );
        let receipt = found.receipt("feeds/ana.ics");
        let refused = receipt["status"] == "refused";
        assert!(refused || receipt["status"] == "read", "{what}: {receipt}");
        // The good entry stands: either she is busy then, or nothing of hers is known.
        for start in ["2026-12-01T09:15", "2026-12-01T10:00", "2026-12-01T10:45"] {
            let taken = !found.starts().contains(&start.to_owned());
            assert!(taken || refused, "{what}: {start}");
            if !taken {
                assert_eq!(found.slot(start)["state"], "quorate-if", "{what}: {start}");
            }
        }
        // What could not be placed has a remark.
        let remarks = receipt["warnings"].as_u64().unwrap_or(0);
        let sound = [
            "an endless rule of seconds",
            "a rule that never comes",
            "a rule without number",
            "many entries",
            "a long line",
            "a line of many dates",
        ];
        assert!(
            refused || remarks > 0 || sound.contains(&what),
            "{what}: {receipt}"
        );
    }
}

#[test]
fn a_feed_that_was_cut_off_between_entries_is_not_free_behind_them() {
    let case = good();
    let whole = calendar(&event("good", "20261201T100000Z", "20261201T110000Z"));
    case.write("feeds/ana.ics", whole.replace("END:VCALENDAR\r\n", ""));
    case.write("feeds/ben.ics", feed(&[]));
    let found = case.find(&["--all"]);
    assert!(!found.slots().is_empty());
    for slot in found.slots() {
        assert_eq!(slot["state"], "quorate-if", "{}", slot["start"]);
        assert_eq!(slot["confirm"], json!([["ana"]]));
    }
    case.write("feeds/ana.ics", whole);
    assert!(
        case.find(&["--all"])
            .slots()
            .iter()
            .all(|slot| slot["state"] == "quorate")
    );
}

#[test]
fn round_an_entry_in_an_unknown_zone_its_owner_is_unknown() {
    let case = good();
    let event = "BEGIN:VEVENT\r\nUID:u\r\nDTSTART;TZID=Nowhere/At_all:20261202T120000\r\nDTEND;TZID=Nowhere/At_all:20261202T130000\r\n\
                 END:VEVENT\r\n";
    case.write("feeds/ana.ics", calendar(event));
    case.write("feeds/ben.ics", feed(&[]));
    let found = case.find(&["--all"]);
    // From 14 hours before to 14 hours after noon to one: the whole of Wednesday, nothing of the other days' hours.
    for slot in found.slots() {
        let wednesday = minute(&slot["start"]).starts_with("2026-12-02");
        let state = if wednesday { "quorate-if" } else { "quorate" };
        assert_eq!(slot["state"], state, "{}", slot["start"]);
    }
    assert_eq!(found.slot("2026-12-02T09:00")["confirm"], json!([["ana"]]));
}

#[test]
fn a_duration_longer_than_the_day_of_anybody_who_must_come() {
    let fact = "meeting CP-1: the meeting takes 540 minutes and the longest day has 480; shorten it or widen the hours";
    refused(&good(), &["--duration", "9h"], &[fact]);
    refused(
        &good(),
        &["--duration", "24h"],
        &[
            "meeting CP-1: the meeting takes 1440 minutes and the longest day has 480; shorten it or widen the hours",
        ],
    );
}

#[test]
fn a_row_whose_id_is_taken_is_read_for_its_other_faults() {
    let case = good();
    case.write("people.csv", "id,agency,roles,zone\nana,csc,social-worker,\nben,school,dsl,\nana,csc,social-worker,Mars\n");
    refused(
        &case,
        &[],
        &[
            "people.csv row 4, column id: contact \"ana\" is there already (people.csv row 2, column id); give each contact an id of \
             its own",
            "people.csv row 4, column zone: \"Mars\" is not a known time zone; write an IANA name, such as Europe/London",
        ],
    );
}

#[test]
fn a_grain_that_does_not_divide_the_day_is_refused_on_the_command_line_too() {
    let case = good();
    case.write(
        "quorate.toml",
        SETTINGS.replace("[defaults]", "[defaults]\ngrain = \"7m\""),
    );
    let fact = "a grain of 7m does not divide the day; write 5m, 10m, 15m, 30m or 1h";
    refused(
        &case,
        &[],
        &[&format!("quorate.toml line 3, column 9: {fact}")],
    );
    refused(&good(), &["--grain", "7m"], &[&format!("--grain: {fact}")]);
}

#[test]
fn a_fault_of_a_flag_names_the_flag_as_it_was_typed() {
    let fact = "is not a known time zone; write an IANA name, such as Europe/London";
    refused(
        &good(),
        &["--tz", "Mars/Base"],
        &[&format!("--tz: \"Mars/Base\" {fact}")],
    );
}

#[test]
fn a_flag_on_which_no_seat_depends_is_remarked_on() {
    // A slip of the pen: the seat if interpreter stays out, and nobody notices.
    let case = case(
        "seats",
        "social-worker = ana; expected: interpreter = ben if interpreter",
    );
    let ran = case.run(&["find", "case", "--flag", "interpretor"]);
    assert!(
        ran.err.contains("interpretor"),
        "nothing is said: {}",
        ran.err
    );
}

#[test]
fn a_duration_for_which_somebody_has_a_day_is_searched_for() {
    // What Ana said of one day is longer than her hours; then the search has to say who stands in the way.
    let case = good();
    case.write(
        "answers.csv",
        "who,ref,from,to,answer\nana,CP-1,2026-12-02 08:00,2026-12-02 18:00,can\n",
    );
    let ran = case.run(&["find", "case", "--duration", "9h"]);
    assert_ne!(ran.code, 2, "{}", ran.err);
    // Said of another meeting it is no help.
    case.write(
        "meetings.csv",
        format!(
            "{}CP-2,1h,social-worker = ana\n",
            "ref,duration,seats\nCP-1,1h,social-worker = ana\n"
        ),
    );
    case.write(
        "answers.csv",
        "who,ref,from,to,answer\nana,CP-2,2026-12-02 08:00,2026-12-02 18:00,can\n",
    );
    let ran = case.run(&["find", "case", "--ref", "CP-1", "--duration", "9h"]);
    assert!(ran.err.contains("the longest day has 480"), "{}", ran.err);
}

#[test]
fn an_address_among_the_arguments_is_refused_with_the_way_out() {
    let case = good();
    let told = "is an address; addresses of feeds are secrets and a shell remembers what is typed, so put it into feeds.secret.toml as url under [feeds.<name>] and name that entry with --folder";
    case.run(&["find", "https://example.org/secret.ics"])
        .refuses(&[&format!("argument 2 {told}")]);
    case.run(&["find", "case", "--seat=https:/example.org/secret.ics"])
        .refuses(&[&format!("argument 3 {told}")]);
    case.run(&["find", "calendar.example.org/secret/basic.ics"])
        .refuses(&["(what may be the address of a feed): there is no such folder"]);
}
