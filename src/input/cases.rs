//! The list of cases whose review dates are wanted: one row a case, or one a chain of a case.
//!
//! Relies on the rule book for what types there are and what each counts from; dates are worked out elsewhere. The columns that say
//! which clock a meeting has are read here for the list of held meetings too (`held`).

use super::columns::{Column, Columns, Schema, columns};
use super::dates::date;
use super::fault::{Fault, FaultKind, Sink, Spot, Thing, Warning, WarningKind};
use super::kinds::{anchor_of_no_rule, look_up, of_another_nation};
use super::meetings::reference;
use super::names::nearest;
use super::rules::nearest_types;
use super::scalar::number;
use super::seat::flag_state;
use super::settings::nation;
use super::subjects::read_anchors;
use super::table::{Entry, Field, Row, Value};
use super::{csv_table, toml_table};
use crate::model::CaseRow;
use crate::model::rules::{Anchor, INQUORATE, MeetingType, RuleBook, RuleKind};
use crate::time::Nation;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::Path;

const CASES: Schema = Schema {
    name: "cases",
    rows: &["case", "cases"],
    most: 1_000_000,
    columns: columns! {
        "ref": "reference", "case", "case ref", "case reference", "case number", "id";
        "type": "kind", "meeting type", "type of meeting", "review type";
        "trigger": "trigger date", "started", "clock starts", "start", "strategy discussion", "became looked after", "plan made";
        "previous": "previous date", "previous meeting", "previous review", "last held", "last meeting", "last review";
        "number": "meeting number", "review number", "no", "nth";
        "meeting": "meeting date", "date of meeting", "planned", "planned for", "booked", "booked for", "date", "next review";
        "flags": "flag", "circumstances";
        "anchors": "anchor", "other dates", "further dates", "dates";
        "nation": "country";
    },
};

/// Reads a list of cases: `.toml`, else a table as spreadsheets write it. `nation` holds where a row names none.
pub fn read_cases(
    file: &str,
    bytes: &[u8],
    book: &RuleBook,
    nation: Nation,
) -> Result<(Vec<CaseRow>, Vec<Warning>), Vec<Fault>> {
    let mut sink = Sink::default();
    let mut reader = CaseReader::new(book, nation);
    let rows = rows(file, bytes, &CASES, &mut sink);
    let mut cases = Vec::new();
    for row in rows.iter().flatten() {
        row.warn_of_others(&mut sink);
        let meeting = row.read("meeting", &mut sink, date);
        cases.extend(reader.read(row, meeting, &mut sink));
    }
    sink.finish(rows.is_some().then_some(cases))
}

/// Reads one case that is stated on the command line: columns of a list of cases with their values, each of which may be given
/// several times. Faults are located at `--<column>`.
pub fn read_case(
    columns: &[(&str, &str)],
    book: &RuleBook,
    nation: Nation,
) -> Result<(CaseRow, Vec<Warning>), Vec<Fault>> {
    let mut sink = Sink::default();
    let mut lists: BTreeMap<&str, Vec<Field>> = BTreeMap::new();
    for (name, text) in columns {
        let flag = match *name {
            "type" => "TYPE".to_owned(),
            "anchors" => "--anchor".to_owned(),
            "flags" => "--flag".to_owned(),
            other => format!("--{other}"),
        };
        let field = Field::text(&Spot::file(&flag), text.trim());
        lists.entry(name).or_default().push(field);
    }
    let entries = lists.into_iter().map(|(name, mut fields)| Entry {
        key: name.to_owned(),
        field: match fields.len() {
            1 => fields.remove(0),
            _ => Field {
                spot: fields[0].spot.clone(),
                value: Value::List(fields),
            },
        },
    });
    let entries = entries.collect();
    let row = Row::new(
        Spot::flags(),
        entries,
        &Columns::new(CASES.columns),
        &mut sink,
    );
    let meeting = row.read("meeting", &mut sink, date);
    let case = CaseReader::new(book, nation).read(&row, meeting, &mut sink);
    sink.finish(case)
}

/// The rows of a list that may be of either form, by the ending of its name.
pub(super) fn rows(file: &str, bytes: &[u8], schema: &Schema, sink: &mut Sink) -> Option<Vec<Row>> {
    let ending = Path::new(file).extension();
    match ending.is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
        true => toml_table::read_rows(file, bytes, schema, sink),
        false => csv_table::read(file, bytes, schema, sink),
    }
}

/// Reads the columns that say which clock a meeting has.
pub(super) struct CaseReader<'b> {
    book: &'b RuleBook,
    nation: Nation,
    /// What was looked up before: lists name the same few types over and over.
    known: BTreeMap<(String, Option<Nation>), Result<&'b MeetingType, FaultKind>>,
}

impl<'b> CaseReader<'b> {
    pub fn new(book: &'b RuleBook, nation: Nation) -> CaseReader<'b> {
        CaseReader {
            book,
            nation,
            known: BTreeMap::new(),
        }
    }

    /// The case of a row, or `None` with what is wrong in the sink. `meeting` has been read by the caller, who knows its column.
    pub fn read(
        &mut self,
        row: &Row,
        meeting: Option<NaiveDate>,
        sink: &mut Sink,
    ) -> Option<CaseRow> {
        let before = sink.faults.len();
        let stated = row.read("nation", sink, nation);
        let name = row.need("ref", "CP-2041", sink);
        let name = name.and_then(|text| sink.take(row.spot_of("ref"), reference(&text)));
        let kind = row.need("type", "icpc", sink);
        let kind = kind.and_then(|text| {
            let found = self.kind(&text, stated);
            sink.take(row.spot_of("type"), found)
        });
        let trigger = row.read("trigger", sink, date);
        let previous = row.read("previous", sink, date);
        let place = row.read("number", sink, number(1, 999));
        let flags = row.read_items("flags", sink, |text| Ok(flag_state(text)));
        let anchors = read_anchors(row, sink);
        let kind = kind?;
        let case = CaseRow {
            reference: name?,
            kind: kind.id.clone(),
            nation: stated.unwrap_or_else(|| nation_for(kind, self.nation)),
            trigger,
            previous,
            number: place,
            meeting,
            starts: None,
            flags,
            anchors,
        };
        if sink.faults.len() == before {
            check(&case, kind, row, sink);
            check_names(&case, kind, self.book, row, sink);
            if !kind.nations.is_empty() && !kind.nations.contains(&case.nation) {
                let what = of_another_nation(kind, case.nation, self.book);
                sink.warn(row.spot_of("nation"), what);
            }
        }
        (sink.faults.len() == before).then_some(case)
    }

    fn kind(&mut self, text: &str, nation: Option<Nation>) -> Result<&'b MeetingType, FaultKind> {
        let (book, usual) = (self.book, self.nation);
        let found = self.known.entry((text.to_owned(), nation));
        let found = found.or_insert_with(|| kind_meant(book, text, nation.unwrap_or(usual)));
        found.clone()
    }
}

/// The one type that a text means.
pub fn kind_meant<'b>(
    book: &'b RuleBook,
    text: &str,
    nation: Nation,
) -> Result<&'b MeetingType, FaultKind> {
    look_up(text, nation, book)?.ok_or_else(|| FaultKind::Unknown {
        thing: Thing::MeetingType,
        text: text.to_owned(),
        home: "the rules",
        choices: nearest_types(book, text).join(", "),
    })
}

/// Whose holidays hold for a type: those of `usual`, unless the type is not one of that nation.
pub fn nation_for(kind: &MeetingType, usual: Nation) -> Nation {
    match kind.nations.first() {
        Some(first) if !kind.nations.contains(&usual) => *first,
        _ => usual,
    }
}

/// Whether the type can be counted at all, and whether its dates stand in an order that can be.
fn check(case: &CaseRow, kind: &MeetingType, row: &Row, sink: &mut Sink) {
    if !has_start(kind, case.trigger, case.previous, &case.anchors) {
        let what = FaultKind::NoStart {
            kind: kind.id.clone(),
            trigger: kind.trigger.clone(),
        };
        sink.fault(&row.spot.wanting("trigger"), what);
    }
    let Some(meeting) = case.meeting else { return };
    if let Some(what) = before_its_start(kind, case.trigger, case.previous, meeting) {
        let name = match row.get("held") {
            Some(_) => "held",
            None => "meeting",
        };
        sink.fault(row.spot_of(name), what);
    }
}

/// That a meeting on that day would be before what its clock counts from.
pub fn before_its_start(
    kind: &MeetingType,
    trigger: Option<NaiveDate>,
    previous: Option<NaiveDate>,
    meeting: NaiveDate,
) -> Option<FaultKind> {
    let counted_back = kind
        .rules
        .iter()
        .any(|rule| rule.kind == RuleKind::Before && rule.from == Anchor::Trigger);
    let earlier = [
        ("trigger", trigger.filter(|_| !counted_back)),
        ("previous", previous),
    ];
    let mut earlier = earlier
        .into_iter()
        .filter_map(|(column, date)| Some((column, date?)));
    let (start, date) = earlier.find(|(_, date)| meeting < *date)?;
    Some(FaultKind::BeforeItsStart {
        meeting,
        start,
        date,
    })
}

/// Whether the rules know the flags and named days: what they do not know changes nothing, and is most likely a slip of the pen.
fn check_names(case: &CaseRow, kind: &MeetingType, book: &RuleBook, row: &Row, sink: &mut Sink) {
    let known = || book.flags.iter().map(|flag| flag.id.as_str());
    for (index, state) in case.flags.iter().enumerate() {
        let flag = &state.flag;
        if case.flags[..index]
            .iter()
            .any(|other| other.flag == *flag && other.set != state.set)
        {
            let what = FaultKind::FlagBothWays { flag: flag.clone() };
            sink.fault(row.spot_of("flags"), what);
        } else if flag != INQUORATE && !known().any(|known| known == flag) {
            let what = WarningKind::UnknownFlag {
                flag: flag.clone(),
                choices: nearest(flag, known()),
            };
            sink.warn(row.spot_of("flags"), what);
        }
    }
    // A day may be meant for a meeting that follows and is of another type.
    let is_known = |name: &str| {
        let mut rules = book.types.iter().flat_map(|kind| &kind.rules);
        rules.any(|rule| {
            rule.id == name || rule.gives.as_deref() == Some(name) || rule.from.id() == name
        })
    };
    for name in case.anchors.keys() {
        if !is_known(name) {
            let what = anchor_of_no_rule(name, &[kind]);
            sink.warn(row.spot_of("anchors"), what);
        }
    }
}

/// Whether anything is stated from which a rule of the type counts.
fn has_start(
    kind: &MeetingType,
    trigger: Option<NaiveDate>,
    previous: Option<NaiveDate>,
    anchors: &BTreeMap<String, NaiveDate>,
) -> bool {
    let stated = |rule: &crate::model::rules::TimeRule| match &rule.from {
        Anchor::Named(name) => anchors.contains_key(name),
        _ => false,
    };
    trigger.is_some() || previous.is_some() || kind.rules.iter().any(stated)
}

/// The columns of a list, for the test that no heading means two of them.
#[cfg(test)]
pub(super) const COLUMNS: &[Column] = CASES.columns;
