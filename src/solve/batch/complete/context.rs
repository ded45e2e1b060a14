//! What one meeting is worth where the others stand as they do on the desk.

use super::super::choices::contested;
use super::super::desk::{Desk, Place};
use super::super::insertion::Spot;
use super::super::levels::Way;
use super::outlook::{Outlook, PEOPLE, Reading, addable, core, forget};
use super::seated::Seated;
use crate::model::{PlanLevel, PlanValue, RankLevel, State};
use crate::solve::rows::{Kind, Status, Stretches, pieces};
use crate::time::Interval;
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;
use std::sync::Arc;

/// A way without its people: late or not, start, group, venue, venues to be asked.
pub(super) type Where = (bool, usize, usize, Option<usize>, u32);

pub(super) struct Context<'s, 'a> {
    pub desk: &'s mut Desk<'a>,
    /// Resources that more than one meeting could want.
    contested: Vec<bool>,
    /// Of each meeting, for each flat: others could want this person, or it matters to a chain who sits there.
    pub wanted: Vec<Vec<bool>>,
    /// What follows from how everybody stands, by meeting.
    known: Vec<HashMap<Vec<Status>, Arc<Outlook>>>,
    /// Levels of people that come behind load in the order: the best seating, which looks at load before, says nothing about them.
    behind_load: Vec<PlanLevel>,
}

impl<'s, 'a> Context<'s, 'a> {
    /// `None` where the meetings rank what hangs on people in another order than the batch: then its best for one meeting says nothing
    /// about the sum.
    pub fn new(desk: &'s mut Desk<'a>) -> Option<Context<'s, 'a>> {
        let room = desk.room;
        let levels = room.levels;
        let mut people = PEOPLE.to_vec();
        people.sort_by_key(|(_, level)| levels.place(*level));
        for ground in room.grounds {
            let order = &ground.problem().policy.order;
            let place = |level: RankLevel| order.iter().position(|own| *own == level);
            if !people.is_sorted_by_key(|(level, _)| place(*level)) {
                return None;
            }
        }
        let load = levels.place(PlanLevel::Load);
        let all: Vec<usize> = (0..room.grounds.len()).collect();
        let shared = contested(desk, &all);
        let contested: Vec<bool> = (0..room.resources.len() as u32)
            .map(|resource| shared.contains(&resource))
            .collect();
        let mut wanted = Vec::new();
        for (meeting, ground) in room.grounds.iter().enumerate() {
            let chains = room.resources.chains_of[meeting].iter();
            let chains = chains.map(|chain| &room.resources.chains[*chain as usize]);
            let seats: Vec<usize> = chains
                .flat_map(|chain| {
                    chain
                        .same
                        .iter()
                        .chain(&chain.preferred)
                        .map(move |s| (chain, s))
                })
                .map(|(chain, (a, b))| match chain.after == meeting {
                    true => b.index(),
                    false => a.index(),
                })
                .collect();
            let flats = ground.layout.flats.iter();
            let own = flats.map(|spec| {
                let resource = ground.resource[spec.member];
                let other = resource.is_some_and(|resource| contested[resource as usize]);
                other || seats.contains(&spec.seat)
            });
            wanted.push(own.collect());
        }
        let behind = people.iter().map(|(_, level)| *level);
        Some(Context {
            known: room.grounds.iter().map(|_| HashMap::new()).collect(),
            behind_load: behind.filter(|level| levels.place(*level) > load).collect(),
            contested,
            wanted,
            desk,
        })
    }

    /// A way to hold a meeting of an empty desk; `None` = it cannot be held so.
    pub fn way(&mut self, meeting: usize, at: Where, chosen: Vec<u16>) -> Option<Seated> {
        let ground = &self.desk.room.grounds[meeting];
        let (late, start, group, venue, asks) = at;
        let shares = chosen.iter().any(|flat| {
            let flat = usize::from(*flat);
            let resource = ground.resource[ground.layout.flats[flat].member];
            let contested = resource.is_some_and(|resource| self.contested[resource as usize]);
            ground.partial[flat].is_some() && contested
        });
        let statuses = self.stand(meeting, at, &chosen)?;
        let spot = self.spot(meeting, at, &chosen, shares, statuses, Reading::AtLeast)?;
        let own = |resource: u32| !self.contested[resource as usize];
        let place = self.desk.place_with(meeting, &spot, chosen.clone(), &own);
        Some(Seated {
            late,
            start,
            group,
            venue,
            asks,
            chosen,
            shares,
            place: Arc::new(place),
        })
    }

    /// The way in which a meeting stands that has a place; the desk is empty.
    pub fn way_of(&mut self, meeting: usize, place: &Place) -> Option<Seated> {
        let at = (
            place.late,
            place.start as usize,
            usize::from(place.group),
            place.venue.map(usize::from),
            u32::from(place.asks),
        );
        self.way(meeting, at, place.chosen.to_vec())
    }

    pub fn lay(&mut self, meeting: usize, way: &Seated) {
        self.desk.put_back(meeting, &way.place);
    }

    pub fn lift(&mut self, meeting: usize) {
        self.desk.take_out(meeting);
    }

    /// Whether the chains of a meeting allow its day and those of the others that have places.
    pub fn follows(&self, meeting: usize) -> bool {
        let resources = self.desk.room.resources;
        let mut chains = resources.chains_of[meeting].iter();
        chains.all(|chain| {
            let chain = &resources.chains[*chain as usize];
            let places = &self.desk.places;
            match (&places[chain.before], &places[chain.after]) {
                (_, None) => true,
                (None, Some(_)) => false,
                (Some(before), Some(after)) => {
                    let days = chain.follow(before.day);
                    days.is_some_and(|days| days.first <= after.day && after.day <= days.late_to)
                }
            }
        })
    }

    /// What a meeting counts at least as things stand; `None` = it cannot be held.
    pub fn least(&mut self, meeting: usize, way: &Seated) -> Option<PlanValue> {
        let statuses = self.stand(meeting, way.at(), &way.chosen)?;
        let (at, shares) = (way.at(), way.shares);
        let spot = self.spot(meeting, at, &way.chosen, shares, statuses, Reading::AtLeast)?;
        Some(spot.value)
    }

    /// What a whole plan is worth that is on the desk, where those who come for a share of the time are had by the meetings in this
    /// order; and where everybody stands then.
    pub fn worth(
        &mut self,
        plan: &[Option<Arc<Seated>>],
        order: &[usize],
    ) -> Option<(PlanValue, Vec<Option<Arc<Place>>>)> {
        let worth = self.shared_out(plan, order);
        for meeting in order {
            self.lift(*meeting);
        }
        for meeting in order {
            if let Some(way) = &plan[*meeting] {
                self.lay(*meeting, way);
            }
        }
        worth
    }

    fn shared_out(
        &mut self,
        plan: &[Option<Arc<Seated>>],
        order: &[usize],
    ) -> Option<(PlanValue, Vec<Option<Arc<Place>>>)> {
        order.iter().for_each(|meeting| self.lift(*meeting));
        for meeting in order {
            let way = plan[*meeting].as_ref()?;
            let place = self.place(*meeting, way, Reading::AtLeast)?;
            self.desk.put_back(*meeting, &Arc::new(place));
        }
        let mut sum = self.desk.value;
        let mut places = Vec::new();
        for (meeting, way) in plan.iter().enumerate() {
            let Some(way) = way else {
                places.push(None);
                continue;
            };
            let place = self.place(meeting, way, Reading::Exact)?;
            let laid = self.desk.places[meeting].as_ref()?;
            // With all others there everybody is there as long as they were to be.
            if order.contains(&meeting) && laid.holds != place.holds {
                return None;
            }
            sum += place.value - laid.value;
            places.push(Some(Arc::new(place)));
        }
        Some((sum, places))
    }

    fn place(&mut self, meeting: usize, way: &Seated, reading: Reading) -> Option<Place> {
        let statuses = self.stand(meeting, way.at(), &way.chosen)?;
        let layout = &self.desk.room.grounds[meeting].layout;
        // Nobody is left out for nothing.
        let mut flats = statuses.iter().enumerate();
        let mut left_out = flats.any(|(flat, status)| addable(layout, &way.chosen, flat, status));
        left_out &= reading == Reading::Exact;
        if left_out {
            return None;
        }
        let (at, shares) = (way.at(), way.shares);
        let spot = self.spot(meeting, at, &way.chosen, shares, statuses, reading)?;
        let place = self
            .desk
            .place_with(meeting, &spot, way.chosen.clone(), &|_| true);
        Some(place)
    }

    /// How everybody stands; `None` where one of those who sit, or the room, is taken.
    fn stand(&self, meeting: usize, at: Where, chosen: &[u16]) -> Option<Vec<Status>> {
        let desk = &*self.desk;
        let ground = &desk.room.grounds[meeting];
        let (late, start, group, venue, _) = at;
        let terrain = ground.terrain(late);
        let layout = &ground.layout;
        let problem = layout.problem;
        let begin = terrain.starts[start];
        let whole = Interval::new(begin, begin.plus(problem.length))?;
        if !ground.meeting.frozen && !self.rooms_are_free(meeting, whole, venue) {
            return None;
        }
        let venue = venue.map(|venue| problem.venues[venue].venue);
        let pattern = terrain.pattern(start, group, ground.groups.len());
        let mut statuses = pattern.statuses.clone();
        let mut held = Vec::new();
        for (flat, status) in statuses.iter_mut().enumerate() {
            let spec = layout.flats[flat];
            let Some(resource) = ground.resource[spec.member] else {
                continue;
            };
            if status.kind == Kind::Absent {
                continue;
            }
            if self.is_barred(meeting, flat, resource, terrain.days[start]) {
                *status = Status::ABSENT;
            } else if !desk.taken[resource as usize].is_empty() {
                let gap = layout.gap_venue(spec.seat, venue);
                desk.person_held(meeting, resource, spec.member, gap, &mut held, Some(whole));
                let shape = &layout.shapes[layout.shape_of[spec.seat]];
                let own = pieces(shape, begin);
                if held.iter().any(|held| own.overlaps(*held)) {
                    *status = match shape.partial {
                        None => Status::ABSENT,
                        Some(least) => {
                            let timeline = &problem.members[spec.member].timeline;
                            let mut stretches =
                                Stretches::near(problem, timeline, gap, Some(whole));
                            let held = held.iter().copied().collect();
                            stretches.absent = stretches.absent.union(&held);
                            stretches.partial(shape, begin, least)
                        }
                    };
                }
            }
        }
        let mut seated = chosen.iter().map(|flat| statuses[usize::from(*flat)].kind);
        seated.all(|kind| kind != Kind::Absent).then_some(statuses)
    }

    /// Whether somebody may not sit there, for the limits of their load or for a chain.
    fn is_barred(&self, meeting: usize, flat: usize, resource: u32, day: i32) -> bool {
        let desk = &*self.desk;
        let room = desk.room;
        let ground = &room.grounds[meeting];
        let own = desk.places[meeting].as_ref();
        let full = ground.flat_limits[flat].iter().any(|limit| {
            let spec = &room.resources.limits[*limit as usize];
            let date = NaiveDate::from_num_days_from_ce_opt(day);
            let first = date.map_or(day, |date| spec.per.first_day(date).num_days_from_ce());
            let used = desk.counts[*limit as usize]
                .get(&first)
                .copied()
                .unwrap_or(0);
            let counted = own.is_some_and(|own| own.counted.contains(&(*limit, first)));
            used - u32::from(counted) >= spec.most
        });
        let seat = ground.layout.flats[flat].seat;
        full || room.resources.chains_of[meeting].iter().any(|chain| {
            let chain = &room.resources.chains[*chain as usize];
            chain.same.iter().any(|(a, b)| {
                let (other, theirs, here) = match chain.after == meeting {
                    true => (chain.before, *a, *b),
                    false => (chain.after, *b, *a),
                };
                let place = desk.places[other].as_ref();
                let sits = place.and_then(|place| desk.contact_in(other, place, theirs));
                here.index() == seat && sits.is_some_and(|sits| sits != resource)
            })
        })
    }

    fn rooms_are_free(&self, meeting: usize, whole: Interval, venue: Option<usize>) -> bool {
        let desk = &*self.desk;
        let ground = &desk.room.grounds[meeting];
        let problem = ground.problem();
        let mut held = Vec::new();
        let mut free = |resource: u32, pieces: &[(i64, i64)], own: crate::model::Buffer| {
            let needs = (problem.buffer.larger(own), own);
            desk.gather(meeting, resource, needs, None, Some(whole), &mut held);
            !held.iter().any(|held| {
                let mut pieces = pieces.iter().filter_map(|(from, to)| {
                    Interval::new(whole.start().plus(*from), whole.start().plus(*to))
                });
                pieces.any(|piece| piece.overlaps(*held))
            })
        };
        let room = venue.is_none_or(|venue| {
            let own = problem.venues[venue].timeline.buffer;
            free(ground.venue_resource[venue], &ground.venue_pieces, own)
        });
        let mut parts = ground.parts.iter().zip(&problem.part_venues);
        room && parts
            .all(|((resource, pieces), choice)| free(*resource, pieces, choice.timeline.buffer))
    }

    fn outlook(&mut self, meeting: usize, statuses: &[Status]) -> Arc<Outlook> {
        if let Some(known) = self.known[meeting].get(statuses) {
            return Arc::clone(known);
        }
        let ground = &self.desk.room.grounds[meeting];
        let outlook = Outlook::of(&ground.layout, statuses, ground.meeting.frozen);
        let outlook = Arc::new(outlook);
        self.known[meeting].insert(statuses.to_vec(), Arc::clone(&outlook));
        outlook
    }

    /// The meeting with these people as things stand; `None` = they make no quorum.
    fn spot(
        &mut self,
        meeting: usize,
        at: Where,
        chosen: &[u16],
        shares: bool,
        statuses: Vec<Status>,
        reading: Reading,
    ) -> Option<Spot> {
        let room = self.desk.room;
        let ground = &room.grounds[meeting];
        let outlook = self.outlook(meeting, &statuses);
        let core = core(&ground.layout, &outlook, chosen, &statuses, reading);
        let mut core = core.filter(|core| !core.is_short() || ground.meeting.frozen)?;
        if reading == Reading::AtLeast {
            if core.state != State::Quorate {
                for level in &self.behind_load {
                    forget(&mut core, *level);
                }
            }
            if shares {
                core.deputies = 0;
                core.reliance = 0;
            }
        }
        let (late, start, group, venue, asks) = at;
        let core = Arc::new(core);
        let way = Way::new(ground, ground.terrain(late), start, &core, (venue, asks));
        Some(Spot {
            late,
            start,
            group,
            venue,
            asks,
            value: room.levels.value(&way),
            core: Arc::clone(&core),
            statuses,
        })
    }
}

impl Seated {
    fn at(&self) -> Where {
        (self.late, self.start, self.group, self.venue, self.asks)
    }
}
