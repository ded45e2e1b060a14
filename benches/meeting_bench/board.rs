//! The adapter: the public instances as a board of the search.
//!
//! Rooms are never double-booked and always large enough, and no meeting runs over the end of a day; a required person in two places is
//! allowed on the way, at a price. What a meeting costs at every start is one pass: the overlap with another as a function of
//! the start is a trapezoid, the change of rooms a box, so each other meeting adds eight numbers to two rows of differences.

use super::instance::{Instance, Pair};
use super::score::Score;
use quorate::solve::batch::search::{Board, Random};
use std::sync::Arc;

/// What one point of each level is worth on the way: hard, medium, soft.
pub type Prices = [i32; 3];

/// Hard points of a meeting without a place: more than any place costs.
const LEFT_OUT: i64 = 1_000;

/// The grain at which a meeting without a place begins.
const NOWHERE: u32 = u32::MAX;

#[derive(Clone)]
pub struct Grid {
    instance: Arc<Instance>,
    prices: Prices,
    /// Of each pair, row by row, what a shared grain and what a change of rooms costs at these prices.
    priced: Arc<Vec<(i32, i32)>>,
    value: Score,
    /// Begin, exclusive end and room of each meeting.
    spans: Vec<(u32, u32, u32)>,
    out: Vec<usize>,
    rooms: Vec<Room>,
    /// Empty grains before the first and behind the last, so that nobody looks over the edge.
    pad: usize,
    /// Meetings that begin and that end (exclusive) at a grain.
    begins: Vec<i32>,
    ends: Vec<i32>,
    /// Hard and medium points in which a meeting has a part.
    sores: Vec<i32>,
    /// For one insertion: second and first differences over starts, costs by start, and the best places.
    bends: Vec<i32>,
    steps: Vec<i32>,
    costs: Vec<i32>,
    ties: Vec<(u32, u32)>,
}

/// One room's time. Grains count with the pad.
#[derive(Clone)]
struct Room {
    /// One bit a grain.
    taken: Vec<u64>,
    /// Who is there; what stands in a free grain has no meaning.
    who: Vec<u16>,
}

impl Room {
    /// The first grain from `at` on, and before `end`, that is taken; `end` where there is none.
    #[inline]
    fn next_taken(&self, at: usize, end: usize) -> usize {
        let mut word = at / 64;
        let mut bits = self.taken[word] & (!0 << (at % 64));
        while bits == 0 {
            word += 1;
            if word * 64 >= end {
                return end;
            }
            bits = self.taken[word];
        }
        end.min(word * 64 + bits.trailing_zeros() as usize)
    }

    fn flip(&mut self, from: usize, to: usize) {
        for at in from..to {
            self.taken[at / 64] ^= 1 << (at % 64);
        }
    }
}

impl Grid {
    /// An empty grid.
    pub fn new(instance: Arc<Instance>, prices: Prices) -> Grid {
        let n = instance.meetings.len();
        let longest = instance.meetings.iter().map(|m| m.duration).max();
        let pad = longest.unwrap_or(0) + 4;
        let width = instance.grains + 2 * pad;
        let room = Room {
            taken: vec![0; width / 64 + 1],
            who: vec![0; width],
        };
        let priced = priced(&instance, prices);
        Grid {
            prices,
            priced: Arc::new(priced),
            value: Score([LEFT_OUT * n as i64, 0, 0]),
            spans: vec![(NOWHERE, NOWHERE, 0); n],
            out: (0..n).collect(),
            rooms: vec![room; instance.rooms.len()],
            pad,
            begins: vec![0; width],
            ends: vec![0; width],
            sores: vec![0; n],
            bends: vec![0; width + pad],
            steps: vec![0; width + pad],
            costs: vec![0; instance.grains],
            ties: Vec::new(),
            instance,
        }
    }

    /// A start and a room for each meeting; the first ones where it has none.
    pub fn assignments(&self) -> Vec<(u32, u32)> {
        let place = |(start, _, room): &(u32, u32, u32)| {
            if *start == NOWHERE {
                (0, 0)
            } else {
                (*start, *room)
            }
        };
        self.spans.iter().map(place).collect()
    }

    fn duration(&self, meeting: usize) -> usize {
        self.instance.meetings[meeting].duration
    }

    /// The meetings that run, or stand within two grains, beside the time from `start` to `end`.
    #[inline]
    fn near(&self, start: usize, end: usize, mut visit: impl FnMut(usize)) {
        let limit = end + self.pad + 3;
        for room in &self.rooms {
            let mut at = start + self.pad - 3;
            loop {
                at = room.next_taken(at, limit);
                if at >= limit {
                    break;
                }
                let who = usize::from(room.who[at]);
                visit(who);
                at = self.spans[who].1 as usize + self.pad;
            }
        }
    }

    /// What the plan loses by this meeting at this place, the others where they are; the meeting itself is not on the grid. What
    /// hurts is noted with both sides: added (1) or taken away (-1).
    fn weigh(&mut self, meeting: usize, start: usize, room: usize, sign: i32) -> Score {
        let instance = self.instance.clone();
        let weights = &instance.weights;
        let end = start + self.duration(meeting);
        let row = instance.row(meeting);
        let seats = instance.rooms[room];
        let breaks = self.ends[start] + self.begins[end];
        let mut medium = 0;
        let mut hard = instance.meetings[meeting].heads().saturating_sub(seats) as i32;
        let mut soft =
            weights.soon * (end as i32 - 1) + weights.no_break * breaks + instance.room_cost[room];
        let mut sores = std::mem::take(&mut self.sores);
        self.near(start, end, |other| {
            let (s, e, in_room) = self.spans[other];
            let pair = &row[other];
            let overlap = (e as i32).min(end as i32) - (s as i32).max(start as i32);
            if overlap > 0 {
                hard += overlap * pair.hard;
                medium += overlap * pair.medium;
                soft += overlap * weights.overlap;
                sores[other] += sign * overlap * (pair.hard + pair.medium);
            }
            if s as usize != start && in_room as usize != room {
                soft += pair.rooms;
            }
        });
        sores[meeting] += sign * (hard + medium);
        self.sores = sores;
        Score([i64::from(hard), i64::from(medium), i64::from(soft)])
    }

    /// Fills `costs` with what the meeting costs at every start, but for its room and for neighbours in the same room.
    fn price_all_starts(&mut self, meeting: usize) {
        let instance = &*self.instance;
        let soft = self.prices[2];
        let d = self.instance.meetings[meeting].duration;
        let pad = self.pad;
        self.bends.fill(0);
        self.steps.fill(0);
        let n = self.spans.len();
        let row = &self.priced[meeting * n..(meeting + 1) * n];
        for ((s, e, _), (grain, rooms)) in self.spans.iter().zip(row) {
            if *s == NOWHERE {
                continue;
            }
            let (s, e) = (*s as usize + pad, *e as usize + pad);
            self.bends[s + 1 - d] += grain;
            self.bends[s + 1] -= grain;
            self.bends[e + 1 - d] -= grain;
            self.bends[e + 1] += grain;
            self.steps[s - d - 2] += rooms;
            self.steps[e + 3] -= rooms;
            self.steps[s] -= rooms;
            self.steps[s + 1] += rooms;
        }
        let mut slope = 0;
        let mut level = soft * instance.weights.soon * (d as i32 - 1);
        for (bend, step) in self.bends.iter().zip(&self.steps).take(pad) {
            slope += bend;
            level += slope + step;
        }
        let soon = soft * instance.weights.soon;
        let no_break = soft * instance.weights.no_break;
        let rows = self.bends[pad..].iter().zip(&self.steps[pad..]);
        let breaks = self.ends.iter().zip(&self.begins[d..]);
        for ((cost, (bend, step)), (ends, begins)) in self.costs.iter_mut().zip(rows).zip(breaks) {
            slope += bend;
            level += slope + step;
            *cost = level + no_break * (ends + begins);
            level += soon;
        }
    }

    /// The best place at the prices; ties by chance.
    fn best_place(&mut self, meeting: usize, random: &mut Random) -> Option<(u32, u32)> {
        let instance = &*self.instance;
        let d = self.duration(meeting);
        let (soft, pad) = (self.prices[2], self.pad);
        let n = self.spans.len();
        let row = &self.priced[meeting * n..(meeting + 1) * n];
        let mut best = i32::MAX;
        let ties = &mut self.ties;
        ties.clear();
        for (index, room) in self.rooms.iter().enumerate() {
            if !instance.is_large_enough(index, meeting) {
                continue;
            }
            let extra = soft * instance.room_cost[index];
            let end = instance.grains + pad;
            let mut at = pad;
            while at < end {
                let free_to = room.next_taken(at, end);
                let mut from = at - pad;
                let to = free_to - pad;
                // Day by day.
                while from + d <= to {
                    let until = instance.day_ends[from].min(to);
                    if from + d <= until {
                        for start in from..=until - d {
                            let mut cost = self.costs[start] + extra;
                            // Neighbours in the same room need not change rooms.
                            if start < at - pad + 3 {
                                let mut left = pad + start - 3;
                                loop {
                                    left = room.next_taken(left, at);
                                    if left >= at {
                                        break;
                                    }
                                    let who = usize::from(room.who[left]);
                                    cost -= row[who].1;
                                    left = self.spans[who].1 as usize + pad;
                                }
                            }
                            if start + d + 3 > to {
                                let limit = pad + start + d + 3;
                                let mut right = free_to;
                                loop {
                                    right = room.next_taken(right, limit);
                                    if right >= limit {
                                        break;
                                    }
                                    let who = usize::from(room.who[right]);
                                    cost -= row[who].1;
                                    right = self.spans[who].1 as usize + pad;
                                }
                            }
                            if cost < best {
                                best = cost;
                                ties.clear();
                            }
                            if cost == best {
                                ties.push((start as u32, index as u32));
                            }
                        }
                    }
                    from = until;
                }
                at = if free_to < end {
                    self.spans[usize::from(room.who[free_to])].1 as usize + pad
                } else {
                    end
                };
            }
        }
        self.ties.get(random.below(self.ties.len())).copied()
    }
}

impl Board for Grid {
    type Value = Score;
    type Place = (u32, u32);

    fn meetings(&self) -> usize {
        self.spans.len()
    }

    fn value(&self) -> Score {
        self.value
    }

    fn energy(&self, difference: Score) -> i64 {
        let prices = self.prices.iter().map(|p| i64::from(*p));
        difference.0.iter().zip(prices).map(|(d, p)| d * p).sum()
    }

    fn place(&self, meeting: usize) -> Option<(u32, u32)> {
        let (start, _, room) = self.spans[meeting];
        (start != NOWHERE).then_some((start, room))
    }

    fn is_fixed(&self, _meeting: usize) -> bool {
        false
    }

    fn remove(&mut self, meeting: usize) {
        let (start, end, room) = self.spans[meeting];
        if start == NOWHERE {
            return;
        }
        let (start, end, room) = (start as usize, end as usize, room as usize);
        self.rooms[room].flip(start + self.pad, end + self.pad);
        self.begins[start] -= 1;
        self.ends[end] -= 1;
        self.spans[meeting] = (NOWHERE, NOWHERE, 0);
        self.out.push(meeting);
        let cost = self.weigh(meeting, start, room, -1);
        self.value = self.value - cost;
        self.value.0[0] += LEFT_OUT;
    }

    fn put(&mut self, meeting: usize, place: &(u32, u32)) {
        let (start, room) = (place.0 as usize, place.1 as usize);
        let end = start + self.duration(meeting);
        let cost = self.weigh(meeting, start, room, 1);
        self.value = self.value + cost;
        self.value.0[0] -= LEFT_OUT;
        self.spans[meeting] = (place.0, end as u32, place.1);
        self.begins[start] += 1;
        self.ends[end] += 1;
        self.rooms[room].flip(start + self.pad, end + self.pad);
        self.rooms[room].who[start + self.pad..end + self.pad].fill(meeting as u16);
        let at = self.out.iter().position(|m| *m == meeting);
        self.out.swap_remove(at.expect("it was out"));
    }

    fn insert(&mut self, meeting: usize, random: &mut Random) -> bool {
        self.price_all_starts(meeting);
        match self.best_place(meeting, random) {
            Some(place) => {
                self.put(meeting, &place);
                true
            }
            None => false,
        }
    }

    fn hardness(&self, meeting: usize) -> u64 {
        let meeting = &self.instance.meetings[meeting];
        (meeting.duration * (4 * meeting.required.len() + meeting.heads())) as u64
    }

    fn related(&self, meeting: usize, most: usize, random: &mut Random, into: &mut Vec<usize>) {
        let way = random.below(4);
        let d = self.duration(meeting);
        let start = match self.place(meeting) {
            Some((start, _)) if way > 0 => start as usize,
            // Those who stand where it might go.
            _ => random.below(self.instance.grains + 1 - d),
        };
        let first = into.len();
        if way < 3 {
            self.near(start, start + d, |other| {
                if other != meeting {
                    into.push(other);
                }
            });
            random.shuffle(&mut into[first..]);
            into.truncate(first + most);
        } else {
            for _ in 0..most {
                let other = random.below(self.spans.len());
                if other != meeting && !into.contains(&other) {
                    into.push(other);
                }
            }
        }
    }

    fn sore(&self, random: &mut Random) -> Option<usize> {
        if !self.out.is_empty() {
            return Some(self.out[random.below(self.out.len())]);
        }
        (0..8)
            .map(|_| random.below(self.spans.len()))
            .find(|m| self.sores[*m] > 0)
    }
}

/// What a shared grain and a change of rooms cost, of each pair.
fn priced(instance: &Instance, [hard, medium, soft]: Prices) -> Vec<(i32, i32)> {
    let overlap = soft * instance.weights.overlap;
    let of = |pair: &Pair| {
        (
            hard * pair.hard + medium * pair.medium + overlap,
            soft * pair.rooms,
        )
    };
    instance.pairs().iter().map(of).collect()
}
