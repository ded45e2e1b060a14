//! The English for feeds: what was read of each, what `fetch` says of those on servers, and how the age of a reading is told.

use super::{counted, date};
use crate::model::{FeedReading, FeedRefusal, FetchFault, Stale};
use crate::report::freebusy;
use crate::time::{Instant, Zone};
use chrono::NaiveDate;

/// What was read of a feed, until when it is known, and how much it held that was not needed.
pub fn receipt(reading: &FeedReading, read: NaiveDate, known: Option<NaiveDate>) -> String {
    let known = match known {
        Some(date_known) => format!("known until {}", date(date_known)),
        None => "knows nothing of these days".to_owned(),
    };
    let mut text = format!(
        "read {}, {known}; {}",
        date(read),
        freebusy::counts(reading)
    );
    if let Some(excess) = freebusy::excess(reading.excess) {
        text.push(' ');
        text.push_str(&excess);
    }
    let warnings = reading.warnings.len() as u64;
    if warnings > 0 {
        text.push_str(&format!(
            " {} on its reading: see `quorate freebusy`.",
            counted(warnings, "remark", "remarks")
        ));
    }
    if !reading.doubts.is_empty() {
        text.push_str(" Some of its entries could not be placed; those times count as unknown.");
    }
    text
}

pub fn refused(refusal: FeedRefusal) -> String {
    format!("could not be used: {}", refusal.advice())
}

pub fn feed_missing() -> &'static str {
    "there is no such file; the person counts as unknown"
}

/// Why a feed could not be fetched, with what to do.
pub fn unfetched(fault: FetchFault) -> String {
    format!(
        "could not be fetched ({fault}): {}; {}. The person counts as unknown.",
        fault.fact(),
        fault.fix()
    )
}

/// Of when the reading in use is, how old that is, and why there is no newer one.
pub fn stale(stale: Stale, read_at: Instant, zone: &Zone) -> String {
    format!(
        "as of {}, {} old: {} ({}). To mend it, {}.",
        moment(read_at, zone),
        stale_age(stale, read_at),
        stale.why.fact(),
        stale.why,
        stale.why.fix()
    )
}

/// How much older than now a reading is that had to do.
pub fn stale_age(stale: Stale, read_at: Instant) -> String {
    age(stale.asked_at.0.saturating_sub(read_at.0))
}

/// `3 days`, `2 hours`, `1 minute`: whole units, the largest that fits.
fn age(seconds: i64) -> String {
    let seconds = seconds.max(0).unsigned_abs();
    match seconds {
        0..3600 => counted(seconds / 60, "minute", "minutes"),
        3600..86_400 => counted(seconds / 3600, "hour", "hours"),
        _ => counted(seconds / 86_400, "day", "days"),
    }
}

/// A feed is as the server has it now.
pub fn fetched_new(read_at: Instant, zone: &Zone) -> String {
    format!("fetched {}", moment(read_at, zone))
}

/// A feed has nothing ahead any more.
pub fn fetched_emptied(read_at: Instant, zone: &Zone) -> String {
    format!(
        "fetched {}, and it has nothing ahead any more, where it had several entries: the person shows as free; ask the owner whether that is meant.",
        moment(read_at, zone)
    )
}

/// What was kept is still what the server has.
pub fn fetched_same(read_at: Instant, zone: &Zone) -> String {
    format!("not changed, as of {}", moment(read_at, zone))
}

/// The owner of the feed asks not to be asked again so soon.
pub fn not_due(read_at: Instant, due: Instant, zone: &Zone) -> String {
    format!(
        "kept from {}: the feed asks not to be fetched again before {}",
        moment(read_at, zone),
        moment(due, zone)
    )
}

fn moment(at: Instant, zone: &Zone) -> String {
    let local = zone.local(at);
    format!("{} {}", date(local.date()), local.format("%H:%M"))
}

pub fn no_feeds_to_fetch() -> &'static str {
    "No feed here lives on a server; feeds.secret.toml would name them."
}

/// Somebody named a feed that has no address.
pub fn unknown_feed(id: &str, known: &[String]) -> String {
    match known.is_empty() {
        true => format!("{id}: there is no such feed; add [feeds.{id}] to feeds.secret.toml"),
        false => format!(
            "{id}: there is no such feed in feeds.secret.toml; there {} {}",
            if known.len() == 1 { "is" } else { "are" },
            super::listed(known, "and")
        ),
    }
}

pub fn no_feed_files(folder: &str) -> String {
    format!("{folder}: there is no .ics or .ifb file in this folder; check its name")
}

/// The folder for what is kept cannot be used.
pub fn nothing_kept() -> &'static str {
    ".quorate cannot be a folder of ours here, so nothing of the feeds is kept for later; check the folder's permissions, and that .quorate is no link"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_a_reading_is_told_in_whole_units() {
        let at = |text| Instant::parse_rfc3339(text).expect("an instant");
        let zone = Zone::named("Europe/London").expect("a zone");
        let read_at = at("2026-11-20T09:10:00Z");
        let why = FetchFault::NoAnswer;
        let told = |asked_at| stale(Stale { why, asked_at }, read_at, &zone);
        let text = told(at("2026-11-23T09:10:00Z"));
        assert!(
            text.starts_with(
                "as of Fri 20 November 2026 09:10, 3 days old: the server did not answer"
            ),
            "{text}"
        );
        for (asked, expected) in [
            ("2026-11-20T09:10:30Z", "0 minutes"),
            ("2026-11-20T09:11:59Z", "1 minute"),
            ("2026-11-20T10:10:00Z", "1 hour"),
            ("2026-11-21T09:09:00Z", "23 hours"),
            // A clock that went backwards makes nothing negative.
            ("2026-11-19T09:10:00Z", "0 minutes"),
        ] {
            assert!(
                told(at(asked)).contains(&format!(", {expected} old")),
                "{asked}"
            );
        }
    }
}
