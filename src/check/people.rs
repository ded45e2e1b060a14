//! Everybody who attends: available for as long as is said, on the ground that is said.

use super::view::View;
use super::violation::{Finding, Rule, Violation};
use crate::model::{Ground, TentativePolicy};

pub(super) fn check(view: &View, found: &mut Vec<Violation>) {
    // A tentative entry that counts as free is as true a ground as the feed or the answer that it stands in.
    let as_free = view.problem.policy.tentative == TentativePolicy::Free;
    for attendance in &view.slot.attending {
        // Who is no candidate is found by the rule on candidates.
        let Some(presence) = view.presence(attendance.seat, attendance.member) else {
            continue;
        };
        let mut report = |rule, finding| {
            let violation = Violation::of(rule, finding).member(attendance.member);
            found.push(violation.seat(attendance.seat));
        };
        if !presence.possible() {
            report(Rule::Availability, Finding::NotAvailable);
            continue;
        }
        if attendance.percent != presence.percent {
            let (claimed, actual) = (attendance.percent, presence.percent);
            report(Rule::Availability, Finding::Share { claimed, actual });
        }
        if attendance.present != presence.times {
            report(Rule::Availability, Finding::Times);
        }
        let claimed = attendance.ground;
        if let Some(actual) = presence.grounds.first().copied()
            && !presence.grounds.contains(&claimed)
            && !(as_free
                && presence.grounds.contains(&Ground::Tentative)
                && claimed < Ground::Pattern)
        {
            report(Rule::Ground, Finding::WrongGround { claimed, actual });
        }
    }
}
