//! `quorate next`: what follows a meeting, told while everybody is still in the room.

mod common;

use chrono::{DateTime, NaiveDate};
use common::{Case, NOW, Ran};
use serde_json::Value;
use std::collections::BTreeSet;

/// Noon of the day of the conference.
const THEN: &str = "2026-12-08T12:00:00Z";

fn next(case: &Case, more: &[&str]) -> Ran {
    let words = [
        "next",
        "case",
        "CP-2041",
        "--held",
        "8/12/2026",
        "--now",
        THEN,
    ];
    let words: Vec<&str> = words.iter().chain(more).copied().collect();
    case.run(&words)
}

/// The conference as it was arranged on 23 November for 8 December.
fn conference() -> Case {
    let case = Case::fixture("first-conference");
    let choose = [
        "find", "case", "--ref", "CP-2041", "--choose", "1", "--seed", "1",
    ];
    let words: Vec<&str> = choose.iter().copied().chain(["--now", NOW]).collect();
    case.run(&words).exits(0);
    case
}

fn meetings(answer: &Value) -> Vec<&Value> {
    answer["meetings"]
        .as_array()
        .expect("a list")
        .iter()
        .collect()
}

fn day(instant: &Value) -> NaiveDate {
    let text = instant.as_str().expect("an instant");
    DateTime::parse_from_rfc3339(text)
        .expect("RFC 3339")
        .date_naive()
}

#[test]
fn the_core_group_and_the_review_follow_a_conference() {
    let case = conference();
    let answer = next(&case, &["--json"]).exits(0).json();
    assert_eq!(answer["format"], "quorate-next/1");
    assert_eq!(
        (&answer["limit"], &answer["late_by"]),
        (&"2026-12-14".into(), &0.into())
    );
    let found = meetings(&answer);
    let limits: Vec<(&str, &str, &str)> = found
        .iter()
        .map(|one| {
            let text = |value: &'_ Value| -> &'static str {
                value.as_str().expect("text").to_owned().leak()
            };
            (
                text(&one["type"]),
                text(&one["limit"]["rule"]),
                text(&one["limit"]["hold_by"]),
            )
        })
        .collect();
    // Ten working days: Christmas is not reached. Three months to the day.
    let expected = [
        ("core-group", "first", "2026-12-22"),
        ("rcpc", "first", "2027-03-08"),
    ];
    assert_eq!(limits, expected);
    for one in found {
        let slots = one["slots"].as_array().expect("times");
        assert_eq!(slots.len(), 3);
        let hold_by: NaiveDate = one["limit"]["hold_by"]
            .as_str()
            .expect("a date")
            .parse()
            .expect("ISO");
        let days: BTreeSet<NaiveDate> = slots.iter().map(|slot| day(&slot["start"])).collect();
        assert_eq!(days.len(), 3, "the room chooses among days");
        let held: NaiveDate = "2026-12-08".parse().expect("a date");
        assert!(days.iter().all(|day| held < *day && *day <= hold_by));
        assert!(slots.iter().all(|slot| slot["state"] != "short"));
    }
}

/// Whoever chaired is asked first, and nobody is invented: all who attend are people of the case.
#[test]
fn the_chair_stays() {
    let case = conference();
    let arranged: Value = serde_json::from_str(&case.read("arrangements.json")).expect("JSON");
    let chaired = arranged["meetings"].as_array().expect("a list").iter();
    let conference = chaired
        .clone()
        .find(|one| one["ref"] == "CP-2041")
        .expect("arranged");
    let attending = conference["attending"].as_array().expect("a list").iter();
    let chair = attending
        .clone()
        .find(|one| one["seat"] == "cp-chair")
        .expect("a chair");
    let answer = next(&case, &["--json"]).json();
    let found = meetings(&answer);
    let review = found
        .iter()
        .find(|one| one["type"] == "rcpc")
        .expect("a review");
    assert_eq!(review["chair"]["contact"], chair["contact"]);
    assert_eq!(review["chair"]["kept"], "preferred");
}

/// Parents who must not meet have parts of their own in what follows, as they had in the conference.
#[test]
fn people_stay_apart() {
    let case = conference();
    let answer = next(&case, &["--json"]).json();
    for meeting in meetings(&answer) {
        for slot in meeting["slots"].as_array().expect("times") {
            let attending = slot["attending"].as_array().expect("people");
            let present = |who: &str| {
                let one = attending.iter().find(|one| one["contact"] == who)?;
                let span = &one["present"].as_array().expect("intervals")[0];
                Some((span[0].as_str()?.to_owned(), span[1].as_str()?.to_owned()))
            };
            if let (Some(mother), Some(father)) = (present("parent-1"), present("parent-2")) {
                assert!(
                    father.1 <= mother.0 || mother.1 <= father.0,
                    "{mother:?} {father:?}"
                );
            }
        }
    }
}

#[test]
fn a_late_meeting_keeps_its_breach_and_the_next_counts_from_the_day_itself() {
    let case = Case::fixture("first-conference");
    let words = "next case CP-2041 --held 2026-12-16 --now 2026-12-16T12:00:00Z --json";
    let answer = case.run(&words.split(' ').collect::<Vec<_>>()).json();
    assert_eq!(
        (&answer["limit"], &answer["late_by"]),
        (&"2026-12-14".into(), &2.into())
    );
    let found = meetings(&answer);
    let limit = |kind: &str| {
        let one = found
            .iter()
            .find(|one| one["type"] == kind)
            .expect("it follows");
        one["limit"]["date"].as_str().expect("a date").to_owned()
    };
    // 25 and 28 December and 1 January are not counted.
    assert_eq!(limit("core-group"), "2027-01-04");
    assert_eq!(limit("rcpc"), "2027-03-16");
    let told = case.run(&words.replace(" --json", "").split(' ').collect::<Vec<_>>());
    assert!(
        told.flat().contains("Late by 2 working days"),
        "{}",
        told.out
    );
}

#[test]
fn an_inquorate_meeting_is_held_again() {
    let case = conference();
    let answer = next(&case, &["--inquorate", "--json"]).json();
    let found = meetings(&answer);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["type"], "icpc");
    assert_eq!(found[0]["limit"]["rule"], "reconvene");
    assert_eq!(found[0]["limit"]["date"], "2026-12-22");
}

/// The slip is for everybody in the room: nobody's name, role, room or telephone number is on it.
#[test]
fn the_slip_names_nobody() {
    let case = conference();
    for name in ["slip.html", "slip.txt"] {
        next(&case, &["--slip", &format!("case/{name}")]).exits(0);
        let slip = case.read(name);
        assert!(
            slip.contains("CP-2041") && slip.contains("Tue 22 December 2026"),
            "{slip}"
        );
        for table in ["people.csv", "venues.csv"] {
            for row in case.read(table).lines().skip(1) {
                for cell in row
                    .split(',')
                    .take(2)
                    .chain(row.split(',').filter(|cell| cell.starts_with("01632")))
                {
                    assert!(!slip.contains(cell), "{cell} is on {name}");
                }
            }
        }
    }
    assert!(case.read("slip.html").contains("<html lang=\"en-GB\">"));
}

#[test]
fn a_time_that_is_chosen_becomes_a_meeting() {
    let case = conference();
    let told = next(&case, &["--choose", "core-group=2", "--seed", "3"]).exits(0);
    assert!(told.flat().contains("CP-2041/core-group-1"), "{}", told.out);
    let again = next(&case, &["--json"]).exits(0).json();
    let found = meetings(&again);
    let core_group = found
        .iter()
        .find(|one| one["type"] == "core-group")
        .expect("it follows");
    assert!(core_group["arranged"]["start"].is_string() && core_group["slots"].is_null());
    // It stands in the tables like any other: searched again, and sound.
    let find = [
        "find",
        "case",
        "--ref",
        "CP-2041/core-group-1",
        "--now",
        THEN,
        "--json",
    ];
    let slots = case.run(&find).exits(0).json();
    assert_eq!(slots["meeting"]["limit"]["hold_by"], "2026-12-22");
    case.run(&["check", "case", "--now", THEN]).exits(0);
}

#[test]
fn nothing_is_written_where_a_choice_is_wrong() {
    let case = conference();
    let before = case.everything();
    let refused = next(&case, &["--choose", "core-group=1", "--choose", "pep=1"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("no pep follows"), "{}", refused.err);
    for wrong in ["core-group", "core-group=0", "core-group=99", "=1"] {
        let refused = next(&case, &["--choose", wrong]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{wrong}");
    }
    assert_eq!(case.everything(), before);
}

#[test]
fn a_meeting_without_a_type_or_a_day_is_refused() {
    let case = Case::fixture("first-conference");
    let words = [
        "next",
        "case",
        "CP-2037",
        "--held",
        "8/12/2026",
        "--now",
        THEN,
    ];
    let refused = case.run(&words);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("has no type"), "{}", refused.err);
    // A day before the clock started is a slip of the pen.
    for held in ["12/25/2026", "soon", "20/11/2026"] {
        let words = ["next", "case", "CP-2041", "--held", held, "--now", THEN];
        assert_eq!(case.run(&words).code, 2, "{held}");
    }
}

/// Every type of the fixture of review cycles has its next dates, whatever its clock counts from.
#[test]
fn every_cycle_of_the_fixture_goes_on() {
    for (reference, held, kinds) in [
        ("CP-3051", "16/11/2026", &["core-group", "rcpc"][..]),
        ("CP-3051-CG", "30/11/2026", &["core-group"]),
        ("CP-3051-RC", "16/2/2027", &["rcpc"]),
        ("LAC-207", "30/11/2026", &["lac-review"]),
        ("CP-3060", "14/12/2026", &["lac-review", "rcpc"]),
        ("EHC-88", "9/12/2026", &["ehc-annual-review"]),
    ] {
        let case = Case::fixture("review-cycle");
        let words = [
            "next", "case", reference, "--held", held, "--now", NOW, "--json",
        ];
        let ran = case.run(&words);
        let answer = ran.json();
        let mut found: Vec<&str> = meetings(&answer)
            .iter()
            .map(|one| one["type"].as_str().expect("a type"))
            .collect();
        found.sort_unstable();
        assert_eq!(found, kinds, "{reference}");
        for one in meetings(&answer) {
            assert!(one["limit"]["hold_by"].is_string(), "{reference}: {one:#}");
            assert!(one["faults"].is_null(), "{reference}: {one:#}");
        }
    }
}

/// Siblings reviewed together are at different places of their chains: the elder's third review is due after six months, the
/// younger's second after three, and the earlier binds both.
#[test]
fn siblings_keep_their_own_clocks() {
    let case = Case::fixture("review-cycle");
    let at = "2026-11-27T15:00:00Z";
    let words = [
        "next",
        "case",
        "LAC-207",
        "--held",
        "27/11/2026",
        "--now",
        at,
    ];
    let with = |more: &[&'static str]| -> Vec<&str> { words.iter().chain(more).copied().collect() };
    let answer = case.run(&with(&["--json"])).json();
    let found = meetings(&answer);
    assert_eq!(found.len(), 1);
    // 27 February 2027 is a Saturday.
    assert_eq!(found[0]["limit"]["date"], "2027-02-27");
    assert_eq!(found[0]["limit"]["hold_by"], "2027-02-26");
    let clocks = found[0]["clocks"].as_array().expect("clocks").iter();
    let limits: Vec<(&str, &str)> = clocks
        .filter(|clock| clock["says"] == "not-later")
        .map(|clock| {
            (
                clock["subject"].as_str().expect("an id"),
                clock["date"].as_str().expect("a date"),
            )
        })
        .collect();
    assert_eq!(limits, [("207-A", "2027-05-27"), ("207-B", "2027-02-27")]);
    // What is chosen is bound by both when it is looked at again.
    case.run(&with(&["--choose", "lac-review=1", "--seed", "1"]))
        .exits(0);
    let find = [
        "find",
        "case",
        "--ref",
        "LAC-207/lac-review-3",
        "--now",
        at,
        "--json",
    ];
    let again = case.run(&find);
    assert_eq!(again.json()["meeting"]["limit"]["hold_by"], "2027-02-26");
    assert_eq!(
        again.err, "",
        "our own rows are written so that nothing is to be said of them"
    );
}

/// The second core group of a case is a core group of the case, not of the first core group.
#[test]
fn a_chain_keeps_the_reference_of_its_case() {
    let case = conference();
    next(&case, &["--choose", "core-group=1", "--seed", "3"]).exits(0);
    let words =
        "next case CP-2041/core-group-1 --held 2026-12-11 --now 2026-12-11T12:00:00Z --json";
    let answer = case.run(&words.split(' ').collect::<Vec<_>>()).json();
    let refs: Vec<&str> = meetings(&answer)
        .iter()
        .map(|one| one["ref"].as_str().expect("a reference"))
        .collect();
    assert_eq!(refs, ["CP-2041/core-group-2"]);
}

/// A case with these rows of meetings and a social worker.
fn with_rows(rows: &str) -> Case {
    let case = Case::new();
    case.write("quorate.toml", "[defaults]\nnation = \"england\"\n");
    case.write(
        "people.csv",
        "id,name,agency,roles,hours\nsw,Invented Worker,csc,social-worker,Mon-Fri 09:00-17:00\n",
    );
    case.write("meetings.csv", rows);
    case
}

/// Reference, type, rule and last day of what follows.
fn followers(case: &Case, reference: &str) -> Vec<[String; 4]> {
    let words = ["next", "case", reference, "--held", "20/11/2026"];
    let words: Vec<&str> = words
        .iter()
        .copied()
        .chain(["--now", NOW, "--json"])
        .collect();
    let answer = case.run(&words).json();
    let text = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    let meetings = meetings(&answer);
    let one = |one: &&Value| {
        let limit = &one["limit"];
        [&one["ref"], &one["type"], &limit["rule"], &limit["hold_by"]].map(text)
    };
    meetings.iter().map(one).collect()
}

/// Siblings at different places of their chains: whoever stands first in the table, the shorter limit holds.
#[test]
fn the_next_meeting_of_siblings_keeps_the_limit_of_each() {
    let row = |subjects: &str| {
        with_rows(&format!(
            "ref,type,subjects,duration,quorum,seats\nL-1,lac-review,\"{subjects}\",60m,required seats,social-worker = sw\n"
        ))
    };
    let (old, new) = ("A (previous 1/6/2026, number 4)", "B (trigger 28/10/2026)");
    for subjects in [format!("{old}; {new}"), format!("{new}; {old}")] {
        let found = followers(&row(&subjects), "L-1");
        // Three months from 20 November are a Saturday; the older child's six months would be 20 May.
        assert_eq!(
            found,
            [["L-1/lac-review-5", "lac-review", "second", "2027-02-19"]],
            "{subjects}"
        );
    }
    // One child's first conference is the other's review.
    let both = |types: &str, subjects: &str| {
        with_rows(&format!(
            "ref,type,subjects,duration,quorum,seats\nC-1,{types},\"{subjects}\",60m,required seats,social-worker = sw\n"
        ))
    };
    let (old, new) = (
        "A (rcpc, previous 20/8/2026, number 4)",
        "B (icpc, trigger 2/11/2026)",
    );
    for types in ["icpc; rcpc", "rcpc; icpc"] {
        let found = followers(&both(types, &format!("{old}; {new}")), "C-1");
        let review: Vec<_> = found.iter().filter(|one| one[1] == "rcpc").collect();
        assert_eq!(
            review,
            [&["C-1/rcpc-5", "rcpc", "first", "2027-02-19"]],
            "{types}"
        );
    }
}

/// That a conference was itself one held again says nothing of the review that follows: it keeps its three months.
#[test]
fn what_follows_a_conference_held_again_keeps_its_limit() {
    let case = with_rows(
        "ref,type,trigger,previous,flags,duration,quorum,seats\nC-3,icpc,2/11/2026,9/11/2026,inquorate,60m,required seats,social-worker = sw\n",
    );
    let found = followers(&case, "C-3");
    let expected = [
        ["C-3/core-group-1", "core-group", "first", "2026-12-04"],
        ["C-3/rcpc-1", "rcpc", "first", "2027-02-19"],
    ];
    assert_eq!(found, expected);
}

/// References stand in the titles of invitations: that of a meeting which must not be known of does not tell its type.
#[test]
fn the_reference_of_a_hidden_meeting_does_not_name_it() {
    let case = with_rows(
        "ref,type,previous,duration,quorum,seats\nM-1,marac,6/11/2026,60m,required seats,social-worker = sw\nM-2,mappa-2,6/11/2026,60m,required seats,social-worker = sw\n",
    );
    let references = |name: &str| followers(&case, name)[0][0].clone();
    assert_eq!(references("M-1"), "M-1/next");
    assert_eq!(references("M-2"), "M-2/next");
}
