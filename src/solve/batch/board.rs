//! The plan as the search sees it.

use super::desk::{Desk, Place};
use super::search::{Board, Random};
use crate::model::PlanValue;
use std::sync::Arc;

impl Board for Desk<'_> {
    type Value = PlanValue;
    type Place = Arc<Place>;

    fn meetings(&self) -> usize {
        self.places.len()
    }

    fn value(&self) -> PlanValue {
        self.value
    }

    fn energy(&self, difference: PlanValue) -> i64 {
        self.room.levels.energy(difference)
    }

    fn place(&self, meeting: usize) -> Option<Arc<Place>> {
        self.places[meeting].clone()
    }

    fn is_fixed(&self, meeting: usize) -> bool {
        self.room.grounds[meeting].meeting.frozen
    }

    fn remove(&mut self, meeting: usize) {
        self.take_out(meeting);
    }

    fn insert(&mut self, meeting: usize, random: &mut Random) -> bool {
        self.put_best(meeting, Some(random))
    }

    fn put(&mut self, meeting: usize, place: &Arc<Place>) {
        self.put_back(meeting, place);
    }

    /// Few starts, many people who have to be there, a near limit.
    fn hardness(&self, meeting: usize) -> u64 {
        // What comes first in a chain is put in before what follows it.
        let mut hardest = 0;
        let mut open = vec![(meeting, 0)];
        while let Some((one, behind)) = open.pop() {
            hardest = hardest.max(self.own_hardness(one) + behind);
            let chains = self.room.resources.chains_of[one].iter();
            let chains = chains.map(|chain| &self.room.resources.chains[*chain as usize]);
            // Longer chains than this are put in by their beginnings.
            if behind < 32 {
                let next = chains.filter(|chain| chain.before == one);
                open.extend(next.map(|chain| (chain.after, behind + 1)));
            }
        }
        hardest
    }

    fn related(&self, meeting: usize, most: usize, random: &mut Random, into: &mut Vec<usize>) {
        let wanted = into.len() + most;
        let chains = &self.room.resources.chains_of[meeting];
        for chain in chains {
            let chain = &self.room.resources.chains[*chain as usize];
            let other = if chain.after == meeting {
                chain.before
            } else {
                chain.after
            };
            if into.len() < wanted && random.below(2) == 0 {
                self.add(meeting, other, into);
            }
        }
        // Where it hurts, it is those who stand at a better start that matter: all of them, or that start stays closed.
        if self.pain(meeting) > 0 && random.below(4) > 0 {
            let room_left = wanted - into.len().min(wanted);
            if let Some(others) = self.easiest(meeting, room_left, random) {
                for other in others {
                    self.add(meeting, other, into);
                    self.add_chain(meeting, other, random, into);
                }
            }
        }
        // Beyond so many draws there is nobody left nearby.
        for _ in 0..4 * most {
            if into.len() >= wanted {
                return;
            }
            let other = match &self.places[meeting] {
                Some(place) => self.neighbour(place, random),
                None => self.in_the_way(meeting, random),
            };
            if let Some(other) = other {
                self.add(meeting, other, into);
            }
        }
    }

    fn sore(&self, random: &mut Random) -> Option<usize> {
        let sore = self.sore_ones();
        let draws =
            (0..SORE_DRAWS.min(sore.len())).map(|_| sore[random.below(sore.len())] as usize);
        draws.max_by_key(|meeting| self.pain(*meeting))
    }
}

/// Of so many sore meetings the sorest is taken.
const SORE_DRAWS: usize = 3;

impl Desk<'_> {
    fn own_hardness(&self, meeting: usize) -> u64 {
        let ground = &self.room.grounds[meeting];
        let starts = ground.in_time.starts.len() as u64;
        let people = ground.problem().seats.len() as u64;
        (1 << 40) / (starts + 1) * (people + 1)
    }

    fn add(&self, meeting: usize, other: usize, into: &mut Vec<usize>) {
        let fixed = self.room.grounds[other].meeting.frozen;
        if other != meeting && !fixed && !into.contains(&other) {
            into.push(other);
        }
    }

    /// Adds what follows a meeting that has to give way, every other time: it may hold it where it is.
    fn add_chain(&self, meeting: usize, other: usize, random: &mut Random, into: &mut Vec<usize>) {
        let mut at = other;
        while random.below(2) == 0 {
            let chains = self.room.resources.chains_of[at].iter();
            let mut chains = chains.map(|chain| &self.room.resources.chains[*chain as usize]);
            let Some(chain) = chains.find(|chain| chain.before == at) else {
                return;
            };
            at = chain.after;
            self.add(meeting, at, into);
        }
    }

    /// A meeting that takes the time of the same person or room shortly before or after.
    fn neighbour(&self, place: &Place, random: &mut Random) -> Option<usize> {
        let (resource, hold) = place.holds.get(random.below(place.holds.len()))?;
        let taken = &self.taken[*resource as usize];
        let own = taken.partition_point(|h| h.interval.start() < hold.interval.start());
        let reach = 4;
        let first = own.saturating_sub(reach);
        let past = (own + reach + 1).min(taken.len());
        let other = taken[first + random.below(past - first)].meeting;
        Some(other as usize)
    }

    /// A meeting that takes somebody's time at a start at which this one could be.
    fn in_the_way(&self, meeting: usize, random: &mut Random) -> Option<usize> {
        let others = self.easiest(meeting, usize::MAX, random)?;
        Some(others[random.below(others.len())])
    }

    /// Of a few starts at which this meeting could be, the one in whose way fewest others stand, if at most `most` do: those others.
    fn easiest(&self, meeting: usize, most: usize, random: &mut Random) -> Option<Vec<usize>> {
        let ground = &self.room.grounds[meeting];
        let terrain = match ground.in_time.starts.is_empty() {
            true => ground.late(),
            false => &ground.in_time,
        };
        let count = terrain.starts.len();
        let mut fewest: Option<Vec<usize>> = None;
        for _ in 0..EASY_DRAWS.min(count) {
            let others = self.blockers(meeting, terrain, random.below(count), random);
            let fits = !others.is_empty() && others.len() <= most;
            let fewer = fewest
                .as_ref()
                .is_none_or(|known| others.len() < known.len());
            if fits && fewer {
                fewest = Some(others);
            }
        }
        fewest
    }

    /// The meetings that take somebody or the room at a start, each once.
    fn blockers(
        &self,
        meeting: usize,
        terrain: &super::ground::Terrain,
        start: usize,
        random: &mut Random,
    ) -> Vec<usize> {
        let ground = &self.room.grounds[meeting];
        let begin = terrain.starts[start];
        let end = begin.plus(ground.problem().length);
        let mut others: Vec<usize> = Vec::new();
        let add = |resource: u32, others: &mut Vec<usize>| {
            let taken = &self.taken[resource as usize];
            let from = taken.partition_point(|hold| hold.interval.end() <= begin);
            let there = taken[from..].iter();
            let there = there.take_while(|hold| hold.interval.start() < end);
            for other in there.map(|hold| hold.meeting as usize) {
                if other != meeting && !others.contains(&other) {
                    others.push(other);
                }
            }
        };
        let pattern = terrain.pattern(start, 0, ground.groups.len());
        for flat in &pattern.core.chosen {
            let member = ground.layout.flats[usize::from(*flat)].member;
            if let Some(resource) = ground.resource[member] {
                add(resource, &mut others);
            }
        }
        // A room that is free costs nobody anything; else one of them.
        let venues = ground.venue_resource.len();
        let mut best: Option<Vec<usize>> = None;
        for draw in 0..venues.min(4) {
            let venue = (random.below(venues) + draw) % venues;
            if terrain.venues[start * venues + venue] == super::ground::VENUE_TAKEN {
                continue;
            }
            let mut with = others.clone();
            add(ground.venue_resource[venue], &mut with);
            if best.as_ref().is_none_or(|known| with.len() < known.len()) {
                best = Some(with);
            }
        }
        best.unwrap_or(others)
    }
}

/// Starts among which the easiest is looked for.
const EASY_DRAWS: usize = 6;
