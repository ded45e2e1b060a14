//! Prices for the time of people and venues.
//!
//! With a price for each resource and grain every meeting takes what is cheapest for it: its value at the level plus what the time of
//! the people and the venue costs that it takes. The sum of that, less what all the time on offer is worth, is never above the
//! best plan's value, whatever the prices are: where nothing is taken twice the plan pays at most what is on offer. Prices rise where
//! more is asked for than there is, and fall where less is ([`grid`] keeps them), so the bound gets better; the best is kept. All in
//! whole numbers: prices are counted in a fraction of the level's unit, and the last division rounds up, since values are whole.

mod grid;

use super::super::relaxation::{Relaxation, RelaxedMeeting, RelaxedSeat};
use super::{Forced, ForcedHere, Left, get, ones};
use crate::model::PlanLevel;
use crate::parallel::parallel;
use grid::{Grid, Row};

/// What the dearest thing of a level costs: enough for fine differences, and far from where sums overflow.
const FINEST: i64 = 1 << 22;

/// Most ways to hold a meeting that share its demand in one step.
const MOST_WAYS: usize = 4;

/// Demand that is made of one meeting, in parts.
const WHOLE: i32 = 1 << 10;

/// Meetings that are looked at as one piece of work.
const AT_ONCE: usize = 64;

/// The best bound that so many steps find, or those until `stop` is true.
pub(super) fn bound(
    relaxation: &Relaxation,
    left: &Left,
    level: usize,
    plan: i64,
    steps: u32,
    threads: usize,
    stop: &dyn Fn() -> bool,
) -> i64 {
    let mut market = Market::new(relaxation, left, level);
    let mut grid = Grid::new(relaxation, market.dearest);
    market.look_around(&grid, threads);
    for step in 0..WARM {
        grid.note(&market.ask(&grid, step, threads).1);
    }
    let mut best = i64::MIN;
    let mut last = i64::MIN;
    // The step in 1,024ths of the way that would close the gap if the plan were the best; shorter each time the bound falls.
    let mut stride = 256_i64;
    for step in 0..=steps {
        let (value, demand) = market.ask(&grid, step + WARM, threads);
        let value = value - grid.on_offer();
        best = best.max(value);
        if value <= last {
            stride = (stride * 3 / 4).max(8);
        }
        last = value;
        if market.whole(best) >= plan || step == steps || stop() {
            break;
        }
        let missing = (plan * market.scale - value).max(market.scale);
        grid.note(&demand);
        grid.improve(
            missing,
            stride,
            BLOCKS[step as usize * BLOCKS.len() / steps as usize],
        );
        let part = SLACK
            .iter()
            .rfind(|(percent, _)| *percent * steps <= step * 100);
        market.slack = market.unit / part.map_or(1, |(_, part)| *part);
    }
    market.whole(best)
}

/// Steps before there are prices: what is asked for then is known better.
const WARM: u32 = 4;

/// Grains in a row that have one price, in equal shares of the steps: first about a week of a working year, in the end each its own.
/// Where somebody is short of time altogether, single grains would take turns in being too dear.
const BLOCKS: [usize; 5] = [256, 64, 16, 4, 1];

/// From which per cent of the steps on what part of the dearest place may lie between what is cheapest and what is as good where
/// demand is shared. Where all would flee what has just got a price, prices would hardly rise.
const SLACK: [(u32, i64); 5] = [(0, 2), (8, 8), (25, 32), (50, 128), (75, 1_024)];

/// The bound that these prices give, one call a grain of every resource, in 64ths of the dearest.
#[cfg(test)]
pub(super) fn at_prices(
    relaxation: &Relaxation,
    left: &Left,
    level: usize,
    price: impl FnMut() -> i64,
) -> i64 {
    let mut market = Market::new(relaxation, left, level);
    let mut grid = Grid::new(relaxation, market.dearest);
    market.look_around(&grid, 1);
    grid.set_prices(price);
    let (value, _) = market.ask(&grid, 0, 1);
    market.whole(value - grid.on_offer())
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
    /// What differs by no more than this is as good as the cheapest where demand is shared.
    slack: i64,
    /// The dearest place, or one of the level's units.
    unit: i64,
    stalls: Vec<Stall>,
}

/// What is known of a meeting before there are prices.
struct Stall {
    /// What it pays where nobody whom it could ask for has a price, and the starts that cost no more.
    least: i64,
    cheapest: Vec<u64>,
    /// Nothing is asked for then: it is empty.
    is_empty: bool,
    /// Parts of time in which it can take place, see [`Grid::blocks`].
    blocks: u64,
}

/// Time that is asked for: a resource, grains from and to, how much.
type Demand = (u32, u32, u32, i32);

/// Working space of one meeting.
#[derive(Default)]
struct Desk {
    here: ForcedHere,
    /// Of each start the least at the level, in parts.
    least: Vec<i64>,
    /// Of each start what it costs.
    cost: Vec<i64>,
    /// Of each start what the seats of the level cost.
    seats: Vec<i64>,
    /// The cheapest candidates of a seat, place by place.
    cheapest: Vec<i64>,
    /// The pieces that the grains in `taken` are of, piece by piece for each start.
    pieces: Vec<(i64, i64)>,
    taken: Vec<(u32, u32)>,
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
        let most = most.unwrap_or(1).max(1);
        let seats = relaxation
            .meetings
            .iter()
            .flat_map(|meeting| &meeting.seats);
        let place = seats
            .filter(|seat| seat.level == name)
            .map(|seat| seat.weight);
        let place = place.max().unwrap_or(1).max(1);
        let scale = (FINEST / most).max(1);
        Market {
            relaxation,
            left,
            forced: Forced::new(relaxation, left),
            level,
            name,
            scale,
            dearest: scale * most,
            slack: 0,
            unit: scale * place,
            stalls: Vec::new(),
        }
    }

    /// Notes what every meeting does without prices.
    fn look_around(&mut self, grid: &Grid, threads: usize) {
        let stall = |index: &usize, desk: &mut Desk| {
            let meeting = &self.relaxation.meetings[*index];
            self.left
                .least(self.relaxation, meeting, self.level, &mut desk.least);
            let allowed = &self.left.starts[*index];
            let empty = self.left.may_be_empty[*index];
            let empty = empty.then_some(meeting.empty.0[self.level]);
            let starts = ones(allowed).map(|start| desk.least[start]);
            let least = starts.chain(empty).min().unwrap_or(0);
            let mut cheapest = allowed.clone();
            for (word, bits) in cheapest.iter_mut().enumerate() {
                for (bit, own) in desk.least[word * 64..].iter().take(64).enumerate() {
                    *bits &= !(u64::from(*own != least) << bit);
                }
            }
            Stall {
                least: least * self.scale,
                cheapest,
                is_empty: empty == Some(least),
                blocks: grid.blocks(meeting, allowed),
            }
        };
        let stalls = self.each(threads, |index, desk, stalls: &mut Vec<Stall>| {
            stalls.push(stall(&index, desk));
        });
        self.stalls = stalls.into_iter().flatten().collect();
    }

    /// Does something for every meeting; what comes of it stands in their order.
    fn each<R: Send + Default>(
        &self,
        threads: usize,
        work: impl Fn(usize, &mut Desk, &mut R) + Sync + Send,
    ) -> Vec<R> {
        let count = self.relaxation.meetings.len();
        let chunks: Vec<usize> = (0..count).step_by(AT_ONCE).collect();
        let work = |first: &usize| {
            let mut desk = Desk::default();
            let mut result = R::default();
            for meeting in *first..(*first + AT_ONCE).min(count) {
                work(meeting, &mut desk, &mut result);
            }
            result
        };
        match threads {
            0 | 1 => chunks.iter().map(work).collect(),
            _ => parallel(&chunks, work),
        }
    }

    /// In the level's unit, to the safe side: a value that is not below a fraction is not below the next whole number.
    fn whole(&self, parts: i64) -> i64 {
        -(-parts).div_euclid(self.scale)
    }

    /// What all meetings pay at their cheapest, and what they then ask for.
    fn ask(&self, grid: &Grid, step: u32, threads: usize) -> (i64, Vec<Vec<Demand>>) {
        let done = self.each(
            threads,
            |meeting, desk, (sum, demand): &mut (i64, Vec<Demand>)| {
                *sum += self.meeting(grid, meeting, step, desk, demand);
            },
        );
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
        let stall = &self.stalls[index];
        let all = Shopper {
            market: self,
            grid,
            meeting,
            allowed: &self.left.starts[index],
            blocks: stall.blocks,
        };
        let turn = index * 7 + step as usize * 5;
        if !all.pays_anybody() {
            if !stall.is_empty {
                self.forced
                    .look(self.relaxation, self.left, meeting, &mut desk.here);
                let count: u32 = stall.cheapest.iter().map(|word| word.count_ones()).sum();
                let nth = |place| nth_one(&stall.cheapest, place);
                all.share(turn, count as usize, nth, desk, demand, true);
            }
            return stall.least;
        }
        self.forced
            .look(self.relaxation, self.left, meeting, &mut desk.here);
        all.costs(desk);
        let empty = self.left.may_be_empty[index].then(|| meeting.empty.0[self.level] * self.scale);
        let starts = ones(all.allowed).map(|start| desk.cost[start]);
        let least = starts.chain(empty).min().unwrap_or(0);
        if empty != Some(least) {
            let cost = std::mem::take(&mut desk.cost);
            let starts: Vec<usize> = ones(all.allowed)
                .filter(|start| cost[*start] <= least + self.slack)
                .collect();
            desk.cost = cost;
            all.share(
                turn,
                starts.len(),
                |place| starts[place],
                desk,
                demand,
                false,
            );
        }
        least
    }
}

/// The place of the bit that is the `nth` of those that are set.
fn nth_one(bits: &[u64], mut nth: usize) -> usize {
    for (word, bits) in bits.iter().enumerate() {
        let count = bits.count_ones() as usize;
        if nth < count {
            let mut rest = *bits;
            for _ in 0..nth {
                rest &= rest - 1;
            }
            return word * 64 + rest.trailing_zeros() as usize;
        }
        nth -= count;
    }
    0
}

/// One meeting on the market.
struct Shopper<'a> {
    market: &'a Market<'a>,
    grid: &'a Grid,
    meeting: &'a RelaxedMeeting,
    allowed: &'a [u64],
    blocks: u64,
}

impl Shopper<'_> {
    fn row(&self, resource: u32) -> Option<&Row> {
        self.grid.row(resource, self.blocks)
    }

    /// Some place of the seat may have to be paid for, or can be left empty at this level.
    fn matters(&self, seat: &RelaxedSeat) -> bool {
        let market = self.market;
        !seat.partial
            && (seat.level == market.name
                || market.forced.concerns(seat)
                || self.quorum_at_stake(seat))
    }

    fn paid(&self, seat: &RelaxedSeat) -> bool {
        let mut all = seat.candidates.iter();
        all.any(|(resource, _)| self.row(*resource).is_some())
    }

    fn pays_anybody(&self) -> bool {
        let mut seats = self.meeting.seats.iter();
        let mut venues = self.meeting.venues.iter();
        seats.any(|seat| self.matters(seat) && self.paid(seat))
            || venues.any(|venue| self.row(venue.resource).is_some())
    }

    /// At the level of quoracy the people whom the quorum needs have to be paid for.
    fn quorum_at_stake(&self, seat: &RelaxedSeat) -> bool {
        self.market.name == PlanLevel::Quorate && seat.needed > 0
    }

    /// Places that have to be paid for if the meeting stands at this start, and is quorate where that is the level.
    fn must(&self, seat: &RelaxedSeat, start: usize, desk: &Desk) -> usize {
        let forced = desk.here.places(seat, start);
        let must = match self.quorum_at_stake(seat) && desk.least[start] == 0 {
            true => forced.max(seat.needed.min(seat.places)),
            false => forced,
        };
        must as usize
    }

    /// Fills the desk with what each start costs.
    fn costs(&self, desk: &mut Desk) {
        let market = self.market;
        let meeting = self.meeting;
        let count = meeting.starts.len();
        market
            .left
            .least(market.relaxation, meeting, market.level, &mut desk.least);
        for space in [&mut desk.cost, &mut desk.seats] {
            space.clear();
            space.resize(count, 0);
        }
        desk.pieces.clear();
        let own = |seat: &&RelaxedSeat| seat.level == market.name && !seat.partial;
        let any_own_paid = meeting.seats.iter().filter(own).any(|seat| self.paid(seat));
        for seat in meeting.seats.iter().filter(|seat| self.matters(seat)) {
            let own = seat.level == market.name;
            if !(self.paid(seat) || own && any_own_paid) {
                continue;
            }
            self.cheapest(seat, desk);
            let places = seat.places as usize;
            let weight = if own { seat.weight * market.scale } else { 0 };
            for start in ones(self.allowed) {
                let must = self.must(seat, start, desk);
                let mut cost = 0;
                for (place, price) in desk.cheapest[start * places..][..places].iter().enumerate() {
                    cost += match (*price, place < must) {
                        // Nobody is to be had: nothing is paid but the empty place.
                        (NOBODY, _) => weight,
                        (price, true) => price,
                        (price, false) => price.min(weight),
                    };
                }
                match own {
                    true => desk.seats[start] += cost,
                    false => desk.cost[start] += cost,
                }
            }
        }
        let quorate = market.name == PlanLevel::Quorate;
        for start in ones(self.allowed) {
            let least = desk.least[start] * market.scale;
            let cost = desk.cost[start];
            desk.cost[start] = if quorate && least < market.scale {
                // Either everybody whom the quorum needs is paid for, or the meeting is not quorate.
                (least + cost).min(market.scale)
            } else {
                least.max(desk.seats[start]) + cost
            };
        }
        self.venues(desk);
    }

    /// The grains that the pieces take at each start.
    fn taken(&self, pieces: &[(i64, i64)], desk: &mut Desk) {
        if desk.pieces == pieces && !pieces.is_empty() {
            return;
        }
        desk.pieces.clear();
        desk.pieces.extend(pieces);
        desk.taken.clear();
        desk.taken
            .resize(self.meeting.starts.len() * pieces.len(), (0, 0));
        let spans: Vec<_> = pieces.iter().map(|piece| self.grid.span(*piece)).collect();
        for start in ones(self.allowed) {
            let instant = self.meeting.starts[start];
            let at = self.grid.at(instant);
            for (piece, span) in spans.iter().enumerate() {
                desk.taken[start * pieces.len() + piece] = self.grid.grains(at, span);
            }
        }
    }

    /// For each start and place of the seat the price of the next cheapest candidate, or [`NOBODY`].
    fn cheapest(&self, seat: &RelaxedSeat, desk: &mut Desk) {
        self.taken(&seat.pieces, desk);
        let places = seat.places as usize;
        desk.cheapest.clear();
        desk.cheapest
            .resize(self.meeting.starts.len() * places, NOBODY);
        desk.zero.clear();
        desk.zero.resize(self.allowed.len(), 0);
        if places == 1 {
            // Where somebody costs nothing nobody else needs to be looked at.
            let costs_nothing = |resource: u32| self.row(resource).is_none();
            for (_, free) in seat.candidates.iter().filter(|(r, _)| costs_nothing(*r)) {
                for (zero, free) in desk.zero.iter_mut().zip(free) {
                    *zero |= free;
                }
            }
            for start in ones(&desk.zero).filter(|start| get(self.allowed, *start)) {
                desk.cheapest[start] = 0;
            }
        }
        let pieces = seat.pieces.len();
        for (resource, free) in &seat.candidates {
            let row = self.row(*resource);
            if row.is_none() && places == 1 {
                continue;
            }
            for (word, allowed) in self.allowed.iter().enumerate() {
                let mut rest = free.get(word).copied().unwrap_or(0) & allowed & !desk.zero[word];
                while rest != 0 {
                    let start = word * 64 + rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    let taken = &desk.taken[start * pieces..][..pieces];
                    let mut price = match &row {
                        Some(row) => taken.iter().map(|(from, to)| row.sum(*from, *to)).sum(),
                        None => 0,
                    };
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
    fn venues(&self, desk: &mut Desk) {
        let venues = &self.meeting.venues;
        if venues
            .iter()
            .all(|venue| self.row(venue.resource).is_none())
        {
            return;
        }
        for start in ones(self.allowed) {
            let free = venues.iter().filter(|venue| get(&venue.free, start));
            let prices =
                free.map(|venue| self.price(venue.resource, start, &self.meeting.venue_pieces));
            desk.cost[start] += prices.min().unwrap_or(0);
        }
    }

    fn price(&self, resource: u32, start: usize, pieces: &[(i64, i64)]) -> i64 {
        let Some(row) = self.row(resource) else {
            return 0;
        };
        let at = self.grid.at(self.meeting.starts[start]);
        let pieces = pieces.iter().map(|piece| {
            let (from, to) = self.grid.grains(at, &self.grid.span(*piece));
            row.sum(from, to)
        });
        pieces.sum()
    }

    /// Notes what is asked for at some of the `count` starts that cost the same. They share the demand, and later steps take others.
    fn share(
        &self,
        turn: usize,
        count: usize,
        start: impl Fn(usize) -> usize,
        desk: &mut Desk,
        demand: &mut Vec<Demand>,
        for_nothing: bool,
    ) {
        if count == 0 {
            return;
        }
        let market = self.market;
        if for_nothing && market.name == PlanLevel::Quorate {
            market.left.least(
                market.relaxation,
                self.meeting,
                market.level,
                &mut desk.least,
            );
        }
        let ways = MOST_WAYS.min(count.next_power_of_two());
        for way in 0..ways {
            // Evenly over the starts, beginning somewhere else each time.
            let place = (way * count / ways + (turn + way) * 13) % count;
            self.take(
                start(place),
                turn + way,
                WHOLE / ways as i32,
                desk,
                demand,
                for_nothing,
            );
        }
    }

    /// Notes the time that the meeting asks for at a start. Those who cost the same take turns.
    fn take(
        &self,
        start: usize,
        turn: usize,
        share: i32,
        desk: &Desk,
        demand: &mut Vec<Demand>,
        for_nothing: bool,
    ) {
        let market = self.market;
        let at = self.grid.at(self.meeting.starts[start]);
        let mut note = |resource: u32, pieces: &[(i64, i64)]| {
            if !self.grid.is_shared(resource) {
                return;
            }
            for piece in pieces {
                let (from, to) = self.grid.grains(at, &self.grid.span(*piece));
                if from < to {
                    demand.push((resource, from, to, share));
                }
            }
        };
        let least = if for_nothing {
            0
        } else {
            desk.least[start] * market.scale
        };
        // Where something else makes the meeting this dear, or it rather is not quorate, nobody is asked for at this level.
        let own_counts = for_nothing || desk.seats[start] >= least;
        let quorate = market.name != PlanLevel::Quorate
            || for_nothing
            || desk.cost[start] < least.max(market.scale);
        for seat in self.meeting.seats.iter().filter(|seat| self.matters(seat)) {
            let own = seat.level == market.name && own_counts;
            let must = match quorate {
                true => self.must(seat, start, desk),
                false => desk.here.places(seat, start) as usize,
            };
            if !own && must == 0 {
                continue;
            }
            let count = seat.candidates.len();
            let turned = (0..count).map(|place| &seat.candidates[(place + turn) % count]);
            let there = turned.filter(|(_, free)| get(free, start));
            let wanted = if own { seat.places as usize } else { must };
            if !self.paid(seat) {
                there
                    .take(wanted)
                    .for_each(|(who, _)| note(*who, &seat.pieces));
                continue;
            }
            let price = |(who, _): &(u32, Vec<u64>)| (self.price(*who, start, &seat.pieces), *who);
            let mut there: Vec<(i64, u32)> = there.map(price).collect();
            let cheap = there.iter().map(|(price, _)| *price).min().unwrap_or(0) + market.slack;
            there.sort_by_key(|(price, _)| (*price).max(cheap));
            let weight = seat.weight * market.scale;
            for (place, (price, who)) in there.iter().take(wanted).enumerate() {
                if place < must || *price <= weight {
                    note(*who, &seat.pieces);
                }
            }
        }
        let venues = &self.meeting.venues;
        let turned = (0..venues.len()).map(|place| &venues[(place + turn) % venues.len()]);
        let free = turned.filter(|venue| get(&venue.free, start));
        let price = |resource| self.price(resource, start, &self.meeting.venue_pieces);
        let free: Vec<_> = free.map(|venue| (price(venue.resource), venue)).collect();
        let cheap = free.iter().map(|(price, _)| *price).min().unwrap_or(0) + market.slack;
        if let Some((_, venue)) = free.iter().min_by_key(|(price, _)| (*price).max(cheap)) {
            note(venue.resource, &self.meeting.venue_pieces);
        }
    }
}
