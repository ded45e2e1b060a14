//! What is left to one meeting where others stand: its starts, and who is still to be had for its seats.

use super::super::super::relaxation::{RelaxedCandidate, RelaxedMeeting, RelaxedSeat};
use super::super::{get, ones};
use super::hunt::Hunt;
use crate::model::Stretch;

/// Time of somebody or of a venue that a meeting takes.
#[derive(Clone, Copy)]
pub(super) struct Taken {
    pub begin: i64,
    pub end: i64,
    pub meeting: u32,
}

/// How a meeting can stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stand {
    /// Without a place.
    Empty,
    /// At a start, with everybody whom the quorum needs.
    Quorate(u32),
    /// At a start, with those without whom it cannot be held at all.
    Otherwise(u32),
}

impl Stand {
    pub fn start(self) -> Option<usize> {
        match self {
            Stand::Empty => None,
            Stand::Quorate(start) | Stand::Otherwise(start) => Some(start as usize),
        }
    }
}

/// A bit a start.
#[derive(Default)]
pub(super) struct Leeway {
    pub quorate: Vec<u64>,
    pub otherwise: Vec<u64>,
    pub is_empty: bool,
}

impl Leeway {
    pub fn size(&self) -> u32 {
        let both = self.quorate.iter().chain(&self.otherwise);
        both.map(|word| word.count_ones()).sum::<u32>() + u32::from(self.is_empty)
    }

    pub fn stands(&self) -> Vec<Stand> {
        let quorate = ones(&self.quorate).map(|start| Stand::Quorate(start as u32));
        let otherwise = ones(&self.otherwise).map(|start| Stand::Otherwise(start as u32));
        let empty = self.is_empty.then_some(Stand::Empty);
        quorate.chain(otherwise).chain(empty).collect()
    }
}

/// Places of a seat that have to be filled, for a quorum or for the meeting to be held at all.
pub(super) fn places(seat: &RelaxedSeat, quorate: bool) -> usize {
    let needed = if quorate { seat.needed } else { seat.held };
    match seat.partial {
        true => 0,
        false => needed.min(seat.places) as usize,
    }
}

/// Somebody could be in a seat of a meeting at a start, sure or, where that is enough, asked.
pub(super) fn could(one: &RelaxedCandidate, start: usize, quorate: bool) -> bool {
    get(&one.sure, start) || (!quorate && !one.open.is_empty() && get(&one.open, start))
}

/// The starts at which pieces of a meeting lie over a time, as a range of them.
pub(super) fn over(
    meeting: &RelaxedMeeting,
    piece: (i64, i64),
    begin: i64,
    end: i64,
) -> (usize, usize) {
    let from = meeting.starts.partition_point(|at| at.0 + piece.1 <= begin);
    let to = meeting.starts.partition_point(|at| at.0 + piece.0 < end);
    (from, to.max(from))
}

/// The starts at which at least so many of these are; `all` where none is needed.
fn at_least<'b>(need: u32, each: impl Iterator<Item = &'b [u64]>, mut all: Vec<u64>) -> Vec<u64> {
    if need == 0 {
        return all;
    }
    // A count a start, in binary: the words of each digit.
    let mut digits = vec![all.clone(); need.ilog2() as usize + 1];
    for bits in each {
        for (word, bits) in bits.iter().enumerate() {
            // What is enough stays enough, so that no count runs over.
            let mut carry = bits & !all[word];
            for digit in &mut digits {
                (digit[word], carry) = (digit[word] ^ carry, digit[word] & carry);
            }
            let enough = digits
                .iter()
                .enumerate()
                .fold(u64::MAX, |same, (place, digit)| {
                    let wanted = if need >> place & 1 == 1 { u64::MAX } else { 0 };
                    same & !(digit[word] ^ wanted)
                });
            all[word] |= enough;
        }
    }
    all
}

fn keep(bits: &mut [u64], only: &[u64]) {
    bits.iter_mut()
        .zip(only)
        .for_each(|(bits, only)| *bits &= only);
}

fn clear(bits: &mut [u64], (from, to): (usize, usize)) {
    for start in from..to {
        bits[start / 64] &= !(1 << (start % 64));
    }
}

/// The first day of the stretch that a day lies in. Day 1 of the common era is a Monday.
pub(super) fn first_day(per: Stretch, day: i32) -> i32 {
    match per {
        Stretch::Day => day,
        Stretch::Week => day - (day - 1).rem_euclid(7),
    }
}

impl Hunt<'_> {
    /// What is left to a meeting that has no stand yet.
    pub fn leeway(&self, index: usize) -> Leeway {
        let meeting = &self.relaxation.meetings[index];
        let mut allowed = self.left.starts[index].clone();
        let mut is_empty = self.left.may_be_empty[index];
        self.along_chains(index, &mut allowed, &mut is_empty);
        self.with_venues(index, &mut allowed);
        let mut otherwise = allowed;
        self.with_people(index, false, &mut otherwise);
        let mut quorate = vec![0; otherwise.len()];
        if self.quorum_counts && self.needs_anybody[index] {
            quorate.clone_from(&otherwise);
            let known = |start: &usize| meeting.best.at(*start, self.quorate) == 0;
            let not: Vec<usize> = ones(&quorate).filter(|start| !known(start)).collect();
            for start in not {
                clear(&mut quorate, (start, start + 1));
            }
            self.with_people(index, true, &mut quorate);
        }
        self.within_allowance(index, &mut quorate, true);
        self.within_allowance(index, &mut otherwise, false);
        is_empty &= self.is_affordable(index, Stand::Empty);
        Leeway {
            quorate,
            otherwise,
            is_empty,
        }
    }

    /// Leaves the starts at distances that chains allow from those meetings that have stands.
    fn along_chains(&self, index: usize, allowed: &mut [u64], is_empty: &mut bool) {
        let days = &self.relaxation.meetings[index].days;
        for number in &self.chains_of[index] {
            let chain = &self.relaxation.chains[*number as usize];
            let day_of = |other: usize, start: usize| self.relaxation.meetings[other].days[start];
            let keep = |allowed: &mut [u64], kept: &dyn Fn(i32) -> bool| {
                let out: Vec<usize> = ones(allowed).filter(|start| !kept(days[*start])).collect();
                for start in out {
                    clear(allowed, (start, start + 1));
                }
            };
            let late = self.left.may_be_late[*number as usize];
            let fits = |before: i32, after: i32| {
                let follow = chain.follow.get(&before);
                follow.is_some_and(|(first, last, to)| {
                    *first <= after && after <= if late { *to } else { *last }
                })
            };
            if chain.after == index {
                match self.stands[chain.before].map(Stand::start) {
                    None => {}
                    Some(None) => allowed.fill(0),
                    Some(Some(start)) => {
                        let before = day_of(chain.before, start);
                        keep(allowed, &|day| fits(before, day));
                    }
                }
            } else if let Some(Some(start)) = self.stands[chain.after].map(Stand::start) {
                *is_empty = false;
                let after = day_of(chain.after, start);
                keep(allowed, &|day| fits(day, after));
            }
        }
    }

    /// Leaves the starts at which some venue is to be had.
    fn with_venues(&self, index: usize, allowed: &mut [u64]) {
        let meeting = &self.relaxation.meetings[index];
        if meeting.venues.is_empty() {
            return;
        }
        let mut any = vec![0; allowed.len()];
        let mut free = Vec::new();
        for venue in &meeting.venues {
            free.clone_from(&venue.free);
            self.untaken(index, venue.resource, &meeting.venue_pieces, &mut free);
            any.iter_mut()
                .zip(&free)
                .for_each(|(any, free)| *any |= free);
        }
        keep(allowed, &any);
    }

    /// Leaves the starts at which every seat has enough people.
    fn with_people(&self, index: usize, quorate: bool, allowed: &mut [u64]) {
        let meeting = &self.relaxation.meetings[index];
        for seat in &meeting.seats {
            let places = places(seat, quorate);
            if places == 0 {
                continue;
            }
            let all = 0..seat.candidates.len();
            let free: Vec<Vec<u64>> = all
                .map(|place| {
                    let mut free = Vec::new();
                    self.free(index, seat, place, quorate, &mut free);
                    free
                })
                .collect();
            let none = vec![0; allowed.len()];
            let enough = at_least(places as u32, free.iter().map(Vec::as_slice), none);
            keep(allowed, &enough);
        }
    }

    /// The starts at which somebody is to be had for a seat, in place of what is in `free`.
    fn free(
        &self,
        index: usize,
        seat: &RelaxedSeat,
        place: usize,
        quorate: bool,
        free: &mut Vec<u64>,
    ) {
        let one = &seat.candidates[place];
        free.clone_from(&one.sure);
        if !quorate {
            let open = free.iter_mut().zip(&one.open);
            open.for_each(|(free, open)| *free |= open);
        }
        self.untaken(index, one.resource, &seat.pieces, free);
        self.under_limits(index, one, free);
    }

    /// Leaves the starts at which nobody else has somebody, or a venue.
    fn untaken(&self, index: usize, resource: u32, pieces: &[(i64, i64)], free: &mut [u64]) {
        if self.relaxation.capacity[resource as usize] != 1 {
            return;
        }
        let meeting = &self.relaxation.meetings[index];
        let taken = self.taken[resource as usize].iter();
        for taken in taken.filter(|taken| taken.meeting as usize != index) {
            for piece in pieces {
                clear(free, over(meeting, *piece, taken.begin, taken.end));
            }
        }
    }

    /// Leaves the starts at which the limits of somebody's load are not reached.
    fn under_limits(&self, index: usize, one: &RelaxedCandidate, free: &mut [u64]) {
        let days = &self.relaxation.meetings[index].days;
        for limit in &one.limits {
            let spec = &self.relaxation.limits[*limit as usize];
            for (first, counted) in &self.counted[*limit as usize] {
                if counted.contains(&(index as u32)) {
                    continue;
                }
                let used = spec.used.get(first).copied().unwrap_or(0);
                if used + counted.len() as u32 >= spec.most {
                    let full: Vec<usize> = ones(free)
                        .filter(|start| first_day(spec.per, days[*start]) == *first)
                        .collect();
                    for start in full {
                        clear(free, (start, start + 1));
                    }
                }
            }
        }
    }

    /// Leaves the starts that the levels allow.
    fn within_allowance(&self, index: usize, bits: &mut [u64], quorate: bool) {
        let dear: Vec<usize> = ones(bits)
            .filter(|start| {
                let stand = match quorate {
                    true => Stand::Quorate(*start as u32),
                    false => Stand::Otherwise(*start as u32),
                };
                !self.is_affordable(index, stand)
            })
            .collect();
        for start in dear {
            clear(bits, (start, start + 1));
        }
    }

    /// Those who can still be had for a seat of a meeting that has a stand, as places in its list; with `seat` past the last the venues.
    pub fn to_be_had(&self, index: usize, seat: usize, start: usize, quorate: bool) -> Vec<u32> {
        let meeting = &self.relaxation.meetings[index];
        let at = meeting.starts[start].0;
        let is_free = |resource: u32, pieces: &[(i64, i64)]| {
            self.relaxation.capacity[resource as usize] != 1
                || !self.taken[resource as usize].iter().any(|taken| {
                    taken.meeting as usize != index
                        && pieces
                            .iter()
                            .any(|(from, to)| at + from < taken.end && taken.begin < at + to)
                })
        };
        let mut there = Vec::new();
        match meeting.seats.get(seat) {
            Some(spec) => {
                for (place, one) in spec.candidates.iter().enumerate() {
                    let mut bit = vec![0; start / 64 + 1];
                    bit[start / 64] = 1 << (start % 64);
                    self.under_limits(index, one, &mut bit);
                    if could(one, start, quorate)
                        && is_free(one.resource, &spec.pieces)
                        && get(&bit, start)
                    {
                        there.push(place as u32);
                    }
                }
            }
            None => {
                for (place, venue) in meeting.venues.iter().enumerate() {
                    if get(&venue.free, start) && is_free(venue.resource, &meeting.venue_pieces) {
                        there.push(place as u32);
                    }
                }
            }
        }
        there
    }
}
