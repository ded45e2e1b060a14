//! Half-open intervals and canonical sets of them: the algebra under every busy period.

use super::Instant;

/// A half-open, non-empty stretch of time: `start` belongs to it, `end` does not, so back-to-back meetings fit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Interval {
    start: Instant,
    end: Instant,
}

impl Interval {
    /// The interval from `start` up to but without `end`; `None` when that would be empty or reversed.
    pub fn new(start: Instant, end: Instant) -> Option<Interval> {
        (start < end).then_some(Interval { start, end })
    }

    /// Everything that can be told apart: [`Instant::MIN`] to [`Instant::MAX`].
    pub const ALL: Interval = Interval {
        start: Instant::MIN,
        end: Instant::MAX,
    };

    pub fn start(self) -> Instant {
        self.start
    }

    pub fn end(self) -> Instant {
        self.end
    }

    /// The 24 hours from `start` on (less at the very end of time).
    pub fn day_from(start: Instant) -> Interval {
        let start = start.min(Instant::MAX.plus(-1));
        let end = start.plus(86_400).min(Instant::MAX);
        Interval { start, end }
    }

    /// Length in seconds, at least 1.
    pub fn seconds(self) -> i64 {
        self.end.0 - self.start.0
    }

    pub fn contains(self, instant: Instant) -> bool {
        self.start <= instant && instant < self.end
    }

    /// Whether every instant of `other` lies in this interval.
    pub fn covers(self, other: Interval) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share an instant; touching ends do not.
    pub fn overlaps(self, other: Interval) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub fn intersect(self, other: Interval) -> Option<Interval> {
        Interval::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// This interval with `before` seconds put in front and `after` behind (neither negative).
    pub fn widened(self, before: i64, after: i64) -> Interval {
        debug_assert!(before >= 0 && after >= 0);
        Interval {
            start: self.start.plus(-before),
            end: self.end.plus(after),
        }
    }
}

/// A set of instants as sorted, disjoint, non-touching intervals. Equal sets are equal values.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct IntervalSet {
    parts: Vec<Interval>,
}

impl IntervalSet {
    pub const fn new() -> IntervalSet {
        IntervalSet { parts: Vec::new() }
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = Interval> + DoubleEndedIterator + '_ {
        self.parts.iter().copied()
    }

    pub fn as_slice(&self) -> &[Interval] {
        &self.parts
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// How many separate intervals the set has.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Sum of the lengths in seconds.
    pub fn seconds(&self) -> i64 {
        self.parts.iter().map(|part| part.seconds()).sum()
    }

    /// First interval that ends after `instant`: where a search at `instant` begins. An index into [`as_slice`](Self::as_slice).
    fn first_ending_after(&self, instant: Instant) -> usize {
        self.parts.partition_point(|part| part.end <= instant)
    }

    pub fn contains(&self, instant: Instant) -> bool {
        self.parts
            .get(self.first_ending_after(instant))
            .is_some_and(|part| part.start <= instant)
    }

    /// Whether every instant of `interval` is in the set.
    pub fn covers(&self, interval: Interval) -> bool {
        self.parts
            .get(self.first_ending_after(interval.start))
            .is_some_and(|part| part.covers(interval))
    }

    /// Whether some instant of `interval` is in the set.
    pub fn overlaps(&self, interval: Interval) -> bool {
        self.parts
            .get(self.first_ending_after(interval.start))
            .is_some_and(|part| part.overlaps(interval))
    }

    /// The members that share an instant with `interval`, whole, in order.
    pub fn overlapping(&self, interval: Interval) -> &[Interval] {
        let first = self.first_ending_after(interval.start);
        let rest = &self.parts[first..];
        &rest[..rest.partition_point(|part| part.start < interval.end)]
    }

    /// The part of the set inside `window`.
    pub fn clipped(&self, window: Interval) -> IntervalSet {
        IntervalSet {
            parts: self
                .overlapping(window)
                .iter()
                .filter_map(|part| part.intersect(window))
                .collect(),
        }
    }

    pub fn union(&self, other: &IntervalSet) -> IntervalSet {
        if other.is_empty() {
            return self.clone();
        }
        self.iter().chain(other.iter()).collect()
    }

    /// One linear merge: whichever interval ends first can meet nothing further on the other side.
    pub fn intersection(&self, other: &IntervalSet) -> IntervalSet {
        let (mut left, mut right) = (0, 0);
        let mut parts = Vec::new();
        while let (Some(a), Some(b)) = (self.parts.get(left), other.parts.get(right)) {
            parts.extend(a.intersect(*b));
            if a.end <= b.end {
                left += 1;
            } else {
                right += 1;
            }
        }
        IntervalSet { parts }.check_invariants()
    }

    /// The instants of this set that are not in `other`.
    pub fn difference(&self, other: &IntervalSet) -> IntervalSet {
        let mut parts = Vec::new();
        for part in &self.parts {
            let mut from = part.start;
            for hole in other.overlapping(*part) {
                parts.extend(Interval::new(from, hole.start));
                from = hole.end;
            }
            parts.extend(Interval::new(from, part.end));
        }
        IntervalSet { parts }.check_invariants()
    }

    /// The instants of `window` that are not in this set.
    pub fn complement_in(&self, window: Interval) -> IntervalSet {
        IntervalSet::from(window).difference(self)
    }

    /// Every member widened by `before` and `after` seconds, joined where they then meet.
    pub fn widened(&self, before: i64, after: i64) -> IntervalSet {
        self.iter()
            .map(|part| part.widened(before, after))
            .collect()
    }

    fn check_invariants(self) -> IntervalSet {
        debug_assert!(
            self.parts
                .windows(2)
                .all(|pair| pair[0].end < pair[1].start),
            "sorted, disjoint and not touching"
        );
        self
    }
}

impl From<Interval> for IntervalSet {
    fn from(interval: Interval) -> IntervalSet {
        IntervalSet {
            parts: vec![interval],
        }
    }
}

/// Sorts and joins; overlapping and touching intervals become one.
impl FromIterator<Interval> for IntervalSet {
    fn from_iter<I: IntoIterator<Item = Interval>>(intervals: I) -> IntervalSet {
        let mut sorted: Vec<Interval> = intervals.into_iter().collect();
        // What is collected mostly comes in a few sorted runs, which the stable sort merges in one pass.
        sorted.sort();
        let mut parts: Vec<Interval> = Vec::with_capacity(sorted.len());
        for next in sorted {
            match parts.last_mut() {
                Some(last) if next.start <= last.end => last.end = last.end.max(next.end),
                _ => parts.push(next),
            }
        }
        IntervalSet { parts }.check_invariants()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(pairs: &[(i64, i64)]) -> IntervalSet {
        pairs
            .iter()
            .filter_map(|&(a, b)| Interval::new(Instant(a), Instant(b)))
            .collect()
    }

    /// The same set as one flag a second: written to be read, used to check the algebra.
    fn flags(set: &IntervalSet) -> Vec<bool> {
        (0..64)
            .map(|s| set.iter().any(|part| part.contains(Instant(s))))
            .collect()
    }

    fn pairs() -> impl Strategy<Value = Vec<(i64, i64)>> {
        proptest::collection::vec((0i64..64, 0i64..64), 0..8)
    }

    #[test]
    fn touching_intervals_join_and_empty_ones_do_not_exist() {
        assert_eq!(set(&[(3, 5), (1, 3), (9, 9)]), set(&[(1, 5)]));
        assert_eq!(Interval::new(Instant(3), Instant(3)), None);
    }

    proptest! {
        #[test]
        fn the_algebra_agrees_with_a_flag_a_second(a in pairs(), b in pairs()) {
            let (a, b) = (set(&a), set(&b));
            let (fa, fb) = (flags(&a), flags(&b));
            let of = |f: &dyn Fn(bool, bool) -> bool| -> Vec<bool> {
                fa.iter().zip(&fb).map(|(x, y)| f(*x, *y)).collect()
            };
            prop_assert_eq!(flags(&a.union(&b)), of(&|x, y| x || y));
            prop_assert_eq!(flags(&a.intersection(&b)), of(&|x, y| x && y));
            prop_assert_eq!(flags(&a.difference(&b)), of(&|x, y| x && !y));
            for part in b.iter() {
                let inside = &fa[part.start().0 as usize..part.end().0 as usize];
                prop_assert_eq!(a.covers(part), inside.iter().all(|f| *f));
                prop_assert_eq!(a.overlaps(part), inside.iter().any(|f| *f));
                prop_assert_eq!(a.clipped(part), a.intersection(&IntervalSet::from(part)));
            }
        }
    }
}
