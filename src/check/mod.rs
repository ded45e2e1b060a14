//! Layer 5: verifies any slot and any set of arranged meetings by its own arithmetic.
//!
//! One file a rule: `grid` (window, grid, pin, notice, hours, length), `people` (availability and grounds),
//! `seats` (one seat each, candidates, places), `apart`, `venue`, `state` (with confirmations), `falls_if`,
//! `coverage`, `missing`, `limit`, `ask_about`, `objective`, `arranged` for meetings against each other, and `plan` for
//! whole plans.
//! `standing` and `view` work out anew who is there, `quorate` and `seating` whether it is enough and what it costs.
//!
//! It relies on the plain data of `model` and the intervals of `time` and shares no code with `availability`, `quorum`
//! and `solve`, so that a fault there is not repeated here. What is exponential is bounded: beyond the bound nothing is
//! claimed, a good slot is never accused. Sentences are left to `report`.

mod apart;
mod arranged;
mod ask_about;
mod coverage;
mod crowd;
mod falls_if;
mod grid;
mod limit;
mod matching;
mod missing;
mod objective;
mod people;
mod plan;
mod quorate;
mod seating;
mod seats;
mod standing;
mod state;
mod venue;
mod view;
mod violation;

pub use arranged::{ArrangedRule, ArrangedViolation, check_arranged};
pub use objective::{Objective, objective};
pub use plan::{
    ClaimedAttendance, ClaimedMeeting, PlanChecked, PlanFinding, PlanObjective, PlanRule,
    PlanViolation, as_claimed, check_levels, check_plan, examine_meetings, examine_plan,
    plan_objective,
};
pub use violation::{Finding, Rule, Violation};

use crate::model::{Problem, Slot};

/// Everything that is wrong with a slot of this problem; empty = the slot is what it says.
pub fn check_slot(problem: &Problem, slot: &Slot) -> Vec<Violation> {
    let view = view::View::new(problem, slot);
    let mut found = of_view(&view);
    venue::check_best(&view, &mut found);
    objective::check_best(&view, &mut found);
    found
}

/// What is wrong with a slot whoever chose its people and its room: that others would have been better is no fault here.
fn of_view(view: &view::View) -> Vec<Violation> {
    let mut found = Vec::new();
    for rule in [
        grid::check,
        people::check,
        seats::check,
        apart::check,
        venue::check,
        state::check,
        falls_if::check,
        coverage::check,
        missing::check,
        limit::check,
        ask_about::check,
        objective::check,
    ] {
        rule(view, &mut found);
    }
    found
}
