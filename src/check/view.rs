//! One slot as the checker sees it: who is there for which seat, worked out once for all rules.

use super::standing::{Demand, Here, Piece, Way, pieces};
use crate::model::{
    Confirming, Ground, MemberId, Mode, Problem, Seat, SeatId, Slot, State, Timeline, VenueId,
};
use crate::time::Interval;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How a candidate stands towards a seat.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Presence {
    pub here: Here,
    /// Share of the seat's time in per cent; 100 unless the seat may be partial.
    pub percent: u8,
    /// When, joined where stretches touch; for the unknown: when they would be.
    pub times: Vec<Interval>,
    /// Any of these is a true ground: several pieces may be equally weak.
    pub grounds: Vec<Ground>,
}

impl Presence {
    fn absent() -> Presence {
        Presence {
            here: Here::Absent,
            percent: 0,
            times: Vec::new(),
            grounds: Vec::new(),
        }
    }

    pub fn known(&self) -> bool {
        self.here.is_present()
    }

    pub fn possible(&self) -> bool {
        self.here != Here::Absent
    }
}

pub(super) struct View<'a> {
    pub problem: &'a Problem,
    pub slot: &'a Slot,
    presences: Arc<BTreeMap<(SeatId, MemberId), Presence>>,
}

impl<'a> View<'a> {
    pub fn new(problem: &'a Problem, slot: &'a Slot) -> View<'a> {
        View::barring(problem, slot, &BTreeSet::new())
    }

    /// The same where some may not sit in some seats, whatever their time says.
    pub fn barring(
        problem: &'a Problem,
        slot: &'a Slot,
        barred: &BTreeSet<(SeatId, MemberId)>,
    ) -> View<'a> {
        let mut presences = BTreeMap::new();
        for (seat_id, seat) in seats(problem) {
            for candidate in &seat.candidates {
                let presence = match barred.contains(&(seat_id, candidate.member)) {
                    true => Presence::absent(),
                    false => presence(problem, slot, seat, candidate.member),
                };
                presences.insert((seat_id, candidate.member), presence);
            }
        }
        View {
            problem,
            slot,
            presences: Arc::new(presences),
        }
    }

    /// What another slot says of the same start and the same venue.
    pub fn saying<'s>(&self, slot: &'s Slot) -> View<'s>
    where
        'a: 's,
    {
        View {
            problem: self.problem,
            slot,
            presences: Arc::clone(&self.presences),
        }
    }

    /// `None` = not a candidate of the seat.
    pub fn presence(&self, seat: SeatId, member: MemberId) -> Option<&Presence> {
        self.presences.get(&(seat, member))
    }

    /// Everybody who is a candidate somewhere, by seat, then by member.
    pub fn presences(&self) -> impl Iterator<Item = (SeatId, MemberId, &Presence)> {
        let all = self.presences.iter();
        all.map(|((seat, member), presence)| (*seat, *member, presence))
    }

    /// Whether the slot says that the known people make the quorum. Where only a room has to be rung, the people are
    /// as settled as where nobody has.
    pub fn people_suffice(&self) -> bool {
        let only_rooms =
            |set: &Vec<Confirming>| set.iter().all(|who| matches!(who, Confirming::Venue(_)));
        match self.slot.state {
            State::Quorate => true,
            State::QuorateIf => self.slot.confirm.iter().any(only_rooms),
            State::Short => false,
        }
    }

    /// How a venue stands towards the parts that it is wanted for.
    pub fn venue(&self, timeline: &Timeline, wanted: &[Interval]) -> Here {
        let way = |_: &crate::model::Taken| Way::default();
        let demand = Demand {
            buffer: self.problem.buffer,
            tentative: self.problem.policy.tentative,
            way: &way,
        };
        let all = wanted
            .iter()
            .flat_map(|window| pieces(timeline, *window, &demand));
        all.map(|piece| piece.here).min().unwrap_or(Here::Free)
    }
}

/// The seats with their ids.
pub(super) fn seats(problem: &Problem) -> impl Iterator<Item = (SeatId, &Seat)> {
    (0u32..).map(SeatId).zip(&problem.seats)
}

/// Whether two seats have a part in common.
pub(super) fn share_a_part(problem: &Problem, a: SeatId, b: SeatId) -> bool {
    let (a, b) = (problem.seat(a), problem.seat(b));
    a.parts.iter().any(|part| b.parts.contains(part))
}

/// Whether two members are kept apart.
pub(super) fn kept_apart(problem: &Problem, a: MemberId, b: MemberId) -> bool {
    problem.apart.contains(&(a, b)) || problem.apart.contains(&(b, a))
}

/// Whether members in these seats would meet although they are kept apart.
pub(super) fn clash(
    problem: &Problem,
    (seat, member): (SeatId, MemberId),
    (other_seat, other): (SeatId, MemberId),
) -> bool {
    kept_apart(problem, member, other) && share_a_part(problem, seat, other_seat)
}

fn presence(problem: &Problem, slot: &Slot, seat: &Seat, member: MemberId) -> Presence {
    let place: Option<VenueId> = match seat.mode {
        Mode::Remote | Mode::Report => None,
        Mode::InPerson => slot.venue,
    };
    let way = |taken: &crate::model::Taken| Way {
        from_there: problem.travel_minutes(taken.venue, place),
        to_there: problem.travel_minutes(place, taken.venue),
    };
    let demand = Demand {
        buffer: problem.buffer,
        tentative: problem.policy.tentative,
        way: &way,
    };
    let timeline = &problem.member(member).timeline;
    let needed = problem.needed(seat, slot.start);
    let all: Vec<Piece> = needed
        .iter()
        .flat_map(|window| pieces(timeline, window, &demand))
        .collect();
    let total: i64 = all.iter().map(|piece| piece.interval.seconds()).sum();
    let share = |least: Here| -> u8 {
        let there = all.iter().filter(|piece| piece.here >= least);
        let there: i64 = there.map(|piece| piece.interval.seconds()).sum();
        // At most 100, so that it fits.
        (100 * there / total.max(1)) as u8
    };
    let worst = |least: Here| {
        all.iter()
            .map(|piece| piece.here)
            .filter(|here| *here >= least)
            .min()
    };
    let (here, percent, least) = match seat.partial_percent {
        None => {
            let here = worst(Here::Absent).unwrap_or(Here::Absent);
            (here, 100, here)
        }
        Some(wanted) => {
            let (known, possible) = (share(Here::Tentative), share(Here::Unknown));
            if known >= wanted {
                let here = worst(Here::Tentative).unwrap_or(Here::Absent);
                (here, known, Here::Tentative)
            } else if possible >= wanted {
                (Here::Unknown, possible, Here::Unknown)
            } else {
                (Here::Absent, 0, Here::Absent)
            }
        }
    };
    let mut times: Vec<Interval> = Vec::new();
    let mut grounds = Vec::new();
    if here != Here::Absent {
        for piece in all.iter().filter(|piece| piece.here >= least) {
            match times.last_mut() {
                Some(last) if last.end() == piece.interval.start() => {
                    *last = Interval::new(last.start(), piece.interval.end()).unwrap_or(*last);
                }
                _ => times.push(piece.interval),
            }
            if piece.here == here {
                grounds.push(piece.ground);
            }
        }
        grounds.sort_unstable();
        grounds.dedup();
    }
    Presence {
        here,
        percent,
        times,
        grounds,
    }
}
