//! The words for what `poll` refuses: the fact, then the fix.

use super::date;
use crate::time::{Instant, Zone};
use chrono::NaiveDate;

pub fn poll_needs_table() -> &'static str {
    "a poll is about a meeting of the tables, and a bare folder has none; write meetings.csv and people.csv (quorate new shows how)"
}

pub fn reply_by_is_past(day: NaiveDate) -> String {
    format!(
        "--reply-by: {} is past; name a day from today on",
        date(day)
    )
}

pub fn too_many_starts(stated: usize, most: usize) -> String {
    format!("--slot: {stated} times are too many for one form; name {most} at most")
}

/// A start that no search would offer.
pub fn slot_not_offered(start: Instant, zone: &Zone) -> String {
    let local = zone.local(start);
    format!(
        "--slot: {}, {} is not among the starts that can be quorate; name one of those that quorate find --all lists",
        date(local.date()),
        local.format("%H:%M")
    )
}

/// What messages call standard input.
pub const PASTED: &str = "standard input";

pub fn pasted_too_large() -> String {
    format!("{PASTED}: larger than any form; give the form alone")
}

/// A time of a form about which nothing was said.
pub fn left_blank([who, reference, from, to]: &[String; 4]) -> String {
    format!("{who} left {from} to {to} blank, for {reference}: no answer")
}

pub fn nothing_answered() -> &'static str {
    "Nothing was answered, so nothing was written."
}
