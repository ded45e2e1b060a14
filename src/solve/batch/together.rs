//! Whether ways to hold different meetings can stand side by side: gaps, rooms, teams, chains.

use super::choice::Chosen;
use super::desk::{Desk, Hold, Place};
use crate::model::Buffer;
use crate::time::{Instant, Interval};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Desk<'_> {
    /// Whether two meetings can be held in these ways, as far as two can tell.
    pub fn agree(&self, (m, a): (usize, &Place), (n, b): (usize, &Place)) -> bool {
        let capacity = &self.room.resources.capacity;
        for (resource, first) in &a.holds {
            if capacity[*resource as usize] > 1 {
                continue;
            }
            for (other, second) in &b.holds {
                if resource == other && self.too_close(*resource, first, second) {
                    return false;
                }
            }
        }
        for chain in &self.room.resources.chains_of[m] {
            let chain = &self.room.resources.chains[*chain as usize];
            let (before, after) = match (chain.before, chain.after) {
                (x, y) if (x, y) == (m, n) => ((m, a), (n, b)),
                (x, y) if (x, y) == (n, m) => ((n, b), (m, a)),
                _ => continue,
            };
            let days = chain.follow(before.1.day);
            let day = after.1.day;
            if days.is_none_or(|days| day < days.first || day > days.late_to) {
                return false;
            }
            for (seat, same) in &chain.same {
                let first = self.contact_in(before.0, before.1, *seat);
                let second = self.contact_in(after.0, after.1, *same);
                if first.is_some() && second.is_some() && first != second {
                    return false;
                }
            }
        }
        true
    }

    /// Whether somebody or some room cannot have both, with what must be kept clear between them.
    fn too_close(&self, resource: u32, first: &Hold, second: &Hold) -> bool {
        let held = self.with_gap(resource, first, second);
        held.overlaps(second.interval)
    }

    /// What a hold keeps from another one of the same resource.
    fn with_gap(&self, resource: u32, hold: &Hold, other: &Hold) -> Interval {
        let need = self.need(resource, other.meeting);
        let own = self.need(resource, hold.meeting);
        let here = match self.room.resources.contact_of(resource) {
            Some(_) => other.venue,
            None => None,
        };
        self.widened(hold.interval, own, hold.venue, need, here)
    }

    /// What a meeting needs around itself at a resource.
    fn need(&self, resource: u32, meeting: u32) -> Buffer {
        let ground = &self.room.grounds[meeting as usize];
        let problem = ground.problem();
        let member = ground.resource.iter().position(|r| *r == Some(resource));
        let own = match member {
            Some(member) => Some(problem.members[member].timeline.buffer),
            None => {
                let venue = self.room.resources.venue_of(resource);
                let mut choices = problem.venues.iter().chain(&problem.part_venues);
                let choice = choices.find(|choice| Some(choice.venue) == venue);
                choice.map(|choice| choice.timeline.buffer)
            }
        };
        own.map_or(problem.buffer, |own| problem.buffer.larger(own))
    }

    /// Sets of ways that together ask more of a team than it can take. Each meeting is looked at with the gaps that it needs itself, as
    /// it is when it is inserted last.
    pub fn crowds(
        &self,
        meetings: &[usize],
        ways: &[Vec<Arc<Place>>],
        chosen: &[Chosen],
    ) -> Vec<Vec<Chosen>> {
        let mut teams: BTreeMap<u32, Vec<(Chosen, Hold)>> = BTreeMap::new();
        for one in chosen {
            for (resource, hold) in &ways[one.0][one.1].holds {
                if self.room.resources.capacity[*resource as usize] > 1 {
                    teams.entry(*resource).or_default().push((*one, *hold));
                }
            }
        }
        let mut sets = Vec::new();
        for (resource, holds) in teams {
            let capacity = self.room.resources.capacity[resource as usize] as usize;
            for (own, hold) in &holds {
                // The others around this one, with the meetings that stay where they are.
                let mut near: Vec<(Option<Chosen>, Interval)> = holds
                    .iter()
                    .filter(|(other, _)| other.0 != own.0)
                    .map(|(other, theirs)| (Some(*other), self.with_gap(resource, theirs, hold)))
                    .collect();
                let fixed = self.fixed_around(resource, meetings, hold);
                near.extend(fixed.into_iter().map(|interval| (None, interval)));
                let mut instants: Vec<Instant> = near.iter().map(|(_, i)| i.start()).collect();
                instants.push(hold.interval.start());
                for at in instants {
                    if !hold.interval.contains(at) {
                        continue;
                    }
                    let there = near.iter().filter(|(_, interval)| interval.contains(at));
                    let crowd: Vec<Option<Chosen>> = there.map(|(other, _)| *other).collect();
                    if crowd.len() >= capacity {
                        let mut set: Vec<Chosen> = crowd.into_iter().flatten().collect();
                        set.push(*own);
                        set.sort_unstable();
                        set.dedup();
                        sets.push(set);
                        break;
                    }
                }
            }
        }
        sets.sort_unstable();
        sets.dedup();
        sets
    }

    /// Commitments of a team that are not up for change, inside the batch and outside it, with their gaps to `hold`.
    fn fixed_around(&self, resource: u32, meetings: &[usize], hold: &Hold) -> Vec<Interval> {
        let taken = self.taken[resource as usize].iter();
        let fixed = taken.filter(|other| !meetings.contains(&(other.meeting as usize)));
        let mut all: Vec<Interval> = fixed
            .map(|other| self.with_gap(resource, other, hold))
            .collect();
        let ground = &self.room.grounds[hold.meeting as usize];
        let member = ground.resource.iter().position(|r| *r == Some(resource));
        if let Some(member) = member {
            let need = self.need(resource, hold.meeting);
            let outside = &ground.problem().members[member].timeline.taken;
            all.extend(outside.iter().map(|taken| {
                self.widened(taken.interval, taken.buffer, taken.venue, need, hold.venue)
            }));
        }
        all
    }
}
