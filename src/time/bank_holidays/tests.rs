//! Bank holidays against what was published, and against what cannot be otherwise.

use super::*;

fn listed(nation: Nation, year: i32) -> String {
    bank_holidays(nation, year)
        .iter()
        .map(|day| day.format("%m-%d").to_string())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Dates as published for each nation.
#[test]
fn bank_holidays_are_the_published_ones() {
    for (nation, year, expected) in [
        (
            Nation::England,
            2002,
            "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26",
        ),
        (
            Nation::England,
            2011,
            "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27",
        ),
        (
            Nation::Scotland,
            2012,
            "01-02 01-03 04-06 05-07 06-04 06-05 08-06 11-30 12-25 12-26",
        ),
        (
            Nation::England,
            2020,
            "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
        ),
        (
            Nation::England,
            2022,
            "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
        ),
        (
            Nation::Scotland,
            2023,
            "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26",
        ),
        (
            Nation::England,
            2026,
            "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
        ),
        (
            Nation::Wales,
            2027,
            "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
        ),
        (
            Nation::England,
            2028,
            "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
        ),
        (
            Nation::Scotland,
            2026,
            "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",
        ),
        (
            Nation::Scotland,
            2028,
            "01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26",
        ),
        (
            Nation::NorthernIreland,
            2026,
            "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28",
        ),
    ] {
        assert_eq!(listed(nation, year), expected, "{nation:?} {year}");
    }
}

/// The count of a normal year, and the years that differ from it by what was proclaimed.
#[test]
fn each_year_has_as_many_as_it_should() {
    for year in 2000..=2040 {
        let extra = match year {
            2002 | 2011 | 2012 | 2023 => 1,
            2022 => 2,
            _ => 0,
        };
        let scottish = i32::from(year >= 2007) + i32::from(year == 2026);
        for (nation, expected) in [
            (Nation::England, 8 + extra),
            (Nation::Wales, 8 + extra),
            (Nation::Scotland, 8 + extra + scottish),
            (Nation::NorthernIreland, 10 + extra),
        ] {
            let days = bank_holidays(nation, year);
            assert_eq!(days.len() as i32, expected, "{nation:?} {year}");
            assert!(
                days.iter().all(|day| day.year() == year
                    && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)),
                "{nation:?} {year}"
            );
        }
    }
}

#[test]
fn a_holiday_begins_with_the_year_that_made_it() {
    assert!(!listed(Nation::Scotland, 2006).contains("11-30"));
    assert!(listed(Nation::Scotland, 2007).contains("11-30"));
    assert!(!listed(Nation::England, 1973).contains("01-01"));
    assert!(!listed(Nation::England, 1977).contains("05-02"));
    assert!(listed(Nation::England, 1978).contains("05-01"));
}

/// Easter Sundays as printed in the Book of Common Prayer's tables and after, and far outside the years in use.
#[test]
fn easter_is_where_the_tables_have_it() {
    for (year, expected) in [
        (1818, "1818-03-22"),
        (1943, "1943-04-25"),
        (2000, "2000-04-23"),
        (2008, "2008-03-23"),
        (2024, "2024-03-31"),
        (2027, "2027-03-28"),
        (2038, "2038-04-25"),
        (2285, "2285-03-22"),
    ] {
        assert_eq!(
            easter_sunday(year).map(|day| day.to_string()),
            Some(expected.to_owned())
        );
    }
    for year in [-262_000, -1, 0, 9_999, 262_000] {
        assert_eq!(
            easter_sunday(year).map(|day| day.weekday()),
            Some(Weekday::Sun),
            "{year}"
        );
    }
}
