//! Rules that few readers know: exception rules of RFC 2445, and RFC 7529's other calendars and ways with missing days.

mod ics_support;

use ics_support::{busy, codes, event, options, reading, starts, year_2025};
use quorate::ics::read::{Budget, ReadOptions};
use quorate::model::feed::{DoubtReason, WarningCode};

fn daily(lines: &str) -> String {
    event(&format!("DTSTART:20250106T090000Z\nDURATION:PT1H\n{lines}"))
}

// EXRULE (RFC 2445 section 4.8.5.2).

#[test]
fn what_an_exception_rule_gives_is_no_instance() {
    // Two weeks without their Saturdays and Sundays, by two rules as libical's own test case has it.
    let text = daily(
        "RRULE:FREQ=DAILY;COUNT=14\nEXRULE:FREQ=WEEKLY;BYDAY=SU\nEXRULE:FREQ=WEEKLY;BYDAY=SA",
    );
    let days: Vec<String> = [6, 7, 8, 9, 10, 13, 14, 15, 16, 17]
        .iter()
        .map(|day| format!("01-{day:02} 09:00"))
        .collect();
    assert_eq!(starts(&text), days);
    let found = reading(&text, &year_2025());
    assert_eq!(codes(&found), [WarningCode::Exrule, WarningCode::Exrule]);
}

#[test]
fn an_exception_rule_has_bounds_and_takes_extra_dates_too_but_no_override() {
    let until =
        daily("RRULE:FREQ=DAILY;COUNT=6\nEXRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20250108T090000Z");
    assert_eq!(
        starts(&until),
        ["01-07 09:00", "01-09 09:00", "01-10 09:00", "01-11 09:00"]
    );
    let count = daily("RRULE:FREQ=DAILY;COUNT=4\nEXRULE:FREQ=DAILY;COUNT=2");
    assert_eq!(starts(&count), ["01-08 09:00", "01-09 09:00"]);
    let extra = daily("RDATE:20250111T090000Z,20250113T090000Z\nEXRULE:FREQ=WEEKLY;BYDAY=SA");
    assert_eq!(starts(&extra), ["01-06 09:00", "01-13 09:00"]);
    let moved = daily("RRULE:FREQ=DAILY;COUNT=3\nEXRULE:FREQ=WEEKLY;BYDAY=TU")
        + &event("RECURRENCE-ID:20250107T090000Z\nDTSTART:20250107T150000Z\nDURATION:PT1H");
    assert_eq!(
        starts(&moved),
        ["01-06 09:00", "01-07 15:00", "01-08 09:00"]
    );
    // An event that does not recur may be taken out whole.
    assert_eq!(starts(&daily("EXRULE:FREQ=DAILY;COUNT=1")), [""; 0]);
}

#[test]
fn an_exception_rule_works_by_the_clock_of_the_series_and_in_whole_days() {
    let summer = event(
        "DTSTART;TZID=Europe/London:20250328T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=5\nEXRULE:FREQ=WEEKLY;BYDAY=SA,SU",
    );
    assert_eq!(
        starts(&summer),
        ["03-28 09:00", "03-31 08:00", "04-01 08:00"]
    );
    let days = event(
        "DTSTART;VALUE=DATE:20250106\nRRULE:FREQ=DAILY;COUNT=3\nEXRULE:FREQ=DAILY;INTERVAL=2",
    );
    assert_eq!(busy(&days), ["2025-01-07T00:00:00Z/2025-01-08T00:00:00Z"]);
}

/// A frequent series is joined where it touches; what is excluded must make a hole in it all the same.
#[test]
fn an_exception_rule_makes_holes_in_a_dense_series() {
    let text = event(
        "DTSTART:20250106T090000Z\nDURATION:PT10M\nRRULE:FREQ=MINUTELY;INTERVAL=10;COUNT=6\nEXRULE:FREQ=HOURLY;BYMINUTE=20",
    );
    assert_eq!(
        busy(&text),
        [
            "2025-01-06T09:00:00Z/2025-01-06T09:20:00Z",
            "2025-01-06T09:30:00Z/2025-01-06T10:00:00Z"
        ]
    );
}

#[test]
fn an_exception_rule_that_cannot_be_read_or_finished_takes_nothing_away() {
    for rule in [
        "FREQ=FORTNIGHTLY",
        "RSCALE=HEBREW;FREQ=DAILY",
        "COUNT=0;FREQ=DAILY",
        "",
    ] {
        let found = reading(
            &daily(&format!("RRULE:FREQ=DAILY;COUNT=3\nEXRULE:{rule}")),
            &year_2025(),
        );
        assert_eq!(found.periods.len(), 3, "{rule}");
        assert_eq!(codes(&found), [WarningCode::UnreadableExrule], "{rule}");
        assert!(found.doubts.is_empty());
    }
    // Every second of a year is more than there is room for: the days beyond it stay.
    let text = daily("RRULE:FREQ=DAILY;COUNT=100\nEXRULE:FREQ=SECONDLY");
    let small = ReadOptions {
        budget: Budget {
            periods: 200_000,
            ..Budget::default()
        },
        ..year_2025()
    };
    let found = reading(&text, &small);
    assert!(codes(&found).contains(&WarningCode::TooManyInstances));
    // 200,000 seconds are two days and seven hours.
    assert_eq!(found.periods.len(), 97);
}

// RSCALE and SKIP (RFC 7529).

#[test]
fn rules_of_other_calendars_are_refused_aloud_and_leave_doubt() {
    for rule in [
        "RSCALE=CHINESE;FREQ=YEARLY",
        "RSCALE=HEBREW;FREQ=MONTHLY;SKIP=FORWARD",
        "FREQ=DAILY;rscale=islamic-civil",
    ] {
        let found = reading(&daily(&format!("RRULE:{rule}")), &year_2025());
        assert_eq!(codes(&found), [WarningCode::OtherCalendarSystem], "{rule}");
        assert_eq!(found.periods.len(), 1, "the first instance counts");
        // Its hour of each day from 6 January to the end of the year.
        assert_eq!(found.doubts.len(), 360);
        assert!(
            found
                .doubts
                .iter()
                .all(|doubt| doubt.reason == DoubtReason::UnreadableRule)
        );
    }
    let plain = daily("RRULE:RSCALE=GREGORIAN;FREQ=DAILY;COUNT=2;SKIP=OMIT");
    assert_eq!(starts(&plain), ["01-06 09:00", "01-07 09:00"]);
    assert!(reading(&plain, &year_2025()).warnings.is_empty());
}

fn dates(start: &str, rule: &str, to: &str) -> Vec<String> {
    let text = event(&format!(
        "DTSTART;VALUE=DATE:{start}\nRRULE:RSCALE=GREGORIAN;{rule}"
    ));
    let found = reading(&text, &options("2013-01-01T00:00:00Z", to, "UTC"));
    assert!(found.warnings.is_empty(), "{rule}: {:?}", found.warnings);
    found
        .periods
        .iter()
        .map(|period| period.interval.start().utc().format("%Y%m%d").to_string())
        .collect()
}

#[test]
fn going_back_to_the_last_day_of_the_month_is_read() {
    let to = "2026-01-01T00:00:00Z";
    assert_eq!(
        dates("20140131", "FREQ=MONTHLY;SKIP=BACKWARD;COUNT=4", to),
        ["20140131", "20140228", "20140331", "20140430"]
    );
    // The day before the month's end falls together with it in February, and is one day.
    assert_eq!(
        dates(
            "20140130",
            "FREQ=MONTHLY;BYMONTHDAY=30,31;SKIP=BACKWARD;COUNT=5",
            to
        ),
        ["20140130", "20140131", "20140228", "20140330", "20140331"]
    );
    assert_eq!(
        dates("20160229", "FREQ=YEARLY;SKIP=BACKWARD;COUNT=5", to),
        ["20160229", "20170228", "20180228", "20190228", "20200229"]
    );
    // BYDAY leaves out after the day was found: of the last days these are Fridays.
    assert_eq!(
        dates(
            "20140131",
            "FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=FR;SKIP=BACKWARD;COUNT=3",
            to
        ),
        ["20140131", "20140228", "20141031"]
    );
    assert_eq!(
        dates("20140131", "FREQ=MONTHLY;SKIP=OMIT;COUNT=3", to),
        ["20140131", "20140331", "20140531"]
    );
}

#[test]
fn going_on_to_the_next_month_is_read_only_where_it_never_comes_to_that() {
    let to = "2015-01-01T00:00:00Z";
    assert_eq!(
        dates(
            "20140110",
            "FREQ=MONTHLY;BYMONTHDAY=10;SKIP=FORWARD;COUNT=2",
            to
        ),
        ["20140110", "20140210"]
    );
    assert_eq!(
        dates("20140110", "FREQ=WEEKLY;SKIP=FORWARD;COUNT=2", to),
        ["20140110", "20140117"]
    );
    for rule in [
        "FREQ=MONTHLY;SKIP=FORWARD",
        "FREQ=MONTHLY;BYMONTHDAY=31;SKIP=FORWARD",
        "FREQ=MONTHLY;BYMONTHDAY=-31;SKIP=BACKWARD",
        "FREQ=YEARLY;BYYEARDAY=366;SKIP=BACKWARD",
    ] {
        let found = reading(
            &daily(&format!("RRULE:RSCALE=GREGORIAN;{rule}")),
            &year_2025(),
        );
        assert_eq!(codes(&found), [WarningCode::OtherCalendarSystem], "{rule}");
        assert!(!found.doubts.is_empty());
    }
}
