//! From what is known of one way to hold a meeting to its value in the order of the batch.

use super::core::Core;
use super::ground::{Ground, Terrain};
use super::value::place_of;
use crate::model::{Batch, PlanLevel, PlanValue, State};
use std::collections::BTreeMap;

/// Where each level stands in the values of a batch.
pub(super) struct Levels<'a> {
    pub batch: &'a Batch,
    place: BTreeMap<PlanLevel, usize>,
    weights: [i64; PlanLevel::COUNT],
}

/// One way to hold a meeting, as it is weighed.
pub(super) struct Way<'w, 'a> {
    pub ground: &'w Ground<'a>,
    pub terrain: &'w Terrain,
    pub start: usize,
    pub core: &'w Core,
    pub venue: Option<usize>,
    /// Venues that have to be asked.
    pub asks: u32,
    /// A chain makes it late.
    pub late: bool,
    /// People who had better stay through a chain and cannot.
    pub changes: i64,
    /// Who has to be told anew, where that is known better than from the core's people.
    pub disturbed: Option<i64>,
}

impl<'w, 'a> Way<'w, 'a> {
    /// Nothing beside the meeting itself.
    pub fn new(
        ground: &'w Ground<'a>,
        terrain: &'w Terrain,
        start: usize,
        core: &'w Core,
        (venue, asks): (Option<usize>, u32),
    ) -> Way<'w, 'a> {
        Way {
            ground,
            terrain,
            start,
            core,
            venue,
            asks,
            late: false,
            changes: 0,
            disturbed: None,
        }
    }
}

/// What one unit counts by its place in the order: each level outweighs what a change can ordinarily bring at those behind it.
const WEIGHTS: [i64; PlanLevel::COUNT] = [
    1 << 50,
    1 << 49,
    1 << 44,
    1 << 40,
    1 << 36,
    1 << 31,
    1 << 27,
    1 << 24,
    1 << 21,
    1 << 18,
    1 << 15,
    1 << 9,
    1 << 5,
    1 << 3,
    1,
];

impl<'a> Levels<'a> {
    pub fn new(batch: &'a Batch) -> Levels<'a> {
        let place = PlanLevel::ALL.map(|level| (level, place_of(batch, level)));
        Levels {
            batch,
            place: place.into_iter().collect(),
            weights: std::array::from_fn(|at| match batch.order[at] {
                PlanLevel::Required | PlanLevel::Wanted => (WEIGHTS[at] / 100).max(1),
                _ => WEIGHTS[at],
            }),
        }
    }

    /// Whether those who were told come again before seats are filled better.
    pub fn keeps_people(&self) -> bool {
        use PlanLevel::{Deputies, Reliance, Required, Wanted};
        let told = self.place(PlanLevel::Disruption);
        let behind = [Required, Wanted, Deputies, Reliance];
        behind.iter().all(|level| told < self.place(*level))
    }

    pub fn place(&self, level: PlanLevel) -> usize {
        self.place[&level]
    }

    /// A difference of values as one number.
    pub fn energy(&self, difference: PlanValue) -> i64 {
        let levels = difference.0.iter().zip(self.weights);
        levels.fold(0i64, |sum, (level, weight)| {
            sum.saturating_add(level.saturating_mul(weight))
        })
    }

    /// The same, of what is worth mending: how early a meeting is, who bears the load and what its chain asks hurt nobody by themselves.
    pub fn pain(&self, mut difference: PlanValue) -> i64 {
        for level in [PlanLevel::Load, PlanLevel::Earliness] {
            difference.0[self.place(level)] = 0;
        }
        self.energy(difference)
    }

    /// What a way to hold a meeting counts, without load.
    pub fn value(&self, way: &Way) -> PlanValue {
        PlanValue(self.batch.order.map(|level| self.level(level, way)))
    }

    /// The same where it is better than the best so far; mostly the first few levels tell that it is not.
    pub fn if_better(&self, way: &Way, best: Option<&PlanValue>) -> Option<PlanValue> {
        let Some(best) = best else {
            return Some(self.value(way));
        };
        let mut value = PlanValue::default();
        let mut decided = false;
        for (at, level) in self.batch.order.into_iter().enumerate() {
            let own = self.level(level, way);
            if !decided && own > best.0[at] {
                return None;
            }
            decided |= own < best.0[at];
            value.0[at] = own;
        }
        decided.then_some(value)
    }

    fn level(&self, level: PlanLevel, way: &Way) -> i64 {
        let core = way.core;
        let confirmations = || match core.state {
            State::Short => core.confirmations,
            _ => core.confirmations + way.asks,
        };
        match level {
            PlanLevel::InTime => i64::from(way.terrain.is_late || way.late),
            PlanLevel::Placed | PlanLevel::Load => 0,
            PlanLevel::Quorate => i64::from(confirmations() > 0),
            PlanLevel::Confirmations => i64::from(confirmations()),
            PlanLevel::Margin => i64::from(way.terrain.margin[way.start]),
            PlanLevel::Required => core.required,
            PlanLevel::Wanted => core.wanted,
            PlanLevel::Deputies => core.deputies + way.changes,
            PlanLevel::Reliance => core.reliance,
            PlanLevel::Fragility => core.fragility,
            PlanLevel::Disruption => way.disturbed.unwrap_or_else(|| {
                self.disruption(way.ground, way.terrain, way.start, &core.chosen, way.venue)
            }),
            PlanLevel::Travel => {
                let venues = &way.ground.problem().venues;
                i64::from(way.venue.map_or(0, |venue| venues[venue].travel_minutes))
            }
            PlanLevel::Avoided => i64::from(way.terrain.avoided[way.start]),
            PlanLevel::Earliness => {
                let start = way.terrain.starts[way.start];
                (start.0 - self.batch.now.0).max(0) / 86_400
            }
        }
    }

    /// People who have to be told something new, see [`PlanLevel::Disruption`].
    pub fn disruption(
        &self,
        ground: &Ground,
        terrain: &Terrain,
        start: usize,
        chosen: &[u16],
        venue: Option<usize>,
    ) -> i64 {
        let Some(published) = &ground.meeting.published else {
            return 0;
        };
        let come = |member: usize| {
            let mut flats = chosen.iter();
            flats.any(|flat| ground.layout.flats[usize::from(*flat)].member == member)
        };
        let told = &published.people;
        let stayed = told.iter().filter(|(_, member)| come(member.index()));
        let stayed = stayed.count();
        let venue = venue.map(|venue| ground.problem().venues[venue].venue);
        let same = published.start == terrain.starts[start] && published.venue == venue;
        let changed = match same {
            true => told.len() - stayed,
            false => told.len(),
        };
        changed as i64 + i64::from(published.others)
    }
}
