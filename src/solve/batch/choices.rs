//! A few meetings set free among the others: every way to hold each of them that can be part of a best plan, for the exact solver.
//!
//! Somebody whom two of the free meetings want can be had by one of them. So each way is the best seating without some of those who
//! are wanted elsewhere too: from the best seating of all, one such person after the other is taken away and the meeting seated anew.

use super::choice::{Choice, Chosen, ExactProblem, Use};
use super::desk::{Desk, Place};
use super::exact::{ExactLimits, improve_exactly};
use crate::model::PlanLevel;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most ways in all; with more a neighbourhood is too large.
const MOST_WAYS: usize = 12_000;

/// What a way takes: start, whether it is a late one, venue, people.
type What = (u32, bool, Option<u16>, Box<[u16]>);

/// Where each of some meetings stands, and whether nothing is better.
type Found = (Vec<Option<Arc<Place>>>, bool);

/// What freeing some meetings came to.
pub(super) struct Freed {
    /// Nothing is better for these meetings as long as the others stay where they are.
    pub proved: bool,
}

impl Desk<'_> {
    /// Sets the meetings free and places them together as well as can be. `None` = there are too many ways, and nothing was changed.
    pub fn best_together(&mut self, meetings: &[usize], limits: &ExactLimits) -> Option<Freed> {
        let before: Vec<Option<Arc<Place>>> =
            meetings.iter().map(|m| self.places[*m].clone()).collect();
        let old = self.value;
        meetings.iter().for_each(|meeting| self.take_out(*meeting));
        let found = self.solve_free(meetings, &before, limits);
        let Some((places, proved)) = found else {
            self.lay_all(meetings, &before);
            return None;
        };
        self.lay_all(meetings, &places);
        if self.value > old {
            // What was there before may hold something that no way has, such as a person who is to be told nothing new.
            meetings.iter().for_each(|meeting| self.take_out(*meeting));
            self.lay_all(meetings, &before);
            return Some(Freed { proved: false });
        }
        Some(Freed { proved })
    }

    fn lay_all(&mut self, meetings: &[usize], places: &[Option<Arc<Place>>]) {
        for (meeting, place) in meetings.iter().zip(places) {
            if let Some(place) = place {
                self.put_back(*meeting, place);
            }
        }
    }

    fn solve_free(
        &mut self,
        meetings: &[usize],
        before: &[Option<Arc<Place>>],
        limits: &ExactLimits,
    ) -> Option<Found> {
        let room = self.room;
        let contested = contested(self, meetings);
        let mut whole = true;
        let mut ways: Vec<Vec<Arc<Place>>> = Vec::new();
        let mut count = 0;
        for (at, meeting) in meetings.iter().enumerate() {
            let mut own = self.ways(*meeting, &contested, &mut whole)?;
            // What stood there is a way too.
            if let Some(place) = &before[at]
                && !own
                    .iter()
                    .any(|way| way.chosen == place.chosen && way.holds == place.holds)
            {
                own.push(Arc::clone(place));
            }
            count += own.len();
            if count > MOST_WAYS {
                return None;
            }
            ways.push(own);
        }
        // What the chains between free meetings add depends on both.
        let free: BTreeSet<usize> = meetings.iter().copied().collect();
        for meeting in meetings {
            for chain in &room.resources.chains_of[*meeting] {
                let chain = &room.resources.chains[*chain as usize];
                if free.contains(&chain.before) && free.contains(&chain.after) {
                    whole &= chain.preferred.is_empty() && !chain.can_be_late();
                }
            }
        }
        let known: Vec<Option<usize>> = ways
            .iter()
            .zip(before)
            .map(|(own, before)| {
                let before = before.as_ref()?;
                own.iter()
                    .position(|way| way.chosen == before.chosen && way.holds == before.holds)
            })
            .collect();
        let exact = {
            let clashes = |chosen: &[Chosen]| self.clashes(meetings, &ways, chosen);
            let problem = ExactProblem {
                choices: ways
                    .iter()
                    .map(|own| own.iter().map(|way| choice(way)).collect())
                    .collect(),
                empty: meetings
                    .iter()
                    .map(|meeting| room.grounds[*meeting].empty)
                    .collect(),
                capacity: room.resources.capacity.clone(),
                history: self
                    .load
                    .iter()
                    .zip(&room.resources.history)
                    .map(|(load, history)| load + history)
                    .collect(),
                load: room.levels.place(PlanLevel::Load),
                clashes: &clashes,
            };
            improve_exactly(&problem, &known, limits)?
        };
        let places = exact
            .chosen
            .iter()
            .zip(&ways)
            .map(|(chosen, own)| chosen.map(|chosen| Arc::clone(&own[chosen])))
            .collect();
        Some((places, exact.proved && whole))
    }

    /// Every way to hold one meeting beside those that are placed.
    fn ways(
        &mut self,
        meeting: usize,
        contested: &BTreeSet<u32>,
        whole: &mut bool,
    ) -> Option<Vec<Arc<Place>>> {
        let mut ways = Vec::new();
        for late in [false, true] {
            let starts = self.room.grounds[meeting].terrain(late).starts.len();
            for start in 0..starts {
                let spots = self.spots(meeting, late, start, contested, whole);
                for spot in spots {
                    ways.push(Arc::new(self.settle(meeting, &spot)));
                }
                if ways.len() > MOST_WAYS {
                    return None;
                }
            }
        }
        // Of ways that take the same the best is enough.
        let mut best: BTreeMap<What, Arc<Place>> = BTreeMap::new();
        for way in ways {
            let key = (way.start, way.late, way.venue, way.chosen.clone());
            match best.get(&key) {
                Some(known) if known.value <= way.value => {}
                _ => {
                    best.insert(key, way);
                }
            }
        }
        Some(best.into_values().collect())
    }

    /// Which of the chosen ways cannot be held together, each set as small as it can be told.
    fn clashes(
        &self,
        meetings: &[usize],
        ways: &[Vec<Arc<Place>>],
        chosen: &[Chosen],
    ) -> Vec<Vec<Chosen>> {
        let mut sets = Vec::new();
        let way = |(at, choice): &Chosen| (meetings[*at], &ways[*at][*choice]);
        for (place, one) in chosen.iter().enumerate() {
            for other in &chosen[..place] {
                let ((m, a), (n, b)) = (way(one), way(other));
                if !self.agree((m, a), (n, b)) {
                    sets.push(vec![*other, *one]);
                }
            }
        }
        // Teams and limits: no pair is too much, but all together may be.
        let mut counted: BTreeMap<(u32, i32), Vec<Chosen>> = BTreeMap::new();
        for one in chosen {
            for key in &way(one).1.counted {
                counted.entry(*key).or_default().push(*one);
            }
        }
        for ((limit, day), all) in counted {
            let most = self.room.resources.limits[limit as usize].most;
            let used = self.counts[limit as usize].get(&day).copied().unwrap_or(0);
            let left = most.saturating_sub(used) as usize;
            if all.len() > left {
                sets.push(all[..=left].to_vec());
            }
        }
        sets.extend(self.crowds(meetings, ways, chosen));
        sets
    }
}

/// Resources that more than one of the meetings could want.
pub(super) fn contested(desk: &Desk, meetings: &[usize]) -> BTreeSet<u32> {
    let mut seen: BTreeSet<u32> = BTreeSet::new();
    let mut twice = BTreeSet::new();
    for meeting in meetings {
        let ground = &desk.room.grounds[*meeting];
        let mut own: Vec<u32> = ground.resource.iter().flatten().copied().collect();
        own.sort_unstable();
        own.dedup();
        for resource in own {
            if !seen.insert(resource) {
                twice.insert(resource);
            }
        }
    }
    twice
}

fn choice(place: &Place) -> Choice {
    let holds = place.holds.iter();
    Choice {
        value: place.value,
        uses: holds
            .map(|(resource, hold)| Use {
                resource: *resource,
                interval: hold.interval,
            })
            .collect(),
        pool: place.pool.to_vec(),
    }
}
