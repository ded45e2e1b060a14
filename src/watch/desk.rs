//! Everything that is known, in the order in which it is looked up, and the look over all meetings.

use super::history::{Records, falls};
use super::meeting::watched;
use super::{Level, Watch, Watched};
use crate::model::{
    Arranged, ContactId, MeetingSpec, Outcome, Purpose, ToldStanding, Waiver, Workspace,
};
use crate::parallel::parallel;
use crate::prepare::Casting;
use crate::reply::{Standing, Standings};
use crate::time::{Instant, Zone};
use std::collections::BTreeMap;

/// What a look over the meetings rests on.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    pub workspace: &'a Workspace,
    /// Who was told of what, and what they said; `None` = nothing is on record.
    pub standings: Option<&'a Standings>,
    pub waivers: &'a [Waiver],
    pub outcomes: &'a [Outcome],
    pub now: Instant,
}

/// The sources, indexed.
pub struct Desk<'a> {
    pub(super) casting: Casting<'a>,
    sources: Sources<'a>,
    contacts: BTreeMap<&'a str, ContactId>,
    records: Records<'a>,
}

impl<'a> Desk<'a> {
    pub fn new(sources: Sources<'a>) -> Desk<'a> {
        let casting = Casting::new(sources.workspace);
        let contacts = sources.workspace.contacts.iter();
        Desk {
            contacts: (0..)
                .zip(contacts)
                .map(|(index, one)| (one.id.as_str(), ContactId(index)))
                .collect(),
            records: Records::new(&casting, sources.waivers, sources.outcomes),
            casting,
            sources,
        }
    }

    pub fn casting(&self) -> &Casting<'a> {
        &self.casting
    }

    pub(super) fn sources(&self) -> &Sources<'a> {
        &self.sources
    }

    /// The zone in which an arranged meeting's times are told.
    pub(super) fn zone_of(&self, arranged: &Arranged) -> Zone {
        match self.casting.row(arranged) {
            Some(row) => self.casting.zone(row),
            None => Zone::named(&self.sources.workspace.defaults.zone).unwrap_or_else(Zone::utc),
        }
    }

    /// The contact with that id.
    pub(super) fn contact(&self, id: &str) -> Option<ContactId> {
        self.contacts.get(id).copied()
    }

    /// What somebody said of a meeting: of a date of a series what they said of that date, else what they said of the whole. Who was
    /// told that it is off, or was told for information only, was not asked.
    pub(super) fn standing(
        &self,
        arranged: &Arranged,
        row: &MeetingSpec,
        contact: ContactId,
    ) -> Option<&'a Standing> {
        let place = arranged.series.as_ref();
        let reference = place.map_or(&arranged.reference, |place| &place.reference);
        let date = place.map(|place| self.casting.zone(row).instant(place.regular));
        let id = &self.sources.workspace.contact(contact).id;
        let found = self.sources.standings?.of(reference, date, id)?;
        let is_asked = found.told.is_none_or(|(purpose, told)| {
            purpose == Purpose::Invitation && told != ToldStanding::Cancelled
        });
        is_asked.then_some(found)
    }

    /// How every meeting stands that is not over and of which nobody has said how it went.
    pub fn look(&self) -> Watch {
        self.look_at(&|_| true)
    }

    /// The same of those that are `wanted`, and of those that they follow.
    pub fn look_at(&self, wanted: &(dyn Fn(&Arranged) -> bool + Sync)) -> Watch {
        let workspace = self.sources.workspace;
        let now = self.sources.now;
        let is_ahead = |one: &Arranged| {
            let outcome = self.records.outcome(&one.reference, one.interval.start());
            one.interval.end() > now && outcome.is_none()
        };
        let arranged = workspace.arrangements.iter().enumerate();
        let ahead = arranged.filter(|(_, one)| is_ahead(one) && wanted(one));
        let ahead: Vec<usize> = ahead.map(|(index, _)| index).collect();
        let mut meetings = parallel(&ahead, |index| self.one(*index));
        meetings.sort_by(|a, b| {
            let key = |one: &Watched| (one.interval.start(), one.reference.to_ascii_lowercase());
            key(a).cmp(&key(b))
        });
        self.put_chains(&mut meetings);
        Watch {
            unreported: self.unreported(),
            knows_invitations: self.sources.standings.is_some(),
            meetings,
        }
    }

    pub(super) fn one(&self, index: usize) -> Watched {
        let mut one = watched(self, index);
        let arranged = &self.sources.workspace.arrangements[index];
        one.history = self.records.history(arranged, self.casting.row(arranged));
        one
    }

    /// Flags what follows a meeting that falls, or fell.
    fn put_chains(&self, meetings: &mut [Watched]) {
        let fallen: BTreeMap<String, bool> = meetings
            .iter()
            .map(|one| (one.reference.to_ascii_lowercase(), falls(one)))
            .collect();
        for one in meetings {
            let arranged = &self.sources.workspace.arrangements[one.arranged];
            let row = self.casting.row(arranged);
            let Some(after) = row.and_then(|row| row.after.as_ref()) else {
                continue;
            };
            let Some(before) = self.casting.arranged(&after.reference) else {
                continue;
            };
            let known = fallen.get(&after.reference.to_ascii_lowercase()).copied();
            let fell = known.unwrap_or_else(|| self.falls_or_fell(before));
            one.history.after_fallen = fell.then(|| before.reference.clone());
        }
    }

    fn falls_or_fell(&self, before: &Arranged) -> bool {
        if self.records.fell(before) {
            return true;
        }
        if before.interval.end() <= self.sources.now {
            return false;
        }
        let arrangements = &self.sources.workspace.arrangements;
        let index = arrangements
            .iter()
            .position(|one| std::ptr::eq(one, before));
        index.is_some_and(|index| falls(&self.one(index)))
    }

    /// Meetings that are over without a word of how they went, the latest first.
    fn unreported(&self) -> Vec<(String, Instant)> {
        if self.sources.standings.is_none() {
            return Vec::new();
        }
        let over = self.sources.workspace.arrangements.iter().filter(|one| {
            let outcome = self.records.outcome(&one.reference, one.interval.start());
            one.interval.end() <= self.sources.now && outcome.is_none()
        });
        let mut over: Vec<(String, Instant)> = over
            .map(|one| (one.reference.clone(), one.interval.start()))
            .collect();
        over.sort_by(|a, b| (b.1, &b.0).cmp(&(a.1, &a.0)));
        over
    }

    /// Whether a meeting can be looked at: nothing that its tables say is at fault.
    pub fn is_judged(watched: &Watched) -> bool {
        !matches!(watched.level, Level::Unjudged(_))
    }
}
