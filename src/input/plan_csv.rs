//! A plan as a spreadsheet: a row a meeting, with the people in one column, in columns headed by their role or seat, or in both.
//!
//! The table that `quorate plan --csv` writes can be read back; what it tells beyond time, place and people is not claimed here.

use super::claimed::{ClaimedPerson, ClaimedPlan, ClaimedRow, ClaimedWho, Zones};
use super::columns::{Column, Schema, columns, fold};
use super::csv_table;
use super::dates::{Moment, date, time};
use super::fault::{FaultKind, Sink, WarningKind};
use super::names::Names;
use super::table::{Field, Row, Value};
use crate::model::{Buffer, RoleId};
use crate::time::Instant;
use std::collections::BTreeSet;

const PLAN: Schema = Schema {
    name: "plan",
    rows: &["meeting", "meetings"],
    most: 1_000_000,
    columns: columns! {
        "ref": "reference", "meeting", "meeting ref", "case", "case ref", "id";
        "date": "on", "meeting date", "date of meeting", "when";
        "start": "from", "time", "begins", "starts", "start time", "starts at";
        "end": "to", "until", "ends", "finish", "finishes", "end time";
        "venue": "room", "rooms", "venues", "where", "place", "location";
        "people": "who", "attendees", "invitees", "attending", "seats";
        // What a plan's own table tells besides.
        "type": "kind", "meeting type";
        "day": "weekday";
        "state": "status";
        "confirm": ;
        "empty seats": ;
        "meet by": "by", "limit", "deadline";
        "days in hand": ;
        "late": ;
        "follows": "after";
        "why not placed": "notes", "comment", "comments";
        "uid": ;
    },
};

pub(super) fn read(
    file: &str,
    bytes: &[u8],
    names: &Names,
    zones: &Zones,
    sink: &mut Sink,
) -> Option<ClaimedPlan> {
    let rows = csv_table::read(file, bytes, &PLAN, sink)?;
    let mut plan = ClaimedPlan::default();
    for row in &rows {
        plan.meetings.extend(meeting(row, names, zones, sink));
    }
    Some(plan)
}

/// `None` for a meeting without a time, which has no place in the plan, and where something is wrong.
fn meeting(row: &Row, names: &Names, zones: &Zones, sink: &mut Sink) -> Option<ClaimedRow> {
    let reference = row.need("ref", "CP-2041", sink)?;
    if row.get("date").is_none() && row.get("start").is_none() {
        return None;
    }
    let zone = zones.of(&reference);
    let start = start(row, sink);
    let end = start.and_then(|start| match row.get("end") {
        Some(_) => row.read("end", sink, |text| Moment::parse_end(text, start)),
        None => None,
    });
    let venue = row.get("venue");
    let venue = venue.filter(|field| !hides_a_venue(field)).map(|field| {
        let text = field.as_text(sink)?.to_owned();
        sink.take(&field.spot, names.venue(&text)).flatten()
    });
    let start: Instant = start?.start(zone);
    let end = end.map(|end| end.start(zone));
    if end.is_some_and(|end| end <= start) {
        let text = row.text("end", sink).unwrap_or_default();
        sink.fault(row.spot_of("end"), FaultKind::EndsBeforeItBegins { text });
    }
    Some(ClaimedRow {
        reference,
        start,
        end,
        venue,
        state: None,
        confirm: None,
        late: None,
        falls_if: None,
        spare_working_days: None,
        sure: None,
        attending: people(row, names, sink),
        uid: String::new(),
        sequence: 0,
        buffer: Buffer::default(),
    })
}

/// A date and a time of day in two columns, or both in either.
fn start(row: &Row, sink: &mut Sink) -> Option<Moment> {
    let Some(start) = row.get("start") else {
        let whole = row.read("date", sink, Moment::parse)?;
        if let Moment::Day(_) = whole {
            let what = FaultKind::Missing {
                what: "start",
                example: "10:00",
            };
            sink.fault(&row.spot.wanting("start"), what);
            return None;
        }
        return Some(whole);
    };
    let text = start.as_text(sink)?.to_owned();
    let clock = match time(&text) {
        Ok(clock) => clock,
        // A whole moment, or what is wrong with it.
        Err(fault) => {
            return match Moment::parse(&text) {
                Ok(Moment::Day(_)) => sink.take(&start.spot, Err(fault)),
                Ok(moment) => Some(moment),
                Err(_) if row.get("date").is_some() => sink.take(&start.spot, Err(fault)),
                Err(fault) => sink.take(&start.spot, Err(fault)),
            };
        }
    };
    row.need("date", "08/12/2026", sink)?;
    let day = row.read("date", sink, date)?;
    let (hour, minute) = (u32::from(clock / 60), u32::from(clock % 60));
    let at = day.and_hms_opt(hour, minute, 0);
    match at {
        Some(at) => Some(Moment::Local(at)),
        None => sink.take(&start.spot, Moment::parse(&text)),
    }
}

/// Everybody in the columns of seats and roles, then those of the list who are in none of them.
fn people(row: &Row, names: &Names, sink: &mut Sink) -> Vec<ClaimedPerson> {
    let mut people: Vec<ClaimedPerson> = Vec::new();
    let mut seen = BTreeSet::new();
    for entry in &row.others {
        let heading = fold(&entry.key);
        let roles: Vec<RoleId> = match names.roles.is_role(&entry.key) {
            true => names.roles.roles(&entry.key).unwrap_or_default(),
            false => Vec::new(),
        };
        for item in entry.field.items() {
            let Some(contact) = contact(&item, names, roles.is_empty(), sink) else {
                if roles.is_empty() {
                    let column = entry.key.clone();
                    sink.warn(&entry.field.spot, WarningKind::UnknownColumn { column });
                }
                continue;
            };
            // The chair may stand in a column of their own and in that of their seat.
            if seen.insert(contact) {
                people.push(ClaimedPerson {
                    seat: roles.is_empty().then(|| heading.clone()),
                    roles: roles.clone(),
                    ..ClaimedPerson::contact(contact)
                });
            }
        }
    }
    for item in row.items("people") {
        if let Some(contact) = contact(&item, names, false, sink)
            && seen.insert(contact)
        {
            people.push(ClaimedPerson::contact(contact));
        }
    }
    debug_assert!(
        people
            .iter()
            .all(|one| matches!(one.who, ClaimedWho::Contact(_)))
    );
    people
}

/// Somebody by id or name; `None` for somebody still to be named, and, in a column that may mean anything, for what is nobody.
fn contact(
    item: &Field,
    names: &Names,
    may_be_anything: bool,
    sink: &mut Sink,
) -> Option<crate::model::ContactId> {
    let text = item.as_text(sink)?.to_owned();
    let nobody = [
        "", "tbc", "tba", "tbn", "none", "na", "no", "nobody", "vacant",
    ];
    let folded = fold(&text);
    let open = folded.contains("tobenamed") || text.ends_with('?');
    if nobody.contains(&folded.as_str()) || open || folded == "aconfidentialperson" {
        return None;
    }
    // `Jo Bell (j.bell)`: our own table tells people of one name apart so.
    let by_id = || {
        let (_, id) = text.strip_suffix(')')?.rsplit_once('(')?;
        names.contact(id.trim()).ok().flatten()
    };
    let found = names.contact(&text);
    let found = match found {
        Ok(Some(_)) => found,
        other => by_id().map_or(other, |known| Ok(Some(known))),
    };
    match (found, may_be_anything) {
        (Ok(contact), _) => contact,
        (Err(_), true) => None,
        (Err(fault), false) => sink.take(&item.spot, Err(fault)),
    }
}

/// Whether the table that we write does not tell the place.
fn hides_a_venue(field: &Field) -> bool {
    matches!(&field.value, Value::Text(text) if fold(text) == "aconfidentialplace")
}

/// Whether a heading of a column is the seat that is meant by an id.
pub fn is_seat(heading: &str, seat: &str) -> bool {
    fold(heading) == fold(seat)
}
