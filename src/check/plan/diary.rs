//! What every placed meeting takes of people's and venues' time, and each meeting's problem with all of the others' taken.
//!
//! What a problem knows of time is cut down to the days around the slot, so that a year of meetings is looked at in seconds.

use crate::check::crowd::Held;
use crate::model::{
    Batch, Buffer, ContactId, Mode, PartVenue, Placed, Problem, Slot, Taken, Timeline, VenueId,
};
use crate::time::{Instant, Interval};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Time that a meeting takes.
#[derive(Clone, Copy)]
struct Entry {
    meeting: usize,
    interval: Interval,
    /// What the meeting and the contact or venue need around it.
    buffer: Buffer,
    /// What the meeting alone needs.
    of_meeting: Buffer,
    venue: Option<VenueId>,
}

/// Whose time it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Whose {
    Contact(ContactId),
    Venue(VenueId),
}

/// Everything that the meetings of a plan take.
pub(super) struct Diary<'b> {
    batch: &'b Batch,
    /// By start.
    entries: BTreeMap<Whose, Vec<Entry>>,
    /// Own needs and capacities of those who have entries.
    own: BTreeMap<Whose, (Buffer, u32)>,
    /// The longest entry in seconds.
    longest: i64,
    /// The widest need around any of them in seconds, the longest way included.
    widest: i64,
    /// Minutes between venues, for each table that the problems share, by where it lies.
    ways: BTreeMap<usize, BTreeMap<(VenueId, VenueId), u32>>,
}

impl<'b> Diary<'b> {
    /// `placed` may name meetings, seats or members that do not exist: these take nothing.
    pub fn new(batch: &'b Batch, placed: &[Placed]) -> Diary<'b> {
        let mut diary = Diary {
            batch,
            entries: BTreeMap::new(),
            own: BTreeMap::new(),
            longest: 0,
            widest: 0,
            ways: BTreeMap::new(),
        };
        for one in placed {
            if let Some(meeting) = batch.meetings.get(one.meeting) {
                diary.note(one.meeting, &meeting.problem, &one.slot);
            }
        }
        for entries in diary.entries.values_mut() {
            entries.sort_by_key(|entry| (entry.interval, entry.meeting));
        }
        for meeting in &batch.meetings {
            let travel = &meeting.problem.travel;
            diary
                .ways
                .entry(travel.as_ptr() as usize)
                .or_insert_with(|| travel.iter().map(|(a, b, m)| ((*a, *b), *m)).collect());
        }
        let minutes = |need: Buffer| need.before_minutes.max(need.after_minutes);
        let needs = diary.entries.values().flatten().map(|e| minutes(e.buffer));
        let ways = diary.ways.values().flat_map(BTreeMap::values).copied();
        diary.widest = 60 * i64::from(needs.chain(ways).max().unwrap_or(0));
        diary
    }

    fn note(&mut self, meeting: usize, problem: &Problem, slot: &Slot) {
        for attendance in &slot.attending {
            let seat = problem.seats.get(attendance.seat.index());
            let member = problem.members.get(attendance.member.index());
            // Whoever is still to be named takes up nobody's time.
            let (Some(seat), Some(member)) = (seat, member) else {
                continue;
            };
            let Some(contact) = member.contact else {
                continue;
            };
            let venue = slot.venue.filter(|_| seat.mode == Mode::InPerson);
            for interval in &attendance.present {
                let of = (meeting, problem.buffer, venue);
                self.add(Whose::Contact(contact), of, *interval, &member.timeline);
            }
        }
        for part in &problem.parts {
            let (venue, choices) = match part.venue {
                PartVenue::Meeting => (slot.venue, &problem.venues),
                PartVenue::None => (None, &problem.venues),
                PartVenue::Named(venue) => (Some(venue), &problem.part_venues),
            };
            let Some(venue) = venue else { continue };
            let Some(choice) = choices.iter().find(|choice| choice.venue == venue) else {
                continue;
            };
            let of = (meeting, problem.buffer, Some(venue));
            let interval = part.at(slot.start);
            self.add(Whose::Venue(venue), of, interval, &choice.timeline);
        }
    }

    fn add(
        &mut self,
        whose: Whose,
        (meeting, of_meeting, venue): (usize, Buffer, Option<VenueId>),
        interval: Interval,
        timeline: &Timeline,
    ) {
        self.longest = self.longest.max(interval.seconds());
        self.own
            .entry(whose)
            .or_insert((timeline.buffer, timeline.capacity));
        self.entries.entry(whose).or_default().push(Entry {
            meeting,
            interval,
            buffer: of_meeting.larger(timeline.buffer),
            of_meeting,
            venue,
        });
    }

    /// The meetings of everybody and every venue, with their own need and how many they take at once.
    pub fn held(&self) -> impl Iterator<Item = (Whose, Buffer, u32, Vec<Held>)> + '_ {
        self.entries.iter().map(|(whose, entries)| {
            let mut all: BTreeMap<usize, Held> = BTreeMap::new();
            for entry in entries {
                let held = all.entry(entry.meeting).or_insert_with(|| Held {
                    meeting: entry.meeting,
                    times: Vec::new(),
                    buffer: entry.of_meeting,
                    place: entry.venue,
                });
                held.times.push(entry.interval);
            }
            let (own, capacity) = self.own.get(whose).copied().unwrap_or_default();
            (*whose, own, capacity, all.into_values().collect())
        })
    }

    /// Minutes from one venue to another for people of this meeting.
    pub fn way(&self, meeting: usize, from: Option<VenueId>, to: Option<VenueId>) -> u32 {
        let table = self.batch.meetings[meeting].problem.travel.as_ptr() as usize;
        let (Some(from), Some(to)) = (from, to) else {
            return 0;
        };
        let minutes = self.ways.get(&table).and_then(|ways| ways.get(&(from, to)));
        minutes.copied().unwrap_or(0)
    }

    /// The problem of a meeting with the time of all others taken, good for looking at `slot` and no other.
    pub fn with_others_taken(&self, meeting: usize, slot: &Slot) -> Problem {
        const A_DAY: i64 = 86_400;
        let whole = &self.batch.meetings[meeting].problem;
        let need = |buffer: Buffer| 60 * i64::from(buffer.before_minutes.max(buffer.after_minutes));
        let reach = |timeline: &Timeline| -> Option<Interval> {
            let taken = timeline.taken.iter().map(|taken| need(taken.buffer)).max();
            let widest = [need(timeline.buffer), need(whole.buffer), self.widest];
            let widest = widest.into_iter().chain(taken).max().unwrap_or(0);
            let end = slot.start.plus(whole.length);
            Interval::new(slot.start.plus(-A_DAY - widest), end.plus(A_DAY + widest))
        };
        let mut venues: Vec<VenueId> = slot.venue.into_iter().collect();
        let mut cut = |timeline: &Timeline, whose: Option<Whose>| -> Arc<Timeline> {
            let Some(window) = reach(timeline) else {
                return Arc::new(timeline.clone());
            };
            let outside = timeline.taken.iter().copied();
            let mut taken: Vec<Taken> = outside
                .filter(|taken| taken.interval.overlaps(window))
                .collect();
            taken.extend(
                whose
                    .into_iter()
                    .flat_map(|whose| self.others(whose, meeting, window)),
            );
            venues.extend(taken.iter().filter_map(|taken| taken.venue));
            Arc::new(Timeline {
                range: timeline.range,
                spans: timeline.overlapping(window).to_vec(),
                taken,
                capacity: timeline.capacity,
                buffer: timeline.buffer,
                ask_about: timeline
                    .ask_about
                    .iter()
                    .copied()
                    .filter(|day| day.overlaps(window))
                    .collect(),
            })
        };
        let mut problem = Problem {
            inside: whole.inside.as_ref().map(|inside| {
                match Interval::new(slot.start, slot.start.plus(whole.length)) {
                    Some(meeting) => inside.overlapping(meeting).iter().copied().collect(),
                    None => inside.clone(),
                }
            }),
            travel: Arc::from([]),
            ..whole.clone()
        };
        for member in &mut problem.members {
            member.timeline = cut(&member.timeline, member.contact.map(Whose::Contact));
        }
        for choice in problem.venues.iter_mut().chain(&mut problem.part_venues) {
            choice.timeline = cut(&choice.timeline, Some(Whose::Venue(choice.venue)));
        }
        venues.sort_unstable();
        venues.dedup();
        let own = slot.venue.into_iter();
        let pairs = own.flat_map(|own| venues.iter().flat_map(move |v| [(own, *v), (*v, own)]));
        problem.travel = pairs
            .map(|(from, to)| (from, to, self.way(meeting, Some(from), Some(to))))
            .filter(|(_, _, minutes)| *minutes > 0)
            .collect();
        problem
    }

    /// What other meetings of the plan take of somebody's time inside a window.
    fn others(
        &self,
        whose: Whose,
        meeting: usize,
        window: Interval,
    ) -> impl Iterator<Item = Taken> + '_ {
        let entries = self.entries.get(&whose).map_or(&[][..], Vec::as_slice);
        let from = Instant(window.start().0.saturating_sub(self.longest));
        let first = entries.partition_point(|entry| entry.interval.start() < from);
        entries[first..]
            .iter()
            .take_while(move |entry| entry.interval.start() < window.end())
            .filter(move |entry| entry.meeting != meeting && entry.interval.overlaps(window))
            .map(|entry| Taken {
                interval: entry.interval,
                buffer: entry.buffer,
                venue: entry.venue,
                arranged: entry.meeting,
            })
    }
}
