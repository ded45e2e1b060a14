//! What a plan is worth, worked out anew, and what it claims of its values, bounds and proof.

use super::Slots;
use super::links::people;
use super::violation::{PlanFinding, PlanRule, PlanViolation};
use crate::check::Objective;
use crate::model::{
    Batch, BatchMeeting, ContactId, Level, LevelValue, MOST_PLACES, MemberId, Plan, PlanLevel,
    Problem, Proof, RankLevel, SeatId, Slot, Stopped,
};
use std::collections::{BTreeMap, BTreeSet};

/// Values of the levels in the order of the batch; `None` = cannot be told within the checker's limits.
pub type PlanObjective = [Option<i64>; PlanLevel::COUNT];

/// The sums of all levels. `objectives` are those of the placed meetings alone, in the order of [`Slots::all`]; `late` says which of
/// them are.
pub(super) fn sums(
    batch: &Batch,
    slots: &Slots,
    objectives: &[(Objective, bool)],
) -> PlanObjective {
    let mut alone = slots.all().zip(objectives);
    let mut placed: Vec<Option<(&Slot, &Objective, bool)>> = vec![None; batch.meetings.len()];
    for ((meeting, slot), (objective, late)) in &mut alone {
        placed[meeting] = Some((slot, objective, *late));
    }
    batch.order.map(|level| {
        let meetings = batch.meetings.iter().zip(&placed);
        let each = meetings.map(|(meeting, placed)| match placed {
            None => Some(unplaced(meeting, level)),
            Some((slot, objective, late)) => of(batch, meeting, slot, objective, *late, level),
        });
        let sum: Option<i64> = each.sum();
        Some(sum? + across(batch, slots, level))
    })
}

/// What a meeting without a place counts.
fn unplaced(meeting: &BatchMeeting, level: PlanLevel) -> i64 {
    match level {
        PlanLevel::InTime | PlanLevel::Placed | PlanLevel::Quorate | PlanLevel::Margin => 1,
        PlanLevel::Required | PlanLevel::Wanted => weight(&meeting.problem, level),
        PlanLevel::Disruption => meeting.published.as_ref().map_or(0, |published| {
            published.people.len() as i64 + i64::from(published.others)
        }),
        _ => 0,
    }
}

/// The weight of all places that a level looks at, in hundredths.
fn weight(problem: &Problem, level: PlanLevel) -> i64 {
    let wanted = |of: Level| match level {
        PlanLevel::Required => of == Level::Required,
        _ => matches!(of, Level::Expected | Level::Preferred),
    };
    let seats = problem.seats.iter().filter(|seat| wanted(seat.level));
    seats
        .map(|seat| 100 * i64::from(seat.weight) * i64::from(seat.places))
        .sum()
}

/// What a placed meeting counts by itself.
fn of(
    batch: &Batch,
    meeting: &BatchMeeting,
    slot: &Slot,
    objective: &Objective,
    late: bool,
    level: PlanLevel,
) -> Option<i64> {
    let rank = |wanted: RankLevel| {
        let order = &meeting.problem.policy.order;
        let at = order.iter().position(|other| *other == wanted)?;
        objective.levels[at]
    };
    match level {
        PlanLevel::InTime => Some(i64::from(late)),
        PlanLevel::Placed | PlanLevel::Load => Some(0),
        PlanLevel::Quorate => Some(i64::from(objective.confirmations != 0)),
        PlanLevel::Confirmations => Some(match objective.confirmations {
            u32::MAX => i64::from(MOST_PLACES),
            wanting => i64::from(wanting),
        }),
        PlanLevel::Margin => rank(RankLevel::Margin),
        PlanLevel::Required => rank(RankLevel::Required),
        PlanLevel::Wanted => rank(RankLevel::Wanted),
        PlanLevel::Deputies => rank(RankLevel::Deputies),
        PlanLevel::Reliance => rank(RankLevel::Reliance),
        PlanLevel::Fragility => rank(RankLevel::Fragility),
        PlanLevel::Disruption => Some(disruption(meeting, slot)),
        PlanLevel::Travel => rank(RankLevel::Travel),
        PlanLevel::Avoided => rank(RankLevel::Avoided),
        PlanLevel::Earliness => Some((slot.start.0 - batch.now.0).max(0) / 86_400),
    }
}

/// Everybody who was told and has to be told anew.
fn disruption(meeting: &BatchMeeting, slot: &Slot) -> i64 {
    let Some(published) = &meeting.published else {
        return 0;
    };
    let told: BTreeSet<MemberId> = published.people.iter().map(|(_, member)| *member).collect();
    let come: BTreeSet<MemberId> = slot.attending.iter().map(|one| one.member).collect();
    let stays = (published.start, published.venue) == (slot.start, slot.venue);
    let people = match stays {
        true => told.difference(&come).count(),
        false => told.len(),
    };
    people as i64 + i64::from(published.others)
}

/// What hangs on several meetings at once.
fn across(batch: &Batch, slots: &Slots, level: PlanLevel) -> i64 {
    match level {
        PlanLevel::Load => load(batch, slots),
        PlanLevel::Deputies => changes(batch, slots),
        _ => 0,
    }
}

fn load(batch: &Batch, slots: &Slots) -> i64 {
    let mut meetings: BTreeMap<ContactId, BTreeSet<usize>> = BTreeMap::new();
    for (meeting, slot) in slots.all() {
        let problem = batch.problem(meeting);
        for (seat, spec) in (0u32..).map(SeatId).zip(&problem.seats) {
            let own = spec.candidates.iter().filter(|one| one.rank == 0);
            if own.count() > spec.places as usize {
                for contact in people(problem, slot, seat) {
                    meetings.entry(contact).or_default().insert(meeting);
                }
            }
        }
    }
    let each = meetings.into_iter().map(|(contact, meetings)| {
        let before = i64::from(batch.history.get(&contact).copied().unwrap_or(0));
        let with = before + meetings.len() as i64;
        with * with - before * before
    });
    each.sum()
}

/// Seats of chains in which somebody else sits than had better.
fn changes(batch: &Batch, slots: &Slots) -> i64 {
    let mut changes = 0;
    for link in &batch.links {
        let (Some(before), Some(after)) = (slots.of(link.before), slots.of(link.after)) else {
            continue;
        };
        for (seat, other) in &link.same_preferred {
            let first = people(batch.problem(link.before), before, *seat);
            let second = people(batch.problem(link.after), after, *other);
            let filled = !first.is_empty() && !second.is_empty();
            let stays = second.iter().any(|person| first.contains(person));
            changes += i64::from(filled && !stays);
        }
    }
    changes
}

/// Values, bounds and proof as the plan tells them.
pub(super) fn check(
    batch: &Batch,
    plan: &Plan,
    actual: &PlanObjective,
    found: &mut Vec<PlanViolation>,
) {
    let told = plan.levels.iter().map(|level| level.level);
    if !told.eq(batch.order) {
        let finding = PlanFinding::WrongLevels;
        found.push(PlanViolation::of(PlanRule::Level, finding));
        return;
    }
    for (told, actual) in plan.levels.iter().zip(actual) {
        let level = told.level;
        if let Some(actual) = *actual
            && actual != told.value
        {
            let finding = PlanFinding::WrongValue {
                level,
                claimed: told.value,
                actual,
            };
            found.push(PlanViolation::of(PlanRule::Level, finding));
        }
        let whole = whole(batch, level);
        if let (Some(claimed), Some(actual)) = (told.of, whole)
            && claimed != actual
        {
            let finding = PlanFinding::WrongWhole {
                level,
                claimed,
                actual,
            };
            found.push(PlanViolation::of(PlanRule::Level, finding));
        }
    }
    bounds(&plan.levels, actual, found);
    proof(plan, found);
}

/// What the value of a level is a part of.
fn whole(batch: &Batch, level: PlanLevel) -> Option<i64> {
    match level {
        PlanLevel::InTime | PlanLevel::Placed | PlanLevel::Quorate | PlanLevel::Margin => {
            Some(batch.meetings.len() as i64)
        }
        PlanLevel::Required | PlanLevel::Wanted => {
            let each = batch.meetings.iter();
            Some(each.map(|one| weight(&one.problem, level)).sum())
        }
        _ => None,
    }
}

/// A bound holds for plans that are as good at every level above it, and this plan is: no value below a bound, whichever value is
/// looked at.
fn bounds(levels: &[LevelValue], actual: &PlanObjective, found: &mut Vec<PlanViolation>) {
    for (told, actual) in levels.iter().zip(actual) {
        let value = actual.unwrap_or(told.value).min(told.value);
        if let Some(bound) = told.bound
            && bound > value
        {
            let level = told.level;
            let finding = PlanFinding::BoundAbove {
                level,
                bound,
                value,
            };
            found.push(PlanViolation::of(PlanRule::Bound, finding));
        }
    }
}

fn proof(plan: &Plan, found: &mut Vec<PlanViolation>) {
    let open = plan.levels.iter().find(|one| one.bound != Some(one.value));
    let finding = match (plan.proof, open) {
        (Proof::Optimal, Some(open)) => Some(PlanFinding::NotProved { level: open.level }),
        (Proof::Optimal | Proof::Feasible, _) => None,
        (Proof::Gap { level, most }, open) => {
            let own = plan.levels.iter().find(|one| one.level == level);
            let actual = own.and_then(|one| Some(one.value - one.bound?));
            let first = open.is_some_and(|open| open.level == level);
            (!first || actual != Some(most)).then_some(PlanFinding::WrongGap {
                level,
                claimed: most,
                actual,
            })
        }
    };
    found.extend(finding.map(|finding| PlanViolation::of(PlanRule::Proof, finding)));
    if plan.stopped == Stopped::Proved && plan.proof != Proof::Optimal {
        let finding = PlanFinding::NoProof;
        found.push(PlanViolation::of(PlanRule::Proof, finding));
    }
}
