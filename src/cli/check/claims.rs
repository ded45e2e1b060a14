//! Rows of a plan as claims about the meetings of a batch.

use crate::check::{ClaimedAttendance, ClaimedMeeting};
use crate::input::{ClaimedPerson, ClaimedRow, ClaimedWho, is_seat};
use crate::model::{Confirming, MeetingSpec, MemberId, Problem, SeatId, VenueId, Workspace};
use crate::prepare::BatchPrepared;
use crate::report::plan_check::Found;
use std::collections::BTreeMap;

pub(super) struct Claims<'p> {
    /// By meeting.
    pub meetings: Vec<ClaimedMeeting>,
    /// The row of each meeting; of several the first.
    pub rows: BTreeMap<usize, &'p ClaimedRow>,
    /// People in seats that their meetings do not have for them.
    pub found: Vec<Found>,
}

pub(super) fn claims<'p>(
    workspace: &Workspace,
    prepared: &BatchPrepared,
    looked_at: &[&'p ClaimedRow],
) -> Claims<'p> {
    let problems = prepared.batch.meetings.iter().map(|one| &one.problem);
    let index: BTreeMap<String, usize> = problems
        .enumerate()
        .map(|(meeting, problem)| (super::lower(&problem.reference), meeting))
        .collect();
    let mut claims = Claims {
        meetings: Vec::new(),
        rows: BTreeMap::new(),
        found: Vec::new(),
    };
    for row in looked_at {
        let Some(meeting) = index.get(&super::lower(&row.reference)).copied() else {
            continue;
        };
        claims.rows.entry(meeting).or_insert(row);
        let problem = prepared.batch.problem(meeting);
        let spec = &prepared.specs[meeting];
        let mut attending = Vec::new();
        for person in &row.attending {
            match attendance(problem, spec, person) {
                Some(one) => attending.push(one),
                None => claims.found.extend(stranger(row, person)),
            }
        }
        let confirm = row.confirm.as_ref().map(|sets| {
            let sets = sets.iter();
            sets.map(|set| {
                let all = set.iter();
                all.map(|id| confirming(workspace, problem, id)).collect()
            })
            .collect()
        });
        let member = |id: &String| named(problem, id).unwrap_or(NOBODY);
        claims.meetings.push(ClaimedMeeting {
            meeting,
            start: row.start,
            end: row.end,
            venue: row.venue.flatten(),
            state: row.state,
            confirm,
            late: row.late,
            falls_if: row
                .falls_if
                .as_ref()
                .map(|ids| ids.iter().map(member).collect()),
            spare_working_days: row.spare_working_days,
            sure: row.sure,
            attending,
        });
    }
    claims.meetings.sort_by_key(|claim| claim.meeting);
    claims
}

/// A member that no problem has: who is told of and is not there.
const NOBODY: MemberId = MemberId(u32::MAX);

fn named(problem: &Problem, id: &str) -> Option<MemberId> {
    let at = problem.members.iter().position(|member| member.id == id)?;
    Some(MemberId(at as u32))
}

fn confirming(workspace: &Workspace, problem: &Problem, id: &str) -> Confirming {
    if let Some(member) = named(problem, id) {
        return Confirming::Member(member);
    }
    let venue = workspace.venues.iter().position(|venue| venue.id == id);
    match venue {
        Some(at) => Confirming::Venue(VenueId(at as u32)),
        None => Confirming::Member(NOBODY),
    }
}

/// `None` = the meeting asks for nobody like that, or not in that seat.
fn attendance(
    problem: &Problem,
    spec: &MeetingSpec,
    person: &ClaimedPerson,
) -> Option<ClaimedAttendance> {
    let member = match &person.who {
        ClaimedWho::Contact(contact) => {
            let mut members = problem.members.iter();
            let at = members.position(|member| member.contact == Some(*contact))?;
            MemberId(at as u32)
        }
        ClaimedWho::Open(id) => named(problem, id)?,
    };
    let of_role = |id: &str| {
        let mut seats = spec.seats.iter().filter(|seat| seat.id == id);
        seats.any(|seat| seat.roles.iter().any(|role| person.roles.contains(role)))
    };
    let wanted = |id: &str| match &person.seat {
        Some(stated) => stated == id || is_seat(stated, id),
        None => of_role(id),
    };
    let seats: Vec<SeatId> = (0u32..)
        .map(SeatId)
        .zip(&problem.seats)
        .filter(|(_, seat)| wanted(&seat.id))
        .map(|(id, _)| id)
        .collect();
    if person.seat.is_some() && seats.is_empty() {
        return None;
    }
    Some(ClaimedAttendance {
        seats,
        member,
        role: person.role,
        ground: person.ground,
        mode: person.mode,
        present: person.present.clone(),
    })
}

fn stranger(row: &ClaimedRow, person: &ClaimedPerson) -> Option<Found> {
    match person.who {
        ClaimedWho::Contact(contact) => Some(Found::NotInvited {
            reference: row.reference.clone(),
            seat: person.seat.clone(),
            contact,
        }),
        // A place that is open takes nobody's time, and that it is not there any more harms nobody.
        ClaimedWho::Open(_) => None,
    }
}
