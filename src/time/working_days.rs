//! Working days: weekdays that are no public holiday of the responsible authority's nation.
//!
//! Bank holidays are made by rule for any year, with the proclaimed exceptions listed. Which limit applies, and from
//! when it counts, is left to others.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// A nation of the United Kingdom: its public holidays differ, and so do the rules about meetings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Nation {
    #[default]
    England,
    Wales,
    Scotland,
    NorthernIreland,
}

impl Nation {
    pub const ALL: [Nation; 4] = [
        Nation::England,
        Nation::Wales,
        Nation::Scotland,
        Nation::NorthernIreland,
    ];

    /// The name in files and options.
    pub fn id(self) -> &'static str {
        match self {
            Nation::England => "england",
            Nation::Wales => "wales",
            Nation::Scotland => "scotland",
            Nation::NorthernIreland => "northern-ireland",
        }
    }

    pub fn parse(text: &str) -> Option<Nation> {
        Nation::ALL
            .into_iter()
            .find(|nation| nation.id().eq_ignore_ascii_case(text))
    }
}

/// Year, month, day.
type Ymd = (i32, u32, u32);

/// Days proclaimed for one year, beside the rule.
const PROCLAIMED: &[(&[Nation], Ymd)] = &[
    (&Nation::ALL, (2022, 6, 3)),
    (&Nation::ALL, (2022, 9, 19)),
    (&Nation::ALL, (2023, 5, 8)),
    (&[Nation::Scotland], (2026, 6, 15)),
];

/// Years in which a Monday holiday was moved: (month of the rule, year, new day).
const MOVED: &[(u32, i32, (u32, u32))] = &[(5, 2020, (5, 8)), (6, 2022, (6, 2))];

/// Which days count as working days: the nation's weekdays less its bank holidays less further closures.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WorkingDays {
    nation: Nation,
    closures: BTreeSet<NaiveDate>,
}

impl WorkingDays {
    pub fn of(nation: Nation) -> WorkingDays {
        WorkingDays {
            nation,
            closures: BTreeSet::new(),
        }
    }

    /// The same with further closed days (local holidays, an office closure).
    pub fn with_closures(mut self, closures: impl IntoIterator<Item = NaiveDate>) -> WorkingDays {
        self.closures.extend(closures);
        self
    }

    pub fn nation(&self) -> Nation {
        self.nation
    }

    pub fn is_holiday(&self, date: NaiveDate) -> bool {
        self.closures.contains(&date) || is_bank_holiday(self.nation, date)
    }

    /// All holidays and closures of a year, in order, weekends among the closures included.
    pub fn holidays_of(&self, year: i32) -> Vec<NaiveDate> {
        let mut days = bank_holidays(self.nation, year);
        days.extend(self.closures.iter().filter(|day| day.year() == year));
        days.into_iter().collect()
    }

    pub fn is_working(&self, date: NaiveDate) -> bool {
        date.weekday().num_days_from_monday() < 5 && !self.is_holiday(date)
    }

    /// The `count`th working day after `date`; `date` itself is day 0 and need not be a working day.
    pub fn after(&self, date: NaiveDate, count: u32) -> NaiveDate {
        let mut day = date;
        let mut left = count;
        while left > 0 && day < NaiveDate::MAX {
            day = next(day);
            left -= u32::from(self.is_working(day));
        }
        day
    }

    /// The last working day that is not after `date`.
    pub fn last_not_after(&self, date: NaiveDate) -> NaiveDate {
        let mut day = date;
        while !self.is_working(day) {
            match day.pred_opt() {
                Some(before) => day = before,
                None => return day,
            }
        }
        day
    }

    /// How many working days lie after `from` up to and including `to`; negative when `to` is before `from`.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> i32 {
        if to < from {
            return -self.between(to, from);
        }
        let mut count = 0;
        let mut day = from;
        while day < to {
            day = next(day);
            count += i32::from(self.is_working(day));
        }
        count
    }
}

/// Whether the date is a bank holiday. The years that meetings lie in are worked out once, since limits are counted day by day.
fn is_bank_holiday(nation: Nation, date: NaiveDate) -> bool {
    const YEARS: std::ops::Range<i32> = 2000..2100;
    static KNOWN: OnceLock<[BTreeSet<NaiveDate>; Nation::ALL.len()]> = OnceLock::new();
    if !YEARS.contains(&date.year()) {
        return bank_holidays(nation, date.year()).contains(&date);
    }
    let known = KNOWN.get_or_init(|| {
        Nation::ALL.map(|nation| YEARS.flat_map(|year| bank_holidays(nation, year)).collect())
    });
    known[nation as usize].contains(&date)
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(NaiveDate::MAX)
}

/// The bank holidays of one year, substitute days instead of the weekend days that they replace.
///
/// Banking and Financial Dealings Act 1971, schedule 1, and the substitute days proclaimed by custom.
pub fn bank_holidays(nation: Nation, year: i32) -> BTreeSet<NaiveDate> {
    let mut days = BTreeSet::new();
    let date = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let monday = |month: u32, rule_month: u32, last: bool| match MOVED
        .iter()
        .find(|(m, y, _)| *m == rule_month && *y == year)
    {
        Some((_, _, (m, d))) => date(*m, *d),
        None if last => last_monday(year, month),
        None => NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, 1),
    };
    let scotland = nation == Nation::Scotland;
    let easter = easter_sunday(year);
    days.extend(easter.and_then(|day| day.checked_sub_days(Days::new(2))));
    if !scotland {
        days.extend(easter.and_then(|day| day.checked_add_days(Days::new(1))));
    }
    days.extend(monday(5, 5, false));
    // The spring holiday's rule is kept under June in MOVED, where its one move went.
    days.extend(monday(5, 6, true));
    days.extend(if scotland {
        monday(8, 8, false)
    } else {
        monday(8, 8, true)
    });
    days.extend(
        PROCLAIMED
            .iter()
            .filter(|(nations, (y, _, _))| *y == year && nations.contains(&nation))
            .filter_map(|(_, (_, month, day))| date(*month, *day)),
    );
    let fixed: &[(u32, u32)] = match nation {
        Nation::Scotland => &[(1, 1), (1, 2), (11, 30), (12, 25), (12, 26)],
        Nation::NorthernIreland => &[(1, 1), (3, 17), (7, 12), (12, 25), (12, 26)],
        Nation::England | Nation::Wales => &[(1, 1), (12, 25), (12, 26)],
    };
    let fixed: Vec<NaiveDate> = fixed.iter().filter_map(|(m, d)| date(*m, *d)).collect();
    let weekend = |day: &NaiveDate| day.weekday().num_days_from_monday() >= 5;
    days.extend(fixed.iter().filter(|day| !weekend(day)));
    for day in fixed.iter().filter(|day| weekend(day)) {
        let mut substitute = *day;
        while weekend(&substitute) || days.contains(&substitute) {
            substitute = next(substitute);
        }
        days.insert(substitute);
    }
    days
}

fn last_monday(year: i32, month: u32) -> Option<NaiveDate> {
    (4..=5)
        .rev()
        .find_map(|n| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, n))
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876).
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (
        year.rem_euclid(19),
        year.div_euclid(100),
        year.rem_euclid(100),
    );
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
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    /// Dates as published for each nation.
    #[test]
    fn bank_holidays_are_the_published_ones() {
        let listed = |nation, year| {
            bank_holidays(nation, year)
                .iter()
                .map(|day| day.format("%m-%d").to_string())
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (nation, year, expected) in [
            (
                Nation::England,
                2022,
                "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
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

    #[test]
    fn counting_leaves_out_the_day_itself_and_closed_days() {
        let england = WorkingDays::of(Nation::England);
        // Thursday 26 March 2026, with Good Friday and Easter Monday on the way.
        assert_eq!(england.after(date("2026-03-26"), 15), date("2026-04-20"));
        assert_eq!(england.between(date("2026-03-26"), date("2026-04-20")), 15);
        assert_eq!(england.between(date("2026-04-20"), date("2026-03-26")), -15);
        assert_eq!(
            england.last_not_after(date("2026-12-28")),
            date("2026-12-24")
        );
        let closed = england.with_closures([date("2026-12-24")]);
        assert_eq!(
            closed.last_not_after(date("2026-12-28")),
            date("2026-12-23")
        );
    }
}
