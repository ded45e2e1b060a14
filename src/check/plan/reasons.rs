//! The reasons of meetings without a place speak of meetings, people, venues and chains that are.

use super::Slots;
use super::violation::{PlanFinding, PlanRule, PlanViolation};
use crate::model::{Batch, Fact, Plan, UnplacedReason};

pub(super) fn check(batch: &Batch, plan: &Plan, slots: &Slots, found: &mut Vec<PlanViolation>) {
    for one in &plan.unplaced {
        let meeting = one.meeting;
        // A meeting that is none is found by another rule.
        if meeting < batch.meetings.len() && !holds(batch, slots, meeting, &one.reason) {
            let finding = PlanFinding::NothingOfTheKind;
            found.push(PlanViolation::of(PlanRule::Reason, finding).at(meeting));
        }
    }
}

fn holds(batch: &Batch, slots: &Slots, meeting: usize, reason: &UnplacedReason) -> bool {
    let problem = batch.problem(meeting);
    let link = |before: usize| {
        let links = slots.links_to(meeting).iter();
        links
            .map(|link| &batch.links[*link])
            .find(move |link| link.before == before)
    };
    let member = |contact| {
        problem
            .members
            .iter()
            .any(|one| one.contact == Some(contact))
    };
    match reason {
        UnplacedReason::Alone(clash) => {
            let openings = clash.openings.iter().map(|opening| &opening.change);
            clash.facts.iter().chain(openings).all(|fact| match fact {
                Fact::Member(member) => member.index() < problem.members.len(),
                Fact::Venues | Fact::MeetingHours => true,
            })
        }
        UnplacedReason::Crowded {
            people,
            venues,
            moving,
            ..
        } => {
            let choices = problem.venues.iter().chain(&problem.part_venues);
            people.iter().all(|contact| member(*contact))
                && venues
                    .iter()
                    .all(|venue| choices.clone().any(|choice| choice.venue == *venue))
                && moving
                    .iter()
                    .all(|other| *other != meeting && slots.of(*other).is_some())
        }
        UnplacedReason::Follows { before } => {
            link(*before).is_some() && slots.of(*before).is_none()
        }
        UnplacedReason::Gap { before, rule, .. } => {
            link(*before).is_some_and(|link| link.rule == *rule)
        }
        UnplacedReason::Full { contacts } => {
            let limited = |contact| batch.limits.iter().any(|limit| limit.contact == contact);
            contacts
                .iter()
                .all(|contact| member(*contact) && limited(*contact))
        }
    }
}
