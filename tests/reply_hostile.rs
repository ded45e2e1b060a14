//! Hostile answers change nothing and are told; random bytes and random mails stop nothing.

mod reply_case;

use proptest::prelude::*;
use quorate::model::*;
use quorate::reply::read::{LARGEST_MAIL, mails};
use quorate::reply::{Why, standing};
use reply_case::*;

fn by(from: &str, method: &str, lines: &[&str]) -> String {
    mail(from, "x", method, &calendar(method, lines))
}

const STRANGER: &str = "stranger@elsewhere.example.com";

#[test]
fn a_stranger_answers_for_nobody() {
    // In the invitee's place, as themselves, in the name of the house, with a calendar of their own making.
    for attendee in [
        format!("ATTENDEE;PARTSTAT=DECLINED:mailto:{ZOE}"),
        format!("ATTENDEE;PARTSTAT=DECLINED:mailto:{STRANGER}"),
        format!("ATTENDEE;PARTSTAT=DECLINED;SENT-BY=\"mailto:{STRANGER}\":mailto:{ZOE}"),
        format!("ATTENDEE;PARTSTAT=DECLINED;CN={ZOE}:mailto:{STRANGER}"),
        format!("ATTENDEE;PARTSTAT=DECLINED;EMAIL={ZOE}:mailto:{STRANGER}"),
    ] {
        let waiting = waits(by(STRANGER, "REPLY", &[&attendee]), "wrong-sender");
        assert_eq!(waiting.reference.as_deref(), Some("CP-2041"));
        assert_eq!(waiting.from.as_deref(), Some(STRANGER));
    }
    // A name that looks like an address is no address.
    let named = format!("\"{ZOE}\" <{STRANGER}>");
    waits(
        by(
            &named,
            "REPLY",
            &[&format!("ATTENDEE;PARTSTAT=DECLINED:mailto:{ZOE}")],
        ),
        "wrong-sender",
    );
    // Of two senders none is the sender.
    for from in [
        format!("{STRANGER}\r\nFrom: {ZOE}"),
        format!("{ZOE}\r\nFrom: {STRANGER}"),
        format!("{ZOE}, {STRANGER}"),
    ] {
        waits(by(&from, "REPLY", &[]), "no-sender");
    }
    // A counter or a question of a stranger does no more.
    waits(
        by(
            STRANGER,
            "COUNTER",
            &["DTSTART:20261210T100000Z", "DTEND:20261210T110000Z"],
        ),
        "wrong-sender",
    );
    waits(by(STRANGER, "REFRESH", &[]), "wrong-sender");
}

#[test]
fn another_meetings_identifier_helps_nobody() {
    // Zoë has no part in CP-2042, whose identifier this is, whatever the subject says.
    let calendar = calendar("REPLY", &[&format!("UID:{OTHER_UID}"), "SEQUENCE:2"]);
    waits(
        mail(ZOE, "Accepted: CP-2041", "REPLY", &calendar),
        "wrong-sender",
    );
}

#[test]
fn a_forged_organiser_is_refused() {
    waits(
        by(ZOE, "REPLY", &[&format!("ORGANIZER:mailto:{STRANGER}")]),
        "foreign-organizer",
    );
    // The organiser's own house is not the organiser.
    waits(
        by(
            ZOE,
            "REPLY",
            &["ORGANIZER:mailto:other@council.example.org"],
        ),
        "foreign-organizer",
    );
}

#[test]
fn a_sequence_that_was_never_sent_is_refused() {
    for sequence in [
        "SEQUENCE:1",
        "SEQUENCE:2147483648",
        "SEQUENCE:4294967296",
        "SEQUENCE:999999999999999999",
    ] {
        waits(by(ZOE, "REPLY", &[sequence]), "sequence-ahead");
    }
    // What is no number counts as the first invitation's.
    for sequence in [
        "SEQUENCE:-1",
        "SEQUENCE:many",
        "SEQUENCE:99999999999999999999999999",
    ] {
        applies(by(ZOE, "REPLY", &[sequence]), "CP-2041", "zoe", accepted());
    }
}

#[test]
fn nothing_is_proposed_for_a_meeting_that_is_off() {
    let uid = format!("UID:{OFF_UID}");
    let lines = [
        uid.as_str(),
        "SEQUENCE:1",
        "DTSTART:20261210T100000Z",
        "DTEND:20261210T110000Z",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:zoe.novak@health.example.net",
    ];
    waits(by(ZOE, "COUNTER", &lines), "cancelled-meeting");
}

#[test]
fn nobody_else_calls_off_or_moves_a_meeting_of_ours() {
    for method in ["CANCEL", "REQUEST", "ADD", "PUBLISH"] {
        waits(by(STRANGER, method, &["SEQUENCE:9"]), "organizer-elsewhere");
        waits(by(ZOE, method, &["SEQUENCE:0"]), "organizer-elsewhere");
        waits(by(SAM, method, &["SEQUENCE:9"]), "organizer-changed");
    }
    // Called off in another program, which need not count changes as we do.
    waits(by(SAM, "CANCEL", &["SEQUENCE:0"]), "organizer-changed");
    // Our own messages among the answers are nothing new.
    let own = judged(by(SAM, "REQUEST", &["SEQUENCE:0"]));
    assert_eq!((own.ours, own.applied.len(), own.waiting.len()), (1, 0, 0));
    let off = judged(by(
        SAM,
        "CANCEL",
        &[&format!("UID:{OFF_UID}"), "SEQUENCE:1"],
    ));
    assert_eq!(off.ours, 1);
    // About something else.
    waits(
        by(STRANGER, "REQUEST", &["UID:unknown@elsewhere"]),
        "not-an-answer",
    );
    waits(by(ZOE, "DECLINECOUNTER", &[]), "not-an-answer");
    waits(by(ZOE, "NONSENSE", &[]), "not-an-answer");
}

#[test]
fn a_late_answer_to_an_earlier_time_changes_nothing() {
    let (told, current) = (all_told(), "rita.whitlock@council.example.org");
    let answer = |sequence: &str, stamp: &str, part: &str| {
        let attendee = format!("ATTENDEE;PARTSTAT={part}:mailto:{current}");
        let uid = format!("UID:{OTHER_UID}");
        let all = judged(by(current, "REPLY", &[&uid, sequence, stamp, &attendee]));
        all.applied[0].0.clone()
    };
    let now = answer("SEQUENCE:2", "DTSTAMP:20261121T100000Z", "ACCEPTED");
    let late = answer("SEQUENCE:1", "DTSTAMP:20261122T100000Z", "DECLINED");
    let alone = standing(&told, std::slice::from_ref(&now));
    for order in [
        vec![now.clone(), late.clone()],
        vec![late.clone(), now.clone()],
    ] {
        assert_eq!(standing(&told, &order), alone);
    }
    let only_late = standing(&told, &[late]);
    let rita = only_late.of("CP-2042", None, "rita").expect("told");
    assert!(!rita.of_current);
    assert_eq!(rita.counts().id(), "no-answer");
    assert_eq!(rita.how.id(), "declined");
}

#[test]
fn what_is_too_deep_or_too_large_is_not_read() {
    let deep = "Content-Type: message/rfc822\r\n\r\n".repeat(100_000);
    waits(format!("From: {ZOE}\r\nSubject: x\r\n{deep}"), "too-much");
    let parts: String = (0..5_000)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"))
        .collect();
    waits(format!("From: {ZOE}\r\nSubject: x\r\n{parts}"), "too-much");
    let mut large = reply(&[]).into_bytes();
    large.resize(LARGEST_MAIL + 1, b'x');
    waits(large, "too-much");
    let deep = "BEGIN:VEVENT\r\n".repeat(200_000);
    waits(
        format!("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n{deep}"),
        "bad-calendar",
    );
    let people = format!("ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ZOE}");
    let crowd = vec![people.as_str(); 30_000];
    waits(calendar("REPLY", &crowd), "bad-calendar");
    // A mail in a mail is not its sender's word.
    let inner = reply(&[]);
    let outer = format!(
        "From: {STRANGER}\r\nSubject: Fwd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--o--\r\n"
    );
    waits(outer, "forwarded");
}

#[test]
fn half_a_calendar_is_none() {
    let whole = calendar("REPLY", &[]);
    for end in (20..whole.len()).step_by(7) {
        let judged = judged(&whole.as_bytes()[..end]);
        let complete = whole[..end].contains("END:VEVENT");
        assert!(complete || judged.applied.is_empty(), "{end}");
    }
}

/// A word that stands in every text of the mail and may come out nowhere.
#[test]
fn no_text_of_a_mail_comes_out() {
    const WORD: &str = "ZEUGMAFENCE";
    let lines = [
        "SUMMARY:ZEUGMAFENCE",
        "DESCRIPTION:ZEUGMAFENCE",
        "LOCATION:ZEUGMAFENCE",
        "COMMENT:ZEUGMAFENCE",
        "CATEGORIES:ZEUGMAFENCE",
        "X-ALT-DESC:ZEUGMAFENCE",
    ];
    let organizer = format!("ORGANIZER;CN={WORD}:mailto:{SAM}");
    let attendee = format!("ATTENDEE;CN={WORD};PARTSTAT=DECLINED:mailto:{ZOE}");
    for more in [
        vec![],
        vec!["UID:ZEUGMAFENCE"],
        vec!["SEQUENCE:ZEUGMAFENCE"],
        vec!["DTSTART:ZEUGMAFENCE"],
        vec!["DTSTART;TZID=ZEUGMAFENCE:20261208T100000"],
        vec!["RECURRENCE-ID:ZEUGMAFENCE"],
    ] {
        let mut all = lines.to_vec();
        all.extend([organizer.as_str(), attendee.as_str()]);
        all.extend(&more);
        let calendar = calendar("REPLY", &all).replace("//invented", WORD);
        for from in [format!("{WORD} <{ZOE}>"), format!("{WORD} <{STRANGER}>")] {
            let mail = mail(&from, &format!("Accepted: {WORD}"), "REPLY", &calendar)
                .replace("Thanks", WORD)
                .replace("<1@example.net>", &format!("<{WORD}@x>"));
            let judged = judged(mail);
            assert_eq!(judged.applied.len() + judged.waiting.len(), 1);
            assert!(!format!("{judged:?}").contains(WORD), "{more:?}");
        }
    }
}

#[test]
fn every_code_has_a_name_of_its_own() {
    let mut names: Vec<&str> = Why::ALL.iter().map(|why| why.id()).collect();
    for why in Why::ALL {
        assert_eq!(Why::parse(why.id()), Some(*why));
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Why::ALL.len());
}

/// Pieces of mails and calendars that readers stumble over, put together at random.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(format!("From: {ZOE}\r\n")),
        Just("From: <>\r\n".to_owned()),
        Just("Subject: =?utf-8?q?=C3=28?= CP-2041\r\n".to_owned()),
        Just("MIME-Version: 1.0\r\n".to_owned()),
        Just("Content-Type: multipart/mixed; boundary=b\r\n".to_owned()),
        Just("Content-Type: text/calendar; method=REPLY; charset=utf-7\r\n".to_owned()),
        Just("Content-Type: message/rfc822\r\n".to_owned()),
        Just("Content-Transfer-Encoding: base64\r\n".to_owned()),
        Just("Content-Transfer-Encoding: quoted-printable\r\n".to_owned()),
        Just("--b\r\n".to_owned()),
        Just("--b--\r\n".to_owned()),
        Just("\r\n".to_owned()),
        Just(calendar("REPLY", &[])),
        Just("BEGIN:VCALENDAR\r\nMETHOD:COUNTER\r\nBEGIN:VEVENT\r\n".to_owned()),
        Just("END:VEVENT\r\nEND:VCALENDAR\r\n".to_owned()),
        Just(format!(
            "UID:{UID}\r\nATTENDEE;PARTSTAT=DECLINED;X=\"a;:,\":mailto:{ZOE}\r\n"
        )),
        Just("DTSTART;TZID=\"x:99990101T000000\r\nDURATION:P99999999W\r\n".to_owned()),
        Just("DTSTART:99991231T235959Z\r\nDTEND:00010101T000000Z\r\n".to_owned()),
        "[ -~\r\n]{0,40}",
        "\\PC{0,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_stop_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let judged = judged(&bytes);
        prop_assert!(judged.applied.is_empty());
        let _ = mails(&bytes).count();
    }

    #[test]
    fn random_mails_stop_nothing(pieces in proptest::collection::vec(piece(), 0..30)) {
        let text = pieces.concat();
        let judged = judged(&text);
        for (heard, _) in &judged.applied {
            // Whoever is put together this way, only Zoë is told and named.
            prop_assert_eq!(&heard.contact, "zoe");
        }
        let _ = mails(text.as_bytes()).count();
    }

    /// One byte of a good answer is another: it is the same answer, no answer, or another of the same person.
    #[test]
    fn a_damaged_answer_is_nobody_elses(at in any::<proptest::sample::Index>(), byte: u8) {
        let mut mail = reply(&[]).into_bytes();
        let at = at.index(mail.len());
        mail[at] = byte;
        for (heard, _) in &judged(&mail).applied {
            prop_assert_eq!((heard.reference.as_str(), heard.contact.as_str()), ("CP-2041", "zoe"));
        }
    }
}

/// What waits has what a person needs: a number, a code, when it was read.
#[test]
fn what_waits_can_be_dealt_with() {
    let waiting: Unmatched = waits(by(STRANGER, "REPLY", &[]), "wrong-sender");
    assert_eq!(waiting.at, now());
    assert_eq!(waiting.source, "x.eml");
    assert_ne!(waiting.digest, 0);
    let again = waits(by(STRANGER, "REPLY", &[]), "wrong-sender");
    assert_eq!(again, waiting);
}
