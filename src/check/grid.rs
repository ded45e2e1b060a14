//! Window, grid, pin, notice, hours and length: where in time the slot may lie at all.

use super::view::View;
use super::violation::{Finding, Rule, Violation};
use crate::model::{Problem, Slot};
use crate::time::{Instant, Interval};
use chrono::{Days, NaiveDate};

pub(super) fn check(view: &View, found: &mut Vec<Violation>) {
    let (problem, slot) = (view.problem, view.slot);
    if slot.start < problem.earliest {
        let finding = Finding::TooEarly {
            earliest: problem.earliest,
        };
        found.push(Violation::of(Rule::Notice, finding));
    }
    match problem.pinned {
        Some(pinned) if pinned != slot.start => {
            found.push(Violation::of(Rule::Pin, Finding::NotAtPin { pinned }));
        }
        Some(_) => {}
        None => window(problem, slot, found),
    }
    let end = slot.start.plus(problem.length);
    if slot.end != end {
        let finding = Finding::WrongEnd { expected: end };
        found.push(Violation::of(Rule::Length, finding));
    }
    if let (Some(inside), Some(whole)) = (&problem.inside, Interval::new(slot.start, end)) {
        let mut hours = inside.iter();
        if !hours.any(|open| open.start() <= whole.start() && whole.end() <= open.end()) {
            found.push(Violation::of(Rule::Hours, Finding::OutsideHours));
        }
    }
}

fn window(problem: &Problem, slot: &Slot, found: &mut Vec<Violation>) {
    let dates = grid_dates(problem, slot.start);
    if dates.is_empty() {
        let grid_minutes = problem.grain_minutes;
        found.push(Violation::of(Rule::Grid, Finding::OffGrid { grid_minutes }));
        return;
    }
    let last = problem
        .late
        .map_or(problem.to, |late| late.to.max(problem.to));
    if !dates
        .iter()
        .any(|date| problem.from <= *date && *date <= last)
    {
        let finding = Finding::OutsideWindow {
            from: problem.from,
            to: last,
        };
        found.push(Violation::of(Rule::Window, finding));
    }
}

/// Whether the slot lies after the limit; `None` where there is no grid to tell by. A pin is on no grid, and its day tells.
pub(super) fn is_late(problem: &Problem, start: Instant) -> Option<bool> {
    if problem.pinned.is_some() {
        let day = problem.zone.local(start).date();
        return Some(problem.late.is_some() && day > problem.to);
    }
    let dates = grid_dates(problem, start);
    let in_time = dates.iter().any(|date| *date <= problem.to);
    (!dates.is_empty()).then_some(problem.late.is_some() && !in_time)
}

/// The local dates whose grid has this instant: none where it is off the grid, two at most (a gap over midnight).
fn grid_dates(problem: &Problem, start: Instant) -> Vec<NaiveDate> {
    let local = problem.zone.local(start).date();
    let near = [
        local.checked_sub_days(Days::new(1)),
        Some(local),
        local.checked_add_days(Days::new(1)),
    ];
    let grain = u64::from(problem.grain_minutes.max(1));
    let on_grid = |date: &NaiveDate| {
        (0..24 * 60).step_by(grain as usize).any(|minute: u32| {
            let wall = date.and_hms_opt(minute / 60, minute % 60, 0);
            wall.is_some_and(|wall| problem.zone.instant(wall) == start)
        })
    };
    near.into_iter().flatten().filter(on_grid).collect()
}
