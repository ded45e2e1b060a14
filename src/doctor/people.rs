//! What is odd about the people of the tables: one function a rule.

use super::hours::odd;
use super::names::{id_key, name_key};
use super::{Finding, Materials};
use crate::model::{Answerer, Contact, ContactId, DeputySpec, Workspace, WorkspaceKind};
use crate::prepare::wanted;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn findings(materials: &Materials) -> Vec<Finding> {
    let workspace = materials.workspace;
    let mut found = unknown(workspace);
    found.extend(odd_hours(workspace));
    found.extend(alike_names(workspace));
    found.extend(one_address(workspace));
    found.extend(unseated(materials));
    found
}

fn contacts(workspace: &Workspace) -> impl Iterator<Item = (ContactId, &Contact)> {
    let contacts = workspace.contacts.iter().zip(0..);
    contacts.map(|(contact, id)| (ContactId(id), contact))
}

/// People of whom nothing at all is known.
fn unknown(workspace: &Workspace) -> Vec<Finding> {
    let nothing = |(id, contact): &(ContactId, &Contact)| {
        contact.feeds.is_empty()
            && contact.pattern.is_none()
            && contact.offers.is_empty()
            && !workspace
                .answers
                .iter()
                .any(|answer| answer.who == Answerer::Contact(*id))
    };
    let unknown = contacts(workspace).filter(nothing);
    unknown
        .map(|(contact, _)| Finding::Unknown { contact })
        .collect()
}

fn odd_hours(workspace: &Workspace) -> Vec<Finding> {
    let everybody = workspace.defaults.hours.as_ref();
    let everybody = everybody.map(|pattern| (None, pattern));
    let own =
        contacts(workspace).filter_map(|(id, contact)| Some((Some(id), contact.pattern.as_ref()?)));
    everybody
        .into_iter()
        .chain(own)
        .map(|(contact, pattern)| (contact, odd(pattern)))
        .filter(|(_, odd)| !odd.is_empty())
        .map(|(contact, odd)| Finding::OddHours { contact, odd })
        .collect()
}

/// Groups of contacts who share a key; each group once, in the order of its first member.
fn groups(keys: impl Iterator<Item = (String, ContactId)>) -> BTreeSet<Vec<ContactId>> {
    let mut by_key: BTreeMap<String, BTreeSet<ContactId>> = BTreeMap::new();
    for (key, contact) in keys.filter(|(key, _)| !key.is_empty()) {
        by_key.entry(key).or_default().insert(contact);
    }
    let groups = by_key.into_values().filter(|group| group.len() > 1);
    groups.map(|group| group.into_iter().collect()).collect()
}

/// An id counts as a name: who is written `d okafor` may be either.
fn alike_names(workspace: &Workspace) -> Vec<Finding> {
    let keys = contacts(workspace).flat_map(|(id, contact)| {
        [
            id_key(&contact.id),
            id_key(&contact.name),
            name_key(&contact.name),
        ]
        .map(|key| (key, id))
    });
    let groups = groups(keys).into_iter();
    groups
        .map(|contacts| Finding::AlikeNames { contacts })
        .collect()
}

fn one_address(workspace: &Workspace) -> Vec<Finding> {
    let keys = contacts(workspace).filter_map(|(id, contact)| {
        let address = contact.email.as_ref()?;
        Some((address.trim().to_lowercase(), id))
    });
    let groups = groups(keys).into_iter();
    groups
        .map(|contacts| Finding::OneAddress { contacts })
        .collect()
}

/// People who can take no seat of any meeting. Without meetings nothing can be said, and in a bare folder everybody is asked.
fn unseated(materials: &Materials) -> Vec<Finding> {
    let workspace = materials.workspace;
    if workspace.meetings.is_empty() || workspace.kind == WorkspaceKind::Bare {
        return Vec::new();
    }
    let mut seated: BTreeSet<ContactId> = BTreeSet::new();
    for meeting in &workspace.meetings {
        seated.extend(wanted(workspace, meeting, materials.now).contacts);
        // Seats that are only told, send a report, or wait for a flag.
        for seat in &meeting.seats {
            seated.extend(&seat.named);
            let deputies = seat.deputies.iter();
            seated.extend(deputies.filter_map(|deputy| match deputy {
                DeputySpec::Contact(contact) => Some(*contact),
                DeputySpec::Role(_) => None,
            }));
            if seat.named.is_empty() {
                let holders = contacts(workspace).filter(|(_, contact)| {
                    contact.roles.iter().any(|role| seat.roles.contains(role))
                });
                seated.extend(holders.map(|(id, _)| id));
            }
        }
    }
    for arranged in &workspace.arrangements {
        seated.extend(arranged.attending.iter().map(|one| one.contact));
    }
    contacts(workspace)
        .filter(|(id, _)| !seated.contains(id))
        .map(|(contact, _)| Finding::Unseated { contact })
        .collect()
}
