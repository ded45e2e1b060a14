//! A bare folder of feeds `<agency>/<role>.<name>.ics`: everybody in it is this case's team.

use super::Files;
use super::fault::{FaultKind, Sink, Spot, WarningKind};
use super::names::RoleNames;
use super::people::{People, agency_id, feed_stem, kind_as_agency};
use super::roles::{Catalogue, counts_by_default};
use crate::model::{
    Agency, AgencyId, Buffer, Contact, ContactKind, Details, Disclosure, FeedRef, RoleId,
};
use std::collections::BTreeMap;

/// One contact in the making.
struct Found {
    role: RoleId,
    /// Folder, as an id; `None` for a file that lies loose.
    agency: Option<String>,
    /// `<role>.<name>`.
    id: String,
    name: String,
    feeds: Vec<String>,
}

/// Makes contacts and agencies of the feeds' file names; roles that are not known are added to the catalogue.
pub(super) fn read(files: &Files, catalogue: &mut Catalogue, sink: &mut Sink) -> People {
    let mut names = catalogue.names();
    let mut found: BTreeMap<(Option<String>, String), Found> = BTreeMap::new();
    let mut feeds: Vec<&String> = files.feeds.iter().collect();
    feeds.sort_unstable();
    for path in feeds {
        let (folder, name) = match path.rsplit_once('/') {
            Some((folder, name)) => (Some(folder), name),
            None => (None, path.as_str()),
        };
        let Some(stem) = feed_stem(name) else {
            continue;
        };
        let parts = stem
            .split_once('.')
            .map(|(role, name)| (slug(role), slug(name)))
            .filter(|(role, name)| !role.is_empty() && !name.is_empty());
        let Some((role, person)) = parts else {
            sink.fault(&Spot::file(path), FaultKind::NoRoleInFileName);
            continue;
        };
        let agency = folder.map(slug).filter(|slug| !slug.is_empty());
        let id = format!("{role}.{person}");
        let key = (agency.clone(), id.clone());
        if let Some(known) = found.get_mut(&key) {
            known.feeds.push(path.clone());
            continue;
        }
        let Some(role) = role_of(path, &role, agency.as_deref(), catalogue, &mut names, sink)
        else {
            continue;
        };
        let contact = Found {
            role,
            agency,
            id,
            name: title(&person),
            feeds: vec![path.clone()],
        };
        found.insert(key, contact);
    }
    if found.is_empty() && sink.faults.is_empty() {
        sink.fault(&Spot::file(&files.folder), FaultKind::NoFeeds);
    }
    people(found.into_values().collect(), catalogue)
}

/// The role that a file name gives; where the folder is a kind of agency it decides between several.
fn role_of(
    path: &str,
    role: &str,
    agency: Option<&str>,
    catalogue: &mut Catalogue,
    names: &mut RoleNames,
    sink: &mut Sink,
) -> Option<RoleId> {
    let kind = agency.and_then(|agency| catalogue.kind(agency));
    let kind = kind.map(|kind| kind.id.clone());
    match names.role(role, kind.as_deref()) {
        Ok(role) => Some(role),
        Err(FaultKind::Unknown { .. }) => {
            let spot = Spot::file(path);
            sink.warn(
                &spot,
                WarningKind::UnknownRole {
                    role: role.to_owned(),
                },
            );
            let kind = kind.as_deref().or(agency).unwrap_or(role);
            let added = catalogue.add_unknown(role, kind);
            *names = catalogue.names();
            Some(added)
        }
        Err(fault) => {
            sink.fault(&Spot::file(path), fault);
            None
        }
    }
}

fn people(found: Vec<Found>, catalogue: &Catalogue) -> People {
    let kind_of = |contact: &Found| catalogue.roles[contact.role.index()].kind.clone();
    let agency_of = |contact: &Found| contact.agency.clone().unwrap_or_else(|| kind_of(contact));
    let mut agencies: BTreeMap<String, Agency> = BTreeMap::new();
    for contact in &found {
        let id = agency_of(contact);
        // The folder's name where it is a kind; else what its first role says.
        let kind = catalogue.kind(&id);
        let agency = match kind {
            Some(kind) if kind.id == id => kind_as_agency(&kind.id, &kind.name),
            kind => {
                let kind = kind.map_or_else(|| kind_of(contact), |kind| kind.id.clone());
                Agency {
                    name: title(&id),
                    disclosure: Disclosure::default(),
                    details: Details::default(),
                    counts_as: None,
                    counts: counts_by_default(&kind),
                    kind,
                    id: id.clone(),
                }
            }
        };
        agencies.entry(id).or_insert(agency);
    }
    let agencies: Vec<Agency> = agencies.into_values().collect();
    let mut uses: BTreeMap<&str, u32> = BTreeMap::new();
    for contact in &found {
        *uses.entry(&contact.id).or_default() += 1;
    }
    let mut contacts: Vec<Contact> = found
        .iter()
        .map(|contact| {
            let agency = agency_of(contact);
            let id = if uses[contact.id.as_str()] > 1 {
                format!("{agency}.{}", contact.id)
            } else {
                contact.id.clone()
            };
            bare_contact(id, contact, agency_id(&agencies, &agency))
        })
        .collect();
    contacts.sort_by(|a, b| a.id.cmp(&b.id));
    People {
        spots: contacts
            .iter()
            .map(|contact| Spot::file(&contact.feeds[0].id))
            .collect(),
        agencies,
        contacts,
        complete: true,
        bases: Vec::new(),
    }
}

fn bare_contact(id: String, found: &Found, agency: AgencyId) -> Contact {
    let feed = |path: &String| FeedRef {
        id: path.clone(),
        known_until: None,
    };
    Contact {
        id,
        name: found.name.clone(),
        kind: ContactKind::Person,
        agency,
        roles: vec![found.role],
        email: None,
        phone: None,
        zone: None,
        pattern: None,
        calendars: Vec::new(),
        exceptions: Vec::new(),
        offers: Vec::new(),
        works_holidays: false,
        feeds: found.feeds.iter().map(feed).collect(),
        capacity: 1,
        daily_limit: None,
        weekly_limit: None,
        load: 0,
        buffer: Buffer::default(),
        mode: None,
        base: None,
        lead_working_days: 0,
        lengthens_minutes: 0,
        confidential: false,
    }
}

/// A file or folder name as an id: lower case, blanks as hyphens, nothing that an id may not have.
fn slug(name: &str) -> String {
    let spelled: String = name
        .trim()
        .to_lowercase()
        .chars()
        .map(|c| {
            if c.is_whitespace() || c == '/' {
                '-'
            } else {
                c
            }
        })
        .filter(|c| c.is_alphanumeric() || "-_.".contains(*c))
        .collect();
    spelled.trim_matches(['-', '_', '.']).to_owned()
}

/// `d-okafor` as a name: `D Okafor`.
fn title(slug: &str) -> String {
    let words = slug.split(['-', '_', '.']).filter(|word| !word.is_empty());
    let words: Vec<String> = words
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).collect()
        })
        .collect();
    words.join(" ")
}
