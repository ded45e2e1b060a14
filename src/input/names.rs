//! From what people write to what is meant: roles, contacts, venues, calendars, agencies.
//!
//! An id counts first, in any case of letters; then names and synonyms, without spaces and punctuation. What fits
//! nothing or several is told with the nearest ids. Which table a reference belongs to is the readers' business.

use super::columns::fold;
use super::fault::{FaultKind, Thing};
use crate::model::{
    Answerer, CalendarId, Contact, ContactId, Role, RoleGroup, RoleId, Venue, VenueId,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// One table's ids and names.
#[derive(Clone, Debug)]
pub(super) struct Index<T> {
    ids: BTreeMap<String, T>,
    names: BTreeMap<String, BTreeSet<T>>,
    /// As written, for messages; in the order in which they were added.
    shown: Vec<String>,
    asked: Asked,
}

/// How often the nearest of many ids were looked for. Where a whole table is wrong, the first rows tell it, and comparing every row's
/// reference with every id would take minutes.
#[derive(Default, Debug)]
pub(super) struct Asked(AtomicU32);

impl Clone for Asked {
    /// Another list of ids is asked anew.
    fn clone(&self) -> Asked {
        Asked::default()
    }
}

impl Asked {
    const MOST: u32 = 100;

    /// Those of `ids` that look most like `text`; nothing once that was asked too often.
    pub fn nearest<'a>(&self, text: &str, ids: impl Iterator<Item = &'a str>) -> String {
        match self.0.fetch_add(1, Ordering::Relaxed) < Asked::MOST {
            true => nearest(text, ids),
            false => String::new(),
        }
    }
}

/// What a written reference fits.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Match<T> {
    One(T),
    Several(Vec<T>),
    None,
}

impl<T: Copy + Ord> Index<T> {
    pub fn new() -> Index<T> {
        Index {
            ids: BTreeMap::new(),
            names: BTreeMap::new(),
            shown: Vec::new(),
            asked: Asked::default(),
        }
    }

    pub fn add<'a>(&mut self, id: &'a str, names: impl IntoIterator<Item = &'a str>, value: T) {
        self.ids.insert(id.to_lowercase(), value);
        self.shown.push(id.to_owned());
        for name in names.into_iter().chain([id]) {
            let name = fold(name);
            if !name.is_empty() {
                self.names.entry(name).or_default().insert(value);
            }
        }
    }

    pub fn find(&self, text: &str) -> Match<T> {
        if let Some(value) = self.ids.get(&text.to_lowercase()) {
            return Match::One(*value);
        }
        let found = self.names.get(&fold(text));
        match found.map(|set| set.iter().copied().collect::<Vec<T>>()) {
            None => Match::None,
            Some(one) if one.len() == 1 => Match::One(one[0]),
            Some(several) => Match::Several(several),
        }
    }

    /// The value, where the text fits exactly one.
    pub fn one(&self, text: &str) -> Option<T> {
        match self.find(text) {
            Match::One(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the text is a name rather than an id.
    pub fn is_only_a_name(&self, text: &str) -> bool {
        let folded = fold(text);
        self.names.contains_key(&folded) && !self.ids.keys().any(|id| fold(id) == folded)
    }

    pub fn choices(&self, text: &str) -> String {
        let ids = self.shown.iter().map(String::as_str);
        self.asked.nearest(text, ids)
    }
}

/// The ids that look most like `text`, nearest first, for "write one of".
pub(super) fn nearest<'a>(text: &str, ids: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 4;
    let wanted = fold(text);
    let mut ranked: Vec<(usize, &str)> = ids.map(|id| (distance(&wanted, &fold(id)), id)).collect();
    ranked.sort_unstable();
    ranked.dedup();
    let mut shown: Vec<&str> = ranked.iter().take(SHOWN).map(|(_, id)| *id).collect();
    if ranked.len() > SHOWN {
        shown.push("…");
    }
    shown.join(", ")
}

/// The same count between two texts as they are compared: the smaller, the more alike.
pub(super) fn likeness(a: &str, b: &str) -> usize {
    distance(&fold(a), &fold(b))
}

/// How many letters must be put in, left out or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(100).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().take(100).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let change = diagonal + usize::from(left != *right);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// Roles and groups of roles by name.
#[derive(Debug)]
pub(super) struct RoleNames {
    roles: Index<RoleId>,
    groups: Index<u32>,
    members: Vec<Vec<RoleId>>,
    ids: Vec<String>,
    kinds: Vec<String>,
}

impl RoleNames {
    pub fn new(roles: &[Role], groups: &[RoleGroup]) -> RoleNames {
        let mut names = RoleNames {
            roles: Index::new(),
            groups: Index::new(),
            members: groups.iter().map(|group| group.members.clone()).collect(),
            ids: roles.iter().map(|role| role.id.clone()).collect(),
            kinds: roles.iter().map(|role| role.kind.clone()).collect(),
        };
        for (role, id) in roles.iter().zip(0..) {
            let others = role.synonyms.iter().chain([&role.name]);
            names
                .roles
                .add(&role.id, others.map(String::as_str), RoleId(id));
        }
        for (group, id) in groups.iter().zip(0..) {
            names.groups.add(&group.id, [], id);
        }
        names
    }

    /// One role. Of several that are meant by the text, the one whose holders belong to `kind` as a rule.
    pub fn role(&self, text: &str, kind: Option<&str>) -> Result<RoleId, FaultKind> {
        let several = match self.roles.find(text) {
            Match::One(role) => return Ok(role),
            Match::Several(several) => several,
            Match::None => {
                return Err(FaultKind::Unknown {
                    thing: Thing::Role,
                    text: text.to_owned(),
                    home: "the built-in roles or quorate.toml",
                    choices: self.roles.choices(text),
                });
            }
        };
        let fits = |role: &&RoleId| kind == Some(self.kinds[role.index()].as_str());
        let mut fitting = several.iter().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(one), None) => Ok(*one),
            _ => Err(FaultKind::Ambiguous {
                thing: Thing::Role,
                text: text.to_owned(),
                choices: several
                    .iter()
                    .map(|role| self.ids[role.index()].as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            }),
        }
    }

    /// One role, or the members of a group.
    pub fn roles(&self, text: &str) -> Result<Vec<RoleId>, FaultKind> {
        match self.groups.one(text) {
            Some(group) => Ok(self.members[group as usize].clone()),
            None => Ok(vec![self.role(text, None)?]),
        }
    }

    /// What output calls the role or group that is written `text`.
    pub fn id(&self, text: &str, roles: &[RoleId]) -> String {
        match (self.groups.one(text), roles) {
            (None, [role]) => self.ids[role.index()].clone(),
            _ => text.to_lowercase().replace(' ', "-"),
        }
    }

    pub fn is_role(&self, text: &str) -> bool {
        self.groups.one(text).is_some() || self.roles.one(text).is_some()
    }
}

/// Everything that a meeting or an answer may refer to.
#[derive(Debug)]
pub(super) struct Names {
    pub roles: Arc<RoleNames>,
    pub contacts: Index<ContactId>,
    pub venues: Index<VenueId>,
    /// False where the table could not be read, so that its rows are not missed.
    pub people_complete: bool,
    pub venues_complete: bool,
}

impl Names {
    pub fn new(roles: impl Into<Arc<RoleNames>>, contacts: &[Contact], venues: &[Venue]) -> Names {
        let mut names = Names {
            roles: roles.into(),
            contacts: Index::new(),
            venues: Index::new(),
            people_complete: true,
            venues_complete: true,
        };
        for (contact, id) in contacts.iter().zip(0..) {
            names
                .contacts
                .add(&contact.id, [contact.name.as_str()], ContactId(id));
        }
        names.venues = venue_index(venues.iter().map(|venue| (&*venue.id, &*venue.name)));
        names
    }

    /// `Ok(None)` = cannot be told because the table is not readable.
    pub fn contact(&self, text: &str) -> Result<Option<ContactId>, FaultKind> {
        let (thing, text) = (Thing::Contact, text.to_owned());
        match self.contacts.find(&text) {
            Match::One(contact) => Ok(Some(contact)),
            Match::Several(several) => {
                let ids = several.iter().map(|id| &*self.contacts.shown[id.index()]);
                let choices = ids.collect::<Vec<_>>().join(", ");
                Err(FaultKind::Ambiguous {
                    thing,
                    text,
                    choices,
                })
            }
            Match::None if self.people_complete => Err(FaultKind::Unknown {
                choices: self.contacts.choices(&text),
                thing,
                text,
                home: "the people table",
            }),
            Match::None => Ok(None),
        }
    }

    /// Whoever can have been asked: somebody of the people table, else the room of that id or name.
    pub fn asked(&self, text: &str) -> Result<Option<Answerer>, FaultKind> {
        match (self.contact(text), self.venues.one(text)) {
            (Ok(None) | Err(FaultKind::Unknown { .. }), Some(venue)) => {
                Ok(Some(Answerer::Venue(venue)))
            }
            (found, _) => found.map(|contact| contact.map(Answerer::Contact)),
        }
    }

    pub fn venue(&self, text: &str) -> Result<Option<VenueId>, FaultKind> {
        match self.venues.one(text) {
            None if self.venues_complete => Err(unknown_venue(text, &self.venues)),
            found => Ok(found),
        }
    }
}

/// Venues by id and name; ids are given in the order of the pairs.
pub(super) fn venue_index<'a>(venues: impl Iterator<Item = (&'a str, &'a str)>) -> Index<VenueId> {
    let mut index = Index::new();
    for ((id, name), number) in venues.zip(0..) {
        index.add(id, [name], VenueId(number));
    }
    index
}

pub(super) fn unknown_venue(text: &str, venues: &Index<VenueId>) -> FaultKind {
    FaultKind::Unknown {
        thing: Thing::Venue,
        text: text.to_owned(),
        home: "the venues table",
        choices: venues.choices(text),
    }
}

pub(super) fn unknown_calendar(text: &str, calendars: &Index<CalendarId>) -> FaultKind {
    FaultKind::Unknown {
        thing: Thing::Calendar,
        text: text.to_owned(),
        home: "quorate.toml",
        choices: calendars.choices(text),
    }
}
