//! Who sits where: one seat each, only where one may, no more people than places.

use super::seating::rank;
use super::view::{View, seats};
use super::violation::{Finding, Rule, Violation};
use crate::model::As;

pub(super) fn check(view: &View, found: &mut Vec<Violation>) {
    let problem = view.problem;
    for (at, attendance) in view.slot.attending.iter().enumerate() {
        let (seat, member) = (attendance.seat, attendance.member);
        let mut report = |rule, finding| {
            found.push(Violation::of(rule, finding).member(member).seat(seat));
        };
        let before = &view.slot.attending[..at];
        if let Some(other) = before.iter().find(|other| other.member == member) {
            report(Rule::OneSeat, Finding::TwoSeats { other: other.seat });
        }
        let Some(spec) = problem.seats.get(seat.index()) else {
            report(Rule::Candidate, Finding::NoSuch);
            continue;
        };
        if view.presence(seat, member).is_none() {
            report(Rule::Candidate, Finding::NoCandidate);
            continue;
        }
        let role = match rank(spec, member) {
            0 => As::Principal,
            _ => As::Deputy,
        };
        if attendance.role != role {
            report(Rule::Candidate, Finding::WrongRole);
        }
        if attendance.mode != spec.mode {
            report(Rule::Candidate, Finding::WrongMode);
        }
    }
    for (seat, spec) in seats(problem) {
        let here = view
            .slot
            .attending
            .iter()
            .filter(|attendance| attendance.seat == seat);
        let seated = here.count() as u32;
        if seated > spec.places {
            let places = spec.places;
            let violation = Violation::of(Rule::Places, Finding::TooMany { places, seated });
            found.push(violation.seat(seat));
        }
    }
}
