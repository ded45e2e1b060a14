//! Rules whose periods are hours, minutes or seconds.
//!
//! Such a rule is an even grid of periods; BYHOUR and the like leave periods out, finer parts give several times in each.
//! Without parts that leave something out it is arithmetic alone. With them it is gone through day by day, and days, hours and
//! minutes that are left out are passed over in one step.

use super::super::civil::DAY;
use super::super::rule::{Freq, Rule};
use super::days::is_allowed;
use super::{Expansion, Flow, Output, Steps, bits, day_of, set_positions};

pub(super) fn walk(expansion: &Expansion, steps: &mut Steps, out: &mut Output) -> Flow {
    let grid = Grid::new(expansion.rule, expansion.start);
    if out.left.is_some() && !grid.has_start() {
        // DTSTART is an instance all the same and uses up one of COUNT.
        if out.skip(1) != Flow::Go {
            return Flow::Stop(None);
        }
    }
    if grid.is_even() {
        return grid.walk_evenly(steps, out);
    }
    let from = if out.left.is_some() {
        grid.start
    } else {
        out.from
    };
    for day in day_of(from)..=day_of(out.to) {
        if !steps.take(1) {
            return Flow::Stop(Some((day * DAY).max(grid.start)));
        }
        if !is_allowed(grid.rule, day) {
            continue;
        }
        match grid.walk_day(day, from, steps, out) {
            Flow::Go => {}
            stop => return stop,
        }
    }
    Flow::Stop(None)
}

struct Grid<'r> {
    rule: &'r Rule,
    start: i64,
    /// Beginning of the period that DTSTART lies in.
    first: i64,
    /// From one period to the next.
    stride: i64,
    /// The times of a period, as seconds after its beginning, in order.
    inner: Vec<i64>,
}

impl<'r> Grid<'r> {
    fn new(rule: &'r Rule, start: i64) -> Grid<'r> {
        let or_start = |set: u64, value: i64| if set == 0 { 1 << value } else { set };
        let (minute, second) = (start.div_euclid(60).rem_euclid(60), start.rem_euclid(60));
        let seconds = or_start(rule.seconds, second);
        let minutes = or_start(rule.minutes, minute);
        let (unit, mut inner): (i64, Vec<i64>) = match rule.freq {
            Freq::Hourly => {
                let minutes = bits(minutes).map(|minute| minute * 60);
                let times =
                    minutes.flat_map(|minute| bits(seconds).map(move |second| minute + second));
                (3600, times.collect())
            }
            Freq::Minutely => (60, bits(seconds).collect()),
            _ => (1, vec![0]),
        };
        if !rule.set_positions.is_empty() {
            let kept = set_positions(&rule.set_positions, inner.len() as i64);
            inner = kept
                .into_iter()
                .map(|index| inner[index as usize])
                .collect();
        }
        Grid {
            rule,
            start,
            first: start - start.rem_euclid(unit),
            stride: unit.saturating_mul(rule.interval),
            inner,
        }
    }

    /// Whether no period is left out.
    fn is_even(&self) -> bool {
        let rule = self.rule;
        let leaves_out_minutes = rule.freq < Freq::Hourly && rule.minutes != 0;
        let leaves_out_seconds = rule.freq < Freq::Minutely && rule.seconds != 0;
        let leaves_out = rule.hours != 0 || leaves_out_minutes || leaves_out_seconds;
        !leaves_out && !rule.restricts_days()
    }

    fn has_start(&self) -> bool {
        self.inner.binary_search(&(self.start - self.first)).is_ok()
            && is_allowed(self.rule, day_of(self.start))
            && self.next_allowed(self.first) == self.first
    }

    /// The first beginning of a period at or after `time`.
    fn align(&self, time: i64) -> i64 {
        let periods = (time - self.first).max(0).saturating_add(self.stride - 1) / self.stride;
        self.first
            .saturating_add(periods.saturating_mul(self.stride))
    }

    /// `period` itself where the parts of the time of day allow it, else the beginning of the next hour, minute or second
    /// that is worth looking at.
    fn next_allowed(&self, period: i64) -> i64 {
        let lacks = |set: u64, value: i64| set != 0 && set >> value & 1 == 0;
        let (hour, minute) = (
            period.div_euclid(3600).rem_euclid(24),
            period.div_euclid(60).rem_euclid(60),
        );
        if lacks(u64::from(self.rule.hours), hour) {
            return (period.div_euclid(3600) + 1) * 3600;
        }
        if self.rule.freq < Freq::Hourly && lacks(self.rule.minutes, minute) {
            return (period.div_euclid(60) + 1) * 60;
        }
        if self.rule.freq < Freq::Minutely && lacks(self.rule.seconds, period.rem_euclid(60)) {
            return period + 1;
        }
        period
    }

    fn walk_day(&self, day: i64, from: i64, steps: &mut Steps, out: &mut Output) -> Flow {
        // A period that begins before `from` may have a time after it; none is longer than an hour.
        let mut period = self.align((day * DAY).max(from - from.rem_euclid(3600)));
        while period < (day + 1) * DAY {
            if !steps.take(1 + self.inner.len()) {
                return Flow::Stop(Some(period.max(self.start)));
            }
            let next = self.next_allowed(period);
            if next != period {
                period = self.align(next);
                continue;
            }
            for inner in &self.inner {
                if period + inner < self.start {
                    continue;
                }
                match out.push(period + inner) {
                    Flow::Go => {}
                    stop => return stop,
                }
            }
            period = period.saturating_add(self.stride);
        }
        Flow::Go
    }

    fn walk_evenly(&self, steps: &mut Steps, out: &mut Output) -> Flow {
        if self.inner.is_empty() {
            return Flow::Stop(None);
        }
        let members = self.inner.len() as i64;
        let behind = (out.from - self.first).div_euclid(self.stride).max(0);
        if behind > 0 {
            let before_start = self
                .inner
                .partition_point(|inner| self.first + inner < self.start)
                as i64;
            let skipped = behind.saturating_mul(members).saturating_sub(before_start);
            if out.skip(skipped) != Flow::Go {
                return Flow::Stop(None);
            }
        }
        let mut period = self
            .first
            .saturating_add(behind.saturating_mul(self.stride));
        if out.dense >= self.stride && members == 1 {
            let first = period + self.inner[0];
            let first = if first < out.from {
                first + self.stride
            } else {
                first
            };
            if first <= out.to {
                let last = first + (out.to - first) / self.stride * self.stride;
                return out.push_stretch((first, last));
            }
            return Flow::Stop(None);
        }
        while period <= out.to {
            if !steps.take(self.inner.len()) {
                return Flow::Stop(Some(period.max(self.start)));
            }
            for inner in &self.inner {
                if period + inner < self.start {
                    continue;
                }
                match out.push(period + inner) {
                    Flow::Go => {}
                    stop => return stop,
                }
            }
            period = period.saturating_add(self.stride);
        }
        Flow::Stop(None)
    }
}
