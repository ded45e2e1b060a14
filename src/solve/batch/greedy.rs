//! Planning as it is done without planning: one meeting after the other, each at the best or the first time that is left.

use super::value::{plan_value, weights};
use crate::model::{
    Batch, Buffer, ContactId, LevelValue, PartVenue, Placed, Plan, PlanLevel, Proof, Slot, State,
    Stopped, Taken, Timeline, Unplaced, UnplacedReason, VenueId,
};
use crate::solve::{FindOptions, find};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How the next meeting finds its time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Those with the nearest limit first, each at its best time.
    BestFirst,
    /// In the order of the list, each at the first time at which it is quorate: the telephone.
    FirstFit,
}

/// What the meetings placed so far take, by person and venue.
#[derive(Default)]
struct Diary {
    people: BTreeMap<ContactId, Vec<Taken>>,
    venues: BTreeMap<VenueId, Vec<Taken>>,
}

/// Places meeting after meeting by the single search. Links, limits of load and what is published are not looked at: nobody who works
/// with a telephone and a list keeps them all in mind.
pub fn one_after_the_other(batch: &Batch, order: Order) -> Plan {
    let mut turn: Vec<usize> = (0..batch.meetings.len()).collect();
    if order == Order::BestFirst {
        turn.sort_by_key(|index| (batch.problem(*index).to, *index));
    }
    let mut diary = Diary::default();
    let mut placed = Vec::new();
    let mut unplaced = Vec::new();
    for meeting in turn {
        let mut problem = batch.problem(meeting).clone();
        for member in &mut problem.members {
            let more = member
                .contact
                .and_then(|contact| diary.people.get(&contact));
            take(&mut member.timeline, more);
        }
        for choice in problem.venues.iter_mut().chain(&mut problem.part_venues) {
            take(&mut choice.timeline, diary.venues.get(&choice.venue));
        }
        let options = FindOptions {
            all: order == Order::FirstFit,
            shown: 1,
        };
        let found = find(&problem, &options);
        let fits = |slot: &&Slot| slot.state != State::Short;
        let slot = match order {
            Order::BestFirst => found.slots.iter().find(fits),
            Order::FirstFit => found.slots.iter().filter(fits).min_by_key(|s| s.start),
        };
        match slot {
            Some(slot) => {
                note(&mut diary, batch, meeting, slot);
                let slot = slot.clone();
                placed.push(Placed { meeting, slot });
            }
            None => unplaced.push(Unplaced {
                meeting,
                reason: UnplacedReason::Alone(found.clash.unwrap_or_default()),
            }),
        }
    }
    placed.sort_by_key(|one| one.meeting);
    unplaced.sort_by_key(|one| one.meeting);
    let value = plan_value(batch, &placed);
    let levels = batch.order.iter().zip(value.0);
    let all = |pick: &dyn Fn((i64, i64)) -> i64| -> i64 {
        batch.meetings.iter().map(|m| pick(weights(m))).sum()
    };
    let levels = levels.map(|(level, value)| LevelValue {
        level: *level,
        value,
        bound: None,
        of: match level {
            PlanLevel::InTime | PlanLevel::Placed | PlanLevel::Quorate | PlanLevel::Margin => {
                Some(batch.meetings.len() as i64)
            }
            PlanLevel::Required => Some(all(&|(required, _)| required)),
            PlanLevel::Wanted => Some(all(&|(_, wanted)| wanted)),
            _ => None,
        },
    });
    Plan {
        levels: levels.collect(),
        steps: placed.len() as u64,
        placed,
        unplaced,
        proof: Proof::Feasible,
        stopped: Stopped::Steps,
    }
}

fn take(timeline: &mut Arc<Timeline>, more: Option<&Vec<Taken>>) {
    if let Some(more) = more {
        Arc::make_mut(timeline).taken.extend(more);
    }
}

fn note(diary: &mut Diary, batch: &Batch, meeting: usize, slot: &Slot) {
    let problem = batch.problem(meeting);
    let taken = |interval, buffer: Buffer, venue| Taken {
        interval,
        buffer,
        venue,
        arranged: meeting,
    };
    for attendance in &slot.attending {
        let Some(contact) = problem.member(attendance.member).contact else {
            continue;
        };
        // Two needs that meet are not added: the larger holds, the person's own too.
        let own = problem.member(attendance.member).timeline.buffer;
        let need = problem.buffer.larger(own);
        let remote = attendance.mode != crate::model::Mode::InPerson;
        let venue = slot.venue.filter(|_| !remote);
        let times = attendance.present.iter();
        diary
            .people
            .entry(contact)
            .or_default()
            .extend(times.map(|interval| taken(*interval, need, venue)));
    }
    for part in &problem.parts {
        let venue = match part.venue {
            PartVenue::Meeting => slot.venue,
            PartVenue::None => None,
            PartVenue::Named(venue) => Some(venue),
        };
        if let Some(venue) = venue {
            let interval = part.at(slot.start);
            let mut known = problem.venues.iter().chain(&problem.part_venues);
            let own = known.find(|choice| choice.venue == venue);
            let own = own.map_or(Buffer::default(), |choice| choice.timeline.buffer);
            let taken = taken(interval, problem.buffer.larger(own), Some(venue));
            diary.venues.entry(venue).or_default().push(taken);
        }
    }
}
