//! What a plan is worth: the sums of the levels over its meetings.

use crate::model::{
    Batch, BatchMeeting, ContactId, Level, MOST_PLACES, Placed, PlanLevel, PlanValue, RankLevel,
    SeatId, Slot, State,
};
use std::collections::BTreeMap;

/// The values of a whole plan, in the order of the batch.
pub fn plan_value(batch: &Batch, placed: &[Placed]) -> PlanValue {
    let mut sum = PlanValue::default();
    let mut load: BTreeMap<ContactId, i64> = BTreeMap::new();
    let mut slots: Vec<Option<&Slot>> = vec![None; batch.meetings.len()];
    for one in placed {
        slots[one.meeting] = Some(&one.slot);
    }
    let at = |level: PlanLevel| place_of(batch, level);
    for (index, meeting) in batch.meetings.iter().enumerate() {
        let Some(slot) = slots[index] else {
            sum += unplaced(batch, meeting);
            continue;
        };
        sum += alone(batch, meeting, slot);
        for contact in pool_people(meeting, slot) {
            *load.entry(contact).or_default() += 1;
        }
    }
    for (contact, more) in load {
        let had = i64::from(batch.history.get(&contact).copied().unwrap_or(0));
        sum.0[at(PlanLevel::Load)] += more * (2 * had + more);
    }
    for link in &batch.links {
        if let (Some(before), Some(after)) = (slots[link.before], slots[link.after]) {
            let contact = |meeting: usize, slot: &Slot, seat: SeatId| {
                let there = slot.attending.iter().find(|a| a.seat == seat)?;
                batch.problem(meeting).member(there.member).contact
            };
            for (a, b) in &link.same_preferred {
                let first = contact(link.before, before, *a);
                let second = contact(link.after, after, *b);
                let changed = first.is_some() && second.is_some() && first != second;
                sum.0[at(PlanLevel::Deputies)] += i64::from(changed);
            }
        }
    }
    sum
}

/// Where a level stands in the values of the batch.
pub(super) fn place_of(batch: &Batch, level: PlanLevel) -> usize {
    let place = batch.order.iter().position(|other| *other == level);
    place.expect("an order lists every level")
}

/// The weight of all places of a meeting, in hundredths: required, wanted.
pub(super) fn weights(meeting: &BatchMeeting) -> (i64, i64) {
    let mut weights = (0, 0);
    for seat in &meeting.problem.seats {
        let weight = i64::from(seat.weight) * 100 * i64::from(seat.places);
        match seat.level {
            Level::Required => weights.0 += weight,
            Level::Expected | Level::Preferred => weights.1 += weight,
            Level::Optional | Level::Informed => {}
        }
    }
    weights
}

/// What a meeting without a place counts.
pub(super) fn unplaced(batch: &Batch, meeting: &BatchMeeting) -> PlanValue {
    let (required, wanted) = weights(meeting);
    let told = meeting
        .published
        .as_ref()
        .map_or(0, |p| p.people.len() as i64 + i64::from(p.others));
    let levels = batch.order.map(|level| match level {
        PlanLevel::InTime | PlanLevel::Placed | PlanLevel::Quorate | PlanLevel::Margin => 1,
        PlanLevel::Required => required,
        PlanLevel::Wanted => wanted,
        PlanLevel::Disruption => told,
        _ => 0,
    });
    PlanValue(levels)
}

/// What a placed meeting counts but for load and for the people who had better stay through a chain.
fn alone(batch: &Batch, meeting: &BatchMeeting, slot: &Slot) -> PlanValue {
    let problem = &meeting.problem;
    let rank = |level: RankLevel| {
        let place = problem.policy.order.iter().position(|l| *l == level);
        place.map_or(0, |place| slot.score.levels[place])
    };
    let confirmations = match slot.state {
        State::Quorate => 0,
        State::QuorateIf => slot.confirm.iter().map(Vec::len).min().unwrap_or(0) as i64,
        State::Short => i64::from(MOST_PLACES),
    };
    let levels = batch.order.map(|level| match level {
        PlanLevel::InTime => i64::from(slot.score.late),
        PlanLevel::Placed | PlanLevel::Load => 0,
        PlanLevel::Quorate => i64::from(slot.state != State::Quorate),
        PlanLevel::Confirmations => confirmations,
        PlanLevel::Margin => rank(RankLevel::Margin),
        PlanLevel::Required => rank(RankLevel::Required),
        PlanLevel::Wanted => rank(RankLevel::Wanted),
        PlanLevel::Deputies => rank(RankLevel::Deputies),
        PlanLevel::Reliance => rank(RankLevel::Reliance),
        PlanLevel::Fragility => rank(RankLevel::Fragility),
        PlanLevel::Disruption => disruption(meeting, slot),
        PlanLevel::Travel => rank(RankLevel::Travel),
        PlanLevel::Avoided => rank(RankLevel::Avoided),
        PlanLevel::Earliness => (slot.start.0 - batch.now.0).max(0) / 86_400,
    });
    PlanValue(levels)
}

/// Who has to be told something new, see [`PlanLevel::Disruption`].
fn disruption(meeting: &BatchMeeting, slot: &Slot) -> i64 {
    let Some(published) = &meeting.published else {
        return 0;
    };
    let told = &published.people;
    let now: Vec<_> = slot.attending.iter().map(|a| a.member).collect();
    let stayed = told
        .iter()
        .filter(|(_, member)| now.contains(member))
        .count();
    let changed = match published.start == slot.start && published.venue == slot.venue {
        true => told.len() - stayed,
        false => told.len(),
    };
    changed as i64 + i64::from(published.others)
}

/// The people in seats of a pool, each once.
fn pool_people(meeting: &BatchMeeting, slot: &Slot) -> Vec<ContactId> {
    let problem = &meeting.problem;
    let mut people: Vec<ContactId> = slot
        .attending
        .iter()
        .filter(|a| is_pool(meeting, a.seat))
        .filter_map(|a| problem.member(a.member).contact)
        .collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// Whether the people of a seat are chosen by us: more first-rank candidates than places.
pub(super) fn is_pool(meeting: &BatchMeeting, seat: SeatId) -> bool {
    let seat = meeting.problem.seat(seat);
    let own = seat.candidates.iter().filter(|c| c.rank == 0);
    own.count() > seat.places as usize
}
