//! The feeds that `freebusy` is given: files, folders of files, and ids of a workspace's table of addresses.

use super::{Case, CaseError, complain};
use crate::edge::{feeds_below, files};
use crate::ics::read::{ReadOptions, read};
use crate::input::is_feed_path;
use crate::model::{FeedReading, FeedStatus};
use crate::report::words_en as words;
use crate::time::Instant;
use std::path::{Path, PathBuf};

/// What was read of several feeds, and of when the oldest of it is.
pub(super) struct Readings {
    /// By the name that the user gave, or the path inside the folder that they named.
    pub feeds: Vec<(String, FeedReading)>,
    pub read_at: Instant,
}

/// Reads everything, or says all that is wrong.
pub(super) fn readings(
    named: &[PathBuf],
    folder: Option<&Path>,
    options: &ReadOptions,
    now: Instant,
) -> Result<Readings, Vec<String>> {
    let mut found = Readings {
        feeds: Vec::new(),
        read_at: now,
    };
    let mut faults = Vec::new();
    let case = folder.map(|folder| Case::open(folder, &Default::default()));
    let case = case.transpose().map_err(CaseError::messages)?;
    for path in named {
        let name = path.display().to_string();
        if let Some(case) = case.as_ref().filter(|_| !is_feed_path(&name)) {
            of_address(case, &name, options, now, &mut found, &mut faults);
        } else if path.is_dir() {
            match feeds_below(path) {
                Ok(inside) if inside.is_empty() => faults.push(words::no_feed_files(&name)),
                Ok(inside) => {
                    for file in inside {
                        of_file(&path.join(file), options, &mut found, &mut faults);
                    }
                }
                Err(error) => faults.push(error.to_string()),
            }
        } else {
            // What a workspace names lies in it, unless it lies here.
            let inside = folder.map(|folder| folder.join(path));
            let inside = inside.filter(|inside| !path.exists() && inside.exists());
            let path = inside.as_deref().unwrap_or(path);
            of_file(path, options, &mut found, &mut faults);
        }
    }
    match faults.is_empty() {
        true => Ok(found),
        false => Err(faults),
    }
}

fn of_file(path: &Path, options: &ReadOptions, found: &mut Readings, faults: &mut Vec<String>) {
    let name = path.display().to_string();
    match files::read(path, options.budget.bytes) {
        Err(error) => faults.push(error.to_string()),
        Ok(bytes) => match read(&bytes, options) {
            Ok(reading) => found.feeds.push((name, reading)),
            Err(refusal) => faults.push(format!("{name}: {}", refusal.advice())),
        },
    }
}

fn of_address(
    case: &Case,
    id: &str,
    options: &ReadOptions,
    now: Instant,
    found: &mut Readings,
    faults: &mut Vec<String>,
) {
    let known = case.addresses();
    if !known.iter().any(|one| one == id) {
        return faults.push(words::unknown_feed(id, &known));
    }
    // In its owner's zone, as every other command reads it.
    for feed in case.desk().read(&[case.job(id)], options.window, now) {
        if let Some(stale) = feed.stale {
            let text = words::stale(stale, feed.read_at, &options.zone);
            complain(format_args!("{id}: {text}"));
        }
        match feed.status {
            FeedStatus::Read { reading, .. } => {
                found.read_at = found.read_at.min(feed.read_at);
                found.feeds.push((id.to_owned(), *reading));
            }
            FeedStatus::Refused(refusal) => faults.push(format!("{id}: {}", refusal.advice())),
            FeedStatus::Unfetched(fault) => {
                faults.push(format!("{id}: {}", words::unfetched(fault)));
            }
            FeedStatus::Missing => faults.push(format!("{id}: {}", words::feed_missing())),
        }
    }
}
