//! Reasons taken at their word, by plain enumeration: a start with nothing in its way but what one reason names.

use crate::oracle::{OracleSlot, enumerate, enumerate_all};
use chrono::NaiveDate;
use quorate::model::*;
use quorate::time::{Instant, Interval};
use std::collections::BTreeSet;
use std::sync::Arc;

pub mod tables;

/// Free at all times, some days further than `range`.
fn free(range: Interval) -> Arc<Timeline> {
    let range = range.widened(172_800, 172_800);
    Arc::new(Timeline {
        range,
        spans: vec![Span {
            interval: range,
            standing: Standing::Free(FreeGround::Answer),
        }],
        taken: Vec::new(),
        capacity: 1,
        buffer: Buffer::default(),
        ask_about: Vec::new(),
    })
}

fn free_venues(problem: &mut Problem) {
    for choice in problem.venues.iter_mut().chain(&mut problem.part_venues) {
        choice.timeline = free(choice.timeline.range);
    }
}

/// The one start, tried wherever it lies, in time.
fn only(problem: &Problem, start: Instant) -> Problem {
    let mut only = problem.clone();
    only.pinned = Some(start);
    only.late = None;
    only.earliest = only.earliest.min(start);
    only
}

/// The one start with everybody there and every room to be had.
fn bare(problem: &Problem, start: Instant) -> Problem {
    let mut bare = only(problem, start);
    bare.inside = None;
    bare.apart.clear();
    for member in &mut bare.members {
        member.timeline = free(member.timeline.range);
    }
    free_venues(&mut bare);
    bare
}

fn date(problem: &Problem, start: Instant) -> NaiveDate {
    problem.zone.local(start).date()
}

/// Whether enumeration offers the start.
pub fn offers(problem: &Problem, start: Instant) -> Option<OracleSlot> {
    let day = date(problem, start);
    let mut near = problem.clone();
    // In time one day is as good as all.
    if problem.pinned.is_none() && problem.from <= day && day <= problem.to {
        (near.from, near.to, near.late) = (day, day, None);
    }
    let all = enumerate(&near).slots.into_iter();
    all.into_iter().find(|slot| slot.slot.start == start)
}

/// The same of a start that may be short, where nothing can be quorate.
pub fn stands_short(problem: &Problem, start: Instant) -> Option<OracleSlot> {
    let all = enumerate_all(problem).slots;
    if all.iter().any(|slot| slot.slot.state != State::Short) {
        return None;
    }
    all.into_iter().find(|slot| slot.slot.start == start)
}

fn has_room_reason(reasons: &[Reason]) -> bool {
    reasons
        .iter()
        .any(|reason| matches!(reason, Reason::NoVenue { .. } | Reason::PartVenue { .. }))
}

/// The meeting with nothing in its way but what `reason` names.
fn alone(problem: &Problem, start: Instant, reasons: &[Reason], reason: &Reason) -> Problem {
    let day = date(problem, start);
    let mut alone = bare(problem, start);
    match reason {
        Reason::Pinned { to } => {
            assert_eq!(problem.pinned, Some(*to));
            alone.pinned = Some(*to);
        }
        Reason::Past => alone.earliest = problem.now,
        Reason::Notice { first } => {
            assert_eq!(problem.earliest, *first);
            alone.earliest = *first;
        }
        Reason::BeforeFirst { first } => {
            assert_eq!(problem.from, *first);
            (alone.pinned, alone.grain_minutes) = (None, 5);
            alone.to = problem.to.max(problem.from);
        }
        Reason::AfterLimit { .. } => (alone.pinned, alone.late) = (None, problem.late),
        Reason::AfterLast { .. } => {
            (alone.pinned, alone.grain_minutes, alone.late) = (None, 5, problem.late);
            alone.from = problem.from.min(day);
        }
        Reason::OffGrid { before, after } => {
            assert!(*before < start && start < *after);
            (alone.pinned, alone.from, alone.to) = (None, day, day);
        }
        Reason::MeetingHours => alone.inside = problem.inside.clone(),
        Reason::NoVenue { venues } => {
            let named: BTreeSet<VenueId> = venues.iter().map(|one| one.who).collect();
            alone.venues.clone_from(&problem.venues);
            assert!(alone.venues.iter().all(|one| named.contains(&one.venue)));
        }
        Reason::PartVenue { venue } => {
            for (choice, own) in alone.part_venues.iter_mut().zip(&problem.part_venues) {
                if choice.venue == venue.who {
                    *choice = own.clone();
                }
            }
        }
        Reason::People {
            hindered, apart, ..
        } => {
            // A room that is to be had is in nobody's way, and where it is decides how far it is to it.
            if !has_room_reason(reasons) {
                alone.venues.clone_from(&problem.venues);
                alone.part_venues.clone_from(&problem.part_venues);
            }
            for one in hindered {
                alone.members[one.who.index()] = problem.members[one.who.index()].clone();
            }
            alone.apart.clone_from(apart);
        }
        Reason::Frame => {}
    }
    alone
}

/// Everything that does not hold of what is said of a start; empty = it all does.
pub fn wrong_reasons(problem: &Problem, why: &WhyNot) -> Vec<String> {
    let start = why.start;
    let mut wrong = Vec::new();
    let meeting = Interval::new(start, start.plus(problem.length)).expect("a length");
    if !problem.members[0].timeline.range.covers(meeting) {
        // Nothing was gathered for that day: the day itself is the reason, and nobody is spoken of.
        let of_day = |reason: &Reason| {
            matches!(
                reason,
                Reason::Pinned { .. }
                    | Reason::Past
                    | Reason::Notice { .. }
                    | Reason::BeforeFirst { .. }
                    | Reason::AfterLast { .. }
                    | Reason::OffGrid { .. }
            )
        };
        let sound = why.people.is_empty()
            && !why.reasons.is_empty()
            && why.reasons.iter().all(of_day)
            && why.rank.is_none();
        return if sound {
            Vec::new()
        } else {
            vec![format!("{:?}", why.reasons)]
        };
    }
    let offered = offers(problem, start);
    if offered.is_some() != why.rank.is_some() || why.rank.is_some() != why.reasons.is_empty() {
        return vec![format!(
            "offered by enumeration: {}, by us: {:?}, {:?}",
            offered.is_some(),
            why.rank,
            why.reasons
        )];
    }
    for reason in &why.reasons {
        let alone = alone(problem, start, &why.reasons, reason);
        if offers(&alone, start).is_some() {
            wrong.push(format!("{reason:?} does not suffice"));
        }
        let (hindered, apart): (&[_], &[_]) = match reason {
            Reason::People {
                hindered, apart, ..
            } => (hindered, apart),
            _ => (&[], &[]),
        };
        // Nobody is named who could as well be there.
        for one in hindered {
            let mut without = alone.clone();
            let timeline = &mut without.members[one.who.index()].timeline;
            *timeline = free(timeline.range);
            if offers(&without, start).is_none() {
                wrong.push(format!("{reason:?} names {:?} idly", one.who));
            }
            if one.causes.is_empty() {
                wrong.push(format!("{reason:?} has no cause for {:?}", one.who));
            }
        }
        for pair in apart {
            let mut without = alone.clone();
            without.apart.retain(|other| other != pair);
            if offers(&without, start).is_none() {
                wrong.push(format!("{reason:?} names {pair:?} idly"));
            }
        }
    }
    if !why.reasons.is_empty() && !why.reasons.contains(&Reason::Frame) {
        let freed = freed(problem, why);
        if offers(&freed, start).is_none() {
            wrong.push(format!("more is in the way than {:?}", why.reasons));
        }
    }
    wrong
}

/// The meeting as it is, without anything that is named.
fn freed(problem: &Problem, why: &WhyNot) -> Problem {
    let mut freed = only(problem, why.start);
    if why.reasons.contains(&Reason::MeetingHours) {
        freed.inside = None;
    }
    if has_room_reason(&why.reasons) {
        free_venues(&mut freed);
    }
    for reason in &why.reasons {
        if let Reason::People {
            hindered, apart, ..
        } = reason
        {
            for one in hindered {
                let timeline = &mut freed.members[one.who.index()].timeline;
                *timeline = free(timeline.range);
            }
            freed.apart.retain(|pair| !apart.contains(pair));
        }
    }
    freed
}
