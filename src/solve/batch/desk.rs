//! A plan while it is being made: where each meeting stands, whose time that takes, what the whole is worth. Every change keeps the
//! sums exact and can be taken back.

use super::super::rows::Status;
use super::ground::Ground;
use super::insertion::{People, Spot};
use super::keys::Memo;
use super::levels::Levels;
use super::overlay::Scratch;
use super::people::Resources;
use super::search::Random;
use crate::model::{PlanLevel, PlanValue, State, VenueId};
use crate::time::Interval;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a plan is made of and does not change.
pub(super) struct Room<'a> {
    pub levels: &'a Levels<'a>,
    pub resources: &'a Resources,
    pub grounds: &'a [Ground<'a>],
}

/// Somebody's or some venue's time taken by one of the meetings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Hold {
    pub interval: Interval,
    pub meeting: u32,
    /// Where they are; `None` = nowhere in particular.
    pub venue: Option<VenueId>,
}

/// Where a meeting stands and with whom.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Place {
    pub late: bool,
    pub start: u32,
    pub day: i32,
    pub group: u16,
    /// Index into the problem's venues.
    pub venue: Option<u16>,
    pub asks: u8,
    pub state: State,
    /// Flats of everybody who is invited, ascending, and how everybody stands.
    pub chosen: Box<[u16]>,
    pub statuses: Arc<[Status]>,
    /// Without load and chains.
    pub value: PlanValue,
    pub holds: Box<[(u32, Hold)]>,
    /// Limits (with the first day of the stretch) that it counts towards.
    pub counted: Box<[(u32, i32)]>,
    /// People in seats of a pool, each once.
    pub pool: Box<[u32]>,
}

/// Not in a list.
const NOWHERE: u32 = u32::MAX;

/// Rounds of seating everybody anew; the first nearly always changes all there is to change.
const MOST_POLISHES: usize = 8;

/// The plan.
pub(super) struct Desk<'a> {
    pub room: &'a Room<'a>,
    pub places: Vec<Option<Arc<Place>>>,
    /// Of each resource, in the order of their beginnings.
    pub taken: Vec<Vec<Hold>>,
    /// Of each resource: its seats in pools in this plan.
    pub load: Vec<u32>,
    /// Of each limit: how much is used, by the first day of the stretch.
    pub counts: Vec<BTreeMap<i32, u32>>,
    /// What each chain adds.
    pub chained: Vec<PlanValue>,
    pub value: PlanValue,
    /// Meetings that cost more than they would alone, and where each stands in that list.
    sore: Vec<u32>,
    sore_at: Vec<u32>,
    /// Limits of load are not looked at: to see what they cost.
    pub unlimited: bool,
    pub memo: Vec<Memo>,
    pub scratch: Scratch,
}

impl Clone for Desk<'_> {
    fn clone(&self) -> Self {
        Desk {
            room: self.room,
            places: self.places.clone(),
            taken: self.taken.clone(),
            load: self.load.clone(),
            counts: self.counts.clone(),
            chained: self.chained.clone(),
            value: self.value,
            sore: self.sore.clone(),
            sore_at: self.sore_at.clone(),
            unlimited: self.unlimited,
            // What was worked out once can be worked out again; copies would cost more.
            memo: self.memo.iter().map(|_| Memo::default()).collect(),
            scratch: Scratch::default(),
        }
    }
}

impl<'a> Desk<'a> {
    /// Nothing is placed yet.
    pub fn new(room: &'a Room<'a>) -> Desk<'a> {
        let mut value = PlanValue::default();
        for ground in room.grounds {
            value += ground.empty;
        }
        let resources = room.resources;
        let mut desk = Desk {
            places: vec![None; room.grounds.len()],
            taken: vec![Vec::new(); resources.len()],
            load: vec![0; resources.len()],
            counts: resources.limits.iter().map(|l| l.used.clone()).collect(),
            chained: vec![PlanValue::default(); resources.chains.len()],
            value,
            sore: Vec::new(),
            sore_at: vec![NOWHERE; room.grounds.len()],
            unlimited: false,
            memo: room.grounds.iter().map(|_| Memo::default()).collect(),
            scratch: Scratch::default(),
            room,
        };
        (0..room.grounds.len()).for_each(|meeting| desk.feel(meeting));
        desk
    }

    /// Lists a meeting as sore, or no longer.
    fn feel(&mut self, meeting: usize) {
        let hurts = self.pain(meeting) > 0;
        let at = self.sore_at[meeting];
        if hurts && at == NOWHERE {
            self.sore_at[meeting] = self.sore.len() as u32;
            self.sore.push(meeting as u32);
        } else if !hurts && at != NOWHERE {
            self.sore_at[meeting] = NOWHERE;
            self.sore.swap_remove(at as usize);
            if let Some(moved) = self.sore.get(at as usize) {
                self.sore_at[*moved as usize] = at;
            }
        }
    }

    /// How much worse than alone a meeting stands.
    pub fn pain(&self, meeting: usize) -> i64 {
        let ground = &self.room.grounds[meeting];
        let value = match &self.places[meeting] {
            Some(place) => place.value,
            None => ground.empty,
        };
        self.room.levels.pain(value - ground.alone)
    }

    /// Meetings that cost more than they would alone.
    pub fn sore_ones(&self) -> &[u32] {
        &self.sore
    }

    /// Puts whatever still fits where it fits, the earlier of a chain first.
    pub fn refill(&mut self) {
        for meeting in 0..self.places.len() {
            let chains = self.room.resources.chains_of[meeting].iter();
            let mut chains = chains.map(|chain| &self.room.resources.chains[*chain as usize]);
            let orphan =
                chains.any(|chain| chain.after == meeting && self.places[chain.before].is_none());
            if self.places[meeting].is_none() && !orphan {
                self.put_best(meeting, None);
            }
        }
    }

    /// Gives back the memory of what was worked out; it can be worked out again.
    pub fn forget(&mut self) {
        self.memo
            .iter_mut()
            .for_each(|memo| *memo = Memo::default());
    }

    /// Seats everybody anew where they stand until nothing changes: who was taken when a meeting was placed may be free by now, and who
    /// could have stood in may be taken. Then what is said of each meeting is true of the plan as it is.
    pub fn polish(&mut self) {
        for _ in 0..MOST_POLISHES {
            let before = self.placed();
            if !self.reseat() {
                return;
            }
            if self.placed() < before {
                self.drop_orphans();
                self.refill();
            }
        }
    }

    /// How many meetings have a place.
    pub fn placed(&self) -> usize {
        self.places.iter().flatten().count()
    }

    /// Seats everybody anew where they stand; whether anything changed. A team that takes several meetings at once can have no time left
    /// for one between two that came later: that one has lost its place, unless it has to stay.
    pub fn reseat(&mut self) -> bool {
        let mut changed = false;
        for meeting in 0..self.places.len() {
            let Some(place) = self.places[meeting].clone() else {
                continue;
            };
            self.take_out(meeting);
            let there = (place.start as usize, place.venue.map(usize::from));
            match self.spot_at(meeting, place.late, there, People::Any) {
                Some(spot) => self.put_at(meeting, &spot),
                None if self.room.grounds[meeting].meeting.frozen => {
                    self.put_back(meeting, &place);
                }
                None => {}
            }
            changed |= self.places[meeting].as_deref() != Some(&*place);
        }
        changed
    }

    /// Takes out what follows a meeting that has no place.
    pub fn drop_orphans(&mut self) {
        loop {
            let chains = self.room.resources.chains.iter();
            let orphan = chains
                .filter(|chain| self.places[chain.before].is_none())
                .find(|chain| self.places[chain.after].is_some());
            match orphan.map(|chain| chain.after) {
                Some(orphan) => self.take_out(orphan),
                None => return,
            }
        }
    }

    /// Takes a meeting out of the plan.
    pub fn take_out(&mut self, meeting: usize) {
        self.lift(meeting);
    }

    /// Puts a meeting that has no place at a spot.
    pub fn put_at(&mut self, meeting: usize, spot: &Spot) {
        let place = self.settle(meeting, spot);
        self.lay(meeting, Arc::new(place));
    }

    /// Puts a meeting that has no place at the best spot that is left; false where there is none.
    pub fn put_best(&mut self, meeting: usize, noise: Option<&mut Random>) -> bool {
        let spot = self.best_spot(meeting, noise);
        if let Some(spot) = &spot {
            self.put_at(meeting, spot);
        }
        spot.is_some()
    }

    /// Puts a meeting that has no place exactly where it stood before.
    pub fn put_back(&mut self, meeting: usize, place: &Arc<Place>) {
        self.lay(meeting, Arc::clone(place));
    }

    fn lift(&mut self, meeting: usize) {
        let Some(place) = self.places[meeting].take() else {
            return;
        };
        self.value -= place.value;
        self.value += self.room.grounds[meeting].empty;
        for (resource, hold) in &place.holds {
            let taken = &mut self.taken[*resource as usize];
            let from = taken.partition_point(|h| h.interval.start() < hold.interval.start());
            let at = taken[from..].iter().position(|other| other == hold);
            taken.remove(from + at.expect("what a meeting holds is listed"));
        }
        for (limit, day) in &place.counted {
            let count = self.counts[*limit as usize].get_mut(day);
            *count.expect("what is counted is listed") -= 1;
        }
        let level = self.room.levels.place(PlanLevel::Load);
        for person in &place.pool {
            let load = &mut self.load[*person as usize];
            *load -= 1;
            let had = i64::from(self.room.resources.history[*person as usize] + *load);
            self.value.0[level] -= 2 * had + 1;
        }
        self.rechain(meeting);
        self.feel(meeting);
    }

    fn lay(&mut self, meeting: usize, place: Arc<Place>) {
        self.value += place.value;
        self.value -= self.room.grounds[meeting].empty;
        for (resource, hold) in &place.holds {
            let taken = &mut self.taken[*resource as usize];
            let at = taken.partition_point(|h| h.interval.start() < hold.interval.start());
            taken.insert(at, *hold);
        }
        for (limit, day) in &place.counted {
            *self.counts[*limit as usize].entry(*day).or_default() += 1;
        }
        let level = self.room.levels.place(PlanLevel::Load);
        for person in &place.pool {
            let load = &mut self.load[*person as usize];
            let had = i64::from(self.room.resources.history[*person as usize] + *load);
            *load += 1;
            self.value.0[level] += 2 * had + 1;
        }
        self.places[meeting] = Some(place);
        self.rechain(meeting);
        self.feel(meeting);
    }
}
