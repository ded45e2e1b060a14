//! Ejection: a meeting that stands worse than it must is put where it would be better, and those who stand there, with everything that
//! follows them, look for other places. What chance finds late where a meeting has two starts in a quarter, this finds at once.

use super::desk::{Desk, Place};
use super::ground::{Terrain, VENUE_TAKEN};
use super::insertion::People;
use super::levels::Way;
use super::people::Days;
use super::search::Board;
use crate::model::PlanLevel;
use std::cmp::Reverse;
use std::sync::Arc;

/// Starts that are tried for one meeting, the last for the first that is put somewhere else.
const MOST_STARTS: [usize; 2] = [16, 60];

/// Starts that are tried for all.
const MOST_TRIES: usize = 20_000;

/// Meetings that may have to give way at once, what follows them included.
const MOST_MOVED: usize = 12;

/// Of those who had to give way so many look for a place by ejecting others.
const MOST_FURTHER: usize = 3;

/// Rounds over all meetings that stand worse than they must.
const MOST_ROUNDS: usize = 3;

impl Desk<'_> {
    /// Tries it for every meeting that could be better in what comes down to coverage, until nothing gets better or `stop` says so.
    pub fn eject(&mut self, stop: &dyn Fn() -> bool) {
        let mut tries = MOST_TRIES;
        for _ in 0..MOST_ROUNDS {
            let before = self.value;
            let mut sore: Vec<usize> = self.sore_ones().iter().map(|one| *one as usize).collect();
            sore.sort_by_key(|meeting| (Reverse(self.pain(*meeting)), *meeting));
            for meeting in sore {
                if stop() || tries == 0 {
                    return;
                }
                if !self.is_fixed(meeting) {
                    self.eject_for(meeting, &mut tries, MOST_STARTS.len() - 1);
                }
            }
            if self.value >= before {
                return;
            }
        }
    }

    /// Tries it for one meeting; what was moved and where it stood, where that is for the better.
    fn eject_for(&mut self, meeting: usize, tries: &mut usize, depth: usize) -> Option<Moved> {
        let ground = &self.room.grounds[meeting];
        for Better { late, start, group } in self.better_starts(meeting, MOST_STARTS[depth]) {
            *tries = tries.checked_sub(1)?;
            let way = self.in_its_way(meeting, ground.terrain(late), start, group);
            let Some((venue, others)) = way else {
                continue;
            };
            if others.len() <= MOST_MOVED {
                let moved = self.try_at(meeting, (late, start, venue), others, tries, depth);
                if moved.is_some() {
                    return moved;
                }
            }
        }
        None
    }

    /// The starts at which the meeting would be better than where it is, the best first.
    fn better_starts(&self, meeting: usize, most: usize) -> Vec<Better> {
        let levels = self.room.levels;
        let ground = &self.room.grounds[meeting];
        let depth = levels.place(PlanLevel::Required) + 1;
        let in_time = levels.place(PlanLevel::InTime);
        let mut now = match &self.places[meeting] {
            Some(place) => place.value,
            None => ground.empty,
        };
        let is_late = self.is_late(meeting);
        if is_late {
            now.0[in_time] = 1;
        }
        let Some(days) = self.days_behind(meeting) else {
            return Vec::new();
        };
        let mut better = Vec::new();
        // Where it is in time already it does not get better by being late.
        let terrains: &[bool] = match is_late || self.places[meeting].is_none() {
            true => &[false, true],
            false => &[false],
        };
        for late in terrains {
            let terrain = ground.terrain(*late);
            let from = terrain.days.partition_point(|day| *day < days.first);
            let to = terrain.days.partition_point(|day| *day <= days.late_to);
            for start in from..to {
                for (group, venues) in ground.groups.iter().enumerate() {
                    let core = &terrain.pattern(start, group, ground.groups.len()).core;
                    if core.is_short() {
                        continue;
                    }
                    let room = terrain.best_venue(ground, start, venues, &|_| true);
                    let Some(room) = room else { continue };
                    let mut way = Way::new(ground, terrain, start, core, room);
                    way.late = terrain.days[start] > days.last;
                    let value = levels.value(&way);
                    if value.0[..depth] < now.0[..depth] {
                        let late = *late;
                        better.push((value.0, Better { late, start, group }));
                    }
                }
            }
        }
        better.sort_unstable_by(|a, b| (&a.0[..depth], a.1).cmp(&(&b.0[..depth], b.1)));
        // Evenly over all: neighbours are mostly held by the same meetings.
        let step = (better.len() / most).max(1);
        let some = better.into_iter().step_by(step).take(most);
        some.map(|(_, better)| better).collect()
    }

    /// The days on which the meeting may be where those stand that it follows; `None` = one of them has no place.
    fn days_behind(&self, meeting: usize) -> Option<Days> {
        let mut days = Days {
            first: i32::MIN,
            last: i32::MAX,
            late_to: i32::MAX,
        };
        for chain in &self.room.resources.chains_of[meeting] {
            let chain = &self.room.resources.chains[*chain as usize];
            if chain.after == meeting {
                let before = self.places[chain.before].as_ref()?;
                let own = chain.follow(before.day)?;
                days.first = days.first.max(own.first);
                days.last = days.last.min(own.last);
                days.late_to = days.late_to.min(own.late_to);
            }
        }
        Some(days)
    }

    /// The venue in which fewest stand in the way at a start, and all that has to give way there, ascending; `None` = something cannot.
    fn in_its_way(
        &self,
        meeting: usize,
        terrain: &Terrain,
        start: usize,
        group: usize,
    ) -> Option<(Option<usize>, Vec<usize>)> {
        let ground = &self.room.grounds[meeting];
        let begin = terrain.starts[start];
        let end = begin.plus(ground.problem().length);
        let reach = self.room.resources.reach;
        let there = |resource: u32, into: &mut Vec<usize>| {
            let taken = &self.taken[resource as usize];
            let from = taken.partition_point(|hold| hold.interval.start() < begin.plus(-2 * reach));
            let near = taken[from..].iter();
            let near = near.take_while(|hold| hold.interval.start() < end);
            let near = near.filter(|hold| hold.interval.end() > begin);
            into.extend(near.map(|hold| hold.meeting as usize));
        };
        let mut others = Vec::new();
        let pattern = terrain.pattern(start, group, ground.groups.len());
        for flat in &pattern.core.chosen {
            let member = ground.layout.flats[usize::from(*flat)].member;
            if let Some(resource) = ground.resource[member] {
                there(resource, &mut others);
            }
        }
        let all = ground.venue_resource.len();
        let open = ground.groups[group]
            .iter()
            .filter(|venue| terrain.venues[start * all + *venue] != VENUE_TAKEN);
        let with = open.map(|venue| {
            let mut with = others.clone();
            there(ground.venue_resource[*venue], &mut with);
            (Some(*venue), self.with_followers(meeting, with))
        });
        let fewest = match ground.problem().needs_venue {
            true => with.min_by_key(|(venue, with)| (with.len(), *venue))?,
            false => (None, self.with_followers(meeting, others)),
        };
        let fixed = fewest.1.iter().any(|other| self.is_fixed(*other));
        (!fixed).then_some(fewest)
    }

    /// These meetings and all that follow them and the meeting itself, without that one, ascending.
    fn with_followers(&self, meeting: usize, mut others: Vec<usize>) -> Vec<usize> {
        others.push(meeting);
        others.sort_unstable();
        others.dedup();
        let mut at = 0;
        while at < others.len() && others.len() <= MOST_MOVED + 1 {
            let chains = &self.room.resources.chains_of[others[at]];
            for chain in chains {
                let chain = &self.room.resources.chains[*chain as usize];
                if chain.before == others[at] && !others.contains(&chain.after) {
                    others.push(chain.after);
                }
            }
            at += 1;
        }
        others.retain(|other| *other != meeting);
        others.sort_unstable();
        others
    }

    /// Puts the meeting there and the others wherever they then fit best; everything is as it was where that is not better, even when
    /// those who lost most have looked for places in the same way.
    fn try_at(
        &mut self,
        meeting: usize,
        (late, start, venue): (bool, usize, Option<usize>),
        mut others: Vec<usize>,
        tries: &mut usize,
        depth: usize,
    ) -> Option<Moved> {
        let before = self.value;
        let all = others.iter().copied().chain([meeting]);
        let mut moved: Moved = all.map(|one| (one, self.places[one].clone())).collect();
        moved.iter().for_each(|(one, _)| self.take_out(*one));
        if let Some(spot) = self.spot_at(meeting, late, (start, venue), People::Any) {
            self.put_at(meeting, &spot);
            others.sort_by_cached_key(|other| (Reverse(self.hardness(*other)), *other));
            for other in &others {
                self.put_best(*other, None);
            }
            if self.value < before {
                return Some(moved);
            }
            if depth > 0 {
                others.sort_by_key(|other| (Reverse(self.pain(*other)), *other));
                for sore in others.into_iter().take(MOST_FURTHER) {
                    let further = self.eject_for(sore, tries, depth - 1);
                    for (one, place) in further.into_iter().flatten() {
                        if moved.iter().all(|(known, _)| *known != one) {
                            moved.push((one, place));
                        }
                    }
                    if self.value < before {
                        return Some(moved);
                    }
                }
            }
        }
        moved.iter().for_each(|(one, _)| self.take_out(*one));
        for (one, place) in &moved {
            if let Some(place) = place {
                self.put_back(*one, place);
            }
        }
        None
    }
}

/// A start at which a meeting would be better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Better {
    late: bool,
    start: usize,
    group: usize,
}

/// Meetings and where they stood.
type Moved = Vec<(usize, Option<Arc<Place>>)>;
