//! What a seating costs, and the cheapest one of the known people: by the Hungarian method, people kept apart by
//! branching on who gives way. The quorum is not looked at here; a cheaper seating than the cheapest is impossible
//! whatever the quorum says.

use super::matching::cheapest;
use super::standing::Here;
use super::view::{View, clash, seats};
use crate::model::{Level, MemberId, Problem, RankLevel, Seat, SeatId};
use std::cmp::Reverse;

/// The levels of the objective that are sums over the people seated.
pub(super) const ADDITIVE: [RankLevel; 5] = [
    RankLevel::Required,
    RankLevel::Wanted,
    RankLevel::Deputies,
    RankLevel::Reliance,
    RankLevel::Load,
];

/// Who sits where.
pub(super) type Seating = Vec<(SeatId, MemberId)>;

/// What a seating costs, and behind that how many it seats: less is better, fuller is better.
type Worth = (Vec<i64>, Reverse<usize>);

/// After so many branches the cheapest seating counts as not found.
const BRANCHES: u32 = 2_000;

/// The additive levels in the order of the policy.
pub(super) fn additive_order(problem: &Problem) -> Vec<RankLevel> {
    let order = problem.policy.order.iter().copied();
    order.filter(|level| ADDITIVE.contains(level)).collect()
}

/// What one place costs at one level: with a member in it, or empty.
fn place_cost(view: &View, level: RankLevel, seat_id: SeatId, member: Option<MemberId>) -> i64 {
    let problem = view.problem;
    let seat = problem.seat(seat_id);
    let there = member.and_then(|member| Some((member, view.presence(seat_id, member)?)));
    let empty_share = 100 - there.map_or(0, |(_, presence)| i64::from(presence.percent));
    // Optional seats are shown, not weighed.
    if matches!(seat.level, Level::Optional | Level::Informed) {
        return 0;
    }
    match level {
        RankLevel::Required if seat.level == Level::Required => {
            i64::from(seat.weight) * empty_share
        }
        RankLevel::Wanted if matches!(seat.level, Level::Expected | Level::Preferred) => {
            i64::from(seat.weight) * empty_share
        }
        RankLevel::Deputies => there.map_or(0, |(member, _)| i64::from(rank(seat, member))),
        RankLevel::Reliance => there.map_or(0, |(_, presence)| match presence.here {
            Here::Tentative => 2,
            Here::Expected => 1,
            Here::Absent | Here::Unknown | Here::Free => 0,
        }),
        RankLevel::Load if is_pool(seat) => {
            there.map_or(0, |(member, _)| i64::from(problem.member(member).load))
        }
        _ => 0,
    }
}

/// The best rank with which the member may fill the seat.
pub(super) fn rank(seat: &Seat, member: MemberId) -> u8 {
    let own = seat
        .candidates
        .iter()
        .filter(|candidate| candidate.member == member);
    own.map(|candidate| candidate.rank).min().unwrap_or(0)
}

/// A seat with more own people than places: chosen by us, so their load is weighed.
fn is_pool(seat: &Seat) -> bool {
    let own = seat
        .candidates
        .iter()
        .filter(|candidate| candidate.rank == 0);
    own.count() > seat.places as usize
}

/// The additive levels of a seating, in the order of the policy.
pub(super) fn costs(view: &View, seated: &[(SeatId, MemberId)]) -> Vec<i64> {
    let of = |level: RankLevel| -> i64 {
        let places = seats(view.problem).flat_map(|(seat, spec)| {
            let here: Vec<Option<MemberId>> = seated
                .iter()
                .filter(|(other, _)| *other == seat)
                .map(|(_, member)| Some(*member))
                .collect();
            let empty = (spec.places as usize).saturating_sub(here.len());
            let empty = std::iter::repeat_n(None, empty);
            here.into_iter().chain(empty).map(move |pick| (seat, pick))
        });
        places
            .map(|(seat, pick)| place_cost(view, level, seat, pick))
            .sum()
    };
    additive_order(view.problem).into_iter().map(of).collect()
}

/// The cheapest seating of those who are known to come, of equally cheap ones a fullest; `None` where it takes too many
/// branches.
pub(super) fn cheapest_known(view: &View) -> Option<Seating> {
    let mut best: Option<(Worth, Seating)> = None;
    let mut open: Vec<Seating> = vec![Vec::new()];
    let mut branches = 0;
    while let Some(forbidden) = open.pop() {
        branches += 1;
        if branches > BRANCHES {
            return None;
        }
        let seated = relaxed(view, &forbidden);
        let cost = (costs(view, &seated), Reverse(seated.len()));
        if best.as_ref().is_some_and(|(known, _)| *known <= cost) {
            continue;
        }
        let meets = seated.iter().enumerate().find_map(|(at, one)| {
            let other = seated[at + 1..]
                .iter()
                .find(|other| clash(view.problem, *one, **other));
            other.map(|other| (*one, *other))
        });
        match meets {
            None => best = Some((cost, seated)),
            Some((one, other)) => {
                for gives_way in [one, other] {
                    open.push([forbidden.clone(), vec![gives_way]].concat());
                }
            }
        }
    }
    best.map(|(_, seated)| seated)
}

/// The cheapest seating without the forbidden ones, leaving aside who is kept apart.
fn relaxed(view: &View, forbidden: &[(SeatId, MemberId)]) -> Seating {
    let problem = view.problem;
    let places: Vec<SeatId> = seats(problem)
        .flat_map(|(seat, spec)| std::iter::repeat_n(seat, spec.places as usize))
        .collect();
    let levels = additive_order(problem);
    // One number a seating: each level is worth more than everything behind it together.
    let largest = |level: RankLevel| -> i128 {
        let each = places.iter().map(|seat| {
            let candidates = problem.seat(*seat).candidates.iter();
            let filled = candidates.map(|candidate| Some(candidate.member));
            let all = filled.chain([None]);
            all.map(|pick| i128::from(place_cost(view, level, *seat, pick)))
                .max()
                .unwrap_or(0)
        });
        each.sum()
    };
    let bases: Vec<i128> = levels.iter().map(|level| largest(*level) + 1).collect();
    let worth = |seat: SeatId, pick: Option<MemberId>| -> i128 {
        let all = levels.iter().zip(&bases);
        let weighed = all.fold(0, |sum, (level, base)| {
            sum * base + i128::from(place_cost(view, *level, seat, pick))
        });
        // Behind everything else the fullest.
        weighed * (places.len() as i128 + 1) + i128::from(pick.is_none())
    };
    let members = problem.members.len();
    let cost: Vec<Vec<Option<i128>>> = places
        .iter()
        .enumerate()
        .map(|(row, seat)| {
            let mut costs = vec![None; members + places.len()];
            for candidate in &problem.seat(*seat).candidates {
                let member = candidate.member;
                let known = view
                    .presence(*seat, member)
                    .is_some_and(|presence| presence.known());
                if known && !forbidden.contains(&(*seat, member)) {
                    costs[member.index()] = Some(worth(*seat, Some(member)));
                }
            }
            // Every place has an empty chair of its own.
            costs[members + row] = Some(worth(*seat, None));
            costs
        })
        .collect();
    let columns = cheapest(&cost).unwrap_or_default();
    let all = places.into_iter().zip(columns);
    let filled = all.filter(|(_, column)| *column < members);
    filled
        .map(|(seat, column)| (seat, MemberId(column as u32)))
        .collect()
}
