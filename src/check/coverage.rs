//! How many places are filled: counted again from the people named, and from the cheapest seating where they are
//! not the ones that are counted.

use super::seating::cheapest_known;
use super::view::{View, seats};
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
    for level in LEVELS {
        let claimed = of(&slot.sure, level).filled;
        if let Some(actual) = sure(view, level)
            && actual != claimed
        {
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
    let seats = view.problem.seats.iter().filter(|seat| seat.level == level);
    seats.map(|seat| seat.places).sum()
}

/// The places that the known fill, where there is only one answer.
fn sure(view: &View, level: Level) -> Option<u32> {
    let slot = view.slot;
    if view.people_suffice() {
        let known = slot.attending.iter().filter(|attendance| {
            let seat = view.problem.seats.get(attendance.seat.index());
            attendance.ground != Ground::Unknown && seat.is_some_and(|seat| seat.level == level)
        });
        return Some(known.count() as u32);
    }
    // Without a quorum the best seating is the cheapest. Several may be equally cheap; all fill the same number of
    // required places as long as these weigh alike, are filled whole, and come first in the policy.
    let mut alike = seats(view.problem).filter(|(_, seat)| seat.level == Level::Required);
    let first = alike.next().map(|(_, seat)| seat.weight);
    let alike = alike.all(|(_, seat)| Some(seat.weight) == first)
        && view
            .problem
            .seats
            .iter()
            .all(|seat| seat.partial_percent.is_none());
    if level != Level::Required || !alike {
        return None;
    }
    let seated = cheapest_known(view)?;
    let filled = seated
        .iter()
        .filter(|(seat, _)| view.problem.seat(*seat).level == level);
    Some(filled.count() as u32)
}
