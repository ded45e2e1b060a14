//! What calendar programs really send back is read right: each tolerance by itself.

mod reply_case;

use quorate::model::*;
use quorate::reply::read::{mails, read_table};
use quorate::reply::{Register, judge_all};
use reply_case::*;
use std::fs;
use std::path::PathBuf;

fn say(part: &str) -> String {
    format!("ATTENDEE;PARTSTAT={part}:mailto:{ZOE}")
}

#[test]
fn a_plain_reply_says_what_it_says() {
    for (part, what) in [
        ("ACCEPTED", accepted()),
        ("TENTATIVE", tentative()),
        ("DECLINED", declined()),
        ("declined", declined()),
    ] {
        let heard = applies(reply(&[&say(part)]), "CP-2041", "zoe", what);
        assert_eq!((heard.sequence, heard.recurrence), (0, None));
        assert_eq!(heard.dtstamp, instant("2026-11-21T10:15:00Z"));
        assert_eq!((heard.by, heard.source.as_str()), (HeardBy::Mail, "x.eml"));
        assert_eq!(heard.uid, UID);
    }
}

#[test]
fn no_organizer_is_no_fault() {
    applies(reply(&["-ORGANIZER"]), "CP-2041", "zoe", accepted());
}

#[test]
fn addresses_are_compared_as_mail_servers_do() {
    for (from, attendee) in [
        (
            "ZOE.NOVAK@HEALTH.EXAMPLE.NET",
            "MAILTO:Zoe.Novak@Health.example.net",
        ),
        (
            "Zoe <zoe.novak@health.example.net>",
            "zoe.novak@health.example.net",
        ),
        (
            "zoe.novak+cal@health.example.net",
            "mailto:zoe.novak@health.example.net",
        ),
        (ZOE, "mailto:zoe.novak+quorate@health.example.net"),
        (ZOE, "mailto:<zoe.novak@health.example.net>"),
        (ZOE, "mailto:zoe.novak%40health.example.net"),
    ] {
        let calendar = calendar(
            "REPLY",
            &[&format!("ATTENDEE;PARTSTAT=DECLINED:{attendee}")],
        );
        applies(
            mail(from, "x", "REPLY", &calendar),
            "CP-2041",
            "zoe",
            declined(),
        );
    }
    // Told at an address written with capitals.
    let calendar = calendar(
        "REPLY",
        &[&format!("ATTENDEE;PARTSTAT=DECLINED:mailto:{LIN}")],
    );
    applies(
        mail(LIN, "x", "REPLY", &calendar),
        "CP-2041",
        "lin",
        declined(),
    );
}

#[test]
fn of_a_whole_event_only_the_sender_counts() {
    let everybody = [
        format!("ATTENDEE;PARTSTAT=ACCEPTED;ROLE=CHAIR:mailto:{SAM}"),
        format!("ATTENDEE;PARTSTAT=DECLINED:mailto:{LIN}"),
        say("TENTATIVE"),
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:rita.whitlock@council.example.org".to_owned(),
    ];
    let lines: Vec<&str> = everybody.iter().map(String::as_str).collect();
    applies(reply(&lines), "CP-2041", "zoe", tentative());
}

#[test]
fn somebody_may_answer_on_behalf_in_one_house() {
    let attendee = |by: &str| {
        let line = format!("ATTENDEE;PARTSTAT=DECLINED;SENT-BY=\"mailto:{by}\":mailto:{ZOE}");
        mail(
            by,
            "Declined: Meeting",
            "REPLY",
            &calendar("REPLY", &[&line]),
        )
    };
    applies(
        attendee("secretary@health.example.net"),
        "CP-2041",
        "zoe",
        declined(),
    );
    waits(attendee("secretary@elsewhere.example.com"), "wrong-sender");
    // Without SENT-BY a colleague is somebody else.
    let bare = calendar("REPLY", &[&say("DECLINED")]);
    waits(
        mail("secretary@health.example.net", "x", "REPLY", &bare),
        "wrong-sender",
    );
}

#[test]
fn a_machine_may_send_it_where_it_says_for_whom() {
    let calendar = calendar("REPLY", &[&say("ACCEPTED")]);
    let from = format!("invitations-noreply@cloud.example.net\r\nReply-To: Zoe <{ZOE}>");
    applies(
        mail(&from, "x", "REPLY", &calendar),
        "CP-2041",
        "zoe",
        accepted(),
    );
    // Anybody else's Reply-To says nothing of who writes.
    let from = format!("stranger@cloud.example.net\r\nReply-To: {ZOE}");
    waits(mail(&from, "x", "REPLY", &calendar), "wrong-sender");
}

#[test]
fn one_date_of_a_series_is_found_by_its_instant() {
    let uid = format!("UID:{SERIES_UID}");
    for recurrence in [
        "RECURRENCE-ID:20270323T140000Z",
        "RECURRENCE-ID;TZID=Europe/London:20270323T140000",
        "RECURRENCE-ID;TZID=GMT Standard Time:20270323T140000",
        "RECURRENCE-ID;TZID=Europe/Paris:20270323T150000",
        "RECURRENCE-ID;VALUE=DATE:20270323",
    ] {
        let heard = applies(
            reply(&[&uid, recurrence, &say("DECLINED")]),
            "TEAM-7",
            "zoe",
            declined(),
        );
        assert_eq!(
            heard.recurrence,
            Some(instant("2027-03-23T14:00:00Z")),
            "{recurrence}"
        );
    }
    // By the wall clock it is the same hour, in UTC another.
    let summer = "RECURRENCE-ID:20270406T130000Z";
    let heard = applies(reply(&[&uid, summer]), "TEAM-7", "zoe", accepted());
    assert_eq!(heard.recurrence, Some(instant("2027-04-06T13:00:00Z")));
    waits(
        reply(&[&uid, "RECURRENCE-ID:20270406T140000Z"]),
        "unknown-date",
    );
    waits(reply(&[&uid, "RECURRENCE-ID:soon"]), "unknown-date");
    waits(
        reply(&[&uid, "RECURRENCE-ID;RANGE=THISANDFUTURE:20270323T140000Z"]),
        "range-of-dates",
    );
    let whole = applies(reply(&[&uid]), "TEAM-7", "zoe", accepted());
    assert_eq!(whole.recurrence, None);
    // Some write the start of a single meeting there.
    let single = applies(
        reply(&["RECURRENCE-ID:20261208T100000Z"]),
        "CP-2041",
        "zoe",
        accepted(),
    );
    assert_eq!(single.recurrence, None);
}

#[test]
fn dates_that_nobody_answered_to_are_echoes() {
    let whole = calendar(
        "REPLY",
        &[
            &format!("UID:{SERIES_UID}"),
            &say("DECLINED"),
            "RRULE:FREQ=WEEKLY;COUNT=3",
        ],
    );
    let date = calendar(
        "REPLY",
        &[
            &format!("UID:{SERIES_UID}"),
            "RECURRENCE-ID:20270323T140000Z",
            &say("NEEDS-ACTION"),
            &format!("ATTENDEE;PARTSTAT=ACCEPTED:mailto:{SAM}"),
        ],
    );
    let both = whole.replace("END:VCALENDAR\r\n", "")
        + date
            .split_once("BEGIN:VEVENT")
            .map(|(_, rest)| format!("BEGIN:VEVENT{rest}"))
            .expect("an event")
            .as_str();
    let heard = applies(
        mail(ZOE, "Declined: Team", "REPLY", &both),
        "TEAM-7",
        "zoe",
        declined(),
    );
    assert_eq!(heard.recurrence, None);
    // Where the date is answered too, both are.
    let answered = both.replace("PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED");
    let judged = judged(mail(ZOE, "x", "REPLY", &answered));
    let dates: Vec<_> = judged
        .applied
        .iter()
        .map(|(one, _)| (one.recurrence, one.what.clone()))
        .collect();
    assert_eq!(
        dates,
        [
            (None, declined()),
            (Some(instant("2027-03-23T14:00:00Z")), accepted())
        ]
    );
}

#[test]
fn lines_may_be_too_long_or_folded_anywhere() {
    let line = say("DECLINED");
    let (head, tail) = line.split_at(21);
    let folded = format!("{head}\r\n {tail}");
    let long = format!("X-NOTE:{}", "long ".repeat(100));
    applies(reply(&[&folded, &long]), "CP-2041", "zoe", declined());
    let unix = reply(&[&line]).replace("\r\n", "\n");
    applies(unix, "CP-2041", "zoe", declined());
}

#[test]
fn every_encoding_of_mails_is_read() {
    let calendar = calendar("REPLY", &[&say("DECLINED"), "SUMMARY:Cyfarfod tŷ"]);
    let part = |headers: &str, body: &str| {
        format!(
            "From: =?utf-8?q?Zo=C3=AB?= <{ZOE}>\r\nTo: {SAM}\r\nSubject: =?utf-8?b?R3dydGhvZHd5ZDogTWVldGluZw==?=\r\nMIME-Version: 1.0\r\n{headers}\r\n\r\n{body}\r\n"
        )
    };
    let quoted = calendar
        .replace('=', "=3D")
        .replace('ŷ', "=C5=B7")
        .replace("\r\nDTSTAMP", "=\r\n\r\nDTSTAMP");
    let latin: Vec<u8> = part(
        "Content-Type: text/calendar; charset=iso-8859-1; method=REPLY",
        &calendar.replace('ŷ', "\u{1}"),
    )
    .bytes()
    .map(|byte| if byte == 1 { 0xFF } else { byte })
    .collect();
    let base64 = base64(calendar.as_bytes());
    let mails: [Vec<u8>; 5] = [
        part("Content-Type: text/calendar; charset=utf-8\r\nContent-Transfer-Encoding: base64", &base64).into(),
        part("Content-Type: text/calendar; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable", &quoted).into(),
        latin,
        part(
            "Content-Type: application/octet-stream; name=\"reply.ics\"\r\nContent-Disposition: attachment; filename=\"reply.ics\"\r\nContent-Transfer-Encoding: base64",
            &base64,
        )
        .into(),
        part("Content-Type: application/ics\r\nContent-Transfer-Encoding: 8bit", &calendar).into(),
    ];
    for (number, mail) in mails.into_iter().enumerate() {
        let judged = judged(mail);
        assert_eq!(codes(&judged), Vec::<&str>::new(), "{number}");
        assert_eq!(
            applied(&judged),
            [("CP-2041".to_owned(), "zoe".to_owned(), declined())],
            "{number}"
        );
    }
    // UTF-16, as a file by itself.
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(calendar.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    applies(wide, "CP-2041", "zoe", declined());
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (number, chunk) in bytes.chunks(3).enumerate() {
        let mut bits = [0_u8; 3];
        bits[..chunk.len()].copy_from_slice(chunk);
        let all = u32::from(bits[0]) << 16 | u32::from(bits[1]) << 8 | u32::from(bits[2]);
        for place in 0..4 {
            let letter = LETTERS[(all >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
        if number % 19 == 18 {
            out.push_str("\r\n");
        }
    }
    out
}

#[test]
fn the_same_calendar_twice_is_one_answer() {
    let calendar = calendar("REPLY", &[&say("ACCEPTED")]);
    let mail = format!(
        "From: {ZOE}\r\nSubject: x\r\nDate: Sat, 21 Nov 2026 10:16:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n\
         --m\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n{calendar}\r\n--m\r\nContent-Type: application/ics; name=invite.ics\r\n\r\n{calendar}\r\n--m--\r\n"
    );
    let heard = applies(mail.clone(), "CP-2041", "zoe", accepted());
    // Read again, it is known.
    let again = judged_after(&[heard], mail);
    assert_eq!(
        (again.known, again.applied.len(), again.waiting.len()),
        (1, 0, 0)
    );
}

#[test]
fn a_file_without_a_mail_says_itself_who_answers() {
    applies(
        calendar("REPLY", &[&say("DECLINED")]),
        "CP-2041",
        "zoe",
        declined(),
    );
    let everybody = [
        format!("ATTENDEE;PARTSTAT=ACCEPTED:mailto:{SAM}"),
        say("DECLINED"),
        format!("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{LIN}"),
    ];
    let lines: Vec<&str> = everybody.iter().map(String::as_str).collect();
    applies(calendar("REPLY", &lines), "CP-2041", "zoe", declined());
    let two = [
        say("DECLINED"),
        format!("ATTENDEE;PARTSTAT=ACCEPTED:mailto:{LIN}"),
    ];
    let lines: Vec<&str> = two.iter().map(String::as_str).collect();
    waits(calendar("REPLY", &lines), "wrong-sender");
}

#[test]
fn what_was_sent_from_outlook_is_found_by_reference_and_time() {
    let foreign = |subject: &str, lines: &[&str]| {
        let mut all = vec!["UID:040000008200E00074C5B7101A82E008", "SEQUENCE:7"];
        all.extend(lines);
        mail(ZOE, subject, "REPLY", &calendar("REPLY", &all))
    };
    let heard = applies(
        foreign("Accepted: Meeting cp-2041", &[]),
        "CP-2041",
        "zoe",
        accepted(),
    );
    assert_eq!((heard.uid.as_str(), heard.sequence), (UID, 0));
    // In the title alone, and in Welsh.
    applies(
        foreign("Re", &["SUMMARY:Meeting CP-2041\\, Room 2"]),
        "CP-2041",
        "zoe",
        accepted(),
    );
    applies(
        foreign("Derbyniwyd: Cyfarfod CP-2041", &["-DTSTART", "-DTEND"]),
        "CP-2041",
        "zoe",
        accepted(),
    );
    waits(foreign("Accepted: Meeting", &[]), "unknown-uid");
    waits(
        foreign("Accepted: CP-2041 and CP-2042", &[]),
        "several-meetings",
    );
    waits(foreign("Accepted: CP-20411", &[]), "unknown-uid");
    waits(
        foreign("Accepted: CP-2041", &["DTSTART:20261208T110000Z"]),
        "other-time",
    );
    waits(
        foreign("Accepted: CP-2042", &["DTSTART:20261209T100000Z"]),
        "wrong-sender",
    );
    waits(foreign("Accepted: CP-2099", &[]), "not-told");
    let date = applies(
        foreign("Accepted: TEAM-7#2", &["DTSTART:20270323T140000Z"]),
        "TEAM-7",
        "zoe",
        accepted(),
    );
    assert_eq!(date.recurrence, Some(instant("2027-03-23T14:00:00Z")));
}

#[test]
fn an_arranged_meeting_needs_no_message_of_ours() {
    let (workspace, nothing) = (workspace(), Vec::new());
    let calendar = calendar("REPLY", &["UID:040000008200E00074C5B7101A82E008"]);
    let mail = mail(ZOE, "Accepted: CP-2041", "REPLY", &calendar);
    let answers = read_with(&workspace, &nothing, mail.as_bytes());
    let judged = judge_all(
        &mut Register::new(&workspace, &nothing, &[], &[], now()),
        &answers,
    );
    assert_eq!(
        applied(&judged),
        [("CP-2041".to_owned(), "zoe".to_owned(), accepted())]
    );
    assert_eq!(judged.applied[0].0.uid, UID);
}

#[test]
fn another_time_may_be_proposed_with_an_answer() {
    let counter = |lines: &[&str]| {
        mail(
            ZOE,
            "New Time Proposed: Meeting",
            "COUNTER",
            &calendar("COUNTER", lines),
        )
    };
    let times = [
        "DTSTART;TZID=Europe/London:20261210T140000",
        "DTEND;TZID=Europe/London:20261210T153000",
    ];
    let proposal = HeardWhat::Proposal(time("2026-12-10T14:00:00Z", "2026-12-10T15:30:00Z"));
    applies(
        counter(&[times[0], times[1], &say("NEEDS-ACTION")]),
        "CP-2041",
        "zoe",
        proposal.clone(),
    );
    // Outlook: declined, and another time.
    let both = judged(counter(&[
        times[0],
        times[1],
        &say("DECLINED"),
        "X-MS-OLK-ORIGINALSTART:20261208T100000Z",
        "COMMENT:could we meet later?",
    ]));
    let whats: Vec<_> = both
        .applied
        .iter()
        .map(|(one, comment)| (one.what.clone(), *comment))
        .collect();
    assert_eq!(whats, [(declined(), true), (proposal.clone(), true)]);
    applies(
        counter(&[times[0], "-DTEND", "DURATION:PT90M", &say("NEEDS-ACTION")]),
        "CP-2041",
        "zoe",
        proposal,
    );
    let silent = say("NEEDS-ACTION");
    waits(counter(&["-DTEND", &silent]), "no-time");
    waits(counter(&[&silent]), "no-time");
    waits(
        counter(&[
            "DTSTART:20200101T100000Z",
            "DTEND:20200101T110000Z",
            &silent,
        ]),
        "far-time",
    );
    waits(
        counter(&[
            "DTSTART:20990101T100000Z",
            "DTEND:20990101T110000Z",
            &silent,
        ]),
        "far-time",
    );
    waits(
        counter(&[
            "DTSTART:20261209T100000Z",
            "DTEND:20261212T110000Z",
            &silent,
        ]),
        "far-time",
    );
}

#[test]
fn somebody_may_be_sent_who_may_hold_the_seat() {
    let delegate = |to: &str| {
        let line = format!("ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:{to}\":mailto:{LIN}");
        let other =
            format!("ATTENDEE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM=\"mailto:{LIN}\":mailto:{to}");
        mail(LIN, "x", "REPLY", &calendar("REPLY", &[&line, &other]))
    };
    let sends = |to: Option<&str>| HeardWhat::Response(Response::Delegated(to.map(str::to_owned)));
    let heard = applies(
        delegate("KIM.HALL@school.example.edu"),
        "CP-2041",
        "lin",
        sends(Some("kim")),
    );
    // The head of another school is no head of this one; a stranger is nobody. They do not come themselves in any case.
    for to in [
        "olu.ash@oak.example.edu",
        "zoe.novak@health.example.net",
        "someone@school.example.edu",
    ] {
        let judged = judged(delegate(to));
        assert_eq!(codes(&judged), ["delegate-unfit"], "{to}");
        assert_eq!(
            applied(&judged),
            [("CP-2041".to_owned(), "lin".to_owned(), sends(None))]
        );
        assert_ne!(judged.waiting[0].digest, judged.applied[0].0.digest);
    }
    // Whoever was sent and answers before being told waits, whoever was not sent is a stranger.
    let from_kim = mail(
        "kim.hall@school.example.edu",
        "x",
        "REPLY",
        &calendar(
            "REPLY",
            &["ATTENDEE;PARTSTAT=ACCEPTED:mailto:kim.hall@school.example.edu"],
        ),
    );
    assert_eq!(
        codes(&judged_after(&[heard], &from_kim)),
        ["delegate-untold"]
    );
    waits(from_kim, "wrong-sender");
}

#[test]
fn being_told_again_can_be_asked_for() {
    let refresh = mail(ZOE, "x", "REFRESH", &calendar("REFRESH", &[]));
    applies(refresh, "CP-2041", "zoe", HeardWhat::AskedAgain);
}

#[test]
fn when_it_was_said_is_not_taken_on_its_word() {
    // A clock of a few hours ahead is a clock; one of years would outrank everything to come.
    let near = applies(
        reply(&["DTSTAMP:20261123T200000Z"]),
        "CP-2041",
        "zoe",
        accepted(),
    );
    assert_eq!(near.dtstamp, instant("2026-11-23T20:00:00Z"));
    let far = applies(
        reply(&["DTSTAMP:20991231T235959Z"]),
        "CP-2041",
        "zoe",
        accepted(),
    );
    assert_eq!(far.dtstamp, now());
    // Missing, or that of the invitation itself: then the mail's.
    for line in ["-DTSTAMP", "DTSTAMP:20261120T100000Z"] {
        let echoed = applies(reply(&[line]), "CP-2041", "zoe", accepted());
        assert_eq!(echoed.dtstamp, instant("2026-11-21T10:16:00Z"), "{line}");
    }
}

#[test]
fn mails_without_a_calendar_wait_for_a_person() {
    let plain = |headers: &str, subject: &str| {
        format!(
            "From: {ZOE}\r\nTo: {SAM}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n{headers}Content-Type: text/plain\r\n\r\nSorry, ZEUGMAFENCE\r\n"
        )
    };
    let waiting = waits(plain("", "CP-2041 sorry"), "no-calendar");
    assert_eq!(waiting.reference.as_deref(), Some("CP-2041"));
    assert_eq!(waiting.from.as_deref(), Some("zoe"));
    waits(plain("", "Declined: CP-2041"), "answer-in-words");
    waits(plain("", "Gwrthodwyd: CP-2041"), "answer-in-words");
    waits(
        plain("Auto-Submitted: auto-replied\r\n", "Away"),
        "automatic",
    );
    waits(plain("", "Automatic reply: Meeting"), "automatic");
    waits(plain("", "Ymateb awtomatig: Meeting"), "automatic");
    let typed = |kind: &str| plain("", "x").replace("text/plain", kind);
    waits(typed("application/ms-tnef; name=winmail.dat"), "winmail");
    waits(typed("application/pkcs7-mime; name=smime.p7m"), "sealed");
    let stranger = waits(
        plain("", "x").replace(ZOE, "who@else.example.com"),
        "no-calendar",
    );
    assert_eq!(stranger.from.as_deref(), Some("who@else.example.com"));
}

#[test]
fn a_mail_that_did_not_arrive_says_whom_it_did_not_reach() {
    let bounce = format!(
        "From: MAILER-DAEMON@council.example.org\r\nTo: {SAM}\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n\
         --r\r\nContent-Type: text/plain\r\n\r\nNo.\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; {ZOE}\r\nAction: failed\r\n\
         --r\r\nContent-Type: message/rfc822\r\n\r\nFrom: {SAM}\r\nTo: {ZOE}\r\nSubject: Meeting CP-2041\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{}\r\n--r--\r\n",
        calendar("REQUEST", &[])
    );
    let waiting = waits(bounce, "undelivered");
    assert_eq!(waiting.from.as_deref(), Some("zoe"));
    assert_eq!(waiting.reference.as_deref(), Some("CP-2041"));
}

#[test]
fn outlooks_own_file_is_refused_with_a_code() {
    let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    file.extend([0; 512]);
    waits(file, "outlook-file");
}

#[test]
fn a_pasted_list_is_matched_by_name_and_address() {
    let list = "Name\tAttendance\tResponse\r\nOkafor, Sam\tMeeting Organizer\tNone\r\nNovák, Zoë\tRequired Attendee\tAccepted\r\n\
                Lin Wei <lin.wei@school.example.edu>\tRequired Attendee\tDeclined\r\nWhitlock, Rita (Council)\tRequired\tTentative\r\n\
                Jo Moss\tRequired\tAccepted\r\nA Stranger\tOptional\tAccepted\r\nSomebody\tOptional\tPerhaps so\r\n";
    let (workspace, told) = (workspace(), all_told());
    let answers = read_table("pasted", list.as_bytes(), "CP-2041", now()).expect("a list");
    let judged = judge_all(
        &mut Register::new(&workspace, &told, &[], &[], now()),
        &answers,
    );
    let whose = |who: &str, what| ("CP-2041".to_owned(), who.to_owned(), what);
    assert_eq!(
        applied(&judged),
        [
            whose("zoe", accepted()),
            whose("lin", declined()),
            whose("rita", tentative()),
            // The other of that name has no part in this meeting.
            whose("jo-1", accepted()),
        ]
    );
    assert_eq!(codes(&judged), ["unknown-name", "unknown-word"]);
    let rows: Vec<&str> = judged
        .waiting
        .iter()
        .map(|one| one.source.as_str())
        .collect();
    assert_eq!(rows, ["pasted#7", "pasted#8"]);
    // The names of the list are nowhere.
    assert!(!format!("{judged:?}").contains("Stranger"));
    // Pasted again later, only what has changed is new.
    let heard: Vec<Heard> = judged.applied.into_iter().map(|(one, _)| one).collect();
    let later = now().plus(3600);
    let changed = list.replace("Tentative", "Declined");
    let answers = read_table("pasted", changed.as_bytes(), "CP-2041", later).expect("a list");
    let again = judge_all(
        &mut Register::new(&workspace, &told, &heard, &[], later),
        &answers,
    );
    assert_eq!(applied(&again), [whose("rita", declined())]);
    assert_eq!(again.known, 3);
}

#[test]
fn many_mails_lie_in_one_file() {
    let one = reply(&[&say("ACCEPTED")]).replace("Thanks", "\r\n>From my phone");
    let other = reply(&[&say("DECLINED")]);
    let file = format!(
        "From zoe@x Sat Nov 21 10:16:00 2026\r\n{one}\r\nFrom zoe@x Sat Nov 21 10:17:00 2026\n{other}\nFrom x\n\n"
    );
    let found: Vec<Vec<u8>> = mails(file.as_bytes())
        .map(|mail| mail.into_owned())
        .collect();
    assert_eq!(found.len(), 2);
    assert!(String::from_utf8_lossy(&found[0]).contains("\r\nFrom my phone"));
    let whats: Vec<_> = found
        .iter()
        .map(|mail| applied(&judged(mail))[0].2.clone())
        .collect();
    assert_eq!(whats, [accepted(), declined()]);
}

/// What programs wrote that we did not write.
#[test]
fn real_replies_of_others_are_read() {
    let Some(shared) = std::env::var_os("QUORATE_SHARED").map(PathBuf::from) else {
        eprintln!("QUORATE_SHARED is not set: nothing is tested here");
        return;
    };
    let samples = shared.join("interop/samples");
    const THEIRS: &str = "3f0c6d0e-5a39-4c8e-9a55-0b8e6f7d2c11@quorate.example.org";
    let workspace = workspace();
    let start = time("2026-03-23T14:00:00Z", "2026-03-23T15:00:00Z");
    let told = vec![
        told("CP-2041", "zoe", ZOE, THEIRS, start),
        Told {
            recurrence: Some(instant("2026-05-18T13:00:00Z")),
            times: vec![time("2026-05-19T08:30:00Z", "2026-05-19T09:30:00Z")],
            ..told("CP-2041", "zoe", ZOE, THEIRS, start)
        },
    ];
    let now = instant("2026-02-01T09:00:00Z");
    for (file, method, what) in [
        ("real/thunderbird/reply.ics", "REPLY", accepted()),
        (
            "real/thunderbird/reply-series-declined.ics",
            "REPLY",
            declined(),
        ),
        ("good/reply.ics", "REPLY", accepted()),
        (
            "good/counter.ics",
            "COUNTER",
            HeardWhat::Proposal(time("2026-03-24T10:00:00Z", "2026-03-24T11:00:00Z")),
        ),
    ] {
        let calendar = fs::read_to_string(samples.join(file)).expect("a sample");
        let mail = mail(ZOE, "Core group meeting", method, &calendar);
        let answers = read_with(&workspace, &told, mail.as_bytes());
        let mut register = Register::new(&workspace, &told, &[], &[], now);
        let judged = judge_all(&mut register, &answers);
        assert_eq!(codes(&judged), Vec::<&str>::new(), "{file}");
        assert_eq!(
            applied(&judged),
            [("CP-2041".to_owned(), "zoe".to_owned(), what)],
            "{file}"
        );
        assert_eq!(judged.applied[0].0.recurrence, None, "{file}");
    }
}
