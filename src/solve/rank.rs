//! The score of a start: what its run says, and what depends on the hour alone.

use super::layout::Layout;
use super::sweep::Core;
use crate::model::{RankLevel, Score};
use crate::time::{Instant, Interval};
use chrono::{NaiveDate, Timelike};
use std::collections::BTreeMap;

/// Scores starts; remembers the working days to the limit of each date.
pub(super) struct Ranker<'l, 'p> {
    layout: &'l Layout<'p>,
    late: bool,
    spare: BTreeMap<NaiveDate, Option<i32>>,
}

impl<'l, 'p> Ranker<'l, 'p> {
    pub(super) fn new(layout: &'l Layout<'p>, late: bool) -> Ranker<'l, 'p> {
        Ranker {
            layout,
            late,
            spare: BTreeMap::new(),
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
                i64::from(spare.is_some_and(|days| days < margin))
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

    /// Minutes of the meeting inside times of day that the policy avoids.
    fn avoided(&self, start: Instant) -> i64 {
        let problem = self.layout.problem;
        if problem.policy.avoid.is_empty() {
            return 0;
        }
        let from = problem.zone.local(start);
        let begin = i64::from(from.num_seconds_from_midnight());
        let meeting = Interval::new(Instant(begin), Instant(begin + problem.length));
        let inside = |span: &crate::model::LocalSpan| {
            let (a, b) = (i64::from(span.from) * 60, i64::from(span.to) * 60);
            let avoided = Interval::new(Instant(a), Instant(b))?;
            Some(meeting?.intersect(avoided)?.seconds() / 60)
        };
        problem.policy.avoid.iter().filter_map(inside).sum()
    }
}
