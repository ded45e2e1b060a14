//! The events of a calendar until its zones are known: the plain ones, which nearly all are, in a few words each.
//!
//! Everything about an event has to wait for the end of the calendar, since a VTIMEZONE and a newer version of an event may stand
//! behind it. Nothing is lost on the way: what is kept gives back the [`Event`] that was read. Relies on hashes of UIDs being
//! spread evenly, which their secret key sees to. What events mean is left to `series`.

use super::{Class, Event, Given, Status};
use crate::ics::read::values::{Duration, Stamp, StampKind};
use crate::model::feed::{EventHash, Excess};

/// An event with a start and perhaps an end or a length, and with nothing that has to do with other events or with zones.
#[derive(Clone, Copy)]
struct Plain {
    uid: EventHash,
    start: Stamp,
    /// Wall-clock seconds of the end, or the days or seconds of the length.
    end: i64,
    end_is: End,
    line: u32,
    sequence: i32,
    declined: Option<bool>,
    status: Option<Status>,
    busy_status: Option<Class>,
    msn_busy_status: Option<Class>,
    transparent: Option<bool>,
}

#[derive(Clone, Copy)]
enum End {
    None,
    At(StampKind),
    Days,
    Seconds,
}

impl Plain {
    /// `None` for an event that has more to it.
    fn of(event: &Event) -> Option<Plain> {
        // Every field is named, so that a new one cannot be forgotten here.
        let Event {
            line,
            is_misnamed: false,
            start: Given::Yes(start),
            end,
            duration,
            rules,
            except,
            has_bad_rule: false,
            extra,
            excluded,
            recurrence_id: Given::No,
            and_future: false,
            uid,
            sequence,
            travel: 0,
            start_day: None,
            declined,
            status,
            busy_status,
            msn_busy_status,
            transparent,
            has: _,
            has_owner: _,
        } = event
        else {
            return None;
        };
        if !(rules.is_empty() && except.is_empty() && extra.is_empty() && excluded.is_empty()) {
            return None;
        }
        let (end, end_is) = match (*end, *duration) {
            (Given::No, Given::No) => (0, End::None),
            (Given::Yes(end), Given::No) => (end.wall, End::At(end.kind)),
            (Given::No, Given::Yes(Duration { days, seconds: 0 })) => (days, End::Days),
            (Given::No, Given::Yes(Duration { days: 0, seconds })) => (seconds, End::Seconds),
            _ => return None,
        };
        Some(Plain {
            uid: *uid,
            start: *start,
            end,
            end_is,
            line: *line,
            sequence: i32::try_from(*sequence).ok()?,
            declined: *declined,
            status: *status,
            busy_status: *busy_status,
            msn_busy_status: *msn_busy_status,
            transparent: *transparent,
        })
    }

    /// Makes `event`, which nothing but plain events were put into, the event that this was made of.
    fn put_into(&self, event: &mut Event) {
        event.uid = self.uid;
        event.line = self.line;
        event.sequence = self.sequence.into();
        event.start = Given::Yes(self.start);
        (event.end, event.duration) = match self.end_is {
            End::None => (Given::No, Given::No),
            End::At(kind) => {
                let wall = self.end;
                (Given::Yes(Stamp { wall, kind }), Given::No)
            }
            End::Days => (
                Given::No,
                Given::Yes(Duration {
                    days: self.end,
                    seconds: 0,
                }),
            ),
            End::Seconds => (
                Given::No,
                Given::Yes(Duration {
                    days: 0,
                    seconds: self.end,
                }),
            ),
        };
        event.declined = self.declined;
        event.status = self.status;
        event.busy_status = self.busy_status;
        event.msn_busy_status = self.msn_busy_status;
        event.transparent = self.transparent;
    }
}

enum Kept {
    Plain(Plain),
    Whole(Box<Event>),
}

/// A kept event.
pub(in crate::ics::read) struct Record(Kept);

impl Record {
    fn uid(&self) -> EventHash {
        match &self.0 {
            Kept::Plain(plain) => plain.uid,
            Kept::Whole(event) => event.uid,
        }
    }

    /// The event, for which a plain one needs some `room`.
    pub(in crate::ics::read) fn event<'e>(&'e self, room: &'e mut Room) -> &'e Event {
        match &self.0 {
            Kept::Whole(event) => event,
            Kept::Plain(plain) => {
                plain.put_into(&mut room.0);
                &room.0
            }
        }
    }
}

/// Where a plain event is put when it is looked at.
pub(in crate::ics::read) struct Room(Event);

impl Default for Room {
    fn default() -> Room {
        Room(Event::new(0, false))
    }
}

/// How many records lie together. They are never moved, so that memory does not double while they grow.
const CHUNK: usize = 256;

/// The events of a calendar in the order of the file.
#[derive(Default)]
pub(in crate::ics::read) struct Events {
    open: Option<Event>,
    chunks: Vec<Vec<Record>>,
    /// Of the events that are finished.
    excess: Excess,
}

impl Events {
    /// Begins an event; the one before is finished.
    pub(in crate::ics::read) fn begin(&mut self, event: Event) {
        self.finish();
        self.open = Some(event);
    }

    /// The event begun last.
    pub(in crate::ics::read) fn last_mut(&mut self) -> Option<&mut Event> {
        self.open.as_mut()
    }

    /// To be called when no more properties come.
    pub(in crate::ics::read) fn finish(&mut self) {
        let Some(event) = self.open.take() else {
            return;
        };
        event.count_excess(&mut self.excess);
        let record = match Plain::of(&event) {
            Some(plain) => Kept::Plain(plain),
            None => Kept::Whole(Box::new(event)),
        };
        match self.chunks.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(Record(record)),
            Some(_) => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(Record(record));
                self.chunks.push(chunk);
            }
            // Most calendars in a feed of many hold one event.
            None => self.chunks.push(vec![Record(record)]),
        }
    }

    pub(in crate::ics::read) fn excess(&self) -> Excess {
        self.excess
    }

    pub(in crate::ics::read) fn len(&self) -> usize {
        let full = self.chunks.len().saturating_sub(1) * CHUNK;
        full + self.chunks.last().map_or(0, Vec::len)
    }

    pub(in crate::ics::read) fn iter(&self) -> impl Iterator<Item = &Record> {
        self.chunks.iter().flatten()
    }

    fn get(&self, index: u32) -> &Record {
        let index = index as usize;
        &self.chunks[index / CHUNK][index % CHUNK]
    }

    /// The events that are not plain, among them all whose start cannot be read.
    pub(in crate::ics::read) fn whole(&self) -> impl Iterator<Item = &Event> {
        self.iter().filter_map(|record| match &record.0 {
            Kept::Plain(_) => None,
            Kept::Whole(event) => Some(&**event),
        })
    }

    /// The events in groups of one UID each, in the order of the first of each group; those without UID are alone. `take` is given
    /// each group, in the order of the file.
    pub(in crate::ics::read) fn for_each_group(&self, mut take: impl FnMut(&[&Record])) {
        let later = self.later();
        let mut firsts = later.clone();
        firsts.sort_unstable_by_key(|later| (later.first, later.index));
        let (mut later, mut firsts) = (&later[..], &firsts[..]);
        let mut group = Vec::new();
        for (index, record) in self.iter().enumerate() {
            if let Some((next, rest)) = later.split_first()
                && next.index as usize == index
            {
                later = rest;
                continue;
            }
            let others = firsts
                .iter()
                .take_while(|other| other.first as usize == index)
                .count();
            if others == 0 {
                take(&[record]);
                continue;
            }
            let (others, rest) = firsts.split_at(others);
            firsts = rest;
            group.clear();
            group.push(record);
            group.extend(others.iter().map(|other| self.get(other.index)));
            take(&group);
        }
    }

    /// The events whose UID an earlier one has too, in the order of the file.
    fn later(&self) -> Vec<Later> {
        const EMPTY: u32 = u32::MAX;
        // A table of indexes that is at most half full, in which a UID is looked for from the slot that its hash names.
        let size = (self.len() * 2).next_power_of_two();
        let mut slots = vec![EMPTY; size];
        let mut later = Vec::new();
        for (index, record) in self.iter().enumerate() {
            let uid = record.uid();
            if uid == EventHash::ANONYMOUS {
                continue;
            }
            let index = u32::try_from(index).expect("the budget of items is far below this");
            let mut slot = uid.0 as usize % size;
            loop {
                match slots[slot] {
                    EMPTY => break slots[slot] = index,
                    first if self.get(first).uid() == uid => {
                        break later.push(Later { index, first });
                    }
                    _ => slot = (slot + 1) % size,
                }
            }
        }
        later
    }
}

/// An event, and the first of the same UID.
#[derive(Clone, Copy)]
struct Later {
    index: u32,
    first: u32,
}

#[cfg(test)]
mod tests;
