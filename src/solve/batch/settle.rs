//! From a spot to a place: who of those who are as good as each other comes, and what all of it takes.

use super::super::assign::holds;
use super::super::matching::Seating;
use super::super::rows::{Kind, Status, Stretches, pieces};
use super::desk::{Desk, Hold, Place};
use super::ground::Ground;
use super::insertion::Spot;
use crate::model::{PlanLevel, State, VenueId};
use crate::time::{Interval, IntervalSet};
use chrono::{Datelike, NaiveDate};
use std::cmp::Reverse;
use std::sync::Arc;

impl Desk<'_> {
    /// Chooses the people for a spot and works out what it takes.
    pub fn settle(&self, meeting: usize, spot: &Spot) -> Place {
        let mut chosen: Vec<u16> = spot.core.chosen.to_vec();
        self.spread(meeting, spot.core.state, &spot.statuses, &mut chosen);
        chosen.sort_unstable();
        self.place_with(meeting, spot, chosen, &|_| true)
    }

    /// What a spot takes with these people (flats, ascending). Of people with a share of the time it takes that of those only for
    /// whom `shares` says so.
    pub fn place_with(
        &self,
        meeting: usize,
        spot: &Spot,
        chosen: Vec<u16>,
        shares: &dyn Fn(u32) -> bool,
    ) -> Place {
        let ground = &self.room.grounds[meeting];
        let terrain = ground.terrain(spot.late);
        let layout = &ground.layout;
        let problem = layout.problem;
        let start = terrain.starts[spot.start];
        let venue = spot.venue.map(|venue| problem.venues[venue].venue);
        let mut holds: Vec<(u32, Hold)> = Vec::new();
        let mut counted = Vec::new();
        let mut pool = Vec::new();
        let day = terrain.days[spot.start];
        for flat in &chosen {
            let index = usize::from(*flat);
            let seat = layout.flats[index].seat;
            let member = layout.flats[index].member;
            let Some(resource) = ground.resource[member] else {
                continue;
            };
            let gap = layout.gap_venue(seat, venue);
            let shape = &layout.shapes[layout.shape_of[seat]];
            let times = match shape.partial {
                None => pieces(shape, start),
                Some(_) if shares(resource) => self.present(meeting, index, spot),
                Some(_) => IntervalSet::new(),
            };
            holds.extend(times.iter().map(|interval| {
                let hold = Hold {
                    interval,
                    meeting: meeting as u32,
                    venue: gap,
                };
                (resource, hold)
            }));
            for limit in &ground.flat_limits[index] {
                let per = self.room.resources.limits[*limit as usize].per;
                let date = NaiveDate::from_num_days_from_ce_opt(day);
                let first = date.map_or(day, |date| per.first_day(date).num_days_from_ce());
                counted.push((*limit, first));
            }
            if layout.pool[seat] {
                pool.push(resource);
            }
        }
        pool.sort_unstable();
        pool.dedup();
        // Somebody in two seats counts once towards each limit.
        counted.sort_unstable();
        counted.dedup();
        let venue_hold = |resource: u32, pieces: &[(i64, i64)], venue: Option<VenueId>| {
            pieces
                .iter()
                .filter_map(|(from, to)| {
                    let interval = Interval::new(start.plus(*from), start.plus(*to))?;
                    let meeting = meeting as u32;
                    Some((
                        resource,
                        Hold {
                            interval,
                            meeting,
                            venue,
                        },
                    ))
                })
                .collect::<Vec<_>>()
        };
        if let Some(index) = spot.venue {
            let resource = ground.venue_resource[index];
            holds.extend(venue_hold(resource, &ground.venue_pieces, venue));
        }
        for (resource, pieces) in &ground.parts {
            let own = self.room.resources.venue_of(*resource);
            holds.extend(venue_hold(*resource, pieces, own));
        }
        // What chains add depends on where the others stand, and is kept with them.
        let mut value = spot.value;
        let levels = self.room.levels;
        value.0[levels.place(PlanLevel::InTime)] = i64::from(terrain.is_late);
        value.0[levels.place(PlanLevel::Deputies)] = spot.core.deputies;
        value.0[levels.place(PlanLevel::Disruption)] =
            levels.disruption(ground, terrain, spot.start, &chosen, spot.venue);
        Place {
            late: spot.late,
            start: spot.start as u32,
            day,
            group: spot.group as u16,
            venue: spot.venue.map(|venue| venue as u16),
            asks: spot.asks as u8,
            state: spot.core.state,
            chosen: chosen.into(),
            statuses: Arc::from(spot.statuses.as_slice()),
            value,
            holds: holds.into(),
            counted: counted.into(),
            pool: pool.into(),
        }
    }

    /// When somebody with a share of the meeting is there.
    pub fn present(&self, meeting: usize, flat: usize, spot: &Spot) -> IntervalSet {
        let ground = &self.room.grounds[meeting];
        let layout = &ground.layout;
        let spec = layout.flats[flat];
        let shape = &layout.shapes[layout.shape_of[spec.seat]];
        let start = ground.terrain(spot.late).starts[spot.start];
        let venue = spot.venue.map(|venue| layout.problem.venues[venue].venue);
        let gap = layout.gap_venue(spec.seat, venue);
        let timeline = &layout.problem.members[spec.member].timeline;
        let window = Interval::new(start, start.plus(layout.problem.length));
        let mut stretches = Stretches::near(layout.problem, timeline, gap, window);
        if let Some(resource) = ground.resource[spec.member] {
            let held = self.held(meeting, resource, spec.member, gap, window);
            stretches.absent = stretches.absent.union(&held);
        }
        let unknown = spot.statuses[flat].kind == Kind::Unknown;
        stretches.present(shape, start, unknown)
    }

    /// Of people who are as good as each other for a seat, takes the one who stays through the chain, else the one with the least load.
    pub fn spread(&self, meeting: usize, state: State, statuses: &[Status], chosen: &mut [u16]) {
        let ground = &self.room.grounds[meeting];
        let layout = &ground.layout;
        let wished = self.wished(meeting);
        let published = ground.meeting.published.is_some();
        let told_first = self.room.levels.keeps_people();
        for at in 0..chosen.len() {
            let flat = usize::from(chosen[at]);
            let seat = layout.flats[flat].seat;
            let status = statuses[flat];
            let wish = wished.iter().find(|(own, _)| own.index() == seat);
            let choice = layout.pool[seat] || wish.is_some() || published;
            if status.kind != Kind::Present || !choice {
                continue;
            }
            let key = |flat: usize| {
                let resource = ground.resource[layout.flats[flat].member]?;
                let load =
                    self.load[resource as usize] + self.room.resources.history[resource as usize];
                let wanted = wish.is_some_and(|(_, wanted)| *wanted == resource);
                let told = ground.was_told(flat);
                let firsts = if told_first {
                    (told, wanted)
                } else {
                    (wanted, told)
                };
                Some((
                    Reverse(firsts),
                    if layout.pool[seat] { load } else { 0 },
                    flat,
                ))
            };
            let mut best = key(flat);
            let own_rank = layout.flats[flat].rank;
            for other in layout.of_seat[seat].clone() {
                let spec = layout.flats[other];
                let alike = statuses[other] == status && spec.rank == own_rank;
                let seated = |one: &u16| layout.flats[usize::from(*one)].member == spec.member;
                if other == flat || !alike || chosen.iter().any(seated) {
                    continue;
                }
                let apart = layout.apart.iter().any(|(a, b)| *a == other || *b == other);
                let Some(own) = key(other) else { continue };
                if !apart && best.is_none_or(|best| own < best) {
                    let before = chosen[at];
                    chosen[at] = other as u16;
                    if still(ground, state, statuses, chosen) {
                        best = Some(own);
                    } else {
                        chosen[at] = before;
                    }
                }
            }
        }
    }
}

/// Whether the chosen people make the state that is claimed.
fn still(ground: &Ground, state: State, statuses: &[Status], chosen: &[u16]) -> bool {
    let known = chosen.iter().map(|flat| usize::from(*flat));
    let chosen: Vec<usize> = match state {
        State::Quorate => known
            .filter(|flat| statuses[*flat].kind == Kind::Present)
            .collect(),
        State::QuorateIf => known.collect(),
        State::Short => return true,
    };
    holds(&ground.layout, &Seating { cost: 0, chosen })
}
