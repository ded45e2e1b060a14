//! The English of pictures.

use super::{Mark, Picture};
use crate::model::Stand;
use crate::report::words_en::{counted, date, listed, state};
use chrono::NaiveDate;

pub(super) const CONFIDENTIAL_GROUP: &str = "Confidential";
pub(super) const TO_BE_NAMED: &str = "To be named";
pub(super) const VENUES: &str = "Venues";
pub(super) const STARTS: &str = "Starts";
pub(super) const KEY_STARTS: &str =
    "a meeting can start here: full height, quorate as known; half, if people who are rung say yes";
pub(super) const KEY_SLOT: &str = "a slot of the list, by its number; dashed if it is late";
pub(super) const KEY_COUNT: &str = "1/2?: one of two can, and of the other it is not known";
pub(super) const KEY_LIMIT: &str = "end of the last day in time";
pub(super) const KEPT_CLEAR: &str =
    "Not available includes leave, hours not worked, and time kept clear around other meetings.";

/// What a stretch of time is called.
pub(in crate::report) fn stand(stand: Stand) -> &'static str {
    match stand {
        Stand::Free => "free",
        Stand::Expected => "expected",
        Stand::Tentative => "tentative",
        Stand::Unknown => "unknown",
        Stand::NotAvailable => "not available",
    }
}

/// With what a legend adds.
pub(super) fn key(stand: Stand) -> &'static str {
    match stand {
        Stand::Free => "free",
        Stand::Expected => "expected: by their pattern only",
        Stand::Tentative => "tentative",
        Stand::Unknown => "unknown: has to be asked",
        Stand::NotAvailable => "not available",
    }
}

/// People whose agency tells of slots only.
pub(super) fn counted_people(number: usize) -> String {
    format!(
        "{}, times not shown",
        counted(number as u64, "person", "people")
    )
}

pub(super) fn deputy(seat: &str) -> String {
    format!("{seat}, deputy")
}

pub(super) fn title(picture: &Picture) -> String {
    match picture.reference.is_empty() {
        true => "Who can come when".to_owned(),
        false => format!("{}: who can come when", picture.reference),
    }
}

/// What somebody hears who does not see the picture.
pub(super) fn description(picture: &Picture) -> String {
    let people: usize = picture.groups.iter().map(|group| group.rows.len()).sum();
    let slots = picture.marks.iter().map(|mark| mark_words(picture, mark));
    let slots: Vec<String> = slots.collect();
    let slots = match slots.is_empty() {
        true => "No slot is marked.".to_owned(),
        false => format!("Marked are {}.", listed(&slots, "and")),
    };
    format!(
        "{}, a week below the other, a line each, hours from left to right. {slots}",
        counted(people as u64, "person or venue", "people and venues")
    )
}

/// `slot 1, Tue 8 December 2026, 10:00–11:30, quorate if 2 say yes`.
pub(super) fn mark_words(picture: &Picture, mark: &Mark) -> String {
    let late = if mark.late { ", late" } else { "" };
    format!(
        "slot {}, {}, {}, {}{late}",
        mark.number,
        date(picture.days[mark.day].date),
        super::span(mark.from, mark.to),
        state(mark.state, mark.confirmations)
    )
}

pub(super) fn limit(limit: NaiveDate) -> String {
    format!("Limit: {}.", date(limit))
}

pub(super) fn as_of(picture: &Picture) -> String {
    format!(
        "As of {}, {}.",
        date(picture.as_of.date()),
        picture.as_of.format("%H:%M")
    )
}

pub(super) fn left_out(people: usize) -> String {
    format!(
        "{} who could take a seat {} not drawn.",
        counted(people as u64, "more person", "more people"),
        if people == 1 { "is" } else { "are" }
    )
}

pub(super) fn weeks_left_out(weeks: usize) -> String {
    format!(
        "{} {} not drawn.",
        counted(weeks as u64, "week without a slot", "weeks without a slot"),
        if weeks == 1 { "is" } else { "are" }
    )
}

/// `1 of 2 can, 1 not known`.
pub(in crate::report) fn count(count: &super::Count) -> String {
    let unknown = match count.unknown {
        0 => String::new(),
        unknown => format!(", {unknown} not known"),
    };
    format!("{} of {} can{unknown}", count.can, count.of)
}

pub(super) fn slot_count(mark: &Mark, count: &super::Count) -> String {
    format!("slot {}: {}", mark.number, self::count(count))
}

/// The best of a map's cell, by how many have to say yes.
pub(super) const HEAT_KEYS: [&str; 5] = [
    "quorate as known",
    "if 1 says yes",
    "if 2 say yes",
    "if 3 or more say yes",
    "not quorate",
];

pub(super) fn heat_title(cell_minutes: u32) -> String {
    format!("When it can start: a line a day, a sign for every {cell_minutes} minutes")
}

pub(super) const LATE: &str = "late";
pub(super) const HEAT_SLOT: &str = "the slot above";
pub(super) const HEAT_SLOTS: &str = "the slots above";

pub(super) fn heat_limit(limit: NaiveDate) -> String {
    format!("limit: {}", date(limit))
}

/// Days on which nothing can start.
pub(super) fn heat_none(first: NaiveDate, last: NaiveDate) -> String {
    match first == last {
        true => format!("{}: none", short(first)),
        false => format!("{} to {}: none", short(first), short(last)),
    }
}

/// `Tue  8 Dec`.
pub(super) fn short(day: NaiveDate) -> String {
    day.format("%a %e %b").to_string()
}
