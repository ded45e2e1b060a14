//! Readings as sets of time, so that two of them can be held against each other.

use quorate::model::feed::{BusyKind, EventHash, FeedReading};
use quorate::time::{Interval, IntervalSet};
use std::collections::BTreeMap;

/// What a reading says of time: taken time by kind and UID, doubts by reason, days marked free.
#[derive(PartialEq, Eq, Debug)]
pub struct Said {
    pub taken: BTreeMap<(BusyKind, EventHash), IntervalSet>,
    pub doubts: BTreeMap<&'static str, IntervalSet>,
    pub free_days: IntervalSet,
}

/// What these readings say together.
pub fn said<'r>(readings: impl IntoIterator<Item = &'r FeedReading>) -> Said {
    let mut taken: BTreeMap<_, Vec<Interval>> = BTreeMap::new();
    let mut doubts: BTreeMap<_, Vec<Interval>> = BTreeMap::new();
    let mut free_days = Vec::new();
    for reading in readings {
        for period in &reading.periods {
            let of = taken.entry((period.kind, period.uid)).or_default();
            of.push(period.interval);
        }
        for doubt in &reading.doubts {
            let of = doubts.entry(doubt.reason.code()).or_default();
            of.push(doubt.interval);
        }
        free_days.extend(reading.free_days.iter().copied());
    }
    fn set<K: Ord>((key, parts): (K, Vec<Interval>)) -> (K, IntervalSet) {
        (key, parts.into_iter().collect())
    }
    Said {
        taken: taken.into_iter().map(set).collect(),
        doubts: doubts.into_iter().map(set).collect(),
        free_days: free_days.into_iter().collect(),
    }
}
