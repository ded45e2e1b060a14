//! Who else is asked to a meeting, as far as a recipient may read it.
//!
//! Nobody is told anything by default of a meeting whose type is not known, or is of the highest sensitivity. Of others,
//! professionals who are there from beginning to end and kept apart from nobody read the roles and agencies of the others. Never
//! in a list, whatever is asked for: the family, lay people (an interpreter tells of a language), confidential people, those who
//! are kept apart from somebody, and people of agencies whose mere presence tells of a family. Family and lay people read no list.
//! No list holds an address.

use super::event::one_line;
use super::recipients::{Asked, FAMILY, Recipient};
use crate::model::rules::Sensitivity;
use crate::model::{Arranged, ContactId, MeetingSpec, RoleId, Workspace};

/// What recipients are told of who else is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Guests {
    /// What the meeting's types allow: roles and agencies, or nothing.
    #[default]
    ByType,
    /// Nothing.
    Hidden,
    /// Roles and agencies.
    Roles,
    /// Names, roles and agencies.
    Full,
}

/// What a list shows of each.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Roles,
    Names,
}

/// Kinds of agency that are in no list of guests, and whose people read none.
const OUTSIDE: [&str; 2] = [FAMILY, "lay"];

/// Kinds of agency whose presence at a meeting tells something of the family, so that it is in no list.
const TELLING: [&str; 2] = ["domestic-abuse", "substance-misuse"];

/// Whether a meeting is of a type of which nobody may be told who else is asked, whatever the sender wishes.
pub fn must_hide_guests(workspace: &Workspace, spec: Option<&MeetingSpec>) -> bool {
    let types = spec.map_or(&[][..], |spec| &spec.types);
    let mut kinds = types.iter().filter_map(|id| workspace.rules.kind(id));
    kinds.any(|kind| kind.sensitivity == Sensitivity::Highest)
}

/// The lines of a list of guests for whoever may read one.
pub(super) struct GuestList<'a> {
    workspace: &'a Workspace,
    apart: &'a [(ContactId, ContactId)],
    /// In the order of the contacts' ids.
    lines: Vec<(ContactId, String)>,
}

impl<'a> GuestList<'a> {
    pub(super) fn of(
        workspace: &'a Workspace,
        arranged: &Arranged,
        spec: Option<&'a MeetingSpec>,
        guests: Guests,
    ) -> GuestList<'a> {
        let mut list = GuestList {
            workspace,
            apart: spec.map_or(&[], |spec| &spec.apart),
            lines: Vec::new(),
        };
        let shown = spec.and_then(|spec| shown(workspace, spec, guests));
        if let (Some(spec), Some(shown)) = (spec, shown) {
            let mut people: Vec<ContactId> =
                arranged.attending.iter().map(|one| one.contact).collect();
            people.sort_unstable();
            people.dedup();
            people.retain(|contact| list.may_stand_in_it(*contact));
            list.lines = people
                .into_iter()
                .map(|contact| (contact, line(workspace, arranged, spec, contact, shown)))
                .collect();
        }
        list
    }

    /// What the recipient reads of the others, in the order of the alphabet; empty where it is nothing.
    pub(super) fn for_recipient(&self, recipient: &Recipient, is_whole: bool) -> Vec<String> {
        let comes = matches!(recipient.asked, Asked::Come { .. });
        let outside = self.is_of(recipient.contact, &OUTSIDE) || self.is_apart(recipient.contact);
        if !comes || !is_whole || outside {
            return Vec::new();
        }
        let others = self
            .lines
            .iter()
            .filter(|(contact, _)| *contact != recipient.contact);
        let mut lines: Vec<String> = others.map(|(_, line)| line.clone()).collect();
        // Not in the order of ids, which may tell a name.
        lines.sort();
        lines
    }

    fn may_stand_in_it(&self, contact: ContactId) -> bool {
        let hidden = self.workspace.contact(contact).confidential
            || self.is_apart(contact)
            || self.is_of(contact, &OUTSIDE)
            || self.is_of(contact, &TELLING);
        !hidden
    }

    fn is_of(&self, contact: ContactId, kinds: &[&str]) -> bool {
        kinds.contains(&self.workspace.agency_of(contact).kind.as_str())
    }

    fn is_apart(&self, contact: ContactId) -> bool {
        let mut pairs = self.apart.iter();
        pairs.any(|(one, other)| *one == contact || *other == contact)
    }
}

/// `None` where nobody is told anything.
fn shown(workspace: &Workspace, spec: &MeetingSpec, guests: Guests) -> Option<Shown> {
    let known = |id: &String| workspace.rules.kind(id).is_some();
    let all_known = !spec.types.is_empty() && spec.types.iter().all(known);
    if must_hide_guests(workspace, Some(spec)) {
        return None;
    }
    match guests {
        Guests::Hidden => None,
        Guests::ByType => all_known.then_some(Shown::Roles),
        Guests::Roles => Some(Shown::Roles),
        Guests::Full => Some(Shown::Names),
    }
}

/// `Health visitor, Harbour 0-19 Service`, with the name before it where names are shown.
fn line(
    workspace: &Workspace,
    arranged: &Arranged,
    spec: &MeetingSpec,
    contact: ContactId,
    shown: Shown,
) -> String {
    let roles = roles_there(workspace, arranged, spec, contact);
    let known = workspace.contact(contact);
    let role = roles.first().or(known.roles.first());
    let mut parts: Vec<String> = Vec::new();
    if shown == Shown::Names {
        parts.push(one_line(&known.name));
    }
    parts.extend(role.map(|role| one_line(&workspace.role(*role).name)));
    parts.push(one_line(&workspace.agency_of(contact).name));
    parts.join(", ")
}

/// The roles in which somebody sits there: those of their seat that they hold, or all of it where none is on file.
pub(super) fn roles_there(
    workspace: &Workspace,
    arranged: &Arranged,
    spec: &MeetingSpec,
    contact: ContactId,
) -> Vec<RoleId> {
    let held = &workspace.contact(contact).roles;
    let own = arranged
        .attending
        .iter()
        .filter(|one| one.contact == contact);
    let seats = own.filter_map(|one| spec.seats.iter().find(|seat| seat.id == one.seat));
    let wanted: Vec<RoleId> = seats.flat_map(|seat| seat.roles.iter().copied()).collect();
    let both: Vec<RoleId> = wanted
        .iter()
        .copied()
        .filter(|role| held.contains(role))
        .collect();
    if both.is_empty() { wanted } else { both }
}
