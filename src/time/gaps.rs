//! Counting days of a kind in a long row of days from which some are left out.
//!
//! Weekdays are numbered by arithmetic; holidays are gaps in the weekdays, closures are gaps in what then is left. Either
//! way the question is the same: how many are left before here, and which is the one with this number. Both are a binary
//! search in the sorted gaps.

/// Positions that are left out of a numbered row, counted once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Gaps {
    /// Ascending, none twice.
    positions: Vec<i64>,
}

impl Gaps {
    /// Of ascending positions, none twice.
    pub(super) fn new(positions: Vec<i64>) -> Gaps {
        debug_assert!(positions.is_sorted_by(|a, b| a < b));
        Gaps { positions }
    }

    pub(super) fn contains(&self, position: i64) -> bool {
        self.positions.binary_search(&position).is_ok()
    }

    /// How many positions before `position` are left out.
    pub(super) fn before(&self, position: i64) -> i64 {
        self.positions.partition_point(|gap| *gap < position) as i64
    }

    pub(super) fn count(&self) -> i64 {
        self.positions.len() as i64
    }

    /// The position of what has number `number` once the gaps are taken out; numbers are positions less the gaps before.
    pub(super) fn position(&self, number: i64) -> i64 {
        // The gap with `n` gaps before it stands where what is left has counted up to `gap - n`; that never decreases.
        let (mut low, mut high) = (0, self.positions.len());
        while low < high {
            let middle = (low + high) / 2;
            if self.positions[middle] - middle as i64 <= number {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        number + low as i64
    }
}
