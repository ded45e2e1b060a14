//! What is kept of feeds between two runs: the reduced reading of each and what is needed to ask whether it still holds.
//!
//! The folder `.quorate/` of a workspace holds `key`, drawn once, and a file a feed. A file's name is a keyed hash of the feed's id;
//! inside stand times, kinds, counts, codes and keyed hashes: nothing of what a feed says about its events, and no address. Files can
//! be read by their owner only. A file that cannot be read, is of another format, or was made under other settings counts as none:
//! it is written anew when the feed is next fetched. When to fetch is left to `feeds`.

use super::write::write_private;
use crate::ics::read::HashKey;
use crate::model::{
    BusyKind, BusyPeriod, Doubt, DoubtReason, DropReason, EventHash, Excess, FeedHorizon,
    FeedReading, FeedWarning, FetchFault, WarningCode,
};
use crate::time::{Instant, Interval};
use serde_json::{Map, Value, json};
use std::collections::hash_map::RandomState;
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::path::{Path, PathBuf};

const FORMAT: &str = "quorate-cache/1";
const FOLDER: &str = ".quorate";
const KEY: &str = "key";
/// Larger files are not ours.
const LARGEST: usize = 512 << 20;

/// The properties that warnings may name; any other is kept without its name.
const PROPERTIES: [&str; 31] = [
    "BEGIN",
    "END",
    "UID",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "ATTENDEE",
    "ORGANIZER",
    "STATUS",
    "TRANSP",
    "SEQUENCE",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "EXRULE",
    "X-APPLE-TRAVEL-DURATION",
    "BUSYTYPE",
    "PRIORITY",
    "RECURRENCE-ID",
    "FREEBUSY",
    "TZID",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "METHOD",
    "X-WR-TIMEZONE",
    "VERSION",
];

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
        decode(&serde_json::from_slice(&bytes).ok()?, &self.mark(made_of))
    }

    pub fn store(&self, id: &str, made_of: &str, entry: &Entry) -> io::Result<()> {
        let text = encode(entry, &self.mark(made_of)).to_string();
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

fn encode(entry: &Entry, mark: &str) -> Value {
    json!({
        "format": FORMAT,
        "made_of": mark,
        "pause": entry.pause.map(|(until, why)| json!([until, why])),
        "refused": entry.refused.map(|Refused { read_at, refresh }| json!([read_at, refresh])),
        "kept": entry.kept.as_ref().map(|kept| json!({
            "read_at": kept.read_at,
            "window": encode_interval(kept.window),
            "refresh": kept.refresh,
            "etag": kept.etag,
            "last_modified": kept.last_modified,
            "reading": encode_reading(&kept.reading),
        })),
    })
}

/// `None` for whatever is not exactly what we write.
fn decode(value: &Value, mark: &str) -> Option<Entry> {
    let is_ours = value.get("format")? == FORMAT && value.get("made_of")? == mark;
    if !is_ours {
        return None;
    }
    let pause = optional(value.get("pause")?, |pause| {
        let why = FetchFault::ALL;
        Some((
            instant(pause.get(0)?)?,
            code(why, FetchFault::code, pause.get(1)?)?,
        ))
    })?;
    let refused = optional(value.get("refused")?, |refused| {
        Some(Refused {
            read_at: instant(refused.get(0)?)?,
            refresh: optional(refused.get(1)?, Value::as_i64)?,
        })
    })?;
    let kept = optional(value.get("kept")?, |kept| {
        Some(Kept {
            reading: decode_reading(kept.get("reading")?)?,
            window: interval(kept.get("window")?)?,
            read_at: instant(kept.get("read_at")?)?,
            refresh: optional(kept.get("refresh")?, Value::as_i64)?,
            etag: optional(kept.get("etag")?, |etag| Some(etag.as_str()?.to_owned()))?,
            last_modified: optional(kept.get("last_modified")?, instant)?,
        })
    })?;
    Some(Entry {
        kept,
        refused,
        pause,
    })
}

fn encode_reading(reading: &FeedReading) -> Value {
    // Taken apart whole, so that nothing which a reading comes to hold is forgotten here.
    let FeedReading {
        periods,
        horizon,
        doubts,
        free_days,
        hours_stated,
        available,
        warnings,
        kept,
        dropped,
        excess,
    } = reading;
    let FeedHorizon {
        freebusy_start,
        freebusy_end,
        last_fixed,
    } = horizon;
    let Excess {
        titles,
        descriptions,
        places,
        people,
    } = excess;
    let period = |period: &BusyPeriod| {
        let BusyPeriod {
            interval,
            kind,
            event,
            uid,
        } = period;
        json!([
            interval.start().0,
            interval.end().0,
            kind,
            hex(event.0),
            hex(uid.0)
        ])
    };
    let doubt = |doubt: &Doubt| {
        json!([
            doubt.interval.start().0,
            doubt.interval.end().0,
            doubt.reason
        ])
    };
    let warning = |warning: &FeedWarning| json!([warning.line, warning.property, warning.code]);
    let dropped: Map<String, Value> = dropped
        .iter()
        .map(|(reason, count)| (reason.code().to_owned(), json!(count)))
        .collect();
    json!({
        "periods": periods.iter().map(period).collect::<Vec<_>>(),
        "horizon": [freebusy_start, freebusy_end, last_fixed],
        "doubts": doubts.iter().map(doubt).collect::<Vec<_>>(),
        "free_days": encode_intervals(free_days),
        "hours_stated": encode_intervals(hours_stated),
        "available": encode_intervals(available),
        "warnings": warnings.iter().map(warning).collect::<Vec<_>>(),
        "kept": kept,
        "dropped": dropped,
        "excess": [titles, descriptions, places, people],
    })
}

fn decode_reading(value: &Value) -> Option<FeedReading> {
    let horizon = value.get("horizon")?;
    let moment = |at: usize| optional(horizon.get(at)?, instant);
    let excess = value.get("excess")?;
    let count = |at: usize| small(excess.get(at)?);
    let dropped = value.get("dropped")?.as_object()?;
    Some(FeedReading {
        periods: list(value.get("periods")?, |period| {
            Some(BusyPeriod {
                interval: interval(period)?,
                kind: code(BusyKind::ALL, BusyKind::code, period.get(2)?)?,
                event: EventHash(unhex(period.get(3)?.as_str()?)?),
                uid: EventHash(unhex(period.get(4)?.as_str()?)?),
            })
        })?,
        horizon: FeedHorizon {
            freebusy_start: moment(0)?,
            freebusy_end: moment(1)?,
            last_fixed: moment(2)?,
        },
        doubts: list(value.get("doubts")?, |doubt| {
            Some(Doubt {
                interval: interval(doubt)?,
                reason: code(DoubtReason::ALL, DoubtReason::code, doubt.get(2)?)?,
            })
        })?,
        free_days: list(value.get("free_days")?, interval)?,
        hours_stated: list(value.get("hours_stated")?, interval)?,
        available: list(value.get("available")?, interval)?,
        warnings: list(value.get("warnings")?, |warning| {
            let name = warning.get(1)?.as_str();
            Some(FeedWarning {
                line: small(warning.get(0)?)?,
                property: name.and_then(|name| PROPERTIES.into_iter().find(|one| *one == name)),
                code: code(WarningCode::ALL, WarningCode::code, warning.get(2)?)?,
            })
        })?,
        kept: small(value.get("kept")?)?,
        dropped: dropped
            .iter()
            .map(|(reason, count)| {
                let reason = DropReason::ALL.iter().find(|one| one.code() == reason)?;
                Some((*reason, small(count)?))
            })
            .collect::<Option<_>>()?,
        excess: Excess {
            titles: count(0)?,
            descriptions: count(1)?,
            places: count(2)?,
            people: count(3)?,
        },
    })
}

fn encode_intervals(intervals: &[Interval]) -> Vec<Value> {
    intervals.iter().copied().map(encode_interval).collect()
}

fn encode_interval(interval: Interval) -> Value {
    json!([interval.start().0, interval.end().0])
}

/// The first two of a list, in seconds.
fn interval(value: &Value) -> Option<Interval> {
    let seconds = |at: usize| {
        let seconds = value.get(at)?.as_i64()?;
        let range = Instant::MIN.0..=Instant::MAX.0;
        range.contains(&seconds).then_some(Instant(seconds))
    };
    Interval::new(seconds(0)?, seconds(1)?)
}

fn instant(value: &Value) -> Option<Instant> {
    Instant::parse_rfc3339(value.as_str()?)
}

fn small(value: &Value) -> Option<u32> {
    u32::try_from(value.as_u64()?).ok()
}

/// The outer `None` is a value that is wrong, the inner one a null.
fn optional<T>(value: &Value, read: impl FnOnce(&Value) -> Option<T>) -> Option<Option<T>> {
    match value {
        Value::Null => Some(None),
        value => read(value).map(Some),
    }
}

fn list<T>(value: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    value.as_array()?.iter().map(read).collect()
}

fn code<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, value: &Value) -> Option<T> {
    let wanted = value.as_str()?;
    all.iter().copied().find(|one| name(*one) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

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
