//! Why a meeting has no place, asked of the plan as it is: the same search that could not place it is asked again with one hindrance after
//! the other taken away.

use super::super::{FindOptions, find};
use super::desk::Desk;
use super::ground::VENUE_TAKEN;
use crate::model::{ContactId, UnplacedReason, VenueId};
use crate::time::Instant;
use std::collections::BTreeMap;

/// Starts at which it is looked who is in the way: so many, evenly spread, are enough to find an easy one.
const MOST_LOOKED_AT: usize = 400;

impl Desk<'_> {
    /// Why the meeting cannot be put anywhere; `index` gives the batch's number of a meeting of this part.
    pub fn reason(&mut self, meeting: usize, index: &dyn Fn(usize) -> usize) -> UnplacedReason {
        let room = self.room;
        let ground = &room.grounds[meeting];
        if ground.in_time.starts.is_empty() && ground.late().starts.is_empty() {
            let options = FindOptions {
                all: false,
                shown: 1,
            };
            let found = find(ground.problem(), &options);
            return UnplacedReason::Alone(found.clash.unwrap_or_default());
        }
        if let Some(reason) = self.chained_away(meeting, index) {
            return reason;
        }
        self.unlimited = true;
        let spot = self.best_spot(meeting, None);
        self.unlimited = false;
        if let Some(spot) = spot {
            let chosen = spot.core.chosen.iter();
            let limited = chosen.filter(|flat| !ground.flat_limits[usize::from(**flat)].is_empty());
            let mut contacts: Vec<ContactId> = limited
                .filter_map(|flat| {
                    let member = ground.layout.flats[usize::from(*flat)].member;
                    ground.problem().members[member].contact
                })
                .collect();
            contacts.sort_unstable();
            contacts.dedup();
            return UnplacedReason::Full { contacts };
        }
        self.crowded(meeting, index)
    }

    /// What its chain does to it.
    fn chained_away(
        &self,
        meeting: usize,
        index: &dyn Fn(usize) -> usize,
    ) -> Option<UnplacedReason> {
        let room = self.room;
        let ground = &room.grounds[meeting];
        for number in &room.resources.chains_of[meeting] {
            let chain = &room.resources.chains[*number as usize];
            if chain.after != meeting {
                continue;
            }
            let before = index(chain.before);
            let Some(place) = &self.places[chain.before] else {
                return Some(UnplacedReason::Follows { before });
            };
            let days = chain.follow(place.day);
            let fits = |day: &i32| days.is_some_and(|d| d.first <= *day && *day <= d.late_to);
            let any = |late: bool| ground.terrain(late).days.iter().any(fits);
            if !any(false) && !any(true) {
                let date = chrono::NaiveDate::from_num_days_from_ce_opt;
                return Some(UnplacedReason::Gap {
                    before,
                    rule: chain.rule.clone(),
                    first: days.and_then(|days| date(days.first)),
                    last: days.and_then(|days| date(days.last)),
                });
            }
        }
        None
    }

    /// Who takes what it needs, and which meetings would have to move at the start where that are fewest.
    fn crowded(&self, meeting: usize, index: &dyn Fn(usize) -> usize) -> UnplacedReason {
        let room = self.room;
        let ground = &room.grounds[meeting];
        let late = ground.in_time.starts.is_empty();
        let terrain = ground.terrain(late);
        let mut people: BTreeMap<ContactId, u32> = BTreeMap::new();
        let mut venues: BTreeMap<VenueId, u32> = BTreeMap::new();
        let mut fewest: Option<(Vec<usize>, Instant)> = None;
        let step = terrain.starts.len().div_ceil(MOST_LOOKED_AT).max(1);
        for start in (0..terrain.starts.len()).step_by(step) {
            let pattern = terrain.pattern(start, 0, ground.groups.len());
            let begin = terrain.starts[start];
            let end = begin.plus(ground.problem().length);
            let mut moving: Vec<usize> = Vec::new();
            let taken = |resource: u32| {
                let holds = &self.taken[resource as usize];
                let first = holds.partition_point(|hold| hold.interval.end() <= begin);
                let rest = holds[first..].iter();
                rest.take_while(move |hold| hold.interval.start() < end)
                    .map(|hold| hold.meeting as usize)
            };
            for flat in &pattern.core.chosen {
                let member = ground.layout.flats[usize::from(*flat)].member;
                let Some(resource) = ground.resource[member] else {
                    continue;
                };
                let before = moving.len();
                moving.extend(taken(resource));
                if moving.len() > before
                    && let Some(contact) = room.resources.contact_of(resource)
                {
                    *people.entry(contact).or_default() += 1;
                }
            }
            // The venue in whose way fewest stand.
            let all = ground.venue_resource.len();
            let there = (0..all).filter(|venue| terrain.venues[start * all + venue] != VENUE_TAKEN);
            let rooms = there.map(|venue| {
                let resource = ground.venue_resource[venue];
                let own: Vec<usize> = taken(resource).collect();
                (own.len(), resource, own)
            });
            if let Some((count, resource, own)) = rooms.min() {
                moving.extend(own);
                if count > 0
                    && let Some(venue) = room.resources.venue_of(resource)
                {
                    *venues.entry(venue).or_default() += 1;
                }
            }
            moving.sort_unstable();
            moving.dedup();
            let fewer = fewest
                .as_ref()
                .is_none_or(|(known, _)| moving.len() < known.len());
            if !moving.is_empty() && fewer {
                fewest = Some((moving, begin));
            }
        }
        let by_weight = |count: &u32| std::cmp::Reverse(*count);
        let mut people: Vec<(ContactId, u32)> = people.into_iter().collect();
        people.sort_by_key(|(contact, count)| (by_weight(count), *contact));
        let mut venues: Vec<(VenueId, u32)> = venues.into_iter().collect();
        venues.sort_by_key(|(venue, count)| (by_weight(count), *venue));
        let at = fewest.as_ref().map(|(_, at)| *at);
        let moving = fewest.map_or(Vec::new(), |(moving, _)| moving);
        UnplacedReason::Crowded {
            starts: terrain.starts.len() as u64,
            people: people.into_iter().map(|(contact, _)| contact).collect(),
            venues: venues.into_iter().map(|(venue, _)| venue).collect(),
            moving: moving.into_iter().map(index).collect(),
            at,
        }
    }
}
