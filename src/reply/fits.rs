//! Whether somebody may hold a seat, as far as the tables tell: for those who are sent in another's place.

use crate::model::{ContactId, DeputySpec, Filling, MeetingSpec, RoleId, Workspace};

/// Whether a contact may hold the seat of this id: named to it or its deputy, or of a role that it, its deputies or its role's usual
/// stand-ins have. A seat that the case gives (this child's school) is held by somebody of the agency that was named to it, or by a
/// named deputy.
pub fn fits(workspace: &Workspace, spec: &MeetingSpec, seat: &str, contact: ContactId) -> bool {
    let Some(seat) = spec.seats.iter().find(|one| one.id == seat) else {
        return false;
    };
    let is_deputy = |deputy: &DeputySpec| *deputy == DeputySpec::Contact(contact);
    if seat.named.contains(&contact) || seat.deputies.iter().any(is_deputy) {
        return true;
    }
    let own = workspace.contact(contact);
    let deputy_roles = seat.deputies.iter().filter_map(|deputy| match deputy {
        DeputySpec::Role(role) => Some(role),
        DeputySpec::Contact(_) => None,
    });
    let usual = seat.roles.iter();
    let usual = usual.flat_map(|role| &workspace.role(*role).deputies);
    let mut roles = seat.roles.iter().chain(deputy_roles).chain(usual);
    if !roles.any(|role: &RoleId| own.roles.contains(role)) {
        return false;
    }
    let is_by_case = |role: &RoleId| workspace.role(*role).filling == Filling::ByCase;
    if seat.named.is_empty() || !seat.roles.iter().any(is_by_case) {
        return true;
    }
    let mut named = seat.named.iter();
    named.any(|named| workspace.contact(*named).agency == own.agency)
}
