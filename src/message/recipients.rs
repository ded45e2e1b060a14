//! Who is to be told of an arranged meeting, for which time, and what is asked of them.
//!
//! Attending people come from the arrangement; informed seats and seats that send a report hold nobody there and come
//! from the meeting's specification. A contact gets one message: coming outranks being told, being told a report.

use super::{Notice, Purpose};
use crate::model::{
    Arranged, ArrangedAttendance, ContactId, Level, MeetingSpec, Mode, SeatSpec, SeatWanted,
    Workspace,
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
            for &contact in &seat.named {
                let wanted = match asked {
                    Asked::BeInformed => seat.level == Level::Informed,
                    _ => {
                        seat.level != Level::Informed
                            && mode(workspace, Some(seat), contact) == Mode::Report
                    }
                };
                // Somebody who comes, or was left out of the message for a reason, is not told twice.
                let known = chosen.contains_key(&contact)
                    || arranged.attending.iter().any(|a| a.contact == contact);
                if !wanted || known {
                    continue;
                }
                // A seat whose conditions are not all known is not wanted yet: telling too many people cannot be undone.
                match seat.wanted(&spec.flags) {
                    SeatWanted::Yes => {}
                    SeatWanted::No => continue,
                    SeatWanted::Ask(flag) => {
                        let notice = Notice::FlagUnset {
                            seat: seat.id.clone(),
                            flag,
                        };
                        if !notices.contains(&notice) {
                            notices.push(notice);
                        }
                        continue;
                    }
                }
                if is_kept_apart(spec, contact) {
                    let notice = Notice::KeptApart(contact);
                    if !notices.contains(&notice) {
                        notices.push(notice);
                    }
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
        }
    }
    (chosen.into_values().collect(), notices)
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
