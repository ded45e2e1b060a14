//! What a choice for every meeting is worth, or that it cannot be held.

use super::super::plan_support::oracle::cells::{Cell, Status};
use super::super::plan_support::oracle::enumerate::{avoided, meet, there};
use super::super::plan_support::oracle::seatings::{
    Seating, Table, levels, look, member_of, place, quorum,
};
use super::Stands;
use super::options::{Way, ways};
use super::time::{Take, Whose, joined};
use quorate::model::*;
use quorate::time::Interval;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What hangs on who could come to a meeting.
struct Looked {
    state: State,
    confirm: Vec<Vec<MemberId>>,
    falls_if: i64,
    best_known: Seating,
}

pub struct World<'a> {
    batch: &'a Batch,
    pub options: Vec<Vec<Way>>,
    looked: Vec<RefCell<BTreeMap<Table, Rc<Looked>>>>,
}

/// A meeting with the time of all others taken.
struct Standing<'w> {
    meeting: usize,
    way: &'w Way,
    table: Table,
    rooms_to_ask: i64,
}

impl<'a> World<'a> {
    pub fn new(batch: &'a Batch) -> World<'a> {
        World {
            batch,
            options: batch.meetings.iter().map(ways).collect(),
            looked: batch.meetings.iter().map(|_| RefCell::default()).collect(),
        }
    }

    fn way(&self, chosen: &[Option<usize>], meeting: usize) -> Option<&Way> {
        let option = chosen.get(meeting).copied().flatten()?;
        Some(&self.options[meeting][option])
    }

    fn placed<'w>(&'w self, chosen: &'w [Option<usize>]) -> impl Iterator<Item = (usize, &'w Way)> {
        (0..chosen.len()).filter_map(|meeting| Some((meeting, self.way(chosen, meeting)?)))
    }

    /// What every plan that begins so counts at least, level by level; `None` = there is none.
    pub fn at_least(&self, chosen: &[Option<usize>]) -> Option<PlanValue> {
        if !self.chains_hold(chosen) || !self.limits_hold(chosen) {
            return None;
        }
        let mut sum = PlanValue::default();
        for (meeting, option) in chosen.iter().enumerate() {
            if option.is_none() {
                if self.batch.meetings[meeting].frozen {
                    return None;
                }
                self.left_out(meeting, &mut sum);
            }
        }
        for (meeting, way) in self.placed(chosen) {
            self.by_itself(chosen, meeting, way, &mut sum);
        }
        // Who comes for a part of the time only leaves the rest to others, in whichever order.
        if !self.shares_partly(chosen) {
            let whole = self.standing(chosen, &(0..chosen.len()).collect::<Vec<_>>())?;
            for one in &whole {
                let (quorate, confirmations) = self.asked(one)?;
                self.add(&mut sum, PlanLevel::Quorate, quorate);
                self.add(&mut sum, PlanLevel::Confirmations, confirmations);
            }
        }
        Some(sum)
    }

    /// What the plan is worth; `None` = it cannot be held. Of people who come for a part of the time, every order in which the
    /// meetings have their pick of it is tried.
    pub fn value(&self, chosen: &[Option<usize>]) -> Option<PlanValue> {
        let all: Vec<usize> = (0..chosen.len()).collect();
        if !self.shares_partly(chosen) {
            return self.value_in_order(chosen, &all);
        }
        let placed: Vec<usize> = self.placed(chosen).map(|(meeting, _)| meeting).collect();
        let orders = orders(&placed);
        let values = orders
            .iter()
            .filter_map(|order| self.value_in_order(chosen, order));
        values.min()
    }

    /// Who sits where and when in a plan of this value.
    pub fn stands(&self, chosen: &[Option<usize>], value: PlanValue) -> Vec<Stands> {
        let placed: Vec<usize> = self.placed(chosen).map(|(meeting, _)| meeting).collect();
        let mut orders = orders(&placed).into_iter();
        let order = orders.find(|order| self.value_in_order(chosen, order) == Some(value));
        let mut takes = self.all_take(chosen, &order.expect("one of the orders is worth it"));
        let mut all = Vec::new();
        for (meeting, way) in self.placed(chosen) {
            let problem = self.batch.problem(meeting);
            let own = takes.remove(&meeting).expect("it is placed");
            let people = way.seating.iter().map(|one| {
                let partly = problem.seats[one.0].partial_percent.is_some();
                let times = self.times(meeting, way, *one, &takes);
                let times = if partly { times } else { Vec::new() };
                (SeatId(one.0 as u32), member_of(problem, *one), times)
            });
            all.push(Stands {
                meeting,
                start: way.spot.start,
                venue: way.spot.venue,
                people: people.collect(),
            });
            takes.insert(meeting, own);
        }
        all
    }

    fn value_in_order(&self, chosen: &[Option<usize>], order: &[usize]) -> Option<PlanValue> {
        let standing = self.standing(chosen, order)?;
        let mut sum = PlanValue::default();
        for (meeting, option) in chosen.iter().enumerate() {
            if option.is_none() {
                self.left_out(meeting, &mut sum);
            }
        }
        for one in &standing {
            self.by_itself(chosen, one.meeting, one.way, &mut sum);
            let (quorate, confirmations) = self.asked(one)?;
            self.add(&mut sum, PlanLevel::Quorate, quorate);
            self.add(&mut sum, PlanLevel::Confirmations, confirmations);
            self.people(one, &mut sum)?;
        }
        self.together(chosen, &mut sum);
        Some(sum)
    }

    fn add(&self, sum: &mut PlanValue, level: PlanLevel, amount: i64) {
        let at = self.batch.order.iter().position(|other| *other == level);
        sum.0[at.expect("each level stands once")] += amount;
    }

    fn left_out(&self, meeting: usize, sum: &mut PlanValue) {
        let own = &self.batch.meetings[meeting];
        for level in [
            PlanLevel::InTime,
            PlanLevel::Placed,
            PlanLevel::Quorate,
            PlanLevel::Margin,
        ] {
            self.add(sum, level, 1);
        }
        for seat in &own.problem.seats {
            let weight = 100 * i64::from(seat.weight * seat.places);
            match seat.level {
                Level::Required => self.add(sum, PlanLevel::Required, weight),
                Level::Expected | Level::Preferred => self.add(sum, PlanLevel::Wanted, weight),
                Level::Optional | Level::Informed => {}
            }
        }
        if let Some(published) = &own.published {
            let told = published.people.len() as i64 + i64::from(published.others);
            self.add(sum, PlanLevel::Disruption, told);
        }
    }

    /// What hangs on start, room and names alone, and on the meeting before.
    fn by_itself(&self, chosen: &[Option<usize>], meeting: usize, way: &Way, sum: &mut PlanValue) {
        let own = &self.batch.meetings[meeting];
        let problem = &own.problem;
        let (start, day) = (way.spot.start, way.spot.date);
        let follows_late = self.batch.links.iter().any(|link| {
            let before = self.way(chosen, link.before);
            let allowed = before.and_then(|before| link.allowed.get(&before.spot.date));
            link.after == meeting && allowed.is_some_and(|follow| follow.last < day)
        });
        let late = follows_late || (problem.pinned.is_none() && day > problem.to);
        self.add(sum, PlanLevel::InTime, i64::from(late));
        let near = i64::from(problem.policy.target_margin_working_days);
        let spare = problem
            .limit
            .as_ref()
            .map(|limit| problem.working_days.between(day, limit.hold_by));
        let margin = spare.is_some_and(|spare| i64::from(spare) < near)
            || problem.target.is_some_and(|target| day > target)
            || problem.notice.is_some_and(|notice| day < notice);
        self.add(sum, PlanLevel::Margin, i64::from(margin));
        let rooms = problem.venues.iter();
        let mut chosen_room = rooms.filter(|choice| Some(choice.venue) == way.spot.venue);
        let travel = chosen_room.next().map_or(0, |choice| choice.travel_minutes);
        self.add(sum, PlanLevel::Travel, i64::from(travel));
        self.add(sum, PlanLevel::Avoided, avoided(problem, start));
        let days = (start.0 - self.batch.now.0) / 86_400;
        self.add(sum, PlanLevel::Earliness, days.max(0));
        if let Some(published) = &own.published {
            let come: BTreeSet<MemberId> = way
                .seating
                .iter()
                .map(|one| member_of(problem, *one))
                .collect();
            let moved = (published.start, published.venue) != (start, way.spot.venue);
            let told = published.people.iter();
            let anew = told.filter(|(_, member)| moved || !come.contains(member));
            let anew = anew.count() as i64 + i64::from(published.others);
            self.add(sum, PlanLevel::Disruption, anew);
        }
    }

    /// Whether somebody who may come for a part of the time only is shared by two of the meetings.
    fn shares_partly(&self, chosen: &[Option<usize>]) -> bool {
        let mut partly: BTreeSet<ContactId> = BTreeSet::new();
        let mut times: BTreeMap<ContactId, u32> = BTreeMap::new();
        for (meeting, way) in self.placed(chosen) {
            let problem = self.batch.problem(meeting);
            for one in &way.seating {
                if let Some(contact) = problem.member(member_of(problem, *one)).contact {
                    *times.entry(contact).or_default() += 1;
                    if problem.seats[one.0].partial_percent.is_some() {
                        partly.insert(contact);
                    }
                }
            }
        }
        partly.iter().any(|contact| times[contact] > 1)
    }

    /// Everybody's time with what all others take; the meetings have their pick in the order given. `None` = somebody is in two
    /// places.
    fn standing<'w>(
        &'w self,
        chosen: &'w [Option<usize>],
        order: &[usize],
    ) -> Option<Vec<Standing<'w>>> {
        let mut takes = self.all_take(chosen, order);
        let mut all = Vec::new();
        for (meeting, way) in self.placed(chosen) {
            let problem = self.batch.problem(meeting);
            let own = takes.remove(&meeting)?;
            // With all others taken they are there as long as they were to be.
            let again = self.takes(meeting, way, &takes);
            let same = own.len() == again.len()
                && own
                    .iter()
                    .zip(&again)
                    .all(|(a, b)| (a.whose, a.interval) == (b.whose, b.interval));
            if !same {
                return None;
            }
            let others = || takes.values().flatten();
            let mut rooms_to_ask = BTreeSet::new();
            for room in &way.spot.rooms {
                let cells = room.statuses(problem, others());
                match cells.iter().map(|cell| cell.status).min() {
                    Some(Status::Absent) if !self.batch.meetings[meeting].frozen => return None,
                    Some(Status::Unknown) => {
                        rooms_to_ask.insert(room.whose);
                    }
                    _ => {}
                }
            }
            let mut table: Table = Vec::new();
            for (at, (row, seat)) in way.spot.people.iter().zip(&problem.seats).enumerate() {
                let mut own_row = Vec::new();
                for (candidate, watch) in row.iter().enumerate() {
                    let cells: Vec<Cell> = watch.statuses(problem, others());
                    let mut found = there(seat, &cells);
                    let sits = way.seating.contains(&(at, candidate));
                    if sits && found.status == Status::Absent {
                        return None;
                    }
                    let member = seat.candidates[candidate].member;
                    if !sits && self.barred(chosen, meeting, at, member) {
                        (found.status, found.percent) = (Status::Absent, 0);
                    }
                    own_row.push(found);
                }
                table.push(own_row);
            }
            takes.insert(meeting, own);
            all.push(Standing {
                meeting,
                way,
                table,
                rooms_to_ask: rooms_to_ask.len() as i64,
            });
        }
        Some(all)
    }

    /// What each meeting takes where they have their pick in this order.
    fn all_take(&self, chosen: &[Option<usize>], order: &[usize]) -> BTreeMap<usize, Vec<Take>> {
        let mut takes: BTreeMap<usize, Vec<Take>> = BTreeMap::new();
        for meeting in order {
            if let Some(way) = self.way(chosen, *meeting) {
                let own = self.takes(*meeting, way, &takes);
                takes.insert(*meeting, own);
            }
        }
        takes
    }

    /// When somebody who sits is there.
    fn times(
        &self,
        meeting: usize,
        way: &Way,
        one: (usize, usize),
        others: &BTreeMap<usize, Vec<Take>>,
    ) -> Vec<Interval> {
        let problem = self.batch.problem(meeting);
        let seat = &problem.seats[one.0];
        let watch = &way.spot.people[one.0][one.1];
        let cells = watch.statuses(problem, others.values().flatten());
        let least = match (seat.partial_percent, there(seat, &cells).status) {
            (None, _) => Status::Absent,
            (Some(_), Status::Unknown) => Status::Unknown,
            (Some(_), _) => Status::Tentative,
        };
        let times = watch.cells.iter().zip(&cells);
        let present = times
            .filter(|(_, cell)| cell.status >= least)
            .map(|((at, _), _)| *at);
        joined(present)
    }

    /// What a meeting takes of others' time where `others` have taken theirs.
    fn takes(&self, meeting: usize, way: &Way, others: &BTreeMap<usize, Vec<Take>>) -> Vec<Take> {
        let problem = self.batch.problem(meeting);
        let mut all = Vec::new();
        for one in &way.seating {
            let seat = &problem.seats[one.0];
            let watch = &way.spot.people[one.0][one.1];
            let Some(whose) = watch.whose else { continue };
            let venue = way.spot.venue.filter(|_| seat.mode == Mode::InPerson);
            let times = self.times(meeting, way, *one, others);
            all.extend(times.into_iter().map(|interval| Take {
                whose,
                interval,
                buffer: problem.buffer,
                venue,
            }));
        }
        for part in &problem.parts {
            let venue = match part.venue {
                PartVenue::Meeting => way.spot.venue,
                PartVenue::None => None,
                PartVenue::Named(venue) => Some(venue),
            };
            all.extend(venue.map(|venue| Take {
                whose: Whose::Venue(venue),
                interval: part.at(way.spot.start),
                buffer: problem.buffer,
                venue: Some(venue),
            }));
        }
        all
    }

    fn looked(&self, one: &Standing) -> Rc<Looked> {
        let mut known = self.looked[one.meeting].borrow_mut();
        if let Some(known) = known.get(&one.table) {
            return Rc::clone(known);
        }
        let people = look(self.batch.problem(one.meeting), &one.table);
        let looked = Rc::new(Looked {
            state: people.state,
            falls_if: match people.state {
                State::Quorate => people.falls_if_known.len() as i64,
                State::QuorateIf => people.falls_if_possible.len() as i64,
                State::Short => 0,
            },
            confirm: people.confirm,
            best_known: people.best_known[0].clone(),
        });
        known.insert(one.table.clone(), Rc::clone(&looked));
        looked
    }

    /// Whether it is not quorate, and how many have to confirm. `None` = it can never be.
    fn asked(&self, one: &Standing) -> Option<(i64, i64)> {
        let looked = self.looked(one);
        match looked.state {
            State::Short if self.batch.meetings[one.meeting].frozen => {
                Some((1, i64::from(MOST_PLACES)))
            }
            State::Short => None,
            State::Quorate | State::QuorateIf => {
                let people = looked.confirm.iter().map(Vec::len).min().unwrap_or(0) as i64;
                let all = people + one.rooms_to_ask;
                Some((i64::from(all > 0), all))
            }
        }
    }

    /// What hangs on who could come and who does; `None` = they make no quorum.
    fn people(&self, one: &Standing, sum: &mut PlanValue) -> Option<()> {
        let problem = self.batch.problem(one.meeting);
        let looked = self.looked(one);
        let known: Seating = one
            .way
            .seating
            .iter()
            .copied()
            .filter(|(seat, at)| one.table[*seat][*at].status != Status::Unknown)
            .collect();
        let first = looked.confirm.first();
        let confirmed = |at: &(usize, usize)| {
            known.contains(at)
                || first.is_some_and(|first| first.contains(&member_of(problem, *at)))
        };
        let counted: Seating = one.way.seating.iter().copied().filter(confirmed).collect();
        if looked.state != State::Short && !quorum(problem, &counted) {
            return None;
        }
        if left_out(problem, one, &known) {
            return None;
        }
        let of_known = match looked.state {
            State::Quorate => &known,
            State::QuorateIf | State::Short => &looked.best_known,
        };
        let of_people = levels(problem, &one.table, of_known);
        for level in [
            RankLevel::Required,
            RankLevel::Wanted,
            RankLevel::Deputies,
            RankLevel::Reliance,
        ] {
            let value = of_people[place(problem, level)];
            self.add(sum, PlanLevel::of(level), value);
        }
        self.add(sum, PlanLevel::Fragility, looked.falls_if);
        Some(())
    }

    /// The contact in a seat for one.
    fn sitter(&self, chosen: &[Option<usize>], meeting: usize, seat: SeatId) -> Option<ContactId> {
        let way = self.way(chosen, meeting)?;
        let problem = self.batch.problem(meeting);
        let mut here = way.seating.iter().filter(|one| one.0 == seat.index());
        problem.member(member_of(problem, *here.next()?)).contact
    }

    fn chains_hold(&self, chosen: &[Option<usize>]) -> bool {
        self.batch.links.iter().all(|link| {
            let decided = link.before < chosen.len() && link.after < chosen.len();
            let Some(after) = self.way(chosen, link.after).filter(|_| decided) else {
                return true;
            };
            let Some(before) = self.way(chosen, link.before) else {
                return false;
            };
            let follow = link.allowed.get(&before.spot.date);
            let begins = after.spot.date;
            let in_gap = follow.is_some_and(|f| f.first <= begins && begins <= f.late_to);
            let mut same = link.same.iter();
            in_gap
                && same.all(|(a, b)| {
                    let first = self.sitter(chosen, link.before, *a);
                    let second = self.sitter(chosen, link.after, *b);
                    first.is_none() || second.is_none() || first == second
                })
        })
    }

    /// Meetings that count towards a limit, with the first day of their stretch.
    fn counting<'w>(
        &'w self,
        chosen: &'w [Option<usize>],
        limit: &'w LoadLimit,
    ) -> impl Iterator<Item = (usize, chrono::NaiveDate)> + 'w {
        self.placed(chosen).filter_map(|(meeting, way)| {
            let problem = self.batch.problem(meeting);
            let there = way.seating.iter().any(|one| {
                let contact = problem.member(member_of(problem, *one)).contact;
                contact == Some(limit.contact) && counts(limit, &problem.seats[one.0])
            });
            there.then(|| (meeting, self.stretch(limit, way)))
        })
    }

    fn stretch(&self, limit: &LoadLimit, way: &Way) -> chrono::NaiveDate {
        let day = self.batch.zone.local(way.spot.start).date();
        match limit.per {
            Stretch::Day => day,
            Stretch::Week => day.week(chrono::Weekday::Mon).first_day(),
        }
    }

    fn limits_hold(&self, chosen: &[Option<usize>]) -> bool {
        self.batch.limits.iter().all(|limit| {
            let mut used: BTreeMap<chrono::NaiveDate, u32> = BTreeMap::new();
            for (_, day) in self.counting(chosen, limit) {
                *used.entry(day).or_default() += 1;
            }
            used.iter()
                .all(|(day, own)| own + limit.used.get(day).copied().unwrap_or(0) <= limit.most)
        })
    }

    /// Whether somebody who does not sit there may not, for their load or for a chain.
    fn barred(
        &self,
        chosen: &[Option<usize>],
        meeting: usize,
        seat: usize,
        member: MemberId,
    ) -> bool {
        let problem = self.batch.problem(meeting);
        let Some(contact) = problem.member(member).contact else {
            return false;
        };
        let way = self.way(chosen, meeting).expect("it is placed");
        let full = self.batch.limits.iter().any(|limit| {
            let day = self.stretch(limit, way);
            let others = self.counting(chosen, limit);
            let others = others.filter(|(other, own)| *other != meeting && *own == day);
            limit.contact == contact
                && counts(limit, &problem.seats[seat])
                && others.count() as u32 + limit.used.get(&day).copied().unwrap_or(0) >= limit.most
        });
        let id = SeatId(seat as u32);
        full || self.batch.links.iter().any(|link| {
            link.same.iter().any(|(a, b)| {
                let there = if link.before == meeting && *a == id {
                    self.sitter(chosen, link.after, *b)
                } else if link.after == meeting && *b == id {
                    self.sitter(chosen, link.before, *a)
                } else {
                    None
                };
                there.is_some_and(|there| there != contact)
            })
        })
    }

    /// What hangs on several meetings at once: load, and who had better stay the same.
    fn together(&self, chosen: &[Option<usize>], sum: &mut PlanValue) {
        for link in &self.batch.links {
            for (a, b) in &link.same_preferred {
                let first = self.sitter(chosen, link.before, *a);
                let second = self.sitter(chosen, link.after, *b);
                let changed = first.is_some() && second.is_some() && first != second;
                self.add(sum, PlanLevel::Deputies, i64::from(changed));
            }
        }
        let mut meetings: BTreeMap<ContactId, BTreeSet<usize>> = BTreeMap::new();
        for (meeting, way) in self.placed(chosen) {
            let problem = self.batch.problem(meeting);
            for one in &way.seating {
                let seat = &problem.seats[one.0];
                let first = seat.candidates.iter().filter(|other| other.rank == 0);
                let contact = problem.member(member_of(problem, *one)).contact;
                if let Some(contact) = contact
                    && first.count() > seat.places as usize
                {
                    meetings.entry(contact).or_default().insert(meeting);
                }
            }
        }
        for (contact, own) in meetings {
            let had = i64::from(self.batch.history.get(&contact).copied().unwrap_or(0));
            let has = had + own.len() as i64;
            self.add(sum, PlanLevel::Load, has * has - had * had);
        }
    }
}

/// Whether somebody is left out who could come and would make the meeting no worse. Plans are not made better by asking nobody;
/// people are spared where a fair load stands above what they fill.
fn left_out(problem: &Problem, one: &Standing, known: &Seating) -> bool {
    let sits = &one.way.seating;
    let worth = levels(problem, &one.table, known);
    problem.seats.iter().enumerate().any(|(at, seat)| {
        let here = sits.iter().filter(|(other, _)| *other == at).count();
        let first = seat.candidates.iter().filter(|other| other.rank == 0);
        let pool = first.count() > seat.places as usize;
        let above = match seat.level {
            Level::Required => Some(RankLevel::Required),
            Level::Expected | Level::Preferred => Some(RankLevel::Wanted),
            Level::Optional | Level::Informed => None,
        };
        let load = place(problem, RankLevel::Load);
        let spared = pool && above.is_some_and(|above| load < place(problem, above));
        let room = here < seat.places as usize;
        room && (0..seat.candidates.len()).any(|candidate| {
            let sitter = (at, candidate);
            let fits = sits.iter().all(|other| {
                member_of(problem, *other) != member_of(problem, sitter)
                    && !meet(problem, *other, sitter)
            });
            let welcome = match one.table[at][candidate].status {
                Status::Absent => false,
                Status::Unknown => true,
                Status::Tentative | Status::Expected | Status::Free => {
                    let mut with = known.clone();
                    with.push(sitter);
                    !spared && levels(problem, &one.table, &with) <= worth
                }
            };
            fits && welcome
        })
    })
}

fn counts(limit: &LoadLimit, seat: &Seat) -> bool {
    match &limit.seats {
        Some(seats) => seats.contains(&seat.id),
        None => true,
    }
}

/// All orders of a few meetings.
fn orders(of: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for one in of {
        all = all
            .iter()
            .flat_map(|order: &Vec<usize>| {
                (0..=order.len()).map(move |at| {
                    let mut longer = order.clone();
                    longer.insert(at, *one);
                    longer
                })
            })
            .collect();
    }
    all
}
