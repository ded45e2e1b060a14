//! Values: dates, times, durations, periods and offsets (RFC 5545 sections 3.3.4 to 3.3.6, 3.3.9, 3.3.14), read strictly where
//! a value could mean two things and generously where it can mean only one.

use super::civil::{self, DAY};
use super::words;

/// A date or time as written, before its zone is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Stamp {
    /// What the wall clock shows, in seconds as if it were UTC. Midnight for a date.
    pub(super) wall: i64,
    pub(super) kind: StampKind,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum StampKind {
    Date,
    Utc,
    /// Without zone: read in the calendar's zone or, in a series, in the zone of the series.
    Floating,
    /// In a zone that the calendar's list of names holds at this index.
    Zoned(u32),
}

impl Stamp {
    pub(super) fn is_date(self) -> bool {
        self.kind == StampKind::Date
    }
}

/// A value, and whether it was spelt otherwise than the standard says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loose<T> {
    pub(super) value: T,
    pub(super) loose: bool,
}

/// Date and time shape as written: a date alone, a time, a time in UTC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    Date,
    Local,
    Utc,
}

/// Reads a date or date-time to wall seconds. Besides the standard's `20250106` and `20250106T090000Z` it takes lower-case
/// letters, ISO's dashes and colons, a missing seconds field and an offset in place of `Z` (which gives UTC).
pub(super) fn date_time(text: &[u8]) -> Option<Loose<(i64, Shape)>> {
    let text = text.trim_ascii();
    let Some((date, time)) = text.split_first_chunk::<8>() else {
        return loose_date_time(text);
    };
    match *time {
        [] => strict(day_of(*date)? * DAY, Shape::Date),
        [b'T', a, b, c, d, e, f] => {
            let time = [a, b, c, d, e, f];
            strict(day_of(*date)? * DAY + time_of_day(time)?, Shape::Local)
        }
        [b'T', a, b, c, d, e, f, b'Z'] => {
            let time = [a, b, c, d, e, f];
            strict(day_of(*date)? * DAY + time_of_day(time)?, Shape::Utc)
        }
        _ => loose_date_time(text),
    }
}

fn strict(wall: i64, shape: Shape) -> Option<Loose<(i64, Shape)>> {
    Some(Loose {
        value: (wall, shape),
        loose: false,
    })
}

fn loose_date_time(text: &[u8]) -> Option<Loose<(i64, Shape)>> {
    // The longest spelling is 2025-01-06T09:00:00.000000+01:00.
    if text.len() > 40 {
        return None;
    }
    let upper = text.to_ascii_uppercase();
    let (date, time) = match upper.iter().position(|b| *b == b'T') {
        Some(at) => (&upper[..at], Some(&upper[at + 1..])),
        None => (&upper[..], None),
    };
    let date: Vec<u8> = date.iter().copied().filter(|b| *b != b'-').collect();
    let day = day_of(date.try_into().ok()?)?;
    let Some(time) = time else {
        return Some(Loose {
            value: (day * DAY, Shape::Date),
            loose: true,
        });
    };
    let zone_at = time.iter().position(|b| matches!(b, b'Z' | b'+' | b'-'));
    let (clock, zone) = time.split_at(zone_at.unwrap_or(time.len()));
    let clock = clock.split(|b| *b == b'.').next().unwrap_or_default();
    let mut clock: Vec<u8> = clock.iter().copied().filter(|b| *b != b':').collect();
    if clock.len() == 4 {
        clock.extend_from_slice(b"00");
    }
    let wall = day * DAY + time_of_day(clock.try_into().ok()?)?;
    let value = match zone {
        b"" => (wall, Shape::Local),
        b"Z" => (wall, Shape::Utc),
        offset => {
            let offset: Vec<u8> = offset.iter().copied().filter(|b| *b != b':').collect();
            (wall - i64::from(utc_offset(&offset)?), Shape::Utc)
        }
    };
    Some(Loose { value, loose: true })
}

fn day_of(digits: [u8; 8]) -> Option<i64> {
    let [century, year, month, day] = words::pairs(digits)?;
    let year = i64::from(century * 100 + year);
    let valid = year >= 1 && (1..=12).contains(&month);
    (valid && day >= 1 && day <= civil::month_len(year, month))
        .then(|| civil::days(year, month, day))
}

/// Seconds after midnight of `HHMMSS`. Second 60 is a leap second (3.3.12), taken as 59.
fn time_of_day([a, b, c, d, e, f]: [u8; 6]) -> Option<i64> {
    let [hour, minute, second, _] = words::pairs([a, b, c, d, e, f, b'0', b'0'])?;
    let valid = hour < 24 && minute < 60 && second <= 60;
    valid.then(|| i64::from(hour * 3600 + minute * 60 + second.min(59)))
}

/// Digits only, no more than fit.
pub(super) fn number(digits: &[u8]) -> Option<i64> {
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    digits.iter().try_fold(0_i64, |sum, byte| {
        byte.is_ascii_digit()
            .then(|| sum * 10 + i64::from(byte - b'0'))
    })
}

/// Seconds east of UTC of `+HHMM` or `+HHMMSS`, under a day.
pub(super) fn utc_offset(text: &[u8]) -> Option<i32> {
    let (sign, digits) = text.trim_ascii().split_first()?;
    let sign = match sign {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let mut padded = *b"000000";
    match digits.len() {
        2 | 4 | 6 => padded[..digits.len()].copy_from_slice(digits),
        _ => return None,
    }
    Some(sign * i32::try_from(time_of_day(padded)?).ok()?)
}

/// A length of time: days are nominal (by the wall clock), seconds exact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Duration {
    pub(super) days: i64,
    pub(super) seconds: i64,
}

/// Longer than any event; also keeps sums far from overflow.
const LONGEST_DAYS: i64 = 4_000_000;

/// Reads `P15DT5H0M20S` or `P7W`, with sign. `P1H`, where the T was forgotten, is read generously.
pub(super) fn duration(text: &[u8]) -> Option<Loose<Duration>> {
    let text = text.trim_ascii();
    let (negative, rest) = match text.split_first()? {
        (b'-', rest) => (true, rest),
        (b'+', rest) => (false, rest),
        _ => (false, text),
    };
    let (b'P' | b'p', mut rest) = rest.split_first()? else {
        return None;
    };
    let (mut days, mut seconds) = (0_i64, 0_i64);
    let (mut time, mut loose, mut any) = (false, false, false);
    while !rest.is_empty() {
        if let [b'T' | b't', after @ ..] = rest {
            rest = after;
            time = true;
            continue;
        }
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let amount = number(&rest[..digits])?;
        let unit = rest.get(digits)?.to_ascii_uppercase();
        rest = &rest[digits + 1..];
        let (sum, factor) = match unit {
            b'W' => (&mut days, 7),
            b'D' => (&mut days, 1),
            b'H' => (&mut seconds, 3600),
            b'M' => (&mut seconds, 60),
            b'S' => (&mut seconds, 1),
            _ => return None,
        };
        loose |= matches!(unit, b'H' | b'M' | b'S') != time;
        *sum = sum.checked_add(amount.checked_mul(factor)?)?;
        any = true;
    }
    if !any || days > LONGEST_DAYS || seconds > LONGEST_DAYS * DAY {
        return None;
    }
    let sign = if negative { -1 } else { 1 };
    Some(Loose {
        value: Duration {
            days: sign * days,
            seconds: sign * seconds,
        },
        loose,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> i64 {
        let time: chrono::NaiveDateTime = text.parse().expect("a test time");
        time.and_utc().timestamp()
    }

    /// The value and whether it was loosely spelt.
    fn read(text: &str) -> Option<((i64, Shape), bool)> {
        date_time(text.as_bytes()).map(|read| (read.value, read.loose))
    }

    #[test]
    fn times_are_read_in_the_standards_spelling() {
        let nine = wall("2025-01-06T09:00:00");
        assert_eq!(read("20250106T090000"), Some(((nine, Shape::Local), false)));
        assert_eq!(read(" 20250106T090000Z"), Some(((nine, Shape::Utc), false)));
        let day = wall("2025-01-06T00:00:00");
        assert_eq!(read("20250106"), Some(((day, Shape::Date), false)));
        let leap_second = wall("2025-01-06T09:00:59");
        assert_eq!(
            read("20250106T090060"),
            Some(((leap_second, Shape::Local), false))
        );
    }

    #[test]
    fn times_are_read_in_spellings_with_one_meaning() {
        let nine = wall("2025-01-06T09:00:00");
        for text in [
            "20250106t090000z",
            "2025-01-06T09:00:00Z",
            "20250106T100000+0100",
            "2025-01-06T09:00:00.000Z",
        ] {
            assert_eq!(read(text), Some(((nine, Shape::Utc), true)), "{text}");
        }
        assert_eq!(read("20250106T0900"), Some(((nine, Shape::Local), true)));
        for text in [
            "",
            "tomorrow",
            "20251301",
            "20250229",
            "20250106T240000",
            "00000101T000000",
            "120250106T090000Z",
            "20250106X090000",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn durations_keep_days_and_seconds_apart() {
        let read = |text: &str| {
            duration(text.as_bytes()).map(|read| (read.value.days, read.value.seconds, read.loose))
        };
        assert_eq!(read("P1DT2H"), Some((1, 7200, false)));
        assert_eq!(read("PT24H"), Some((0, 86_400, false)));
        assert_eq!(read("P2W"), Some((14, 0, false)));
        assert_eq!(read("-PT15M"), Some((0, -900, false)));
        assert_eq!(read("+PT15S"), Some((0, 15, false)));
        assert_eq!(read("P1H"), Some((0, 3600, true)));
        for text in [
            "",
            "P",
            "PT",
            "1 hour",
            "P99999999999999999999D",
            "P1X",
            "PD",
            "PT5",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn offsets_stay_under_a_day() {
        assert_eq!(utc_offset(b"+0530"), Some(19_800));
        assert_eq!(utc_offset(b"-023017"), Some(-9017));
        for text in ["+9999", "0100", "", "+1", "+2400"] {
            assert_eq!(utc_offset(text.as_bytes()), None, "{text}");
        }
    }
}
