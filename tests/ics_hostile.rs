//! Feeds that nobody should be harmed by: random bytes, mutated feeds, and texts that must not leak.

mod ics_support;

use ics_support::{calendar, event, year_2025};
use proptest::prelude::*;
use quorate::ics::read::{Budget, ReadOptions, read};
use std::fs;
use std::process::Command;

/// Everything a reading may hold lies in the window and takes time; anything else would be found out by the types.
fn check(bytes: &[u8], options: &ReadOptions) {
    let Ok(reading) = read(bytes, options) else {
        return;
    };
    for period in &reading.periods {
        assert!(options.window.covers(period.interval));
    }
    assert!(reading.periods.is_sorted());
    for doubt in &reading.doubts {
        assert!(options.window.covers(doubt.interval));
    }
    for part in reading.hours_stated.iter().chain(&reading.available) {
        assert!(options.window.covers(*part));
    }
    // Available is what is stated and neither taken by the hours nor in doubt; whoever says free has said where.
    for free in &reading.available {
        assert!(
            reading
                .hours_stated
                .iter()
                .any(|stated| stated.covers(*free))
        );
    }
    for day in &reading.free_days {
        assert!(options.window.covers(*day));
    }
    let again = read(bytes, options).expect("read once already");
    assert_eq!(again, reading);
}

fn small() -> ReadOptions {
    ReadOptions {
        budget: Budget {
            steps: 200_000,
            periods: 2_000,
            ..Budget::default()
        },
        ..year_2025()
    }
}

const WORDS: &[&str] = &[
    "BEGIN:VCALENDAR",
    "END:VCALENDAR",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "BEGIN:VTIMEZONE",
    "END:VTIMEZONE",
    "TZID:Z",
    "BEGIN:STANDARD",
    "END:STANDARD",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:-1200",
    "BEGIN:VAVAILABILITY",
    "END:VAVAILABILITY",
    "BEGIN:AVAILABLE",
    "END:AVAILABLE",
    "BUSYTYPE:BUSY-TENTATIVE",
    "PRIORITY:1",
    "EXRULE:FREQ=SECONDLY",
    "EXRULE:FREQ=WEEKLY;BYDAY=MO",
    "X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT30M",
    "RRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD",
    "BEGIN:VFREEBUSY",
    "END:VFREEBUSY",
    "FREEBUSY:20250106T090000Z/PT1H",
    "UID:a",
    "UID:b",
    "SEQUENCE:3",
    "DTSTART:20250106T090000Z",
    "DTSTART;TZID=Z:20250330T013000",
    "DTSTART;VALUE=DATE:20240229",
    "DTSTART;TZID=Europe/London:19700101T000000",
    "DTSTART:00010101T000000",
    "DTSTART:99991231T235959Z",
    "DTEND:20250106T100000Z",
    "DTEND:99991231T235959Z",
    "DURATION:P1DT1H",
    "DURATION:P4000000D",
    "DURATION:-PT5M",
    "RRULE:FREQ=DAILY",
    "RRULE:FREQ=YEARLY;BYWEEKNO=-1,53;INTERVAL=7",
    "RRULE:FREQ=SECONDLY;BYHOUR=3",
    "RRULE:FREQ=MINUTELY;INTERVAL=7;COUNT=100000",
    "RRULE:FREQ=MONTHLY;BYDAY=-1FR,2MO;BYSETPOS=-2,1",
    "RRULE:FREQ=HOURLY",
    "RRULE:FREQ=WEEKLY;INTERVAL=1000000000;COUNT=900000000000000000",
    "RRULE:FREQ=DAILY;UNTIL=99991231",
    "RRULE:FREQ=YEARLY;INTERVAL=999999999;BYMONTHDAY=31",
    "RDATE:20250107T090000Z,20250108",
    "EXDATE:20250107T090000Z",
    "RDATE;VALUE=PERIOD:20250109T090000Z/P1D",
    "RECURRENCE-ID:20250107T090000Z",
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20250108T090000Z",
    "STATUS:TENTATIVE",
    "STATUS:CANCELLED",
    "TRANSP:TRANSPARENT",
    "X-WR-TIMEZONE:Asia/Kathmandu",
    "METHOD:PUBLISH",
    " folded",
    "",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes, &small());
        check(&[b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", &bytes[..]].concat(), &small());
    }

    #[test]
    fn lines_in_any_order_do_no_harm(picks in proptest::collection::vec(0..WORDS.len(), 0..60), whole in any::<bool>()) {
        let lines: Vec<&str> = picks.iter().map(|pick| WORDS[*pick]).collect();
        let body = lines.join("\n");
        let text = if whole { calendar(&event(&body)) } else { format!("BEGIN:VCALENDAR\n{body}") };
        check(text.as_bytes(), &small());
    }

    #[test]
    fn damaged_feeds_do_no_harm(
        picks in proptest::collection::vec(0..WORDS.len(), 5..40),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let lines: Vec<&str> = picks.iter().map(|pick| WORDS[*pick]).collect();
        let mut bytes = calendar(&event(&lines.join("\n"))).into_bytes();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        check(&bytes, &small());
    }
}

/// A word that is in every text of the feed and must be nowhere else.
const CANARY: &str = "Canary";

#[test]
fn no_text_of_a_feed_gets_out() {
    let texts: String = [
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "COMMENT",
        "CONTACT",
        "CATEGORIES",
        "RESOURCES",
        "URL",
        "X-ANYTHING",
        "ATTACH",
        "CLASS",
        "STATUS",
        "TRANSP",
        "METHOD",
        "X-WR-CALNAME",
        "X-WR-TIMEZONE",
        "GEO",
        "RELATED-TO",
        "REQUEST-STATUS",
        "SUMMARY;LANGUAGE=Canary",
        "ATTENDEE;CN=Canary;X-CANARY=\"Canary",
        "DTSTAMP",
        "SEQUENCE",
    ]
    .iter()
    .map(|name| format!("{name}:{CANARY} mailto:{CANARY}@example.org\n"))
    .collect();
    let good = "DTSTART;TZID=Canary/Zone:20250106T090000\nDURATION:PT1H\nORGANIZER;CN=Canary:mailto:canary@example.org\n";
    let broken = "DTSTART:Canary\nRRULE:Canary\nDURATION:Canary\nEXDATE:Canary\nRDATE:Canary/Canary\nRECURRENCE-ID:Canary\n\
        EXRULE:Canary\nX-APPLE-TRAVEL-DURATION:Canary\nBUSYTYPE:Canary\nPRIORITY:Canary\n\
        Canary without colon\nCanary line:x\n";
    let zone = "BEGIN:VTIMEZONE\nTZID:Canary/Other\nBEGIN:STANDARD\nDTSTART:Canary\nTZNAME:Canary\nEND:STANDARD\nEND:VTIMEZONE\n";
    let lines = format!(
        "{texts}{zone}{}{}{}BEGIN:VFREEBUSY\nFREEBUSY:Canary/Canary\n{texts}END:VFREEBUSY\n\
        BEGIN:VAVAILABILITY\n{broken}{texts}BEGIN:AVAILABLE\n{broken}{texts}END:AVAILABLE\nEND:VAVAILABILITY\nBEGIN:Canary\nEND:Canary\n",
        event(&format!("UID:Canary-1\n{good}{texts}")),
        event(&format!("UID:Canary-2\n{broken}{texts}")),
        event(&format!("UID:Canary-3\nDTSTART:20250107T090000Z\n{broken}")),
    );
    let folder = tempfile::tempdir().expect("a folder");
    let whole = calendar(&lines);
    // Whole, without its end, cut in an event, and as no calendar at all.
    let versions = [
        whole.clone(),
        whole.replace("END:VCALENDAR\r\n", ""),
        whole[..whole.len() / 2].to_owned(),
        whole.replace("BEGIN:", "Canary:"),
    ];
    let mut answers = 0;
    for (number, text) in versions.iter().enumerate() {
        let path = folder.path().join(format!("feed-{number}.ics"));
        fs::write(&path, text).expect("written");
        for format in ["text", "json"] {
            let ran = Command::new(env!("CARGO_BIN_EXE_quorate"))
                .arg("freebusy")
                .arg(&path)
                .args([
                    "--from",
                    "2025-01-01",
                    "--to",
                    "2025-12-31",
                    "--format",
                    format,
                ])
                .output()
                .expect("the program runs");
            answers += u32::from(ran.status.success());
            assert!(!ran.stdout.is_empty() || !ran.stderr.is_empty());
            for stream in [ran.stdout, ran.stderr] {
                let shown = String::from_utf8(stream).expect("UTF-8").to_lowercase();
                assert!(!shown.contains("canary"), "{format}: {shown}");
            }
        }
        let debug = format!("{:?}", read(text.as_bytes(), &year_2025())).to_lowercase();
        assert!(!debug.contains("canary"));
    }
    assert!(
        answers >= 4,
        "the test has to see answers, not only refusals"
    );
}
