//! What is wrong with a meeting's people before any diary is opened: nobody's day is bounded, or people who are kept apart cannot be.

use super::faults::{MeetingFault, Note};
use super::seats::Cast;
use crate::model::{Contact, Level, MeetingSpec, Workspace};

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
