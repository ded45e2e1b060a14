//! The room: wanted, possible, not taken, and the best there is. Whether people fit in it was settled when the
//! problem's venues were listed.

use super::standing::Here;
use super::view::View;
use super::violation::{Finding, Rule, Violation};
use crate::model::{PartVenue, Problem, Slot, VenueChoice, VenueId};
use crate::time::Interval;

pub(super) fn check(view: &View, found: &mut Vec<Violation>) {
    let (problem, slot) = (view.problem, view.slot);
    for (venue, here) in named(view) {
        if here.is_none_or(|here| here == Here::Absent) {
            let finding = match here {
                None => Finding::NoSuch,
                Some(_) => Finding::VenueTaken,
            };
            found.push(Violation::of(Rule::Venue, finding).venue(venue));
        }
    }
    match slot.venue {
        Some(venue) if !problem.needs_venue => {
            found.push(Violation::of(Rule::Venue, Finding::VenueUnwanted).venue(venue));
        }
        None if problem.needs_venue => {
            found.push(Violation::of(Rule::Venue, Finding::VenueWanted));
        }
        Some(venue) => chosen(view, venue, found),
        None => {}
    }
}

fn chosen(view: &View, venue: VenueId, found: &mut Vec<Violation>) {
    let mut venues = view.problem.venues.iter();
    let finding = match venues.find(|choice| choice.venue == venue) {
        None => Finding::NoSuch,
        Some(choice) if badness(view, choice).is_none() => Finding::VenueTaken,
        Some(_) => return,
    };
    found.push(Violation::of(Rule::Venue, finding).venue(venue));
}

/// No room that is better, or as good and listed before, was passed over.
pub(super) fn check_best(view: &View, found: &mut Vec<Violation>) {
    let venues = &view.problem.venues;
    let own = venues
        .iter()
        .position(|choice| view.slot.venue == Some(choice.venue));
    let Some((at, own)) = own.and_then(|at| Some((at, badness(view, &venues[at])?))) else {
        return;
    };
    let better = venues.iter().enumerate().find(|(index, choice)| {
        badness(view, choice).is_some_and(|other| (other, *index) < (own, at))
    });
    if let (Some((_, choice)), true) = (better, view.problem.needs_venue) {
        let finding = Finding::BetterVenue {
            better: choice.venue,
        };
        found.push(Violation::of(Rule::Venue, finding).venue(venues[at].venue));
    }
}

/// How far a room is from the best: by what is known of it, then by travel; `None` = it is not to be had.
fn badness(view: &View, choice: &VenueChoice) -> Option<((u8, u8), u32)> {
    let wanted = parts(view.problem, view.slot, |part| *part == PartVenue::Meeting);
    let doubt = match view.venue(&choice.timeline, &wanted) {
        Here::Absent => return None,
        Here::Unknown => (1, 0),
        Here::Tentative => (0, 2),
        Here::Expected => (0, 1),
        Here::Free => (0, 0),
    };
    Some((doubt, choice.travel_minutes))
}

/// The venues that parts name for themselves and how they stand; `None` = the problem knows nothing of it.
fn named(view: &View) -> Vec<(VenueId, Option<Here>)> {
    let mut all: Vec<VenueId> = Vec::new();
    for part in &view.problem.parts {
        if let PartVenue::Named(venue) = part.venue
            && !all.contains(&venue)
        {
            all.push(venue);
        }
    }
    let here = |venue: VenueId| {
        let choices = &view.problem.part_venues;
        let choice = choices.iter().find(|choice| choice.venue == venue)?;
        let wanted = parts(view.problem, view.slot, |part| {
            *part == PartVenue::Named(venue)
        });
        Some(view.venue(&choice.timeline, &wanted))
    };
    all.into_iter().map(|venue| (venue, here(venue))).collect()
}

/// The venues that have to be rung first, the chosen one before those of parts.
pub(super) fn unknown(view: &View) -> Vec<VenueId> {
    let wanted = parts(view.problem, view.slot, |part| *part == PartVenue::Meeting);
    let mut choices = view.problem.venues.iter();
    let chosen = choices
        .find(|choice| view.slot.venue == Some(choice.venue))
        .filter(|choice| view.venue(&choice.timeline, &wanted) == Here::Unknown)
        .map(|choice| choice.venue);
    let mut unknown: Vec<VenueId> = chosen.into_iter().collect();
    for (venue, here) in named(view) {
        if here == Some(Here::Unknown) && !unknown.contains(&venue) {
            unknown.push(venue);
        }
    }
    unknown
}

fn parts(problem: &Problem, slot: &Slot, wanted: impl Fn(&PartVenue) -> bool) -> Vec<Interval> {
    let all = problem.parts.iter().filter(|part| wanted(&part.venue));
    all.map(|part| part.at(slot.start)).collect()
}
