//! Days and dates of the proleptic Gregorian calendar as plain numbers, for arithmetic over many days.
//!
//! Days count from 1970-01-01, weekdays from Monday = 0. The two conversions are Howard Hinnant's published algorithms.

/// Seconds of a day by the wall clock.
pub(super) const DAY: i64 = 86_400;

/// Days from 1970-01-01 to a date; the month is 1 to 12, the day may lie outside the month.
pub(super) fn days(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let from_march = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * from_march + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The year, month and day of a day number.
pub(super) fn date(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u32, day as u32)
}

pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(super) fn month_len(year: i64, month: u32) -> u32 {
    match month {
        2 => 28 + u32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

pub(super) fn year_len(year: i64) -> i64 {
    365 + i64::from(is_leap(year))
}

/// 0 for Monday to 6 for Sunday.
pub(super) fn weekday(days: i64) -> u32 {
    // 1970-01-01 was a Thursday.
    (days + 3).rem_euclid(7) as u32
}

/// A week's place in the year it belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Week {
    /// The year that most of its days lie in.
    pub(super) year: i64,
    /// 1 for the first week of the year.
    pub(super) from_start: i64,
    /// -1 for the last.
    pub(super) from_end: i64,
}

/// The week that a day lies in, by weeks that begin on `week_start`. Week 1 is the first with at least four days in its year
/// (RFC 5545 section 3.3.10, ISO 8601).
pub(super) fn week(day: i64, week_start: u32) -> Week {
    // The fourth day of a week lies in the year that the week belongs to.
    let number = |day: i64| {
        let into_week = (i64::from(weekday(day)) - i64::from(week_start)).rem_euclid(7);
        let fourth = day - into_week + 3;
        let (year, ..) = date(fourth);
        (year, (fourth - days(year, 1, 1)) / 7 + 1)
    };
    let (year, from_start) = number(day);
    // 28 December always lies in the last week.
    let (_, weeks) = number(days(year, 12, 28));
    Week {
        year,
        from_start,
        from_end: from_start - weeks - 1,
    }
}

/// The first day of week 1 of a year; 4 January always lies in it.
pub(super) fn first_week(year: i64, week_start: u32) -> i64 {
    let fourth = days(year, 1, 4);
    fourth - (i64::from(weekday(fourth)) - i64::from(week_start)).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, NaiveDate};

    #[test]
    fn dates_and_iso_weeks_agree_with_chrono() {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date");
        for n in (-719_000..2_900_000).step_by(97) {
            let theirs = epoch + chrono::TimeDelta::days(n);
            let (year, month, day) = date(n);
            assert_eq!(
                (year, month, day),
                (theirs.year().into(), theirs.month(), theirs.day())
            );
            assert_eq!(days(year, month, day), n);
            assert_eq!(weekday(n), theirs.weekday().num_days_from_monday());
            let iso = (
                theirs.iso_week().year().into(),
                theirs.iso_week().week().into(),
            );
            assert_eq!((week(n, 0).year, week(n, 0).from_start), iso);
            assert_eq!(week(first_week(year, 0), 0).from_start, 1);
            assert_eq!(week(first_week(year, 0) - 1, 0).from_end, -1);
        }
    }
}
