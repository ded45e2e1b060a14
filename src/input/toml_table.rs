//! TOML with the line and column of every value.

use super::columns::{Column, Columns, Schema};
use super::csv_table::decode;
use super::fault::{FaultKind, Place, Sink, Spot, WarningKind};
use super::table::{Entry, Field, Row, Value};
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// Deeper nesting than any table of ours has; keeps the conversion's own recursion small.
const DEEPEST: u32 = 16;

/// Turns byte offsets into places.
struct Lines {
    file: Arc<str>,
    text: String,
    /// Offset of the first byte of each line.
    starts: Vec<usize>,
}

impl Lines {
    fn new(file: &str, text: String) -> Lines {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines {
            file: Arc::from(file),
            starts: std::iter::once(0).chain(ends).collect(),
            text,
        }
    }

    fn spot(&self, offset: usize) -> Spot {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let before = self.text.get(self.starts[line - 1]..offset).unwrap_or("");
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Spot {
            file: Arc::clone(&self.file),
            place: Place::Line {
                line: number(line),
                column: number(before.chars().count() + 1),
            },
        }
    }
}

/// The top-level keys of a TOML file; `None` where it is no TOML.
pub(super) fn read_document(file: &str, bytes: &[u8], sink: &mut Sink) -> Option<Vec<Entry>> {
    let lines = Lines::new(file, decode(bytes).text);
    match DeTable::parse(&lines.text) {
        Ok(table) => Some(entries(&lines, table.get_ref(), 0, sink)),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let message = error.message().lines().next().unwrap_or("").to_owned();
            sink.fault(&lines.spot(at), FaultKind::TomlSyntax { message });
            None
        }
    }
}

fn entries(lines: &Lines, table: &DeTable<'_>, depth: u32, sink: &mut Sink) -> Vec<Entry> {
    let mut found = Vec::new();
    for (key, value) in table {
        let spot = lines.spot(value.span().start);
        if let Some(value) = convert(lines, value.get_ref(), &spot, depth, sink) {
            found.push((
                key.span().start,
                Entry {
                    key: key.get_ref().to_string(),
                    field: Field { spot, value },
                },
            ));
        }
    }
    // As written, not as the map sorts them: the order of rows and seats has a meaning.
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// A blank text is the same as a blank cell: nothing.
fn convert(
    lines: &Lines,
    value: &DeValue<'_>,
    spot: &Spot,
    depth: u32,
    sink: &mut Sink,
) -> Option<Value> {
    if depth > DEEPEST {
        sink.fault(spot, FaultKind::TooDeep);
        return None;
    }
    let text = match value {
        DeValue::String(text) => text.trim().to_owned(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(when) => when.to_string(),
        DeValue::Array(items) => {
            let convert_item = |item: &toml::Spanned<DeValue<'_>>| {
                let spot = lines.spot(item.span().start);
                let value = convert(lines, item.get_ref(), &spot, depth + 1, sink)?;
                Some(Field { spot, value })
            };
            return Some(Value::List(items.iter().filter_map(convert_item).collect()));
        }
        DeValue::Table(table) => {
            return Some(Value::Table(entries(lines, table, depth + 1, sink)));
        }
    };
    (!text.is_empty()).then_some(Value::Text(text))
}

/// The rows of a list of tables; one table alone is a list of one.
pub(super) fn rows_of(
    field: &Field,
    name: &'static str,
    columns: &'static [Column],
    sink: &mut Sink,
) -> Vec<Row> {
    let columns = Columns::new(columns);
    let items = match &field.value {
        Value::Text(_) => {
            sink.fault(&field.spot, FaultKind::NotRows { name });
            Vec::new()
        }
        _ => field.items(),
    };
    let mut rows = Vec::new();
    for item in items {
        match item.value {
            Value::Table(entries) => rows.push(Row::new(item.spot, entries, &columns, sink)),
            _ => sink.fault(&item.spot, FaultKind::NotRows { name }),
        }
    }
    rows
}

/// The rows of one of our tables, under any of its names.
pub(super) fn read_rows(
    file: &str,
    bytes: &[u8],
    schema: &Schema,
    sink: &mut Sink,
) -> Option<Vec<Row>> {
    let too_many = |rows: usize, sink: &mut Sink| {
        let most = schema.most;
        let what = FaultKind::TooManyRows { rows, most };
        let beyond = rows > most;
        if beyond {
            sink.fault(&Spot::file(file), what);
        }
        beyond
    };
    // Counted before anything is made of them; rows that are written otherwise are counted when they are there.
    let heads = decode(bytes).text;
    let heads = heads
        .lines()
        .filter(|line| line.trim_start().starts_with("[["));
    if too_many(heads.count(), sink) {
        return None;
    }
    let mut rows = Vec::new();
    for entry in read_document(file, bytes, sink)? {
        if schema.rows.contains(&entry.key.as_str()) {
            rows.extend(rows_of(&entry.field, schema.rows[0], schema.columns, sink));
        } else if entry.key != "format" {
            let column = entry.key;
            sink.warn(&entry.field.spot, WarningKind::UnknownColumn { column });
        }
    }
    (!too_many(rows.len(), sink)).then_some(rows)
}
