//! How many places are filled: counted again from the people named, or from the cheapest seating of the known.

use super::seating::{Seating, cheapest_known, weighed};
use super::view::View;
use super::violation::{Finding, Rule, Violation};
use crate::model::{Coverage, Ground, Level, Tally};

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
    let choices = sure(view);
    let claimed = LEVELS.map(|level| of(&slot.sure, level).filled);
    let Some(first) = choices.first().filter(|_| !choices.contains(&claimed)) else {
        return;
    };
    for ((level, claimed), actual) in LEVELS.into_iter().zip(claimed).zip(*first) {
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

/// The places of each level that the known fill: every count that is right, none where it cannot be told.
fn sure(view: &View) -> Vec<[u32; 4]> {
    let count = |seated: &Seating| {
        LEVELS.map(|level| {
            let mine = seated.iter();
            let mine = mine.filter(|(seat, _)| view.problem.seat(*seat).level == level);
            mine.count() as u32
        })
    };
    if view.people_suffice() {
        // Who sits where they may not is another rule's matter, and no count is right with them.
        let known = view.slot.attending.iter();
        let known = known.filter(|attendance| attendance.ground != Ground::Unknown);
        if known.count() != view.known_attending().len() {
            return Vec::new();
        }
        let all = weighed(view, &view.known_attending()).unwrap_or_default();
        return all.iter().map(count).collect();
    }
    // Without a quorum the best seating is the cheapest one, and then the fullest. Where several are, each may fill other
    // places; there is one answer only where all of one level weigh alike and nobody comes for a part of the time.
    let spec = &view.problem.seats;
    let alike = LEVELS.into_iter().all(|level| {
        let mut mine = spec.iter().filter(|seat| seat.level == level);
        let first = mine.next().map(|seat| seat.weight);
        mine.all(|seat| Some(seat.weight) == first)
    });
    let whole = spec.iter().all(|seat| seat.partial_percent.is_none());
    let expected = spec.iter().any(|seat| seat.level == Level::Expected);
    let preferred = spec.iter().any(|seat| seat.level == Level::Preferred);
    match cheapest_known(view) {
        Some(seated) if alike && whole && !(expected && preferred) => vec![count(&seated)],
        Some(_) | None => Vec::new(),
    }
}
