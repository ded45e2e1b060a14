//! Everything that hangs on the people at one start, by trying every seating of them.

use super::cells::Status;
use quorate::model::*;
use std::collections::BTreeSet;

/// How a candidate stands towards a seat at one start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct There {
    pub status: Status,
    pub percent: u8,
}

/// For each seat its candidates, in their order.
pub type Table = Vec<Vec<There>>;

/// Who sits where: pairs of a seat and the place of the member among its candidates.
pub type Seating = Vec<(usize, usize)>;

/// What follows from a table.
#[derive(Clone, Debug)]
pub struct People {
    /// Leaving venues aside.
    pub state: State,
    /// Smallest first; one empty set where quorate.
    pub confirm: Vec<Vec<MemberId>>,
    pub falls_if_known: Vec<MemberId>,
    pub falls_if_possible: Vec<MemberId>,
    /// All best seatings of the known: the first is as good as any.
    pub best_known: Vec<Seating>,
    /// The best seating of the known and the first set of confirmations.
    pub best_confirmed: Seating,
    /// All seatings of the known and unknown that are best by quorum, required and wanted places.
    pub best_possible: Vec<Seating>,
    /// By position in the order of the policy; other levels are 0.
    pub levels: [i64; RankLevel::COUNT],
}

pub fn member_of(problem: &Problem, (seat, candidate): (usize, usize)) -> MemberId {
    problem.seats[seat].candidates[candidate].member
}

pub fn look(problem: &Problem, table: &Table) -> People {
    let mut all = Vec::new();
    seat_everybody(problem, table, 0, &mut Vec::new(), &mut all);
    let quorate: Vec<&Seating> = all
        .iter()
        .filter(|seating| quorum(problem, seating))
        .collect();
    let needs = |seating: &Seating| -> BTreeSet<MemberId> {
        let unknown = seating
            .iter()
            .filter(|(seat, candidate)| table[*seat][*candidate].status == Status::Unknown);
        unknown.map(|sits| member_of(problem, *sits)).collect()
    };
    let quorate_with = |confirmed: &BTreeSet<MemberId>| {
        quorate
            .iter()
            .any(|seating| needs(seating).is_subset(confirmed))
    };
    let sits = |seating: &Seating, member: MemberId| {
        seating.iter().any(|one| member_of(problem, *one) == member)
    };

    let nobody = BTreeSet::new();
    let state = match (quorate_with(&nobody), quorate.is_empty()) {
        (true, _) => State::Quorate,
        (false, false) => State::QuorateIf,
        (false, true) => State::Short,
    };
    let members = || (0..problem.members.len() as u32).map(MemberId);
    let ends_known = |member: &MemberId| {
        let without = |seating: &&&Seating| needs(seating).is_empty() && !sits(seating, *member);
        !quorate.iter().any(|seating| without(&seating))
    };
    let ends_possible = |member: &MemberId| quorate.iter().all(|seating| sits(seating, *member));
    let present = |member: &MemberId| {
        table.iter().zip(&problem.seats).any(|(row, seat)| {
            row.iter().zip(&seat.candidates).any(|(there, candidate)| {
                candidate.member == *member && there.status != Status::Absent
            })
        })
    };

    let known = || all.iter().filter(|seating| needs(seating).is_empty());
    let confirm = minimal_sets(problem, table, &quorate_with, state);
    let first: BTreeSet<MemberId> = confirm.first().into_iter().flatten().copied().collect();
    let with_first = all
        .iter()
        .filter(|seating| needs(seating).is_subset(&first));
    let best_known = cheapest(known(), |seating| price(problem, table, seating));
    let best_possible = cheapest(all.iter(), |seating| {
        let levels = levels(problem, table, seating);
        let of = |wanted: RankLevel| levels[place(problem, wanted)];
        let fails = !quorum(problem, seating);
        (fails, of(RankLevel::Required), of(RankLevel::Wanted))
    });
    let best_confirmed = cheapest(with_first, |seating| price(problem, table, seating));
    People {
        state,
        levels: levels(problem, table, best_known[0]),
        confirm,
        falls_if_known: match state {
            State::Quorate => members().filter(present).filter(ends_known).collect(),
            State::QuorateIf | State::Short => Vec::new(),
        },
        falls_if_possible: match state {
            State::Quorate | State::QuorateIf => {
                members().filter(present).filter(ends_possible).collect()
            }
            State::Short => Vec::new(),
        },
        best_known: best_known.into_iter().cloned().collect(),
        best_confirmed: best_confirmed[0].clone(),
        best_possible: best_possible.into_iter().cloned().collect(),
    }
}

/// Every way to seat those who are not absent, seat after seat; places may stay empty.
fn seat_everybody(
    problem: &Problem,
    table: &Table,
    seat: usize,
    sits: &mut Seating,
    all: &mut Vec<Seating>,
) {
    let Some(spec) = problem.seats.get(seat) else {
        all.push(sits.clone());
        return;
    };
    let before = sits.len();
    let candidates = spec.candidates.len();
    // Every subset of the candidates that is no larger than the seat.
    for subset in 0..1u32 << candidates {
        if subset.count_ones() > spec.places {
            continue;
        }
        for candidate in 0..candidates {
            if subset >> candidate & 1 == 1 {
                sits.push((seat, candidate));
            }
        }
        if allowed(problem, table, sits, before) {
            seat_everybody(problem, table, seat + 1, sits, all);
        }
        sits.truncate(before);
    }
}

/// Whether the seating is allowed, given that what stands before `new` is.
fn allowed(problem: &Problem, table: &Table, sits: &Seating, new: usize) -> bool {
    sits.iter().enumerate().skip(new).all(|(at, one)| {
        let member = member_of(problem, *one);
        let parts = &problem.seats[one.0].parts;
        table[one.0][one.1].status != Status::Absent
            && sits[..at].iter().all(|other| {
                let neighbour = member_of(problem, *other);
                let together = problem.seats[other.0]
                    .parts
                    .iter()
                    .any(|part| parts.contains(part));
                let apart = problem
                    .apart
                    .iter()
                    .any(|pair| *pair == (member, neighbour) || *pair == (neighbour, member));
                neighbour != member && !(apart && together)
            })
    })
}

/// Whether a seating satisfies the quorum.
pub fn quorum(problem: &Problem, seating: &Seating) -> bool {
    holds(problem, &problem.quorum, seating)
}

fn holds(problem: &Problem, clause: &Clause, seating: &Seating) -> bool {
    match clause {
        Clause::All(of) => of.iter().all(|inner| holds(problem, inner, seating)),
        Clause::Any { need, of } => {
            let met = of
                .iter()
                .filter(|inner| holds(problem, inner, seating))
                .count();
            met >= *need as usize
        }
        Clause::Seat(wanted) => {
            let filled = seating
                .iter()
                .filter(|(seat, _)| *seat == wanted.index())
                .count();
            filled == problem.seat(*wanted).places as usize
        }
        Clause::Count { need, unit, who } => {
            let members = seating.iter().map(|one| member_of(problem, *one));
            let counted = members.filter(|member| who[member.index()]);
            let units: BTreeSet<u32> = counted
                .map(|id| match (unit, problem.member(id)) {
                    (Unit::People, _) => id.0,
                    (Unit::Agencies, member) => member.agency,
                    (Unit::Kinds, member) => member.kind,
                    (Unit::Groups, member) => member.group,
                })
                .collect();
            units.len() >= *need as usize
        }
    }
}

/// All sets of unknown members, by size, then in the order of members; those kept that suffice and hold no smaller one.
fn minimal_sets(
    problem: &Problem,
    table: &Table,
    quorate_with: &dyn Fn(&BTreeSet<MemberId>) -> bool,
    state: State,
) -> Vec<Vec<MemberId>> {
    if state == State::Short {
        return Vec::new();
    }
    let mut unknown: BTreeSet<MemberId> = BTreeSet::new();
    for (row, seat) in table.iter().zip(&problem.seats) {
        for (there, candidate) in row.iter().zip(&seat.candidates) {
            if there.status == Status::Unknown {
                unknown.insert(candidate.member);
            }
        }
    }
    let unknown: Vec<MemberId> = unknown.into_iter().collect();
    let mut sets: Vec<Vec<MemberId>> = (0..1u32 << unknown.len())
        .map(|subset| {
            let chosen = (0..unknown.len()).filter(|at| subset >> at & 1 == 1);
            chosen.map(|at| unknown[at]).collect()
        })
        .collect();
    sets.sort_by_key(|set| (set.len(), set.clone()));
    let mut minimal: Vec<Vec<MemberId>> = Vec::new();
    for set in sets {
        let larger = minimal
            .iter()
            .any(|small| small.iter().all(|member| set.contains(member)));
        if !larger && quorate_with(&set.iter().copied().collect()) {
            minimal.push(set);
        }
    }
    minimal
}

/// All of the seatings for which the price is least, those that fill most places first.
fn cheapest<'a, P: Ord>(
    of: impl Iterator<Item = &'a Seating>,
    price: impl Fn(&Seating) -> P,
) -> Vec<&'a Seating> {
    let mut best: Option<(P, Vec<&Seating>)> = None;
    for seating in of {
        let own = price(seating);
        match &mut best {
            Some((known, _)) if own > *known => {}
            Some((known, all)) if own == *known => all.push(seating),
            _ => best = Some((own, vec![seating])),
        }
    }
    // Of equally good ones the fullest come first: an optional seat weighs nothing, but nobody is left out for nothing.
    let (_, mut all) = best.expect("nobody at all is a seating too");
    all.sort_by_key(|seating| std::cmp::Reverse(seating.len()));
    all
}

/// Quorum first, then the sums over people in the order of the policy.
fn price(problem: &Problem, table: &Table, seating: &Seating) -> (bool, [i64; RankLevel::COUNT]) {
    (!quorum(problem, seating), levels(problem, table, seating))
}

pub fn place(problem: &Problem, level: RankLevel) -> usize {
    let mut order = problem.policy.order.iter();
    order
        .position(|other| *other == level)
        .expect("each level stands once")
}

/// The sums over people, each at its place in the order of the policy; 0 at the others.
pub fn levels(problem: &Problem, table: &Table, seating: &Seating) -> [i64; RankLevel::COUNT] {
    let mut levels = [0; RankLevel::COUNT];
    let mut add = |level: RankLevel, amount: i64| levels[place(problem, level)] += amount;
    for (at, seat) in problem.seats.iter().enumerate() {
        let here: Vec<usize> = seating
            .iter()
            .filter(|(other, _)| *other == at)
            .map(|(_, candidate)| *candidate)
            .collect();
        let percents: i64 = here
            .iter()
            .map(|one| i64::from(table[at][*one].percent))
            .sum();
        let lacking = i64::from(seat.weight) * (100 * i64::from(seat.places) - percents);
        match seat.level {
            Level::Required => add(RankLevel::Required, lacking),
            Level::Expected | Level::Preferred => add(RankLevel::Wanted, lacking),
            Level::Optional | Level::Informed => {}
        }
        let own = seat
            .candidates
            .iter()
            .filter(|candidate| candidate.rank == 0);
        let pool = own.count() > seat.places as usize;
        if matches!(seat.level, Level::Optional | Level::Informed) {
            continue;
        }
        for candidate in here {
            let spec = &seat.candidates[candidate];
            add(RankLevel::Deputies, i64::from(spec.rank));
            match table[at][candidate].status {
                Status::Tentative => add(RankLevel::Reliance, 2),
                Status::Expected => add(RankLevel::Reliance, 1),
                Status::Free | Status::Unknown | Status::Absent => {}
            }
            if pool {
                add(RankLevel::Load, i64::from(problem.member(spec.member).load));
            }
        }
    }
    levels
}
