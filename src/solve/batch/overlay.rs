//! What the others take, laid over the ground of a meeting: each commitment of one of its people closes one run of starts to them,
//! found by search and not by trying.

use super::super::rows::Stretches;
use super::desk::Desk;
use super::ground::{Terrain, words};
use super::held::{touched, whole};
use super::keys::share_code;
use crate::model::Buffer;
use crate::time::{Interval, IntervalSet};

/// Memory that is used again for every insertion.
#[derive(Default)]
pub(super) struct Scratch {
    /// For each start: the pattern, who is taken (a bit a flat), how those with a share of the time stand.
    pub keys: Vec<u64>,
    /// For each start: 0 = closed, 1 = open, 2 = open and late by a chain.
    pub open: Vec<u8>,
    /// For each start and venue: taken.
    pub rooms: Vec<bool>,
    pub held: Vec<Interval>,
}

pub(super) const CLOSED: u8 = 0;
pub(super) const OPEN: u8 = 1;
pub(super) const OPEN_LATE: u8 = 2;

impl Desk<'_> {
    /// Closes the starts that the chains and the venues of parts do not allow; false where none is left.
    pub fn open_starts(&self, meeting: usize, terrain: &Terrain, scratch: &mut Scratch) -> bool {
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
    pub fn lay_over(&self, meeting: usize, terrain: &Terrain, group: usize, scratch: &mut Scratch) {
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
                    // Whoever is still to be named is nobody else yet.
                    if ground.resource[member].is_none_or(|own| own == wanted) {
                        continue;
                    }
                    for key in scratch.keys.chunks_exact_mut(stride) {
                        key[1 + flat / 64] |= 1 << (flat % 64);
                    }
                }
            }
        }
    }
}
