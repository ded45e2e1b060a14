//! One start, looked at: who stands how, in which room, and what the meeting would be like.

use super::super::detail;
use super::super::field::{Field, PRESENT, Relaxed};
use super::super::grid;
use super::super::layout::Layout;
use super::super::rank::Ranker;
use super::super::rows::{Kind, Status};
use super::super::sweep::Depth;
use super::causes::causes;
use crate::model::{
    Cause, Hindered, MemberId, PartVenue, Presence, SeatId, Slot, Stand, Timeline, VenueId,
};
use crate::time::{Instant, IntervalSet};

/// One start with the rooms as they are, and the people as they stand if only a room is to be had.
pub(super) struct Scene<'l, 'p> {
    pub layout: &'l Layout<'p>,
    pub start: Instant,
    /// The meeting lies within the hours stated for it.
    pub is_inside: bool,
    /// The venues for the meeting where none is to be had, with what is in the way.
    pub no_venue: Option<Vec<Hindered<VenueId>>>,
    /// Venues of parts that are not to be had.
    pub part_venues: Vec<Hindered<VenueId>>,
    /// How each flat stands in [`venue`](Self::venue).
    pub flats: Vec<Status>,
    venue: Option<VenueId>,
}

impl<'l, 'p> Scene<'l, 'p> {
    pub(super) fn new(layout: &'l Layout<'p>, start: Instant) -> Scene<'l, 'p> {
        let problem = layout.problem;
        let field = Field::new(layout, vec![start], &Relaxed::default());
        let statuses = field.statuses_at(0);
        let absent = |row: usize| statuses[row].kind == Kind::Absent;
        let is_inside = !field.inside_row.is_some_and(absent);
        let hindered = |venue: VenueId, timeline: &Timeline, wanted: &PartVenue| {
            let parts = problem.parts.iter().filter(|part| part.venue == *wanted);
            let needed: IntervalSet = parts.map(|part| part.at(start)).collect();
            Hindered {
                who: venue,
                causes: causes(problem, timeline, Some(venue), &needed),
            }
        };
        let without = problem.needs_venue && field.venue_rows.iter().all(|row| absent(*row));
        let no_venue = without.then(|| {
            let venues = problem.venues.iter();
            let told =
                venues.map(|choice| hindered(choice.venue, &choice.timeline, &PartVenue::Meeting));
            told.collect()
        });
        let part_venues: Vec<Hindered<VenueId>> = field
            .part_rows
            .iter()
            .zip(&problem.part_venues)
            .filter(|((_, row), _)| absent(*row))
            .map(|((venue, _), choice)| {
                hindered(*venue, &choice.timeline, &PartVenue::Named(*venue))
            })
            .collect();
        // People are looked at as if there were a room: that one which would be taken.
        let relaxed = Relaxed {
            venues: no_venue.is_some() || !part_venues.is_empty(),
            hours: true,
            ..Relaxed::default()
        };
        let field = Field::new(layout, vec![start], &relaxed);
        let statuses = field.statuses_at(0);
        let venue = field.venue(&statuses).and_then(|(venue, _)| venue);
        Scene {
            layout,
            start,
            is_inside,
            no_venue,
            part_venues,
            flats: field.flat_statuses(&statuses, venue),
            venue: venue.map(|index| problem.venues[index].venue),
        }
    }

    /// Why a member is not available in any of the seats in which they are not.
    pub(super) fn causes_of(&self, member: usize) -> Vec<Cause> {
        let problem = self.layout.problem;
        let flats = self.layout.flats.iter().zip(&self.flats);
        let mut all: Vec<Cause> = flats
            .filter(|(flat, status)| flat.member == member && status.kind == Kind::Absent)
            .flat_map(|(flat, _)| {
                let seat = problem.seat(SeatId(flat.seat as u32));
                let venue = self.layout.gap_venue(flat.seat, self.venue);
                let timeline = &problem.members[member].timeline;
                causes(problem, timeline, venue, &problem.needed(seat, self.start))
            })
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Everybody who has a seat, as they stand best in any of theirs.
    pub(super) fn presences(&self) -> Vec<Presence> {
        let members = 0..self.layout.problem.members.len();
        let told = members.filter_map(|member| {
            let flats = self.layout.flats.iter().zip(&self.flats);
            let own = flats.filter(|(flat, _)| flat.member == member);
            let best = own
                .map(|(_, status)| *status)
                .min_by_key(|status| (status.kind, status.reliance))?;
            Some(Presence {
                member: MemberId(member as u32),
                stand: match (best.kind, best.reliance) {
                    (Kind::Absent, _) => Stand::NotAvailable,
                    (Kind::Unknown, _) => Stand::Unknown,
                    (Kind::Present, 2) => Stand::Tentative,
                    (Kind::Present, 1) => Stand::Expected,
                    (Kind::Present, _) => Stand::Free,
                },
                causes: match best.kind {
                    Kind::Absent => self.causes_of(member),
                    Kind::Present | Kind::Unknown => Vec::new(),
                },
            })
        });
        told.collect()
    }

    /// How the flats would stand if nobody but the `held` members were absent.
    pub(super) fn with_absent(&self, held: &dyn Fn(usize) -> bool) -> Vec<Status> {
        let flats = self.layout.flats.iter().zip(&self.flats);
        flats
            .map(|(flat, status)| match status.kind {
                Kind::Absent if !held(flat.member) => PRESENT,
                Kind::Absent | Kind::Present | Kind::Unknown => *status,
            })
            .collect()
    }
}

/// What the search would say of the meeting at `start`, short or not; `None` where it has no room, lies outside its hours, or nobody
/// could come.
pub(super) fn slot_at(layout: &Layout, start: Instant) -> Option<Slot> {
    let problem = layout.problem;
    let date = problem.zone.local(start).date();
    let late = match problem.pinned {
        Some(_) => grid::is_late(problem, start),
        None => problem.late.is_some() && date > problem.to,
    };
    let field = Field::new(layout, vec![start], &Relaxed::default());
    let runs = field.runs(Depth::Short);
    let core = runs.first()?.core.as_ref().filter(|core| core.anybody)?;
    let mut ranker = Ranker::new(layout, late);
    let score = ranker.score(start, core);
    let spare = ranker.spare(start);
    Some(detail::slot(&field, 0, core, score, spare))
}
