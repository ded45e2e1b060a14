//! The starts that are tried: multiples of the grain from local midnight.

use crate::model::Problem;
use crate::time::Instant;
use chrono::{NaiveDate, TimeDelta};

/// Every start between the dates, in order, each once: a wall time that a clock change skips is the instant after the gap,
/// one that comes twice is the first. A pin is the one start of the first pass, wherever it lies.
pub(super) fn starts(problem: &Problem, from: NaiveDate, to: NaiveDate) -> Vec<Instant> {
    if let Some(pinned) = problem.pinned {
        let wanted = from == problem.from && pinned >= problem.earliest;
        return wanted.then_some(pinned).into_iter().collect();
    }
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
