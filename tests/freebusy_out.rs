//! What is published in place of a diary says the same as the diary about busy time, and nothing else: random feeds are reduced, and the
//! text is read twice, by splitting its lines here and with the program's own reader.

mod ics_support;

use ics_support::{at, calendar, event};
use proptest::prelude::*;
use quorate::availability::{known, published};
use quorate::ics::read::{Budget, HashKey, ReadOptions, read};
use quorate::ics::write::{blocks, freebusy};
use quorate::model::{FeedReading, Published};
use quorate::time::{Instant, Interval, IntervalSet, Zone};
use std::collections::BTreeSet;

const NOW: &str = "2026-03-02T09:00:00Z";

fn options(window: Interval) -> ReadOptions {
    ReadOptions {
        zone: Zone::named("Europe/London").expect("a zone"),
        window,
        key: HashKey([3; 16]),
        owners: Vec::new(),
        budget: Budget::default(),
    }
}

fn set(reading: &FeedReading, firm: bool) -> IntervalSet {
    let periods = reading.periods.iter();
    periods
        .filter(|period| period.kind.is_firm() == firm)
        .map(|period| period.interval)
        .collect()
}

fn doubts(reading: &FeedReading) -> IntervalSet {
    reading.doubts.iter().map(|doubt| doubt.interval).collect()
}

/// One event of many shapes around the change of the clocks at the end of March. `z` may be a zone that nobody knows.
fn random_event() -> impl Strategy<Value = String> {
    let when = prop_oneof![
        4 => (0..60i64, 0..95i64, 1..20i64).prop_map(|(day, quarter, length)| {
            let from = at("2026-02-20T00:00:00Z").plus(day * 86_400 + quarter * 900);
            let to = from.plus(length * 900);
            (from.utc().format("%Y%m%dT%H%M%S").to_string(), to.utc().format("%Y%m%dT%H%M%S").to_string())
        }),
        1 => (0..60i64, 1..4i64).prop_map(|(day, days)| {
            let from = at("2026-02-20T00:00:00Z").plus(day * 86_400);
            let date = |at: Instant| at.utc().format("%Y%m%d").to_string();
            (date(from), date(from.plus(days * 86_400)))
        }),
    ];
    let zone = prop_oneof![
        6 => Just(";TZID=Europe/London"),
        2 => Just(";TZID=GMT Standard Time"),
        2 => Just(";TZID=America/New_York"),
        2 => Just(""),
        1 => Just(";TZID=Nowhere/At-All"),
    ];
    let shown = prop_oneof![
        4 => Just(""),
        1 => Just("STATUS:TENTATIVE\n"),
        1 => Just("STATUS:CANCELLED\n"),
        1 => Just("TRANSP:TRANSPARENT\n"),
        1 => Just("X-MICROSOFT-CDO-BUSYSTATUS:OOF\n"),
        1 => Just("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\n"),
    ];
    let rule = prop_oneof![
        6 => Just(""),
        1 => Just("RRULE:FREQ=WEEKLY\n"),
        1 => Just("RRULE:FREQ=DAILY;COUNT=9\n"),
        1 => Just("RRULE:FREQ=NONSENSE\n"),
    ];
    (when, zone, shown, rule, 0..1000u32).prop_map(|((from, to), zone, shown, rule, uid)| {
        let zone = if from.len() == 8 { ";VALUE=DATE" } else { zone };
        event(&format!(
            "UID:zeugmafence-{uid}\nSUMMARY:ZEUGMAFENCE\nLOCATION:ZEUGMAFENCE\nDTSTART{zone}:{from}\nDTEND{zone}:{to}\n{shown}{rule}"
        ))
    })
}

/// Every `name` with its parameters and value, by the plainest reading of lines.
fn lines<'t>(text: &'t str, name: &str) -> Vec<(&'t str, &'t str)> {
    text.split_terminator("\r\n")
        .filter_map(|line| line.split_once(':'))
        .filter(|(head, _)| head.split(';').next() == Some(name))
        .collect()
}

fn instant(text: &str) -> Instant {
    let read = chrono::NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ");
    Instant::from_utc(read.expect("a time in UTC"))
}

/// Busy and tentative time as the VFREEBUSY states it.
fn stated(text: &str) -> [IntervalSet; 2] {
    let mut found = [Vec::new(), Vec::new()];
    let mut last = None;
    for (head, value) in lines(text, "FREEBUSY") {
        let (from, to) = value.split_once('/').expect("a period");
        let interval = Interval::new(instant(from), instant(to)).expect("a period has a length");
        assert!(last <= Some(interval), "in order of time");
        last = Some(interval);
        let tentative = match head {
            "FREEBUSY;FBTYPE=BUSY" | "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE" => 0,
            "FREEBUSY;FBTYPE=BUSY-TENTATIVE" => 1,
            other => panic!("{other}"),
        };
        found[tentative].push(interval);
    }
    found.map(|intervals| intervals.into_iter().collect())
}

fn only_our_own_words(text: &str) {
    assert!(!text.to_ascii_uppercase().contains("ZEUGMAFENCE"));
    assert!(
        text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n'])
    );
    let allowed = [
        "BEGIN",
        "END",
        "PRODID",
        "VERSION",
        "CALSCALE",
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "FREEBUSY",
        "SUMMARY",
        "STATUS",
        "TRANSP",
        "CLASS",
        "X-MICROSOFT-CDO-BUSYSTATUS",
    ];
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75);
        let name = line.split([';', ':']).next().expect("a name");
        assert!(allowed.contains(&name), "{name}");
        if name == "SUMMARY" {
            let words = [
                "SUMMARY:Busy",
                "SUMMARY:Tentative",
                "SUMMARY:Away",
                "SUMMARY:No information",
            ];
            assert!(words.contains(&line));
        }
    }
}

fn check(feed: &str, window: Interval) -> Result<(), TestCaseError> {
    let (options, now) = (options(window), at(NOW));
    let reading = read(feed.as_bytes(), &options).expect("a calendar");
    let speaks =
        known(&reading, None, now, &options.zone).and_then(|known| known.intersect(window));
    let Some(said) = speaks.and_then(|known| published(&[&reading], window, known)) else {
        // Only where nothing is known, or all that is known is in doubt.
        let first = speaks.map(Interval::start);
        prop_assert!(first.is_none_or(|first| doubts(&reading).contains(first)));
        return Ok(());
    };
    prop_assert!(speaks.is_some_and(|speaks| speaks.covers(said.known)));

    let unsure = doubts(&reading).clipped(said.known);
    let busy = set(&reading, true).clipped(said.known);
    let tentative = set(&reading, false).clipped(said.known).union(&unsure);
    let text = freebusy(&said, now);
    only_our_own_words(&text);
    prop_assert_eq!(stated(&text), [busy.clone(), tentative.clone()]);
    let ends = [lines(&text, "DTSTART"), lines(&text, "DTEND")].map(|line| instant(line[0].1));
    prop_assert_eq!(Interval::new(ends[0], ends[1]), Some(said.known));

    for text in [text, blocks(&said, now)] {
        only_our_own_words(&text);
        let again = read(text.as_bytes(), &options).expect("a calendar");
        prop_assert!(
            again.warnings.is_empty() && again.doubts.is_empty() && !again.excess.is_any()
        );
        // Known as far and no further, whatever a diary of events would be believed.
        prop_assert_eq!(known(&again, None, now, &options.zone), Some(said.known));
        prop_assert_eq!(set(&again, true).clipped(said.known), busy.clone());
        prop_assert_eq!(set(&again, false).clipped(said.known), tentative.clone());
    }
    // A program that reads events only sees no free time where nothing is known.
    let bare = blocks(&said, now);
    let events = bare
        .split_once("END:VFREEBUSY\r\n")
        .expect("it comes first")
        .1;
    let events = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}");
    let seen = read(events.as_bytes(), &options).expect("a calendar");
    let taken = set(&seen, true).union(&set(&seen, false));
    let unknown = IntervalSet::from(said.known).complement_in(window);
    prop_assert!(unknown.difference(&taken).is_empty());
    let uids: Vec<&str> = lines(&bare, "UID").into_iter().map(|line| line.1).collect();
    prop_assert_eq!(uids.iter().collect::<BTreeSet<_>>().len(), uids.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_published_reads_back_as_the_diary(
        events in prop::collection::vec(random_event(), 0..12),
        from in 0..40i64,
        days in 1..60i64,
        hours in 0..24i64,
    ) {
        let start = at("2026-02-25T00:00:00Z").plus(from * 86_400 + hours * 3600);
        let window = Interval::new(start, start.plus(days * 86_400)).expect("a window");
        check(&calendar(&events.concat()), window)?;
    }
}

fn said_of(lines: &str) -> Option<Published> {
    let window =
        Interval::new(at("2026-03-02T00:00:00Z"), at("2026-05-01T00:00:00Z")).expect("a window");
    let options = options(window);
    let reading = read(calendar(lines).as_bytes(), &options).expect("a calendar");
    let known = known(&reading, None, at(NOW), &options.zone)?;
    published(&[&reading], window, known.intersect(window)?)
}

#[test]
fn doubt_at_the_end_ends_what_is_said_and_doubt_before_is_tentative() {
    // Known for 28 days, until 30 March 09:00; the unknown zone may be 14 hours off on either side.
    let last = said_of(&event(
        "DTSTART;TZID=Nowhere/At-All:20260330T080000\nDURATION:PT1H",
    ))
    .expect("known before it");
    assert_eq!(last.known.end(), at("2026-03-29T17:00:00Z"));
    assert!(last.ends_in_doubt && last.tentative.is_empty());

    let within = said_of(&event(
        "DTSTART;TZID=Nowhere/At-All:20260310T120000\nDURATION:PT1H",
    ))
    .expect("known");
    assert_eq!(within.known.end(), at("2026-03-30T09:00:00Z"));
    assert_eq!(within.tentative, within.doubtful);
    assert!(within.tentative.contains(at("2026-03-09T22:00:00Z")) && !within.ends_in_doubt);

    // A calendar without its end: everything is in doubt, and nothing is said.
    let window =
        Interval::new(at("2026-03-02T00:00:00Z"), at("2026-05-01T00:00:00Z")).expect("a window");
    let cut = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260310T120000Z\r\nEND:VEVENT\r\n";
    let reading = read(cut.as_bytes(), &options(window)).expect("readable");
    assert_eq!(published(&[&reading], window, window), None);
}

#[test]
fn an_hour_out_of_office_that_is_busy_too_is_said_once_and_is_busy() {
    let said = said_of(
        &(event("UID:a\nDTSTART:20260310T100000Z\nDTEND:20260310T110000Z")
            + &event("UID:b\nDTSTART:20260310T090000Z\nDTEND:20260310T120000Z\nX-MICROSOFT-CDO-BUSYSTATUS:OOF")),
    )
    .expect("known");
    let text = freebusy(&said, at(NOW));
    let periods: Vec<String> = lines(&text, "FREEBUSY")
        .iter()
        .map(|(head, value)| format!("{head}:{value}"))
        .collect();
    assert_eq!(
        periods,
        [
            "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260310T090000Z/20260310T100000Z",
            "FREEBUSY;FBTYPE=BUSY:20260310T100000Z/20260310T110000Z",
            "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260310T110000Z/20260310T120000Z",
        ]
    );
}

#[test]
fn stated_working_hours_leave_as_time_away() {
    // Works on Tuesdays from nine to noon, and says so itself (RFC 7953).
    let said = said_of(
        "BEGIN:VAVAILABILITY\nUID:v\nDTSTART:20260309T000000Z\nDTEND:20260311T000000Z\nBEGIN:AVAILABLE\nUID:w\n\
         DTSTART:20260310T090000Z\nDTEND:20260310T120000Z\nEND:AVAILABLE\nEND:VAVAILABILITY",
    )
    .expect("known");
    let away: Vec<String> = said
        .away
        .iter()
        .map(|part| format!("{}/{}", part.start(), part.end()))
        .collect();
    assert_eq!(
        away,
        [
            "2026-03-09T00:00:00Z/2026-03-10T09:00:00Z",
            "2026-03-10T12:00:00Z/2026-03-11T00:00:00Z"
        ]
    );
}
