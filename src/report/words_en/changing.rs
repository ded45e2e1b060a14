//! Sentences about arranged meetings that are taken back, or get other people.

use super::{counted, listed};
use crate::model::State;

pub fn not_arranged(reference: &str, known: &[String]) -> String {
    match known {
        [] => format!("{reference} is not arranged, and nothing else is"),
        known => format!(
            "{reference} is not arranged; write one of: {}",
            known.join(", ")
        ),
    }
}

/// It is arranged, and the tables say nothing of it.
pub fn no_row(reference: &str) -> String {
    format!(
        "{reference} is arranged, but has no row in the meetings table, so nobody can say who may come instead; add its row"
    )
}

pub fn past_to_cancel(reference: &str) -> String {
    format!(
        "{reference}: its time is past, so there is nothing to take back; say how it went: quorate outcome FOLDER --ref {reference} --not-held"
    )
}

pub fn past_to_change(reference: &str) -> String {
    format!("{reference}: its time is past, so nobody can be exchanged")
}

/// The meeting, or the dates, are arranged no more.
pub fn cancelled(reference: &str, times: &[String]) -> String {
    let what = match times {
        [one] => format!("{reference} on {one} is taken back."),
        several => format!(
            "{} of {reference} are taken back: {}.",
            counted(several.len() as u64, "date", "dates"),
            listed(several, "and")
        ),
    };
    format!(
        "{what} People and room are free again. Its row stays: find and plan look for a time anew.\n\
         Nobody has been told yet: quorate outbox FOLDER shows what goes to whom, quorate send FOLDER sends it."
    )
}

pub fn does_not_come(name: &str, reference: &str, people: &[String]) -> String {
    format!(
        "--who: {name} is not among those who come to {reference}; they are: {}",
        people.join(", ")
    )
}

pub fn comes_already(name: &str, reference: &str) -> String {
    format!("--with: {name} comes to {reference} already; name somebody else, or leave --with out")
}

/// Nobody can take the place so that the meeting holds at its time.
pub fn nobody_instead(who: &str, with: Option<&str>, reference: &str) -> String {
    let whom = match with {
        Some(with) => format!("{with} cannot come in place of {who}"),
        None => format!("without {who} the meeting cannot be held"),
    };
    format!(
        "{reference}: {whom} at this time and place; quorate find FOLDER --ref {reference} shows other times, and quorate why-not tells why not this one"
    )
}

pub fn is_not_asked(with: &str, who: &str, id: &str) -> String {
    format!(
        "--with: the meeting does not ask {with} for the seat of {who}; write {id} into the seat in the meetings table, as its holder or as a deputy, and try again"
    )
}

pub fn replaced_short(reference: &str, who: &str, with: Option<&str>) -> String {
    let fact = match with {
        Some(with) => format!("with {with} in place of {who} {reference} is short of its quorum"),
        None => format!(
            "without {who} {reference} is short of its quorum, and nobody else may sit there; name somebody with --with"
        ),
    };
    format!(
        "{fact}. Nothing was recorded; quorate why-not tells who is missing, and --discretion records it if the chair agrees"
    )
}

pub fn own_check_failed() -> &'static str {
    "internal error: what was found fails its own check; nothing was recorded, please report this"
}

/// Who comes instead, and how the meeting stands then.
pub fn replaced(
    reference: &str,
    when: &str,
    gone: &[String],
    anew: &[String],
    state: State,
    waits: &[String],
) -> String {
    let verb = if anew.len() == 1 { "comes" } else { "come" };
    let who = match anew {
        [] => format!(
            "{} comes no longer, and nobody instead.",
            listed(gone, "and")
        ),
        anew => format!(
            "{} {verb} in place of {}.",
            listed(anew, "and"),
            listed(gone, "and")
        ),
    };
    let stands = match state {
        State::Quorate => "quorate on what is known".to_owned(),
        State::QuorateIf => format!("quorate if {} can come: ring", listed(waits, "and")),
        State::Short => "short of its quorum, held by the chair's discretion".to_owned(),
    };
    format!(
        "{reference} stays on {when}. {who} It is {stands}.\n\
         Nobody has been told yet: quorate outbox FOLDER shows what goes to whom, quorate send FOLDER sends it."
    )
}
