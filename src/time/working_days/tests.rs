//! Counting against counting day by day.

use super::*;
use chrono::{Days, Weekday};

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

#[test]
fn counting_leaves_out_the_day_itself_and_closed_days() {
    let england = WorkingDays::of(Nation::England);
    // Thursday 26 March 2026, with Good Friday and Easter Monday on the way.
    assert_eq!(england.after(date("2026-03-26"), 15), date("2026-04-20"));
    assert_eq!(england.before(date("2026-04-20"), 15), date("2026-03-26"));
    assert_eq!(england.between(date("2026-03-26"), date("2026-04-20")), 15);
    assert_eq!(england.between(date("2026-04-20"), date("2026-03-26")), -15);
    assert_eq!(
        england.last_not_after(date("2026-12-28")),
        date("2026-12-24")
    );
    assert_eq!(
        england.first_not_before(date("2026-12-25")),
        date("2026-12-29")
    );
    assert_eq!(
        england.holidays_between(date("2026-03-27"), date("2026-04-20")),
        [date("2026-04-03"), date("2026-04-06")]
    );
    let closed = england.with_closures([date("2026-12-24"), date("2026-12-27")]);
    assert_eq!(
        closed.last_not_after(date("2026-12-28")),
        date("2026-12-23")
    );
    // A closure on a Sunday leaves nothing out of a count.
    assert_eq!(
        closed.holidays_between(date("2026-12-24"), date("2026-12-28")),
        [date("2026-12-24"), date("2026-12-25"), date("2026-12-28")]
    );
}

/// Day by day, as one would with a paper calendar.
struct Paper {
    holidays: BTreeSet<NaiveDate>,
}

impl Paper {
    fn is_working(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.holidays.contains(&day)
    }

    /// Steps day by day until `count` working days were met.
    fn steps(&self, from: NaiveDate, count: u32, step: fn(NaiveDate) -> NaiveDate) -> NaiveDate {
        let (mut day, mut left) = (from, count);
        while left > 0 {
            day = step(day);
            left -= u32::from(self.is_working(day));
        }
        day
    }

    fn nearest(&self, from: NaiveDate, step: fn(NaiveDate) -> NaiveDate) -> NaiveDate {
        let mut day = from;
        while !self.is_working(day) {
            day = step(day);
        }
        day
    }

    fn between(&self, from: NaiveDate, to: NaiveDate) -> i32 {
        let (early, late) = (from.min(to), from.max(to));
        let count = early
            .iter_days()
            .skip(1)
            .take_while(|day| *day <= late)
            .filter(|day| self.is_working(*day))
            .count() as i32;
        if to < from { -count } else { count }
    }
}

fn later(day: NaiveDate) -> NaiveDate {
    day + Days::new(1)
}

fn earlier(day: NaiveDate) -> NaiveDate {
    day - Days::new(1)
}

/// Compares every answer with the paper one for random days of `years`, with random closures.
fn agrees(years: RangeInclusive<i32>, nation: Nation, seed: u64, rounds: u32) {
    let mut state = seed;
    let mut random = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let first = NaiveDate::from_ymd_opt(*years.start(), 1, 1).expect("a date");
    let length = u64::try_from(years.count()).expect("a few years") * 365;
    let closures: Vec<NaiveDate> = (0..length / 40)
        .map(|_| first + Days::new(random(length)))
        .collect();
    let fast = WorkingDays::of(nation).with_closures(closures.iter().copied());
    let mut holidays: BTreeSet<NaiveDate> = closures.into_iter().collect();
    for year in first.year() - 3..=first.year() + (length / 365) as i32 + 3 {
        holidays.extend(bank_holidays(nation, year));
    }
    let paper = Paper { holidays };
    for _ in 0..rounds {
        let day = first + Days::new(random(length));
        let count = random(60) as u32;
        let other = day + Days::new(random(200)) - Days::new(100);
        let told = format!("{nation:?} {day} {count} {other}");
        assert_eq!(fast.is_working(day), paper.is_working(day), "{told}");
        assert_eq!(
            fast.after(day, count),
            paper.steps(day, count, later),
            "{told}"
        );
        assert_eq!(
            fast.before(day, count),
            paper.steps(day, count, earlier),
            "{told}"
        );
        assert_eq!(
            fast.last_not_after(day),
            paper.nearest(day, earlier),
            "{told}"
        );
        assert_eq!(
            fast.first_not_before(day),
            paper.nearest(day, later),
            "{told}"
        );
        assert_eq!(
            fast.between(day, other),
            paper.between(day, other),
            "{told}"
        );
        let skipped: Vec<NaiveDate> = day
            .iter_days()
            .take_while(|each| *each <= other)
            .filter(|each| is_weekday(*each) && !paper.is_working(*each))
            .collect();
        assert_eq!(fast.holidays_between(day, other), skipped, "{told}");
    }
}

#[test]
fn counting_agrees_with_going_day_by_day() {
    for (seed, nation) in (1..).zip(Nation::ALL) {
        agrees(2000..=2040, nation, seed, 4_000);
    }
}

/// What the numbering of later years rests on.
#[test]
fn every_later_year_has_as_many_holidays() {
    for nation in Nation::ALL {
        for year in COUNTED.end() + 1..=9999 {
            assert_eq!(
                gaps_of(nation, year).count(),
                yearly_holidays(nation),
                "{nation:?} {year}"
            );
        }
    }
}

/// Where the years that are worked out once begin and end, and beyond them.
#[test]
fn counting_agrees_outside_the_years_that_are_counted_once() {
    for (seed, nation) in (11..).zip(Nation::ALL) {
        for years in [1900..=1903, 1948..=1952, 2149..=2153, 9990..=9993] {
            agrees(years, nation, seed, 60);
        }
    }
}

#[test]
fn the_calendar_ends_without_a_panic() {
    let days = WorkingDays::of(Nation::Scotland);
    assert_eq!(days.checked_after(date("2026-01-01"), u32::MAX), None);
    assert_eq!(days.checked_before(date("2026-01-01"), u32::MAX), None);
    assert_eq!(days.after(date("2026-01-01"), u32::MAX), NaiveDate::MAX);
    assert_eq!(days.after(NaiveDate::MAX, 1), NaiveDate::MAX);
    assert_eq!(days.before(NaiveDate::MIN, 1), NaiveDate::MIN);
}
