//! The words for dates that rules give: how each came about, what it is counted from, and what is asked.

use super::rules::span;
use super::{date, listed};
use crate::model::rules::{Anchor, MeetingType, RuleBook, RuleKind, Span, TimeRule};
use crate::review::{Due, DueError, From};
use crate::time::{Instant, Nation, WorkingDays, Zone, bank_holidays, easter_sunday};
use chrono::{Datelike, NaiveDate, Weekday};

/// How dates are written inside a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateStyle {
    /// `2026-03-26`, for programs.
    Iso,
    /// `Thu 26 March 2026`, for people.
    English,
}

impl DateStyle {
    pub fn date(self, day: NaiveDate) -> String {
        match self {
            DateStyle::Iso => day.to_string(),
            DateStyle::English => date(day),
        }
    }

    fn instant(self, at: Instant, zone: &Zone) -> String {
        match self {
            DateStyle::Iso => at.to_string(),
            DateStyle::English => {
                let local = zone.local(at);
                format!("{}, {}", date(local.date()), local.format("%H:%M"))
            }
        }
    }
}

/// How a date came about: "15 working days after 2026-03-26: not counted 2026-04-03 (Good Friday) and 2026-04-06 (Easter Monday)".
/// `event` says what happened on the day counted from; it stands behind that day in brackets.
pub fn working(
    rule: &TimeRule,
    due: &Due,
    event: Option<&str>,
    days: &WorkingDays,
    zone: &Zone,
    style: DateStyle,
) -> String {
    let worked = &due.working;
    let mut from = match worked.from {
        From::Date(day) => style.date(day),
        From::Instant(at) => style.instant(at, zone),
    };
    if let Some(event) = event {
        from = format!("{from} ({event})");
    }
    let mut text = match worked.span {
        Span::Count { amount: 0, .. } => format!("on {from}"),
        _ => format!("{} {from}", span(rule)),
    };
    let mut notes = Vec::new();
    if let Some(term) = &worked.term {
        let (first, last) = (style.date(term.first), style.date(term.last));
        notes.push(format!("the term from {first} to {last}"));
    }
    if !worked.skipped.is_empty() {
        let skipped = worked.skipped.iter().map(|day| named(*day, days, style));
        let skipped: Vec<String> = skipped.collect();
        notes.push(format!("not counted {}", listed(&skipped, "and")));
    }
    if worked.clamped {
        notes.push("the month has no such day, so its last one".to_owned());
    }
    if !worked.rolled_over.is_empty() {
        let limit = off(due.limit, days, style);
        let hold_by = style.date(due.hold_by);
        notes.push(match worked.kind {
            RuleKind::Earliest => format!("{limit}, so not before {hold_by}"),
            _ => format!("{limit}, so hold it by {hold_by}"),
        });
    }
    if !notes.is_empty() {
        text.push_str(": ");
        text.push_str(&notes.join("; "));
    }
    text
}

/// `2026-04-03 (Good Friday)`.
fn named(day: NaiveDate, days: &WorkingDays, style: DateStyle) -> String {
    format!("{} ({})", style.date(day), holiday(day, days))
}

/// "2027-02-28 is a Sunday", "2026-12-25 is Christmas Day"; dates for people have their weekday already.
fn off(day: NaiveDate, days: &WorkingDays, style: DateStyle) -> String {
    let what = match (day.weekday(), style) {
        (Weekday::Sat | Weekday::Sun, DateStyle::English) => "no working day",
        (Weekday::Sat, DateStyle::Iso) => "a Saturday",
        (Weekday::Sun, DateStyle::Iso) => "a Sunday",
        _ => holiday(day, days),
    };
    format!("{} is {what}", style.date(day))
}

/// What a weekday is on which nobody works, in a word or two.
fn holiday(day: NaiveDate, days: &WorkingDays) -> &'static str {
    if !bank_holidays(days.nation(), day.year()).contains(&day) {
        return "a closed day";
    }
    let from_easter = easter_sunday(day.year()).map(|easter| (day - easter).num_days());
    let scotland = days.nation() == Nation::Scotland;
    match (from_easter, day.month(), day.day()) {
        (Some(-2), ..) => "Good Friday",
        (Some(1), ..) if !scotland => "Easter Monday",
        (_, 1, 1..=4) => "New Year",
        (_, 3, 17..=19) => "St Patrick's Day",
        (_, 5, 1..=8) => "the early May bank holiday",
        (_, 5, 25..=31) => "the spring bank holiday",
        (_, 7, 12..=14) => "the July bank holiday",
        (_, 8, _) => "the summer bank holiday",
        (_, 11, 30) | (_, 12, 1..=2) => "St Andrew's Day",
        (_, 12, 25) => "Christmas Day",
        (_, 12, 26) => "Boxing Day",
        (_, 12, 27..=28) => "Christmas",
        _ => "a bank holiday",
    }
}

/// What happened, or happens, on the day that a rule of `kind` counts from.
pub fn event(anchor: &Anchor, kind: &MeetingType, book: &RuleBook) -> String {
    match anchor {
        Anchor::Trigger => trigger(kind),
        Anchor::Previous => "the previous meeting".to_owned(),
        Anchor::Meeting => "this meeting".to_owned(),
        Anchor::NextMeeting => "the next meeting".to_owned(),
        Anchor::Named(name) => {
            let stated = book.anchor(name).map(without_date);
            let rule = || {
                let gives =
                    |rule: &&TimeRule| rule.id == *name || rule.gives.as_ref() == Some(name);
                let what = kind
                    .rules
                    .iter()
                    .find(gives)
                    .and_then(|rule| rule.what.clone());
                what.unwrap_or_else(|| name.replace('-', " "))
            };
            stated.map_or_else(rule, str::to_owned)
        }
    }
}

/// "the date of the transfer" stands behind a date.
fn without_date(phrase: &str) -> &str {
    let beginnings = ["the date of ", "the date on which "];
    let rest = beginnings
        .iter()
        .find_map(|start| phrase.strip_prefix(start));
    rest.unwrap_or(phrase)
}

/// What starts the clock of a type, to stand inside a sentence: without what is said of it in brackets, and beginning small.
pub fn trigger(kind: &MeetingType) -> String {
    let plain = kind.trigger.split(" (").next().unwrap_or(&kind.trigger);
    let plain = without_date(plain);
    let plain = plain.strip_prefix("Date ").unwrap_or(plain);
    let mut letters = plain.chars();
    let small_first = plain.chars().nth(1).is_some_and(char::is_lowercase);
    match letters.next() {
        Some(first) if small_first => first.to_lowercase().chain(letters).collect(),
        _ => plain.to_owned(),
    }
}

/// Why a rule gives no date: the fact, then the fix.
pub fn due_error(error: DueError) -> String {
    match error {
        DueError::NoTerms => "it counts in school terms, and there are no term dates; add a [[calendar]] with open = [\"2026-09-03..2026-10-23\", …] to quorate.toml and name the folder with --case, or give --terms FILE.ics".to_owned(),
        DueError::TermsBegin { first } => format!(
            "the term dates begin on {}, too late to count from; add the terms before",
            date(first)
        ),
        DueError::TermsEnd { last } => format!(
            "the term dates end on {}, before the term that is asked for; add the terms after",
            date(last)
        ),
        DueError::OutOfRange => "the date lies outside the years 1 to 9999; correct the year".to_owned(),
    }
}

pub fn unknown_terms(text: &str, known: &[String]) -> String {
    match known {
        [] => format!(
            "--terms: {text} is no file, and there is no [[calendar]] of that id; write the name of a calendar file"
        ),
        known => format!(
            "--terms: there is no calendar {text}; write a file or one of: {}",
            known.join(", ")
        ),
    }
}

/// A rule that the type does not have.
pub fn unknown_rule(text: &str, kind: &MeetingType, known: &str) -> String {
    format!(
        "--rule: {} has no rule {text}; write one of: {known}",
        kind.id
    )
}

pub fn held_out_of_order(earlier: NaiveDate, later: NaiveDate) -> String {
    format!(
        "--held: {} stands behind {}; give the meetings in the order in which they were held",
        date(later),
        date(earlier)
    )
}

pub fn no_meeting_in_folder() -> &'static str {
    "the folder has no table of meetings; write TYPE and --trigger DATE, with --case for its rules"
}

pub fn no_such_folder(text: &str) -> String {
    format!(
        "{text}: there is no such folder; write the folder of a case, or a type that quorate rules lists"
    )
}

pub fn stands_in_table(option: &str) -> String {
    format!(
        "{option}: of a case in a folder this stands in its meetings table; write it there, or give TYPE instead of the folder"
    )
}

pub fn no_ics_of_lists() -> &'static str {
    "--format ics is for one case; write a list as text, as JSON, or with -o as a table"
}

pub fn no_ics_of_rules() -> &'static str {
    "--format ics is for a case; give --trigger DATE instead of --rule"
}

pub fn ics_needs_reference() -> &'static str {
    "--format ics: calendars know the entries again by the case's reference; add --ref REF"
}

/// Stands for a kind of meeting that no title may name.
pub const A_MEETING: &str = "meeting";

#[cfg(test)]
mod tests;
