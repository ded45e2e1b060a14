//! Somebody's or some room's time at one start, cell by cell, and what other meetings take of it.

use super::super::plan_support::oracle::cells::{Cell, Status, paint, starts};
use quorate::model::*;
use quorate::time::{Instant, Interval};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Whose {
    Contact(ContactId),
    Venue(VenueId),
}

/// Time that one meeting of the plan takes.
#[derive(Clone, Copy, Debug)]
pub struct Take {
    pub whose: Whose,
    pub interval: Interval,
    /// What the meeting needs around it.
    pub buffer: Buffer,
    /// Where the person is then.
    pub venue: Option<VenueId>,
}

/// The cells in which somebody or some room is wanted.
pub struct Watch {
    pub whose: Option<Whose>,
    pub cells: Vec<(Instant, Cell)>,
    /// Meetings outside the batch, cell by cell.
    outside: Vec<u32>,
    capacity: u32,
    /// Their own need, and that of the meeting with it.
    own: Buffer,
    need: Buffer,
    place: Option<VenueId>,
}

impl Watch {
    pub fn new(
        problem: &Problem,
        whose: Option<Whose>,
        timeline: &Timeline,
        place: Option<VenueId>,
        wanted: &[Instant],
    ) -> Watch {
        let mut idle = timeline.clone();
        idle.taken.clear();
        idle.capacity = u32::MAX;
        let painted = paint(problem, &idle, place);
        let mut watch = Watch {
            whose,
            cells: wanted.iter().map(|at| (*at, painted.cell(*at))).collect(),
            outside: vec![0; wanted.len()],
            capacity: timeline.capacity,
            own: timeline.buffer,
            need: problem.buffer.larger(timeline.buffer),
            place,
        };
        for taken in &timeline.taken {
            let gap = watch.gap(
                problem,
                taken.interval,
                taken.buffer.larger(timeline.buffer),
                taken.venue,
            );
            for ((at, _), count) in watch.cells.iter().zip(&mut watch.outside) {
                *count += u32::from(gap.contains(*at));
            }
        }
        watch
    }

    /// What a commitment keeps from this meeting.
    fn gap(
        &self,
        problem: &Problem,
        interval: Interval,
        theirs: Buffer,
        venue: Option<VenueId>,
    ) -> Interval {
        let before = self
            .need
            .before_minutes
            .max(theirs.after_minutes)
            .max(problem.travel_minutes(venue, self.place));
        let after = self
            .need
            .after_minutes
            .max(theirs.before_minutes)
            .max(problem.travel_minutes(self.place, venue));
        interval.widened(60 * i64::from(after), 60 * i64::from(before))
    }

    /// The statuses with everything taken that other meetings take.
    pub fn statuses<'t>(
        &self,
        problem: &Problem,
        takes: impl Iterator<Item = &'t Take>,
    ) -> Vec<Cell> {
        let mut counts = self.outside.clone();
        for take in takes {
            if Some(take.whose) == self.whose {
                let theirs = take.buffer.larger(self.own);
                let gap = self.gap(problem, take.interval, theirs, take.venue);
                for ((at, _), count) in self.cells.iter().zip(&mut counts) {
                    *count += u32::from(gap.contains(*at));
                }
            }
        }
        let cells = self.cells.iter().zip(counts);
        cells
            .map(|((_, cell), count)| match count >= self.capacity {
                true => Cell {
                    status: Status::Absent,
                    ..*cell
                },
                false => *cell,
            })
            .collect()
    }
}

/// The cells of several intervals, each once, in order.
pub fn instants(of: impl Iterator<Item = Interval>) -> Vec<Instant> {
    let mut all: Vec<Instant> = of.flat_map(starts).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The cells as intervals.
pub fn joined(cells: impl Iterator<Item = Instant>) -> Vec<Interval> {
    let mut all: Vec<Interval> = Vec::new();
    for at in cells {
        let begins = match all.last() {
            Some(last) if last.end() == at => all.pop().map_or(at, |last| last.start()),
            _ => at,
        };
        all.push(Interval::new(begins, at.plus(300)).expect("at least a cell"));
    }
    all
}
