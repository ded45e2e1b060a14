//! One arranged meeting → its seats, their candidates and its quorum, exactly as a search resolves them, but of the people who are there
//! only, and with no timeline: no feed is needed to say whether those who come are enough.
//!
//! Who is there, and whether they come, is told by whoever asks. What a meeting's tables lack now (a seat that nobody holds any more)
//! leaves a seat empty; what makes its quorum meaningless is a fault.

use super::draft::{members, nothing, parts};
use super::faults::MeetingFault;
use super::follows::stay;
use super::quorum;
use super::seats::{candidates, cast_of};
use super::tables::Tables;
use crate::model::{
    Answer, Answerer, Arranged, ContactId, MeetingSpec, Part, PartVenue, Problem, SeatSpec,
    Timeline, Workspace,
};
use crate::time::Zone;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The tables of a workspace with its rows and arrangements by reference.
pub struct Casting<'w> {
    tables: Tables<'w>,
    /// By reference in lower case.
    rows: BTreeMap<String, &'w MeetingSpec>,
    arranged: BTreeMap<String, &'w Arranged>,
    nothing: Arc<Timeline>,
}

/// Somebody who takes a seat for which the tables do not list them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guest {
    /// The seat's id.
    pub seat: String,
    pub contact: ContactId,
}

impl<'w> Casting<'w> {
    pub fn new(workspace: &'w Workspace) -> Casting<'w> {
        let key = |reference: &str| reference.to_ascii_lowercase();
        let rows = workspace.meetings.iter();
        let arranged = workspace.arrangements.iter();
        let mut by_reference: BTreeMap<String, &MeetingSpec> = BTreeMap::new();
        // Of two rows of one reference the first is meant, as everywhere.
        for row in rows {
            by_reference.entry(key(&row.reference)).or_insert(row);
        }
        Casting {
            tables: Tables::new(workspace),
            rows: by_reference,
            arranged: arranged.map(|one| (key(&one.reference), one)).collect(),
            nothing: nothing(),
        }
    }

    pub fn workspace(&self) -> &'w Workspace {
        self.tables.workspace
    }

    /// The arrangement of a reference, in whatever case of letters it is written.
    pub fn arranged(&self, reference: &str) -> Option<&'w Arranged> {
        self.arranged.get(&reference.to_ascii_lowercase()).copied()
    }

    /// The row of an arranged meeting: its own, or that of its series. `None` = no table has it any more.
    pub fn row(&self, arranged: &Arranged) -> Option<&'w MeetingSpec> {
        let reference = match &arranged.series {
            Some(place) => &place.reference,
            None => &arranged.reference,
        };
        self.rows.get(&reference.to_ascii_lowercase()).copied()
    }

    /// The row of that very reference, if any table has it.
    pub fn row_named(&self, reference: &str) -> Option<&'w MeetingSpec> {
        let arranged = self.arranged(reference).and_then(|one| self.row(one));
        arranged.or_else(|| self.rows.get(&reference.to_ascii_lowercase()).copied())
    }

    /// What somebody said for a meeting of that row, or for all meetings, oldest record first.
    pub fn answers(&self, who: ContactId, row: &MeetingSpec) -> impl Iterator<Item = &'w Answer> {
        let reference = Some(row.answered_as());
        self.tables.answers(Answerer::Contact(who), reference)
    }

    /// Everybody who may take the seat by the tables, the seat's own people first, then deputies, best first.
    pub fn candidates(&self, seat: &SeatSpec) -> Vec<ContactId> {
        let found = candidates(&self.tables, seat).into_iter();
        found.map(|(contact, _)| contact).collect()
    }

    /// Everybody who holds a role that may stand in for one of the seat's, best first, whether the seat lists them or not.
    pub fn stand_ins(&self, seat: &SeatSpec) -> Vec<ContactId> {
        let workspace = self.tables.workspace;
        let roles = seat.roles.iter();
        let deputies = roles.flat_map(|role| &workspace.role(*role).deputies);
        let mut all: Vec<ContactId> = Vec::new();
        for role in deputies {
            for contact in self.tables.holders(&[*role]) {
                if !all.contains(&contact) {
                    all.push(contact);
                }
            }
        }
        all
    }

    /// The meeting with `there` for its people, each in every seat that they may take, and with the seats and parts of the day on which
    /// it is arranged. Timelines are empty, and nothing is said of dates, venues and limits.
    ///
    /// # Errors
    /// What makes its quorum meaningless.
    pub fn seated(
        &self,
        arranged: &Arranged,
        row: &MeetingSpec,
        there: &BTreeSet<ContactId>,
        guests: &[Guest],
    ) -> Result<Problem, Vec<MeetingFault>> {
        let workspace = self.tables.workspace;
        let row = self.with_same_people(row);
        let mut faults = Vec::new();
        let mut notes = Vec::new();
        let parts = match of_arrangement(arranged, &row) {
            Some(parts) => parts,
            None => parts(&self.tables, &row, &mut faults, &mut notes),
        };
        let pinned = |contact: &ContactId| row.pinned_people.iter().any(|(_, one)| one == contact);
        let choose = |seat: &SeatSpec, mut found: Vec<(ContactId, u8)>| {
            found.retain(|(contact, _)| there.contains(contact) || pinned(contact));
            for guest in guests.iter().filter(|guest| guest.seat == seat.id) {
                if !found.iter().any(|(contact, _)| *contact == guest.contact) {
                    found.push((guest.contact, 1));
                }
            }
            found
        };
        let cast = cast_of(&self.tables, &row, parts.len(), &choose, &mut faults);
        let quorum = quorum::clause(workspace, &row, &cast, &mut faults);
        // That not enough people are there is what is asked.
        faults.retain(|fault| {
            !matches!(
                fault,
                MeetingFault::NotNamed { .. }
                    | MeetingFault::NobodyHolds { .. }
                    | MeetingFault::TooFew { .. }
            )
        });
        if !faults.is_empty() {
            return Err(faults);
        }
        let zone = self.zone(&row);
        let start = arranged.interval.start();
        let day = zone.local(start).date();
        let pair =
            |(a, b): &(ContactId, ContactId)| Some((cast.member_of(*a)?, cast.member_of(*b)?));
        Ok(Problem {
            reference: arranged.reference.clone(),
            now: start,
            grain_minutes: workspace.defaults.grain_minutes,
            from: day,
            to: day,
            late: None,
            earliest: start,
            inside: None,
            pinned: Some(start),
            limit: None,
            target: None,
            notice: None,
            working_days: Default::default(),
            length: arranged.interval.seconds(),
            parts,
            members: members(workspace, &row, &cast, &self.nothing),
            quorum,
            apart: row.apart.iter().filter_map(pair).collect(),
            venues: Vec::new(),
            needs_venue: false,
            part_venues: Vec::new(),
            buffer: arranged.buffer,
            travel: self.tables.travel.clone(),
            arranged: None,
            policy: workspace.policy.clone(),
            questions: cast.questions,
            seats: cast.seats,
            zone,
        })
    }

    /// The zone of a meeting's dates.
    pub fn zone(&self, row: &MeetingSpec) -> Zone {
        let usual = &self.tables.workspace.defaults.zone;
        let name = row.zone.as_ref().unwrap_or(usual);
        Zone::named(name).unwrap_or_else(Zone::utc)
    }

    /// The row of a meeting that follows one which is arranged: who is to be the same is without alternative.
    fn with_same_people<'r>(&self, row: &'r MeetingSpec) -> Cow<'r, MeetingSpec> {
        let Some(after) = row.after.as_ref().filter(|after| !after.same.is_empty()) else {
            return Cow::Borrowed(row);
        };
        let Some(arranged) = self.arranged(&after.reference) else {
            return Cow::Borrowed(row);
        };
        let before = self.rows.get(&after.reference.to_ascii_lowercase());
        let mut row = row.clone();
        stay(&mut row, after, before.copied(), arranged);
        Cow::Owned(row)
    }
}

/// The parts as they were arranged, where they are still those of the row.
fn of_arrangement(arranged: &Arranged, row: &MeetingSpec) -> Option<Vec<Part>> {
    let start = arranged.interval.start();
    if arranged.parts.len() != row.parts.len().max(1) {
        return None;
    }
    let names = row.parts.iter().map(|part| part.name.as_str());
    let names = names.chain(std::iter::repeat(""));
    let parts = arranged.parts.iter().zip(names);
    let parts = parts.map(|(part, name)| Part {
        name: name.to_owned(),
        offset: part.interval.start().0 - start.0,
        length: part.interval.seconds(),
        venue: PartVenue::None,
    });
    Some(parts.collect())
}
