//! What ties the meetings of a batch together: who follows whom, with whom in the same seat.

use super::sorted::Drafted;
use crate::model::rules::Continuity;
use crate::model::{Link, MeetingSpec, Problem, RoleId, SeatId, Workspace};
use crate::prepare::follows::same_seats;
use crate::prepare::next::chair_roles;
use std::collections::BTreeSet;

/// The links of the batch, in the order of the later meetings. Takes what they say from the drafts.
pub(super) fn links(workspace: &Workspace, drafted: &mut [Drafted]) -> Vec<Link> {
    let mut links = Vec::new();
    for after in 0..drafted.len() {
        let Some((before, follows)) = drafted[after].link.take() else {
            continue;
        };
        let (earlier, later) = (&drafted[before], &drafted[after]);
        let pairs = |roles: &[RoleId]| {
            let earlier = (earlier.spec, &earlier.draft.problem);
            same_pairs(roles, earlier, (later.spec, &later.draft.problem)).seats
        };
        let stated = later.spec.after.as_ref();
        let mut same = pairs(stated.map_or(&[], |after| &after.same));
        let mut same_preferred = Vec::new();
        let kinds = later.spec.types.iter();
        for kind in kinds.filter_map(|id| workspace.rules.kind(id)) {
            let number = later.spec.subjects.first().and_then(|one| one.number);
            let chairs = pairs(&chair_roles(workspace, kind.chair.as_ref(), number));
            match kind.chair.as_ref().map(|chair| chair.continuity) {
                Some(Continuity::Same) => same.extend(chairs),
                Some(Continuity::Preferred) => same_preferred.extend(chairs),
                Some(Continuity::None) | None => {}
            }
        }
        same.sort_unstable();
        same.dedup();
        same_preferred.sort_unstable();
        same_preferred.dedup();
        same_preferred.retain(|pair| !same.contains(pair));
        links.push(Link {
            before,
            after,
            allowed: follows.allowed,
            rule: follows.rule,
            same,
            same_preferred,
        });
    }
    links
}

/// Seats that the same person is to fill.
#[derive(Default)]
pub(super) struct SamePairs {
    /// In the earlier and in the later meeting.
    pub seats: Vec<(SeatId, SeatId)>,
    /// Seats of the later meeting that nobody may fill who may fill that of the earlier one.
    pub nobody: Vec<String>,
}

/// The seats of these roles in two meetings of a chain. Where somebody is still to be named nothing can be asked of them.
pub(super) fn same_pairs(
    roles: &[RoleId],
    earlier: (&MeetingSpec, &Problem),
    later: (&MeetingSpec, &Problem),
) -> SamePairs {
    let mut pairs = SamePairs::default();
    for (here, there) in same_seats(roles, Some(earlier.0), later.0) {
        let (Some(first), Some(second)) = (seat(earlier.1, &there), seat(later.1, &here)) else {
            continue;
        };
        let (Some(before), Some(after)) = (people(earlier.1, first), people(later.1, second))
        else {
            continue;
        };
        match before.is_disjoint(&after) {
            true => pairs.nobody.push(here),
            false => pairs.seats.push((first, second)),
        }
    }
    pairs
}

/// The seat of that id, if it is to be filled.
fn seat(problem: &Problem, id: &str) -> Option<SeatId> {
    let found = problem.seats.iter().position(|seat| seat.id == id)?;
    Some(SeatId(found as u32))
}

/// Who may sit there; nothing where somebody is to be named.
fn people(problem: &Problem, seat: SeatId) -> Option<BTreeSet<u32>> {
    let candidates = problem.seat(seat).candidates.iter();
    candidates
        .map(|one| problem.member(one.member).contact.map(|contact| contact.0))
        .collect()
}
