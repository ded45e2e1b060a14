//! Why one meeting of a series cannot be at its regular time.
//!
//! The facts that clash are asked of the search itself; this file only says of what kind each of them is.

use super::super::clash::clash;
use super::super::field::{Field, Relaxed};
use crate::model::{AwayGround, Fact, Holiday, Member, Problem, SeriesHindrance, Standing};
use crate::time::{Instant, Interval, WorkingDays};
use chrono::{NaiveDate, NaiveDateTime};

/// Why nothing can be at the `start` that is `regular` by the wall clock; `None` = there is no such hour.
pub(super) fn why(
    whole: &Field,
    regular: NaiveDateTime,
    start: Option<Instant>,
) -> SeriesHindrance {
    let mut found = SeriesHindrance::default();
    let Some(start) = start else {
        found.no_such_hour = true;
        return found;
    };
    let layout = whole.layout;
    let problem = layout.problem;
    let Some(time) = Interval::new(start, start.plus(problem.length)) else {
        return found;
    };
    let is_away = |member: &Member, ground: AwayGround| {
        let mut spans = member.timeline.overlapping(time).iter();
        spans.any(|span| span.standing == Standing::Away(ground))
    };
    let mut members = layout
        .flats
        .iter()
        .map(|flat| &problem.members[flat.member]);
    let on_holiday = |member: &Member| is_away(member, AwayGround::Holiday);
    let holiday = holiday(problem, regular.date());
    found.holiday = holiday.filter(|_| members.any(on_holiday));
    let field = Field::new(layout, vec![start], &Relaxed::default());
    for fact in clash(layout, &field).facts {
        match fact {
            Fact::Venues => found.venues = true,
            // On a holiday the hours stated for a meeting are shut too.
            Fact::MeetingHours => match holiday {
                Some(_) => found.holiday = holiday,
                None => found.hours = true,
            },
            Fact::Member(member) => {
                let of = problem.member(member);
                if is_away(of, AwayGround::Calendar) {
                    found.closed.push(member);
                } else if !(found.holiday.is_some() && on_holiday(of)) {
                    found.not_available.push(member);
                }
            }
        }
    }
    found
}

/// What of a holiday a day is.
pub(super) fn holiday(problem: &Problem, date: NaiveDate) -> Option<Holiday> {
    let days = &problem.working_days;
    days.is_holiday(date)
        .then(|| match WorkingDays::of(days.nation()).is_holiday(date) {
            true => Holiday::Public,
            false => Holiday::Closure,
        })
}
