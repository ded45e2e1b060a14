//! Whether some meetings can all stand as well as is allowed, tried from one of them outwards.
//!
//! The meeting is put wherever it may stand; whoever loses by it, and has the fewest ways left, is put next. Where nobody who lost has few
//! ways left it is taken that they can all stand, and nothing is found. Where one has none left, those who took them are to blame, and
//! whatever is not to blame need not be tried otherwise (Prosser 1993, Hybrid algorithms for the constraint satisfaction problem:
//! conflict-directed backjumping). All who were met on the way cannot stand so together, wherever the rest stands.

use super::super::super::relaxation::{Relaxation, RelaxedMeeting, RelaxedSeat};
use super::super::left::Left;
use super::Allowance;
use super::leeway::{Stand, Taken, first_day, over, places};
use crate::model::PlanLevel;
use std::collections::{BTreeMap, BTreeSet};

/// Most ways of one meeting, or seat, that are tried.
const MOST_WAYS: u32 = 24;

/// Meetings and seats that are open at once: beyond that nothing is found.
const DEPTH: usize = 48;

pub(super) struct Hunt<'a> {
    pub relaxation: &'a Relaxation,
    pub left: &'a Left,
    earlier: &'a [Allowance],
    now: Allowance,
    /// By allowance and meeting: what it costs at least.
    pub least: Vec<Vec<i64>>,
    /// By allowance and group: what it may still cost more than that.
    pub slack: Vec<Vec<i64>>,
    /// The same while nobody has a stand.
    untouched: Vec<Vec<i64>>,
    /// Where these levels are in the order.
    pub quorate: usize,
    pub confirmations: usize,
    pub in_time: usize,
    /// Being quorate counts at one of the levels.
    pub quorum_counts: bool,
    /// By meeting: its quorum needs somebody for certain.
    pub needs_anybody: Vec<bool>,
    pub chains_of: Vec<Vec<u32>>,
    /// By chain: it ties meetings of one bundle, whose lateness counts; of several chains into one meeting the first does.
    pub counts_late: Vec<bool>,
    /// By resource and by limit: the meetings that could take it.
    users: Vec<Vec<u32>>,
    limited: Vec<Vec<u32>>,
    pub taken: Vec<Vec<Taken>>,
    /// By limit: by the first day of a stretch the meetings that count.
    pub counted: Vec<BTreeMap<i32, Vec<u32>>>,
    pub stands: Vec<Option<Stand>>,
    /// The meetings that have stands, in order.
    pub placed: Vec<u32>,
    /// Seats with a choice of people.
    seats: Vec<Seat>,
    /// Meetings that lost by what others took, with the ways that are left to them.
    lost: BTreeMap<u32, u32>,
    core: BTreeSet<u32>,
    tries: u32,
    depth: usize,
}

/// Places of a seat, or the venue, of a meeting that has a stand.
#[derive(Clone, Copy)]
pub(super) struct Seat {
    pub meeting: u32,
    /// Past the last seat: the venue.
    pub seat: usize,
    pub start: usize,
    quorate: bool,
    /// Places that are still empty, to be filled with people from here on in the list.
    places: usize,
    from: u32,
    /// How many there were to choose from at first.
    first: usize,
    is_open: bool,
}

/// What is decided next.
#[derive(Clone, Copy)]
enum Next {
    Meeting(u32),
    Seat(usize),
}

/// What is undone to go back.
struct Mark {
    lost: BTreeMap<u32, u32>,
    seats: Vec<Seat>,
    slack: Vec<(usize, u32, i64)>,
    taken: Vec<u32>,
    counted: Vec<(u32, i32)>,
}

impl<'a> Hunt<'a> {
    pub fn new(
        relaxation: &'a Relaxation,
        left: &'a Left,
        earlier: &'a [Allowance],
        now: Allowance,
    ) -> Hunt<'a> {
        let allowances: Vec<&Allowance> = earlier.iter().chain([&now]).collect();
        let count = relaxation.meetings.len();
        let at = |name: PlanLevel| {
            let place = relaxation.order.iter().position(|level| *level == name);
            place.expect("an order lists every level")
        };
        let (quorate, confirmations) = (at(PlanLevel::Quorate), at(PlanLevel::Confirmations));
        let least: Vec<Vec<i64>> = allowances
            .iter()
            .map(|allowance| {
                let meetings = relaxation.meetings.iter().enumerate();
                let least =
                    meetings.map(|(index, meeting)| left.least_of(meeting, index, allowance.level));
                least.collect()
            })
            .collect();
        let slack = allowances.iter().zip(&least);
        let slack: Vec<Vec<i64>> = slack.map(|(one, least)| slack_of(one, least)).collect();
        let mut users: Vec<Vec<u32>> = vec![Vec::new(); relaxation.capacity.len()];
        let mut limited: Vec<Vec<u32>> = vec![Vec::new(); relaxation.limits.len()];
        for (index, meeting) in relaxation.meetings.iter().enumerate() {
            for one in asked_for(meeting).flat_map(|seat| &seat.candidates) {
                users[one.resource as usize].push(index as u32);
                for limit in &one.limits {
                    limited[*limit as usize].push(index as u32);
                }
            }
            for venue in &meeting.venues {
                users[venue.resource as usize].push(index as u32);
            }
        }
        for list in users.iter_mut().chain(&mut limited) {
            list.dedup();
        }
        let mut chains_of = vec![Vec::new(); count];
        for (number, chain) in relaxation.chains.iter().enumerate() {
            chains_of[chain.before].push(number as u32);
            chains_of[chain.after].push(number as u32);
        }
        let members = left.bundles.iter().flat_map(|bundle| &bundle.members);
        let mut counts_late = vec![false; relaxation.chains.len()];
        for (_, chain) in members.filter_map(|member| member.parent) {
            counts_late[chain] = true;
        }
        let needs = |meeting: &RelaxedMeeting| asked_for(meeting).next().is_some();
        Hunt {
            untouched: slack.clone(),
            slack,
            quorum_counts: allowances
                .iter()
                .any(|one| one.level == quorate || one.level == confirmations),
            needs_anybody: relaxation.meetings.iter().map(needs).collect(),
            relaxation,
            left,
            now,
            earlier,
            least,
            quorate,
            confirmations,
            in_time: at(PlanLevel::InTime),
            chains_of,
            counts_late,
            users,
            limited,
            taken: vec![Vec::new(); relaxation.capacity.len()],
            counted: vec![BTreeMap::new(); relaxation.limits.len()],
            stands: vec![None; count],
            placed: Vec::new(),
            seats: Vec::new(),
            lost: BTreeMap::new(),
            core: BTreeSet::new(),
            tries: 0,
            depth: 0,
        }
    }

    /// What is allowed at the levels, the one in question last.
    pub fn allowances(&self) -> impl Iterator<Item = &Allowance> {
        self.earlier.iter().chain([&self.now])
    }

    /// What is known of the level in question.
    pub fn now(&self) -> &Allowance {
        &self.now
    }

    /// Ends with what is known of it.
    pub fn done(self) -> Allowance {
        self.now
    }

    /// Tries from one meeting: whether it is in a group that cannot stand as is allowed. Then the group is known to cost one more.
    /// At most `most` stands are tried; as many as were are taken from `tries`.
    pub fn refute(&mut self, seed: u32, most: u32, tries: &mut u32) -> bool {
        self.tries = most;
        let refuted = self.decide(Next::Meeting(seed)).is_some();
        *tries -= (most - self.tries).min(*tries);
        self.slack.clone_from(&self.untouched);
        self.taken.iter_mut().for_each(Vec::clear);
        self.counted.iter_mut().for_each(BTreeMap::clear);
        self.stands.fill(None);
        self.placed.clear();
        self.seats.clear();
        self.lost.clear();
        self.depth = 0;
        let core: Vec<u32> = std::mem::take(&mut self.core).into_iter().collect();
        if refuted {
            self.now.join(&core);
            let place = self.earlier.len();
            self.untouched[place] = slack_of(&self.now, &self.least[place]);
            self.slack[place].clone_from(&self.untouched[place]);
        }
        refuted
    }

    /// Goes on from here: those whose stands are to blame for there being no way on, or `None` where there may be one.
    fn go_on(&mut self) -> Option<BTreeSet<u32>> {
        let seats = self
            .seats
            .iter()
            .enumerate()
            .filter(|(_, seat)| seat.is_open);
        let seats = seats.map(|(number, seat)| {
            let there = self.choice(seat).len();
            let fits = seat.places > 0 && there >= seat.places;
            let ways = if fits { there + 1 - seat.places } else { 0 };
            let lost = there < seat.first || ways <= 1;
            (lost, ways as u32, Next::Seat(number))
        });
        let meetings = self
            .lost
            .iter()
            .map(|(meeting, ways)| (true, *ways, Next::Meeting(*meeting)));
        let next = seats
            .chain(meetings)
            .filter(|(lost, ways, _)| *lost && *ways <= MOST_WAYS);
        let (_, _, next) = next.min_by_key(|(_, ways, _)| *ways)?;
        self.decide(next)
    }

    fn decide(&mut self, next: Next) -> Option<BTreeSet<u32>> {
        if self.depth >= DEPTH {
            return None;
        }
        self.depth += 1;
        let blame = match next {
            Next::Meeting(meeting) => self.decide_meeting(meeting),
            Next::Seat(number) => self.decide_seat(number),
        };
        self.depth -= 1;
        blame
    }

    fn decide_meeting(&mut self, meeting: u32) -> Option<BTreeSet<u32>> {
        let index = meeting as usize;
        let mut blame = self.blame(index);
        self.core.insert(meeting);
        self.core.extend(&blame);
        for stand in self.leeway(index).stands() {
            self.tries = self.tries.checked_sub(1)?;
            let mark = self.put(index, stand);
            let on = self.go_on();
            self.placed.pop();
            self.stands[index] = None;
            self.back(mark);
            let mut on = on?;
            if !on.remove(&meeting) {
                // However this one stands.
                return Some(on);
            }
            blame.extend(on);
        }
        Some(blame)
    }

    fn decide_seat(&mut self, number: usize) -> Option<BTreeSet<u32>> {
        let seat = self.seats[number];
        let mut blame = self.blame_of_seat(&seat);
        self.core.extend(&blame);
        let choice = self.choice(&seat);
        if choice.len() < seat.places {
            return Some(blame);
        }
        // Of those who can be had only so many may be passed over.
        for place in &choice[..choice.len() + 1 - seat.places] {
            self.tries = self.tries.checked_sub(1)?;
            let mut mark = self.mark();
            self.seats[number].places -= 1;
            self.seats[number].from = place + 1;
            self.seats[number].first = 0;
            self.seats[number].is_open = seat.places > 1;
            self.take(&seat, *place, &mut mark);
            let on = self.go_on();
            self.back(mark);
            let on = on?;
            if !on.contains(&seat.meeting) {
                return Some(on);
            }
            blame.extend(on);
        }
        Some(blame)
    }

    fn choice(&self, seat: &Seat) -> Vec<u32> {
        let mut there = self.to_be_had(seat.meeting as usize, seat.seat, seat.start, seat.quorate);
        there.retain(|place| *place >= seat.from);
        there
    }

    fn mark(&self) -> Mark {
        Mark {
            lost: self.lost.clone(),
            seats: self.seats.clone(),
            slack: Vec::new(),
            taken: Vec::new(),
            counted: Vec::new(),
        }
    }

    fn back(&mut self, mark: Mark) {
        self.lost = mark.lost;
        self.seats = mark.seats;
        for (number, group, before) in mark.slack.into_iter().rev() {
            self.slack[number][group as usize] = before;
        }
        for resource in mark.taken.into_iter().rev() {
            self.taken[resource as usize].pop();
        }
        for (limit, first) in mark.counted.into_iter().rev() {
            if let Some(counted) = self.counted[limit as usize].get_mut(&first) {
                counted.pop();
            }
        }
    }

    /// Puts a meeting somewhere; who is then certain to be there is taken.
    fn put(&mut self, index: usize, stand: Stand) -> Mark {
        let mut mark = self.mark();
        self.stands[index] = Some(stand);
        self.placed.push(index as u32);
        self.lost.remove(&(index as u32));
        let more = self.more(index, stand);
        for (number, more) in more.into_iter().enumerate() {
            if more == 0 {
                continue;
            }
            let of = |index: usize| match self.earlier.get(number) {
                Some(earlier) => earlier.group[index],
                None => self.now.group[index],
            };
            let group = of(index);
            let lost = self.lost.keys().copied();
            let same: Vec<u32> = lost.filter(|one| of(*one as usize) == group).collect();
            let slack = &mut self.slack[number][group as usize];
            mark.slack.push((number, group, *slack));
            *slack -= more;
            self.look_again(same.into_iter());
        }
        let chains: Vec<u32> = self.chains_of[index]
            .iter()
            .flat_map(|chain| {
                let chain = &self.relaxation.chains[*chain as usize];
                [chain.before as u32, chain.after as u32]
            })
            .collect();
        self.look_again(chains.into_iter());
        let Some(start) = stand.start() else {
            return mark;
        };
        let quorate = matches!(stand, Stand::Quorate(_));
        let meeting = &self.relaxation.meetings[index];
        let venues = usize::from(!meeting.venues.is_empty());
        for seat in 0..meeting.seats.len() + venues {
            let needed = meeting
                .seats
                .get(seat)
                .map_or(1, |seat| places(seat, quorate));
            if needed == 0 {
                continue;
            }
            let mut open = Seat {
                meeting: index as u32,
                seat,
                start,
                quorate,
                places: needed,
                from: 0,
                first: 0,
                is_open: true,
            };
            let there = self.choice(&open);
            if there.len() == needed {
                for place in there {
                    self.take(&open, place, &mut mark);
                }
            } else {
                open.first = there.len();
                self.seats.push(open);
            }
        }
        mark
    }

    /// Somebody, or a venue, is taken for a seat.
    fn take(&mut self, seat: &Seat, place: u32, mark: &mut Mark) {
        let meeting = &self.relaxation.meetings[seat.meeting as usize];
        let at = meeting.starts[seat.start].0;
        let (resource, pieces, limits) = match meeting.seats.get(seat.seat) {
            Some(spec) => {
                let one = &spec.candidates[place as usize];
                (one.resource, &spec.pieces, &one.limits[..])
            }
            None => {
                let venue = &meeting.venues[place as usize];
                (venue.resource, &meeting.venue_pieces, &[][..])
            }
        };
        let mut again = BTreeSet::new();
        for (from, to) in pieces {
            let (begin, end) = (at + from, at + to);
            self.taken[resource as usize].push(Taken {
                begin,
                end,
                meeting: seat.meeting,
            });
            mark.taken.push(resource);
            for user in &self.users[resource as usize] {
                if self.stands[*user as usize].is_none() && self.could_lose(*user, begin, end) {
                    again.insert(*user);
                }
            }
        }
        let day = meeting.days[seat.start];
        for limit in limits {
            let spec = &self.relaxation.limits[*limit as usize];
            let first = first_day(spec.per, day);
            let counted = self.counted[*limit as usize].entry(first).or_default();
            if !counted.contains(&seat.meeting) {
                counted.push(seat.meeting);
                mark.counted.push((*limit, first));
                if spec.used.get(&first).copied().unwrap_or(0) + counted.len() as u32 >= spec.most {
                    again.extend(&self.limited[*limit as usize]);
                }
            }
        }
        self.look_again(again.into_iter());
    }

    /// Whether a meeting could want time that lies here.
    fn could_lose(&self, index: u32, begin: i64, end: i64) -> bool {
        let meeting = &self.relaxation.meetings[index as usize];
        let seats = meeting.seats.iter().flat_map(|seat| &seat.pieces);
        let mut pieces = seats.chain(&meeting.venue_pieces);
        pieces.any(|piece| {
            let (from, to) = over(meeting, *piece, begin, end);
            from < to
        })
    }

    /// Counts anew what is left to some meetings.
    fn look_again(&mut self, meetings: impl Iterator<Item = u32>) {
        for meeting in meetings {
            if self.stands[meeting as usize].is_some() {
                continue;
            }
            let ways = self.leeway(meeting as usize).size();
            self.lost.insert(meeting, ways);
        }
    }
}

/// What each group may cost more than its meetings do at least.
fn slack_of(allowance: &Allowance, least: &[i64]) -> Vec<i64> {
    let mut slack = allowance.most.clone();
    for (group, least) in allowance.group.iter().zip(least) {
        slack[*group as usize] -= least;
    }
    slack.into_iter().map(|slack| slack.max(0)).collect()
}

/// The seats whose people a quorum may ask for.
pub(super) fn asked_for(meeting: &RelaxedMeeting) -> impl Iterator<Item = &RelaxedSeat> {
    let seats = meeting.seats.iter();
    seats.filter(|seat| places(seat, true).max(places(seat, false)) > 0)
}
