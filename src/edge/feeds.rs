//! Reading the feeds of a workspace, several at a time: files out of its folder, others from where they live.
//!
//! A feed that lives on a server is asked for when what is kept of it is older than it should be; on failure what is kept is used
//! with its age, and without anything kept the person is unknown. How a server is asked is left to `fetch`, what is kept of its
//! answer to `cache`. What is read and when it is said to be read depend on `now` alone, so runs can be repeated.

use super::cache::{Cache, CacheKey, Entry, Kept, Refused, fresh_key};
use super::exchange::{Failure, Limits, Question, Reply, Validators};
use super::feed_file::read_file;
#[cfg(feature = "fetch")]
use super::fetch::ask;
use super::kept::{
    LONGEST_REFRESH, due, entry_of, failed, hull, is_emptied, is_too_much, keep, made_of, owners,
    receipt, refused,
};
use crate::ics::read::{Budget, HashKey, ReadOptions};
use crate::input::{FeedSources, is_feed_path};
use crate::model::{Details, FeedRef, FeedRefusal, FeedSource, FetchFault, ReadFeed};
use crate::time::{Instant, Interval, Zone};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

/// How long a server that did not answer is left alone, so that a second command does not wait for it again.
const PAUSE: i64 = 2 * MINUTE;
/// How far a reading may be from the future before it is taken for the work of a wrong clock.
const CLOCK_SLACK: i64 = 5 * MINUTE;
/// What is read for keeping, about now: wide enough for every command.
const KEPT_BEFORE: i64 = 60 * DAY;
const KEPT_AFTER: i64 = 800 * DAY;

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

/// When servers are asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Asking {
    /// Where what is kept is older than the feed or we think right.
    #[default]
    Usual,
    /// Always, unless the feed or its server asks not to.
    Again,
    /// Never: what is kept must do.
    Never,
}

/// Where a reading came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    File,
    /// Fetched just now.
    New,
    /// Fetched just now with nothing ahead in it, where what was kept had several entries.
    Emptied,
    /// The server says that what is kept still holds.
    Unchanged,
    /// What is kept is new enough until then.
    Kept(Instant),
    /// It was not to be had; what is kept may have been used.
    Failed,
}

/// A feed with what happened to it.
#[derive(Clone, Debug)]
pub struct Receipt {
    pub feed: ReadFeed,
    pub how: How,
}

/// What came of asking a server in this run.
#[derive(Clone, Debug)]
enum Learnt {
    Kept(Box<Kept>),
    Refused(FeedRefusal),
    Failed(FetchFault),
}

/// Why a server's answer gives no reading.
enum Trouble {
    Refused(FeedRefusal),
    Failed(Failure),
}

/// Everything that reading the feeds of one workspace takes.
#[derive(Debug)]
pub struct FeedDesk {
    folder: PathBuf,
    sources: FeedSources,
    cache: Option<Cache>,
    /// Drawn for this run, for a workspace that keeps nothing.
    drawn: CacheKey,
    /// What this run has learnt, so that no server is asked twice: not for a second meeting, and never a second time with a
    /// password that is wrong.
    learnt: Mutex<BTreeMap<String, Learnt>>,
    pub asking: Asking,
    pub limits: Limits,
    /// Something should be kept and the folder does not allow it.
    pub cannot_keep: bool,
}

impl FeedDesk {
    /// The folder for what is kept is made where the workspace has feeds on servers, and only there.
    pub fn open(folder: &Path, sources: FeedSources) -> FeedDesk {
        let cache = sources.is_in_use().then(|| Cache::open(folder));
        FeedDesk {
            folder: folder.to_owned(),
            cannot_keep: matches!(cache, Some(Err(_))),
            cache: cache.and_then(Result::ok),
            drawn: CacheKey(fresh_key()),
            sources,
            learnt: Mutex::default(),
            asking: Asking::default(),
            limits: Limits::default(),
        }
    }

    /// What identifiers are hashed with: the workspace's key where something is kept, else one that no other run shares.
    pub fn key(&self) -> HashKey {
        self.cache.as_ref().map_or(self.drawn, |cache| cache.key).0
    }

    /// Reads every feed; the answers stand in the order of the jobs. A feed that cannot be read is an answer too.
    pub fn read(&self, jobs: &[FeedJob], window: Interval, now: Instant) -> Vec<ReadFeed> {
        let receipts = self.receipts(jobs, window, now);
        receipts.into_iter().map(|receipt| receipt.feed).collect()
    }

    /// The same with what happened to each.
    pub fn receipts(&self, jobs: &[FeedJob], window: Interval, now: Instant) -> Vec<Receipt> {
        let is_file = |job: &FeedJob| is_feed_path(&job.feed.id);
        let (near, far): (Vec<&FeedJob>, Vec<&FeedJob>) = jobs.iter().partition(|job| is_file(job));
        let mut near = self.read_files(&near, window, now).into_iter();
        let mut far = self.read_servers(&far, window, now).into_iter();
        jobs.iter()
            .filter_map(|job| match is_file(job) {
                true => near.next().map(|feed| Receipt {
                    feed,
                    how: How::File,
                }),
                false => far.next(),
            })
            .collect()
    }

    /// Forgets what is kept of feeds that the workspace no longer has.
    pub fn forget_others(&self, ids: &[&str]) {
        if let Some(cache) = &self.cache {
            // What cannot be removed now is removed by the next run.
            let _ = cache.keep_only(ids);
        }
    }

    fn read_files(&self, jobs: &[&FeedJob], window: Interval, now: Instant) -> Vec<ReadFeed> {
        let one = |job: &&FeedJob| read_file(&self.folder, job, window, self.key(), now);
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

    fn read_servers(&self, jobs: &[&FeedJob], window: Interval, now: Instant) -> Vec<Receipt> {
        let jobs: Vec<(&FeedJob, Option<FeedSource>)> = jobs
            .iter()
            .map(|job| (*job, self.sources.get(&job.feed.id)))
            .collect();
        let one = |(job, source): &(&FeedJob, Option<FeedSource>)| match source {
            Some(source) => self.obtain(job, source, window, now),
            None => failed(job, FetchFault::NoAddress, None, window, now),
        };
        #[cfg(feature = "fetch")]
        {
            let host = |(_, source): &(&FeedJob, Option<FeedSource>)| {
                let address = source.as_ref().and_then(|source| source.address.as_ref());
                address.map_or_else(String::new, |address| address.host().to_owned())
            };
            super::fetch::in_parallel(&jobs, host, one)
        }
        #[cfg(not(feature = "fetch"))]
        {
            jobs.iter().map(one).collect()
        }
    }

    /// One feed from what is kept or from its server.
    fn obtain(
        &self,
        job: &FeedJob,
        source: &FeedSource,
        window: Interval,
        now: Instant,
    ) -> Receipt {
        let made_of = made_of(job, source);
        let cache = self.cache.as_ref();
        let entry = cache.and_then(|cache| cache.load(&job.feed.id, &made_of));
        let entry = self.within_the_rule(job, &made_of, entry.unwrap_or_default());
        let kept = entry.kept.as_ref();
        let usable = kept.filter(|kept| kept.window.covers(window));
        if let Some(receipt) = self.without_asking(job, usable, &entry, window, now) {
            return receipt;
        }
        match self.ask_server(job, source, usable, window, now) {
            // A diary that is empty all at once is more often a share gone wrong than a person with nothing to do: what is kept
            // stays until somebody fetches it by hand, and is told so.
            Ok((new, How::Emptied))
                if self.asking != Asking::Again && !is_too_much(job, &new.reading) =>
            {
                self.learn(job, Learnt::Failed(FetchFault::Emptied));
                failed(job, FetchFault::Emptied, usable, window, now)
            }
            Ok((kept, how)) => {
                let receipt = receipt(job, &kept, window, None, how);
                self.learn(job, Learnt::Kept(Box::new(kept.clone())));
                self.store(job, &made_of, &entry_of(job, kept));
                receipt
            }
            // What is kept stays: a page of the hotel's network says nothing about the diary.
            Err(Trouble::Refused(refusal)) => {
                self.learn(job, Learnt::Refused(refusal));
                refused(job, refusal, now)
            }
            Err(Trouble::Failed(Failure { fault, retry_after })) => {
                self.learn(job, Learnt::Failed(fault));
                let answer = failed(job, fault, usable, window, now);
                let seconds = match fault {
                    FetchFault::ServerError => retry_after,
                    FetchFault::TimedOut | FetchFault::NoAnswer => Some(PAUSE),
                    _ => None,
                };
                let until = seconds.map(|seconds| now.plus(seconds.min(LONGEST_REFRESH)));
                let new = until.map(|until| (until, fault));
                if new != entry.pause {
                    let pause = new;
                    self.store(job, &made_of, &Entry { pause, ..entry });
                }
                answer
            }
        }
    }

    /// What is kept, as the agency's rule has it today: where that has become stricter, what it forbids goes at once, and where
    /// it has become milder, an old refusal holds no more.
    fn within_the_rule(&self, job: &FeedJob, made_of: &str, mut entry: Entry) -> Entry {
        let Some(kept) = entry.kept.take() else {
            let refused = entry.refused;
            let refused = refused.filter(|_| job.details == Details::Refuse);
            return Entry { refused, ..entry };
        };
        let pause = entry.pause;
        let now = Entry {
            pause,
            ..entry_of(job, kept)
        };
        if now.refused.is_some() {
            self.store(job, made_of, &now);
        }
        now
    }

    /// The answer, where no server needs or is to be asked for it.
    fn without_asking(
        &self,
        job: &FeedJob,
        usable: Option<&Kept>,
        entry: &Entry,
        window: Interval,
        now: Instant,
    ) -> Option<Receipt> {
        let is_new = |read_at: Instant, due: Instant| read_at <= now.plus(CLOCK_SLACK) && now < due;
        match self.learnt(&job.feed.id) {
            Some(Learnt::Failed(why)) => return Some(failed(job, why, usable, window, now)),
            Some(Learnt::Refused(refusal)) => return Some(refused(job, refusal, now)),
            Some(Learnt::Kept(kept)) if kept.window.covers(window) => {
                let due = due(kept.read_at, kept.refresh, Asking::Usual);
                return Some(receipt(job, &kept, window, None, How::Kept(due)));
            }
            _ => {}
        }
        if let Some(kept) = usable {
            let due = due(kept.read_at, kept.refresh, self.asking);
            if is_new(kept.read_at, due) {
                return Some(receipt(job, kept, window, None, How::Kept(due)));
            }
        }
        if let Some(Refused { read_at, refresh }) = entry.refused
            && (self.asking == Asking::Never || is_new(read_at, due(read_at, refresh, self.asking)))
        {
            return Some(refused(job, FeedRefusal::Details, read_at));
        }
        if self.asking == Asking::Never {
            return Some(failed(job, FetchFault::Offline, usable, window, now));
        }
        let (until, why) = entry.pause?;
        // Whoever asks again by hand may have mended the network; a server that asked for peace gets it.
        let holds = self.asking == Asking::Usual || why == FetchFault::ServerError;
        let is_paused = holds && now < until && until <= now.plus(LONGEST_REFRESH);
        is_paused.then(|| failed(job, why, usable, window, now))
    }

    /// What the server says, read for as long a time as any command may want.
    fn ask_server(
        &self,
        job: &FeedJob,
        source: &FeedSource,
        usable: Option<&Kept>,
        window: Interval,
        now: Instant,
    ) -> Result<(Kept, How), Trouble> {
        let wide = hull(window, now.plus(-KEPT_BEFORE), now.plus(KEPT_AFTER));
        let question = Question {
            source,
            folder: &self.folder,
            kept: usable.map_or_else(Validators::default, |kept| Validators {
                etag: kept.etag.as_deref(),
                last_modified: kept.last_modified,
            }),
            window: wide,
            now,
        };
        match (ask(&question, &self.limits), usable) {
            (Ok(Reply::Calendar(fetched)), _) => {
                let options = ReadOptions {
                    zone: job.zone.clone(),
                    window: wide,
                    key: self.key(),
                    owners: owners(job, &self.key()),
                    budget: Budget::default(),
                };
                let kept = keep(*fetched, &options, now).map_err(Trouble::Refused)?;
                let how = match usable.is_some_and(|before| is_emptied(before, &kept, now)) {
                    true => How::Emptied,
                    false => How::New,
                };
                Ok((kept, how))
            }
            (Ok(Reply::Same), Some(kept)) => {
                let kept = Kept {
                    read_at: now,
                    ..kept.clone()
                };
                Ok((kept, How::Unchanged))
            }
            (Ok(Reply::Same), None) => Err(Trouble::Failed(FetchFault::BadAnswer.into())),
            (Err(failure), _) => Err(Trouble::Failed(failure)),
        }
    }

    fn learnt(&self, id: &str) -> Option<Learnt> {
        let learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        learnt.get(id).cloned()
    }

    fn learn(&self, job: &FeedJob, what: Learnt) {
        let mut learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        learnt.insert(job.feed.id.clone(), what);
    }

    /// Keeps what is new. A folder that has become full or locked costs the next run's speed, not this one's answer.
    fn store(&self, job: &FeedJob, made_of: &str, entry: &Entry) {
        if let Some(cache) = &self.cache {
            let _ = cache.store(&job.feed.id, made_of, entry);
        }
    }
}

/// A program that was built without the network asks nobody.
#[cfg(not(feature = "fetch"))]
fn ask(_: &Question, _: &Limits) -> Result<Reply, Failure> {
    Err(FetchFault::Offline.into())
}
