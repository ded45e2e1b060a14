//! People who are kept apart are not in the same part.

use super::view::{View, clash};
use super::violation::{Finding, Rule, Violation};

pub(super) fn check(view: &View, found: &mut Vec<Violation>) {
    let known = |seat: crate::model::SeatId| seat.index() < view.problem.seats.len();
    let all = &view.slot.attending;
    for (at, one) in all.iter().enumerate() {
        for other in &all[at + 1..] {
            let both = known(one.seat) && known(other.seat);
            if both
                && clash(
                    view.problem,
                    (one.seat, one.member),
                    (other.seat, other.member),
                )
            {
                let finding = Finding::Meets {
                    other: other.member,
                };
                let violation = Violation::of(Rule::Apart, finding);
                found.push(violation.member(one.member).seat(one.seat));
            }
        }
    }
}
