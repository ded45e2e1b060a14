//! The times of a rule, found by trying every second: each is held against the table of RFC 5545 section 3.3.10 as it stands there.
//!
//! Where the table leaves something open it is read as docs/reading.md says: DTSTART is an instance and the first of COUNT whether
//! the rule yields it or not; the set that BYSETPOS numbers is that of the whole period, whatever of it lies before DTSTART; a
//! yearly rule with BYWEEKNO has years of whole weeks for its periods.

use super::feed::{Freq, Rule};
use super::zones::seconds;
use chrono::{Datelike, Months, NaiveDate, NaiveDateTime, TimeDelta, Weekday};

const DAY: i64 = 86_400;

fn is_in<T: PartialEq>(list: &[T], value: T) -> bool {
    list.contains(&value)
}

fn days_of_month(date: NaiveDate) -> i64 {
    let first = date.with_day(1).expect("every month has a first");
    (first + Months::new(1) - first).num_days()
}

fn days_of_year(year: i32) -> i64 {
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("a date");
    (first(year + 1) - first(year)).num_days()
}

/// "Week number one of the calendar year is the first week that contains at least four (4) days in that calendar year."
fn first_week(year: i32, week_start: Weekday) -> NaiveDate {
    // Three of its days may lie in the year before, or in this year before it.
    let mut begin = NaiveDate::from_ymd_opt(year - 1, 12, 29).expect("a date");
    loop {
        let days = (0..7).map(|n| begin + TimeDelta::days(n));
        if begin.weekday() == week_start && days.filter(|day| day.year() == year).count() >= 4 {
            return begin;
        }
        begin += TimeDelta::days(1);
    }
}

/// The year that a week counts to, its number from the start and its number from the end (-1 is the last).
fn week(date: NaiveDate, week_start: Weekday) -> (i32, i64, i64) {
    let year = (date.year() - 1..=date.year() + 1)
        .rfind(|year| first_week(*year, week_start) <= date)
        .expect("a date lies behind the first week of the year before");
    let (first, next) = (
        first_week(year, week_start),
        first_week(year + 1, week_start),
    );
    let number = (date - first).num_days() / 7 + 1;
    let weeks = (next - first).num_days() / 7;
    (year, number, number - weeks - 1)
}

/// BYMONTHDAY and BYYEARDAY: a place among `of`, from the start or from the end.
fn is_place(list: &[i64], place: i64, of: i64) -> bool {
    is_in(list, place) || is_in(list, place - of - 1)
}

/// BYDAY: every such weekday, or the n-th within the `of` days of which this is the `place`-th.
fn is_weekday(list: &[(Option<i64>, Weekday)], date: NaiveDate, place: i64, of: i64) -> bool {
    let from_start = (place - 1) / 7 + 1;
    let from_end = -((of - place) / 7 + 1);
    list.iter().any(|(n, day)| {
        *day == date.weekday() && n.is_none_or(|n| n == from_start || n == from_end)
    })
}

/// Whether a day passes the parts about days, by the column of the table that the frequency names.
fn passes_day(rule: &Rule, start: NaiveDate, date: NaiveDate) -> bool {
    let of_month = (i64::from(date.day()), days_of_month(date));
    let of_year = (i64::from(date.ordinal()), days_of_year(date.year()));
    // A list that is not given neither limits nor expands.
    let month = rule.months.is_empty() || is_in(&rule.months, date.month().into());
    let month_day =
        rule.month_days.is_empty() || is_place(&rule.month_days, of_month.0, of_month.1);
    let year_day = rule.year_days.is_empty() || is_place(&rule.year_days, of_year.0, of_year.1);
    let (day_in_month, day_in_year) = (
        rule.weekdays.is_empty() || is_weekday(&rule.weekdays, date, of_month.0, of_month.1),
        rule.weekdays.is_empty() || is_weekday(&rule.weekdays, date, of_year.0, of_year.1),
    );
    match rule.freq {
        Freq::Secondly | Freq::Minutely | Freq::Hourly => {
            month && year_day && month_day && day_in_month
        }
        Freq::Daily => month && month_day && day_in_month,
        Freq::Weekly => {
            let open = rule.weekdays.is_empty();
            month && day_in_month && (!open || date.weekday() == start.weekday())
        }
        Freq::Monthly => {
            let open = rule.month_days.is_empty() && rule.weekdays.is_empty();
            month && month_day && day_in_month && (!open || date.day() == start.day())
        }
        Freq::Yearly => {
            let week_start = rule.week_start.unwrap_or(Weekday::Mon);
            let in_week = rule.weeks.is_empty() || {
                let (_, number, from_end) = week(date, week_start);
                is_in(&rule.weeks, number) || is_in(&rule.weeks, from_end)
            };
            let weekday = match rule.months.is_empty() {
                true => day_in_year,
                false => day_in_month,
            };
            let open =
                rule.year_days.is_empty() && rule.month_days.is_empty() && rule.weekdays.is_empty();
            let implied = match (open, rule.weeks.is_empty(), rule.months.is_empty()) {
                (false, ..) => true,
                (true, false, _) => date.weekday() == start.weekday(),
                (true, true, false) => date.day() == start.day(),
                (true, true, true) => (date.month(), date.day()) == (start.month(), start.day()),
            };
            month && in_week && year_day && month_day && weekday && implied
        }
    }
}

/// The times of day that pass the parts about them, every hour, minute and second tried.
fn times_of_day(rule: &Rule, start: i64) -> Vec<i64> {
    // A part shorter than the frequency comes from DTSTART where it is not given; the frequency itself steps through the others.
    let tried = |list: &[i64], of: i64, implied: i64, is_open: bool| -> Vec<i64> {
        let passes = |value: &i64| match list {
            [] => is_open || *value == implied,
            list => is_in(list, *value),
        };
        (0..of).filter(passes).collect()
    };
    let hours = tried(&rule.hours, 24, start / 3600, rule.freq <= Freq::Hourly);
    let minutes = tried(
        &rule.minutes,
        60,
        start / 60 % 60,
        rule.freq <= Freq::Minutely,
    );
    let seconds = tried(&rule.seconds, 60, start % 60, rule.freq <= Freq::Secondly);
    let mut times = Vec::new();
    for hour in &hours {
        for minute in &minutes {
            for second in &seconds {
                times.push(hour * 3600 + minute * 60 + second);
            }
        }
    }
    times
}

/// The number of the period that a time lies in; consecutive ones have consecutive numbers.
fn period(rule: &Rule, date: NaiveDate, time: i64) -> i64 {
    let week_start = rule.week_start.unwrap_or(Weekday::Mon);
    let days = i64::from(date.num_days_from_ce());
    match rule.freq {
        Freq::Yearly if !rule.weeks.is_empty() => week(date, week_start).0.into(),
        Freq::Yearly => date.year().into(),
        Freq::Monthly => i64::from(date.year()) * 12 + i64::from(date.month0()),
        Freq::Weekly => {
            let into = date.weekday().days_since(week_start);
            (days - i64::from(into)).div_euclid(7)
        }
        Freq::Daily => days,
        Freq::Hourly => days * 24 + time / 3600,
        Freq::Minutely => days * 1440 + time / 60,
        Freq::Secondly => days * DAY + time,
    }
}

/// How many days a period may take; what is walked begins and ends so much further out.
fn reach(rule: &Rule) -> i64 {
    match rule.freq {
        Freq::Yearly => 380,
        Freq::Monthly => 32,
        Freq::Weekly => 8,
        _ => 0,
    }
}

/// The times of a rule that begins at `start`, from `from` to `to`, both included, in order, DTSTART only where the rule yields it.
/// `is_over` says which times lie behind UNTIL.
pub fn times(
    rule: &Rule,
    start: NaiveDateTime,
    is_date: bool,
    (from, to): (NaiveDateTime, NaiveDateTime),
    is_over: &dyn Fn(NaiveDateTime) -> bool,
) -> Vec<NaiveDateTime> {
    let time_of = |time: NaiveDateTime| seconds(time).rem_euclid(DAY);
    let within_day: Vec<i64> = match is_date {
        true => vec![0],
        false => times_of_day(rule, time_of(start)),
    };
    let first_period = period(rule, start.date(), time_of(start));
    let interval = rule.interval.unwrap_or(1);

    // COUNT counts from DTSTART on, however far ahead of what is asked that is.
    let walk_from = match rule.count {
        Some(_) => start,
        None => start.max(from),
    };
    let reach = TimeDelta::days(reach(rule));
    let mut date = (walk_from - reach).date();
    let mut found = Vec::new();
    let mut set: Vec<NaiveDateTime> = Vec::new();
    let mut set_period = i64::MIN;
    let mut left = rule.count.unwrap_or(i64::MAX);
    let mut is_first = true;
    let mut close = |set: &mut Vec<NaiveDateTime>| {
        let of = set.len() as i64;
        for (place, time) in (1..).zip(set.drain(..)) {
            let is_kept = rule.set_positions.is_empty() || is_place(&rule.set_positions, place, of);
            if !is_kept || time < start {
                continue;
            }
            if is_first && rule.count.is_some() && time != start {
                left -= 1;
            }
            is_first = false;
            if left <= 0 || is_over(time) {
                return false;
            }
            left -= 1;
            if (from..=to).contains(&time) {
                found.push(time);
            }
        }
        true
    };
    while date <= (to + reach).date() {
        if passes_day(rule, start.date(), date) {
            let mut number = period(rule, date, 0);
            for time in &within_day {
                if rule.freq < Freq::Daily {
                    number = period(rule, date, *time);
                }
                if number < first_period || (number - first_period) % interval != 0 {
                    continue;
                }
                if number != set_period && !close(&mut set) {
                    return found;
                }
                set_period = number;
                set.push(NaiveDateTime::from(date) + TimeDelta::seconds(*time));
            }
        }
        date += TimeDelta::days(1);
    }
    close(&mut set);
    found
}
