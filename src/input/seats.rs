//! Seats in either form, and what the names in them mean.
//!
//! Relies on [`seat`](super::seat) for the text form. Whether a seat can be filled is left to `checks`.

use super::columns::{Columns, SEAT, fold};
use super::fault::{FaultKind, Sink, Spot, Thing};
use super::names::{Names, nearest};
use super::people::mode;
use super::scalar::{id, number, percent, yes_no};
use super::seat::{DeputyText, SeatText, condition, deputy, level, parse_seat};
use super::table::{Field, Row, Value};
use crate::model::{DeputySpec, PartSpec, SeatSpec};
use std::collections::BTreeSet;

/// A seat in either form.
pub(super) fn read_seat(field: &Field, sink: &mut Sink) -> Option<(Spot, SeatText)> {
    let spot = field.spot.clone();
    let seat = match &field.value {
        Value::Text(text) => sink.take(&spot, parse_seat(text))?,
        Value::Table(entries) => {
            let row = Row::new(spot.clone(), entries.clone(), &Columns::new(SEAT), sink);
            seat_of_table(&row, sink)?
        }
        Value::List(_) => {
            sink.fault(&spot, FaultKind::NotText);
            return None;
        }
    };
    Some((spot, seat))
}

fn seat_of_table(row: &Row, sink: &mut Sink) -> Option<SeatText> {
    row.warn_of_others(sink);
    let phrases = |name: &str, sink: &mut Sink| -> Vec<String> {
        let texts = row.texts(name, sink);
        texts.into_iter().map(|(_, text)| text).collect()
    };
    let mut seat = SeatText {
        level: row.read("level", sink, level),
        places: row.read("n", sink, number(1, 1000)),
        roles: phrases("role", sink),
        mode: row.read("mode", sink, mode),
        when: row.read_items("when", sink, |text| Ok(condition(text))),
        partial_percent: row.read("partial", sink, percent),
        parts: phrases("parts", sink),
        direct_contact: row.read("direct", sink, yes_no).unwrap_or(false),
        weight: row.read("weight", sink, number(1, 1000)),
        id: row.read("id", sink, id),
        ..SeatText::default()
    };
    seat.roles.extend(phrases("any_of", sink));
    for name in phrases("who", sink) {
        seat.add_named(name);
    }
    seat.deputies = phrases("deputies", sink)
        .iter()
        .map(|phrase| deputy(phrase))
        .collect();
    if seat.roles.is_empty() {
        row.need("role", "social-worker", sink);
        return None;
    }
    Some(seat)
}

/// Looks up the names of a seat. `used` holds the ids of the meeting's seats so far.
pub(super) fn resolve(
    text: &SeatText,
    spot: &Spot,
    parts: &[PartSpec],
    names: &Names,
    used: &mut BTreeSet<String>,
    sink: &mut Sink,
) -> Option<SeatSpec> {
    let mut roles = Vec::new();
    let mut written = Vec::new();
    let mut good = true;
    for role in &text.roles {
        match sink.take(spot, names.roles.roles(role)) {
            Some(found) => {
                written.push(names.roles.id(role, &found));
                for role in found {
                    if !roles.contains(&role) {
                        roles.push(role);
                    }
                }
            }
            None => good = false,
        }
    }
    let contact = |name: &str, sink: &mut Sink| sink.take(spot, names.contact(name)).flatten();
    let named: Vec<_> = text
        .named
        .iter()
        .filter_map(|name| contact(name, sink))
        .collect();
    let named_count = named.len();
    let mut deputies = Vec::new();
    for deputy in &text.deputies {
        match deputy {
            DeputyText::Contact(name) => {
                deputies.extend(contact(name, sink).map(DeputySpec::Contact));
            }
            DeputyText::Role(role) => {
                let found = sink.take(spot, names.roles.roles(role));
                deputies.extend(found.into_iter().flatten().map(DeputySpec::Role));
            }
            DeputyText::Other => deputies.extend(roles.iter().map(|role| DeputySpec::Role(*role))),
        }
    }
    let part = |name: &String| {
        part_index(name, parts).ok_or_else(|| FaultKind::Unknown {
            thing: Thing::Part,
            text: name.clone(),
            home: "the meeting's parts",
            choices: nearest(name, parts.iter().map(|part| part.name.as_str())),
        })
    };
    let mut sits_in: Vec<usize> = text
        .parts
        .iter()
        .filter_map(|name| sink.take(spot, part(name)))
        .collect();
    sits_in.sort_unstable();
    sits_in.dedup();
    if !good {
        return None;
    }
    let wanted = text.id.clone().unwrap_or_else(|| written.join("+"));
    if text.id.is_some() && used.contains(&wanted) {
        let first = "another seat of the meeting".to_owned();
        let thing = Thing::Seat;
        let id = wanted.clone();
        sink.fault(spot, FaultKind::DuplicateId { thing, id, first });
    }
    Some(SeatSpec {
        id: unused(wanted, used),
        roles,
        places: text.places.unwrap_or(1),
        level: text.level.unwrap_or_default(),
        named,
        // Somebody who is not known has been told as such, and is not missed a second time.
        to_be_named: text.to_be_named || named_count < text.named.len(),
        deputies,
        mode: text.mode,
        when: text.when.clone(),
        partial_percent: text.partial_percent,
        parts: sits_in,
        weight: text.weight.unwrap_or(1),
        direct_contact: text.direct_contact,
    })
}

/// The id, or with `-2`, `-3` … behind it where it is taken: two seats for two schools.
pub(super) fn unused(wanted: String, used: &mut BTreeSet<String>) -> String {
    let mut id = wanted.clone();
    let mut number = 2;
    while used.contains(&id) {
        id = format!("{wanted}-{number}");
        number += 1;
    }
    used.insert(id.clone());
    id
}

/// A part by its number from 1 or by its name.
fn part_index(text: &str, parts: &[PartSpec]) -> Option<usize> {
    if let Ok(number) = text.parse::<usize>() {
        return number
            .checked_sub(1)
            .filter(|index| *index < parts.len().max(1));
    }
    parts.iter().position(|part| fold(&part.name) == fold(text))
}
