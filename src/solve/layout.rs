//! What of a problem stays the same for every start: seats flattened to candidates, costs, who shares whom.

use crate::model::{Clause, Level, Mode, Problem, RankLevel, VenueId};
use crate::quorum::Quorum;
use crate::time::Instant;
use std::ops::Range;

/// Costs of an assignment, smaller is better: the additive levels of the objective in the policy's order, most important
/// first, then the number of empty places, packed into one integer so that adding and comparing are single operations.
pub(super) type Cost = i128;

/// The levels that are sums over the people seated, each with the bits that it gets in a packed cost.
///
/// No sum comes near half of its range (meetings have at most [`MOST_PLACES`](crate::model::MOST_PLACES) places of weight
/// [`MOST_WEIGHT`](crate::model::MOST_WEIGHT)), so that packed sums
/// and their differences compare like tuples.
const ADDITIVE: [(RankLevel, u32); 5] = [
    (RankLevel::Required, 26),
    (RankLevel::Wanted, 26),
    (RankLevel::Deputies, 16),
    (RankLevel::Reliance, 12),
    (RankLevel::Load, 21),
];

/// Bits of the number of empty places, which stands behind all levels.
const EMPTY_BITS: u32 = 8;

/// Most meetings that are told apart when loads are compared.
const MOST_LOAD: u32 = 5_000;

/// One candidate of one seat.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flat {
    pub seat: usize,
    pub member: usize,
    pub rank: u8,
}

/// Attendance that is asked of members: the seat's parts, whether a share is enough, and whether it is in person.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Shape {
    /// Stretches in seconds from the start of the meeting, in order, not touching.
    pub pieces: Vec<(i64, i64)>,
    pub partial: Option<u8>,
    pub in_person: bool,
}

/// The cost of a flat in its parts.
#[derive(Clone, Copy, Debug)]
struct Price {
    /// For being seated at all.
    seated: Cost,
    /// Gained for each per cent of the time.
    percent: Cost,
    /// For each unit of reliance.
    reliance: Cost,
}

pub(super) struct Layout<'a> {
    pub problem: &'a Problem,
    pub flats: Vec<Flat>,
    /// The flats of each seat.
    pub of_seat: Vec<Range<usize>>,
    pub shapes: Vec<Shape>,
    /// Shape of each seat.
    pub shape_of: Vec<usize>,
    /// Seats in groups that share no member with each other.
    pub components: Vec<Vec<usize>>,
    pub quorum: Quorum,
    /// Seats that the quorum asks for in any case.
    pub needed_seats: Vec<usize>,
    /// Pairs of flats that may not both be chosen.
    pub apart: Vec<(usize, usize)>,
    /// Seats whose people are chosen by us: more first-rank candidates than places.
    pub pool: Vec<bool>,
    /// Where each additive level begins in a packed cost.
    shift: [u32; ADDITIVE.len()],
    /// What each flat costs.
    prices: Vec<Price>,
    /// Cost of nobody coming.
    pub empty: Cost,
    /// Total weight of all places, in hundredths: required, wanted.
    pub weight: (i64, i64),
}

impl<'a> Layout<'a> {
    pub(super) fn new(problem: &'a Problem) -> Layout<'a> {
        let mut flats = Vec::new();
        let mut of_seat = Vec::new();
        let mut shapes: Vec<Shape> = Vec::new();
        let mut shape_of = Vec::new();
        for (index, seat) in problem.seats.iter().enumerate() {
            let first = flats.len();
            flats.extend(seat.candidates.iter().map(|candidate| Flat {
                seat: index,
                member: candidate.member.index(),
                rank: candidate.rank,
            }));
            of_seat.push(first..flats.len());
            let origin = Instant(0);
            let shape = Shape {
                pieces: problem
                    .needed(seat, origin)
                    .iter()
                    .map(|piece| (piece.start().0, piece.end().0))
                    .collect(),
                partial: seat.partial_percent,
                in_person: seat.mode == Mode::InPerson,
            };
            let known = shapes.iter().position(|other| *other == shape);
            shape_of.push(known.unwrap_or(shapes.len()));
            if known.is_none() {
                shapes.push(shape);
            }
        }
        let pool = problem
            .seats
            .iter()
            .map(|seat| {
                let first_rank = seat.candidates.iter().filter(|c| c.rank == 0).count();
                first_rank > seat.places as usize
            })
            .collect();
        let mut layout = Layout {
            problem,
            components: components(&flats, problem.seats.len()),
            quorum: Quorum::new(&problem.quorum, &problem.members),
            needed_seats: needed_seats(&problem.quorum),
            apart: apart_flats(problem, &flats),
            flats,
            of_seat,
            shapes,
            shape_of,
            pool,
            shift: shifts(problem),
            prices: Vec::new(),
            empty: 0,
            weight: (0, 0),
        };
        layout.prices = layout.flats.iter().map(|flat| layout.price(flat)).collect();
        let places: i128 = problem
            .seats
            .iter()
            .map(|seat| i128::from(seat.places))
            .sum();
        layout.empty = places;
        for seat in &problem.seats {
            let weight = i64::from(seat.weight) * 100 * i64::from(seat.places);
            match level_of(seat.level) {
                Some(RankLevel::Required) => layout.weight.0 += weight,
                Some(_) => layout.weight.1 += weight,
                None => {}
            }
        }
        layout.empty += layout.at(RankLevel::Required, layout.weight.0)
            + layout.at(RankLevel::Wanted, layout.weight.1);
        layout
    }

    fn at(&self, level: RankLevel, value: i64) -> Cost {
        let position = position(level).expect("only additive levels are packed");
        i128::from(value) << self.shift[position]
    }

    /// What seating `flat` for `percent` of its time at the given reliance adds to [`Layout::empty`].
    pub(super) fn cost(&self, flat: usize, percent: u8, reliance: u8) -> Cost {
        let price = &self.prices[flat];
        price.seated - price.percent * Cost::from(percent) + price.reliance * Cost::from(reliance)
    }

    /// Optional seats are not weighed: whoever can come is welcome there, and that alone counts.
    fn price(&self, flat: &Flat) -> Price {
        let spec = &self.problem.seats[flat.seat];
        let Some(level) = level_of(spec.level) else {
            return Price {
                seated: -1,
                percent: 0,
                reliance: 0,
            };
        };
        let load = match self.pool[flat.seat] {
            true => self.problem.members[flat.member].load.min(MOST_LOAD),
            false => 0,
        };
        Price {
            seated: self.at(RankLevel::Deputies, i64::from(flat.rank))
                + self.at(RankLevel::Load, i64::from(load))
                - 1,
            percent: self.at(level, i64::from(spec.weight)),
            reliance: self.at(RankLevel::Reliance, 1),
        }
    }

    /// The value of one additive level in a total cost.
    pub(super) fn unpack(&self, cost: Cost, level: RankLevel) -> i64 {
        position(level).map_or(0, |position| {
            ((cost >> self.shift[position]) & ((1 << ADDITIVE[position].1) - 1)) as i64
        })
    }

    /// How many places a total cost leaves empty.
    pub(super) fn empty_places(&self, cost: Cost) -> i64 {
        (cost & ((1 << EMPTY_BITS) - 1)) as i64
    }

    /// The venue that matters for gaps to other meetings: none for those who do not travel.
    pub(super) fn gap_venue(&self, seat: usize, venue: Option<VenueId>) -> Option<VenueId> {
        venue.filter(|_| self.shapes[self.shape_of[seat]].in_person)
    }
}

fn level_of(level: Level) -> Option<RankLevel> {
    match level {
        Level::Required => Some(RankLevel::Required),
        Level::Expected | Level::Preferred => Some(RankLevel::Wanted),
        Level::Optional | Level::Informed => None,
    }
}

fn position(level: RankLevel) -> Option<usize> {
    ADDITIVE.iter().position(|(known, _)| *known == level)
}

/// The least important level begins above the empty places, each other above the one behind it.
fn shifts(problem: &Problem) -> [u32; ADDITIVE.len()] {
    let mut shift = [0; ADDITIVE.len()];
    let mut from = EMPTY_BITS;
    for level in problem.policy.order.iter().rev() {
        if let Some(position) = position(*level) {
            shift[position] = from;
            from += ADDITIVE[position].1;
        }
    }
    shift
}

/// The seats named by the clauses that must all hold, each once.
fn needed_seats(clause: &Clause) -> Vec<usize> {
    let mut needed: Vec<usize> = match clause {
        Clause::All(of) => of.iter().flat_map(needed_seats).collect(),
        Clause::Seat(seat) => vec![seat.index()],
        Clause::Any { .. } | Clause::Count { .. } => Vec::new(),
    };
    needed.sort_unstable();
    needed.dedup();
    needed
}

/// Groups seats that share a member, directly or through others.
fn components(flats: &[Flat], seats: usize) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..seats).collect();
    fn root(leader: &[usize], mut seat: usize) -> usize {
        while leader[seat] != seat {
            seat = leader[seat];
        }
        seat
    }
    let mut by_member: Vec<&Flat> = flats.iter().collect();
    by_member.sort_by_key(|flat| flat.member);
    for pair in by_member.windows(2) {
        if pair[0].member == pair[1].member {
            let (a, b) = (root(&leader, pair[0].seat), root(&leader, pair[1].seat));
            leader[a.max(b)] = a.min(b);
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); seats];
    for seat in 0..seats {
        groups[root(&leader, seat)].push(seat);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// All pairs of flats that would bring an apart pair into one part.
fn apart_flats(problem: &Problem, flats: &[Flat]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (a, b) in &problem.apart {
        for (i, first) in flats.iter().enumerate() {
            for (j, second) in flats.iter().enumerate() {
                let parts = &problem.seats[second.seat].parts;
                let meet = problem.seats[first.seat]
                    .parts
                    .iter()
                    .any(|part| parts.contains(part));
                if first.member == a.index() && second.member == b.index() && meet {
                    pairs.push((i, j));
                }
            }
        }
    }
    pairs
}
