//! What our own meetings take of everybody's time: those that are in the way, and those that count as load.

use super::Recognition;
use crate::availability::OwnMeeting;
use crate::model::{
    Arranged, ArrangedAttendance, Contact, ContactId, EventHash, Mode, Taken, VenueId,
};
use crate::time::{Instant, Interval, Zone};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// One of our meetings as it was sent or chosen.
struct Entry<'a> {
    arranged: &'a Arranged,
    uid: EventHash,
    /// It is in the way of whatever is placed now; else it is to be placed itself.
    stands: bool,
}

/// Our own meetings, by those who attend them and by where they are.
pub(super) struct Diary<'a> {
    entries: Vec<Entry<'a>>,
    of_contact: BTreeMap<ContactId, Vec<usize>>,
    of_venue: BTreeMap<VenueId, Vec<usize>>,
}

impl<'a> Diary<'a> {
    /// Meetings, each with whether it is in the way.
    pub(super) fn new(
        meetings: impl IntoIterator<Item = (&'a Arranged, bool)>,
        uid_hash: Recognition,
    ) -> Diary<'a> {
        let entry = |(arranged, stands): (&'a Arranged, bool)| Entry {
            arranged,
            uid: uid_hash(&arranged.uid),
            stands,
        };
        let mut diary = Diary {
            entries: meetings.into_iter().map(entry).collect(),
            of_contact: BTreeMap::new(),
            of_venue: BTreeMap::new(),
        };
        for (index, entry) in diary.entries.iter().enumerate() {
            let people = entry.arranged.attending.iter().map(|a| a.contact);
            for contact in people {
                push_once(diary.of_contact.entry(contact).or_default(), index);
            }
            let parts = entry.arranged.parts.iter().filter_map(|part| part.venue);
            for venue in parts.chain(entry.arranged.venue) {
                push_once(diary.of_venue.entry(venue).or_default(), index);
            }
        }
        diary
    }

    /// Where a contact sits in each of their meetings.
    fn seats(
        &self,
        id: ContactId,
    ) -> impl Iterator<Item = (usize, impl Iterator<Item = &'a ArrangedAttendance>)> {
        let all = self.of_contact.get(&id).into_iter().flatten();
        all.map(move |index| {
            let attending = &self.entries[*index].arranged.attending;
            let own = attending.iter();
            (*index, own.filter(move |a| a.contact == id))
        })
    }

    /// The contact's meetings with the times for which they are needed.
    fn attended(&self, id: ContactId) -> impl Iterator<Item = (usize, Vec<Interval>)> {
        self.seats(id).map(|(index, seats)| (index, times(seats)))
    }

    /// What is in the contact's way. Who is there from afar has no way to go.
    pub(super) fn taken(&self, id: ContactId) -> Vec<Taken> {
        let standing = self
            .seats(id)
            .filter(|(index, _)| self.entries[*index].stands);
        let taken = standing.flat_map(|(index, seats)| {
            let arranged = self.entries[index].arranged;
            seats.flat_map(move |seat| {
                let venue = arranged.venue.filter(|_| seat.mode != Mode::Remote);
                let times = seat.present.iter();
                times.map(move |interval| taken(index, arranged, *interval, venue))
            })
        });
        taken.collect()
    }

    /// What is in the way in a venue.
    pub(super) fn used(&self, id: VenueId) -> Vec<Taken> {
        let standing = self
            .uses(id)
            .filter(|(index, _)| self.entries[*index].stands);
        let taken = standing.flat_map(|(index, times)| {
            let arranged = self.entries[index].arranged;
            let times = times.into_iter();
            times.map(move |interval| taken(index, arranged, interval, arranged.venue))
        });
        taken.collect()
    }

    /// Our meetings in a venue, with the times for which they need it.
    fn uses(&self, id: VenueId) -> impl Iterator<Item = (usize, Vec<Interval>)> {
        let all = self.of_venue.get(&id).into_iter().flatten();
        all.map(move |index| {
            let arranged = self.entries[*index].arranged;
            let parts = arranged.parts.iter().filter(|part| part.venue == Some(id));
            let mut times: Vec<Interval> = parts.map(|part| part.interval).collect();
            if arranged.parts.is_empty() && arranged.venue == Some(id) {
                times.push(arranged.interval);
            }
            (*index, times)
        })
    }

    /// How many meetings the contact has since `from`, beside those that are to be placed.
    pub(super) fn load(&self, contact: ContactId, from: Instant) -> u32 {
        let all = self.of_contact.get(&contact).into_iter().flatten();
        let entries = all.map(|index| &self.entries[*index]);
        let counted =
            entries.filter(|entry| entry.stands && entry.arranged.interval.start() >= from);
        counted.count() as u32
    }

    /// The local days of the contact's meetings that stand, each with the seats that they take there.
    pub(super) fn days(&self, id: ContactId, zone: &Zone) -> Vec<(NaiveDate, Vec<&'a str>)> {
        let standing = self
            .seats(id)
            .filter(|(index, _)| self.entries[*index].stands);
        standing
            .map(|(index, seats)| {
                let start = self.entries[index].arranged.interval.start();
                let seats = seats.map(|seat| seat.seat.as_str()).collect();
                (zone.local(start).date(), seats)
            })
            .collect()
    }

    /// Days on which the contact has as many meetings as they take in one.
    pub(super) fn full_days(
        &self,
        id: ContactId,
        contact: &Contact,
        zone: &Zone,
    ) -> Vec<NaiveDate> {
        let Some(limit) = contact.daily_limit else {
            return Vec::new();
        };
        let mut per_day: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        let standing = self
            .attended(id)
            .filter(|(index, _)| self.entries[*index].stands);
        for (_, times) in standing {
            if let Some(first) = times.first() {
                *per_day.entry(zone.local(first.start()).date()).or_default() += 1;
            }
        }
        per_day.retain(|_, count| *count >= limit.meetings);
        per_day.into_keys().collect()
    }

    /// Our meetings as they would stand in the feeds of a contact.
    pub(super) fn invited(&self, contact: ContactId) -> Vec<OwnMeeting> {
        self.own(self.attended(contact))
    }

    /// Our meetings as they would stand in the feeds of a venue.
    pub(super) fn booked(&self, venue: VenueId) -> Vec<OwnMeeting> {
        self.own(self.uses(venue))
    }

    fn own(&self, times: impl Iterator<Item = (usize, Vec<Interval>)>) -> Vec<OwnMeeting> {
        let own = times.filter(|(_, times)| !times.is_empty());
        own.map(|(index, mut intervals)| {
            let entry = &self.entries[index];
            intervals.push(entry.arranged.interval);
            OwnMeeting {
                uid: entry.uid,
                intervals,
            }
        })
        .collect()
    }
}

fn taken(index: usize, arranged: &Arranged, interval: Interval, venue: Option<VenueId>) -> Taken {
    Taken {
        interval,
        buffer: arranged.buffer,
        venue,
        arranged: index,
    }
}

/// When somebody is needed in their seats.
pub(super) fn times<'a>(seats: impl Iterator<Item = &'a ArrangedAttendance>) -> Vec<Interval> {
    seats
        .flat_map(|seat| seat.present.iter().copied())
        .collect()
}

/// Indices come in order, so that one that is there already stands last.
fn push_once(list: &mut Vec<usize>, index: usize) {
    if list.last() != Some(&index) {
        list.push(index);
    }
}
