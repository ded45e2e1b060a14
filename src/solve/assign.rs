//! The best seating in one view of the unknown: quorate if that can be, then as cheap as can be.

use super::exact::{self, Goal};
use super::layout::{Cost, Flat, Layout};
use super::matching::{Seating, cheapest};
use super::rows::{Kind, Status};
use crate::quorum::MemberSet;

/// Which of the unknown are taken to come.
#[derive(Clone, Copy)]
pub(super) enum World<'a> {
    /// None: what is sure.
    Sure,
    /// These.
    With(&'a MemberSet),
    /// All: what is possible.
    Possible,
}

/// The best seating of a world.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Best {
    pub seating: Seating,
    pub quorate: bool,
}

/// What each candidate would cost in `world`, `None` where they are not there.
pub(super) fn costs(layout: &Layout, statuses: &[Status], world: World) -> Vec<Option<Cost>> {
    let flats = statuses.iter().enumerate();
    flats
        .map(|(flat, status)| cost_of(layout, flat, status, world))
        .collect()
}

/// What one candidate would cost in `world`.
pub(super) fn cost_of(layout: &Layout, flat: usize, status: &Status, world: World) -> Option<Cost> {
    match (status.kind, world) {
        (Kind::Present, _) => Some(layout.cost(flat, status.percent, status.reliance)),
        (Kind::Absent, _) | (Kind::Unknown, World::Sure) => None,
        (Kind::Unknown, World::With(set)) if !set.contains(layout.flats[flat].member) => None,
        // Somebody who is known to come is taken before somebody who would have to be asked.
        (Kind::Unknown, _) => Some(layout.cost(flat, status.possible, ASKED)),
    }
}

/// Reliance on somebody unknown: more than on anybody tentative.
const ASKED: u8 = 3;

/// The best seating for the given costs.
pub(super) fn best(layout: &Layout, costs: &[Option<Cost>]) -> Best {
    let seating = cheapest_apart(layout, costs);
    if holds(layout, &seating) {
        return Best {
            seating,
            quorate: true,
        };
    }
    match exact::quorate(layout, costs, Goal::Cheapest(seating.cost)) {
        Some(seating) => Best {
            seating,
            quorate: true,
        },
        None => Best {
            seating,
            quorate: false,
        },
    }
}

/// Whether some seating for the given costs is quorate.
pub(super) fn can_be_quorate(layout: &Layout, costs: &[Option<Cost>]) -> bool {
    any_quorate(layout, costs).is_some()
}

/// Some seating for the given costs that is quorate, however dear.
pub(super) fn any_quorate(layout: &Layout, costs: &[Option<Cost>]) -> Option<Seating> {
    if !exact::could_hold(layout, costs) {
        return None;
    }
    let seating = cheapest_apart(layout, costs);
    match holds(layout, &seating) {
        true => Some(seating),
        false => exact::quorate(layout, costs, Goal::Any),
    }
}

/// Whether a seating is quorate.
pub(super) fn holds(layout: &Layout, seating: &Seating) -> bool {
    Attendance::of(layout, seating).holds(layout)
}

/// Who is there and which seats are full, kept up to date as people come and leave.
pub(super) struct Attendance {
    present: MemberSet,
    filled: Vec<u32>,
    full: Vec<bool>,
}

impl Attendance {
    pub(super) fn of(layout: &Layout, seating: &Seating) -> Attendance {
        let seats = &layout.problem.seats;
        let mut attendance = Attendance {
            present: MemberSet::empty(layout.problem.members.len()),
            filled: vec![0; seats.len()],
            full: seats.iter().map(|seat| seat.places == 0).collect(),
        };
        for flat in &seating.chosen {
            attendance.come(layout, *flat);
        }
        attendance
    }

    pub(super) fn come(&mut self, layout: &Layout, flat: usize) {
        let Flat { seat, member, .. } = layout.flats[flat];
        self.present.insert(member);
        self.filled[seat] += 1;
        self.full[seat] = self.filled[seat] >= layout.problem.seats[seat].places;
    }

    pub(super) fn leave(&mut self, layout: &Layout, flat: usize) {
        let Flat { seat, member, .. } = layout.flats[flat];
        self.present.remove(member);
        self.filled[seat] -= 1;
        self.full[seat] = self.filled[seat] >= layout.problem.seats[seat].places;
    }

    pub(super) fn has(&self, member: usize) -> bool {
        self.present.contains(member)
    }

    pub(super) fn holds(&self, layout: &Layout) -> bool {
        layout.quorum.holds(&self.present, &self.full)
    }
}

/// Ways gone through to keep people apart before the rest is settled without trying both sides.
const MOST_APART: u32 = 512;

/// The cheapest seating in which nobody meets somebody from whom they are kept apart.
///
/// Where the plain cheapest breaks a pair, every lawful seating lacks one of its two, so the better of both ways is the answer. With more
/// pairs broken than can be gone through, the later of each further pair stays out: lawful, if not always the cheapest.
fn cheapest_apart(layout: &Layout, costs: &[Option<Cost>]) -> Seating {
    let seating = cheapest(layout, costs);
    match broken(layout, &seating) {
        None => seating,
        Some(pair) => {
            let mut left = MOST_APART;
            part(layout, &mut costs.to_vec(), pair, &mut left)
        }
    }
}

fn broken(layout: &Layout, seating: &Seating) -> Option<(usize, usize)> {
    let both = |pair: &&(usize, usize)| {
        seating.chosen.contains(&pair.0) && seating.chosen.contains(&pair.1)
    };
    layout.apart.iter().find(both).copied()
}

/// Leaves out either of a pair, and goes on with the pairs that are broken then. Depth: one level a pair.
fn part(
    layout: &Layout,
    costs: &mut [Option<Cost>],
    pair: (usize, usize),
    left: &mut u32,
) -> Seating {
    let mut without = |flat: usize, left: &mut u32| {
        let cost = costs[flat].take();
        let seating = cheapest(layout, costs);
        let seating = match broken(layout, &seating) {
            None => seating,
            Some(next) => part(layout, costs, next, left),
        };
        costs[flat] = cost;
        seating
    };
    let second = without(pair.1, left);
    if *left == 0 {
        return second;
    }
    *left -= 1;
    let first = without(pair.0, left);
    if second.cost < first.cost {
        second
    } else {
        first
    }
}
