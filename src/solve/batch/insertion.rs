//! The best place for one meeting among the others, over all its starts and venues at once.
//!
//! What the others take is laid over the ground of the meeting: each commitment of one of its people closes one run of starts to them,
//! found by search and not by trying. What remains is, for each start, which of the known ways to stand applies and who of it is taken;
//! what that is worth was worked out before or is now, and is kept.

use super::super::rows::{Kind, Status};
use super::core::Core;
use super::desk::Desk;
use super::ground::words;
use super::keys::{stand, write_key};
use super::levels::Way;
use super::overlay::{CLOSED, OPEN_LATE, Scratch};
use super::search::Random;
use crate::model::PlanValue;
use std::sync::Arc;

/// A way to hold a meeting that fits the plan as it is.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub late: bool,
    pub start: usize,
    pub group: usize,
    pub venue: Option<usize>,
    /// Venues that have to be asked.
    pub asks: u32,
    pub core: Arc<Core>,
    pub statuses: Vec<Status>,
    /// Without load; with what its own chains add.
    pub value: PlanValue,
}

/// Who may come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum People {
    /// Whoever can.
    Any,
    /// Nobody but those who were told.
    Told,
}

impl<'a> Desk<'a> {
    /// The best spot for a meeting that has no place, in time if there is one; late otherwise.
    ///
    /// With `noise` one start in some is passed over, so that not every repair ends in the same plan.
    pub fn best_spot(&mut self, meeting: usize, noise: Option<&mut Random>) -> Option<Spot> {
        let mut noise = noise;
        let in_time = self.best_of(meeting, false, None, noise.as_deref_mut());
        if in_time.is_some() {
            return in_time;
        }
        self.best_of(meeting, true, None, noise)
    }

    /// The spot at one start and in one venue, if it can be had with these people.
    pub fn spot_at(
        &mut self,
        meeting: usize,
        late: bool,
        (start, venue): (usize, Option<usize>),
        people: People,
    ) -> Option<Spot> {
        self.best_of(meeting, late, Some((start, venue, people)), None)
    }

    fn best_of(
        &mut self,
        meeting: usize,
        late: bool,
        only: Option<(usize, Option<usize>, People)>,
        mut noise: Option<&mut Random>,
    ) -> Option<Spot> {
        let room = self.room;
        let ground = &room.grounds[meeting];
        let terrain = ground.terrain(late);
        if terrain.starts.is_empty() {
            return None;
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        let mut best: Option<Spot> = None;
        if self.open_starts(meeting, terrain, &mut scratch) {
            if let Some((start, ..)) = only {
                let kept = scratch.open[start];
                scratch.open.fill(CLOSED);
                scratch.open[start] = kept;
            }
            let groups = ground.groups.len();
            // Each group costs as much as all starts together: in the search a few of them, by chance, do.
            let (first, some) = match (&mut noise, only) {
                (Some(random), None) if groups > SOME_GROUPS => (random.below(groups), SOME_GROUPS),
                _ => (0, groups),
            };
            for group in (first..first + some).map(|group| group % groups) {
                self.lay_over(meeting, terrain, group, &mut scratch);
                if let Some((start, _, People::Told)) = only {
                    let stride = 1 + words(ground.layout.flats.len()) + ground.partial_count;
                    let key = &mut scratch.keys[start * stride..][..stride];
                    for flat in 0..ground.layout.flats.len() {
                        if !ground.was_told(flat) {
                            key[1 + flat / 64] |= 1 << (flat % 64);
                        }
                    }
                }
                if let Some((start, Some(venue), _)) = only {
                    let rooms = ground.problem().venues.len();
                    for other in (0..rooms).filter(|other| *other != venue) {
                        scratch.rooms[start * rooms + other] = true;
                    }
                }
                self.pick(
                    (meeting, late, group),
                    &scratch,
                    noise.as_deref_mut(),
                    &mut best,
                );
            }
        }
        self.scratch = scratch;
        best
    }

    /// Looks at every open start and keeps the best spot.
    fn pick(
        &mut self,
        (meeting, late, group): (usize, bool, usize),
        scratch: &Scratch,
        mut noise: Option<&mut Random>,
        best: &mut Option<Spot>,
    ) {
        let room = self.room;
        let ground = &room.grounds[meeting];
        let terrain = ground.terrain(late);
        let layout = &ground.layout;
        let width = words(layout.flats.len());
        let stride = 1 + width + ground.partial_count;
        let rooms = layout.problem.venues.len();
        let wished = self.wished(meeting);
        let best_before = best.as_ref().map(|best| best.value);
        let mut found: Option<(PlanValue, usize, Option<usize>, u32)> = None;
        let mut key = vec![0u64; stride];
        let groups = ground.groups.len();
        for start in 0..terrain.starts.len() {
            if scratch.open[start] == CLOSED {
                continue;
            }
            if let Some(random) = noise.as_deref_mut()
                && random.below(NOISE) == 0
            {
                continue;
            }
            let pattern = terrain.pattern(start, group, groups);
            let memorised;
            let core: &Core = match write_key(pattern, start, scratch, &mut key) {
                false => &pattern.core,
                true => {
                    memorised = self.memorised(meeting, terrain, (start, group), &mut key);
                    &memorised
                }
            };
            if core.is_short() && !ground.meeting.frozen {
                continue;
            }
            let free = |venue: usize| !scratch.rooms[start * rooms + venue];
            let venues = &ground.groups[group];
            let Some((venue, asks)) = terrain.best_venue(ground, start, venues, &free) else {
                continue;
            };
            let stays = ground.stays(terrain.starts[start], venue);
            let kept;
            let core = match stays && room.levels.keeps_people() {
                false => core,
                true => {
                    kept = core.clone().keeping(ground, &stand(pattern, &key, ground));
                    &kept
                }
            };
            let mut way = Way::new(ground, terrain, start, core, (venue, asks));
            way.late = scratch.open[start] == OPEN_LATE;
            if stays {
                // Those who were told come again where they can.
                let mut chosen = core.chosen.to_vec();
                let statuses = stand(pattern, &key, ground);
                self.spread(meeting, core.state, &statuses, &mut chosen);
                let levels = room.levels;
                way.disturbed = Some(levels.disruption(ground, terrain, start, &chosen, venue));
            }
            for (seat, wanted) in &wished {
                let mut flats = layout.of_seat[seat.index()].clone();
                let flat =
                    flats.find(|f| ground.resource[layout.flats[*f].member] == Some(*wanted));
                let there = flat.is_some_and(|flat| {
                    let own = pattern.statuses[flat].kind != Kind::Absent;
                    own && key[1 + flat / 64] & (1 << (flat % 64)) == 0
                });
                way.changes += i64::from(!there);
            }
            let best = found.as_ref().map(|(value, ..)| value);
            let best = best.or(best_before.as_ref());
            if let Some(value) = room.levels.if_better(&way, best) {
                found = Some((value, start, venue, asks));
            }
        }
        let Some((value, start, venue, asks)) = found else {
            return;
        };
        let mut core = self.core(meeting, terrain, start, group, scratch, &mut key);
        let pattern = terrain.pattern(start, group, ground.groups.len());
        let statuses = stand(pattern, &key, ground);
        if room.levels.keeps_people() && ground.stays(terrain.starts[start], venue) {
            core = Arc::new(Core::clone(&core).keeping(ground, &statuses));
        }
        *best = Some(Spot {
            late,
            start,
            group,
            venue,
            asks,
            statuses,
            core,
            value,
        });
    }
}

/// Groups of venues that are looked at where noise is wanted.
const SOME_GROUPS: usize = 2;

/// One start in so many is passed over where noise is wanted.
const NOISE: usize = 40;
