//! The contract for reading calendars, rule by rule: at least one test for each numbered rule and each pitfall, with the
//! expected times worked out by hand.

mod ics_support;

use ics_support::{
    at, busy, calendar, codes, event, options, read_text, reading, shown, starts, year_2025,
};
use quorate::ics::read::{Budget, read};
use quorate::model::feed::{BusyKind, DoubtReason, DropReason, FeedRefusal, WarningCode};

const NINE_TO_TEN: &str = "DTSTART:20250106T090000Z\nDTEND:20250106T100000Z\n";
const MONDAY_NINE: &str = "2025-01-06T09:00:00Z/2025-01-06T10:00:00Z";

fn with(lines: &str) -> String {
    event(&format!("{NINE_TO_TEN}{lines}"))
}

// Rule 1: class of an event.

#[test]
fn rule_1_busy_status_outranks_transp_and_transp_outranks_status() {
    let kind = |lines: &str| {
        let reading = reading(&with(lines), &year_2025());
        reading.periods.first().map(|period| period.kind)
    };
    let (cdo, msn) = (
        "X-MICROSOFT-CDO-BUSYSTATUS",
        "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS",
    );
    assert_eq!(kind(""), Some(BusyKind::Busy));
    assert_eq!(kind("STATUS:CANCELLED"), None);
    assert_eq!(kind(&format!("STATUS:CANCELLED\n{cdo}:BUSY")), None);
    assert_eq!(kind("STATUS:TENTATIVE"), Some(BusyKind::Tentative));
    assert_eq!(kind("TRANSP:TRANSPARENT"), None);
    assert_eq!(kind("TRANSP:TRANSPARENT\nSTATUS:TENTATIVE"), None);
    assert_eq!(
        kind("TRANSP:OPAQUE\nSTATUS:TENTATIVE"),
        Some(BusyKind::Tentative)
    );
    assert_eq!(
        kind(&format!("TRANSP:TRANSPARENT\n{cdo}:BUSY")),
        Some(BusyKind::Busy)
    );
    assert_eq!(kind(&format!("TRANSP:OPAQUE\n{cdo}:FREE")), None);
    assert_eq!(kind(&format!("{cdo}:WORKINGELSEWHERE")), None);
    assert_eq!(kind(&format!("{cdo}:TENTATIVE")), Some(BusyKind::Tentative));
    assert_eq!(kind(&format!("{cdo}:OOF")), Some(BusyKind::Away));
    assert_eq!(kind(&format!("{msn}:TENTATIVE")), Some(BusyKind::Tentative));
    assert_eq!(
        kind(&format!("{msn}:FREE\n{cdo}:BUSY")),
        Some(BusyKind::Busy)
    );
    assert_eq!(
        kind("X-MICROSOFT-CDO-INTENDEDSTATUS:FREE"),
        Some(BusyKind::Busy)
    );
}

#[test]
fn rule_1_cancelling_calendars_tasks_and_journals_take_no_time() {
    assert_eq!(busy(&format!("METHOD:CANCEL\n{}", with(""))), [""; 0]);
    let task = with("").replace("VEVENT", "VTODO");
    let journal = with("").replace("VEVENT", "VJOURNAL");
    let reading = reading(&(task + &journal), &year_2025());
    assert!(reading.periods.is_empty());
    assert_eq!(reading.dropped[&DropReason::NotAnEvent], 2);
}

// Rule 2: VFREEBUSY.

#[test]
fn rule_2_published_free_busy_time_by_type() {
    let lines = "BEGIN:VFREEBUSY\nUID:f\nDTSTART:20250101T000000Z\nDTEND:20250201T000000Z\n\
        FREEBUSY:20250106T090000Z/PT1H,20250106T120000Z/20250106T123000Z\n\
        FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20250107T090000Z/PT1H\n\
        FREEBUSY;FBTYPE=BUSY-TENTATIVE:20250108T090000Z/PT1H\n\
        FREEBUSY;FBTYPE=FREE:20250109T090000Z/PT1H\n\
        FREEBUSY;FBTYPE=X-ODD:20250110T090000Z/PT1H\nEND:VFREEBUSY";
    let reading = reading(lines, &year_2025());
    let expected = [
        MONDAY_NINE,
        "2025-01-06T12:00:00Z/2025-01-06T12:30:00Z",
        "2025-01-07T09:00:00Z/2025-01-07T10:00:00Z",
        "2025-01-10T09:00:00Z/2025-01-10T10:00:00Z",
    ];
    assert_eq!(shown(&reading, true), expected);
    assert_eq!(
        shown(&reading, false),
        ["2025-01-08T09:00:00Z/2025-01-08T10:00:00Z"]
    );
    let read_at = at("2025-01-05T00:00:00Z");
    assert_eq!(
        reading.horizon.known_until(None, read_at),
        at("2025-02-01T00:00:00Z")
    );
}

// Rule 3: zone of a value.

#[test]
fn rule_3_floating_and_dates_are_in_the_calendars_zone() {
    let floating = event("DTSTART:20250601T090000\nDTEND:20250601T100000");
    assert_eq!(
        busy(&floating),
        ["2025-06-01T08:00:00Z/2025-06-01T09:00:00Z"]
    );
    let berlin = format!("X-WR-TIMEZONE:Europe/Berlin\n{floating}");
    assert_eq!(busy(&berlin), ["2025-06-01T07:00:00Z/2025-06-01T08:00:00Z"]);
    let date = event("DTSTART;VALUE=DATE;TZID=America/New_York:20250601");
    assert_eq!(busy(&date), ["2025-05-31T23:00:00Z/2025-06-01T23:00:00Z"]);
    let utc = format!("X-WR-TIMEZONE:Europe/Berlin\n{}", with(""));
    assert_eq!(busy(&utc), [MONDAY_NINE]);
}

#[test]
fn rule_3_floating_exdate_and_recurrence_id_mean_the_zone_of_the_series() {
    let master = event(
        "DTSTART;TZID=America/New_York:20250106T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20250107T090000",
    );
    let moved = event(
        "RECURRENCE-ID:20250108T090000\nDTSTART;TZID=America/New_York:20250108T120000\nDURATION:PT1H",
    );
    assert_eq!(starts(&(master + &moved)), ["01-06 14:00", "01-08 17:00"]);
}

// Rule 4: TZID.

#[test]
fn rule_4_iana_then_windows_then_a_vendors_tail_then_vtimezone() {
    let start = |tzid: &str| {
        starts(&event(&format!(
            "DTSTART;TZID={tzid}:20250601T090000\nDURATION:PT1H"
        )))
    };
    assert_eq!(start("America/New_York"), ["06-01 13:00"]);
    assert_eq!(start("america/new_york"), ["06-01 13:00"]);
    assert_eq!(start("Eastern Standard Time"), ["06-01 13:00"]);
    assert_eq!(
        start("\"(UTC-05:00) Eastern Time (US & Canada)\""),
        ["06-01 13:00"]
    );
    assert_eq!(
        start("/citadel.org/20210210_1/America/New_York"),
        ["06-01 13:00"]
    );
}

fn described(tzid: &str, offset: &str) -> String {
    format!(
        "BEGIN:VTIMEZONE\nTZID:{tzid}\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\n\
        END:STANDARD\nEND:VTIMEZONE\n"
    )
}

#[test]
fn rule_4_a_described_zone_is_read_with_seconds_and_blanks_and_after_its_use() {
    let odd =
        event("DTSTART;TZID=Odd :20250601T090000\nDURATION:PT1H") + &described("Odd", "+023017");
    assert_eq!(busy(&odd), ["2025-06-01T06:29:43Z/2025-06-01T07:29:43Z"]);
    for tzid in ["tzone://Microsoft/Custom", "\"tzone://Microsoft/Custom\""] {
        let start = format!("DTSTART;TZID={tzid}:20250601T090000\nDURATION:PT1H");
        let custom = described("tzone://Microsoft/Custom", "+0530") + &event(&start);
        assert_eq!(starts(&custom), ["06-01 03:30"], "{tzid}");
    }
}

#[test]
fn rule_4_a_stale_description_of_a_known_zone_is_warned_of_and_the_name_counts() {
    let lines = described("Europe/London", "+0000")
        + &event("DTSTART;TZID=Europe/London:20250601T090000\nDURATION:PT1H");
    let reading = reading(&lines, &year_2025());
    assert_eq!(
        shown(&reading, true),
        ["2025-06-01T08:00:00Z/2025-06-01T09:00:00Z"]
    );
    assert_eq!(codes(&reading), [WarningCode::ZoneDescriptionDiffers]);
}

#[test]
fn rule_4_an_unknown_zone_is_in_doubt_for_fourteen_hours_to_either_side() {
    let reading = reading(
        &event("DTSTART;TZID=Mars/Olympus:20250601T090000\nDURATION:PT1H"),
        &year_2025(),
    );
    assert_eq!(
        shown(&reading, true),
        ["2025-06-01T08:00:00Z/2025-06-01T09:00:00Z"]
    );
    assert_eq!(codes(&reading), [WarningCode::UnknownTzid]);
    let doubt = reading.doubts[0];
    assert_eq!(doubt.reason, DoubtReason::UnknownZone);
    assert_eq!(doubt.interval.start(), at("2025-05-31T18:00:00Z"));
    assert_eq!(doubt.interval.end(), at("2025-06-01T23:00:00Z"));
}

// Rule 5: changes of clocks.

#[test]
fn rule_5_gaps_use_the_offset_before_and_folds_the_first() {
    let daily = |start: &str| {
        starts(&event(&format!(
            "DTSTART;TZID=Europe/London:{start}\nDURATION:PT10M\nRRULE:FREQ=DAILY;COUNT=3"
        )))
    };
    assert_eq!(
        daily("20250329T013000"),
        ["03-29 01:30", "03-30 01:30", "03-31 00:30"]
    );
    assert_eq!(
        daily("20251025T013000"),
        ["10-25 00:30", "10-26 00:30", "10-27 01:30"]
    );
}

// Rule 6: length.

#[test]
fn rule_6_an_end_gives_an_exact_length_and_a_duration_nominal_days() {
    let over_the_change = |length: &str| {
        busy(&event(&format!(
            "DTSTART;TZID=Europe/London:20250329T120000\n{length}"
        )))
    };
    assert_eq!(
        over_the_change("DURATION:P1D"),
        ["2025-03-29T12:00:00Z/2025-03-30T11:00:00Z"]
    );
    assert_eq!(
        over_the_change("DURATION:PT24H"),
        ["2025-03-29T12:00:00Z/2025-03-30T12:00:00Z"]
    );
    // 24 hours on the first weekend stay 24 hours on the second, over the change.
    let weekly = event(
        "DTSTART;TZID=Europe/London:20250322T120000\nDTEND;TZID=Europe/London:20250323T120000\nRRULE:FREQ=WEEKLY;COUNT=2",
    );
    assert_eq!(
        busy(&weekly)[1],
        "2025-03-29T12:00:00Z/2025-03-30T12:00:00Z"
    );
}

#[test]
fn rule_6_without_an_end_a_date_is_one_day_and_a_time_no_time() {
    assert_eq!(
        busy(&event("DTSTART;VALUE=DATE:20250106")),
        ["2025-01-06T00:00:00Z/2025-01-07T00:00:00Z"]
    );
    assert_eq!(busy(&event("DTSTART:20250106T090000Z")), [""; 0]);
    let same = event("DTSTART;VALUE=DATE:20250106\nDTEND;VALUE=DATE:20250106");
    assert_eq!(busy(&same), ["2025-01-06T00:00:00Z/2025-01-07T00:00:00Z"]);
    let reversed = reading(
        &event("DTSTART:20250106T100000Z\nDTEND:20250106T090000Z"),
        &year_2025(),
    );
    assert!(reversed.periods.is_empty());
    assert_eq!(codes(&reversed), [WarningCode::EndBeforeStart]);
}

#[test]
fn rule_6_an_unreadable_end_leaves_a_day_in_doubt() {
    let reading = reading(
        &event("DTSTART:20250106T090000Z\nDURATION:an hour"),
        &year_2025(),
    );
    assert!(reading.periods.is_empty());
    assert_eq!(reading.doubts[0].reason, DoubtReason::UnknownLength);
    assert_eq!(reading.doubts[0].interval.seconds(), 86_400);
}

// Rule 7: recurrence.

#[test]
fn rule_7_dtstart_is_an_instance_and_counts() {
    // A Monday, and a rule for Tuesdays: Monday and two Tuesdays.
    assert_eq!(
        starts(&with("RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3")),
        ["01-06 09:00", "01-07 09:00", "01-14 09:00"]
    );
    assert_eq!(
        starts(&with("RRULE:FREQ=HOURLY;INTERVAL=5;BYHOUR=14;COUNT=2")),
        ["01-06 09:00", "01-06 14:00"]
    );
}

#[test]
fn rule_7_until_is_inclusive_as_instant_and_as_day() {
    let until = |until: &str| {
        starts(&event(&format!("DTSTART;TZID=Europe/Berlin:20250106T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL={until}"))).len()
    };
    assert_eq!(until("20250108T080000Z"), 3);
    assert_eq!(until("20250108T075959Z"), 2);
    assert_eq!(until("20250108"), 3);
    assert_eq!(until("20250108T090000"), 3);
    let days = event("DTSTART;VALUE=DATE:20250106\nRRULE:FREQ=DAILY;UNTIL=20250108");
    assert_eq!(busy(&days), ["2025-01-06T00:00:00Z/2025-01-09T00:00:00Z"]);
}

#[test]
fn rule_7_exdate_by_instant_in_any_zone_and_by_day() {
    let series = |exdate: &str| {
        starts(&event(&format!(
            "DTSTART;TZID=Europe/London:20250106T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\n{exdate}"
        )))
    };
    assert_eq!(series("EXDATE:20250107T090000Z"), ["01-06 09:00"]);
    assert_eq!(
        series("EXDATE;TZID=America/New_York:20250107T040000"),
        ["01-06 09:00"]
    );
    assert_eq!(series("EXDATE;VALUE=DATE:20250107"), ["01-06 09:00"]);
    assert_eq!(
        series("EXDATE;TZID=Europe/London:20250106T090000"),
        ["01-07 09:00"]
    );
    assert_eq!(series("EXDATE:20250107T100000Z").len(), 2);
    // Outlook's way with whole-day series, as local midnight and as the same in UTC.
    for exdate in ["EXDATE:20250602T000000", "EXDATE:20250601T230000Z"] {
        let days = event(&format!(
            "DTSTART;VALUE=DATE:20250601\nRRULE:FREQ=DAILY;COUNT=2\n{exdate}"
        ));
        assert_eq!(starts(&days), ["05-31 23:00"], "{exdate}");
    }
}

#[test]
fn rule_7_extra_dates_periods_and_several_rules_unite() {
    let extra = with(
        "RDATE:20250110T090000Z\nRDATE;VALUE=PERIOD:20250111T090000Z/PT3H,20250112T090000Z/20250112T093000Z",
    );
    assert_eq!(
        busy(&extra),
        [
            MONDAY_NINE,
            "2025-01-10T09:00:00Z/2025-01-10T10:00:00Z",
            "2025-01-11T09:00:00Z/2025-01-11T12:00:00Z",
            "2025-01-12T09:00:00Z/2025-01-12T09:30:00Z"
        ]
    );
    let two = with("RRULE:FREQ=DAILY;COUNT=2\nRRULE:FREQ=WEEKLY;COUNT=2");
    assert_eq!(starts(&two), ["01-06 09:00", "01-07 09:00", "01-13 09:00"]);
}

// Rule 8: overrides.

fn daily_with(overrides: &str) -> Vec<String> {
    starts(&(with("UID:s\nRRULE:FREQ=DAILY;COUNT=3") + overrides))
}

#[test]
fn rule_8_overrides_are_matched_by_uid_and_instant() {
    let moved = event(
        "UID:s\nRECURRENCE-ID;TZID=Europe/Berlin:20250107T100000\nDTSTART:20250107T150000Z\nDURATION:PT1H",
    );
    assert_eq!(
        daily_with(&moved),
        ["01-06 09:00", "01-07 15:00", "01-08 09:00"]
    );
    let of_another = moved.replace("UID:s", "UID:t");
    assert_eq!(daily_with(&of_another).len(), 4);
    let cancelled = event(
        "UID:s\nRECURRENCE-ID:20250107T090000Z\nDTSTART:20250107T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED",
    );
    assert_eq!(daily_with(&cancelled), ["01-06 09:00", "01-08 09:00"]);
    let by_day =
        event("UID:s\nRECURRENCE-ID;VALUE=DATE:20250107\nDTSTART:20250107T150000Z\nDURATION:PT1H");
    assert_eq!(
        daily_with(&by_day),
        ["01-06 09:00", "01-07 15:00", "01-08 09:00"]
    );
}

#[test]
fn rule_8_the_highest_sequence_of_an_override_counts() {
    let version = |sequence: u32, hour: u32| {
        event(&format!(
            "UID:s\nSEQUENCE:{sequence}\nRECURRENCE-ID:20250107T090000Z\nDTSTART:20250107T{hour}0000Z\nDURATION:PT1H"
        ))
    };
    let expected = ["01-06 09:00", "01-07 16:00", "01-08 09:00"];
    assert_eq!(daily_with(&(version(1, 15) + &version(2, 16))), expected);
    assert_eq!(daily_with(&(version(2, 16) + &version(1, 15))), expected);
}

#[test]
fn rule_8_an_override_without_master_or_instance_is_an_event() {
    let alone =
        event("UID:s\nRECURRENCE-ID:20250106T080000Z\nDTSTART:20250107T150000Z\nDURATION:PT1H");
    assert_eq!(starts(&alone), ["01-07 15:00"]);
    assert_eq!(daily_with(&alone).len(), 4);
    let lines = with("UID:s\nRRULE:FREQ=DAILY;COUNT=3") + &alone;
    assert_eq!(
        codes(&reading(&lines, &year_2025())),
        [WarningCode::OverrideWithoutInstance]
    );
}

#[test]
fn rule_8_exdate_takes_the_instance_and_leaves_the_override() {
    let lines = with("UID:s\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20250107T090000Z")
        + &event("UID:s\nRECURRENCE-ID:20250107T090000Z\nDTSTART:20250107T150000Z\nDURATION:PT1H");
    let reading = reading(&lines, &year_2025());
    assert_eq!(reading.periods.len(), 2);
    assert_eq!(codes(&reading), []);
}

#[test]
fn rule_8_this_and_future_moves_and_changes_all_later_instances() {
    let later = event(
        "UID:s\nRECURRENCE-ID;RANGE=THISANDFUTURE:20250107T090000Z\nDTSTART:20250107T110000Z\nDURATION:PT2H\nSTATUS:TENTATIVE",
    );
    let lines = with("UID:s\nRRULE:FREQ=DAILY;COUNT=4") + &later;
    let reading = reading(&lines, &year_2025());
    assert_eq!(shown(&reading, true), [MONDAY_NINE]);
    assert_eq!(
        shown(&reading, false),
        [
            "2025-01-07T11:00:00Z/2025-01-07T13:00:00Z",
            "2025-01-08T11:00:00Z/2025-01-08T13:00:00Z",
            "2025-01-09T11:00:00Z/2025-01-09T13:00:00Z"
        ]
    );
}

// Rule 9: versions.

#[test]
fn rule_9_the_highest_sequence_counts_and_on_a_tie_all_do() {
    let version = |sequence: u32, day: u32| {
        event(&format!(
            "UID:s\nSEQUENCE:{sequence}\nDTSTART:202501{day:02}T090000Z\nDURATION:PT1H"
        ))
    };
    assert_eq!(
        starts(&(version(0, 7) + &version(2, 8) + &version(1, 9))),
        ["01-08 09:00"]
    );
    let tie = reading(&(version(1, 7) + &version(1, 8)), &year_2025());
    assert_eq!(tie.periods.len(), 2);
    assert_eq!(codes(&tie), [WarningCode::DuplicateUid]);
}

// The pitfalls that are not rules.

#[test]
fn pitfall_1_lines_may_end_and_fold_in_any_way() {
    let expected = [MONDAY_NINE];
    let text = calendar(&with("SUMMARY:x"));
    let options = year_2025();
    let read_as = |text: &[u8]| shown(&read(text, &options).expect("a calendar"), true);
    for ends in ["\n", "\r", "\r\r\n"] {
        assert_eq!(
            read_as(text.replace("\r\n", ends).as_bytes()),
            expected,
            "{ends:?}"
        );
    }
    let folded: String = text
        .split_inclusive("\r\n")
        .map(|line| match line.len() > 9 {
            true => format!("{}\r\n\t{}", &line[..4], &line[4..]),
            false => line.to_owned(),
        })
        .collect();
    assert_eq!(read_as(folded.as_bytes()), expected);
    assert_eq!(read_as(format!("\u{feff}{text}").as_bytes()), expected);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read_as(&utf16), expected);
    let twice = text.clone() + &text.replace("20250106", "20250108");
    assert_eq!(read_as(twice.as_bytes()).len(), 2);
}

#[test]
fn pitfall_6_endless_rules_by_the_second_neither_hang_nor_leave_time_free() {
    let whole_year = ["2025-01-01T00:00:00Z/2026-01-01T00:00:00Z"];
    for start in ["16010101T000000Z", "20241231T090000Z"] {
        let lines = event(&format!(
            "DTSTART:{start}\nDURATION:PT1S\nRRULE:FREQ=SECONDLY"
        ));
        assert_eq!(busy(&lines), whole_year);
    }
    // Too many to read one by one: what was not read is in doubt.
    let mut options = year_2025();
    options.budget = Budget {
        periods: 1000,
        ..Budget::default()
    };
    let lines = event("DTSTART:20250101T000000Z\nDURATION:PT30S\nRRULE:FREQ=MINUTELY");
    let reading = reading(&lines, &options);
    let last = reading.periods.last().expect("some periods").interval;
    let doubt = reading.doubts.last().expect("a doubt");
    assert_eq!(doubt.reason, DoubtReason::TooManyInstances);
    assert!(doubt.interval.start() <= last.end().plus(60));
    assert_eq!(doubt.interval.end(), at("2026-01-01T00:00:00Z"));
    assert_eq!(codes(&reading), [WarningCode::TooManyInstances]);
}

#[test]
fn pitfall_6_events_beyond_the_budget_are_in_doubt_too() {
    let mut options = year_2025();
    options.budget.periods = 3;
    let lines: String = (6..12)
        .map(|day| {
            event(&format!(
                "UID:{day}\nDTSTART:202501{day:02}T090000Z\nDURATION:PT1H"
            ))
        })
        .collect();
    let reading = reading(&lines, &options);
    let doubt = reading.doubts[0].interval;
    let read: Vec<u32> = reading
        .periods
        .iter()
        .map(|period| {
            period
                .interval
                .start()
                .utc()
                .format("%d")
                .to_string()
                .parse()
                .expect("a day")
        })
        .collect();
    assert!(!read.is_empty() && read.len() < 6);
    for day in (6..12).filter(|day| !read.contains(day)) {
        assert!(
            doubt.contains(at(&format!("2025-01-{day:02}T09:00:00Z"))),
            "{day}"
        );
    }
}

#[test]
fn pitfall_6_a_change_of_clocks_splits_a_stretch_of_minutes() {
    // Local times by the minute: the hour that comes twice is busy once, the first time.
    let lines = event(
        "DTSTART;TZID=Europe/London:20251026T000000\nDURATION:PT1M\nRRULE:FREQ=MINUTELY;UNTIL=20251026T030000Z",
    );
    assert_eq!(
        busy(&lines),
        [
            "2025-10-25T23:00:00Z/2025-10-26T01:00:00Z",
            "2025-10-26T02:00:00Z/2025-10-26T03:01:00Z"
        ]
    );
}

#[test]
fn pitfall_10_what_is_no_calendar_is_refused() {
    let refusal = |text: &str| read_text(text, &year_2025()).expect_err("a refusal");
    assert_eq!(refusal(""), FeedRefusal::Empty);
    assert_eq!(refusal("<!DOCTYPE html><html>"), FeedRefusal::Html);
    assert_eq!(refusal("{\"error\":401}"), FeedRefusal::Json);
    assert_eq!(refusal("Calendar not found"), FeedRefusal::NotACalendar);
    assert_eq!(refusal("BEGIN:VCARD\nEND:VCARD\n"), FeedRefusal::Contacts);
    let whole = calendar(&with(""));
    let (cut, _) = whole.split_at(whole.find("DTEND").expect("an end"));
    assert_eq!(refusal(cut), FeedRefusal::Truncated);
}

#[test]
fn a_feed_cut_off_between_events_is_read_and_wholly_in_doubt() {
    let text = calendar(&with("")).replace("END:VCALENDAR\r\n", "");
    let options = year_2025();
    let reading = read_text(&text, &options).expect("a calendar");
    assert_eq!(shown(&reading, true), [MONDAY_NINE]);
    assert_eq!(reading.doubts[0].interval, options.window);
    assert_eq!(reading.doubts[0].reason, DoubtReason::CutOff);
}

#[test]
fn an_unreadable_rule_keeps_the_first_instance_and_doubts_every_day_at_its_hour() {
    let reading = reading(&with("RRULE:FREQ=FORTNIGHTLY"), &year_2025());
    assert_eq!(shown(&reading, true), [MONDAY_NINE]);
    assert_eq!(codes(&reading), [WarningCode::UnreadableRule]);
    assert_eq!(reading.doubts.len(), 360);
    assert!(
        reading
            .doubts
            .iter()
            .all(|doubt| doubt.interval.start().utc().format("%H").to_string() != "03")
    );
}

// Horizon and receipts.

#[test]
fn the_horizon_is_the_end_of_the_last_fixed_entry_and_never_of_an_endless_rule() {
    let last = |lines: &str| reading(lines, &year_2025()).horizon.last_fixed;
    assert_eq!(last(&with("")), Some(at("2025-01-06T10:00:00Z")));
    assert_eq!(last(&with("RRULE:FREQ=DAILY")), None);
    assert_eq!(
        last(&with("RRULE:FREQ=DAILY;UNTIL=20290101T000000Z")),
        Some(at("2029-01-01T00:00:00Z"))
    );
    assert_eq!(
        last(&with("RRULE:FREQ=WEEKLY;COUNT=4")),
        Some(at("2025-01-27T10:00:00Z"))
    );
    assert_eq!(
        last(&with("RDATE:20300101T090000Z")),
        Some(at("2030-01-01T10:00:00Z"))
    );
    let moved =
        event("UID:s\nRECURRENCE-ID:20250107T090000Z\nDTSTART:20310101T090000Z\nDURATION:PT1H");
    assert_eq!(
        last(&(with("UID:s\nRRULE:FREQ=DAILY") + &moved)),
        Some(at("2031-01-01T10:00:00Z"))
    );
    assert_eq!(last(&with("STATUS:CANCELLED")), None);

    let horizon = reading(&with("RRULE:FREQ=DAILY"), &year_2025()).horizon;
    let read_at = at("2025-01-01T00:00:00Z");
    assert_eq!(
        horizon.known_until(None, read_at),
        at("2025-01-29T00:00:00Z")
    );
    let stated = at("2025-07-01T00:00:00Z");
    assert_eq!(horizon.known_until(Some(stated), read_at), stated);
}

#[test]
fn the_receipt_counts_what_was_kept_dropped_and_in_excess() {
    let lines = with("UID:a\nSUMMARY:x\nDESCRIPTION:y\nLOCATION:z\nATTENDEE:mailto:a@example.org")
        + &with("UID:b\nSUMMARY:x\nSTATUS:CANCELLED")
        + &with("UID:c\nTRANSP:TRANSPARENT")
        + &event("UID:d\nDTSTART:nonsense")
        + &event("UID:e\nDTSTART:20250106T090000Z");
    let reading = reading(&lines, &year_2025());
    assert_eq!(reading.kept, 1);
    for (reason, events) in &reading.dropped {
        assert_eq!(*events, 1, "{reason}");
    }
    assert_eq!(reading.dropped_in_all(), 4);
    let excess = reading.excess;
    assert_eq!(
        (
            excess.titles,
            excess.descriptions,
            excess.places,
            excess.people
        ),
        (2, 1, 1, 1)
    );
}

#[test]
fn whole_days_marked_free_are_asked_about_on_weekdays() {
    // Friday to Monday, as a feed writes leave; Saturday and Sunday are nobody's question.
    let lines = event("DTSTART;VALUE=DATE:20250103\nDTEND;VALUE=DATE:20250107\nTRANSP:TRANSPARENT");
    let days: Vec<String> = reading(&lines, &year_2025())
        .free_days
        .iter()
        .map(|day| day.start().to_string())
        .collect();
    assert_eq!(days, ["2025-01-03T00:00:00Z", "2025-01-06T00:00:00Z"]);
    let elsewhere =
        event("DTSTART;VALUE=DATE:20250103\nX-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE");
    assert!(reading(&elsewhere, &year_2025()).free_days.is_empty());
}

#[test]
fn identities_tell_events_and_instances_apart_and_depend_on_the_key() {
    let lines = with("UID:s\nRRULE:FREQ=DAILY;COUNT=3");
    let options = year_2025();
    let one = reading(&lines, &options);
    assert!(
        one.periods
            .iter()
            .all(|period| period.uid == one.periods[0].uid)
    );
    assert_ne!(one.periods[0].event, one.periods[1].event);
    // The same instance, exported alone and moved, is the same event.
    let moved =
        event("UID:s\nRECURRENCE-ID:20250107T090000Z\nDTSTART:20250109T150000Z\nDURATION:PT1H");
    assert_eq!(
        reading(&moved, &options).periods[0].event,
        one.periods[1].event
    );
    let mut other = options.clone();
    other.key = quorate::ics::read::HashKey([7; 16]);
    assert_ne!(reading(&lines, &other).periods[0].uid, one.periods[0].uid);
    assert_eq!(format!("{:?}", one.periods[0].uid), "EventHash(..)");
}

#[test]
fn a_window_only_clips_and_never_changes_what_is_inside() {
    let lines = with("RRULE:FREQ=DAILY")
        + &event("UID:l\nDTSTART:20241201T000000Z\nDTEND:20250301T000000Z");
    let narrow = options(
        "2025-02-28T23:30:00Z",
        "2025-03-01T09:15:00Z",
        "Europe/London",
    );
    assert_eq!(
        shown(&reading(&lines, &narrow), true),
        [
            "2025-02-28T23:30:00Z/2025-03-01T00:00:00Z",
            "2025-03-01T09:00:00Z/2025-03-01T09:15:00Z"
        ]
    );
}

// The horizon.

#[test]
fn an_until_decades_away_says_no_more_of_the_horizon_than_an_endless_rule() {
    let last_fixed = |rule: &str| reading(&with(rule), &year_2025()).horizon.last_fixed;
    assert_eq!(last_fixed("RRULE:FREQ=WEEKLY"), None);
    assert_eq!(last_fixed("RRULE:FREQ=WEEKLY;UNTIL=20991231T000000Z"), None);
    assert_eq!(
        last_fixed("RRULE:FREQ=WEEKLY;UNTIL=20260330T090000Z"),
        Some(at("2026-03-30T09:00:00Z"))
    );
}
