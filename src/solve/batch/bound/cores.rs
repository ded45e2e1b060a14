//! Groups of meetings that cannot all stand at their own best.
//!
//! Prices count in fractions: where three meetings want two rooms a third of each goes without, and where one meeting can be held at one
//! time only, which another has to have, they find a half of each. Here such a group is proved by trying ([`hunt`]): whatever the plan,
//! together they cost at least one more than each at its best. Groups that share nobody add up; such as touch are joined, and may then
//! cost as much as is proved so far and not more, until that is refuted too (Fu and Malik 2006, On solving the partial MAX-SAT problem;
//! Marques-Silva and Planes 2007). What a level says in this way is kept for the levels below it.

mod blame;
mod cost;
mod hunt;
mod leeway;

use super::super::relaxation::{Relaxation, RelaxedMeeting};
use super::left::Left;
use crate::model::{PlanLevel, PlanValue};
use hunt::Hunt;

/// What groups of meetings may cost at a level in a plan that is nowhere above the plan in question.
pub(super) struct Allowance {
    pub level: usize,
    /// The group of each meeting.
    pub group: Vec<u32>,
    /// The most that each group costs.
    pub most: Vec<i64>,
    /// Of each group: it is more than one bundle at its best.
    joined: Vec<bool>,
}

impl Allowance {
    /// Nothing is known but what the plan is worth.
    pub fn of_plan(relaxation: &Relaxation, level: usize, plan: &PlanValue) -> Allowance {
        Allowance {
            level,
            group: vec![0; relaxation.meetings.len()],
            most: vec![plan.0[level]],
            joined: vec![true],
        }
    }

    /// Every bundle at its own best.
    pub fn own(relaxation: &Relaxation, left: &Left, level: usize) -> Allowance {
        let mut group = vec![0; relaxation.meetings.len()];
        for (number, bundle) in left.bundles.iter().enumerate() {
            for member in &bundle.members {
                group[member.meeting] = number as u32;
            }
        }
        Allowance {
            level,
            group,
            most: left.each_own_best(relaxation, level),
            joined: vec![false; left.bundles.len()],
        }
    }

    /// Whether a bundle stands at its own best.
    pub fn is_alone(&self, bundle: usize) -> bool {
        self.joined.get(bundle) == Some(&false)
    }

    /// What all groups cost together at least, each of them being known to cost at least as much as it may.
    pub fn sum(&self) -> i64 {
        self.most.iter().sum()
    }

    /// Joins the groups of these meetings, which together cost at least one more.
    fn join(&mut self, core: &[u32]) {
        let mut groups: Vec<u32> = core.iter().map(|m| self.group[*m as usize]).collect();
        groups.sort_unstable();
        groups.dedup();
        let Some((first, others)) = groups.split_first() else {
            return;
        };
        let mut most = self.most[*first as usize] + 1;
        self.joined[*first as usize] = true;
        for other in others {
            most += std::mem::take(&mut self.most[*other as usize]);
            self.joined[*other as usize] = true;
        }
        self.most[*first as usize] = most;
        for group in &mut self.group {
            if others.binary_search(group).is_ok() {
                *group = *first;
            }
        }
    }
}

/// Whether a level is one at which what a meeting costs is told by its start and by whether it is quorate.
pub(super) fn is_told(level: PlanLevel) -> bool {
    use PlanLevel::{Confirmations, Disruption, InTime, Margin, Placed, Quorate};
    matches!(
        level,
        InTime | Placed | Quorate | Confirmations | Margin | Disruption
    )
}

/// What groups cost at a level at least, at most as much as the plan does: `earlier` is what is known of all levels before.
pub(super) fn allowance(
    relaxation: &Relaxation,
    left: &Left,
    earlier: &[Allowance],
    level: usize,
    plan: &PlanValue,
    stop: &dyn Fn() -> bool,
) -> Allowance {
    let own = Allowance::own(relaxation, left, level);
    let mut hunt = Hunt::new(relaxation, left, earlier, own);
    // A try takes the longer the more meetings there are, and most groups that are found at all are found at once.
    let mut tries = (TRIES / relaxation.meetings.len().max(1) as u32).clamp(FEWEST, MOST);
    let each = tries / 16;
    // Meetings from which nothing was found as things stand.
    let mut vain: Vec<u32> = Vec::new();
    while tries > 0 && hunt.now().sum() < plan.0[level] && !stop() {
        let Some(seed) = sore(relaxation, left, hunt.now(), &vain) else {
            break;
        };
        if hunt.refute(seed, each.min(tries), &mut tries) {
            // What was in vain before may be of use with more.
            let group = &hunt.now().group;
            vain.retain(|meeting| group[*meeting as usize] != group[seed as usize]);
        } else {
            vain.push(seed);
        }
    }
    hunt.done()
}

/// Stands that are tried at a level, times meetings; but no fewer and no more than these.
const TRIES: u32 = 4_000_000;
const FEWEST: u32 = 800;
const MOST: u32 = 4_000;

/// A meeting that stands worse in the plan than it must, in a group that costs more than is known of it.
fn sore(relaxation: &Relaxation, left: &Left, known: &Allowance, vain: &[u32]) -> Option<u32> {
    let level = known.level;
    let stands = |meeting: &RelaxedMeeting| match &meeting.held {
        Some(held) => held.value.0[level],
        None => meeting.empty.0[level],
    };
    let mut more: Vec<i64> = known.most.iter().map(|most| -most).collect();
    for (index, meeting) in relaxation.meetings.iter().enumerate() {
        more[known.group[index] as usize] += stands(meeting);
    }
    let meetings = relaxation.meetings.iter().enumerate();
    let mut sore = meetings.filter(|(index, meeting)| {
        more[known.group[*index] as usize] > 0
            && !vain.contains(&(*index as u32))
            && left.least_of(meeting, *index, level) < stands(meeting)
    });
    sore.next().map(|(index, _)| index as u32)
}
