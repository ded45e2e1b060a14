//! What no plan can be better than, level by level.
//!
//! As long as the plan is as good as all meetings' own bests together, every meeting must stand at its own best, and only the starts
//! that are so good are looked at below. At the first level where it is worse, the time of people and venues gets prices
//! ([`prices`]): what all meetings would pay at their cheapest, less what all the time is worth, is a bound whatever the prices are.
//! Load has a bound of its own ([`load`]). What is proved by exact search is left to [`exact`](super::exact).

mod load;
mod prices;

#[cfg(test)]
mod tests;

use super::relaxation::{Relaxation, RelaxedMeeting, RelaxedSeat};
use crate::model::{PlanLevel, PlanValue};

/// A bound for each level in the order of the relaxation. That of a level holds for every plan whose levels above it equal their
/// bounds; below the first level at which `plan` is above its bound nothing is said. `steps` improvements of the prices are made at
/// a level, fewer where `stop` is true before: whatever was found until then holds. The bounds are the same on any number of threads.
pub fn bounds(
    relaxation: &Relaxation,
    plan: &PlanValue,
    steps: u32,
    threads: usize,
    stop: &dyn Fn() -> bool,
) -> Vec<Option<i64>> {
    let mut bounds = vec![None; relaxation.order.len()];
    let mut left = Left::new(relaxation);
    for (level, name) in relaxation.order.iter().enumerate() {
        let mut bound = match name {
            PlanLevel::Load => load::bound(relaxation, &left),
            _ => left.own_bests(relaxation, level).iter().sum(),
        };
        let alone = bound == plan.0[level] && *name != PlanLevel::Load;
        if alone {
            left.narrow(relaxation, level);
        } else if bound < plan.0[level] && *name != PlanLevel::Load {
            left.priced_from = left.priced_from.min(level);
            bound = bound.max(prices::bound(
                relaxation,
                &left,
                level,
                plan.0[level],
                steps,
                threads,
                stop,
            ));
        }
        bounds[level] = Some(bound);
        if bound != plan.0[level] {
            break;
        }
    }
    bounds
}

/// What each meeting can be in a plan that equals the bounds of the levels so far.
struct Left {
    /// A bit a start.
    starts: Vec<Vec<u64>>,
    may_be_empty: Vec<bool>,
    /// Levels at which every meeting stands at its own best.
    own_best: [bool; PlanLevel::COUNT],
    /// The first level at which not every meeting can. What comes below it may be better than where all could.
    priced_from: usize,
}

impl Left {
    fn new(relaxation: &Relaxation) -> Left {
        let all = |meeting: &RelaxedMeeting| {
            let count = meeting.starts.len();
            let mut bits = vec![u64::MAX; count.div_ceil(64)];
            if let Some(last) = bits.last_mut().filter(|_| !count.is_multiple_of(64)) {
                *last = (1 << (count % 64)) - 1;
            }
            bits
        };
        Left {
            starts: relaxation.meetings.iter().map(all).collect(),
            may_be_empty: vec![true; relaxation.meetings.len()],
            own_best: [false; PlanLevel::COUNT],
            priced_from: PlanLevel::COUNT,
        }
    }

    /// The least that each start of a meeting can count at a level, in place of what is in `into`. Above the first priced level the
    /// meeting's best says it; below, what the level says by itself.
    fn least(
        &self,
        relaxation: &Relaxation,
        meeting: &RelaxedMeeting,
        level: usize,
        into: &mut Vec<i64>,
    ) {
        use PlanLevel::{
            Avoided, Confirmations, Disruption, Earliness, InTime, Margin, Placed, Quorate,
            Required, Wanted,
        };
        if level <= self.priced_from {
            return meeting.best.copy(level, into);
        }
        match relaxation.order[level] {
            InTime | Placed | Quorate | Confirmations | Margin | Disruption | Avoided
            | Earliness => meeting.best.copy(level, into),
            name @ (Required | Wanted) => {
                into.clear();
                into.resize(meeting.starts.len(), 0);
                let seats = meeting.seats.iter();
                for seat in seats.filter(|seat| seat.level == name && !seat.partial) {
                    for (start, least) in into.iter_mut().enumerate() {
                        let there = seat.candidates.iter().filter(|(_, free)| get(free, start));
                        let missing = i64::from(seat.places) - there.count() as i64;
                        *least += missing.max(0) * seat.weight;
                    }
                }
            }
            _ => {
                into.clear();
                into.resize(meeting.starts.len(), 0);
            }
        }
    }

    /// The value of all starts at a level, where it is known to be one.
    fn same(&self, meeting: &RelaxedMeeting, level: usize) -> Option<i64> {
        let same = meeting.best.same(level);
        same.filter(|_| level <= self.priced_from)
    }

    /// The least value of each meeting at a level.
    fn own_bests(&self, relaxation: &Relaxation, level: usize) -> Vec<i64> {
        let mut least = Vec::new();
        let meetings = relaxation.meetings.iter().enumerate();
        let own = meetings.map(|(index, meeting)| {
            let empty = self.may_be_empty[index].then_some(meeting.empty.0[level]);
            if let Some(same) = self.same(meeting, level) {
                let any = self.starts[index].iter().any(|word| *word != 0);
                let same = any.then_some(same);
                return same.into_iter().chain(empty).min().unwrap_or(0);
            }
            self.least(relaxation, meeting, level, &mut least);
            let starts = ones(&self.starts[index]).map(|start| least[start]);
            starts.chain(empty).min().unwrap_or(0)
        });
        own.collect()
    }

    /// Drops whatever is worse than the meeting's own best at a level.
    fn narrow(&mut self, relaxation: &Relaxation, level: usize) {
        let own = self.own_bests(relaxation, level);
        let mut least = Vec::new();
        for (index, (meeting, own)) in relaxation.meetings.iter().zip(own).enumerate() {
            self.may_be_empty[index] &= meeting.empty.0[level] == own;
            if self.same(meeting, level) == Some(own) {
                continue;
            }
            self.least(relaxation, meeting, level, &mut least);
            for (word, bits) in self.starts[index].iter_mut().enumerate() {
                for (bit, least) in least[word * 64..].iter().take(64).enumerate() {
                    *bits &= !(u64::from(*least != own) << bit);
                }
            }
        }
        self.own_best[level] = true;
    }
}

/// What the levels above say about who has to be there.
struct Forced {
    /// Places of `Quorate`, `Required` and `Wanted` in the order, where all meetings stand at their own best there.
    quorate: Option<usize>,
    required: Option<usize>,
    wanted: Option<usize>,
}

/// [`Forced`] for one meeting: the least of each start at these levels, where they say anything.
#[derive(Default)]
struct ForcedHere {
    quorate: Vec<i64>,
    required: Vec<i64>,
    wanted: Vec<i64>,
}

impl Forced {
    fn new(relaxation: &Relaxation, left: &Left) -> Forced {
        let at = |name: PlanLevel| {
            let place = relaxation.order.iter().position(|level| *level == name);
            place.filter(|place| left.own_best[*place])
        };
        Forced {
            quorate: at(PlanLevel::Quorate),
            required: at(PlanLevel::Required),
            wanted: at(PlanLevel::Wanted),
        }
    }

    /// Looks up what is said about one meeting.
    fn look(
        &self,
        relaxation: &Relaxation,
        left: &Left,
        meeting: &RelaxedMeeting,
        here: &mut ForcedHere,
    ) {
        let levels = [
            (self.quorate, &mut here.quorate),
            (self.required, &mut here.required),
            (self.wanted, &mut here.wanted),
        ];
        for (level, values) in levels {
            match level {
                Some(level) => left.least(relaxation, meeting, level, values),
                None => values.clear(),
            }
        }
    }

    /// Whether any place of the seat could be forced anywhere.
    fn concerns(&self, seat: &RelaxedSeat) -> bool {
        let level = match seat.level {
            PlanLevel::Required => self.required,
            _ => self.wanted,
        };
        level.is_some() || (seat.needed > 0 && self.quorate.is_some())
    }
}

impl ForcedHere {
    /// How many places of the seat are filled at least where the meeting stands at this start.
    fn places(&self, seat: &RelaxedSeat, start: usize) -> u32 {
        let needed = match self.quorate.get(start) {
            Some(0) => seat.needed.min(seat.places),
            _ => 0,
        };
        let empty = match seat.level {
            PlanLevel::Required => self.required.get(start),
            _ => self.wanted.get(start),
        };
        // At its own best as much weight is empty as that says, and at most all of it in this seat.
        let filled = match empty {
            None => 0,
            Some(0) => seat.places,
            Some(empty) => {
                let places = empty.max(&0) / seat.weight.max(1);
                seat.places - u32::try_from(places).unwrap_or(u32::MAX).min(seat.places)
            }
        };
        needed.max(filled)
    }
}

/// The places of the bits that are set.
fn ones(bits: &[u64]) -> impl Iterator<Item = usize> + '_ {
    bits.iter().enumerate().flat_map(|(word, bits)| {
        let mut rest = *bits;
        std::iter::from_fn(move || {
            (rest != 0).then(|| {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                word * 64 + bit
            })
        })
    })
}

fn get(bits: &[u64], index: usize) -> bool {
    bits.get(index / 64)
        .is_some_and(|word| word >> (index % 64) & 1 == 1)
}
