//! The parts of a meeting: `father 0-40; mother 40-90 @ willow-room`, or tables.

use super::columns::{Columns, PART, fold};
use super::fault::{FaultKind, Sink, Spot, Wanted};
use super::hours::is_none_word;
use super::names::Names;
use super::scalar::{minutes, not};
use super::table::{Row, Value};
use crate::model::{PartSpec, PartVenueSpec};

/// The parts of a row, each with where it is written.
pub(super) fn read_parts(row: &Row, names: &Names, sink: &mut Sink) -> Vec<(Spot, PartSpec)> {
    let mut parts: Vec<(Spot, PartSpec)> = Vec::new();
    for item in row.items("parts") {
        let before = parts.last();
        let begins = before.map_or(0, |(_, part)| part.offset_minutes + part.length_minutes);
        let part = match &item.value {
            Value::Table(entries) => {
                let table = Row::new(
                    item.spot.clone(),
                    entries.clone(),
                    &Columns::new(PART),
                    sink,
                );
                table.warn_of_others(sink);
                part_of_table(&table, begins, names, sink)
            }
            _ => item.as_text(sink).map(str::to_owned).and_then(|text| {
                let (head, venue) = text.split_once('@').unwrap_or((&text, ""));
                let (name, from, to) = sink.take(&item.spot, part_text(head, &text))?;
                let venue = part_venue(venue.trim(), &item.spot, names, sink);
                Some(PartSpec {
                    name,
                    offset_minutes: from,
                    length_minutes: to - from,
                    venue,
                })
            }),
        };
        parts.extend(part.map(|part| (item.spot.clone(), part)));
    }
    parts
}

/// `father 0-45`, in minutes or with units.
fn part_text(head: &str, whole: &str) -> Result<(String, u32, u32), FaultKind> {
    let wrong = || not(Wanted::Part, whole);
    let head = head.trim();
    let Some((name, times)) = head.rsplit_once(' ') else {
        return wrong();
    };
    let Some((from, to)) = times.split_once(['-', '–']) else {
        return wrong();
    };
    match (offset(from), offset(to)) {
        (Ok(from), Ok(to)) if from < to => Ok((name.trim().to_owned(), from, to)),
        (Ok(_), Ok(_)) => Err(FaultKind::EndsBeforeItBegins {
            text: whole.to_owned(),
        }),
        _ => wrong(),
    }
}

/// Minutes from the meeting's start, which may be none.
fn offset(text: &str) -> Result<u32, FaultKind> {
    if matches!(fold(text).as_str(), "0" | "0m" | "00") {
        return Ok(0);
    }
    minutes(text)
}

fn part_of_table(row: &Row, begins: u32, names: &Names, sink: &mut Sink) -> Option<PartSpec> {
    let name = row.need("name", "father", sink)?;
    let from = match row.get("from") {
        Some(_) => row.read("from", sink, offset)?,
        None => begins,
    };
    let length = match row.get("to") {
        Some(field) => {
            let to = row.read("to", sink, offset)?;
            let Some(length) = to.checked_sub(from).filter(|length| *length > 0) else {
                let text = format!("{from}-{to}");
                sink.fault(&field.spot, FaultKind::EndsBeforeItBegins { text });
                return None;
            };
            length
        }
        None => {
            if row.get("length").is_none() {
                row.need("length", "45m", sink);
            }
            row.read("length", sink, minutes)?
        }
    };
    let venue = row.text("venue", sink).unwrap_or_default();
    Some(PartSpec {
        name,
        offset_minutes: from,
        length_minutes: length,
        venue: part_venue(&venue, row.spot_of("venue"), names, sink),
    })
}

fn part_venue(text: &str, spot: &Spot, names: &Names, sink: &mut Sink) -> PartVenueSpec {
    if text.is_empty() {
        return PartVenueSpec::Meeting;
    }
    if is_none_word(text) {
        return PartVenueSpec::None;
    }
    let venue = sink.take(spot, names.venue(text)).flatten();
    venue.map_or(PartVenueSpec::Meeting, PartVenueSpec::Named)
}
