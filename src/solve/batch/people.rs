//! Everything that meetings share: contacts and venues as numbered resources, limits of load, ways between venues, chains.

use crate::model::{Batch, ContactId, Follow, MemberId, SeatId, Stretch, Timeline, VenueId};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, HashMap};

/// The resources of some meetings of a batch: first contacts, then venues, each in the order of their ids.
pub(super) struct Resources {
    contacts: Vec<ContactId>,
    venues: Vec<VenueId>,
    /// How many meetings each takes at once.
    pub capacity: Vec<u32>,
    /// Meetings that each had before this plan.
    pub history: Vec<u32>,
    pub limits: Vec<Limit>,
    limits_of: BTreeMap<ContactId, Vec<u32>>,
    travel: Travel,
    pub chains: Vec<Chain>,
    /// Chains of each meeting.
    pub chains_of: Vec<Vec<u32>>,
    /// Seconds of the longest meeting with everything that must be kept clear around it.
    pub reach: i64,
}

/// A limit of load with what of it is used from outside.
pub(super) struct Limit {
    pub per: Stretch,
    pub most: u32,
    seats: Option<Vec<String>>,
    pub used: BTreeMap<i32, u32>,
}

/// A link between two of the meetings, by their numbers among these.
pub(super) struct Chain {
    pub before: usize,
    pub after: usize,
    /// Day from which [`table`](Self::table) counts.
    origin: i32,
    table: Vec<Option<Days>>,
    pub rule: String,
    pub same: Vec<(SeatId, SeatId)>,
    pub preferred: Vec<(SeatId, SeatId)>,
}

/// Days of the common era, inclusive.
#[derive(Clone, Copy)]
pub(super) struct Days {
    pub first: i32,
    pub last: i32,
    pub late_to: i32,
}

impl Chain {
    /// The days on which the later meeting may be where the earlier one is on `day`.
    pub fn follow(&self, day: i32) -> Option<Days> {
        let place = usize::try_from(day.checked_sub(self.origin)?).ok()?;
        *self.table.get(place)?
    }

    /// The same for every day of the earlier meeting.
    pub fn days(&self) -> impl Iterator<Item = (i32, Days)> + '_ {
        let table = (self.origin..).zip(&self.table);
        table.filter_map(|(day, days)| Some((day, (*days)?)))
    }

    /// Whether the later meeting can be late by this chain alone.
    pub fn can_be_late(&self) -> bool {
        self.table
            .iter()
            .flatten()
            .any(|days| days.late_to > days.last)
    }

    fn new(before: usize, after: usize, link: &crate::model::Link) -> Chain {
        let day = |date: &NaiveDate| date.num_days_from_ce();
        let origin = link.allowed.keys().next().map_or(0, day);
        let last = link.allowed.keys().next_back().map_or(origin - 1, day);
        let mut table = vec![None; usize::try_from(last - origin + 1).unwrap_or(0)];
        for (
            date,
            Follow {
                first,
                last,
                late_to,
            },
        ) in &link.allowed
        {
            table[(day(date) - origin) as usize] = Some(Days {
                first: day(first),
                last: day(last),
                late_to: day(late_to),
            });
        }
        Chain {
            before,
            after,
            origin,
            table,
            rule: link.rule.clone(),
            same: link.same.clone(),
            preferred: link.same_preferred.clone(),
        }
    }
}

impl Resources {
    /// The resources of `meetings` (indices into the batch).
    pub fn new(batch: &Batch, meetings: &[usize]) -> Resources {
        let mut contacts: BTreeMap<ContactId, &Timeline> = BTreeMap::new();
        let mut venues: BTreeMap<VenueId, &Timeline> = BTreeMap::new();
        let mut reach = 0;
        let mut gaps = 0;
        for index in meetings {
            let problem = batch.problem(*index);
            for member in &problem.members {
                if let Some(contact) = member.contact {
                    contacts.entry(contact).or_insert(&member.timeline);
                }
                let need = problem.buffer.larger(member.timeline.buffer);
                gaps = gaps.max(need.before_minutes).max(need.after_minutes);
            }
            for choice in problem.venues.iter().chain(&problem.part_venues) {
                venues.entry(choice.venue).or_insert(&choice.timeline);
            }
            reach = reach.max(problem.length);
        }
        let mut travel = Travel::default();
        if let Some(first) = meetings.first() {
            let table = &batch.problem(*first).travel;
            travel = Travel::new(table);
            gaps = gaps.max(
                table
                    .iter()
                    .map(|(.., minutes)| *minutes)
                    .max()
                    .unwrap_or(0),
            );
        }
        let capacity = contacts.values().chain(venues.values());
        let capacity = capacity.map(|timeline| timeline.capacity.max(1)).collect();
        let mut history: Vec<u32> = contacts
            .keys()
            .map(|contact| batch.history.get(contact).copied().unwrap_or(0))
            .collect();
        history.resize(contacts.len() + venues.len(), 0);
        let mut limits = Vec::new();
        let mut limits_of: BTreeMap<ContactId, Vec<u32>> = BTreeMap::new();
        for limit in &batch.limits {
            if !contacts.contains_key(&limit.contact) {
                continue;
            }
            let of_contact = limits_of.entry(limit.contact).or_default();
            of_contact.push(limits.len() as u32);
            limits.push(Limit {
                per: limit.per,
                most: limit.most,
                seats: limit.seats.clone(),
                used: limit
                    .used
                    .iter()
                    .map(|(day, count)| (day.num_days_from_ce(), *count))
                    .collect(),
            });
        }
        let number: HashMap<usize, usize> = meetings
            .iter()
            .enumerate()
            .map(|(number, index)| (*index, number))
            .collect();
        let mut chains = Vec::new();
        let mut chains_of = vec![Vec::new(); meetings.len()];
        for link in &batch.links {
            if let (Some(before), Some(after)) = (number.get(&link.before), number.get(&link.after))
            {
                chains_of[*before].push(chains.len() as u32);
                chains_of[*after].push(chains.len() as u32);
                chains.push(Chain::new(*before, *after, link));
            }
        }
        Resources {
            contacts: contacts.into_keys().collect(),
            venues: venues.into_keys().collect(),
            capacity,
            history,
            limits,
            limits_of,
            travel,
            chains,
            chains_of,
            reach: reach + i64::from(gaps) * 60,
        }
    }

    pub fn len(&self) -> usize {
        self.contacts.len() + self.venues.len()
    }

    pub fn contact(&self, contact: ContactId) -> u32 {
        let place = self.contacts.binary_search(&contact);
        place.expect("every contact of the meetings is numbered") as u32
    }

    pub fn venue(&self, venue: VenueId) -> u32 {
        let place = self.venues.binary_search(&venue);
        let place = place.expect("every venue of the meetings is numbered");
        (self.contacts.len() + place) as u32
    }

    /// Whose number it is; `None` = a venue's.
    pub fn contact_of(&self, resource: u32) -> Option<ContactId> {
        self.contacts.get(resource as usize).copied()
    }

    pub fn venue_of(&self, resource: u32) -> Option<VenueId> {
        let place = (resource as usize).checked_sub(self.contacts.len())?;
        self.venues.get(place).copied()
    }

    /// The limits that an attendance in a seat of this id counts towards.
    pub fn limits_of(&self, contact: ContactId, seat: &str) -> Vec<u32> {
        let all = self.limits_of.get(&contact).into_iter().flatten();
        all.filter(|limit| {
            let seats = &self.limits[**limit as usize].seats;
            seats
                .as_ref()
                .is_none_or(|seats| seats.iter().any(|id| id == seat))
        })
        .copied()
        .collect()
    }

    /// Minutes between two venues, 0 where one of them is none.
    pub fn travel(&self, from: Option<VenueId>, to: Option<VenueId>) -> u32 {
        match (from, to) {
            (Some(from), Some(to)) => self.travel.minutes(from, to),
            _ => 0,
        }
    }
}

/// Ways between venues, asked for every commitment of everybody at every insertion: a table where it is not too large.
#[derive(Default)]
struct Travel {
    /// Venues whose ids are below this are in the table.
    width: usize,
    table: Vec<u32>,
    /// The ways of the others.
    far: HashMap<(u32, u32), u32>,
}

/// Venues in a table: 16 MB.
const WIDEST: usize = 2_048;

impl Travel {
    fn new(ways: &[(VenueId, VenueId, u32)]) -> Travel {
        let last = ways.iter().map(|(a, b, _)| a.index().max(b.index()));
        let width = last.max().map_or(0, |last| last + 1).min(WIDEST);
        let mut travel = Travel {
            width,
            table: vec![0; width * width],
            far: HashMap::new(),
        };
        for (from, to, minutes) in ways {
            if from.index() < width && to.index() < width {
                travel.table[from.index() * width + to.index()] = *minutes;
            } else {
                travel.far.insert((from.0, to.0), *minutes);
            }
        }
        travel
    }

    fn minutes(&self, from: VenueId, to: VenueId) -> u32 {
        if from.index() < self.width && to.index() < self.width {
            return self.table[from.index() * self.width + to.index()];
        }
        if self.far.is_empty() {
            return 0;
        }
        self.far.get(&(from.0, to.0)).copied().unwrap_or(0)
    }
}

/// The member who sits in a seat, out of flats chosen.
pub(super) fn seated(
    layout: &super::super::layout::Layout,
    chosen: &[u16],
    seat: SeatId,
) -> Option<MemberId> {
    let mut flats = chosen.iter().map(|flat| &layout.flats[usize::from(*flat)]);
    let flat = flats.find(|flat| flat.seat == seat.index())?;
    Some(MemberId(flat.member as u32))
}
