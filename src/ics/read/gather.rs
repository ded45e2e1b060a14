//! What a reading adds up to: periods, doubts and counts, clipped to the window and within the budget.

use super::civil::{self, DAY};
use super::event::{Class, Event, PeriodEnd};
use super::expand::Steps;
use super::hash::HashKey;
use super::report::Report;
use super::values::{Stamp, StampKind};
use super::zones::Zones;
use crate::model::feed::{
    BusyKind, BusyPeriod, Doubt, DoubtReason, DropReason, EventHash, Excess, FeedHorizon,
    FeedReading, WarningCode,
};
use crate::time::{Instant, Interval, IntervalSet, Zone};
use std::collections::BTreeMap;

/// How far an event in an unknown zone may lie from where it was read: zones reach from -12 to +14 hours.
const ZONE_REACH: i64 = 14 * 3600;

/// What is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sought {
    /// Time that is taken.
    BusyTime,
    /// Days that an entry stands on as a whole, taken or not.
    WholeDays,
}

pub(super) struct Gather<'o> {
    sought: Sought,
    /// Entries with a time of day that were met in looking for whole days.
    timed: u32,
    pub(super) window: Interval,
    pub(super) key: &'o HashKey,
    pub(super) steps: Steps,
    /// How many periods, doubts and days may still be added.
    room: usize,
    pub(super) report: Report,
    periods: Vec<BusyPeriod>,
    doubts: Vec<Doubt>,
    free_days: Vec<Interval>,
    /// Where what was left out begins. One doubt says it for all, since none may fall to the budget: that would be invented
    /// free time.
    unread_from: Option<Instant>,
    pub(super) horizon: FeedHorizon,
    kept: u32,
    dropped: BTreeMap<DropReason, u32>,
    pub(super) excess: Excess,
    /// Where the feed states working hours, and the hours it states.
    pub(super) hours_stated: IntervalSet,
    pub(super) hours_available: IntervalSet,
}

impl<'o> Gather<'o> {
    pub(super) fn new(
        window: Interval,
        key: &'o HashKey,
        steps: u64,
        room: usize,
        report: Report,
    ) -> Gather<'o> {
        Gather {
            sought: Sought::BusyTime,
            timed: 0,
            window,
            key,
            steps: Steps(steps),
            room,
            report,
            periods: Vec::new(),
            doubts: Vec::new(),
            free_days: Vec::new(),
            unread_from: None,
            horizon: FeedHorizon::default(),
            kept: 0,
            dropped: BTreeMap::new(),
            excess: Excess::default(),
            hours_stated: IntervalSet::new(),
            hours_available: IntervalSet::new(),
        }
    }

    /// From now on whole-day entries count, whatever they are marked as, and no others.
    pub(super) fn seek_whole_days(&mut self) {
        self.sought = Sought::WholeDays;
    }

    /// How many entries were passed over because they are not of whole days.
    pub(super) fn timed(&self) -> u32 {
        self.timed
    }

    /// What an event counts as for what is looked for.
    pub(super) fn class(&mut self, event: &Event, start: Stamp) -> Class {
        match (self.sought, event.class()) {
            (Sought::BusyTime, class) | (_, class @ Class::Cancelled) => class,
            (Sought::WholeDays, _) if start.is_date() => Class::Taken(BusyKind::Busy),
            (Sought::WholeDays, _) => {
                self.timed += 1;
                Class::Free
            }
        }
    }

    /// Reads something apart from the rest, in a window of its own, with the steps and the room that are left. What is to be said
    /// about it is said here.
    pub(super) fn aside(
        &mut self,
        window: Interval,
        read: impl FnOnce(&mut Gather<'o>),
    ) -> FeedReading {
        let Steps(steps) = self.steps;
        let report = std::mem::take(&mut self.report);
        let mut aside = Gather::new(window, self.key, steps, self.room, report);
        read(&mut aside);
        (self.steps, self.room) = (Steps(aside.steps.0), aside.room);
        self.report = std::mem::take(&mut aside.report);
        self.excess += aside.excess;
        aside.finish()
    }

    /// So many events come, most of them with one period at the most.
    pub(super) fn expect(&mut self, events: usize) {
        let events = events.min(self.room);
        match self.periods.is_empty() {
            true => self.periods.reserve_exact(events),
            // One by one they would be moved again and again.
            false => self.periods.reserve(events),
        }
    }

    pub(super) fn keep(&mut self) {
        self.kept += 1;
    }

    pub(super) fn drop(&mut self, reason: DropReason, events: u32) {
        if events > 0 {
            *self.dropped.entry(reason).or_default() += events;
        }
    }

    /// A fixed entry ends here: the feed knows at least so far.
    pub(super) fn fixed_until(&mut self, end: Instant) {
        self.horizon.last_fixed = self.horizon.last_fixed.max(Some(end));
    }

    /// How much may still be added.
    pub(super) fn room(&self) -> usize {
        self.room
    }

    /// False when there is no more room.
    fn has_room(&mut self) -> bool {
        self.room = self.room.saturating_sub(1);
        self.room > 0
    }

    /// Adds busy time, as far as it is in the window. False when the budget is spent.
    pub(super) fn busy(
        &mut self,
        start: Instant,
        end: Instant,
        kind: BusyKind,
        event: EventHash,
        uid: EventHash,
    ) -> bool {
        let inside = Interval::new(start, end).and_then(|whole| whole.intersect(self.window));
        let Some(interval) = inside else {
            return true;
        };
        if !self.has_room() {
            return false;
        }
        self.periods.push(BusyPeriod {
            interval,
            kind,
            event,
            uid,
        });
        true
    }

    /// Adds a doubt, as far as it is in the window. False when the budget is spent.
    pub(super) fn doubt(&mut self, start: Instant, end: Instant, reason: DoubtReason) -> bool {
        let inside = Interval::new(start, end).and_then(|whole| whole.intersect(self.window));
        if let Some(interval) = inside {
            if !self.has_room() {
                return false;
            }
            self.doubts.push(Doubt { interval, reason });
        }
        true
    }

    /// The doubt about a feed of which anything may be missing.
    pub(super) fn doubt_all(&mut self, reason: DoubtReason) {
        self.doubts.push(Doubt {
            interval: self.window,
            reason,
        });
    }

    /// The doubt about an event in a zone that nobody knows.
    pub(super) fn doubt_zone(&mut self, start: Instant, end: Instant) -> bool {
        let reach = zone_reach(start, end);
        self.doubt(reach.start(), reach.end(), DoubtReason::UnknownZone)
    }

    /// Says that not everything was worked out.
    pub(super) fn too_many(&mut self, line: u32) {
        self.report.warn(line, None, WarningCode::TooManyInstances);
    }

    /// Not everything was read: what is left out begins at `at` or later.
    pub(super) fn cut_short(&mut self, at: Instant, line: u32) {
        self.too_many(line);
        self.unread_from = Some(self.unread_from.map_or(at, |known| known.min(at)));
    }

    /// Adds the weekdays from wall-clock day `first` to before `end` that are marked free. False when the budget is spent.
    pub(super) fn free_days(&mut self, first: i64, end: i64, zone: &Zone) -> bool {
        let window_from = zone.wall_seconds(self.window.start()).div_euclid(DAY);
        let window_to = zone.wall_seconds(self.window.end()).div_euclid(DAY);
        for day in first.max(window_from)..end.min(window_to + 1) {
            if civil::weekday(day) >= 5 {
                continue;
            }
            let midnight = |day: i64| zone.instant_of_wall(day * DAY);
            let whole = Interval::new(midnight(day), midnight(day + 1));
            if let Some(inside) = whole.and_then(|whole| whole.intersect(self.window)) {
                if !self.has_room() {
                    return false;
                }
                self.free_days.push(inside);
            }
        }
        true
    }

    pub(super) fn finish(mut self) -> FeedReading {
        if let Some(from) = self.unread_from {
            let rest = Interval::new(from, self.window.end());
            let inside = rest.and_then(|rest| rest.intersect(self.window));
            self.doubts.extend(inside.map(|interval| Doubt {
                interval,
                reason: DoubtReason::TooManyInstances,
            }));
        }
        if self.periods.capacity() / 2 > self.periods.len() {
            self.periods.shrink_to_fit();
        }
        self.periods.sort_unstable();
        self.doubts.sort_unstable();
        self.doubts.dedup();
        self.free_days.sort_unstable();
        self.free_days.dedup();
        FeedReading {
            periods: self.periods,
            horizon: self.horizon,
            doubts: self.doubts,
            free_days: self.free_days,
            warnings: self.report.finish(),
            kept: self.kept,
            dropped: self.dropped,
            excess: self.excess,
            hours_stated: self.hours_stated.iter().collect(),
            available: self.hours_available.iter().collect(),
        }
    }
}

/// Where something that was read in the wrong zone from `start` to `end` may lie.
pub(super) fn zone_reach(start: Instant, end: Instant) -> Interval {
    let (from, to) = (start.plus(-ZONE_REACH), end.plus(ZONE_REACH));
    Interval::new(from, to).unwrap_or(Interval::ALL)
}

/// Values of a calendar to instants.
pub(super) struct Resolver {
    zones: Zones,
}

impl Resolver {
    pub(super) fn new(zones: Zones) -> Resolver {
        Resolver { zones }
    }

    /// The zone of dates and floating times.
    pub(super) fn default_zone(&self) -> &Zone {
        &self.zones.default
    }

    pub(super) fn zone(&self, kind: StampKind) -> &Zone {
        match kind {
            StampKind::Utc => self.zones.utc(),
            StampKind::Zoned(index) => self.zones.of_name(index).unwrap_or(&self.zones.default),
            StampKind::Date | StampKind::Floating => &self.zones.default,
        }
    }

    /// Whether the zone of a value is one that nobody knows.
    pub(super) fn is_unknown(&self, kind: StampKind) -> bool {
        matches!(kind, StampKind::Zoned(index) if self.zones.of_name(index).is_none())
    }

    pub(super) fn instant(&self, stamp: Stamp) -> Instant {
        self.zone(stamp.kind).instant_of_wall(stamp.wall)
    }

    /// The value of EXDATE, RDATE or RECURRENCE-ID: floating in a series with a zone means the series' zone.
    pub(super) fn in_series(&self, stamp: Stamp, series: StampKind) -> Stamp {
        let kind = match (stamp.kind, series) {
            (StampKind::Floating, StampKind::Utc | StampKind::Zoned(_)) => series,
            (kind, _) => kind,
        };
        Stamp { kind, ..stamp }
    }

    /// The end of a period that begins at `start`.
    pub(super) fn period_end(&self, start: Stamp, end: PeriodEnd) -> Instant {
        match end {
            PeriodEnd::At(end) => self.instant(self.in_series(end, start.kind)),
            PeriodEnd::After(length) => {
                let zone = self.zone(start.kind);
                let at = zone.instant_of_wall(start.wall);
                after_days(zone, at, length.days).plus(length.seconds)
            }
        }
    }
}

/// The instant whose wall clock shows the same time `days` days later; exact where that is no day.
pub(super) fn after_days(zone: &Zone, at: Instant, days: i64) -> Instant {
    match days {
        0 => at,
        _ => zone.instant_of_wall(zone.wall_seconds(at) + days * DAY),
    }
}
