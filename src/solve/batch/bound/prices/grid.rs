//! The prices of all resources over the grains of time in which anything can take place.

use super::super::super::relaxation::{Relaxation, RelaxedLimit, RelaxedMeeting};
use super::super::ones;
use super::{Demand, WHOLE};
use crate::model::Stretch;
use crate::time::Instant;

/// Most grains of all resources together; the grain gets coarser where there would be more.
const MOST_ENTRIES: usize = 12_000_000;

/// Prices and demand.
pub(super) struct Grid {
    origin: i64,
    /// Seconds.
    grain: i64,
    /// Every start and end lies on a grain.
    exact: bool,
    /// Of each grain since the origin how many used ones lie before it; one more at the end.
    place: Vec<u32>,
    /// Used grains.
    length: usize,
    /// By resource, behind them by limit of load; `None` = nobody ever asked for more than there is.
    rows: Vec<Option<Row>>,
    capacity: Vec<i32>,
    limits: Vec<Stretches>,
    /// More meetings than it bears at once could ask for it.
    shared: Vec<bool>,
    /// A price that nobody pays.
    dearest: i64,
    /// Changes of demand from grain to grain, resource by resource; empty between two steps.
    changes: Vec<i32>,
    /// Times that demand was noted since the last step.
    noted: i32,
    /// What all the time on offer is worth.
    on_offer: i64,
}

/// Where a piece lies from the start.
pub(super) enum Span {
    /// Grains from the start's, and how many.
    Whole(u32, u32),
    /// Seconds from the start, where grains are coarser than the times.
    Seconds(i64, i64),
}

/// The days or weeks of a limit of load. What it allows in each stands in the grid as the time of a resource does, a grain a stretch.
struct Stretches {
    /// Days that make a stretch.
    length: i32,
    /// First day of the first stretch, in days of the common era.
    first: i32,
    /// What is used from outside, in parts of a meeting: stretch and how much.
    used: Vec<(u32, i32)>,
}

/// The prices of one resource.
pub(super) struct Row {
    /// Sum of the prices before each grain, and of all at the end. Sums wrap around; those of what one meeting takes do not.
    before: Vec<u32>,
    /// The same of the best prices so far, from which the next ones are tried.
    centre: Vec<u32>,
    /// Demand in parts of a meeting, evened out over the steps.
    demand: Vec<i32>,
    /// Parts of time in which there are prices, see [`Grid::blocks`].
    blocks: u64,
}

impl Row {
    /// What grains cost together.
    #[inline]
    pub fn sum(&self, from: u32, to: u32) -> i64 {
        i64::from(self.before[to as usize].wrapping_sub(self.before[from as usize]))
    }
}

impl Grid {
    pub fn new(relaxation: &Relaxation, dearest: i64) -> Grid {
        let mut times: Option<(i64, i64)> = None;
        let mut longest = 1;
        let mut step = 0;
        each_use(relaxation, |start, pieces| {
            for (begin, end) in pieces {
                let (from, to) = (start.0 + begin, start.0 + end);
                let (first, last) = times.get_or_insert((from, to));
                *first = (*first).min(from);
                *last = (*last).max(to);
                longest = longest.max(to - from);
            }
        });
        let (origin, last) = times.unwrap_or((0, 0));
        each_use(relaxation, |start, pieces| {
            for (begin, end) in pieces {
                step = divisor(step, start.0 + begin - origin);
                step = divisor(step, *begin);
                step = divisor(step, start.0 + end - origin);
            }
        });
        let days = relaxation.meetings.iter().flat_map(|meeting| {
            let days = [meeting.days.first(), meeting.days.last()];
            days.into_iter().flatten().copied()
        });
        let (first_day, last_day) = days.fold((i32::MAX, i32::MIN), |(first, last), day| {
            (first.min(day), last.max(day))
        });
        let stretches = (i64::from(last_day) - i64::from(first_day)).max(0) as usize + 8;
        let limits = relaxation.limits.iter();
        let limits: Vec<Stretches> = limits
            .map(|limit| Stretches::new(limit, first_day, last_day))
            .collect();
        let all = relaxation.capacity.iter();
        let most = all.chain(relaxation.limits.iter().map(|limit| &limit.most));
        let resources = relaxation.capacity.len() + limits.len();
        let mut grid = Grid {
            origin,
            grain: step.max(1),
            exact: true,
            place: Vec::new(),
            length: 0,
            rows: (0..resources).map(|_| None).collect(),
            capacity: most
                .map(|most| {
                    i32::try_from(*most)
                        .unwrap_or(i32::MAX)
                        .min(i32::MAX / WHOLE)
                })
                .collect(),
            limits,
            shared: shared(relaxation),
            dearest,
            changes: Vec::new(),
            noted: 0,
            on_offer: 0,
        };
        while (last - origin) / grid.grain > MOST_ENTRIES as i64 {
            grid.grain *= 2;
            grid.exact = false;
        }
        grid.note_used(relaxation, last, stretches);
        while grid.length * resources > MOST_ENTRIES {
            grid.grain *= 2;
            grid.exact = false;
            grid.note_used(relaxation, last, stretches);
        }
        // What one meeting takes of a resource must not wrap around.
        grid.dearest = dearest
            .min(i64::from(u32::MAX / 4) / (longest / grid.grain + 1))
            .max(1);
        grid.changes = vec![0; (grid.length + 1) * resources];
        grid
    }

    /// Notes which grains are used at all.
    fn note_used(&mut self, relaxation: &Relaxation, last: i64, least: usize) {
        let count = ((last - self.origin) / self.grain + 1) as usize;
        let mut used = vec![0_i64; count + 1];
        let (origin, grain) = (self.origin, self.grain);
        each_use(relaxation, |start, pieces| {
            for (begin, end) in pieces {
                let (from, to) = inside(start.0 + begin - origin, start.0 + end - origin, grain);
                if from < to {
                    used[from as usize] += 1;
                    used[to as usize] -= 1;
                }
            }
        });
        self.place.clear();
        let (mut running, mut place) = (0, 0);
        for change in used {
            self.place.push(place);
            running += change;
            place += u32::from(running > 0);
        }
        self.length = match self.limits.is_empty() {
            true => place as usize,
            false => (place as usize).max(least),
        };
    }

    /// A start, in grains or seconds from the origin.
    #[inline]
    pub fn at(&self, start: Instant) -> i64 {
        match self.exact {
            true => (start.0 - self.origin).div_euclid(self.grain),
            false => start.0 - self.origin,
        }
    }

    /// A piece of a meeting, for [`grains`](Self::grains).
    #[inline]
    pub fn span(&self, (begin, end): (i64, i64)) -> Span {
        match self.exact {
            true => Span::Whole(
                begin.div_euclid(self.grain) as u32,
                ((end - begin) / self.grain) as u32,
            ),
            false => Span::Seconds(begin, end),
        }
    }

    /// The whole grains of a piece of a meeting that begins at `at`, counted among the used ones: what is left out at the ends makes the
    /// bound no less true.
    #[inline]
    pub fn grains(&self, at: i64, span: &Span) -> (u32, u32) {
        match span {
            Span::Whole(offset, length) => {
                let from = self.place[(at + i64::from(*offset as i32)) as usize];
                (from, from + length)
            }
            Span::Seconds(begin, end) => {
                let (from, to) = inside(at + begin, at + end, self.grain);
                match from < to {
                    true => (self.place[from as usize], self.place[to as usize]),
                    false => (0, 0),
                }
            }
        }
    }

    pub fn is_shared(&self, resource: u32) -> bool {
        self.shared[resource as usize]
    }

    /// The prices of a resource in some parts of time; `None` = there are none.
    #[inline]
    pub fn row(&self, resource: u32, blocks: u64) -> Option<&Row> {
        let row = self.rows[resource as usize].as_ref();
        row.filter(|row| row.blocks & blocks != 0)
    }

    /// The prices of a limit of load; `None` = there are none.
    #[inline]
    pub fn limit(&self, limit: u32) -> Option<&Row> {
        let row = self.rows[self.limit_row(limit) as usize].as_ref();
        row.filter(|row| row.blocks != 0)
    }

    /// Where a limit of load stands among the resources.
    pub fn limit_row(&self, limit: u32) -> u32 {
        (self.rows.len() - self.limits.len()) as u32 + limit
    }

    /// The grain that stands for the stretch of a limit that a day lies in.
    pub fn stretch(&self, limit: u32, day: i32) -> u32 {
        self.limits[limit as usize].of(day)
    }

    /// What all the time on offer is worth.
    pub fn on_offer(&self) -> i64 {
        self.on_offer
    }

    /// The 64ths of all used time in which a meeting can take place, a bit each.
    pub fn blocks(&self, meeting: &RelaxedMeeting, allowed: &[u64]) -> u64 {
        let seats = meeting.seats.iter().map(|seat| &seat.pieces);
        let mut known: Vec<&Vec<(i64, i64)>> = Vec::new();
        if !meeting.venues.is_empty() {
            known.push(&meeting.venue_pieces);
        }
        for pieces in seats {
            if !known.contains(&pieces) {
                known.push(pieces);
            }
        }
        let spans: Vec<Span> = known.into_iter().flatten().map(|p| self.span(*p)).collect();
        let mut blocks = 0;
        for start in ones(allowed) {
            let at = self.at(meeting.starts[start]);
            for span in &spans {
                let (from, to) = self.grains(at, span);
                if from < to {
                    let (first, last) = (self.block(from), self.block(to - 1));
                    blocks |= (u64::MAX << first) & (u64::MAX >> (63 - last));
                }
            }
        }
        blocks
    }

    fn block(&self, grain: u32) -> u32 {
        (u64::from(grain) * 64 / self.length.max(1) as u64) as u32
    }

    /// Adds to what is asked for until the next [`improve`](Self::improve).
    pub fn note(&mut self, demand: &[Vec<Demand>]) {
        let width = self.length + 1;
        for (resource, from, to, share) in demand.iter().flatten() {
            let row = *resource as usize * width;
            self.changes[row + *from as usize] += share;
            self.changes[row + *to as usize] -= share;
        }
        self.noted += 1;
    }

    /// The prices are the best so far.
    pub fn accept(&mut self) {
        for row in self.rows.iter_mut().flatten() {
            row.centre.copy_from_slice(&row.before);
        }
    }

    /// Goes back to the best prices so far.
    pub fn go_back(&mut self) {
        for row in self.rows.iter_mut().flatten() {
            row.before.copy_from_slice(&row.centre);
        }
    }

    /// Raises prices where more is asked for than there is and lowers them where less is, alike for `block` grains in a row: so far
    /// that the gap would be closed if the demand stayed as it is, times `stride` 1,024ths.
    pub fn improve(&mut self, gap: i64, stride: i64, block: usize) {
        let width = self.length + 1;
        let noted = std::mem::take(&mut self.noted).max(1);
        let mut norm = 0_i128;
        let people = self.rows.len() - self.limits.len();
        for (resource, row) in self.rows.iter_mut().enumerate() {
            if !self.shared[resource] {
                continue;
            }
            let changes = &mut self.changes[resource * width..][..width];
            let limit = resource
                .checked_sub(people)
                .map(|limit| &self.limits[limit]);
            for (stretch, used) in limit.iter().flat_map(|limit| &limit.used) {
                changes[*stretch as usize] += used * noted;
                changes[*stretch as usize + 1] -= used * noted;
            }
            let block = limit.map_or(block, |_| (block / DAY).max(1));
            let most = self.capacity[resource] * WHOLE;
            let is_new = row.is_none();
            if is_new && !overloaded(changes, most * noted) {
                changes.fill(0);
                continue;
            }
            let row = row.get_or_insert_with(|| Row {
                before: vec![0; width],
                centre: vec![0; width],
                demand: vec![0; self.length],
                blocks: 0,
            });
            let mut asked = 0;
            for (grain, demand) in row.demand.iter_mut().enumerate() {
                asked += std::mem::take(&mut changes[grain]);
                let now = asked / noted;
                *demand = match is_new {
                    true => now,
                    // What was asked for once is never quite forgotten: there somebody is to be had.
                    false if *demand > 0 => (*demand + (now - *demand) / 4).max(1),
                    false => now,
                };
            }
            changes[width - 1] = 0;
            for (first, grains) in row.demand.chunks(block).enumerate() {
                let off = off(grains, most);
                let first = first * block;
                if off > 0 || row.before[first + grains.len()] != row.before[first] {
                    norm += i128::from(off) * i128::from(off);
                }
            }
        }
        if norm == 0 {
            return;
        }
        // Change of a price by one part of demand, in 2^-24.
        let whole = i128::from(WHOLE);
        let rate = ((i128::from(gap) * i128::from(stride) * whole) << 24) / 1_024 / norm;
        let rate = i64::try_from(rate).unwrap_or(i64::MAX).min(1 << 36);
        let blocks: Vec<u32> = (0..self.length as u32).map(|g| self.block(g)).collect();
        self.on_offer = 0;
        for (resource, row) in self.rows.iter_mut().enumerate() {
            let Some(row) = row else { continue };
            let most = self.capacity[resource] * WHOLE;
            let limit = resource
                .checked_sub(people)
                .map(|limit| &self.limits[limit]);
            let block = limit.map_or(block, |_| (block / DAY).max(1));
            let mut last = row.before[0];
            let mut sum = 0_u32;
            let mut worth = 0;
            row.blocks = 0;
            for (first, grains) in row.demand.chunks(block).enumerate() {
                let off = off(grains, most);
                // A price falls no faster than to nothing, and demand is at most some thousand times the offer.
                let change = (rate * off.clamp(-(1 << 26), 1 << 26)) >> 24;
                for (grain, demand) in (first * block..).zip(grains) {
                    let price = i64::from(row.before[grain + 1].wrapping_sub(last));
                    last = row.before[grain + 1];
                    let price = match *demand > 0 {
                        true => (price + change).clamp(0, self.dearest),
                        false => 0,
                    };
                    sum = sum.wrapping_add(price as u32);
                    row.before[grain + 1] = sum;
                    row.blocks |= u64::from(price > 0) << blocks[grain];
                    worth += price;
                }
            }
            self.on_offer += worth * i64::from(self.capacity[resource]);
            for (stretch, used) in limit.iter().flat_map(|limit| &limit.used) {
                let used = (used / WHOLE).min(self.capacity[resource]);
                self.on_offer -= row.sum(*stretch, stretch + 1) * i64::from(used);
            }
        }
    }

    /// Prices from elsewhere, in 64ths of the dearest.
    #[cfg(test)]
    pub fn set_prices(&mut self, mut price: impl FnMut() -> i64) {
        self.on_offer = 0;
        let people = self.rows.len() - self.limits.len();
        let rows = self.rows.iter_mut().zip(&self.capacity).enumerate();
        for (resource, (row, capacity)) in rows {
            let mut before = vec![0];
            let mut sum = 0_u32;
            for _ in 0..self.length {
                let price = price() * self.dearest / 64;
                self.on_offer += price * i64::from(*capacity);
                sum = sum.wrapping_add(price as u32);
                before.push(sum);
            }
            let new = Row {
                centre: before.clone(),
                before,
                demand: vec![0; self.length],
                blocks: u64::MAX,
            };
            let limit = resource
                .checked_sub(people)
                .map(|limit| &self.limits[limit]);
            for (stretch, used) in limit.iter().flat_map(|limit| &limit.used) {
                let used = (used / WHOLE).min(*capacity);
                self.on_offer -= new.sum(*stretch, stretch + 1) * i64::from(used);
            }
            *row = Some(new);
        }
    }
}

impl Stretches {
    fn new(limit: &RelaxedLimit, first_day: i32, last_day: i32) -> Stretches {
        let length = match limit.per {
            Stretch::Day => 1,
            Stretch::Week => 7,
        };
        // Day 1 of the common era is a Monday.
        let mut stretches = Stretches {
            length,
            first: first_day - (first_day - 1).rem_euclid(length),
            used: Vec::new(),
        };
        let used = limit.used.iter();
        let used = used.filter(|(day, _)| (stretches.first..=last_day).contains(day));
        let used = used.map(|(day, used)| {
            let used = i32::try_from(*used).unwrap_or(i32::MAX).min(1 << 10);
            (stretches.of(*day), used * WHOLE)
        });
        stretches.used = used.collect();
        stretches
    }

    fn of(&self, day: i32) -> u32 {
        ((day - self.first) / self.length) as u32
    }
}

/// Grains that are reckoned as a day where stretches share a price.
const DAY: usize = 32;

/// How much more is asked for than there is, of grains at which anything was ever asked for.
fn off(grains: &[i32], most: i32) -> i64 {
    let asked = grains.iter().filter(|demand| **demand > 0);
    asked.map(|demand| i64::from(*demand - most)).sum()
}

fn overloaded(changes: &[i32], most: i32) -> bool {
    let mut asked = 0;
    changes.iter().any(|change| {
        asked += change;
        asked > most
    })
}

/// Calls with every start and what is taken there.
fn each_use(relaxation: &Relaxation, mut call: impl FnMut(Instant, &[(i64, i64)])) {
    for meeting in &relaxation.meetings {
        let mut known: Vec<&[(i64, i64)]> = Vec::new();
        if !meeting.venues.is_empty() {
            known.push(&meeting.venue_pieces);
        }
        for seat in &meeting.seats {
            if !known.contains(&&seat.pieces[..]) {
                known.push(&seat.pieces);
            }
        }
        for start in &meeting.starts {
            for pieces in &known {
                call(*start, pieces);
            }
        }
    }
}

/// Which resources more meetings could use than they bear at once.
fn shared(relaxation: &Relaxation) -> Vec<bool> {
    let mut users = vec![0_u64; relaxation.capacity.len()];
    for meeting in &relaxation.meetings {
        let seats = meeting.seats.iter().filter(|seat| !seat.partial);
        let people = seats.flat_map(|seat| seat.candidates.iter().map(|one| one.resource));
        let mut all: Vec<u32> = people
            .chain(meeting.venues.iter().map(|v| v.resource))
            .collect();
        all.sort_unstable();
        all.dedup();
        for resource in all {
            users[resource as usize] += 1;
        }
    }
    let mut counted = vec![0_u64; relaxation.limits.len()];
    for meeting in &relaxation.meetings {
        let all = meeting.seats.iter().flat_map(|seat| &seat.candidates);
        for limit in all.flat_map(|one| &one.limits) {
            counted[*limit as usize] += 1;
        }
    }
    let limits = relaxation.limits.iter().zip(counted);
    let limits = limits.map(|(limit, counted)| {
        let used = limit.used.values().max().copied().unwrap_or(0);
        counted > u64::from(limit.most.saturating_sub(used))
    });
    let pairs = users.iter().zip(&relaxation.capacity);
    let pairs = pairs.map(|(users, most)| *users > u64::from(*most));
    pairs.chain(limits).collect()
}

/// First whole grain of a time, and the one after its last.
fn inside(begin: i64, end: i64, grain: i64) -> (i64, i64) {
    ((begin + grain - 1).div_euclid(grain), end.div_euclid(grain))
}

/// The greatest common divisor.
fn divisor(mut a: i64, mut b: i64) -> i64 {
    if a > 0 && b % a == 0 {
        return a;
    }
    b = b.abs();
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
