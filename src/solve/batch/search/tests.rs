//! A board small enough that every plan can be tried: one person, one room, meetings that may stand only at some starts.

use super::random::geometric;
use super::*;
use crate::model::Stopped;
use std::sync::atomic::{AtomicU32, Ordering};

const GRAINS: usize = 9;

/// Meetings of (duration, allowed starts, weight when left out). No two may overlap; the value is the weight left out, then the sum of
/// starts.
#[derive(Clone, PartialEq, Debug)]
struct Toy {
    meetings: Vec<(usize, Vec<usize>, i64)>,
    start: Vec<Option<usize>>,
    taken: [bool; GRAINS],
    fixed: Option<usize>,
}

impl Toy {
    fn random(seed: u64) -> Toy {
        let mut random = Random::new(seed);
        let meetings: Vec<_> = (0..6)
            .map(|_| {
                let duration = 1 + random.below(3);
                let starts = (0..=GRAINS - duration)
                    .filter(|_| random.chance(ONE / 2))
                    .collect();
                (duration, starts, 1 + random.below(9) as i64)
            })
            .collect();
        Toy {
            start: vec![None; meetings.len()],
            meetings,
            taken: [false; GRAINS],
            fixed: None,
        }
    }

    fn span(&self, meeting: usize, start: usize) -> std::ops::Range<usize> {
        start..start + self.meetings[meeting].0
    }

    fn fits(&self, meeting: usize, start: usize) -> bool {
        !self.taken[self.span(meeting, start)].contains(&true)
    }

    /// The best value of all plans: every meeting tried at every start and nowhere, one after the other.
    fn best_of_all(&self) -> Value {
        let mut plans = vec![self.clone()];
        for meeting in 0..self.meetings.len() {
            for plan in plans.clone() {
                for start in &self.meetings[meeting].1 {
                    if plan.fits(meeting, *start) {
                        let mut with = plan.clone();
                        with.put(meeting, start);
                        plans.push(with);
                    }
                }
            }
        }
        plans.iter().map(Toy::value).min().expect("the empty plan")
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Value(i64, i64);

impl std::ops::Sub for Value {
    type Output = Value;

    fn sub(self, other: Value) -> Value {
        Value(self.0 - other.0, self.1 - other.1)
    }
}

impl Board for Toy {
    type Value = Value;
    type Place = usize;

    fn meetings(&self) -> usize {
        self.meetings.len()
    }

    fn value(&self) -> Value {
        self.start.iter().zip(&self.meetings).fold(
            Value(0, 0),
            |Value(out, early), (start, (_, _, weight))| match start {
                Some(start) => Value(out, early + *start as i64),
                None => Value(out + weight, early),
            },
        )
    }

    fn energy(&self, difference: Value) -> i64 {
        10 * difference.0 + difference.1
    }

    fn place(&self, meeting: usize) -> Option<usize> {
        self.start[meeting]
    }

    fn is_fixed(&self, meeting: usize) -> bool {
        self.fixed == Some(meeting)
    }

    fn remove(&mut self, meeting: usize) {
        assert!(!self.is_fixed(meeting));
        if let Some(start) = self.start[meeting].take() {
            let span = self.span(meeting, start);
            self.taken[span].fill(false);
        }
    }

    fn insert(&mut self, meeting: usize, random: &mut Random) -> bool {
        assert_eq!(self.start[meeting], None);
        let starts: Vec<usize> = self.meetings[meeting].1.clone();
        let fitting: Vec<usize> = starts
            .into_iter()
            .filter(|s| self.fits(meeting, *s))
            .collect();
        let Some(first) = fitting.first() else {
            return false;
        };
        let start = fitting.get(random.below(3)).unwrap_or(first);
        self.put(meeting, start);
        true
    }

    fn put(&mut self, meeting: usize, place: &usize) {
        assert!(self.fits(meeting, *place));
        let span = self.span(meeting, *place);
        self.taken[span].fill(true);
        self.start[meeting] = Some(*place);
    }

    fn hardness(&self, meeting: usize) -> u64 {
        self.meetings[meeting].0 as u64
    }

    fn related(&self, meeting: usize, most: usize, random: &mut Random, into: &mut Vec<usize>) {
        let mut others: Vec<usize> = (0..self.meetings.len())
            .filter(|m| *m != meeting && !self.is_fixed(*m))
            .collect();
        random.shuffle(&mut others);
        into.extend(others.into_iter().take(most));
    }

    fn sore(&self, random: &mut Random) -> Option<usize> {
        let out: Vec<usize> = (0..self.meetings.len())
            .filter(|m| self.start[*m].is_none() && !self.is_fixed(*m))
            .collect();
        out.get(random.below(out.len())).copied()
    }
}

fn search(most: usize) -> Search {
    Search {
        hot: 30,
        cold: 1,
        cycles: 3,
        most,
        ..Search::default()
    }
}

#[test]
fn small_boards_end_as_well_as_when_all_plans_are_tried() {
    let mut first_plan_was_best = 0;
    for seed in 0..60 {
        let mut toy = Toy::random(seed);
        let best = toy.best_of_all();
        let mut random = Random::new(seed);
        construct(&mut toy, &mut random);
        first_plan_was_best += usize::from(toy.value() == best);
        let found = improve(
            &mut toy,
            &search(8),
            &mut random,
            &steps(3_000, &|| None),
            &mut |_| {},
        );
        assert_eq!(found.value, best, "seed {seed}");
        assert_eq!(toy.value(), best, "seed {seed}");
        assert_eq!(found.stopped, Stopped::Steps);
    }
    // Otherwise the search would have had nothing to do.
    assert!(first_plan_was_best < 30, "{first_plan_was_best}");
}

#[test]
fn what_is_fixed_stays() {
    let mut toy = Toy::random(7);
    // It would like to stand earlier, and others would like its time.
    let start = *toy.meetings[2].1.last().expect("has starts");
    toy.put(2, &start);
    toy.fixed = Some(2);
    let mut random = Random::new(1);
    construct(&mut toy, &mut random);
    improve(
        &mut toy,
        &search(6),
        &mut random,
        &steps(500, &|| None),
        &mut |_| {},
    );
    assert_eq!(toy.start[2], Some(start));
}

#[test]
fn the_best_plan_is_told_and_kept_although_the_walk_leaves_it() {
    let mut toy = Toy::random(3);
    let mut told = Vec::new();
    // So hot that everything is accepted.
    let wild = Search {
        hot: 1_000_000,
        cold: 1_000_000,
        ..search(3)
    };
    let found = improve(
        &mut toy,
        &wild,
        &mut Random::new(3),
        &steps(2_000, &|| None),
        &mut |board| told.push(board.value()),
    );
    assert_eq!(found.value, toy.best_of_all());
    assert_eq!(toy.value(), found.value);
    assert!(!told.is_empty());
}

#[test]
fn an_interrupted_search_says_so_and_leaves_a_whole_plan() {
    let mut toy = Toy::random(5);
    let asked = AtomicU32::new(0);
    let stop = || {
        let before = asked.fetch_add(1, Ordering::Relaxed);
        (before == 4).then_some(Stopped::Interrupted)
    };
    let found = improve(
        &mut toy,
        &search(4),
        &mut Random::new(5),
        &steps(u64::MAX, &stop),
        &mut |_| {},
    );
    assert_eq!(found.stopped, Stopped::Interrupted);
    assert_eq!(found.steps, 64);
    let taken = toy.taken.iter().filter(|t| **t).count();
    let placed = (0..6).filter(|m| toy.start[*m].is_some());
    assert_eq!(taken, placed.map(|m| toy.meetings[m].0).sum::<usize>());
}

#[test]
fn searches_side_by_side_do_not_depend_on_each_other_and_the_best_wins() {
    let toy = Toy::random(11);
    let pace = |done| Pace::Done(if done >= 32 { ONE } else { 0 });
    let searches = vec![search(2); 5];
    let (board, found) = several(&toy, &searches, 9, &pace);
    let mut seeds = Random::new(9);
    let alone: Vec<Toy> = (0..5)
        .map(|lane| {
            let mut own = toy.clone();
            let mut random = seeds.fork(lane);
            improve(&mut own, &searches[0], &mut random, &pace, &mut |_| {});
            own
        })
        .collect();
    let best = alone.iter().map(Toy::value).min().expect("five");
    let first = alone.iter().find(|t| t.value() == best).expect("one");
    assert_eq!(found.value, best);
    assert_eq!(&board, first);
    assert_eq!(found.steps, 5 * 32);
    let (nothing, found) = several(&toy, &[], 9, &pace);
    assert_eq!((nothing.value(), found.steps), (toy.value(), 0));
}

#[test]
fn nothing_to_move_ends_at_once() {
    let mut none = Toy {
        meetings: Vec::new(),
        start: Vec::new(),
        taken: [false; GRAINS],
        fixed: None,
    };
    let found = improve(
        &mut none,
        &Search::default(),
        &mut Random::new(0),
        &steps(100, &|| None),
        &mut |_| {},
    );
    assert_eq!((found.steps, found.value), (0, Value(0, 0)));
}

#[test]
fn draws_are_even_and_patience_is_exponential() {
    let mut random = Random::new(42);
    let mut counts = [0_u32; 10];
    for _ in 0..100_000 {
        counts[random.below(10)] += 1;
    }
    assert!(
        counts.iter().all(|c| (9_600..10_400).contains(c)),
        "{counts:?}"
    );
    assert_eq!(random.below(0), 0);
    let mut mean = 0;
    let mut beyond = 0;
    for _ in 0..100_000 {
        let draw = random.patience(1_000);
        assert!(draw >= 0);
        mean += draw;
        beyond += i32::from(draw > 2_000);
    }
    // Mean 1, and e^-2 = 13.5 per cent beyond twice the mean; the chords cost a few per cent.
    assert!((93_000_000..105_000_000).contains(&mean), "{mean}");
    assert!((12_500..14_500).contains(&beyond), "{beyond}");
    // Nothing worse is accepted at no temperature.
    assert_eq!(random.patience(0), 0);
}

#[test]
fn neighbouring_seeds_have_nothing_in_common() {
    let bits: u32 = (0..64)
        .map(|seed| (Random::new(seed).draw() ^ Random::new(seed + 1).draw()).count_ones())
        .sum();
    assert!((1_850..2_250).contains(&bits), "{bits} of 4,096 differ");
}

#[test]
fn temperatures_fall_by_equal_shares() {
    assert_eq!(geometric(1_024, 1, 0), 1_024);
    assert_eq!(geometric(1_024, 1, ONE / 2), 32);
    assert_eq!(geometric(1_024, 1, ONE), 1);
    assert_eq!(geometric(5, 5, 1_000), 5);
    // Beside powers of two, chords: half-way between 3,000 and 30 lies 300.
    assert!((285..315).contains(&geometric(3_000, 30, ONE / 2)));
}
