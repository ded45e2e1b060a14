//! A plan while it is being made: where each meeting stands, whose time that takes, what the whole is worth. Every change keeps the
//! sums exact and can be taken back.

use super::super::assign::holds;
use super::super::matching::Seating;
use super::super::rows::{Kind, Status, Stretches, pieces};
use super::ground::Ground;
use super::insertion::{Memo, People, Scratch, Spot};
use super::levels::Levels;
use super::people::{Resources, seated};
use super::search::Random;
use crate::model::{PlanLevel, PlanValue, SeatId, State, VenueId};
use crate::time::Interval;
use chrono::{Datelike, NaiveDate};
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
    counted: Box<[(u32, i32)]>,
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
    chained: Vec<PlanValue>,
    pub value: PlanValue,
    /// Meetings that cost more than they would alone, and where each stands in that list.
    sore: Vec<u32>,
    sore_at: Vec<u32>,
    /// Limits of load are not looked at: to see what they cost.
    pub unlimited: bool,
    pub memo: Vec<Memo>,
    pub scratch: Scratch,
}

impl Place {
    /// Limits that it counts towards, each with the first day of the stretch.
    pub fn counted(&self) -> &[(u32, i32)] {
        &self.counted
    }
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

    /// Puts the meetings that people have been told of where they were told: those that have to stay first, then the others as far as
    /// that is still possible.
    pub fn begin(&mut self) {
        let grounds = self.room.grounds;
        let (stay, turn): (Vec<usize>, Vec<usize>) = (0..grounds.len())
            .filter(|meeting| grounds[*meeting].meeting.published.is_some())
            .partition(|meeting| grounds[*meeting].meeting.frozen);
        if !self.room.levels.keeps_people() {
            self.begin_with(&stay, People::Any);
            self.begin_with(&turn, People::Any);
            return;
        }
        // Whoever has to come in somebody's place is looked for among those who are left when all who were told are seated.
        self.begin_with(&stay, People::Told);
        self.begin_with(&stay, People::Any);
        self.begin_with(&turn, People::Told);
        // Who comes for a share of the time takes what is left of it: those for whom too little was left choose first.
        let left = |meeting: &&usize| self.places[**meeting].is_none();
        let first: Vec<usize> = turn.iter().filter(left).copied().collect();
        if !first.is_empty() {
            turn.iter().for_each(|meeting| self.take_out(*meeting));
            self.begin_with(&first, People::Told);
            self.begin_with(&turn, People::Told);
        }
        self.reseat();
        self.begin_with(&turn, People::Any);
    }

    /// Puts those of the meetings where they were told that have no place yet.
    fn begin_with(&mut self, turn: &[usize], people: People) {
        for meeting in turn {
            if self.places[*meeting].is_none()
                && let Some(spot) = self.published_spot(*meeting, people)
            {
                self.put_at(*meeting, &spot);
            }
        }
    }

    fn published_spot(&mut self, meeting: usize, people: People) -> Option<Spot> {
        let ground = &self.room.grounds[meeting];
        let published = ground.meeting.published.as_ref()?;
        let choices = &ground.problem().venues;
        let venue = choices
            .iter()
            .position(|choice| Some(choice.venue) == published.venue);
        // A room that is no choice any more cannot be kept; nor can none where one is needed.
        if venue.is_none() && ground.problem().needs_venue {
            return None;
        }
        for late in [false, true] {
            let starts = &ground.terrain(late).starts;
            if let Ok(start) = starts.binary_search(&published.start) {
                return self.spot_at(meeting, late, (start, venue), people);
            }
        }
        None
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
            if !self.reseat() {
                return;
            }
        }
    }

    /// Seats everybody anew where they stand; whether anything changed.
    fn reseat(&mut self) -> bool {
        let mut changed = false;
        for meeting in 0..self.places.len() {
            let Some(place) = self.places[meeting].clone() else {
                continue;
            };
            self.take_out(meeting);
            let there = (place.start as usize, place.venue.map(usize::from));
            match self.spot_at(meeting, place.late, there, People::Any) {
                Some(spot) => self.put_at(meeting, &spot),
                None => self.put_back(meeting, &place),
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

    /// Works out anew what the chains of a meeting add.
    fn rechain(&mut self, meeting: usize) {
        let room = self.room;
        for chain in &room.resources.chains_of[meeting] {
            self.rechain_one(*chain as usize);
            // Which of several chains makes a meeting late depends on all of them.
            let after = room.resources.chains[*chain as usize].after;
            let others = &room.resources.chains_of[after];
            if after != meeting && others.len() > 1 {
                others
                    .iter()
                    .for_each(|other| self.rechain_one(*other as usize));
            }
        }
    }

    fn rechain_one(&mut self, chain: usize) {
        let now = self.chain_value(chain);
        self.value -= self.chained[chain];
        self.value += now;
        self.chained[chain] = now;
    }

    fn chain_value(&self, chain: usize) -> PlanValue {
        let mut value = PlanValue::default();
        let chain = &self.room.resources.chains[chain];
        let levels = self.room.levels;
        let Some(after) = &self.places[chain.after] else {
            return value;
        };
        let Some(before) = &self.places[chain.before] else {
            // Nothing can follow what is not held; it is taken out in the end, and until then counts as if it were.
            value.0[levels.place(PlanLevel::InTime)] = 1;
            value.0[levels.place(PlanLevel::Placed)] = 1;
            return value;
        };
        let late = chain
            .follow(before.day)
            .is_none_or(|days| after.day > days.last);
        // Where it is late by its own limit, it is counted already; of two chains that make it late one is enough.
        if late
            && !after.late
            && self.first_late_chain(chain.after) == Some((chain.before, chain.after))
        {
            value.0[levels.place(PlanLevel::InTime)] = 1;
        }
        for (a, b) in &chain.preferred {
            let first = self.contact_in(chain.before, before, *a);
            let second = self.contact_in(chain.after, after, *b);
            let changed = first.is_some() && second.is_some() && first != second;
            value.0[levels.place(PlanLevel::Deputies)] += i64::from(changed);
        }
        value
    }

    /// The first of the chains into a meeting that makes it late, by its two meetings.
    fn first_late_chain(&self, after: usize) -> Option<(usize, usize)> {
        let day = self.places[after].as_ref()?.day;
        let chains = self.room.resources.chains_of[after].iter();
        let chains = chains.map(|chain| &self.room.resources.chains[*chain as usize]);
        let mut late = chains.filter(|chain| {
            let before = self.places[chain.before].as_ref();
            chain.after == after
                && before.is_some_and(|before| {
                    let days = chain.follow(before.day);
                    days.is_none_or(|days| day > days.last)
                })
        });
        late.next().map(|chain| (chain.before, chain.after))
    }

    /// Whether a placed meeting is late, by its own limit or by a chain.
    pub fn is_late(&self, meeting: usize) -> bool {
        let late = self.places[meeting].as_ref().is_some_and(|p| p.late);
        late || self.first_late_chain(meeting).is_some()
    }

    /// The resource of whoever sits in a seat.
    pub fn contact_in(&self, meeting: usize, place: &Place, seat: SeatId) -> Option<u32> {
        let ground = &self.room.grounds[meeting];
        let member = seated(&ground.layout, &place.chosen, seat)?;
        ground.resource[member.index()]
    }

    /// Chooses the people for a spot and works out what it takes.
    pub fn settle(&self, meeting: usize, spot: &Spot) -> Place {
        let ground = &self.room.grounds[meeting];
        let terrain = ground.terrain(spot.late);
        let layout = &ground.layout;
        let problem = layout.problem;
        let start = terrain.starts[spot.start];
        let mut chosen: Vec<u16> = spot.core.chosen.to_vec();
        self.spread(meeting, spot.core.state, &spot.statuses, &mut chosen);
        chosen.sort_unstable();
        let venue = spot.venue.map(|venue| problem.venues[venue].venue);
        let mut holds: Vec<(u32, Hold)> = Vec::new();
        let mut counted = Vec::new();
        let mut pool = Vec::new();
        let day = terrain.days[spot.start];
        for flat in &chosen {
            let index = usize::from(*flat);
            let seat = layout.flats[index].seat;
            let member = layout.flats[index].member;
            let Some(resource) = ground.resource[member] else {
                continue;
            };
            let gap = layout.gap_venue(seat, venue);
            let shape = &layout.shapes[layout.shape_of[seat]];
            let times = match shape.partial {
                None => pieces(shape, start),
                Some(_) => self.present(meeting, index, spot),
            };
            holds.extend(times.iter().map(|interval| {
                let hold = Hold {
                    interval,
                    meeting: meeting as u32,
                    venue: gap,
                };
                (resource, hold)
            }));
            for limit in &ground.flat_limits[index] {
                let per = self.room.resources.limits[*limit as usize].per;
                let date = NaiveDate::from_num_days_from_ce_opt(day);
                let first = date.map_or(day, |date| per.first_day(date).num_days_from_ce());
                counted.push((*limit, first));
            }
            if layout.pool[seat] {
                pool.push(resource);
            }
        }
        pool.sort_unstable();
        pool.dedup();
        // Somebody in two seats counts once towards each limit.
        counted.sort_unstable();
        counted.dedup();
        let venue_hold = |resource: u32, pieces: &[(i64, i64)], venue: Option<VenueId>| {
            pieces
                .iter()
                .filter_map(|(from, to)| {
                    let interval = Interval::new(start.plus(*from), start.plus(*to))?;
                    let meeting = meeting as u32;
                    Some((
                        resource,
                        Hold {
                            interval,
                            meeting,
                            venue,
                        },
                    ))
                })
                .collect::<Vec<_>>()
        };
        if let Some(index) = spot.venue {
            let resource = ground.venue_resource[index];
            holds.extend(venue_hold(resource, &ground.venue_pieces, venue));
        }
        for (resource, pieces) in &ground.parts {
            let own = self.room.resources.venue_of(*resource);
            holds.extend(venue_hold(*resource, pieces, own));
        }
        // What chains add depends on where the others stand, and is kept with them.
        let mut value = spot.value;
        let levels = self.room.levels;
        value.0[levels.place(PlanLevel::InTime)] = i64::from(terrain.is_late);
        value.0[levels.place(PlanLevel::Deputies)] = spot.core.deputies;
        value.0[levels.place(PlanLevel::Disruption)] =
            levels.disruption(ground, terrain, spot.start, &chosen, spot.venue);
        Place {
            late: spot.late,
            start: spot.start as u32,
            day,
            group: spot.group as u16,
            venue: spot.venue.map(|venue| venue as u16),
            asks: spot.asks as u8,
            state: spot.core.state,
            chosen: chosen.into(),
            statuses: Arc::from(spot.statuses.as_slice()),
            value,
            holds: holds.into(),
            counted: counted.into(),
            pool: pool.into(),
        }
    }

    /// When somebody with a share of the meeting is there.
    fn present(&self, meeting: usize, flat: usize, spot: &Spot) -> crate::time::IntervalSet {
        let ground = &self.room.grounds[meeting];
        let layout = &ground.layout;
        let spec = layout.flats[flat];
        let shape = &layout.shapes[layout.shape_of[spec.seat]];
        let start = ground.terrain(spot.late).starts[spot.start];
        let venue = spot.venue.map(|venue| layout.problem.venues[venue].venue);
        let gap = layout.gap_venue(spec.seat, venue);
        let timeline = &layout.problem.members[spec.member].timeline;
        let window = Interval::new(start, start.plus(layout.problem.length));
        let mut stretches = Stretches::near(layout.problem, timeline, gap, window);
        if let Some(resource) = ground.resource[spec.member] {
            let held = self.held(meeting, resource, spec.member, gap, window);
            stretches.absent = stretches.absent.union(&held);
        }
        let unknown = spot.statuses[flat].kind == Kind::Unknown;
        stretches.present(shape, start, unknown)
    }

    /// Of people who are as good as each other for a seat, takes the one who stays through the chain, else the one with the least load.
    pub fn spread(&self, meeting: usize, state: State, statuses: &[Status], chosen: &mut [u16]) {
        let ground = &self.room.grounds[meeting];
        let layout = &ground.layout;
        let wished = self.wished(meeting);
        let published = ground.meeting.published.is_some();
        let told_first = self.room.levels.keeps_people();
        for at in 0..chosen.len() {
            let flat = usize::from(chosen[at]);
            let seat = layout.flats[flat].seat;
            let status = statuses[flat];
            let wish = wished.iter().find(|(own, _)| own.index() == seat);
            let choice = layout.pool[seat] || wish.is_some() || published;
            if status.kind != Kind::Present || !choice {
                continue;
            }
            let key = |flat: usize| {
                let resource = ground.resource[layout.flats[flat].member]?;
                let load =
                    self.load[resource as usize] + self.room.resources.history[resource as usize];
                let wanted = wish.is_some_and(|(_, wanted)| *wanted == resource);
                let told = ground.was_told(flat);
                let firsts = if told_first {
                    (told, wanted)
                } else {
                    (wanted, told)
                };
                Some((
                    std::cmp::Reverse(firsts),
                    if layout.pool[seat] { load } else { 0 },
                    flat,
                ))
            };
            let mut best = key(flat);
            let own_rank = layout.flats[flat].rank;
            for other in layout.of_seat[seat].clone() {
                let spec = layout.flats[other];
                let alike = statuses[other] == status && spec.rank == own_rank;
                let seated = |one: &u16| layout.flats[usize::from(*one)].member == spec.member;
                if other == flat || !alike || chosen.iter().any(seated) {
                    continue;
                }
                let apart = layout.apart.iter().any(|(a, b)| *a == other || *b == other);
                let Some(own) = key(other) else { continue };
                if !apart && best.is_none_or(|best| own < best) {
                    let before = chosen[at];
                    chosen[at] = other as u16;
                    if still(ground, state, statuses, chosen) {
                        best = Some(own);
                    } else {
                        chosen[at] = before;
                    }
                }
            }
        }
    }

    /// Who had better sit in which seat, since they do in the meetings before and after.
    pub fn wished(&self, meeting: usize) -> Vec<(SeatId, u32)> {
        let mut wished = Vec::new();
        for chain in &self.room.resources.chains_of[meeting] {
            let chain = &self.room.resources.chains[*chain as usize];
            for (a, b) in &chain.preferred {
                let (other, theirs, own) = match chain.after == meeting {
                    true => (chain.before, *a, *b),
                    false => (chain.after, *b, *a),
                };
                if let Some(place) = &self.places[other]
                    && let Some(resource) = self.contact_in(other, place, theirs)
                {
                    wished.push((own, resource));
                }
            }
        }
        wished
    }
}

/// Whether the chosen people make the state that is claimed.
fn still(ground: &Ground, state: State, statuses: &[Status], chosen: &[u16]) -> bool {
    let known = chosen.iter().map(|flat| usize::from(*flat));
    let chosen: Vec<usize> = match state {
        State::Quorate => known
            .filter(|flat| statuses[*flat].kind == Kind::Present)
            .collect(),
        State::QuorateIf => known.collect(),
        State::Short => return true,
    };
    holds(&ground.layout, &Seating { cost: 0, chosen })
}
