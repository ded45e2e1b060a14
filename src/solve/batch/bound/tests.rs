//! Toy batches in which everything can be counted out, against the definition of a bound.

use super::super::relaxation::{
    Relaxation, RelaxedCandidate, RelaxedChain, RelaxedLimit, RelaxedMeeting, RelaxedSeat,
    RelaxedVenue,
};
use super::*;
use crate::model::Stretch;
use crate::time::Instant;
use std::collections::BTreeMap;

/// As [`super::bounds`], with nobody who asks to stop.
fn bounds(toy: &Relaxation, plan: &PlanValue, steps: u32, threads: usize) -> Vec<Option<i64>> {
    super::bounds(toy, plan, steps, threads, &|| false)
}

/// A stream of numbers from a seed (Steele, Lea, Flood 2014: splitmix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

/// One way to hold one meeting, worked out in full: its value without load and chains, who is in seats of a pool, all time that is taken
/// and which limits it counts towards.
#[derive(Clone)]
struct Way {
    value: PlanValue,
    /// `None` = without a place.
    day: Option<i32>,
    limits: Vec<u32>,
    pool: Vec<u32>,
    takes: Vec<(u32, i64, i64)>,
}

/// A relaxation with all the ways it is the relaxation of.
struct Toy {
    relaxation: Relaxation,
    /// Of each meeting, having no place included.
    ways: Vec<Vec<Way>>,
}

const GRAIN: i64 = 900;

fn toy(seed: u64) -> Toy {
    let mut random = Numbers(seed);
    let mut order = PlanLevel::ALL;
    match seed % 4 {
        // Coverage and load where the first levels usually are, so that they are reached.
        0 => order.swap(0, 5),
        1 => order.rotate_left(5),
        2 => order.swap(3, 11),
        _ => {}
    }
    let at = |name: PlanLevel| order.iter().position(|level| *level == name).unwrap();
    let people = 3 + random.below(2) as u32;
    let venues = random.below(3) as u32;
    let mut relaxation = Relaxation {
        meetings: Vec::new(),
        capacity: (0..people + venues)
            .map(|_| 1 + random.below(5) as u32 / 4)
            .collect(),
        order: order.to_vec(),
        history: (0..people).map(|_| random.below(3) as u32).collect(),
        limits: (0..random.below(3)).map(|_| limit(&mut random)).collect(),
        chains: Vec::new(),
    };
    let mut ways = Vec::new();
    for _ in 0..2 + random.below(2) {
        let starts: Vec<i64> = (0..1 + random.below(4) as i64).map(|n| n * GRAIN).collect();
        let bits = |random: &mut Numbers, odds: u64| -> Vec<u64> {
            let free = starts.iter().enumerate();
            vec![
                free.map(|(bit, _)| u64::from(random.below(4) < odds) << bit)
                    .sum(),
            ]
        };
        let length = (1 + random.below(2) as i64) * GRAIN;
        let mut seats = Vec::new();
        for _ in 0..1 + random.below(2) {
            let places = 1 + random.below(3) as u32 / 2;
            let count = u64::from(places) + random.below(u64::from(people + 1 - places));
            let mut who: Vec<u32> = (0..people).collect();
            while who.len() > count as usize {
                let gone = random.below(who.len() as u64) as usize;
                who.remove(gone);
            }
            let pieces = match random.below(4) {
                0 => vec![(-GRAIN / 2, GRAIN), (length, length + GRAIN)],
                _ => vec![(0, length)],
            };
            seats.push(RelaxedSeat {
                level: [PlanLevel::Required, PlanLevel::Wanted][random.below(3) as usize / 2],
                places,
                weight: 100 * (1 + random.below(2) as i64),
                needed: random.below(u64::from(places) + 1) as u32,
                held: random.below(u64::from(places) + 1) as u32,
                pool: random.below(2) == 0,
                pieces,
                partial: false,
                candidates: who
                    .iter()
                    .map(|who| {
                        let sure = bits(&mut random, 3);
                        let mut open = bits(&mut random, 1);
                        open[0] &= !sure[0];
                        if open[0] == 0 {
                            open.clear();
                        }
                        let limits = 0..relaxation.limits.len() as u32;
                        RelaxedCandidate {
                            resource: *who,
                            sure,
                            open,
                            limits: limits.filter(|_| random.below(2) == 0).collect(),
                        }
                    })
                    .collect(),
            });
        }
        let rooms: Vec<RelaxedVenue> = (people..people + venues)
            .map(|resource| RelaxedVenue {
                resource,
                free: bits(&mut random, 3),
            })
            .collect();
        let weight = |level: PlanLevel| -> i64 {
            let own = seats.iter().filter(|seat| seat.level == level);
            own.map(|seat| i64::from(seat.places) * seat.weight).sum()
        };
        let mut empty = PlanValue::default();
        for level in [
            PlanLevel::InTime,
            PlanLevel::Placed,
            PlanLevel::Quorate,
            PlanLevel::Margin,
        ] {
            empty.0[at(level)] = 1;
        }
        empty.0[at(PlanLevel::Required)] = weight(PlanLevel::Required);
        empty.0[at(PlanLevel::Wanted)] = weight(PlanLevel::Wanted);
        // Whoever could sit in several seats counts towards a limit once, and here only in the first.
        let mut met = Vec::new();
        for one in seats.iter_mut().flat_map(|seat| &mut seat.candidates) {
            if met.contains(&one.resource) {
                one.limits.clear();
            }
            met.push(one.resource);
        }
        let mut meeting = RelaxedMeeting {
            starts: Vec::new(),
            days: Vec::new(),
            held: None,
            best: Values::default(),
            empty,
            seats,
            venues: rooms,
            venue_pieces: vec![(0, length)],
        };
        let mut all = vec![Way {
            value: empty,
            day: None,
            limits: Vec::new(),
            pool: Vec::new(),
            takes: Vec::new(),
        }];
        for (bit, start) in starts.iter().enumerate() {
            // Two starts a day.
            meeting.days.push(MONDAY + bit as i32 / 2);
            let mut own = empty;
            own.0[at(PlanLevel::Placed)] = 0;
            own.0[at(PlanLevel::InTime)] = random.below(5) as i64 / 4;
            own.0[at(PlanLevel::Margin)] = random.below(2) as i64;
            own.0[at(PlanLevel::Confirmations)] = random.below(5) as i64 / 4;
            own.0[at(PlanLevel::Earliness)] = *start;
            let mut here = seatings(&meeting, bit, *start, &own, &at);
            here = venued(&meeting, bit, *start, here);
            let least = |level: usize| here.iter().map(|way| way.value.0[level]).min();
            let best = std::array::from_fn(|level| least(level).unwrap_or(0));
            meeting.starts.push(Instant(*start));
            if here.is_empty() {
                // No venue: not a start at all, so it is no better than no place.
                meeting.best.push(empty);
            } else {
                meeting.best.push(PlanValue(best));
            }
            all.append(&mut here);
        }
        // A plan to begin with, good or bad: bounds hold with any.
        let held = (random.below(3) > 0).then(|| Held {
            start: random.below(meeting.starts.len() as u64) as usize,
            resources: (0..people + venues)
                .filter(|_| random.below(2) == 0)
                .collect(),
            value: PlanValue([random.below(3) as i64; PlanLevel::COUNT]),
        });
        meeting.held = held;
        relaxation.meetings.push(meeting);
        ways.push(all);
    }
    for after in 1..relaxation.meetings.len() {
        if random.below(2) == 0 {
            let before = random.below(after as u64) as usize;
            relaxation.chains.push(chain(before, after, &mut random));
        }
    }
    Toy { relaxation, ways }
}

/// A Monday, in days of the common era.
const MONDAY: i32 = 1;

fn limit(random: &mut Numbers) -> RelaxedLimit {
    let per = [Stretch::Day, Stretch::Week][random.below(2) as usize];
    let used = match random.below(2) {
        0 => BTreeMap::new(),
        _ => BTreeMap::from([(MONDAY, 1)]),
    };
    RelaxedLimit {
        per,
        most: 1 + random.below(2) as u32,
        used,
    }
}

fn chain(before: usize, after: usize, random: &mut Numbers) -> RelaxedChain {
    let mut follow = BTreeMap::new();
    for day in MONDAY..MONDAY + 2 {
        if random.below(5) > 0 {
            let first = day + random.below(2) as i32;
            let last = first + random.below(2) as i32;
            follow.insert(day, (first, last, last + random.below(2) as i32));
        }
    }
    RelaxedChain {
        before,
        after,
        follow,
    }
}

/// All ways to fill the seats at a start, nobody in two of them, with those who are sure and those who have to be asked.
fn seatings(
    meeting: &RelaxedMeeting,
    bit: usize,
    start: i64,
    own: &PlanValue,
    at: &dyn Fn(PlanLevel) -> usize,
) -> Vec<Way> {
    // Each seat's sets of people who are sure and who have to be asked, as bits by resource.
    let mut found: Vec<Vec<(u32, u32)>> = vec![Vec::new()];
    for seat in &meeting.seats {
        let people = |bits: &dyn Fn(&RelaxedCandidate) -> bool| -> u32 {
            let there = seat.candidates.iter().filter(|one| bits(one));
            there.map(|one| 1 << one.resource).sum()
        };
        let sure = people(&|one| get(&one.sure, bit));
        let open = people(&|one| get(&one.open, bit));
        let mut more = Vec::new();
        for sets in &found {
            let taken: u32 = sets.iter().map(|(sure, open)| sure | open).sum();
            for set in 0..16_u32 {
                let fits = set & !(sure | open) == 0 && set & taken == 0;
                let count = set.count_ones();
                if fits && count <= seat.places && count >= seat.held {
                    more.push([&sets[..], &[(set & sure, set & open)]].concat());
                }
            }
        }
        found = more;
    }
    let way = |sets: Vec<(u32, u32)>| {
        let mut value = *own;
        let (mut pool, mut limits, mut takes) = (Vec::new(), Vec::new(), Vec::new());
        value.0[at(PlanLevel::Quorate)] = 0;
        for (seat, (sure, open)) in meeting.seats.iter().zip(sets) {
            if sure.count_ones() < seat.needed {
                value.0[at(PlanLevel::Quorate)] = 1;
            }
            value.0[at(seat.level)] -= i64::from(sure.count_ones()) * seat.weight;
            let there = |one: &&RelaxedCandidate| (sure | open) >> one.resource & 1 == 1;
            for one in seat.candidates.iter().filter(there) {
                if seat.pool {
                    pool.push(one.resource);
                }
                limits.extend(&one.limits);
                let pieces = seat.pieces.iter();
                takes.extend(pieces.map(|(a, b)| (one.resource, start + a, start + b)));
            }
        }
        let asked = own.0[at(PlanLevel::Confirmations)].max(value.0[at(PlanLevel::Quorate)]);
        value.0[at(PlanLevel::Confirmations)] = asked;
        // A meeting that has to ask somebody is not quorate on what is known.
        value.0[at(PlanLevel::Quorate)] = i64::from(asked > 0);
        limits.sort_unstable();
        Way {
            value,
            day: Some(meeting.days[bit]),
            limits,
            pool,
            takes,
        }
    };
    found.into_iter().map(way).collect()
}

/// Each way in each venue that is free.
fn venued(meeting: &RelaxedMeeting, bit: usize, start: i64, ways: Vec<Way>) -> Vec<Way> {
    if meeting.venues.is_empty() {
        return ways;
    }
    let free = meeting.venues.iter().filter(|venue| get(&venue.free, bit));
    let free: Vec<u32> = free.map(|venue| venue.resource).collect();
    let mut all = Vec::new();
    for way in &ways {
        for venue in &free {
            let mut takes = way.takes.clone();
            takes.extend(
                meeting
                    .venue_pieces
                    .iter()
                    .map(|(a, b)| (*venue, start + a, start + b)),
            );
            all.push(Way {
                takes,
                ..way.clone()
            });
        }
    }
    all
}

impl Toy {
    /// The values of all plans that keep the capacities, each once.
    fn plans(&self) -> Vec<PlanValue> {
        let mut odometer = vec![0; self.ways.len()];
        let mut values = Vec::new();
        loop {
            let picked: Vec<&Way> = odometer
                .iter()
                .zip(&self.ways)
                .map(|(n, w)| &w[*n])
                .collect();
            if self.keeps_capacities(&picked) && self.keeps_limits(&picked) {
                values.extend(self.value(&picked));
            }
            let Some(place) = (0..odometer.len()).find(|p| odometer[*p] + 1 < self.ways[*p].len())
            else {
                values.sort_unstable();
                values.dedup();
                return values;
            };
            odometer[..place].fill(0);
            odometer[place] += 1;
        }
    }

    fn keeps_capacities(&self, picked: &[&Way]) -> bool {
        let takes: Vec<_> = picked.iter().flat_map(|way| &way.takes).collect();
        takes.iter().all(|(resource, at, _)| {
            let there = takes
                .iter()
                .filter(|(r, a, b)| r == resource && a <= at && at < b);
            there.count() <= self.relaxation.capacity[*resource as usize] as usize
        })
    }

    fn keeps_limits(&self, picked: &[&Way]) -> bool {
        let limits = self.relaxation.limits.iter().enumerate();
        let mut used = limits.flat_map(|(number, limit)| {
            let length = match limit.per {
                Stretch::Day => 1,
                Stretch::Week => 7,
            };
            (MONDAY..MONDAY + 2).map(move |day| {
                let first = day - (day - MONDAY) % length;
                let own = picked.iter().filter(|way| {
                    let there = way.day.map(|own| own - (own - MONDAY) % length);
                    there == Some(first) && way.limits.contains(&(number as u32))
                });
                // As many as there are: people of one meeting count each for themselves.
                let counts = own.map(|way| {
                    let limits = way.limits.iter();
                    limits.filter(|limit| **limit == number as u32).count() as u32
                });
                let outside = limit.used.get(&first).copied().unwrap_or(0);
                let used: u32 = counts.sum();
                used == 0 || used + outside <= limit.most
            })
        });
        used.all(|fits| fits)
    }

    /// `None` = a chain does not allow it.
    fn value(&self, picked: &[&Way]) -> Option<PlanValue> {
        let mut sum = PlanValue::default();
        for way in picked {
            sum += way.value;
        }
        let levels = self.relaxation.order.iter();
        let in_time = levels.clone().position(|l| *l == PlanLevel::InTime)?;
        let mut late = vec![false; picked.len()];
        for chain in &self.relaxation.chains {
            match (picked[chain.before].day, picked[chain.after].day) {
                (_, None) => {}
                (None, Some(_)) => return None,
                (Some(before), Some(after)) => {
                    let (first, last, late_to) = chain.follow.get(&before)?;
                    if after < *first || after > *late_to {
                        return None;
                    }
                    late[chain.after] |= after > *last;
                }
            }
        }
        for (way, late) in picked.iter().zip(late) {
            sum.0[in_time] += i64::from(late && way.value.0[in_time] == 0);
        }
        let load = self
            .relaxation
            .order
            .iter()
            .position(|l| *l == PlanLevel::Load)
            .unwrap();
        for (who, had) in self.relaxation.history.iter().enumerate() {
            let with = picked.iter().filter(|way| way.pool.contains(&(who as u32)));
            let (had, all) = (i64::from(*had), i64::from(*had) + with.count() as i64);
            sum.0[load] += all * all - had * had;
        }
        Some(sum)
    }
}

use super::super::relaxation::{Held, Values};

/// What a bound promises, level by level: no plan that is nowhere above `plan` in the levels before is below it.
fn holds(bounds: &[Option<i64>], plan: &PlanValue, plans: &[PlanValue], seed: u64) {
    let mut others: Vec<&PlanValue> = plans.iter().collect();
    for (level, bound) in bounds.iter().enumerate() {
        let Some(bound) = bound else { return };
        for other in &others {
            assert!(
                other.0[level] >= *bound,
                "seed {seed}, level {level}: {} < {bound}",
                other.0[level]
            );
        }
        others.retain(|other| other.0[level] <= plan.0[level]);
    }
}

#[test]
fn no_plan_is_better_than_its_bounds() {
    let (mut tight, mut by_price, mut load) = (0, 0, 0);
    for seed in 0..1000 {
        let toy = toy(seed);
        let plans = toy.plans();
        let best = plans[0];
        let priced = bounds(&toy.relaxation, &best, 60, 1);
        holds(&priced, &best, &plans, seed);
        let alone = bounds(&toy.relaxation, &best, 0, 1);
        let reached = |bounds: &[Option<i64>]| bounds.iter().flatten().count();
        assert!(reached(&priced) >= reached(&alone));
        by_price += usize::from(priced != alone);
        tight += usize::from(reached(&priced) == 15 && priced[14] == Some(best.0[14]));
        let at = toy
            .relaxation
            .order
            .iter()
            .position(|l| *l == PlanLevel::Load)
            .unwrap();
        load += usize::from(priced[at].is_some_and(|bound| bound > 0));
        // A plan that is not the best has bounds too.
        let other = plans[(seed as usize * 31) % plans.len()];
        holds(
            &bounds(&toy.relaxation, &other, 20, 1),
            &other,
            &plans,
            seed,
        );
    }
    assert!(
        tight > 200 && by_price > 200 && load > 100,
        "{tight} {by_price} {load}"
    );
}

/// Somebody for an hour on the first day.
fn hour(people: [u32; 2]) -> RelaxedMeeting {
    let mut empty = PlanValue::default();
    empty.0[1] = 1;
    let seat = |who: u32| RelaxedSeat {
        level: PlanLevel::Required,
        places: 1,
        weight: 100,
        needed: 1,
        held: 1,
        pool: false,
        pieces: vec![(0, 3_600)],
        partial: false,
        candidates: vec![RelaxedCandidate {
            resource: who,
            sure: vec![1],
            open: Vec::new(),
            limits: Vec::new(),
        }],
    };
    RelaxedMeeting {
        starts: vec![Instant(0)],
        days: vec![MONDAY],
        best: [PlanValue::default()].into_iter().collect(),
        empty,
        seats: people.map(seat).to_vec(),
        ..RelaxedMeeting::default()
    }
}

#[test]
fn meetings_that_exclude_each_other_are_proved_group_by_group() {
    // Of three meetings of two out of three people one can be held; half of each by prices. Twice that is three by prices and four in
    // truth, and whoever is the third of such a group is proved by joining the first two.
    let mut relaxation = Relaxation {
        capacity: vec![1; 6],
        order: PlanLevel::ALL.to_vec(),
        history: vec![0; 6],
        ..Relaxation::default()
    };
    let placed = relaxation
        .order
        .iter()
        .position(|l| *l == PlanLevel::Placed);
    assert_eq!(placed, Some(1), "the toy is written for this order");
    for first in [0, 3] {
        for pair in [[0, 1], [1, 2], [2, 0]] {
            relaxation.meetings.push(hour(pair.map(|who| who + first)));
        }
    }
    let mut plan = PlanValue::default();
    plan.0[1] = 4;
    let left = Left::new(&relaxation);
    let priced = prices::bound(&relaxation, &left, 1, &plan, 60, 1, &|| false);
    assert_eq!(priced, 3);
    assert_eq!(bounds(&relaxation, &plan, 60, 1)[1], Some(4));
}

#[test]
fn no_prices_at_all_make_a_bound_wrong() {
    for seed in 0..150 {
        let toy = toy(seed);
        let plans = toy.plans();
        let mut random = Numbers(seed);
        for level in 0..PlanLevel::COUNT {
            if toy.relaxation.order[level] == PlanLevel::Load {
                continue;
            }
            let least = plans.iter().map(|plan| plan.0[level]).min().unwrap();
            for odds in [1, 3] {
                let price = || match random.below(4) < odds {
                    true => random.below(65) as i64,
                    false => 0,
                };
                let left = Left::new(&toy.relaxation);
                let bound = prices::at_prices(&toy.relaxation, &left, level, price);
                assert!(
                    bound <= least,
                    "seed {seed}, level {level}: {bound} > {least}"
                );
            }
        }
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    // More meetings than one thread takes at once: the same toys many times over, all after the same people.
    let mut large = toy(4).relaxation;
    let once = large.meetings.clone();
    for _ in 0..80 {
        large.meetings.extend(once.iter().cloned());
    }
    let mut plan = PlanValue::default();
    for meeting in &large.meetings {
        plan += meeting.empty;
    }
    let one = bounds(&large, &plan, 30, 1);
    assert_eq!(bounds(&large, &plan, 30, 2), one);
    assert!(
        one[0] > bounds(&large, &plan, 0, 1)[0],
        "prices are at work"
    );
    let asked = std::cell::Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        true
    };
    let stopped = super::bounds(&large, &plan, 30, 2, &stop);
    assert!(stopped[0] <= one[0]);
    assert!(
        (1..=PlanLevel::COUNT).contains(&asked.get()),
        "who asks to stop waits for one step a level, not for {}",
        asked.get()
    );
}
