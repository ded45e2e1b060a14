//! Layer 8: arguments become verbs. The clock is read here only.

pub mod answer;
pub mod new;

use crate::time::Instant;
use std::time::{SystemTime, UNIX_EPOCH};

/// The instant of `--now`, else that of the clock.
pub fn now(stated: Option<Instant>) -> Instant {
    stated.unwrap_or_else(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let seconds = since.map_or(0, |since| since.as_secs());
        Instant(i64::try_from(seconds).unwrap_or(i64::MAX))
    })
}

/// Reads an instant argument.
pub fn instant(text: &str) -> Result<Instant, String> {
    Instant::parse_rfc3339(text)
        .ok_or_else(|| "write an instant such as 2026-11-23T09:00:00Z".to_owned())
}
