//! Names in what is handed on (tables, pages, pictures): confidential people and places are not named there, and seats bear the
//! names of their roles.

use super::words_en as words;
use crate::model::{ContactId, VenueId, Workspace};

pub(super) fn public_name(workspace: &Workspace, contact: ContactId) -> &str {
    let contact = workspace.contact(contact);
    match contact.confidential {
        true => words::CONFIDENTIAL,
        false => &contact.name,
    }
}

pub(super) fn public_venue(workspace: &Workspace, venue: VenueId) -> &str {
    let venue = workspace.venue(venue);
    match venue.confidential {
        true => words::CONFIDENTIAL_VENUE,
        false => &venue.name,
    }
}

/// A seat as people call it: by the names of its roles.
pub(super) fn seat_name(workspace: &Workspace, id: &str) -> String {
    let names = id.split('+').map(|id| {
        let role = workspace.roles.iter().find(|role| role.id == id);
        let mut group = workspace.role_groups.iter().filter(|group| group.id == id);
        let name = role.map(|role| role.name.clone());
        name.or_else(|| group.next().map(|group| group.name.clone()))
            .unwrap_or_else(|| id.to_owned())
    });
    words::listed(&names.collect::<Vec<String>>(), "or")
}
