//! A batch without names, for other solvers: who could be where when, what it counts, and what ties the meetings together.
//!
//! People, venues, meetings and kinds of seats are numbers, dates are days from the first one on. `docs/model.md` explains every
//! field. Reading it back is nobody's job here.

use super::desk::Room;
use super::ground::Ground;
use super::levels::Levels;
use super::people::Resources;
use super::relax::with_gap;
use super::relaxation::{RelaxedMeeting, RelaxedSeat, Values};
use crate::model::{Batch, ContactId, PlanLevel, SeatId, Stretch, VenueId};
use crate::parallel::parallel;
use crate::time::Instant;
use chrono::{NaiveDate, Timelike};
use serde::Serialize;
use std::collections::BTreeMap;

/// The instance, in the form in which it is written (`quorate-model/1`).
#[derive(Serialize)]
pub struct Instance {
    format: &'static str,
    /// Names of the levels, most important first.
    levels: Vec<&'static str>,
    people: Vec<Resource>,
    venues: Vec<Resource>,
    /// From, to, minutes.
    travel: Vec<(String, String, u32)>,
    meetings: Vec<Meeting>,
    links: Vec<Chain>,
    limits: Vec<Limit>,
}

#[derive(Serialize)]
struct Resource {
    id: String,
    takes: u32,
    had: u32,
}

#[derive(Serialize)]
struct Meeting {
    id: String,
    buffer_before: u32,
    buffer_after: u32,
    /// Runs of starts: first minute, step, how many.
    starts: Vec<(i64, i64, usize)>,
    empty: Vec<i64>,
    /// By level: runs of value and how many starts.
    best: Vec<Vec<(i64, usize)>>,
    seats: Vec<Seat>,
    venues: Vec<Free>,
    venue_pieces: Vec<(i64, i64)>,
    told: Option<Told>,
    frozen: bool,
}

#[derive(Serialize)]
struct Seat {
    kind: String,
    level: &'static str,
    places: u32,
    weight: i64,
    needed: u32,
    pool: bool,
    partial: bool,
    pieces: Vec<(i64, i64)>,
    candidates: Vec<Free>,
}

/// Somebody or some venue and the runs of starts (first, one past the last) at which they are to be had.
#[derive(Serialize)]
struct Free {
    id: String,
    free: Vec<(usize, usize)>,
}

#[derive(Serialize)]
struct Told {
    start: i64,
    venue: Option<String>,
    people: Vec<String>,
    others: u32,
}

#[derive(Serialize)]
struct Chain {
    before: String,
    after: String,
    /// Day of the earlier meeting; first, last day in time, last day of the later one.
    days: Vec<(i64, i64, i64, i64)>,
    same: Vec<(String, String)>,
    same_preferred: Vec<(String, String)>,
}

#[derive(Serialize)]
struct Limit {
    person: String,
    per: &'static str,
    most: u32,
    /// Kinds of seats that count; `None` = all.
    seats: Option<Vec<String>>,
    used: Vec<(i64, u32)>,
}

/// Takes everything that names somebody out of a batch.
pub fn instance(batch: &Batch) -> Instance {
    let all: Vec<usize> = (0..batch.meetings.len()).collect();
    let levels = Levels::new(batch);
    let resources = Resources::new(batch, &all);
    let grounds = parallel(&all, |index| {
        Ground::new(&batch.meetings[*index], &levels, &resources)
    });
    let room = Room {
        levels: &levels,
        resources: &resources,
        grounds: &grounds,
    };
    // The gaps that meetings keep are told as such.
    let relaxed = with_gap(&room, 0);
    let names = Names::new(batch, &resources);
    let known = |number: u32| Resource {
        id: names.resource(number),
        takes: relaxed.capacity[number as usize],
        had: relaxed.history[number as usize],
    };
    let people = names.people as u32;
    let meetings = relaxed.meetings.iter().enumerate();
    Instance {
        format: "quorate-model/1",
        levels: batch.order.iter().map(|level| level.name()).collect(),
        people: (0..people).map(known).collect(),
        venues: (people..resources.len() as u32).map(known).collect(),
        travel: travel(batch, &names),
        meetings: meetings
            .map(|(index, relaxed)| meeting(batch, index, relaxed, &names))
            .collect(),
        links: links(batch, &names),
        limits: limits(batch, &names),
    }
}

/// What everything is called in an instance.
struct Names<'a> {
    resources: &'a Resources,
    people: usize,
    /// Numbers of the people and venues that any meeting knows.
    contacts: BTreeMap<ContactId, u32>,
    venues: BTreeMap<VenueId, u32>,
    /// Numbers of the ids of seats, in the order in which they are met.
    kinds: BTreeMap<&'a str, usize>,
    batch: &'a Batch,
    first_day: NaiveDate,
}

impl<'a> Names<'a> {
    fn new(batch: &'a Batch, resources: &'a Resources) -> Names<'a> {
        let mut names = Names {
            resources,
            people: 0,
            contacts: BTreeMap::new(),
            venues: BTreeMap::new(),
            kinds: BTreeMap::new(),
            batch,
            first_day: batch
                .span()
                .map_or(NaiveDate::MIN, |span| batch.zone.local(span.start()).date()),
        };
        for meeting in &batch.meetings {
            let problem = &meeting.problem;
            for contact in problem.members.iter().filter_map(|member| member.contact) {
                names.contacts.insert(contact, resources.contact(contact));
            }
            for choice in problem.venues.iter().chain(&problem.part_venues) {
                names
                    .venues
                    .insert(choice.venue, resources.venue(choice.venue));
            }
            for seat in &problem.seats {
                let next = names.kinds.len() + 1;
                names.kinds.entry(&seat.id).or_insert(next);
            }
        }
        names.people = names.contacts.len();
        names
    }

    fn resource(&self, number: u32) -> String {
        match (number as usize).checked_sub(self.people) {
            None => format!("p{}", number + 1),
            Some(venue) => format!("v{}", venue + 1),
        }
    }

    fn meeting(&self, index: usize) -> String {
        format!("m{}", index + 1)
    }

    fn kind(&self, seat: &str) -> Option<String> {
        Some(format!("k{}", self.kinds.get(seat)?))
    }

    fn seat(&self, meeting: usize, seat: SeatId) -> String {
        let id = &self.batch.problem(meeting).seat(seat).id;
        self.kind(id).unwrap_or_default()
    }

    fn day(&self, date: NaiveDate) -> i64 {
        date.signed_duration_since(self.first_day).num_days()
    }

    /// Minutes of local time from the first day's beginning, each day 1,440 of them.
    fn minute(&self, meeting: usize, instant: Instant) -> i64 {
        let local = self.batch.problem(meeting).zone.local(instant);
        self.day(local.date()) * 1_440 + i64::from(local.time().num_seconds_from_midnight()) / 60
    }
}

fn meeting(batch: &Batch, index: usize, relaxed: &RelaxedMeeting, names: &Names) -> Meeting {
    let own = &batch.meetings[index];
    let problem = &own.problem;
    let minutes: Vec<i64> = relaxed
        .starts
        .iter()
        .map(|s| names.minute(index, *s))
        .collect();
    let filling = problem.seats.iter().filter(|seat| {
        use crate::model::Level::{Expected, Preferred, Required};
        matches!(seat.level, Required | Expected | Preferred)
    });
    let count = relaxed.starts.len();
    let told = own.published.as_ref().map(|published| {
        let people = published.people.iter();
        let people = people.filter_map(|(_, member)| problem.member(*member).contact);
        let venue = published.venue.and_then(|venue| names.venues.get(&venue));
        Told {
            start: names.minute(index, published.start),
            venue: venue.map(|venue| names.resource(*venue)),
            people: people
                .map(|c| names.resource(names.resources.contact(c)))
                .collect(),
            others: published.others,
        }
    });
    Meeting {
        id: names.meeting(index),
        buffer_before: problem.buffer.before_minutes,
        buffer_after: problem.buffer.after_minutes,
        starts: steps(&minutes),
        empty: relaxed.empty.0.to_vec(),
        best: (0..PlanLevel::COUNT)
            .map(|level| alike(&relaxed.best, level))
            .collect(),
        seats: relaxed
            .seats
            .iter()
            .zip(filling)
            .map(|(seat, spec)| seated(seat, names.kind(&spec.id), count, names))
            .collect(),
        venues: relaxed
            .venues
            .iter()
            .map(|venue| Free {
                id: names.resource(venue.resource),
                free: runs(&venue.free, count),
            })
            .collect(),
        venue_pieces: minutes_of(&relaxed.venue_pieces),
        told,
        frozen: own.frozen,
    }
}

fn seated(seat: &RelaxedSeat, kind: Option<String>, starts: usize, names: &Names) -> Seat {
    Seat {
        kind: kind.unwrap_or_default(),
        level: seat.level.name(),
        places: seat.places,
        weight: seat.weight,
        needed: seat.needed,
        pool: seat.pool,
        partial: seat.partial,
        pieces: minutes_of(&seat.pieces),
        candidates: seat
            .candidates
            .iter()
            .map(|one| Free {
                id: names.resource(one.resource),
                free: runs(&one.sure, starts),
            })
            .collect(),
    }
}

fn travel(batch: &Batch, names: &Names) -> Vec<(String, String, u32)> {
    let Some(first) = batch.meetings.first() else {
        return Vec::new();
    };
    let mut travel = Vec::new();
    for (from, to, minutes) in first.problem.travel.iter() {
        if let (Some(from), Some(to)) = (names.venues.get(from), names.venues.get(to)) {
            travel.push((*from, *to, *minutes));
        }
    }
    travel.sort_unstable();
    let named = travel.into_iter();
    named
        .map(|(from, to, minutes)| (names.resource(from), names.resource(to), minutes))
        .collect()
}

fn links(batch: &Batch, names: &Names) -> Vec<Chain> {
    let links = batch.links.iter().map(|link| {
        let pair = |(before, after): &(SeatId, SeatId)| {
            (
                names.seat(link.before, *before),
                names.seat(link.after, *after),
            )
        };
        let days = link.allowed.iter().map(|(day, follow)| {
            let last = names.day(follow.last);
            (
                names.day(*day),
                names.day(follow.first),
                last,
                names.day(follow.late_to),
            )
        });
        Chain {
            before: names.meeting(link.before),
            after: names.meeting(link.after),
            days: days.collect(),
            same: link.same.iter().map(pair).collect(),
            same_preferred: link.same_preferred.iter().map(pair).collect(),
        }
    });
    links.collect()
}

fn limits(batch: &Batch, names: &Names) -> Vec<Limit> {
    let limits = batch.limits.iter().filter_map(|limit| {
        let seats = limit.seats.as_ref();
        let used = limit
            .used
            .iter()
            .map(|(day, count)| (names.day(*day), *count));
        Some(Limit {
            person: names.resource(*names.contacts.get(&limit.contact)?),
            per: match limit.per {
                Stretch::Day => "day",
                Stretch::Week => "week",
            },
            most: limit.most,
            seats: seats.map(|seats| seats.iter().filter_map(|seat| names.kind(seat)).collect()),
            used: used.collect(),
        })
    });
    limits.collect()
}

/// Numbers as runs of the same step.
fn steps(numbers: &[i64]) -> Vec<(i64, i64, usize)> {
    let mut runs: Vec<(i64, i64, usize)> = Vec::new();
    let mut last = 0;
    for number in numbers {
        match runs.last_mut() {
            Some((_, step, count)) if *count == 1 || number - last == *step => {
                *step = number - last;
                *count += 1;
            }
            _ => runs.push((*number, 0, 1)),
        }
        last = *number;
    }
    runs
}

/// The values of a level as runs of the same value.
fn alike(values: &Values, level: usize) -> Vec<(i64, usize)> {
    let mut runs: Vec<(i64, usize)> = Vec::new();
    for start in 0..values.len() {
        let value = values.at(start, level);
        match runs.last_mut() {
            Some((same, count)) if *same == value => *count += 1,
            _ => runs.push((value, 1)),
        }
    }
    runs
}

/// The bits that are set, of so many, as runs: the first and one past the last.
fn runs(bits: &[u64], count: usize) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for bit in (0..count).filter(|bit| bits[bit / 64] >> (bit % 64) & 1 == 1) {
        match runs.last_mut() {
            Some((_, end)) if *end == bit => *end += 1,
            _ => runs.push((bit, bit + 1)),
        }
    }
    runs
}

fn minutes_of(pieces: &[(i64, i64)]) -> Vec<(i64, i64)> {
    pieces
        .iter()
        .map(|(from, to)| (from / 60, to / 60))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_say_what_they_stand_for() {
        assert_eq!(runs(&[0b1011_0110], 7), [(1, 3), (4, 6)]);
        assert_eq!(runs(&[u64::MAX, 1], 65), [(0, 65)]);
        assert_eq!(steps(&[]), []);
        assert_eq!(steps(&[5, 20, 35, 100, 115]), [(5, 15, 3), (100, 15, 2)]);
        let numbers = [0, 15, 30, 1440, 1500, 1501];
        let back = steps(&numbers);
        let back = back.iter().flat_map(|(first, step, count)| {
            (0..*count as i64).map(move |place| first + place * step)
        });
        assert_eq!(back.collect::<Vec<_>>(), numbers);
    }
}
