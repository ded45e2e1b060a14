//! The relaxation of some meetings, taken from their grounds: what the bounds are reckoned from.

use super::super::layout::Layout;
use super::super::rows::Kind;
use super::desk::{Place, Room};
use super::ground::{Ground, Terrain, VENUE_TAKEN};
use super::levels::{Levels, Way};
use super::people::{Chain, Limit};
use super::relaxation::{
    Held, Relaxation, RelaxedCandidate, RelaxedChain, RelaxedLimit, RelaxedMeeting, RelaxedSeat,
    RelaxedVenue,
};
use crate::model::{Clause, Level, PlanLevel, PlanValue, Unit};
use crate::parallel::parallel;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Every meeting as if it were alone, with what ties them together, and where the plan holds it.
pub(super) fn relaxation(room: &Room, places: &[Option<Arc<Place>>]) -> Relaxation {
    // Between two meetings of one person lies what the earlier one needs behind it or the later one before it.
    let buffers = room.grounds.iter().map(|ground| ground.problem().buffer);
    let before = buffers.clone().map(|buffer| buffer.before_minutes).min();
    let after = buffers.map(|buffer| buffer.after_minutes).min();
    let mut relaxation = with_gap(room, before.max(after).unwrap_or(0));
    let meetings = relaxation.meetings.iter_mut().zip(room.grounds);
    for ((meeting, ground), place) in meetings.zip(places) {
        let Some(place) = place else { continue };
        let start = ground.terrain(place.late).starts[place.start as usize];
        let mut resources: Vec<u32> = place.holds.iter().map(|(resource, _)| *resource).collect();
        resources.sort_unstable();
        resources.dedup();
        let start = meeting.starts.binary_search(&start).ok();
        meeting.held = start.map(|start| Held {
            start,
            resources,
            value: place.value,
        });
    }
    relaxation
}

/// The same, people of one meeting at a time being taken for so many minutes longer.
pub(super) fn with_gap(room: &Room, minutes: u32) -> Relaxation {
    let limits = room.resources.limits.iter();
    // What stays where it is stays there whatever its chain says.
    let frozen = |meeting: usize| room.grounds[meeting].meeting.frozen;
    let chains = room.resources.chains.iter();
    let chains = chains.filter(|chain| !frozen(chain.before) && !frozen(chain.after));
    Relaxation {
        meetings: parallel(room.grounds, |ground| relaxed(ground, room, minutes)),
        capacity: room.resources.capacity.clone(),
        order: room.levels.batch.order.to_vec(),
        history: room.resources.history.clone(),
        limits: limits.map(RelaxedLimit::from).collect(),
        chains: chains.map(RelaxedChain::from).collect(),
    }
}

impl From<&Limit> for RelaxedLimit {
    fn from(limit: &Limit) -> RelaxedLimit {
        RelaxedLimit {
            per: limit.per,
            most: limit.most,
            used: limit.used.clone(),
        }
    }
}

impl From<&Chain> for RelaxedChain {
    fn from(chain: &Chain) -> RelaxedChain {
        let days = chain.days();
        RelaxedChain {
            before: chain.before,
            after: chain.after,
            follow: days
                .map(|(day, days)| (day, (days.first, days.last, days.late_to)))
                .collect(),
        }
    }
}

fn relaxed(ground: &Ground, room: &Room, least_gap: u32) -> RelaxedMeeting {
    let terrains = [&ground.in_time, ground.late()];
    let mut meeting = RelaxedMeeting {
        empty: ground.empty,
        venue_pieces: ground.venue_pieces.clone(),
        ..RelaxedMeeting::default()
    };
    // Which starts of the terrains are kept: with frozen meetings also such as are short.
    let mut kept: Vec<(&Terrain, usize)> = Vec::new();
    for terrain in terrains {
        for start in 0..terrain.starts.len() {
            if let Some(value) = best(ground, room.levels, terrain, start) {
                meeting.starts.push(terrain.starts[start]);
                meeting.days.push(terrain.days[start]);
                meeting.best.push(value);
                kept.push((terrain, start));
            }
        }
    }
    let bits = |there: &dyn Fn(&Terrain, usize) -> bool| -> Vec<u64> {
        let mut bits = vec![0u64; kept.len().div_ceil(64)];
        for (at, (terrain, start)) in kept.iter().enumerate() {
            if there(terrain, *start) {
                bits[at / 64] |= 1 << (at % 64);
            }
        }
        bits
    };
    let layout = &ground.layout;
    let groups = ground.groups.len();
    let mut counted = BTreeSet::new();
    let needed = match ground.meeting.frozen {
        true => vec![0; layout.problem.seats.len()],
        false => needed(layout),
    };
    for (seat, spec) in layout.problem.seats.iter().enumerate() {
        let level = match spec.level {
            Level::Required => PlanLevel::Required,
            Level::Expected | Level::Preferred => PlanLevel::Wanted,
            Level::Optional | Level::Informed => continue,
        };
        let flats = layout.of_seat[seat].clone();
        let known = flats.filter_map(|flat| {
            let resource = ground.resource[layout.flats[flat].member]?;
            Some((flat, resource))
        });
        let candidates: Vec<RelaxedCandidate> = known
            .map(|(flat, resource)| {
                let stands = |wanted: &dyn Fn(Kind) -> bool| {
                    bits(&|terrain, start| {
                        let mut groups =
                            (0..groups).map(|group| terrain.pattern(start, group, groups));
                        groups.any(|pattern| wanted(pattern.statuses[flat].kind))
                    })
                };
                let sure = stands(&|kind| kind == Kind::Present);
                let mut open = stands(&|kind| kind == Kind::Unknown);
                open.iter_mut()
                    .zip(&sure)
                    .for_each(|(open, sure)| *open &= !sure);
                if open.iter().all(|word| *word == 0) {
                    open = Vec::new();
                }
                // Whoever could sit in several seats counts towards a limit once: where they are met first.
                let mut limits = Vec::new();
                if counted.insert(resource) && !ground.meeting.frozen {
                    limits.clone_from(&ground.flat_limits[flat]);
                }
                RelaxedCandidate {
                    resource,
                    sure,
                    open,
                    limits,
                }
            })
            .collect();
        let single = |one: &RelaxedCandidate| room.resources.capacity[one.resource as usize] == 1;
        let longer = match candidates.iter().all(single) {
            true => 60 * i64::from(least_gap),
            false => 0,
        };
        let shape = &layout.shapes[layout.shape_of[seat]];
        let mut pieces = shape.pieces.clone();
        if let Some(last) = pieces.last_mut() {
            last.1 += longer;
        }
        let mut flats = layout.of_seat[seat].clone();
        let named = flats.all(|flat| ground.resource[layout.flats[flat].member].is_some());
        meeting.seats.push(RelaxedSeat {
            level,
            places: spec.places,
            weight: i64::from(spec.weight) * 100,
            needed: needed[seat],
            held: if named { needed[seat] } else { 0 },
            pool: layout.pool[seat],
            pieces,
            partial: shape.partial.is_some(),
            candidates,
        });
    }
    // Where something stays that is taken twice already, its room has no price.
    if layout.problem.needs_venue && !ground.meeting.frozen {
        let all = layout.problem.venues.len();
        meeting.venues = (0..all)
            .map(|venue| RelaxedVenue {
                resource: ground.venue_resource[venue],
                free: bits(&|terrain, start| terrain.venues[start * all + venue] != VENUE_TAKEN),
            })
            .collect();
    }
    meeting
}

/// How many places of each seat must be filled in any quorum.
fn needed(layout: &Layout) -> Vec<u32> {
    let mut needed = vec![0; layout.problem.seats.len()];
    let mut clauses = vec![&layout.problem.quorum];
    while let Some(clause) = clauses.pop() {
        match clause {
            Clause::All(of) => clauses.extend(of),
            Clause::Any { need, of } if *need as usize >= of.len() => clauses.extend(of),
            Clause::Any { .. } => {}
            Clause::Seat(seat) => needed[seat.index()] = layout.problem.seat(*seat).places,
            Clause::Count { need, unit, who } if *unit == Unit::People || *need == 1 => {
                // Where those who count are just the candidates of one seat.
                let mut counting = layout.flats.iter().filter(|flat| who[flat.member]);
                let Some(seat) = counting.next().map(|flat| flat.seat) else {
                    continue;
                };
                let mut own = layout.of_seat[seat].clone();
                if counting.all(|flat| flat.seat == seat)
                    && own.all(|flat| who[layout.flats[flat].member])
                {
                    let places = layout.problem.seats[seat].places;
                    needed[seat] = needed[seat].max((*need).min(places));
                }
            }
            Clause::Count { .. } => {}
        }
    }
    needed
}

/// The best that the meeting can be worth at a start; `None` = it cannot be held there.
fn best(ground: &Ground, levels: &Levels, terrain: &Terrain, start: usize) -> Option<PlanValue> {
    let groups = ground.groups.iter().enumerate();
    let values = groups.filter_map(|(group, venues)| {
        let core = &terrain.pattern(start, group, ground.groups.len()).core;
        if core.is_short() && !ground.meeting.frozen {
            return None;
        }
        let room = terrain.best_venue(ground, start, venues, &|_| true)?;
        let mut value = levels.value(&Way::new(ground, terrain, start, core, room));
        // As many of those who were told may come again as one likes.
        let told = ground.meeting.published.as_ref().map_or(0, |published| {
            let stays = published.start == terrain.starts[start];
            let told = published.people.len() as i64 + i64::from(published.others);
            if stays { 0 } else { told }
        });
        value.0[levels.place(PlanLevel::Disruption)] = told;
        Some(value)
    });
    values.min()
}
