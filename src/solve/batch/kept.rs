//! A plan that people know: its meetings stand where they were told, and whoever was told comes again before anything else is made
//! better.
//!
//! It relies on the best seating without that wish ([`Core`]), whose state, confirmations and robustness stay as they are.

use super::super::assign::{World, best, cost_of, costs, holds};
use super::super::confirm::minimal_sets;
use super::super::detail::filled_up;
use super::super::layout::Cost;
use super::super::matching::Seating;
use super::super::rows::{Kind, Status};
use super::core::Core;
use super::desk::Desk;
use super::ground::Ground;
use super::insertion::{People, Spot};
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

impl Desk<'_> {
    /// Puts the meetings that people have been told of where they were told: those that have to stay first, then the others as far as
    /// that is still possible.
    pub fn begin(&mut self) {
        let grounds = self.room.grounds;
        let (stay, turn): (Vec<usize>, Vec<usize>) = (0..grounds.len())
            .filter(|meeting| grounds[*meeting].meeting.published.is_some())
            .partition(|meeting| grounds[*meeting].meeting.frozen);
        if !self.room.levels.keeps_people() {
            self.put_where_told(&stay, People::Any);
            self.put_where_told(&turn, People::Any);
            return;
        }
        // Whoever has to come in somebody's place is looked for among those who are left when all who were told are seated.
        self.put_where_told(&stay, People::Told);
        self.put_where_told(&stay, People::Any);
        self.put_where_told(&turn, People::Told);
        // Who comes for a share of the time takes what is left of it: those for whom too little was left choose first.
        let left = |meeting: &&usize| self.places[**meeting].is_none();
        let first: Vec<usize> = turn.iter().filter(left).copied().collect();
        if !first.is_empty() {
            turn.iter().for_each(|meeting| self.take_out(*meeting));
            self.put_where_told(&first, People::Told);
            self.put_where_told(&turn, People::Told);
        }
        self.reseat();
        self.put_where_told(&turn, People::Any);
    }

    /// Puts those of the meetings where they were told that have no place yet.
    fn put_where_told(&mut self, turn: &[usize], people: People) {
        for meeting in turn {
            if self.places[*meeting].is_none()
                && let Some(spot) = self.published_spot(*meeting, people)
            {
                self.put_at(*meeting, &spot);
            }
        }
    }

    fn published_spot(&mut self, meeting: usize, people: People) -> Option<Spot> {
        let ground = &self.room.grounds[meeting];
        let published = ground.meeting.published.as_ref()?;
        let choices = &ground.problem().venues;
        let venue = choices
            .iter()
            .position(|choice| Some(choice.venue) == published.venue);
        // A room that is no choice any more cannot be kept; nor can none where one is needed.
        if venue.is_none() && ground.problem().needs_venue {
            return None;
        }
        for late in [false, true] {
            let starts = &ground.terrain(late).starts;
            if let Ok(start) = starts.binary_search(&published.start) {
                return self.spot_at(meeting, late, (start, venue), people);
            }
        }
        None
    }
}
