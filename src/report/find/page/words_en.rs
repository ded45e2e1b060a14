//! The English of the page.

use crate::report::picture::Mark;
use crate::report::words_en::{counted, date};
use chrono::{NaiveDate, NaiveDateTime};

pub(super) const SKIP: &str = "Skip to the answer";
pub(super) const CONTENTS: &str = "Parts of this page";
pub(super) const WHY: &str = "Why nothing in time fits";
pub(super) const SLOTS: &str = "Slots, best first";
pub(super) const CALLS: &str = "Call list";
pub(super) const DAYS: &str = "Days";
pub(super) const PEOPLE: &str = "Everybody's day";
pub(super) const READ: &str = "What was read";
pub(super) const MADE: &str = "How this was made";
pub(super) const FOOT: &str = "Made by quorate. This page holds everything it shows: nothing is fetched and nothing is sent. On paper stands what is \
     open on the screen.";

pub(super) const COMING: &str = "Coming";
pub(super) const TO_RING: &str = "To ring";
pub(super) const NOT_KNOWN: &str = "Not known";
pub(super) const MISSING: &str = "Missing";
pub(super) const LATE: &str = "late";
pub(super) const LIMIT: &str = "limit";
pub(super) const SLOT: &str = "slot";
pub(super) const SLOT_HEAD: &str = "Slot";
pub(super) const WHO: &str = "Who";
pub(super) const WHOLE_DAY: &str = "The whole day";
pub(super) const SLOT_KEY: &str = "a slot begins and ends";
pub(super) const TIMES_NOT_SHOWN: &str = "their agency tells whether a slot suits, not their times";
pub(super) const NO_START: &str = "no start can be quorate";
pub(super) const NO_FEEDS: &str = "No diary was read.";

pub(super) const CALLS_NOTE: &str =
    "Whom to ring, about which slots, and what each answer decides.";
pub(super) const FEEDS_CAPTION: &str = "Receipts of the diaries that were read";
pub(super) const FEEDS_HEAD: [&str; 2] = ["Whose", "Receipt"];

/// By how many have to say yes: none, one, two, more.
pub(super) const SHADES: [&str; 4] = [
    "quorate as known",
    "if 1 says yes",
    "if 2 say yes",
    "if 3 or more say yes",
];
pub(super) const MONTHS_NOTE: &str = "A day bears the number of starts at which the meeting can be quorate, and how its best one stands. \
     Boxed numbers lead to the slots above. Grey days were not searched.";
pub(super) const PEOPLE_NOTE: &str = "A line each, hours from left to right. Not available includes leave, hours not worked, and time kept \
     clear around other meetings. In words: how each slot suits, or their part in it.";

pub(super) fn title(reference: &str) -> String {
    match reference.is_empty() {
        true => "Times for the meeting".to_owned(),
        false => format!("{reference}: times for the meeting"),
    }
}

pub(super) fn month_caption(first: NaiveDate, starts: usize) -> String {
    format!(
        "{}: {}",
        first.format("%B %Y"),
        self::starts_counted(starts)
    )
}

fn starts_counted(starts: usize) -> String {
    counted(starts as u64, "start", "starts")
}

pub(super) fn starts(number: usize) -> &'static str {
    if number == 1 { "start" } else { "starts" }
}

/// The best start of a day, in a cell.
pub(super) fn best(confirmations: u32) -> String {
    match confirmations {
        0 => "quorate".to_owned(),
        calls => format!("{calls} to ring"),
    }
}

/// `Tue 8 December 2026: slots 1 and 3`.
pub(super) fn day_caption(day: NaiveDate, marks: &[&Mark]) -> String {
    let numbers: Vec<String> = marks.iter().map(|mark| mark.number.to_string()).collect();
    let word = if numbers.len() == 1 { "slot" } else { "slots" };
    format!(
        "{}: {word} {}",
        date(day),
        crate::report::words_en::listed(&numbers, "and")
    )
}

pub(super) fn more(slots: usize) -> String {
    format!(
        "{} in the answer as text and as JSON.",
        counted(slots as u64, "more slot", "more slots")
    )
}

pub(super) fn left_out(people: usize) -> String {
    format!(
        "{} who could take a seat {} not shown.",
        counted(people as u64, "more person", "more people"),
        if people == 1 { "is" } else { "are" }
    )
}

pub(super) fn as_of(now: NaiveDateTime) -> String {
    format!("As of {}, {}.", date(now.date()), now.format("%H:%M"))
}
