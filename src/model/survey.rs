//! What a search knows beyond the slots that it lists: how good every start is, and how everybody stands at every time.

use super::people::VenueId;
use crate::time::{Instant, Interval};

/// How somebody stands for one meeting: what a timeline says, with the time that is kept clear around other things counted in.
///
/// Why somebody is not available is not told: busy, away, outside their hours and in another of our meetings read alike.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stand {
    Free,
    /// By their own pattern only.
    Expected,
    Tentative,
    Unknown,
    NotAvailable,
}

impl Stand {
    /// In the order of a legend.
    pub const ALL: [Stand; 5] = [
        Stand::Free,
        Stand::Tentative,
        Stand::Expected,
        Stand::Unknown,
        Stand::NotAvailable,
    ];
}

/// One stretch of somebody's time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StandSpan {
    pub interval: Interval,
    pub stand: Stand,
}

/// A start at which the meeting can be quorate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chance {
    pub start: Instant,
    /// After the limit.
    pub late: bool,
    /// Who must say yes: 0 where what is known suffices.
    pub confirmations: u32,
}

/// The whole field of a search.
#[derive(Clone, PartialEq, Debug)]
pub struct Survey {
    /// In the order of time.
    pub chances: Vec<Chance>,
    /// By [`MemberId`](super::MemberId): stretches in order that leave no gap in what is known of them.
    pub members: Vec<Vec<StandSpan>>,
    /// Of the venues that would fit, and of those that parts name.
    pub venues: Vec<(VenueId, Vec<StandSpan>)>,
}
