//! What other meetings of the plan keep from one: their people and rooms with what must be kept clear around them, and days on which
//! somebody's load is full.

use super::super::rows::minutes;
use super::desk::{Desk, Hold};
use super::ground::{Ground, Terrain};
use crate::model::{Buffer, VenueId};
use crate::time::{Instant, Interval, IntervalSet};

impl Desk<'_> {
    /// When a person cannot be had because of the other meetings of the plan, with all gaps.
    pub fn held(
        &self,
        meeting: usize,
        resource: u32,
        member: usize,
        venue: Option<VenueId>,
        window: Option<Interval>,
    ) -> IntervalSet {
        let mut held = Vec::new();
        self.person_held(meeting, resource, member, venue, &mut held, window);
        held.into_iter().collect()
    }

    pub fn person_held(
        &self,
        meeting: usize,
        resource: u32,
        member: usize,
        venue: Option<VenueId>,
        into: &mut Vec<Interval>,
        window: Option<Interval>,
    ) {
        let problem = self.room.grounds[meeting].problem();
        let timeline = &problem.members[member].timeline;
        let need = problem.buffer.larger(timeline.buffer);
        let capacity = self.room.resources.capacity[resource as usize];
        // A team's meetings outside the batch fill it up together with those inside.
        let outside = timeline
            .taken
            .iter()
            .filter(|_| capacity > 1)
            .map(|taken| self.widened(taken.interval, taken.buffer, taken.venue, need, venue));
        self.gather(
            meeting,
            resource,
            (need, timeline.buffer),
            venue,
            window,
            into,
        );
        if capacity > 1 {
            into.extend(outside);
            full(into, capacity);
        }
    }

    pub fn venue_held(
        &self,
        meeting: usize,
        resource: u32,
        needs: (Buffer, Buffer),
        into: &mut Vec<Interval>,
        terrain: &Terrain,
        ground: &Ground,
    ) {
        // Within one room there is no way to go.
        self.gather(meeting, resource, needs, None, whole(terrain, ground), into);
    }

    /// The other meetings' holds of a resource around a window, each with what must be kept clear around it.
    pub fn gather(
        &self,
        meeting: usize,
        resource: u32,
        (need, own): (Buffer, Buffer),
        venue: Option<VenueId>,
        window: Option<Interval>,
        into: &mut Vec<Interval>,
    ) {
        into.clear();
        let Some(window) = window else { return };
        let room = self.room;
        let reach = room.resources.reach;
        let taken: &[Hold] = &self.taken[resource as usize];
        let first = window.start().plus(-2 * reach);
        let from = taken.partition_point(|hold| hold.interval.start() < first);
        for hold in &taken[from..] {
            if hold.interval.start().0 >= window.end().0 + reach {
                break;
            }
            if hold.meeting as usize == meeting {
                continue;
            }
            // What the resource needs around a meeting it needs around that one too.
            let other = room.grounds[hold.meeting as usize].problem().buffer;
            let other = other.larger(own);
            into.push(self.widened(hold.interval, other, hold.venue, need, venue));
        }
    }

    /// A commitment with the gap to it: the larger of what either needs and of the way between.
    pub fn widened(
        &self,
        interval: Interval,
        other: Buffer,
        there: Option<VenueId>,
        need: Buffer,
        here: Option<VenueId>,
    ) -> Interval {
        let resources = self.room.resources;
        let (to, fro) = (resources.travel(there, here), resources.travel(here, there));
        let behind = need.before_minutes.max(other.after_minutes).max(to);
        let ahead = need.after_minutes.max(other.before_minutes).max(fro);
        interval.widened(minutes(ahead), minutes(behind))
    }

    /// Calls back with the runs of starts that lie on days on which a limit is used up.
    pub fn full_days(&self, limit: u32, terrain: &Terrain, mut close: impl FnMut(usize, usize)) {
        let most = self.room.resources.limits[limit as usize].most;
        let per = self.room.resources.limits[limit as usize].per;
        let length = match per {
            crate::model::Stretch::Day => 1,
            crate::model::Stretch::Week => 7,
        };
        let (Some(first), Some(last)) = (terrain.days.first(), terrain.days.last()) else {
            return;
        };
        let counts = self.counts[limit as usize].range(first - length + 1..=*last);
        for (day, count) in counts {
            if *count >= most {
                let from = terrain.days.partition_point(|own| own < day);
                let to = terrain.days.partition_point(|own| *own < day + length);
                if from < to {
                    close(from, to);
                }
            }
        }
    }
}

/// The time that meetings at these starts can take.
pub(super) fn whole(terrain: &Terrain, ground: &Ground) -> Option<Interval> {
    let (first, last) = (terrain.starts.first()?, terrain.starts.last()?);
    Interval::new(*first, last.plus(ground.problem().length))
}

/// The runs of starts whose pieces touch `held`.
pub(super) fn touched<'s>(
    starts: &'s [Instant],
    held: Interval,
    pieces: &'s [(i64, i64)],
) -> impl Iterator<Item = (usize, usize)> + 's {
    pieces.iter().filter_map(move |(from, to)| {
        let first = starts.partition_point(|start| start.0 <= held.start().0 - to);
        let past = first + starts[first..].partition_point(|start| start.0 < held.end().0 - from);
        (first < past).then_some((first, past))
    })
}

/// Leaves of overlapping intervals only where as many as `capacity` lie on top of each other.
fn full(held: &mut Vec<Interval>, capacity: u32) {
    let mut edges: Vec<(Instant, i32)> = Vec::with_capacity(2 * held.len());
    for interval in held.iter() {
        edges.push((interval.start(), 1));
        edges.push((interval.end(), -1));
    }
    edges.sort_unstable();
    held.clear();
    let (mut open, mut since) = (0, None);
    for (at, change) in edges {
        open += change;
        if open >= capacity as i32 {
            since = since.or(Some(at));
        } else if let Some(from) = since.take() {
            held.extend(Interval::new(from, at));
        }
    }
}
