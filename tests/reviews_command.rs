//! `quorate reviews` as a coordinator or another program meets it: every case of the shared list by command, the JSON contract, what
//! is refused, and the list of cases.

mod common;

use common::*;
use serde_json::Value;

/// Runs `reviews` in an empty folder.
fn reviews(words: &[&str]) -> Ran {
    let mut all = vec!["reviews"];
    all.extend(words);
    Case::new().run(&all)
}

/// The dates of an answer in JSON.
fn dates(words: &[&str]) -> Vec<Value> {
    let ran = reviews(&[words, &["--json"]].concat());
    assert!(ran.code <= 1, "{words:?}: {}", ran.err);
    let json = ran.json();
    assert_eq!(json["format"], "quorate-reviews/1");
    json["dates"].as_array().expect("a list of dates").clone()
}

/// The entry of one rule of one type.
#[track_caller]
fn entry<'d>(dates: &'d [Value], kind: &str, rule: &str) -> &'d Value {
    let found = dates
        .iter()
        .find(|date| date["type"] == kind && date["rule"] == rule);
    found.unwrap_or_else(|| panic!("no {kind}/{rule} in {dates:#?}"))
}

#[test]
fn all_cases_of_the_shared_list_agree() {
    let list = include_str!("data/review-date-cases.tsv");
    let mut lines = list.lines();
    let header: Vec<&str> = lines.next().expect("a header").split('\t').collect();
    let lines: Vec<&str> = lines.collect();
    assert_eq!(lines.len(), 142);
    std::thread::scope(|scope| {
        for part in lines.chunks(lines.len().div_ceil(4)) {
            let header = &header;
            scope.spawn(move || part.iter().for_each(|line| agrees(header, line)));
        }
    });
}

/// One line of the shared list, by command.
fn agrees(header: &[&str], line: &str) {
    let cells: Vec<&str> = line.split('\t').collect();
    let cell = |name: &str| {
        let column = header.iter().position(|heading| *heading == name);
        cells[column.expect("a column")]
    };
    let from = match cell("trigger_date") {
        "" => cell("previous_date"),
        trigger => trigger,
    };
    let (kind, rule) = (cell("meeting_type"), cell("rule"));
    let nation = cell("nation");
    let found = dates(&[kind, "--rule", rule, "--from", from, "--nation", nation]);
    let case = cell("case_id");
    assert_eq!(found.len(), 1, "{case}");
    assert_eq!(found[0]["rule"], rule, "{case}");
    assert_eq!(found[0]["type"], kind, "{case}");
    assert_eq!(found[0]["limit"], cell("limit_date"), "{case}");
    assert_eq!(found[0]["hold_by"], cell("expected_date"), "{case}");
    assert_eq!(found[0]["confidence"], cell("confidence"), "{case}");
    for words in ["source", "working"] {
        assert!(!text(&found[0][words]).is_empty(), "{case}: {words}");
    }
}

#[test]
fn the_contract_of_a_chain() {
    let ran = reviews(&[
        "icpc",
        "--trigger",
        "26/3/2026",
        "--now",
        "2026-03-26T09:00:00Z",
        "--json",
    ]);
    let json = ran.exits(0).json();
    assert_eq!(json["format"], "quorate-reviews/1");
    assert_eq!(
        (&json["type"], &json["nation"]),
        (&"icpc".into(), &"england".into())
    );
    let dates = json["dates"].as_array().expect("dates");
    let first = entry(dates, "icpc", "first");
    assert_eq!(first["limit"], "2026-04-20");
    assert_eq!(first["hold_by"], "2026-04-20");
    assert_eq!(first["binds"], true);
    assert_eq!(first["days_in_hand"], 15);
    assert_eq!(first["from"]["date"], "2026-03-26");
    let working = text(&first["working"]);
    assert!(
        working.starts_with("15 working days after 2026-03-26"),
        "{working}"
    );
    assert!(working.contains("2026-04-03 (Good Friday)"), "{working}");
    assert!(working.contains("2026-04-06 (Easter Monday)"), "{working}");
    // What follows counts from a meeting that has no date yet, and says so.
    let review = entry(dates, "rcpc", "first");
    assert_eq!(review["limit"], "2026-07-20");
    assert_eq!(review["projected"], true);
    let core = entry(dates, "core-group", "first");
    assert_eq!(core["hold_by"], "2026-05-05");
    // A day that is planned is what the rest counts from.
    let planned = self::dates(&["icpc", "--trigger", "2026-03-26", "--meeting", "2026-04-14"]);
    let review = entry(&planned, "rcpc", "first");
    assert_eq!(review["limit"], "2026-07-14");
    assert_eq!(review["projected"], false);
}

#[test]
fn hours_are_instants() {
    let found = dates(&[
        "cetr-child",
        "--rule",
        "papers",
        "--from",
        "2026-12-10T10:00:00Z",
    ]);
    assert_eq!(found[0]["limit"], "2026-12-09T10:00:00Z");
    assert_eq!(found[0]["hold_by"], "2026-12-09");
}

#[test]
fn terms_need_their_dates() {
    let ran = reviews(&["pep", "--rule", "next", "--from", "2026-11-12", "--json"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("[[calendar]]") && ran.err.contains("--terms"),
        "{}",
        ran.err
    );
}

#[test]
fn term_dates_come_from_a_file_or_from_a_workspace() {
    let case = Case::new();
    let term = |uid: &str, from: &str, to: &str| {
        format!(
            "BEGIN:VEVENT\r\nUID:{uid}@example.org\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:{from}\r\nDTEND;VALUE=DATE:{to}\r\nSUMMARY:{CANARY}\r\nEND:VEVENT\r\n"
        )
    };
    // The end is the day after: autumn is open to 18 December, spring to 25 March, with half-terms between.
    let terms = [
        term("a", "20260903", "20261024"),
        term("b", "20261102", "20261219"),
        term("c", "20270105", "20270213"),
        term("d", "20270222", "20270326"),
    ];
    case.write("terms.ics", calendar(&terms.concat()));
    let words = [
        "reviews",
        "pep",
        "--rule",
        "next",
        "--from",
        "12/11/2026",
        "--json",
    ];
    let json = case
        .run(&[&words[..], &["--terms", "case/terms.ics"]].concat())
        .exits(0)
        .json();
    assert_eq!(json["dates"][0]["limit"], "2027-03-25");
    assert!(
        text(&json["dates"][0]["working"]).contains("2027-01-05 to 2027-03-25"),
        "{json}"
    );
    case.write(
        "quorate.toml",
        "[[calendar]]\nid = \"schools\"\nopen = [\"2026-09-03..2026-12-18\", \"2027-01-05..2027-03-24\"]\n",
    );
    case.write("people.csv", "Id,Agency,Roles\na.bell,csc,social-worker\n");
    let json = case
        .run(&[&words[..], &["--case", "case"]].concat())
        .exits(0)
        .json();
    assert_eq!(json["dates"][0]["limit"], "2027-03-24");
    let ran = case.run(&[&words[..], &["--case", "case", "--terms", "school"]].concat());
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("write a file or one of: schools"),
        "{}",
        ran.err
    );
    // A diary is no list of terms: its entries have times, and none of its words is told.
    case.write(
        "diary.ics",
        feed(&[("20261201T090000Z", "20261201T100000Z")]),
    );
    let ran = case.run(&[&words[..], &["--terms", "case/diary.ics"]].concat());
    assert_eq!(ran.code, 2);
    assert!(
        !ran.err.contains(CANARY) && ran.err.contains("no entry for whole days"),
        "{}",
        ran.err
    );
}

#[test]
fn closed_days_are_not_counted() {
    let case = Case::new();
    let day = "BEGIN:VEVENT\r\nUID:c@example.org\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20261202\r\nEND:VEVENT\r\n";
    case.write("closed.ics", calendar(day));
    let words = ["reviews", "icpc", "--trigger", "23/11/2026", "--json"];
    let plain = case.run(&words).exits(0).json();
    assert_eq!(plain["dates"][0]["hold_by"], "2026-12-14");
    let closed = case
        .run(&[&words[..], &["--closures", "case/closed.ics"]].concat())
        .exits(0)
        .json();
    assert_eq!(closed["dates"][0]["hold_by"], "2026-12-15");
    assert!(
        text(&closed["dates"][0]["working"]).contains("2026-12-02 (a closed day)"),
        "{closed}"
    );
}

#[test]
fn the_first_sentence_is_the_date_that_matters_now() {
    let first = |words: &[&str]| {
        let ran = reviews(words);
        let line = ran.out.lines().next().unwrap_or_default().to_owned();
        (ran.code, line)
    };
    let is = |words: &[&str], code: i32, sentence: &str| {
        assert_eq!(first(words), (code, sentence.to_owned()), "{words:?}");
    };
    is(
        &["icpc", "--trigger", "23/11/2026"],
        0,
        "Meet by Mon 14 December 2026: 15 working days to spare.",
    );
    is(
        &["icpc", "--trigger", "23/10/2026"],
        1,
        "Breached: the limit was Fri 13 November 2026, 6 working days ago.",
    );
    is(
        &["icpc", "--trigger", "2/11/2026"],
        0,
        "Meet today, Mon 23 November 2026: it is the last working day that keeps the limit.",
    );
    is(
        &["icpc", "--trigger", "23/11/2026", "--meeting", "8/12/2026"],
        0,
        "Tue 8 December 2026 is in time: 4 working days to spare before Mon 14 December 2026.",
    );
    is(
        &["icpc", "--trigger", "23/11/2026", "--meeting", "16/12/2026"],
        1,
        "Late: Wed 16 December 2026 is 2 working days after the limit, Mon 14 December 2026.",
    );
    // A limit on a Sunday: the Friday is the last working day, but the Saturday is still in time.
    is(
        &["rcpc", "--trigger", "30/11/2026", "--meeting", "27/2/2027"],
        0,
        "Sat 27 February 2027 is still in time: the limit is Sun 28 February 2027.",
    );
    is(
        &["lac-review", "--previous", "3/9/2026"],
        0,
        "Meet by Thu 3 December 2026, if it is no. 2: 8 working days to spare.",
    );
}

#[test]
fn a_late_meeting_stays_on_record_and_the_next_counts_from_it() {
    let words = [
        "lac-review",
        "--trigger",
        "10/3/2026",
        "--held",
        "8/4/2026",
        "--held",
        "20/7/2026",
    ];
    let ran = reviews(&words).exits(0);
    let flat = ran.flat();
    assert!(flat.contains("held Wed 8 April 2026, in time"), "{flat}");
    assert!(
        flat.contains("held Mon 20 July 2026, 8 working days after its limit, Wed 8 July 2026"),
        "{flat}"
    );
    let json = reviews(&[&words[..], &["--json"]].concat()).exits(0).json();
    assert_eq!(json["held"][1]["state"], "late");
    assert_eq!(json["held"][1]["late_by"], 8);
    // From the actual date, and by the rule of the third.
    let next = entry(
        json["dates"].as_array().expect("dates"),
        "lac-review",
        "next",
    );
    assert_eq!(
        (&next["meeting"], &next["limit"]),
        (&3.into(), &"2027-01-20".into())
    );
    // A conference that was held goes on with reviews; one that was not quorate has to be held again.
    let held = dates(&["icpc", "--trigger", "2/11/2026", "--held", "20/11/2026"]);
    assert_eq!(entry(&held, "rcpc", "first")["limit"], "2027-02-20");
    let again = dates(&[
        "icpc",
        "--trigger",
        "2/11/2026",
        "--held",
        "20/11/2026",
        "--flag",
        "inquorate",
    ]);
    assert_eq!(entry(&again, "icpc", "reconvene")["limit"], "2026-12-04");
    let ran = reviews(&[
        "lac-review",
        "--trigger",
        "10/3/2026",
        "--held",
        "20/7/2026",
        "--held",
        "8/4/2026",
    ]);
    assert_eq!(ran.code, 2);
}

/// A conference begins core groups too, and the first of them is due long before the review.
#[test]
fn what_a_held_meeting_begins_is_told_beside_what_follows_it() {
    let held = ["icpc", "--trigger", "2/11/2026", "--held", "20/11/2026"];
    let at = |now: &'static str| reviews(&[&held[..], &["--now", now]].concat());
    let json = |now: &'static str| reviews(&[&held[..], &["--now", now, "--json"]].concat());
    let soon = at("2026-11-24T09:00:00Z").exits(0);
    let flat = soon.flat();
    assert!(
        flat.contains("Meet by Fri 4 December 2026: 8 working days to spare."),
        "{flat}"
    );
    assert!(
        flat.contains("Child protection review conference, by Fri 19 February 2027"),
        "{flat}"
    );
    let found = json("2026-11-24T09:00:00Z").exits(0).json();
    let found = found["dates"].as_array().expect("dates").clone();
    assert_eq!(
        entry(&found, "core-group", "first")["hold_by"],
        "2026-12-04"
    );
    assert_eq!(entry(&found, "rcpc", "first")["hold_by"], "2027-02-19");
    assert_eq!(entry(&found, "core-group", "next")["meeting"], 2);
    // Months later it was surely held, or is somebody else's to chase: the review is what is asked about, and nothing is counted
    // from a core group that may have been on any day.
    let later = json("2027-01-20T09:00:00Z").exits(0).json();
    assert_eq!(later["type"], "rcpc");
    let later = later["dates"].as_array().expect("dates");
    assert!(
        !later
            .iter()
            .any(|date| date["type"] == "core-group" && date["meeting"] == 2)
    );
    // One that has to be held again made no plan, so nobody meets about one.
    let again = dates(&[&held[..], &["--flag", "inquorate"]].concat());
    assert!(
        again.iter().all(|date| date["type"] == "icpc"
            || date["meeting"] != 1
            || date["projected"] == true)
    );
}

#[test]
fn a_name_that_no_rule_knows_is_told() {
    let told = |words: &[&str], part: &str| {
        let ran = reviews(&[words, &["--now", "2026-11-24T09:00:00Z"]].concat()).exits(0);
        assert!(ran.err.contains(part), "{words:?}: {}", ran.err);
    };
    let case = ["lac-health-assessment", "--previous", "2/11/2026"];
    told(
        &[&case[..], &["--flag", "under-5"]].concat(),
        "--flag: no rule and no seat depends on the flag \"under-5\"; the nearest are: under5",
    );
    told(
        &[&case[..], &["--anchor", "decison=2/11/2026"]].concat(),
        "--anchor: no rule of the meeting's type counts from \"decison\"",
    );
    let silent = |words: &[&str]| {
        let ran = reviews(&[words, &["--now", "2026-11-24T09:00:00Z"]].concat()).exits(0);
        assert_eq!(ran.err, "", "{words:?}");
    };
    silent(&[&case[..], &["--flag", "not under5"]].concat());
    silent(&["icpc", "--previous", "23/11/2026", "--flag", "inquorate"]);
    silent(&["ehc-annual-review", "--anchor", "decision=2/11/2026"]);
}

#[test]
fn bad_use_is_told_with_its_fix() {
    let refused = |words: &[&str], parts: &[&str]| {
        let ran = reviews(words);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (2, ""),
            "{words:?}: {}",
            ran.err
        );
        for part in parts {
            assert!(ran.err.contains(part), "{words:?}: {}", ran.err);
        }
    };
    refused(
        &["icpc", "--trigger", "1/1/2026", "--held", "1/12/2025"],
        &["--held: 01/12/2025 lies before the trigger date, 01/01/2026"],
    );
    refused(
        &[
            "icpc",
            "--trigger",
            "1/1/2026",
            "--flag",
            "under5",
            "--flag",
            "not under5",
        ],
        &["--flag: \"under5\" is said both to hold and not to hold"],
    );
    // Without term dates there is no answer, however it is asked.
    refused(
        &["pep", "--previous", "23/11/2026"],
        &["school terms", "[[calendar]]", "--terms"],
    );
    refused(
        &["icpc"],
        &[
            "--trigger",
            "Strategy discussion at which the section 47 enquiry was initiated",
        ],
    );
    refused(
        &["icpd", "--trigger", "1/1/2026"],
        &["icpd", "write one of: icpc"],
    );
    refused(
        &["icpc", "--trigger", "31/02/2026"],
        &["--trigger", "no such date"],
    );
    refused(
        &["icpc", "--trigger", "02/23/2026", "--meeting", "x"],
        &["--trigger", "month first", "--meeting"],
    );
    refused(
        &["icpc", "--rule", "frist", "--from", "2026-01-01"],
        &["icpc has no rule frist", "first"],
    );
    refused(&["icpc", "--rule", "first"], &["--from"]);
    refused(&["icpc", "--rule", "first", "--from", "soon"], &["--from"]);
    refused(
        &["icpc", "--trigger", "1/1/2026", "--nation", "mars"],
        &["--nation", "scotland"],
    );
    refused(
        &["icpc", "--trigger", "1/1/2026", "--margin", "soon"],
        &["--margin"],
    );
    refused(
        &["icpc", "--trigger", "1/1/2026", "--anchor", "decision"],
        &["--anchor"],
    );
    refused(
        &["icpc", "--trigger", "1/12/2026", "--meeting", "1/11/2026"],
        &["lies before the trigger"],
    );
    refused(
        &["icpc", "--trigger", "23/11/2026", "--format", "ics"],
        &["--ref"],
    );
    refused(&["nowhere/", "--trigger", "1/1/2026"], &["nowhere/"]);
    refused(
        &["--cases", "nowhere.csv"],
        &["nowhere.csv", "no such file"],
    );
    refused(&[], &["TYPE|CASE"]);
    // Words of a type that several nations have are asked back, or decided by the nation.
    let scottish = dates(&[
        "LAC review",
        "--trigger",
        "2026-10-19",
        "--nation",
        "scotland",
    ]);
    assert_eq!(scottish[0]["type"], "lac-review-scotland");
    assert_eq!(scottish[0]["hold_by"], "2026-11-27");
}

#[test]
fn entries_for_a_calendar_keep_their_uids_and_name_nobody() {
    let case = Case::fixture("first-conference");
    let words = ["reviews", "case", "--ref", "CP-2041", "--format", "ics"];
    let ics = case.run(&words).exits(0).out;
    let uids = |ics: &str| -> Vec<String> {
        let lines = ics.lines().filter(|line| line.starts_with("UID:"));
        lines.map(str::to_owned).collect()
    };
    let later = case
        .run(&[&words[..], &["--now", "2026-11-24T09:00:00Z"]].concat())
        .exits(0)
        .out;
    assert_eq!(uids(&ics), uids(&later));
    let mut distinct = uids(&ics);
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), uids(&ics).len());
    assert!(
        ics.contains("SUMMARY:CP-2041: the record is distributed"),
        "{ics}"
    );
    assert!(ics.contains("DUE;VALUE=DATE:20261209"), "{ics}");
    assert!(ics.matches("BEGIN:VEVENT").count() >= 3, "{ics}");
    for name in ["Whitlock", "Marsh", "2041-A", "METHOD", "ATTENDEE"] {
        assert!(!ics.contains(name), "{name}");
    }
    // Nothing is told of a meeting of the highest sensitivity but that there is one.
    let marac = reviews(&[
        "marac",
        "--previous",
        "12/11/2026",
        "--ref",
        "M-7",
        "--format",
        "ics",
    ])
    .exits(0)
    .out;
    assert!(
        marac.contains("SUMMARY:M-7: last day for the meeting"),
        "{marac}"
    );
    assert!(!marac.to_lowercase().contains("risk assessment"), "{marac}");
}

#[test]
fn a_case_of_a_workspace_needs_no_dates_on_the_command_line() {
    let case = Case::fixture("first-conference");
    let ran = case.run(&["reviews", "case", "--ref", "cp-2041"]).exits(0);
    assert!(
        ran.out.starts_with(
            "CP-2041, 2041-A and 2041-B:\nMeet by Mon 14 December 2026: 15 working days to spare.\n"
        ),
        "{}",
        ran.out
    );
    assert!(
        ran.out.lines().all(|line| line.chars().count() <= 100),
        "{}",
        ran.out
    );
    let ran = case.run(&[
        "reviews",
        "case",
        "--ref",
        "CP-2041",
        "--trigger",
        "1/1/2026",
    ]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("meetings table"), "{}", ran.err);
    // Siblings whose clocks started on different days: the earlier limit binds the one meeting.
    case.edit(
        "meetings.csv",
        "2041-A; 2041-B",
        "2041-A; 2041-B (trigger 19/11/2026)",
    );
    let json = case
        .run(&["reviews", "case", "--ref", "CP-2041", "--json"])
        .exits(0)
        .json();
    let dates = json["dates"].as_array().expect("dates");
    assert_eq!(dates[0]["hold_by"], "2026-12-10");
    assert_eq!(dates[0]["subjects"][0], "2041-B");
    let text = case
        .run(&["reviews", "case", "--ref", "CP-2041"])
        .exits(0)
        .flat();
    assert!(
        text.starts_with("CP-2041, 2041-B: Meet by Thu 10 December 2026"),
        "{text}"
    );
    assert!(
        text.contains("2041-A: Meet by Mon 14 December 2026"),
        "{text}"
    );
}

const CASES: &str = "\
Case,Review type,Became looked after,Last review,Review number,Next review,Other dates,Country
LAC-1,lac review,,10/03/2026,3,,,
LAC-2,LAC review,01/11/2026,,,,,
=LAC-3,lac-review,,03/06/2026,,,,
CP-9,rcpc,,01/06/2026,2,30/11/2026,,
CP-10,rcpc,,01/06/2026,2,10/12/2026,,
CP-12,core group,,02/11/2026,2,20/11/2026,,
P-1,pep,,02/09/2026,2,,,
E-2,ehc annual review,,01/11/2025,2,,decision 28/11/2025,
S-1,lac review,19/10/2026,,,,,Scotland
";

#[test]
fn a_list_is_sorted_by_the_last_day_to_meet() {
    let case = Case::new();
    case.write("cases.csv", CASES.replace("=LAC-3", "LAC-3"));
    let json = case
        .run(&["reviews", "--cases", "case/cases.csv", "--json"])
        .exits(1)
        .json();
    assert_eq!(json["format"], "quorate-review-list/1");
    let cases = json["cases"].as_array().expect("cases");
    let told: Vec<(&str, &str, &str)> = cases
        .iter()
        .map(|one| {
            (
                text(&one["ref"]),
                one["hold_by"].as_str().unwrap_or("-"),
                text(&one["standing"]),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("LAC-3", "2026-09-03", "breached"),
            ("LAC-1", "2026-09-10", "breached"),
            // The decision of last year's review was on 28 November, so this year's meeting is due four weeks before that day.
            ("E-2", "2026-10-30", "breached"),
            // St Andrew's Day is a holiday in Scotland.
            ("LAC-2", "2026-11-27", "this-week"),
            ("S-1", "2026-11-27", "this-week"),
            ("CP-10", "2026-12-01", "booked-late"),
            ("CP-9", "2026-12-01", "booked"),
            // Its meeting of last week was held, so the next one is told.
            ("CP-12", "2026-12-31", "later"),
            ("P-1", "-", "unknown"),
        ]
    );
    assert_eq!(json["summary"]["breached"], 3);
    assert_eq!(cases[0]["depends_on"][0], "number");
    assert_eq!(cases[8]["depends_on"][0], "term dates");
    let text = case
        .run(&["reviews", "--cases", "case/cases.csv"])
        .exits(1)
        .out;
    assert!(
        text.starts_with("9 cases: 3 breached, 1 booked too late, 2 due this week, 1 due later, 1 booked in time and 1"),
        "{text}"
    );
    assert!(
        text.lines().all(|line| line.chars().count() <= 100),
        "{text}"
    );
    // The chain behind each, for programs.
    let five = case
        .run(&[
            "reviews",
            "--cases",
            "case/cases.csv",
            "--json",
            "--count",
            "5",
        ])
        .exits(1)
        .json();
    assert_eq!(five["cases"][3]["then"].as_array().map(Vec::len), Some(4));
}

#[test]
fn a_list_is_written_for_a_spreadsheet() {
    let case = Case::new();
    case.write("cases.csv", CASES.replace("=LAC-3", "LAC-3"));
    let ran = case
        .run(&["reviews", "--cases", "case/cases.csv", "-o", "case/due.csv"])
        .exits(1);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    let table = case.read("due.csv");
    assert!(
        table.starts_with("\u{feff}Meet by,Ref,Type,Number,Standing,Days in hand,Late by,"),
        "{table}"
    );
    assert_eq!(table.matches("\r\n").count(), 10);
    assert!(table.contains("2026-12-01,CP-9,rcpc,2,booked,1,,2026-12-01,next,2026-11-24,2026-11-30,confirmed,england,\r\n"), "{table}");
}

#[test]
fn a_bad_list_is_refused_whole() {
    let case = Case::new();
    let list = CASES
        .replace("03/06/2026", "06/13/2026")
        .replace("core group", "score group")
        .replace("Scotland", "Narnia");
    case.write("cases.csv", list);
    let ran = case.run(&[
        "reviews",
        "--cases",
        "case/cases.csv",
        "-o",
        "case/due.csv",
        "--json",
    ]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    for part in [
        "case/cases.csv row 4, column Case:",
        "case/cases.csv row 4, column Last review:",
        "case/cases.csv row 7, column Review type:",
        "case/cases.csv row 10, column Country:",
    ] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    assert_eq!(ran.err.lines().count(), 4, "{}", ran.err);
    assert!(!case.everything().contains_key("case/due.csv"));
    case.write("cases.toml", "[[case]]\nref = \"A\"\ntype = \"ehc-annual-review\"\nanchors = { decision = 2025-11-28 }\n");
    let json = case
        .run(&["reviews", "--cases", "case/cases.toml", "--json"])
        .json();
    assert_eq!(json["cases"][0]["hold_by"], "2026-10-30");
}

#[test]
fn the_margin_and_the_reach_are_as_asked() {
    let aim = |words: &[&str]| {
        dates(&[&["icpc", "--trigger", "23/11/2026"], words].concat())[0]["target"].clone()
    };
    assert_eq!(aim(&[]), "2026-12-07");
    assert_eq!(aim(&["--margin", "2wd"]), "2026-12-10");
    let meetings = |words: &[&str]| {
        let json = reviews(&[&["rcpc", "--trigger", "23/11/2026", "--json"], words].concat())
            .exits(0)
            .json();
        json["meetings"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(meetings(&["--count", "1"]), 1);
    assert_eq!(meetings(&["--count", "5"]), 5);
    assert_eq!(meetings(&["--until", "31/12/2028"]), 4);
    // Earliest dates move forward, hours are instants, and both are told as what they are.
    let care = dates(&["care-plan-review", "--trigger", "2/11/2026"]);
    assert_eq!(
        entry(&care, "care-plan-review", "first-earliest")["kind"],
        "earliest"
    );
    assert_eq!(
        entry(&care, "care-plan-review", "first-earliest")["limit"],
        "2026-12-14"
    );
}

/// A type that is no longer in force, or not yet, is used where it is named, and that is told.
#[test]
fn a_type_that_does_not_hold_today_is_told() {
    let case = Case::new();
    let rules = |valid: &str| {
        let text = format!("schema = 1\n[[meeting_type]]\nid = \"icpc\"\n{valid}\n");
        case.write("rules.toml", text);
    };
    let ask = |words: &[&str]| {
        let own = ["--rules", "case/rules.toml"];
        case.run(&[&["reviews"], words, &own].concat())
    };
    let old = "the type icpc held only until Thu 1 January 2026, and is used all the same; name the one that holds, or correct valid_to in the rules";
    rules("valid_to = 2026-01-01");
    let chain = ask(&["icpc", "--trigger", "2026-11-02"]);
    assert!(chain.err.contains(old), "{}", chain.err);
    let json = ask(&["icpc", "--trigger", "2026-11-02", "--json"]).json();
    assert_eq!(json["warnings"][0], old);
    let one = ask(&["icpc", "--rule", "first", "--from", "2026-11-02"]);
    assert!(one.err.contains(old), "{}", one.err);
    case.write(
        "cases.csv",
        "ref,type,trigger\nA,icpc,2026-11-02\nB,icpc,2026-11-03\n",
    );
    let list = ask(&["--cases", "case/cases.csv"]);
    assert_eq!(list.err.matches(old).count(), 1, "{}", list.err);
    let explained = case.run(&["rules", "icpc", "--file", "case/rules.toml"]);
    assert!(explained.err.contains(old), "{}", explained.err);
    rules("valid_from = 2027-01-01");
    let early = ask(&["icpc", "--trigger", "2026-11-02"]);
    assert!(
        early
            .err
            .contains("the type icpc holds only from Fri 1 January 2027"),
        "{}",
        early.err
    );
    rules("valid_from = 2026-01-01\nvalid_to = 2026-11-23");
    assert_eq!(ask(&["icpc", "--trigger", "2026-11-02"]).err, "");
}

/// Which review it is cannot be counted from one that was held if nobody said which that one was.
#[test]
fn a_review_held_after_another_of_unknown_number_keeps_that_open() {
    let case = Case::new();
    case.write(
        "cases.csv",
        "ref,type,previous,meeting\nL-1,lac-review,2026-03-10,2026-09-08\n",
    );
    let json = case
        .run(&["reviews", "--cases", "case/cases.csv", "--json"])
        .json();
    let line = &json["cases"][0];
    assert_eq!(line["meeting_known"], false, "{line:#}");
    assert_eq!(line["depends_on"][0], "number");
}

/// A conference that was held has begun a core group, and that is due long before the review: a list that told the review only
/// would hide the next limit of the case.
#[test]
fn a_list_tells_what_a_held_conference_began() {
    let case = Case::new();
    case.write(
        "cases.csv",
        "ref,type,trigger,meeting\nA,icpc,2/11/2026,20/11/2026\nB,icpc,1/6/2026,19/6/2026\nC,icpc,16/11/2026,1/12/2026\n",
    );
    let json = case
        .run(&[
            "reviews",
            "--cases",
            "case/cases.csv",
            "--now",
            NOW,
            "--json",
        ])
        .json();
    let lines: Vec<String> = json["cases"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| format!("{} {} {}", line["ref"], line["type"], line["hold_by"]))
        .map(|line| line.replace('"', ""))
        .collect();
    // B's first core group was due in July: nobody has said when it was, and its review is what is known. C is still to be held.
    assert_eq!(
        lines,
        [
            "B rcpc 2026-09-18",
            "A core-group 2026-12-04",
            "C icpc 2026-12-07",
            "A rcpc 2027-02-19",
        ]
    );
}
