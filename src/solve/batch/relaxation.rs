//! What is left of a batch when every meeting may be placed as if it were alone: the raw material of bounds.

use crate::model::{PlanLevel, PlanValue};
use crate::time::Instant;

/// A batch in which only the capacities of people and venues tie the meetings together; buffers, travel, links and limits are left out,
/// so that every plan of the batch is a plan here too.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Relaxation {
    pub meetings: Vec<RelaxedMeeting>,
    /// How many meetings each resource (contact or venue) takes at once.
    pub capacity: Vec<u32>,
    /// The order of the levels in every value.
    pub order: Vec<PlanLevel>,
}

/// One meeting as if it were alone.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RelaxedMeeting {
    /// Every start that is quorate or quorate-if in some venue, in order.
    pub starts: Vec<Instant>,
    /// For each start a value that no way to hold the meeting there is better than, at any level.
    pub best: Vec<PlanValue>,
    /// What it counts without a place.
    pub empty: PlanValue,
    pub seats: Vec<RelaxedSeat>,
    /// Venues of which one is needed; empty = none.
    pub venues: Vec<RelaxedVenue>,
    /// When the venue is taken, in seconds from the start.
    pub venue_pieces: Vec<(i64, i64)>,
}

/// A seat and who could be in it when.
#[derive(Clone, PartialEq, Debug)]
pub struct RelaxedSeat {
    /// [`PlanLevel::Required`] or [`PlanLevel::Wanted`].
    pub level: PlanLevel,
    pub places: u32,
    /// Of one place, in hundredths: what an empty one counts.
    pub weight: i64,
    /// When its people are needed, in seconds from the start.
    pub pieces: Vec<(i64, i64)>,
    /// A share of the time is enough: then presence frees nobody's time for certain.
    pub partial: bool,
    /// Each candidate's resource and, a bit a start, whether they are sure to be there when nothing of the batch takes them.
    pub candidates: Vec<(u32, Vec<u64>)>,
}

/// A venue and when it is to be had.
#[derive(Clone, PartialEq, Debug)]
pub struct RelaxedVenue {
    pub resource: u32,
    /// A bit a start.
    pub free: Vec<u64>,
}
