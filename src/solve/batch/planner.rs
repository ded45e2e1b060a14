//! From a batch to a plan: part by part, the first complete plan at once, then better ones, at the end the proof.

use super::desk::{Desk, Room};
use super::ground::Ground;
use super::levels::Levels;
use super::options::{Effort, PlanOptions, Progress};
use super::parts::parts;
use super::people::Resources;
use super::search::{Pace, Random, Search, construct, several, steps};
use super::value::weights;
use crate::model::{
    Batch, LevelValue, Placed, Plan, PlanLevel, PlanValue, Proof, Stopped, Unplaced,
};
use crate::solve::field::parallel;

/// What one part came to.
struct PartPlan {
    placed: Vec<Placed>,
    unplaced: Vec<Unplaced>,
    value: PlanValue,
    steps: u64,
    stopped: Stopped,
}

/// Places the whole batch.
pub(super) fn plan(batch: &Batch, options: &PlanOptions) -> Plan {
    let levels = Levels::new(batch);
    let parts = parts(batch);
    let done = parallel(&parts, |part| one_part(batch, &levels, part, options));
    let mut placed = Vec::new();
    let mut unplaced = Vec::new();
    let mut value = PlanValue::default();
    let mut steps = 0;
    let mut stopped = Stopped::Steps;
    for part in done {
        placed.extend(part.placed);
        unplaced.extend(part.unplaced);
        value += part.value;
        steps += part.steps;
        if matches!(part.stopped, Stopped::TimeLimit | Stopped::Interrupted) {
            stopped = part.stopped;
        }
    }
    placed.sort_by_key(|one| one.meeting);
    unplaced.sort_by_key(|one| one.meeting);
    let bounds = vec![None; PlanLevel::COUNT];
    Plan {
        placed,
        unplaced,
        levels: level_values(batch, value, &bounds),
        proof: proof(batch, value, &bounds),
        stopped,
        steps,
    }
}

fn one_part(batch: &Batch, levels: &Levels, part: &[usize], options: &PlanOptions) -> PartPlan {
    let resources = Resources::new(batch, part);
    let grounds = parallel(part, |index| {
        Ground::new(&batch.meetings[*index], levels, &resources)
    });
    let room = Room {
        levels,
        resources: &resources,
        grounds: &grounds,
    };
    let mut desk = Desk::new(&room);
    desk.begin();
    let mut random = Random::new(options.seed);
    construct(&mut desk, &mut random);
    let all = batch.meetings.iter();
    let weight: i64 = all.map(|meeting| weights(meeting).0).sum();
    let required = levels.place(PlanLevel::Required);
    let told = |desk: &Desk| Progress {
        placed: desk.places.iter().filter(|place| place.is_some()).count(),
        meetings: batch.meetings.len(),
        filled: weight - desk.value.0[required],
        weight,
        gap: None,
    };
    (options.progress)(told(&desk));
    let budget = budget(options.effort, part.len());
    let searches = [Search::default(), Search::default()].map(|search| Search {
        hot: 1 << 27,
        cold: 1 << 8,
        ..search
    });
    let (mut desk, found) = if budget == 0 || part.len() < 2 {
        let stopped = Stopped::Steps;
        (
            desk,
            super::search::Found {
                value: PlanValue::default(),
                steps: 0,
                stopped,
            },
        )
    } else {
        let pace = steps(budget, options.stop);
        let pace: &(dyn Fn(u64) -> Pace + Sync) = &pace;
        several(&desk, &searches, options.seed, pace)
    };
    (options.progress)(told(&desk));
    let mut placed = Vec::new();
    let mut unplaced = Vec::new();
    for (number, meeting) in part.iter().enumerate() {
        match desk.slot(number) {
            Some(slot) => placed.push(Placed {
                meeting: *meeting,
                slot,
            }),
            None => unplaced.push(Unplaced {
                meeting: *meeting,
                reason: desk.reason(number, &|number| part[number]),
            }),
        }
    }
    PartPlan {
        placed,
        unplaced,
        value: desk.value,
        steps: found.steps,
        stopped: found.stopped,
    }
}

/// Ruins for each search.
fn budget(effort: Effort, meetings: usize) -> u64 {
    let usual = 4_000 + 30 * meetings as u64;
    match effort {
        Effort::Quick => 0,
        Effort::Usual => usual,
        Effort::Thorough => 10 * usual,
    }
}

/// The levels with what is known of them.
pub(super) fn level_values(
    batch: &Batch,
    value: PlanValue,
    bounds: &[Option<i64>],
) -> Vec<LevelValue> {
    let all = batch.meetings.iter().map(weights);
    let (required, wanted) = all.fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
    let levels = batch.order.iter().zip(value.0).zip(bounds);
    levels
        .map(|((level, value), bound)| LevelValue {
            level: *level,
            value,
            bound: *bound,
            of: match level {
                PlanLevel::InTime | PlanLevel::Placed | PlanLevel::Quorate | PlanLevel::Margin => {
                    Some(batch.meetings.len() as i64)
                }
                PlanLevel::Required => Some(required),
                PlanLevel::Wanted => Some(wanted),
                _ => None,
            },
        })
        .collect()
}

/// What the bounds prove.
fn proof(batch: &Batch, value: PlanValue, bounds: &[Option<i64>]) -> Proof {
    let mut levels = batch.order.iter().zip(value.0).zip(bounds);
    let open = levels.find(|((_, value), bound)| **bound != Some(*value));
    match open {
        None => Proof::Optimal,
        Some(((level, value), Some(bound))) => Proof::Gap {
            level: *level,
            most: value - bound,
        },
        Some((_, None)) => Proof::Feasible,
    }
}
