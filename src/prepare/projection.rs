//! When meetings will be that have no day yet: each is taken to be held on the last day that its limit allows, as a chain of reviews
//! is followed.

use super::draft::{Dated, dated};
use super::follows::{Envelope, Pair, RuleMemo};
use super::tables::Tables;
use crate::model::{MeetingSpec, Workspace};
use crate::time::{Instant, Zone};
use chrono::NaiveDate;

/// A meeting on the day on which it is taken to be held.
#[derive(Clone, PartialEq, Debug)]
pub struct Projected {
    /// As the meeting before makes it: with the dates from which its clock counts.
    pub meeting: MeetingSpec,
    pub day: NaiveDate,
    /// The last working day that keeps its limit; `None` = it has none.
    pub hold_by: Option<NaiveDate>,
}

/// Works out when meetings will be, as of one moment.
pub struct Projection<'w> {
    tables: Tables<'w>,
    memo: RuleMemo,
    now: Instant,
}

impl<'w> Projection<'w> {
    pub fn new(workspace: &'w Workspace, now: Instant) -> Projection<'w> {
        Projection {
            tables: Tables::new(workspace),
            memo: RuleMemo::default(),
            now,
        }
    }

    /// A meeting of the table; `before` is the one that it follows, with its day.
    pub fn of(
        &self,
        meeting: &MeetingSpec,
        before: Option<(Option<&MeetingSpec>, NaiveDate)>,
    ) -> Projected {
        let workspace = self.tables.workspace;
        let zone = self.zone(meeting);
        let follows = before.and_then(|(before, day)| {
            let pair = self.pair(meeting, before, &zone)?;
            let follows = pair.follows(std::iter::once(day), &self.memo);
            Some((pair.counted_from(day), Envelope::of(&follows, day)))
        });
        let (meeting, follows) = match follows {
            Some((meeting, envelope)) => (meeting, Some(envelope)),
            None => (meeting.clone(), None),
        };
        // What is wrong with it is told when it is prepared.
        let (mut faults, mut notes) = (Vec::new(), Vec::new());
        let Dated { window, .. } = dated(
            workspace,
            &meeting,
            follows.as_ref(),
            &zone,
            self.now,
            &mut faults,
            &mut notes,
        );
        let hold_by = window.limit.as_ref().map(|limit| limit.hold_by);
        let pinned = meeting.pinned_start.map(|start| start.date());
        let last = hold_by.unwrap_or(window.to).max(window.from);
        Projected {
            day: pinned.unwrap_or(last),
            hold_by,
            meeting,
        }
    }

    /// The last working day on which the rules let a meeting follow another one that is held on `day`; `None` where no rule
    /// limits it.
    pub fn follower(
        &self,
        meeting: &MeetingSpec,
        before: &MeetingSpec,
        day: NaiveDate,
    ) -> Option<NaiveDate> {
        let pair = self.pair(meeting, Some(before), &self.zone(meeting))?;
        pair.last(day, &self.memo)
    }

    fn pair<'p>(
        &'p self,
        meeting: &'p MeetingSpec,
        before: Option<&'p MeetingSpec>,
        zone: &Zone,
    ) -> Option<Pair<'p>> {
        Some(Pair {
            tables: &self.tables,
            spec: meeting,
            after: meeting.after.as_ref()?,
            before,
            today: zone.local(self.now).date(),
        })
    }

    fn zone(&self, meeting: &MeetingSpec) -> Zone {
        let defaults = &self.tables.workspace.defaults;
        let zone = meeting.zone.as_ref().unwrap_or(&defaults.zone);
        Zone::named(zone).unwrap_or_else(Zone::utc)
    }
}
