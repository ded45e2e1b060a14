//! Who is to be told of an arranged meeting, for which time, and what is asked of them.
//!
//! Attending people come from the arrangement; informed seats and seats that send a report hold nobody there and come
//! from the meeting's specification. A contact gets one message: coming outranks being told, being told a report. A seat of the
//! latter two that names nobody is filled from its pool only where the pool leaves no choice: who reads of a meeting is nothing
//! to be guessed. To meetings of a type that has no family present, nobody of the family is told anything.

use super::{Notice, Purpose};
use crate::model::{
    Arranged, ArrangedAttendance, ContactId, Filling, Level, MeetingSpec, Mode, SeatSpec,
    SeatWanted, Workspace,
};
use crate::time::{Interval, IntervalSet};
use std::collections::BTreeMap;

/// What is asked of a recipient.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Asked {
    Come {
        /// Preferred and optional seats, which the meeting can do without.
        optional: bool,
        remote: bool,
    },
    BeInformed,
    Report,
}

impl Asked {
    pub(super) fn purpose(self) -> Purpose {
        match self {
            Asked::Come { .. } => Purpose::Invitation,
            Asked::BeInformed => Purpose::Information,
            Asked::Report => Purpose::Report,
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub(super) struct Recipient {
    pub(super) contact: ContactId,
    pub(super) asked: Asked,
    /// The recipient's own time, in order, at least one stretch; empty for a report, whose date is the meeting's.
    pub(super) times: Vec<Interval>,
}

/// The recipients in the order of their contacts' ids, and what stands in the way of further ones.
pub(super) fn recipients(
    workspace: &Workspace,
    arranged: &Arranged,
    spec: Option<&MeetingSpec>,
) -> (Vec<Recipient>, Vec<Notice>) {
    let mut chosen: BTreeMap<ContactId, Recipient> = BTreeMap::new();
    let mut notices = Vec::new();
    for attendance in &arranged.attending {
        let seat = spec.and_then(|spec| spec.seats.iter().find(|seat| seat.id == attendance.seat));
        let Some(times) = attending_times(arranged, spec, seat, attendance) else {
            notices.push(Notice::TimeNotKnown(attendance.contact));
            continue;
        };
        let asked = Asked::Come {
            optional: seat
                .is_some_and(|seat| matches!(seat.level, Level::Preferred | Level::Optional)),
            remote: mode(workspace, seat, attendance.contact) == Mode::Remote,
        };
        chosen
            .entry(attendance.contact)
            .and_modify(|known| known.times = joined(known.times.iter().chain(&times).copied()))
            .or_insert(Recipient {
                contact: attendance.contact,
                asked,
                times,
            });
    }
    let Some(spec) = spec else {
        return (chosen.into_values().collect(), notices);
    };
    for asked in [Asked::BeInformed, Asked::Report] {
        for seat in &spec.seats {
            for contact in told(workspace, seat, asked) {
                // Somebody who comes, or was left out of the message for a reason, is not told twice.
                let known = chosen.contains_key(&contact)
                    || arranged.attending.iter().any(|a| a.contact == contact);
                if known {
                    continue;
                }
                let notice = match seat.wanted(&spec.flags) {
                    SeatWanted::No => continue,
                    // A seat whose conditions are not all known is not wanted yet: telling too many people cannot be undone.
                    SeatWanted::Ask(flag) => Some(Notice::FlagUnset {
                        seat: seat.id.clone(),
                        flag,
                    }),
                    SeatWanted::Yes => {
                        is_kept_apart(spec, contact).then_some(Notice::KeptApart(contact))
                    }
                };
                if let Some(notice) = notice {
                    note(&mut notices, notice);
                    continue;
                }
                let times = match asked {
                    Asked::Report => Vec::new(),
                    _ => seat_times(arranged, seat),
                };
                chosen.insert(
                    contact,
                    Recipient {
                        contact,
                        asked,
                        times,
                    },
                );
            }
            if names_nobody(workspace, seat, asked) && seat.wanted(&spec.flags) == SeatWanted::Yes {
                let seat = seat.id.clone();
                let purpose = asked.purpose();
                note(&mut notices, Notice::NobodyNamed { seat, purpose });
            }
        }
    }
    let family = without_family(workspace, spec, &mut chosen);
    if !family.is_empty() {
        notices.push(Notice::NoFamily(family));
    }
    (chosen.into_values().collect(), notices)
}

fn note(notices: &mut Vec<Notice>, notice: Notice) {
    if !notices.contains(&notice) {
        notices.push(notice);
    }
}

/// Takes out the people of the family where one of the meeting's types has none present, and says whom.
fn without_family(
    workspace: &Workspace,
    spec: &MeetingSpec,
    chosen: &mut BTreeMap<ContactId, Recipient>,
) -> Vec<ContactId> {
    let mut kinds = spec.types.iter().filter_map(|id| workspace.rules.kind(id));
    if kinds.all(|kind| kind.family_present) {
        return Vec::new();
    }
    let all: Vec<ContactId> = chosen.keys().copied().collect();
    let family = all
        .into_iter()
        .filter(|contact| workspace.agency_of(*contact).kind == FAMILY);
    let family: Vec<ContactId> = family.collect();
    chosen.retain(|contact, _| !family.contains(contact));
    family
}

/// The kind of agency to which the child, relatives and carers belong.
pub(super) const FAMILY: &str = "family";

/// Who is told of the meeting, or asked for a report, because of a seat.
fn told(workspace: &Workspace, seat: &SeatSpec, asked: Asked) -> Vec<ContactId> {
    let people = match seat.named.is_empty() {
        false => seat.named.clone(),
        true => only_choice(workspace, seat).unwrap_or_default(),
    };
    let wanted = |contact: &ContactId| match asked {
        Asked::BeInformed => seat.level == Level::Informed,
        _ => seat.level != Level::Informed && mode(workspace, Some(seat), *contact) == Mode::Report,
    };
    people.into_iter().filter(wanted).collect()
}

/// The holders of a seat's roles where all of them are wanted, and the roles are such as any holder fills.
fn only_choice(workspace: &Workspace, seat: &SeatSpec) -> Option<Vec<ContactId>> {
    let pool = seat
        .roles
        .iter()
        .all(|role| workspace.role(*role).filling == Filling::Pool);
    if !pool
        || seat.to_be_named
        || (seat.level != Level::Informed && seat.mode != Some(Mode::Report))
    {
        return None;
    }
    let ids = (0..workspace.contacts.len()).filter_map(|index| u32::try_from(index).ok());
    let holders: Vec<ContactId> = ids
        .map(ContactId)
        .filter(|id| {
            let held = &workspace.contact(*id).roles;
            seat.roles.iter().any(|role| held.contains(role))
        })
        .collect();
    let places = usize::try_from(seat.places).unwrap_or(usize::MAX);
    (!holders.is_empty() && holders.len() <= places).then_some(holders)
}

/// Whether a seat of which a message comes leaves open whose it is.
fn names_nobody(workspace: &Workspace, seat: &SeatSpec, asked: Asked) -> bool {
    let of_this = match asked {
        Asked::BeInformed => seat.level == Level::Informed,
        _ => seat.level != Level::Informed && seat.mode == Some(Mode::Report),
    };
    of_this && seat.named.is_empty() && only_choice(workspace, seat).is_none()
}

/// When somebody who comes is needed; `None` where that is not known and a guess could tell one of two people who are
/// kept apart when the other comes.
fn attending_times(
    arranged: &Arranged,
    spec: Option<&MeetingSpec>,
    seat: Option<&SeatSpec>,
    attendance: &ArrangedAttendance,
) -> Option<Vec<Interval>> {
    if !attendance.present.is_empty() {
        return Some(joined(attendance.present.iter().copied()));
    }
    if spec.is_some_and(|spec| is_kept_apart(spec, attendance.contact)) {
        return None;
    }
    Some(seat.map_or_else(
        || vec![arranged.interval],
        |seat| seat_times(arranged, seat),
    ))
}

/// The parts of a seat, the whole meeting where it names none.
fn seat_times(arranged: &Arranged, seat: &SeatSpec) -> Vec<Interval> {
    let parts = seat.parts.iter();
    let times =
        joined(parts.filter_map(|part| arranged.parts.get(*part).map(|part| part.interval)));
    if times.is_empty() {
        return vec![arranged.interval];
    }
    times
}

fn joined(intervals: impl Iterator<Item = Interval>) -> Vec<Interval> {
    intervals.collect::<IntervalSet>().as_slice().to_vec()
}

fn is_kept_apart(spec: &MeetingSpec, contact: ContactId) -> bool {
    spec.apart
        .iter()
        .any(|(one, other)| *one == contact || *other == contact)
}

/// How a contact takes part: what the seat says, else what the contact always does.
fn mode(workspace: &Workspace, seat: Option<&SeatSpec>, contact: ContactId) -> Mode {
    seat.and_then(|seat| seat.mode)
        .or(workspace.contact(contact).mode)
        .unwrap_or_default()
}
