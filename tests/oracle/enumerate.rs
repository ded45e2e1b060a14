//! Every start of the grid, tried.

use super::cells::{CELL, Cell, Painted, Status, paint, starts};
use super::seatings::{People, Seating, Table, There, look, member_of, place};
use chrono::{Days, NaiveDate, Timelike};
use quorate::model::*;
use quorate::time::{Instant, Interval};
use std::collections::{BTreeMap, BTreeSet};

/// A slot, and what else would be as right: several seatings may be equally good.
#[derive(Clone, Debug)]
pub struct OracleSlot {
    pub slot: Slot,
    /// Tallies of all best seatings of the known.
    pub sure: Vec<Tally>,
    /// Tallies of all best seatings with the unknown, by quorum, required and wanted places; `None` where the policy
    /// weighs something else before these.
    pub possible: Option<Vec<Tally>>,
}

#[derive(Clone, Debug)]
pub struct Enumerated {
    /// Feasible ones, or all, in order of score.
    pub slots: Vec<OracleSlot>,
    pub searched: Searched,
}

/// All feasible slots, in rank order.
pub fn enumerate(problem: &Problem) -> Enumerated {
    let mut all = enumerate_all(problem);
    all.slots.retain(|slot| slot.slot.state != State::Short);
    all
}

/// The same with the slots that are short.
pub fn enumerate_all(problem: &Problem) -> Enumerated {
    let mut oracle = Oracle::new(problem);
    // A pin counts wherever it lies, and is late behind the limit.
    let late_pin = problem
        .pinned
        .filter(|pinned| problem.late.is_some() && problem.zone.local(*pinned).date() > problem.to);
    let in_time = match (problem.pinned, late_pin) {
        (Some(_), Some(_)) => BTreeSet::new(),
        (Some(pinned), None) => BTreeSet::from([pinned]),
        (None, _) => grid(problem, problem.from, problem.to),
    };
    let in_time: Vec<Instant> = in_time
        .into_iter()
        .filter(|at| *at >= problem.earliest)
        .collect();
    let mut slots: Vec<OracleSlot> = in_time
        .iter()
        .filter_map(|at| oracle.slot(*at, false))
        .collect();
    let feasible = slots
        .iter()
        .filter(|slot| slot.slot.state != State::Short)
        .count();
    let mut searched = Searched {
        starts: in_time.len() as u64,
        feasible: feasible as u64,
        late_starts: 0,
        grid_minutes: problem.grain_minutes,
    };
    if let (0, Some(late)) = (feasible, problem.late) {
        let tried: BTreeSet<Instant> = in_time.into_iter().collect();
        let behind = (problem.to + Days::new(1)).max(problem.from);
        let behind = match problem.pinned {
            Some(_) => late_pin.into_iter().collect(),
            None => grid(problem, behind, late.to),
        };
        let late: Vec<Instant> = behind
            .into_iter()
            .filter(|at| *at >= problem.earliest && !tried.contains(at))
            .collect();
        searched.late_starts = late.len() as u64;
        slots.extend(late.iter().filter_map(|at| oracle.slot(*at, true)));
    }
    slots.sort_by(|a, b| a.slot.score.cmp(&b.slot.score));
    Enumerated { slots, searched }
}

fn grid(problem: &Problem, from: NaiveDate, to: NaiveDate) -> BTreeSet<Instant> {
    let mut starts = BTreeSet::new();
    for date in from.iter_days().take_while(|date| *date <= to) {
        for minute in (0..24 * 60).step_by(problem.grain_minutes as usize) {
            let wall = date
                .and_hms_opt(minute / 60, minute % 60, 0)
                .expect("a time of day");
            starts.insert(problem.zone.instant(wall));
        }
    }
    starts
}

struct Oracle<'a> {
    problem: &'a Problem,
    people: BTreeMap<(MemberId, Option<VenueId>), Painted>,
    /// Many starts look alike.
    known: BTreeMap<Table, People>,
    venues: Vec<Painted>,
    part_venues: Vec<Painted>,
}

/// A venue as it stands at one start.
#[derive(Clone, Copy)]
struct Room {
    index: usize,
    venue: VenueId,
    travel_minutes: u32,
}

impl<'a> Oracle<'a> {
    fn new(problem: &'a Problem) -> Oracle<'a> {
        let rooms = |of: &[VenueChoice]| {
            let painted = of
                .iter()
                .map(|choice| paint_venue(problem, &choice.timeline));
            painted.collect()
        };
        Oracle {
            problem,
            people: BTreeMap::new(),
            known: BTreeMap::new(),
            venues: rooms(&problem.venues),
            part_venues: rooms(&problem.part_venues),
        }
    }

    fn slot(&mut self, start: Instant, late: bool) -> Option<OracleSlot> {
        let problem = self.problem;
        let meeting = Interval::new(start, start.plus(problem.length))?;
        if let Some(inside) = &problem.inside
            && !starts(meeting).all(|at| inside.contains(at))
        {
            return None;
        }
        let (room, unknown_rooms) = self.rooms(start)?;
        let venue = room.map(|room| room.venue);
        let cells = self.cells(start, venue);
        let table: Table = cells
            .iter()
            .zip(&problem.seats)
            .map(|(row, seat)| row.iter().map(|cells| there(seat, cells)).collect())
            .collect();
        let people = self
            .known
            .entry(table.clone())
            .or_insert_with(|| look(problem, &table));

        let state = match (people.state, unknown_rooms.is_empty()) {
            (State::Quorate, false) => State::QuorateIf,
            (state, _) => state,
        };
        let confirm: Vec<Vec<Confirming>> = match state {
            State::QuorateIf => people
                .confirm
                .iter()
                .map(|set| {
                    let members = set.iter().map(|member| Confirming::Member(*member));
                    let rooms = unknown_rooms.iter().map(|room| Confirming::Venue(*room));
                    members.chain(rooms).collect()
                })
                .collect(),
            State::Quorate | State::Short => Vec::new(),
        };
        // Where only a room has to be rung, the people are as settled as where nobody has.
        let falls_if = match people.state {
            State::Quorate => people.falls_if_known.clone(),
            State::QuorateIf => people.falls_if_possible.clone(),
            State::Short => Vec::new(),
        };
        let spare = problem.limit.as_ref().map(|limit| {
            let date = problem.zone.local(start).date();
            problem.working_days.between(date, limit.hold_by)
        });
        let mut levels = people.levels;
        let mut set = |level, value| levels[place(problem, level)] = value;
        let margin = i64::from(problem.policy.target_margin_working_days);
        let missed = problem.target.is_some_and(|target| {
            let date = problem.zone.local(start).date();
            date.signed_duration_since(target).num_days() > 0
        });
        let hasty = problem.notice.is_some_and(|first| {
            let date = problem.zone.local(start).date();
            first.signed_duration_since(date).num_days() > 0
        });
        set(
            RankLevel::Margin,
            i64::from(spare.is_some_and(|spare| i64::from(spare) < margin) || missed || hasty),
        );
        set(RankLevel::Fragility, falls_if.len() as i64);
        let moved = problem
            .arranged
            .as_ref()
            .filter(|(stands, _)| *stands != start);
        set(
            RankLevel::Disruption,
            moved.map_or(0, |(_, told)| told.len() as i64),
        );
        set(
            RankLevel::Travel,
            room.map_or(0, |room| i64::from(room.travel_minutes)),
        );
        set(RankLevel::Avoided, avoided(problem, start));

        let base = match state {
            State::Quorate => &people.best_known[0],
            State::QuorateIf => &people.best_confirmed,
            State::Short => &people.best_possible[0],
        };
        let seating = filled_up(problem, &table, base);
        let tallies = |all: &[Seating]| {
            let mut tallies: Vec<Tally> = Vec::new();
            for seating in all {
                let tally = tally(problem, seating);
                if !tallies.contains(&tally) {
                    tallies.push(tally);
                }
            }
            tallies
        };
        let sure = tallies(&people.best_known);
        let possible = tallies(&people.best_possible);
        let slot = Slot {
            start,
            end: meeting.end(),
            venue,
            state,
            confirm_more: false,
            sure: sure[0],
            possible: possible[0],
            attending: seating
                .iter()
                .map(|one| attendance(problem, start, &cells, &table, *one))
                .collect(),
            missing: missing(problem, &table, &seating),
            falls_if,
            ask_about: Vec::new(),
            spare_working_days: spare,
            score: Score {
                late,
                confirmations: match state {
                    State::Quorate => 0,
                    State::QuorateIf => confirm[0].len() as u32,
                    State::Short => u32::MAX,
                },
                levels,
                start,
                venue: room.map_or(0, |room| room.index as u32),
            },
            confirm,
            folded: Vec::new(),
            labels: Vec::new(),
        };
        let places = [RankLevel::Required, RankLevel::Wanted].map(|level| place(problem, level));
        let others = [RankLevel::Deputies, RankLevel::Reliance, RankLevel::Load];
        let first = others
            .iter()
            .all(|level| place(problem, *level) > places[1])
            && places[0] < places[1];
        Some(OracleSlot {
            slot,
            sure,
            possible: first.then_some(possible),
        })
    }

    /// The chosen venue and the venues to be rung; `None` = there is no room.
    fn rooms(&self, start: Instant) -> Option<(Option<Room>, Vec<VenueId>)> {
        let problem = self.problem;
        let worst = |painted: &Painted, wanted: &PartVenue| -> Status {
            let parts = problem.parts.iter().filter(|part| part.venue == *wanted);
            let cells = parts.flat_map(|part| starts(part.at(start)));
            cells
                .map(|at| painted.cell(at).status)
                .min()
                .unwrap_or(Status::Free)
        };
        let mut unknown = Vec::new();
        let mut chosen = None;
        if problem.needs_venue {
            let all = problem.venues.iter().zip(&self.venues).enumerate();
            let best = all
                .filter_map(|(index, (choice, painted))| {
                    let (doubt, price) = match worst(painted, &PartVenue::Meeting) {
                        Status::Absent => return None,
                        Status::Unknown => (1, 0),
                        Status::Tentative => (0, 2),
                        Status::Expected => (0, 1),
                        Status::Free => (0, 0),
                    };
                    let travel_minutes = choice.travel_minutes;
                    let room = Room {
                        index,
                        venue: choice.venue,
                        travel_minutes,
                    };
                    Some(((doubt, price, travel_minutes, index), room))
                })
                .min_by_key(|(key, _)| *key)?;
            if best.0.0 == 1 {
                unknown.push(best.1.venue);
            }
            chosen = Some(best.1);
        }
        for part in &problem.parts {
            let PartVenue::Named(id) = part.venue else {
                continue;
            };
            let mut named = problem.part_venues.iter().zip(&self.part_venues);
            let (_, painted) = named.find(|(choice, _)| choice.venue == id)?;
            match worst(painted, &part.venue) {
                Status::Absent => return None,
                Status::Unknown if !unknown.contains(&id) => unknown.push(id),
                _ => {}
            }
        }
        Some((chosen, unknown))
    }

    /// For each seat and candidate the cells of the time for which the seat is wanted.
    fn cells(&mut self, start: Instant, venue: Option<VenueId>) -> Vec<Vec<Vec<Cell>>> {
        let problem = self.problem;
        problem
            .seats
            .iter()
            .map(|seat| {
                let place = venue.filter(|_| seat.mode != Mode::Remote);
                seat.candidates
                    .iter()
                    .map(|candidate| {
                        let timeline = &problem.member(candidate.member).timeline;
                        let painted = self
                            .people
                            .entry((candidate.member, place))
                            .or_insert_with(|| paint(problem, timeline, place));
                        wanted(problem, seat, start)
                            .map(|at| painted.cell(at))
                            .collect()
                    })
                    .collect()
            })
            .collect()
    }
}

fn paint_venue(problem: &Problem, timeline: &Timeline) -> Painted {
    paint(problem, timeline, None)
}

/// The cells of a seat's parts, each once, in order.
pub fn wanted(problem: &Problem, seat: &Seat, start: Instant) -> impl Iterator<Item = Instant> {
    let parts = seat
        .parts
        .iter()
        .flat_map(|part| starts(problem.parts[*part].at(start)));
    parts.collect::<BTreeSet<Instant>>().into_iter()
}

pub fn there(seat: &Seat, cells: &[Cell]) -> There {
    let share = |least: Status| {
        let inside = cells.iter().filter(|cell| cell.status >= least).count();
        (100 * inside / cells.len()) as u8
    };
    let worst = |least: Status| {
        let inside = cells
            .iter()
            .map(|cell| cell.status)
            .filter(|status| *status >= least);
        inside.min().expect("some of the cells")
    };
    let (status, percent) = match seat.partial_percent {
        None => (worst(Status::Absent), 100),
        Some(wanted) if share(Status::Tentative) >= wanted => {
            (worst(Status::Tentative), share(Status::Tentative))
        }
        Some(wanted) if share(Status::Unknown) >= wanted => {
            (Status::Unknown, share(Status::Unknown))
        }
        Some(_) => (Status::Absent, 0),
    };
    There { status, percent }
}

/// Minutes of the meeting whose wall clock lies in a time to be avoided.
pub fn avoided(problem: &Problem, start: Instant) -> i64 {
    let minutes = (0..problem.length / 60).filter(|minute| {
        let wall = problem.zone.local(start.plus_minutes(*minute));
        let of_day = (wall.hour() * 60 + wall.minute()) as u16;
        let mut avoid = problem.policy.avoid.iter();
        avoid.any(|span| span.from <= of_day && of_day < span.to)
    });
    minutes.count() as i64
}

/// Empty places get unknown candidates who do not sit yet, best rank first.
fn filled_up(problem: &Problem, table: &Table, base: &Seating) -> Seating {
    let mut seating = base.clone();
    for (at, seat) in problem.seats.iter().enumerate() {
        let mut order: Vec<usize> = (0..seat.candidates.len()).collect();
        order.sort_by_key(|one| (seat.candidates[*one].rank, seat.candidates[*one].member));
        for candidate in order {
            let filled = seating.iter().filter(|(other, _)| *other == at).count();
            let unknown = table[at][candidate].status == Status::Unknown;
            if filled < seat.places as usize && unknown && fits(problem, &seating, (at, candidate))
            {
                seating.push((at, candidate));
            }
        }
    }
    seating.sort_unstable();
    seating
}

fn fits(problem: &Problem, seating: &Seating, new: (usize, usize)) -> bool {
    let member = member_of(problem, new);
    seating
        .iter()
        .all(|other| member_of(problem, *other) != member && !meet(problem, *other, new))
}

/// Whether two who are kept apart would be in the same part.
pub fn meet(problem: &Problem, one: (usize, usize), other: (usize, usize)) -> bool {
    let (a, b) = (member_of(problem, one), member_of(problem, other));
    let apart = problem.apart.contains(&(a, b)) || problem.apart.contains(&(b, a));
    let parts = &problem.seats[one.0].parts;
    apart
        && problem.seats[other.0]
            .parts
            .iter()
            .any(|part| parts.contains(part))
}

pub fn tally(problem: &Problem, seating: &Seating) -> Tally {
    let coverage = |level: Level| {
        let seats = problem.seats.iter().filter(|seat| seat.level == level);
        let filled = seating
            .iter()
            .filter(|(seat, _)| problem.seats[*seat].level == level);
        Coverage {
            filled: filled.count() as u32,
            places: seats.map(|seat| seat.places).sum(),
        }
    };
    Tally {
        required: coverage(Level::Required),
        expected: coverage(Level::Expected),
        preferred: coverage(Level::Preferred),
        optional: coverage(Level::Optional),
    }
}

fn attendance(
    problem: &Problem,
    start: Instant,
    cells: &[Vec<Vec<Cell>>],
    table: &Table,
    (seat, candidate): (usize, usize),
) -> Attendance {
    let spec = &problem.seats[seat];
    let there = table[seat][candidate];
    let least = match (spec.partial_percent, there.status) {
        (None, status) => status,
        (Some(_), Status::Unknown) => Status::Unknown,
        (Some(_), _) => Status::Tentative,
    };
    let instants: Vec<Instant> = wanted(problem, spec, start).collect();
    let mut present: Vec<Interval> = Vec::new();
    for (at, cell) in instants.into_iter().zip(&cells[seat][candidate]) {
        if cell.status < least {
            continue;
        }
        match present.last_mut() {
            Some(last) if last.end() == at => {
                *last = Interval::new(last.start(), at.plus(CELL)).expect("it grows");
            }
            _ => present.push(Interval::new(at, at.plus(CELL)).expect("a cell")),
        }
    }
    let weakest = cells[seat][candidate]
        .iter()
        .find(|cell| cell.status == there.status);
    Attendance {
        seat: SeatId(seat as u32),
        member: spec.candidates[candidate].member,
        role: match spec.candidates[candidate].rank {
            0 => As::Principal,
            _ => As::Deputy,
        },
        ground: weakest.map_or(Ground::Unknown, |cell| cell.ground),
        mode: spec.mode,
        present,
        percent: there.percent,
    }
}

fn missing(problem: &Problem, table: &Table, seating: &Seating) -> Vec<Missing> {
    let mut missing = Vec::new();
    for (at, seat) in problem.seats.iter().enumerate() {
        let filled = seating.iter().filter(|(other, _)| *other == at).count() as u32;
        if filled == seat.places {
            continue;
        }
        let candidates = 0..seat.candidates.len();
        let available: Vec<usize> = candidates
            .filter(|one| table[at][*one].status != Status::Absent)
            .filter(|one| !seating.contains(&(at, *one)))
            .collect();
        let elsewhere = |one: &usize| {
            let mut others = seating.iter();
            others.any(|other| member_of(problem, *other) == member_of(problem, (at, *one)))
        };
        let reason = if available.is_empty() {
            MissingReason::NotAvailable
        } else if available.iter().any(elsewhere) {
            MissingReason::NeededElsewhere
        } else {
            MissingReason::KeptApart
        };
        missing.push(Missing {
            seat: SeatId(at as u32),
            places: seat.places - filled,
            reason,
        });
    }
    missing
}
