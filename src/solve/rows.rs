//! How somebody stands at every start: their timeline seen through the time for which they would be needed.
//!
//! A row is run-length coded over the indices of the starts. Boundaries of diaries fall where they like, off the grid too:
//! a stretch `[a, b)` touches an attendance `[t+o, t+o+l)` exactly for the starts `a-o-l < t < b-o`, and those are found by search,
//! so nothing is rounded.

use super::layout::Shape;
use crate::model::{
    AwayGround, Buffer, BusyGround, Problem, Standing, Taken, TentativeGround, TentativePolicy,
    Timeline, VenueId,
};
use crate::time::{Instant, Interval, IntervalSet};
use std::hash::{Hash, Hasher};

/// How somebody stands for one attendance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Status {
    pub kind: Kind,
    /// 2 tentative, 1 expected, 0 free; of no meaning when absent.
    pub reliance: u8,
    /// Share of the time in which they are known to come.
    pub percent: u8,
    /// The same with the unknown time counted in.
    pub possible: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Kind {
    Present,
    Unknown,
    Absent,
}

/// In one piece: ways in which dozens of people stand are looked up at every start.
impl Hash for Status {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u32(u32::from_le_bytes([
            self.kind as u8,
            self.reliance,
            self.percent,
            self.possible,
        ]));
    }
}

impl Status {
    pub(super) const ABSENT: Status = Status::whole(Kind::Absent, 0);

    const fn whole(kind: Kind, reliance: u8) -> Status {
        let (percent, possible) = match kind {
            Kind::Present => (100, 100),
            Kind::Unknown => (0, 100),
            Kind::Absent => (0, 0),
        };
        Status {
            kind,
            reliance,
            percent,
            possible,
        }
    }
}

/// One status a start: each entry holds from its index up to the next entry's. The first index is 0.
pub(super) type Row = Vec<(u32, Status)>;

/// The sets of instants at which somebody is not simply free, for one meeting and one venue.
///
/// They overlap; the first that applies decides: absent, unknown, tentative, expected.
pub(super) struct Stretches {
    pub absent: IntervalSet,
    pub unknown: IntervalSet,
    pub tentative: IntervalSet,
    pub expected: IntervalSet,
}

/// A timeline as one meeting sees it, by what stands in it.
pub(super) struct Seen<'a> {
    timeline: &'a Timeline,
    need: Buffer,
}

impl<'a> Seen<'a> {
    pub(super) fn new(problem: &Problem, timeline: &'a Timeline) -> Seen<'a> {
        Seen {
            timeline,
            need: problem.buffer.larger(timeline.buffer),
        }
    }

    /// Where it stands as wanted.
    pub(super) fn of(&self, wanted: &dyn Fn(Standing) -> bool) -> IntervalSet {
        let spans = self.timeline.spans.iter();
        let wanted = spans.filter(|span| wanted(span.standing));
        wanted.map(|span| span.interval).collect()
    }

    /// The same with what the meeting and the person need clear around it, but for time of which somebody has spoken.
    pub(super) fn kept_clear(&self, wanted: &dyn Fn(Standing) -> bool) -> IntervalSet {
        if self.need == Buffer::default() {
            return IntervalSet::new();
        }
        let answered = |standing| {
            matches!(
                standing,
                Standing::Free(crate::model::FreeGround::Answer)
                    | Standing::Tentative(TentativeGround::Answer)
                    | Standing::Busy(BusyGround::Answer)
            )
        };
        // A meeting needs `after` clear behind it, so it may not end inside that time before the entry begins.
        self.of(wanted)
            .widened(
                minutes(self.need.after_minutes),
                minutes(self.need.before_minutes),
            )
            .difference(&self.of(&answered))
    }

    /// Pencilled time, with what is kept clear around entries.
    pub(super) fn pencilled(&self) -> IntervalSet {
        let entries = self.kept_clear(&|s| s == Standing::Tentative(TentativeGround::Feed));
        self.of(&|s| matches!(s, Standing::Tentative(_)))
            .union(&entries)
    }
}

impl Stretches {
    /// Applies buffers, travel, our own meetings and the policy on tentative entries to a timeline.
    pub(super) fn new(problem: &Problem, timeline: &Timeline, venue: Option<VenueId>) -> Stretches {
        let seen = Seen::new(problem, timeline);
        let mut absent = seen
            .of(&|s| matches!(s, Standing::Busy(_) | Standing::Away(_)))
            .union(&seen.kept_clear(&|s| s == Standing::Busy(BusyGround::Feed)))
            .union(&taken(problem, timeline, venue));
        let mut tentative = seen.pencilled();
        match problem.policy.tentative {
            TentativePolicy::Soft => {}
            // An entry's own time and its buffer are absence; where the diary is unknown it stays so.
            TentativePolicy::Busy => {
                let unknown = seen.of(&Standing::is_unknown);
                absent = absent.union(&tentative.difference(&unknown));
            }
            TentativePolicy::Free => tentative = IntervalSet::new(),
        }
        Stretches {
            absent,
            unknown: seen.of(&Standing::is_unknown),
            tentative,
            expected: seen.of(&|s| s == Standing::Expected),
        }
    }

    /// The same of a timeline that may reach far beyond `window`, in which all of the meeting lies: what is so far away that no buffer
    /// reaches over is not looked at. `None` = the whole timeline.
    pub(super) fn near(
        problem: &Problem,
        timeline: &Timeline,
        venue: Option<VenueId>,
        window: Option<Interval>,
    ) -> Stretches {
        let need = problem.buffer.larger(timeline.buffer);
        let Some(window) = window else {
            return Stretches::new(problem, timeline, venue);
        };
        let reach = window.widened(minutes(need.before_minutes), minutes(need.after_minutes));
        let spans = timeline.overlapping(reach);
        if spans.len() == timeline.spans.len() {
            return Stretches::new(problem, timeline, venue);
        }
        let near = Timeline {
            range: timeline.range,
            spans: spans.to_vec(),
            taken: timeline.taken.clone(),
            capacity: timeline.capacity,
            buffer: timeline.buffer,
            ask_about: Vec::new(),
        };
        Stretches::new(problem, &near, venue)
    }

    /// Only the hours that somebody works, as if they had nothing on.
    pub(super) fn of_hours(timeline: &Timeline) -> Stretches {
        let off = timeline.spans.iter().filter(|span| {
            matches!(
                span.standing,
                Standing::Away(AwayGround::Hours | AwayGround::Calendar | AwayGround::Holiday)
            )
        });
        Stretches {
            absent: off.map(|span| span.interval).collect(),
            unknown: IntervalSet::new(),
            tentative: IntervalSet::new(),
            expected: IntervalSet::new(),
        }
    }

    /// The row over `starts` (in order) for an attendance of the given shape.
    pub(super) fn row(&self, shape: &Shape, starts: &[Instant]) -> Row {
        match shape.partial {
            None => self.whole_row(shape, starts),
            Some(least) => {
                // A row has a beginning even where there is no start.
                let first = starts
                    .first()
                    .map_or(Status::ABSENT, |start| self.partial(shape, *start, least));
                let mut row: Row = vec![(0, first)];
                for (index, start) in starts.iter().enumerate() {
                    let status = self.partial(shape, *start, least);
                    if row.last().is_some_and(|(_, last)| *last != status) {
                        row.push((index as u32, status));
                    }
                }
                row
            }
        }
    }

    /// Sweeps over the starts that each stretch touches, the weightiest open one deciding.
    fn whole_row(&self, shape: &Shape, starts: &[Instant]) -> Row {
        let mut edges: Vec<(u32, u8, i32)> = Vec::new();
        let layers = [&self.absent, &self.unknown, &self.tentative, &self.expected];
        for (layer, set) in layers.into_iter().enumerate() {
            for (from, to) in &shape.pieces {
                let mut below = 0;
                for part in set.iter() {
                    let first = part.start().0 - to;
                    let past = part.end().0 - from;
                    below += starts[below..].partition_point(|t| t.0 <= first);
                    let end = below + starts[below..].partition_point(|t| t.0 < past);
                    if below < end {
                        edges.push((below as u32, layer as u8, 1));
                        edges.push((end as u32, layer as u8, -1));
                    }
                }
            }
        }
        edges.sort();
        let free = Status::whole(Kind::Present, 0);
        let mut row: Row = vec![(0, free)];
        let mut open = [0i32; 4];
        let mut next = 0;
        while next < edges.len() {
            let at = edges[next].0;
            while next < edges.len() && edges[next].0 == at {
                open[edges[next].1 as usize] += edges[next].2;
                next += 1;
            }
            let status = match open.iter().position(|count| *count > 0) {
                Some(0) => Status::ABSENT,
                Some(1) => Status::whole(Kind::Unknown, 0),
                Some(2) => Status::whole(Kind::Present, 2),
                Some(_) => Status::whole(Kind::Present, 1),
                None => free,
            };
            match row.last_mut() {
                Some((index, last)) if *index == at => *last = status,
                Some((_, last)) if *last == status => {}
                _ => row.push((at, status)),
            }
        }
        row.retain(|(index, _)| (*index as usize) < starts.len().max(1));
        row
    }

    /// Measures the shares at one start; the seat counts from `least` per cent on.
    pub(super) fn partial(&self, shape: &Shape, start: Instant, least: u8) -> Status {
        if let Some(simple) = self.all_or_nothing(shape, start, least) {
            return simple;
        }
        let needed = pieces(shape, start);
        let whole = needed.seconds().max(1);
        let without_absent = needed.difference(&self.absent);
        let known = without_absent.difference(&self.unknown);
        let share = |set: &IntervalSet| (set.seconds() * 100 / whole) as u8;
        let (percent, possible) = (share(&known), share(&without_absent));
        let touches = |set: &IntervalSet| known.iter().any(|piece| set.overlaps(piece));
        let reliance = if touches(&self.tentative) {
            2
        } else {
            u8::from(touches(&self.expected))
        };
        let kind = if percent >= least {
            Kind::Present
        } else if possible >= least {
            Kind::Unknown
        } else {
            return Status::ABSENT;
        };
        Status {
            kind,
            reliance: if kind == Kind::Present { reliance } else { 0 },
            percent,
            possible,
        }
    }

    /// The status where the person is there for all of it or for nothing, as at most starts, without measuring; else `None`.
    fn all_or_nothing(&self, shape: &Shape, start: Instant, least: u8) -> Option<Status> {
        let every = |holds: &dyn Fn(Interval) -> bool| {
            let mut pieces = shape.pieces.iter();
            pieces.all(|(from, to)| {
                Interval::new(start.plus(*from), start.plus(*to)).is_some_and(holds)
            })
        };
        if shape.pieces.is_empty() || least == 0 {
            return None;
        }
        if every(&|piece| self.absent.covers(piece)) {
            return Some(Status::ABSENT);
        }
        let clear = |set: &IntervalSet| every(&|piece| !set.overlaps(piece));
        if !clear(&self.absent) || !clear(&self.unknown) {
            return None;
        }
        let reliance = match (clear(&self.tentative), clear(&self.expected)) {
            (false, _) => 2,
            (true, expected) => u8::from(!expected),
        };
        Some(Status::whole(Kind::Present, reliance))
    }

    /// The stretches of an attendance that the person keeps: all but where absent, and but where unknown unless they said yes.
    pub(super) fn present(&self, shape: &Shape, start: Instant, with_unknown: bool) -> IntervalSet {
        let rest = pieces(shape, start).difference(&self.absent);
        if with_unknown {
            rest
        } else {
            rest.difference(&self.unknown)
        }
    }
}

pub(super) fn minutes(count: u32) -> i64 {
    i64::from(count) * 60
}

/// When an attendance of this shape takes place in a meeting that begins at `start`.
pub(super) fn pieces(shape: &Shape, start: Instant) -> IntervalSet {
    let piece = |(from, to): &(i64, i64)| Interval::new(start.plus(*from), start.plus(*to));
    shape.pieces.iter().filter_map(piece).collect()
}

/// Instants at which as many of our own meetings, with their gaps, hold the contact as it can take.
///
/// The gap between two meetings is the larger of what either needs and of the travel between their venues. What the contact needs,
/// both need, whichever comes first.
pub(super) fn taken(problem: &Problem, timeline: &Timeline, venue: Option<VenueId>) -> IntervalSet {
    let mut edges: Vec<(Instant, i32)> = Vec::with_capacity(2 * timeline.taken.len());
    for other in &timeline.taken {
        let held = held(problem, timeline, venue, other);
        edges.push((held.start(), 1));
        edges.push((held.end(), -1));
    }
    edges.sort_unstable();
    let (mut open, mut from, mut full) = (0, None, Vec::new());
    for (at, change) in edges {
        open += change;
        if open >= timeline.capacity as i32 {
            from = from.or(Some(at));
        } else if let Some(since) = from.take() {
            full.extend(Interval::new(since, at));
        }
    }
    full.into_iter().collect()
}

/// One of our own meetings with the gap to a meeting in `venue`.
pub(super) fn held(
    problem: &Problem,
    timeline: &Timeline,
    venue: Option<VenueId>,
    other: &Taken,
) -> Interval {
    let need = problem.buffer.larger(timeline.buffer);
    let (to, fro) = (
        problem.travel_minutes(other.venue, venue),
        problem.travel_minutes(venue, other.venue),
    );
    let others = other.buffer.larger(timeline.buffer);
    let behind = need.before_minutes.max(others.after_minutes).max(to);
    let ahead = need.after_minutes.max(others.before_minutes).max(fro);
    other.interval.widened(minutes(ahead), minutes(behind))
}
