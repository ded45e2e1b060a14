//! What a feed says beyond busy times, from the table of people to the slots: the owner's own answers, and hours of their own.
#![cfg(feature = "cli")]

mod common;

use common::*;

const SETTINGS: &str = "format = \"quorate-workspace/1\"\n[defaults]\nzone = \"Europe/London\"\nhours = \"Mon-Fri 09:00-17:00\"\n\
    organizer = \"unit@council.example.org\"\n";

/// One meeting of Ana's on 1 December 2026, a Tuesday. Ben shares her feed where `shared` says so.
fn case(feed: &str, pattern: &str, shared: bool) -> Case {
    let case = Case::new();
    case.write("quorate.toml", SETTINGS);
    let bens = if shared { "feeds/ana.ics" } else { "" };
    let people = format!(
        "id,name,agency,roles,email,hours,feeds\nana,Ana,csc,social-worker,Ana@Example.org,{pattern},feeds/ana.ics\n\
         ben,Ben,school,dsl,ben@example.org,,{bens}\n"
    );
    case.write("people.csv", people);
    case.write(
        "meetings.csv",
        "ref,duration,from,by,seats\nCP-1,60m,2026-12-01,2026-12-01,social-worker = ana\n",
    );
    case.write("feeds/ana.ics", feed);
    case
}

/// A diary known to the end of January, with something from nine to five on 1 December that `lines` say more of.
fn diary(lines: &str) -> String {
    let text = feed(&[("20261201T090000Z", "20261201T170000Z")]);
    let end = text.find("END:VEVENT").expect("an event");
    format!("{}{lines}\r\n{}", &text[..end], &text[end..])
}

#[test]
fn what_ana_declined_leaves_her_free_and_nobody_who_shares_her_feed() {
    let count = |status: &str, shared: bool| {
        let line = format!("ATTENDEE;PARTSTAT={status}:mailto:ana@example.org");
        let case = case(&diary(&line), "", shared);
        if shared {
            case.edit(
                "meetings.csv",
                "social-worker = ana",
                "social-worker = ana; dsl = ben",
            );
        }
        let found = case.run(&["find", "case", "--json", "--all"]).json();
        let slots = found["slots"].as_array().expect("slots").iter();
        slots
            .filter(|slot| {
                slot["state"] == "quorate" && minute(&slot["start"]).starts_with("2026-12-01")
            })
            .count()
    };
    assert_eq!(count("ACCEPTED", false), 0);
    assert_eq!(count("TENTATIVE", false), 0);
    // Every quarter of an hour from 09:00 to 16:00.
    assert_eq!(count("DECLINED", false), 29);
    assert_eq!(count("DECLINED", true), 0);
}

#[test]
fn hours_in_a_feed_take_the_place_of_the_workspaces_and_not_of_anas_own() {
    let hours = "BEGIN:VAVAILABILITY\r\nUID:h\r\nDTSTAMP:20261101T000000Z\r\nBEGIN:AVAILABLE\r\nUID:a\r\nDTSTAMP:20261101T000000Z\r\n\
        DTSTART;TZID=Europe/London:20261201T150000\r\nDTEND;TZID=Europe/London:20261201T190000\r\nRRULE:FREQ=DAILY\r\n\
        END:AVAILABLE\r\nEND:VAVAILABILITY\r\n";
    let text = feed(&[]);
    let at = text.find("BEGIN:VEVENT").expect("an event");
    let text = format!("{}{hours}{}", &text[..at], &text[at..]);
    let starts = |pattern: &str| {
        let found = case(&text, pattern, false).find(&["--all"]);
        let all = found
            .starts()
            .into_iter()
            .filter(|start| start.starts_with("2026-12-01"));
        let all: Vec<String> = all.collect();
        (all.first().cloned(), all.last().cloned())
    };
    let some = |from: &str, to: &str| {
        (
            Some(format!("2026-12-01T{from}")),
            Some(format!("2026-12-01T{to}")),
        )
    };
    assert_eq!(starts(""), some("15:00", "18:00"));
    assert_eq!(starts("Mon-Fri 09:00-17:00"), some("15:00", "16:00"));
}
