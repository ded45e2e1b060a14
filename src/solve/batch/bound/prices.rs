//! Prices for the time of people and venues.
//!
//! With a price for each resource and grain every meeting takes what is cheapest for it: its value at the level plus what the time of
//! the people and the venue costs that it takes. The sum of that, less what all the time on offer is worth, is never above the
//! best plan's value, whatever the prices are: where nothing is taken twice the plan pays at most what is on offer. Prices rise where
//! more is asked for than there is, and fall where less is ([`grid`] keeps them), so the bound gets better; the best is kept. What a
//! limit of load allows in a day or a week is on offer as time is. So is being as bad as the plan in question at an open level above,
//! once for all ([`Market::improve`]). All in whole numbers: prices are counted in a fraction of the level's unit, and the last
//! division rounds up, since values are whole.

mod grid;
mod shopper;

use super::super::relaxation::{Relaxation, RelaxedMeeting, RelaxedSeat};
use super::bundles::{Bundle, Offer};
use super::forced::Forced;
use super::left::Left;
use super::{get, ones};
use crate::model::{PlanLevel, PlanValue};
use crate::parallel::parallel;
use grid::Grid;
use shopper::{Desk, Shopper};

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
    plan: &PlanValue,
    steps: u32,
    threads: usize,
    stop: &dyn Fn() -> bool,
) -> i64 {
    let target = plan.0[level];
    let mut market = Market::new(relaxation, left, level, plan);
    let mut grid = Grid::new(relaxation, market.dearest);
    market.look_around(&grid, threads);
    for step in 0..WARM {
        grid.note(&market.ask(&grid, step, threads).demand);
    }
    let mut best = i64::MIN;
    let mut last = i64::MIN;
    // The step in 1,024ths of the way that would close the gap if the plan were the best; shorter each time the bound falls.
    let mut stride = 256_i64;
    for step in 0..=steps {
        let asked = market.ask(&grid, step + WARM, threads);
        let value = asked.value - grid.on_offer() - market.allowed();
        if value > best {
            best = value;
            grid.accept();
            market.accept();
        }
        if value <= last {
            stride = (stride * 3 / 4).max(8);
        }
        last = value;
        if market.whole(best) >= target || step == steps || stop() {
            break;
        }
        let gap = (target * market.scale - best).max(market.scale);
        if value < best - gap {
            // So far off the way back would take longer than a new one.
            grid.go_back();
            market.go_back();
            last = best;
        }
        grid.note(&asked.demand);
        let missing = (target * market.scale - last).max(market.scale);
        let block = BLOCKS[step as usize * BLOCKS.len() / steps as usize];
        grid.improve(missing, stride, block);
        if !market.left.open.is_empty() {
            market.improve(&asked.counts, missing, stride);
            // What those pay who pay nobody has changed with it.
            market.look_around(&grid, threads);
        }
    }
    market.whole(best)
}

/// Steps before there are prices: what is asked for then is known better.
const WARM: u32 = 4;

/// Grains in a row that have one price, in equal shares of the steps: first about a week of a working year, in the end each its own.
/// Where somebody is short of time altogether, single grains would take turns in being too dear.
const BLOCKS: [usize; 5] = [256, 64, 16, 4, 1];

/// What part of the dearest place may lie between what is cheapest and what is as good where demand is shared.
const SLACK: i64 = 256;

/// The bound that these prices give, one call a grain of every resource, in 64ths of the dearest.
#[cfg(test)]
pub(super) fn at_prices(
    relaxation: &Relaxation,
    left: &Left,
    level: usize,
    price: impl FnMut() -> i64,
) -> i64 {
    let mut market = Market::new(relaxation, left, level, &PlanValue::default());
    let mut grid = Grid::new(relaxation, market.dearest);
    market.look_around(&grid, 1);
    grid.set_prices(price);
    let asked = market.ask(&grid, 0, 1);
    market.whole(asked.value - grid.on_offer())
}

/// The level at which prices are paid, and what is known of the levels above.
struct Market<'a> {
    relaxation: &'a Relaxation,
    left: &'a Left,
    forced: Forced,
    /// Parts of the level's unit.
    scale: i64,
    /// A price that nobody pays, in parts.
    dearest: i64,
    /// What differs by no more than this is as good as the cheapest where demand is shared.
    slack: i64,
    /// The dearest place, or one of the level's units.
    unit: i64,
    /// What one unit of each level costs, in parts: of the level itself the scale, of open levels above their prices.
    weigh: [i64; PlanLevel::COUNT],
    /// The same with the best prices so far.
    centre: [i64; PlanLevel::COUNT],
    /// The plan in question at each open level above.
    rights: Vec<(usize, i64)>,
    /// Where some levels stand in the order.
    in_time: usize,
    quorate: usize,
    confirmations: usize,
    required: usize,
    wanted: usize,
    quorum: Quorum,
    stalls: Vec<Stall>,
}

/// What it means that a meeting that could be quorate is not, because somebody is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quorum {
    /// Nothing at this level.
    Free,
    /// It costs something.
    Weighed,
    /// The levels above forbid it.
    Must,
}

/// What is known of a bundle before there are prices.
struct Stall {
    /// What it pays where nobody whom it could ask for has a price.
    least: i64,
    members: Vec<Corner>,
}

/// The same of each of its meetings.
struct Corner {
    /// The starts that cost no more.
    cheapest: Vec<u64>,
    /// Nothing is asked for then: it is empty.
    is_empty: bool,
    /// Parts of time in which it can take place, see [`Grid::blocks`].
    blocks: u64,
}

/// Time that is asked for: a resource, grains from and to, how much.
type Demand = (u32, u32, u32, i32);

/// What comes of one look at the prices.
#[derive(Default)]
struct Asked {
    /// What all bundles pay.
    value: i64,
    demand: Vec<Vec<Demand>>,
    /// How much of each open level they make, in parts of [`WHOLE`].
    counts: Vec<i64>,
}

/// The same of some of the bundles.
#[derive(Default)]
struct Part {
    value: i64,
    demand: Vec<Demand>,
    counts: Vec<i64>,
}

impl<'a> Market<'a> {
    fn new(
        relaxation: &'a Relaxation,
        left: &'a Left,
        level: usize,
        plan: &PlanValue,
    ) -> Market<'a> {
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
        let unit = scale * place;
        let mut weigh = [0; PlanLevel::COUNT];
        for open in &left.open {
            weigh[*open] = unit;
        }
        weigh[level] = scale;
        let at = |name: PlanLevel| {
            let place = relaxation.order.iter().position(|level| *level == name);
            place.expect("an order lists every level")
        };
        let (quorate, confirmations) = (at(PlanLevel::Quorate), at(PlanLevel::Confirmations));
        let quorum = if left.own_best[quorate] || left.own_best[confirmations] {
            Quorum::Must
        } else if weigh[quorate] + weigh[confirmations] > 0 {
            Quorum::Weighed
        } else {
            Quorum::Free
        };
        Market {
            relaxation,
            left,
            forced: Forced::new(relaxation, left),
            scale,
            dearest: scale * most * (1 + left.open.len() as i64),
            slack: unit / SLACK,
            unit,
            weigh,
            centre: weigh,
            rights: left
                .open
                .iter()
                .map(|open| (*open, plan.0[*open]))
                .collect(),
            in_time: at(PlanLevel::InTime),
            quorate,
            confirmations,
            required: at(PlanLevel::Required),
            wanted: at(PlanLevel::Wanted),
            quorum,
            stalls: Vec::new(),
        }
    }

    /// What the plan in question makes of the open levels above, at their prices.
    fn allowed(&self) -> i64 {
        let rights = self.rights.iter();
        rights.map(|(level, plan)| self.weigh[*level] * plan).sum()
    }

    /// The prices are the best so far.
    fn accept(&mut self) {
        self.centre = self.weigh;
    }

    /// Goes back to the best prices so far.
    fn go_back(&mut self) {
        self.weigh = self.centre;
    }

    /// Makes an open level dearer where more is made of it than the plan in question does, and cheaper where less is.
    fn improve(&mut self, counts: &[i64], gap: i64, stride: i64) {
        let off = self.rights.iter().zip(counts);
        let off: Vec<i64> = off
            .map(|((_, plan), count)| count - plan * i64::from(WHOLE))
            .collect();
        let norm: i128 = off
            .iter()
            .map(|off| i128::from(*off) * i128::from(*off))
            .sum();
        if norm == 0 {
            return;
        }
        for ((level, _), off) in self.rights.iter().zip(off) {
            let change = i128::from(gap) * i128::from(stride) * i128::from(off) * i128::from(WHOLE)
                / 1_024
                / norm;
            // Never by more than a half, so that one step spoils little.
            let known = self.weigh[*level];
            let most = i128::from(known / 2 + self.unit / 16 + 1);
            let change = change.clamp(-most, most) as i64;
            self.weigh[*level] = (known + change).clamp(0, self.unit * 64);
        }
    }

    /// What it costs that a meeting is not quorate that could be.
    fn dearer(&self) -> i64 {
        self.weigh[self.quorate] + self.weigh[self.confirmations]
    }

    /// Whether a level counts at least one for a meeting that is not quorate.
    fn by_quorum(&self, level: usize) -> bool {
        level == self.quorate || level == self.confirmations
    }

    /// What a place of a seat counts, in parts.
    fn weight(&self, seat: &RelaxedSeat) -> i64 {
        let level = match seat.level {
            PlanLevel::Required => self.required,
            _ => self.wanted,
        };
        seat.weight * self.weigh[level]
    }

    /// What a meeting costs without a place; `None` = it has to have one.
    fn without(&self, index: usize) -> Option<i64> {
        let empty = &self.relaxation.meetings[index].empty;
        let weighed = self.weigh.iter().zip(empty.0);
        self.left.may_be_empty[index].then(|| weighed.map(|(weigh, own)| weigh * own).sum())
    }

    /// What each start of a meeting costs at some levels by itself, added to what is in `into`.
    fn add_least(
        &self,
        meeting: &RelaxedMeeting,
        levels: impl Iterator<Item = usize>,
        space: &mut Vec<i64>,
        into: &mut [i64],
    ) {
        for level in levels.filter(|level| self.weigh[*level] != 0) {
            self.left.least(self.relaxation, meeting, level, space);
            for (sum, own) in into.iter_mut().zip(&*space) {
                *sum += own * self.weigh[level];
            }
        }
    }

    /// Notes what every bundle does without prices.
    fn look_around(&mut self, grid: &Grid, threads: usize) {
        let stalls = self.each(threads, |bundle, desks, stalls: &mut Vec<Stall>| {
            stalls.push(self.stall(&self.left.bundles[bundle], grid, &mut desks[0]));
        });
        self.stalls = stalls.into_iter().flatten().collect();
    }

    fn stall(&self, bundle: &Bundle, grid: &Grid, desk: &mut Desk) -> Stall {
        let left = self.left;
        let blocks =
            |meeting: usize| grid.blocks(&self.relaxation.meetings[meeting], &left.starts[meeting]);
        let offers: Vec<Offer> = bundle
            .members
            .iter()
            .map(|member| {
                let meeting = &self.relaxation.meetings[member.meeting];
                let mut offer = Offer {
                    cost: vec![0; meeting.starts.len()],
                    late: Vec::new(),
                    empty: self.without(member.meeting),
                };
                self.add_least(
                    meeting,
                    0..PlanLevel::COUNT,
                    &mut desk.least,
                    &mut offer.cost,
                );
                let unit = self.weigh[self.in_time];
                if bundle.members.len() > 1 {
                    left.lateness(self.relaxation, meeting, unit, &mut offer.late);
                }
                offer
            })
            .collect();
        if let ([single], [offer]) = (&bundle.members[..], &offers[..]) {
            let allowed = &left.starts[single.meeting];
            let starts = ones(allowed).map(|start| offer.cost[start]);
            let least = starts.chain(offer.empty).min().unwrap_or(0);
            let mut cheapest = allowed.clone();
            for (word, bits) in cheapest.iter_mut().enumerate() {
                for (bit, own) in offer.cost[word * 64..].iter().take(64).enumerate() {
                    *bits &= !(u64::from(*own != least) << bit);
                }
            }
            let corner = Corner {
                cheapest,
                is_empty: offer.empty == Some(least),
                blocks: blocks(single.meeting),
            };
            return Stall {
                least,
                members: vec![corner],
            };
        }
        let solved = bundle.solve(self.relaxation, left, &offers);
        let kept = solved.kept(self.relaxation, left);
        let corners = bundle.members.iter().zip(kept);
        Stall {
            least: solved.least.unwrap_or(0),
            members: corners
                .map(|(member, kept)| Corner {
                    is_empty: kept.starts.iter().all(|word| *word == 0),
                    cheapest: kept.starts,
                    blocks: blocks(member.meeting),
                })
                .collect(),
        }
    }

    /// Does something for every bundle; what comes of it stands in their order.
    fn each<R: Send + Default>(
        &self,
        threads: usize,
        work: impl Fn(usize, &mut Vec<Desk>, &mut R) + Sync + Send,
    ) -> Vec<R> {
        let count = self.left.bundles.len();
        let chunks: Vec<usize> = (0..count).step_by(AT_ONCE).collect();
        let work = |first: &usize| {
            let mut desks = vec![Desk::default()];
            let mut result = R::default();
            for bundle in *first..(*first + AT_ONCE).min(count) {
                work(bundle, &mut desks, &mut result);
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

    /// What all bundles pay at their cheapest, and what they then ask for.
    fn ask(&self, grid: &Grid, step: u32, threads: usize) -> Asked {
        let done = self.each(threads, |bundle, desks, some: &mut Part| {
            some.counts.resize(self.rights.len(), 0);
            self.bundle(grid, bundle, step, desks, some);
        });
        let mut asked = Asked {
            counts: vec![0; self.rights.len()],
            ..Asked::default()
        };
        for some in done {
            asked.value += some.value;
            asked.demand.push(some.demand);
            let counts = asked.counts.iter_mut().zip(some.counts);
            counts.for_each(|(sum, own)| *sum += own);
        }
        asked
    }

    /// What one bundle pays at its cheapest; what it asks for there is noted.
    fn bundle(&self, grid: &Grid, index: usize, step: u32, desks: &mut Vec<Desk>, some: &mut Part) {
        let bundle = &self.left.bundles[index];
        let stall = &self.stalls[index];
        let shoppers: Vec<Shopper> = bundle
            .members
            .iter()
            .zip(&stall.members)
            .map(|(member, corner)| Shopper {
                market: self,
                grid,
                meeting: &self.relaxation.meetings[member.meeting],
                allowed: &self.left.starts[member.meeting],
                blocks: corner.blocks,
                parent: member.parent.map_or(0, |(parent, _)| parent),
            })
            .collect();
        if desks.len() < shoppers.len() {
            desks.resize_with(shoppers.len(), Desk::default);
        }
        let turn = index * 7 + step as usize * 5;
        for (shopper, desk) in shoppers.iter().zip(&mut *desks) {
            let here = &mut desk.here;
            self.forced
                .look(self.relaxation, self.left, shopper.meeting, here);
        }
        if !shoppers.iter().any(Shopper::pays_anybody) {
            some.value += stall.least;
            for ((shopper, corner), desk) in shoppers.iter().zip(&stall.members).zip(desks) {
                if corner.is_empty {
                    self.count_empty(shopper.meeting, WHOLE, some);
                    continue;
                }
                if let Some(start) = shopper.held(|start| get(&corner.cheapest, start)) {
                    shopper.take(start, turn, WHOLE, desk, some, true);
                    continue;
                }
                let count: u32 = corner.cheapest.iter().map(|word| word.count_ones()).sum();
                for (way, place) in ways(turn, count as usize) {
                    let start = nth_one(&corner.cheapest, place);
                    let share = WHOLE / ways(turn, count as usize).count() as i32;
                    shopper.take(start, turn + way, share, desk, some, true);
                }
            }
            return;
        }
        let offers: Vec<Offer> = shoppers
            .iter()
            .zip(&mut *desks)
            .zip(&bundle.members)
            .map(|((shopper, desk), member)| {
                shopper.costs(desk);
                let mut late = Vec::new();
                if shoppers.len() > 1 {
                    let unit = self.weigh[self.in_time];
                    let meeting = shopper.meeting;
                    self.left
                        .lateness(self.relaxation, meeting, unit, &mut late);
                }
                Offer {
                    cost: std::mem::take(&mut desk.cost),
                    late,
                    empty: self.without(member.meeting),
                }
            })
            .collect();
        let mut chosen: Vec<Vec<usize>> = vec![Vec::new()];
        if let [offer] = &offers[..] {
            let starts = ones(shoppers[0].allowed).map(|start| offer.cost[start]);
            let least = starts.chain(offer.empty).min().unwrap_or(0);
            some.value += least;
            if offer.empty != Some(least) {
                let near = ones(shoppers[0].allowed);
                chosen[0].extend(near.filter(|start| offer.cost[*start] <= least + self.slack));
            }
            self.demand(&shoppers, turn, &chosen[0], desks, some, |_, _, _| {});
        } else {
            let solved = bundle.solve(self.relaxation, self.left, &offers);
            some.value += solved.least.unwrap_or(0);
            solved.choices(
                self.relaxation,
                self.left,
                0,
                None,
                self.slack,
                &mut chosen[0],
            );
            let follow = |at: usize, before: i32, into: &mut Vec<usize>| {
                solved.choices(
                    self.relaxation,
                    self.left,
                    at,
                    Some(before),
                    self.slack,
                    into,
                );
            };
            self.demand(&shoppers, turn, &chosen[0], desks, some, follow);
        }
        for (offer, desk) in offers.into_iter().zip(desks) {
            desk.cost = offer.cost;
        }
    }

    /// Notes what a bundle asks for whose first meeting is at one of `starts`; `follow` says where a later one can then be.
    fn demand(
        &self,
        shoppers: &[Shopper],
        turn: usize,
        starts: &[usize],
        desks: &mut [Desk],
        some: &mut Part,
        follow: impl Fn(usize, i32, &mut Vec<usize>),
    ) {
        let held = shoppers[0].held(|start| starts.binary_search(&start).is_ok());
        let starts = held.as_ref().map_or(starts, std::slice::from_ref);
        let count = ways(turn, starts.len()).count() as i32;
        if count == 0 {
            for shopper in shoppers {
                self.count_empty(shopper.meeting, WHOLE, some);
            }
            return;
        }
        let bundle = shoppers.len();
        let mut next = Vec::new();
        let mut days: Vec<Option<i32>> = vec![None; bundle];
        for (way, place) in ways(turn, starts.len()) {
            for at in 0..bundle {
                let start = match at {
                    0 => Some(starts[place]),
                    _ => {
                        let parent = shoppers[at].parent;
                        next.clear();
                        if let Some(before) = days[parent] {
                            follow(at, before, &mut next);
                        }
                        let held = shoppers[at].held(|start| next.binary_search(&start).is_ok());
                        let turned = (turn + way * 13) % next.len().max(1);
                        held.or(next.get(turned).copied())
                    }
                };
                days[at] = start.map(|start| shoppers[at].meeting.days[start]);
                match start {
                    Some(start) => {
                        shoppers[at].take(
                            start,
                            turn + way,
                            WHOLE / count,
                            &desks[at],
                            some,
                            false,
                        );
                    }
                    None => self.count_empty(shoppers[at].meeting, WHOLE / count, some),
                }
            }
        }
    }

    /// Notes that a meeting has no place.
    fn count_empty(&self, meeting: &RelaxedMeeting, share: i32, some: &mut Part) {
        for ((level, _), count) in self.rights.iter().zip(&mut some.counts) {
            *count += meeting.empty.0[*level] * i64::from(share);
        }
    }
}

/// Some of `count` things that share a demand, evenly, beginning somewhere else each turn: numbers and places.
fn ways(turn: usize, count: usize) -> impl Iterator<Item = (usize, usize)> {
    let ways = if count == 0 {
        0
    } else {
        MOST_WAYS.min(count.next_power_of_two())
    };
    (0..ways).map(move |way| (way, (way * count / ways + (turn + way) * 13) % count))
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
