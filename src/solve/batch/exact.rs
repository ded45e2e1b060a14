//! The best way to hold a few meetings together, with proof.
//!
//! A branch and bound of our own over the choices ([`tree`]) settles whatever it can within a number of nodes; what is left goes to an
//! integer program, level after level ([`levels`]). Both learn what cannot be held together from the same place ([`ways`]), and every
//! answer is looked at again in whole numbers before it is believed: capacities, clashes, value. Which choices there are is left to
//! the caller.

mod levels;
mod tree;
mod ways;

#[cfg(test)]
mod tests;

use super::choice::{Chosen, Exact, ExactProblem};
use super::milp::Backend;
use crate::model::PlanValue;
use ways::Ways;

/// Most choices in all that are looked at together: what clashes with what is a bit a pair.
const MOST_CHOICES: usize = 20_000;

/// How much work is done before the proof is given up. Counted, so that the same problem has the same answer on any machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExactLimits {
    /// Nodes of our own search.
    pub nodes: u64,
    /// What solves what is then left; `None` = nothing does.
    pub backend: Option<Backend>,
    /// Most columns of an integer program; larger ones are not begun. At most [`Backend::most_columns`] counts.
    pub columns: usize,
    /// Nodes of each integer program.
    pub program_nodes: u32,
    /// Integer programs in all: each level needs one, and one more for each time that clashes were found in an answer.
    pub programs: u32,
}

impl Default for ExactLimits {
    fn default() -> ExactLimits {
        let backend = Backend::best();
        ExactLimits {
            nodes: 20_000,
            backend: Some(backend),
            columns: backend.most_columns(),
            program_nodes: 2_000,
            programs: 60,
        }
    }
}

/// The best that can be chosen, or the best that was found within the limits (then it is not [`proved`](Exact::proved)). `None` where
/// there are too many choices to begin.
pub fn solve_exactly(problem: &ExactProblem, limits: &ExactLimits) -> Option<Exact> {
    improve_exactly(problem, &vec![None; problem.choices.len()], limits)
}

/// [`solve_exactly`] from a way to hold the meetings that is known already, which keeps the capacities and has no clashes: the answer
/// is never worse, and found sooner where it is good.
pub fn improve_exactly(
    problem: &ExactProblem,
    known: &[Option<usize>],
    limits: &ExactLimits,
) -> Option<Exact> {
    if problem.choices.iter().map(Vec::len).sum::<usize>() > MOST_CHOICES {
        return None;
    }
    let mut ways = Ways::new(problem);
    let start = if holds(problem, known) {
        known.to_vec()
    } else {
        vec![None; problem.choices.len()]
    };
    let found = tree::search(&mut ways, start, limits.nodes);
    let chosen = match (found.finished, limits.backend) {
        (false, Some(backend)) => levels::solve(&mut ways, found, backend, limits),
        _ => found,
    };
    Some(Exact {
        value: value(problem, &chosen.best),
        proved: chosen.finished,
        chosen: chosen.best,
    })
}

/// The best so far, and whether nothing is better.
struct Found {
    best: Vec<Option<usize>>,
    finished: bool,
}

/// What a choice for every meeting is worth, with load.
pub fn value(problem: &ExactProblem, chosen: &[Option<usize>]) -> PlanValue {
    let mut sum = PlanValue::default();
    let mut more = vec![0_i64; problem.history.len()];
    for (meeting, choice) in chosen.iter().enumerate() {
        let Some(choice) = choice else {
            sum += problem.empty[meeting];
            continue;
        };
        let choice = &problem.choices[meeting][*choice];
        sum += choice.value;
        for person in &choice.pool {
            more[*person as usize] += 1;
        }
    }
    for (had, more) in problem.history.iter().zip(more) {
        sum.0[problem.load] += more * (2 * i64::from(*had) + more);
    }
    sum
}

/// Whether the choices can be held together.
fn holds(problem: &ExactProblem, chosen: &[Option<usize>]) -> bool {
    let known = chosen.len() == problem.choices.len()
        && chosen
            .iter()
            .zip(&problem.choices)
            .all(|(choice, choices)| choice.is_none_or(|choice| choice < choices.len()));
    known && keeps_capacities(problem, chosen) && (problem.clashes)(&list(chosen)).is_empty()
}

/// The meetings that have a place, as [`Clashes`](super::Clashes) wants them.
fn list(chosen: &[Option<usize>]) -> Vec<Chosen> {
    let placed = chosen.iter().enumerate();
    placed
        .filter_map(|(meeting, choice)| Some((meeting, (*choice)?)))
        .collect()
}

/// Whether no resource is used by more at once than it bears.
fn keeps_capacities(problem: &ExactProblem, chosen: &[Option<usize>]) -> bool {
    // At the same instant ends come before beginnings: back to back fits.
    let mut events: Vec<(u32, i64, i64)> = Vec::new();
    for (meeting, choice) in list(chosen) {
        for one in &problem.choices[meeting][choice].uses {
            events.push((one.resource, one.interval.start().0, 1));
            events.push((one.resource, one.interval.end().0, -1));
        }
    }
    events.sort_unstable();
    let mut running = 0;
    events.iter().all(|(resource, _, step)| {
        running += step;
        running <= i64::from(problem.capacity[*resource as usize])
    })
}
