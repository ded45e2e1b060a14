//! The English of the answers. Every sentence and every word that a coordinator reads is made here or in `doctor`'s and
//! `freebusy`'s own `words_en`: of `find` in `finding`, of changes to what is
//! arranged in `changing`, of what is refused in `faults`, of `check` in `checking`, of a
//! meeting's clocks in `clocks`, of feeds in `fetching`, of `poll` in `polling`, of rules in [`rules`], of the dates that they
//! give in [`reviews`], of what follows a meeting in `following`, of the meeting book in
//! `keeping`. In this file stands what all have in common: dates,
//! numbers, lists.

mod changing;
mod checking;
mod clocks;
mod faults;
mod fetching;
mod finding;
mod following;
mod keeping;
mod polling;
pub mod reviews;
pub mod rules;

pub use changing::*;
pub use checking::*;
pub use clocks::*;
pub use faults::*;
pub use fetching::*;
pub use finding::*;
pub use following::*;
pub use keeping::*;
pub use polling::*;

use crate::time::{Interval, Zone};
use chrono::{NaiveDate, NaiveDateTime};

/// Stands for somebody whose name is not to be handed on.
pub const CONFIDENTIAL: &str = "a confidential person";

/// Stands for a place that is not to be handed on.
pub const CONFIDENTIAL_VENUE: &str = "a confidential place";

/// `Tue 8 December 2026`.
pub fn date(date: NaiveDate) -> String {
    date.format("%a %-d %B %Y").to_string()
}

/// `Tue 8 December 2026, 10:00`.
pub fn date_time(local: NaiveDateTime) -> String {
    format!("{}, {}", date(local.date()), local.format("%H:%M"))
}

/// `Tue 8 December 2026, 10:00–11:30`; a meeting over midnight names both days.
pub fn when(interval: Interval, zone: &Zone) -> String {
    let (from, to) = (zone.local(interval.start()), zone.local(interval.end()));
    if from.date() == to.date() {
        format!(
            "{}, {}–{}",
            date(from.date()),
            from.format("%H:%M"),
            to.format("%H:%M")
        )
    } else {
        format!(
            "{}, {} – {}, {}",
            date(from.date()),
            from.format("%H:%M"),
            date(to.date()),
            to.format("%H:%M")
        )
    }
}

/// `10:00–11:30`.
pub fn clock(interval: Interval, zone: &Zone) -> String {
    let (from, to) = (zone.local(interval.start()), zone.local(interval.end()));
    format!("{}–{}", from.format("%H:%M"), to.format("%H:%M"))
}

/// `a`, `a and b`, `a, b and c`.
pub fn listed(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// `1 working day`, `4 working days`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    let word = if number == 1 { one } else { many };
    format!("{} {word}", thousands(number))
}

/// `1,234`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
