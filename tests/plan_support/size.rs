//! How many plans of a batch there are.

use super::oracle::cells::{CELL, Painted, Status, paint, starts};
use chrono::NaiveDate;
use quorate::model::*;
use quorate::time::{Instant, Interval};
use std::collections::BTreeSet;

/// The plans of the batch: the product of the ways to hold each meeting, or not to hold it, as if the others were not there. An
/// upper bound, since meetings exclude each other.
pub fn plans(batch: &Batch) -> u64 {
    let each = batch.meetings.iter().map(|one| 1 + choices(&one.problem));
    each.fold(1, u64::saturating_mul)
}

/// Ways to hold one meeting: a start, a venue, and for every place somebody who may come or nobody. An upper bound: that nobody
/// sits twice, who is kept apart and what the quorum wants are not looked at.
pub fn choices(problem: &Problem) -> u64 {
    let rooms: Vec<(Option<VenueId>, Option<Painted>)> = match problem.needs_venue {
        true => problem
            .venues
            .iter()
            .map(|choice| {
                (
                    Some(choice.venue),
                    Some(paint(problem, &choice.timeline, None)),
                )
            })
            .collect(),
        false => vec![(None, None)],
    };
    let mut sum = 0u64;
    for (venue, painted) in rooms {
        let people = painted_people(problem, venue);
        for start in possible_starts(problem) {
            let room_free = painted.as_ref().is_none_or(|painted| {
                let parts = problem.parts.iter();
                let mut wanted = parts
                    .filter(|part| part.venue == PartVenue::Meeting)
                    .flat_map(|part| starts(part.at(start)));
                wanted.all(|at| painted.cell(at).status != Status::Absent)
            });
            if room_free {
                let seats = problem.seats.iter().zip(&people);
                let ways = seats.map(|(seat, painted)| ways(problem, seat, painted, start));
                sum = sum.saturating_add(ways.fold(1, u64::saturating_mul));
            }
        }
    }
    sum
}

/// Every start of the grid inside window, notice and hours, or the pin; those after the limit too.
pub fn possible_starts(problem: &Problem) -> Vec<Instant> {
    let last = problem
        .late
        .map_or(problem.to, |late| late.to.max(problem.to));
    let all: BTreeSet<Instant> = match problem.pinned {
        Some(pinned) => BTreeSet::from([pinned]),
        None => days(problem.from, last)
            .flat_map(|date| {
                (0..24 * 60)
                    .step_by(problem.grain_minutes as usize)
                    .map(move |minute| (date, minute))
            })
            .map(|(date, minute)| {
                let wall = date.and_hms_opt(minute / 60, minute % 60, 0);
                problem.zone.instant(wall.expect("a time of day"))
            })
            .collect(),
    };
    let fits = |start: &Instant| {
        let whole = Interval::new(*start, start.plus(problem.length)).expect("a length");
        let inside = problem.inside.as_ref();
        *start >= problem.earliest && inside.is_none_or(|inside| inside.covers(whole))
    };
    all.into_iter().filter(fits).collect()
}

pub fn days(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().take_while(move |date| *date <= to)
}

/// Of every seat its candidates' time.
fn painted_people(problem: &Problem, venue: Option<VenueId>) -> Vec<Vec<Painted>> {
    let seats = problem.seats.iter();
    let of = |seat: &Seat| {
        let place = venue.filter(|_| seat.mode != Mode::Remote);
        let own = seat.candidates.iter();
        own.map(|one| paint(problem, &problem.member(one.member).timeline, place))
            .collect()
    };
    seats.map(of).collect()
}

/// In how many ways the places of a seat can be taken or left empty.
fn ways(problem: &Problem, seat: &Seat, people: &[Painted], start: Instant) -> u64 {
    let wanted: BTreeSet<Instant> = seat
        .parts
        .iter()
        .flat_map(|part| starts(problem.parts[*part].at(start)))
        .collect();
    let may_come = people
        .iter()
        .filter(|painted| {
            let cells = wanted.iter().map(|at| painted.cell(*at).status);
            let there = cells.filter(|status| *status != Status::Absent).count();
            100 * there >= usize::from(seat.partial_percent.unwrap_or(100)) * wanted.len()
        })
        .count() as u64;
    match seat.places {
        1 => 1 + may_come,
        _ => 1 + may_come + may_come * may_come.saturating_sub(1) / 2,
    }
}

/// A whole number of cells long, so that the brute force can look at it.
pub fn aligned(interval: Interval) -> bool {
    interval.start().0 % CELL == 0 && interval.end().0 % CELL == 0
}
