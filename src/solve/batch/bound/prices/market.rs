//! What a level costs each meeting, what the levels above say, and what is known before there are prices.

use super::super::super::relaxation::{Relaxation, RelaxedMeeting, RelaxedSeat};
use super::super::bundles::{Bundle, Offer};
use super::super::forced::Forced;
use super::super::left::Left;
use super::super::ones;
use super::WHOLE;
use super::grid::Grid;
use super::shopper::Desk;
use crate::model::{PlanLevel, PlanValue};
use crate::parallel::parallel;

/// What the dearest thing of a level costs: enough for fine differences, and far from where sums overflow.
const FINEST: i64 = 1 << 22;

/// Meetings that are looked at as one piece of work.
const AT_ONCE: usize = 64;

/// What part of the dearest place may lie between what is cheapest and what is as good where demand is shared.
const SLACK: i64 = 256;

/// The level at which prices are paid, and what is known of the levels above.
pub(super) struct Market<'a> {
    pub relaxation: &'a Relaxation,
    pub left: &'a Left,
    pub forced: Forced,
    /// Parts of the level's unit.
    pub scale: i64,
    /// A price that nobody pays, in parts.
    pub dearest: i64,
    /// What differs by no more than this is as good as the cheapest where demand is shared.
    pub slack: i64,
    /// The dearest place, or one of the level's units.
    pub unit: i64,
    /// What one unit of each level costs, in parts: of the level itself the scale, of open levels above their prices.
    pub weigh: [i64; PlanLevel::COUNT],
    /// The same with the best prices so far.
    pub centre: [i64; PlanLevel::COUNT],
    /// The plan in question at each open level above.
    pub rights: Vec<(usize, i64)>,
    /// Where some levels stand in the order.
    pub in_time: usize,
    pub quorate: usize,
    pub confirmations: usize,
    pub required: usize,
    pub wanted: usize,
    pub quorum: Quorum,
    pub stalls: Vec<Stall>,
}

/// What it means that a meeting that could be quorate is not, because somebody is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quorum {
    /// Nothing at this level.
    Free,
    /// It costs something.
    Weighed,
    /// The levels above forbid it.
    Must,
}

/// What is known of a bundle before there are prices.
pub(super) struct Stall {
    /// What it pays where nobody whom it could ask for has a price.
    pub least: i64,
    pub members: Vec<Corner>,
}

/// The same of each of its meetings.
pub(super) struct Corner {
    /// The starts that cost no more.
    pub cheapest: Vec<u64>,
    /// Nothing is asked for then: it is empty.
    pub is_empty: bool,
    /// Parts of time in which it can take place, see [`Grid::blocks`].
    pub blocks: u64,
}

impl<'a> Market<'a> {
    pub fn new(
        relaxation: &'a Relaxation,
        left: &'a Left,
        level: usize,
        plan: &PlanValue,
    ) -> Market<'a> {
        let name = relaxation.order[level];
        let weight = |meeting: &RelaxedMeeting| {
            let seats = meeting.seats.iter().filter(|seat| seat.level == name);
            let seats = seats.map(|seat| seat.weight).max();
            seats.unwrap_or(0).max(meeting.empty.0[level])
        };
        let most = relaxation.meetings.iter().map(weight).max();
        let most = most.unwrap_or(1).max(1);
        let seats = relaxation
            .meetings
            .iter()
            .flat_map(|meeting| &meeting.seats);
        let place = seats
            .filter(|seat| seat.level == name)
            .map(|seat| seat.weight);
        let place = place.max().unwrap_or(1).max(1);
        let scale = (FINEST / most).max(1);
        let unit = scale * place;
        let mut weigh = [0; PlanLevel::COUNT];
        for open in &left.open {
            weigh[*open] = unit;
        }
        weigh[level] = scale;
        let at = |name: PlanLevel| {
            let place = relaxation.order.iter().position(|level| *level == name);
            place.expect("an order lists every level")
        };
        let (quorate, confirmations) = (at(PlanLevel::Quorate), at(PlanLevel::Confirmations));
        let quorum = if left.own_best[quorate] || left.own_best[confirmations] {
            Quorum::Must
        } else if weigh[quorate] + weigh[confirmations] > 0 {
            Quorum::Weighed
        } else {
            Quorum::Free
        };
        Market {
            relaxation,
            left,
            forced: Forced::new(relaxation, left),
            scale,
            dearest: scale * most * (1 + left.open.len() as i64),
            slack: unit / SLACK,
            unit,
            weigh,
            centre: weigh,
            rights: left
                .open
                .iter()
                .map(|open| (*open, plan.0[*open]))
                .collect(),
            in_time: at(PlanLevel::InTime),
            quorate,
            confirmations,
            required: at(PlanLevel::Required),
            wanted: at(PlanLevel::Wanted),
            quorum,
            stalls: Vec::new(),
        }
    }

    /// What the plan in question makes of the open levels above, at their prices.
    pub fn allowed(&self) -> i64 {
        let rights = self.rights.iter();
        rights.map(|(level, plan)| self.weigh[*level] * plan).sum()
    }

    /// The prices are the best so far.
    pub fn accept(&mut self) {
        self.centre = self.weigh;
    }

    /// Goes back to the best prices so far.
    pub fn go_back(&mut self) {
        self.weigh = self.centre;
    }

    /// Makes an open level dearer where more is made of it than the plan in question does, and cheaper where less is.
    pub fn improve(&mut self, counts: &[i64], gap: i64, stride: i64) {
        let off = self.rights.iter().zip(counts);
        let off: Vec<i64> = off
            .map(|((_, plan), count)| count - plan * i64::from(WHOLE))
            .collect();
        let norm: i128 = off
            .iter()
            .map(|off| i128::from(*off) * i128::from(*off))
            .sum();
        if norm == 0 {
            return;
        }
        for ((level, _), off) in self.rights.iter().zip(off) {
            let change = i128::from(gap) * i128::from(stride) * i128::from(off) * i128::from(WHOLE)
                / 1_024
                / norm;
            // Never by more than a half, so that one step spoils little.
            let known = self.weigh[*level];
            let most = i128::from(known / 2 + self.unit / 16 + 1);
            let change = change.clamp(-most, most) as i64;
            self.weigh[*level] = (known + change).clamp(0, self.unit * 64);
        }
    }

    /// What it costs that a meeting is not quorate that could be.
    pub fn dearer(&self) -> i64 {
        self.weigh[self.quorate] + self.weigh[self.confirmations]
    }

    /// Whether a level counts at least one for a meeting that is not quorate.
    pub fn by_quorum(&self, level: usize) -> bool {
        level == self.quorate || level == self.confirmations
    }

    /// What a place of a seat counts, in parts.
    pub fn weight(&self, seat: &RelaxedSeat) -> i64 {
        let level = match seat.level {
            PlanLevel::Required => self.required,
            _ => self.wanted,
        };
        seat.weight * self.weigh[level]
    }

    /// What a meeting costs without a place; `None` = it has to have one.
    pub fn without(&self, index: usize) -> Option<i64> {
        let empty = &self.relaxation.meetings[index].empty;
        let weighed = self.weigh.iter().zip(empty.0);
        self.left.may_be_empty[index].then(|| weighed.map(|(weigh, own)| weigh * own).sum())
    }

    /// What each start of a meeting costs at some levels by itself, added to what is in `into`.
    pub fn add_least(
        &self,
        meeting: &RelaxedMeeting,
        levels: impl Iterator<Item = usize>,
        space: &mut Vec<i64>,
        into: &mut [i64],
    ) {
        for level in levels.filter(|level| self.weigh[*level] != 0) {
            self.left.least(self.relaxation, meeting, level, space);
            for (sum, own) in into.iter_mut().zip(&*space) {
                *sum += own * self.weigh[level];
            }
        }
    }

    /// Notes what every bundle does without prices.
    pub fn look_around(&mut self, grid: &Grid, threads: usize) {
        let stalls = self.each(threads, |bundle, desks, stalls: &mut Vec<Stall>| {
            stalls.push(self.stall(&self.left.bundles[bundle], grid, &mut desks[0]));
        });
        self.stalls = stalls.into_iter().flatten().collect();
    }

    pub fn stall(&self, bundle: &Bundle, grid: &Grid, desk: &mut Desk) -> Stall {
        let left = self.left;
        let blocks =
            |meeting: usize| grid.blocks(&self.relaxation.meetings[meeting], &left.starts[meeting]);
        let offers: Vec<Offer> = bundle
            .members
            .iter()
            .map(|member| {
                let meeting = &self.relaxation.meetings[member.meeting];
                let mut offer = Offer {
                    cost: vec![0; meeting.starts.len()],
                    late: Vec::new(),
                    empty: self.without(member.meeting),
                };
                self.add_least(
                    meeting,
                    0..PlanLevel::COUNT,
                    &mut desk.least,
                    &mut offer.cost,
                );
                let unit = self.weigh[self.in_time];
                if bundle.members.len() > 1 {
                    left.lateness(self.relaxation, meeting, unit, &mut offer.late);
                }
                offer
            })
            .collect();
        if let ([single], [offer]) = (&bundle.members[..], &offers[..]) {
            let allowed = &left.starts[single.meeting];
            let starts = ones(allowed).map(|start| offer.cost[start]);
            let least = starts.chain(offer.empty).min().unwrap_or(0);
            let mut cheapest = allowed.clone();
            for (word, bits) in cheapest.iter_mut().enumerate() {
                for (bit, own) in offer.cost[word * 64..].iter().take(64).enumerate() {
                    *bits &= !(u64::from(*own != least) << bit);
                }
            }
            let corner = Corner {
                cheapest,
                is_empty: offer.empty == Some(least),
                blocks: blocks(single.meeting),
            };
            return Stall {
                least,
                members: vec![corner],
            };
        }
        let solved = bundle.solve(self.relaxation, left, &offers);
        let kept = solved.kept(self.relaxation, left);
        let corners = bundle.members.iter().zip(kept);
        Stall {
            least: solved.least.unwrap_or(0),
            members: corners
                .map(|(member, kept)| Corner {
                    is_empty: kept.starts.iter().all(|word| *word == 0),
                    cheapest: kept.starts,
                    blocks: blocks(member.meeting),
                })
                .collect(),
        }
    }

    /// Does something for every bundle; what comes of it stands in their order.
    pub fn each<R: Send + Default>(
        &self,
        threads: usize,
        work: impl Fn(usize, &mut Vec<Desk>, &mut R) + Sync + Send,
    ) -> Vec<R> {
        let count = self.left.bundles.len();
        let chunks: Vec<usize> = (0..count).step_by(AT_ONCE).collect();
        let work = |first: &usize| {
            let mut desks = vec![Desk::default()];
            let mut result = R::default();
            for bundle in *first..(*first + AT_ONCE).min(count) {
                work(bundle, &mut desks, &mut result);
            }
            result
        };
        match threads {
            0 | 1 => chunks.iter().map(work).collect(),
            _ => parallel(&chunks, work),
        }
    }

    /// In the level's unit, to the safe side: a value that is not below a fraction is not below the next whole number.
    pub fn whole(&self, parts: i64) -> i64 {
        -(-parts).div_euclid(self.scale)
    }
}
