//! What a feed is taken to know.

use crate::model::FeedReading;
use crate::time::{Instant, Interval, Zone};
use chrono::NaiveDate;

/// The stretch for which a feed that was read at `read_at` speaks; outside it its owner is unknown.
///
/// `vouched` is the last day for which owner or agency say that the feed is complete. A feed of published free/busy time knows no more
/// than was published, at either end.
pub fn known(
    reading: &FeedReading,
    vouched: Option<NaiveDate>,
    read_at: Instant,
    zone: &Zone,
) -> Option<Interval> {
    let vouched = vouched.map(|date| zone.day(date).end());
    let until = reading.horizon.known_until(vouched, read_at);
    let from = reading.horizon.freebusy_start.unwrap_or(Instant::MIN);
    Interval::new(from, until)
}
