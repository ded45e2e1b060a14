//! What is held against whom: a plan answers for what it states, arrangements for the hard rules and for a state worse than they
//! were chosen with. That grounds have changed since, or a better venue has come free, is no fault of theirs.

use crate::check::{Finding, PlanFinding, PlanRule, PlanViolation, Rule, Violation};
use crate::input::{ClaimedRow, ClaimedWho};
use crate::model::{Batch, State};
use std::collections::BTreeMap;

/// Where the claims come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Source {
    Plan,
    Arrangements,
}

/// Whether a violation is a fault of what is checked.
pub(super) fn counts(
    violation: &PlanViolation,
    rows: &BTreeMap<usize, &ClaimedRow>,
    batch: &Batch,
    source: Source,
) -> bool {
    let row = violation
        .meeting
        .and_then(|meeting| Some((meeting, *rows.get(&meeting)?)));
    let (Some((meeting, row)), PlanFinding::Slot(of_slot)) = (row, &violation.finding) else {
        return match violation.rule {
            PlanRule::Late => row.is_some_and(|(_, row)| row.late.is_some()),
            _ => true,
        };
    };
    match source {
        Source::Arrangements => of_arrangement(of_slot, row.state),
        Source::Plan => is_stated(of_slot, row, batch, meeting),
    }
}

fn of_arrangement(violation: &Violation, chosen: Option<State>) -> bool {
    match violation.rule {
        Rule::Window | Rule::Hours | Rule::Length | Rule::Availability | Rule::OneSeat => true,
        Rule::Candidate | Rule::Places | Rule::Apart | Rule::Venue => true,
        Rule::State => {
            matches!(violation.finding, Finding::WrongState { actual, .. } if Some(actual) > chosen)
        }
        _ => false,
    }
}

/// Whether the plan says what is wrong.
fn is_stated(violation: &Violation, row: &ClaimedRow, batch: &Batch, meeting: usize) -> bool {
    let person = violation.member.and_then(|member| {
        let spec = batch.problem(meeting).members.get(member.index())?;
        row.attending.iter().find(|one| match &one.who {
            ClaimedWho::Contact(contact) => spec.contact == Some(*contact),
            ClaimedWho::Open(id) => spec.id == *id,
        })
    });
    match violation.finding {
        // Nobody is named, so nobody is said to be enough.
        Finding::AttendingFails => row.state.is_some() && !row.attending.is_empty(),
        Finding::VenueWanted => row.venue.is_some(),
        Finding::Times | Finding::Share { .. } => {
            person.is_some_and(|person| !person.present.is_empty())
        }
        Finding::WrongRole => person.is_some_and(|person| person.role.is_some()),
        Finding::WrongMode => person.is_some_and(|person| person.mode.is_some()),
        Finding::WrongGround { .. } => person.is_some_and(|person| person.ground.is_some()),
        _ => match violation.rule {
            Rule::State => row.state.is_some(),
            Rule::Confirm => row.confirm.is_some(),
            Rule::FallsIf => row.falls_if.is_some(),
            Rule::Coverage => row.sure.is_some(),
            Rule::Limit => row.spare_working_days.is_some(),
            // A file tells neither reasons nor scores in full.
            Rule::Missing | Rule::AskAbout | Rule::Objective => false,
            _ => true,
        },
    }
}
