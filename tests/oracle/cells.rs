//! Somebody's time painted into cells of five minutes, layer over layer.

use quorate::model::*;
use quorate::time::{Instant, Interval};

pub const CELL: i64 = 300;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Status {
    Absent,
    Unknown,
    Tentative,
    Expected,
    Free,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Cell {
    pub status: Status,
    pub ground: Ground,
}

pub struct Painted {
    begin: Instant,
    cells: Vec<Cell>,
}

impl Painted {
    pub fn cell(&self, at: Instant) -> Cell {
        self.cells[((at.0 - self.begin.0) / CELL) as usize]
    }
}

/// The cells that an interval of whole cells covers.
pub fn starts(interval: Interval) -> impl Iterator<Item = Instant> {
    assert_eq!(interval.start().0 % CELL, 0, "aligned to cells");
    assert_eq!(interval.end().0 % CELL, 0, "aligned to cells");
    (interval.start().0..interval.end().0)
        .step_by(CELL as usize)
        .map(Instant)
}

/// Paints `timeline` for a meeting at `venue` (`None` = remote, or no room).
pub fn paint(problem: &Problem, timeline: &Timeline, venue: Option<VenueId>) -> Painted {
    let begin = timeline.range.start();
    let count = (timeline.range.seconds() / CELL) as usize;
    let each = |interval: Interval, visit: &mut dyn FnMut(usize)| {
        for at in starts(interval) {
            if timeline.range.contains(at) {
                visit(((at.0 - begin.0) / CELL) as usize);
            }
        }
    };
    let need_before = problem
        .buffer
        .before_minutes
        .max(timeline.buffer.before_minutes);
    let need_after = problem
        .buffer
        .after_minutes
        .max(timeline.buffer.after_minutes);
    // [start - after, end + before): the meeting needs `after` behind itself, `before` in front.
    let stretched = |interval: Interval, after: u32, before: u32| {
        interval.widened(60 * i64::from(after), 60 * i64::from(before))
    };

    let mut standing = vec![None; count];
    let mut near_busy = vec![false; count];
    let mut near_tentative = vec![false; count];
    let mut meetings = vec![0; count];
    for span in &timeline.spans {
        each(span.interval, &mut |cell| {
            standing[cell] = Some(span.standing)
        });
        let near = stretched(span.interval, need_after, need_before);
        if span.standing == Standing::Busy(BusyGround::Feed) {
            each(near, &mut |cell| near_busy[cell] = true);
        }
        // What counts as free needs nothing kept clear around it.
        let weighs = problem.policy.tentative != TentativePolicy::Free;
        if weighs && span.standing == Standing::Tentative(TentativeGround::Feed) {
            each(near, &mut |cell| near_tentative[cell] = true);
        }
    }
    for taken in &timeline.taken {
        let gap_before = need_before
            .max(taken.buffer.after_minutes)
            .max(timeline.buffer.after_minutes)
            .max(problem.travel_minutes(taken.venue, venue));
        let gap_after = need_after
            .max(taken.buffer.before_minutes)
            .max(timeline.buffer.before_minutes)
            .max(problem.travel_minutes(venue, taken.venue));
        let gap = stretched(taken.interval, gap_after, gap_before);
        each(gap, &mut |cell| meetings[cell] += 1);
    }

    let tentative = Cell {
        status: match problem.policy.tentative {
            TentativePolicy::Busy => Status::Absent,
            TentativePolicy::Soft => Status::Tentative,
            TentativePolicy::Free => Status::Free,
        },
        ground: Ground::Tentative,
    };
    let cell = |status, ground| Cell { status, ground };
    let cells = (0..count)
        .map(|at| {
            if meetings[at] >= timeline.capacity {
                return cell(Status::Absent, Ground::Feed);
            }
            match standing[at].expect("spans leave no gap") {
                Standing::Free(FreeGround::Answer) => cell(Status::Free, Ground::Answer),
                Standing::Tentative(TentativeGround::Answer) => tentative,
                Standing::Busy(BusyGround::Answer) => cell(Status::Absent, Ground::Answer),
                _ if near_busy[at] => cell(Status::Absent, Ground::Feed),
                Standing::Busy(_) | Standing::Away(_) => cell(Status::Absent, Ground::Feed),
                Standing::Unknown(_) => cell(Status::Unknown, Ground::Unknown),
                Standing::Tentative(_) => tentative,
                _ if near_tentative[at] => tentative,
                Standing::Expected => cell(Status::Expected, Ground::Pattern),
                Standing::Free(FreeGround::Feed) => cell(Status::Free, Ground::Feed),
                Standing::Free(FreeGround::Offer) => cell(Status::Free, Ground::Answer),
            }
        })
        .collect();
    Painted { begin, cells }
}
