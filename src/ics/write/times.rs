//! A stretch of time as an event states it: in its zone where readers can be told the zone, else in UTC.

use super::vtimezone::vtimezone;
use super::{Component, Property};
use crate::time::{Instant, Interval, Zone};
use chrono::NaiveDateTime;

/// `DTSTART`, `DTEND` and the component that their zone needs in the same calendar.
#[derive(Clone, PartialEq, Debug)]
pub struct EventTimes {
    pub start: Property,
    pub end: Property,
    /// `None` = the times are in UTC.
    pub zone: Option<Component>,
}

/// `interval` in `zone`.
///
/// It is in UTC instead where no `VTIMEZONE` of the shape that Exchange reads describes the zone, and where a local time
/// would be read as another instant: the second of the two hours that the clock shows twice in autumn (RFC 5545 section
/// 3.3.5 takes the first).
pub fn event_times(zone: &Zone, interval: Interval) -> EventTimes {
    let ends = [interval.start(), interval.end()];
    let unmistakable = ends.iter().all(|at| zone.instant(zone.local(*at)) == *at);
    let described = unmistakable.then(|| vtimezone(zone, interval)).flatten();
    let time = |name: &'static str, at: Instant| match described {
        Some(_) => {
            Property::token(name, &local_stamp(zone.local(at))).parameter("TZID", zone.name())
        }
        None => Property::token(name, &utc_stamp(at)),
    };
    EventTimes {
        start: time("DTSTART", interval.start()),
        end: time("DTEND", interval.end()),
        zone: described,
    }
}

/// A DATE-TIME in UTC (RFC 5545 section 3.3.5, form 2): `20261208T100000Z`.
pub fn utc_stamp(at: Instant) -> String {
    at.utc().format("%Y%m%dT%H%M%SZ").to_string()
}

/// A local DATE-TIME (form 1, or 3 with a TZID): `20261208T100000`.
pub fn local_stamp(local: NaiveDateTime) -> String {
    local.format("%Y%m%dT%H%M%S").to_string()
}
