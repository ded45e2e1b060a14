//! Who is to blame that a meeting, or a seat, has no more to choose from.

use super::super::super::relaxation::RelaxedSeat;
use super::super::ones;
use super::hunt::{Hunt, Seat, asked_for};
use super::leeway::over;
use std::collections::BTreeSet;

impl Hunt<'_> {
    /// The meetings that have what another one could want.
    pub fn blame(&self, index: usize) -> BTreeSet<u32> {
        let mut blame = BTreeSet::new();
        if self.placed.is_empty() {
            return blame;
        }
        let meeting = &self.relaxation.meetings[index];
        let allowed = &self.left.starts[index];
        let mut over_any = |resource: u32, pieces: &[(i64, i64)]| {
            for taken in &self.taken[resource as usize] {
                let mut pieces = pieces.iter();
                let hit = pieces.any(|piece| {
                    let (from, to) = over(meeting, *piece, taken.begin, taken.end);
                    ones(allowed).any(|start| from <= start && start < to)
                });
                if hit && taken.meeting as usize != index {
                    blame.insert(taken.meeting);
                }
            }
        };
        for seat in asked_for(meeting) {
            for one in &seat.candidates {
                over_any(one.resource, &seat.pieces);
            }
        }
        for venue in &meeting.venues {
            over_any(venue.resource, &meeting.venue_pieces);
        }
        let all = meeting.seats.iter().flat_map(|seat| &seat.candidates);
        for limit in all.flat_map(|one| &one.limits) {
            for counted in self.counted[*limit as usize].values() {
                blame.extend(counted.iter().filter(|other| **other as usize != index));
            }
        }
        for number in &self.chains_of[index] {
            let chain = &self.relaxation.chains[*number as usize];
            for other in [chain.before, chain.after] {
                if other != index && self.stands[other].is_some() {
                    blame.insert(other as u32);
                }
            }
        }
        for placed in &self.placed {
            let Some(stand) = self.stands[*placed as usize] else {
                continue;
            };
            let more = self.more(*placed as usize, stand);
            let spent = self.allowances().zip(more).any(|(allowance, more)| {
                let group = &allowance.group;
                more > 0 && group[*placed as usize] == group[index]
            });
            if spent && *placed as usize != index {
                blame.insert(*placed);
            }
        }
        blame
    }

    pub fn blame_of_seat(&self, seat: &Seat) -> BTreeSet<u32> {
        let mut blame = BTreeSet::from([seat.meeting]);
        let meeting = &self.relaxation.meetings[seat.meeting as usize];
        let mut resources = Vec::new();
        let mut of = |spec: &RelaxedSeat| {
            for one in &spec.candidates {
                resources.push(one.resource);
                for limit in &one.limits {
                    blame.extend(self.counted[*limit as usize].values().flatten());
                }
            }
        };
        match meeting.seats.get(seat.seat) {
            Some(spec) => of(spec),
            None => resources.extend(meeting.venues.iter().map(|venue| venue.resource)),
        }
        for resource in resources {
            blame.extend(
                self.taken[resource as usize]
                    .iter()
                    .map(|taken| taken.meeting),
            );
        }
        blame
    }
}
