//! What is kept of feeds between two runs: the reduced reading of each and what is needed to ask whether it still holds.
//!
//! The folder `.quorate/` of a workspace holds `key`, drawn once, and a file a feed. A file's name is a keyed hash of the feed's id;
//! inside stand times, kinds, counts, codes and keyed hashes: nothing of what a feed says about its events, and no address. Files can
//! be read by their owner only. A file that cannot be read, is of another format, or was made under other settings counts as none:
//! it is written anew when the feed is next fetched. When to fetch is left to `feeds`.

mod stored;

use super::write::write_private;
use crate::ics::read::HashKey;
use crate::model::{FeedReading, FetchFault};
use crate::time::{Instant, Interval};
use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::path::{Path, PathBuf};

const FOLDER: &str = ".quorate";
const KEY: &str = "key";
/// Larger files are not ours.
const LARGEST: usize = 512 << 20;

/// What is kept of one feed.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Entry {
    pub kept: Option<Kept>,
    /// It was refused for the details that it carries; then nothing else is kept of it.
    pub refused: Option<Refused>,
    /// Not to be asked again before this, because of that.
    pub pause: Option<(Instant, FetchFault)>,
}

/// A reading and how it can be renewed.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Kept {
    pub reading: FeedReading,
    pub window: Interval,
    /// When the server last said that this is what it has.
    pub read_at: Instant,
    /// The least time between two fetches that the feed asks for, in seconds.
    pub refresh: Option<i64>,
    pub etag: Option<String>,
    pub last_modified: Option<Instant>,
}

/// That a feed was refused for its details: enough to leave its server in peace for as long as it asks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Refused {
    /// When its server last said so.
    pub read_at: Instant,
    /// As in [`Kept::refresh`].
    pub refresh: Option<i64>,
}

/// The folder of a workspace.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    pub key: CacheKey,
}

/// The workspace's key; its `Debug` hides it.
#[derive(Clone, Copy)]
pub(super) struct CacheKey(pub HashKey);

impl std::fmt::Debug for CacheKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CacheKey(..)")
    }
}

impl Cache {
    /// Opens the folder of a workspace; it is made where it is missing, with a key of its own.
    pub fn open(workspace: &Path) -> io::Result<Cache> {
        let folder = workspace.join(FOLDER);
        match fs::create_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        // A link would have us change the rights of another folder and remove files there.
        if !fs::symlink_metadata(&folder)?.is_dir() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        only_for_owner(&folder)?;
        let key = CacheKey(key(&folder.join(KEY))?);
        Ok(Cache { folder, key })
    }

    /// What is kept of a feed, made from the same address under the same settings.
    pub fn load(&self, id: &str, made_of: &str) -> Option<Entry> {
        let bytes = super::files::read(&self.path(id), LARGEST).ok()?;
        stored::decode(&serde_json::from_slice(&bytes).ok()?, &self.mark(made_of))
    }

    pub fn store(&self, id: &str, made_of: &str, entry: &Entry) -> io::Result<()> {
        let text = stored::encode(entry, &self.mark(made_of)).to_string();
        write_private(&self.path(id), text.as_bytes())
    }

    /// Removes what is kept of feeds that are no longer there.
    pub fn keep_only(&self, ids: &[&str]) -> io::Result<()> {
        let wanted: Vec<PathBuf> = ids.iter().map(|id| self.path(id)).collect();
        for file in fs::read_dir(&self.folder)? {
            let path = file?.path();
            if is_ours(&path) && !wanted.contains(&path) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    fn path(&self, id: &str) -> PathBuf {
        let name = self.mark(&format!("id\0{id}"));
        self.folder.join(format!("{name}.json"))
    }

    fn mark(&self, text: &str) -> String {
        hex(self.key.0.uid(text.as_bytes()).0)
    }
}

/// Whether a file is named as [`Cache::path`] names it.
fn is_ours(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let stem = name.and_then(|name| name.strip_suffix(".json"));
    stem.is_some_and(|stem| stem.len() == 32 && unhex(stem).is_some())
}

#[cfg(unix)]
fn only_for_owner(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

/// Elsewhere the folder inherits who may read it from the one that it is in.
#[cfg(not(unix))]
fn only_for_owner(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The workspace's key, drawn where there is none. Of two runs that draw one at the same time the first to write it wins.
fn key(path: &Path) -> io::Result<HashKey> {
    if let Some(key) = read_key(path) {
        return Ok(key);
    }
    let drawn = fresh_key();
    let text = hex(u128::from_be_bytes(drawn.0)) + "\n";
    let waiting = path.with_extension(format!("{}.new", std::process::id()));
    write_private(&waiting, text.as_bytes())?;
    // A link is refused where there is a file; one that is no key is replaced.
    let linked = match path.exists() {
        true => Err(io::Error::from(io::ErrorKind::AlreadyExists)),
        false => fs::hard_link(&waiting, path),
    };
    if linked.is_ok() {
        fs::remove_file(&waiting)?;
        return Ok(drawn);
    }
    if let Some(key) = read_key(path) {
        fs::remove_file(&waiting)?;
        return Ok(key);
    }
    fs::rename(&waiting, path)?;
    Ok(drawn)
}

fn read_key(path: &Path) -> Option<HashKey> {
    let text = super::files::read(path, 64).ok()?;
    let text = std::str::from_utf8(&text).ok()?.trim();
    let number = (text.len() == 32).then(|| unhex(text))??;
    Some(HashKey(number.to_be_bytes()))
}

/// A key for hashing identifiers that no other run shares.
pub fn fresh_key() -> HashKey {
    let random = || RandomState::new().build_hasher().finish().to_le_bytes();
    let (low, high) = (random(), random());
    let mut key = [0; 16];
    key[..8].copy_from_slice(&low);
    key[8..].copy_from_slice(&high);
    HashKey(key)
}

fn hex(number: u128) -> String {
    format!("{number:032x}")
}

fn unhex(text: &str) -> Option<u128> {
    u128::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::stored::{decode, encode};
    use super::*;
    use crate::model::{
        BusyKind, BusyPeriod, Doubt, DoubtReason, DropReason, EventHash, Excess, FeedHorizon,
        FeedWarning, WarningCode,
    };
    use serde_json::{Value, json};

    fn at(text: &str) -> Instant {
        Instant::parse_rfc3339(text).expect("an instant")
    }

    fn entry() -> Entry {
        let hour = |from: &str| {
            Interval::new(at(from), at(from).plus(3600)).expect("an hour is not empty")
        };
        let reading = FeedReading {
            periods: vec![BusyPeriod {
                interval: hour("2026-12-01T09:00:00Z"),
                kind: BusyKind::Away,
                event: EventHash(u128::MAX),
                uid: EventHash(7),
            }],
            horizon: FeedHorizon {
                freebusy_start: Some(at("2026-11-01T00:00:00Z")),
                freebusy_end: None,
                last_fixed: Some(at("2027-01-01T00:00:00Z")),
            },
            doubts: vec![Doubt {
                interval: hour("2026-12-02T09:00:00Z"),
                reason: DoubtReason::CutOff,
            }],
            free_days: vec![hour("2026-12-03T00:00:00Z")],
            hours_stated: vec![hour("2026-12-04T00:00:00Z")],
            available: vec![hour("2026-12-05T00:00:00Z")],
            warnings: vec![FeedWarning {
                line: 12,
                property: Some("RRULE"),
                code: WarningCode::UnreadableRule,
            }],
            kept: 3,
            dropped: [(DropReason::Cancelled, 2)].into(),
            excess: Excess {
                titles: 1,
                descriptions: 2,
                places: 3,
                people: 4,
            },
        };
        Entry {
            kept: Some(Kept {
                reading,
                window: Interval::new(at("2026-09-24T09:00:00Z"), at("2029-01-31T09:00:00Z"))
                    .expect("a window"),
                read_at: at("2026-11-23T09:00:00Z"),
                refresh: Some(3600),
                etag: Some("\"1\"".to_owned()),
                last_modified: None,
            }),
            refused: Some(Refused {
                read_at: at("2026-11-23T09:00:00Z"),
                refresh: Some(60),
            }),
            pause: Some((at("2026-11-23T09:02:00Z"), FetchFault::TimedOut)),
        }
    }

    #[test]
    fn what_is_stored_is_loaded_and_by_nobody_else() {
        let workspace = tempfile::tempdir().expect("a folder");
        let cache = Cache::open(workspace.path()).expect("a cache");
        assert_eq!(cache.load("ana", "here"), None);
        cache.store("ana", "here", &entry()).expect("stored");
        let again = Cache::open(workspace.path()).expect("a cache");
        assert_eq!(again.load("ana", "here"), Some(entry()));
        assert_eq!(again.load("ana", "elsewhere"), None);
        assert_eq!(again.load("bob", "here"), None);
        again
            .store("bob", "here", &Entry::default())
            .expect("stored");
        again.keep_only(&["bob"]).expect("removed");
        assert_eq!(again.load("ana", "here"), None);
        assert_eq!(again.load("bob", "here"), Some(Entry::default()));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_what_is_kept() {
        use std::os::unix::fs::PermissionsExt;
        let workspace = tempfile::tempdir().expect("a folder");
        let cache = Cache::open(workspace.path()).expect("a cache");
        cache.store("ana", "here", &entry()).expect("stored");
        let mode = |path: &Path| {
            let data = fs::metadata(path).expect("there");
            data.permissions().mode() & 0o777
        };
        assert_eq!(mode(&cache.folder), 0o700);
        let files: Vec<_> = fs::read_dir(&cache.folder).expect("a folder").collect();
        assert_eq!(files.len(), 2);
        for file in files {
            let file = file.expect("a file");
            assert_eq!(mode(&file.path()), 0o600);
            let name = file.file_name().to_string_lossy().into_owned();
            assert!(!name.contains("ana"), "{name}");
        }
    }

    /// Whatever property the reader warns about is still named when the warning comes back; nothing else can be.
    #[test]
    fn properties_keep_their_names() {
        use crate::ics::read::property_name;
        for name in [
            "RRULE",
            "PRODID",
            "TZID",
            "RECURRENCE-ID",
            "X-APPLE-TRAVEL-DURATION",
        ] {
            assert_eq!(property_name(name), Some(name));
        }
        for name in ["", "A TITLE", "SUMMARY2", "X-MICROSOFT-CDO-IMPORTANCE"] {
            assert_eq!(property_name(name), None, "{name}");
        }
    }

    /// A file that is cut anywhere, or in which anything has another type, counts as none and ends nothing.
    #[test]
    fn spoilt_files_count_as_none() {
        let text = encode(&entry(), "mark").to_string();
        for end in 0..text.len() {
            let value: Option<Value> = serde_json::from_str(&text[..end]).ok();
            assert_eq!(
                value.and_then(|value| decode(&value, "mark")),
                None,
                "{end}"
            );
        }
        let whole: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(decode(&whole, "mark"), Some(entry()));
        assert_eq!(decode(&whole, "other"), None);
        let mut spoilt = 0;
        for wrong in [json!(-1), json!("x"), json!([1]), json!({}), json!(true)] {
            for path in paths(&whole) {
                let mut value = whole.clone();
                *value.pointer_mut(&path).expect("a place") = wrong.clone();
                // What a wrong value there means is ours to say only where it is the same entry or none.
                let read = decode(&value, "mark");
                spoilt += usize::from(read.is_none());
            }
        }
        assert!(spoilt > 100, "{spoilt}");
    }

    /// Every place in a value.
    fn paths(value: &Value) -> Vec<String> {
        let mut open = vec![(String::new(), value)];
        let mut found = Vec::new();
        while let Some((path, value)) = open.pop() {
            match value {
                Value::Object(map) => {
                    open.extend(
                        map.iter()
                            .map(|(key, value)| (format!("{path}/{key}"), value)),
                    );
                }
                Value::Array(items) => {
                    let numbered = items.iter().enumerate();
                    open.extend(numbered.map(|(at, value)| (format!("{path}/{at}"), value)));
                }
                _ => {}
            }
            found.push(path);
        }
        found
    }

    #[test]
    fn a_spoilt_key_is_drawn_anew_and_a_good_one_stays() {
        let workspace = tempfile::tempdir().expect("a folder");
        let first = Cache::open(workspace.path()).expect("a cache");
        let same = Cache::open(workspace.path()).expect("a cache");
        assert_eq!(first.key.0.0, same.key.0.0);
        fs::write(first.folder.join(KEY), "no key").expect("written");
        let other = Cache::open(workspace.path()).expect("a cache");
        assert_ne!(first.key.0.0, other.key.0.0);
        let again = Cache::open(workspace.path()).expect("a cache");
        assert_eq!(again.key.0.0, other.key.0.0);
    }
}
