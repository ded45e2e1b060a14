//! Rule files: the embedded types of meetings, and what an authority says instead of them or beside them.
//!
//! ```text
//! bytes ──► toml_table ──► sections (policy, flags, anchors, sources, agendas)
//!                     └──► kind ──► time_rule, ground ──► whole (names of other rows) ──► adopt ──► RuleBook
//! ```
//! A file is laid upon a book and gives a new book. Of a known type it names only what differs: a single key takes the place of
//! the old one; lists merge by id, key by key, and `drop = true` takes a row out; `valid_from` or `valid_to` makes a row a version
//! beside the older ones. A new id is a new type, whole or extending another. Every fault of the file is collected, with line,
//! column, fact and fix. What the rules come to for a case is `review`'s business.

mod columns;
mod fault;
mod ground;
mod kind;
mod kind_people;
mod rows;
mod sections;
mod time_rule;
mod whole;

pub use fault::RuleFault;

use super::columns::fold;
use super::fault::{Fault, FaultKind, Sink, Spot, Thing, Warning};
use super::names::{Names, likeness};
use super::quorum::Scope;
use super::roles::Catalogue;
use super::table::{Entry, Row};
use super::toml_table::read_document;
use crate::model::rules::{MeetingType, RuleBook, Source};
use crate::model::{QuorumSpec, Role, RoleGroup, Workspace};
use columns::{MEETING_TYPE, SECTIONS};
use kind::{Ground, Placed};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The authority's own rules in a workspace.
pub const RULES_FILE: &str = "rules.toml";

const EMBEDDED: &str = include_str!("../../../rules/meeting-types.toml");

/// The rules that come with the program. They are read once.
pub fn embedded_rules() -> &'static RuleBook {
    static BOOK: OnceLock<RuleBook> = OnceLock::new();
    BOOK.get_or_init(|| {
        let mut sink = Sink::default();
        let catalogue = Catalogue::embedded(&mut sink);
        let base = RuleBook::default();
        let file = "rules/meeting-types.toml";
        let bytes = EMBEDDED.as_bytes();
        let book = read(file, bytes, &base, &catalogue, &BTreeSet::new(), &mut sink);
        let (book, _) = sink
            .finish(Some(book))
            .expect("the file is part of the program, and a test reads it");
        book
    })
}

/// The built-in roles and groups of roles.
pub fn embedded_roles() -> (Vec<Role>, Vec<RoleGroup>) {
    let catalogue = Catalogue::embedded(&mut Sink::default());
    (catalogue.roles, catalogue.groups)
}

/// An authority's rule file laid upon `base`. Roles are the built-in ones, or those of a workspace with what it adds.
pub fn read_rules(
    file: &str,
    bytes: &[u8],
    base: &RuleBook,
    workspace: Option<&Workspace>,
) -> Result<(RuleBook, Vec<Warning>), Vec<Fault>> {
    let mut sink = Sink::default();
    let (catalogue, kinds) = known_to(workspace);
    let book = read(file, bytes, base, &catalogue, &kinds, &mut sink);
    sink.finish(Some(book))
}

/// The quorum of each type that has one, by the id of the type, with roles by their numbers in [`embedded_roles`] or in the workspace
/// that the book belongs to.
pub fn read_quorums(
    book: &RuleBook,
    workspace: Option<&Workspace>,
) -> BTreeMap<String, QuorumSpec> {
    let (catalogue, kinds) = known_to(workspace);
    let names = Names::new(catalogue.names(), &[], &[]);
    let scope = Scope {
        names: &names,
        catalogue: &catalogue,
        kinds: &kinds,
        seats: Vec::new(),
    };
    let read = book.types.iter().filter_map(|kind| {
        let quorum = scope.parse(&kind.quorum.as_ref()?.rule).ok()?;
        Some((kind.id.clone(), quorum))
    });
    read.collect()
}

/// The ids of the types whose id, name or another name look most like `text`, nearest first.
pub fn nearest_types(book: &RuleBook, text: &str) -> Vec<String> {
    const SHOWN: usize = 4;
    let wanted = fold(text);
    // "lac" is a part of "LAC review", and one letter off "TAC": a part is what is meant.
    let rank = |kind: &MeetingType| {
        let names = || kind.synonyms.iter().chain([&kind.id, &kind.name]);
        let is_part = wanted.len() > 2 && names().any(|name| fold(name).contains(&wanted));
        (!is_part, names().map(|name| likeness(text, name)).min())
    };
    let mut ranked: Vec<_> = book
        .types
        .iter()
        .map(|kind| (rank(kind), &kind.id))
        .collect();
    ranked.sort();
    ranked
        .into_iter()
        .take(SHOWN)
        .map(|(_, id)| id.clone())
        .collect()
}

/// Roles and kinds of agency of a workspace, or the built-in ones.
fn known_to(workspace: Option<&Workspace>) -> (Catalogue, BTreeSet<String>) {
    let mut catalogue = Catalogue::embedded(&mut Sink::default());
    let mut kinds = BTreeSet::new();
    if let Some(workspace) = workspace {
        catalogue.roles.clone_from(&workspace.roles);
        catalogue.groups.clone_from(&workspace.role_groups);
        kinds.extend(workspace.agencies.iter().map(|agency| agency.kind.clone()));
    }
    (catalogue, kinds)
}

/// What rows may name while a file is read.
pub(super) struct Reading<'a> {
    /// Also the id of the source of what the file changes without saying on what ground.
    file: &'a str,
    /// What it is laid upon, with the sections of the file that are not types.
    book: RuleBook,
    catalogue: &'a Catalogue,
    names: Names,
    kinds: &'a BTreeSet<String>,
}

impl Reading<'_> {
    fn role(&self, text: &str) -> Result<String, FaultKind> {
        let role = self.names.roles.role(text, None)?;
        Ok(self.catalogue.roles[role.index()].id.clone())
    }

    fn group(&self, text: &str) -> Result<String, FaultKind> {
        let known = || self.catalogue.groups.iter().map(|group| group.id.as_str());
        match known().find(|id| *id == text) {
            Some(id) => Ok(id.to_owned()),
            None => Err(rows::unknown("group of roles", text, known())),
        }
    }

    fn role_or_group(&self, text: &str) -> Result<String, FaultKind> {
        self.group(text).or_else(|_| self.role(text))
    }

    /// The text of a quorum, which can be read with roles and kinds of agency alone.
    fn quorum(&self, text: &str) -> Result<String, FaultKind> {
        let scope = Scope {
            names: &self.names,
            catalogue: self.catalogue,
            kinds: self.kinds,
            seats: Vec::new(),
        };
        match scope.parse(text) {
            Ok(_) => Ok(text.to_owned()),
            // A type has no seats by name: whoever is meant is known by role or comes from an agency of a kind.
            Err(FaultKind::Unknown {
                thing: Thing::Seat,
                text,
                ..
            }) => {
                let roles = self.catalogue.roles.iter().map(|role| role.id.as_str());
                let groups = self.catalogue.groups.iter().map(|group| group.id.as_str());
                let known = roles.chain(groups);
                Err(rows::unknown("role or kind of agency", &text, known))
            }
            Err(fault) => Err(fault),
        }
    }
}

/// The book that comes of laying a file upon `base`. Where there are faults it is only good for finding more of them.
pub(super) fn read(
    file: &str,
    bytes: &[u8],
    base: &RuleBook,
    catalogue: &Catalogue,
    kinds: &BTreeSet<String>,
    sink: &mut Sink,
) -> RuleBook {
    let entries = read_document(file, bytes, sink).unwrap_or_default();
    let mut reading = Reading {
        file,
        book: base.clone(),
        catalogue,
        names: Names::new(catalogue.names(), &[], &[]),
        kinds,
    };
    read_sections(&entries, &mut reading.book, sink);
    let mut stated = Vec::new();
    let mut pending: BTreeMap<String, Row> = BTreeMap::new();
    let types = section(&entries, "meeting_type");
    let types = types.map_or_else(Vec::new, |field| {
        rows::rows(field, "meeting_type", MEETING_TYPE, sink)
    });
    for row in types {
        if let Some(id) = sections::new_id(&row, "icpc", &mut stated, sink) {
            pending.insert(id, row);
        }
    }
    let placed = read_types(&mut reading, base, pending, sink);
    let mut book = reading.book;
    // Known types keep their places; new ones stand behind them in the order of the file.
    let order = |id: &str| {
        let old = base.types.iter().position(|kind| kind.id == id);
        let new = || stated.iter().position(|other| other == id);
        old.map_or_else(|| (1, new().unwrap_or(usize::MAX)), |old| (0, old))
    };
    book.types.sort_by_key(|kind| order(&kind.id));
    if let Some(field) = section(&entries, "adopt") {
        sections::adopt(field, &mut book, sink);
    }
    if book.types.iter().any(|kind| sections::rests_on(kind, file)) {
        book.sources.retain(|source| source.id != file);
        book.sources.push(Source {
            id: file.to_owned(),
            short: "own rules".to_owned(),
            title: format!("The authority's own rules ({file})"),
            section: String::new(),
            seen: true,
        });
    }
    whole::check(&book, &placed, &Spot::file(file), sink);
    book
}

fn section<'e>(entries: &'e [Entry], name: &str) -> Option<&'e super::table::Field> {
    let found = entries.iter().find(|entry| entry.key == name);
    found.map(|entry| &entry.field)
}

fn read_sections(entries: &[Entry], book: &mut RuleBook, sink: &mut Sink) {
    for entry in entries {
        let field = &entry.field;
        match entry.key.as_str() {
            "policy" => sections::policy(field, book, sink),
            "flags" => sections::flags(field, book, sink),
            "anchors" => sections::anchors(field, book, sink),
            "source" => sections::sources(field, book, sink),
            // Behind the sources, which its rows name.
            "agenda" | "meeting_type" | "adopt" | "format" | "schema" => {}
            other => rows::unknown_key(&field.spot, other, SECTIONS.into_iter(), sink),
        }
    }
    if let Some(field) = section(entries, "agenda") {
        sections::agendas(field, book, sink);
    }
}

/// Reads types, each after the one that it extends.
fn read_types(
    reading: &mut Reading,
    base: &RuleBook,
    mut pending: BTreeMap<String, Row>,
    sink: &mut Sink,
) -> Vec<Placed> {
    let mut placed = Vec::new();
    while !pending.is_empty() {
        let waits = |row: &Row| {
            let parent = row.text("extends", &mut Sink::default());
            parent.is_some_and(|parent| pending.contains_key(&parent))
        };
        let ready = pending.iter().find(|(_, row)| !waits(row));
        let (id, in_circle) = match (ready, pending.first_key_value()) {
            (Some((id, _)), _) => (id.clone(), false),
            (None, Some((id, _))) => (id.clone(), true),
            (None, None) => break,
        };
        let circle = in_circle.then(|| circle(&id, &pending));
        let Some(row) = pending.remove(&id) else {
            break;
        };
        let known = base.kind(&id);
        let parent = row.text("extends", sink);
        let spot = row.spot_of("extends");
        let ground = match (&parent, known) {
            _ if circle.is_some() => {
                let way = circle.unwrap_or_default();
                let fault = RuleFault::ExtendsItself { way };
                sink.fault(spot, FaultKind::Rule(fault));
                Ground::Nothing
            }
            (Some(_), Some(known)) => {
                let fault = RuleFault::ExtendsKnown { id: id.clone() };
                sink.fault(spot, FaultKind::Rule(fault));
                Ground::Known(known)
            }
            (None, Some(known)) => Ground::Known(known),
            (None, None) => Ground::Nothing,
            (Some(parent), None) => match reading.book.kind(parent) {
                Some(parent) => Ground::Parent(parent),
                None => {
                    let known = reading.book.types.iter().map(|kind| kind.id.as_str());
                    sink.fault(spot, rows::unknown("type", parent, known));
                    Ground::Nothing
                }
            },
        };
        let (kind, place) = kind::read(reading, id, &row, &ground, sink);
        reading.book.types.retain(|other| other.id != kind.id);
        reading.book.types.push(kind);
        placed.push(place);
    }
    placed
}

/// `a extends b extends a`.
fn circle(start: &str, pending: &BTreeMap<String, Row>) -> String {
    let mut seen = vec![start.to_owned()];
    let parent = |id: &str| {
        let row = pending.get(id)?;
        row.text("extends", &mut Sink::default())
    };
    while let Some(next) = seen.last().and_then(|last| parent(last)) {
        let closed = seen.contains(&next);
        seen.push(next);
        if closed {
            break;
        }
    }
    seen.join(" extends ")
}
