//! `feeds.secret.toml`: where the feeds live that are no files, and in whose name they are asked for.
//!
//! ```toml
//! [feeds.ana-work]
//! url = "https://…"
//! ```
//! Relies on the environment as a value, for passwords that are kept elsewhere. No fault quotes anything that stands here,
//! because any of it may be a password in the wrong place; file, line and key are enough to find it. Asking is left to `edge`.

use super::columns::{Column, Columns};
use super::dates::date;
use super::fault::{FaultKind, Sink, Spot, Warning, WarningKind};
use super::scalar::{id, yes_no};
use super::table::{Entry, Row, Value};
use super::toml_table::read_document;
use super::{Fault, Files};
use crate::model::{FeedAddress, FeedSource, Secret, SourceKind};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The file's name.
pub const SECRETS_FILE: &str = "feeds.secret.toml";

const KEYS: &[Column] = &[
    Column {
        name: "url",
        synonyms: &["address", "link"],
    },
    Column {
        name: "url_env",
        synonyms: &[],
    },
    Column {
        name: "kind",
        synonyms: &["type"],
    },
    Column {
        name: "user",
        synonyms: &["username", "login"],
    },
    Column {
        name: "password",
        synonyms: &["pass"],
    },
    Column {
        name: "password_env",
        synonyms: &[],
    },
    Column {
        name: "ca",
        synonyms: &["certificate"],
    },
    Column {
        name: "allow_private",
        synonyms: &[],
    },
    Column {
        name: "known_until",
        synonyms: &[],
    },
];

/// What is wrong with an entry. The variants hold no text out of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryFault {
    NotToml,
    NotATable,
    NotAnId,
    NoAddress,
    TwoAddresses,
    NotAnAddress,
    NoKind,
    NoText,
    NoYesNo,
    NoDate,
    NoUser,
    TwoPasswords,
    PlainPassword,
    CaOutside,
}

impl fmt::Display for EntryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            EntryFault::NotToml => {
                "not TOML from here on; write [feeds.<name>] and below it lines such as url = \"https://…\""
            }
            EntryFault::NotATable => "not an entry; write [feeds.<name>] and below it url = \"https://…\"",
            EntryFault::NotAnId => {
                "the name after `feeds.` is not a short name; use letters, digits, hyphens and dots, such as [feeds.ana-work]"
            }
            EntryFault::NoAddress => "the entry has no address; add url = \"https://…\", or url_env with the name of a variable",
            EntryFault::TwoAddresses => "both url and url_env are there; keep one of the two",
            EntryFault::NotAnAddress => {
                "not a web address; copy the whole link, which begins with https:// or webcal://"
            }
            EntryFault::NoKind => "kind is neither ics nor caldav; write one of the two",
            EntryFault::NoText => "the value must be a text in quotes",
            EntryFault::NoYesNo => "the value is neither true nor false; write one of the two",
            EntryFault::NoDate => "the value is not a date; write known_until = 2026-12-31",
            EntryFault::NoUser => "there is a password and no user; add user",
            EntryFault::TwoPasswords => "both password and password_env are there; keep one of the two",
            EntryFault::PlainPassword => {
                "a password would travel unencrypted over http; write https, or allow_private = true for a server on the spot"
            }
            EntryFault::CaOutside => "ca must name a file inside this folder; copy the certificate here",
        })
    }
}

/// The variables of the environment. Any of them may be a password.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Environment(pub BTreeMap<String, Secret>);

/// One entry as written.
#[derive(Clone, PartialEq, Debug, Default)]
struct Stated {
    address: Option<FeedAddress>,
    url_env: Option<Secret>,
    kind: Option<SourceKind>,
    user: Option<Secret>,
    password: Option<Secret>,
    password_env: Option<Secret>,
    ca: Option<String>,
    allow_private: bool,
    known_until: Option<NaiveDate>,
}

/// Where feeds live, by id.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FeedSources {
    entries: BTreeMap<String, Stated>,
    environment: Environment,
    /// Entries that are at fault themselves, so that whoever names one is not blamed for it.
    at_fault: BTreeSet<String>,
    /// There is such a file: what it does not name is a mistake. Without one the secrets are simply not on this computer.
    pub is_there: bool,
    /// False where the file could not be read, so that what it should have held is not missed.
    pub is_complete: bool,
}

impl FeedSources {
    /// The ids of the file, sorted.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Whether there is an entry of this id, be it at fault, or the environment has its address.
    pub fn names(&self, id: &str) -> bool {
        self.at_fault.contains(id) || self.get(id).is_some()
    }

    /// Whether any feed may live on a server.
    pub fn is_in_use(&self) -> bool {
        let names_address =
            |name: &String| name.starts_with("QUORATE_FEED_") && name.ends_with("_URL");
        !self.entries.is_empty() || self.environment.0.keys().any(names_address)
    }

    /// Where a feed lives: its entry, with what `QUORATE_FEED_<ID>_URL`, `_USER` and `_PASSWORD` say instead. `None` for an id
    /// that neither names.
    pub fn get(&self, id: &str) -> Option<FeedSource> {
        let variable = |end: &str| self.environment.0.get(&variable_name(id, end)).cloned();
        let url = variable("URL");
        let stated = match self.entries.get(id) {
            Some(stated) => stated.clone(),
            None => url.as_ref().map(|_| Stated::default())?,
        };
        let of_environment = |name: &Secret| self.environment.0.get(name.expose()).cloned();
        let parse = |text: Secret| FeedAddress::parse(text.expose());
        let (address, credentials) = match (url, stated.address, stated.url_env) {
            (Some(url), ..) => parse(url),
            (None, Some(address), _) => Some((address, None)),
            (None, None, Some(name)) => of_environment(&name).and_then(parse),
            (None, None, None) => None,
        }
        .map_or((None, None), |(address, credentials)| {
            (Some(address), credentials)
        });
        let (url_user, url_password) = credentials.unzip();
        let named = stated.password_env.as_ref().map(of_environment);
        let password = variable("PASSWORD").or_else(|| named.clone().flatten());
        let lacks_password = named == Some(None) && password.is_none();
        let shape = |address: &FeedAddress| match address.looks_like_collection() {
            true => SourceKind::CalDav,
            false => SourceKind::Ics,
        };
        Some(FeedSource {
            kind: stated
                .kind
                .or_else(|| address.as_ref().map(shape))
                .unwrap_or(SourceKind::Ics),
            address: address.filter(|_| !lacks_password),
            user: variable("USER").or(stated.user).or(url_user),
            password: password.or(stated.password).or(url_password),
            ca: stated.ca,
            allow_private: stated.allow_private,
            known_until: stated.known_until,
        })
    }
}

/// `QUORATE_FEED_ANA_WORK_URL` for `ana-work`.
fn variable_name(id: &str, end: &str) -> String {
    let fold = |c: char| match c.is_ascii_alphanumeric() {
        true => c.to_ascii_uppercase(),
        false => '_',
    };
    let id: String = id.chars().map(fold).collect();
    format!("QUORATE_FEED_{id}_{end}")
}

/// The addresses of a workspace, or everything that is wrong with them.
pub fn read_feed_sources(files: &Files) -> Result<(FeedSources, Vec<Warning>), Vec<Fault>> {
    let mut sink = Sink::default();
    let sources = read(files, &mut sink);
    sink.finish(Some(sources))
}

pub(super) fn read(files: &Files, sink: &mut Sink) -> FeedSources {
    let bytes = files.tables.get(SECRETS_FILE);
    let mut sources = FeedSources {
        entries: BTreeMap::new(),
        environment: files.environment.clone(),
        at_fault: BTreeSet::new(),
        is_there: bytes.is_some(),
        is_complete: true,
    };
    let Some(bytes) = bytes else { return sources };
    // What the reader of TOML says of a fault may quote it.
    let mut raw = Sink::default();
    let document = read_document(SECRETS_FILE, bytes, &mut raw);
    for fault in raw.faults {
        let spot = Spot {
            file: SECRETS_FILE.into(),
            place: fault.place,
        };
        sink.fault(&spot, FaultKind::FeedEntry(EntryFault::NotToml));
    }
    sources.is_complete = document.is_some();
    for entry in document.unwrap_or_default() {
        match (entry.key.as_str(), &entry.field.value) {
            // The mail server's login is read by `mail`.
            ("format" | "mail", _) => {}
            ("feeds" | "feed", Value::Table(entries)) => {
                for entry in entries {
                    take(entry, &mut sources, sink);
                }
            }
            _ => {
                sources.at_fault.insert(entry.key.clone());
                let what = FaultKind::FeedEntry(EntryFault::NotATable);
                sink.fault(&entry.field.spot, what);
            }
        }
    }
    sources
}

fn take(entry: &Entry, sources: &mut FeedSources, sink: &mut Sink) {
    let spot = &entry.field.spot;
    let Value::Table(fields) = &entry.field.value else {
        sources.at_fault.insert(entry.key.clone());
        return sink.fault(spot, FaultKind::FeedEntry(EntryFault::NotATable));
    };
    let Ok(name) = id(&entry.key) else {
        return sink.fault(spot, FaultKind::FeedEntry(EntryFault::NotAnId));
    };
    let row = Row::new(spot.clone(), fields.clone(), &Columns::new(KEYS), sink);
    for other in &row.others {
        // Even a key may be a password that somebody put in the wrong place.
        let column = "…".to_owned();
        sink.warn(&other.field.spot, WarningKind::UnknownColumn { column });
    }
    match entry_of(&row, sink) {
        Some(stated) => drop(sources.entries.insert(name, stated)),
        None => drop(sources.at_fault.insert(name)),
    }
}

/// One key of an entry, read without quoting it where it is wrong.
pub(super) fn value<T>(
    row: &Row,
    key: &str,
    fault: EntryFault,
    sink: &mut Sink,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let field = row.get(key)?;
    let found = match &field.value {
        Value::Text(text) => parse(text),
        _ => None,
    };
    if found.is_none() {
        sink.fault(&field.spot, FaultKind::FeedEntry(fault));
    }
    found
}

fn entry_of(row: &Row, sink: &mut Sink) -> Option<Stated> {
    let before = sink.faults.len();
    let text = |text: &str| Some(Secret::new(text));
    let (mut address, mut credentials) = (None, None);
    if let Some((found, inside)) = value(
        row,
        "url",
        EntryFault::NotAnAddress,
        sink,
        FeedAddress::parse,
    ) {
        (address, credentials) = (Some(found), inside);
    }
    let (url_user, url_password) = credentials.unzip();
    let scheme_kind = match row.get("url").map(|field| &field.value) {
        Some(Value::Text(text)) if text.to_ascii_lowercase().starts_with("caldav") => {
            Some(SourceKind::CalDav)
        }
        _ => None,
    };
    let kind = value(row, "kind", EntryFault::NoKind, sink, |text| {
        match text.to_ascii_lowercase().as_str() {
            "ics" | "ical" | "file" => Some(SourceKind::Ics),
            "caldav" => Some(SourceKind::CalDav),
            _ => None,
        }
    });
    let stated = Stated {
        address,
        url_env: value(row, "url_env", EntryFault::NoText, sink, text),
        kind: kind.or(scheme_kind),
        user: value(row, "user", EntryFault::NoText, sink, text).or(url_user),
        password: value(row, "password", EntryFault::NoText, sink, text).or(url_password),
        password_env: value(row, "password_env", EntryFault::NoText, sink, text),
        ca: value(row, "ca", EntryFault::CaOutside, sink, inside),
        allow_private: value(row, "allow_private", EntryFault::NoYesNo, sink, |text| {
            yes_no(text).ok()
        })
        .unwrap_or(false),
        known_until: value(row, "known_until", EntryFault::NoDate, sink, |text| {
            date(text).ok()
        }),
    };
    let mut fault = |key: &str, what| sink.fault(row.spot_of(key), FaultKind::FeedEntry(what));
    match (row.get("url"), row.get("url_env")) {
        (Some(_), Some(_)) => fault("url_env", EntryFault::TwoAddresses),
        (None, None) => fault("url", EntryFault::NoAddress),
        _ => {}
    }
    let has_password = stated.password.is_some() || stated.password_env.is_some();
    if row.get("password").is_some() && row.get("password_env").is_some() {
        fault("password_env", EntryFault::TwoPasswords);
    }
    if has_password && stated.user.is_none() {
        fault("password", EntryFault::NoUser);
    }
    let is_plain = stated.address.as_ref().is_some_and(|one| !one.is_https());
    if is_plain && has_password && !stated.allow_private {
        fault("url", EntryFault::PlainPassword);
    }
    (sink.faults.len() == before).then_some(stated)
}

/// A path that stays in its folder.
pub(super) fn inside(text: &str) -> Option<String> {
    let path = text.replace('\\', "/");
    let good = !path.starts_with('/')
        && !path.contains(':')
        && path.split('/').all(|part| !part.is_empty() && part != "..");
    good.then_some(path)
}
