//! The relaxation of some meetings, taken from their grounds: what the bounds are reckoned from.

use super::super::rows::Kind;
use super::desk::Room;
use super::ground::{Ground, Terrain, VENUE_TAKEN};
use super::levels::{Levels, Way};
use super::relaxation::{Relaxation, RelaxedMeeting, RelaxedSeat, RelaxedVenue};
use crate::model::{Level, PlanLevel, PlanValue};
use crate::parallel::parallel;

/// Every meeting as if it were alone, with the capacities that tie them together.
pub(super) fn relaxation(room: &Room) -> Relaxation {
    // Between two meetings of one person lies what the earlier one needs behind it or the later one before it.
    let buffers = room.grounds.iter().map(|ground| ground.problem().buffer);
    let before = buffers.clone().map(|buffer| buffer.before_minutes).min();
    let after = buffers.map(|buffer| buffer.after_minutes).min();
    with_gap(room, before.max(after).unwrap_or(0))
}

/// The same, people of one meeting at a time being taken for so many minutes longer.
pub(super) fn with_gap(room: &Room, minutes: u32) -> Relaxation {
    Relaxation {
        meetings: parallel(room.grounds, |ground| relaxed(ground, room, minutes)),
        capacity: room.resources.capacity.clone(),
        order: room.levels.batch.order.to_vec(),
        history: room.resources.history.clone(),
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
        let candidates: Vec<(u32, Vec<u64>)> = known
            .map(|(flat, resource)| {
                let there = bits(&|terrain, start| {
                    let mut groups = (0..groups).map(|group| terrain.pattern(start, group, groups));
                    groups.any(|pattern| pattern.statuses[flat].kind == Kind::Present)
                });
                (resource, there)
            })
            .collect();
        let single =
            |(resource, _): &(u32, Vec<u64>)| room.resources.capacity[*resource as usize] == 1;
        let longer = match candidates.iter().all(single) {
            true => 60 * i64::from(least_gap),
            false => 0,
        };
        let shape = &layout.shapes[layout.shape_of[seat]];
        let mut pieces = shape.pieces.clone();
        if let Some(last) = pieces.last_mut() {
            last.1 += longer;
        }
        let needed = layout.needed_seats.contains(&seat) && !ground.meeting.frozen;
        meeting.seats.push(RelaxedSeat {
            level,
            places: spec.places,
            weight: i64::from(spec.weight) * 100,
            needed: if needed { spec.places } else { 0 },
            pool: layout.pool[seat],
            pieces,
            partial: shape.partial.is_some(),
            candidates,
        });
    }
    if layout.problem.needs_venue {
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
