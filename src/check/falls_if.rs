//! Those without whom the quorum ends: all of them, and nobody else.

use super::quorate::{Unknown, Verdict, World};
use super::view::View;
use super::violation::{Finding, Rule, Violation};
use crate::model::{MemberId, State};
use std::collections::BTreeSet;

/// Those of the attending without whom the quorum ends, in order; none where that cannot be told.
pub(super) fn told(view: &View) -> Vec<MemberId> {
    let unknown = match view.slot.state {
        State::Short => return Vec::new(),
        State::Quorate | State::QuorateIf => counted(view),
    };
    if World::new(view, unknown, None).can_be_quorate() != Verdict::Yes {
        return Vec::new();
    }
    let seated = view
        .slot
        .attending
        .iter()
        .map(|attendance| attendance.member);
    let all: BTreeSet<MemberId> = seated.collect();
    let needed = |member: &MemberId| {
        World::new(view, unknown, Some(*member)).can_be_quorate() == Verdict::No
    };
    all.into_iter().filter(needed).collect()
}

/// Of whom the quorum of a slot that has one is made.
fn counted(view: &View) -> Unknown<'static> {
    match view.people_suffice() {
        true => Unknown::Nobody,
        false => Unknown::Everybody,
    }
}

pub(super) fn check(view: &View, found: &mut Vec<Violation>) {
    let slot = view.slot;
    let claimed: BTreeSet<MemberId> = slot.falls_if.iter().copied().collect();
    let unknown = match slot.state {
        State::Quorate | State::QuorateIf => counted(view),
        State::Short => {
            for member in claimed {
                let violation = Violation::of(Rule::FallsIf, Finding::NotNeeded);
                found.push(violation.member(member));
            }
            return;
        }
    };
    // That there is a quorum at all is another rule's matter.
    if World::new(view, unknown, None).can_be_quorate() != Verdict::Yes {
        return;
    }
    // Whoever ends the quorum sits in every seating that makes it, so also in the one that the slot names.
    let seated = slot.attending.iter().map(|attendance| attendance.member);
    let all: BTreeSet<MemberId> = seated.chain(claimed.iter().copied()).collect();
    for member in all {
        let finding = match World::new(view, unknown, Some(member)).can_be_quorate() {
            Verdict::Yes if claimed.contains(&member) => Finding::NotNeeded,
            Verdict::No if !claimed.contains(&member) => Finding::Needed,
            Verdict::Yes | Verdict::No | Verdict::Open => continue,
        };
        found.push(Violation::of(Rule::FallsIf, finding).member(member));
    }
}
