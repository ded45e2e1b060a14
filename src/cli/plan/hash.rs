//! One number for everything that a plan was made from.

use crate::edge::read_folder;
use crate::ics::read::HashKey;
use crate::input::{SECRETS_FILE, answers_csv};
use crate::model::{FeedStatus, ReadFeed};
use crate::prepare::FeedBook;
use std::io;
use std::path::Path;

/// SipHash-2-4 with 128 bits under a key of zeros, over the bytes of all tables but that of secrets, and over what was read of each
/// feed: stretches of time and what kind they are.
pub(super) fn input_hash(folder: &Path, feeds: &FeedBook) -> io::Result<u128> {
    let files = read_folder(folder)?;
    let mut parts: Vec<u128> = Vec::new();
    let tables = files.tables.iter();
    for (name, bytes) in tables.filter(|(name, _)| *name != SECRETS_FILE) {
        parts.extend([hash(name.as_bytes()), hash(bytes)]);
    }
    if let Some(kept) = &files.kept {
        parts.push(hash(&answers_csv(&kept.rows)));
    }
    for (id, feed) in feeds {
        parts.extend([hash(id.as_bytes()), hash(&read(feed))]);
    }
    let all: Vec<u8> = parts.iter().flat_map(|part| part.to_le_bytes()).collect();
    Ok(hash(&all))
}

/// What stands for the content of a table.
pub(in crate::cli) fn of_table(bytes: &[u8]) -> String {
    format!("{:032x}", hash(bytes))
}

/// What stands for what was read of a feed.
pub(in crate::cli) fn of_feed(feed: &ReadFeed) -> String {
    format!("{:032x}", hash(&read(feed)))
}

fn hash(bytes: &[u8]) -> u128 {
    HashKey([0; 16]).uid(bytes).0
}

/// What a feed gave, as bytes. Hashes of events are left out: their key is another one in each run.
fn read(feed: &ReadFeed) -> Vec<u8> {
    let mut bytes = Vec::new();
    let FeedStatus::Read { reading, known } = &feed.status else {
        return bytes;
    };
    let mut put = |interval: &crate::time::Interval, kind: u8| {
        bytes.extend(interval.start().0.to_le_bytes());
        bytes.extend(interval.end().0.to_le_bytes());
        bytes.push(kind);
    };
    let periods = reading.periods.iter();
    periods.for_each(|one| put(&one.interval, one.kind as u8));
    let doubts = reading.doubts.iter();
    doubts.for_each(|one| put(&one.interval, 16 + one.reason as u8));
    reading.free_days.iter().for_each(|day| put(day, 64));
    reading.hours_stated.iter().for_each(|time| put(time, 65));
    reading.available.iter().for_each(|time| put(time, 66));
    known.iter().for_each(|time| put(time, 67));
    bytes
}
