//! What can still be told of a value that cannot be read: the day it speaks of.
//!
//! An event whose start is unreadable costs that event; the day that it was on is in doubt, where it can be told.

use super::values;

/// The day, counted from 1970-01-01, that an unreadable date or time begins with: `20250106T250000` and `2025-01-06 9 am`
/// name a day all the same. `None` where eight digits of a date do not stand alone.
pub(super) fn day(text: &[u8]) -> Option<i64> {
    let text = text.trim_ascii();
    let dashed = matches!(text, [_, _, _, _, b'-', _, _, b'-', ..]);
    let (head, rest) = text.split_at_checked(if dashed { 10 } else { 8 })?;
    // A ninth digit makes another number of it: a year of five digits, say.
    if rest.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let read = values::date_time(head)?;
    Some(read.value.0.div_euclid(super::civil::DAY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_told_where_it_stands_alone() {
        let sixth = Some(20_094);
        for text in [
            "20250106T250000",
            "20250106X",
            "2025-01-06 9 am",
            " 20250106T09",
        ] {
            assert_eq!(day(text.as_bytes()), sixth, "{text}");
        }
        for text in [
            "",
            "tomorrow",
            "20251306T090000",
            "120250106T090000Z",
            "2025010",
            "20250106090000",
            "06/01/2025",
        ] {
            assert_eq!(day(text.as_bytes()), None, "{text}");
        }
    }
}
