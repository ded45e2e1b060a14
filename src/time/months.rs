//! Calendar months by the corresponding date.

use chrono::{Datelike, NaiveDate};

/// The corresponding date `months` later (earlier when negative), or the last day of that month where it is shorter;
/// the flag says that it was. None outside the calendar's range.
///
/// Dodds v Walker \[1981\] UKHL: four months from 30 September end on 30 January, from 31 October on 28 February. The
/// shorter month is not remembered: counting on from the result counts from its own day.
pub fn add_months(date: NaiveDate, months: i32) -> Option<(NaiveDate, bool)> {
    let count = i64::from(date.year()) * 12 + i64::from(date.month0()) + i64::from(months);
    let year = i32::try_from(count.div_euclid(12)).ok()?;
    let month = u32::try_from(count.rem_euclid(12)).ok()? + 1;
    match NaiveDate::from_ymd_opt(year, month, date.day()) {
        Some(day) => Some((day, false)),
        // Days up to the 28th exist in every month, so what is missing is missing at the end of a month.
        None => (28..date.day())
            .rev()
            .find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
            .map(|day| (day, true)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Julian day number by Fliegel and Van Flandern (1968); shares nothing with chrono.
    fn julian(y: i64, m: i64, d: i64) -> i64 {
        let a = (14 - m) / 12;
        let (y, m) = (y + 4800 - a, m + 12 * a - 3);
        d + (153 * m + 2) / 5 + 365 * y + y / 4 - y / 100 + y / 400 - 32_045
    }

    /// The month walked to one by one; the first day of the month after it tells how long it is.
    fn walked(y: i64, m: i64, d: i64, months: i64) -> (i64, i64, i64, bool) {
        let (mut year, mut month) = (y, m);
        for _ in 0..months.abs() {
            month += months.signum();
            if month == 13 {
                (year, month) = (year + 1, 1);
            } else if month == 0 {
                (year, month) = (year - 1, 12);
            }
        }
        let (next_year, next_month) = if month == 12 {
            (year + 1, 1)
        } else {
            (year, month + 1)
        };
        let length = julian(next_year, next_month, 1) - julian(year, month, 1);
        (year, month, d.min(length), d > length)
    }

    #[test]
    fn months_agree_with_walking_through_them() {
        // A linear congruential generator with the constants of Knuth's MMIX.
        let mut state = 20_261_123_u64;
        let mut random = |below: i64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) as i64) % below
        };
        let (mut compared, mut clamped_seen) = (0, 0);
        while compared < 100_000 {
            let (y, m, d) = (1900 + random(8_000), 1 + random(12), 1 + random(31));
            let Some(date) = NaiveDate::from_ymd_opt(y as i32, m as u32, d as u32) else {
                continue;
            };
            let months = random(1_201) - 600;
            let (year, month, day, clamped) = walked(y, m, d, months);
            let got = add_months(date, months as i32);
            let expected = NaiveDate::from_ymd_opt(year as i32, month as u32, day as u32);
            assert_eq!(
                got,
                expected.map(|date| (date, clamped)),
                "{date} {months:+}"
            );
            clamped_seen += u32::from(clamped);
            compared += 1;
        }
        assert!(clamped_seen > 500, "{clamped_seen}");
    }

    #[test]
    fn the_end_of_the_calendar_is_no_panic() {
        assert_eq!(add_months(NaiveDate::MAX, i32::MAX), None);
        assert_eq!(add_months(NaiveDate::MIN, i32::MIN), None);
    }
}
