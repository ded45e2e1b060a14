//! Invented meetings of which people were told, and what their calendar programs send back, written letter by letter.
#![allow(
    dead_code,
    reason = "every test program uses a part of this, and each is compiled on its own"
)]

use quorate::input::{Files, ReadOptions, read_workspace};
use quorate::model::*;
use quorate::reply::read::{Setting, read};
use quorate::reply::{AsRead, Judged, Register, judge_all};
use quorate::time::{Instant, Interval, Zone};

pub const UID: &str = "0f5c1c1e-5a39-4c8e-9a55-0b8e6f7d2c11@council.example.org";
pub const OTHER_UID: &str = "77aa1c1e-5a39-4c8e-9a55-0b8e6f7d2c22@council.example.org";
pub const SERIES_UID: &str = "99bb1c1e-5a39-4c8e-9a55-0b8e6f7d2c33@council.example.org";
pub const OFF_UID: &str = "55cc1c1e-5a39-4c8e-9a55-0b8e6f7d2c44@council.example.org";

pub const ZOE: &str = "zoe.novak@health.example.net";
pub const LIN: &str = "lin.wei@school.example.edu";
pub const SAM: &str = "sam.okafor@council.example.org";

pub fn instant(text: &str) -> Instant {
    Instant::parse_rfc3339(text).expect("RFC 3339")
}

pub fn now() -> Instant {
    instant("2026-11-23T09:00:00Z")
}

pub fn time(start: &str, end: &str) -> Interval {
    Interval::new(instant(start), instant(end)).expect("not empty")
}

const SETTINGS: &str = r#"
[defaults]
zone = "Europe/London"
nation = "england"
hours = "Mon-Fri 09:00-17:00"
organizer = "sam.okafor@council.example.org"

[[agency]]
id = "council"
name = "Council"
kind = "csc"

[[agency]]
id = "health"
name = "Health"
kind = "community-health"

[[agency]]
id = "school"
name = "Elm School"
kind = "school"

[[agency]]
id = "other-school"
name = "Oak School"
kind = "school"
"#;

const PEOPLE: &str = "\
id,name,agency,roles,email
sam,Sam Okafor,council,cp-chair,sam.okafor@council.example.org
rita,Rita Whitlock,council,social-worker,rita.whitlock@council.example.org
zoe,Dr Zoë Novák,health,health-visitor,zoe.novak@health.example.net
ann,Ann Price,health,health-visitor,ann.price@health.example.net
lin,Lin Wei,school,headteacher,lin.wei@school.example.edu
kim,Kim Hall,school,headteacher,kim.hall@school.example.edu
oak,Olu Ash,other-school,headteacher,olu.ash@oak.example.edu
jo-1,Jo Moss,health,school-nurse,jo.moss@health.example.net
jo-2,Jo Moss,council,social-worker,jo.m@council.example.org
";

const MEETINGS: &str = "\
ref,duration,by,seats
CP-2041,90m,31/12/2026,cp-chair = sam; social-worker = rita; health-visitor = zoe; headteacher = lin; school-nurse = jo-1
CP-2042,90m,31/12/2026,cp-chair = sam; social-worker = rita
CP-2043,60m,31/12/2026,cp-chair = sam; health-visitor = zoe
TEAM-7,60m,31/03/2027,cp-chair = sam; health-visitor = zoe
CP-2099,60m,31/12/2026,cp-chair = sam
";

/// The tables, with three meetings and a series that are arranged.
pub fn workspace() -> Workspace {
    let mut files = Files {
        folder: "case".to_owned(),
        ..Files::default()
    };
    for (name, text) in [
        ("quorate.toml", SETTINGS),
        ("people.csv", PEOPLE),
        ("meetings.csv", MEETINGS),
    ] {
        files
            .tables
            .insert(name.to_owned(), text.as_bytes().to_vec());
    }
    let (mut workspace, _) = match read_workspace(&files, &ReadOptions::default()) {
        Ok(read) => read,
        Err(faults) => {
            let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
            panic!("{}", told.join("\n"))
        }
    };
    let single = |reference: &str, uid: &str, when: Interval, people: &[(&str, &str)]| {
        arranged(&workspace, reference, uid, when, people)
    };
    let mut all = vec![
        single(
            "CP-2041",
            UID,
            first(),
            &[
                ("cp-chair", "sam"),
                ("social-worker", "rita"),
                ("health-visitor", "zoe"),
                ("headteacher", "lin"),
                ("school-nurse", "jo-1"),
            ],
        ),
        single(
            "CP-2042",
            OTHER_UID,
            time("2026-12-09T10:00:00Z", "2026-12-09T11:30:00Z"),
            &[("cp-chair", "sam"), ("social-worker", "rita")],
        ),
    ];
    for (number, day) in (1..).zip(["2027-03-09", "2027-03-23", "2027-04-06"]) {
        // The third lies in summer time.
        let hour = if number == 3 { 13 } else { 14 };
        let start = format!("{day}T{hour}:00:00Z");
        let end = format!("{day}T{}:00:00Z", hour + 1);
        let mut one = single(
            &format!("TEAM-7#{number}"),
            SERIES_UID,
            time(&start, &end),
            &[("cp-chair", "sam"), ("health-visitor", "zoe")],
        );
        one.series = Some(SeriesPlace {
            reference: "TEAM-7".to_owned(),
            every: Every::Weeks(2),
            day: SeriesDay {
                weekday: chrono::Weekday::Tue,
                nth: None,
            },
            times: 3,
            number,
            regular: format!("{day}T14:00:00").parse().expect("a time"),
        });
        all.push(one);
    }
    workspace.arrangements = all;
    workspace
}

/// When CP-2041 is.
pub fn first() -> Interval {
    time("2026-12-08T10:00:00Z", "2026-12-08T11:30:00Z")
}

/// When the first of TEAM-7 is.
pub fn of_series() -> Interval {
    time("2027-03-09T14:00:00Z", "2027-03-09T15:00:00Z")
}

pub fn id(workspace: &Workspace, contact: &str) -> ContactId {
    let mut contacts = workspace.contacts.iter();
    let at = contacts
        .position(|one| one.id == contact)
        .expect("a contact");
    ContactId(u32::try_from(at).expect("few"))
}

fn arranged(
    workspace: &Workspace,
    reference: &str,
    uid: &str,
    interval: Interval,
    people: &[(&str, &str)],
) -> Arranged {
    Arranged {
        reference: reference.to_owned(),
        uid: uid.to_owned(),
        sequence: 0,
        interval,
        parts: vec![ArrangedPart {
            interval,
            venue: None,
        }],
        venue: None,
        state: State::Quorate,
        confirm: Vec::new(),
        attending: people
            .iter()
            .map(|(seat, contact)| ArrangedAttendance {
                seat: (*seat).to_owned(),
                contact: id(workspace, contact),
                role: As::Principal,
                mode: Mode::InPerson,
                is_known: true,
                present: vec![interval],
            })
            .collect(),
        buffer: Buffer::default(),
        chosen_at: Some(instant("2026-11-20T09:00:00Z")),
        series: None,
    }
}

pub fn told(reference: &str, contact: &str, address: &str, uid: &str, when: Interval) -> Told {
    Told {
        reference: reference.to_owned(),
        contact: contact.to_owned(),
        address: address.to_owned(),
        uid: uid.to_owned(),
        recurrence: None,
        sequence: 0,
        dtstamp: instant("2026-11-20T10:00:00Z"),
        purpose: Purpose::Invitation,
        standing: ToldStanding::Confirmed,
        times: vec![when],
        zone: "Europe/London".to_owned(),
        said: 1,
        message_id: "x@council.example.org".to_owned(),
    }
}

/// What was sent.
pub fn all_told() -> Vec<Told> {
    let second = time("2026-12-09T10:00:00Z", "2026-12-09T11:30:00Z");
    vec![
        told(
            "CP-2041",
            "rita",
            "rita.whitlock@council.example.org",
            UID,
            first(),
        ),
        told("CP-2041", "zoe", ZOE, UID, first()),
        told("CP-2041", "lin", "Lin.Wei@School.example.edu", UID, first()),
        told(
            "CP-2041",
            "jo-1",
            "jo.moss@health.example.net",
            UID,
            first(),
        ),
        Told {
            sequence: 2,
            ..told(
                "CP-2042",
                "rita",
                "rita.whitlock@council.example.org",
                OTHER_UID,
                second,
            )
        },
        told("TEAM-7", "zoe", ZOE, SERIES_UID, of_series()),
        Told {
            standing: ToldStanding::Cancelled,
            sequence: 1,
            ..told("CP-2043", "zoe", ZOE, OFF_UID, first())
        },
    ]
}

/// A reply as most programs write it. `lines` come in place of, or beside, the usual ones: a line whose name is there replaces it, `-NAME` takes it away.
pub fn calendar(method: &str, lines: &[&str]) -> String {
    let usual = [
        format!("UID:{UID}"),
        "DTSTAMP:20261121T101500Z".to_owned(),
        "SEQUENCE:0".to_owned(),
        "DTSTART:20261208T100000Z".to_owned(),
        "DTEND:20261208T113000Z".to_owned(),
        "SUMMARY:Meeting".to_owned(),
        format!("ORGANIZER;CN=Sam:mailto:{SAM}"),
        format!("ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ZOE}"),
    ];
    let name = |line: &str| line.split([':', ';']).next().unwrap_or("").to_owned();
    let replaced: Vec<String> = lines
        .iter()
        .map(|line| name(line).trim_start_matches('-').to_owned())
        .collect();
    let mut event: Vec<String> = usual
        .into_iter()
        .filter(|line| !replaced.contains(&name(line)))
        .collect();
    event.extend(
        lines
            .iter()
            .filter(|line| !line.starts_with('-'))
            .map(|line| (*line).to_owned()),
    );
    format!(
        "BEGIN:VCALENDAR\r\nPRODID:-//invented//EN\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        event.join("\r\n")
    )
}

/// A mail with a calendar in it.
pub fn mail(from: &str, subject: &str, method: &str, calendar: &str) -> String {
    format!(
        "From: {from}\r\nTo: {SAM}\r\nSubject: {subject}\r\nDate: Sat, 21 Nov 2026 10:16:00 +0000\r\nMessage-ID: <1@example.net>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/alternative; boundary=\"b1\"\r\n\r\n--b1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThanks\r\n\
         --b1\r\nContent-Type: text/calendar; charset=UTF-8; method={method}\r\n\r\n{calendar}\r\n--b1--\r\n"
    )
}

/// A reply of Zoë's by mail.
pub fn reply(lines: &[&str]) -> String {
    mail(ZOE, "Accepted: Meeting", "REPLY", &calendar("REPLY", lines))
}

pub fn read_with(workspace: &Workspace, told: &[Told], bytes: &[u8]) -> Vec<AsRead> {
    let register = Register::new(workspace, told, &[], &[], now());
    let zone = Zone::named("Europe/London").expect("a zone");
    let setting = Setting {
        zone: &zone,
        references: register.references(),
    };
    read("x.eml", bytes, setting)
}

/// What becomes of some bytes, where nothing was heard before.
pub fn judged(bytes: impl AsRef<[u8]>) -> Judged {
    judged_after(&[], bytes)
}

pub fn judged_after(heard: &[Heard], bytes: impl AsRef<[u8]>) -> Judged {
    let (workspace, told) = (workspace(), all_told());
    let answers = read_with(&workspace, &told, bytes.as_ref());
    let mut register = Register::new(&workspace, &told, heard, &[], now());
    judge_all(&mut register, &answers)
}

/// The answers that were applied, as (reference, contact, what).
pub fn applied(judged: &Judged) -> Vec<(String, String, HeardWhat)> {
    let all = judged.applied.iter();
    all.map(|(one, _)| (one.reference.clone(), one.contact.clone(), one.what.clone()))
        .collect()
}

/// The codes of what waits.
pub fn codes(judged: &Judged) -> Vec<&str> {
    judged.waiting.iter().map(|one| one.why.as_str()).collect()
}

/// Asserts that exactly this was applied.
#[track_caller]
pub fn applies(bytes: impl AsRef<[u8]>, reference: &str, contact: &str, what: HeardWhat) -> Heard {
    let judged = judged(bytes);
    assert_eq!(codes(&judged), Vec::<&str>::new());
    assert_eq!(
        applied(&judged),
        [(reference.to_owned(), contact.to_owned(), what)]
    );
    judged.applied[0].0.clone()
}

/// Asserts that nothing was applied, and why.
#[track_caller]
pub fn waits(bytes: impl AsRef<[u8]>, code: &str) -> Unmatched {
    let judged = judged(bytes);
    assert_eq!(applied(&judged), Vec::new());
    assert_eq!(codes(&judged), [code]);
    judged.waiting[0].clone()
}

pub fn accepted() -> HeardWhat {
    HeardWhat::Response(Response::Accepted)
}

pub fn declined() -> HeardWhat {
    HeardWhat::Response(Response::Declined)
}

pub fn tentative() -> HeardWhat {
    HeardWhat::Response(Response::Tentative)
}
