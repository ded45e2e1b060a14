//! `outbox` and `send` from the outside: what is shown, what is written, what is kept, and what a broken-off run leaves to the next.

mod common;

use common::*;
use quorate::edge::book::{Access, Book};
use quorate::model::PostState;
use serde_json::Value;
use std::collections::BTreeMap;

const NOW: &str = "2026-11-23T09:00:00Z";
const LATER: &str = "2026-11-24T09:00:00Z";

/// One meeting is arranged and nobody was told of it.
fn arranged() -> Case {
    let case = Case::fixture("first-conference");
    case.run(&[
        "find", "case", "--ref", "CP-2041", "--choose", "1", "--now", NOW, "--seed", "3",
    ])
    .exits(0);
    case
}

fn send(case: &Case, out: &str, now: &str, more: &[&str]) -> Ran {
    let mut words = vec!["send", "case", "-o", out, "--now", now];
    words.extend(more);
    case.run(&words)
}

/// It was refused, with all of these faults at once.
fn refused(ran: Ran, faults: &[&str]) {
    let ran = ran.exits(2);
    assert_eq!(ran.out, "");
    for fault in faults {
        assert!(ran.err.contains(fault), "{fault} in {}", ran.err);
    }
}

/// The files of a run's folder.
fn written(case: &Case, out: &str) -> BTreeMap<String, Vec<u8>> {
    let all = case.everything().into_iter();
    let prefix = format!("{out}/");
    all.filter_map(|(name, bytes)| Some((name.strip_prefix(&prefix)?.to_owned(), bytes)))
        .collect()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().expect(name)
}

#[test]
fn what_is_sent_once_is_not_sent_again() {
    let case = arranged();
    let shown = case
        .run(&["outbox", "case", "--json", "--now", NOW])
        .exits(1)
        .json();
    assert_eq!(shown["format"], "quorate-due/1");
    assert!(
        !case.folder().join("meetings.book").exists(),
        "outbox writes nothing"
    );
    // Without a folder it is a dry run.
    let dry = case.run(&["send", "case", "--now", NOW]).exits(1);
    assert!(dry.flat().contains("add -o DIR"));
    assert!(!case.folder().join("meetings.book").exists());

    let sent = send(&case, "out", NOW, &["--by", "P. Lacey", "--json"])
        .exits(0)
        .json();
    assert_eq!(sent["format"], "quorate-sent/1");
    assert_eq!(list(&sent, "sent").len(), list(&shown, "due").len());
    let files = written(&case, "out");
    for one in list(&sent, "sent") {
        for file in list(one, "files") {
            assert!(files.contains_key(text(file)), "{file}");
        }
    }
    case.run(&["outbox", "case", "--now", LATER]).exits(0);
    let again = send(&case, "out", LATER, &["--json"]).exits(0).json();
    assert!(list(&again, "sent").is_empty());
    assert_eq!(written(&case, "out"), files, "not a byte more");

    let book = Book::open(&case.folder().join("meetings.book"), Access::Read)
        .expect("a book")
        .expect("one");
    assert_eq!(book.told().expect("told").len(), list(&sent, "sent").len());
    let decisions = book.decisions().expect("decisions");
    let of_this = decisions.iter().filter(|one| one.action == "send");
    assert!(of_this.clone().count() > 0);
    assert!(
        of_this
            .clone()
            .all(|one| one.who == "P. Lacey" && !one.facts.contains('@'))
    );
}

#[test]
fn a_meeting_taken_back_goes_to_those_who_were_told() {
    let case = arranged();
    let sent = send(&case, "out", NOW, &["--ref", "CP-2041", "--json"])
        .exits(0)
        .json();
    case.run(&[
        "cancel", "case", "--ref", "CP-2041", "--by", "P. Lacey", "--reason", "ended", "--now",
        LATER,
    ])
    .exits(0);
    let shown = case
        .run(&[
            "outbox", "case", "--ref", "CP-2041", "--json", "--now", LATER,
        ])
        .exits(1)
        .json();
    let due = list(&shown, "due");
    assert_eq!(due.len(), list(&sent, "sent").len());
    assert!(due.iter().all(|one| one["kind"] == "cancellation"
        && one["why"] == "not-held"
        && one["sequence"] == 1));
    send(&case, "out", LATER, &["--ref", "CP-2041"]).exits(0);
    let files = written(&case, "out");
    let both = ["invite", "cancel"].map(|stem| {
        let of_it = files.keys().filter(|name| {
            name.starts_with("mail/CP-2041-") && name.contains(&format!("-{stem}-"))
        });
        of_it.count()
    });
    assert_eq!(both[0], both[1]);
    case.run(&["outbox", "case", "--ref", "CP-2041", "--now", LATER])
        .exits(0);
}

#[test]
fn a_run_that_was_broken_off_is_finished_with_the_same_bytes() {
    let undisturbed = arranged();
    send(&undisturbed, "out", NOW, &[]).exits(0);
    let case = arranged();
    // A file stands where one has to go: everything but that one goes.
    let whole = written(&undisturbed, "out");
    let name = whole
        .keys()
        .find(|name| name.starts_with("mail/"))
        .expect("a mail")
        .clone();
    let path = case.root().join("out").join(&name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(&path, "something else").expect("written");
    let ran = send(&case, "out", NOW, &[]).exits(1);
    assert!(
        ran.flat().contains("is there with other contents"),
        "{}",
        ran.flat()
    );
    let waiting = case
        .run(&["outbox", "case", "--json", "--now", LATER])
        .exits(1)
        .json();
    assert_eq!(list(&waiting, "waiting").len(), 1);
    assert!(
        list(&waiting, "due").is_empty(),
        "what is queued is not due once more"
    );
    std::fs::remove_file(&path).expect("removed");
    send(&case, "out", LATER, &[]).exits(0);
    let mails = |files: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        let of_it = files
            .iter()
            .filter(|(name, _)| !name.contains("organizer-copy") && !name.starts_with("outlook/"));
        of_it
            .map(|(name, bytes)| (name.clone(), bytes.clone()))
            .collect()
    };
    assert_eq!(mails(&written(&case, "out")), mails(&whole));
}

#[test]
fn what_may_have_gone_is_left_to_a_person() {
    let case = arranged();
    let path = case.folder().join("meetings.book");
    let mail = case.root().join("out/mail");
    // Nothing can be written, so all of it stays in the queue.
    std::fs::create_dir_all(case.root().join("out")).expect("made");
    std::fs::write(&mail, "a file where a folder should be").expect("written");
    send(&case, "out", NOW, &[]).exits(1);
    std::fs::remove_file(&mail).expect("removed");
    let id = {
        let mut book = Book::open(&path, Access::Write)
            .expect("a book")
            .expect("one");
        let posts = book.posts().expect("posts");
        assert!(
            posts
                .iter()
                .all(|(_, state, _)| *state == PostState::Queued)
        );
        let id = posts[0].0;
        book.sending(id).expect("marked");
        id
    };
    let number = id.to_string();
    let ran = send(&case, "out", LATER, &["--json"]).exits(1).json();
    let left = list(&ran, "left");
    assert_eq!(
        (left.len(), &left[0]["state"]),
        (1, &Value::from("uncertain"))
    );
    assert!(!list(&ran, "sent").is_empty());
    case.run(&["outbox", "case", "--now", LATER]).exits(1);
    refused(
        send(&case, "out", LATER, &["--again", "999"]),
        &["999 is no message"],
    );
    let ran = send(&case, "out", LATER, &["--again", &number, "--json"])
        .exits(0)
        .json();
    assert_eq!(list(&ran, "sent").len(), 1);
    case.run(&["outbox", "case", "--now", LATER]).exits(0);
}

#[test]
fn bad_use_is_told_at_once_and_begins_no_book() {
    let case = arranged();
    let ran = send(
        &case,
        "out",
        NOW,
        &["--ref", "CP-0000", "--refuse-proposal", "nobody"],
    );
    refused(
        ran,
        &[
            "meeting \"CP-0000\" is not arranged",
            "\"nobody\" is no contact's id",
        ],
    );
    case.run(&["send", "nowhere", "-o", "out"]).exits(2);
    case.run(&["outbox", "case", "--refuse-proposal", "j.marsh"])
        .exits(2);
    let ran = case.run(&[
        "outbox",
        "case",
        "--ref",
        "CP-2041",
        "--refuse-proposal",
        "j.marsh",
        "--now",
        NOW,
    ]);
    refused(ran, &["j.marsh has no open proposal"]);
}

#[test]
fn invite_says_that_a_book_is_kept() {
    let case = arranged();
    let before = case
        .run(&[
            "invite", "case", "--ref", "CP-2041", "-o", "by-hand", "--now", NOW,
        ])
        .exits(0);
    assert!(!before.err.contains("meeting book"));
    send(&case, "out", NOW, &[]).exits(0);
    let after = case
        .run(&[
            "invite", "case", "--ref", "CP-2041", "-o", "by-hand", "--now", NOW,
        ])
        .exits(0);
    assert!(after.err.contains("quorate send"));
}

/// Chains of messages for programs that are not ours, where QUORATE_SAMPLES says where to.
#[test]
fn samples_for_other_programs() {
    let Ok(folder) = std::env::var("QUORATE_SAMPLES") else {
        return;
    };
    let case = arranged();
    send(&case, "out", NOW, &[]).exits(0);
    case.edit("people.csv", "Ruth Whitlock", "Ruth \"\"W\"\"; Whitlock");
    for (number, slot) in ["2", "3"].iter().enumerate() {
        let now = format!("2026-11-2{}T09:00:00Z", 4 + number);
        case.run(&[
            "cancel", "case", "--ref", "CP-2041", "--by", "me", "--reason", "other", "--now", &now,
        ])
        .exits(0);
        send(&case, "out", &now, &[]).exits(0);
        case.run(&[
            "find", "case", "--ref", "CP-2041", "--choose", slot, "--now", &now, "--seed", "4",
        ])
        .exits(0);
        send(&case, "out", &now, &[]).exits(0);
    }
    for (name, bytes) in written(&case, "out") {
        let path = std::path::Path::new(&folder).join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
}
