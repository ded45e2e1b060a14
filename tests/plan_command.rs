//! `quorate plan` from the outside: answers, files, exit codes, and what it must never say.

mod common;

use common::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// Two people, one of them in both meetings; an hour each on one morning of an hour and a half.
fn crowded() -> Case {
    let case = Case::new();
    case.write(
        "quorate.toml",
        "format = \"quorate-settings/1\"\n[defaults]\nzone = \"Europe/London\"\nhours = \"Mon-Fri 09:00-17:00\"\n",
    );
    case.write(
        "people.csv",
        "id,name,agency,kind of agency,roles,confidential\nana,Ana Bell,csc,children-social-care,social worker,\n\
         ben,Ben Cole,school,school,headteacher,\ndi,Di Hyde,refuge,voluntary,advocate,yes\n",
    );
    case.write(
        "meetings.csv",
        "ref,duration,from,by,hours,seats\nA-1,60m,1/12/2026,1/12/2026,Tue 09:00-10:30,social-worker = ana; headteacher = ben\n\
         A-2,60m,1/12/2026,1/12/2026,Tue 09:00-10:30,social-worker = ana\n",
    );
    case
}

/// With a feed each, so that everything is known.
fn known(case: &Case) {
    // No later Tuesday will do: what has no place on the first is not merely late.
    let full = [
        ("20261208T080000Z", "20261208T180000Z"),
        ("20261215T080000Z", "20261215T180000Z"),
    ];
    for who in ["ana", "ben", "di"] {
        case.write(&format!("feeds/{who}.ics"), feed(&full));
    }
    let people = case.read("people.csv");
    let with = people
        .replace("confidential\n", "confidential,feeds\n")
        .replace("social worker,\n", "social worker,,feeds/ana.ics\n")
        .replace("headteacher,\n", "headteacher,,feeds/ben.ics\n")
        .replace("advocate,yes\n", "advocate,yes,feeds/di.ics\n");
    case.write("people.csv", with);
}

fn plan(case: &Case, name: &str) -> Value {
    serde_json::from_slice(&case.everything()[name]).expect("a plan is JSON")
}

fn references(plan: &Value) -> Vec<String> {
    let lists = ["meetings", "unplaced"].into_iter();
    let all = lists.flat_map(|list| plan[list].as_array().expect("a list").clone());
    let mut refs: Vec<String> = all.map(|one| text(&one["ref"]).to_owned()).collect();
    refs.sort();
    refs
}

const ALL_OF_NORFOLK: [&str; 6] = [
    "CP-2051", "CP-2052", "CP-2053", "CP-2054", "CP-2055", "CP-2056",
];

#[test]
fn norfolk_is_planned_and_every_output_is_written() {
    let case = Case::fixture("norfolk");
    let ran = case
        .run(&[
            "plan",
            "case",
            "-o",
            "plan.json",
            "--csv",
            "plan.csv",
            "--html",
            "plan.html",
            "--ics",
            "diaries",
        ])
        .exits(0);
    assert!(
        ran.flat()
            .starts_with("All 6 meetings placed in time, 6 quorate as known."),
        "{}",
        ran.out
    );
    for told in [
        "Plan: plan.json",
        "Table: plan.csv",
        "Page: plan.html",
        "Calendars: diaries, ",
    ] {
        assert!(ran.out.contains(told), "{told}: {}", ran.out);
    }
    let plan = plan(&case, "plan.json");
    assert_eq!(plan["format"], "quorate-plan/1");
    assert_eq!(references(&plan), ALL_OF_NORFOLK);
    assert_eq!(text(&plan["input"]["hash"]).len(), 32);
    let levels = plan["objective"].as_array().expect("levels");
    for level in levels {
        assert_eq!(level["sense"], "min");
        let (value, bound) = (
            level["value"].as_i64().expect("a number"),
            level["bound"].as_i64(),
        );
        assert!(bound.is_none_or(|bound| bound <= value), "{level}");
    }
    assert_eq!(levels[0]["value"], 0);
    // The independent check finds nothing, and what it adds up is what the plan says.
    let checked = case
        .run(&["check", "case", "plan.json", "--json"])
        .exits(0)
        .json();
    assert_eq!(checked["ok"], true);

    let table = String::from_utf8(case.everything()["plan.csv"].clone()).expect("UTF-8");
    let table = table.strip_prefix('\u{FEFF}').expect("a byte order mark");
    assert_eq!(table.matches("\r\n").count(), 7);
    let head = table.lines().next().expect("a header");
    for column in [
        "Ref",
        "Type",
        "Date",
        "Start",
        "End",
        "Venue",
        "State",
        "Chair",
        "Confirm",
        "Days in hand",
        "Late",
    ] {
        assert!(head.split(',').any(|one| one == column), "{column}: {head}");
    }
    // The table is a plan by hand too: date, start and people are understood again.
    let page = String::from_utf8(case.everything()["plan.html"].clone()).expect("UTF-8");
    for (part, wanted) in [
        ("<script", false),
        ("http://", false),
        ("https://", false),
        ("<svg", true),
        ("<caption>", true),
    ] {
        assert_eq!(page.contains(part), wanted, "{part}");
    }
    for reference in ALL_OF_NORFOLK {
        assert!(
            page.contains(reference) && table.contains(reference),
            "{reference}"
        );
    }
}

#[test]
fn the_page_is_well_formed() {
    let case = Case::fixture("norfolk");
    case.run(&["plan", "case", "--html", "plan.html"]).exits(0);
    let page = String::from_utf8(case.everything()["plan.html"].clone()).expect("UTF-8");
    let mut open: Vec<String> = Vec::new();
    let mut ids = BTreeSet::new();
    for piece in page.split('<').skip(1) {
        let tag = piece.split('>').next().expect("a tag");
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .collect();
        if let Some(id) = tag.split(" id=\"").nth(1) {
            let id = id.split('"').next().expect("an id");
            assert!(ids.insert(id.to_owned()), "{id} stands twice");
        }
        match tag {
            _ if tag.starts_with('!') || tag.ends_with('/') => {}
            _ if ["meta", "br", "col"].contains(&name.as_str()) => {}
            _ if tag.starts_with('/') => assert_eq!(open.pop().as_deref(), Some(name.as_str())),
            _ => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    for link in page.split("href=\"#").skip(1) {
        let to = link.split('"').next().expect("an anchor");
        assert!(ids.contains(to), "{to}");
    }
    // Every picture that is more than a bar beside its number has a title.
    for picture in page.split("<svg ").skip(1) {
        let tag = picture.split('>').next().expect("a tag");
        let hidden = tag.contains("aria-hidden=\"true\"");
        assert!(
            hidden || picture.contains("<title>") && picture.contains("<desc>"),
            "{tag}"
        );
    }
}

#[test]
fn the_same_plan_comes_on_one_thread_and_on_two() {
    let run = |threads: &str| {
        let case = Case::fixture("norfolk");
        let ran = case
            .run(&[
                "plan",
                "case",
                "-o",
                "plan.json",
                "--csv",
                "plan.csv",
                "--html",
                "plan.html",
                "--ics",
                "diaries",
                "--threads",
                threads,
            ])
            .exits(0);
        let mut files = case.everything();
        files.retain(|name, _| !name.starts_with("case/"));
        (ran, files)
    };
    let (one, two) = (run("1"), run("2"));
    assert_eq!(one.0, two.0);
    assert!(one.1.len() > 10 && one.1 == two.1);
}

#[test]
fn what_cannot_be_placed_is_told_with_its_reason() {
    let case = crowded();
    known(&case);
    let ran = case.run(&["plan", "case", "-o", "plan.json"]).exits(1);
    assert!(
        ran.flat()
            .starts_with("1 of 2 meetings placed in time, 1 quorate as known and 1 has no place."),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("Without a place"), "{}", ran.out);
    let plan = plan(&case, "plan.json");
    assert_eq!(references(&plan), ["A-1", "A-2"]);
    let unplaced = &plan["unplaced"][0];
    assert_eq!(unplaced["reason"]["code"], "crowded", "{unplaced}");
    assert!(text(&unplaced["sentence"]).contains("ana"), "{unplaced}");
    assert!(
        !text(&unplaced["sentence"]).contains("Bell"),
        "ids only: {unplaced}"
    );
}

#[test]
fn who_settles_most_is_rung_first() {
    let case = crowded();
    known(&case);
    case.remove("feeds/ben.ics");
    case.edit("people.csv", "headteacher,,feeds/ben.ics", "headteacher,,");
    case.edit(
        "meetings.csv",
        "Tue 09:00-10:30,social-worker = ana; headteacher = ben",
        "Tue 09:00-17:00,social-worker = ana; headteacher = ben",
    );
    let ran = case.run(&["plan", "case", "--json"]).exits(0);
    let call = &ran.json()["summary"]["calls"][0];
    assert_eq!(
        (text(&call["contact"]), &call["settles"]),
        ("ben", &Value::from(1))
    );
    let text = case.run(&["plan", "case"]).exits(0).flat();
    assert!(
        text.contains("Whom to ring first Ben Cole: a yes makes 1 meeting quorate"),
        "{text}"
    );
}

#[test]
fn bad_input_is_refused_whole() {
    let case = crowded();
    let refused = |words: &[&str]| {
        let ran = case.run(words).exits(2);
        assert!(ran.out.is_empty(), "{}", ran.out);
        ran.err
    };
    assert!(refused(&["plan", "nowhere"]).contains("no such folder"));
    assert!(refused(&["plan", "case", "-o", "no/such/plan.json"]).contains("no/such/plan.json"));
    assert!(refused(&["plan", "case", "--html", "case"]).contains("this is a folder"));
    assert!(refused(&["plan", "case", "--time-limit", "soon"]).contains("30s"));
    assert!(
        refused(&["plan", "case", "--from-plan", "case/people.csv"]).contains("line 1, column 1")
    );
    assert!(refused(&["plan", "case", "--from-plan", "none.json"]).contains("no such file"));
    case.write("meetings.csv", "ref,duration,seats\n");
    assert!(refused(&["plan", "case"]).contains("there is no meeting to plan"));
    assert!(
        !case
            .everything()
            .keys()
            .any(|name| name.ends_with("plan.json"))
    );
}

/// One meeting that cannot be made ready costs the others nothing.
#[test]
fn a_meeting_that_is_not_ready_stands_among_those_without_a_place() {
    let case = crowded();
    known(&case);
    let mut rows = case.read("meetings.csv");
    rows.push_str("A-3,60m,1/12/2026,30/11/2026,,social-worker = ana\n");
    rows = rows.replace(
        "A-2,60m,1/12/2026,1/12/2026,Tue 09:00-10:30,social-worker = ana\n",
        "",
    );
    case.write("meetings.csv", rows);
    let ran = case.run(&["plan", "case", "--json"]);
    // Where reading sees the fault already it refuses the folder, and says where.
    if ran.code == 2 {
        assert!(ran.err.contains("meetings.csv row"), "{}", ran.err);
        return;
    }
    let plan = ran.exits(1).json();
    assert_eq!(references(&plan), ["A-1", "A-3"]);
    assert_eq!(plan["unplaced"][0]["reason"]["code"], "not-ready");
}

#[test]
fn an_adopted_plan_is_taken_in_every_later_search() {
    let case = Case::fixture("norfolk");
    let ran = case
        .run(&["plan", "case", "-o", "plan.json", "--adopt", "--seed", "7"])
        .exits(0);
    assert!(
        ran.flat()
            .contains("6 meetings adopted: recorded in case/arrangements.json"),
        "{}",
        ran.out
    );
    let arranged: Value = serde_json::from_str(&case.read("arrangements.json")).expect("JSON");
    let (planned, meetings) = (
        plan(&case, "plan.json"),
        arranged["meetings"].as_array().expect("a list").clone(),
    );
    assert_eq!(meetings.len(), 6);
    for one in &meetings {
        let same = planned["meetings"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|other| other["ref"] == one["ref"]);
        let same = same.expect("placed");
        assert_eq!((&one["uid"], &one["start"]), (&same["uid"], &same["start"]));
        assert_eq!(one["chosen_at"], NOW);
    }
    case.run(&["check", "case"]).exits(0);
    // The identifiers are those that `find --choose` gives with the same seed.
    let other = Case::fixture("norfolk");
    other
        .run(&[
            "find", "case", "--ref", "CP-2053", "--choose", "1", "--seed", "7",
        ])
        .exits(0);
    let chosen: Value = serde_json::from_str(&other.read("arrangements.json")).expect("JSON");
    let planned = meetings
        .iter()
        .find(|one| one["ref"] == "CP-2053")
        .expect("planned");
    assert_eq!(chosen["meetings"][0]["uid"], planned["uid"]);
    // Everything stands now, and an invitation can be written.
    case.run(&["invite", "case", "--ref", "CP-2053", "-o", "out"])
        .exits(0);
}

#[test]
fn a_plan_from_a_plan_keeps_times_and_identifiers() {
    let case = Case::fixture("norfolk");
    case.run(&["plan", "case", "-o", "plan.json"]).exits(0);
    case.run(&[
        "plan",
        "case",
        "-o",
        "again.json",
        "--from-plan",
        "plan.json",
    ])
    .exits(0);
    let (old, new) = (plan(&case, "plan.json"), plan(&case, "again.json"));
    let key = |plan: &Value| -> Vec<(String, String, String, String)> {
        let meetings = plan["meetings"].as_array().expect("a list").iter();
        let text = |value: &Value| value.to_string();
        let key = meetings.map(|one| {
            (
                text(&one["ref"]),
                text(&one["uid"]),
                text(&one["start"]),
                text(&one["sequence"]),
            )
        });
        key.collect()
    };
    assert_eq!(key(&old), key(&new));
    let diff = case
        .run(&["diff", "plan.json", "again.json", "--json"])
        .exits(0)
        .json();
    assert_eq!(diff["counts"]["retold"], 0);
}

/// Neither in a file's name nor in what is handed on does a confidential person stand; nobody finds others in their own calendar.
#[test]
fn confidential_people_are_named_in_no_page_table_or_file_name() {
    let case = crowded();
    known(&case);
    case.edit(
        "meetings.csv",
        "Tue 09:00-10:30,social-worker = ana; headteacher = ben",
        "Tue 09:00-17:00,social-worker = ana; headteacher = ben; advocate = di",
    );
    case.run(&[
        "plan",
        "case",
        "-o",
        "plan.json",
        "--csv",
        "plan.csv",
        "--html",
        "plan.html",
        "--ics",
        "diaries",
    ])
    .exits(0);
    let mut calendars = 0;
    for (name, bytes) in case.everything() {
        let text = String::from_utf8(bytes).expect("text");
        let handed_on =
            name.starts_with("diaries/") || ["plan.csv", "plan.html"].contains(&name.as_str());
        if !handed_on {
            continue;
        }
        assert!(
            !name.contains("di.ics") && !name.to_lowercase().contains("hyde"),
            "{name}"
        );
        assert!(!text.contains("Hyde"), "{name}");
        if name.starts_with("diaries/") {
            calendars += 1;
            assert!(
                text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"),
                "{name}"
            );
            for other in [
                "Bell",
                "Cole",
                "ATTENDEE",
                "ORGANIZER",
                "METHOD",
                "social",
                "teacher",
            ] {
                assert!(!text.contains(other), "{name}: {other}");
            }
            assert!(text.contains("SUMMARY:Meeting ref A-"), "{name}");
        }
    }
    let names: Vec<String> = case
        .everything()
        .into_keys()
        .filter(|name| name.starts_with("diaries/"))
        .collect();
    // Three people and two agencies: the third agency has nobody but the confidential person.
    assert_eq!(
        names,
        [
            "diaries/agency-csc.ics",
            "diaries/agency-school.ics",
            "diaries/person-ana.ics",
            "diaries/person-ben.ics",
            "diaries/person-confidential-1.ics",
        ]
    );
    assert_eq!(calendars, 5);
    let ana = String::from_utf8(case.everything()["diaries/person-ana.ics"].clone()).expect("text");
    let ben = String::from_utf8(case.everything()["diaries/person-ben.ics"].clone()).expect("text");
    assert_eq!(
        (
            ana.matches("BEGIN:VEVENT").count(),
            ben.matches("BEGIN:VEVENT").count()
        ),
        (2, 1)
    );
}

/// Many meetings of few people in one week, so that there is always something to improve.
#[cfg(unix)]
fn busy_week() -> Case {
    use std::fmt::Write as _;
    let case = Case::new();
    case.write(
        "quorate.toml",
        "format = \"quorate-settings/1\"\n[defaults]\nzone = \"Europe/London\"\nhours = \"Mon-Fri 09:00-17:00\"\n",
    );
    let roles = [
        ("w", "csc", "social worker"),
        ("t", "school", "headteacher"),
        ("v", "acute-health", "health visitor"),
    ];
    let mut people = String::from("id,name,agency,roles,feeds\n");
    for (letter, agency, role) in roles {
        for number in 0..12 {
            let id = format!("{letter}{number}");
            let hour = 9 + (number * 5 + letter.len()) % 7;
            let day = 7 + number % 5;
            let busy = (
                format!("202612{day:02}T{hour:02}0000Z"),
                format!("202612{day:02}T{:02}0000Z", hour + 1),
            );
            case.write(
                &format!("feeds/{id}.ics"),
                feed(&[(busy.0.as_str(), busy.1.as_str())]),
            );
            let _ = writeln!(people, "{id},Person {id},{agency},{role},feeds/{id}.ics");
        }
    }
    case.write("people.csv", people);
    let mut meetings = String::from("ref,duration,from,by,seats\n");
    for number in 0..150 {
        let (w, t, v) = (
            number % 12,
            (number * 5 + number / 12) % 12,
            (number * 7 + number / 5) % 12,
        );
        let _ = writeln!(
            meetings,
            "M-{number},90m,7/12/2026,11/12/2026,social-worker = w{w}; headteacher = t{t}; health-visitor = v{v}"
        );
    }
    case.write("meetings.csv", meetings);
    case
}

/// A signal while it plans: the best plan so far is written whole, and the exit says so.
#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_a_valid_plan() {
    use std::process::{Command, Stdio};
    use std::time::Duration;
    let case = busy_week();
    // How long reading takes on this machine is not known: before there is a plan, nothing is written.
    for tenths in [5, 10, 20, 40, 80, 160] {
        let child = Command::new(env!("CARGO_BIN_EXE_quorate"))
            .args([
                "plan",
                "case",
                "-o",
                "plan.json",
                "--effort",
                "thorough",
                "--now",
                NOW,
            ])
            .current_dir(case.root())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(tenths * 100));
        // What has ended already cannot be interrupted; then the exit below says so.
        let _ = Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status();
        let ended = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        if ended.status.code().is_none() {
            // It had not even begun to listen.
            continue;
        }
        assert_eq!(ended.status.code(), Some(130), "{said}");
        let written = case.everything().contains_key("plan.json");
        assert_eq!(written, !said.contains("before there was a plan"), "{said}");
        if written {
            let told = String::from_utf8_lossy(&ended.stdout).into_owned();
            let told = told.split_whitespace().collect::<Vec<&str>>().join(" ");
            assert!(told.contains("The search was interrupted"), "{told}");
            let plan = plan(&case, "plan.json");
            assert_eq!(plan["stopped"], "interrupted");
            assert_eq!(plan["repeatable"], false);
            assert_eq!(references(&plan).len(), 150);
            let checked = case.run(&["check", "case", "plan.json", "--json"]);
            assert_eq!(checked.json()["ok"], true, "{}", checked.out);
            return;
        }
    }
    panic!("it never came to planning");
}
