//! The venues table: rooms, what they hold, and how far they are apart.

use super::Files;
use super::columns::VENUES;
use super::dates::date;
use super::fault::{FaultKind, Sink, Spot, Thing, Wanted};
use super::hours::pattern;
use super::names::{Index, unknown_venue, venue_index};
use super::people::{FeedFiles, phone, read_buffer, read_exceptions};
use super::scalar::{minutes, not, number, yes_no};
use super::settings::{Ids, Taken, zone};
use super::table::{Row, Value, read_table};
use crate::model::{Venue, VenueId};
use std::collections::BTreeMap;

/// Venues sorted by id.
pub(super) struct Venues {
    pub venues: Vec<Venue>,
    pub complete: bool,
}

pub(super) fn read(files: &Files, feeds: &mut FeedFiles<'_>, sink: &mut Sink) -> Venues {
    let table = read_table(&files.tables, &VENUES, sink);
    let mut seen = Ids::default();
    let mut found: Vec<(Venue, &Row)> = Vec::new();
    for row in &table.rows {
        row.warn_of_others(sink);
        let Taken { id, is_new } = seen.take(row, Thing::Venue, "town-hall", sink);
        let venue = venue(id, row, feeds, sink);
        if is_new {
            found.push((venue, row));
        }
    }
    found.sort_by(|a, b| a.0.id.cmp(&b.0.id));
    let index = venue_index(found.iter().map(|(venue, _)| (&*venue.id, &*venue.name)));
    let travel = travel(&found, &index, sink);
    let mut venues: Vec<Venue> = found.into_iter().map(|(venue, _)| venue).collect();
    for ((from, to), minutes) in travel {
        venues[from.index()].travel.push((to, minutes));
    }
    Venues {
        venues,
        complete: table.complete,
    }
}

fn venue(id: String, row: &Row, feeds: &mut FeedFiles<'_>, sink: &mut Sink) -> Venue {
    let known_until = row.read("known_until", sink, date);
    Venue {
        name: row.text("name", sink).unwrap_or_else(|| id.clone()),
        address: row.text("address", sink),
        phone: phone(row, sink),
        capacity: row.read("capacity", sink, number(1, 100_000)),
        features: read_features(row, sink),
        zone: row.read("zone", sink, zone),
        pattern: row.read("pattern", sink, pattern),
        exceptions: read_exceptions(row, sink),
        feeds: feeds.of(&id, row, known_until, sink),
        buffer: read_buffer(row, sink).unwrap_or_default(),
        travel: Vec::new(),
        confidential: row.read("confidential", sink, yes_no).unwrap_or(false),
        id,
    }
}

/// Features are compared by their letters, so they are kept in one spelling: `step-free`.
pub(super) fn read_features(row: &Row, sink: &mut Sink) -> Vec<String> {
    let spelled = |text: &str| {
        let words: Vec<&str> = text
            .split([' ', '_', '-'])
            .filter(|w| !w.is_empty())
            .collect();
        Ok(words.join("-").to_lowercase())
    };
    let mut features = row.read_items("features", sink, spelled);
    features.sort_unstable();
    features.dedup();
    features
}

/// Both ways of every pair; where the two ways are stated differently, the longer is taken for both.
fn travel(
    found: &[(Venue, &Row)],
    index: &Index<VenueId>,
    sink: &mut Sink,
) -> BTreeMap<(VenueId, VenueId), u32> {
    let mut travel = BTreeMap::new();
    for ((_, row), number) in found.iter().zip(0..) {
        let here = VenueId(number);
        for (spot, to, length) in stated(row, sink) {
            let Some(there) = index.one(&to) else {
                sink.fault(&spot, unknown_venue(&to, index));
                continue;
            };
            if here == there {
                sink.fault(&spot, FaultKind::Twice { text: to });
                continue;
            }
            for pair in [(here, there), (there, here)] {
                let longest = travel.entry(pair).or_insert(length);
                *longest = length.max(*longest);
            }
        }
    }
    travel
}

/// `town-hall 20m; north-clinic 35m`, or a TOML table of the same.
fn stated(row: &Row, sink: &mut Sink) -> Vec<(Spot, String, u32)> {
    let mut found = Vec::new();
    for item in row.items("travel") {
        match &item.value {
            Value::Table(entries) => {
                for entry in entries {
                    let text = entry.field.as_text(sink).map(str::to_owned);
                    let length = text.and_then(|text| sink.take(&item.spot, minutes(&text)));
                    found.extend(
                        length.map(|length| (entry.field.spot.clone(), entry.key.clone(), length)),
                    );
                }
            }
            _ => {
                let Some(text) = item.as_text(sink).map(str::to_owned) else {
                    continue;
                };
                let split = text
                    .split_once([' ', ':', '='])
                    .ok_or(())
                    .or_else(|()| not(Wanted::Travel, &text));
                let Some((to, length)) = sink.take(&item.spot, split) else {
                    continue;
                };
                let length = minutes(length.trim()).or_else(|_| not(Wanted::Travel, &text));
                if let Some(length) = sink.take(&item.spot, length) {
                    found.push((item.spot.clone(), to.trim().to_owned(), length));
                }
            }
        }
    }
    found
}
