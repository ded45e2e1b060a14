//! Working days: weekdays that are no public holiday of the responsible authority's nation.
//!
//! Every question is answered by numbering: weekdays by arithmetic, what is left of them by the [`Gaps`] that
//! [bank holidays](super::bank_holidays) and closures make. Which limit applies, and from when it counts, is left to others.

use super::bank_holidays::bank_holidays;
use super::gaps::Gaps;
use super::nation::Nation;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::OnceLock;

/// The years whose holidays are worked out once; beyond them they are made year by year, when asked for.
const COUNTED: RangeInclusive<i32> = 1950..=2150;

/// Which days count as working days: the nation's weekdays less its bank holidays less further closures.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WorkingDays {
    nation: Nation,
    closures: BTreeSet<NaiveDate>,
    /// The closures that would be working days, in the numbering of the nation's working days.
    shut: Gaps,
}

impl WorkingDays {
    pub fn of(nation: Nation) -> WorkingDays {
        WorkingDays {
            nation,
            ..WorkingDays::default()
        }
    }

    /// The same with further closed days (local holidays, an office closure).
    pub fn with_closures(mut self, closures: impl IntoIterator<Item = NaiveDate>) -> WorkingDays {
        self.closures.extend(closures);
        let shut = self
            .closures
            .iter()
            .filter(|day| is_weekday(**day) && !is_bank_holiday(self.nation, **day))
            .map(|day| nation_number(self.nation, *day));
        self.shut = Gaps::new(shut.collect());
        self
    }

    pub fn nation(&self) -> Nation {
        self.nation
    }

    pub fn is_holiday(&self, date: NaiveDate) -> bool {
        is_bank_holiday(self.nation, date) || self.closures.contains(&date)
    }

    /// All holidays and closures of a year, in order, weekends among the closures included.
    pub fn holidays_of(&self, year: i32) -> Vec<NaiveDate> {
        let mut days = bank_holidays(self.nation, year);
        days.extend(self.closures.iter().filter(|day| day.year() == year));
        days.into_iter().collect()
    }

    /// The weekdays from `from` to `to`, both included, that are holidays or closures: what a count of working days passed
    /// over. Nothing when `to` is before `from`.
    pub fn holidays_between(&self, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        if to < from {
            return Vec::new();
        }
        let mut days: Vec<NaiveDate> =
            if COUNTED.contains(&from.year()) && COUNTED.contains(&to.year()) {
                let known = &counted(self.nation).days;
                let first = known.partition_point(|day| *day < from);
                let past = known.partition_point(|day| *day <= to);
                known[first..past].to_vec()
            } else {
                (from.year()..=to.year())
                    .flat_map(|year| bank_holidays(self.nation, year))
                    .filter(|day| (from..=to).contains(day))
                    .collect()
            };
        if !self.closures.is_empty() {
            let closures = self.closures.range(from..=to);
            days.extend(closures.filter(|day| is_weekday(**day)));
            days.sort_unstable();
            days.dedup();
        }
        days
    }

    pub fn is_working(&self, date: NaiveDate) -> bool {
        is_weekday(date) && !self.is_holiday(date)
    }

    /// The `count`th working day after `date`; `date` itself is day 0 and need not be a working day. The calendar's last day
    /// where there are not so many.
    pub fn after(&self, date: NaiveDate, count: u32) -> NaiveDate {
        self.checked_after(date, count).unwrap_or(NaiveDate::MAX)
    }

    /// [`after`](Self::after), or nothing where the calendar ends before.
    pub fn checked_after(&self, date: NaiveDate, count: u32) -> Option<NaiveDate> {
        match count {
            0 => Some(date),
            _ => self.with_number(self.number_after(date) + i64::from(count) - 1),
        }
    }

    /// The `count`th working day before `date`; `date` itself is day 0 and need not be a working day. The calendar's first
    /// day where there are not so many.
    pub fn before(&self, date: NaiveDate, count: u32) -> NaiveDate {
        self.checked_before(date, count).unwrap_or(NaiveDate::MIN)
    }

    /// [`before`](Self::before), or nothing where the calendar begins after.
    pub fn checked_before(&self, date: NaiveDate, count: u32) -> Option<NaiveDate> {
        match count {
            0 => Some(date),
            _ => self.with_number(self.number(date) - i64::from(count)),
        }
    }

    /// The last working day that is not after `date`.
    pub fn last_not_after(&self, date: NaiveDate) -> NaiveDate {
        self.with_number(self.number_after(date) - 1)
            .unwrap_or(NaiveDate::MIN)
    }

    /// The first working day that is not before `date`.
    pub fn first_not_before(&self, date: NaiveDate) -> NaiveDate {
        self.with_number(self.number(date))
            .unwrap_or(NaiveDate::MAX)
    }

    /// How many working days lie after `from` up to and including `to`; negative when `to` is before `from`.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> i32 {
        (self.number_after(to) - self.number_after(from)) as i32
    }

    /// The number of the first working day that is not before `date`.
    fn number(&self, date: NaiveDate) -> i64 {
        let number = nation_number(self.nation, date);
        number - self.shut.before(number)
    }

    /// The number of the first working day after `date`.
    fn number_after(&self, date: NaiveDate) -> i64 {
        self.number(date) + i64::from(self.is_working(date))
    }

    /// The working day with that number.
    fn with_number(&self, number: i64) -> Option<NaiveDate> {
        nation_day(self.nation, self.shut.position(number))
    }
}

fn is_weekday(date: NaiveDate) -> bool {
    date.weekday().num_days_from_monday() < 5
}

/// The number of the first weekday that is not before `date`; Monday 1 January of the year 1 has number 0.
fn weekday_number(date: NaiveDate) -> i64 {
    let days = i64::from(date.num_days_from_ce()) - 1;
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}

fn weekday_with(number: i64) -> Option<NaiveDate> {
    let days = number.div_euclid(5) * 7 + number.rem_euclid(5);
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days + 1).ok()?)
}

/// The holidays of the counted years in order, and as gaps in the weekdays.
struct Holidays {
    days: Vec<NaiveDate>,
    gaps: Gaps,
}

fn counted(nation: Nation) -> &'static Holidays {
    static KNOWN: [OnceLock<Holidays>; Nation::ALL.len()] =
        [const { OnceLock::new() }; Nation::ALL.len()];
    KNOWN[nation as usize].get_or_init(|| {
        let days: Vec<NaiveDate> = COUNTED
            .flat_map(|year| bank_holidays(nation, year))
            .collect();
        let gaps = Gaps::new(days.iter().map(|day| weekday_number(*day)).collect());
        Holidays { days, gaps }
    })
}

/// The holidays of one year outside the counted ones, as gaps in the weekdays.
fn gaps_of(nation: Nation, year: i32) -> Gaps {
    let days = bank_holidays(nation, year);
    Gaps::new(days.iter().map(|day| weekday_number(*day)).collect())
}

fn is_bank_holiday(nation: Nation, date: NaiveDate) -> bool {
    if COUNTED.contains(&date.year()) {
        is_weekday(date) && counted(nation).gaps.contains(weekday_number(date))
    } else {
        bank_holidays(nation, date.year()).contains(&date)
    }
}

/// The number that the first working day not before `date` has among the nation's working days: weekdays less the holidays
/// since the counted years began (before them: plus the holidays until then).
fn nation_number(nation: Nation, date: NaiveDate) -> i64 {
    let weekday = weekday_number(date);
    let year = date.year();
    let holidays = if COUNTED.contains(&year) {
        counted(nation).gaps.before(weekday)
    } else if year > *COUNTED.end() {
        holidays_until(nation, year) + gaps_of(nation, year).before(weekday)
    } else {
        let whole: i64 = (year..*COUNTED.start())
            .map(|year| gaps_of(nation, year).count())
            .sum();
        gaps_of(nation, year).before(weekday) - whole
    };
    weekday - holidays
}

/// The nation's working day with that number; none where the calendar ends.
fn nation_day(nation: Nation, number: i64) -> Option<NaiveDate> {
    let new_year = |year| NaiveDate::from_ymd_opt(year, 1, 1).map(weekday_number);
    let gaps = &counted(nation).gaps;
    // Holidays only move the answer further out, so there is no need to go through the years to a day that is none.
    weekday_with(number)?;
    if number < new_year(*COUNTED.start())? {
        let mut holidays = 0;
        for year in (NaiveDate::MIN.year()..*COUNTED.start()).rev() {
            let gaps = gaps_of(nation, year);
            holidays -= gaps.count();
            if number + holidays >= new_year(year)? {
                return weekday_with(gaps.position(number + holidays));
            }
        }
        None
    } else if number < new_year(COUNTED.end() + 1)? - gaps.count() {
        weekday_with(gaps.position(number))
    } else {
        // No year has more than 262 weekdays, so the day does not lie in an earlier one than this.
        let (first, yearly) = (COUNTED.end() + 1, yearly_holidays(nation));
        let ahead = number + gaps.count() - new_year(first)?;
        let at_least = first + i32::try_from(ahead / (262 - yearly)).ok()?;
        (at_least..NaiveDate::MAX.year()).find_map(|year| {
            let (gaps, holidays) = (gaps_of(nation, year), holidays_until(nation, year));
            let inside = number + holidays < new_year(year + 1)? - gaps.count();
            inside.then(|| weekday_with(gaps.position(number + holidays)))?
        })
    }
}

/// How many holidays every year after the counted ones has: nothing is proclaimed or moved there, and substitute days stay in
/// their year.
fn yearly_holidays(nation: Nation) -> i64 {
    gaps_of(nation, COUNTED.end() + 1).count()
}

/// How many holidays lie between the beginning of the counted years and that of a year after them.
fn holidays_until(nation: Nation, year: i32) -> i64 {
    let years = i64::from(year - COUNTED.end() - 1);
    counted(nation).gaps.count() + years * yearly_holidays(nation)
}

#[cfg(test)]
mod tests;
