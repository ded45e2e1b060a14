//! Seats by role → seats with candidates.

use super::faults::MeetingFault;
use super::tables::Tables;
use crate::model::{
    Candidate, ContactId, DeputySpec, Filling, Level, MeetingSpec, Member, MemberId, Mode,
    Question, RoleId, Seat, SeatSpec, SeatWanted, Workspace, WorkspaceKind,
};
use crate::model::{MOST_PLACES, MOST_WEIGHT};
use std::collections::BTreeSet;

/// The seats of a meeting with the people behind them.
pub(super) struct Cast {
    /// Members by contact, in order; `None` at the end are somebody to be named.
    pub people: Vec<(Option<ContactId>, String)>,
    pub seats: Vec<Seat>,
    /// The specification of each seat, by index into the meeting's.
    pub specs: Vec<usize>,
    pub questions: Vec<Question>,
}

impl Cast {
    pub(super) fn member_of(&self, contact: ContactId) -> Option<MemberId> {
        let found = self.people.iter().position(|(c, _)| *c == Some(contact));
        found.map(|index| MemberId(index as u32))
    }

    /// The roles under which a member sits here: of every seat that it is a first-rank candidate of, those that it holds.
    pub(super) fn roles_of(
        &self,
        workspace: &Workspace,
        meeting: &MeetingSpec,
        member: usize,
    ) -> Vec<RoleId> {
        let mut roles = Vec::new();
        for (seat, spec) in self.seats.iter().zip(&self.specs) {
            if !seat.candidates.iter().any(|c| c.member.index() == member) {
                continue;
            }
            let held = |role: &RoleId| match self.people[member].0 {
                Some(contact) => workspace.contact(contact).roles.contains(role),
                None => true,
            };
            let wanted = &meeting.seats[*spec].roles;
            let of_seat: Vec<RoleId> = wanted.iter().copied().filter(held).collect();
            // Named to the seat without holding its role on file: the seat's role is what they sit under.
            roles.extend(if of_seat.is_empty() {
                wanted.iter().take(1).copied().collect()
            } else {
                of_seat
            });
        }
        roles
    }
}

/// Whether the case's flags leave the seat out: they say that it is not wanted, or do not say yet.
pub(super) fn left_out(meeting: &MeetingSpec, spec: &SeatSpec) -> bool {
    spec.wanted(&meeting.flags) != SeatWanted::Yes
}

/// Everybody who may come to the meeting in one of its seats.
pub(super) fn everybody(tables: &Tables, meeting: &MeetingSpec) -> BTreeSet<ContactId> {
    let seats = meeting.seats.iter().filter(|spec| {
        spec.level != Level::Informed && spec.mode != Some(Mode::Report) && !left_out(meeting, spec)
    });
    seats
        .flat_map(|spec| coming(tables, spec))
        .map(|(contact, _)| contact)
        .collect()
}

/// The candidates who come themselves. Somebody who only ever sends a report comes where the seat itself says how.
fn coming(tables: &Tables, spec: &SeatSpec) -> Vec<(ContactId, u8)> {
    let mut found = candidates(tables, spec);
    if spec.mode.is_none() {
        found.retain(|(contact, _)| tables.workspace.contact(*contact).mode != Some(Mode::Report));
    }
    found
}

/// Contact and rank of everybody who may take the seat, the seat's own people first.
pub(super) fn candidates(tables: &Tables, spec: &SeatSpec) -> Vec<(ContactId, u8)> {
    let workspace = tables.workspace;
    let by_case = spec
        .roles
        .iter()
        .any(|role| workspace.role(*role).filling == Filling::ByCase);
    let own = if !spec.named.is_empty() {
        spec.named.clone()
    } else if by_case && workspace.kind == WorkspaceKind::Tables || spec.to_be_named {
        Vec::new()
    } else {
        tables.holders(&spec.roles)
    };
    let mut found: Vec<(ContactId, u8)> = own.into_iter().map(|contact| (contact, 0)).collect();
    for (rank, deputy) in (1u8..=u8::MAX).zip(&spec.deputies) {
        let more = match deputy {
            DeputySpec::Contact(contact) => vec![*contact],
            DeputySpec::Role(role) => tables.holders(&[*role]),
        };
        found.extend(more.into_iter().map(|contact| (contact, rank)));
    }
    // Somebody listed twice keeps the better rank.
    let mut seen = BTreeSet::new();
    found.retain(|(contact, _)| seen.insert(*contact));
    found
}

/// Resolves every seat that has to be filled; reports stay at home, the informed get a copy.
pub(super) fn cast(
    tables: &Tables,
    meeting: &MeetingSpec,
    parts: usize,
    faults: &mut Vec<MeetingFault>,
) -> Cast {
    cast_of(tables, meeting, parts, &|_, found| found, faults)
}

/// Whom a seat, with everybody who may take it by the tables, is asked to take.
pub(super) type Choose<'c> = &'c dyn Fn(&SeatSpec, Vec<(ContactId, u8)>) -> Vec<(ContactId, u8)>;

/// The same with those only whom `choose` leaves or adds.
pub(super) fn cast_of(
    tables: &Tables,
    meeting: &MeetingSpec,
    parts: usize,
    choose: Choose,
    faults: &mut Vec<MeetingFault>,
) -> Cast {
    let workspace = tables.workspace;
    let mut resolved: Vec<(usize, Vec<(ContactId, u8)>)> = Vec::new();
    let mut questions = Vec::new();
    for (index, spec) in meeting.seats.iter().enumerate() {
        if spec.level == Level::Informed || spec.mode == Some(Mode::Report) {
            continue;
        }
        match spec.wanted(&meeting.flags) {
            SeatWanted::Yes => {}
            SeatWanted::No => continue,
            SeatWanted::Ask(flag) => {
                questions.push(Question::Flag {
                    flag,
                    seat: spec.id.clone(),
                });
                continue;
            }
        }
        let mut found = coming(tables, spec);
        let pinned = meeting.pinned_people.iter();
        let pinned: Vec<(ContactId, u8)> = pinned
            .filter(|(seat, _)| *seat == spec.id)
            .map(|(_, contact)| (*contact, 0))
            .collect();
        // Where some places are left, others may take them; that the pinned people come is the quorum's to see.
        if !pinned.is_empty() && pinned.len() >= spec.places as usize {
            found = pinned;
        }
        if found.is_empty() && !spec.to_be_named && !candidates(tables, spec).is_empty() {
            // All that its people ever do is to send a report.
            continue;
        }
        let found = choose(spec, found);
        check_seat(workspace, spec, found.len() as u32, faults);
        resolved.push((index, found));
    }
    if resolved.is_empty() {
        faults.push(MeetingFault::NoSeats);
    }
    let contacts: BTreeSet<ContactId> = resolved
        .iter()
        .flat_map(|(_, found)| found.iter().map(|(contact, _)| *contact))
        .collect();
    let mut people: Vec<(Option<ContactId>, String)> = contacts
        .iter()
        .map(|contact| (Some(*contact), workspace.contact(*contact).id.clone()))
        .collect();
    let mut seats = Vec::new();
    let mut specs = Vec::new();
    for (index, found) in resolved {
        let spec = &meeting.seats[index];
        let mut candidates: Vec<Candidate> = found
            .iter()
            .filter_map(|(contact, rank)| {
                let member = people.iter().position(|(c, _)| *c == Some(*contact))?;
                Some(Candidate {
                    member: MemberId(member as u32),
                    rank: *rank,
                })
            })
            .collect();
        if spec.to_be_named {
            // Those who are named already sit in places of their own.
            let open = spec.places.saturating_sub(spec.named.len() as u32).max(1);
            for place in 0..open {
                let number = if open > 1 {
                    format!("{}", place + 1)
                } else {
                    String::new()
                };
                people.push((None, format!("{}?{number}", spec.id)));
                candidates.push(Candidate {
                    member: MemberId(people.len() as u32 - 1),
                    rank: 0,
                });
            }
        }
        seats.push(seat(workspace, spec, candidates, parts));
        specs.push(index);
    }
    let places = seats.iter().map(|seat| seat.places).sum();
    let weight = meeting
        .seats
        .iter()
        .map(|seat| seat.weight)
        .max()
        .unwrap_or(1);
    if places > MOST_PLACES || weight > MOST_WEIGHT {
        faults.push(MeetingFault::TooManyPlaces { places, weight });
    }
    Cast {
        people,
        seats,
        specs,
        questions,
    }
}

fn check_seat(
    workspace: &Workspace,
    spec: &SeatSpec,
    candidates: u32,
    faults: &mut Vec<MeetingFault>,
) {
    if spec.to_be_named || candidates >= spec.places {
        return;
    }
    let by_case = spec.named.is_empty()
        && workspace.kind == WorkspaceKind::Tables
        && spec
            .roles
            .iter()
            .any(|role| workspace.role(*role).filling == Filling::ByCase);
    faults.push(if candidates == 0 && by_case {
        MeetingFault::NotNamed {
            seat: spec.id.clone(),
        }
    } else if candidates == 0 {
        MeetingFault::NobodyHolds {
            seat: spec.id.clone(),
            roles: spec
                .roles
                .iter()
                .map(|role| workspace.role(*role).id.clone())
                .collect(),
        }
    } else {
        MeetingFault::TooFew {
            seat: spec.id.clone(),
            places: spec.places,
            candidates,
        }
    });
}

/// Weight of a place that is expected, against one that is preferred.
const EXPECTED_WEIGHT: u32 = 3;

fn seat(workspace: &Workspace, spec: &SeatSpec, candidates: Vec<Candidate>, parts: usize) -> Seat {
    let level = match spec.level {
        Level::Expected if workspace.policy.expected_is_required => Level::Required,
        level => level,
    };
    let times = if level == Level::Expected {
        EXPECTED_WEIGHT
    } else {
        1
    };
    let stated = spec
        .named
        .first()
        .and_then(|contact| workspace.contact(*contact).mode);
    Seat {
        id: spec.id.clone(),
        level,
        places: spec.places,
        weight: spec.weight.max(1) * times,
        candidates,
        mode: spec
            .mode
            .or(stated)
            .filter(|mode| *mode != Mode::Report)
            .unwrap_or_default(),
        parts: if spec.parts.is_empty() {
            (0..parts).collect()
        } else {
            let mut parts = spec.parts.clone();
            parts.sort_unstable();
            parts.dedup();
            parts
        },
        partial_percent: spec.partial_percent,
    }
}

/// The numbers by which a quorum tells members apart.
pub(super) struct Numbers {
    pub agency: u32,
    pub kind: u32,
    pub group: u32,
}

/// Numbers the agencies, kinds and groups of everybody. Somebody to be named counts for the one agency of
/// their role's kind, or for one of their own where there is none or several.
pub(super) fn numbers(workspace: &Workspace, meeting: &MeetingSpec, cast: &Cast) -> Vec<Numbers> {
    let mut kinds: Vec<String> = Vec::new();
    let mut groups: Vec<String> = Vec::new();
    let number = |names: &mut Vec<String>, name: &str| -> u32 {
        match names.iter().position(|known| known == name) {
            Some(index) => index as u32,
            None => {
                names.push(name.to_owned());
                names.len() as u32 - 1
            }
        }
    };
    (0..cast.people.len())
        .map(|member| {
            let contact = cast.people[member]
                .0
                .map(|contact| workspace.contact(contact));
            let roles = cast.roles_of(workspace, meeting, member);
            let role = roles.first().map(|role| workspace.role(*role));
            let kind = match contact {
                Some(contact) => workspace.agency(contact.agency).kind.clone(),
                None => role.map_or(String::new(), |role| role.kind.clone()),
            };
            // Where only one agency is of the role's kind, whoever will be named comes from it.
            let likely = || {
                let mut of_kind = (0u32..)
                    .zip(&workspace.agencies)
                    .filter(|(_, a)| a.kind == kind);
                match (of_kind.next(), of_kind.next()) {
                    (Some((only, _)), None) => only,
                    _ => workspace.agencies.len() as u32 + member as u32,
                }
            };
            let agency = contact.map_or_else(likely, |contact| contact.agency.0);
            Numbers {
                agency: counted_as(workspace, agency),
                kind: number(&mut kinds, &kind),
                group: number(&mut groups, role.map_or("", |role| role.group.as_str())),
            }
        })
        .collect()
}

/// The number of the first agency that counts together with this one: its own, unless the authority says otherwise.
fn counted_as(workspace: &Workspace, agency: u32) -> u32 {
    let word = |number: usize| {
        workspace
            .agencies
            .get(number)
            .and_then(|a| a.counts_as.as_deref())
    };
    let Some(own) = word(agency as usize) else {
        return agency;
    };
    let same = (0..workspace.agencies.len()).find(|other| word(*other) == Some(own));
    same.map_or(agency, |first| first as u32)
}

/// Joins a member with its numbers and timeline.
pub(super) fn member(
    (contact, id): &(Option<ContactId>, String),
    numbers: &Numbers,
    load: u32,
    timeline: std::sync::Arc<crate::model::Timeline>,
) -> Member {
    Member {
        contact: *contact,
        id: id.clone(),
        agency: numbers.agency,
        kind: numbers.kind,
        group: numbers.group,
        load,
        timeline,
    }
}
