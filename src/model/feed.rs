//! What reading a feed yields.

use crate::time::{Instant, Interval};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum BusyKind {
    Tentative,
    Busy,
    Away,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventHash(pub u128);
impl std::fmt::Debug for EventHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EventHash(..)")
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct BusyPeriod {
    pub interval: Interval,
    pub kind: BusyKind,
    pub event: EventHash,
    pub uid: EventHash,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Doubt {
    pub interval: Interval,
}
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FeedReading {
    pub periods: Vec<BusyPeriod>,
    pub doubts: Vec<Doubt>,
    pub free_days: Vec<Interval>,
    pub freebusy_end: Option<Instant>,
    pub last_fixed: Option<Instant>,
}
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FeedRefusal {
    Empty,
}
