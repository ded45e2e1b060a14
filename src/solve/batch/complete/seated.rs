//! The ways to hold one meeting: a start, a venue, people in seats.
//!
//! Whoever no other meeting could want sits wherever that makes this one no worse; whoever others could want may be left to them.

use super::super::desk::Place;
use super::super::ground::Ground;
use super::context::Context;
use super::outlook::{addable, fits};
use crate::model::PlanValue;
use crate::solve::rows::{Kind, Status};
use std::sync::Arc;

/// Most ways in all; with more it is not begun.
const MOST_WAYS: usize = 12_000;

/// Where a meeting stands and with whom.
pub(super) struct Seated {
    pub late: bool,
    pub start: usize,
    pub group: usize,
    pub venue: Option<usize>,
    pub asks: u32,
    /// Flats, ascending.
    pub chosen: Vec<u16>,
    /// Somebody whom others want too comes for a share of the time.
    pub shares: bool,
    /// What it takes, but the time of those who share; its value is what it counts at least.
    pub place: Arc<Place>,
}

/// Of each meeting what each way counts at least, and the way; `None` = it has no place. No ways at all: there are too many.
pub(super) type Ways = Vec<Vec<(PlanValue, Option<Arc<Seated>>)>>;

/// The ways of all meetings of an empty desk.
pub(super) fn all(context: &mut Context) -> Option<Ways> {
    let grounds = context.desk.room.grounds;
    let mut left = MOST_WAYS;
    let mut all = Vec::new();
    for (meeting, ground) in grounds.iter().enumerate() {
        let mut own = Vec::new();
        for late in [false, true] {
            let terrain = ground.terrain(late);
            for start in 0..terrain.starts.len() {
                for group in 0..ground.groups.len() {
                    let pattern = terrain.pattern(start, group, ground.groups.len());
                    if pattern.core.is_short() && !ground.meeting.frozen {
                        continue;
                    }
                    let venues = venues(ground, late, start, group);
                    if venues.is_empty() {
                        continue;
                    }
                    let seatings = seatings(context, meeting, &pattern.statuses, left)?;
                    for chosen in &seatings {
                        for (venue, asks) in &venues {
                            let spot = (late, start, group, *venue, *asks);
                            let way = context.way(meeting, spot, chosen.clone());
                            let Some(way) = way else { continue };
                            left = left.checked_sub(1)?;
                            own.push((way.place.value, Some(Arc::new(way))));
                        }
                    }
                }
            }
        }
        if !ground.meeting.frozen {
            own.push((ground.empty, None));
        }
        all.push(own);
    }
    Some(all)
}

/// The venues of a group that are to be had when nothing of the batch is in the way, and how many have to be asked.
fn venues(ground: &Ground, late: bool, start: usize, group: usize) -> Vec<(Option<usize>, u32)> {
    let terrain = ground.terrain(late);
    if !ground.problem().needs_venue {
        return vec![(None, terrain.asks(start))];
    }
    let venues = ground.groups[group].iter();
    venues
        .filter_map(|venue| terrain.best_venue(ground, start, &[*venue], &|_| true))
        .collect()
}

/// Everybody in every seat, or not, but for those who would be left out for nothing; `None` = there are more than `most`.
fn seatings(
    context: &Context,
    meeting: usize,
    statuses: &[Status],
    most: usize,
) -> Option<Vec<Vec<u16>>> {
    let ground = &context.desk.room.grounds[meeting];
    let layout = &ground.layout;
    let there = |flat: &usize| statuses[*flat].kind != Kind::Absent;
    // Nobody else wants them, here or elsewhere, and they do no harm.
    let plain = |flat: usize| {
        let member = layout.flats[flat].member;
        let flats = layout.flats.iter().filter(|other| other.member == member);
        let apart = layout.apart.iter().any(|(a, b)| *a == flat || *b == flat);
        !context.wanted[meeting][flat]
            && flats.count() == 1
            && !apart
            && addable(layout, &[], flat, &statuses[flat])
    };
    let mut all: Vec<Vec<u16>> = vec![Vec::new()];
    for (seat, spec) in layout.problem.seats.iter().enumerate() {
        let here: Vec<usize> = layout.of_seat[seat].clone().filter(there).collect();
        let roomy = here.len() <= spec.places as usize;
        for flat in here {
            let must = roomy && plain(flat);
            let mut next = Vec::with_capacity(2 * all.len());
            for chosen in all {
                if fits(layout, &chosen, flat) {
                    let mut with: Vec<u16> = chosen.clone();
                    with.push(flat as u16);
                    next.push(with);
                    if must {
                        continue;
                    }
                }
                next.push(chosen);
            }
            all = next;
            if all.len() > most {
                return None;
            }
        }
    }
    all.retain(|chosen| {
        let mut flats = 0..layout.flats.len();
        !flats.any(|flat| {
            !context.wanted[meeting][flat] && addable(layout, chosen, flat, &statuses[flat])
        })
    });
    Some(all)
}
