//! Branch and bound over the choices, meeting by meeting.
//!
//! At a node some meetings are settled. No completion is better than the settled ones with every open meeting at its own best, the
//! people of pools filled up as evenly as can be. One completion is tried at once, greedily; where it reaches the bound the node is
//! done. Otherwise the meeting that it served worst is settled next, each of its choices in turn, the cheapest first.

use super::ways::{Bits, Ways, clear, get, without};
use super::{Found, list, value};
use crate::model::PlanValue;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Looks at one node again after learning what clashes there, at most so often.
const MOST_LOOKS: u32 = 40;

/// Searches from what is known until nothing can be better, or until so many nodes were looked at.
pub(super) fn search(ways: &mut Ways, known: Vec<Option<usize>>, nodes: u64) -> Found {
    let meetings = ways.meetings();
    let mut search = Search {
        best_value: value(ways.problem, &known),
        best: known,
        sorted: sorted(ways),
        settled: vec![None; meetings],
        sum: PlanValue::default(),
        more: vec![0; ways.problem.history.len()],
        left: nodes,
        ways,
    };
    let mut frames: Vec<Frame> = search.expand().into_iter().collect();
    while let Some(frame) = frames.last_mut() {
        if let Some((cost, way)) = frame.set.take() {
            search.take_back(frame.meeting, way, cost);
        }
        let next = frame.options.get(frame.next).copied();
        let Some((cost, way)) = next.filter(|(cost, _)| frame.base + *cost < search.best_value)
        else {
            frames.pop();
            continue;
        };
        if search.left == 0 {
            return Found {
                best: search.best,
                finished: false,
            };
        }
        frame.next += 1;
        frame.set = Some((cost, way));
        search.settle(frame.meeting, way, cost);
        frames.extend(search.expand());
    }
    Found {
        best: search.best,
        finished: search.left > 0,
    }
}

/// The choices of each meeting that can be chosen, the best first as far as it alone is concerned.
fn sorted(ways: &Ways) -> Vec<Vec<usize>> {
    let mut sorted = vec![Vec::new(); ways.meetings()];
    for way in (0..ways.count()).filter(|way| get(&ways.possible, *way)) {
        sorted[ways.meeting_of[way]].push(way);
    }
    for list in &mut sorted {
        list.sort_by_key(|way| (ways.choice(*way).value, *way));
    }
    sorted
}

/// A meeting whose options are settled one after the other.
struct Frame {
    meeting: usize,
    /// What each adds, and the choice; the cheapest first.
    options: Vec<(PlanValue, Option<usize>)>,
    next: usize,
    /// The one that is settled now.
    set: Option<(PlanValue, Option<usize>)>,
    /// What everything else adds at least.
    base: PlanValue,
}

struct Search<'s, 'a> {
    ways: &'s mut Ways<'a>,
    sorted: Vec<Vec<usize>>,
    /// Of each meeting the choice, by number; the outer `None` = open.
    settled: Vec<Option<Option<usize>>>,
    /// What is settled counts, with load.
    sum: PlanValue,
    /// Meetings that people of pools have by what is settled.
    more: Vec<i64>,
    best: Vec<Option<usize>>,
    best_value: PlanValue,
    left: u64,
}

/// What an open meeting adds at least, as long as it alone is concerned.
struct Alone {
    meeting: usize,
    /// The choices that are best at the levels above load.
    tight: Vec<usize>,
    least: PlanValue,
    /// Fewest people of a pool.
    pool: usize,
}

impl Search<'_, '_> {
    fn settle(&mut self, meeting: usize, way: Option<usize>, cost: PlanValue) {
        self.settled[meeting] = Some(way);
        self.sum += cost;
        for person in way.iter().flat_map(|way| &self.ways.choice(*way).pool) {
            self.more[*person as usize] += 1;
        }
    }

    fn take_back(&mut self, meeting: usize, way: Option<usize>, cost: PlanValue) {
        self.settled[meeting] = None;
        self.sum -= cost;
        for person in way.iter().flat_map(|way| &self.ways.choice(*way).pool) {
            self.more[*person as usize] -= 1;
        }
    }

    /// Looks at the node; `None` = nothing better lies below it.
    fn expand(&mut self) -> Option<Frame> {
        let mut clashing: Option<usize> = None;
        for look in 0.. {
            if self.left == 0 {
                return None;
            }
            self.left -= 1;
            let free = self.free()?;
            let open = self.alone(&free);
            let load = self.ways.problem.load;
            let mut base = self.sum;
            for alone in &open {
                base += alone.least;
            }
            let mut bound = base;
            bound.0[load] = bound.0[load].max(self.sum.0[load] + self.even_load(&open));
            if bound >= self.best_value {
                return None;
            }
            let (picks, sum, worst) = self.complete(&free, &open);
            let mut learned = Vec::new();
            if sum < self.best_value {
                let mut chosen = vec![None; self.ways.meetings()];
                let settled = self.settled.iter().flatten().flatten();
                for way in settled.chain(picks.iter().flatten()) {
                    let (meeting, choice) = self.ways.chosen(*way);
                    chosen[meeting] = Some(choice);
                }
                learned = self.ways.learn(&list(&chosen));
                if learned.is_empty() {
                    debug_assert_eq!(sum, value(self.ways.problem, &chosen));
                    self.best = chosen;
                    self.best_value = sum;
                }
            }
            if bound >= self.best_value {
                return None;
            }
            let first_open = |clash: &Vec<usize>| {
                let mut meetings = clash.iter().map(|way| self.ways.meeting_of[*way]);
                meetings.find(|meeting| self.settled[*meeting].is_none())
            };
            clashing = learned.iter().find_map(first_open).or(clashing);
            if !learned.is_empty() && look < MOST_LOOKS {
                continue;
            }
            let widest = open
                .iter()
                .max_by_key(|a| (a.tight.len(), Reverse(a.meeting)));
            let widest = widest.map(|alone| alone.meeting);
            let meeting = worst.or(clashing).or(widest)?;
            let own = open.iter().find(|alone| alone.meeting == meeting);
            let own = own.map_or(PlanValue::default(), |alone| alone.least);
            return Some(Frame {
                meeting,
                options: self.options(&free, meeting),
                next: 0,
                set: None,
                base: base - own,
            });
        }
        None
    }

    /// The choices that can stand beside what is settled; `None` where that cannot be held together itself.
    fn free(&self) -> Option<Bits> {
        let mut free = self.ways.possible.clone();
        let settled: Vec<usize> = self.settled.iter().flatten().flatten().copied().collect();
        for way in &settled {
            without(&mut free, &self.ways.conflicts[*way]);
        }
        if settled.iter().any(|way| !get(&free, *way)) {
            return None;
        }
        for set in &self.ways.sets {
            let mut others = set.iter().filter(|way| !settled.contains(way));
            match (others.next(), others.next()) {
                (None, _) => return None,
                (Some(last), None) => clear(&mut free, *last),
                _ => {}
            }
        }
        if settled.iter().any(|way| !self.ways.shared[*way].is_empty()) {
            for way in 0..self.ways.count() {
                let open = self.settled[self.ways.meeting_of[way]].is_none();
                if open && get(&free, way) && !self.ways.room(way, &settled) {
                    clear(&mut free, way);
                }
            }
        }
        Some(free)
    }

    /// What a choice adds to what is settled, where people of pools have so many more.
    fn cost(&self, way: usize, more: &[i64]) -> PlanValue {
        let choice = self.ways.choice(way);
        let mut cost = choice.value;
        cost.0[self.ways.problem.load] = self.marginal(&choice.pool, more);
        cost
    }

    fn marginal(&self, pool: &[u32], more: &[i64]) -> i64 {
        let history = &self.ways.problem.history;
        let one = |person: &u32| {
            let person = *person as usize;
            2 * (i64::from(history[person]) + more[person]) + 1
        };
        pool.iter().map(one).sum()
    }

    fn alone(&self, free: &Bits) -> Vec<Alone> {
        let load = self.ways.problem.load;
        let mut all = Vec::new();
        for (meeting, settled) in self.settled.iter().enumerate() {
            if settled.is_some() {
                continue;
            }
            let empty = self.ways.problem.empty[meeting];
            let mut options = self.sorted[meeting].iter().copied();
            let options = options.by_ref().filter(|way| get(free, *way));
            let value = |way: usize| &self.ways.choice(way).value.0;
            let mut tight: Vec<usize> = Vec::new();
            for way in options {
                if value(way)[..load] > empty.0[..load]
                    || tight
                        .first()
                        .is_some_and(|first| value(*first)[..load] < value(way)[..load])
                {
                    break;
                }
                tight.push(way);
            }
            let stays_empty = tight
                .first()
                .is_none_or(|first| value(*first)[..load] == empty.0[..load]);
            let mut least = empty;
            let mut below = stays_empty.then(|| empty.0[load + 1..].to_vec());
            let mut marginal = stays_empty.then_some(empty.0[load]);
            let mut pool = stays_empty.then_some(0);
            for way in &tight {
                let choice = self.ways.choice(*way);
                let own = &choice.value.0[load + 1..];
                if below.as_ref().is_none_or(|below| own < &below[..]) {
                    below = Some(own.to_vec());
                }
                let more = self.marginal(&choice.pool, &self.more);
                marginal = Some(marginal.map_or(more, |least: i64| least.min(more)));
                let people = choice.pool.len();
                pool = Some(pool.map_or(people, |least: usize| least.min(people)));
                least.0[..load].copy_from_slice(&choice.value.0[..load]);
            }
            least.0[load] = marginal.unwrap_or(0);
            if let Some(below) = below {
                least.0[load + 1..].copy_from_slice(&below);
            }
            all.push(Alone {
                meeting,
                tight,
                least,
                pool: pool.unwrap_or(0),
            });
        }
        all
    }

    /// Least load that the open meetings add where each stands at its best above load: as many people of pools as they need at
    /// least, always the one with the fewest meetings next.
    fn even_load(&self, open: &[Alone]) -> i64 {
        let mut needed: usize = open.iter().map(|alone| alone.pool).sum();
        if needed == 0 {
            return 0;
        }
        let mut times = vec![0_u32; self.more.len()];
        let mut met = vec![usize::MAX; self.more.len()];
        for alone in open.iter().filter(|alone| alone.pool > 0) {
            let people = alone.tight.iter();
            for person in people.flat_map(|way| &self.ways.choice(*way).pool) {
                if std::mem::replace(&mut met[*person as usize], alone.meeting) != alone.meeting {
                    times[*person as usize] += 1;
                }
            }
        }
        let mut next: BinaryHeap<Reverse<(i64, u32)>> = (0..self.more.len() as u32)
            .filter(|person| times[*person as usize] > 0)
            .map(|person| Reverse((self.marginal(&[person], &self.more), person)))
            .collect();
        let mut load = 0;
        while needed > 0 {
            let Some(Reverse((cost, person))) = next.pop() else {
                break;
            };
            load += cost;
            needed -= 1;
            times[person as usize] -= 1;
            if times[person as usize] > 0 {
                next.push(Reverse((cost + 2, person)));
            }
        }
        load
    }

    /// One way to settle the open meetings: those with the fewest choices first, each at the best that is left. Also what all then
    /// counts, and the meeting that is furthest from its own best.
    fn complete(
        &self,
        free: &Bits,
        open: &[Alone],
    ) -> (Vec<Option<usize>>, PlanValue, Option<usize>) {
        let mut turn: Vec<&Alone> = open.iter().collect();
        turn.sort_by_key(|alone| (alone.tight.len(), alone.meeting));
        let mut free = free.clone();
        let mut more = self.more.clone();
        let mut sum = self.sum;
        let mut worst: Option<(PlanValue, usize)> = None;
        let mut taken: Vec<usize> = self.settled.iter().flatten().flatten().copied().collect();
        let mut picks = Vec::new();
        let load = self.ways.problem.load;
        for alone in turn {
            let meeting = alone.meeting;
            let mut pick: Option<usize> = None;
            let mut cost = self.ways.problem.empty[meeting];
            for way in &self.sorted[meeting] {
                // Sorted by the levels above load first: behind the best there, nothing is better.
                if self.ways.choice(*way).value.0[..load] > cost.0[..load] {
                    break;
                }
                if !get(&free, *way) {
                    continue;
                }
                let own = self.cost(*way, &more);
                if own < cost && self.ways.room(*way, &taken) {
                    pick = Some(*way);
                    cost = own;
                }
            }
            if let Some(way) = pick {
                without(&mut free, &self.ways.conflicts[way]);
                taken.push(way);
                for person in &self.ways.choice(way).pool {
                    more[*person as usize] += 1;
                }
            }
            let off = cost - alone.least;
            if off > PlanValue::default() && worst.is_none_or(|(least, _)| off > least) {
                worst = Some((off, meeting));
            }
            sum += cost;
            picks.push(pick);
        }
        (picks, sum, worst.map(|(_, meeting)| meeting))
    }

    /// What the meeting can still be, the cheapest first.
    fn options(&self, free: &Bits, meeting: usize) -> Vec<(PlanValue, Option<usize>)> {
        let ways = self.sorted[meeting].iter().filter(|way| get(free, **way));
        let mut options: Vec<_> = ways
            .map(|way| (self.cost(*way, &self.more), Some(*way)))
            .collect();
        options.push((self.ways.problem.empty[meeting], None));
        options.sort_by_key(|(cost, way)| (*cost, way.is_none(), *way));
        options
    }
}
