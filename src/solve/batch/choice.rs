//! One way to hold one meeting, and what may not be chosen together: the form in which small batches and neighbourhoods are solved
//! exactly.

use crate::model::PlanValue;
use crate::time::Interval;

/// Somebody's or some venue's time that a choice takes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Use {
    /// Index into [`ExactProblem::capacity`].
    pub resource: u32,
    /// Without buffers: what overlaps here is beyond doubt taken twice.
    pub interval: Interval,
}

/// One way to hold a meeting: a start, a venue, people in seats.
#[derive(Clone, PartialEq, Debug)]
pub struct Choice {
    /// What it counts, without [`PlanLevel::Load`](crate::model::PlanLevel::Load), which depends on the others.
    pub value: PlanValue,
    pub uses: Vec<Use>,
    /// People in seats of a pool (indices into [`ExactProblem::history`]), each once.
    pub pool: Vec<u32>,
}

/// A batch small enough to be solved exactly.
pub struct ExactProblem<'a> {
    /// Of each meeting; having no place is always possible besides.
    pub choices: Vec<Vec<Choice>>,
    /// What a meeting without a place counts.
    pub empty: Vec<PlanValue>,
    /// How many uses each resource bears at once.
    pub capacity: Vec<u32>,
    /// Meetings that people of pools had before.
    pub history: Vec<u32>,
    /// Where load stands in the values: a person with `h` before and `n` now adds `(h + n)² - h²` there.
    pub load: usize,
    /// Given choices (meeting, choice) that keep the capacities: sets of them that cannot all be chosen, each as small as it can be
    /// told. Empty = they can be held together. Adding a choice never makes an impossible set possible.
    pub clashes: &'a Clashes<'a>,
}

/// Chosen ways to hold meetings, as (meeting, choice); the answer is sets of them that cannot all be chosen.
pub type Clashes<'a> = dyn Fn(&[Chosen]) -> Vec<Vec<Chosen>> + Sync + 'a;

/// A meeting and one of its choices, by their places in [`ExactProblem::choices`].
pub type Chosen = (usize, usize);

/// The answer to an [`ExactProblem`].
#[derive(Clone, PartialEq, Debug)]
pub struct Exact {
    /// Of each meeting the choice; `None` = no place.
    pub chosen: Vec<Option<usize>>,
    /// With load.
    pub value: PlanValue,
    /// Nothing is better.
    pub proved: bool,
}
