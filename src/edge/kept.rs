//! From what a server sent to what is kept, and from what is kept to what a feed says for a window of time.

use super::cache::{Entry, Kept, Refused};
use super::exchange::{About, Fetched};
use super::feeds::{Asking, FeedJob, How, Receipt};
use crate::availability::known;
use crate::ics::read::{HashKey, Owner, ReadOptions, read, refresh_interval};
use crate::model::{
    BusyPeriod, Details, Doubt, DoubtReason, FeedHorizon, FeedReading, FeedRefusal, FeedSource,
    FeedStatus, FeedWarning, FetchFault, ReadFeed, Stale, WarningCode,
};
use crate::time::zone::tzdata_version;
use crate::time::{Instant, Interval};

const MINUTE: i64 = 60;

/// How long a reading is new where its feed says nothing of it.
const USUAL_REFRESH: i64 = 15 * MINUTE;
/// No feed and no server may keep us away for longer.
pub(super) const LONGEST_REFRESH: i64 = 24 * 60 * MINUTE;

/// Everything that a reading depends on besides the answer of the server: where one of these changes, what is kept is of no use.
pub(super) fn made_of(job: &FeedJob, source: &FeedSource) -> String {
    let address = source.address.as_ref().map(|address| address.expose());
    let user = source.user.as_ref().map_or("", |user| user.expose());
    [
        address.as_deref().unwrap_or_default(),
        user,
        job.owner.as_deref().unwrap_or_default(),
        &format!("{:?}", source.kind),
        job.zone.name(),
        tzdata_version(),
        env!("CARGO_PKG_VERSION"),
    ]
    .join("\0")
}

/// What may be kept of a reading. Of one that carries more than its agency wants to be used nothing stays but that fact: what is
/// never used has no business on this computer.
pub(super) fn entry_of(job: &FeedJob, kept: Kept) -> Entry {
    if !is_too_much(job, &kept.reading) {
        return Entry {
            kept: Some(kept),
            ..Entry::default()
        };
    }
    Entry {
        refused: Some(Refused {
            read_at: kept.read_at,
            refresh: kept.refresh,
        }),
        ..Entry::default()
    }
}

/// From when on a feed should be asked for again, of which this was read then and which asks for so many seconds between.
pub(super) fn due(read_at: Instant, refresh: Option<i64>, asking: Asking) -> Instant {
    let least = match (refresh, asking) {
        (Some(stated), _) => stated,
        (None, Asking::Again) => 0,
        (None, _) => USUAL_REFRESH,
    };
    read_at.plus(least.clamp(0, LONGEST_REFRESH))
}

/// Whether a feed that had several entries ahead has none any more.
pub(super) fn is_emptied(before: &Kept, after: &Kept, now: Instant) -> bool {
    const SEVERAL: usize = 3;
    let ahead = |kept: &Kept| {
        let periods = kept.reading.periods.iter();
        periods.filter(|one| one.interval.end() > now).count()
    };
    ahead(before) >= SEVERAL && ahead(after) == 0
}

pub(super) fn hull(window: Interval, from: Instant, to: Instant) -> Interval {
    Interval::new(window.start().min(from), window.end().max(to)).unwrap_or(window)
}

/// Reads what a server sent.
pub(super) fn keep(
    fetched: Fetched,
    options: &ReadOptions,
    now: Instant,
) -> Result<Kept, FeedRefusal> {
    let Fetched {
        bytes,
        etag,
        last_modified,
        about,
        is_incomplete,
    } = fetched;
    let mut reading = read(&bytes, options)?;
    if let Some(About { asked, says_end }) = about {
        reading.horizon = horizon_of(reading.horizon, asked, says_end, now);
    }
    if is_incomplete {
        reading.doubts.push(Doubt {
            interval: options.window,
            reason: DoubtReason::CutOff,
        });
        reading.doubts.sort_unstable();
        reading.doubts.dedup();
        reading.warnings.push(FeedWarning {
            line: 0,
            property: None,
            code: WarningCode::CutOff,
        });
    }
    Ok(Kept {
        reading,
        window: options.window,
        read_at: now,
        refresh: refresh_interval(&bytes),
        etag,
        last_modified,
    })
}

/// How far an answer about busy time is believed that was `asked` for.
///
/// A server answers for whatever time it is asked about, however little of it the diary is filled for yet: like any diary it is
/// believed for a while, or as far as its owner vouches for it, and no farther than it says itself.
fn horizon_of(said: FeedHorizon, asked: Interval, says_end: bool, now: Instant) -> FeedHorizon {
    // Some servers round what they were asked.
    const DAY: i64 = 86_400;
    let end = said.freebusy_end.filter(|_| says_end);
    let end = end.unwrap_or(asked.end()).min(asked.end());
    let ahead = FeedHorizon::default().known_until(None, now);
    FeedHorizon {
        freebusy_start: said.freebusy_start.max(Some(asked.start())),
        freebusy_end: (end < asked.end().plus(-DAY)).then(|| end.min(ahead)),
        last_fixed: None,
    }
}

/// A reading that was kept or is to be, as of the time it was read.
pub(super) fn receipt(
    job: &FeedJob,
    kept: &Kept,
    window: Interval,
    stale: Option<Stale>,
    how: How,
) -> Receipt {
    if is_too_much(job, &kept.reading) {
        return refused(job, FeedRefusal::Details, kept.read_at);
    }
    let reading = clipped(&kept.reading, window);
    let feed = ReadFeed {
        id: job.feed.id.clone(),
        read_at: kept.read_at,
        status: FeedStatus::Read {
            known: known(&reading, job.feed.known_until, kept.read_at, &job.zone),
            reading: Box::new(reading),
        },
        stale,
    };
    Receipt { feed, how }
}

/// What there is where a server could not be asked: what is kept, with its age, or nothing.
pub(super) fn failed(
    job: &FeedJob,
    why: FetchFault,
    kept: Option<&Kept>,
    window: Interval,
    now: Instant,
) -> Receipt {
    match kept {
        Some(kept) => {
            let asked_at = now;
            receipt(
                job,
                kept,
                window,
                Some(Stale { why, asked_at }),
                How::Failed,
            )
        }
        None => Receipt {
            feed: ReadFeed {
                id: job.feed.id.clone(),
                read_at: now,
                status: FeedStatus::Unfetched(why),
                stale: None,
            },
            how: How::Failed,
        },
    }
}

pub(super) fn refused(job: &FeedJob, refusal: FeedRefusal, now: Instant) -> Receipt {
    Receipt {
        feed: ReadFeed {
            id: job.feed.id.clone(),
            read_at: now,
            status: FeedStatus::Refused(refusal),
            stale: None,
        },
        how: How::Failed,
    }
}

/// The part of a reading that lies in a window, as if it had been read for that window.
fn clipped(reading: &FeedReading, window: Interval) -> FeedReading {
    let inside = |stretches: &[Interval]| -> Vec<Interval> {
        let stretches = stretches.iter();
        stretches.filter_map(|one| one.intersect(window)).collect()
    };
    let periods = reading.periods.iter().filter_map(|period| {
        let interval = period.interval.intersect(window)?;
        Some(BusyPeriod {
            interval,
            ..*period
        })
    });
    let doubts = reading.doubts.iter().filter_map(|doubt| {
        let interval = doubt.interval.intersect(window)?;
        Some(Doubt { interval, ..*doubt })
    });
    let mut clipped = FeedReading {
        periods: periods.collect(),
        doubts: doubts.collect(),
        free_days: inside(&reading.free_days),
        hours_stated: inside(&reading.hours_stated),
        available: inside(&reading.available),
        horizon: reading.horizon,
        warnings: reading.warnings.clone(),
        kept: reading.kept,
        dropped: reading.dropped.clone(),
        excess: reading.excess,
    };
    clipped.periods.sort_unstable();
    clipped.doubts.sort_unstable();
    clipped.doubts.dedup();
    clipped
}

/// Whose diary it is, as the reader wants to be told.
pub(super) fn owners(job: &FeedJob, key: &HashKey) -> Vec<Owner> {
    let address = job.owner.iter();
    address
        .map(|address| key.owner(address.as_bytes()))
        .collect()
}

/// Whether a feed carries more than its agency wants to be used.
pub(super) fn is_too_much(job: &FeedJob, reading: &FeedReading) -> bool {
    job.details == Details::Refuse && reading.excess.is_any()
}
