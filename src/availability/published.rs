//! What an agency may publish of a diary.

use crate::model::{BusyKind, DropReason, FeedReading, Published};
use crate::time::{Interval, IntervalSet};

/// The feeds of one person together; `known` is what all of them are known for, inside `window`.
///
/// Time in doubt at the end is not spoken of at all, other time in doubt is tentative: neither can be taken for free. `None` where
/// nothing is left to be said.
pub fn published(
    readings: &[&FeedReading],
    window: Interval,
    known: Interval,
) -> Option<Published> {
    let doubts = readings.iter().flat_map(|reading| &reading.doubts);
    let doubts: IntervalSet = doubts.map(|doubt| doubt.interval).collect();
    let last = doubts
        .iter()
        .find(|doubt| doubt.end() >= known.end() && doubt.start() < known.end());
    let ends_in_doubt = last.is_some();
    let end = last.map_or(known.end(), Interval::start);
    let known = Interval::new(known.start(), end)?;
    let of_kind = |kind: BusyKind| -> IntervalSet {
        let periods = readings.iter().flat_map(|reading| &reading.periods);
        let wanted = periods.filter(|period| period.kind == kind);
        let set: IntervalSet = wanted.map(|period| period.interval).collect();
        set.clipped(known)
    };
    // Entries say more than hours off around them: a buffer is kept to them.
    let busy = of_kind(BusyKind::Busy);
    let doubtful = doubts.clipped(known);
    let days = readings.iter().flat_map(|reading| &reading.free_days);
    Some(Published {
        window,
        known,
        tentative: of_kind(BusyKind::Tentative).union(&doubtful),
        away: of_kind(BusyKind::Away).difference(&busy),
        busy,
        doubtful,
        ends_in_doubt,
        free_days: days.filter(|day| day.overlaps(known)).count(),
        unreadable: readings
            .iter()
            .filter_map(|reading| reading.dropped.get(&DropReason::Unreadable))
            .sum(),
    })
}
