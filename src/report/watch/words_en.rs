//! Every English sentence of the answer.

use crate::model::{Stand, State, Went};
use crate::report::words_en::{counted, listed};
use crate::solve::MOST_LOST;
use crate::watch::{Chase, Position};

pub const STILL: &str = "Still quorate.";
pub const QUORATE: &str = "Quorate.";

/// Whom it falls without; `also` where somebody does not come already.
pub fn falls_if(names: &[String], also: bool) -> String {
    let also = if also { "also " } else { "" };
    match names {
        [one] => format!("Falls if {one} {also}drops out"),
        several => format!(
            "Falls if any one of {} {also}drops out",
            listed(several, "and")
        ),
    }
}

/// It takes more than one to end it.
pub fn survives(losses: usize, sets: &[String], more: usize) -> String {
    let and = match more {
        0 => String::new(),
        more => format!(", or {}", counted(more as u64, "other set", "other sets")),
    };
    let size = if losses == 1 { "two" } else { "three" };
    let any = if losses == 1 {
        "any one person"
    } else {
        "any two people"
    };
    format!(
        "It stands without {any}; it falls if {size} drop out together: {}{and}.",
        sets.join("; ")
    )
}

pub fn survives_more() -> String {
    debug_assert_eq!(MOST_LOST, 3);
    "It stands without any three people.".to_owned()
}

/// Behind whom it falls without; `instead_of` where that is not one person alone.
pub fn deputy_free(name: &str, instead_of: Option<&str>, phone: Option<&str>) -> String {
    let whom = instead_of.map_or(String::new(), |whom| format!("for {whom} "));
    format!("{whom}deputy {name} is free: ring{}", number(phone))
}

fn number(phone: Option<&str>) -> String {
    phone.map_or(String::new(), |phone| format!(" {phone}"))
}

pub fn no_deputy() -> &'static str {
    "no deputy is known to be free"
}

pub fn hangs(names: &[String]) -> String {
    let has = if names.len() == 1 { "has" } else { "have" };
    format!(
        "{} {has} not answered and {} taken to come: ask now.",
        listed(names, "and"),
        if names.len() == 1 { "is" } else { "are" }
    )
}

pub fn at_risk(sets: &[String], more: bool) -> String {
    let more = if more { ", or others" } else { "" };
    format!(
        "Not quorate yet: it is with a yes from {}{more}.",
        sets.join(", or from ")
    )
}

pub fn ring_first(name: &str, phone: Option<&str>) -> String {
    format!(
        "Ring {name} first{}.",
        phone.map_or(String::new(), |phone| format!(": {phone}"))
    )
}

pub fn inquorate(seats: &[String]) -> String {
    let without = match seats {
        [] => String::new(),
        seats => format!(" Empty: {}.", listed(seats, "and")),
    };
    format!("Inquorate: it cannot be quorate even if everybody comes who has not said no.{without}")
}

pub fn with_deputy(
    name: &str,
    free: &str,
    wanting: Option<usize>,
    phone: Option<&str>,
) -> Option<String> {
    let would = match wanting? {
        0 => "it would be quorate".to_owned(),
        more => format!("it needs {} more", counted(more as u64, "yes", "yeses")),
    };
    Some(format!(
        "With deputy {name} ({free}) {would}: ring{}.",
        number(phone)
    ))
}

pub fn held_all_the_same(by: &str, reason: &str) -> String {
    format!("Inquorate, and held all the same: {by} waived the quorum for this time ({reason}).")
}

pub fn waiver(by: &str, reason: &str) -> String {
    format!("{by} waived the quorum for this time ({reason}).")
}

pub fn no_row() -> String {
    "Cannot be judged: it has no row in the meetings table any more; add its row, or take it back with quorate cancel.".to_owned()
}

pub fn faults(faults: &[String]) -> String {
    format!("Cannot be judged: {}.", faults.join("; "))
}

pub fn second_in_a_row(reference: &str, when: &str) -> String {
    format!(
        "This is the second in a row: {reference} on {when} was inquorate too. Tell whoever answers for the case."
    )
}

pub fn last_was_inquorate(reference: &str, when: &str) -> String {
    format!("The last one, {reference} on {when}, was inquorate.")
}

pub fn after_fallen(reference: &str) -> String {
    format!("It follows {reference}, which falls: its own day hangs on that.")
}

pub fn position(position: Position, told: bool, other: Option<&str>) -> String {
    let other = other.unwrap_or("somebody unknown");
    match position {
        Position::Accepted => "said yes".to_owned(),
        Position::Expected => "free as far as known".to_owned(),
        Position::Delegate { .. } => format!("in place of {other}"),
        Position::Tentative => "may come".to_owned(),
        Position::Proposes => "would rather have another time".to_owned(),
        Position::Unanswered => "no answer".to_owned(),
        Position::NotTold if told => "not told yet".to_owned(),
        Position::NotTold => "no answer known".to_owned(),
        Position::ToBeNamed => "to be named".to_owned(),
        Position::Declined => "said no".to_owned(),
        Position::Sends { .. } => format!("sends {other}"),
        Position::SendsUnfit { .. } => format!("sends {other}, who does not fit the seat"),
    }
}

/// What somebody's answer does.
pub fn effect(chase: &Chase, is_quorate: bool) -> String {
    if is_quorate {
        return "has not answered; a no ends the quorum".to_owned();
    }
    let left = |number: usize| counted(number as u64, "more yes", "more yeses");
    match (chase.if_yes, chase.if_no) {
        (Some(0), None) => "a yes makes it quorate, a no ends it".to_owned(),
        (Some(0), Some(_)) => "a yes makes it quorate".to_owned(),
        (_, None) => "without them it cannot be quorate".to_owned(),
        (Some(yes), Some(no)) => format!(
            "after a yes it needs {}, after a no {}",
            left(yes),
            left(no)
        ),
        (None, Some(no)) => format!("after a no it needs {}", left(no)),
    }
}

pub fn free(stand: Stand) -> &'static str {
    match stand {
        Stand::Free => "free",
        Stand::Expected => "free by their hours",
        Stand::Tentative => "pencilled in elsewhere",
        Stand::Unknown => "not known, ask",
        Stand::NotAvailable => "not available",
    }
}

pub fn deputy_does(wanting: Option<usize>, was_quorate: bool) -> String {
    match (wanting, was_quorate) {
        (Some(0), true) => "one more to rely on".to_owned(),
        (Some(0), false) => "with them it is quorate".to_owned(),
        (Some(more), _) => format!(
            "with them it needs {}",
            counted(more as u64, "more yes", "more yeses")
        ),
        (None, _) => "not enough alone".to_owned(),
    }
}

pub fn proposal(name: &str, when: &str, what: &str) -> String {
    format!("{name} proposes {when}: {what}")
}

pub fn tried(state: State, sets: &[String]) -> String {
    match (state, sets) {
        (State::Quorate, _) => "quorate then.".to_owned(),
        (State::QuorateIf, sets) => {
            format!("quorate then with a yes from {}.", sets.join(", or from "))
        }
        (State::Short, _) => "short then, even if everybody came.".to_owned(),
    }
}

pub fn cannot_be_tried(why: &[String]) -> String {
    format!("cannot be looked at: {}", why.join("; "))
}

pub fn not_to_be_had() -> &'static str {
    "not to be had."
}

pub fn if_it_falls(when: &str, place: Option<&str>, state: &str) -> String {
    let place = place.map_or(String::new(), |place| format!(" in {place}"));
    format!("If it falls, the next best time is {when}{place}: {state}.")
}

pub fn nothing_next() -> String {
    "If it falls, no other time in its window is quorate.".to_owned()
}

pub fn next_refused(why: &[String]) -> String {
    format!("No other time can be looked for: {}", why.join("; "))
}

/// The first line for several.
pub struct Counts {
    pub all: usize,
    pub quorate: usize,
    pub at_risk: usize,
    pub inquorate: usize,
    pub waived: usize,
    pub unjudged: usize,
}

pub fn counts(counts: &Counts, days: Option<u32>) -> String {
    let within = days.map_or(String::new(), |days| {
        format!(" in the next {}", counted(u64::from(days), "day", "days"))
    });
    let mut parts = Vec::new();
    for (number, words) in [
        (counts.inquorate, "inquorate"),
        (counts.at_risk, "at risk"),
        (counts.unjudged, "cannot be judged"),
        (counts.waived, "held without a quorum by a waiver"),
        (counts.quorate, "quorate"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {words}"));
        }
    }
    format!(
        "{} ahead{within}: {}.",
        counted(counts.all as u64, "meeting", "meetings"),
        listed(&parts, "and")
    )
}

pub fn rest(number: usize) -> String {
    format!(
        "{} stand without a worry.",
        counted(number as u64, "other meeting", "other meetings")
    )
    .replace("1 other meeting stand ", "1 other meeting stands ")
}

pub fn more_like_these(number: usize) -> String {
    format!(
        "and {} that want attention; --json lists all.",
        counted(number as u64, "more", "more")
    )
}

pub fn nothing_ahead(days: Option<u32>) -> String {
    match days {
        Some(days) => format!(
            "Nothing is arranged in the next {}.",
            counted(u64::from(days), "day", "days")
        ),
        None => "Nothing that is arranged lies ahead.".to_owned(),
    }
}

pub fn no_invitations() -> String {
    "Nothing is known of invitations, for there is no book yet: this rests on the arrangements and on the answers that were typed."
        .to_owned()
}

pub fn unreported(number: usize, first: &str) -> String {
    format!(
        "{} over without a word of how they went, {first} the latest: quorate outcome FOLDER --ref {first} --held (or --inquorate, --not-held).",
        counted(number as u64, "meeting is", "meetings are")
    )
}

pub const RING_FIRST: &str = "Ring first";
pub const COMING: &str = "Coming";
pub const OPEN: &str = "Not sure";
pub const NOT_COMING: &str = "Not coming";
pub const STAND_INS: &str = "Could stand in";
pub const READY_MAIL: &str = "Ready to send, if nobody answers the telephone:";

pub fn mail_subject(reference: &str) -> String {
    format!("Your answer is wanted: {reference}")
}

pub fn mail_body(
    reference: &str,
    times: &str,
    organizer: Option<&str>,
    has_proposed: bool,
) -> String {
    if has_proposed {
        let answer = match organizer {
            Some(organizer) => format!("Please write to {organizer}."),
            None => "Please answer this message.".to_owned(),
        };
        return format!(
            "You proposed another time for {reference}. It is arranged for {times}.\n\nCan you come then all the same, or does somebody come in \
             your place? {answer}\n"
        );
    }
    let answer = match organizer {
        Some(organizer) => format!(
            "Please accept or decline the invitation that you were sent, or write to {organizer}."
        ),
        None => {
            "Please accept or decline the invitation that you were sent, or answer this message."
                .to_owned()
        }
    };
    format!(
        "We have no answer from you yet for {reference}, {times}.\n\n{answer}\n\nIf you cannot come, please say who comes in your place.\n"
    )
}

pub fn mails_written(number: usize, folder: &str) -> String {
    format!(
        "{} written to {folder}.",
        counted(number as u64, "mail", "mails")
    )
}

pub fn not_arranged(reference: &str, known: &[String]) -> String {
    crate::report::words_en::not_arranged(reference, known)
}

pub fn over(reference: &str) -> String {
    format!(
        "{reference} is over, or its outcome is written down already, so there is nothing to watch; name a meeting that is still to come"
    )
}

pub fn past_to_waive(reference: &str) -> String {
    format!(
        "{reference} is over: a quorum is waived before the meeting; write down how it went with quorate outcome"
    )
}

pub fn still_to_come(reference: &str, when: &str) -> String {
    format!(
        "{reference} is still to come, on {when}: say how it went once it has begun, or take it back with quorate cancel"
    )
}

pub fn wants_text(flag: &str) -> String {
    format!("{flag} is empty; write it, for it is what is asked for afterwards")
}

pub fn waived(reference: &str, when: &str, by: &str) -> String {
    format!(
        "{by} has waived the quorum of {reference} on {when}. If it is moved, a new waiver is needed."
    )
}

pub fn outcome_kept(reference: &str, when: &str, went: Went) -> String {
    let went = match went {
        Went::Held => "was held",
        Went::Inquorate => "was inquorate",
        Went::NotHeld => "was not held",
    };
    format!("{reference} on {when} {went}: written down.")
}
