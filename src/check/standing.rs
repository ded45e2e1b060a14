//! Who is there, worked out anew from the timelines.
//!
//! The time that is asked about is cut wherever anything that bears on it begins or ends; on each piece nothing changes,
//! so one question at its first instant answers for all of it. What follows from the pieces for a seat is left to
//! [`super::view`].

use crate::model::{
    Buffer, BusyGround, FreeGround, Ground, Span, Standing, Taken, TentativeGround,
    TentativePolicy, Timeline,
};
use crate::time::{Instant, Interval};

/// How somebody stands towards the meeting, worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Here {
    Absent,
    Unknown,
    Tentative,
    Expected,
    Free,
}

impl Here {
    pub fn is_present(self) -> bool {
        self >= Here::Tentative
    }
}

/// A stretch in which nothing changes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Piece {
    pub interval: Interval,
    pub here: Here,
    /// What `here` rests on; of no meaning where absent.
    pub ground: Ground,
}

/// Minutes of travel between this meeting and one that is arranged.
#[derive(Clone, Copy, Default)]
pub(super) struct Way {
    pub from_there: u32,
    pub to_there: u32,
}

/// What the meeting asks of everybody's time.
pub(super) struct Demand<'a> {
    pub buffer: Buffer,
    pub tentative: TentativePolicy,
    /// The way to and from a meeting already arranged.
    pub way: &'a dyn Fn(&Taken) -> Way,
}

/// The pieces of `window`, in order and without a gap.
pub(super) fn pieces(timeline: &Timeline, window: Interval, demand: &Demand) -> Vec<Piece> {
    let look = Look::new(timeline, window, demand);
    let mut cuts = vec![window.start(), window.end()];
    let edges = |of: &Interval| [of.start(), of.end()];
    cuts.extend(look.spans.iter().flat_map(|span| edges(&span.interval)));
    cuts.extend(look.busy.iter().flat_map(edges));
    cuts.extend(look.tentative.iter().flat_map(edges));
    cuts.extend(look.taken.iter().flat_map(edges));
    cuts.retain(|cut| window.start() <= *cut && *cut <= window.end());
    cuts.sort_unstable();
    cuts.dedup();
    let mut found = Vec::with_capacity(cuts.len());
    for pair in cuts.windows(2) {
        if let Some(interval) = Interval::new(pair[0], pair[1]) {
            let (here, ground) = look.at(interval.start());
            found.push(Piece {
                interval,
                here,
                ground,
            });
        }
    }
    found
}

/// Everything that bears on one window.
struct Look<'a> {
    spans: &'a [Span],
    /// Busy and tentative periods of feeds, with what must be kept clear around them.
    busy: Vec<Interval>,
    tentative: Vec<Interval>,
    /// Our own meetings, with gaps.
    taken: Vec<Interval>,
    capacity: usize,
    policy: TentativePolicy,
}

impl<'a> Look<'a> {
    fn new(timeline: &'a Timeline, window: Interval, demand: &Demand) -> Look<'a> {
        let minutes = |a: u32, b: u32| 60 * i64::from(a.max(b));
        let (meeting, own) = (demand.buffer, timeline.buffer);
        let before = minutes(meeting.before_minutes, own.before_minutes);
        let after = minutes(meeting.after_minutes, own.after_minutes);
        let first = timeline
            .spans
            .partition_point(|span| span.interval.end().plus(before).0 <= window.start().0);
        let behind = timeline
            .spans
            .partition_point(|span| span.interval.start().plus(-after).0 < window.end().0);
        let spans = timeline.spans.get(first..behind).unwrap_or_default();
        // The meeting comes before what it must keep its need after from, and the other way round.
        let widened = |wanted: Standing| -> Vec<Interval> {
            spans
                .iter()
                .filter(|span| span.standing == wanted)
                .filter_map(|span| {
                    let (start, end) = (span.interval.start(), span.interval.end());
                    Interval::new(start.plus(-after), end.plus(before))
                })
                .collect()
        };
        let taken = timeline
            .taken
            .iter()
            .filter_map(|taken| {
                let way = (demand.way)(taken);
                // The owner needs their own pause beside the other meeting as beside this one.
                let there_after = taken.buffer.after_minutes.max(own.after_minutes);
                let there_before = taken.buffer.before_minutes.max(own.before_minutes);
                let gap_before = before.max(minutes(there_after, way.from_there));
                let gap_after = after.max(minutes(there_before, way.to_there));
                let (start, end) = (taken.interval.start(), taken.interval.end());
                Interval::new(start.plus(-gap_after), end.plus(gap_before))
            })
            .collect();
        // What counts as free has nothing to be kept clear around it.
        let tentative = match demand.tentative {
            TentativePolicy::Free => Vec::new(),
            TentativePolicy::Busy | TentativePolicy::Soft => {
                widened(Standing::Tentative(TentativeGround::Feed))
            }
        };
        Look {
            spans,
            busy: widened(Standing::Busy(BusyGround::Feed)),
            tentative,
            taken,
            capacity: timeline.capacity.max(1) as usize,
            policy: demand.tentative,
        }
    }

    fn at(&self, at: Instant) -> (Here, Ground) {
        let holds = |of: &&Interval| of.start() <= at && at < of.end();
        if self.taken.iter().filter(holds).count() >= self.capacity {
            return (Here::Absent, Ground::Feed);
        }
        let span = self
            .spans
            .iter()
            .find(|span| span.interval.start() <= at && at < span.interval.end());
        // Nobody is free or busy without a ground: outside what the timeline covers, nothing is known.
        let Some(span) = span else {
            return (Here::Unknown, Ground::Unknown);
        };
        let answered = matches!(
            span.standing,
            Standing::Free(FreeGround::Answer)
                | Standing::Tentative(TentativeGround::Answer)
                | Standing::Busy(BusyGround::Answer)
        );
        if !answered && self.busy.iter().any(|busy| holds(&busy)) {
            return (Here::Absent, Ground::Feed);
        }
        let near_tentative = !answered && self.tentative.iter().any(|near| holds(&near));
        match span.standing {
            Standing::Busy(_) | Standing::Away(_) => (Here::Absent, Ground::Feed),
            Standing::Unknown(_) => (Here::Unknown, Ground::Unknown),
            Standing::Tentative(_) => self.tentative(),
            Standing::Free(_) | Standing::Expected if near_tentative => self.tentative(),
            Standing::Expected => (Here::Expected, Ground::Pattern),
            Standing::Free(FreeGround::Feed) => (Here::Free, Ground::Feed),
            Standing::Free(FreeGround::Answer | FreeGround::Offer) => (Here::Free, Ground::Answer),
        }
    }

    fn tentative(&self) -> (Here, Ground) {
        let here = match self.policy {
            TentativePolicy::Busy => Here::Absent,
            TentativePolicy::Soft => Here::Tentative,
            TentativePolicy::Free => Here::Free,
        };
        (here, Ground::Tentative)
    }
}
