//! Many meetings at once: [`plan`] places a whole batch whose meetings share people and venues.
//!
//! [`Choice`] and [`Together`] say what one meeting can be and what cannot be held together; [`value`] adds up what a plan is worth;
//! [`greedy`] is the way of a patient person with the single search, the yardstick that planning has to beat.
//! Wording is left to `report`, verification to `check`.

mod board;
mod bound;
mod choice;
mod choices;
mod core;
mod desk;
mod exact;
mod export;
mod finish;
mod greedy;
mod ground;
mod insertion;
mod levels;
pub mod milp;
mod options;
mod parts;
mod people;
mod planner;
mod reasons;
mod relax;
mod relaxation;
pub mod search;
mod together;
mod value;

pub use bound::bounds;
pub use choice::{Choice, Chosen, Clashes, Exact, ExactProblem, Use};
pub use exact::{ExactLimits, improve_exactly, solve_exactly};
pub use export::{Instance, instance};
pub use greedy::{Order, one_after_the_other};
pub use options::{Effort, PlanOptions, Progress};
pub use relaxation::{Relaxation, RelaxedMeeting, RelaxedSeat, RelaxedVenue, Values};
pub use value::plan_value;

use crate::model::{Batch, Plan};

/// Places as many meetings of the batch as well as it can within the effort, and says how far from the best possible it can be.
pub fn plan(batch: &Batch, options: &PlanOptions) -> Plan {
    planner::plan(batch, options)
}
