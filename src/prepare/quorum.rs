//! The quorum in words → a tree over sets of members.

use super::faults::MeetingFault;
use super::seats::{Cast, left_out};
use crate::model::{
    Clause, CountBy, Level, MeetingSpec, Member, MemberId, Policy, Question, QuorumSpec, SeatId,
    Unit, WhoSpec, Workspace,
};
use crate::quorum::{MemberSet, Quorum};
use std::collections::BTreeSet;

/// Resolves the meeting's quorum; without one it is all required seats, and `agencies` and the pinned people on top either way.
pub(super) fn clause(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    cast: &Cast,
    faults: &mut Vec<MeetingFault>,
) -> Clause {
    let resolver = Resolver {
        workspace,
        meeting,
        cast,
    };
    let stated = meeting
        .quorum
        .as_ref()
        .unwrap_or(&QuorumSpec::RequiredSeats);
    let mut parts = match resolver.resolve(stated, faults) {
        Clause::All(parts) => parts,
        other => vec![other],
    };
    if let Some(need) = meeting.agencies {
        parts.push(Clause::Count {
            need,
            unit: counted_unit(&workspace.policy),
            who: resolver.who(&WhoSpec::default()),
        });
    }
    // Without the people who are pinned the meeting is not held.
    let pinned = meeting.pinned_people.iter();
    let members: BTreeSet<MemberId> = pinned
        .filter_map(|(_, contact)| cast.member_of(*contact))
        .collect();
    parts.extend(members.into_iter().map(|member| {
        Clause::Count {
            need: 1,
            unit: Unit::People,
            who: (0..cast.people.len())
                .map(|one| one == member.index())
                .collect(),
        }
    }));
    Clause::All(parts)
}

fn counted_unit(policy: &Policy) -> Unit {
    match policy.count_by {
        CountBy::Agencies => Unit::Agencies,
        CountBy::Kinds => Unit::Kinds,
        CountBy::Groups => Unit::Groups,
    }
}

struct Resolver<'a> {
    workspace: &'a Workspace,
    meeting: &'a MeetingSpec,
    cast: &'a Cast,
}

impl Resolver<'_> {
    fn resolve(&self, spec: &QuorumSpec, faults: &mut Vec<MeetingFault>) -> Clause {
        match spec {
            QuorumSpec::All(of) => {
                Clause::All(of.iter().map(|part| self.resolve(part, faults)).collect())
            }
            QuorumSpec::Any { need, of } => Clause::Any {
                need: *need,
                of: of.iter().map(|part| self.resolve(part, faults)).collect(),
            },
            QuorumSpec::Count { need, unit, who } => Clause::Count {
                need: *need,
                unit: *unit,
                who: self.who(who),
            },
            QuorumSpec::Seat(id) => self.seat(id, faults),
            QuorumSpec::RequiredSeats => {
                let required = self.cast.seats.iter().enumerate();
                Clause::All(
                    required
                        .filter(|(_, seat)| seat.level == Level::Required)
                        .map(|(index, _)| Clause::Seat(SeatId(index as u32)))
                        .collect(),
                )
            }
        }
    }

    /// A seat that the case's flags leave out asks for nothing; a report never fills one.
    fn seat(&self, id: &str, faults: &mut Vec<MeetingFault>) -> Clause {
        if let Some(index) = self.cast.seats.iter().position(|seat| seat.id == id) {
            return Clause::Seat(SeatId(index as u32));
        }
        match self.meeting.seats.iter().find(|seat| seat.id == id) {
            Some(spec) if left_out(self.meeting, spec) => Clause::All(Vec::new()),
            Some(_) => Clause::Any {
                need: 1,
                of: Vec::new(),
            },
            None => {
                faults.push(MeetingFault::UnknownSeat {
                    seat: id.to_owned(),
                });
                Clause::All(Vec::new())
            }
        }
    }

    /// One flag a member: whom the clause counts. Family and lay people count only where it names them.
    fn who(&self, who: &WhoSpec) -> Vec<bool> {
        let counted = |member: usize| {
            let contact = self.cast.people[member]
                .0
                .map(|id| (id, self.workspace.contact(id)));
            let seated = self.cast.roles_of(self.workspace, self.meeting, member);
            let kind = match contact {
                Some((_, contact)) => self.workspace.agency(contact.agency).kind.as_str(),
                None => seated
                    .first()
                    .map_or("", |role| self.workspace.role(*role).kind.as_str()),
            };
            let has_role = |role: &_| {
                seated.contains(role) || contact.is_some_and(|(_, c)| c.roles.contains(role))
            };
            let role_named = who.roles.iter().any(has_role);
            let contact_named = contact.is_some_and(|(id, _)| who.contacts.contains(&id));
            let kind_named = who.kinds.iter().any(|named| named == kind);
            let agency_counts =
                contact.is_none_or(|(_, contact)| self.workspace.agency(contact.agency).counts);
            let practitioner = seated
                .iter()
                .any(|role| self.workspace.role(*role).practitioner);
            (who.roles.is_empty() || role_named)
                && (who.contacts.is_empty() || contact_named)
                && (who.kinds.is_empty() || kind_named)
                && !who.except_kinds.iter().any(|except| except == kind)
                && (!who.direct_contact || self.has_direct_contact(member))
                && (role_named || contact_named || kind_named || (agency_counts && practitioner))
        };
        (0..self.cast.people.len()).map(counted).collect()
    }

    fn has_direct_contact(&self, member: usize) -> bool {
        self.cast
            .seats
            .iter()
            .zip(&self.cast.specs)
            .any(|(seat, spec)| {
                self.meeting.seats[*spec].direct_contact
                    && seat
                        .candidates
                        .iter()
                        .any(|candidate| candidate.member.index() == member)
            })
    }
}

/// Faults of a quorum that not even everybody together satisfies, one for each part at fault.
pub(super) fn check(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    clause: &Clause,
    members: &[Member],
    cast: &Cast,
    faults: &mut Vec<MeetingFault>,
) {
    let mut present = MemberSet::empty(members.len());
    (0..members.len()).for_each(|member| present.insert(member));
    let full: Vec<bool> = cast
        .seats
        .iter()
        .map(|seat| seat.candidates.len() >= seat.places as usize)
        .collect();
    let parts: &[Clause] = match clause {
        Clause::All(parts) => parts,
        other => std::slice::from_ref(other),
    };
    // `clause` keeps the order in which the parts are stated.
    let stated: &[QuorumSpec] = match &meeting.quorum {
        Some(QuorumSpec::All(of)) => of,
        Some(other) => std::slice::from_ref(other),
        None => &[],
    };
    let describing = Describing {
        workspace,
        members,
        cast,
    };
    for (index, part) in parts.iter().enumerate() {
        if !Quorum::new(part, members).holds(&present, &full) {
            faults.push(MeetingFault::QuorumCannotBeMet {
                clause: describing.part(part, stated.get(index)),
                unanswered: unanswered(cast),
            });
        }
    }
}

/// The flags that seats wait for, each once.
fn unanswered(cast: &Cast) -> Vec<String> {
    let flags = cast.questions.iter().map(|question| match question {
        Question::Flag { flag, .. } => flag.clone(),
    });
    flags.collect::<BTreeSet<String>>().into_iter().collect()
}

/// Whom a clause counts, as it is written behind what is counted: ` out of gp or school-nurse`.
fn described(workspace: &Workspace, who: &WhoSpec) -> String {
    let roles = who
        .roles
        .iter()
        .map(|role| workspace.role(*role).id.as_str());
    let contacts = who
        .contacts
        .iter()
        .map(|id| workspace.contact(*id).id.as_str());
    let kinds = who.kinds.iter().map(String::as_str);
    let named: Vec<&str> = roles.chain(contacts).chain(kinds).collect();
    let mut text = String::new();
    for (word, list) in [
        (" out of ", named.join(" or ")),
        (" except ", who.except_kinds.join(" and ")),
    ] {
        if !list.is_empty() {
            text.push_str(word);
            text.push_str(&list);
        }
    }
    if who.direct_contact {
        text.push_str(" in direct contact");
    }
    text
}

/// Parts of a quorum in a few words.
struct Describing<'a> {
    workspace: &'a Workspace,
    members: &'a [Member],
    cast: &'a Cast,
}

impl Describing<'_> {
    /// A part as it is asked for, with what there is at most; `stated` is how the user wrote it, if at all.
    fn part(&self, clause: &Clause, stated: Option<&QuorumSpec>) -> String {
        match clause {
            // One level is enough to know which is meant; what is deeper is only counted.
            Clause::Any { need, of } => {
                let specs = match stated {
                    Some(QuorumSpec::Any { of, .. }) => of.as_slice(),
                    _ => &[],
                };
                let asked = of
                    .iter()
                    .enumerate()
                    .map(|(index, part)| self.leaf(part, specs.get(index)));
                format!("{need} of ({})", asked.collect::<Vec<_>>().join(", "))
            }
            Clause::Count { unit, who, .. } => {
                let there = match self.there(*unit, who) {
                    0 => "none".to_owned(),
                    there => format!("only {there}"),
                };
                format!("{}, and the meeting has {there}", self.leaf(clause, stated))
            }
            Clause::Seat(_) | Clause::All(_) => self.leaf(clause, stated),
        }
    }

    fn leaf(&self, clause: &Clause, stated: Option<&QuorumSpec>) -> String {
        match clause {
            Clause::Seat(seat) => format!("the seat {}", self.cast.seats[seat.index()].id),
            Clause::All(_) => "every one of several conditions".to_owned(),
            Clause::Any { need, of } => format!("{need} of {} conditions", of.len()),
            Clause::Count { need, unit, .. } => {
                let [one, many] = match unit {
                    Unit::People => ["person", "people"],
                    Unit::Agencies => ["agency", "agencies"],
                    Unit::Kinds => ["kind of agency", "kinds of agency"],
                    Unit::Groups => ["professional group", "professional groups"],
                };
                let word = if *need == 1 { one } else { many };
                let whom = match stated {
                    Some(QuorumSpec::Count { who, .. }) => described(self.workspace, who),
                    _ => String::new(),
                };
                format!("at least {need} {word}{whom}")
            }
        }
    }

    /// How many there are if everybody comes.
    fn there(&self, unit: Unit, who: &[bool]) -> usize {
        let number: fn(&Member) -> u32 = match unit {
            Unit::People => return who.iter().filter(|counted| **counted).count(),
            Unit::Agencies => |member| member.agency,
            Unit::Kinds => |member| member.kind,
            Unit::Groups => |member| member.group,
        };
        let counted = self.members.iter().zip(who);
        let counted = counted.filter(|(_, counted)| **counted);
        let units: BTreeSet<u32> = counted.map(|(member, _)| number(member)).collect();
        units.len()
    }
}
