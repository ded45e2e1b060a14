//! What no plan can be better than, level by level.
//!
//! Meetings that follow one another are one bundle ([`bundles`]), every other meeting is one by itself. As long as the plan is as good as
//! all bundles' own bests together, every bundle must stand at its own best, and only the starts that are so good are looked at below
//! ([`left`]). At a level where it is worse, the time of people and venues and what limits of load allow get prices ([`prices`]): what
//! all bundles would pay at their cheapest, less what all the time is worth, is a bound whatever the prices are. What prices find in
//! fractions is first tried to be proved whole: small groups that cannot all be at their best ([`cores`]). Below such a level being
//! better there has a price too. Load has a bound of its own ([`load`]). What is proved by exact search is left to
//! [`exact`](super::exact).

mod bundles;
mod cores;
mod forced;
mod left;
mod load;
mod prices;

#[cfg(test)]
mod tests;

use super::relaxation::Relaxation;
use crate::model::{PlanLevel, PlanValue};
use cores::Allowance;
use left::Left;

/// A bound for each level in the order of the relaxation. That of a level holds for every plan that is nowhere above `plan` in the levels
/// before it. They are given down to `Required`, and on from there as long as `plan` equals them all. `steps` improvements of the
/// prices are made at a level, fewer where `stop` is true before, and whatever was found until then holds; with no steps there are no
/// prices, and each meeting is looked at alone. The bounds are the same on any number of threads.
pub fn bounds(
    relaxation: &Relaxation,
    plan: &PlanValue,
    steps: u32,
    threads: usize,
    stop: &dyn Fn() -> bool,
) -> Vec<Option<i64>> {
    let mut bounds = vec![None; relaxation.order.len()];
    let mut left = Left::new(relaxation);
    let mut equal = true;
    let coverage = relaxation.order.iter();
    let coverage = coverage
        .clone()
        .position(|level| *level == PlanLevel::Required);
    let mut allowances: Vec<Allowance> = Vec::new();
    for (level, name) in relaxation.order.iter().enumerate() {
        let (bound, allowance) = match name {
            PlanLevel::Load => (load::bound(relaxation, &left), None),
            _ => {
                let own = left.own_bests(relaxation, level);
                if own == plan.0[level] {
                    let known = Allowance::own(relaxation, &left, level);
                    left.narrow(relaxation, level);
                    (own, Some(known))
                } else {
                    let known = (steps > 0 && cores::is_told(*name)).then(|| {
                        cores::allowance(relaxation, &left, &allowances, level, plan, stop)
                    });
                    let tried = known.as_ref().map_or(own, Allowance::sum);
                    if tried == plan.0[level] {
                        let alone = |bundle| known.as_ref().is_some_and(|k| k.is_alone(bundle));
                        left.narrow_some(relaxation, level, &alone);
                        left.open(level);
                        (tried, known)
                    } else {
                        let priced = (steps > 0).then(|| {
                            prices::bound(relaxation, &left, level, plan, steps, threads, stop)
                        });
                        left.open(level);
                        let known = Allowance::of_plan(relaxation, level, plan);
                        (
                            priced.map_or(tried, |priced| tried.max(priced)),
                            Some(known),
                        )
                    }
                }
            }
        };
        let told = cores::is_told(*name);
        allowances.extend(allowance.filter(|_| told));
        bounds[level] = Some(bound);
        equal &= bound == plan.0[level];
        if !equal && coverage.is_none_or(|coverage| level >= coverage) {
            break;
        }
    }
    bounds
}

/// The places of the bits that are set.
fn ones(bits: &[u64]) -> impl Iterator<Item = usize> + '_ {
    bits.iter().enumerate().flat_map(|(word, bits)| {
        let mut rest = *bits;
        std::iter::from_fn(move || {
            (rest != 0).then(|| {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                word * 64 + bit
            })
        })
    })
}

fn get(bits: &[u64], index: usize) -> bool {
    bits.get(index / 64)
        .is_some_and(|word| word >> (index % 64) & 1 == 1)
}
