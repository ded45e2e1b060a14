//! The choices of an [`ExactProblem`] in one row, and what is known of which cannot be held together.
//!
//! Overlaps of resources that bear one use are known from the start; what the problem's clashes say is learned when an answer runs
//! into it, and then for all choices of the two meetings that are alike in this.

use super::super::choice::{Choice, Chosen, ExactProblem};
use crate::time::Interval;
use std::collections::BTreeSet;

/// A bit a choice.
pub(super) type Bits = Vec<u64>;

pub(super) fn get(bits: &[u64], index: usize) -> bool {
    bits[index / 64] >> (index % 64) & 1 == 1
}

pub(super) fn clear(bits: &mut [u64], index: usize) {
    bits[index / 64] &= !(1 << (index % 64));
}

fn set(bits: &mut [u64], index: usize) {
    bits[index / 64] |= 1 << (index % 64);
}

/// Takes away what is in `less`.
pub(super) fn without(bits: &mut [u64], less: &[u64]) {
    for (word, less) in bits.iter_mut().zip(less) {
        *word &= !less;
    }
}

/// The choices, numbered through all meetings.
pub(super) struct Ways<'a> {
    pub problem: &'a ExactProblem<'a>,
    /// Number of each meeting's first choice, and of all.
    pub first: Vec<usize>,
    pub meeting_of: Vec<usize>,
    /// Choices that can be chosen at all and are better than no place.
    pub possible: Bits,
    /// Of each choice those of other meetings that cannot stand beside it.
    pub conflicts: Vec<Bits>,
    /// Sets of three and more that cannot all be chosen, each in order.
    pub sets: Vec<Vec<usize>>,
    /// Uses of resources that bear several and could be asked for by more.
    pub shared: Vec<Vec<(u32, Interval)>>,
    /// Choices and meetings whose clashes with each other have been asked for.
    pub asked: BTreeSet<(usize, usize)>,
}

impl<'a> Ways<'a> {
    pub fn new(problem: &'a ExactProblem<'a>) -> Ways<'a> {
        let mut first = vec![0];
        let mut meeting_of = Vec::new();
        for (meeting, choices) in problem.choices.iter().enumerate() {
            meeting_of.extend(choices.iter().map(|_| meeting));
            first.push(meeting_of.len());
        }
        let count = meeting_of.len();
        let words = count.div_ceil(64);
        let mut ways = Ways {
            problem,
            first,
            meeting_of,
            possible: vec![0; words],
            conflicts: vec![vec![0; words]; count],
            sets: Vec::new(),
            shared: vec![Vec::new(); count],
            asked: BTreeSet::new(),
        };
        for way in 0..count {
            // Without a place nothing is taken from the others, so a choice that is no better than that is never needed.
            if ways.cost_alone(way) < problem.empty[ways.meeting_of[way]]
                && fits_alone(problem, ways.choice(way))
            {
                set(&mut ways.possible, way);
            }
        }
        ways.note_overlaps();
        ways
    }

    pub fn count(&self) -> usize {
        self.meeting_of.len()
    }

    pub fn meetings(&self) -> usize {
        self.problem.choices.len()
    }

    pub fn choice(&self, way: usize) -> &'a Choice {
        let meeting = self.meeting_of[way];
        &self.problem.choices[meeting][way - self.first[meeting]]
    }

    /// The choice as the problem names it.
    pub fn chosen(&self, way: usize) -> Chosen {
        let meeting = self.meeting_of[way];
        (meeting, way - self.first[meeting])
    }

    pub fn number(&self, (meeting, choice): Chosen) -> usize {
        self.first[meeting] + choice
    }

    /// What the choice adds at least, with the load of people who take on nothing else.
    fn cost_alone(&self, way: usize) -> crate::model::PlanValue {
        let choice = self.choice(way);
        let mut cost = choice.value;
        for person in &choice.pool {
            cost.0[self.problem.load] += 2 * i64::from(self.problem.history[*person as usize]) + 1;
        }
        cost
    }

    /// Notes which choices overlap where one use is borne, and which uses have to be counted.
    fn note_overlaps(&mut self) {
        let mut uses: Vec<Vec<(Interval, usize)>> = vec![Vec::new(); self.problem.capacity.len()];
        for way in (0..self.count()).filter(|way| get(&self.possible, *way)) {
            for one in &self.choice(way).uses {
                uses[one.resource as usize].push((one.interval, way));
            }
        }
        for (resource, mut uses) in uses.into_iter().enumerate() {
            uses.sort_unstable();
            let most = self.problem.capacity[resource];
            if most == 1 {
                for (place, (interval, way)) in uses.iter().enumerate() {
                    let later = uses[place + 1..].iter();
                    for (_, other) in later.take_while(|(o, _)| o.start() < interval.end()) {
                        self.conflict(*way, *other);
                    }
                }
                continue;
            }
            for (interval, way) in &uses {
                self.shared[*way].push((resource as u32, *interval));
            }
        }
    }

    fn conflict(&mut self, a: usize, b: usize) {
        if self.meeting_of[a] != self.meeting_of[b] {
            set(&mut self.conflicts[a], b);
            set(&mut self.conflicts[b], a);
        }
    }

    /// Asks whether the choices, which keep the capacities, can be held together, and learns what the answer says. Returns the sets
    /// of them that cannot.
    pub fn learn(&mut self, chosen: &[Chosen]) -> Vec<Vec<usize>> {
        let mut sets = Vec::new();
        for clash in (self.problem.clashes)(chosen) {
            let mut clash: Vec<usize> = clash.into_iter().map(|one| self.number(one)).collect();
            clash.sort_unstable();
            clash.dedup();
            match clash[..] {
                [] => continue,
                [way] => clear(&mut self.possible, way),
                [a, b] => {
                    self.conflict(a, b);
                    self.learn_beside(a, self.meeting_of[b]);
                    self.learn_beside(b, self.meeting_of[a]);
                }
                _ if self.sets.contains(&clash) => {}
                _ => self.sets.push(clash.clone()),
            }
            sets.push(clash);
        }
        sets
    }

    /// Learns which choices of a meeting cannot stand beside this one: where one does not, its neighbours seldom do.
    fn learn_beside(&mut self, way: usize, meeting: usize) {
        if !self.asked.insert((way, meeting)) {
            return;
        }
        for other in self.first[meeting]..self.first[meeting + 1] {
            if get(&self.conflicts[way], other) || !get(&self.possible, other) {
                continue;
            }
            for clash in (self.problem.clashes)(&[self.chosen(way), self.chosen(other)]) {
                match clash[..] {
                    [one] => {
                        let one = self.number(one);
                        clear(&mut self.possible, one);
                    }
                    _ => self.conflict(way, other),
                }
            }
        }
    }

    /// Whether the choice can stand beside those others as far as resources go that bear several uses.
    pub fn room(&self, way: usize, others: &[usize]) -> bool {
        self.shared[way].iter().all(|(resource, interval)| {
            let most = self.problem.capacity[*resource as usize] as usize;
            let mut inside: Vec<Interval> = Vec::new();
            for other in others.iter().chain([&way]) {
                let uses = self.shared[*other].iter();
                let uses = uses.filter(|(r, i)| r == resource && i.overlaps(*interval));
                inside.extend(uses.map(|(_, interval)| *interval));
            }
            // The crowd is largest where somebody begins.
            inside.len() <= most
                || inside.iter().all(|one| {
                    let at = one.start().max(interval.start());
                    let there = inside.iter().filter(|i| i.start() <= at && at < i.end());
                    there.count() <= most
                })
        })
    }
}

/// Whether the choice keeps the capacities by itself.
fn fits_alone(problem: &ExactProblem, choice: &Choice) -> bool {
    choice.uses.iter().all(|one| {
        let at = one.interval.start();
        let there = choice.uses.iter().filter(|other| {
            let interval = other.interval;
            other.resource == one.resource && interval.start() <= at && at < interval.end()
        });
        there.count() <= problem.capacity[one.resource as usize] as usize
    })
}
