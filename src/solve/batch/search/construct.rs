//! The first plan: one meeting after the other, the hardest first.

use super::{Board, Random};

/// Puts every meeting without a place where it fits best at its turn: the hardest first, in the order of the board where they are
/// equally hard. Tells how many still have none.
pub fn construct<B: Board>(board: &mut B, random: &mut Random) -> usize {
    let mut order: Vec<usize> = (0..board.meetings())
        .filter(|m| !board.is_fixed(*m) && board.place(*m).is_none())
        .collect();
    order.sort_by_cached_key(|m| std::cmp::Reverse(board.hardness(*m)));
    order
        .into_iter()
        .filter(|meeting| !board.insert(*meeting, random))
        .count()
}
