//! Events whose start cannot be read: the days that are left in doubt by them.

use super::super::civil::DAY;
use super::super::event::{Event, Given};
use super::super::gather::Resolver;
use super::super::values::{Stamp, StampKind};
use super::{Length, Placed};
use crate::model::feed::DoubtReason;

/// Whether nothing tells when an event is.
pub(in super::super) fn is_lost(event: &Event) -> bool {
    !matches!(event.start, Given::Yes(_)) && event.start_day.is_none() && !has_end(event)
}

fn has_end(event: &Event) -> bool {
    matches!(event.end, Given::Yes(_))
}

/// An event without a readable start as one whole day in doubt (with its recurrence, whole days all): from the day that the start
/// names all the same to the day of the end, or the day of the end alone. Where neither can be told there is nothing to mark.
pub(super) fn day_of_unreadable<'e>(event: &'e Event, resolver: &Resolver) -> Option<Placed<'e>> {
    let last = match event.end {
        // A whole-day event ends with the day before; a time at midnight is the end of a day too.
        Given::Yes(end) => {
            let local = match end.is_date() {
                true => end.wall,
                false => resolver.default_zone().wall_seconds(resolver.instant(end)),
            };
            Some((local - 1).div_euclid(DAY))
        }
        Given::No | Given::Unreadable => None,
    };
    let first = event.start_day.or(last)?;
    let start = Stamp {
        wall: first * DAY,
        kind: StampKind::Date,
    };
    Some(Placed {
        event,
        start,
        at: resolver.instant(start),
        length: Length::Days(last.map_or(1, |last| (last - first + 1).max(1))),
        class: event.class(),
        doubt: Some(DoubtReason::UnreadableStart),
    })
}
