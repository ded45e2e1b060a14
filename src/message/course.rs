//! What a recipient may read of the meeting's course: the titles of its agenda with their times, and by when their own report
//! is due.
//!
//! Both come from the rules of the meeting's types and name nobody. The agenda goes to those only who are there from beginning
//! to end and are kept apart from nobody: to others the times would tell about people whom they must not meet. Of meetings
//! whose very existence must not be known, nothing is told at all.

use super::guests::roles_there;
use crate::model::rules::{Anchor, MeetingType, Sensitivity, Step, TimeRule};
use crate::model::{Arranged, Condition, ContactId, MeetingSpec, RoleId, SeatWanted, Workspace};
use crate::review::{Calendar, From, due};
use crate::time::{Instant, Zone};
use chrono::NaiveDate;

/// The rules that an arranged meeting's messages are made by.
pub(super) struct Course<'a> {
    workspace: &'a Workspace,
    arranged: &'a Arranged,
    spec: &'a MeetingSpec,
    zone: &'a Zone,
}

/// One point of the agenda: when it begins, and its title.
pub(super) type Point<'a> = (Instant, &'a str);

impl<'a> Course<'a> {
    /// `None` where nothing may be told: the meeting is of no known type, or of a sensitive one.
    pub(super) fn of(
        workspace: &'a Workspace,
        arranged: &'a Arranged,
        spec: Option<&'a MeetingSpec>,
        zone: &'a Zone,
    ) -> Option<Course<'a>> {
        let spec = spec?;
        let mut types = spec.types.iter().map(|id| workspace.rules.kind(id));
        let open = |kind: Option<&MeetingType>| {
            kind.is_some_and(|kind| kind.sensitivity != Sensitivity::Highest)
        };
        let may_be_told = !spec.types.is_empty() && types.all(open);
        may_be_told.then_some(Course {
            workspace,
            arranged,
            spec,
            zone,
        })
    }

    /// The agenda in order; empty where the meeting has none.
    pub(super) fn agenda(&self) -> Vec<Point<'a>> {
        let agenda = self.spec.agenda.as_deref();
        let Some(agenda) = agenda.and_then(|id| self.workspace.rules.agenda(id)) else {
            return Vec::new();
        };
        let minutes = u32::try_from(self.arranged.interval.seconds() / 60).unwrap_or(0);
        let start = self.arranged.interval.start();
        let points = agenda.timed(minutes).into_iter();
        points
            .map(|(minute, item)| (start.plus_minutes(i64::from(minute)), item.title.as_str()))
            .collect()
    }

    /// The day by which a report is due from somebody who comes, the earliest of several: from those only whose own seat has
    /// the role of which the rules speak.
    pub(super) fn report_due(&self, contact: ContactId) -> Option<NaiveDate> {
        let working = self.workspace.working_days_in(self.spec.nation);
        let calendar = Calendar {
            working: &working,
            terms: None,
            zone: self.zone,
        };
        let start = self.arranged.interval.start();
        let roles = roles_there(self.workspace, self.arranged, self.spec, contact);
        let day = self.zone.local(start).date();
        let types = self.spec.types.iter();
        let rules = types
            .filter_map(|id| self.workspace.rules.kind(id))
            .flat_map(|kind| &kind.rules);
        let own = rules.filter(|rule| {
            rule.step == Step::Report
                && rule.from == Anchor::Meeting
                && rule.valid.holds(day)
                && Condition::all(&rule.when, &self.spec.flags) == SeatWanted::Yes
                && self.is_by(rule, &roles)
        });
        let dates = own.filter_map(|rule| due(rule, From::Instant(start), &calendar).ok());
        dates.map(|due| due.hold_by).min()
    }

    fn is_by(&self, rule: &TimeRule, roles: &[RoleId]) -> bool {
        let Some(by) = rule.by.as_deref() else {
            return false;
        };
        let groups = &self.workspace.role_groups;
        let group = groups.iter().find(|group| group.id == by);
        roles.iter().any(|role| {
            let of_group = group.is_some_and(|group| group.members.contains(role));
            of_group || self.workspace.role(*role).id == by
        })
    }
}
