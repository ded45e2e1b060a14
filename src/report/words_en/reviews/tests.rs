use super::*;
use crate::model::rules::{Counting, RuleUnit};
use crate::review::{Calendar, due};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn rule(amount: u32, unit: RuleUnit) -> TimeRule {
    TimeRule::plain("one", amount, unit)
}

fn worked(rule: &TimeRule, from: NaiveDate, days: &WorkingDays) -> String {
    let zone = Zone::utc();
    let calendar = Calendar {
        working: days,
        terms: None,
        zone: &zone,
    };
    let due = due(rule, From::Date(from), &calendar).expect("a date");
    working(rule, &due, None, days, &zone, DateStyle::Iso)
}

#[test]
fn the_working_says_what_was_not_counted_and_where_it_moved() {
    let england = WorkingDays::of(Nation::England);
    let wd = rule(15, RuleUnit::WorkingDays);
    assert_eq!(
        worked(&wd, day(2026, 3, 26), &england),
        "15 working days after 2026-03-26: not counted 2026-04-03 (Good Friday) and 2026-04-06 (Easter Monday)"
    );
    assert_eq!(
        worked(&wd, day(2026, 3, 2), &england),
        "15 working days after 2026-03-02"
    );
    let months = rule(3, RuleUnit::Months);
    assert_eq!(
        worked(&months, day(2026, 11, 30), &england),
        "3 months after 2026-11-30: the month has no such day, so its last one; 2027-02-28 is a Sunday, so hold it by 2027-02-26"
    );
    let before = TimeRule {
        kind: RuleKind::Before,
        ..rule(2, RuleUnit::Weeks)
    };
    assert_eq!(
        worked(&before, day(2026, 4, 20), &england),
        "2 weeks before 2026-04-20: 2026-04-06 is Easter Monday, so hold it by 2026-04-02"
    );
    let inclusive = TimeRule {
        counting: Counting::Inclusive,
        kind: RuleKind::Earliest,
        ..rule(15, RuleUnit::CalendarDays)
    };
    assert_eq!(
        worked(&inclusive, day(2025, 12, 1), &england),
        "15 calendar days beginning with 2025-12-01"
    );
    let closed = england.with_closures([day(2026, 3, 12)]);
    assert_eq!(
        worked(&rule(1, RuleUnit::WorkingDays), day(2026, 3, 11), &closed),
        "1 working day after 2026-03-11: not counted 2026-03-12 (a closed day)"
    );
}

#[test]
fn every_bank_holiday_has_a_name_of_its_nation() {
    let of = |nation, year, month, date| holiday(day(year, month, date), &WorkingDays::of(nation));
    assert_eq!(of(Nation::Scotland, 2026, 11, 30), "St Andrew's Day");
    assert_eq!(of(Nation::Scotland, 2026, 6, 15), "a bank holiday");
    assert_eq!(
        of(Nation::NorthernIreland, 2026, 7, 13),
        "the July bank holiday"
    );
    assert_eq!(of(Nation::NorthernIreland, 2027, 3, 17), "St Patrick's Day");
    assert_eq!(of(Nation::England, 2026, 5, 25), "the spring bank holiday");
    assert_eq!(of(Nation::England, 2026, 12, 28), "Christmas");
    assert_eq!(of(Nation::England, 2028, 1, 3), "New Year");
    for nation in Nation::ALL {
        for year in 2024..=2030 {
            let all = bank_holidays(nation, year);
            let unnamed = all
                .iter()
                .filter(|day| holiday(**day, &WorkingDays::of(nation)).starts_with("a "))
                .count();
            let one_off = usize::from(nation == Nation::Scotland && year == 2026);
            assert_eq!(unnamed, one_off, "{nation:?} {year}");
        }
    }
}
