//! What each meeting can be in a plan that is nowhere above the plan in question.

use super::super::relaxation::{Relaxation, RelaxedMeeting};
use super::bundles::{Bundle, Offer, bundles};
use super::{get, ones};
use crate::model::PlanLevel;

/// What is left of the meetings, and of the levels.
pub(super) struct Left {
    /// A bit a start.
    pub starts: Vec<Vec<u64>>,
    pub may_be_empty: Vec<bool>,
    /// Of each chain: the later meeting may be late by it.
    pub may_be_late: Vec<bool>,
    /// Levels at which every bundle stands at its own best.
    pub own_best: [bool; PlanLevel::COUNT],
    /// Levels at which not every bundle can. What comes below them may be better than where all could.
    pub open: Vec<usize>,
    pub bundles: Vec<Bundle>,
}

impl Left {
    /// Nothing is known of any level yet.
    pub fn new(relaxation: &Relaxation) -> Left {
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
            may_be_late: vec![true; relaxation.chains.len()],
            own_best: [false; PlanLevel::COUNT],
            open: Vec::new(),
            bundles: bundles(relaxation),
        }
    }

    /// The plan is above all bundles' own bests at this level.
    pub fn open(&mut self, level: usize) {
        self.open.push(level);
    }

    /// Whether a meeting's best says what is least at a level: no level before it is open, and it is not of those that a fair load
    /// goes before, since who sits where is then chosen for the load.
    fn best_tells(&self, relaxation: &Relaxation, level: usize) -> bool {
        use PlanLevel::{Deputies, Fragility, Load, Reliance, Required, Wanted};
        let people = [Required, Wanted, Deputies, Reliance, Fragility];
        let loaded = || relaxation.order[..level].contains(&Load);
        let closed = self.open.first().is_none_or(|first| level <= *first);
        closed && !(people.contains(&relaxation.order[level]) && loaded())
    }

    /// The least that each start of a meeting can count at a level, in place of what is in `into`. Where the
    /// meeting's best does not say it, what the level says by itself.
    pub fn least(
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
        if self.best_tells(relaxation, level) {
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
                        let there = seat.candidates.iter().filter(|one| get(&one.sure, start));
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
    fn same(&self, relaxation: &Relaxation, meeting: &RelaxedMeeting, level: usize) -> Option<i64> {
        let same = meeting.best.same(level);
        same.filter(|_| self.best_tells(relaxation, level))
    }

    /// What being late by a chain costs at each start of a meeting, in place of what is in `into`: nothing where it is late by itself.
    pub fn lateness(
        &self,
        relaxation: &Relaxation,
        meeting: &RelaxedMeeting,
        unit: i64,
        into: &mut Vec<i64>,
    ) {
        let mut levels = relaxation.order.iter();
        let in_time = levels.position(|level| *level == PlanLevel::InTime);
        match in_time.filter(|_| unit != 0) {
            Some(level) => meeting.best.copy(level, into),
            None => {
                into.clear();
                into.resize(meeting.starts.len(), 1);
            }
        }
        for late in into {
            *late = unit * (1 - *late).max(0);
        }
    }

    /// What a meeting costs by itself at least at a level that each start tells, see [`is_told`](super::cores::is_told).
    pub fn least_of(&self, meeting: &RelaxedMeeting, index: usize, level: usize) -> i64 {
        let empty = self.may_be_empty[index].then_some(meeting.empty.0[level]);
        let starts = match meeting.best.same(level) {
            Some(same) => self.starts[index]
                .iter()
                .any(|word| *word != 0)
                .then_some(same),
            None => ones(&self.starts[index])
                .map(|start| meeting.best.at(start, level))
                .min(),
        };
        starts.into_iter().chain(empty).min().unwrap_or(0)
    }

    /// The least value of each bundle at a level.
    pub fn each_own_best(&self, relaxation: &Relaxation, level: usize) -> Vec<i64> {
        let mut space = Space::default();
        let bundles = self.bundles.iter();
        let own = bundles.map(|bundle| self.own_best(relaxation, bundle, level, &mut space));
        own.collect()
    }

    /// The least value of all bundles together at a level.
    pub fn own_bests(&self, relaxation: &Relaxation, level: usize) -> i64 {
        self.each_own_best(relaxation, level).iter().sum()
    }

    fn own_best(
        &self,
        relaxation: &Relaxation,
        bundle: &Bundle,
        level: usize,
        space: &mut Space,
    ) -> i64 {
        if let [single] = bundle.members[..] {
            let index = single.meeting;
            let meeting = &relaxation.meetings[index];
            let empty = self.may_be_empty[index].then_some(meeting.empty.0[level]);
            if let Some(same) = self.same(relaxation, meeting, level) {
                let any = self.starts[index].iter().any(|word| *word != 0);
                let same = any.then_some(same);
                return same.into_iter().chain(empty).min().unwrap_or(0);
            }
            self.least(relaxation, meeting, level, &mut space.least);
            let starts = ones(&self.starts[index]).map(|start| space.least[start]);
            return starts.chain(empty).min().unwrap_or(0);
        }
        let offers = self.offers(relaxation, bundle, level);
        bundle.solve(relaxation, self, &offers).least.unwrap_or(0)
    }

    /// What the meetings of a bundle count at a level.
    fn offers(&self, relaxation: &Relaxation, bundle: &Bundle, level: usize) -> Vec<Offer> {
        let unit = i64::from(relaxation.order[level] == PlanLevel::InTime);
        let members = bundle.members.iter();
        let offers = members.map(|member| {
            let meeting = &relaxation.meetings[member.meeting];
            let mut offer = Offer::default();
            self.least(relaxation, meeting, level, &mut offer.cost);
            self.lateness(relaxation, meeting, unit, &mut offer.late);
            let empty = self.may_be_empty[member.meeting];
            offer.empty = empty.then_some(meeting.empty.0[level]);
            offer
        });
        offers.collect()
    }

    /// Drops whatever is in no bundle's own best at a level.
    pub fn narrow(&mut self, relaxation: &Relaxation, level: usize) {
        self.narrow_some(relaxation, level, &|_| true);
        self.own_best[level] = true;
    }

    /// The same of those bundles alone that must be at their best.
    pub fn narrow_some(
        &mut self,
        relaxation: &Relaxation,
        level: usize,
        must: &dyn Fn(usize) -> bool,
    ) {
        let mut space = Space::default();
        let bundles = std::mem::take(&mut self.bundles);
        for (_, bundle) in bundles
            .iter()
            .enumerate()
            .filter(|(number, _)| must(*number))
        {
            let [single] = bundle.members[..] else {
                let offers = self.offers(relaxation, bundle, level);
                let kept = bundle
                    .solve(relaxation, self, &offers)
                    .kept(relaxation, self);
                for (member, kept) in bundle.members.iter().zip(kept) {
                    self.starts[member.meeting] = kept.starts;
                    self.may_be_empty[member.meeting] &= kept.empty;
                    if let Some((_, chain)) = member.parent {
                        self.may_be_late[chain] &= kept.late;
                    }
                }
                continue;
            };
            let index = single.meeting;
            let meeting = &relaxation.meetings[index];
            let own = self.own_best(relaxation, bundle, level, &mut space);
            self.may_be_empty[index] &= meeting.empty.0[level] == own;
            if self.same(relaxation, meeting, level) == Some(own) {
                continue;
            }
            self.least(relaxation, meeting, level, &mut space.least);
            for (word, bits) in self.starts[index].iter_mut().enumerate() {
                for (bit, least) in space.least[word * 64..].iter().take(64).enumerate() {
                    *bits &= !(u64::from(*least != own) << bit);
                }
            }
        }
        self.bundles = bundles;
    }
}

/// Space that is used again.
#[derive(Default)]
struct Space {
    least: Vec<i64>,
}
