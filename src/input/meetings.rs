//! The meetings table.

use super::checks;
use super::columns::fold;
use super::dates::{date, date_time};
use super::fault::{FaultKind, Sink, Spot, Thing, Wanted, WarningKind};
use super::hidden::is_address;
use super::hours::pattern;
use super::kinds::{self, Seated, Written, seated};
use super::names::Names;
use super::parts::read_parts;
use super::people::read_buffer;
use super::planning::{read_after, read_pinned_people, read_pinned_venue};
use super::quorum::Scope;
use super::roles::Catalogue;
use super::scalar::{limit, minutes, number, working_days};
use super::seat::{SeatText, flag_state};
use super::seats::{read_seat, resolve};
use super::settings::{Ids, Taken, nation, zone};
use super::subjects::{read_anchors, read_subjects};
use super::table::{Field, Row, Value};
use super::venues::read_features;
use crate::model::rules::{MeetingType, RuleBook};
use crate::model::{
    Agency, Contact, ContactId, CountBy, FromType, LimitSpec, MeetingSpec, PartSpec, Role, Venue,
    VenueSpec, WindowSpec,
};
use crate::time::Nation;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The tables that a meeting refers to.
pub(super) struct Tables<'a> {
    pub names: &'a Names,
    pub catalogue: &'a Catalogue,
    pub roles: &'a [Role],
    pub agencies: &'a [Agency],
    /// Their kinds.
    pub kinds: BTreeSet<String>,
    pub contacts: &'a [Contact],
    /// Who holds each role, by role: asked for every seat of every row.
    pub holders: Vec<Vec<ContactId>>,
    pub venues: &'a [Venue],
    /// What holds of each type of meeting.
    pub book: &'a RuleBook,
    /// Of the workspace, where a meeting states none of its own.
    pub nation: Nation,
    /// What the authority says that a quorum counts by, if it says so.
    pub count_by: Option<CountBy>,
    /// In a bare folder everybody is the case's own, so that seats need no names.
    pub bare: bool,
}

/// Who holds each of the roles, in the order of the contacts.
pub(super) fn holders(roles: &[Role], contacts: &[Contact]) -> Vec<Vec<ContactId>> {
    let mut holders = vec![Vec::new(); roles.len()];
    for (contact, id) in contacts.iter().zip(0..) {
        for role in &contact.roles {
            holders[role.index()].push(ContactId(id));
        }
    }
    holders
}

/// The kinds of agencies, each once.
pub(super) fn kinds(agencies: &[Agency]) -> BTreeSet<String> {
    agencies.iter().map(|agency| agency.kind.clone()).collect()
}

pub(super) fn read(rows: &[Row], tables: &Tables<'_>, sink: &mut Sink) -> Vec<MeetingSpec> {
    let mut seen = Ids::default();
    let mut meetings = Vec::new();
    for row in rows {
        let Taken { id, is_new } =
            seen.take_as("ref", reference, row, Thing::Meeting, "CP-2041", sink);
        let meeting = read_one(id, row, tables, sink);
        meetings.extend(meeting.filter(|_| is_new));
    }
    meetings
}

/// One meeting from the fields of a row, or of a command line. `None` where it has faults.
pub(super) fn read_one(
    reference: String,
    row: &Row,
    tables: &Tables<'_>,
    sink: &mut Sink,
) -> Option<MeetingSpec> {
    let names = tables.names;
    let before = sink.faults.len();
    warn_of_name(&reference, row.spot_of("ref"), names, sink);
    let stated_nation = row.read("nation", sink, nation);
    let nation = stated_nation.unwrap_or(tables.nation);
    let kinds::Kinds { mut types, shown } = kinds::read(row, nation, tables.book, sink);
    let subjects = read_subjects(row, names, nation, tables.book, sink);
    // A subject with a type of its own brings its people and its quorum too.
    for kind in subjects
        .iter()
        .filter_map(|one| tables.book.kind(one.kind.as_deref()?))
    {
        if !types.iter().any(|known| known.id == kind.id) {
            types.push(kind);
        }
    }
    let stated_parts = read_parts(row, names, sink);
    let parts: Vec<PartSpec> = stated_parts.into_iter().map(|(_, part)| part).collect();
    let stated = row.read("duration", sink, minutes);
    let whole = parts
        .iter()
        .map(|part| part.offset_minutes + part.length_minutes);
    let usual = whole.max().or_else(|| kinds::duration(&types));
    let duration = match (stated, usual) {
        (Some(stated), _) => stated,
        (None, Some(usual)) if row.get("duration").is_none() => usual,
        (None, _) => {
            row.need("duration", "90m", sink);
            0
        }
    };
    let flags = row.read_items("flags", sink, |text| Ok(flag_state(text)));
    let mut used = BTreeSet::new();
    let (team, of_team) = read_team(row, tables, sink);
    let written = read_seats(row, of_team, &parts, &mut used, tables, sink);
    let stated = kinds::Stated {
        row,
        types: &types,
        flags: &flags,
    };
    let Seated {
        seats,
        spots: seat_spots,
    } = seated(written, team, &stated, tables, &mut used, sink);
    let scope = Scope {
        names,
        catalogue: tables.catalogue,
        kinds: &tables.kinds,
        seats: seats.iter().map(|seat| seat.id.clone()).collect(),
    };
    let quorum = match row.get("quorum") {
        Some(field) => scope.read(field, sink),
        None => kinds::quorum(&types, &seats, row, tables, sink),
    };
    let pinned_people = read_pinned_people(row, &seats, tables.contacts, names, sink);
    let meeting = MeetingSpec {
        reference,
        kind: shown.or_else(|| joined(&types)),
        types: types.iter().map(|kind| kind.id.clone()).collect(),
        nation: stated_nation,
        subjects,
        anchors: read_anchors(row, sink),
        usual: FromType {
            duration: row.get("duration").is_none() && parts.is_empty() && !types.is_empty(),
            quorum: row.get("quorum").is_none() && quorum.is_some(),
        },
        agenda: types.first().and_then(|kind| kind.agenda.clone()),
        duration_minutes: duration,
        window: read_window(row, sink),
        seats,
        quorum,
        agencies: row.read("agencies", sink, number(0, 100)),
        flags,
        apart: read_apart(row, names, sink),
        parts,
        venue: read_venue(row, names, sink),
        features: read_features(row, sink),
        buffer: read_buffer(row, sink),
        notice_working_days: row.read("notice", sink, working_days),
        hours: row.read("hours", sink, pattern),
        zone: row.read("zone", sink, zone),
        pinned_start: row.read("pin", sink, date_time),
        pinned_venue: read_pinned_venue(row, names, sink),
        pinned_people,
        after: read_after(row, names, sink),
        series: None,
        of_series: None,
        cycle_of: None,
    };
    for what in kinds::idle_anchors(&meeting, &types) {
        sink.warn(row.spot_of("anchors"), what);
    }
    checks::meeting(&meeting, row, &seat_spots, tables, sink);
    (sink.faults.len() == before).then_some(meeting)
}

/// The ids of types that only subjects name.
fn joined(types: &[&MeetingType]) -> Option<String> {
    let ids: Vec<&str> = types.iter().map(|kind| kind.id.as_str()).collect();
    (!ids.is_empty()).then(|| ids.join("+"))
}

/// What coordinators number their cases with: like an id, and blanks, slashes and number signs too.
pub(super) fn reference(text: &str) -> Result<String, FaultKind> {
    let inner = |c: char| c.is_alphanumeric() || "-_.: /#".contains(c);
    let good = text.chars().all(inner) && text.starts_with(char::is_alphanumeric);
    if good && text.len() <= 120 && !is_address(text) {
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Err(FaultKind::NotId {
            text: text.to_owned(),
        })
    }
}

/// Two capitalised words, or the name of one of the people.
pub(super) fn warn_of_name(reference: &str, spot: &Spot, names: &Names, sink: &mut Sink) {
    let words: Vec<&str> = reference.split([' ', '-', '_', '.']).collect();
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word.chars().count() > 1
            && letters.all(char::is_lowercase)
    };
    let two_names = words.len() >= 2 && words.iter().all(|word| capitalised(word));
    if two_names || names.contacts.is_only_a_name(reference) {
        sink.warn(spot, WarningKind::LooksLikeName);
    }
}

fn read_window(row: &Row, sink: &mut Sink) -> WindowSpec {
    let from = row.read("from", sink, date);
    let by = row.read("by", sink, date);
    let within = row.read("within", sink, limit);
    if let (Some(from), Some(by)) = (from, by)
        && by < from
    {
        let shown = |date: NaiveDate| date.format("%d/%m/%Y").to_string();
        let (by, from) = (shown(by), shown(from));
        sink.fault(row.spot_of("by"), FaultKind::ByBeforeFrom { by, from });
    }
    if by.is_some() && within.is_some() {
        sink.fault(row.spot_of("within"), FaultKind::TwoLimits);
    }
    WindowSpec {
        from,
        limit: by.map(LimitSpec::By).or(within),
    }
}

/// The seats of the list, those that the team's column states, and those of columns that are headed by a role ("Chair").
fn read_seats(
    row: &Row,
    of_team: Vec<(Spot, SeatText)>,
    parts: &[PartSpec],
    used: &mut BTreeSet<String>,
    tables: &Tables<'_>,
    sink: &mut Sink,
) -> Vec<Written> {
    let mut written = Vec::new();
    for item in row.items("seats") {
        written.extend(read_seat(&item, sink));
    }
    written.extend(of_team);
    for entry in &row.others {
        if !tables.names.roles.is_role(&entry.key) {
            let column = entry.key.clone();
            sink.warn(&entry.field.spot, WarningKind::UnknownColumn { column });
            continue;
        }
        let Some(cell) = entry.field.as_text(sink).map(str::to_owned) else {
            continue;
        };
        let text = match fold(&cell).as_str() {
            "yes" | "y" | "x" | "true" | "any" => entry.key.clone(),
            "no" | "n" | "none" | "false" => format!("{} = none", entry.key),
            _ => format!("{} = {cell}", entry.key),
        };
        written.extend(read_seat(&Field::text(&entry.field.spot, &text), sink));
    }
    let mut seats = Vec::new();
    for (spot, text) in written {
        // A seat that is not wanted takes no id from one that is.
        let mut unused = BTreeSet::new();
        let used = if text.absent { &mut unused } else { &mut *used };
        if let Some(seat) = resolve(&text, &spot, parts, tables.names, used, sink) {
            seats.push(Written {
                spot,
                seat,
                level: text.level,
                absent: text.absent,
            });
        }
    }
    seats
}

/// The people of the case, each once, in the order written, and what is written as a seat: who comes for which role. In a bare
/// folder the case's people are everybody.
fn read_team(
    row: &Row,
    tables: &Tables<'_>,
    sink: &mut Sink,
) -> (Vec<ContactId>, Vec<(Spot, SeatText)>) {
    let mut team: Vec<ContactId> = Vec::new();
    let mut seats = Vec::new();
    for item in row.items("team") {
        let is_seat = match &item.value {
            Value::Text(text) => text.contains('=') || text.contains(':'),
            _ => true,
        };
        if is_seat {
            seats.extend(read_seat(&item, sink));
        } else if let Some(text) = item.as_text(sink) {
            let who = sink.take(&item.spot, tables.names.contact(text)).flatten();
            team.extend(who.filter(|who| !team.contains(who)));
        }
    }
    if tables.bare && row.get("team").is_none() && kinds::has_type(row) {
        team.extend((0..tables.contacts.len() as u32).map(ContactId));
    }
    (team, seats)
}

fn read_venue(row: &Row, names: &Names, sink: &mut Sink) -> VenueSpec {
    let mut venues = Vec::new();
    for (spot, text) in row.texts("venue", sink) {
        match fold(&text).as_str() {
            "any" | "anyfitting" => return VenueSpec::AnyFitting,
            "none" | "no" => return VenueSpec::None,
            _ => {
                let venue = sink.take(&spot, names.venue(&text)).flatten();
                venues.extend(venue.filter(|venue| !venues.contains(venue)));
            }
        }
    }
    if venues.is_empty() {
        VenueSpec::None
    } else {
        VenueSpec::Named(venues)
    }
}

/// `one/other`, or in TOML a list of two.
fn read_apart(row: &Row, names: &Names, sink: &mut Sink) -> Vec<(ContactId, ContactId)> {
    let mut pairs = Vec::new();
    for item in row.items("apart") {
        let names_of_pair: Vec<String> = match &item.value {
            Value::Text(text) => text.split('/').map(|name| name.trim().to_owned()).collect(),
            _ => item.texts(sink).into_iter().map(|(_, text)| text).collect(),
        };
        let [first, second] = names_of_pair.as_slice() else {
            let text = names_of_pair.join("/");
            let wanted = Wanted::Apart;
            sink.fault(&item.spot, FaultKind::Not { wanted, text });
            continue;
        };
        let one = sink.take(&item.spot, names.contact(first)).flatten();
        let other = sink.take(&item.spot, names.contact(second)).flatten();
        if let (Some(one), Some(other)) = (one, other) {
            if one == other {
                let contact = first.clone();
                sink.fault(&item.spot, FaultKind::NotOwnPair { contact });
            } else {
                pairs.push((one.min(other), one.max(other)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
