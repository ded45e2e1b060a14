//! Seating a meeting that stays where it was told: whoever was told comes again before anything else is made better.
//!
//! It relies on the best seating without that wish ([`Core`]), whose state, confirmations and robustness stay as they are.

use super::super::assign::{World, best, cost_of, costs, holds};
use super::super::confirm::minimal_sets;
use super::super::detail::filled_up;
use super::super::layout::Cost;
use super::super::matching::Seating;
use super::super::rows::{Kind, Status};
use super::core::Core;
use super::ground::Ground;
use crate::model::{MemberId, RankLevel, SeatId, State};
use crate::quorum::MemberSet;

/// What it is worth that somebody comes again: more than all levels of a seating together, and far from where sums overflow.
const COMES_AGAIN: Cost = 1 << 112;

impl Ground<'_> {
    /// Whether people know that this candidate comes to this seat.
    pub fn was_told(&self, flat: usize) -> bool {
        let spec = self.layout.flats[flat];
        let own = (SeatId(spec.seat as u32), MemberId(spec.member as u32));
        let published = self.meeting.published.as_ref();
        published.is_some_and(|published| published.people.contains(&own))
    }

    /// How many of those who were told cannot come as everybody stands.
    pub fn lost(&self, statuses: &[Status]) -> i64 {
        let there = |member: MemberId| {
            let mut flats = self.layout.flats.iter().zip(statuses);
            flats.any(|(flat, status)| flat.member == member.index() && status.kind != Kind::Absent)
        };
        let published = self.meeting.published.as_ref();
        published.map_or(0, |published| {
            let lost = published.people.iter().filter(|(_, m)| !there(*m)).count();
            lost as i64 + i64::from(published.others)
        })
    }
}

impl Core {
    /// The same state with as many as can be of those who were told; as it is where that would need others to say yes.
    pub fn keeping(self, ground: &Ground, statuses: &[Status]) -> Core {
        let layout = &ground.layout;
        let set = match self.state {
            State::Quorate => MemberSet::empty(layout.problem.members.len()),
            State::QuorateIf => {
                let mut set = MemberSet::empty(layout.problem.members.len());
                if let Some(first) = minimal_sets(layout, statuses).sets.first() {
                    first.iter().for_each(|member| set.insert(*member));
                }
                set
            }
            State::Short => return self,
        };
        let plain = costs(layout, statuses, World::With(&set));
        let wish = |with_unknown: bool| -> Vec<Option<Cost>> {
            let costs = plain.iter().enumerate();
            let wished = costs.map(|(flat, cost)| match cost {
                _ if !ground.was_told(flat) => *cost,
                Some(cost) => Some(cost - COMES_AGAIN),
                // Who was told without being known to come keeps the seat and fills no place.
                None if with_unknown && statuses[flat].kind == Kind::Unknown => Some(-COMES_AGAIN),
                None => None,
            });
            wished.collect()
        };
        let possible = costs(layout, statuses, World::Possible);
        for with_unknown in [true, false] {
            let seating = best(layout, &wish(with_unknown)).seating;
            let counts = |flat: &usize| plain[*flat].is_some();
            let known: Vec<usize> = seating.chosen.iter().copied().filter(counts).collect();
            let asked = set.iter().all(|member| {
                let mut known = known.iter();
                known.any(|flat| layout.flats[*flat].member == member)
            });
            let known = Seating {
                cost: 0,
                chosen: known,
            };
            if asked && holds(layout, &known) {
                return self.seated(
                    ground,
                    statuses,
                    filled_up(layout, seating, &possible, statuses),
                );
            }
        }
        self
    }

    /// The same with these people.
    fn seated(mut self, ground: &Ground, statuses: &[Status], seating: Seating) -> Core {
        let layout = &ground.layout;
        if self.state == State::Quorate {
            let own = seating.chosen.iter();
            let own = own.filter_map(|flat| cost_of(layout, *flat, &statuses[*flat], World::Sure));
            let cost = layout.empty + own.sum::<Cost>();
            let level = |level| layout.unpack(cost, level);
            self.required = level(RankLevel::Required);
            self.wanted = level(RankLevel::Wanted);
            self.deputies = level(RankLevel::Deputies);
            self.reliance = level(RankLevel::Reliance);
        }
        self.chosen = seating.chosen.iter().map(|flat| *flat as u16).collect();
        self
    }
}
