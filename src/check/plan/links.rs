//! Chains: when a meeting may follow the one before it, and who stays the same through it.

use super::Slots;
use super::violation::{PlanFinding, PlanRule, PlanViolation};
use crate::model::{Batch, ContactId, Link, MemberId, Problem, SeatId, Slot};
use chrono::NaiveDate;

pub(super) fn check(batch: &Batch, slots: &Slots, found: &mut Vec<PlanViolation>) {
    for link in &batch.links {
        let Some(after) = slots.of(link.after) else {
            continue;
        };
        let Some(before) = slots.of(link.before) else {
            // A meeting that stays whatever it costs stays without the one before it too.
            if !batch.meetings[link.after].frozen {
                let before = link.before;
                let finding = PlanFinding::BeforeUnplaced { before };
                found.push(PlanViolation::of(PlanRule::Gap, finding).at(link.after));
            }
            continue;
        };
        if batch.meetings[link.before].frozen && batch.meetings[link.after].frozen {
            continue;
        }
        if let Some(finding) = gap(batch, link, before, after) {
            found.push(PlanViolation::of(PlanRule::Gap, finding).at(link.after));
        }
        for (seat, other) in &link.same {
            let first = people(batch.problem(link.before), before, *seat);
            let second = people(batch.problem(link.after), after, *other);
            let filled = !first.is_empty() && !second.is_empty();
            if filled && !second.iter().any(|person| first.contains(person)) {
                let finding = PlanFinding::OtherPerson {
                    before: link.before,
                    seat: *other,
                    instead: first.first().copied(),
                };
                let violation = PlanViolation::of(PlanRule::Same, finding).at(link.after);
                found.push(violation.contact(second.first().copied()));
            }
        }
    }
}

fn local_date(problem: &Problem, slot: &Slot) -> NaiveDate {
    problem.zone.local(slot.start).date()
}

fn gap(batch: &Batch, link: &Link, before: &Slot, after: &Slot) -> Option<PlanFinding> {
    let day = local_date(batch.problem(link.before), before);
    let begins = local_date(batch.problem(link.after), after);
    let before = link.before;
    let Some(follow) = link.allowed.get(&day) else {
        return Some(PlanFinding::NotAfter { before, day });
    };
    let (first, last) = (follow.first, follow.late_to.max(follow.last));
    let outside = begins < first || last < begins;
    outside.then_some(PlanFinding::OutsideGap {
        before,
        first,
        last,
        begins,
    })
}

/// Whether the meeting follows one of its chain later than it should.
pub(super) fn is_late(batch: &Batch, slots: &Slots, meeting: usize, slot: &Slot) -> bool {
    let mut links = slots
        .links_to(meeting)
        .iter()
        .map(|link| &batch.links[*link]);
    links.any(|link| {
        let Some(before) = slots.of(link.before) else {
            return false;
        };
        let day = local_date(batch.problem(link.before), before);
        let follow = link.allowed.get(&day);
        follow.is_some_and(|follow| local_date(batch.problem(meeting), slot) > follow.last)
    })
}

/// The people in a seat; who is still to be named is nobody yet.
pub(super) fn people(problem: &Problem, slot: &Slot, seat: SeatId) -> Vec<ContactId> {
    let here = slot.attending.iter().filter(|one| one.seat == seat);
    here.filter_map(|one| problem.members.get(one.member.index())?.contact)
        .collect()
}

/// Who may not sit where in a meeting since somebody else sits there in another meeting of the chain.
pub(super) fn barred<'s>(
    batch: &'s Batch,
    slots: &'s Slots,
    meeting: usize,
) -> impl Iterator<Item = (SeatId, MemberId)> + 's {
    let to = slots.links_to(meeting).iter().map(|link| (*link, true));
    let from = slots.links_from(meeting).iter().map(|link| (*link, false));
    to.chain(from).flat_map(move |(link, follows)| {
        let link = &batch.links[link];
        let pairs = link.same.iter().map(move |(first, second)| match follows {
            true => (link.before, *first, *second),
            false => (link.after, *second, *first),
        });
        pairs.flat_map(move |(other, theirs, own)| {
            let problem = batch.problem(meeting);
            let people = slots.of(other).map_or(Vec::new(), |slot| {
                people(batch.problem(other), slot, theirs)
            });
            let seat = problem
                .seats
                .get(own.index())
                .filter(|seat| seat.places == 1);
            let places = batch.problem(other).seats.get(theirs.index());
            let bound = places.is_some_and(|seat| seat.places == 1) && people.len() == 1;
            let candidates = seat
                .filter(|_| bound)
                .map_or(&[][..], |seat| &seat.candidates);
            candidates
                .iter()
                .map(|candidate| candidate.member)
                .filter(move |member| {
                    let contact = problem.member(*member).contact;
                    contact.is_some_and(|contact| !people.contains(&contact))
                })
                .map(move |member| (own, member))
        })
    })
}
