//! What a calendar says of its own owner: invitations declined, and time on the way.

mod ics_support;

use ics_support::{calendar, codes, event, read_text, reading, shown, starts, year_2025};
use quorate::ics::read::ReadOptions;
use quorate::model::feed::{BusyKind, DoubtReason, DropReason, FeedReading, WarningCode};

const OWNER: &str = "Ana.Lopes@Health.example.org";

fn of_owner() -> ReadOptions {
    let year = year_2025();
    ReadOptions {
        owners: vec![year.key.owner(OWNER.as_bytes())],
        ..year
    }
}

fn meeting(lines: &str) -> String {
    event(&format!(
        "DTSTART:20250106T090000Z\nDTEND:20250106T100000Z\n{lines}"
    ))
}

fn is_free(lines: &str, options: &ReadOptions) -> bool {
    let found = reading(&meeting(lines), options);
    let declined = found
        .dropped
        .get(&DropReason::Declined)
        .copied()
        .unwrap_or(0);
    assert_eq!(found.periods.len() as u32 + declined, 1);
    declined == 1
}

// PARTSTAT (RFC 5545 section 3.2.12).

#[test]
fn what_the_owner_declined_leaves_them_free_however_the_address_is_written() {
    for line in [
        "ATTENDEE;PARTSTAT=DECLINED:mailto:ana.lopes@health.example.org",
        "ATTENDEE;CN=\"A;B\";PARTSTAT=declined;ROLE=REQ-PARTICIPANT:MAILTO:ANA.LOPES@HEALTH.EXAMPLE.ORG",
        "ATTENDEE;PARTSTAT=\"DECLINED\":ana.lopes@health.example.org ",
        // Folded, as nearly every such line is.
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECL\r\n INED;CN=Ana:mailto:ana.lop\r\n es@health.example.org",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@school.example.org\nATTENDEE;PARTSTAT=DECLINED:mailto:ana.lopes@health.example.org",
    ] {
        assert!(is_free(line, &of_owner()), "{line}");
        // Unknown whose diary it is, it is nobody's to decline.
        assert!(!is_free(line, &year_2025()), "{line}");
    }
}

#[test]
fn nothing_but_the_owners_own_no_makes_free() {
    for line in [
        "ATTENDEE;PARTSTAT=DECLINED:mailto:ben@school.example.org",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ana.lopes@health.example.org",
        "ATTENDEE;PARTSTAT=TENTATIVE:mailto:ana.lopes@health.example.org",
        "ATTENDEE;PARTSTAT=DELEGATED:mailto:ana.lopes@health.example.org",
        "ATTENDEE:mailto:ana.lopes@health.example.org",
        "ATTENDEE;X=\"PARTSTAT=DECLINED\":mailto:ana.lopes@health.example.org",
        // Two lines about one person that do not agree.
        "ATTENDEE;PARTSTAT=DECLINED:mailto:ana.lopes@health.example.org\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ana.lopes@health.example.org",
        "ORGANIZER;PARTSTAT=DECLINED:mailto:ana.lopes@health.example.org",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:ana.lopes@health.example.org.uk",
    ] {
        assert!(!is_free(line, &of_owner()), "{line}");
    }
}

#[test]
fn a_declined_instance_frees_that_instance_only() {
    let me =
        |status: &str| format!("ATTENDEE;PARTSTAT={status}:mailto:ana.lopes@health.example.org");
    let master = |status: &str| {
        event(&format!(
            "DTSTART:20250106T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\n{}",
            me(status)
        ))
    };
    let second = |status: &str| {
        event(&format!(
            "RECURRENCE-ID:20250107T090000Z\nDTSTART:20250107T090000Z\nDURATION:PT1H\n{}",
            me(status)
        ))
    };
    let days = |text: &str| -> Vec<String> {
        let found = reading(text, &of_owner());
        found
            .periods
            .iter()
            .map(|period| period.interval.start().utc().format("%d").to_string())
            .collect()
    };
    assert_eq!(
        days(&(master("ACCEPTED") + &second("DECLINED"))),
        ["06", "08"]
    );
    assert_eq!(days(&(master("DECLINED") + &second("ACCEPTED"))), ["07"]);
    let from_then_on =
        second("DECLINED").replace("RECURRENCE-ID", "RECURRENCE-ID;RANGE=THISANDFUTURE");
    assert_eq!(days(&(master("ACCEPTED") + &from_then_on)), ["06"]);
}

#[test]
fn no_address_is_kept() {
    let found = reading(
        &meeting(&format!("ATTENDEE;PARTSTAT=DECLINED:mailto:{OWNER}")),
        &of_owner(),
    );
    let shown = format!("{found:?} {:?}", of_owner().owners).to_lowercase();
    assert!(!shown.contains("lopes") && !shown.contains("health"));
}

// X-APPLE-TRAVEL-DURATION.

fn all(reading: &FeedReading) -> Vec<(String, BusyKind)> {
    let mut all: Vec<_> = [true, false]
        .iter()
        .flat_map(|firm| shown(reading, *firm))
        .map(|part| part.replace("2025-01-", "").replace(":00Z", ""))
        .collect();
    all.sort();
    let kind = reading
        .periods
        .first()
        .map_or(BusyKind::Busy, |period| period.kind);
    all.into_iter().map(|part| (part, kind)).collect()
}

#[test]
fn the_way_to_an_event_is_taken_like_the_event() {
    for (lines, kind) in [
        (
            "X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT30M",
            BusyKind::Busy,
        ),
        ("X-APPLE-TRAVEL-DURATION:PT30M", BusyKind::Busy),
        (
            "X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT30M\nSTATUS:TENTATIVE",
            BusyKind::Tentative,
        ),
    ] {
        let found = reading(&meeting(lines), &year_2025());
        assert_eq!(
            all(&found),
            [("06T08:30/06T10:00".to_owned(), kind)],
            "{lines}"
        );
        // The event keeps its own times, by which our own meetings are recognised.
        assert_eq!(found.periods.len(), 2);
        assert_eq!(found.periods[0].uid, found.periods[1].uid);
    }
    let free = reading(
        &meeting("X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT30M\nTRANSP:TRANSPARENT"),
        &year_2025(),
    );
    assert!(free.periods.is_empty());
    // A way to something without length is a way all the same.
    let point = event("DTSTART:20250106T090000Z\nX-APPLE-TRAVEL-DURATION:PT45M");
    assert_eq!(
        all(&reading(&point, &year_2025())),
        [("06T08:15/06T09:00".to_owned(), BusyKind::Busy)]
    );
}

#[test]
fn every_instance_has_its_own_way_and_an_override_its_own() {
    let text = event(
        "DTSTART:20250106T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nX-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT1H",
    ) + &event(
        "RECURRENCE-ID:20250107T090000Z\nDTSTART:20250107T120000Z\nDURATION:PT1H\nX-APPLE-TRAVEL-DURATION:PT15M",
    );
    assert_eq!(
        starts(&text),
        [
            "01-06 08:00",
            "01-06 09:00",
            "01-07 11:45",
            "01-07 12:00",
            "01-08 08:00",
            "01-08 09:00"
        ]
    );
    // The way may lie in the window where the event does not.
    let window = ics_support::options("2025-01-05T00:00:00Z", "2025-01-06T08:30:00Z", "UTC");
    assert_eq!(
        shown(&reading(&text, &window), true),
        ["2025-01-06T08:00:00Z/2025-01-06T08:30:00Z"]
    );
}

#[test]
fn a_way_that_cannot_be_right_is_warned_of_and_left_out() {
    for value in ["-PT30M", "P2D", "PT25H", "soon", "", "P99999999999999D"] {
        let found = reading(
            &meeting(&format!("X-APPLE-TRAVEL-DURATION;VALUE=DURATION:{value}")),
            &year_2025(),
        );
        assert_eq!(
            all(&found),
            [("06T09:00/06T10:00".to_owned(), BusyKind::Busy)],
            "{value}"
        );
        assert_eq!(codes(&found), [WarningCode::BadTravelTime], "{value}");
    }
    let none = reading(&meeting("X-APPLE-TRAVEL-DURATION:PT0S"), &year_2025());
    assert!(none.warnings.is_empty() && none.periods.len() == 1);
}

#[test]
fn a_way_to_something_in_doubt_is_in_doubt() {
    let text = event("DTSTART:20250106T090000Z\nDTEND:late\nX-APPLE-TRAVEL-DURATION:PT1H");
    let found = reading(&text, &year_2025());
    assert_eq!(found.doubts.len(), 1);
    assert_eq!(found.doubts[0].reason, DoubtReason::UnknownLength);
    assert_eq!(
        found.doubts[0].interval.start().to_string(),
        "2025-01-06T08:00:00Z"
    );
    assert!(
        read_text(&calendar(&text), &year_2025())
            .expect("a calendar")
            .periods
            .is_empty()
    );
}
