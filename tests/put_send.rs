//! `send --calendar`: the organiser's own calendar follows what people were told.

#![cfg(feature = "fetch")]

mod common;
mod server;

use common::*;
use serde_json::json;
use server::calendar::{Calendar, Manners};

const REF: &str = "CP-2041";
const SEND: [&str; 9] = [
    "send",
    "case",
    "--ref",
    REF,
    "-o",
    "out",
    "--calendar",
    "own-calendar",
    "--json",
];

fn case(calendar: &Calendar) -> Case {
    let case = Case::fixture("first-conference");
    case.run(&["find", "case", "--ref", REF, "--choose", "1"]);
    case.write(
        "feeds.secret.toml",
        format!(
            "[feeds.own-calendar]\nurl = \"{}\"\nuser = \"sam\"\npassword = \"hunter2\"\nallow_private = true\n",
            calendar.server.url("/sam/work/")
        ),
    );
    case
}

#[test]
fn the_calendar_follows_what_people_were_told() {
    let calendar = Calendar::start(Manners::default());
    let case = case(&calendar);
    // Without a way to send nothing is written there either.
    case.run(&["send", "case", "--calendar", "own-calendar"])
        .exits(1);
    assert!(calendar.entries().is_empty());

    let sent = case.run(&SEND).exits(0).json();
    assert_eq!(
        sent["calendar"],
        json!([{"ref": REF, "outcome": "added", "why": null}])
    );
    let entries = calendar.entries();
    let (path, (_, text)) = entries.iter().next().expect("an entry");
    assert_eq!(entries.len(), 1);
    assert!(
        path.starts_with("/sam/work/") && path.ends_with(".ics"),
        "{path}"
    );
    assert!(
        !text.contains("METHOD") && !text.contains("ATTENDEE"),
        "{text}"
    );
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1);
    let file = case.everything();
    let own = file
        .iter()
        .find(|(name, _)| name.ends_with("organizer-copy.ics"));
    assert_eq!(
        own.map(|(_, bytes)| bytes.as_slice()),
        Some(text.as_bytes())
    );

    let same = case.run(&SEND).exits(0).json();
    assert_eq!(same["calendar"][0]["outcome"], "same");
    // Somebody writes into it: it is left alone, and that is told.
    calendar.edit(path, |text| {
        text.replace("STATUS:CONFIRMED", "STATUS:TENTATIVE")
    });
    let theirs = calendar.entries();
    let told = case.run(&SEND).exits(1).json();
    assert_eq!(told["calendar"][0]["outcome"], "changed-by-others");
    assert_eq!(calendar.entries(), theirs);
    calendar.edit(path, |text| {
        text.replace("STATUS:TENTATIVE", "STATUS:CONFIRMED")
    });

    // It takes place no more, and leaves the calendar once people were told.
    let cancelled = case.run(&["cancel", "case", "--ref", REF, "--reason", "x", "--by", "P"]);
    if cancelled.code == 0 {
        let gone = case.run(&SEND).exits(0).json();
        assert_eq!(gone["calendar"][0]["outcome"], "removed");
        assert!(calendar.entries().is_empty());
    } else {
        panic!("{}{}", cancelled.out, cancelled.err);
    }
}

#[test]
fn a_calendar_that_cannot_be_written_is_told_and_the_mails_are_there() {
    let calendar = Calendar::start(Manners {
        read_only: true,
        ..Manners::default()
    });
    let case = case(&calendar);
    let sent = case.run(&SEND).exits(1);
    assert!(!format!("{}{}", sent.out, sent.err).contains("hunter2"));
    let sent = sent.json();
    assert_eq!(sent["calendar"][0]["outcome"], "failed");
    assert_eq!(sent["left"], json!([]));
    assert!(
        case.everything()
            .keys()
            .any(|name| name.starts_with("out/mail/"))
    );
    // A calendar of which there is no address: nothing is queued or written at all.
    let other = Case::fixture("first-conference");
    other.run(&["find", "case", "--ref", REF, "--choose", "1"]);
    let ran = other.run(&SEND).exits(2);
    assert!(ran.err.contains("[feeds.own-calendar]"), "{}", ran.err);
    assert!(
        !other
            .everything()
            .keys()
            .any(|name| name.starts_with("out/"))
    );
}
