//! A plan as it stands in a file: by ids, whether or not the tables know them.

use super::arrangement::{Arranged, ArrangedAttendance, ArrangedPart};
use super::meeting::Mode;
use super::people::{Buffer, ContactId, VenueId};
use super::slot::{As, State};
use super::workspace::Workspace;
use crate::time::{Instant, Interval};
use std::collections::{BTreeMap, BTreeSet};

/// A plan by ids.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PlanFile {
    /// In the order of the file.
    pub meetings: Vec<PlanFileMeeting>,
    /// References of the meetings without a place.
    pub unplaced: Vec<String>,
}

/// One meeting of a plan, by ids.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanFileMeeting {
    pub reference: String,
    pub uid: String,
    pub sequence: u32,
    pub interval: Interval,
    pub parts: Vec<(Interval, Option<String>)>,
    pub venue: Option<String>,
    pub state: State,
    pub confirm: Vec<Vec<String>>,
    pub attending: Vec<PlanFileAttendance>,
    pub buffer: Buffer,
    pub chosen_at: Option<Instant>,
}

/// Somebody in a seat. Those who were still to be named are not here.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanFileAttendance {
    pub seat: String,
    pub contact: String,
    pub role: As,
    pub mode: Mode,
    pub present: Vec<Interval>,
}

impl PlanFile {
    /// The plan as arrangements of a workspace, and how many people and venues of it are in no table any more.
    pub fn arranged(&self, workspace: &Workspace) -> (Vec<Arranged>, usize) {
        let contacts: BTreeMap<&str, _> = (0..)
            .map(ContactId)
            .zip(&workspace.contacts)
            .map(|(id, contact)| (contact.id.as_str(), id))
            .collect();
        let venues: BTreeMap<&str, _> = (0..)
            .map(VenueId)
            .zip(&workspace.venues)
            .map(|(id, venue)| (venue.id.as_str(), id))
            .collect();
        let mut unknown: BTreeSet<&str> = BTreeSet::new();
        let mut arranged = Vec::with_capacity(self.meetings.len());
        for one in &self.meetings {
            let venue = |id: &Option<String>| {
                let known = id.as_deref().map(|id| venues.get(id).copied());
                known.flatten()
            };
            arranged.push(Arranged {
                reference: one.reference.clone(),
                uid: one.uid.clone(),
                sequence: one.sequence,
                interval: one.interval,
                parts: one
                    .parts
                    .iter()
                    .map(|(interval, id)| ArrangedPart {
                        interval: *interval,
                        venue: venue(id),
                    })
                    .collect(),
                venue: venue(&one.venue),
                state: one.state,
                confirm: one.confirm.clone(),
                attending: one
                    .attending
                    .iter()
                    .filter_map(|attendance| {
                        Some(ArrangedAttendance {
                            seat: attendance.seat.clone(),
                            contact: *contacts.get(attendance.contact.as_str())?,
                            role: attendance.role,
                            mode: attendance.mode,
                            is_known: true,
                            present: attendance.present.clone(),
                        })
                    })
                    .collect(),
                buffer: one.buffer,
                chosen_at: one.chosen_at,
                series: None,
            });
            let people = one.attending.iter().map(|one| one.contact.as_str());
            unknown.extend(people.filter(|id| !contacts.contains_key(id)));
            let places = one.venue.iter().map(String::as_str);
            unknown.extend(places.filter(|id| !venues.contains_key(id)));
        }
        (arranged, unknown.len())
    }
}
