//! The tables with what is looked up in them again and again, so that the thousandth meeting costs what the first does.

use super::venues::travel_table;
use crate::model::{Answer, Answerer, ContactId, RoleId, VenueId, Workspace};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) struct Tables<'a> {
    pub workspace: &'a Workspace,
    /// Holders of each role, in order.
    holders: Vec<Vec<ContactId>>,
    /// Answers of each who gave some, oldest record first.
    answers: BTreeMap<Answerer, Vec<&'a Answer>>,
    /// Minutes between venues, see [`Problem::travel`](crate::model::Problem::travel).
    pub travel: Arc<[(VenueId, VenueId, u32)]>,
}

impl<'a> Tables<'a> {
    pub(super) fn new(workspace: &'a Workspace) -> Tables<'a> {
        let mut holders = vec![Vec::new(); workspace.roles.len()];
        for (index, contact) in workspace.contacts.iter().enumerate() {
            for role in &contact.roles {
                let of_role: &mut Vec<ContactId> = &mut holders[role.index()];
                let id = ContactId(index as u32);
                // A role that is written twice is held once.
                if of_role.last() != Some(&id) {
                    of_role.push(id);
                }
            }
        }
        let mut answers: BTreeMap<Answerer, Vec<&Answer>> = BTreeMap::new();
        for answer in &workspace.answers {
            answers.entry(answer.who).or_default().push(answer);
        }
        for of_one in answers.values_mut() {
            of_one.sort_by_key(|answer| answer.recorded_at);
        }
        Tables {
            workspace,
            holders,
            answers,
            travel: travel_table(workspace).into(),
        }
    }

    /// Everybody who holds one of `roles`, in order, each once.
    pub(super) fn holders(&self, roles: &[RoleId]) -> Vec<ContactId> {
        if let [role] = roles {
            return self.holders[role.index()].clone();
        }
        let all = roles.iter().flat_map(|role| &self.holders[role.index()]);
        let mut all: Vec<ContactId> = all.copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What somebody said of a meeting, oldest record first: for all meetings or for that one.
    pub(super) fn answers(
        &self,
        who: Answerer,
        reference: Option<&str>,
    ) -> impl Iterator<Item = &'a Answer> {
        let said = self.said(who).iter().copied();
        said.filter(move |answer| {
            let meant = answer.reference.as_deref();
            meant.is_none_or(|meant| Some(meant) == reference)
        })
    }

    fn said(&self, who: Answerer) -> &[&'a Answer] {
        self.answers.get(&who).map_or(&[], Vec::as_slice)
    }

    /// Whether somebody said something of this very meeting.
    pub(super) fn answered(&self, who: Answerer, reference: &str) -> bool {
        self.said(who)
            .iter()
            .any(|answer| answer.reference.as_deref() == Some(reference))
    }
}
