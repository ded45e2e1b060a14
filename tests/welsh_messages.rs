//! Where the workspace writes Welsh, every message says all that it says in Welsh first and in English below.

mod common;

use common::*;
use std::fs;

/// The first conference, arranged, in a workspace that writes Welsh.
fn arranged() -> Case {
    let case = Case::fixture("first-conference");
    case.edit(
        "quorate.toml",
        "[defaults]",
        "[defaults]\nlanguage = \"cy\"",
    );
    case.run(&[
        "find", "case", "--ref", "CP-2041", "--seed", "7", "--choose", "1",
    ])
    .exits(0);
    case
}

struct Mail {
    subject: String,
    language: String,
    text: String,
    page: String,
    calendar: String,
}

/// Every mail in a folder, with its file's name.
fn mails(case: &Case, folder: &str) -> Vec<(String, Mail)> {
    let mut all = Vec::new();
    for (name, bytes) in files(&case.root().join(folder)) {
        if !name.ends_with(".eml") {
            continue;
        }
        let mail = mail_parser::MessageParser::default().parse(&bytes);
        let mail = mail.expect("a mail");
        let calendar = mail.parts.iter().find(|part| {
            let kind = mail_parser::MimeHeaders::content_type(*part);
            kind.is_some_and(|kind| kind.ctype() == "text" && kind.subtype() == Some("calendar"))
        });
        let calendar = calendar.map_or_else(String::new, |part| {
            String::from_utf8_lossy(part.contents()).replace("\r\n ", "")
        });
        let header = mail.header_raw("Content-Language").unwrap_or_default();
        all.push((
            name,
            Mail {
                subject: mail.subject().unwrap_or_default().to_owned(),
                language: header.trim().to_owned(),
                text: mail.body_text(0).expect("a text").replace("\r\n", "\n"),
                page: mail.body_html(0).expect("a page").into_owned(),
                calendar,
            },
        ));
    }
    assert!(!all.is_empty(), "no mails in {folder}");
    all
}

#[test]
fn an_invitation_is_in_both_languages() {
    let case = arranged();
    case.run(&["send", "case", "--ref", "CP-2041", "-o", "sent"])
        .exits(0);
    for (name, mail) in mails(&case, "sent") {
        assert_eq!(mail.subject, "Cyfarfod / Meeting ref CP-2041", "{name}");
        assert_eq!(mail.language, "cy, en-GB");
        let (welsh, english) = mail.text.split_once("\nEnglish\n").expect("two halves");
        for said in [
            "(English below)",
            "Gofynnir i chi ddod i gyfarfod amlasiantaethol.",
            "Pryd: Dydd Mawrth 8 Rhagfyr 2026, ",
            " (amser y DU)",
            "Cyfeirnod: CP-2041",
            "Atebwch drwy ddewis Derbyn, Petrus neu Gwrthod.",
        ] {
            assert!(welsh.contains(said), "{name}: {said}\n{welsh}");
        }
        for said in [
            "You are asked to come to a multi-agency meeting.",
            "When: Tuesday 8 December 2026, ",
            "Reference: CP-2041",
        ] {
            assert!(english.contains(said), "{name}: {said}\n{english}");
        }
        // A screen reader is told which is which.
        assert!(
            mail.page.contains("<div lang=\"cy\">") && mail.page.contains("<div lang=\"en-GB\">")
        );
        assert_eq!(
            mail.page.matches("<div").count(),
            mail.page.matches("</div>").count()
        );
        assert!(
            mail.calendar
                .contains("SUMMARY:Cyfarfod / Meeting ref CP-2041"),
            "{name}"
        );
        assert!(mail.calendar.contains("Gofynnir i chi ddod"), "{name}");
    }
    for (name, bytes) in files(&case.root().join("sent/letters")) {
        let letter = String::from_utf8(bytes).expect("text");
        assert!(
            letter.contains("Rhowch wybod a allwch ddod"),
            "{name}: {letter}"
        );
        assert!(
            letter.contains("Please say whether you can come"),
            "{name}: {letter}"
        );
    }
}

#[test]
fn what_is_taken_back_is_told_in_both() {
    let case = arranged();
    case.run(&["send", "case", "--ref", "CP-2041", "-o", "sent"])
        .exits(0);
    case.run(&["cancel", "case", "--ref", "CP-2041"]).exits(0);
    case.run(&["send", "case", "--ref", "CP-2041", "-o", "off"])
        .exits(0);
    for (name, mail) in mails(&case, "off") {
        assert_eq!(
            mail.subject, "Canslwyd / Cancelled: Meeting ref CP-2041",
            "{name}"
        );
        assert!(
            mail.text
                .contains("Ni chynhelir y cyfarfod amlasiantaethol hwn."),
            "{name}"
        );
        assert!(
            mail.text
                .contains("This multi-agency meeting does not take place."),
            "{name}"
        );
        assert!(mail.calendar.contains("METHOD:CANCEL"), "{name}");
    }
}

#[test]
fn another_language_is_refused_and_english_stays_as_it_was() {
    let case = Case::fixture("first-conference");
    case.edit(
        "quorate.toml",
        "[defaults]",
        "[defaults]\nlanguage = \"fr\"",
    );
    let ran = case.run(&["find", "case", "--ref", "CP-2041"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("en, cy"), "{}", ran.err);
    case.edit(
        "quorate.toml",
        "language = \"fr\"",
        "language = \"English\"",
    );
    case.run(&[
        "find", "case", "--ref", "CP-2041", "--seed", "7", "--choose", "1",
    ])
    .exits(0);
    case.run(&["invite", "case", "--ref", "CP-2041", "-o", "out"])
        .exits(0);
    for (name, bytes) in files(&case.root().join("out")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("Cyfarfod") && !text.contains("(English below)"),
            "{name}"
        );
    }
    fs::metadata(case.root().join("out/mail")).expect("mails");
}
