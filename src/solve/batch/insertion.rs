//! The best place for one meeting among the others, over all its starts and venues at once.
//!
//! What the others take is laid over the ground of the meeting: each commitment of one of its people closes one run of starts to them,
//! found by search and not by trying. What remains is, for each start, which of the known ways to stand applies and who of it is taken;
//! what that is worth was worked out before or is now, and is kept.

use super::super::rows::{Kind, Status, Stretches, minutes};
use super::core::Core;
use super::desk::{Desk, Hold};
use super::ground::{Ground, Pattern, Terrain, words};
use super::levels::Way;
use super::search::Random;
use crate::model::{Buffer, PlanValue, VenueId};
use crate::time::{Instant, Interval, IntervalSet};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
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

/// What was worked out for one meeting: cores by pattern and by who of it is taken.
#[derive(Default)]
pub(super) struct Memo {
    known: HashMap<Box<[u64]>, Arc<Core>, BuildHasherDefault<Mix>>,
}

/// Cores that are kept for all meetings of a plan together, and for one of them at most and at least: beyond that a meeting's memory is
/// begun anew. Many meetings have to share what memory there is.
const MOST_KNOWN: usize = 800_000;
const MOST_KNOWN_OF_ONE: usize = 2_000;
const LEAST_KNOWN_OF_ONE: usize = 32;

/// Mixes words; the keys are ours, so nobody can choose them to collide.
#[derive(Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(word.into());
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
}

/// Memory that is used again for every insertion.
#[derive(Default)]
pub(super) struct Scratch {
    /// For each start: the pattern, who is taken (a bit a flat), how those with a share of the time stand.
    keys: Vec<u64>,
    /// For each start: 0 = closed, 1 = open, 2 = open and late by a chain.
    open: Vec<u8>,
    /// For each start and venue: taken.
    rooms: Vec<bool>,
    held: Vec<Interval>,
}

const CLOSED: u8 = 0;
const OPEN: u8 = 1;
const OPEN_LATE: u8 = 2;

/// Seatings of one start after which no more are looked for.
const MOST_SEATINGS: usize = 64;

/// Marks the code of a share in a key.
const SHARE: u64 = 1 << 63;

fn share_code(status: &Status) -> u64 {
    SHARE
        | (status.kind as u64) << 32
        | u64::from(status.reliance) << 24
        | u64::from(status.percent) << 8
        | u64::from(status.possible)
}

fn share_status(code: u64) -> Status {
    Status {
        kind: match (code >> 32) & 3 {
            0 => Kind::Present,
            1 => Kind::Unknown,
            _ => Kind::Absent,
        },
        reliance: (code >> 24) as u8,
        percent: (code >> 8) as u8,
        possible: code as u8,
    }
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

    /// Closes the starts that the chains and the venues of parts do not allow; false where none is left.
    fn open_starts(&self, meeting: usize, terrain: &Terrain, scratch: &mut Scratch) -> bool {
        let room = self.room;
        let ground = &room.grounds[meeting];
        scratch.open.clear();
        scratch.open.resize(terrain.starts.len(), OPEN);
        for chain in &room.resources.chains_of[meeting] {
            let chain = &room.resources.chains[*chain as usize];
            let other = match chain.after == meeting {
                true => &self.places[chain.before],
                false => &self.places[chain.after],
            };
            let Some(other) = other else { continue };
            let mut last: Option<(i32, u8)> = None;
            for (open, day) in scratch.open.iter_mut().zip(&terrain.days) {
                let code = match last {
                    Some((known, code)) if known == *day => code,
                    _ => {
                        let (before, after) = match chain.after == meeting {
                            true => (other.day, *day),
                            false => (*day, other.day),
                        };
                        let code = match chain.follow(before) {
                            Some(days) if after < days.first || after > days.late_to => CLOSED,
                            Some(days) if after > days.last => OPEN_LATE,
                            Some(_) => OPEN,
                            None => CLOSED,
                        };
                        last = Some((*day, code));
                        code
                    }
                };
                *open = match (*open, code) {
                    (CLOSED, _) | (_, CLOSED) => CLOSED,
                    (OPEN_LATE, _) | (_, OPEN_LATE) => OPEN_LATE,
                    _ => OPEN,
                };
            }
        }
        for (resource, pieces) in &ground.parts {
            let venue = room.resources.venue_of(*resource);
            let timeline = ground
                .problem()
                .part_venues
                .iter()
                .find(|choice| Some(choice.venue) == venue);
            let own = timeline.map_or(Buffer::default(), |choice| choice.timeline.buffer);
            let need = (ground.problem().buffer.larger(own), own);
            self.venue_held(meeting, *resource, need, &mut scratch.held, terrain, ground);
            for held in &scratch.held {
                for (from, to) in touched(&terrain.starts, *held, pieces) {
                    scratch.open[from..to].fill(CLOSED);
                }
            }
        }
        scratch.open.iter().any(|open| *open != CLOSED)
    }

    /// Writes the keys of all starts for venues of one group, and which rooms are taken.
    fn lay_over(&self, meeting: usize, terrain: &Terrain, group: usize, scratch: &mut Scratch) {
        let room = self.room;
        let ground = &room.grounds[meeting];
        let layout = &ground.layout;
        let count = terrain.starts.len();
        let width = words(layout.flats.len());
        let stride = 1 + width + ground.partial_count;
        scratch.keys.clear();
        scratch.keys.resize(count * stride, 0);
        let venue = ground.groups[group].first();
        let venue = venue.map(|index| layout.problem.venues[*index].venue);
        // Where somebody stands in several seats, each is closed by itself.
        for (flat, spec) in layout.flats.iter().enumerate() {
            let Some(resource) = ground.resource[spec.member] else {
                continue;
            };
            let bit = 1u64 << (flat % 64);
            let word = 1 + flat / 64;
            for limit in ground.flat_limits[flat].iter().filter(|_| !self.unlimited) {
                self.full_days(*limit, terrain, |from, to| {
                    for start in from..to {
                        scratch.keys[start * stride + word] |= bit;
                    }
                });
            }
            if self.taken[resource as usize].is_empty() {
                continue;
            }
            let gap = layout.gap_venue(spec.seat, venue);
            self.person_held(
                meeting,
                resource,
                spec.member,
                gap,
                &mut scratch.held,
                whole(terrain, ground),
            );
            if scratch.held.is_empty() {
                continue;
            }
            let shape = &layout.shapes[layout.shape_of[spec.seat]];
            match ground.partial[flat] {
                None => {
                    for held in &scratch.held {
                        for (from, to) in touched(&terrain.starts, *held, &shape.pieces) {
                            for start in from..to {
                                scratch.keys[start * stride + word] |= bit;
                            }
                        }
                    }
                }
                Some(place) => {
                    let timeline = &layout.problem.members[spec.member].timeline;
                    let window = whole(terrain, ground);
                    let mut stretches = Stretches::near(layout.problem, timeline, gap, window);
                    let held: IntervalSet = scratch.held.iter().copied().collect();
                    stretches.absent = stretches.absent.union(&held);
                    let least = shape.partial.unwrap_or(100);
                    for held in &scratch.held {
                        for (from, to) in touched(&terrain.starts, *held, &shape.pieces) {
                            for start in from..to {
                                let key = start * stride + 1 + width + usize::from(place);
                                if scratch.keys[key] == 0 {
                                    let at = terrain.starts[start];
                                    let status = stretches.partial(shape, at, least);
                                    scratch.keys[key] = share_code(&status);
                                }
                            }
                        }
                    }
                }
            }
        }
        self.keep_same(meeting, stride, scratch);
        let rooms = layout.problem.venues.len();
        scratch.rooms.clear();
        scratch.rooms.resize(count * rooms, false);
        for index in &ground.groups[group] {
            let resource = ground.venue_resource[*index];
            let own = layout.problem.venues[*index].timeline.buffer;
            let need = (layout.problem.buffer.larger(own), own);
            self.venue_held(meeting, resource, need, &mut scratch.held, terrain, ground);
            for held in &scratch.held {
                for (from, to) in touched(&terrain.starts, *held, &ground.venue_pieces) {
                    for start in from..to {
                        scratch.rooms[start * rooms + index] = true;
                    }
                }
            }
        }
    }

    /// Where the same person has to sit in the meetings of a chain, nobody else may.
    fn keep_same(&self, meeting: usize, stride: usize, scratch: &mut Scratch) {
        let room = self.room;
        let ground = &room.grounds[meeting];
        for chain in &room.resources.chains_of[meeting] {
            let chain = &room.resources.chains[*chain as usize];
            for (a, b) in &chain.same {
                let (other, theirs, own) = match chain.after == meeting {
                    true => (chain.before, *a, *b),
                    false => (chain.after, *b, *a),
                };
                let Some(place) = &self.places[other] else {
                    continue;
                };
                let Some(wanted) = self.contact_in(other, place, theirs) else {
                    continue;
                };
                for flat in ground.layout.of_seat[own.index()].clone() {
                    let member = ground.layout.flats[flat].member;
                    if ground.resource[member] == Some(wanted) {
                        continue;
                    }
                    for key in scratch.keys.chunks_exact_mut(stride) {
                        key[1 + flat / 64] |= 1 << (flat % 64);
                    }
                }
            }
        }
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

    /// What the meeting is worth at a start as its people stand there now; leaves the key in `key`.
    fn core(
        &mut self,
        meeting: usize,
        terrain: &Terrain,
        start: usize,
        group: usize,
        scratch: &Scratch,
        key: &mut [u64],
    ) -> Arc<Core> {
        let groups = self.room.grounds[meeting].groups.len();
        let pattern = terrain.pattern(start, group, groups);
        match write_key(pattern, start, scratch, key) {
            false => Arc::clone(&pattern.core),
            true => self.memorised(meeting, terrain, (start, group), key),
        }
    }

    /// The core of a key, worked out where it is not known.
    fn memorised(
        &mut self,
        meeting: usize,
        terrain: &Terrain,
        (start, group): (usize, usize),
        key: &mut [u64],
    ) -> Arc<Core> {
        let ground = &self.room.grounds[meeting];
        let groups = ground.groups.len();
        let number = u64::from(terrain.pattern_of[start * groups + group]);
        key[0] = number << 1 | u64::from(terrain.is_late);
        let most = MOST_KNOWN / self.memo.len().max(1);
        let most = most.clamp(LEAST_KNOWN_OF_ONE, MOST_KNOWN_OF_ONE);
        let memo = &mut self.memo[meeting];
        if let Some(core) = memo.known.get(&*key) {
            return Arc::clone(core);
        }
        let pattern = terrain.pattern(start, group, groups);
        let statuses = stand(pattern, key, ground);
        let core = Arc::new(Core::of(&ground.layout, &statuses, ground.meeting.frozen));
        if memo.known.len() >= most {
            memo.known.clear();
        }
        memo.known.insert(Box::from(&*key), Arc::clone(&core));
        core
    }

    /// When a person cannot be had because of the other meetings of the plan, with all gaps.
    pub fn held(
        &self,
        meeting: usize,
        resource: u32,
        member: usize,
        venue: Option<VenueId>,
        window: Option<Interval>,
    ) -> IntervalSet {
        let mut held = Vec::new();
        self.person_held(meeting, resource, member, venue, &mut held, window);
        held.into_iter().collect()
    }

    fn person_held(
        &self,
        meeting: usize,
        resource: u32,
        member: usize,
        venue: Option<VenueId>,
        into: &mut Vec<Interval>,
        window: Option<Interval>,
    ) {
        let problem = self.room.grounds[meeting].problem();
        let timeline = &problem.members[member].timeline;
        let need = problem.buffer.larger(timeline.buffer);
        let capacity = self.room.resources.capacity[resource as usize];
        // A team's meetings outside the batch fill it up together with those inside.
        let outside = timeline
            .taken
            .iter()
            .filter(|_| capacity > 1)
            .map(|taken| self.widened(taken.interval, taken.buffer, taken.venue, need, venue));
        self.gather(
            meeting,
            resource,
            (need, timeline.buffer),
            venue,
            window,
            into,
        );
        if capacity > 1 {
            into.extend(outside);
            full(into, capacity);
        }
    }

    fn venue_held(
        &self,
        meeting: usize,
        resource: u32,
        needs: (Buffer, Buffer),
        into: &mut Vec<Interval>,
        terrain: &Terrain,
        ground: &Ground,
    ) {
        // Within one room there is no way to go.
        self.gather(meeting, resource, needs, None, whole(terrain, ground), into);
    }

    /// The other meetings' holds of a resource around a window, each with what must be kept clear around it.
    fn gather(
        &self,
        meeting: usize,
        resource: u32,
        (need, own): (Buffer, Buffer),
        venue: Option<VenueId>,
        window: Option<Interval>,
        into: &mut Vec<Interval>,
    ) {
        into.clear();
        let Some(window) = window else { return };
        let room = self.room;
        let reach = room.resources.reach;
        let taken: &[Hold] = &self.taken[resource as usize];
        let first = window.start().plus(-2 * reach);
        let from = taken.partition_point(|hold| hold.interval.start() < first);
        for hold in &taken[from..] {
            if hold.interval.start().0 >= window.end().0 + reach {
                break;
            }
            if hold.meeting as usize == meeting {
                continue;
            }
            // What the resource needs around a meeting it needs around that one too.
            let other = room.grounds[hold.meeting as usize].problem().buffer;
            let other = other.larger(own);
            into.push(self.widened(hold.interval, other, hold.venue, need, venue));
        }
    }

    /// A commitment with the gap to it: the larger of what either needs and of the way between.
    pub fn widened(
        &self,
        interval: Interval,
        other: Buffer,
        there: Option<VenueId>,
        need: Buffer,
        here: Option<VenueId>,
    ) -> Interval {
        let resources = self.room.resources;
        let (to, fro) = (resources.travel(there, here), resources.travel(here, there));
        let behind = need.before_minutes.max(other.after_minutes).max(to);
        let ahead = need.after_minutes.max(other.before_minutes).max(fro);
        interval.widened(minutes(ahead), minutes(behind))
    }

    /// Calls back with the runs of starts that lie on days on which a limit is used up.
    fn full_days(&self, limit: u32, terrain: &Terrain, mut close: impl FnMut(usize, usize)) {
        let most = self.room.resources.limits[limit as usize].most;
        let per = self.room.resources.limits[limit as usize].per;
        let length = match per {
            crate::model::Stretch::Day => 1,
            crate::model::Stretch::Week => 7,
        };
        let (Some(first), Some(last)) = (terrain.days.first(), terrain.days.last()) else {
            return;
        };
        let counts = self.counts[limit as usize].range(first - length + 1..=*last);
        for (day, count) in counts {
            if *count >= most {
                let from = terrain.days.partition_point(|own| own < day);
                let to = terrain.days.partition_point(|own| *own < day + length);
                if from < to {
                    close(from, to);
                }
            }
        }
    }
}

/// Groups of venues that are looked at where noise is wanted.
const SOME_GROUPS: usize = 2;

/// One start in so many is passed over where noise is wanted.
const NOISE: usize = 40;

/// Writes down who of those who could be there at a start is taken; false where nobody is.
fn write_key(pattern: &Pattern, start: usize, scratch: &Scratch, key: &mut [u64]) -> bool {
    let stride = key.len();
    key.copy_from_slice(&scratch.keys[start * stride..(start + 1) * stride]);
    let mut taken = 0;
    for (word, there) in key[1..].iter_mut().zip(&pattern.there) {
        *word &= there;
        taken |= *word;
    }
    let shares = 1 + pattern.there.len();
    taken |= key[shares..].iter().fold(0, |all, code| all | code);
    taken != 0
}

/// How everybody stands: the pattern, less those who are taken.
fn stand(pattern: &Pattern, key: &[u64], ground: &Ground) -> Vec<Status> {
    let shares = 1 + pattern.there.len();
    let mut statuses = pattern.statuses.clone();
    for (flat, status) in statuses.iter_mut().enumerate() {
        if key[1 + flat / 64] & (1 << (flat % 64)) != 0 {
            *status = Status::ABSENT;
        } else if let Some(place) = ground.partial[flat] {
            let code = key[shares + usize::from(place)];
            if code != 0 {
                *status = share_status(code);
            }
        }
    }
    statuses
}

/// The time that meetings at these starts can take.
fn whole(terrain: &Terrain, ground: &Ground) -> Option<Interval> {
    let (first, last) = (terrain.starts.first()?, terrain.starts.last()?);
    Interval::new(*first, last.plus(ground.problem().length))
}

/// The runs of starts whose pieces touch `held`.
fn touched<'s>(
    starts: &'s [Instant],
    held: Interval,
    pieces: &'s [(i64, i64)],
) -> impl Iterator<Item = (usize, usize)> + 's {
    pieces.iter().filter_map(move |(from, to)| {
        let first = starts.partition_point(|start| start.0 <= held.start().0 - to);
        let past = first + starts[first..].partition_point(|start| start.0 < held.end().0 - from);
        (first < past).then_some((first, past))
    })
}

/// Leaves of overlapping intervals only where as many as `capacity` lie on top of each other.
fn full(held: &mut Vec<Interval>, capacity: u32) {
    let mut edges: Vec<(Instant, i32)> = Vec::with_capacity(2 * held.len());
    for interval in held.iter() {
        edges.push((interval.start(), 1));
        edges.push((interval.end(), -1));
    }
    edges.sort_unstable();
    held.clear();
    let (mut open, mut since) = (0, None);
    for (at, change) in edges {
        open += change;
        if open >= capacity as i32 {
            since = since.or(Some(at));
        } else if let Some(from) = since.take() {
            held.extend(Interval::new(from, at));
        }
    }
}
