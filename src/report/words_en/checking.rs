//! The words for the verification of what is arranged.

use super::{counted, listed};
use crate::check::Rule;
use crate::model::RankLevel;

/// The name of a level of the objective, in files and on the page.
pub fn rank_level(level: RankLevel) -> &'static str {
    match level {
        RankLevel::Margin => "margin",
        RankLevel::Required => "required",
        RankLevel::Wanted => "wanted",
        RankLevel::Deputies => "deputies",
        RankLevel::Reliance => "reliance",
        RankLevel::Fragility => "fragility",
        RankLevel::Disruption => "disruption",
        RankLevel::Load => "load",
        RankLevel::Travel => "travel",
        RankLevel::Avoided => "avoided",
    }
}

pub fn checked(meetings: usize, violations: usize) -> String {
    let meetings = counted(meetings as u64, "arranged meeting", "arranged meetings");
    match violations {
        0 => format!("{meetings} checked: every rule holds."),
        _ => format!(
            "{meetings} checked: {}.",
            counted(violations as u64, "rule is broken", "rules are broken")
        ),
    }
}

/// A broken rule of one meeting, and what to do.
pub fn violation(reference: &str, rule: Rule, who: Option<&str>) -> String {
    let who = who.unwrap_or("somebody");
    let what = match rule {
        Rule::Window => {
            "it lies outside its first and last day; move it, or change the limit".to_owned()
        }
        Rule::Hours => "it lies outside the hours stated for it; move it".to_owned(),
        Rule::Length => {
            "it is shorter or longer than the meeting; choose its slot again".to_owned()
        }
        Rule::Availability => {
            format!("{who} is not available at its time; ask, or choose another slot")
        }
        Rule::OneSeat => format!("{who} sits in two seats; give one to somebody else"),
        Rule::Candidate => {
            format!("{who} may not take the seat given to them; choose its slot again")
        }
        Rule::Places => "a seat has more people than places; choose its slot again".to_owned(),
        Rule::Apart => {
            format!("{who} would meet somebody from whom they are kept apart; move one of them")
        }
        Rule::Venue => format!("{who} is not to be had at its time; choose another venue or slot"),
        Rule::State => {
            "it is further from its quorum than when it was chosen; run find again".to_owned()
        }
        other => format!(
            "the rule `{}` does not hold; choose its slot again",
            other.name()
        ),
    };
    format!("{reference}: {what}.")
}

pub fn not_invited(reference: &str, seat: &str, name: &str) -> String {
    format!(
        "{reference}: {name} is down for the seat {seat}, for which the meeting does not ask them; choose its slot again."
    )
}

pub fn together(who: &str, references: &[String]) -> String {
    format!(
        "{}: {who} cannot be at all of them; move one.",
        listed(references, "and")
    )
}

pub fn no_longer_needed(names: &[String]) -> String {
    format!(
        "No longer needed: {}. If they were invited, tell them.",
        listed(names, "and")
    )
}

pub fn duration_of_parts(reference: &str) -> String {
    format!(
        "--duration: the parts of {reference} say how long it takes; change the parts in meetings"
    )
}
