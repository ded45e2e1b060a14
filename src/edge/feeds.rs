//! Reading the feeds of a workspace from its folder, several at a time.

use super::files;
use crate::availability::known;
use crate::ics::read::{Budget, HashKey, ReadOptions, read};
use crate::model::{Details, FeedRef, FeedRefusal, FeedStatus, ReadFeed};
use crate::time::{Instant, Interval, Zone};
use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::path::{Component, Path};
use std::time::UNIX_EPOCH;

/// A feed that is to be read, with the zone and the address of its owner.
#[derive(Clone, Debug)]
pub struct FeedJob {
    pub feed: FeedRef,
    pub zone: Zone,
    /// The address of its owner, where there is one and it is known.
    pub owner: Option<String>,
    /// What is done if the feed carries more than busy time.
    pub details: Details,
}

/// Reads every feed; the answers stand in the order of the jobs. A feed that cannot be read is an answer too.
pub fn read_feeds(
    folder: &Path,
    jobs: &[FeedJob],
    window: Interval,
    key: HashKey,
    now: Instant,
) -> Vec<ReadFeed> {
    let one = |job: &FeedJob| read_feed(folder, job, window, key, now);
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        jobs.par_iter().map(one).collect()
    }
    #[cfg(not(feature = "parallel"))]
    {
        jobs.iter().map(one).collect()
    }
}

fn read_feed(
    folder: &Path,
    job: &FeedJob,
    window: Interval,
    key: HashKey,
    now: Instant,
) -> ReadFeed {
    let id = job.feed.id.clone();
    let budget = Budget::default();
    let missing = |read_at| ReadFeed {
        id: id.clone(),
        read_at,
        status: FeedStatus::Missing,
    };
    // A table must not make us open what lies outside its folder.
    let relative = Path::new(&job.feed.id);
    if relative
        .components()
        .any(|part| !matches!(part, Component::Normal(_) | Component::CurDir))
    {
        return missing(now);
    }
    let path = folder.join(relative);
    let read_at = obtained(&path, now);
    let Ok(bytes) = files::read(&path, budget.bytes) else {
        return missing(read_at);
    };
    let options = ReadOptions {
        zone: job.zone.clone(),
        window,
        key,
        owners: job
            .owner
            .iter()
            .map(|address| key.owner(address.as_bytes()))
            .collect(),
        budget,
    };
    let status = match read(&bytes, &options) {
        Ok(reading) if job.details == Details::Refuse && reading.excess.is_any() => {
            FeedStatus::Refused(FeedRefusal::Details)
        }
        Ok(reading) => FeedStatus::Read {
            known: known(&reading, job.feed.known_until, read_at, &job.zone),
            reading: Box::new(reading),
        },
        Err(refusal) => FeedStatus::Refused(refusal),
    };
    ReadFeed {
        id,
        read_at,
        status,
    }
}

/// When a file's bytes were obtained. A file that has lain here for more than a day is as old as it is: its diary is not known as far
/// ahead as a fresh one. A fresher file counts as of now, so that the minute of a copy does not show in the answer, and so does a date
/// of more than a year ago, which is some archive's and not the diary's.
pub fn obtained(path: &Path, now: Instant) -> Instant {
    const DAY: i64 = 86_400;
    let modified = fs::metadata(path).and_then(|data| data.modified()).ok();
    let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    match since.map(|since| Instant(since.as_secs() as i64)) {
        Some(modified) if (now.plus(-400 * DAY)..now.plus(-DAY)).contains(&modified) => modified,
        _ => now,
    }
}

/// A key for hashing identifiers that no other run shares: hashes are compared inside one run only and never kept.
pub fn fresh_key() -> HashKey {
    let random = || RandomState::new().build_hasher().finish().to_le_bytes();
    let (low, high) = (random(), random());
    let mut key = [0; 16];
    key[..8].copy_from_slice(&low);
    key[8..].copy_from_slice(&high);
    HashKey(key)
}
