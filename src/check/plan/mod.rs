//! Any plan of a batch, verified rule by rule, and its whole objective worked out anew.
//!
//! What a slot says is held against its problem with the time of all other meetings of the plan taken, by the same rules that hold
//! for the slots of a single search; whoever has as many meetings as they take on, or may not sit in a seat since another meeting
//! of the chain has somebody else there, counts as not available for it. Whom a plan chooses and which room is its own matter: that
//! a better one was free (`BetterPeople`, `LeftOut`, `BetterVenue`) is no fault of it. Where somebody cannot be where the plan
//! puts them, what follows from that for the state of the meeting is not told on top.
//!
//! Between two meetings of one person or venue lies the largest of what the meetings and the person or venue need, and the way.
//! A meeting that is frozen stays where it is whatever it costs: window, grid, notice, hours and whether the room is to be had are
//! not held against it.

mod claimed;
mod diary;
mod levels;
mod limits;
mod links;
mod once;
mod reasons;
mod slots;
mod together;
mod violation;

pub use claimed::{ClaimedAttendance, ClaimedMeeting, as_claimed};
pub use levels::PlanObjective;
pub use violation::{PlanFinding, PlanRule, PlanViolation};

use super::objective;
use super::view::View;
use super::{Finding, Objective, Rule, Violation, grid};
use crate::model::{Batch, Placed, Plan, Slot};
use crate::parallel::parallel;
use diary::Diary;
use limits::Loads;
use slots::Slots;
use std::collections::BTreeSet;

/// What a check of a plan has found.
#[derive(Clone, PartialEq, Debug)]
pub struct PlanChecked {
    /// Empty = the plan is what it says.
    pub violations: Vec<PlanViolation>,
    pub objective: PlanObjective,
}

/// Everything that is wrong with a plan of this batch; empty = the plan is what it says.
pub fn check_plan(batch: &Batch, plan: &Plan) -> Vec<PlanViolation> {
    examine_plan(batch, plan).violations
}

/// What the plan is worth by the arithmetic of the checker. Meetings that are not named count as without a place, and of one that
/// is named twice the first counts.
pub fn plan_objective(batch: &Batch, placed: &[Placed]) -> PlanObjective {
    let world = World::new(batch, placed);
    let all: Vec<(usize, &Slot)> = world.slots.all().collect();
    let objectives: Vec<(Objective, bool)> = parallel(&all, |(meeting, slot)| {
        world.look(*meeting, slot, |view| {
            (objective::of_view(view), world.is_late(*meeting, slot))
        })
    });
    levels::sums(batch, &world.slots, &objectives)
}

/// Both in one go.
pub fn examine_plan(batch: &Batch, plan: &Plan) -> PlanChecked {
    let mut checked = examine_meetings(batch, plan);
    let levels = check_levels(batch, plan, &checked.objective);
    checked.violations.extend(levels);
    checked
}

/// What is wrong with what the plan tells of its values, bounds and proof, given what it is worth.
pub fn check_levels(batch: &Batch, plan: &Plan, objective: &PlanObjective) -> Vec<PlanViolation> {
    let mut violations = Vec::new();
    levels::check(batch, plan, objective, &mut violations);
    violations
}

/// The same without a look at what it tells of its values, bounds and proof.
pub fn examine_meetings(batch: &Batch, plan: &Plan) -> PlanChecked {
    let world = World::new(batch, &plan.placed);
    let mut violations = Vec::new();
    once::check(batch, plan, &mut violations);
    once::frozen(batch, plan, &mut violations);
    together::check(batch, &world.diary, &mut violations);
    links::check(batch, &world.slots, &mut violations);
    limits::check(batch, &world.loads, &mut violations);
    let mut objectives = Vec::new();
    for (found, objective, late) in world.look_at_all() {
        violations.extend(found);
        objectives.push((objective, late));
    }
    reasons::check(batch, plan, &world.slots, &mut violations);
    let objective = levels::sums(batch, &world.slots, &objectives);
    PlanChecked {
        violations,
        objective,
    }
}

/// A placed meeting as it was looked at: what is wrong, what it is worth, and whether it is late.
type Looked = (Vec<PlanViolation>, Objective, bool);

/// A plan with what has to be known of it as a whole.
struct World<'p> {
    batch: &'p Batch,
    slots: Slots<'p>,
    diary: Diary<'p>,
    loads: Loads,
}

impl<'p> World<'p> {
    fn new(batch: &'p Batch, placed: &'p [Placed]) -> World<'p> {
        let slots = Slots::new(batch, placed);
        let loads = Loads::new(batch, &slots);
        World {
            batch,
            diary: Diary::new(batch, placed),
            loads,
            slots,
        }
    }

    /// Looks at the slot of one meeting with all others taken.
    fn look<T>(&self, meeting: usize, slot: &Slot, look: impl FnOnce(&View) -> T) -> T {
        let problem = self.diary.with_others_taken(meeting, slot);
        let mut barred: BTreeSet<_> = links::barred(self.batch, &self.slots, meeting).collect();
        barred.extend(self.loads.barred(self.batch, meeting, slot));
        // Whoever sits where they may not is found by the rule that they break.
        for one in &slot.attending {
            barred.remove(&(one.seat, one.member));
        }
        look(&View::barring(&problem, slot, &barred))
    }

    fn is_late(&self, meeting: usize, slot: &Slot) -> bool {
        let problem = self.batch.problem(meeting);
        let by_itself = grid::is_late(problem, slot.start).unwrap_or(slot.score.late);
        by_itself || links::is_late(self.batch, &self.slots, meeting, slot)
    }

    /// Every placed meeting, in the order of the batch.
    fn look_at_all(&self) -> Vec<Looked> {
        let one = |(meeting, slot): (usize, &Slot)| -> Looked {
            self.look(meeting, slot, |view| {
                let late = self.is_late(meeting, slot);
                let mut found = Vec::new();
                if slot.score.late != late {
                    let finding = PlanFinding::WrongLate { actual: late };
                    found.push(PlanViolation::of(PlanRule::Late, finding).at(meeting));
                }
                let frozen = self.batch.meetings[meeting].frozen;
                found.extend(of_slot(view, frozen).into_iter().map(|violation| {
                    let member = violation.member.map(|member| member.index());
                    let member = member.and_then(|at| view.problem.members.get(at));
                    let (contact, venue) = (member.and_then(|m| m.contact), violation.venue);
                    let rule = PlanRule::Slot(violation.rule);
                    PlanViolation::of(rule, PlanFinding::Slot(violation))
                        .at(meeting)
                        .contact(contact)
                        .venue(venue)
                }));
                (found, objective::of_view(view), late)
            })
        };
        let all: Vec<(usize, &Slot)> = self.slots.all().collect();
        parallel(&all, |placed| one(*placed))
    }
}

/// What is wrong with one slot of a plan.
fn of_slot(view: &View, frozen: bool) -> Vec<Violation> {
    let mut found = super::of_view(view);
    // Whether it is late depends on the chain too, and is looked at apart.
    found.retain(|one| !matches!(one.finding, Finding::WrongLate { .. }));
    if frozen {
        found.retain(|one| !is_about_time(one));
    }
    if found.iter().any(|one| upsets_people(one.rule)) {
        found.retain(|one| !follows_from_people(one.rule));
    }
    found
}

/// Where a meeting may be, which a frozen one does not ask.
fn is_about_time(violation: &Violation) -> bool {
    match violation.rule {
        Rule::Window | Rule::Grid | Rule::Pin | Rule::Notice | Rule::Hours => true,
        Rule::Venue => matches!(violation.finding, Finding::NoSuch | Finding::VenueTaken),
        _ => false,
    }
}

/// With such a fault the people named are not those who come.
fn upsets_people(rule: Rule) -> bool {
    use Rule::{Apart, Availability, Candidate, OneSeat, Places, Venue};
    matches!(
        rule,
        Availability | OneSeat | Candidate | Places | Apart | Venue
    )
}

fn follows_from_people(rule: Rule) -> bool {
    use Rule::{Confirm, Coverage, FallsIf, Missing, Objective, State};
    matches!(
        rule,
        State | Confirm | FallsIf | Coverage | Missing | Objective
    )
}
