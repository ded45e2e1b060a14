//! A moment on the UTC time line, in whole seconds.

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use std::fmt;

/// A UTC instant, counted in whole seconds from 1970-01-01T00:00:00Z.
///
/// Calendars know no finer unit (RFC 5545 section 3.3.5), so neither do we.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Instant(pub i64);

impl Instant {
    /// Earliest instant that is ever produced: 0001-01-01T00:00:00Z.
    pub const MIN: Instant = Instant(-62_135_596_800);
    /// Latest instant that is ever produced: 9999-12-31T23:59:59Z.
    pub const MAX: Instant = Instant(253_402_300_799);

    /// The instant whose UTC wall clock reads `utc`.
    pub fn from_utc(utc: NaiveDateTime) -> Instant {
        Instant(utc.and_utc().timestamp())
    }

    /// The UTC wall clock at this instant; instants outside [`MIN`](Self::MIN)..=[`MAX`](Self::MAX) are clamped.
    pub fn utc(self) -> NaiveDateTime {
        let clamped = self.0.clamp(Self::MIN.0, Self::MAX.0);
        DateTime::<Utc>::from_timestamp(clamped, 0)
            .expect("the clamped range lies inside chrono's")
            .naive_utc()
    }

    /// Reads RFC 3339 with any offset (`2026-12-03T10:00:00Z`, `2026-12-03T10:00:00+01:00`); fractions are cut off.
    pub fn parse_rfc3339(text: &str) -> Option<Instant> {
        let parsed = DateTime::parse_from_rfc3339(text).ok()?;
        Some(Instant(parsed.timestamp()))
    }

    /// This instant moved by `seconds`, saturating at the representable range.
    pub fn plus(self, seconds: i64) -> Instant {
        Instant(self.0.saturating_add(seconds))
    }

    /// This instant moved by `minutes`.
    pub fn plus_minutes(self, minutes: i64) -> Instant {
        self.plus(minutes.saturating_mul(60))
    }
}

/// RFC 3339 in UTC, ending in `Z`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            &self
                .utc()
                .and_utc()
                .to_rfc3339_opts(SecondsFormat::Secs, true),
        )
    }
}

impl serde::Serialize for Instant {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Instant::parse_rfc3339(&text).ok_or_else(|| {
            serde::de::Error::custom("not an RFC 3339 instant such as 2026-12-03T10:00:00Z")
        })
    }
}
