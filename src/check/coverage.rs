//! How many places are filled: counted again from the people named, or from the cheapest seating of the known where
//! these make no quorum.

use super::seating::cheapest_known;
use super::view::View;
use super::violation::{Finding, Rule, Violation};
use crate::model::{Coverage, Ground, Level, SeatId, Tally};

const LEVELS: [Level; 4] = [
    Level::Required,
    Level::Expected,
    Level::Preferred,
    Level::Optional,
];

pub(super) fn check(view: &View, found: &mut Vec<Violation>) {
    let slot = view.slot;
    for tally in [&slot.sure, &slot.possible] {
        for level in LEVELS {
            let (claimed, actual) = (of(tally, level), places(view, level));
            let mut report = |finding| found.push(Violation::of(Rule::Coverage, finding));
            if claimed.places != actual {
                report(Finding::WrongPlaces {
                    level,
                    claimed: claimed.places,
                    actual,
                });
            } else if claimed.filled > actual {
                report(Finding::WrongFilled {
                    level,
                    claimed: claimed.filled,
                    actual,
                });
            }
        }
    }
    let Some(filled) = sure(view) else { return };
    for (level, actual) in LEVELS.into_iter().zip(filled) {
        let claimed = of(&slot.sure, level).filled;
        if claimed != actual {
            let finding = Finding::WrongFilled {
                level,
                claimed,
                actual,
            };
            found.push(Violation::of(Rule::Coverage, finding));
        }
    }
}

/// The tallies of the known and of everybody attending. Where several seatings of the known are as good, one of them is counted.
pub(super) fn told(view: &View) -> [Tally; 2] {
    let all = view.slot.attending.iter();
    let seats: Vec<SeatId> = all.map(|attendance| attendance.seat).collect();
    let possible = count(view, &seats);
    let known = sure(view).or_else(|| {
        let seated = cheapest_known(view)?.into_iter();
        let seats: Vec<SeatId> = seated.map(|(seat, _)| seat).collect();
        Some(count(view, &seats))
    });
    [known.unwrap_or_default(), possible].map(|filled| {
        let of = |at: usize| Coverage {
            filled: filled[at].min(places(view, LEVELS[at])),
            places: places(view, LEVELS[at]),
        };
        Tally {
            required: of(0),
            expected: of(1),
            preferred: of(2),
            optional: of(3),
        }
    })
}

/// How many of the seats belong to each level.
fn count(view: &View, seats: &[SeatId]) -> [u32; 4] {
    let spec = &view.problem.seats;
    LEVELS.map(|level| {
        let seats = seats.iter().filter_map(|seat| spec.get(seat.index()));
        seats.filter(|seat| seat.level == level).count() as u32
    })
}

fn of(tally: &Tally, level: Level) -> Coverage {
    match level {
        Level::Required => tally.required,
        Level::Expected => tally.expected,
        Level::Preferred => tally.preferred,
        Level::Optional | Level::Informed => tally.optional,
    }
}

fn places(view: &View, level: Level) -> u32 {
    let seats = view.problem.seats.iter();
    let seats = seats.filter(|seat| seat.level == level);
    seats.map(|seat| seat.places).sum()
}

/// The places of each level that the known fill, where there is only one answer.
fn sure(view: &View) -> Option<[u32; 4]> {
    let spec = &view.problem.seats;
    if view.people_suffice() {
        let known = view.slot.attending.iter();
        let known = known.filter(|attendance| attendance.ground != Ground::Unknown);
        let seats: Vec<SeatId> = known.map(|attendance| attendance.seat).collect();
        return Some(count(view, &seats));
    }
    // Without a quorum the best seating is the cheapest one, and then the fullest. Where several are, each may fill other
    // places; there is one answer only where all of one level weigh alike and nobody comes for a part of the time.
    let alike = LEVELS.into_iter().all(|level| {
        let mut mine = spec.iter().filter(|seat| seat.level == level);
        let first = mine.next().map(|seat| seat.weight);
        mine.all(|seat| Some(seat.weight) == first)
    });
    let whole = spec.iter().all(|seat| seat.partial_percent.is_none());
    let has = |level: Level| spec.iter().any(|seat| seat.level == level);
    if !alike || !whole || (has(Level::Expected) && has(Level::Preferred)) {
        return None;
    }
    let seats: Vec<SeatId> = cheapest_known(view)?
        .into_iter()
        .map(|(seat, _)| seat)
        .collect();
    Some(count(view, &seats))
}
