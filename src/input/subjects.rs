//! Whom a meeting is about, and the days that its clocks count from.
//!
//! ```text
//! 2041-A; 2041-B (trigger 1/9/2026); 2041-C (rcpc, trigger 1/9/2026, previous 3/12/2026, number 2)
//! decision 25/11/2024; draft-served 1/12/2025
//! ```

use super::columns::{Columns, SUBJECT};
use super::dates::date;
use super::fault::{FaultKind, Sink, Spot, Thing, Wanted};
use super::kinds::{look_up, unknown_type};
use super::meetings::{reference, warn_of_name};
use super::names::Names;
use super::scalar::{not, number};
use super::seat::flag_name;
use super::table::{Row, Value};
use crate::model::Subject;
use crate::model::rules::RuleBook;
use crate::time::Nation;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A subject as far as it is written by itself.
#[derive(Default)]
struct Stated {
    id: Option<String>,
    /// Where its id stands.
    spot: Option<Spot>,
    /// The type as written.
    kind: Option<(Spot, String)>,
    trigger: Option<NaiveDate>,
    previous: Option<NaiveDate>,
    number: Option<u32>,
}

/// The number of a meeting in its chain.
fn place_in_chain(text: &str) -> Result<u32, FaultKind> {
    number(1, 1000)(text)
}

/// The subjects of a row; what they do not say for themselves the row says for all of them.
pub(super) fn read_subjects(
    row: &Row,
    names: &Names,
    nation: Nation,
    book: &RuleBook,
    sink: &mut Sink,
) -> Vec<Subject> {
    let trigger = row.read("trigger", sink, date);
    let previous = row.read("previous", sink, date);
    let number = row.read("number", sink, place_in_chain);
    let mut subjects: Vec<Subject> = Vec::new();
    let mut first_spots: Vec<Spot> = Vec::new();
    for item in row.items("subjects") {
        let stated = match &item.value {
            Value::Table(entries) => {
                let columns = Columns::new(SUBJECT);
                let table = Row::new(item.spot.clone(), entries.clone(), &columns, sink);
                table.warn_of_others(sink);
                Stated {
                    id: table.need("id", "child-1", sink),
                    spot: Some(table.spot_of("id").clone()),
                    kind: table
                        .text("type", sink)
                        .map(|text| (table.spot_of("type").clone(), text)),
                    trigger: table.read("trigger", sink, date),
                    previous: table.read("previous", sink, date),
                    number: table.read("number", sink, place_in_chain),
                }
            }
            _ => match item.as_text(sink).map(str::to_owned) {
                Some(text) => in_cell(&text, &item.spot, sink),
                None => Stated::default(),
            },
        };
        let spot = stated.spot.unwrap_or_else(|| item.spot.clone());
        let Some(id) = stated
            .id
            .and_then(|text| sink.take(&spot, reference(&text)))
        else {
            continue;
        };
        warn_of_name(&id, &spot, names, sink);
        let kind = stated.kind.and_then(|(spot, text)| {
            let found = sink.take(&spot, look_up(&text, nation, book)).flatten();
            if found.is_none() && !book.types.is_empty() {
                sink.warn(&spot, unknown_type(&text, book));
            }
            found.map(|kind| kind.id.clone())
        });
        let same = |other: &Subject| other.id.eq_ignore_ascii_case(&id) && other.kind == kind;
        if let Some(known) = subjects.iter().position(same) {
            let first = first_spots[known].to_string();
            let thing = Thing::Meeting;
            sink.fault(&spot, FaultKind::DuplicateId { thing, id, first });
            continue;
        }
        first_spots.push(spot);
        subjects.push(Subject {
            id,
            kind,
            trigger: stated.trigger.or(trigger),
            previous: stated.previous.or(previous),
            number: stated.number.or(number),
        });
    }
    if subjects.is_empty() && (trigger.is_some() || previous.is_some() || number.is_some()) {
        // The dates belong to somebody, even where no id was thought necessary.
        subjects.push(Subject {
            id: Subject::UNNAMED.to_owned(),
            kind: None,
            trigger,
            previous,
            number,
        });
    }
    subjects
}

/// `2041-A (rcpc, trigger 1/9/2026, number 2)`.
fn in_cell(text: &str, spot: &Spot, sink: &mut Sink) -> Stated {
    let mut stated = Stated::default();
    let Some((id, rest)) = text.split_once('(') else {
        stated.id = Some(text.to_owned());
        return stated;
    };
    stated.id = Some(id.trim().to_owned());
    let wrong = |problem| FaultKind::SubjectSyntax {
        text: text.to_owned(),
        problem,
    };
    let Some(inner) = rest.trim_end().strip_suffix(')') else {
        sink.fault(spot, wrong("has a bracket that is not closed"));
        return stated;
    };
    for word in inner
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
    {
        let (head, tail) = word.split_once([' ', '=', ':']).unwrap_or((word, ""));
        let tail = tail.trim_start_matches(['=', ':', ' ']);
        match head.to_lowercase().as_str() {
            "trigger" => stated.trigger = sink.take(spot, date(tail)),
            "previous" => stated.previous = sink.take(spot, date(tail)),
            "number" => stated.number = sink.take(spot, place_in_chain(tail)),
            "type" => stated.kind = Some((spot.clone(), tail.to_owned())),
            _ if stated.kind.is_some() => sink.fault(spot, wrong("names two types")),
            _ => stated.kind = Some((spot.clone(), word.to_owned())),
        }
    }
    stated
}

/// Named days: `decision 25/11/2024`, also with `=` or `:` between, and in TOML a table.
pub(super) fn read_anchors(row: &Row, sink: &mut Sink) -> BTreeMap<String, NaiveDate> {
    let mut anchors = BTreeMap::new();
    let mut add = |name: &str, day: NaiveDate, spot: &Spot, sink: &mut Sink| {
        let name = flag_name(name);
        if anchors
            .insert(name.clone(), day)
            .is_some_and(|old| old != day)
        {
            sink.fault(spot, FaultKind::Twice { text: name });
        }
    };
    for item in row.items("anchors") {
        if let Value::Table(entries) = &item.value {
            for entry in entries {
                let spot = &entry.field.spot;
                let text = entry.field.as_text(sink).map(str::to_owned);
                if let Some(day) = text.and_then(|text| sink.take(spot, date(&text))) {
                    add(&entry.key, day, spot, sink);
                }
            }
            continue;
        }
        let Some(text) = item.as_text(sink).map(str::to_owned) else {
            continue;
        };
        if let Some((name, day)) = sink.take(&item.spot, anchor(&text)) {
            add(name, day, &item.spot, sink);
        }
    }
    anchors
}

/// A name and the day behind it; a name may have several words, and a date too.
fn anchor(text: &str) -> Result<(&str, NaiveDate), FaultKind> {
    for (at, _) in text.match_indices([' ', '=', ':']) {
        let name = text[..at].trim_matches([' ', '=', ':']);
        let rest = text[at..].trim_matches([' ', '=', ':']);
        match date(rest) {
            Ok(day) if !name.is_empty() => return Ok((name, day)),
            // Where figures begin, the date was meant to begin.
            Err(fault) if rest.starts_with(|c: char| c.is_ascii_digit()) => return Err(fault),
            Ok(_) | Err(_) => {}
        }
    }
    not(Wanted::Anchor, text)
}
