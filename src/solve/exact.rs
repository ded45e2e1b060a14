//! The cheapest seating that is quorate, by branch and bound.
//!
//! Needed only where the cheapest seating of all is not quorate although some other might be, for instance when the agency count
//! wants the dearer of two candidates. Exact within [`MOST_STEPS`]; people who are alike in everything that matters are tried once.

use super::layout::{Cost, Layout};
use super::matching::{Seating, cheapest};
use crate::model::{Clause, Unit};
use crate::quorum::MemberSet;

/// Branches after which the search stops with the best that it has. A slot is then at worst called less than it is, never more.
const MOST_STEPS: u32 = 200_000;

/// What the search may stop at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// The cheapest; no quorate seating is cheaper than this bound.
    Cheapest(Cost),
    /// Any quorate seating.
    Any,
}

/// The best quorate seating where `costs[flat]` is `None` for candidates who are not there.
pub(super) fn quorate(layout: &Layout, costs: &[Option<Cost>], goal: Goal) -> Option<Seating> {
    if !could_hold(layout, costs) || !needed_seats_fit(layout, costs) {
        return None;
    }
    let seats = layout.problem.seats.len();
    let mut search = Search {
        layout,
        costs,
        goal,
        class: classes(layout, costs),
        present: MemberSet::empty(layout.problem.members.len()),
        filled: vec![0; seats],
        chosen: Vec::new(),
        cost: 0,
        best: None,
        steps: 0,
        rest: rest_gain(layout, costs),
    };
    search.seat(0, 0, 0);
    search.best
}

/// A sound relaxation: everybody who is there counts as present and may sit in each of their seats at once.
pub(super) fn could_hold(layout: &Layout, costs: &[Option<Cost>]) -> bool {
    let mut present = MemberSet::empty(layout.problem.members.len());
    let mut full = vec![false; layout.problem.seats.len()];
    for (seat, range) in layout.of_seat.iter().enumerate() {
        let mut there = 0;
        for flat in range.clone().filter(|flat| costs[*flat].is_some()) {
            present.insert(layout.flats[flat].member);
            there += 1;
        }
        full[seat] = there >= layout.problem.seats[seat].places;
    }
    layout.quorum.holds(&present, &full)
}

/// Whether the seats without which the quorum cannot hold can all be filled at once: one matching instead of many branches.
fn needed_seats_fit(layout: &Layout, costs: &[Option<Cost>]) -> bool {
    let mut only = vec![None; costs.len()];
    let mut places = 0;
    for seat in &layout.needed_seats {
        places += i128::from(layout.problem.seats[*seat].places);
        for flat in layout.of_seat[*seat].clone() {
            only[flat] = costs[flat].map(|_| -1);
        }
    }
    cheapest(layout, &only).cost == -places
}

struct Search<'a, 'p> {
    layout: &'a Layout<'p>,
    costs: &'a [Option<Cost>],
    goal: Goal,
    class: Vec<usize>,
    present: MemberSet,
    filled: Vec<u32>,
    chosen: Vec<usize>,
    cost: Cost,
    best: Option<Seating>,
    steps: u32,
    /// The most that the seats from an index on could still gain.
    rest: Vec<Cost>,
}

impl Search<'_, '_> {
    /// Fills the remaining places of `seat` from its flats at `from` on, then goes to the next seat. Depth: one level a place or seat.
    fn seat(&mut self, seat: usize, from: usize, taken: u32) {
        self.steps += 1;
        if self.done() || self.steps > MOST_STEPS || !self.promising(seat) {
            return;
        }
        let Some(range) = self.layout.of_seat.get(seat).cloned() else {
            self.keep();
            return;
        };
        let places = self.layout.problem.seats[seat].places;
        if taken < places {
            let mut tried: Vec<usize> = Vec::new();
            for flat in range.start + from..range.end {
                let member = self.layout.flats[flat].member;
                let Some(cost) = self.costs[flat] else {
                    continue;
                };
                let alike = tried.contains(&self.class[member]);
                if alike || self.present.contains(member) || self.meets_apart(flat) {
                    continue;
                }
                tried.push(self.class[member]);
                self.present.insert(member);
                self.filled[seat] += 1;
                self.chosen.push(flat);
                self.cost += cost;
                self.seat(seat, flat + 1 - range.start, taken + 1);
                self.cost -= cost;
                self.chosen.pop();
                self.filled[seat] -= 1;
                self.present.remove(member);
            }
        }
        self.seat(seat + 1, 0, 0);
    }

    fn done(&self) -> bool {
        match (&self.best, self.goal) {
            (Some(_), Goal::Any) => true,
            (Some(best), Goal::Cheapest(bound)) => best.cost <= bound,
            (None, _) => false,
        }
    }

    fn meets_apart(&self, flat: usize) -> bool {
        self.layout.apart.iter().any(|(a, b)| {
            (*a == flat && self.chosen.contains(b)) || (*b == flat && self.chosen.contains(a))
        })
    }

    /// Whether what is still open could be quorate and cheaper than the best so far.
    fn promising(&self, seat: usize) -> bool {
        if let Some(best) = &self.best
            && self.cost + self.rest[seat] >= best.cost
        {
            return false;
        }
        let seats = &self.layout.problem.seats;
        let mut present = self.present.clone();
        let mut full: Vec<bool> = (0..seats.len())
            .map(|index| self.filled[index] >= seats[index].places)
            .collect();
        for open in seat..seats.len() {
            let mut there = self.filled[open];
            for flat in self.layout.of_seat[open].clone() {
                let member = self.layout.flats[flat].member;
                if self.costs[flat].is_some() && !self.present.contains(member) {
                    present.insert(member);
                    there += 1;
                }
            }
            full[open] = there >= seats[open].places;
        }
        self.layout.quorum.holds(&present, &full)
    }

    fn keep(&mut self) {
        let seats = &self.layout.problem.seats;
        let full: Vec<bool> = (0..seats.len())
            .map(|index| self.filled[index] >= seats[index].places)
            .collect();
        let cheaper = self.best.as_ref().is_none_or(|best| self.cost < best.cost);
        if cheaper && self.layout.quorum.holds(&self.present, &full) {
            let mut chosen = self.chosen.clone();
            chosen.sort_unstable();
            self.best = Some(Seating {
                cost: self.cost,
                chosen,
            });
        }
    }
}

/// For each seat index, the sum of the best that each place from there on could bring by itself.
fn rest_gain(layout: &Layout, costs: &[Option<Cost>]) -> Vec<Cost> {
    let seats = &layout.problem.seats;
    let mut rest = vec![0; seats.len() + 1];
    for seat in (0..seats.len()).rev() {
        let best = layout.of_seat[seat]
            .clone()
            .filter_map(|flat| costs[flat])
            .min();
        let gain = best.unwrap_or(0).min(0) * i128::from(seats[seat].places);
        rest[seat] = rest[seat + 1] + gain;
    }
    rest
}

/// A number for each member, equal where two are alike: same costs at the same seats, counted alike by every clause, kept apart from nobody.
pub(super) fn classes(layout: &Layout, costs: &[Option<Cost>]) -> Vec<usize> {
    let members = layout.problem.members.len();
    let mut marks: Vec<Vec<i128>> = vec![Vec::new(); members];
    for (flat, spec) in layout.flats.iter().enumerate() {
        if let Some(cost) = costs[flat] {
            marks[spec.member].extend([spec.seat as i128, cost]);
        }
    }
    for (member, spec) in layout.problem.members.iter().enumerate() {
        marks[member].push(-1);
        count_marks(&layout.problem.quorum, member, spec, &mut marks[member]);
    }
    for (a, b) in &layout.problem.apart {
        for member in [a.index(), b.index()] {
            marks[member].extend([-2, member as i128]);
        }
    }
    let mut distinct: Vec<&Vec<i128>> = marks.iter().collect();
    distinct.sort_unstable();
    distinct.dedup();
    marks
        .iter()
        .map(|mark| distinct.partition_point(|other| *other < mark))
        .collect()
}

fn count_marks(clause: &Clause, member: usize, spec: &crate::model::Member, marks: &mut Vec<i128>) {
    match clause {
        Clause::All(of) | Clause::Any { of, .. } => {
            of.iter()
                .for_each(|part| count_marks(part, member, spec, marks));
        }
        Clause::Seat(_) => {}
        Clause::Count { unit, who, .. } => marks.push(if who[member] {
            i128::from(match unit {
                Unit::People => 0,
                Unit::Agencies => spec.agency,
                Unit::Kinds => spec.kind,
                Unit::Groups => spec.group,
            })
        } else {
            -1
        }),
    }
}
