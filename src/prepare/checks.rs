//! What is wrong with a meeting's people and its pin before any diary is opened: nobody's day is bounded, people who are kept apart
//! cannot be, or the promised time is none that can be kept.

use super::faults::{MeetingFault, Note};
use super::seats::Cast;
use super::window::Window;
use crate::model::{Arranged, Contact, Level, MeetingSpec, Workspace};
use crate::time::{Instant, Zone};

/// Something has to bound the day of somebody who is wanted, or the best slot would be at three in the morning.
pub(super) fn hours(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    cast: &Cast,
    faults: &mut Vec<MeetingFault>,
    notes: &mut Vec<Note>,
) {
    let has_hours = |contact: &Contact| {
        contact.pattern.is_some()
            || !contact.offers.is_empty()
            || workspace.defaults.hours.is_some()
    };
    if workspace.defaults.hours_assumed {
        notes.push(Note::AssumedHours);
    }
    let contacts = cast.people.iter().filter_map(|(contact, _)| *contact);
    for contact in contacts.map(|id| workspace.contact(id)) {
        if !contact.feeds.is_empty() && !has_hours(contact) && meeting.hours.is_none() {
            notes.push(Note::NoHoursFor {
                contact: contact.id.clone(),
            });
        }
    }
    let bounded = cast
        .seats
        .iter()
        .filter(|seat| seat.level <= Level::Preferred)
        .any(|seat| {
            !seat.candidates.is_empty()
                && seat.candidates.iter().all(|candidate| {
                    let contact = cast.people[candidate.member.index()].0;
                    contact.is_some_and(|id| has_hours(workspace.contact(id)))
                })
        });
    if !bounded
        && meeting.hours.is_none()
        && workspace.defaults.hours.is_none()
        && !cast.seats.is_empty()
    {
        faults.push(MeetingFault::NoHours);
    }
}

/// People kept apart must have seats in different parts, where their seats leave no choice.
pub(super) fn apart(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    cast: &Cast,
    faults: &mut Vec<MeetingFault>,
) {
    for (a, b) in &meeting.apart {
        let fixed_parts = |contact: &crate::model::ContactId| -> Vec<usize> {
            let member = cast.member_of(*contact);
            let fixed = cast.seats.iter().filter(|seat| {
                seat.candidates.len() == seat.places as usize
                    && seat.candidates.iter().any(|c| Some(c.member) == member)
            });
            fixed.flat_map(|seat| seat.parts.iter().copied()).collect()
        };
        let others = fixed_parts(b);
        if fixed_parts(a).iter().any(|part| others.contains(part)) {
            faults.push(MeetingFault::ApartTogether {
                first: workspace.contact(*a).id.clone(),
                second: workspace.contact(*b).id.clone(),
            });
        }
    }
}

/// A pin is a promise and outranks the window: it may lie behind the limit, and the meeting is late then, or before the first day. But
/// nobody can be asked to a time that is over, and whoever is owed notice is owed it of a promise too; those who were told of the
/// meeting had theirs. The first instant at which the meeting may begin.
pub(super) fn pin(
    meeting: &MeetingSpec,
    zone: &Zone,
    now: Instant,
    window: &Window,
    arranged: Option<&Arranged>,
    faults: &mut Vec<MeetingFault>,
    notes: &mut Vec<Note>,
) -> Instant {
    let Some(pinned) = meeting.pinned_start else {
        return window.earliest;
    };
    let start = zone.instant(pinned);
    let told = arranged.map(|arranged| arranged.interval.start());
    let earliest = told.map_or(window.earliest, |told| told.min(window.earliest));
    if start < now && told != Some(start) {
        let now = zone.local(now);
        faults.push(MeetingFault::PinPast { pinned, now });
    } else if start < earliest {
        let earliest = zone.local(earliest).date();
        faults.push(MeetingFault::PinBeforeNotice { pinned, earliest });
    } else if pinned.date() < window.from {
        let first = window.from;
        notes.push(Note::PinBeforeFirst { first });
    }
    earliest
}
