//! What an authority may set: how presence is counted and in which order the objective is weighed.

use super::people::Buffer;

/// What a tentative entry in a diary means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TentativePolicy {
    /// Not available.
    Busy,
    /// Present, at a price.
    #[default]
    Soft,
    /// As good as free.
    Free,
}

/// What "agencies" are told apart by when a quorum counts them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CountBy {
    #[default]
    Agencies,
    Kinds,
    Groups,
}

/// The levels of the objective behind the limit and the state, which always come first. Smaller values are better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RankLevel {
    /// Slot lies outside the target margin: too near the limit, after the target, or before the usual notice.
    Margin,
    /// Weighted required places that stay empty.
    Required,
    /// Weighted expected (3) and preferred (1) places that stay empty.
    Wanted,
    /// How far down the lists of deputies one had to go.
    Deputies,
    /// People present only tentatively (2 each) or by their pattern alone (1 each).
    Reliance,
    /// People whose single loss ends the quorum.
    Fragility,
    /// People already told another time.
    Disruption,
    /// Meetings already given to the pool members chosen.
    Load,
    /// Minutes of travel, minutes inside times to be avoided.
    Travel,
    Avoided,
}

impl RankLevel {
    pub const COUNT: usize = 10;
    /// The default order, most important first (see `architecture.md`, Objective).
    pub const DEFAULT_ORDER: [RankLevel; RankLevel::COUNT] = [
        RankLevel::Margin,
        RankLevel::Required,
        RankLevel::Wanted,
        RankLevel::Deputies,
        RankLevel::Reliance,
        RankLevel::Fragility,
        RankLevel::Disruption,
        RankLevel::Load,
        RankLevel::Travel,
        RankLevel::Avoided,
    ];
}

#[derive(Clone, PartialEq, Debug)]
pub struct Policy {
    pub tentative: TentativePolicy,
    /// Expected seats are part of the default quorum.
    pub expected_is_required: bool,
    pub count_by: CountBy,
    /// The authority wrote `count_by`: then groups in the quorum of a type are counted by it too.
    pub count_by_is_stated: bool,
    /// Levels 3 and on of the objective, each exactly once.
    pub order: [RankLevel; RankLevel::COUNT],
    /// The authority wrote the order itself.
    pub order_is_stated: bool,
    /// What every meeting needs around itself unless it says otherwise.
    pub buffer: Buffer,
    /// A slot should leave this many working days before the limit.
    pub target_margin_working_days: u32,
    /// The authority wrote the margin: then it holds of meetings of a known type too.
    pub margin_is_stated: bool,
    /// Published meetings that begin within this many working days stay as they are when a plan is made anew.
    pub freeze_working_days: u32,
    /// Arrangements count towards the load of a pool as many days before today, and all after it.
    pub load_window_days: u32,
    /// Local times of day that are better avoided, in minutes from midnight.
    pub avoid: Vec<super::LocalSpan>,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            tentative: TentativePolicy::default(),
            expected_is_required: false,
            count_by: CountBy::default(),
            count_by_is_stated: false,
            order: RankLevel::DEFAULT_ORDER,
            order_is_stated: false,
            freeze_working_days: 0,
            load_window_days: 365,
            buffer: Buffer::default(),
            target_margin_working_days: 0,
            margin_is_stated: false,
            avoid: Vec::new(),
        }
    }
}
