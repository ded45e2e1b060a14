//! One look at the prices: what all bundles pay at their cheapest, and what they then ask for.

use super::super::super::relaxation::RelaxedMeeting;
use super::super::bundles::Offer;
use super::super::{get, ones};
use super::WHOLE;
use super::grid::Grid;
use super::market::Market;
use super::shopper::{Desk, Shopper};

/// Most ways to hold a meeting that share its demand in one step.
const MOST_WAYS: usize = 4;

/// Time that is asked for: a resource, grains from and to, how much.
pub(super) type Demand = (u32, u32, u32, i32);

/// What comes of one look at the prices.
#[derive(Default)]
pub(super) struct Asked {
    /// What all bundles pay.
    pub value: i64,
    pub demand: Vec<Vec<Demand>>,
    /// How much of each open level they make, in parts of [`WHOLE`].
    pub counts: Vec<i64>,
}

/// The same of some of the bundles.
#[derive(Default)]
pub(super) struct Part {
    pub value: i64,
    pub demand: Vec<Demand>,
    pub counts: Vec<i64>,
}

impl Market<'_> {
    /// What all bundles pay at their cheapest, and what they then ask for.
    pub fn ask(&self, grid: &Grid, step: u32, threads: usize) -> Asked {
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
    pub fn bundle(
        &self,
        grid: &Grid,
        index: usize,
        step: u32,
        desks: &mut Vec<Desk>,
        some: &mut Part,
    ) {
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
    pub fn demand(
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
    pub fn count_empty(&self, meeting: &RelaxedMeeting, share: i32, some: &mut Part) {
        for ((level, _), count) in self.rights.iter().zip(&mut some.counts) {
            *count += meeting.empty.0[*level] * i64::from(share);
        }
    }
}

/// Some of `count` things that share a demand, evenly, beginning somewhere else each turn: numbers and places.
pub(super) fn ways(turn: usize, count: usize) -> impl Iterator<Item = (usize, usize)> {
    let ways = if count == 0 {
        0
    } else {
        MOST_WAYS.min(count.next_power_of_two())
    };
    (0..ways).map(move |way| (way, (way * count / ways + (turn + way) * 13) % count))
}

/// The place of the bit that is the `nth` of those that are set.
pub(super) fn nth_one(bits: &[u64], mut nth: usize) -> usize {
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
