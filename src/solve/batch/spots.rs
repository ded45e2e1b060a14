//! Every way to hold a meeting at one start that can be part of a best plan of a few meetings: the best seating, and the best ones
//! without some of those whom the others want.

use super::core::Core;
use super::desk::Desk;
use super::ground::words;
use super::insertion::Spot;
use super::keys::stand;
use super::levels::Way;
use super::overlay::{CLOSED, OPEN_LATE, Scratch};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Seatings of one start after which no more are looked for.
const MOST_SEATINGS: usize = 64;

impl Desk<'_> {
    /// Every way to hold a meeting at one start: in each venue, with the best seating, and with the best seatings without some of those
    /// who are `contested`.
    pub fn spots(
        &mut self,
        meeting: usize,
        late: bool,
        start: usize,
        contested: &BTreeSet<u32>,
        whole: &mut bool,
    ) -> Vec<Spot> {
        let room = self.room;
        let ground = &room.grounds[meeting];
        let terrain = ground.terrain(late);
        let mut scratch = std::mem::take(&mut self.scratch);
        let mut spots = Vec::new();
        if self.open_starts(meeting, terrain, &mut scratch) && scratch.open[start] != CLOSED {
            for group in 0..ground.groups.len() {
                self.lay_over(meeting, terrain, group, &mut scratch);
                self.spots_of(
                    (meeting, late, group),
                    start,
                    &scratch,
                    contested,
                    whole,
                    &mut spots,
                );
            }
        }
        self.scratch = scratch;
        spots
    }

    fn spots_of(
        &mut self,
        (meeting, late, group): (usize, bool, usize),
        start: usize,
        scratch: &Scratch,
        contested: &BTreeSet<u32>,
        whole: &mut bool,
        spots: &mut Vec<Spot>,
    ) {
        let room = self.room;
        let ground = &room.grounds[meeting];
        let terrain = ground.terrain(late);
        let layout = &ground.layout;
        let width = words(layout.flats.len());
        let stride = 1 + width + ground.partial_count;
        let rooms = layout.problem.venues.len();
        let pattern = terrain.pattern(start, group, ground.groups.len());
        let mut key = vec![0u64; stride];
        let first = self.core(meeting, terrain, start, group, scratch, &mut key);
        let mut known: BTreeMap<Vec<u64>, Arc<Core>> = BTreeMap::new();
        let mut open = vec![key.clone()];
        known.insert(key, first);
        while let Some(key) = open.pop() {
            let core = Arc::clone(&known[&key]);
            if core.is_short() {
                continue;
            }
            for flat in &core.chosen {
                let member = layout.flats[usize::from(*flat)].member;
                let Some(resource) = ground.resource[member] else {
                    continue;
                };
                if !contested.contains(&resource) {
                    continue;
                }
                // Of somebody with a share only the whole is tried.
                *whole &= ground.partial[usize::from(*flat)].is_none();
                let mut without = key.clone();
                let flats = layout.flats.iter().enumerate();
                for (other, _) in flats.filter(|(_, spec)| spec.member == member) {
                    without[1 + other / 64] |= 1 << (other % 64);
                    if let Some(place) = ground.partial[other] {
                        without[1 + width + usize::from(place)] = 0;
                    }
                }
                if known.contains_key(&without) {
                    continue;
                }
                if known.len() >= MOST_SEATINGS {
                    *whole = false;
                    break;
                }
                let statuses = stand(pattern, &without, ground);
                let core = Arc::new(Core::of(layout, &statuses, false));
                known.insert(without.clone(), core);
                open.push(without);
            }
        }
        let choices: Vec<(Option<usize>, u32)> = match layout.problem.needs_venue {
            false => vec![(None, terrain.asks(start))],
            true => ground.groups[group]
                .iter()
                .filter_map(|venue| {
                    let free =
                        |other: usize| other == *venue && !scratch.rooms[start * rooms + other];
                    terrain.best_venue(ground, start, &[*venue], &free)
                })
                .collect(),
        };
        for (key, core) in known {
            if core.is_short() {
                continue;
            }
            for (venue, asks) in &choices {
                let mut way = Way::new(ground, terrain, start, &core, (*venue, *asks));
                way.late = scratch.open[start] == OPEN_LATE;
                let value = room.levels.value(&way);
                spots.push(Spot {
                    late,
                    start,
                    group,
                    venue: *venue,
                    asks: *asks,
                    core: Arc::clone(&core),
                    statuses: stand(pattern, &key, ground),
                    value,
                });
            }
        }
    }
}
