//! `quorate doctor`: what is odd is found, what is in order is left alone, and nothing of a feed is told.

mod common;

use common::*;
use serde_json::Value;
use std::fs;
use std::time::{Duration, UNIX_EPOCH};

const NOW_SECONDS: u64 = 1_795_424_400;

/// A workspace with nothing odd in it.
fn sound() -> Case {
    let case = Case::new();
    case.write(
        "quorate.toml",
        "format = \"quorate-workspace/1\"\n[defaults]\nzone = \"Europe/London\"\nhours = \"Mon-Fri 09:00-17:00\"\n",
    );
    case.write(
        "people.csv",
        "id,name,agency,roles,pattern,email,zone\r\n\
         a.lane,Ada Lane,csc,social-worker,,a.lane@example.org,\r\n\
         oak,Oak School,school,headteacher,Mon-Fri 08:30-16:00,oak@example.org,\r\n",
    );
    case.write(
        "meetings.csv",
        "ref,duration,by,seats\r\nCP-1,60m,2026-12-11,social-worker = a.lane; headteacher = oak\r\n",
    );
    case.write(
        "feeds/a.lane.ics",
        feed(&[("20261201T090000Z", "20261201T100000Z")]),
    );
    case
}

fn doctor(case: &Case) -> Value {
    let ran = case.run(&["doctor", "case", "--json"]);
    assert!(ran.code < 2, "{}{}", ran.out, ran.err);
    let json = ran.json();
    assert_eq!(json["format"], "quorate-doctor/1");
    assert_eq!(json["ok"], ran.code == 0);
    for form in [&["doctor", "case"][..], &["doctor", "case", "--json"]] {
        let ran = case.run(form);
        assert!(
            !ran.out.contains(CANARY) && !ran.err.contains(CANARY),
            "{}",
            ran.out
        );
        if form.len() == 2 {
            let widest = ran.out.lines().map(|line| line.chars().count()).max();
            assert!(widest.is_some_and(|widest| widest <= 100), "{}", ran.out);
        }
    }
    json
}

fn codes(json: &Value) -> Vec<String> {
    let findings = json["findings"].as_array().expect("findings");
    findings
        .iter()
        .map(|one| text(&one["code"]).to_owned())
        .collect()
}

/// The one finding of a code.
fn finding<'j>(json: &'j Value, code: &str) -> &'j Value {
    let findings = json["findings"].as_array().expect("findings");
    let mut of_code = findings.iter().filter(|one| one["code"] == code);
    let first = of_code
        .next()
        .unwrap_or_else(|| panic!("no {code} in {findings:?}"));
    assert!(of_code.next().is_none(), "{findings:?}");
    first
}

#[test]
fn a_sound_workspace_has_no_findings() {
    let case = sound();
    let json = doctor(&case);
    assert_eq!(codes(&json), Vec::<String>::new());
    assert_eq!(json["ok"], true);
    let receipt = &json["feeds"][0];
    assert_eq!(receipt["contact"], "a.lane");
    assert_eq!(receipt["status"], "read");
    assert_eq!(
        (receipt["kept"].as_u64(), receipt["doubts"].as_u64()),
        (Some(2), Some(0))
    );
    assert_eq!(receipt["excess"]["titles"], 2);
    assert_eq!(receipt["known_until"], "2027-01-31T23:30:00Z");
    assert_eq!(
        json["tzdata"]["zones"],
        serde_json::json!(["Europe/London"])
    );
    let told = case.run(&["doctor", "case"]).exits(0);
    assert!(told.out.contains("Nothing odd was found."));
}

#[test]
fn the_fixtures_have_the_findings_that_they_are_known_for() {
    let first = Case::fixture("first-conference");
    let json = doctor(&first);
    assert_eq!(codes(&json), ["nothing-known"; 3]);
    let unknown: Vec<&str> = json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|one| text(&one["contact"]))
        .collect();
    assert_eq!(unknown, ["b.lockwood", "police-unit", "s.mensah"]);
    assert_eq!(json["feeds"].as_array().expect("feeds").len(), 4);
    let norfolk = Case::fixture("norfolk");
    let json = doctor(&norfolk);
    assert_eq!(json["ok"], true, "{:?}", codes(&json));
    // A folder of feeds alone.
    let bare = norfolk
        .run(&["doctor", "case/team-1", "--json"])
        .exits(0)
        .json();
    assert_eq!(bare["feeds"].as_array().expect("feeds").len(), 10);
}

#[test]
fn what_is_wrong_with_feeds_is_found() {
    let case = sound();
    fs::remove_file(case.folder().join("feeds/a.lane.ics")).expect("removed");
    case.edit("people.csv", "roles,pattern", "roles,feeds,pattern");
    case.edit(
        "people.csv",
        "social-worker,,",
        "social-worker,feeds/a.lane.ics,,",
    );
    case.edit("people.csv", "headteacher,Mon", "headteacher,,Mon");
    assert_eq!(
        finding(&doctor(&case), "feed-missing")["owners"][0]["contact"],
        "a.lane"
    );
    let told = |content: &str, code: &str| {
        case.write("feeds/a.lane.ics", content);
        let json = doctor(&case);
        assert_eq!(codes(&json), [code]);
        finding(&json, code).clone()
    };
    assert_eq!(
        told("<html>ZEUGMAFENCE</html>", "feed-refused")["why"],
        "html"
    );
    told(&calendar(""), "feed-empty");
    let free = event("e", "20261201T090000Z", "20261201T100000Z")
        .replace("END:VEVENT", "TRANSP:TRANSPARENT\r\nEND:VEVENT");
    assert_eq!(told(&calendar(&free), "feed-all-free")["entries"], 1);
    let nowhere = event("e", "20261201T090000", "20261201T100000")
        .replace("DTSTART:", "DTSTART;TZID=ZEUGMAFENCE/Base:");
    assert_eq!(
        told(&calendar(&nowhere), "feed-doubtful")["reasons"],
        serde_json::json!(["unknown-zone"])
    );
    let past = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VFREEBUSY\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261101T000000Z\r\nDTEND:20261110T000000Z\r\nFREEBUSY:20261102T090000Z/20261102T100000Z\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n";
    assert!(
        codes(&{
            case.write("feeds/a.lane.ics", past);
            doctor(&case)
        })
        .contains(&"feed-expired".to_owned())
    );
}

#[test]
fn old_feeds_are_told_with_their_age() {
    let case = sound();
    let path = case.folder().join("feeds/a.lane.ics");
    let age = |days: u64| {
        let file = fs::File::options().write(true).open(&path).expect("there");
        let at = UNIX_EPOCH + Duration::from_secs(NOW_SECONDS - days * 86_400 - 3600);
        file.set_modified(at).expect("set");
        doctor(&case)
    };
    assert_eq!(codes(&age(6)), Vec::<String>::new());
    assert_eq!(finding(&age(9), "feed-old")["days"], 9);
}

#[test]
fn one_diary_of_two_people_is_found() {
    let case = sound();
    case.write("feeds/oak.ics", case.read("feeds/a.lane.ics"));
    let json = doctor(&case);
    let shared = finding(&json, "feed-shared");
    assert_eq!(
        shared["feeds"],
        serde_json::json!(["feeds/a.lane.ics", "feeds/oak.ics"])
    );
    assert_eq!(shared["owners"].as_array().expect("owners").len(), 2);
    assert_eq!(shared["weight"], "grave");
    // One byte more is another diary.
    let other = case.read("feeds/a.lane.ics") + "\r\n";
    case.write("feeds/oak.ics", other);
    assert!(!codes(&doctor(&case)).contains(&"feed-shared".to_owned()));
}

#[test]
fn a_feed_of_nobody_is_a_finding_and_no_remark() {
    let case = sound();
    case.write("feeds/stray.ics", feed(&[]));
    let ran = case.run(&["doctor", "case", "--json"]).exits(1);
    assert_eq!(
        finding(&ran.json(), "feed-unowned")["feed"],
        "feeds/stray.ics"
    );
    assert_eq!(ran.err, "");
}

#[test]
fn odd_working_hours_are_found() {
    for (pattern, odd) in [
        ("Mon-Fri 05:30-13:00", &["early"][..]),
        ("Mon-Fri 14:00-22:30", &["late"]),
        ("Mon 07:00-20:00", &["long"]),
        ("Sat 10:00-12:00", &["weekend-only"]),
        ("off", &["none"]),
        (
            "Sat-Sun 05:00-23:00",
            &["early", "late", "long", "weekend-only"],
        ),
        (
            "week 1 of 2 from 2026-11-23: Sat 10:00-12:00 | week 2: Mon 10:00-12:00",
            &[],
        ),
        ("Mon-Fri 06:00-12:00 16:00-22:00", &[]),
    ] {
        let case = sound();
        case.edit(
            "people.csv",
            "Mon-Fri 08:30-16:00",
            &format!("\"{pattern}\""),
        );
        let json = doctor(&case);
        if odd.is_empty() {
            assert_eq!(codes(&json), Vec::<String>::new(), "{pattern}");
            continue;
        }
        let found = finding(&json, "odd-hours");
        assert_eq!(found["contact"], "oak");
        assert_eq!(found["odd"], serde_json::json!(odd), "{pattern}");
    }
    let everybody = sound();
    everybody.edit("quorate.toml", "09:00-17:00", "01:00-17:00");
    assert_eq!(
        finding(&doctor(&everybody), "odd-hours")["contact"],
        Value::Null
    );
}

#[test]
fn names_that_may_mean_two_people_are_found_however_they_are_written() {
    for (id, name) in [
        ("x.y", "ada lane"),
        ("x.y", "Lane, Ada"),
        ("x.y", "ADA  LANE"),
        ("x.y", "Adá Lâne"),
        ("x.y", "Ada\u{301} Lane"),
        ("A-Lane", "Somebody Else"),
        ("alane", "Somebody Else"),
    ] {
        let case = sound();
        let old = case.read("people.csv");
        let row = format!("{id},\"{name}\",csc,social-worker,Mon-Fri 09:00-17:00,,\r\n");
        case.write("people.csv", old + &row);
        let json = doctor(&case);
        let contacts = &finding(&json, "alike-names")["contacts"];
        let mut both = vec!["a.lane", id];
        both.sort_unstable();
        assert_eq!(*contacts, serde_json::json!(both), "{id} {name}");
    }
    let case = sound();
    let old = case.read("people.csv");
    case.write(
        "people.csv",
        old + "b.lane,Ben Lane,csc,social-worker,Mon-Fri 09:00-17:00,,\r\n",
    );
    assert!(!codes(&doctor(&case)).contains(&"alike-names".to_owned()));
}

#[test]
fn one_address_of_two_people_is_told_without_the_address() {
    let case = sound();
    case.edit("people.csv", "oak@example.org", "A.Lane@Example.org");
    let json = doctor(&case);
    assert_eq!(
        finding(&json, "one-address")["contacts"],
        serde_json::json!(["a.lane", "oak"])
    );
    // Good to know, and no more.
    assert_eq!(json["ok"], true);
    for words in [&["doctor", "case"][..], &["doctor", "case", "--json"]] {
        let ran = case.run(words).exits(0);
        assert!(
            !ran.out.to_lowercase().contains("@example.org"),
            "{}",
            ran.out
        );
    }
}

#[test]
fn people_without_anything_known_and_without_a_seat_are_found() {
    let case = sound();
    let old = case.read("people.csv");
    case.write(
        "people.csv",
        old + "new.one,New One,police,police-child-protection,,,\r\n",
    );
    let json = doctor(&case);
    assert_eq!(codes(&json), ["nothing-known", "no-seat"]);
    assert_eq!(finding(&json, "nothing-known")["contact"], "new.one");
    assert_eq!(finding(&json, "no-seat")["contact"], "new.one");
    // An answer is something, a role that a meeting asks for is a seat.
    case.write(
        "answers.csv",
        "who,from,answer\r\nnew.one,2026-12-08,yes\r\n",
    );
    assert_eq!(codes(&doctor(&case)), ["no-seat"]);
    case.edit(
        "meetings.csv",
        "social-worker = a.lane",
        "social-worker = a.lane; expected: police-child-protection = new.one",
    );
    assert_eq!(codes(&doctor(&case)), Vec::<String>::new());
}

#[test]
fn zones_on_which_the_databases_differ_are_told() {
    let case = sound();
    case.edit(
        "people.csv",
        "oak@example.org,",
        "oak@example.org,America/Vancouver",
    );
    let json = doctor(&case);
    let differs = finding(&json, "zone-differs");
    assert_eq!(differs["zone"], "America/Vancouver");
    // British Columbia keeps summer time from November 2026 on; the older database puts the clock back.
    assert_eq!(differs["offset_seconds"], -7 * 3600);
    assert_eq!(differs["other_offset_seconds"], -8 * 3600);
    assert_eq!(
        json["tzdata"]["zones"],
        serde_json::json!(["America/Vancouver", "Europe/London"])
    );
    assert_eq!(json["ok"], true);
}

#[test]
fn the_gravest_come_first_and_each_has_its_fix() {
    let case = sound();
    case.write("feeds/a.lane.ics", calendar(""));
    case.write("feeds/stray.ics", feed(&[]));
    case.edit("people.csv", "oak@example.org", "a.lane@example.org");
    let told = case.run(&["doctor", "case"]).exits(1);
    let at = |text: &str| {
        told.out
            .find(text)
            .unwrap_or_else(|| panic!("{text}: {}", told.out))
    };
    assert!(at("Put right first") < at("has not a single entry"));
    assert!(at("has not a single entry") < at("Look at"));
    assert!(at("Look at") < at("belongs to nobody"));
    assert!(at("belongs to nobody") < at("Good to know"));
    assert!(at("Good to know") < at("have one mail address"));
    assert!(
        told.flat()
            .contains("check that the right calendar was published")
    );
}

#[test]
fn bad_tables_are_refused_as_by_every_verb() {
    let case = sound();
    case.edit("people.csv", "Mon-Fri 08:30-16:00", "whenever");
    let refused = case.run(&["doctor", "case"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert_eq!(case.run(&["doctor", "nowhere"]).code, 2);
}
