//! The list of cases whose review dates are wanted: one row a case, or one a chain of a case.
//!
//! Relies on the rule book for what types there are and what each counts from; dates are worked out elsewhere. The columns that say
//! which clock a meeting has are read here for the list of held meetings too (`held`).

use super::columns::{Column, Columns, Schema, columns};
use super::dates::date;
use super::fault::{Fault, FaultKind, Sink, Spot, Thing, Warning};
use super::kinds::{idle_anchors, idle_flags, look_up, of_another_nation, with_followers};
use super::meetings::reference;
use super::rules::nearest_types;
use super::scalar::number;
use super::seat::flag_state;
use super::settings::nation;
use super::subjects::read_anchors;
use super::table::{Entry, Field, Row, Value};
use super::{csv_table, toml_table};
use crate::model::CaseRow;
use crate::model::rules::{Anchor, MeetingType, RuleBook, RuleKind};
use crate::time::Nation;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::path::Path;

const CASES: Schema = Schema {
    name: "cases",
    rows: &["case", "cases"],
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
            if !kind.nations.is_empty() && !kind.nations.contains(&case.nation) {
                let what = of_another_nation(kind, case.nation, self.book);
                sink.warn(row.spot_of("nation"), what);
            }
        }
        self.warn_of_idle(&case, kind, row, sink);
        (sink.faults.len() == before).then_some(case)
    }

    /// Flags and days that nothing counts by are more likely a slip of the pen than not, and then a limit is another one.
    fn warn_of_idle(&self, case: &CaseRow, kind: &MeetingType, row: &Row, sink: &mut Sink) {
        if case.flags.is_empty() && case.anchors.is_empty() {
            return;
        }
        let types = with_followers(kind, self.book);
        let flags = idle_flags(&case.flags, &types);
        let anchors = idle_anchors(&case.anchors, &types);
        for (column, idle) in [("flags", flags), ("anchors", anchors)] {
            for what in idle {
                sink.warn(row.spot_of(column), what);
            }
        }
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
    let counted_back = kind
        .rules
        .iter()
        .any(|rule| rule.kind == RuleKind::Before && rule.from == Anchor::Trigger);
    let earlier = [
        ("trigger", case.trigger.filter(|_| !counted_back)),
        ("previous", case.previous),
    ];
    for (column, earlier) in earlier {
        let Some(earlier) = earlier.filter(|earlier| meeting < *earlier) else {
            continue;
        };
        let name = if row.get("held").is_some() {
            "held"
        } else {
            "meeting"
        };
        let what = FaultKind::BeforeItsStart {
            meeting,
            start: column,
            date: earlier,
        };
        sink.fault(row.spot_of(name), what);
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
