//! The English of forms, and of what the coordinator is told about them.
//!
//! Forms say the same to everybody, so that no wording tells who else is asked, or why.

use super::Place;
use crate::report::words_en as words;
use crate::time::{Interval, Zone};
use chrono::NaiveDate;

pub(super) const YES: &str = "yes";
pub(super) const IF_NEED_BE: &str = "if need be";
pub(super) const NO: &str = "no";

pub(super) fn subject(reference: &str) -> String {
    format!("Meeting ref {reference}: which of these times could you come?")
}

pub(super) const INTRODUCTION: &str = "A multi-agency meeting is being arranged. Please say of each time below whether you could come.";

/// How the text form is filled and sent back.
pub(super) fn instruction(reply_by: Option<NaiveDate>) -> String {
    format!(
        "Put an x between the brackets of one box of each time, and send this text back{}. \
         A time without an x is taken as no answer.",
        by(reply_by)
    )
}

/// How the printed form is filled and given back.
pub(super) fn page_instruction(reply_by: Option<NaiveDate>) -> String {
    format!(
        "Please tick one box of each time and give this page back{}. A time without a tick is taken as no answer.",
        by(reply_by)
    )
}

fn by(reply_by: Option<NaiveDate>) -> String {
    reply_by.map_or(String::new(), |date| format!(" by {}", long_date(date)))
}

/// By which other ways an answer may be given.
pub(super) fn otherwise(organizer: Option<&str>) -> String {
    let to = organizer.map_or(String::new(), |organizer| {
        format!("Send your answer to {organizer}. ")
    });
    format!("{to}You may also answer by telephone: name the letter and say yes, if need be or no.")
}

pub(super) const LEAVE_ALONE: &str =
    "Please leave the lines below as they are. They let your answer be read back.";

/// `Tuesday 8 December 2026`.
pub(super) fn long_date(date: NaiveDate) -> String {
    date.format("%A %-d %B %Y").to_string()
}

/// `Tuesday 8 December 2026, 10:00 to 11:30`, with the day where it ends on another one.
pub(super) fn time(time: Interval, zone: &Zone) -> String {
    let (from, to) = (zone.local(time.start()), zone.local(time.end()));
    let day = long_date(from.date());
    let (begins, ends) = (from.format("%H:%M"), to.format("%H:%M"));
    match from.date() == to.date() {
        true => format!("{day}, {begins} to {ends}"),
        false => format!("{day}, {begins} to {ends} on {}", long_date(to.date())),
    }
}

/// Whose clock the times are by.
pub(super) fn zone(zone: &Zone) -> String {
    match zone.name() {
        "Europe/London" | "GB" => "All times are UK time.".to_owned(),
        "UTC" => "All times are UTC.".to_owned(),
        name => format!("All times are those of {name}."),
    }
}

pub(super) fn minutes(minutes: i64) -> String {
    words::counted(minutes.unsigned_abs(), "minute", "minutes")
}

/// How somebody takes part.
pub(super) fn mode(place: &Place) -> &'static str {
    match place {
        Place::Remote => "by telephone or on line; you will be told how",
        Place::At { .. } | Place::ToldSeparately => "in person",
    }
}

/// The place, where there is one to name.
pub(super) fn place(place: &Place) -> Option<String> {
    match place {
        Place::At {
            name,
            address: Some(address),
        } => Some(format!("{name}, {address}")),
        Place::At {
            name,
            address: None,
        } => Some(name.clone()),
        Place::ToldSeparately => Some("you will be told the place".to_owned()),
        Place::Remote => None,
    }
}

pub(super) const LENGTH: &str = "Length";
pub(super) const HOW: &str = "How";
pub(super) const WHERE: &str = "Where";
pub(super) const REFERENCE: &str = "Reference";
pub(super) const FOR: &str = "For";

// What the coordinator is told.

pub(super) fn nobody_to_ask(slots: usize) -> String {
    match slots {
        1 => "Nobody needs to be asked about it: no answer that is still open would change it."
            .to_owned(),
        _ => {
            "Nobody needs to be asked about these: no answer that is still open would change them."
                .to_owned()
        }
    }
}

pub(super) fn nobody_with_a_form() -> &'static str {
    "There is nobody to whom a form can be sent; what is open has to be settled as follows."
}

pub(super) fn head(reference: &str, times: usize, people: usize, folder: &str) -> String {
    format!(
        "Meeting ref {reference}: {} about {}, forms in {folder}",
        words::counted(people as u64, "contact to be asked", "contacts to be asked"),
        words::counted(times as u64, "time", "times"),
    )
}

pub(super) fn no_slot() -> &'static str {
    "No time can be quorate, whoever is asked, so there is nothing to ask; quorate find says why."
}

/// What their answer decides at one time.
pub(super) fn why(settles_with: Option<&[String]>, fills: bool, is_tentative: bool) -> String {
    let mut reasons = Vec::new();
    match settles_with {
        Some([]) => reasons.push("yes settles it".to_owned()),
        Some(others) => {
            let say = if others.len() == 1 { "says" } else { "say" };
            let others = words::listed(others, "and");
            reasons.push(format!("yes settles it if {others} {say} yes too"));
        }
        None => {}
    }
    if is_tentative {
        reasons.push("pencilled in their diary, and a no would be felt".to_owned());
    } else if fills && settles_with.is_none() {
        reasons.push("yes fills a required place".to_owned());
    }
    if reasons.is_empty() {
        reasons.push("yes saves asking others".to_owned());
    }
    reasons.join("; ")
}

pub(super) fn ring(name: &str, numbers: &[String]) -> String {
    format!(
        "{name} (venue): ring about {}",
        words::listed(numbers, "and")
    )
}

pub(super) fn to_name(seat: &str) -> String {
    format!(
        "{}: there is nobody yet who could be asked; name somebody",
        words::to_be_named(seat)
    )
}

pub(super) fn sheet_note(sheet: &str) -> String {
    format!(
        "{sheet} has a row for each of these answers, for your own use: it names everybody, so do not send it."
    )
}

pub(super) fn read_back(folder: &str) -> String {
    format!(
        "Read answers back with: quorate answer {folder} --form FILE (a filled text, the sheet, or - to paste)."
    )
}

pub(super) fn left_over(names: &[String]) -> String {
    format!(
        "Also in the folder, not from this run; do not send: {}",
        names.join(", ")
    )
}

pub(super) const WITHOUT_NAME: &str = "confidential: neither the form nor its file bears a name";
