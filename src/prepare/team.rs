//! A bare folder: everybody in it is this case's team.

use crate::model::{Contact, ContactId, Level, MeetingSpec, SeatSpec, Workspace};

/// The meeting with a seat for everybody of the folder whom no stated seat can take.
///
/// Where seats are stated the others are wished for (preferred); where none is, everybody is required.
pub fn with_whole_team(workspace: &Workspace, mut meeting: MeetingSpec) -> MeetingSpec {
    let level = if meeting.seats.is_empty() {
        Level::Required
    } else {
        Level::Preferred
    };
    let taken = |seats: &[SeatSpec], id: ContactId, contact: &Contact| {
        seats.iter().any(|seat| {
            seat.named.contains(&id)
                || (seat.named.is_empty()
                    && contact.roles.iter().any(|role| seat.roles.contains(role)))
        })
    };
    let stated = meeting.seats.clone();
    for (index, contact) in workspace.contacts.iter().enumerate() {
        let id = ContactId(index as u32);
        if taken(&stated, id, contact) {
            continue;
        }
        let role = contact
            .roles
            .first()
            .map_or(contact.id.as_str(), |role| &workspace.role(*role).id);
        let known = meeting.seats.iter().any(|seat| seat.id == role);
        meeting.seats.push(SeatSpec {
            id: if known {
                contact.id.clone()
            } else {
                role.to_owned()
            },
            roles: contact.roles.clone(),
            places: 1,
            level,
            named: vec![id],
            to_be_named: false,
            deputies: Vec::new(),
            mode: None,
            when: Vec::new(),
            partial_percent: None,
            parts: Vec::new(),
            weight: 1,
            direct_contact: false,
        });
    }
    meeting
}
