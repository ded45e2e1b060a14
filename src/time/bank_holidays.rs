//! Bank holidays of a nation, made by rule for any year, with the days that were proclaimed or moved listed as data.
//!
//! The rules are those of today with the year in which each began, so that no holiday stands in a year that did not have
//! it. Before 1971 other holidays held (Whit Monday and more); no limit that anybody counts lies there. What a
//! holiday does to a limit is left to [`WorkingDays`](super::WorkingDays).

use super::Nation;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeSet;

/// Year, month, day.
type Ymd = (i32, u32, u32);

/// Days proclaimed for one year, beside the rule.
const PROCLAIMED: &[(&[Nation], Ymd)] = &[
    (&Nation::ALL, (1973, 11, 14)),
    (&Nation::ALL, (1977, 6, 7)),
    (&Nation::ALL, (1981, 7, 29)),
    (&Nation::ALL, (1999, 12, 31)),
    (&Nation::ALL, (2002, 6, 3)),
    (&Nation::ALL, (2011, 4, 29)),
    (&Nation::ALL, (2012, 6, 5)),
    (&Nation::ALL, (2022, 6, 3)),
    (&Nation::ALL, (2022, 9, 19)),
    (&Nation::ALL, (2023, 5, 8)),
    (&[Nation::Scotland], (2026, 6, 15)),
];

/// A holiday on a Monday that was moved in one year.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Monday {
    EarlyMay,
    Spring,
    Summer,
}

/// Which Monday, in which year, and to which month and day it went.
const MOVED: &[(Monday, i32, (u32, u32))] = &[
    (Monday::EarlyMay, 1995, (5, 8)),
    (Monday::Spring, 2002, (6, 4)),
    (Monday::Spring, 2012, (6, 4)),
    (Monday::EarlyMay, 2020, (5, 8)),
    (Monday::Spring, 2022, (6, 2)),
];

/// Holidays on a fixed day: month, day, and the first year in which the nation has it.
fn fixed_days(nation: Nation) -> &'static [(u32, u32, i32)] {
    match nation {
        Nation::England | Nation::Wales => &[(1, 1, 1974), (12, 25, 1871), (12, 26, 1871)],
        Nation::Scotland => &[
            (1, 1, 1871),
            (1, 2, 1974),
            (11, 30, 2007),
            (12, 25, 1871),
            (12, 26, 1974),
        ],
        Nation::NorthernIreland => &[
            (1, 1, 1974),
            (3, 17, 1903),
            (7, 12, 1926),
            (12, 25, 1871),
            (12, 26, 1871),
        ],
    }
}

/// The bank holidays of one year, substitute days instead of the weekend days that they replace; never a Saturday or Sunday.
///
/// Banking and Financial Dealings Act 1971, schedule 1, St Andrew's Day Bank Holiday (Scotland) Act 2007, and the
/// substitute days proclaimed by custom.
pub fn bank_holidays(nation: Nation, year: i32) -> BTreeSet<NaiveDate> {
    let date = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let easter = easter_sunday(year);
    let mut days = BTreeSet::new();
    days.extend(easter.and_then(|day| day.checked_sub_days(Days::new(2))));
    if nation != Nation::Scotland {
        days.extend(easter.and_then(|day| day.checked_add_days(Days::new(1))));
    }
    for holiday in [Monday::EarlyMay, Monday::Spring, Monday::Summer] {
        days.extend(monday(holiday, nation, year));
    }
    days.extend(
        PROCLAIMED
            .iter()
            .filter(|(nations, (y, _, _))| *y == year && nations.contains(&nation))
            .filter_map(|(_, (_, month, day))| date(*month, *day)),
    );
    let weekend = |day: &NaiveDate| day.weekday().num_days_from_monday() >= 5;
    let fixed = fixed_days(nation)
        .iter()
        .filter(|(_, _, since)| *since <= year)
        .filter_map(|(month, day, _)| date(*month, *day));
    let (late, kept): (Vec<_>, Vec<_>) = fixed.partition(weekend);
    days.extend(kept);
    for day in late {
        let substitute = day
            .iter_days()
            .find(|other| !weekend(other) && !days.contains(other));
        days.extend(substitute);
    }
    days
}

fn monday(holiday: Monday, nation: Nation, year: i32) -> Option<NaiveDate> {
    if let Some((_, _, (month, day))) = MOVED.iter().find(|(h, y, _)| *h == holiday && *y == year) {
        return NaiveDate::from_ymd_opt(year, *month, *day);
    }
    let first = |month| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 1);
    match holiday {
        Monday::EarlyMay if year < 1978 => None,
        Monday::EarlyMay => first(5),
        Monday::Spring => last_monday(year, 5),
        Monday::Summer if nation == Nation::Scotland => first(8),
        Monday::Summer => last_monday(year, 8),
    }
}

fn last_monday(year: i32, month: u32) -> Option<NaiveDate> {
    (4..=5)
        .rev()
        .find_map(|n| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, n))
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876); none where the calendar ends.
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    // Easter repeats after 5,700,000 years; a year of the first such stretch keeps every term below positive.
    let cycle = year.rem_euclid(5_700_000);
    let (a, b, c) = (cycle % 19, cycle / 100, cycle % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let n = h + l - 7 * m;
    let month = (n + 90) / 25;
    let day = (n + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, month as u32, day as u32)
}

#[cfg(test)]
mod tests;
