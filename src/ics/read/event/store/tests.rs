use super::super::ZoneNames;
use super::*;
use crate::ics::read::HashKey;
use crate::ics::read::lines::Lines;
use crate::ics::read::report::Report;

/// The event that these lines make.
fn event(lines: &str) -> Event {
    let mut event = Event::new(7, false);
    let (mut names, mut report) = (ZoneNames::default(), Report::default());
    let key = HashKey([7; 16]);
    let mut lines = Lines::new(lines.as_bytes(), false);
    while let Some(property) = lines.next(&mut report) {
        event.take(property, &mut names, &key, &[], &mut report);
    }
    event
}

fn store(events: &[&str]) -> Events {
    let mut store = Events::default();
    for lines in events {
        store.begin(event(lines));
    }
    store.finish();
    store
}

/// An event as text, without what is counted rather than kept.
fn shown(event: &Event) -> String {
    let text = format!("{event:?}");
    let (head, tail) = text.split_once("has: ").expect("the field is there");
    let (_, tail) = tail.split_once("}, ").expect("a struct and more fields");
    format!("{head}{tail}")
}

const EVENTS: [&str; 14] = [
    "UID:1\nDTSTART:20260105T090000Z\nDTEND:20260105T100000Z",
    "UID:2\nDTSTART;TZID=Europe/London:20260105T090000\nDURATION:PT1H\nSTATUS:TENTATIVE",
    "UID:3\nDTSTART;VALUE=DATE:20260105\nDURATION:P2D\nTRANSP:TRANSPARENT",
    "UID:4\nDTSTART:20260105T090000\nSEQUENCE:12\nX-MICROSOFT-CDO-BUSYSTATUS:OOF",
    "DTSTART:20260105T090000\nX-MICROSOFT-MSNCALENDAR-BUSYSTATUS:FREE\nSUMMARY:x",
    "UID:5\nDTSTART:20260105T090000Z\nDURATION:P1DT2H",
    "UID:6\nDTSTART:20260105T090000Z\nDURATION:PT1H\nDTEND:20260105T110000Z",
    "UID:7\nDTSTART:20260105T090000Z\nRRULE:FREQ=DAILY",
    "UID:8\nDTSTART:20260105T090000Z\nEXDATE:20260105T090000Z",
    "UID:9\nDTSTART:20260105T090000Z\nRDATE:20260106T090000Z",
    "UID:10\nDTSTART:20260105T090000Z\nRECURRENCE-ID:20260105T090000Z",
    "UID:11\nDTSTART:20260105T090000Z\nSEQUENCE:99999999999",
    "UID:12\nDTSTART:20260105T250000Z\nDTEND:20260105T100000Z",
    "UID:13\nSUMMARY:no start",
];

#[test]
fn every_event_comes_back_as_it_was_read() {
    let store = store(&EVENTS);
    let mut room = Room::default();
    let records: Vec<&Record> = store.iter().collect();
    assert_eq!(records.len(), store.len());
    for (record, lines) in records.iter().zip(EVENTS) {
        assert_eq!(
            shown(record.event(&mut room)),
            shown(&event(lines)),
            "{lines}"
        );
    }
    // The same again from the last to the first, since plain events share one room.
    for (record, lines) in records.iter().zip(EVENTS).rev() {
        assert_eq!(
            shown(record.event(&mut room)),
            shown(&event(lines)),
            "{lines}"
        );
    }
    assert_eq!(store.whole().count(), 9);
    assert_eq!(store.excess().titles, 2);
}

#[test]
fn a_plain_event_takes_a_few_words() {
    assert!(size_of::<Record>() <= 64);
}

#[test]
fn groups_are_events_of_one_uid_in_the_order_of_the_file() {
    // Enough for several chunks, and with UIDs that come back far apart.
    let lines: Vec<String> = (0..1000)
        .map(|n| match n % 10 {
            9 => format!("DTSTART:20260105T090000Z\nSEQUENCE:{n}"),
            _ => format!("UID:{}\nDTSTART:20260105T090000Z\nSEQUENCE:{n}", n % 637),
        })
        .collect();
    let store = store(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let mut found = Vec::new();
    store.for_each_group(|group| {
        let mut room = Room::default();
        found.push(
            group
                .iter()
                .map(|one| one.event(&mut room).sequence)
                .collect::<Vec<_>>(),
        );
    });
    let mut expected: Vec<Vec<i64>> = Vec::new();
    for n in 0..1000 {
        let first =
            |group: &&mut Vec<i64>| n % 10 != 9 && group[0] % 10 != 9 && group[0] % 637 == n % 637;
        match expected.iter_mut().find(first) {
            Some(group) => group.push(n),
            None => expected.push(vec![n]),
        }
    }
    assert_eq!(found, expected);
}
