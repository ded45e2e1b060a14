//! Every meeting of the batch stands in the plan exactly once, in the order of the batch, and what is frozen stands where it was.

use super::violation::{PlanFinding, PlanRule, PlanViolation};
use crate::model::{Batch, Plan};

pub(super) fn check(batch: &Batch, plan: &Plan, found: &mut Vec<PlanViolation>) {
    let meetings = batch.meetings.len();
    let mut times = vec![(0, 0); meetings];
    let placed: Vec<usize> = plan.placed.iter().map(|one| one.meeting).collect();
    let unplaced: Vec<usize> = plan.unplaced.iter().map(|one| one.meeting).collect();
    for (all, is_placed) in [(&placed, true), (&unplaced, false)] {
        for index in all {
            match times.get_mut(*index) {
                Some((placed, _)) if is_placed => *placed += 1,
                Some((_, unplaced)) => *unplaced += 1,
                None => {
                    let finding = PlanFinding::NoSuchMeeting { index: *index };
                    found.push(PlanViolation::of(PlanRule::Once, finding));
                }
            }
        }
        if all.windows(2).any(|pair| pair[0] > pair[1]) {
            let finding = PlanFinding::OutOfOrder;
            found.push(PlanViolation::of(PlanRule::Once, finding));
        }
    }
    for (meeting, (placed, unplaced)) in times.into_iter().enumerate() {
        if placed + unplaced != 1 {
            let finding = PlanFinding::Times { placed, unplaced };
            found.push(PlanViolation::of(PlanRule::Once, finding).at(meeting));
        }
    }
}

/// What is too near to be changed stands at its time and in its room.
pub(super) fn frozen(batch: &Batch, plan: &Plan, found: &mut Vec<PlanViolation>) {
    for (meeting, one) in batch.meetings.iter().enumerate() {
        let (true, Some(published)) = (one.frozen, &one.published) else {
            continue;
        };
        let mut placed = plan
            .placed
            .iter()
            .filter(|p| p.meeting == meeting)
            .peekable();
        if placed.peek().is_none() {
            let violation = PlanViolation::of(PlanRule::Frozen, PlanFinding::TakenOut);
            found.push(violation.at(meeting));
        }
        let (start, venue) = (published.start, published.venue);
        if placed.any(|p| (p.slot.start, p.slot.venue) != (start, venue)) {
            let violation =
                PlanViolation::of(PlanRule::Frozen, PlanFinding::Moved { start, venue });
            found.push(violation.at(meeting).venue(venue));
        }
    }
}
