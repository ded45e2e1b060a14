//! Both solvers of integer programs say the same of 200 small batches. Needs the feature `highs`.
#![cfg(feature = "highs")]

use quorate::model::PlanValue;
use quorate::solve::batch::milp::Backend;
use quorate::solve::batch::{Choice, Chosen, ExactLimits, ExactProblem, Use, solve_exactly};
use quorate::time::{Instant, Interval};

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

/// Place of load in the values.
const LOAD: usize = 6;

/// Meetings of an hour in two days: one of four chairs, a by-case person or two, one of two rooms.
fn choices(random: &mut Numbers, meetings: usize) -> Vec<Vec<Choice>> {
    let chairs = 4;
    let cases = 5;
    let rooms = 2;
    (0..meetings)
        .map(|_| {
            let own = (0..1 + random.below(2)).map(|_| chairs + random.below(cases));
            let mut own: Vec<u64> = own.collect();
            own.dedup();
            let mut choices = Vec::new();
            for _ in 0..4 + random.below(5) {
                let start = random.below(14) as i64;
                let chair = random.below(chairs);
                let room = chairs + cases + random.below(rooms);
                let absent = random.below(own.len() as u64 + 1) as usize;
                let people = own[absent.min(own.len())..].iter().copied();
                let length = 2 + random.below(2) as i64;
                let interval = Interval::new(Instant(start), Instant(start + length));
                let uses = people.chain([chair, room]).map(|resource| Use {
                    resource: resource as u32,
                    interval: interval.expect("longer than nothing"),
                });
                let mut value = PlanValue::default();
                value.0[0] = i64::from(start > 9);
                value.0[2] = i64::from(absent > 1);
                value.0[3] = 100 * absent as i64;
                value.0[10] = random.below(40) as i64;
                value.0[14] = start;
                choices.push(Choice {
                    value,
                    uses: uses.collect(),
                    pool: vec![chair as u32],
                });
            }
            choices
        })
        .collect()
}

#[test]
fn both_backends_agree_on_200_models() {
    let mut placed = 0;
    for seed in 0..200 {
        let mut random = Numbers(seed);
        let meetings = 4 + (seed % 8) as usize;
        let choices = choices(&mut random, meetings);
        let mut empty = PlanValue::default();
        empty.0[..4].copy_from_slice(&[1, 1, 1, 300]);
        // Every second instance has pairs that clash for another reason than time.
        let clashes = |chosen: &[Chosen]| -> Vec<Vec<Chosen>> {
            let odd = |(meeting, choice): &Chosen| (meeting + choice) % 3 == 1;
            let odd: Vec<Chosen> = chosen.iter().copied().filter(odd).collect();
            let pairs = odd.windows(2).filter(|_| seed % 2 == 1);
            pairs.map(<[Chosen]>::to_vec).collect()
        };
        let problem = ExactProblem {
            empty: vec![empty; meetings],
            capacity: vec![1; 11],
            history: vec![0, 1, 0, 2],
            load: LOAD,
            clashes: &clashes,
            choices,
        };
        let solve = |backend: Option<Backend>, nodes: u64| {
            let limits = ExactLimits {
                nodes,
                backend,
                columns: 4_000,
                program_nodes: 100_000,
                programs: 1_000,
            };
            let exact = solve_exactly(&problem, &limits).expect("small");
            assert!(exact.proved, "seed {seed} {backend:?}");
            exact
        };
        let highs = solve(Some(Backend::Highs), 0);
        let microlp = solve(Some(Backend::Microlp), 0);
        let tree = solve(None, 1_000_000);
        assert_eq!(highs.value, microlp.value, "seed {seed}");
        assert_eq!(highs.value, tree.value, "seed {seed}");
        placed += highs.chosen.iter().flatten().count();
    }
    assert!(placed > 800, "{placed}");
}
