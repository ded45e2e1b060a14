//! Why a meeting has no place: facts for programs, a sentence for people, and what would place it.

use super::{PlanReport, words_en};
use crate::model::{Clash, ContactId, Fact, UnplacedReason};
use crate::report::words_en as words;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Openings that are told of one meeting.
const MOST_OPENINGS: usize = 3;

/// Meetings that have no place for the same reason, in the same words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Group {
    pub references: Vec<String>,
    pub sentences: Vec<String>,
}

/// All reasons: first of what could not be made ready, then in the order of the batch.
pub(super) fn groups(report: &PlanReport, name: &dyn Fn(ContactId) -> String) -> Vec<Group> {
    let refused = report.refused.iter().map(|one| {
        let faults = one.faults.iter().map(words::meeting_fault);
        let faults: Vec<String> = faults.collect();
        (&one.reference, vec![words_en::refused(&faults)])
    });
    let planned = report.plan.unplaced.iter().map(|one| {
        let sentences = sentences(report, one.meeting, &one.reason, name);
        (&report.problem(one.meeting).reference, sentences)
    });
    let mut places: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (reference, sentences) in refused.chain(planned) {
        let place = *places.entry(sentences.clone()).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Group {
                references: Vec::new(),
                sentences,
            });
        }
        groups[place].references.push(reference.clone());
    }
    groups
}

/// The facts of the reason, by ids.
pub(super) fn facts(report: &PlanReport, meeting: usize, reason: &UnplacedReason) -> Value {
    let reference = |index: &usize| &report.problem(*index).reference;
    let contacts = |ids: &[ContactId]| -> Vec<&String> {
        let ids = ids.iter();
        ids.map(|id| &report.workspace.contact(*id).id).collect()
    };
    match reason {
        UnplacedReason::Alone(clash) => json!({
            "clash": clash.facts.iter().map(|one| fact(report, meeting, one)).collect::<Vec<_>>(),
            "openings": clash.openings.iter().map(|opening| {
                let mut value = fact(report, meeting, &opening.change);
                value["opens"] = json!(opening.starts);
                value["first"] = json!({"start": opening.first.start(), "end": opening.first.end()});
                value
            }).collect::<Vec<_>>(),
        }),
        UnplacedReason::Crowded {
            starts,
            people,
            venues,
            moving,
            at,
        } => json!({
            "starts": starts,
            "contacts": contacts(people),
            "venues": venues.iter().map(|id| &report.workspace.venue(*id).id).collect::<Vec<_>>(),
            "moving": moving.iter().map(reference).collect::<Vec<_>>(),
            "at": at,
        }),
        UnplacedReason::Follows { before } => json!({"before": reference(before)}),
        UnplacedReason::Gap {
            before,
            rule,
            first,
            last,
        } => json!({"before": reference(before), "rule": rule, "first": first, "last": last}),
        UnplacedReason::Full { contacts: full } => json!({"contacts": contacts(full)}),
    }
}

fn fact(report: &PlanReport, meeting: usize, fact: &Fact) -> Value {
    match fact {
        Fact::Member(member) => {
            let seats = report.problem(meeting).seats.iter().filter(|seat| {
                let here = |one: &crate::model::Candidate| one.member == *member;
                seat.candidates.iter().any(here)
            });
            let seats: Vec<&String> = seats.map(|seat| &seat.id).collect();
            let contact = report.id(meeting, *member);
            json!({"code": "not-available", "contact": contact, "seats": seats})
        }
        Fact::Venues => json!({"code": "venues-not-available"}),
        Fact::MeetingHours => json!({"code": "meeting-hours"}),
    }
}

/// The reason in words, then what would give the meeting a place, if anything single would.
pub(super) fn sentences(
    report: &PlanReport,
    meeting: usize,
    reason: &UnplacedReason,
    name: &dyn Fn(ContactId) -> String,
) -> Vec<String> {
    let problem = report.problem(meeting);
    let reference = |index: usize| report.problem(index).reference.clone();
    match reason {
        UnplacedReason::Alone(clash) => alone(report, meeting, clash, name),
        UnplacedReason::Crowded {
            starts,
            people,
            venues,
            moving,
            at,
        } => {
            let people = people.iter().map(|id| name(*id));
            let venues = venues.iter().map(|id| report.public_venue(*id).to_owned());
            let takers: Vec<String> = people.chain(venues).collect();
            let mut out = vec![words_en::crowded(*starts, &takers)];
            if let (Some(at), false) = (at, moving.is_empty()) {
                let moving: Vec<String> = moving.iter().map(|index| reference(*index)).collect();
                let when = problem.zone.local(*at);
                out.push(words_en::moving(&moving, when));
            }
            out
        }
        UnplacedReason::Follows { before } => vec![words_en::follows(&reference(*before))],
        UnplacedReason::Gap {
            before,
            rule,
            first,
            last,
        } => vec![words_en::gap(&reference(*before), rule, *first, *last)],
        UnplacedReason::Full { contacts } => {
            let names: Vec<String> = contacts.iter().map(|id| name(*id)).collect();
            vec![words_en::full(&names)]
        }
    }
}

fn alone(
    report: &PlanReport,
    meeting: usize,
    clash: &Clash,
    name: &dyn Fn(ContactId) -> String,
) -> Vec<String> {
    let problem = report.problem(meeting);
    let who = |member: crate::model::MemberId| match problem.member(member).contact {
        Some(contact) => name(contact),
        None => report.name(meeting, member),
    };
    let people = clash.facts.iter().filter_map(|fact| match fact {
        Fact::Member(member) => Some(who(*member)),
        Fact::Venues | Fact::MeetingHours => None,
    });
    let pinned = problem.pinned.map(|pinned| problem.zone.local(pinned));
    let mut out: Vec<String> = pinned.map(words::nothing_at_pin).into_iter().collect();
    out.push(words::clash(
        &people.collect::<Vec<String>>(),
        clash.facts.contains(&Fact::Venues),
        clash.facts.contains(&Fact::MeetingHours),
    ));
    out.extend(clash.openings.iter().take(MOST_OPENINGS).map(|opening| {
        let change = match &opening.change {
            Fact::Member(member) => words::could_come(&who(*member)),
            Fact::Venues => words::venue_could_be_had(),
            Fact::MeetingHours => words::other_hours(),
        };
        let when = words::when(opening.first, &problem.zone);
        words::opening(&change, &when, opening.starts)
    }));
    out
}
