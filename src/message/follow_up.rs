//! What is to be done before and after a meeting, for the coordinator's own calendar: tasks with a day by which they are due,
//! and the last days of windows.
//!
//! The entries stand in shared diaries and on locked telephones, so a title is a reference and what is due, and no entry has an
//! ORGANIZER, an ATTENDEE or a METHOD: nobody is told by a server that stores them. Which dates there are and what is said of
//! them is left to the callers, who have them from `review` or the table of actions; the words here come from them.
//!
//! A UID is made of the meeting's and of what the entry is about, so that writing the file anew changes the entries that were
//! imported before and adds no second ones. A meeting that is not arranged yet has no UID: then the reference stands for it.

use super::event::{fnv, one_line, own_uid};
use crate::ics::write::{Component, Property, calendar, utc_stamp};
use crate::time::Instant;
use chrono::NaiveDate;

/// Into what an entry is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FollowUpKind {
    /// Something to be done by a day: a VTODO (RFC 5545 section 3.6.2).
    Task,
    /// The last day on which a meeting keeps its limit: a VEVENT for the whole day that takes no time.
    LastDay,
}

/// How soon it should show in a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Urgency {
    /// PRIORITY 5.
    #[default]
    Ordinary,
    /// PRIORITY 1: overdue, or the limit itself.
    High,
}

/// One entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FollowUp {
    /// What the entry is about, among all of its meeting: `records-due`, `action-3`. With the meeting it makes the UID, so it must
    /// not change from run to run; it is not shown.
    pub key: String,
    /// The meeting's opaque reference, with which the title begins.
    pub reference: String,
    /// What is due, without anybody's name: "record of the meeting due".
    pub what: String,
    /// The working and the source; lines may be broken.
    pub description: String,
    /// The day by which it is to be done, or the last day itself. Included.
    pub due: NaiveDate,
    pub kind: FollowUpKind,
    pub urgency: Urgency,
    /// The UID of the meeting that it belongs to, where that is arranged.
    pub meeting: Option<String>,
}

/// What makes somebody arrange the next meeting in time: the last day itself, and before it a task to arrange it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NextWindow {
    /// As in [`FollowUp::key`], of both entries.
    pub key: String,
    pub reference: String,
    /// What is to be held, without anybody's name: "review conference".
    pub next: String,
    /// The working and the source.
    pub description: String,
    /// The last day that keeps the limit.
    pub meet_by: NaiveDate,
    /// The day by which it should be arranged.
    pub arrange_by: NaiveDate,
    /// The UID of the meeting from which the window counts.
    pub meeting: Option<String>,
}

impl NextWindow {
    /// The last day, then the task.
    pub fn entries(&self) -> [FollowUp; 2] {
        let entry = |kind, what: String, due| FollowUp {
            key: match kind {
                FollowUpKind::LastDay => format!("{}/last-day", self.key),
                FollowUpKind::Task => format!("{}/arrange", self.key),
            },
            reference: self.reference.clone(),
            what,
            description: self.description.clone(),
            due,
            kind,
            urgency: match kind {
                FollowUpKind::LastDay => Urgency::High,
                FollowUpKind::Task => Urgency::Ordinary,
            },
            meeting: self.meeting.clone(),
        };
        let last_day = format!("last day for the {}", self.next);
        let arrange = format!("arrange the {}", self.next);
        [
            entry(FollowUpKind::LastDay, last_day, self.meet_by),
            entry(FollowUpKind::Task, arrange, self.arrange_by),
        ]
    }
}

/// One calendar with all entries in the order given, to be imported; `now` becomes DTSTAMP.
///
/// Entries of one meeting need keys of their own. A CalDAV collection takes one entry a file (RFC 4791 section 4.1): for it, call
/// this once an entry.
pub fn follow_ups(entries: &[FollowUp], now: Instant) -> String {
    let entries = entries.iter().map(|entry| entry.component(now));
    entries.fold(calendar(), Component::containing).render()
}

impl FollowUp {
    /// The entry's identifier: the same for the same meeting and key.
    pub fn uid(&self) -> String {
        match self.meeting.as_deref().map(str::trim) {
            Some(meeting) if !meeting.is_empty() => own_uid(meeting, &self.key),
            // Neither holds a NUL, so that no other pair gives the same bytes.
            _ => format!(
                "{:016x}-{:016x}",
                fnv(&self.reference),
                fnv(&format!("{}\0{}", self.reference, self.key))
            ),
        }
    }

    fn component(&self, now: Instant) -> Component {
        let title = format!("{}: {}", self.reference, self.what);
        let priority = match self.urgency {
            Urgency::Ordinary => "5",
            Urgency::High => "1",
        };
        let name = match self.kind {
            FollowUpKind::Task => "VTODO",
            FollowUpKind::LastDay => "VEVENT",
        };
        let mut component = Component::new(name)
            .with(Property::text("UID", &self.uid()))
            .with(Property::token("DTSTAMP", &utc_stamp(now)));
        component = match self.kind {
            FollowUpKind::Task => component.with(day("DUE", self.due)),
            FollowUpKind::LastDay => {
                // The end is the day after (RFC 5545 section 3.6.1); of the last day there is, it may be left out.
                let after = self.due.succ_opt().map(|after| day("DTEND", after));
                let component = component.with(day("DTSTART", self.due));
                after.into_iter().fold(component, Component::with)
            }
        };
        component = component
            .with(Property::text("SUMMARY", &one_line(&title)))
            .with(Property::text("DESCRIPTION", &self.description))
            .with(Property::token("CLASS", "CONFIDENTIAL"))
            .with(Property::token("PRIORITY", priority));
        component = match self.kind {
            FollowUpKind::Task => component.with(Property::token("STATUS", "NEEDS-ACTION")),
            FollowUpKind::LastDay => component
                .with(Property::token("STATUS", "CONFIRMED"))
                .with(Property::token("TRANSP", "TRANSPARENT"))
                .with(Property::token("X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE"))
                .with(Property::token("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")),
        };
        match self.meeting.as_deref().map(str::trim) {
            Some(meeting) if !meeting.is_empty() => {
                component.with(Property::text("RELATED-TO", meeting).parameter("RELTYPE", "PARENT"))
            }
            _ => component,
        }
    }
}

/// A whole day (RFC 5545 section 3.3.4).
fn day(name: &'static str, date: NaiveDate) -> Property {
    Property::token(name, &date.format("%Y%m%d").to_string()).parameter("VALUE", "DATE")
}
