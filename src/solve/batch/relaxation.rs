//! What is left of a batch when every meeting may be placed as if it were alone: the raw material of bounds.

use crate::model::{PlanLevel, PlanValue, Stretch};
use crate::time::Instant;
use std::collections::BTreeMap;

/// A batch in which the capacities of people and venues, limits of load and the distances of chains tie the meetings together; travel,
/// most of the buffers and who else sits where are left out, so that every plan of the batch is a plan here too.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Relaxation {
    pub meetings: Vec<RelaxedMeeting>,
    /// How many meetings each resource (contact or venue) takes at once.
    pub capacity: Vec<u32>,
    /// The order of the levels in every value.
    pub order: Vec<PlanLevel>,
    /// Meetings that each resource had before, as [`Batch::history`](crate::model::Batch::history); whoever is past the end had none.
    pub history: Vec<u32>,
    pub limits: Vec<RelaxedLimit>,
    pub chains: Vec<RelaxedChain>,
}

/// A limit of load, see [`LoadLimit`](crate::model::LoadLimit).
#[derive(Clone, PartialEq, Debug)]
pub struct RelaxedLimit {
    pub per: Stretch,
    pub most: u32,
    /// What is used from outside, by the first day of the stretch in days of the common era.
    pub used: BTreeMap<i32, u32>,
}

/// One meeting follows another at a distance; neither is there without the other.
#[derive(Clone, PartialEq, Debug)]
pub struct RelaxedChain {
    pub before: usize,
    pub after: usize,
    /// For each day of the earlier meeting (days of the common era) the first and last day of the later one, and the last on which it is
    /// still held, late. On other days the later one has no place.
    pub follow: BTreeMap<i32, (i32, i32, i32)>,
}

/// One meeting as if it were alone.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RelaxedMeeting {
    /// Every start that is quorate or quorate-if in some venue, in order.
    pub starts: Vec<Instant>,
    /// Local day of each start, in days of the common era.
    pub days: Vec<i32>,
    /// For each start a value that no way to hold the meeting there is better than, compared as plans are; at `InTime`, `Placed`,
    /// `Quorate`, `Confirmations`, `Margin`, `Disruption`, `Avoided` and `Earliness` none is better at that level by itself either.
    pub best: Values,
    /// What it counts without a place.
    pub empty: PlanValue,
    pub seats: Vec<RelaxedSeat>,
    /// Venues of which one is needed; empty = none.
    pub venues: Vec<RelaxedVenue>,
    /// When the venue is taken, in seconds from the start.
    pub venue_pieces: Vec<(i64, i64)>,
    /// Where the plan in question holds it: what is as good as that elsewhere is first asked for there. Bounds hold with any.
    pub held: Option<Held>,
}

/// Where a plan holds a meeting.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Held {
    /// The place of its start in [`RelaxedMeeting::starts`].
    pub start: usize,
    /// Whom and which venue it takes, ascending.
    pub resources: Vec<u32>,
    /// What it counts there, without load and chains.
    pub value: PlanValue,
}

/// A seat and who could be in it when.
#[derive(Clone, PartialEq, Debug)]
pub struct RelaxedSeat {
    /// [`PlanLevel::Required`] or [`PlanLevel::Wanted`].
    pub level: PlanLevel,
    pub places: u32,
    /// Of one place, in hundredths: what an empty one counts.
    pub weight: i64,
    /// Places that must be filled by people who are sure to come, or the meeting is not quorate on known answers, whoever else is
    /// there. 0 where that cannot be said.
    pub needed: u32,
    /// Places that must be filled by people who could at least be asked, or the meeting is not held at all. 0 where that cannot be said.
    pub held: u32,
    /// Its people are chosen by us, so that they count for [`PlanLevel::Load`].
    pub pool: bool,
    /// When its people are needed, in seconds from the start. May be longer at the end by the least gap that every two meetings
    /// of the batch must keep at one person, for people who take one meeting at a time.
    pub pieces: Vec<(i64, i64)>,
    /// A share of the time is enough: then presence frees nobody's time for certain.
    pub partial: bool,
    pub candidates: Vec<RelaxedCandidate>,
}

/// Somebody who could sit in a seat.
#[derive(Clone, PartialEq, Debug)]
pub struct RelaxedCandidate {
    pub resource: u32,
    /// A bit a start: sure to be there when nothing of the batch takes them.
    pub sure: Vec<u64>,
    /// The same: not sure, but could be asked. Empty where that is so nowhere.
    pub open: Vec<u64>,
    /// Limits of load towards which it counts (indices into the relaxation's).
    pub limits: Vec<u32>,
}

/// A venue and when it is to be had.
#[derive(Clone, PartialEq, Debug)]
pub struct RelaxedVenue {
    pub resource: u32,
    /// A bit a start.
    pub free: Vec<u64>,
}

/// The values of many starts, kept by level: most levels are the same at every start of a meeting, and a year of an authority has
/// millions of starts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Values {
    length: usize,
    levels: [Column; PlanLevel::COUNT],
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Column {
    Same(i64),
    Small(Vec<i16>),
    Large(Vec<i64>),
}

impl Default for Column {
    fn default() -> Column {
        Column::Same(0)
    }
}

impl Values {
    pub fn len(&self) -> usize {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The value of one start at one level.
    pub fn at(&self, start: usize, level: usize) -> i64 {
        match &self.levels[level] {
            Column::Same(value) => *value,
            Column::Small(values) => i64::from(values[start]),
            Column::Large(values) => values[start],
        }
    }

    /// The value that all starts have at a level, where it is one.
    pub fn same(&self, level: usize) -> Option<i64> {
        match &self.levels[level] {
            Column::Same(value) => Some(*value),
            _ => None,
        }
    }

    /// The values of all starts at a level, in place of what is in `into`.
    pub fn copy(&self, level: usize, into: &mut Vec<i64>) {
        into.clear();
        match &self.levels[level] {
            Column::Same(value) => into.resize(self.length, *value),
            Column::Small(values) => into.extend(values.iter().map(|value| i64::from(*value))),
            Column::Large(values) => into.extend(values),
        }
    }

    pub fn push(&mut self, value: PlanValue) {
        for (column, value) in self.levels.iter_mut().zip(value.0) {
            column.push(self.length, value);
        }
        self.length += 1;
    }
}

impl Column {
    fn push(&mut self, length: usize, value: i64) {
        match (&mut *self, i16::try_from(value)) {
            (Column::Same(same), _) if length == 0 || *same == value => *same = value,
            (Column::Same(same), small) => {
                *self = match (i16::try_from(*same), small) {
                    (Ok(before), Ok(_)) => Column::Small(vec![before; length]),
                    _ => Column::Large(vec![*same; length]),
                };
                self.push(length, value);
            }
            (Column::Small(values), Ok(small)) => values.push(small),
            (Column::Small(values), Err(_)) => {
                *self = Column::Large(values.iter().map(|v| i64::from(*v)).collect());
                self.push(length, value);
            }
            (Column::Large(values), _) => values.push(value),
        }
    }
}

impl FromIterator<PlanValue> for Values {
    fn from_iter<I: IntoIterator<Item = PlanValue>>(all: I) -> Values {
        let mut values = Values::default();
        for value in all {
            values.push(value);
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_whatever_their_size() {
        let levels = [
            [7, 7, 7, 7],
            [0, 1, -2, 3],
            [1, 40_000, 2, -40_000],
            [1 << 40, 5, 5, 5],
        ];
        let value = |start: usize| {
            let mut value = PlanValue::default();
            for (level, values) in levels.iter().enumerate() {
                value.0[level] = values[start];
            }
            value
        };
        let kept: Values = (0..4).map(value).collect();
        assert_eq!(kept.len(), 4);
        for (level, values) in levels.iter().enumerate() {
            let back: Vec<i64> = (0..4).map(|start| kept.at(start, level)).collect();
            assert_eq!(back, values);
            let mut copied = vec![99];
            kept.copy(level, &mut copied);
            assert_eq!(copied, values);
            assert_eq!(kept.same(level), (level == 0).then_some(7));
        }
        assert!((0..4).all(|start| kept.at(start, 14) == 0));
    }
}
