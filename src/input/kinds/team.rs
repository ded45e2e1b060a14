//! Which seat each of the case's people takes.

use crate::model::{Contact, ContactId, RoleId};

/// A seat as far as the matching looks at it.
#[derive(Clone, Debug)]
pub(super) struct Open {
    pub roles: Vec<RoleId>,
    /// It asks for one role and not for any of a group.
    pub exact: bool,
    /// How many people it still takes.
    pub room: u32,
    /// Further people of the team get a seat of the same kind beside it.
    pub grows: bool,
}

/// Where somebody of the team sits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// In the seat of this index.
    In(usize),
    /// In a further seat like that one.
    Beside(usize),
    /// No seat is theirs.
    Nowhere,
}

/// Places the team, in the order given: seats of exactly somebody's role before seats that would take several roles, and
/// whoever has the fewest choices, then the fewest roles, first, so that nobody takes a seat that is another's only one.
pub(super) fn place(team: &[ContactId], contacts: &[Contact], open: &mut [Open]) -> Vec<Place> {
    let fits = |who: ContactId, seat: &Open| {
        let roles = &contacts[who.index()].roles;
        roles.iter().any(|role| seat.roles.contains(role))
    };
    let choices =
        |who: ContactId, open: &[Open]| open.iter().filter(|seat| fits(who, seat)).count();
    let mut order: Vec<usize> = (0..team.len()).collect();
    let roles = |who: ContactId| contacts[who.index()].roles.len();
    order.sort_by_key(|at| (choices(team[*at], open), roles(team[*at])));
    let mut placed = vec![Place::Nowhere; team.len()];
    for exact in [true, false] {
        for &at in &order {
            if placed[at] != Place::Nowhere {
                continue;
            }
            let free = |seat: &Open| seat.exact == exact && seat.room > 0 && fits(team[at], seat);
            if let Some(seat) = open.iter().position(free) {
                open[seat].room -= 1;
                placed[at] = Place::In(seat);
            }
        }
    }
    for exact in [true, false] {
        for &at in &order {
            let like = |seat: &Open| seat.exact == exact && seat.grows && fits(team[at], seat);
            if placed[at] == Place::Nowhere
                && let Some(seat) = open.iter().position(like)
            {
                placed[at] = Place::Beside(seat);
            }
        }
    }
    placed
}
