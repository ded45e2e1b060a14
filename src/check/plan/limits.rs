//! Limits of load: nobody takes on more of the batch's meetings in a day or a week than they do.

use super::Slots;
use super::violation::{PlanFinding, PlanRule, PlanViolation};
use crate::model::{Batch, ContactId, LoadLimit, MemberId, Seat, SeatId, Slot};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How far every limit is used: of each the meetings that count, by the first day of the stretch.
pub(super) struct Loads {
    counted: Vec<BTreeMap<NaiveDate, Vec<usize>>>,
    of_contact: BTreeMap<ContactId, Vec<usize>>,
}

impl Loads {
    pub fn new(batch: &Batch, slots: &Slots) -> Loads {
        let mut of_contact: BTreeMap<ContactId, Vec<usize>> = BTreeMap::new();
        for (index, limit) in batch.limits.iter().enumerate() {
            of_contact.entry(limit.contact).or_default().push(index);
        }
        let mut loads = Loads {
            counted: vec![BTreeMap::new(); batch.limits.len()],
            of_contact,
        };
        for (meeting, slot) in slots.all() {
            let problem = batch.problem(meeting);
            for one in &slot.attending {
                let member = problem.members.get(one.member.index());
                let seat = problem.seats.get(one.seat.index());
                let (Some(contact), Some(seat)) = (member.and_then(|m| m.contact), seat) else {
                    continue;
                };
                for index in loads.of_contact.get(&contact).into_iter().flatten() {
                    let limit = &batch.limits[*index];
                    if counts(limit, seat) {
                        let day = first_day(batch, limit, slot);
                        let all = loads.counted[*index].entry(day).or_default();
                        // Several seats in one meeting are one meeting.
                        if all.last() != Some(&meeting) {
                            all.push(meeting);
                        }
                    }
                }
            }
        }
        loads
    }

    /// Who may not sit where in a meeting since they have enough others.
    pub fn barred<'s>(
        &'s self,
        batch: &'s Batch,
        meeting: usize,
        slot: &'s Slot,
    ) -> impl Iterator<Item = (SeatId, MemberId)> + 's {
        let problem = batch.problem(meeting);
        let members = (0u32..).map(MemberId).zip(&problem.members);
        members.flat_map(move |(member, spec)| {
            let own = spec
                .contact
                .and_then(|contact| self.of_contact.get(&contact));
            let limits = own
                .into_iter()
                .flatten()
                .map(|index| (*index, &batch.limits[*index]));
            let full = limits.filter(move |(index, limit)| {
                let day = first_day(batch, limit, slot);
                let all = self.counted[*index].get(&day);
                let others = all.into_iter().flatten().filter(|other| **other != meeting);
                others.count() as u32 + used(limit, day) >= limit.most
            });
            full.flat_map(move |(_, limit)| {
                let seats = (0u32..).map(SeatId).zip(&problem.seats);
                seats
                    .filter(|(_, seat)| counts(limit, seat))
                    .map(move |(seat, _)| (seat, member))
            })
        })
    }
}

pub(super) fn check(batch: &Batch, loads: &Loads, found: &mut Vec<PlanViolation>) {
    for (limit, counted) in batch.limits.iter().zip(&loads.counted) {
        for (day, meetings) in counted {
            let has = meetings.len() as u32 + used(limit, *day);
            let kept = meetings.iter().all(|one| batch.meetings[*one].frozen);
            if has > limit.most && !kept {
                let finding = PlanFinding::TooMany {
                    most: limit.most,
                    has,
                    first_day: *day,
                    meetings: meetings.clone(),
                };
                let violation = PlanViolation::of(PlanRule::Load, finding).at(meetings[0]);
                found.push(violation.contact(Some(limit.contact)));
            }
        }
    }
}

/// Whether sitting there counts.
fn counts(limit: &LoadLimit, seat: &Seat) -> bool {
    let seats = limit.seats.as_ref();
    seats.is_none_or(|seats| seats.contains(&seat.id))
}

fn first_day(batch: &Batch, limit: &LoadLimit, slot: &Slot) -> NaiveDate {
    limit.per.first_day(batch.zone.local(slot.start).date())
}

fn used(limit: &LoadLimit, day: NaiveDate) -> u32 {
    limit.used.get(&day).copied().unwrap_or(0)
}
