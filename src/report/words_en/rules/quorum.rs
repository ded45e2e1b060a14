//! A quorum in words, clause by clause, with the names of roles and groups of roles.

use super::super::{counted, listed};
use super::small;
use crate::model::{QuorumSpec, Role, RoleGroup, RoleId, Unit, WhoSpec};
use std::collections::BTreeSet;

/// The names by which quorums and seats are told.
#[derive(Clone, Copy)]
pub struct Names<'n> {
    pub roles: &'n [Role],
    pub groups: &'n [RoleGroup],
}

impl Names<'_> {
    /// The name of a role or group of roles, as it stands alone: "Health visitor".
    pub fn of(&self, id: &str) -> String {
        let role = self.roles.iter().find(|role| role.id == id);
        let group = self.groups.iter().find(|group| group.id == id);
        match (role, group) {
            (Some(role), _) => role.name.clone(),
            (None, Some(group)) => group.name.clone(),
            (None, None) => id.replace('-', " "),
        }
    }

    /// The same inside a sentence: "health visitor", "GP".
    pub fn small(&self, id: &str) -> String {
        small(&self.of(id))
    }

    /// Those who hold one of some roles: groups by their names where all of a group's roles are there.
    fn holders(&self, who: &WhoSpec) -> Vec<String> {
        let mut rest = who.roles.clone();
        let mut names = Vec::new();
        // A larger group first, so that it is not told by the smaller ones in it.
        let mut groups: Vec<&RoleGroup> = self.groups.iter().collect();
        groups.sort_by_key(|group| (std::cmp::Reverse(group.members.len()), &group.id));
        for group in groups {
            let whole = group.members.iter().all(|role| who.roles.contains(role));
            let new = group.members.iter().any(|role| rest.contains(role));
            if group.members.len() > 1 && whole && new {
                rest.retain(|role| !group.members.contains(role));
                names.push(small(&group.name));
            }
        }
        let roles = rest.iter().map(|role| &self.roles[role.index()]);
        names.extend(roles.map(|role| small(&role.name)));
        names
    }
}

/// A kind of agency in a sentence.
fn agency_kind(id: &str) -> String {
    let known = match id {
        "csc" => "children's social care",
        "asc" => "adult social care",
        "quality-assurance" => "the safeguarding and reviewing unit",
        "family" => "the family",
        "lay" => "lay people",
        other => return other.replace('-', " "),
    };
    known.to_owned()
}

/// A quorum as clauses that all have to hold, one a line.
pub fn quorum(quorum: &QuorumSpec, names: Names) -> Vec<String> {
    match quorum {
        QuorumSpec::All(clauses) => clauses.iter().map(|one| clause(one, names, 0)).collect(),
        one => vec![clause(one, names, 0)],
    }
}

/// Brackets inside each other than nobody writes are cut off, so that the depth is bounded.
const DEEPEST: u32 = 8;

fn clause(quorum: &QuorumSpec, names: Names, depth: u32) -> String {
    if depth > DEEPEST {
        return "…".to_owned();
    }
    let inner = |of: &[QuorumSpec]| -> Vec<String> {
        of.iter().map(|one| clause(one, names, depth + 1)).collect()
    };
    match quorum {
        QuorumSpec::All(clauses) => all(clauses, &inner(clauses)),
        QuorumSpec::Any { need: 1, of } => format!("either {}", inner(of).join("; or ")),
        QuorumSpec::Any { need, of } => format!("{need} of these: {}", inner(of).join("; ")),
        QuorumSpec::Seat(seat) => seat.replace('-', " "),
        QuorumSpec::RequiredSeats => "everybody who is required".to_owned(),
        QuorumSpec::Count { need, unit, who } => count(*need, *unit, who, names),
    }
}

/// Clauses inside one. One that only sees to it that the others are met by different people is told so.
fn all(clauses: &[QuorumSpec], words: &[String]) -> String {
    let mut seen: Vec<RoleId> = Vec::new();
    let mut text = String::new();
    for (clause, words) in clauses.iter().zip(words) {
        let people = match clause {
            QuorumSpec::Count {
                need,
                unit: Unit::People,
                who,
            } => Some((*need, &who.roles)),
            _ => None,
        };
        match people {
            Some((need, roles)) if need > 1 && same(roles, &seen) => {
                text = format!("{text}, {need} different people");
                continue;
            }
            Some((_, roles)) => seen.extend(roles),
            None => {}
        }
        if !text.is_empty() {
            text.push_str(" and ");
        }
        text.push_str(words);
    }
    text
}

fn same(a: &[RoleId], b: &[RoleId]) -> bool {
    let set = |roles: &[RoleId]| roles.iter().copied().collect::<BTreeSet<_>>();
    !a.is_empty() && set(a) == set(b)
}

fn count(need: u32, unit: Unit, who: &WhoSpec, names: Names) -> String {
    let holders = names.holders(who);
    let others: Vec<String> = who
        .except_kinds
        .iter()
        .map(|kind| agency_kind(kind))
        .collect();
    let anybody = holders.is_empty() && who.kinds.is_empty();
    if need == 1 && anybody && !others.is_empty() && !who.direct_contact {
        return format!("somebody who is not from {}", listed(&others, "or"));
    }
    let mut text = match (need, unit, holders.as_slice()) {
        (1, Unit::People, [_, ..]) => listed(&holders, "or"),
        (1, Unit::People, []) if !who.kinds.is_empty() => {
            let kinds: Vec<String> = who.kinds.iter().map(|kind| agency_kind(kind)).collect();
            format!("somebody from {}", listed(&kinds, "or"))
        }
        _ => {
            let number = u64::from(need);
            let mut text = match unit {
                Unit::People => format!("at least {}", counted(number, "person", "people in all")),
                Unit::Agencies => {
                    format!(
                        "people from at least {}",
                        counted(number, "agency", "agencies")
                    )
                }
                Unit::Kinds => format!(
                    "people from at least {}",
                    counted(number, "kind of agency", "kinds of agency")
                ),
                Unit::Groups => format!(
                    "people from at least {}",
                    counted(number, "professional group", "professional groups")
                ),
            };
            if !holders.is_empty() {
                text = text.replace(" in all", "");
                text = format!("{text} among: {}", listed(&holders, "or"));
            }
            if !who.kinds.is_empty() {
                let kinds: Vec<String> = who.kinds.iter().map(|kind| agency_kind(kind)).collect();
                text = format!("{text} from {}", listed(&kinds, "or"));
            }
            text
        }
    };
    if who.direct_contact {
        text.push_str(" who know the child or family themselves");
    }
    if !others.is_empty() {
        text = format!("{text}, not counting {}", listed(&others, "and"));
    } else if anybody && unit == Unit::People {
        // They count only where a clause names them.
        text.push_str(", not counting the family and lay people");
    }
    text
}
