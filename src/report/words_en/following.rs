//! The English of `next`: what follows a meeting, and the slip with the dates.

use super::{counted, date};
use chrono::NaiveDate;

/// `Second core group`.
pub fn numbered(number: Option<u32>, name: &str) -> String {
    let nth = match number {
        None => "next".to_owned(),
        Some(1) => "first".to_owned(),
        Some(2) => "second".to_owned(),
        Some(3) => "third".to_owned(),
        Some(number) => format!("{number}{}", ending(number)),
    };
    let name = lower_first(name);
    format!("{}{} {name}", nth[..1].to_uppercase(), &nth[1..])
}

/// The ending of an ordinal: 4th, 21st, 112th.
fn ending(number: u32) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

pub fn held(reference: &str, kind: &str, on: NaiveDate) -> String {
    format!("{reference}: {}, held on {}.", lower_first(kind), date(on))
}

pub fn held_in_time(limit: NaiveDate, late: u32) -> String {
    match late {
        0 => format!("In time; the limit was {}.", date(limit)),
        late => format!(
            "Late by {}: the limit was {}. The reason has to be agreed and recorded. What follows counts from the day on which \
             it was held.",
            counted(u64::from(late), "working day", "working days"),
            date(limit)
        ),
    }
}

pub fn nothing_follows() -> &'static str {
    "Nothing follows it by rule."
}

/// The heading of a meeting that follows.
pub fn follower(title: &str, hold_by: NaiveDate, in_hand: i32) -> String {
    format!("{title}: by {}, {}", date(hold_by), days_in_hand(in_hand))
}

pub fn follower_without_limit(title: &str) -> String {
    format!("{title}: no rule says by when")
}

/// Working days up to a limit, counted from today.
pub fn days_in_hand(days: i32) -> String {
    match u64::try_from(days) {
        Ok(0) => "today is the last day".to_owned(),
        Ok(days) => format!("{} in hand", counted(days, "working day", "working days")),
        Err(_) => format!(
            "{} ago",
            counted(
                u64::from(days.unsigned_abs()),
                "working day",
                "working days"
            )
        ),
    }
}

/// Working days from a slot to the limit.
pub fn to_spare(days: i32) -> String {
    match u64::try_from(days) {
        Ok(days) => format!("{} to spare", counted(days, "working day", "working days")),
        Err(_) => format!(
            "{} late",
            counted(
                u64::from(days.unsigned_abs()),
                "working day",
                "working days"
            )
        ),
    }
}

pub fn no_times() -> &'static str {
    "No time can be quorate, whoever is rung; quorate find tells what stands in the way."
}

pub fn chair_stays(name: &str, always: bool) -> String {
    match always {
        true => format!("Chair: {name} stays."),
        false => format!(
            "Chair: {name} stays where they can; another holder of the role is the second choice."
        ),
    }
}

pub fn left_out(away: &str, comes: &str) -> String {
    format!(
        "{away} is kept apart from {comes} and was left out: state parts for the meeting if both are to come."
    )
}

pub fn already_arranged(when: &str) -> String {
    format!("Arranged: {when}.")
}

pub fn after_the_meeting() -> &'static str {
    "After the meeting that was held:"
}

/// `Tue 8 Dec 2026`, as wide on every day.
pub fn day(date: NaiveDate) -> String {
    date.format("%a %e %b %Y").to_string()
}

pub fn added(reference: &str, when: &str, table: &str) -> String {
    format!("{reference}: {when} is chosen, and the meeting stands in {table}.")
}

pub fn no_such_follower(kind: &str, known: &[String]) -> String {
    format!(
        "--choose: no {kind} follows this meeting; what follows is {}",
        super::listed(known, "and")
    )
}

pub fn cannot_be_chosen(kind: &str) -> String {
    format!("--choose: the {kind} that follows has no times to choose from")
}

pub fn bad_choice(text: &str) -> String {
    format!("--choose: \"{text}\" is not a type and the number of a time; write core-group=2")
}

pub fn no_type(reference: &str) -> String {
    format!(
        "meeting {reference} has no type, so nothing says what follows it; write its type into the meetings table (quorate rules lists them)"
    )
}

pub fn slip_title(reference: &str) -> String {
    format!("{reference}: the next dates")
}

pub fn to_be_held_by(day: NaiveDate) -> String {
    format!("to be held by {}", date(day))
}

/// What stands on paper for a meeting whose kind nobody may read.
pub fn a_meeting() -> &'static str {
    "Next meeting"
}

pub fn another_time() -> &'static str {
    "another time: ____________________________"
}

pub fn slip_foot() -> &'static str {
    "An invitation follows for the time that is agreed."
}

/// Names keep their capitals where they are abbreviations: "EHC plan annual review".
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if !text.chars().nth(1).is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}
