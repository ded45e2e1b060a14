//! Counts, shares, buckets and quartiles of days, by meetings and by children.
//!
//! Whole numbers only. A quartile is the smallest number of days within which at least that share was held (nearest rank), so that
//! it is always a number of days that occurred.

/// The last number of working days of each official bucket but the last, which is open (Department for Education, characteristics
/// of children in need, table C4).
pub const BUCKET_ENDS: [u32; 3] = [10, 15, 20];

/// How many meetings, and how many children they were about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Count {
    pub meetings: u64,
    pub children: u64,
}

impl Count {
    pub fn add(&mut self, children: u32) {
        self.meetings += 1;
        self.children += u64::from(children);
    }

    pub fn and(self, other: Count) -> Count {
        Count {
            meetings: self.meetings + other.meetings,
            children: self.children + other.children,
        }
    }

    /// Shares of `all`, by meetings and by children.
    pub fn of(self, all: Count) -> (Share, Share) {
        (
            Share::of(self.meetings, all.meetings),
            Share::of(self.children, all.children),
        )
    }
}

/// A share in tenths of a per cent, rounded half up. `None` = of nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Share(pub Option<u32>);

impl Share {
    pub fn of(part: u64, all: u64) -> Share {
        let tenths = (part * 2_000 + all).checked_div(all * 2);
        Share(tenths.and_then(|tenths| u32::try_from(tenths).ok()))
    }
}

/// Working days from one clock's start to the meeting, of many meetings.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Days {
    /// Days, and the children of the meeting.
    held: Vec<(u32, u32)>,
}

impl Days {
    pub fn add(&mut self, days: u32, children: u32) {
        self.held.push((days, children));
    }

    pub fn all(&self) -> Count {
        let mut count = Count::default();
        self.held
            .iter()
            .for_each(|(_, children)| count.add(*children));
        count
    }

    /// One count a bucket, in the order of [`BUCKET_ENDS`], the open one last.
    pub fn buckets(&self) -> [Count; BUCKET_ENDS.len() + 1] {
        let mut counts = [Count::default(); BUCKET_ENDS.len() + 1];
        for (days, children) in &self.held {
            let bucket = BUCKET_ENDS.partition_point(|end| end < days);
            counts[bucket].add(*children);
        }
        counts
    }

    /// Lower quartile, median and upper quartile, where each meeting counts as often as `weight` says. `None` = of nothing.
    pub fn quartiles(&self, weight: impl Fn(u32) -> u64) -> Option<[u32; 3]> {
        let mut sorted = self.held.clone();
        sorted.sort_unstable();
        let all: u64 = sorted.iter().map(|(_, children)| weight(*children)).sum();
        let within = |quarter: u64| {
            let mut so_far = 0;
            sorted.iter().find_map(|(days, children)| {
                so_far += weight(*children);
                (so_far * 4 >= all * quarter && so_far > 0).then_some(*days)
            })
        };
        Some([within(1)?, within(2)?, within(3)?])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(list: &[(u32, u32)]) -> Days {
        let mut days = Days::default();
        list.iter()
            .for_each(|(n, children)| days.add(*n, *children));
        days
    }

    #[test]
    fn every_end_of_a_bucket_belongs_to_it() {
        let days = days(&[
            (0, 1),
            (10, 2),
            (11, 1),
            (15, 3),
            (16, 1),
            (20, 1),
            (21, 4),
            (90, 1),
        ]);
        let counts = days.buckets().map(|count| (count.meetings, count.children));
        assert_eq!(counts, [(2, 3), (2, 4), (2, 2), (2, 5)]);
    }

    #[test]
    fn quartiles_are_days_that_occurred() {
        let seven = days(&[(9, 1), (12, 1), (13, 1), (14, 1), (15, 1), (15, 1), (22, 1)]);
        assert_eq!(seven.quartiles(|_| 1), Some([12, 14, 15]));
        // Three children in the one that took longest move all three figures.
        let weighted = days(&[(10, 1), (20, 3)]);
        assert_eq!(weighted.quartiles(|_| 1), Some([10, 10, 20]));
        assert_eq!(weighted.quartiles(u64::from), Some([10, 20, 20]));
        assert_eq!(days(&[]).quartiles(|_| 1), None);
        assert_eq!(days(&[(3, 1)]).quartiles(|_| 1), Some([3, 3, 3]));
    }

    #[test]
    fn shares_are_rounded_half_up_to_a_tenth() {
        // England 2025: 58,670 of 72,090 children is published as 81.4 %.
        assert_eq!(Share::of(58_670, 72_090), Share(Some(814)));
        assert_eq!(Share::of(1, 2_000), Share(Some(1)));
        assert_eq!(Share::of(1, 2_001), Share(Some(0)));
        assert_eq!(Share::of(7, 7), Share(Some(1_000)));
        assert_eq!(Share::of(0, 0), Share(None));
    }
}
