//! The places that stay empty, and why.

use super::view::{View, clash, seats};
use super::violation::{Finding, Rule, Violation};
use crate::model::{MemberId, Missing, MissingReason, SeatId};

/// The places that stay empty, each seat with a reason that holds.
pub(super) fn told(view: &View) -> Vec<Missing> {
    let reasons = [
        MissingReason::NotAvailable,
        MissingReason::NeededElsewhere,
        MissingReason::KeptApart,
    ];
    let empty = seats(view.problem).map(|(seat, spec)| (seat, empty(view, seat, spec.places)));
    let missing = empty.filter(|(_, places)| *places > 0);
    missing
        .map(|(seat, places)| {
            let holds = |reason: &MissingReason| is_so(view, seat, *reason);
            let reason = reasons.into_iter().find(holds);
            Missing {
                seat,
                places,
                reason: reason.unwrap_or(MissingReason::NotAvailable),
            }
        })
        .collect()
}

fn empty(view: &View, seat: SeatId, places: u32) -> u32 {
    let all = view.slot.attending.iter();
    let here = all.filter(|attendance| attendance.seat == seat);
    places.saturating_sub(here.count() as u32)
}

pub(super) fn check(view: &View, found: &mut Vec<Violation>) {
    let slot = view.slot;
    for (seat, spec) in seats(view.problem) {
        let actual = empty(view, seat, spec.places);
        let listed: Vec<_> = slot
            .missing
            .iter()
            .filter(|missing| missing.seat == seat)
            .collect();
        let claimed = listed.iter().map(|missing| missing.places).sum();
        if claimed != actual {
            let violation = Violation::of(Rule::Missing, Finding::WrongMissing { claimed, actual });
            found.push(violation.seat(seat));
            continue;
        }
        for missing in listed {
            if !is_so(view, seat, missing.reason) {
                let violation = Violation::of(Rule::Missing, Finding::WrongReason);
                found.push(violation.seat(seat));
            }
        }
    }
    let known = view.problem.seats.len();
    for missing in slot
        .missing
        .iter()
        .filter(|missing| missing.seat.index() >= known)
    {
        found.push(Violation::of(Rule::Missing, Finding::NoSuch).seat(missing.seat));
    }
}

fn is_so(view: &View, seat: SeatId, reason: MissingReason) -> bool {
    let attending = &view.slot.attending;
    let free: Vec<MemberId> = view
        .presences()
        .filter(|(other, _, presence)| *other == seat && presence.possible())
        .map(|(_, member, _)| member)
        .collect();
    let elsewhere = |member: &MemberId| {
        let mut all = attending.iter();
        all.any(|attendance| attendance.member == *member && attendance.seat != seat)
    };
    let idle = |member: &&MemberId| attending.iter().all(|other| other.member != **member);
    let meets = |member: &MemberId| {
        let known = view.problem.seats.len();
        let mut all = attending.iter().filter(|other| other.seat.index() < known);
        all.any(|other| clash(view.problem, (seat, *member), (other.seat, other.member)))
    };
    // Where a policy weighs other things above a filled place, somebody may be left out although nothing stands in
    // the way; none of the reasons fits then, and none is held against the slot.
    if free.iter().filter(idle).any(|member| !meets(member)) {
        return true;
    }
    match reason {
        MissingReason::NotAvailable => free
            .iter()
            .all(|member| !idle(&member) && !elsewhere(member)),
        MissingReason::NeededElsewhere => free.iter().any(elsewhere),
        MissingReason::KeptApart => free.iter().filter(idle).any(meets),
    }
}
