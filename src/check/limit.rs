//! Working days to spare, counted day by day from what a working day is.

use super::view::View;
use super::violation::{Finding, Rule, Violation};
use crate::model::Problem;
use crate::time::Instant;

pub(super) fn check(view: &View, found: &mut Vec<Violation>) {
    let actual = spare(view.problem, view.slot.start);
    let claimed = view.slot.spare_working_days;
    if claimed != actual {
        found.push(Violation::of(
            Rule::Limit,
            Finding::WrongSpare { claimed, actual },
        ));
    }
}

/// Working days after the day of the meeting up to and including the day to hold it by; negative the other way round.
pub(super) fn spare(problem: &Problem, start: Instant) -> Option<i32> {
    let limit = problem.limit.as_ref()?;
    let day = problem.zone.local(start).date();
    let (first, last, sign) = match day <= limit.hold_by {
        true => (day, limit.hold_by, 1),
        false => (limit.hold_by, day, -1),
    };
    let days = first.iter_days().skip(1).take_while(|date| *date <= last);
    let working = days.filter(|date| problem.working_days.is_working(*date));
    Some(sign * working.count() as i32)
}
