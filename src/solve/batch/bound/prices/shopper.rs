//! One meeting on the market: what each start costs it at these prices, and what it then asks for.

use super::super::super::relaxation::{RelaxedCandidate, RelaxedMeeting, RelaxedSeat};
use super::super::forced::ForcedHere;
use super::super::{get, ones};
use super::grid::{Grid, Row};
use super::{Market, Part, Quorum};
use crate::model::PlanLevel;

pub(super) struct Shopper<'a> {
    pub market: &'a Market<'a>,
    pub grid: &'a Grid,
    pub meeting: &'a RelaxedMeeting,
    pub allowed: &'a [u64],
    pub blocks: u64,
    /// The place in its bundle of the meeting that it follows.
    pub parent: usize,
}

/// Working space of one meeting.
#[derive(Default)]
pub(super) struct Desk {
    pub here: ForcedHere,
    /// Of each start the least at a level.
    pub least: Vec<i64>,
    /// Of each start what it costs.
    pub cost: Vec<i64>,
    /// Of each start: it is paid for being quorate.
    strict: Vec<bool>,
    /// Of each start what its seats cost, where it is quorate as far as it can be, and otherwise.
    quorate: Sums,
    otherwise: Sums,
    /// Of each start the least of required and wanted places, at what they count.
    least_required: Vec<i64>,
    least_wanted: Vec<i64>,
    /// The cheapest candidates of a seat, place by place: those who are sure, and all who could be asked.
    sure: Vec<i64>,
    asked: Vec<i64>,
    /// The pieces that the grains in `taken` are of, piece by piece for each start.
    pieces: Vec<(i64, i64)>,
    taken: Vec<(u32, u32)>,
    zero: Vec<u64>,
}

/// What seats cost together at each start, by level.
#[derive(Default)]
struct Sums {
    required: Vec<i64>,
    wanted: Vec<i64>,
}

impl Sums {
    fn clear(&mut self, count: usize) {
        for sums in [&mut self.required, &mut self.wanted] {
            sums.clear();
            sums.resize(count, 0);
        }
    }

    fn of(&mut self, level: PlanLevel) -> &mut [i64] {
        match level {
            PlanLevel::Required => &mut self.required,
            _ => &mut self.wanted,
        }
    }
}

/// What a place costs for which nobody is to be had.
const NOBODY: i64 = i64::MAX;

/// Who has to be paid for in a seat.
#[derive(Clone, Copy)]
struct Musts {
    /// Places for people who are sure to come.
    sure: usize,
    /// Places for people who could at least be asked.
    asked: usize,
}

impl Shopper<'_> {
    fn row(&self, resource: u32) -> Option<&Row> {
        self.grid.row(resource, self.blocks)
    }

    /// Some place of the seat may have to be paid for, or can be left empty at this level.
    fn matters(&self, seat: &RelaxedSeat) -> bool {
        let market = self.market;
        !seat.partial
            && (market.weight(seat) > 0
                || market.forced.concerns(seat)
                || seat.needed > 0
                || seat.held > 0)
    }

    fn is_paid(&self, one: &RelaxedCandidate) -> bool {
        let mut limits = one.limits.iter();
        self.row(one.resource).is_some() || limits.any(|limit| self.grid.limit(*limit).is_some())
    }

    fn paid(&self, seat: &RelaxedSeat) -> bool {
        seat.candidates.iter().any(|one| self.is_paid(one))
    }

    pub fn pays_anybody(&self) -> bool {
        let mut seats = self.meeting.seats.iter();
        let mut venues = self.meeting.venues.iter();
        seats.any(|seat| self.matters(seat) && self.paid(seat))
            || venues.any(|venue| self.row(venue.resource).is_some())
    }

    /// The start at which the plan in question holds the meeting, where it is as good as any.
    pub fn held(&self, is_good: impl Fn(usize) -> bool) -> Option<usize> {
        let held = self.meeting.held.as_ref().map(|held| held.start);
        held.filter(|start| is_good(*start))
    }

    /// The plan in question has somebody, or a venue, there.
    fn holds(&self, start: usize, resource: u32) -> bool {
        let held = self.meeting.held.as_ref();
        held.is_some_and(|held| {
            held.start == start && held.resources.binary_search(&resource).is_ok()
        })
    }

    /// Who has to be paid for at a start, where the meeting is quorate as far as it can be (`strict`) or need not be.
    fn musts(&self, seat: &RelaxedSeat, start: usize, strict: bool, here: &ForcedHere) -> Musts {
        let forced = here.places(seat, start);
        let (sure, asked) = match strict {
            true => (forced.max(seat.needed.min(seat.places)), 0),
            false => (forced, seat.held.min(seat.places)),
        };
        Musts {
            sure: sure as usize,
            asked: asked as usize,
        }
    }

    /// Alone it would be quorate here.
    fn could_be_quorate(&self, start: usize) -> bool {
        self.meeting.best.at(start, self.market.quorate) == 0
    }

    /// Fills the desk with what each start costs.
    pub fn costs(&self, desk: &mut Desk) {
        let market = self.market;
        let meeting = self.meeting;
        let count = meeting.starts.len();
        for space in [
            &mut desk.cost,
            &mut desk.least_required,
            &mut desk.least_wanted,
        ] {
            space.clear();
            space.resize(count, 0);
        }
        let seats = [market.required, market.wanted];
        let plain = (0..PlanLevel::COUNT).filter(|level| !seats.contains(level));
        market.add_least(meeting, plain, &mut desk.least, &mut desk.cost);
        let own = |level: usize| std::iter::once(level);
        market.add_least(
            meeting,
            own(market.required),
            &mut desk.least,
            &mut desk.least_required,
        );
        market.add_least(
            meeting,
            own(market.wanted),
            &mut desk.least,
            &mut desk.least_wanted,
        );
        desk.strict.clear();
        desk.strict.extend(
            (0..count).map(|start| market.quorum != Quorum::Free && self.could_be_quorate(start)),
        );
        desk.quorate.clear(count);
        desk.otherwise.clear(count);
        desk.pieces.clear();
        let any_paid = |level: PlanLevel| {
            let mut seats = meeting.seats.iter().filter(|seat| seat.level == level);
            seats.any(|seat| market.weight(seat) > 0 && !seat.partial && self.paid(seat))
        };
        let (required_paid, wanted_paid) =
            (any_paid(PlanLevel::Required), any_paid(PlanLevel::Wanted));
        for seat in meeting.seats.iter().filter(|seat| self.matters(seat)) {
            let weight = market.weight(seat);
            let beside = match seat.level {
                PlanLevel::Required => required_paid,
                _ => wanted_paid,
            };
            if self.paid(seat) || weight > 0 && beside {
                self.seat(seat, weight, desk);
            }
        }
        let dearer = market.dearer();
        for start in ones(self.allowed) {
            let seats = |sums: &Sums| {
                sums.required[start].max(desk.least_required[start])
                    + sums.wanted[start].max(desk.least_wanted[start])
            };
            let cost = &mut desk.cost[start];
            let first = seats(&desk.quorate);
            if desk.strict[start] && market.quorum == Quorum::Weighed {
                // Either everybody whom the quorum needs is paid for, or the meeting is not quorate.
                let other = seats(&desk.otherwise) + dearer;
                desk.strict[start] = first <= other;
                *cost += first.min(other);
            } else {
                *cost += first;
            }
        }
        self.venues(desk);
    }

    /// Adds what a seat costs at each start.
    fn seat(&self, seat: &RelaxedSeat, weight: i64, desk: &mut Desk) {
        let places = seat.places as usize;
        let needed = seat.held.min(seat.places) as usize;
        self.taken(&seat.pieces, desk);
        let mut list = std::mem::take(&mut desk.sure);
        self.cheapest(seat, places, false, desk, &mut list);
        desk.sure = list;
        let others = seat.candidates.iter().any(|one| !one.open.is_empty());
        if others && needed > 0 {
            let mut list = std::mem::take(&mut desk.asked);
            self.cheapest(seat, needed, true, desk, &mut list);
            desk.asked = list;
        }
        for start in ones(self.allowed) {
            let sure = &desk.sure[start * places..][..places];
            let asked = match others && needed > 0 {
                true => &desk.asked[start * needed..][..needed],
                false => sure,
            };
            let strict = desk.strict[start];
            let musts = self.musts(seat, start, strict, &desk.here);
            desk.quorate.of(seat.level)[start] += places_cost(sure, asked, musts, weight).1;
            if strict && self.market.quorum == Quorum::Weighed {
                let musts = self.musts(seat, start, false, &desk.here);
                desk.otherwise.of(seat.level)[start] += places_cost(sure, asked, musts, weight).1;
            }
        }
    }

    /// The grains that the pieces take at each start.
    fn taken(&self, pieces: &[(i64, i64)], desk: &mut Desk) {
        if desk.pieces == pieces && !pieces.is_empty() {
            return;
        }
        desk.pieces.clear();
        desk.pieces.extend(pieces);
        desk.taken.clear();
        desk.taken
            .resize(self.meeting.starts.len() * pieces.len(), (0, 0));
        let spans: Vec<_> = pieces.iter().map(|piece| self.grid.span(*piece)).collect();
        for start in ones(self.allowed) {
            let instant = self.meeting.starts[start];
            let at = self.grid.at(instant);
            for (piece, span) in spans.iter().enumerate() {
                desk.taken[start * pieces.len() + piece] = self.grid.grains(at, span);
            }
        }
    }

    /// For each start and place of the seat the price of the next cheapest candidate, or [`NOBODY`], in place of what is in `into`: of
    /// those who are sure, or of all who could be asked too.
    fn cheapest(
        &self,
        seat: &RelaxedSeat,
        places: usize,
        asked: bool,
        desk: &mut Desk,
        into: &mut Vec<i64>,
    ) {
        into.clear();
        into.resize(self.meeting.starts.len() * places, NOBODY);
        desk.zero.clear();
        desk.zero.resize(self.allowed.len(), 0);
        let there = |one: &RelaxedCandidate, word: usize| {
            let open = if asked { one.open.get(word) } else { None };
            one.sure.get(word).copied().unwrap_or(0) | open.copied().unwrap_or(0)
        };
        if places == 1 {
            // Where somebody costs nothing nobody else needs to be looked at.
            for one in seat.candidates.iter().filter(|one| !self.is_paid(one)) {
                for (word, zero) in desk.zero.iter_mut().enumerate() {
                    *zero |= there(one, word);
                }
            }
            for start in ones(&desk.zero).filter(|start| get(self.allowed, *start)) {
                into[start] = 0;
            }
        }
        let pieces = seat.pieces.len();
        for one in &seat.candidates {
            if places == 1 && !self.is_paid(one) {
                continue;
            }
            let row = self.row(one.resource);
            let limited = one.limits.iter().any(|l| self.grid.limit(*l).is_some());
            for (word, allowed) in self.allowed.iter().enumerate() {
                let mut rest = there(one, word) & allowed & !desk.zero[word];
                while rest != 0 {
                    let start = word * 64 + rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    let taken = &desk.taken[start * pieces..][..pieces];
                    let mut price = match &row {
                        Some(row) => taken.iter().map(|(from, to)| row.sum(*from, *to)).sum(),
                        None => 0,
                    };
                    if limited {
                        price += self.limits(one, start);
                    }
                    for place in &mut into[start * places..][..places] {
                        if price < *place {
                            std::mem::swap(place, &mut price);
                        }
                    }
                }
            }
        }
    }

    /// What the limits cost under which somebody falls.
    fn limits(&self, one: &RelaxedCandidate, start: usize) -> i64 {
        let day = self.meeting.days[start];
        let limits = one.limits.iter();
        let prices = limits.filter_map(|limit| {
            let row = self.grid.limit(*limit)?;
            let at = self.grid.stretch(*limit, day);
            Some(row.sum(at, at + 1))
        });
        prices.sum()
    }

    /// Adds the cheapest venue.
    fn venues(&self, desk: &mut Desk) {
        let venues = &self.meeting.venues;
        if venues
            .iter()
            .all(|venue| self.row(venue.resource).is_none())
        {
            return;
        }
        for start in ones(self.allowed) {
            let free = venues.iter().filter(|venue| get(&venue.free, start));
            let prices =
                free.map(|venue| self.price(venue.resource, start, &self.meeting.venue_pieces));
            desk.cost[start] += prices.min().unwrap_or(0);
        }
    }

    fn price(&self, resource: u32, start: usize, pieces: &[(i64, i64)]) -> i64 {
        let Some(row) = self.row(resource) else {
            return 0;
        };
        let at = self.grid.at(self.meeting.starts[start]);
        let pieces = pieces.iter().map(|piece| {
            let (from, to) = self.grid.grains(at, &self.grid.span(*piece));
            row.sum(from, to)
        });
        pieces.sum()
    }

    /// Notes the time that the meeting asks for at a start. Those who cost the same take turns.
    pub fn take(
        &self,
        start: usize,
        turn: usize,
        share: i32,
        desk: &Desk,
        some: &mut Part,
        for_nothing: bool,
    ) {
        let market = self.market;
        let strict = match for_nothing {
            true => market.quorum != Quorum::Free && self.could_be_quorate(start),
            false => desk.strict[start],
        };
        let at = self.grid.at(self.meeting.starts[start]);
        let demand = &mut some.demand;
        let mut limits = Vec::new();
        let mut note = |resource: u32, pieces: &[(i64, i64)]| {
            if !self.grid.is_shared(resource) {
                return;
            }
            for piece in pieces {
                let (from, to) = self.grid.grains(at, &self.grid.span(*piece));
                if from < to {
                    demand.push((resource, from, to, share));
                }
            }
        };
        let mut empty = [0; 2];
        for seat in self.meeting.seats.iter().filter(|seat| self.matters(seat)) {
            let weight = market.weight(seat);
            // Where something else makes the meeting this dear nobody is asked for at this level.
            let counts = for_nothing || {
                let sums = match strict || market.quorum != Quorum::Weighed {
                    true => &desk.quorate,
                    false => &desk.otherwise,
                };
                match seat.level {
                    PlanLevel::Required => sums.required[start] >= desk.least_required[start],
                    _ => sums.wanted[start] >= desk.least_wanted[start],
                }
            };
            let weight = if counts { weight } else { 0 };
            let musts = self.musts(seat, start, strict, &desk.here);
            let count = seat.candidates.len();
            let turned = (0..count).map(|place| &seat.candidates[(place + turn) % count]);
            let priced = |asked: bool| {
                let there = turned.clone().filter(|one| {
                    get(&one.sure, start) || asked && !one.open.is_empty() && get(&one.open, start)
                });
                let mut there: Vec<(i64, &RelaxedCandidate)> = there
                    .map(|one| {
                        let price = self.price(one.resource, start, &seat.pieces);
                        (price + self.limits(one, start), one)
                    })
                    .collect();
                let cheap = there.iter().map(|(price, _)| *price).min().unwrap_or(0) + market.slack;
                there.sort_by_key(|(price, one)| {
                    ((*price).max(cheap), !self.holds(start, one.resource))
                });
                there
            };
            let sure = priced(false);
            let sure_prices: Vec<i64> = sure.iter().map(|(price, _)| *price).collect();
            let mut sorted = sure_prices.clone();
            sorted.sort_unstable();
            sorted.resize(seat.places as usize, NOBODY);
            let asked = if musts.asked > 0 {
                priced(true)
            } else {
                Vec::new()
            };
            let mut asked_sorted: Vec<i64> = asked.iter().map(|(price, _)| *price).collect();
            asked_sorted.sort_unstable();
            let (filled, _) = places_cost(&sorted, &asked_sorted, musts, weight);
            let chosen = sure.iter().take(filled);
            let mut chosen: Vec<&RelaxedCandidate> = chosen.map(|(_, one)| *one).collect();
            for (_, one) in asked {
                if chosen.len() >= musts.asked {
                    break;
                }
                if chosen.iter().all(|other| other.resource != one.resource) {
                    chosen.push(one);
                }
            }
            let level = usize::from(seat.level != PlanLevel::Required);
            let missing = (seat.places as usize).saturating_sub(filled);
            empty[level] += missing as i64 * seat.weight;
            for one in chosen {
                note(one.resource, &seat.pieces);
                for limit in &one.limits {
                    let day = self.grid.stretch(*limit, self.meeting.days[start]);
                    let row = self.grid.limit_row(*limit);
                    if self.grid.is_shared(row) {
                        limits.push((row, day, day + 1, share));
                    }
                }
            }
        }
        let venues = &self.meeting.venues;
        let turned = (0..venues.len()).map(|place| &venues[(place + turn) % venues.len()]);
        let free = turned.filter(|venue| get(&venue.free, start));
        let price = |resource| self.price(resource, start, &self.meeting.venue_pieces);
        let free: Vec<_> = free.map(|venue| (price(venue.resource), venue)).collect();
        let cheap = free.iter().map(|(price, _)| *price).min().unwrap_or(0) + market.slack;
        if let Some((_, venue)) = free
            .iter()
            .min_by_key(|(price, venue)| ((*price).max(cheap), !self.holds(start, venue.resource)))
        {
            note(venue.resource, &self.meeting.venue_pieces);
        }
        some.demand.extend(limits);
        for ((level, _), count) in market.rights.iter().zip(&mut some.counts) {
            let alone = self.meeting.best.at(start, *level);
            let own = if *level == market.required {
                empty[0]
            } else if *level == market.wanted {
                empty[1]
            } else if market.by_quorum(*level) && self.could_be_quorate(start) && !strict {
                alone.max(1)
            } else {
                alone
            };
            *count += own * i64::from(share);
        }
    }
}

/// How many places of a seat are best filled by people who are sure to come, and what the seat then costs: `sure` are the prices of
/// those, `asked` of all who could be asked, cheapest first; an empty place counts `weight`.
fn places_cost(sure: &[i64], asked: &[i64], musts: Musts, weight: i64) -> (usize, i64) {
    let have = sure.iter().take_while(|price| **price != NOBODY).count();
    let could = asked.iter().take_while(|price| **price != NOBODY).count();
    let empty = |filled: usize| {
        let asked = &asked[..musts.asked.saturating_sub(filled).min(could)];
        weight * (sure.len() - filled) as i64 + asked.iter().sum::<i64>()
    };
    let must = musts.sure.min(have);
    let mut paid: i64 = sure[..must].iter().sum();
    let mut best = (must, paid + empty(must));
    for filled in must + 1..=have {
        paid += sure[filled - 1];
        let cost = paid + empty(filled);
        // Where it costs the same, the place is asked for.
        if cost <= best.1 {
            best = (filled, cost);
        }
    }
    best
}
