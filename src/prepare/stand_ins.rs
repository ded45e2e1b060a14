//! Who might stand in for somebody, though the meeting does not say so.

use crate::model::{Candidate, ContactId, MeetingSpec, MemberId, Problem, RoleId, Workspace};

/// A seat of somebody, with those of the tables who hold a role that may stand in for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StandIns {
    pub seat: String,
    /// In the order in which the role's deputies are listed; nobody who has a seat of the meeting already.
    pub contacts: Vec<ContactId>,
}

/// For each seat of `member` without a deputy of its own.
pub fn stand_ins(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    problem: &Problem,
    member: MemberId,
) -> Vec<StandIns> {
    let seated = |who: ContactId| problem.members.iter().any(|one| one.contact == Some(who));
    let own = problem.seats.iter().filter(|seat| {
        let here = |candidate: &Candidate| candidate.member == member;
        seat.candidates.iter().any(here) && seat.candidates.iter().all(|one| one.rank == 0)
    });
    let contact = problem.member(member).contact;
    own.filter_map(|seat| {
        let spec = meeting.seats.iter().find(|spec| spec.id == seat.id)?;
        let held =
            |role: &&RoleId| contact.is_none_or(|who| workspace.contact(who).roles.contains(role));
        let deputies = spec
            .roles
            .iter()
            .filter(held)
            .flat_map(|role| &workspace.role(*role).deputies);
        let mut contacts: Vec<ContactId> = Vec::new();
        for deputy in deputies {
            let holders = (0..workspace.contacts.len() as u32).map(ContactId);
            for who in holders.filter(|who| workspace.contact(*who).roles.contains(deputy)) {
                if !seated(who) && !contacts.contains(&who) {
                    contacts.push(who);
                }
            }
        }
        (!contacts.is_empty()).then(|| StandIns {
            seat: seat.id.clone(),
            contacts,
        })
    })
    .collect()
}
