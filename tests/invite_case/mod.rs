//! An invented conference with everything that an invitation may give away: parents kept apart in two parts, a refuge
//! worker and an interpreter who are nobody's business, an office without an address, a report, a copy for information.
#![allow(dead_code)]

use quorate::message::{Firmness, Guests, Organizer, Sending, Written};
use quorate::model::*;
use quorate::time::{Instant, Interval, Nation};
use std::collections::BTreeMap;

pub const UID: &str = "5b0f2a1c-93d4-4d8e-8a56-1c2f3e4d5a6b@quorate.invalid";

pub fn instant(text: &str) -> Instant {
    Instant::parse_rfc3339(text).expect("RFC 3339")
}

pub fn interval(start: &str, end: &str) -> Interval {
    Interval::new(instant(start), instant(end)).expect("not empty")
}

pub fn whole() -> Interval {
    interval("2026-12-08T10:00:00Z", "2026-12-08T11:30:00Z")
}

pub fn first_part() -> Interval {
    interval("2026-12-08T10:00:00Z", "2026-12-08T10:45:00Z")
}

pub fn second_part() -> Interval {
    interval("2026-12-08T10:45:00Z", "2026-12-08T11:30:00Z")
}

fn agency(id: &str, name: &str, kind: &str) -> Agency {
    Agency {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        disclosure: Disclosure::Times,
        details: Details::Warn,
        counts: true,
        counts_as: None,
    }
}

pub fn contact(id: &str, name: &str, agency: u32, email: Option<&str>) -> Contact {
    Contact {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: ContactKind::Person,
        agency: AgencyId(agency),
        roles: vec![RoleId(0)],
        email: email.map(str::to_owned),
        phone: Some("01632 960100".to_owned()),
        zone: None,
        base: None,
        pattern: None,
        calendars: Vec::new(),
        exceptions: Vec::new(),
        offers: Vec::new(),
        works_holidays: false,
        feeds: Vec::new(),
        capacity: 1,
        daily_limit: None,
        weekly_limit: None,
        load: 0,
        buffer: Buffer::default(),
        mode: None,
        lead_working_days: 0,
        lengthens_minutes: 0,
        confidential: false,
    }
}

fn venue(id: &str, name: &str, address: &str, confidential: bool) -> Venue {
    Venue {
        id: id.to_owned(),
        name: name.to_owned(),
        address: Some(address.to_owned()),
        phone: None,
        capacity: Some(12),
        features: Vec::new(),
        zone: None,
        pattern: None,
        exceptions: Vec::new(),
        feeds: Vec::new(),
        buffer: Buffer::default(),
        travel: Vec::new(),
        confidential,
    }
}

pub fn seat(id: &str, level: Level, named: &[u32]) -> SeatSpec {
    SeatSpec {
        id: id.to_owned(),
        roles: vec![RoleId(0)],
        places: 1,
        level,
        named: named.iter().map(|n| ContactId(*n)).collect(),
        to_be_named: false,
        deputies: Vec::new(),
        mode: None,
        when: Vec::new(),
        partial_percent: None,
        parts: Vec::new(),
        weight: 1,
        direct_contact: false,
    }
}

fn attends(seat: &str, contact: u32, present: Interval) -> ArrangedAttendance {
    ArrangedAttendance {
        seat: seat.to_owned(),
        contact: ContactId(contact),
        role: As::Principal,
        mode: quorate::model::Mode::InPerson,
        is_known: true,
        present: vec![present],
    }
}

pub const CHAIR: u32 = 0;
pub const FATHER: u32 = 1;
pub const GP: u32 = 2;
pub const HEALTH_VISITOR: u32 = 3;
pub const MOTHER: u32 = 4;
pub const OFFICE: u32 = 5;
pub const POLICE: u32 = 6;
pub const REFUGE: u32 = 7;

pub fn workspace() -> Workspace {
    let mut police = contact(
        "police-unit",
        "Police \"PPU\"; unit, east",
        2,
        Some("ppu.inbox@police.example.org"),
    );
    police.kind = ContactKind::Team;
    let mut refuge = contact(
        "refuge-worker",
        "Wren Ashdown",
        4,
        Some("w.ashdown@refuge.example.org"),
    );
    refuge.confidential = true;
    refuge.mode = Some(Mode::Remote);
    Workspace {
        kind: WorkspaceKind::Tables,
        defaults: Defaults {
            zone: "Europe/London".to_owned(),
            nation: Nation::England,
            grain_minutes: 15,
            hours: None,
            hours_assumed: false,
            language: Default::default(),
            organizer: Some("Sam Okafor <sam.okafor@council.example.org>".to_owned()),
            closures: Vec::new(),
        },
        policy: Policy::default(),
        rules: quorate::model::rules::RuleBook::default(),
        role_groups: Vec::new(),
        roles: vec![Role {
            id: "practitioner".to_owned(),
            name: "Practitioner".to_owned(),
            synonyms: Vec::new(),
            kind: "csc".to_owned(),
            group: "csc".to_owned(),
            deputies: Vec::new(),
            practitioner: true,
            filling: Filling::ByCase,
        }],
        role_limits: Vec::new(),
        agencies: vec![
            agency("council", "Council", "csc"),
            agency("family", "Family", "family"),
            agency("police", "Police", "police"),
            agency("surgery", "Surgery", "gp"),
            agency("haven", "Haven", "voluntary"),
        ],
        contacts: vec![
            contact(
                "chair",
                "Zoë Novák",
                0,
                Some("zoe.novak@council.example.org"),
            ),
            contact(
                "father",
                "Tom Bright",
                1,
                Some("tom.bright@post.example.net"),
            ),
            contact("gp", "Dr Ada Quill", 3, Some("a.quill@surgery.example.org")),
            contact(
                "health-visitor",
                "Ines Marlow",
                3,
                Some("i.marlow@health.example.org"),
            ),
            contact("mother", "Kit Larch", 1, Some("kit.larch@post.example.net")),
            contact("office", "St Mark's office", 3, None),
            police,
            refuge,
        ],
        venues: vec![
            venue("room-2", "Room 2", "Civic Centre, 1 High Street", false),
            venue("safe-house", "Linden House", "9 Hidden Lane", true),
        ],
        calendars: Vec::new(),
        meetings: vec![MeetingSpec {
            reference: "CP-2041".to_owned(),
            kind: Some("icpc".to_owned()),
            types: Vec::new(),
            nation: None,
            subjects: Vec::new(),
            anchors: BTreeMap::new(),
            agenda: None,
            usual: FromType::default(),
            duration_minutes: 90,
            window: WindowSpec::default(),
            seats: vec![
                seat("chair", Level::Required, &[CHAIR]),
                seat("father", Level::Required, &[FATHER]),
                seat("mother", Level::Required, &[MOTHER]),
                seat("refuge", Level::Expected, &[REFUGE]),
                seat("police", Level::Preferred, &[POLICE]),
                seat("school", Level::Required, &[OFFICE]),
                SeatSpec {
                    mode: Some(Mode::Report),
                    ..seat("gp", Level::Required, &[GP])
                },
                seat("health", Level::Informed, &[HEALTH_VISITOR]),
            ],
            quorum: None,
            agencies: None,
            flags: Vec::new(),
            parts: vec![
                PartSpec {
                    name: "with the father".to_owned(),
                    offset_minutes: 0,
                    length_minutes: 45,
                    venue: PartVenueSpec::Meeting,
                },
                PartSpec {
                    name: "with the mother".to_owned(),
                    offset_minutes: 45,
                    length_minutes: 45,
                    venue: PartVenueSpec::Meeting,
                },
            ],
            apart: vec![(ContactId(FATHER), ContactId(MOTHER))],
            venue: VenueSpec::AnyFitting,
            features: Vec::new(),
            buffer: None,
            notice_working_days: None,
            hours: None,
            zone: None,
            pinned_start: None,
            pinned_venue: None,
            pinned_people: Vec::new(),
            after: None,
            series: None,
            of_series: None,
            cycle_of: None,
        }],
        answers: Vec::new(),
        arrangements: vec![Arranged {
            reference: "CP-2041".to_owned(),
            uid: UID.to_owned(),
            sequence: 0,
            interval: whole(),
            parts: vec![
                ArrangedPart {
                    interval: first_part(),
                    venue: Some(VenueId(0)),
                },
                ArrangedPart {
                    interval: second_part(),
                    venue: Some(VenueId(0)),
                },
            ],
            venue: Some(VenueId(0)),
            state: State::Quorate,
            confirm: Vec::new(),
            attending: vec![
                attends("chair", CHAIR, whole()),
                attends("father", FATHER, first_part()),
                attends("mother", MOTHER, second_part()),
                attends("school", OFFICE, whole()),
                attends("police", POLICE, whole()),
                attends("refuge", REFUGE, second_part()),
            ],
            buffer: Buffer::default(),
            chosen_at: None,
            series: None,
        }],
    }
}

pub fn sending() -> Sending {
    Sending {
        organizer: Organizer::parse("Sam Okafor <sam.okafor@council.example.org>")
            .expect("an address"),
        now: instant("2026-11-23T09:00:00Z"),
        firmness: Firmness::Confirmed,
        guests: Guests::ByType,
        join: None,
    }
}

/// All files in one folder, as without `--all`.
pub const PLACE: Written<'static> = Written {
    folder: "out",
    prefix: "",
    pack: "CP-2041",
    follow_ups: false,
};
