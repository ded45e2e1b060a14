//! Rows of named fields, each with its place: what CSV and TOML have in common.
//!
//! TOML scalars become text here, so that one parser a kind of value serves both and the two spellings of a table
//! cannot come to mean different things. What the fields mean is left to the readers of each table.

use super::columns::{Columns, Schema};
use super::fault::{FaultKind, Sink, Spot, WarningKind};
use super::hidden::is_address;
use super::{csv_table, toml_table};
use std::collections::BTreeMap;

/// A value and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Field {
    pub spot: Spot,
    pub value: Value,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Value {
    /// Trimmed, never empty.
    Text(String),
    List(Vec<Field>),
    Table(Vec<Entry>),
}

#[derive(Clone, PartialEq, Debug)]
pub(super) struct Entry {
    pub key: String,
    pub field: Field,
}

impl Field {
    pub fn text(spot: &Spot, text: &str) -> Field {
        Field {
            spot: spot.clone(),
            value: Value::Text(text.to_owned()),
        }
    }

    /// The one value, or a fault.
    pub fn as_text(&self, sink: &mut Sink) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => {
                sink.fault(&self.spot, FaultKind::NotText);
                None
            }
        }
    }

    /// A list as it is written in either form: `a; b` or an array.
    pub fn items(&self) -> Vec<Field> {
        match &self.value {
            Value::Text(text) => text
                .split([';', '\n'])
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(|item| Field::text(&self.spot, item))
                .collect(),
            Value::List(items) => items.clone(),
            Value::Table(_) => vec![self.clone()],
        }
    }

    /// The items that are texts; others are faults.
    pub fn texts(&self, sink: &mut Sink) -> Vec<(Spot, String)> {
        self.items()
            .into_iter()
            .filter_map(|item| {
                let text = item.as_text(sink)?.to_owned();
                Some((item.spot, text))
            })
            .collect()
    }
}

/// Notes where addresses stand, before anything in the field can be at fault.
fn watch_for_addresses(field: &Field, column: Option<&str>, sink: &mut Sink) {
    let mut open = vec![field];
    while let Some(field) = open.pop() {
        match &field.value {
            // A name would be shown wherever its bearer is.
            Value::Text(text) if column == Some("name") && is_address(text) => {
                sink.fault(&field.spot, FaultKind::FeedAddress);
            }
            // `j.okafor/m.singh` looks like a path, and each half is told by itself.
            Value::Text(text) if column == Some("apart") && text.matches('/').count() == 1 => {}
            Value::Text(text) => sink.reading(&field.spot, text),
            Value::List(items) => open.extend(items),
            Value::Table(entries) => open.extend(entries.iter().map(|entry| &entry.field)),
        }
    }
}

/// One row of a table. Blank cells are not in it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Row {
    pub spot: Spot,
    pub fields: BTreeMap<&'static str, Field>,
    /// What stands under names that no column has.
    pub others: Vec<Entry>,
}

impl Row {
    /// Sorts entries to the columns that they are meant for.
    pub fn new(spot: Spot, entries: Vec<Entry>, columns: &Columns, sink: &mut Sink) -> Row {
        let mut row = Row {
            spot,
            fields: BTreeMap::new(),
            others: Vec::new(),
        };
        for entry in entries {
            let found = columns.find(&entry.key);
            watch_for_addresses(&entry.field, found.map(|column| column.name), sink);
            match found {
                None => row.others.push(entry),
                Some(column) => {
                    let spot = entry.field.spot.clone();
                    if row.fields.insert(column.name, entry.field).is_some() {
                        let first = "another one".to_owned();
                        let column = column.name;
                        sink.fault(&spot, FaultKind::SameColumnTwice { column, first });
                    }
                }
            }
        }
        row
    }

    /// Says which fields are not read. For tables whose further names have no meaning.
    pub fn warn_of_others(&self, sink: &mut Sink) {
        for entry in &self.others {
            let column = entry.key.clone();
            sink.warn(&entry.field.spot, WarningKind::UnknownColumn { column });
        }
    }

    pub fn get(&self, name: &str) -> Option<&Field> {
        self.fields.get(name)
    }

    /// Where a field stands, or the row where it is absent.
    pub fn spot_of(&self, name: &str) -> &Spot {
        self.get(name).map_or(&self.spot, |field| &field.spot)
    }

    pub fn text(&self, name: &str, sink: &mut Sink) -> Option<String> {
        Some(self.get(name)?.as_text(sink)?.to_owned())
    }

    /// A field that must be there.
    pub fn need(
        &self,
        name: &'static str,
        example: &'static str,
        sink: &mut Sink,
    ) -> Option<String> {
        if self.get(name).is_none() {
            let what = FaultKind::Missing {
                what: name,
                example,
            };
            sink.fault(&self.spot.wanting(name), what);
        }
        self.text(name, sink)
    }

    /// A field read by `parse`; absent is `None`, and so is a fault, which is then in the sink.
    pub fn read<T>(
        &self,
        name: &str,
        sink: &mut Sink,
        parse: impl FnOnce(&str) -> Result<T, FaultKind>,
    ) -> Option<T> {
        let field = self.get(name)?;
        let result = parse(field.as_text(sink)?);
        sink.take(&field.spot, result)
    }

    pub fn items(&self, name: &str) -> Vec<Field> {
        self.get(name).map_or_else(Vec::new, Field::items)
    }

    pub fn texts(&self, name: &str, sink: &mut Sink) -> Vec<(Spot, String)> {
        self.get(name)
            .map_or_else(Vec::new, |field| field.texts(sink))
    }

    /// Every item of a list read by `parse`.
    pub fn read_items<T>(
        &self,
        name: &str,
        sink: &mut Sink,
        mut parse: impl FnMut(&str) -> Result<T, FaultKind>,
    ) -> Vec<T> {
        let texts = self.texts(name, sink);
        texts
            .into_iter()
            .filter_map(|(spot, text)| sink.take(&spot, parse(&text)))
            .collect()
    }
}

/// A table as it came out of its file.
#[derive(Debug)]
pub(super) struct Table {
    pub rows: Vec<Row>,
    /// False where the file could not be read as a table, so that what it should have held is not missed elsewhere.
    pub complete: bool,
}

/// Reads the table from its `.csv` or `.toml` file; an absent file is an empty table.
pub(super) fn read_table(
    tables: &BTreeMap<String, Vec<u8>>,
    schema: &Schema,
    sink: &mut Sink,
) -> Table {
    let (csv, toml) = (
        format!("{}.csv", schema.name),
        format!("{}.toml", schema.name),
    );
    let rows = match (tables.get(&csv), tables.get(&toml)) {
        (None, None) => Some(Vec::new()),
        (Some(bytes), None) => csv_table::read(&csv, bytes, schema, sink),
        (None, Some(bytes)) => toml_table::read_rows(&toml, bytes, schema, sink),
        (Some(_), Some(_)) => {
            sink.fault(&Spot::file(&toml), FaultKind::BothFormats { other: csv });
            None
        }
    };
    Table {
        complete: rows.is_some(),
        rows: rows.unwrap_or_default(),
    }
}
