//! Prices for the time of people and venues.
//!
//! With a price for each resource and grain every meeting takes what is cheapest for it: its value at the level plus what the time of
//! the people and the venue costs that it takes. The sum of that, less what all the time on offer is worth, is never above the
//! best plan's value, whatever the prices are: where nothing is taken twice the plan pays at most what is on offer. Prices rise where
//! more is asked for than there is, and fall where less is ([`grid`] keeps them), so the bound gets better; the best is kept. All in
//! whole numbers: prices are counted in a fraction of the level's unit, and the last division rounds up, since values are whole.

mod grid;

use super::super::super::field::parallel;
use super::super::relaxation::{Relaxation, RelaxedMeeting, RelaxedSeat};
use super::{Forced, Left, get, ones};
use crate::model::PlanLevel;
use grid::Grid;

/// What the dearest thing of a level costs: enough for fine differences, and far from where sums overflow.
const FINEST: i64 = 1 << 22;

/// Most ways to hold a meeting that share its demand in one step.
const MOST_WAYS: usize = 8;

/// Demand that is made of one meeting, in parts.
const WHOLE: i32 = 1 << 10;

/// Meetings that are looked at as one piece of work.
const AT_ONCE: usize = 64;

/// The best bound that so many steps find.
pub(super) fn bound(
    relaxation: &Relaxation,
    left: &Left,
    level: usize,
    plan: i64,
    steps: u32,
    threads: usize,
) -> i64 {
    let market = Market::new(relaxation, left, level);
    let mut grid = Grid::new(relaxation, market.dearest);
    let mut best = i64::MIN;
    // The step in 1,024ths of the way that would close the gap if the plan were the best; halved where nothing gets better.
    let mut stride = 1_024_i64;
    let mut idle = 0;
    for step in 0..=steps {
        let (value, demand) = market.ask(&grid, step, threads);
        let value = value - grid.on_offer();
        if value > best {
            best = value;
            idle = 0;
        } else {
            idle += 1;
            if idle == 4 {
                idle = 0;
                stride = (stride / 2).max(8);
            }
        }
        if market.whole(best) >= plan || step == steps {
            break;
        }
        let missing = (plan * market.scale - value).max(market.scale);
        grid.improve(&demand, missing, stride);
    }
    market.whole(best)
}

/// The level at which prices are paid, and what is known of the levels above.
struct Market<'a> {
    relaxation: &'a Relaxation,
    left: &'a Left,
    forced: Forced,
    level: usize,
    name: PlanLevel,
    /// Parts of the level's unit.
    scale: i64,
    /// A price that nobody pays, in parts.
    dearest: i64,
}

/// Time that is asked for: a resource, grains from and to, how much.
type Demand = (u32, u32, u32, i32);

/// Working space of one meeting.
#[derive(Default)]
struct Desk {
    /// Of each start what it costs.
    cost: Vec<i64>,
    /// Of each start what the seats of the level cost.
    seats: Vec<i64>,
    /// The cheapest candidates of a seat, place by place.
    cheapest: Vec<i64>,
    from: Vec<u32>,
    to: Vec<u32>,
    zero: Vec<u64>,
}

/// What a place costs for which nobody is to be had.
const NOBODY: i64 = i64::MAX;

impl<'a> Market<'a> {
    fn new(relaxation: &'a Relaxation, left: &'a Left, level: usize) -> Market<'a> {
        let name = relaxation.order[level];
        let weight = |meeting: &RelaxedMeeting| {
            let seats = meeting.seats.iter().filter(|seat| seat.level == name);
            let seats = seats.map(|seat| seat.weight).max();
            seats.unwrap_or(0).max(meeting.empty.0[level])
        };
        let most = relaxation.meetings.iter().map(weight).max();
        let scale = (FINEST / most.unwrap_or(1).max(1)).max(1);
        Market {
            relaxation,
            left,
            forced: Forced::new(relaxation, left),
            level,
            name,
            scale,
            dearest: scale * most.unwrap_or(1).max(1),
        }
    }

    /// In the level's unit, to the safe side: a value that is not below a fraction is not below the next whole number.
    fn whole(&self, parts: i64) -> i64 {
        -(-parts).div_euclid(self.scale)
    }

    /// What all meetings pay at their cheapest, and what they then ask for.
    fn ask(&self, grid: &Grid, step: u32, threads: usize) -> (i64, Vec<Vec<Demand>>) {
        let count = self.relaxation.meetings.len();
        let chunks: Vec<usize> = (0..count).step_by(AT_ONCE).collect();
        let work = |first: &usize| {
            let mut desk = Desk::default();
            let mut demand = Vec::new();
            let mut sum = 0;
            for meeting in *first..(*first + AT_ONCE).min(count) {
                sum += self.meeting(grid, meeting, step, &mut desk, &mut demand);
            }
            (sum, demand)
        };
        let done: Vec<(i64, Vec<Demand>)> = match threads {
            0 | 1 => chunks.iter().map(work).collect(),
            _ => parallel(&chunks, work),
        };
        let sum = done.iter().map(|(sum, _)| sum).sum();
        (sum, done.into_iter().map(|(_, demand)| demand).collect())
    }

    /// What one meeting pays at its cheapest; what it asks for there is noted.
    fn meeting(
        &self,
        grid: &Grid,
        index: usize,
        step: u32,
        desk: &mut Desk,
        demand: &mut Vec<Demand>,
    ) -> i64 {
        let meeting = &self.relaxation.meetings[index];
        self.costs(grid, index, desk);
        let allowed = &self.left.starts[index];
        let empty = self.left.may_be_empty[index].then(|| meeting.empty.0[self.level] * self.scale);
        let least = ones(allowed)
            .map(|start| desk.cost[start])
            .chain(empty)
            .min();
        let least = least.unwrap_or(0);
        // Starts that cost the same share the demand, and later steps take others of them.
        let starts: Vec<usize> = ones(allowed)
            .filter(|start| desk.cost[*start] == least)
            .collect();
        let ways = MOST_WAYS.min(starts.len().next_power_of_two());
        if starts.is_empty() || empty == Some(least) {
            return least;
        }
        for way in 0..ways {
            let turn = index * 7 + step as usize * 5 + way;
            // Evenly over the starts, beginning somewhere else each time.
            let start = starts[(way * starts.len() / ways + turn * 13) % starts.len()];
            self.take(
                grid,
                meeting,
                start,
                turn,
                WHOLE / ways as i32,
                desk,
                demand,
            );
        }
        least
    }

    /// Fills the desk with what each start costs.
    fn costs(&self, grid: &Grid, index: usize, desk: &mut Desk) {
        let meeting = &self.relaxation.meetings[index];
        let count = meeting.starts.len();
        desk.cost.clear();
        desk.cost.resize(count, 0);
        desk.seats.clear();
        desk.seats.resize(count, 0);
        let allowed = &self.left.starts[index];
        let paid = |seat: &RelaxedSeat| {
            seat.candidates
                .iter()
                .any(|(resource, _)| grid.is_priced(*resource))
        };
        let any_paid = meeting
            .seats
            .iter()
            .any(|seat| seat.level == self.name && paid(seat));
        for seat in meeting.seats.iter().filter(|seat| !seat.partial) {
            let own = seat.level == self.name;
            let forced = self.forced.concerns(seat) || self.quorum_at_stake(seat);
            if !((own && any_paid) || (forced && paid(seat))) {
                continue;
            }
            self.cheapest(grid, meeting, seat, allowed, desk);
            let places = seat.places as usize;
            let weight = if own { seat.weight * self.scale } else { 0 };
            for start in ones(allowed) {
                let must = self.must(meeting, seat, start) as usize;
                let mut cost = 0;
                for (place, price) in desk.cheapest[start * places..][..places].iter().enumerate() {
                    cost += match (*price, place < must) {
                        (NOBODY, _) if own => weight,
                        (NOBODY, _) => 0,
                        (price, true) => price,
                        (price, false) => price.min(weight),
                    };
                }
                if own {
                    desk.seats[start] += cost;
                } else {
                    desk.cost[start] += cost;
                }
            }
        }
        for start in ones(allowed) {
            let best = meeting.best.at(start, self.level) * self.scale;
            let seats = desk.seats[start];
            let cost = &mut desk.cost[start];
            *cost = if self.name == PlanLevel::Quorate && best < self.scale {
                // Either everybody whom the quorum needs is paid for, or the meeting is not quorate.
                (best + *cost).min(self.scale)
            } else {
                best.max(seats) + *cost
            };
        }
        self.venues(grid, meeting, allowed, desk);
    }

    /// At the level of quoracy the people whom the quorum needs have to be paid for.
    fn quorum_at_stake(&self, seat: &RelaxedSeat) -> bool {
        self.name == PlanLevel::Quorate && seat.needed > 0
    }

    /// Places that have to be paid for if the meeting stands at this start, and is quorate where that is the level.
    fn must(&self, meeting: &RelaxedMeeting, seat: &RelaxedSeat, start: usize) -> u32 {
        let forced = self.forced.places(meeting, seat, start);
        match self.quorum_at_stake(seat) && meeting.best.at(start, self.level) == 0 {
            true => forced.max(seat.needed.min(seat.places)),
            false => forced,
        }
    }

    /// For each start and place of the seat the price of the next cheapest candidate, or [`NOBODY`].
    fn cheapest(
        &self,
        grid: &Grid,
        meeting: &RelaxedMeeting,
        seat: &RelaxedSeat,
        allowed: &[u64],
        desk: &mut Desk,
    ) {
        let places = seat.places as usize;
        desk.cheapest.clear();
        desk.cheapest.resize(meeting.starts.len() * places, NOBODY);
        desk.zero.clear();
        desk.zero.resize(allowed.len(), 0);
        let priced = |resource: &u32| grid.is_priced(*resource);
        if places == 1 {
            // Where somebody costs nothing nobody else needs to be looked at.
            for (_, free) in seat.candidates.iter().filter(|(r, _)| !priced(r)) {
                for (zero, free) in desk.zero.iter_mut().zip(free) {
                    *zero |= free;
                }
            }
            for start in ones(&desk.zero).filter(|start| get(allowed, *start)) {
                desk.cheapest[start] = 0;
            }
        }
        for (piece, (begin, end)) in seat.pieces.iter().enumerate() {
            desk.from
                .resize(meeting.starts.len() * seat.pieces.len(), 0);
            desk.to.resize(meeting.starts.len() * seat.pieces.len(), 0);
            for start in ones(allowed) {
                let (from, to) = grid.grains(meeting.starts[start], *begin, *end);
                desk.from[start * seat.pieces.len() + piece] = from;
                desk.to[start * seat.pieces.len() + piece] = to;
            }
        }
        let pieces = seat.pieces.len();
        for (resource, free) in &seat.candidates {
            let row = grid.row(*resource);
            if row.is_none() && places == 1 {
                continue;
            }
            for (word, allowed) in allowed.iter().enumerate() {
                let free = free.get(word).copied().unwrap_or(0);
                let mut rest = free & allowed & !desk.zero[word];
                while rest != 0 {
                    let start = word * 64 + rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    let mut price = 0;
                    if let Some(row) = &row {
                        for piece in start * pieces..(start + 1) * pieces {
                            price += row.sum(desk.from[piece], desk.to[piece]);
                        }
                    }
                    for place in &mut desk.cheapest[start * places..][..places] {
                        if price < *place {
                            std::mem::swap(place, &mut price);
                        }
                    }
                }
            }
        }
    }

    /// Adds the cheapest venue.
    fn venues(&self, grid: &Grid, meeting: &RelaxedMeeting, allowed: &[u64], desk: &mut Desk) {
        if meeting
            .venues
            .iter()
            .all(|venue| !grid.is_priced(venue.resource))
        {
            return;
        }
        for start in ones(allowed) {
            let free = meeting
                .venues
                .iter()
                .filter(|venue| get(&venue.free, start));
            let prices = free.map(|venue| {
                self.price(grid, meeting, venue.resource, start, &meeting.venue_pieces)
            });
            desk.cost[start] += prices.min().unwrap_or(0);
        }
    }

    fn price(
        &self,
        grid: &Grid,
        meeting: &RelaxedMeeting,
        resource: u32,
        start: usize,
        pieces: &[(i64, i64)],
    ) -> i64 {
        let Some(row) = grid.row(resource) else {
            return 0;
        };
        let pieces = pieces.iter().map(|(begin, end)| {
            let (from, to) = grid.grains(meeting.starts[start], *begin, *end);
            row.sum(from, to)
        });
        pieces.sum()
    }

    /// Notes the time that the meeting asks for at a start. Those who cost the same take turns.
    #[allow(clippy::too_many_arguments)]
    fn take(
        &self,
        grid: &Grid,
        meeting: &RelaxedMeeting,
        start: usize,
        turn: usize,
        share: i32,
        desk: &Desk,
        demand: &mut Vec<Demand>,
    ) {
        let mut note = |resource: u32, pieces: &[(i64, i64)]| {
            for (begin, end) in pieces {
                let (from, to) = grid.grains(meeting.starts[start], *begin, *end);
                if from < to && grid.is_shared(resource) {
                    demand.push((resource, from, to, share));
                }
            }
        };
        let best = meeting.best.at(start, self.level) * self.scale;
        // Where something else makes the meeting this dear, or it rather is not quorate, nobody is asked for at this level.
        let own_counts = desk.seats[start] >= best;
        let quorate = self.name != PlanLevel::Quorate || desk.cost[start] < best.max(self.scale);
        for seat in meeting.seats.iter().filter(|seat| !seat.partial) {
            let own = seat.level == self.name && own_counts;
            let must = match quorate {
                true => self.must(meeting, seat, start),
                false => self.forced.places(meeting, seat, start),
            };
            if !own && must == 0 {
                continue;
            }
            let count = seat.candidates.len();
            let mut there: Vec<(i64, usize, u32)> = seat
                .candidates
                .iter()
                .enumerate()
                .filter(|(_, (_, free))| get(free, start))
                .map(|(place, (resource, _))| {
                    let price = self.price(grid, meeting, *resource, start, &seat.pieces);
                    (price, (place + turn) % count, *resource)
                })
                .collect();
            there.sort_unstable();
            let weight = seat.weight * self.scale;
            for (place, (price, _, resource)) in there.iter().take(seat.places as usize).enumerate()
            {
                if place < must as usize || (own && *price <= weight) {
                    note(*resource, &seat.pieces);
                }
            }
        }
        let free = meeting.venues.iter().enumerate();
        let free = free.filter(|(_, venue)| get(&venue.free, start));
        let cheapest = free.min_by_key(|(place, venue)| {
            let price = self.price(grid, meeting, venue.resource, start, &meeting.venue_pieces);
            (price, (place + turn) % meeting.venues.len())
        });
        if let Some((_, venue)) = cheapest {
            note(venue.resource, &meeting.venue_pieces);
        }
    }
}
