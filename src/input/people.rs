//! The people table: contacts with their agencies, roles, hours and feeds.

use super::Files;
use super::columns::{BUFFER, Columns, PEOPLE, fold};
use super::dates::date;
use super::fault::{FaultKind, Sink, Spot, Thing, WarningKind};
use super::hidden::quotable;
use super::hours::{dated_hours, exception, is_none_word, offers, pattern};
use super::names::{Index, Match, RoleNames, unknown_calendar};
use super::roles::{counts_by_default, unknown_agency};
use super::scalar::{address, buffer, id, minutes, number, one_of, working_days, yes_no};
use super::settings::{DeclaredAgency, Ids, Settings, Taken, zone};
use super::sources::FeedSources;
use super::table::{Field, Row, Value, read_table};
use crate::model::{
    Agency, AgencyId, Buffer, CalendarId, Contact, ContactKind, DailyLimit, DatedHours, Details,
    Disclosure, FeedRef, Mode, NamedCalendar, RoleId,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Agencies with their people, both sorted by id.
pub(super) struct People {
    pub agencies: Vec<Agency>,
    pub contacts: Vec<Contact>,
    /// Where each contact stands, for later faults about it.
    pub spots: Vec<Spot>,
    pub complete: bool,
    /// Contacts by id with the venue that they set out from, to be looked up once venues are read.
    pub bases: Vec<(String, Spot, String)>,
}

/// Where each feed of the folder belongs.
pub(super) struct FeedFiles<'s> {
    sources: &'s FeedSources,
    paths: BTreeSet<String>,
    /// Files directly under `feeds/`, by their stem in lower case.
    by_stem: BTreeMap<String, Vec<String>>,
    used: BTreeSet<String>,
}

impl<'s> FeedFiles<'s> {
    pub fn new(files: &Files, sources: &'s FeedSources) -> FeedFiles<'s> {
        let mut by_stem: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in &files.feeds {
            let name = path
                .strip_prefix("feeds/")
                .filter(|name| !name.contains('/'));
            if let Some(stem) = name.and_then(feed_stem) {
                by_stem
                    .entry(stem.to_lowercase())
                    .or_default()
                    .push(path.clone());
            }
        }
        FeedFiles {
            sources,
            paths: files.feeds.iter().cloned().collect(),
            by_stem,
            used: BTreeSet::new(),
        }
    }

    /// The feeds of one owner, sorted: those written in its row, and the file that bears its id.
    pub fn of(
        &mut self,
        owner: &str,
        row: &Row,
        known_until: Option<NaiveDate>,
        sink: &mut Sink,
    ) -> Vec<FeedRef> {
        let mut ids = BTreeSet::new();
        for (spot, text) in row.texts("feeds", sink) {
            if !is_none_word(&text)
                && let Some(id) = sink.take(&spot, self.feed_id(&text))
            {
                self.look_up(&id, &spot, sink);
                ids.insert(id);
            }
        }
        if let Some(paths) = self.by_stem.get(&owner.to_lowercase()) {
            ids.extend(paths.iter().cloned());
        }
        self.used.extend(ids.iter().cloned());
        let feed = |id: String| FeedRef {
            known_until: self
                .sources
                .get(&id)
                .and_then(|source| source.known_until)
                .or(known_until),
            id,
        };
        ids.into_iter().map(feed).collect()
    }

    /// An id must be one of the table of addresses. Where the whole table is missing the owner counts as unknown: it is a
    /// secret that not every colleague's computer holds.
    fn look_up(&self, id: &str, spot: &Spot, sink: &mut Sink) {
        if is_feed_path(id) || self.sources.names(id) || !self.sources.is_complete {
            return;
        }
        let id = id.to_owned();
        match self.sources.is_there {
            true => {
                let known: Vec<&str> = self.sources.ids().collect();
                let choices = known.join(", ");
                sink.fault(spot, FaultKind::UnknownFeed { id, choices });
            }
            false => sink.warn(spot, WarningKind::NoFeedAddresses { id }),
        }
    }

    /// A path inside the folder or the id of a secret address. The address itself must not be written here, and is
    /// therefore not quoted either.
    fn feed_id(&self, text: &str) -> Result<String, FaultKind> {
        let path = text.replace('\\', "/");
        let path = path.strip_prefix("./").unwrap_or(&path);
        let inside = format!("feeds/{path}");
        let is_there = self.paths.contains(path) || self.paths.contains(&inside);
        if !quotable(text) && !is_there {
            return Err(FaultKind::FeedAddress);
        }
        if !is_feed_path(path) {
            return id(path);
        }
        let outside = path.starts_with('/')
            || path.contains(':')
            || path.split('/').any(|part| part == ".." || part.is_empty());
        if outside {
            return Err(FaultKind::FeedOutside {
                text: text.to_owned(),
            });
        }
        if !self.paths.contains(path) && self.paths.contains(&inside) {
            return Ok(inside);
        }
        Ok(path.to_owned())
    }

    /// Says which files under `feeds/` nobody owns.
    pub fn warn_of_unused(&self, sink: &mut Sink) {
        for path in self.paths.difference(&self.used) {
            sink.warn(&Spot::file(path), WarningKind::NobodysFeed);
        }
    }
}

/// Whether a feed so written is a file of the folder, and not the id of an address.
pub fn is_feed_path(text: &str) -> bool {
    text.contains('/') || feed_stem(text).is_some()
}

/// The name without the ending of a calendar or free/busy file.
pub(super) fn feed_stem(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let known = ending.eq_ignore_ascii_case("ics") || ending.eq_ignore_ascii_case("ifb");
    (known && !stem.is_empty()).then_some(stem)
}

/// Reads the people table.
pub(super) fn read(
    files: &Files,
    settings: &Settings,
    feeds: &mut FeedFiles<'_>,
    sink: &mut Sink,
) -> People {
    let table = read_table(&files.tables, &PEOPLE, sink);
    let mut agencies = Agencies::new(settings);
    let roles = settings.catalogue.names();
    let calendars = calendar_index(&settings.calendars);
    let mut seen = Ids::default();
    let mut found: Vec<(Contact, String, Spot)> = Vec::new();
    let mut bases = Vec::new();
    for row in &table.rows {
        row.warn_of_others(sink);
        let Taken { id, is_new } = seen.take(row, Thing::Contact, "j.okafor", sink);
        let agency = agencies.of(row, settings, sink);
        if let Some(base) = row.text("base", sink).filter(|_| is_new) {
            bases.push((id.clone(), row.spot_of("base").clone(), base));
        }
        let contact = contact(id, row, &agency, &roles, &calendars, feeds, sink);
        if is_new {
            found.push((contact, agency.agency.id, row.spot.clone()));
        }
    }
    found.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let agencies = agencies.sorted();
    let mut people = People {
        contacts: Vec::new(),
        spots: Vec::new(),
        complete: table.complete && settings.complete,
        agencies,
        bases,
    };
    for (mut contact, agency, spot) in found {
        contact.agency = agency_id(&people.agencies, &agency);
        people.contacts.push(contact);
        people.spots.push(spot);
    }
    people
}

pub(super) fn agency_id(agencies: &[Agency], id: &str) -> AgencyId {
    let index = agencies.partition_point(|agency| agency.id.as_str() < id);
    AgencyId(u32::try_from(index).unwrap_or(u32::MAX))
}

fn calendar_index(calendars: &[NamedCalendar]) -> Index<CalendarId> {
    let mut index = Index::new();
    for (calendar, number) in calendars.iter().zip(0..) {
        index.add(&calendar.id, [calendar.name.as_str()], CalendarId(number));
    }
    index
}

/// The declared agencies and the kinds that are used as agencies.
struct Agencies<'a> {
    declared: &'a [DeclaredAgency],
    names: Index<u32>,
    used_kinds: BTreeMap<String, Agency>,
}

impl<'a> Agencies<'a> {
    fn new(settings: &'a Settings) -> Agencies<'a> {
        let mut names = Index::new();
        for (declared, number) in settings.agencies.iter().zip(0..) {
            let agency = &declared.agency;
            names.add(&agency.id, [agency.name.as_str()], number);
        }
        Agencies {
            declared: &settings.agencies,
            names,
            used_kinds: BTreeMap::new(),
        }
    }

    /// The agency that the row names; where it names none that is known, a stand-in, and a fault.
    fn of(&mut self, row: &Row, settings: &Settings, sink: &mut Sink) -> DeclaredAgency {
        let text = row.need("agency", "st-marks", sink);
        let found = text.and_then(|text| {
            if let Match::One(number) = self.names.find(&text) {
                return Some(self.declared[number as usize].clone());
            }
            if let Some(kind) = settings.catalogue.kind(&text) {
                let mut agency = kind_as_agency(&kind.id, &kind.name);
                agency.details = settings.catalogue.details_of(&kind.id);
                self.used_kinds.insert(kind.id.clone(), agency.clone());
                return Some(undeclared(agency));
            }
            if settings.complete {
                let ids = self.declared.iter().map(|one| one.agency.id.clone());
                let ids: Vec<String> = ids.collect();
                let what = unknown_agency(&text, &ids, &settings.catalogue.kinds);
                sink.fault(row.spot_of("agency"), what);
            }
            None
        });
        found.unwrap_or_else(|| undeclared(kind_as_agency("", "")))
    }

    fn sorted(self) -> Vec<Agency> {
        let mut agencies: BTreeMap<String, Agency> = self.used_kinds;
        for declared in self.declared {
            agencies.insert(declared.agency.id.clone(), declared.agency.clone());
        }
        agencies.into_values().collect()
    }
}

fn undeclared(agency: Agency) -> DeclaredAgency {
    DeclaredAgency {
        agency,
        known_until: None,
        hours: None,
    }
}

/// A kind of agency that stands for its only member here. Nothing is stated of it, so that feeds with details are used.
pub(super) fn kind_as_agency(id: &str, name: &str) -> Agency {
    Agency {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: id.to_owned(),
        disclosure: Disclosure::default(),
        details: Details::default(),
        counts_as: None,
        counts: counts_by_default(id),
    }
}

pub(super) fn mode(text: &str) -> Result<Mode, FaultKind> {
    let choices = [
        ("in-person", Mode::InPerson),
        ("face to face", Mode::InPerson),
        ("remote", Mode::Remote),
        ("online", Mode::Remote),
        ("video", Mode::Remote),
        ("virtual", Mode::Remote),
        ("by phone", Mode::Remote),
        ("report", Mode::Report),
        ("report only", Mode::Report),
        ("written report", Mode::Report),
    ];
    one_of(&choices, "in-person, remote, report")(text)
}

fn contact(
    id: String,
    row: &Row,
    agency: &DeclaredAgency,
    roles: &RoleNames,
    calendars: &Index<CalendarId>,
    feeds: &mut FeedFiles<'_>,
    sink: &mut Sink,
) -> Contact {
    let kinds = [
        ("person", ContactKind::Person),
        ("team", ContactKind::Team),
        ("service", ContactKind::Service),
    ];
    let kind = row
        .read("kind", sink, one_of(&kinds, "person, team, service"))
        .unwrap_or_default();
    let capacity = row.read("capacity", sink, number(1, 1000)).unwrap_or(1);
    if capacity > 1 && kind == ContactKind::Person {
        sink.fault(row.spot_of("capacity"), FaultKind::CapacityOfPerson);
    }
    let lead = row.read("lead", sink, working_days);
    let lengthens = row.read("lengthens", sink, minutes);
    for (column, stated) in [("lead", lead), ("lengthens", lengthens)] {
        if stated.is_some() && kind != ContactKind::Service {
            sink.warn(row.spot_of(column), WarningKind::ServiceOnly { column });
        }
    }
    let confidential = row.read("confidential", sink, yes_no).unwrap_or(false);
    if confidential && agency.agency.kind == "family" {
        sink.warn(row.spot_of("confidential"), WarningKind::ConfidentialFamily);
    }
    let known_until = row.read("known_until", sink, date).or(agency.known_until);
    Contact {
        name: row.text("name", sink).unwrap_or_else(|| id.clone()),
        kind,
        // Set once all agencies are known and sorted.
        agency: AgencyId(0),
        roles: read_roles(row, &agency.agency.kind, roles, sink),
        email: row.read("email", sink, address),
        phone: phone(row, sink),
        zone: row.read("zone", sink, zone),
        pattern: row
            .read("pattern", sink, pattern)
            .or_else(|| agency.hours.clone()),
        calendars: read_calendars(row, calendars, sink),
        exceptions: read_exceptions(row, sink),
        offers: row
            .read_items("offers", sink, offers)
            .into_iter()
            .flatten()
            .collect(),
        works_holidays: row.read("works_holidays", sink, yes_no).unwrap_or(false),
        feeds: feeds.of(&id, row, known_until, sink),
        capacity,
        weekly_limit: row.read("weekly_limit", sink, number(1, 200)),
        load: row.read("load", sink, number(0, 10_000)).unwrap_or(0),
        daily_limit: row
            .read("daily_limit", sink, number(1, 50))
            .map(|meetings| DailyLimit { meetings }),
        buffer: read_buffer(row, sink).unwrap_or_default(),
        mode: row.read("mode", sink, mode),
        base: None,
        lead_working_days: lead.unwrap_or(0),
        lengthens_minutes: lengthens.unwrap_or(0),
        confidential,
        id,
    }
}

/// Sorted and each once: the order in which somebody's roles are listed means nothing.
fn read_roles(row: &Row, kind: &str, roles: &RoleNames, sink: &mut Sink) -> Vec<RoleId> {
    let mut found: Vec<RoleId> = row.read_items("roles", sink, |text| roles.role(text, Some(kind)));
    found.sort_unstable();
    found.dedup();
    found
}

fn read_calendars(row: &Row, calendars: &Index<CalendarId>, sink: &mut Sink) -> Vec<CalendarId> {
    let mut found = row.read_items("calendars", sink, |text| {
        calendars
            .one(text)
            .ok_or_else(|| unknown_calendar(text, calendars))
    });
    found.sort_unstable();
    found.dedup();
    found
}

pub(super) fn read_exceptions(row: &Row, sink: &mut Sink) -> Vec<DatedHours> {
    let exceptions = row.read_items("exceptions", sink, exception);
    let dated = dated_hours(exceptions);
    sink.take(row.spot_of("exceptions"), dated)
        .unwrap_or_default()
}

/// As text, or in TOML as a table with `before` and `after`.
pub(super) fn read_buffer(row: &Row, sink: &mut Sink) -> Option<Buffer> {
    let field: &Field = row.get("buffer")?;
    match &field.value {
        Value::Table(entries) => {
            let sides = Row::new(
                field.spot.clone(),
                entries.clone(),
                &Columns::new(BUFFER),
                sink,
            );
            sides.warn_of_others(sink);
            let mut side = |name| {
                sides.read(name, sink, |text| {
                    buffer(text).map(|buffer| buffer.before_minutes)
                })
            };
            Some(Buffer {
                before_minutes: side("before").unwrap_or(0),
                after_minutes: side("after").unwrap_or(0),
            })
        }
        _ => row.read("buffer", sink, buffer),
    }
}

/// A long number of a spreadsheet in its scientific form has lost digits.
pub(super) fn phone(row: &Row, sink: &mut Sink) -> Option<String> {
    let phone = row.text("phone", sink)?;
    let folded = fold(&phone);
    let exponent = folded
        .split_once('e')
        .is_some_and(|(a, b)| [a, b].iter().all(|part| part.parse::<u64>().is_ok()));
    if exponent {
        sink.warn(row.spot_of("phone"), WarningKind::PhoneChanged);
    }
    Some(phone)
}
