//! Rows of rule files: like those of the tables, but what is not known is a fault, since a figure that silently does not count
//! could let a limit pass.

use super::fault::RuleFault;
use crate::input::columns::{Column, Columns};
use crate::input::fault::{FaultKind, Sink, Spot};
use crate::input::hidden::quotable;
use crate::input::names::nearest;
use crate::input::table::{Field, Row, Value};
use chrono::NaiveDate;

/// The rows of `name = [{ … }]`; one table alone is a list of one.
pub(super) fn rows(
    field: &Field,
    name: &'static str,
    columns: &'static [Column],
    sink: &mut Sink,
) -> Vec<Row> {
    let fault = FaultKind::Rule(RuleFault::NotTables { name });
    if let Value::Text(_) = field.value {
        sink.fault(&field.spot, fault);
        return Vec::new();
    }
    let names = Columns::new(columns);
    let items = field.items();
    let read = items
        .into_iter()
        .filter_map(|item| row(&item, fault.clone(), columns, &names, sink));
    read.collect()
}

/// The row of `name = { … }`.
pub(super) fn table(
    field: &Field,
    name: &'static str,
    columns: &'static [Column],
    sink: &mut Sink,
) -> Option<Row> {
    let fault = FaultKind::Rule(RuleFault::NotTable { name });
    row(field, fault, columns, &Columns::new(columns), sink)
}

fn row(
    field: &Field,
    fault: FaultKind,
    columns: &'static [Column],
    names: &Columns,
    sink: &mut Sink,
) -> Option<Row> {
    let Value::Table(entries) = &field.value else {
        sink.fault(&field.spot, fault);
        return None;
    };
    let spot = field.spot.clone();
    let row = Row::new(spot, entries.clone(), names, sink);
    for entry in &row.others {
        let known = columns.iter().map(|column| column.name);
        unknown_key(&entry.field.spot, &entry.key, known, sink);
    }
    Some(row)
}

pub(super) fn unknown_key(
    spot: &Spot,
    key: &str,
    known: impl Iterator<Item = &'static str>,
    sink: &mut Sink,
) {
    let fault = RuleFault::UnknownKey {
        key: key.to_owned(),
        choices: nearest(key, known),
    };
    sink.fault(spot, FaultKind::Rule(fault));
}

/// A text that is shown as it stands; an address, which may be that of a feed, is refused.
pub(super) fn shown_text(text: &str) -> Result<String, FaultKind> {
    match quotable(text) {
        true => Ok(text.to_owned()),
        false => Err(FaultKind::FeedAddress),
    }
}

/// Such a text of a row.
pub(super) fn prose(row: &Row, name: &str, sink: &mut Sink) -> Option<String> {
    row.read(name, sink, shown_text)
}

/// The same, where it must be there.
pub(super) fn need_prose(
    row: &Row,
    name: &'static str,
    example: &'static str,
    sink: &mut Sink,
) -> Option<String> {
    if row.get(name).is_none() {
        let what = name;
        sink.fault(&row.spot, FaultKind::Missing { what, example });
    }
    prose(row, name, sink)
}

/// "there is no source "susex"; add it, or write one of: …".
pub(super) fn unknown<'a>(
    what: &'static str,
    text: &str,
    known: impl Iterator<Item = &'a str>,
) -> FaultKind {
    FaultKind::Rule(RuleFault::Unknown {
        what,
        text: text.to_owned(),
        choices: nearest(text, known),
    })
}

/// `2026-09-01`, as output writes it.
pub(super) fn shown(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}
