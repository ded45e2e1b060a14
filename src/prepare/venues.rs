//! Venues that fit a meeting. Their timelines are put in later: `nothing` stands for each till then.

use super::faults::MeetingFault;
use crate::model::{
    MeetingSpec, Mode, PartVenue, Seat, Timeline, VenueChoice, VenueId, VenueSpec, Workspace,
};
use std::sync::Arc;

/// Places that the room must have: everybody who sits in person in its fullest part.
fn places(seats: &[Seat], parts: usize) -> u32 {
    let in_part = |part: usize| -> u32 {
        let in_person = seats.iter().filter(|seat| seat.mode == Mode::InPerson);
        in_person
            .filter(|seat| seat.parts.contains(&part))
            .map(|seat| seat.places)
            .sum()
    };
    (0..parts).map(in_part).max().unwrap_or(0)
}

/// The venues among which the search chooses, best known first is left to it; here they stand in the order of their ids.
pub(super) fn choices(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    seats: &[Seat],
    bases: &[VenueId],
    nothing: &Arc<Timeline>,
    faults: &mut Vec<MeetingFault>,
) -> Vec<VenueChoice> {
    let all: Vec<VenueId> = (0..workspace.venues.len() as u32).map(VenueId).collect();
    let asked: Vec<VenueId> = match &meeting.venue {
        VenueSpec::None => return Vec::new(),
        VenueSpec::Named(named) => {
            let mut named = named.clone();
            named.sort_unstable();
            named.dedup();
            named
        }
        VenueSpec::AnyFitting => all,
    };
    let places = places(seats, meeting.parts.len().max(1));
    let named = matches!(meeting.venue, VenueSpec::Named(_));
    let fits = |id: &VenueId| {
        let venue = workspace.venue(*id);
        venue.capacity.map_or(named, |capacity| capacity >= places)
            && meeting
                .features
                .iter()
                .all(|feature| venue.features.contains(feature))
    };
    let fitting: Vec<VenueId> = asked.iter().copied().filter(fits).collect();
    if fitting.is_empty() {
        faults.push(MeetingFault::NoVenueFits {
            places,
            features: meeting.features.clone(),
            tried: asked
                .iter()
                .map(|id| {
                    (
                        workspace.venue(*id).id.clone(),
                        workspace.venue(*id).capacity,
                    )
                })
                .collect(),
        });
    }
    fitting
        .into_iter()
        .map(|venue| VenueChoice {
            venue,
            travel_minutes: bases
                .iter()
                .map(|base| travel(workspace, *base, venue))
                .sum(),
            timeline: nothing.clone(),
        })
        .collect()
}

/// The venues that parts name for themselves, each once.
pub(super) fn of_parts(parts: &[crate::model::Part], nothing: &Arc<Timeline>) -> Vec<VenueChoice> {
    let mut named: Vec<VenueId> = parts
        .iter()
        .filter_map(|part| match part.venue {
            PartVenue::Named(venue) => Some(venue),
            PartVenue::Meeting | PartVenue::None => None,
        })
        .collect();
    named.sort_unstable();
    named.dedup();
    named
        .into_iter()
        .map(|venue| VenueChoice {
            venue,
            travel_minutes: 0,
            timeline: nothing.clone(),
        })
        .collect()
}

/// Stated minutes between two venues, in either direction; 0 where nothing is stated.
fn travel(workspace: &Workspace, from: VenueId, to: VenueId) -> u32 {
    let stated = |a: VenueId, b: VenueId| {
        let rows = &workspace.venue(a).travel;
        rows.iter()
            .find(|(other, _)| *other == b)
            .map(|(_, minutes)| *minutes)
    };
    stated(from, to).or_else(|| stated(to, from)).unwrap_or(0)
}

/// Every stated pair of venues in both directions.
pub(super) fn travel_table(workspace: &Workspace) -> Vec<(VenueId, VenueId, u32)> {
    let ids = || (0..workspace.venues.len() as u32).map(VenueId);
    ids()
        .flat_map(|a| ids().map(move |b| (a, b)))
        .map(|(a, b)| (a, b, travel(workspace, a, b)))
        .filter(|(a, b, minutes)| a != b && *minutes > 0)
        .collect()
}
