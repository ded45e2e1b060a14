//! `watch`, `waive` and `outcome` from the outside: the first line, what stands below it, the exit code, and what is refused.

mod common;

use common::*;
use quorate::edge::book::Book;
use quorate::model::{Decision, Purpose, Told, ToldStanding};
use quorate::time::{Instant, Interval};
use serde_json::Value;
use std::path::Path;

/// Chair out of two, a social worker, police, a lead of the school with a deputy; quorate with chair, social worker and any one of police
/// and school. All have diaries but the police.
fn arranged() -> Case {
    let case = Case::new();
    case.write(
        "quorate.toml",
        "format = \"quorate-workspace/1\"\n[defaults]\nzone = \"Europe/London\"\nnation = \"england\"\ngrain = \"30m\"\n\
         hours = \"Mon-Fri 09:00-16:00\"\norganizer = \"office@council.example.org\"\n",
    );
    case.write(
        "people.csv",
        "id,name,agency,roles,email,phone,feeds\n\
         c.one,Cara One,csc,cp-chair,c.one@council.example.org,01632 960001,feeds/c.one.ics\n\
         c.two,Cai Two,csc,cp-chair,c.two@council.example.org,01632 960002,feeds/c.two.ics\n\
         w.tor,Wilma Tor,csc,social-worker,w.tor@council.example.org,01632 960003,feeds/w.tor.ics\n\
         police,Harbour Police,police,police-child-protection,desk@police.example.net,01632 960004,\n\
         lead,Lena Lead,school,dsl,lead@school.example.org,01632 960005,feeds/lead.ics\n\
         deputy,Dora Deputy,school,dsl,deputy@school.example.org,01632 960006,feeds/deputy.ics\n",
    );
    case.write(
        "meetings.csv",
        "ref,subjects,type,duration,by,seats,quorum\n\
         CP-1,A-1,,60m,2026-12-18,cp-chair; social-worker = w.tor; police-child-protection = police; dsl = lead / deputy,\
         \"cp-chair and social-worker and 1 of (police-child-protection, dsl)\"\n",
    );
    for feed_of in ["c.one", "w.tor", "lead", "deputy"] {
        case.write(&format!("feeds/{feed_of}.ics"), feed(&[]));
    }
    // Away on the Monday.
    case.write(
        "feeds/c.two.ics",
        feed(&[("20261130T080000Z", "20261130T180000Z")]),
    );
    let choose = "find case --ref CP-1 --from 2026-11-30 --by 2026-11-30 --seed 7 --choose 1";
    case.run(&words(choose)).exits(0);
    case
}

fn words(line: &str) -> Vec<&str> {
    line.split(' ').collect()
}

/// Begins the book and notes that everybody of the meeting was invited.
fn tell(case: &Case) {
    let file: Value = serde_json::from_str(&case.read("arrangements.json")).expect("JSON");
    let at = Instant::parse_rfc3339(NOW).expect("an instant");
    let why = Decision {
        at,
        who: String::new(),
        action: "send".to_owned(),
        reference: "CP-1".to_owned(),
        reason: String::new(),
        facts: "{}".to_owned(),
    };
    let mut told = Vec::new();
    for meeting in file["meetings"].as_array().expect("a list") {
        let instant = |key: &str| Instant::parse_rfc3339(text(&meeting[key])).expect("an instant");
        let time = Interval::new(instant("start"), instant("end")).expect("a time");
        for one in meeting["attending"].as_array().expect("a list") {
            let contact = text(&one["contact"]).to_owned();
            told.push(Told {
                reference: text(&meeting["ref"]).to_owned(),
                address: format!("{contact}@example.org"),
                uid: text(&meeting["uid"]).to_owned(),
                recurrence: None,
                sequence: 0,
                dtstamp: at,
                purpose: Purpose::Invitation,
                standing: ToldStanding::Confirmed,
                times: vec![time],
                zone: "Europe/London".to_owned(),
                said: 1,
                message_id: format!("{contact}.1@example.org"),
                contact,
            });
        }
    }
    let path = Book::path(&case.folder(), None);
    let (mut book, _) = Book::open_or_create(&path, &case.folder(), at).expect("a new book");
    book.note_told(&told, &why).expect("noted");
}

fn reply(case: &Case, line: &str) {
    let ran = case.run(&words(&format!("replies case --ref CP-1 {line}")));
    assert!(ran.code < 2, "{}", ran.err);
}

fn first_line(ran: &Ran) -> &str {
    ran.out.lines().next().expect("an answer has a first line")
}

#[test]
fn without_a_book_it_rests_on_the_arrangement() {
    let case = arranged();
    let ran = case.run(&words("watch case --ref CP-1")).exits(0);
    // The lead's diary is free, so the police need not come; chair and social worker have nobody behind them that was told.
    assert_eq!(
        first_line(&ran),
        "Quorate. Falls if any one of Cara One, Lena Lead and Wilma Tor drops out; for Lena Lead deputy Dora Deputy is free: ring \
         01632 960006. Cara One, Lena Lead and Wilma Tor have not answered and are taken to come: ask now."
    );
    assert!(ran.flat().contains("Nothing is known of invitations"));
    assert!(
        ran.flat()
            .contains("Harbour Police (Police child protection officer; no answer known)")
    );
    assert!(!case.folder().join("meetings.book").exists());
}

#[test]
fn two_declines_and_it_still_stands() {
    let case = arranged();
    tell(&case);
    for yes in ["c.one", "w.tor", "lead"] {
        reply(&case, &format!("--who {yes} --accept --by P --how phone"));
    }
    let ran = case.run(&words("watch case --ref CP-1")).exits(0);
    assert!(
        first_line(&ran).starts_with("Quorate. Falls if any one of"),
        "{}",
        ran.out
    );
    reply(&case, "--who police --decline --by P --how phone");
    let ran = case.run(&words("watch case --ref CP-1")).exits(0);
    assert_eq!(
        first_line(&ran),
        "Still quorate. Falls if any one of Cara One, Lena Lead and Wilma Tor also drops out; for Lena Lead deputy Dora Deputy is free: \
         ring 01632 960006."
    );
    reply(&case, "--who lead --decline --by P --how phone");
    let ran = case.run(&words("watch case --ref CP-1")).exits(1);
    assert!(
        first_line(&ran).starts_with("Inquorate: it cannot be quorate"),
        "{}",
        ran.out
    );
    assert!(
        first_line(&ran)
            .ends_with("With deputy Dora Deputy (free) it would be quorate: ring 01632 960006."),
        "{}",
        ran.out
    );
    // The lead and the police cannot then, but on any other day.
    assert!(
        ran.flat().contains("If it falls, the next best time is"),
        "{}",
        ran.out
    );
    let json = case.run(&words("watch case --json")).exits(1).json();
    let meeting = &json["meetings"][0];
    assert_eq!(meeting["level"], "inquorate");
    assert_eq!(meeting["deputies"][0]["who"], "deputy");
    assert_eq!(meeting["deputies"][0]["level"], "quorate");
    assert_eq!(json["knows_invitations"], true);
    // The same bytes on one thread.
    let many = case.run(&words("watch case --json")).out;
    let single = case
        .run_with(&words("watch case --json"), &[("RAYON_NUM_THREADS", "1")])
        .out;
    assert_eq!(many, single);
    // No name and no number is in what programs read.
    assert!(!many.contains("Dora") && !many.contains("01632"));
}

#[test]
fn a_proposal_is_looked_at_as_the_search_would() {
    let case = arranged();
    tell(&case);
    reply(
        &case,
        "--who lead --propose 2026-12-01T10:00 11:00 --by P --how phone",
    );
    let ran = case.run(&words("watch case --ref CP-1"));
    assert!(
        ran.flat()
            .contains("Lena Lead proposes Tue 1 December 2026, 10:00–11:00: quorate then."),
        "{}",
        ran.out
    );
    // Who would rather have another time is not counted on for this one, until they say that they come all the same.
    assert!(
        ran.flat().contains("would rather have another time"),
        "{}",
        ran.out
    );
    assert_eq!(ran.code, 1);
    let json = case
        .run(&words("watch case --ref CP-1 --json"))
        .exits(1)
        .json();
    assert_eq!(json["meetings"][0]["level"], "at-risk");
    // At six in the evening nobody works.
    reply(
        &case,
        "--who lead --propose 2026-12-01T18:00 19:00 --by P --how phone --now 2026-11-23T10:00:00Z",
    );
    let ran = case.run(&words("watch case --ref CP-1 --now 2026-11-23T10:30:00Z"));
    assert!(
        ran.flat().contains("18:00–19:00: short then, even if everybody came. It lies outside the working hours of Cara One, Cai Two and Wilma Tor."),
        "{}",
        ran.out
    );
}

#[test]
fn a_waiver_is_told_as_one_and_an_outcome_leads_on() {
    let case = arranged();
    tell(&case);
    reply(&case, "--who w.tor --decline --by P --how phone");
    case.run(&words("watch case")).exits(1);
    let waive = [
        "waive",
        "case",
        "--ref",
        "CP-1",
        "--by",
        "Cara One",
        "--reason",
        "it cannot wait",
    ];
    let ran = case.run(&waive).exits(0);
    assert!(
        ran.out
            .starts_with("Cara One has waived the quorum of CP-1 on Mon 30 November 2026")
    );
    let ran = case.run(&words("watch case")).exits(0);
    assert!(
        first_line(&ran)
            .starts_with("Inquorate, and held all the same: Cara One waived the quorum"),
        "{}",
        ran.out
    );
    let late = "--now 2026-12-01T09:00:00Z";
    let ran = case.run(&words(&format!("watch case {late}"))).exits(0);
    assert!(
        ran.flat()
            .starts_with("Nothing that is arranged lies ahead. 1 meeting is over"),
        "{}",
        ran.out
    );
    let outcome = format!("outcome case --ref CP-1 --inquorate --by P {late}");
    let ran = case.run(&words(&outcome)).exits(0);
    assert!(
        ran.out.contains("was inquorate: written down"),
        "{}",
        ran.out
    );
    let ran = case.run(&words(&format!("watch case {late}"))).exits(0);
    assert!(!ran.flat().contains("is over"), "{}", ran.out);
    let log = case.run(&words("book log case"));
    if log.code == 0 {
        assert!(
            log.out.contains("waive") && log.out.contains("outcome"),
            "{}",
            log.out
        );
    }
}

#[test]
fn mails_are_written_for_those_who_are_to_be_rung() {
    let case = arranged();
    tell(&case);
    case.run(&words("watch case --chase-mails to-send"))
        .exits(0);
    let folder = case.root().join("to-send");
    let mail = std::fs::read_to_string(folder.join("CP-1-1.txt")).expect("a mail");
    assert!(
        mail.starts_with("To: c.one@council.example.org\nSubject: Your answer is wanted: CP-1\n\n"),
        "{mail}"
    );
    assert!(mail.contains("Mon 30 November 2026"), "{mail}");
    // Nobody learns of others.
    for other in ["Wilma", "Lena", "police"] {
        assert!(!mail.contains(other), "{mail}");
    }
    assert!(!Path::new(&folder).join("CP-1-4.txt").exists());
}

#[test]
fn what_cannot_be_is_refused_with_the_fix() {
    let case = arranged();
    case.run(&words("watch case --ref CP-9"))
        .refuses(&["CP-9 is not arranged; write one of: CP-1"]);
    case.run(&words("watch case --ref CP-1 --now 2026-12-20T09:00:00Z")).refuses(&[
        "CP-1 is over, or its outcome is written down already, so there is nothing to watch; name a meeting that is still to come",
    ]);
    case.run(&[
        "waive", "case", "--ref", "CP-9", "--by", "", "--reason", " ",
    ])
    .refuses(&[
        "--by is empty; write it, for it is what is asked for afterwards",
        "--reason is empty; write it, for it is what is asked for afterwards",
        "CP-9 is not arranged; write one of: CP-1",
        "there is no meeting book at case/meetings.book; begin one with quorate book begin",
    ]);
    case.run(&words("outcome case --ref CP-1 --held --by P"))
        .exits(2);
    // Nothing was begun by what was refused.
    assert!(!case.folder().join("meetings.book").exists());
}
