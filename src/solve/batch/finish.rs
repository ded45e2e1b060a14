//! From places to the slots that are told: states, confirmations and coverage are worked out once more, with everything that the other
//! meetings take.

use super::super::assign::{World, best, cost_of, costs};
use super::super::confirm::minimal_sets;
use super::super::detail::{Scene, slot_of};
use super::super::field::{Field, Relaxed};
use super::super::fragility::falls_if;
use super::super::rank::Ranker;
use super::super::rows::{Kind, Status};
use super::super::sweep;
use super::desk::{Desk, Place};
use super::ground::Ground;
use crate::model::{Confirming, Slot, State, VenueId};
use crate::time::{Interval, IntervalSet};

impl Desk<'_> {
    /// The slot of a meeting that has a place.
    pub fn slot(&self, meeting: usize) -> Option<Slot> {
        let place = self.places[meeting].as_ref()?;
        let ground = &self.room.grounds[meeting];
        let layout = &ground.layout;
        let terrain = ground.terrain(place.late);
        let start = terrain.starts[place.start as usize];
        let ask_venues = venues_to_ask(ground, place);
        let chosen: Vec<usize> = place.chosen.iter().map(|flat| usize::from(*flat)).collect();
        let core = told(ground, place, ask_venues, &chosen);
        let mut ranker = Ranker::new(layout, self.is_late(meeting));
        let score = ranker.score(start, &core);
        let spare = ranker.spare(start);
        let venue = place
            .venue
            .map(|venue| layout.problem.venues[usize::from(venue)].venue);
        let whole = Interval::new(start, start.plus(layout.problem.length));
        let taken = |flat: usize| {
            let spec = layout.flats[flat];
            let gap = layout.gap_venue(spec.seat, venue);
            ground.resource[spec.member].map_or(IntervalSet::new(), |resource| {
                self.held(meeting, resource, spec.member, gap, whole)
            })
        };
        let scene = Scene {
            layout,
            start,
            statuses: &place.statuses,
            taken: &taken,
        };
        let mut slot = slot_of(&scene, &core, Some(chosen), score, spare);
        if ground.meeting.frozen && slot.venue.is_none() {
            slot.venue = ground.meeting.published.as_ref().and_then(|p| p.venue);
        }
        if place.state == State::QuorateIf && slot.confirm.is_empty() {
            slot.confirm = vec![
                core.ask_venues
                    .iter()
                    .copied()
                    .map(Confirming::Venue)
                    .collect(),
            ];
        }
        Some(slot)
    }
}

/// What a single search would say of it, but for the people, who are chosen.
fn told(ground: &Ground, place: &Place, ask_venues: Vec<VenueId>, chosen: &[usize]) -> sweep::Core {
    let layout = &ground.layout;
    let statuses: &[Status] = &place.statuses;
    let sure_costs = costs(layout, statuses, World::Sure);
    let sure = best(layout, &sure_costs);
    let mut core = sweep::Core {
        venue: place.venue.map(usize::from),
        ask_venues,
        quorate: sure.quorate,
        cost: layout.empty + sure.seating.cost,
        anybody: true,
        confirm: Default::default(),
        falls_if: Vec::new(),
    };
    if sure.quorate {
        let known = chosen
            .iter()
            .filter(|flat| statuses[**flat].kind == Kind::Present);
        let own = known.filter_map(|flat| cost_of(layout, *flat, &statuses[*flat], World::Sure));
        core.cost = layout.empty + own.sum::<i128>();
        core.falls_if = falls_if(layout, &sure_costs, &sure.seating);
    } else if place.state == State::QuorateIf {
        core.confirm = minimal_sets(layout, statuses);
        let possible_costs = costs(layout, statuses, World::Possible);
        let all = best(layout, &possible_costs);
        core.falls_if = falls_if(layout, &possible_costs, &all.seating);
    }
    core
}

/// The venues of a place whose diary does not say that they are free.
fn venues_to_ask(ground: &Ground, place: &Place) -> Vec<VenueId> {
    if place.asks == 0 {
        return Vec::new();
    }
    let terrain = ground.terrain(place.late);
    let start = terrain.starts[place.start as usize];
    let field = Field::new(&ground.layout, vec![start], &Relaxed::default());
    let statuses = field.statuses_at(0);
    let mut asked = Vec::new();
    if let Some(venue) = place.venue.map(usize::from)
        && statuses[field.venue_rows[venue]].kind == Kind::Unknown
    {
        asked.push(ground.problem().venues[venue].venue);
    }
    for (venue, row) in &field.part_rows {
        if statuses[*row].kind == Kind::Unknown && !asked.contains(venue) {
            asked.push(*venue);
        }
    }
    asked
}
