//! `quorate.toml`: defaults, policy, agencies, calendars, further roles.

use super::columns::{
    AGENCY, CALENDAR, Column, Columns, DEFAULTS, LIMIT, POLICY, ROLE, ROLE_GROUP,
};
use super::dates::date;
use super::day_lists::{DayLists, days, stretches};
use super::fault::{FaultKind, Sink, Spot, Thing, WarningKind};
use super::hours::{pattern, span, spans};
use super::people::read_buffer;
use super::roles::{Catalogue, counts_by_default};
use super::scalar::{
    address, calendar_days, details, grain, id, id as id_of, one_of, working_days, yes_no,
};
use super::table::{Entry, Field, Row, Value};
use super::toml_table::{read_document, rows_of};
use super::{Files, ReadOptions};
use crate::model::{
    Agency, CountBy, Defaults, Disclosure, Language, NamedCalendar, Policy, RankLevel, RoleLimit,
    TentativePolicy, WeekPattern,
};
use crate::time::{Nation, Zone};
use chrono::NaiveDate;

const FILE: &str = "quorate.toml";

/// An agency with what it says for all its people.
#[derive(Clone, Debug)]
pub(super) struct DeclaredAgency {
    pub agency: Agency,
    pub known_until: Option<NaiveDate>,
    pub hours: Option<WeekPattern>,
}

pub(super) struct Settings {
    pub defaults: Defaults,
    pub policy: Policy,
    pub agencies: Vec<DeclaredAgency>,
    /// Sorted by id.
    pub calendars: Vec<NamedCalendar>,
    /// Sorted by role.
    pub role_limits: Vec<RoleLimit>,
    pub catalogue: Catalogue,
    /// False where the file could not be read.
    pub complete: bool,
}

/// Reads the settings, of which there need be no file. Options given by flags come last.
pub(super) fn read(files: &Files, bare: bool, options: &ReadOptions, sink: &mut Sink) -> Settings {
    let mut catalogue = Catalogue::embedded(sink);
    let bytes = files.tables.get(FILE);
    let day_lists = &files.day_lists;
    let document = bytes.map(|bytes| read_document(FILE, bytes, sink));
    let complete = !matches!(document, Some(None));
    let entries = document.flatten().unwrap_or_default();
    let section = |names: &[&str]| {
        let found = entries
            .iter()
            .find(|entry| names.contains(&entry.key.as_str()));
        found.map(|entry| &entry.field)
    };
    let rows = |names: &[&'static str], columns: &'static [Column], sink: &mut Sink| {
        section(names).map_or_else(Vec::new, |field| rows_of(field, names[0], columns, sink))
    };
    let roles = rows(&["role", "roles"], ROLE, sink);
    let groups = rows(&["any_of"], ROLE_GROUP, sink);
    catalogue.add(&roles, &groups, sink);
    let policy = one_row(section(&["policy"]), POLICY, sink);
    // What holds for all agencies must be known before the first of them is read.
    catalogue.details = policy
        .as_ref()
        .and_then(|row| row.read("details", sink, details));
    let agencies = rows(&["agency", "agencies"], AGENCY, sink);
    let agencies = read_agencies(&agencies, &catalogue, sink);
    let calendars = rows(&["calendar", "calendars"], CALENDAR, sink);
    let calendars = read_calendars(&calendars, day_lists, sink);
    let limits = rows(&["limit", "limits"], LIMIT, sink);
    let role_limits = super::limits::read(&limits, &catalogue.names(), sink);
    let defaults = one_row(section(&["defaults"]), DEFAULTS, sink);
    let mut defaults = read_defaults(defaults, day_lists, sink);
    let policy = read_policy(policy, sink);
    if let Some(mail) = section(&["mail"]) {
        super::mail::check(mail, sink);
    }
    warn_of_sections(&entries, sink);
    apply(options, bare, &mut defaults, sink);
    Settings {
        defaults,
        policy,
        agencies,
        calendars,
        role_limits,
        catalogue,
        complete,
    }
}

fn warn_of_sections(entries: &[Entry], sink: &mut Sink) {
    const KNOWN: &[&str] = &[
        "format",
        "defaults",
        "policy",
        "agency",
        "agencies",
        "calendar",
        "calendars",
        "role",
        "roles",
        "any_of",
        "limit",
        "limits",
        "mail",
    ];
    for entry in entries {
        if !KNOWN.contains(&entry.key.as_str()) {
            let column = entry.key.clone();
            sink.warn(&entry.field.spot, WarningKind::UnknownColumn { column });
        }
    }
}

fn one_row(field: Option<&Field>, columns: &'static [Column], sink: &mut Sink) -> Option<Row> {
    let field = field?;
    let Value::Table(entries) = &field.value else {
        sink.fault(&field.spot, FaultKind::NotRows { name: "defaults" });
        return None;
    };
    let row = Row::new(
        field.spot.clone(),
        entries.clone(),
        &Columns::new(columns),
        sink,
    );
    row.warn_of_others(sink);
    Some(row)
}

/// The IANA name in the database's spelling; Windows names are understood.
pub(super) fn zone(text: &str) -> Result<String, FaultKind> {
    Zone::named(text)
        .or_else(|| Zone::windows(text))
        .map(|zone| zone.name().to_owned())
        .ok_or_else(|| FaultKind::UnknownZone {
            text: text.to_owned(),
        })
}

/// A nation of the United Kingdom by its name.
pub fn nation(text: &str) -> Result<Nation, FaultKind> {
    Nation::parse(&text.trim().replace([' ', '_'], "-")).ok_or_else(|| FaultKind::NotOneOf {
        text: text.to_owned(),
        choices: Nation::ALL.map(Nation::id).join(", "),
    })
}

/// The language of messages, by its code or its name.
fn language(text: &str) -> Result<Language, FaultKind> {
    match text.trim().to_lowercase().as_str() {
        "en" | "english" => Ok(Language::English),
        "cy" | "welsh" | "cymraeg" => Ok(Language::Welsh),
        _ => Err(FaultKind::NotOneOf {
            text: text.to_owned(),
            choices: "en, cy".to_owned(),
        }),
    }
}

fn read_defaults(row: Option<Row>, day_lists: &DayLists, sink: &mut Sink) -> Defaults {
    let mut defaults = Defaults {
        zone: "Europe/London".to_owned(),
        nation: Nation::England,
        grain_minutes: 15,
        hours: None,
        hours_assumed: false,
        language: Language::English,
        organizer: None,
        closures: Vec::new(),
    };
    let Some(row) = row else {
        return defaults;
    };
    if let Some(zone) = row.read("zone", sink, zone) {
        defaults.zone = zone;
    }
    if let Some(nation) = row.read("nation", sink, nation) {
        defaults.nation = nation;
    }
    if let Some(grain) = row.read("grain", sink, grain) {
        defaults.grain_minutes = grain;
    }
    defaults.hours = row.read("hours", sink, pattern);
    if let Some(language) = row.read("language", sink, language) {
        defaults.language = language;
    }
    defaults.organizer = row.read("organizer", sink, address);
    defaults.closures = days(&row, "closures", day_lists, sink);
    defaults
}

/// Flags outrank the file. In a bare folder nobody could have written hours, so that usual ones are assumed.
fn apply(options: &ReadOptions, bare: bool, defaults: &mut Defaults, sink: &mut Sink) {
    let flag = |name: &str, text: &str, sink: &mut Sink| {
        let spot = Spot::file(name);
        sink.reading(&spot, text);
        spot
    };
    if let Some(text) = &options.zone {
        let spot = flag("--tz", text, sink);
        if let Some(zone) = sink.take(&spot, zone(text)) {
            defaults.zone = zone;
        }
    }
    if let Some(text) = &options.nation {
        let spot = flag("--nation", text, sink);
        if let Some(nation) = sink.take(&spot, nation(text)) {
            defaults.nation = nation;
        }
    }
    if let Some(text) = &options.hours {
        let spot = flag("--hours", text, sink);
        defaults.hours = sink.take(&spot, pattern(text));
    }
    if bare && defaults.hours.is_none() {
        defaults.hours = pattern("Mon-Fri 09:00-17:00").ok();
        defaults.hours_assumed = true;
    }
}

const LEVELS: [(&str, RankLevel); RankLevel::COUNT] = [
    ("margin", RankLevel::Margin),
    ("required", RankLevel::Required),
    ("wanted", RankLevel::Wanted),
    ("deputies", RankLevel::Deputies),
    ("reliance", RankLevel::Reliance),
    ("fragility", RankLevel::Fragility),
    ("disruption", RankLevel::Disruption),
    ("load", RankLevel::Load),
    ("travel", RankLevel::Travel),
    ("avoided", RankLevel::Avoided),
];
const LEVEL_NAMES: &str =
    "margin, required, wanted, deputies, reliance, fragility, disruption, load, travel, avoided";

/// What "agencies" in a quorum is counted by.
pub(super) fn count_by(text: &str) -> Result<CountBy, FaultKind> {
    let choices = [
        ("agencies", CountBy::Agencies),
        ("kinds", CountBy::Kinds),
        ("groups", CountBy::Groups),
    ];
    one_of(&choices, "agencies, kinds, groups")(text)
}

fn read_policy(row: Option<Row>, sink: &mut Sink) -> Policy {
    let mut policy = Policy::default();
    let Some(row) = row else {
        return policy;
    };
    let tentative = [
        ("busy", TentativePolicy::Busy),
        ("soft", TentativePolicy::Soft),
        ("free", TentativePolicy::Free),
    ];
    if let Some(value) = row.read("tentative", sink, one_of(&tentative, "busy, soft, free")) {
        policy.tentative = value;
    }
    let expected = [("preferred", false), ("required", true)];
    if let Some(value) = row.read("expected", sink, one_of(&expected, "preferred, required")) {
        policy.expected_is_required = value;
    }
    if let Some(value) = row.read("count_by", sink, count_by) {
        policy.count_by = value;
        policy.count_by_is_stated = true;
    }
    policy.order = read_order(&row, sink);
    policy.order_is_stated = row.get("order").is_some();
    if let Some(days) = row.read("freeze", sink, working_days) {
        policy.freeze_working_days = days;
    }
    if let Some(days) = row.read("load_window", sink, calendar_days) {
        policy.load_window_days = days;
    }
    policy.buffer = read_buffer(&row, sink).unwrap_or_default();
    if let Some(days) = row.read("target_margin", sink, working_days) {
        policy.target_margin_working_days = days;
        policy.margin_is_stated = true;
    }
    policy.avoid = spans(row.read_items("avoid", sink, span));
    policy
}

/// The levels named come first, in the order written; the others follow as they do by default.
fn read_order(row: &Row, sink: &mut Sink) -> [RankLevel; RankLevel::COUNT] {
    let mut order: Vec<RankLevel> = Vec::new();
    for (spot, text) in row.texts("order", sink) {
        match sink.take(&spot, one_of(&LEVELS, LEVEL_NAMES)(&text)) {
            Some(level) if order.contains(&level) => sink.fault(&spot, FaultKind::Twice { text }),
            Some(level) => order.push(level),
            None => {}
        }
    }
    for level in RankLevel::DEFAULT_ORDER {
        if !order.contains(&level) {
            order.push(level);
        }
    }
    order.try_into().unwrap_or(RankLevel::DEFAULT_ORDER)
}

fn read_agencies(rows: &[Row], catalogue: &Catalogue, sink: &mut Sink) -> Vec<DeclaredAgency> {
    let mut agencies: Vec<DeclaredAgency> = Vec::new();
    let mut seen = Ids::default();
    for row in rows {
        row.warn_of_others(sink);
        let Taken { id, is_new } = seen.take(row, Thing::Agency, "st-marks", sink);
        let stated = row.read("kind", sink, |text| catalogue.kind_id(text));
        let known = catalogue.kinds.iter().find(|kind| kind.id == id);
        let kind = match (stated, known) {
            (Some(kind), _) => kind,
            (None, Some(known)) => known.id.clone(),
            (None, None) => {
                // Without a kind it is one of its own; said, since it is more likely forgotten.
                row.need("kind", "school", sink);
                id.clone()
            }
        };
        let disclosure = [("times", Disclosure::Times), ("slots", Disclosure::Slots)];
        let declared = DeclaredAgency {
            agency: Agency {
                name: row.text("name", sink).unwrap_or_else(|| {
                    known.map_or_else(|| id.clone(), |known| known.name.clone())
                }),
                disclosure: row
                    .read("disclosure", sink, one_of(&disclosure, "times, slots"))
                    .unwrap_or_default(),
                details: row
                    .read("details", sink, details)
                    .unwrap_or_else(|| catalogue.details_of(&kind)),
                counts: row
                    .read("counts", sink, yes_no)
                    .unwrap_or_else(|| counts_by_default(&kind)),
                counts_as: row.read("counts_as", sink, id_of),
                kind,
                id,
            },
            known_until: row.read("known_until", sink, date),
            hours: row.read("hours", sink, pattern),
        };
        if is_new {
            agencies.push(declared);
        }
    }
    agencies
}

fn read_calendars(rows: &[Row], day_lists: &DayLists, sink: &mut Sink) -> Vec<NamedCalendar> {
    let mut calendars = Vec::new();
    let mut seen = Ids::default();
    for row in rows {
        row.warn_of_others(sink);
        let Taken { id, is_new } = seen.take(row, Thing::Calendar, "st-marks-terms", sink);
        let open = stretches(row, "open", day_lists, sink);
        if row.get("open").is_none() {
            row.need("open", "2026-09-03..2026-10-23", sink);
        }
        let closed = days(row, "closed", day_lists, sink);
        let name = row.text("name", sink).unwrap_or_else(|| id.clone());
        if is_new {
            calendars.push(NamedCalendar {
                id,
                name,
                open,
                closed,
            });
        }
    }
    calendars.sort_by(|a, b| a.id.cmp(&b.id));
    calendars
}

/// Sees that no id is given twice.
#[derive(Default)]
pub(super) struct Ids {
    seen: std::collections::BTreeMap<String, Spot>,
}

/// What stands as a row's id. A row without a good id of its own is read for its other faults, and then left out.
pub(super) struct Taken {
    /// Empty where there is none, or none that can be read.
    pub id: String,
    /// It is a good one, and no row before has it.
    pub is_new: bool,
}

impl Ids {
    /// The row's id.
    pub fn take(
        &mut self,
        row: &Row,
        thing: Thing,
        example: &'static str,
        sink: &mut Sink,
    ) -> Taken {
        self.take_as("id", id, row, thing, example, sink)
    }

    /// The same from a column of another name, read by `parse`.
    pub fn take_as(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<String, FaultKind>,
        row: &Row,
        thing: Thing,
        example: &'static str,
        sink: &mut Sink,
    ) -> Taken {
        let spot = row.spot_of(column).clone();
        let text = row.need(column, example, sink);
        let id = text.and_then(|text| sink.take(&spot, parse(&text)));
        let new = id.clone().and_then(|id| self.add(id, thing, spot, sink));
        Taken {
            is_new: new.is_some(),
            id: id.unwrap_or_default(),
        }
    }

    pub fn add(&mut self, id: String, thing: Thing, spot: Spot, sink: &mut Sink) -> Option<String> {
        match self.seen.get(&id.to_lowercase()) {
            Some(first) => {
                let first = first.to_string();
                sink.fault(&spot, FaultKind::DuplicateId { thing, id, first });
                None
            }
            None => {
                self.seen.insert(id.to_lowercase(), spot);
                Some(id)
            }
        }
    }
}
