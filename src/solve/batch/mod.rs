//! Many meetings at once: [`plan`] places a whole batch whose meetings share people and venues.
//!
//! The way of the data: `parts` splits a batch into meetings that share nobody; `ground` says of each meeting, as if it were alone, at
//! which starts it can be and how everybody stands there; `desk` is the plan while it is made, `insertion` finds the best place for
//! one meeting over all starts at once, `eject` makes room where a meeting stands worse than it must, and [`search`] takes meetings out
//! and puts them back; small parts are listed by `choices`
//! and solved by `exact`; `relax` and `bound` say how good any plan could be; `finish` and `reasons` tell the outcome, `planner` holds
//! it together. [`plan_value`] adds up what a plan is worth, and [`one_after_the_other`] is the way of a patient person with the
//! single search: the yardstick that planning has to beat.
//! Wording is left to `report`, verification to `check`.

mod board;
mod bound;
mod chained;
mod choice;
mod choices;
mod complete;
mod core;
mod desk;
mod eject;
mod exact;
mod export;
mod finish;
mod greedy;
mod ground;
mod held;
mod insertion;
mod kept;
mod keys;
mod levels;
pub mod milp;
mod options;
mod overlay;
mod parts;
mod people;
mod planner;
mod reasons;
mod relax;
mod relaxation;
pub mod search;
mod settle;
mod spots;
mod together;
mod value;

pub use bound::bounds;
pub use choice::{Choice, Chosen, Clashes, Exact, ExactProblem, Use};
pub use exact::{ExactLimits, improve_exactly, solve_exactly};
pub use export::{Instance, instance};
pub use greedy::{Order, one_after_the_other};
pub use options::{Effort, PlanOptions, Progress};
pub use relaxation::{
    Held, Relaxation, RelaxedCandidate, RelaxedChain, RelaxedLimit, RelaxedMeeting, RelaxedSeat,
    RelaxedVenue, Values,
};
pub use value::plan_value;

use crate::model::{Batch, Plan};

/// Places as many meetings of the batch as well as it can within the effort, and says how far from the best possible it can be.
pub fn plan(batch: &Batch, options: &PlanOptions) -> Plan {
    planner::plan(batch, options)
}
