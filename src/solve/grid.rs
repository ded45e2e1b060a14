//! The starts that are tried: multiples of the grain from local midnight, or the one to which the meeting is pinned.

use crate::model::Problem;
use crate::time::Instant;
use chrono::{NaiveDate, TimeDelta};

/// The starts inside the limit.
pub(super) fn in_time(problem: &Problem) -> Vec<Instant> {
    match problem.pinned {
        Some(pinned) => pin(problem, pinned, false),
        None => between(problem, problem.from, problem.to),
    }
}

/// The starts behind the limit; none where there is no limit.
pub(super) fn late(problem: &Problem) -> Vec<Instant> {
    match (problem.pinned, problem.late, problem.to.succ_opt()) {
        (Some(pinned), _, _) => pin(problem, pinned, true),
        (None, Some(late), Some(first)) => between(problem, first.max(problem.from), late.to),
        (None, _, _) => Vec::new(),
    }
}

/// Whether a start that was not looked for in a window, because the meeting stands there, lies behind its limit.
pub(super) fn is_late(problem: &Problem, start: Instant) -> bool {
    problem.late.is_some() && problem.zone.local(start).date() > problem.to
}

/// A pin is promised: it is the one start wherever it lies, and only its notice may be in its way.
fn pin(problem: &Problem, pinned: Instant, late: bool) -> Vec<Instant> {
    let wanted = pinned >= problem.earliest && is_late(problem, pinned) == late;
    wanted.then_some(pinned).into_iter().collect()
}

/// Every start between the dates, in order, each once: a wall time that a clock change skips is the instant after the gap,
/// one that comes twice is the first.
pub(super) fn between(problem: &Problem, from: NaiveDate, to: NaiveDate) -> Vec<Instant> {
    let grain = problem.grain_minutes.max(1);
    let mut starts = Vec::new();
    let mut date = from;
    while date <= to {
        let midnight = date.and_time(chrono::NaiveTime::MIN);
        let day = problem.zone.day(date);
        if day.seconds() == 86_400 && problem.zone.instant(midnight) == day.start() {
            // No clock change on this day: the wall clock runs evenly.
            let steps = 1440_u32.div_ceil(grain);
            starts.extend((0..steps).map(|k| day.start().plus_minutes(i64::from(k * grain))));
        } else {
            let minutes = (0..1440).step_by(grain as usize);
            starts.extend(minutes.map(|m| problem.zone.instant(midnight + TimeDelta::minutes(m))));
        }
        let Some(next) = date.succ_opt() else { break };
        date = next;
    }
    starts.sort_unstable();
    starts.dedup();
    starts.retain(|start| *start >= problem.earliest);
    starts
}
