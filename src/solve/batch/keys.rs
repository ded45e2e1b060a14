//! Who of those who could be at a meeting is taken, as a key; and what was worked out for each key, so that it is worked out once.

use super::super::rows::{Kind, Status};
use super::core::Core;
use super::desk::Desk;
use super::ground::{Ground, Pattern, Terrain};
use super::overlay::Scratch;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

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

/// Marks the code of a share in a key.
const SHARE: u64 = 1 << 63;

pub(super) fn share_code(status: &Status) -> u64 {
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

impl Desk<'_> {
    /// What the meeting is worth at a start as its people stand there now; leaves the key in `key`.
    pub fn core(
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
    pub fn memorised(
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
}

/// Writes down who of those who could be there at a start is taken; false where nobody is.
pub(super) fn write_key(
    pattern: &Pattern,
    start: usize,
    scratch: &Scratch,
    key: &mut [u64],
) -> bool {
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
pub(super) fn stand(pattern: &Pattern, key: &[u64], ground: &Ground) -> Vec<Status> {
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
