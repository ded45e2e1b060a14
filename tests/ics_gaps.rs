//! Shapes of the wild that are easy to get wrong, and events of which only a part can be read: each with the times worked out by hand.

mod ics_support;

use ics_support::{
    busy, calendar, codes, event, options, read_text, reading, shown, starts, year_2025,
};
use quorate::ics::read::read;
use quorate::model::feed::{DoubtReason, DropReason, FeedReading, FeedRefusal, WarningCode};

fn doubts(reading: &FeedReading) -> Vec<(String, DoubtReason)> {
    let show = |part: quorate::time::Interval| {
        let mark = |at: quorate::time::Instant| at.utc().format("%m-%dT%H:%M").to_string();
        format!("{}/{}", mark(part.start()), mark(part.end()))
    };
    reading
        .doubts
        .iter()
        .map(|doubt| (show(doubt.interval), doubt.reason))
        .collect()
}

fn in_doubt(list: &[&str], reason: DoubtReason) -> Vec<(String, DoubtReason)> {
    list.iter()
        .map(|part| ((*part).to_owned(), reason))
        .collect()
}

const ONE: &str = "DTSTART:20250106T090000Z\nDTEND:20250106T100000Z";
const ONE_SHOWN: [&str; 1] = ["2025-01-06T09:00:00Z/2025-01-06T10:00:00Z"];

// As programs write.

/// Google's free/busy-only sharing: instances of a series that the file does not have.
#[test]
fn instances_without_their_series_are_events_of_their_own() {
    let instance = |id: &str, start: &str| {
        event(&format!(
            "UID:s@google.com\nRECURRENCE-ID:{id}\nDTSTART:{start}\nDURATION:PT30M\nSUMMARY:Busy"
        ))
    };
    let text = instance("20250106T090000Z", "20250106T090000Z")
        + &instance("20250113T090000Z", "20250114T093000Z");
    assert_eq!(starts(&text), ["01-06 09:00", "01-14 09:30"]);
    let found = reading(&text, &year_2025());
    assert!(found.warnings.is_empty() && found.kept == 2);
    let hashes: Vec<_> = found
        .periods
        .iter()
        .map(|period| (period.event, period.uid))
        .collect();
    assert_ne!(hashes[0].0, hashes[1].0);
    assert_eq!(hashes[0].1, hashes[1].1);
}

#[test]
fn utf_16_is_read_in_both_orders_with_and_without_mark() {
    let text = calendar(&event(&format!("{ONE}\nSUMMARY:Vögel 🦉")));
    for big in [false, true] {
        for mark in [true, false] {
            let bytes: Vec<u8> = mark
                .then_some(0xFEFF)
                .into_iter()
                .chain(text.encode_utf16())
                .flat_map(|unit| {
                    if big {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    }
                })
                .collect();
            let found = read(&bytes, &year_2025()).expect("a calendar");
            assert_eq!(shown(&found, true), ONE_SHOWN, "big {big}, mark {mark}");
            assert_eq!(codes(&found), [WarningCode::Utf16]);
            // Cut inside the event, it is refused as other text is.
            assert_eq!(
                read(&bytes[..bytes.len() / 2], &year_2025()),
                Err(FeedRefusal::Truncated)
            );
        }
    }
}

/// Each calendar has its own zone for floating times, its own VTIMEZONEs and its own method.
#[test]
fn several_calendars_in_one_file_keep_to_themselves() {
    let local = event("UID:a\nDTSTART:20250601T090000\nDURATION:PT1H");
    let named = event("UID:b\nDTSTART;TZID=Mine:20250602T090000\nDURATION:PT1H");
    let zone = |offset: &str| {
        format!(
            "BEGIN:VTIMEZONE\nTZID:Mine\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
        )
    };
    let text = calendar(&format!(
        "X-WR-TIMEZONE:America/New_York\n{}{local}{named}",
        zone("+0200")
    )) + &calendar(&format!("{}{local}{named}", zone("-0300")))
        + &calendar(&format!(
            "METHOD:CANCEL\n{}",
            event("DTSTART:20250603T090000Z\nDURATION:PT1H")
        ));
    let found = read_text(&text, &year_2025()).expect("calendars");
    let starts: Vec<String> = found
        .periods
        .iter()
        .map(|period| period.interval.start().utc().format("%d %H").to_string())
        .collect();
    assert_eq!(starts, ["01 08", "01 13", "02 07", "02 12"]);
}

/// Apple's Calendar has been seen to break a value in the middle: the second half is a line of its own.
#[test]
fn a_raw_line_break_in_a_value_costs_that_line() {
    let text = event(&format!(
        "{ONE}\nDESCRIPTION:Bring the\nminutes and coffee\nLOCATION:Here"
    ));
    assert_eq!(busy(&text), ONE_SHOWN);
    assert_eq!(codes(&reading(&text, &year_2025())), [WarningCode::BadLine]);
    // Even where the half looks like a property that matters, it has no value of the right kind.
    let text = event(&format!(
        "{ONE}\nDESCRIPTION:From the agenda\nDTSTART:to be told"
    ));
    assert_eq!(busy(&text), ONE_SHOWN);
}

#[test]
fn a_name_that_is_an_offset_means_it_unless_the_file_describes_more() {
    let at = |zone: &str| {
        starts(&event(&format!(
            "DTSTART;TZID={zone}:20250601T090000\nDURATION:PT1H"
        )))
    };
    for (zone, start) in [
        ("GMT-0400", "06-01 13:00"),
        ("GMT+0530", "06-01 03:30"),
        ("\"UTC+02:00\"", "06-01 07:00"),
        ("gmt-0400", "06-01 13:00"),
    ] {
        assert_eq!(at(zone), [start], "{zone}");
    }
    let found = reading(
        &event("DTSTART;TZID=GMT-0400:20250601T090000\nDURATION:PT1H"),
        &year_2025(),
    );
    assert!(found.doubts.is_empty() && found.warnings.is_empty());
    // Fewer digits could be POSIX's way, where the sign is turned: not known.
    for zone in ["GMT-4", "UTC+2", "XYZ-0400", "GMT-2500", "GMT0400"] {
        let found = reading(
            &event(&format!(
                "DTSTART;TZID={zone}:20250601T090000\nDURATION:PT1H"
            )),
            &year_2025(),
        );
        assert_eq!(codes(&found), [WarningCode::UnknownTzid], "{zone}");
        assert_eq!(found.doubts.len(), 1);
    }
    // Apple writes the name of the moment over a description with summer time.
    let described = "BEGIN:VTIMEZONE\nTZID:GMT-0400\n\
        BEGIN:DAYLIGHT\nDTSTART:20070311T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\n\
        BEGIN:STANDARD\nDTSTART:20071104T020000\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\n\
        END:VTIMEZONE\n";
    let both = event("UID:w\nDTSTART;TZID=GMT-0400:20250115T090000\nDURATION:PT1H")
        + &event("UID:s\nDTSTART;TZID=GMT-0400:20250615T090000\nDURATION:PT1H");
    assert_eq!(
        starts(&format!("{described}{both}")),
        ["01-15 14:00", "06-15 13:00"]
    );
}

/// "GMT" that is really London: the file's description counts, and is warned of, since other programs read 09:00Z.
#[test]
fn a_zone_called_gmt_is_what_the_file_says() {
    let summer = event("DTSTART;TZID=GMT:20250601T090000\nDURATION:PT1H");
    assert_eq!(starts(&summer), ["06-01 09:00"]);
    let london = "BEGIN:VTIMEZONE\nTZID:GMT\n\
        BEGIN:DAYLIGHT\nDTSTART:19810329T010000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nEND:DAYLIGHT\n\
        BEGIN:STANDARD\nDTSTART:19961027T020000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nEND:STANDARD\n\
        END:VTIMEZONE\n";
    let text = format!("{london}{summer}");
    assert_eq!(starts(&text), ["06-01 08:00"]);
    assert_eq!(
        codes(&reading(&text, &year_2025())),
        [WarningCode::ZoneDescriptionDiffers]
    );
}

// Whole days overridden by times.

#[test]
fn an_override_of_a_whole_day_is_matched_by_the_day() {
    let series = event("DTSTART;VALUE=DATE:20250602\nRRULE:FREQ=DAILY;COUNT=3");
    let second = |id: &str, zone: &str| {
        let text = series.clone() + &event(&format!("{id}\nDTSTART;VALUE=DATE:20250610"));
        let found = reading(
            &text,
            &options("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", zone),
        );
        assert!(
            !codes(&found).contains(&WarningCode::OverrideWithoutInstance),
            "{id} {zone}"
        );
        let middle = |period: &quorate::model::BusyPeriod| period.interval.start().plus(43_200);
        found
            .periods
            .iter()
            .map(|period| middle(period).utc().format("%d").to_string())
            .collect::<Vec<_>>()
    };
    let expected = ["02", "04", "10"];
    for (id, zone) in [
        // Midnight by the owner's clock, written in UTC: the day that begins there.
        ("RECURRENCE-ID:20250602T230000Z", "Europe/London"),
        ("RECURRENCE-ID:20250603T040000Z", "America/New_York"),
        // Midnight as written, whoever wrote it: that day.
        ("RECURRENCE-ID:20250603T000000Z", "America/New_York"),
        ("RECURRENCE-ID:20250603T000000", "Europe/London"),
        (
            "RECURRENCE-ID;TZID=Europe/Berlin:20250603T000000",
            "Europe/London",
        ),
        // Some time of the day.
        ("RECURRENCE-ID:20250603T090000Z", "Europe/London"),
        ("RECURRENCE-ID:20250603T233000Z", "America/New_York"),
        ("RECURRENCE-ID:20250604T013000Z", "America/New_York"),
        ("RECURRENCE-ID;VALUE=DATE:20250603", "Europe/London"),
    ] {
        assert_eq!(second(id, zone), expected, "{id} in {zone}");
    }
}

// Events of which only a part can be read.

#[test]
fn a_bad_start_leaves_its_day_in_doubt() {
    let reason = DoubtReason::UnreadableStart;
    for (lines, days) in [
        (
            "DTSTART:20250602T250000\nDURATION:PT1H",
            vec!["06-01T23:00/06-02T23:00"],
        ),
        (
            "DTSTART:2025-06-02 nine o'clock",
            vec!["06-01T23:00/06-02T23:00"],
        ),
        (
            "DTSTART;TZID=Europe/London:20250602T09xx00",
            vec!["06-01T23:00/06-02T23:00"],
        ),
        // The end tells how many days it may be.
        (
            "DTSTART:20250602T250000\nDTEND:20250604T100000",
            vec!["06-01T23:00/06-04T23:00"],
        ),
        // Only the end can be read: its day; a whole-day event ends with the day before.
        (
            "DTSTART:soon\nDTEND:20250602T100000Z",
            vec!["06-01T23:00/06-02T23:00"],
        ),
        (
            "DTSTART:soon\nDTEND;VALUE=DATE:20250603",
            vec!["06-01T23:00/06-02T23:00"],
        ),
        (
            "DTSTART:soon\nDTEND:20250602T230000Z",
            vec!["06-01T23:00/06-02T23:00"],
        ),
        ("DTEND:20250602T100000Z", vec!["06-01T23:00/06-02T23:00"]),
        // Nothing can be told: nothing can be marked, and the warning stays.
        ("DTSTART:soon\nDURATION:PT1H", vec![]),
        ("DTSTART:20251302T090000", vec![]),
        ("SUMMARY:No time at all", vec![]),
        ("DTSTART:soon\nDTEND:later", vec![]),
    ] {
        let found = reading(&event(lines), &year_2025());
        assert_eq!(doubts(&found), in_doubt(&days, reason), "{lines}");
        assert!(
            found.periods.is_empty() && found.free_days.is_empty(),
            "{lines}"
        );
        assert_eq!(found.dropped[&DropReason::Unreadable], 1, "{lines}");
        assert_eq!(found.kept, 0, "{lines}");
        assert!(!found.warnings.is_empty(), "{lines}");
    }
}

#[test]
fn a_bad_start_of_a_series_leaves_its_days_in_doubt() {
    let weekly = "DTSTART:20250602T250000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3";
    let days = [
        "06-01T23:00/06-02T23:00",
        "06-08T23:00/06-09T23:00",
        "06-15T23:00/06-16T23:00",
    ];
    let found = reading(&event(weekly), &year_2025());
    assert_eq!(
        doubts(&found),
        in_doubt(&days, DoubtReason::UnreadableStart)
    );
    // An exception takes its day out, an override of its own stands for it.
    let less = event(&format!("{weekly}\nEXDATE:20250609T090000Z"))
        + &event("RECURRENCE-ID:20250616T090000Z\nDTSTART:20250617T090000Z\nDURATION:PT1H");
    let found = reading(&less, &year_2025());
    assert_eq!(
        doubts(&found),
        in_doubt(&days[..1], DoubtReason::UnreadableStart)
    );
    assert_eq!(
        shown(&found, true),
        ["2025-06-17T09:00:00Z/2025-06-17T10:00:00Z"]
    );
    // Every few hours from a time that cannot be read: every day.
    let hourly = "DTSTART:20251230T250000\nDURATION:PT1H\nRRULE:FREQ=HOURLY;INTERVAL=30";
    let found = reading(&event(hourly), &year_2025());
    let covered: quorate::time::IntervalSet =
        found.doubts.iter().map(|doubt| doubt.interval).collect();
    assert_eq!(covered.seconds(), 2 * 86_400);
}

#[test]
fn what_takes_no_time_leaves_no_doubt() {
    for line in [
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
    ] {
        let found = reading(
            &event(&format!("DTSTART:20250602T250000\nDURATION:PT1H\n{line}")),
            &year_2025(),
        );
        assert!(
            found.doubts.is_empty() && found.free_days.is_empty(),
            "{line}"
        );
    }
}

/// A whole other calendar beside one bad event is read as ever.
#[test]
fn a_bad_event_costs_that_event() {
    let text = event("UID:bad\nDTSTART:20250602T250000\nDURATION:PT1H")
        + &event(&format!("UID:good\n{ONE}"));
    let found = reading(&text, &year_2025());
    assert_eq!(shown(&found, true), ONE_SHOWN);
    assert_eq!((found.kept, found.dropped_in_all()), (1, 1));
}

// Parts that stand where they do not belong.

/// Always three hours ahead of UTC, under a name that nobody knows.
const ZONE: &str = "BEGIN:VTIMEZONE\nTZID:Invented\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n";
const STRAY: &str =
    "BEGIN:DAYLIGHT\nDTSTART:19700101T000000\nTZOFFSETFROM:-0800\nTZOFFSETTO:-0800\nEND:DAYLIGHT\n";
const IN_ZONE: &str =
    "UID:z\nDTSTART;TZID=Invented:20250106T090000\nDTEND;TZID=Invented:20250106T100000";

#[test]
fn a_change_of_clocks_outside_a_zone_changes_no_zone() {
    let expected = ["01-06 06:00"];
    let plain = event(IN_ZONE);
    assert_eq!(starts(&format!("{ZONE}{plain}")), expected);
    assert_eq!(starts(&format!("{ZONE}{STRAY}{plain}")), expected);
    // In an event it costs none of the event's own lines, and is told.
    let inside = event(&format!("{STRAY}{IN_ZONE}"));
    assert_eq!(starts(&format!("{ZONE}{inside}")), expected);
    let found = reading(&format!("{ZONE}{inside}"), &year_2025());
    assert_eq!(codes(&found), [WarningCode::UnknownComponent]);
    // In something unknown inside the zone it is that thing's.
    let deep = ZONE.replace(
        "END:VTIMEZONE",
        &format!("BEGIN:X-OWN\n{STRAY}END:X-OWN\nEND:VTIMEZONE"),
    );
    assert_eq!(starts(&format!("{deep}{plain}")), expected);
}

#[test]
fn a_change_of_clocks_without_its_end_does_not_swallow_the_next() {
    let zone = "BEGIN:VTIMEZONE\nTZID:Invented\n\
        BEGIN:DAYLIGHT\nDTSTART:20250330T020000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0300\n\
        BEGIN:STANDARD\nDTSTART:20251026T030000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE\n";
    let summer = event(&IN_ZONE.replace("UID:z", "UID:y").replace("0106T", "0707T"));
    let text = format!("{zone}{}{summer}", event(IN_ZONE));
    assert_eq!(starts(&text), ["01-06 07:00", "07-07 06:00"]);
    let found = reading(&text, &year_2025());
    assert_eq!(codes(&found), [WarningCode::MissingEnd]);
}

/// An AVAILABLE in an event is no working time and costs none of the event's own lines.
#[test]
fn working_hours_inside_an_event_cost_nothing_of_it() {
    let inside = event(&format!(
        "BEGIN:AVAILABLE\nDTSTART:20250303T000000Z\nDTEND:20250304T000000Z\nEND:AVAILABLE\n{ONE}"
    ));
    assert_eq!(busy(&inside), ONE_SHOWN);
    let found = reading(&inside, &year_2025());
    assert_eq!(codes(&found), [WarningCode::UnknownComponent]);
    assert!(!found.states_hours());
}
