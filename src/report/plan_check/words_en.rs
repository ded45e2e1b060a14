//! The sentences of `quorate check`.

use super::{Checked, Found};
use crate::check::{ArrangedRule, PlanFinding, PlanViolation};
use crate::model::PlanLevel;
use crate::report::words_en as words;

/// What is wrong, and what to do.
pub(super) fn sentence(checked: &Checked, found: &Found) -> String {
    let workspace = checked.workspace;
    match found {
        Found::Plan(violation) => of_plan(checked, violation),
        Found::NotInvited {
            reference,
            seat,
            contact,
        } => {
            let name = &workspace.contact(*contact).name;
            match seat {
                Some(seat) => words::not_invited(reference, seat, name),
                None => format!(
                    "{reference}: {name} is not asked for by this meeting; take them out, or add a seat."
                ),
            }
        }
        Found::Unknown { reference } => format!(
            "{reference}: no meeting of the tables has this reference; correct it, or take it out of the plan."
        ),
        Found::Together { rule, references } => {
            let who = match rule {
                ArrangedRule::Contact(contact) => &workspace.contact(*contact).name,
                ArrangedRule::Venue(venue) => &workspace.venue(*venue).name,
            };
            words::together(who, references)
        }
    }
}

fn of_plan(checked: &Checked, violation: &PlanViolation) -> String {
    let workspace = checked.workspace;
    let name = violation
        .contact
        .map(|contact| workspace.contact(contact).name.as_str())
        .or(violation
            .venue
            .map(|venue| workspace.venue(venue).name.as_str()));
    let who = name.unwrap_or("somebody");
    let reference = violation
        .meeting
        .map_or("the plan", |meeting| checked.reference(meeting));
    let refs = |meetings: &[usize]| -> Vec<String> {
        let refs = meetings
            .iter()
            .map(|one| checked.reference(*one).to_owned());
        refs.collect()
    };
    let before = |meeting: usize| checked.reference(meeting);
    match &violation.finding {
        PlanFinding::Slot(of_slot) => words::violation(reference, of_slot.rule, name),
        PlanFinding::Times {
            placed: 0,
            unplaced: 0,
        } => format!(
            "{reference}: it is not in the plan, neither with a place nor among those without one."
        ),
        PlanFinding::Times { .. } => {
            format!("{reference}: it stands in the plan more than once; leave it one place.")
        }
        PlanFinding::NoSuchMeeting { .. } | PlanFinding::OutOfOrder => {
            format!("{reference}: its list of meetings is not that of the tables.")
        }
        PlanFinding::Together { meetings } => words::together(who, &refs(meetings)),
        PlanFinding::BeforeUnplaced { before: one } => format!(
            "{reference}: it follows {}, which has no place; place that first.",
            before(*one)
        ),
        PlanFinding::NotAfter { before: one, day } => format!(
            "{reference}: it may not follow {} at all when that is on {day}; move that.",
            before(*one)
        ),
        PlanFinding::OutsideGap {
            before: one,
            first,
            last,
            begins,
        } => format!(
            "{reference}: it follows {} and has to be between {first} and {last}, not on {begins}; move one of them.",
            before(*one)
        ),
        PlanFinding::OtherPerson { before: one, .. } => format!(
            "{reference}: {who} is not who sat in the seat at {}; the same person has to be at both.",
            before(*one)
        ),
        PlanFinding::TooMany {
            most,
            has,
            first_day,
            meetings,
        } => format!(
            "{}: {who} takes on at most {most} from {first_day} and has {has}; give one to somebody else, or move it.",
            words::listed(&refs(meetings), "and")
        ),
        PlanFinding::Moved { .. } => format!(
            "{reference}: people were told another time or room, and it is too near to be changed; put it back."
        ),
        PlanFinding::TakenOut => format!(
            "{reference}: people were told of it, and it is too near to be changed; put it back."
        ),
        PlanFinding::WrongLate { actual: true } => {
            format!("{reference}: it is called in time and is late.")
        }
        PlanFinding::WrongLate { actual: false } => {
            format!("{reference}: it is called late and is in time.")
        }
        PlanFinding::NothingOfTheKind => {
            format!(
                "{reference}: the reason why it has no place speaks of what has nothing to do with it."
            )
        }
        PlanFinding::WrongLevels => {
            "The levels of the objective are not those of the policy.".to_owned()
        }
        PlanFinding::WrongValue {
            level,
            claimed,
            actual,
        } => of_level(*level, &format!("is said to be {claimed} and is {actual}")),
        PlanFinding::WrongWhole {
            level,
            claimed,
            actual,
        } => of_level(
            *level,
            &format!("is said to be a part of {claimed}, and is one of {actual}"),
        ),
        PlanFinding::BoundAbove {
            level,
            bound,
            value,
        } => of_level(
            *level,
            &format!("is {value}, which its bound {bound} says cannot be"),
        ),
        PlanFinding::NotProved { level } => of_level(
            *level,
            "is not equal to its bound, and the plan is said to be optimal",
        ),
        PlanFinding::WrongGap { level, .. } => {
            of_level(*level, "is not off by the gap that is stated")
        }
        PlanFinding::NoProof => {
            "The search is said to have ended with a proof, and none is stated.".to_owned()
        }
    }
}

fn of_level(level: PlanLevel, what: &str) -> String {
    format!("The level `{}` {what}.", level.name())
}
