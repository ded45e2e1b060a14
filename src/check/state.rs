//! The state and its confirmations: quorate, quorate-if and short claim what is so.

use super::quorate::{Tree, Unknown, Verdict, World, quorum_holds};
use super::venue;
use super::view::View;
use super::violation::{Finding, Rule, Violation};
use crate::model::{Confirming, Ground, MemberId, SeatId, State};
use std::collections::BTreeSet;

pub(super) fn check(view: &View, found: &mut Vec<Violation>) {
    let slot = view.slot;
    let rooms = venue::unknown(view);
    let actual = actual(view, !rooms.is_empty());
    if let Some(actual) = actual
        && actual != slot.state
    {
        let claimed = slot.state;
        found.push(Violation::of(
            Rule::State,
            Finding::WrongState { claimed, actual },
        ));
        return;
    }
    if (slot.state == State::QuorateIf) == slot.confirm.is_empty() {
        let sets = slot.confirm.len();
        found.push(Violation::of(
            Rule::Confirm,
            Finding::ConfirmationsUnfit { sets },
        ));
        return;
    }
    attending(view, found);
    for (set, confirm) in slot.confirm.iter().enumerate() {
        one_set(view, set, confirm, &rooms, found);
    }
    order(view, found);
}

/// The state that the slot is in; where that cannot be told, the one that it says.
pub(super) fn told(view: &View) -> State {
    let rooms = venue::unknown(view);
    actual(view, !rooms.is_empty()).unwrap_or(view.slot.state)
}

/// The smallest sets of confirmations, in order; `None` = they are not found within so many tries.
pub(super) fn smallest_sets(view: &View) -> Option<Vec<Vec<Confirming>>> {
    const TRIES: u32 = 2_000;
    const MOST: usize = 16;
    let rooms = venue::unknown(view).into_iter().map(Confirming::Venue);
    let rooms: Vec<Confirming> = rooms.collect();
    let unknown: BTreeSet<MemberId> = view
        .presences()
        .filter(|(_, _, presence)| presence.possible() && !presence.known())
        .map(|(_, member, _)| member)
        .collect();
    let unknown: Vec<MemberId> = unknown.into_iter().collect();
    let mut tries = 0;
    // All sets of one size in order, each as rising places among the unknown, before any larger one.
    for size in 0..=unknown.len() {
        let mut found = Vec::new();
        let mut places: Vec<usize> = (0..size).collect();
        loop {
            tries += 1;
            if tries > TRIES {
                return None;
            }
            let members: Vec<MemberId> = places.iter().map(|at| unknown[*at]).collect();
            let world = World::new(view, Unknown::Only(&members), None);
            if world.can_be_quorate() == Verdict::Yes {
                let members = members.into_iter().map(Confirming::Member);
                found.push(members.chain(rooms.iter().copied()).collect());
            }
            let last = |at: usize| unknown.len() - size + at;
            let Some(at) = (0..size).rev().find(|at| places[*at] < last(*at)) else {
                break;
            };
            places[at] += 1;
            for next in at + 1..size {
                places[next] = places[next - 1] + 1;
            }
            if found.len() >= MOST {
                break;
            }
        }
        if !found.is_empty() {
            return Some(found);
        }
    }
    None
}

/// The state that the slot is in, as far as it can be told.
fn actual(view: &View, room_unknown: bool) -> Option<State> {
    match World::new(view, Unknown::Nobody, None).can_be_quorate() {
        Verdict::Yes if room_unknown => return Some(State::QuorateIf),
        Verdict::Yes => return Some(State::Quorate),
        Verdict::Open => return None,
        Verdict::No => {}
    }
    match World::new(view, Unknown::Everybody, None).can_be_quorate() {
        Verdict::Yes => Some(State::QuorateIf),
        Verdict::No => Some(State::Short),
        Verdict::Open => None,
    }
}

/// Those named are the people with whom it works: without the unknown whom the first set does not ask for.
fn attending(view: &View, found: &mut Vec<Violation>) {
    if view.slot.state == State::Short {
        return;
    }
    let asked = members_of(view.slot.confirm.first().map_or(&[], Vec::as_slice));
    let all = view.slot.attending.iter();
    let counted: Vec<(SeatId, MemberId)> = all
        .filter(|one| one.seat.index() < view.problem.seats.len())
        .filter(|one| one.member.index() < view.problem.members.len())
        .filter(|one| one.ground != Ground::Unknown || asked.contains(&one.member))
        .map(|one| (one.seat, one.member))
        .collect();
    let tree = Tree::new(&view.problem.quorum);
    if !quorum_holds(view.problem, &tree, &counted) {
        found.push(Violation::of(Rule::State, Finding::AttendingFails));
    }
}

fn members_of(confirm: &[Confirming]) -> Vec<MemberId> {
    let all = confirm.iter();
    all.filter_map(|who| match who {
        Confirming::Member(member) => Some(*member),
        Confirming::Venue(_) => None,
    })
    .collect()
}

fn one_set(
    view: &View,
    set: usize,
    confirm: &[Confirming],
    rooms: &[crate::model::VenueId],
    found: &mut Vec<Violation>,
) {
    let mut report = |finding| found.push(Violation::of(Rule::Confirm, finding));
    let asked: BTreeSet<Confirming> = confirm.iter().copied().collect();
    for who in &asked {
        let unknown = match who {
            Confirming::Venue(venue) => rooms.contains(venue),
            Confirming::Member(member) => view.presences().any(|(_, other, presence)| {
                other == *member && presence.possible() && !presence.known()
            }),
        };
        if !unknown {
            report(Finding::ConfirmKnown { set, who: *who });
        }
    }
    if !rooms
        .iter()
        .all(|room| asked.contains(&Confirming::Venue(*room)))
    {
        report(Finding::ConfirmFails { set });
        return;
    }
    let members = members_of(confirm);
    let suffices =
        |members: &[MemberId]| World::new(view, Unknown::Only(members), None).can_be_quorate();
    if suffices(&members) == Verdict::No {
        report(Finding::ConfirmFails { set });
    }
    for (at, member) in members.iter().enumerate() {
        let rest = [&members[..at], &members[at + 1..]].concat();
        if suffices(&rest) == Verdict::Yes {
            let without = Confirming::Member(*member);
            report(Finding::ConfirmTooMuch { set, without });
        }
    }
}

/// Smallest sets first, then by member; members in order, rooms behind them.
fn order(view: &View, found: &mut Vec<Violation>) {
    let sets = &view.slot.confirm;
    let key = |set: &Vec<Confirming>| (set.len(), members_of(set));
    for (at, set) in sets.iter().enumerate() {
        let members = members_of(set);
        let inside = members.windows(2).all(|pair| pair[0] < pair[1])
            && set[..members.len()]
                .iter()
                .all(|who| matches!(who, Confirming::Member(_)));
        if !inside || (at > 0 && key(&sets[at - 1]) >= key(set)) {
            found.push(Violation::of(
                Rule::Confirm,
                Finding::ConfirmOrder { set: at },
            ));
        }
    }
}
