//! What must go together inside one meeting. What needs seats resolved to people in time (a quorum that cannot be met, a
//! window in the past) is left to `prepare`.

use super::fault::{FaultKind, Sink, Spot, WarningKind};
use super::meetings::Tables;
use super::table::Row;
use crate::model::rules::{MeetingType, RuleBook};
use crate::model::{
    Condition, ContactId, DeputySpec, Filling, Level, MeetingSpec, Mode, PartSpec, PartVenueSpec,
    RoleId, SeatSpec, VenueId, VenueSpec,
};
use std::collections::BTreeSet;

/// All rules, each a function of its name. `spots` says where each seat is written.
pub(super) fn meeting(
    meeting: &MeetingSpec,
    row: &Row,
    spots: &[Spot],
    tables: &Tables<'_>,
    sink: &mut Sink,
) {
    duration(meeting, row, sink);
    parts_inside(meeting, row, sink);
    for (seat, spot) in meeting.seats.iter().zip(spots) {
        if is_wanted(meeting, seat) {
            somebody_for_the_seat(seat, spot, tables, sink);
        }
        holders(seat, spot, tables, sink);
    }
    // Flags may come for a row whose seats are stated elsewhere.
    if !meeting.seats.is_empty() {
        let stated: Vec<String> = meeting.flags.iter().map(|one| one.flag.clone()).collect();
        for what in flags_of_no_seat(meeting, tables.book, &stated) {
            sink.warn(row.spot_of("flags"), what);
        }
    }
    kept_apart(meeting, row, tables, sink);
    venue_is_large_enough(meeting, row, tables, sink);
}

/// A warning for each of `flags` on which neither a seat nor a rule of the meeting's types depends: more likely a slip of
/// the pen than not.
pub fn flags_of_no_seat(
    meeting: &MeetingSpec,
    book: &RuleBook,
    flags: &[String],
) -> Vec<WarningKind> {
    let types: Vec<&MeetingType> = meeting
        .types
        .iter()
        .filter_map(|id| book.kind(id))
        .collect();
    let mut known = super::kinds::flags(&types);
    let conditions = meeting.seats.iter().flat_map(|seat| &seat.when);
    known.extend(conditions.map(|when| when.flag.clone()));
    let listed = known.iter().cloned().collect::<Vec<_>>().join(", ");
    flags
        .iter()
        .filter(|flag| !known.contains(*flag))
        .map(|flag| WarningKind::FlagOfNoSeat {
            flag: flag.clone(),
            known: listed.clone(),
        })
        .collect()
}

/// Unless a flag that the coordinator stated rules the seat out.
fn is_wanted(meeting: &MeetingSpec, seat: &SeatSpec) -> bool {
    seat.when.iter().all(|condition| {
        let stated = meeting
            .flags
            .iter()
            .find(|flag| flag.flag == condition.flag);
        stated.is_none_or(|flag| flag.set == condition.wanted)
    })
}

fn duration(meeting: &MeetingSpec, row: &Row, sink: &mut Sink) {
    let minutes = meeting.duration_minutes;
    let spot = row.spot_of("duration");
    if minutes > 1440 {
        sink.fault(spot, FaultKind::DurationTooLong { minutes });
    } else if let Some(hours) = &meeting.hours {
        let longest = hours.longest_stretch();
        if minutes > longest {
            sink.fault(spot, FaultKind::DurationOverHours { minutes, longest });
        }
    }
}

fn parts_inside(meeting: &MeetingSpec, row: &Row, sink: &mut Sink) {
    let duration = meeting.duration_minutes;
    for part in &meeting.parts {
        let end = part.offset_minutes + part.length_minutes;
        if duration > 0 && end > duration {
            let part = part.name.clone();
            let what = FaultKind::PartOutside {
                part,
                end,
                duration,
            };
            sink.fault(row.spot_of("parts"), what);
        }
    }
}

/// A pool seat needs holders, a seat by case needs a name. In a bare folder the holders are the names.
fn somebody_for_the_seat(seat: &SeatSpec, spot: &Spot, tables: &Tables<'_>, sink: &mut Sink) {
    if seat.to_be_named || !tables.names.people_complete {
        return;
    }
    let by_case = |role: &RoleId| tables.roles[role.index()].filling == Filling::ByCase;
    if seat.named.is_empty() && !tables.bare && seat.roles.iter().any(by_case) {
        let seat = seat.id.clone();
        sink.fault(spot, FaultKind::NotNamed { seat });
        return;
    }
    let need = seat.places;
    let have = u32::try_from(everybody_for(seat, tables).len()).unwrap_or(u32::MAX);
    let id = seat.id.clone();
    if have >= need {
        return;
    }
    let what = if !seat.named.is_empty() {
        let seat = id;
        FaultKind::NotEnoughNamed { seat, need, have }
    } else if have == 0 {
        FaultKind::NobodyHolds { role: id }
    } else {
        let role = id;
        FaultKind::NotEnoughHolders { role, need, have }
    };
    sink.fault(spot, what);
}

/// The seat's own people and its deputies.
fn everybody_for(seat: &SeatSpec, tables: &Tables<'_>) -> BTreeSet<ContactId> {
    let mut roles: Vec<RoleId> = Vec::new();
    let mut people: BTreeSet<ContactId> = seat.named.iter().copied().collect();
    if seat.named.is_empty() {
        roles.extend(&seat.roles);
    }
    for deputy in &seat.deputies {
        match deputy {
            DeputySpec::Contact(contact) => {
                people.insert(*contact);
            }
            DeputySpec::Role(role) => roles.push(*role),
        }
    }
    for role in roles {
        people.extend(&tables.holders[role.index()]);
    }
    people
}

/// Somebody named for a role that is not among the roles stated for them is more likely a slip than not.
fn holders(seat: &SeatSpec, spot: &Spot, tables: &Tables<'_>, sink: &mut Sink) {
    for named in &seat.named {
        let contact = &tables.contacts[named.index()];
        let holds = contact.roles.iter().any(|role| seat.roles.contains(role));
        if !contact.roles.is_empty() && !holds {
            let what = WarningKind::NotHolder {
                contact: contact.id.clone(),
                role: seat.id.clone(),
            };
            sink.warn(spot, what);
        }
    }
}

/// Everybody who can only be the one to sit there.
fn fixed(seat: &SeatSpec) -> &[ContactId] {
    let all_needed = seat.named.len() <= seat.places as usize;
    if all_needed && seat.deputies.is_empty() && !seat.to_be_named {
        &seat.named
    } else {
        &[]
    }
}

/// The parts in which a seat sits, as indices; a meeting without parts has one.
fn parts_of(seat: &SeatSpec, parts: &[PartSpec]) -> Vec<usize> {
    if seat.parts.is_empty() {
        (0..parts.len().max(1)).collect()
    } else {
        seat.parts.clone()
    }
}

fn attends(seat: &SeatSpec) -> bool {
    seat.level != Level::Informed && seat.mode != Some(Mode::Report)
}

fn kept_apart(meeting: &MeetingSpec, row: &Row, tables: &Tables<'_>, sink: &mut Sink) {
    let seats = || meeting.seats.iter().filter(|seat| attends(seat));
    for (one, other) in &meeting.apart {
        for first in seats().filter(|seat| fixed(seat).contains(one)) {
            for second in seats().filter(|seat| fixed(seat).contains(other)) {
                let theirs = parts_of(second, &meeting.parts);
                let mut shared = parts_of(first, &meeting.parts);
                shared.retain(|part| theirs.contains(part));
                let Some(part) = shared.first() else {
                    continue;
                };
                let part = match meeting.parts.get(*part) {
                    Some(part) => format!("part \"{}\"", part.name),
                    None => "the whole meeting".to_owned(),
                };
                let what = FaultKind::ApartTogether {
                    first: tables.contacts[one.index()].id.clone(),
                    second: tables.contacts[other.index()].id.clone(),
                    part,
                };
                sink.fault(row.spot_of("apart"), what);
            }
        }
    }
}

/// Places that are taken in the room during a part, without those of seats of which it is not sure that they are wanted.
fn in_person(meeting: &MeetingSpec, part: usize, tables: &Tables<'_>) -> u32 {
    let stated = |condition: &Condition| {
        let flags = meeting.flags.iter();
        flags
            .filter(|flag| flag.flag == condition.flag)
            .any(|flag| flag.set == condition.wanted)
    };
    let in_room = |seat: &&SeatSpec| {
        let mode_of = |contact: &ContactId| tables.contacts[contact.index()].mode;
        let by_contact = !seat.named.is_empty()
            && seat
                .named
                .iter()
                .all(|contact| matches!(mode_of(contact), Some(Mode::Remote | Mode::Report)));
        let remote = match seat.mode {
            Some(mode) => mode != Mode::InPerson,
            None => by_contact,
        };
        seat.level != Level::Informed
            && !remote
            && seat.when.iter().all(stated)
            && parts_of(seat, &meeting.parts).contains(&part)
    };
    let seats = meeting.seats.iter().filter(in_room);
    seats.fold(0, |sum: u32, seat| sum.saturating_add(seat.places))
}

fn venue_is_large_enough(meeting: &MeetingSpec, row: &Row, tables: &Tables<'_>, sink: &mut Sink) {
    let mut people = 0;
    for part in 0..meeting.parts.len().max(1) {
        let count = in_person(meeting, part, tables);
        match meeting.parts.get(part).map(|part| &part.venue) {
            None | Some(PartVenueSpec::Meeting) => people = people.max(count),
            Some(PartVenueSpec::None) => {}
            Some(PartVenueSpec::Named(venue)) => {
                let venue = &tables.venues[venue.index()];
                if let Some(capacity) = venue.capacity.filter(|capacity| *capacity < count) {
                    let what = FaultKind::VenueTooSmall {
                        venue: venue.id.clone(),
                        capacity,
                        people: count,
                    };
                    sink.fault(row.spot_of("parts"), what);
                }
            }
        }
    }
    let capacities: Vec<Option<u32>> = match &meeting.venue {
        VenueSpec::None => return,
        VenueSpec::Named(venues) => {
            if let [venue] = venues.as_slice() {
                let venue = &tables.venues[venue.index()];
                if let Some(capacity) = venue.capacity.filter(|capacity| *capacity < people) {
                    let what = FaultKind::VenueTooSmall {
                        venue: venue.id.clone(),
                        capacity,
                        people,
                    };
                    sink.fault(row.spot_of("venue"), what);
                }
                return;
            }
            let capacity = |venue: &VenueId| tables.venues[venue.index()].capacity;
            venues.iter().map(capacity).collect()
        }
        VenueSpec::AnyFitting => tables.venues.iter().map(|venue| venue.capacity).collect(),
    };
    let known: Option<Vec<u32>> = capacities.into_iter().collect();
    if let Some(largest) = known.and_then(|known| known.into_iter().max())
        && largest < people
    {
        let what = FaultKind::VenuesTooSmall { largest, people };
        sink.fault(row.spot_of("venue"), what);
    }
}
