//! Walks a workspace folder: reads its tables and lists its feeds, without opening them.

use super::files::{self, FileFault};
use crate::ics::read::day_ranges;
use crate::input::{Environment, Files, RULES_FILE, SECRETS_FILE, day_list_names};
use crate::model::{DayList, DayListFault, FeedRefusal, Secret};
use std::fs;
use std::io;
use std::path::Path;

/// The tables that there may be; nothing else beside them is read.
const TABLES: [&str; 14] = [
    "quorate.toml",
    "people.csv",
    "people.toml",
    "venues.csv",
    "venues.toml",
    "meetings.csv",
    "meetings.toml",
    "answers.csv",
    "answers.toml",
    "actions.csv",
    "actions.toml",
    "arrangements.json",
    RULES_FILE,
    SECRETS_FILE,
];

/// Bytes of the largest table that is read: what is arranged of the most meetings that are planned at a time.
const LARGEST_TABLE: usize = 512 << 20;

/// More feeds than this are not one authority's.
const MOST_FEEDS: usize = 100_000;

/// How many folders deep `feeds/` and other folders of feeds are looked into.
const DEEPEST: u32 = 8;

/// The files of `folder` as values, whether or not it has a book. Errors are those of the file system, with the path in their text.
pub fn read_tables(folder: &Path) -> io::Result<Files> {
    let mut files = Files {
        folder: folder.display().to_string(),
        ..Files::default()
    };
    if !folder.is_dir() {
        let text = format!("{}: there is no such folder", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, text));
    }
    for name in TABLES {
        let path = folder.join(name);
        match files::read(&path, LARGEST_TABLE) {
            Ok(bytes) => {
                files.tables.insert(name.to_owned(), bytes);
            }
            Err(error) => match &error.fault {
                FileFault::System(fault) if fault.kind() == io::ErrorKind::NotFound => {}
                FileFault::System(fault) => return Err(told(&path, fault)),
                FileFault::TooLarge(_) => return Err(io::Error::other(error.to_string())),
            },
        }
    }
    for name in day_list_names(&files.tables) {
        let list = read_day_list(&folder.join(&name))?;
        files.day_lists.insert(name, list);
    }
    // In a workspace feeds lie in their own folder; in a bare folder the first level of folders is the agencies.
    if files.is_bare() {
        list(folder, "", 1, &mut files.feeds)?;
    } else if folder.join("feeds").is_dir() {
        list(&folder.join("feeds"), "feeds/", DEEPEST, &mut files.feeds)?;
    }
    files.feeds.sort_unstable();
    files.environment = environment();
    files.secrets_readable = others_can_read(&folder.join(SECRETS_FILE));
    Ok(files)
}

/// The days of a calendar file.
fn read_day_list(path: &Path) -> io::Result<Result<DayList, DayListFault>> {
    const LARGEST: usize = 16 << 20;
    match files::read(path, LARGEST) {
        Ok(bytes) => Ok(day_ranges(&bytes, DayList::REACH).map_err(DayListFault::Refused)),
        Err(error) => match error.fault {
            FileFault::System(fault) if fault.kind() == io::ErrorKind::NotFound => {
                Ok(Err(DayListFault::Missing))
            }
            FileFault::System(fault) => Err(told(path, &fault)),
            FileFault::TooLarge(_) => Ok(Err(DayListFault::Refused(FeedRefusal::TooLarge))),
        },
    }
}

/// The variables that are text; no other can be a name or an address of ours.
fn environment() -> Environment {
    let texts = std::env::vars_os().filter_map(|(name, value)| {
        let value = value.into_string().ok()?;
        Some((name.into_string().ok()?, Secret::new(&value)))
    });
    Environment(texts.collect())
}

#[cfg(unix)]
fn others_can_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|data| data.permissions().mode() & 0o077 != 0)
}

/// Elsewhere permissions are lists of names, which say nothing that could be judged here.
#[cfg(not(unix))]
fn others_can_read(_: &Path) -> bool {
    false
}

/// The feeds of a folder and of the folders in it, as paths inside it with `/`, sorted. Hidden ones are left out.
pub fn feeds_below(folder: &Path) -> io::Result<Vec<String>> {
    let mut feeds = Vec::new();
    list(folder, "", DEEPEST, &mut feeds)?;
    feeds.sort_unstable();
    Ok(feeds)
}

fn told(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// Adds the feeds of a folder and, `depth` levels down, of the folders in it. Hidden ones are left out.
fn list(folder: &Path, prefix: &str, depth: u32, feeds: &mut Vec<String>) -> io::Result<()> {
    let entries = fs::read_dir(folder).map_err(|error| told(folder, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| told(folder, &error))?;
        let Ok(name) = entry.file_name().into_string() else {
            // A name that is no Unicode cannot be written in a table either.
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            if depth > 0 {
                list(&path, &format!("{prefix}{name}/"), depth - 1, feeds)?;
            }
        } else if is_feed(&name) {
            if feeds.len() == MOST_FEEDS {
                let fault = format!(
                    "there are more than {MOST_FEEDS} feeds; put teams or authorities that share nobody into folders of their own"
                );
                return Err(told(folder, &io::Error::other(fault)));
            }
            feeds.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}

fn is_feed(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| {
        ending.eq_ignore_ascii_case("ics") || ending.eq_ignore_ascii_case("ifb")
    })
}
