//! Reading one feed that is a file of the workspace.

use super::feeds::FeedJob;
use super::files;
use super::kept::{is_too_much, owners};
use crate::availability::known;
use crate::ics::read::{Budget, HashKey, ReadOptions, read};
use crate::model::{FeedRefusal, FeedStatus, ReadFeed};
use crate::time::{Instant, Interval};
use std::fs;
use std::path::{Component, Path};
use std::time::UNIX_EPOCH;

/// Reads one file. That there is none, or none that can be used, is an answer too.
pub(super) fn read_file(
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
        stale: None,
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
        owners: owners(job, &key),
        budget,
    };
    let status = match read(&bytes, &options) {
        Ok(reading) if is_too_much(job, &reading) => FeedStatus::Refused(FeedRefusal::Details),
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
        stale: None,
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
