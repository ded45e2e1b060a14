//! Every way to hold one meeting as if it were alone: a start, a room, people in seats.

use super::super::plan_support::oracle::cells::Status;
use super::super::plan_support::oracle::enumerate::{meet, there, wanted};
use super::super::plan_support::oracle::seatings::{Seating, member_of, quorum};
use super::super::plan_support::possible_starts;
use super::time::{Watch, Whose, instants};
use chrono::NaiveDate;
use quorate::model::*;
use quorate::time::Instant;
use std::rc::Rc;

/// A start and a room, with everybody's time there.
pub struct Spot {
    pub start: Instant,
    pub date: NaiveDate,
    pub venue: Option<VenueId>,
    /// Of each seat its candidates.
    pub people: Vec<Vec<Watch>>,
    /// Rooms, each once.
    pub rooms: Vec<Watch>,
}

/// One way to hold a meeting.
pub struct Way {
    pub spot: Rc<Spot>,
    pub seating: Seating,
}

pub fn ways(meeting: &BatchMeeting) -> Vec<Way> {
    let problem = &meeting.problem;
    let mut all = Vec::new();
    for (start, venue) in places(meeting) {
        let spot = Rc::new(spot(problem, start, venue));
        let room_is_there = spot.rooms.iter().all(|room| {
            let cells = room.statuses(problem, [].iter());
            cells.iter().all(|cell| cell.status != Status::Absent)
        });
        if !room_is_there && !meeting.frozen {
            continue;
        }
        let mut seatings = Vec::new();
        seat_all(problem, &spot, 0, 0, &mut Vec::new(), &mut seatings);
        // Whoever is asked and comes makes a quorum, or nothing does.
        seatings.retain(|seating| meeting.frozen || quorum(problem, seating));
        all.extend(seatings.into_iter().map(|seating| Way {
            spot: Rc::clone(&spot),
            seating,
        }));
    }
    all
}

fn places(meeting: &BatchMeeting) -> Vec<(Instant, Option<VenueId>)> {
    let problem = &meeting.problem;
    if let (true, Some(published)) = (meeting.frozen, &meeting.published) {
        return vec![(published.start, published.venue)];
    }
    let rooms: Vec<Option<VenueId>> = match problem.needs_venue {
        true => problem
            .venues
            .iter()
            .map(|choice| Some(choice.venue))
            .collect(),
        false => vec![None],
    };
    possible_starts(problem)
        .into_iter()
        .flat_map(|start| rooms.iter().map(move |room| (start, *room)))
        .collect()
}

fn spot(problem: &Problem, start: Instant, venue: Option<VenueId>) -> Spot {
    let people = problem.seats.iter().map(|seat| {
        let place = venue.filter(|_| seat.mode != Mode::Remote);
        let times: Vec<Instant> = wanted(problem, seat, start).collect();
        let own = seat.candidates.iter().map(|candidate| {
            let member = problem.member(candidate.member);
            let whose = member.contact.map(Whose::Contact);
            Watch::new(problem, whose, &member.timeline, place, &times)
        });
        own.collect()
    });
    let mut rooms: Vec<(VenueId, &[VenueChoice], PartVenue)> = Vec::new();
    if let (true, Some(venue)) = (problem.needs_venue, venue) {
        rooms.push((venue, &problem.venues, PartVenue::Meeting));
    }
    for part in &problem.parts {
        if let PartVenue::Named(venue) = part.venue
            && !rooms.iter().any(|(_, _, of)| *of == part.venue)
        {
            rooms.push((venue, &problem.part_venues, part.venue.clone()));
        }
    }
    let rooms = rooms.into_iter().filter_map(|(venue, choices, of)| {
        let choice = choices.iter().find(|choice| choice.venue == venue)?;
        let parts = problem.parts.iter().filter(|part| part.venue == of);
        let times = instants(parts.map(|part| part.at(start)));
        let whose = Some(Whose::Venue(venue));
        Some(Watch::new(problem, whose, &choice.timeline, None, &times))
    });
    Spot {
        start,
        date: problem.zone.local(start).date(),
        venue,
        people: people.collect(),
        rooms: rooms.collect(),
    }
}

/// Everybody into every seat that they could take if nobody else wanted them.
fn seat_all(
    problem: &Problem,
    spot: &Spot,
    seat: usize,
    from: usize,
    sits: &mut Seating,
    all: &mut Vec<Seating>,
) {
    let Some(spec) = problem.seats.get(seat) else {
        all.push(sits.clone());
        return;
    };
    // Nobody more here.
    seat_all(problem, spot, seat + 1, 0, sits, all);
    let here = sits.iter().filter(|(other, _)| *other == seat).count();
    if here == spec.places as usize {
        return;
    }
    for candidate in from..spec.candidates.len() {
        let one = (seat, candidate);
        let cells = spot.people[seat][candidate].statuses(problem, [].iter());
        let fits = sits.iter().all(|other| {
            member_of(problem, *other) != member_of(problem, one) && !meet(problem, *other, one)
        });
        if fits && there(spec, &cells).status != Status::Absent {
            sits.push(one);
            seat_all(problem, spot, seat, candidate + 1, sits, all);
            sits.pop();
        }
    }
}
