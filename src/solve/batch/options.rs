//! How hard to search, and how the search speaks to the outside.

use crate::model::{PlanLevel, Stopped};

/// How much work is done. Counted in steps, so that the same batch gives the same plan on any machine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Effort {
    /// A complete plan at once, hardly improved.
    Quick,
    #[default]
    Usual,
    /// About ten times the usual steps.
    Thorough,
}

/// How far the search has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Meetings that have a place in the best plan so far, of all.
    pub placed: usize,
    pub meetings: usize,
    /// Weight of required places that are filled, of all, in hundredths.
    pub filled: i64,
    pub weight: i64,
    /// The first level that is not proved, and by how much it can be off at most; `None` = no bound yet.
    pub gap: Option<(PlanLevel, i64)>,
}

/// What a plan is asked for with.
#[derive(Clone, Copy)]
pub struct PlanOptions<'a> {
    pub effort: Effort,
    /// Fixes everything that is left to chance.
    pub seed: u64,
    /// Threads that may be used; the plan does not depend on it.
    pub threads: usize,
    /// Asked now and then: `Some` ends the search with the best plan so far.
    pub stop: &'a (dyn Fn() -> Option<Stopped> + Sync),
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

impl Default for PlanOptions<'_> {
    fn default() -> Self {
        PlanOptions {
            effort: Effort::Usual,
            seed: 1,
            threads: 2,
            stop: &|| None,
            progress: &|_| {},
        }
    }
}
