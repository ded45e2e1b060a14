//! Each way of counting by itself, with dates worked out on a paper calendar.

use super::*;
use crate::time::Nation;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn rule(amount: u32, unit: RuleUnit, kind: RuleKind, counting: Counting) -> TimeRule {
    TimeRule {
        counting,
        kind,
        ..TimeRule::plain("first", amount, unit)
    }
}

fn counted(rule: &TimeRule, from: From) -> Result<Due, DueError> {
    let zone = Zone::named("Europe/London").expect("a zone of the database");
    let calendar = Calendar {
        working: &WorkingDays::of(Nation::England),
        terms: None,
        zone: &zone,
    };
    due(rule, from, &calendar)
}

/// Limit and day to hold it by.
fn dates(rule: &TimeRule, from: &str) -> (String, String) {
    let due = counted(rule, From::Date(date(from))).expect("a date");
    (due.limit.to_string(), due.hold_by.to_string())
}

fn pair(limit: &str, hold_by: &str) -> (String, String) {
    (limit.to_owned(), hold_by.to_owned())
}

use Counting::{Exclusive, Inclusive};
use RuleKind::{Before, Earliest, Latest};
use RuleUnit::{CalendarDays, Hours, Months, Weeks, WorkingDays as Days_};

/// 3 April 2026 is Good Friday, 6 April Easter Monday.
#[test]
fn inclusive_counting_begins_with_the_day_itself() {
    for (amount, unit, kind, from, limit, hold_by) in [
        (
            5,
            CalendarDays,
            Latest,
            "2026-03-02",
            "2026-03-06",
            "2026-03-06",
        ),
        (6, Weeks, Latest, "2026-05-01", "2026-06-11", "2026-06-11"),
        (1, Months, Latest, "2026-03-01", "2026-03-31", "2026-03-31"),
        // There is no 30 February: the earlier of two readings.
        (3, Months, Latest, "2026-11-30", "2027-02-27", "2027-02-26"),
        (3, Days_, Latest, "2026-03-02", "2026-03-04", "2026-03-04"),
        // Begun on a Saturday, day 1 is the Monday.
        (3, Days_, Latest, "2026-03-07", "2026-03-11", "2026-03-11"),
        (3, Days_, Before, "2026-04-08", "2026-04-02", "2026-04-02"),
        (
            5,
            CalendarDays,
            Before,
            "2026-03-06",
            "2026-03-02",
            "2026-03-02",
        ),
        (1, Months, Before, "2026-03-31", "2026-03-01", "2026-02-27"),
    ] {
        let rule = rule(amount, unit, kind, Inclusive);
        assert_eq!(
            dates(&rule, from),
            pair(limit, hold_by),
            "{amount} {unit:?} {kind:?} {from}"
        );
    }
}

#[test]
fn clear_days_take_one_day_more() {
    for (amount, unit, kind, from, limit, hold_by) in [
        (
            5,
            CalendarDays,
            Before,
            "2026-03-20",
            "2026-03-14",
            "2026-03-13",
        ),
        (5, Days_, Before, "2026-03-20", "2026-03-12", "2026-03-12"),
        (2, Weeks, Before, "2026-03-20", "2026-03-05", "2026-03-05"),
        (1, Months, Before, "2026-03-20", "2026-02-19", "2026-02-19"),
        (5, Days_, Latest, "2026-03-02", "2026-03-10", "2026-03-10"),
    ] {
        let mut rule = rule(amount, unit, kind, Exclusive);
        rule.clear_days = true;
        assert_eq!(
            dates(&rule, from),
            pair(limit, hold_by),
            "{amount} {unit:?} {kind:?} {from}"
        );
    }
}

#[test]
fn an_amount_of_nothing_is_the_day_itself() {
    for unit in [Days_, CalendarDays, Weeks, Months, Hours] {
        for kind in [Latest, Before] {
            for counting in [Exclusive, Inclusive] {
                // A Wednesday.
                let rule = rule(0, unit, kind, counting);
                let expected = pair("2026-03-04", "2026-03-04");
                assert_eq!(
                    dates(&rule, "2026-03-04"),
                    expected,
                    "{unit:?} {kind:?} {counting:?}"
                );
            }
        }
    }
}

#[test]
fn earliest_dates_roll_forward_unless_they_were_counted_inclusively() {
    // 14 + 21 days is Saturday 4 April, in the middle of Easter.
    let exclusive = rule(21, CalendarDays, Earliest, Exclusive);
    assert_eq!(
        dates(&exclusive, "2026-03-14"),
        pair("2026-04-04", "2026-04-07")
    );
    let inclusive = rule(22, CalendarDays, Earliest, Inclusive);
    assert_eq!(
        dates(&inclusive, "2026-03-14"),
        pair("2026-04-04", "2026-04-04")
    );
    let mut stays = rule(21, CalendarDays, Earliest, Exclusive);
    stays.roll = Roll::None;
    assert_eq!(
        dates(&stays, "2026-03-14"),
        pair("2026-04-04", "2026-04-04")
    );
}

#[test]
fn hours_are_elapsed_hours() {
    let day_before = rule(24, Hours, Before, Exclusive);
    // The clocks go forward on 29 March 2026 at 01:00: 24 hours before 10:00 it was 09:00.
    let from = Instant::parse_rfc3339("2026-03-29T09:00:00Z").expect("an instant");
    let due = counted(&day_before, From::Instant(from)).expect("a date");
    assert_eq!(
        due.at.map(|at| at.to_string()),
        Some("2026-03-28T09:00:00Z".to_owned())
    );
    assert_eq!(
        (due.limit, due.hold_by),
        (date("2026-03-28"), date("2026-03-27"))
    );
    // From a date: from its midnight, in summer 23:00 the evening before by UTC.
    let due = counted(&day_before, From::Date(date("2026-06-10"))).expect("a date");
    assert_eq!(
        due.at.map(|at| at.to_string()),
        Some("2026-06-08T23:00:00Z".to_owned())
    );
    assert_eq!(due.limit, date("2026-06-09"));
    // Other units count from the local date of an instant: half past midnight in summer time.
    let late = Instant::parse_rfc3339("2026-06-09T23:30:00Z").expect("an instant");
    let due = counted(
        &rule(1, CalendarDays, Latest, Exclusive),
        From::Instant(late),
    );
    assert_eq!(due.expect("a date").limit, date("2026-06-11"));
}

#[test]
fn fixed_dates_are_of_the_year_counted_from() {
    let mut fixed = rule(0, CalendarDays, Latest, Exclusive);
    fixed.span = Span::Fixed { month: 2, day: 15 };
    assert_eq!(
        dates(&fixed, "2026-09-01"),
        pair("2026-02-15", "2026-02-13")
    );
    fixed.span = Span::Fixed { month: 2, day: 29 };
    assert_eq!(
        dates(&fixed, "2027-09-01"),
        pair("2027-02-28", "2027-02-26")
    );
    assert_eq!(
        dates(&fixed, "2028-09-01"),
        pair("2028-02-29", "2028-02-29")
    );
}

#[test]
fn the_working_tells_what_was_passed_over() {
    let counted = |rule: &TimeRule, from: &str| {
        counted(rule, From::Date(date(from)))
            .expect("a date")
            .working
    };
    let working = counted(&rule(15, Days_, Latest, Exclusive), "2026-03-26");
    assert_eq!(working.skipped, [date("2026-04-03"), date("2026-04-06")]);
    assert!(working.rolled_over.is_empty() && !working.clamped);
    // The day counted from is not passed over by an exclusive count, though it is a holiday.
    let working = counted(&rule(2, Days_, Latest, Exclusive), "2026-04-03");
    assert_eq!(working.skipped, [date("2026-04-06")]);
    let working = counted(&rule(2, Days_, Before, Exclusive), "2026-04-08");
    assert_eq!(working.skipped, [date("2026-04-03"), date("2026-04-06")]);
    // Back from Easter Sunday over Good Friday.
    let working = counted(&rule(6, Months, Latest, Exclusive), "2026-09-28");
    let expected = ["2027-03-26", "2027-03-27", "2027-03-28"].map(date);
    assert_eq!(working.rolled_over, expected);
    let working = counted(&rule(3, Weeks, Earliest, Exclusive), "2026-03-14");
    let expected = ["2026-04-04", "2026-04-05", "2026-04-06"].map(date);
    assert_eq!(working.rolled_over, expected);
    assert!(counted(&rule(3, Months, Latest, Exclusive), "2026-11-30").clamped);
}

#[test]
fn what_cannot_be_counted_is_said() {
    let no = |rule: &TimeRule, from: &str| counted(rule, From::Date(date(from))).err();
    let terms = rule(1, RuleUnit::Terms, Latest, Exclusive);
    assert_eq!(no(&terms, "2026-03-04"), Some(DueError::NoTerms));
    for unit in [Days_, CalendarDays, Weeks, Months, Hours] {
        for kind in [Latest, Before, Earliest] {
            for counting in [Exclusive, Inclusive] {
                let mut rule = rule(u32::MAX, unit, kind, counting);
                rule.clear_days = true;
                assert_eq!(no(&rule, "9999-12-31"), Some(DueError::OutOfRange));
                assert_eq!(no(&rule, "1900-01-01"), Some(DueError::OutOfRange));
            }
        }
    }
    assert_eq!(
        no(&rule(1, CalendarDays, Latest, Exclusive), "9999-12-31"),
        Some(DueError::OutOfRange)
    );
}
