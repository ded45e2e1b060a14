//! A whole plan as calendars: one for each person, venue and agency.
//!
//! An entry says when, where and under which reference, as an invitation does, and nobody else: no ORGANIZER, no ATTENDEE, no METHOD,
//! so that whoever takes it in sends no mail. What a meeting is about is told by its opaque reference alone, whatever its type.
//! An agency's calendar holds the meetings to which its people come, each for the time of its people, and does not say which of them.
//! Confidential people and venues are in no file name, and confidential people in no agency's calendar: that somebody of theirs
//! is there would tell of them.

use super::event::{calendar, one_line, own_uid};
use super::places::{self, Place};
use super::recipients::{Asked, Recipient};
use super::words_en;
use crate::ics::write::{Component, Property, event_times, utc_stamp};
use crate::model::{AgencyId, Arranged, ContactId, MeetingSpec, Mode, State, VenueId, Workspace};
use crate::time::{Instant, Interval, IntervalSet, Zone};
use std::collections::BTreeMap;

/// One file of a folder of calendars.
#[derive(Clone, PartialEq, Debug)]
pub struct Diary {
    pub file_name: String,
    pub bytes: Vec<u8>,
}

/// Whose calendar it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Person(ContactId),
    Venue(VenueId),
    Agency(AgencyId),
}

/// One meeting in somebody's calendar: which of the arranged ones, when, and whether from afar.
struct Entry {
    meeting: usize,
    times: Vec<Interval>,
    remote: bool,
}

/// The calendars of all who have anything in `arranged`, in the order of people, venues, agencies.
///
/// `specs` are the meetings as they are stated, in the order of `arranged`: they say in whose zone a meeting is.
pub fn diaries(
    workspace: &Workspace,
    arranged: &[Arranged],
    specs: &[&MeetingSpec],
    now: Instant,
) -> Vec<Diary> {
    let mut owners: BTreeMap<Owner, Vec<Entry>> = BTreeMap::new();
    for (meeting, one) in arranged.iter().enumerate() {
        note(workspace, meeting, one, &mut owners);
    }
    let zones: Vec<Zone> = specs
        .iter()
        .map(|spec| {
            let name = spec.zone.as_ref().unwrap_or(&workspace.defaults.zone);
            Zone::named(name).unwrap_or_else(Zone::utc)
        })
        .collect();
    let mut hidden = 0;
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    let mut out = Vec::with_capacity(owners.len());
    for (owner, mut entries) in owners {
        entries.sort_by_key(|entry| {
            let one = &arranged[entry.meeting];
            (entry.times.first().copied(), &one.reference)
        });
        let events = entries.iter().filter_map(|entry| {
            let one = &arranged[entry.meeting];
            event(workspace, owner, one, entry, &zones[entry.meeting], now)
        });
        let mut whole = calendar(None, None);
        let mut described: Vec<Component> = Vec::new();
        let mut rest = Vec::new();
        for (event, zone) in events {
            if let Some(zone) = zone.filter(|zone| !described.contains(zone)) {
                described.push(zone);
            }
            rest.push(event);
        }
        for part in described.into_iter().chain(rest) {
            whole = whole.containing(part);
        }
        let stem = file_stem(workspace, owner, &mut hidden);
        // Two ids may look alike once they are spelt as file names.
        let count = names.entry(stem.to_lowercase()).or_default();
        *count += 1;
        let file_name = match count {
            1 => format!("{stem}.ics"),
            again => format!("{stem}-{again}.ics"),
        };
        out.push(Diary {
            file_name,
            bytes: whole.render().into_bytes(),
        });
    }
    out
}

/// Notes whose calendars a meeting is in.
fn note(
    workspace: &Workspace,
    meeting: usize,
    one: &Arranged,
    owners: &mut BTreeMap<Owner, Vec<Entry>>,
) {
    let mut people: BTreeMap<ContactId, (Vec<Interval>, bool)> = BTreeMap::new();
    for attendance in &one.attending {
        let (times, remote) = people
            .entry(attendance.contact)
            .or_insert_with(|| (Vec::new(), true));
        times.extend(&attendance.present);
        *remote &= attendance.mode == Mode::Remote;
    }
    let mut agencies: BTreeMap<AgencyId, (Vec<Interval>, bool)> = BTreeMap::new();
    for (contact, (times, remote)) in people {
        let times = joined(times);
        let known = workspace.contact(contact);
        if !known.confidential {
            let agency = agencies
                .entry(known.agency)
                .or_insert_with(|| (Vec::new(), true));
            agency.0.extend(&times);
            agency.1 &= remote;
        }
        owners
            .entry(Owner::Person(contact))
            .or_default()
            .push(Entry {
                meeting,
                times,
                remote,
            });
    }
    for (agency, (times, remote)) in agencies {
        owners
            .entry(Owner::Agency(agency))
            .or_default()
            .push(Entry {
                meeting,
                times: joined(times),
                remote,
            });
    }
    let mut venues: BTreeMap<VenueId, Vec<Interval>> = BTreeMap::new();
    for part in &one.parts {
        if let Some(venue) = part.venue {
            venues.entry(venue).or_default().push(part.interval);
        }
    }
    if let (Some(venue), true) = (one.venue, one.parts.is_empty()) {
        venues.entry(venue).or_default().push(one.interval);
    }
    for (venue, times) in venues {
        owners.entry(Owner::Venue(venue)).or_default().push(Entry {
            meeting,
            times: joined(times),
            remote: false,
        });
    }
}

fn joined(times: Vec<Interval>) -> Vec<Interval> {
    times.into_iter().collect::<IntervalSet>().iter().collect()
}

/// From the first stretch's start to the last one's end, as in an invitation.
fn event(
    workspace: &Workspace,
    owner: Owner,
    one: &Arranged,
    entry: &Entry,
    zone: &Zone,
    now: Instant,
) -> Option<(Component, Option<Component>)> {
    let (first, last) = (entry.times.first()?, entry.times.last()?);
    let span = Interval::new(first.start(), last.end())?;
    let times = event_times(zone, span);
    // A room's own diary need not say where it is.
    let places = match owner {
        Owner::Venue(_) => Vec::new(),
        Owner::Person(_) | Owner::Agency(_) => {
            let asked = Asked::Come {
                optional: false,
                remote: entry.remote,
            };
            let contact = match owner {
                Owner::Person(contact) => contact,
                Owner::Agency(_) | Owner::Venue(_) => one.attending.first()?.contact,
            };
            let recipient = Recipient {
                contact,
                asked,
                times: entry.times.clone(),
            };
            places::places(workspace, one, &recipient)
        }
    };
    let status = match one.state {
        State::Quorate => "CONFIRMED",
        State::QuorateIf | State::Short => "TENTATIVE",
    };
    let uid = match owner {
        Owner::Person(_) => one.uid.clone(),
        Owner::Venue(venue) => own_uid(&one.uid, &format!("venue {}", workspace.venue(venue).id)),
        Owner::Agency(agency) => {
            own_uid(&one.uid, &format!("agency {}", workspace.agency(agency).id))
        }
    };
    let reference = one_line(&one.reference);
    let mut event = Component::new("VEVENT")
        .with(Property::text("UID", &uid))
        .with(Property::token("DTSTAMP", &utc_stamp(now)))
        .with(Property::token("SEQUENCE", &one.sequence.to_string()))
        .with(times.start)
        .with(times.end)
        .with(Property::text(
            "SUMMARY",
            &words_en::diary_subject(&reference),
        ));
    if !places.is_empty() {
        let location = words_en::location(&places, None);
        event = event.with(Property::text("LOCATION", &location));
    }
    let told = places
        .iter()
        .any(|(_, place)| matches!(place, Place::ToldSeparately));
    let body = words_en::diary_body(&reference, &entry.times, zone, one.state, told);
    let event = event
        .with(Property::text("DESCRIPTION", &body))
        .with(Property::token("STATUS", status))
        .with(Property::token("TRANSP", "OPAQUE"))
        .with(Property::token("CLASS", "CONFIDENTIAL"));
    Some((event, times.zone))
}

/// `person-ana-bell`, `venue-room-2`, `agency-csc`; of confidential ones a number.
fn file_stem(workspace: &Workspace, owner: Owner, hidden: &mut u32) -> String {
    let mut number = |kind: &str| {
        *hidden += 1;
        format!("{kind}-confidential-{hidden}")
    };
    match owner {
        Owner::Person(contact) => {
            let contact = workspace.contact(contact);
            match contact.confidential {
                true => number("person"),
                false => format!("person-{}", contact.id_for_files()),
            }
        }
        Owner::Venue(venue) => {
            let venue = workspace.venue(venue);
            match venue.confidential {
                true => number("venue"),
                false => format!("venue-{}", safe(&venue.id)),
            }
        }
        Owner::Agency(agency) => format!("agency-{}", safe(&workspace.agency(agency).id)),
    }
}

/// An id as part of a file's name: letters, digits and `-_.`.
fn safe(id: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let letters = id.chars().map(|c| if safe(c) { c } else { '-' });
    letters.take(80).collect()
}
