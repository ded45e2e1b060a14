//! A plan: where each meeting of a batch stands, why the others stand nowhere, and how good the whole is.

use super::people::{ContactId, VenueId};
use super::policy::RankLevel;
use super::slot::{Clash, Slot};
use crate::time::Instant;
use chrono::NaiveDate;

/// The levels of the objective of a plan. All are counts or sums over its meetings, smaller is better; a plan is better than another
/// where the first level at which they differ is smaller.
///
/// A meeting that is not placed counts 1 at the first three levels and at [`Margin`](PlanLevel::Margin), all its weight at
/// [`Required`](PlanLevel::Required) and [`Wanted`](PlanLevel::Wanted), at [`Disruption`](PlanLevel::Disruption) all who were told,
/// and nothing at the others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PlanLevel {
    /// Meetings that are not placed inside their limit: late or not at all.
    InTime,
    /// Meetings that are not placed.
    Placed,
    /// Meetings that are not quorate on known answers.
    Quorate,
    /// Sum of the sizes of the smallest sets of confirmations.
    Confirmations,
    /// As [`RankLevel::Margin`], one a meeting.
    Margin,
    /// Weight of required places that stay empty among those who are sure to come, in hundredths: a place of weight 1 that is
    /// empty counts 100, one that is filled for 60 per cent of its time counts 40.
    Required,
    /// The same of expected (3) and preferred (1) places.
    Wanted,
    /// Ranks of the deputies who were taken, and 1 for each change of a person who had better stay through a chain.
    Deputies,
    /// Tentative people (2 each) and people by their pattern alone (1 each).
    Reliance,
    /// People whose single loss ends the quorum of a meeting.
    Fragility,
    /// People who were told of a published meeting and have to be told anew: of one whose start or venue changes, everybody who was
    /// told; of one that stays, those who are no longer needed. Whoever is asked for the first time is not disturbed.
    Disruption,
    /// Of everybody in a seat that we choose (a pool): the square of the meetings they have with this plan, less the square of those
    /// they had before. Fair where it is small.
    Load,
    /// Minutes of travel.
    Travel,
    /// Minutes inside times that are better avoided.
    Avoided,
    /// Whole days from the batch's `now` to the meetings.
    Earliness,
}

impl PlanLevel {
    pub const COUNT: usize = 15;

    pub const ALL: [PlanLevel; PlanLevel::COUNT] = [
        PlanLevel::InTime,
        PlanLevel::Placed,
        PlanLevel::Quorate,
        PlanLevel::Confirmations,
        PlanLevel::Margin,
        PlanLevel::Required,
        PlanLevel::Wanted,
        PlanLevel::Deputies,
        PlanLevel::Reliance,
        PlanLevel::Fragility,
        PlanLevel::Disruption,
        PlanLevel::Load,
        PlanLevel::Travel,
        PlanLevel::Avoided,
        PlanLevel::Earliness,
    ];

    /// The order that an authority's policy asks for. Where a published plan is changed (`replanned`) and the authority has stated no
    /// order of its own, nobody is told anew for less than a place for a meeting, or one in time.
    pub fn order(policy: &super::Policy, replanned: bool) -> [PlanLevel; PlanLevel::COUNT] {
        let mut order = PlanLevel::ALL;
        for (place, level) in order[4..].iter_mut().zip(policy.order) {
            *place = PlanLevel::of(level);
        }
        if replanned && !policy.order_is_stated {
            let from = order.iter().position(|l| *l == PlanLevel::Disruption);
            if let Some(from) = from {
                order[2..=from].rotate_right(1);
            }
        }
        order
    }

    /// The level of a plan that adds up this one of slots.
    pub fn of(level: RankLevel) -> PlanLevel {
        match level {
            RankLevel::Margin => PlanLevel::Margin,
            RankLevel::Required => PlanLevel::Required,
            RankLevel::Wanted => PlanLevel::Wanted,
            RankLevel::Deputies => PlanLevel::Deputies,
            RankLevel::Reliance => PlanLevel::Reliance,
            RankLevel::Fragility => PlanLevel::Fragility,
            RankLevel::Disruption => PlanLevel::Disruption,
            RankLevel::Load => PlanLevel::Load,
            RankLevel::Travel => PlanLevel::Travel,
            RankLevel::Avoided => PlanLevel::Avoided,
        }
    }

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            PlanLevel::InTime => "in-time",
            PlanLevel::Placed => "placed",
            PlanLevel::Quorate => "quorate",
            PlanLevel::Confirmations => "confirmations",
            PlanLevel::Margin => "margin",
            PlanLevel::Required => "required",
            PlanLevel::Wanted => "wanted",
            PlanLevel::Deputies => "deputies",
            PlanLevel::Reliance => "reliance",
            PlanLevel::Fragility => "fragility",
            PlanLevel::Disruption => "disruption",
            PlanLevel::Load => "load",
            PlanLevel::Travel => "travel",
            PlanLevel::Avoided => "avoided",
            PlanLevel::Earliness => "earliness",
        }
    }
}

/// The values of all levels in the order of the batch, most important first. Compares as plans do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct PlanValue(pub [i64; PlanLevel::COUNT]);

impl std::ops::Add for PlanValue {
    type Output = PlanValue;

    fn add(mut self, other: PlanValue) -> PlanValue {
        self += other;
        self
    }
}

impl std::ops::AddAssign for PlanValue {
    fn add_assign(&mut self, other: PlanValue) {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            *own += other;
        }
    }
}

impl std::ops::Sub for PlanValue {
    type Output = PlanValue;

    fn sub(mut self, other: PlanValue) -> PlanValue {
        self -= other;
        self
    }
}

impl std::ops::SubAssign for PlanValue {
    fn sub_assign(&mut self, other: PlanValue) {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            *own -= other;
        }
    }
}

/// One level of a finished plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LevelValue {
    pub level: PlanLevel,
    pub value: i64,
    /// No plan can have a smaller value that is nowhere worse at the levels above, in any group of meetings that share people. `None` =
    /// nothing is proved.
    pub bound: Option<i64>,
    /// What the value is a part of, where that means something: meetings, or the weight of all places.
    pub of: Option<i64>,
}

/// Where one meeting stands. The slot is as `find` would tell it with all other meetings of the plan taken; its people are the
/// plan's choice. Of its score, `levels` are those of the meeting alone.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    /// Index into [`Batch::meetings`](super::Batch::meetings).
    pub meeting: usize,
    pub slot: Slot,
}

/// A meeting without a place.
#[derive(Clone, PartialEq, Debug)]
pub struct Unplaced {
    pub meeting: usize,
    pub reason: UnplacedReason,
}

/// Why a meeting has no place, with the facts, and what would give it one.
#[derive(Clone, PartialEq, Debug)]
pub enum UnplacedReason {
    /// No start would be quorate even if there were no other meeting in the batch.
    Alone(Clash),
    /// There are such starts, and other meetings of the plan take what all of them need.
    Crowded {
        /// Starts that are quorate or quorate-if as long as it is alone.
        starts: u64,
        /// Whose time is taken, those first without whom most starts fall.
        people: Vec<ContactId>,
        venues: Vec<VenueId>,
        /// Meetings (indices) that stand in the way at the start where fewest do, and that start: moving them would make room.
        moving: Vec<usize>,
        at: Option<Instant>,
    },
    /// The meeting that it follows has no place.
    Follows { before: usize },
    /// No day on which the earlier meeting stands, or could stand, leaves a day for this one.
    Gap {
        before: usize,
        rule: String,
        first: Option<NaiveDate>,
        last: Option<NaiveDate>,
    },
    /// Somebody has as many meetings as they take on.
    Full { contacts: Vec<ContactId> },
}

impl UnplacedReason {
    /// The code in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            UnplacedReason::Alone(_) => "no-slot",
            UnplacedReason::Crowded { .. } => "crowded",
            UnplacedReason::Follows { .. } => "follows-unplaced",
            UnplacedReason::Gap { .. } => "gap",
            UnplacedReason::Full { .. } => "limit-of-load",
        }
    }
}

/// How much is known of how good a plan is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Proof {
    /// Every level equals its bound: no plan is better.
    Optimal,
    /// The first level that is not proved equal to its bound is off by at most this, in its own unit.
    Gap { level: PlanLevel, most: i64 },
    /// Nothing was proved.
    Feasible,
}

/// Why the search ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stopped {
    /// It is proved that nothing is better.
    Proved,
    /// The steps of the chosen effort were done.
    Steps,
    /// The time limit that was asked for had passed; another run may give another plan.
    TimeLimit,
    /// Somebody interrupted it; the plan is the best so far.
    Interrupted,
}

impl Stopped {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Stopped::Proved => "proved",
            Stopped::Steps => "steps",
            Stopped::TimeLimit => "time-limit",
            Stopped::Interrupted => "interrupted",
        }
    }
}

/// The answer to a batch. Each meeting stands exactly once in [`placed`](Self::placed) or [`unplaced`](Self::unplaced), both in
/// the order of the batch.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    pub placed: Vec<Placed>,
    pub unplaced: Vec<Unplaced>,
    /// Most important first.
    pub levels: Vec<LevelValue>,
    pub proof: Proof,
    pub stopped: Stopped,
    /// Meetings taken out and put back anew during the search.
    pub steps: u64,
}
