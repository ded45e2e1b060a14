//! Recurrence: from a rule and its first instance to wall-clock times inside a window (RFC 5545 section 3.3.10).
//!
//! Works in wall-clock time throughout; zones come later. A rule is cut into periods of its frequency (years, months, weeks,
//! days, or stretches of a day), and the period in which the window begins is found by division, so that it does not matter
//! how long ago the rule began. COUNT makes the periods before the window count: by division where all are alike, one by one
//! where not. Times so close together that the event never ends between them are handed on as one stretch, which makes
//! `FREQ=SECONDLY` a matter of a few comparisons.

mod days;
mod times;

use super::civil::DAY;
use super::rule::{Freq, Rule};

/// 9999-12-31T23:59:59, the last time that the standard can write.
const LAST: i64 = 253_402_300_799;

/// What is asked of a rule.
pub(super) struct Expansion<'r> {
    pub(super) rule: &'r Rule,
    /// Wall-clock time of DTSTART. It counts as the first of COUNT whether the rule yields it or not.
    pub(super) start: i64,
    pub(super) is_date: bool,
    /// Wall-clock times wanted, both ends included.
    pub(super) from: i64,
    pub(super) to: i64,
    /// Times that are at most this far apart may be handed on as one stretch; 0 for each on its own.
    pub(super) dense: i64,
}

/// A stretch of times, first and last, that are at most [`Expansion::dense`] apart.
pub(super) type Stretch = (i64, i64);

/// How an expansion ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ended {
    /// Everything wanted was handed on.
    Complete,
    /// The steps ran out, or the receiver did: from this wall-clock time on nothing is known.
    CutShort(i64),
}

/// How many steps of work are left, for all rules of a feed together. A step is a day or a time looked at.
pub(super) struct Steps(pub(super) u64);

impl Steps {
    /// Takes `n` steps; false when there are not that many left.
    fn take(&mut self, n: usize) -> bool {
        match self.0.checked_sub(n as u64) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => {
                self.0 = 0;
                false
            }
        }
    }
}

impl Expansion<'_> {
    /// Hands the rule's times in the window to `sink` in order, DTSTART included only where the rule yields it. `sink` says
    /// whether it wants more.
    pub(super) fn run(&self, steps: &mut Steps, sink: &mut dyn FnMut(Stretch) -> bool) -> Ended {
        let mut out = Output {
            from: self.from.max(self.start),
            to: self.to.min(LAST),
            dense: if self.rule.count.is_some() {
                0
            } else {
                self.dense
            },
            left: self.rule.count,
            pending: None,
            sink,
        };
        let flow = match self.rule.freq {
            Freq::Secondly | Freq::Minutely | Freq::Hourly if !self.is_date => {
                times::walk(self, steps, &mut out)
            }
            // A whole-day series has no times: the days are those of its calendar parts.
            _ => days::walk(self, steps, &mut out),
        };
        match (flow, out.flush()) {
            (Flow::Stop(Some(at)), _) | (_, Flow::Stop(Some(at))) => Ended::CutShort(at),
            _ => Ended::Complete,
        }
    }
}

/// Whether to go on, or to stop: done, or cut short at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Flow {
    Go,
    Stop(Option<i64>),
}

/// Takes the rule's times in order, counts them, clips them and joins close ones.
struct Output<'s> {
    from: i64,
    to: i64,
    dense: i64,
    /// How many times of COUNT are left.
    left: Option<i64>,
    pending: Option<Stretch>,
    sink: &'s mut dyn FnMut(Stretch) -> bool,
}

impl Output<'_> {
    /// Counts `n` times that lie before the window.
    fn skip(&mut self, n: i64) -> Flow {
        match &mut self.left {
            Some(left) if *left <= n => {
                *left = 0;
                Flow::Stop(None)
            }
            Some(left) => {
                *left -= n;
                Flow::Go
            }
            None => Flow::Go,
        }
    }

    /// One time, not before DTSTART.
    fn push(&mut self, time: i64) -> Flow {
        if time > self.to || self.left == Some(0) {
            return Flow::Stop(None);
        }
        if let Some(left) = &mut self.left {
            *left -= 1;
        }
        if time < self.from {
            return Flow::Go;
        }
        self.push_stretch((time, time))
    }

    /// A stretch of times inside the window, none of them counted.
    fn push_stretch(&mut self, stretch: Stretch) -> Flow {
        match &mut self.pending {
            Some(pending) if self.dense > 0 && stretch.0 - pending.1 <= self.dense => {
                pending.1 = pending.1.max(stretch.1);
                Flow::Go
            }
            _ => {
                let flow = self.flush();
                self.pending = Some(stretch);
                flow
            }
        }
    }

    fn flush(&mut self) -> Flow {
        match self.pending.take() {
            Some(stretch) if !(self.sink)(stretch) => Flow::Stop(Some(stretch.0)),
            _ => Flow::Go,
        }
    }
}

/// The numbers whose bits are set.
fn bits(set: u64) -> impl Iterator<Item = i64> {
    (0..64).filter(move |n| set >> n & 1 == 1)
}

/// Keeps the members of an ordered set of `len` that BYSETPOS names, as ordered indexes without repetition.
fn set_positions(positions: &[i64], len: i64) -> Vec<i64> {
    let mut indexes: Vec<i64> = positions
        .iter()
        .map(|position| {
            if *position > 0 {
                position - 1
            } else {
                len + position
            }
        })
        .filter(|index| (0..len).contains(index))
        .collect();
    indexes.sort_unstable();
    indexes.dedup();
    indexes
}

/// The day of a wall-clock time.
fn day_of(time: i64) -> i64 {
    time.div_euclid(DAY)
}

#[cfg(test)]
mod tests;
