//! The score of a start: what its run says, and what depends on the hour alone.

use super::layout::Layout;
use super::sweep::Core;
use crate::model::{Problem, RankLevel, Score};
use crate::time::{Instant, Interval, IntervalSet};
use chrono::{NaiveDate, Timelike};
use std::collections::BTreeMap;

/// Scores starts; remembers the working days to the limit of each date.
pub(super) struct Ranker<'l, 'p> {
    layout: &'l Layout<'p>,
    late: bool,
    spare: BTreeMap<NaiveDate, Option<i32>>,
    avoid: IntervalSet,
}

impl<'l, 'p> Ranker<'l, 'p> {
    pub(super) fn new(layout: &'l Layout<'p>, late: bool) -> Ranker<'l, 'p> {
        Ranker {
            layout,
            late,
            spare: BTreeMap::new(),
            avoid: avoid_set(layout.problem),
        }
    }

    /// Working days from the local date of `start` to the limit's `hold_by`, negative when late; `None` without a limit.
    pub(super) fn spare(&mut self, start: Instant) -> Option<i32> {
        let problem = self.layout.problem;
        let date = problem.zone.local(start).date();
        *self.spare.entry(date).or_insert_with(|| {
            let limit = problem.limit.as_ref()?;
            Some(problem.working_days.between(date, limit.hold_by))
        })
    }

    pub(super) fn score(&mut self, start: Instant, core: &Core) -> Score {
        let spare = self.spare(start);
        let problem = self.layout.problem;
        let policy = &problem.policy;
        let levels = policy.order.map(|level| match level {
            RankLevel::Margin => {
                let margin = policy.target_margin_working_days as i32;
                let date = problem.zone.local(start).date();
                let after_target = problem.target.is_some_and(|target| date > target);
                let short_notice = problem.notice.is_some_and(|first| date < first);
                let short = spare.is_some_and(|days| days < margin);
                i64::from(short || after_target || short_notice)
            }
            RankLevel::Required
            | RankLevel::Wanted
            | RankLevel::Deputies
            | RankLevel::Reliance
            | RankLevel::Load => self.layout.unpack(core.cost, level),
            RankLevel::Fragility => core.falls_if.len() as i64,
            RankLevel::Disruption => match &problem.arranged {
                Some((arranged, told)) if *arranged != start => told.len() as i64,
                _ => 0,
            },
            RankLevel::Travel => core
                .venue
                .map_or(0, |venue| i64::from(problem.venues[venue].travel_minutes)),
            RankLevel::Avoided => self.avoided(start),
        });
        Score {
            late: self.late,
            confirmations: core.confirmations(),
            levels,
            start,
            venue: core.venue.map_or(0, |venue| venue as u32),
        }
    }

    /// Minutes of the meeting during which the local clock shows a time that the policy avoids.
    fn avoided(&self, start: Instant) -> i64 {
        let problem = self.layout.problem;
        if self.avoid.is_empty() {
            return 0;
        }
        let zone = &problem.zone;
        let end = start.plus(problem.length);
        if zone.offset_at(start) == zone.offset_at(end) {
            let from = i64::from(zone.local(start).num_seconds_from_midnight());
            let meeting = Interval::new(Instant(from), Instant(from + problem.length));
            return meeting.map_or(0, |meeting| self.avoid.clipped(meeting).seconds() / 60);
        }
        // The clock is changed during the meeting: ask it minute by minute.
        let avoided = |minute: &i64| {
            let time = zone
                .local(start.plus_minutes(*minute))
                .num_seconds_from_midnight();
            self.avoid.contains(Instant(i64::from(time)))
        };
        (0..problem.length / 60).filter(avoided).count() as i64
    }
}

/// The times of day to be avoided, in seconds from a midnight, for as many days as a meeting may reach over.
fn avoid_set(problem: &Problem) -> IntervalSet {
    const DAY: i64 = 86_400;
    let days = 0..=problem.length / DAY + 1;
    let spans = &problem.policy.avoid;
    days.flat_map(|day| spans.iter().map(move |span| (day, span)))
        .filter_map(|(day, span)| {
            let at = |minute: u16| Instant(day * DAY + i64::from(minute) * 60);
            Interval::new(at(span.from), at(span.to))
        })
        .collect()
}
