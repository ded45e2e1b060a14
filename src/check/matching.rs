//! Matchings for the checker: how many places can be filled at once, and the cheapest way of seating people.
//!
//! Written for proof, not for speed: the augmenting path of textbooks and the Hungarian method with potentials.

/// How many of the left sides, each with the right sides that it may take, can have one of their own at once.
pub(super) fn pairs_up(left: &[Vec<u32>]) -> usize {
    pairs(left).into_iter().flatten().count()
}

/// As many pairs as there can be: of each left side the right one that it has.
pub(super) fn pairs(left: &[Vec<u32>]) -> Vec<Option<u32>> {
    let mut taken_by: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    for root in 0..left.len() {
        // Breadth first over alternating paths; `reached` remembers from which left side a right one was seen.
        let mut reached: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
        let mut queue = std::collections::VecDeque::from([root]);
        let mut free = None;
        'path: while let Some(at) = queue.pop_front() {
            for right in &left[at] {
                if reached.contains_key(right) {
                    continue;
                }
                reached.insert(*right, at);
                match taken_by.get(right) {
                    Some(owner) => queue.push_back(*owner),
                    None => {
                        free = Some(*right);
                        break 'path;
                    }
                }
            }
        }
        let Some(mut right) = free else { continue };
        while let Some(from) = reached.get(&right).copied() {
            let before = taken_by
                .iter()
                .find(|(_, owner)| **owner == from)
                .map(|(right, _)| *right);
            if let Some(before) = before {
                taken_by.remove(&before);
            }
            taken_by.insert(right, from);
            match before {
                Some(before) => right = before,
                None => break,
            }
        }
    }
    let mut pairs = vec![None; left.len()];
    for (right, owner) in taken_by {
        pairs[owner] = Some(right);
    }
    pairs
}

/// The cheapest way to give every row a column of its own: for each row its column. Needs no fewer columns than rows.
/// `None` in `cost` = not allowed; the answer is `None` where some row cannot be served.
pub(super) fn cheapest(cost: &[Vec<Option<i128>>]) -> Option<Vec<usize>> {
    let columns = cost.first().map_or(0, Vec::len);
    // Potentials keep every reduced cost at or above zero; columns are numbered from 1, 0 is the row being placed.
    let mut row_potential = vec![0i128; cost.len() + 1];
    let mut column_potential = vec![0i128; columns + 1];
    let mut row_of: Vec<usize> = vec![0; columns + 1];
    for row in 1..=cost.len() {
        row_of[0] = row;
        let mut column = 0;
        let mut least: Vec<Option<i128>> = vec![None; columns + 1];
        let mut via = vec![0; columns + 1];
        let mut done = vec![false; columns + 1];
        while row_of[column] != 0 {
            done[column] = true;
            let at = row_of[column];
            let mut step: Option<(i128, usize)> = None;
            for other in 1..=columns {
                if done[other] {
                    continue;
                }
                if let Some(direct) = cost[at - 1][other - 1] {
                    let reduced = direct - row_potential[at] - column_potential[other];
                    if least[other].is_none_or(|known| reduced < known) {
                        least[other] = Some(reduced);
                        via[other] = column;
                    }
                }
                if let Some(reached) = least[other]
                    && step.is_none_or(|(known, _)| reached < known)
                {
                    step = Some((reached, other));
                }
            }
            let (delta, to) = step?;
            for other in 0..=columns {
                if done[other] {
                    row_potential[row_of[other]] += delta;
                    column_potential[other] -= delta;
                } else if let Some(reached) = &mut least[other] {
                    *reached -= delta;
                }
            }
            column = to;
        }
        while column != 0 {
            let before = via[column];
            row_of[column] = row_of[before];
            column = before;
        }
    }
    let mut column_of = vec![0; cost.len()];
    for (column, row) in row_of.iter().enumerate().skip(1) {
        if *row != 0 {
            column_of[*row - 1] = column - 1;
        }
    }
    Some(column_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(state: &mut u64) -> u64 {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        *state >> 33
    }

    /// All ways of giving rows columns of their own, or none where `may_skip`.
    fn ways(rows: usize, columns: usize, may_skip: bool) -> Vec<Vec<Option<usize>>> {
        let mut all: Vec<Vec<Option<usize>>> = vec![Vec::new()];
        for _ in 0..rows {
            all = all
                .into_iter()
                .flat_map(|way| {
                    let skip = may_skip.then(|| [way.clone(), vec![None]].concat());
                    let taken = way.clone();
                    (0..columns)
                        .filter(move |column| !taken.contains(&Some(*column)))
                        .map(move |column| [way.clone(), vec![Some(column)]].concat())
                        .chain(skip)
                })
                .collect();
        }
        all
    }

    #[test]
    fn as_many_pairs_as_the_best_of_all_ways() {
        let mut state = 7;
        for _ in 0..300 {
            let left: Vec<Vec<u32>> = (0..next(&mut state) % 5)
                .map(|_| {
                    (0..4)
                        .filter(|_| next(&mut state).is_multiple_of(3))
                        .collect()
                })
                .collect();
            let best = ways(left.len(), 4, true)
                .iter()
                .filter(|way| {
                    way.iter()
                        .zip(&left)
                        .all(|(pick, may)| pick.is_none_or(|pick| may.contains(&(pick as u32))))
                })
                .map(|way| way.iter().flatten().count())
                .max();
            assert_eq!(Some(pairs_up(&left)), best, "{left:?}");
        }
    }

    #[test]
    fn as_cheap_as_the_best_of_all_ways() {
        let mut state = 11;
        for _ in 0..300 {
            let rows = (next(&mut state) % 4) as usize;
            let cost: Vec<Vec<Option<i128>>> = (0..rows)
                .map(|_| {
                    (0..5)
                        .map(|_| {
                            let cost = i128::from(next(&mut state) % 20) - 5;
                            (!next(&mut state).is_multiple_of(4)).then_some(cost)
                        })
                        .collect()
                })
                .collect();
            let sum = |way: &[usize]| -> Option<i128> {
                let each = way.iter().zip(&cost);
                each.map(|(column, costs)| costs[*column]).sum()
            };
            let best = ways(rows, 5, false)
                .iter()
                .filter_map(|way| sum(&way.iter().flatten().copied().collect::<Vec<_>>()))
                .min();
            let ours = cheapest(&cost).map(|way| sum(&way).expect("only allowed columns"));
            assert_eq!(ours, best, "{cost:?}");
        }
    }
}
