//! The cheapest way to seat people, with the quorum left aside.
//!
//! Seats that share no candidate are independent. One alone takes its cheapest candidates; several that share people are
//! one assignment problem between places and members, solved exactly by the Hungarian method with potentials.

use super::layout::{Cost, Layout};

/// Who sits where: flats, ascending, and the sum of their costs (without [`Layout::empty`]).
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Seating {
    pub cost: Cost,
    pub chosen: Vec<usize>,
}

/// The cheapest seating where `costs[flat]` is `None` for candidates who are not there. Nobody is seated at a price above 0.
pub(super) fn cheapest(layout: &Layout, costs: &[Option<Cost>]) -> Seating {
    let mut seating = Seating::default();
    for component in &layout.components {
        match component.as_slice() {
            [seat] => one_seat(layout, costs, *seat, &mut seating),
            seats if one_by_one(layout, costs, seats, &mut seating) => {}
            seats => many_seats(layout, costs, seats, &mut seating),
        }
    }
    seating.chosen.sort_unstable();
    seating
}

fn one_seat(layout: &Layout, costs: &[Option<Cost>], seat: usize, seating: &mut Seating) {
    let range = layout.of_seat[seat].clone();
    let places = layout.problem.seats[seat].places as usize;
    let gain = |flat: usize| {
        costs[flat]
            .filter(|cost| *cost < 0)
            .map(|cost| (cost, flat))
    };
    if places == 1 {
        if let Some((cost, flat)) = range.filter_map(gain).min() {
            seating.cost += cost;
            seating.chosen.push(flat);
        }
        return;
    }
    let mut gains: Vec<(Cost, usize)> = range.filter_map(gain).collect();
    gains.sort_unstable();
    for (cost, flat) in gains.into_iter().take(places) {
        seating.cost += cost;
        seating.chosen.push(flat);
    }
}

/// Lets every seat take its own cheapest. Where nobody is wanted twice that is the cheapest of all; otherwise nothing is changed.
fn one_by_one(
    layout: &Layout,
    costs: &[Option<Cost>],
    seats: &[usize],
    seating: &mut Seating,
) -> bool {
    let (before, cost) = (seating.chosen.len(), seating.cost);
    for seat in seats {
        one_seat(layout, costs, *seat, seating);
    }
    let chosen = &seating.chosen[before..];
    let member = |flat: &usize| layout.flats[*flat].member;
    let wanted_twice = |(at, flat): (usize, &usize)| {
        chosen[at + 1..]
            .iter()
            .any(|other| member(other) == member(flat))
    };
    if chosen.iter().enumerate().any(wanted_twice) {
        seating.chosen.truncate(before);
        seating.cost = cost;
        return false;
    }
    true
}

/// Rows are places, columns the members who are there, then one column a place for leaving it empty.
///
/// Of each seat only as many of its cheapest candidates take part as there are places in all: whoever else were seated there, one of
/// these would be left over and no dearer.
fn many_seats(layout: &Layout, costs: &[Option<Cost>], seats: &[usize], seating: &mut Seating) {
    let wanted = |seat: usize| layout.problem.seats[seat].places as usize;
    let most: usize = seats.iter().map(|seat| wanted(*seat)).sum();
    let mut members: Vec<usize> = Vec::with_capacity(most * seats.len());
    let mut places: Vec<usize> = Vec::with_capacity(most);
    let mut kept: Vec<(Cost, usize)> = Vec::with_capacity(most * seats.len());
    let mut there: Vec<(Cost, usize)> = Vec::new();
    for seat in seats {
        let flats = layout.of_seat[*seat].clone();
        there.clear();
        there.extend(flats.filter_map(|flat| Some((costs[flat].filter(|cost| *cost < 0)?, flat))));
        if there.len() > most {
            there.select_nth_unstable(most);
            there.truncate(most);
        }
        members.extend(there.iter().map(|(_, flat)| layout.flats[*flat].member));
        places.extend(std::iter::repeat_n(*seat, wanted(*seat).min(there.len())));
        kept.append(&mut there);
    }
    if places.is_empty() {
        return;
    }
    members.sort_unstable();
    members.dedup();
    let (rows, columns) = (places.len(), members.len() + places.len());
    // A price that no sum of real costs reaches, so that a forbidden pair is never taken.
    const FORBIDDEN: Cost = 1 << 122;
    let mut price = vec![FORBIDDEN; rows * columns];
    let mut flat_at = vec![usize::MAX; rows * members.len()];
    for (row, seat) in places.iter().enumerate() {
        for (cost, flat) in kept
            .iter()
            .filter(|(_, flat)| layout.flats[*flat].seat == *seat)
        {
            if let Ok(column) = members.binary_search(&layout.flats[*flat].member) {
                price[row * columns + column] = *cost;
                flat_at[row * members.len() + column] = *flat;
            }
        }
        for empty in members.len()..columns {
            price[row * columns + empty] = 0;
        }
    }
    for (column, row) in hungarian(&price, rows, columns).into_iter().enumerate() {
        if let Some(row) = row.filter(|_| column < members.len()) {
            seating.cost += price[row * columns + column];
            seating.chosen.push(flat_at[row * members.len() + column]);
        }
    }
}

/// For each column the row that it is given in a cheapest assignment of every row to a column of its own.
///
/// Successive shortest augmenting paths with potentials, O(rows² · columns). `columns >= rows`, and every row has an affordable column.
fn hungarian(price: &[Cost], rows: usize, columns: usize) -> Vec<Option<usize>> {
    const FAR: Cost = Cost::MAX / 4;
    let mut row_potential = vec![0; rows];
    let mut column_potential = vec![0; columns];
    let mut row_of: Vec<Option<usize>> = vec![None; columns];
    let mut distance = vec![FAR; columns];
    let mut came_from: Vec<Option<usize>> = vec![None; columns];
    let mut done = vec![false; columns];
    for new_row in 0..rows {
        distance.fill(FAR);
        came_from.fill(None);
        done.fill(false);
        let (mut row, mut at): (usize, Option<usize>) = (new_row, None);
        let last = loop {
            if let Some(column) = at {
                done[column] = true;
            }
            let (mut nearest, mut delta) = (None, FAR);
            for column in (0..columns).filter(|column| !done[*column]) {
                let reduced =
                    price[row * columns + column] - row_potential[row] - column_potential[column];
                if reduced < distance[column] {
                    distance[column] = reduced;
                    came_from[column] = at;
                }
                if distance[column] < delta {
                    delta = distance[column];
                    nearest = Some(column);
                }
            }
            let column = nearest.expect("every row can be left empty in a column of its own");
            row_potential[new_row] += delta;
            for other in 0..columns {
                if done[other] {
                    if let Some(held) = row_of[other] {
                        row_potential[held] += delta;
                    }
                    column_potential[other] -= delta;
                } else {
                    distance[other] -= delta;
                }
            }
            match row_of[column] {
                None => break column,
                Some(holder) => {
                    row = holder;
                    at = Some(column);
                }
            }
        };
        let mut column = last;
        loop {
            match came_from[column] {
                Some(previous) => {
                    row_of[column] = row_of[previous];
                    column = previous;
                }
                None => {
                    row_of[column] = Some(new_row);
                    break;
                }
            }
        }
    }
    row_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_trying_all(price: &[Cost], rows: usize, columns: usize, row: usize, used: u32) -> Cost {
        if row == rows {
            return 0;
        }
        (0..columns)
            .filter(|column| used & (1 << column) == 0)
            .map(|column| {
                price[row * columns + column]
                    + by_trying_all(price, rows, columns, row + 1, used | (1 << column))
            })
            .min()
            .unwrap_or(1 << 60)
    }

    proptest! {
        #[test]
        fn the_assignment_is_as_cheap_as_the_best_of_all(
            rows in 1usize..5, extra in 0usize..3, seed in proptest::collection::vec(-20i128..20, 49)
        ) {
            let columns = rows + extra;
            let price = &seed[..rows * columns];
            let given = hungarian(price, rows, columns);
            let mut taken: Vec<usize> = given.iter().flatten().copied().collect();
            let total: Cost = given.iter().enumerate()
                .filter_map(|(column, row)| row.map(|row| price[row * columns + column])).sum();
            taken.sort_unstable();
            prop_assert_eq!(taken, (0..rows).collect::<Vec<_>>());
            prop_assert_eq!(total, by_trying_all(price, rows, columns, 0, 0));
        }
    }
}
