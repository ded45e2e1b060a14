//! Small random problems against every way to choose, written to be read.

use super::super::milp::Backend;
use super::super::{Choice, Chosen, Exact, ExactProblem, Use};
use super::*;
use crate::time::{Instant, Interval};

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

/// What a random problem owns.
struct Made {
    choices: Vec<Vec<Choice>>,
    empty: Vec<PlanValue>,
    capacity: Vec<u32>,
    history: Vec<u32>,
    load: usize,
    /// Sets that cannot be chosen together.
    forbidden: Vec<Vec<Chosen>>,
}

fn made(seed: u64, meetings: u64, most: u64) -> Made {
    let mut random = Numbers(seed);
    let resources = 2 + random.below(3);
    let people = 1 + random.below(3) as usize;
    let load = [3, 5, 14][random.below(3) as usize];
    let mut made = Made {
        choices: Vec::new(),
        empty: Vec::new(),
        capacity: (0..resources)
            .map(|_| 1 + random.below(4) as u32 / 3)
            .collect(),
        history: (0..people).map(|_| random.below(3) as u32).collect(),
        load,
        forbidden: Vec::new(),
    };
    for _ in 0..meetings {
        let mut empty = PlanValue::default();
        empty.0[1] = 1;
        empty.0[4] = random.below(4) as i64;
        made.empty.push(empty);
        let choices = (0..1 + random.below(most)).map(|_| {
            let mut value = PlanValue::default();
            for level in [0, 1, 4, 6, 13] {
                value.0[level] = (random.below(6) as i64 - 2).max(0);
            }
            value.0[1] = (value.0[1] - 2).max(0);
            value.0[load] = 0;
            let uses = (0..random.below(3)).map(|_| {
                let start = random.below(6) as i64;
                let end = start + 1 + random.below(3) as i64;
                Use {
                    resource: random.below(resources) as u32,
                    interval: Interval::new(Instant(start), Instant(end)).unwrap(),
                }
            });
            let uses = uses.collect();
            let mut pool: Vec<u32> = (0..random.below(3))
                .map(|_| random.below(people as u64) as u32)
                .collect();
            pool.sort_unstable();
            pool.dedup();
            Choice { value, uses, pool }
        });
        made.choices.push(choices.collect());
    }
    for _ in 0..random.below(meetings * 3) {
        let mut set: Vec<Chosen> = (0..1 + random.below(3))
            .map(|_| {
                let meeting = random.below(meetings) as usize;
                let choices = made.choices[meeting].len() as u64;
                (meeting, random.below(choices) as usize)
            })
            .collect();
        set.sort_unstable();
        set.dedup_by_key(|(meeting, _)| *meeting);
        made.forbidden.push(set);
    }
    made
}

fn with<R>(made: &Made, look: impl FnOnce(&ExactProblem) -> R) -> R {
    let clashes = |chosen: &[Chosen]| {
        let sets = made.forbidden.iter();
        sets.filter(|set| set.iter().all(|one| chosen.contains(one)))
            .cloned()
            .collect()
    };
    look(&ExactProblem {
        choices: made.choices.clone(),
        empty: made.empty.clone(),
        capacity: made.capacity.clone(),
        history: made.history.clone(),
        load: made.load,
        clashes: &clashes,
    })
}

/// The best value of all combinations, counting capacities instant by instant.
fn every_way(made: &Made) -> PlanValue {
    let mut best: Option<PlanValue> = None;
    let mut odometer = vec![0; made.choices.len()];
    loop {
        if let Some(value) = worth(made, &odometer) {
            best = Some(best.map_or(value, |best| best.min(value)));
        }
        let mut place = 0;
        loop {
            if place == odometer.len() {
                return best.expect("no meeting needs a place");
            }
            odometer[place] += 1;
            if odometer[place] <= made.choices[place].len() {
                break;
            }
            odometer[place] = 0;
            place += 1;
        }
    }
}

/// What a combination counts, where it can be held; 0 is no place and anything else the choice before.
fn worth(made: &Made, odometer: &[usize]) -> Option<PlanValue> {
    let picked: Vec<(usize, &Choice)> = odometer
        .iter()
        .enumerate()
        .filter(|(_, digit)| **digit > 0)
        .map(|(meeting, digit)| (meeting, &made.choices[meeting][digit - 1]))
        .collect();
    for (resource, capacity) in made.capacity.iter().enumerate() {
        for second in 0..20 {
            let uses = picked.iter().flat_map(|(_, choice)| &choice.uses);
            let there = uses.filter(|one| {
                one.resource as usize == resource
                    && one.interval.start().0 <= second
                    && second < one.interval.end().0
            });
            if there.count() > *capacity as usize {
                return None;
            }
        }
    }
    let chosen = |(meeting, choice): &Chosen| odometer[*meeting] == choice + 1;
    if made.forbidden.iter().any(|set| set.iter().all(chosen)) {
        return None;
    }
    let mut sum = PlanValue::default();
    for (meeting, digit) in odometer.iter().enumerate() {
        sum += match digit {
            0 => made.empty[meeting],
            _ => made.choices[meeting][digit - 1].value,
        };
    }
    for (person, had) in made.history.iter().enumerate() {
        let all = picked
            .iter()
            .filter(|(_, c)| c.pool.contains(&(person as u32)));
        let (had, all) = (i64::from(*had), i64::from(*had) + all.count() as i64);
        sum.0[made.load] += all * all - had * had;
    }
    Some(sum)
}

/// An answer is what it says it is.
fn believe(made: &Made, exact: &Exact) {
    let odometer: Vec<usize> = exact
        .chosen
        .iter()
        .map(|c| c.map_or(0, |c| c + 1))
        .collect();
    assert_eq!(worth(made, &odometer), Some(exact.value));
}

const BY_TREE: ExactLimits = ExactLimits {
    nodes: 1_000_000,
    backend: None,
    columns: 0,
    program_nodes: 0,
    programs: 0,
};

const BY_PROGRAM: ExactLimits = ExactLimits {
    nodes: 0,
    backend: Some(Backend::Microlp),
    columns: 1_000,
    program_nodes: 100_000,
    programs: 1_000,
};

#[test]
fn the_tree_finds_the_best_of_every_way() {
    for seed in 0..200 {
        let made = made(seed, 1 + seed % 5, 1 + seed % 6);
        let exact = with(&made, |problem| solve_exactly(problem, &BY_TREE)).unwrap();
        believe(&made, &exact);
        assert!(exact.proved, "seed {seed}");
        assert_eq!(exact.value, every_way(&made), "seed {seed}");
    }
}

#[test]
fn the_program_finds_the_best_of_every_way() {
    for seed in 200..350 {
        let made = made(seed, 1 + seed % 5, 1 + seed % 6);
        let exact = with(&made, |problem| solve_exactly(problem, &BY_PROGRAM)).unwrap();
        believe(&made, &exact);
        assert!(exact.proved, "seed {seed}");
        assert_eq!(exact.value, every_way(&made), "seed {seed}");
    }
}

#[test]
fn what_is_cut_short_is_kept_and_not_called_proved() {
    let mut unproved = 0;
    for seed in 0..60 {
        let made = made(seed, 5, 5);
        let limits = ExactLimits {
            nodes: 2,
            ..BY_TREE
        };
        let exact = with(&made, |problem| solve_exactly(problem, &limits)).unwrap();
        believe(&made, &exact);
        let best = every_way(&made);
        assert!(exact.value >= best);
        assert!(!exact.proved || exact.value == best, "seed {seed}");
        unproved += usize::from(!exact.proved);
        // Beginning with it, the best is found; and a worse beginning than nothing is passed over.
        let better = with(&made, |problem| {
            improve_exactly(problem, &exact.chosen, &BY_TREE)
        });
        assert_eq!(better.unwrap().value, best, "seed {seed}");
        let nonsense = vec![Some(99); 5];
        let anyway = with(&made, |problem| {
            improve_exactly(problem, &nonsense, &BY_TREE)
        });
        assert_eq!(anyway.unwrap().value, best, "seed {seed}");
    }
    assert!(unproved > 10, "{unproved}");
}

#[test]
fn what_is_too_large_is_not_begun() {
    let mut made = made(1, 2, 2);
    let one = made.choices[0][0].clone();
    made.choices[0] = vec![one; MOST_CHOICES + 1];
    made.forbidden.clear();
    assert_eq!(
        with(&made, |problem| solve_exactly(problem, &BY_TREE)),
        None
    );
}

#[test]
fn nothing_to_place_is_proved_at_once() {
    let made = Made {
        choices: Vec::new(),
        empty: Vec::new(),
        capacity: Vec::new(),
        history: Vec::new(),
        load: 11,
        forbidden: Vec::new(),
    };
    let exact = with(&made, |problem| solve_exactly(problem, &BY_TREE)).unwrap();
    assert!(exact.proved && exact.chosen.is_empty());
}
