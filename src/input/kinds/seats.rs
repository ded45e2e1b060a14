//! The seats of a meeting: those that are written, those that its type asks for, and places for everybody of the case.
//!
//! A row that lists its seats has these and no others. Otherwise a seat that a column headed by a role or the team states
//! stands in the place of the type's seat whose role it has, and keeps what is written of it; what is not written it takes
//! from there. Of the type's further seats those stay to be named without which the meeting is not what it
//! should be; the wished-for ones are left out until somebody is named.

use super::team::{Open, Place, place};
use crate::input::fault::{FaultKind, Sink, Spot};
use crate::input::meetings::Tables;
use crate::input::seats::unused;
use crate::input::table::Row;
use crate::model::rules::{MeetingType, SeatWho};
use crate::model::{Condition, ContactId, Filling, FlagState, Level, Mode, RoleId, SeatSpec};
use std::collections::BTreeSet;

/// A seat of the row.
pub(in crate::input) struct Written {
    pub spot: Spot,
    pub seat: SeatSpec,
    /// As written, if at all.
    pub level: Option<Level>,
    /// Nobody is wanted.
    pub absent: bool,
}

/// What the row says of the meeting beside its seats.
pub(in crate::input) struct Stated<'a> {
    pub row: &'a Row,
    pub types: &'a [&'a MeetingType],
    pub flags: &'a [FlagState],
}

/// The seats of the meeting, and where each comes from for messages about it.
#[derive(Default)]
pub(in crate::input) struct Seated {
    pub seats: Vec<SeatSpec>,
    pub spots: Vec<Spot>,
}

impl Seated {
    fn push(&mut self, seat: SeatSpec, spot: &Spot) {
        self.seats.push(seat);
        self.spots.push(spot.clone());
    }
}

/// A seat that the meeting's types ask for.
struct Want {
    /// The role's or group's id.
    id: String,
    exact: bool,
    roles: Vec<RoleId>,
    places: u32,
    level: Level,
    mode: Option<Mode>,
    when: Vec<Condition>,
    direct_contact: bool,
    /// A written seat stands in its place.
    taken: bool,
    /// The row says that nobody is wanted.
    absent: bool,
    /// People of the team in it, and those in further seats beside it.
    named: Vec<ContactId>,
    further: Vec<ContactId>,
    /// Roles of a group for which other seats ask by themselves.
    elsewhere: Vec<RoleId>,
}

impl Want {
    /// What the flags that are set say: false only where one of them rules the seat out.
    fn possible(&self, flags: &[FlagState]) -> bool {
        self.when.iter().all(|condition| {
            let stated = flags.iter().find(|flag| flag.flag == condition.flag);
            stated.is_none_or(|flag| flag.set == condition.wanted)
        })
    }
}

/// Brings the written seats, the types' and the people of the case together. `used` holds the ids of the written seats.
pub(in crate::input) fn seated(
    mut written: Vec<Written>,
    mut team: Vec<ContactId>,
    stated: &Stated<'_>,
    tables: &Tables<'_>,
    used: &mut BTreeSet<String>,
    sink: &mut Sink,
) -> Seated {
    let Stated { row, types, flags } = *stated;
    // A written list of seats is the whole list; a team and columns headed by a role are people for the type's seats.
    let mut wants = united(types, tables);
    if row.get("seats").is_some() {
        if row.get("quorum").is_none() {
            // The type's quorum asks for people who know the child, and the type says who does.
            know_the_child(&mut written, &wants);
        }
        wants.clear();
    }
    for one in &mut written {
        stand_in(one, &mut wants, tables);
    }
    written.retain(|one| !one.absent);
    let team_is_alone = written.is_empty() && wants.is_empty();
    team.retain(|who| !written.iter().any(|one| is_placed(*who, &one.seat, tables)));
    let left = place_team(team, &mut written, &mut wants, flags, tables);

    let mut seated = Seated::default();
    for one in written {
        seated.push(one.seat, &one.spot);
    }
    let spot = row.spot_of("type");
    if types.len() > 1 {
        let named: Vec<ContactId> = named(&seated, &wants);
        leave_to_others(&mut wants, &named, tables);
    }
    for want in wants.iter().filter(|want| !want.absent) {
        if !want.taken
            && let Some(seat) = seat_of(want, tables, used)
        {
            seated.push(seat, spot);
        }
        for who in &want.further {
            seated.push(seat_for(want, &[*who], tables, used), spot);
        }
    }
    let level = match team_is_alone {
        true => Level::Required,
        false => Level::Preferred,
    };
    for who in left {
        seated.push(own_seat(who, level, tables, used), row.spot_of("team"));
    }
    no_family(types, &seated, tables, sink);
    seated
}

/// Marks the written seats whose people have direct contact as the types see it.
fn know_the_child(written: &mut [Written], wants: &[Want]) {
    for seat in written.iter_mut().map(|one| &mut one.seat) {
        let mut direct = wants.iter().filter(|want| want.direct_contact);
        seat.direct_contact |=
            direct.any(|want| seat.roles.iter().all(|role| want.roles.contains(role)));
    }
}

/// The seats of all types, each role once: the higher level holds, and what one type asks for in any case is wanted in any case.
fn united(types: &[&MeetingType], tables: &Tables<'_>) -> Vec<Want> {
    let mut wants: Vec<Want> = Vec::new();
    for rule in types.iter().flat_map(|kind| &kind.seats) {
        let id = rule.who.id();
        let Ok(roles) = tables.names.roles.roles(id) else {
            // The rules were checked against the roles when they were read.
            continue;
        };
        if let Some(known) = wants.iter_mut().find(|want| want.id == id) {
            known.level = known.level.min(rule.level);
            known.places = known.places.max(rule.places);
            known.direct_contact |= rule.direct_contact;
            known.mode = known.mode.filter(|mode| rule.mode == Some(*mode));
            known.when.retain(|condition| rule.when.contains(condition));
            continue;
        }
        wants.push(Want {
            id: id.to_owned(),
            exact: matches!(rule.who, SeatWho::Role(_)),
            roles,
            places: rule.places.max(1),
            level: rule.level,
            mode: rule.mode,
            when: rule.when.clone(),
            direct_contact: rule.direct_contact,
            taken: false,
            absent: false,
            named: Vec::new(),
            further: Vec::new(),
            elsewhere: Vec::new(),
        });
    }
    let exact: Vec<RoleId> = wants
        .iter()
        .filter(|want| want.exact)
        .flat_map(|want| want.roles.clone())
        .collect();
    for want in wants.iter_mut().filter(|want| !want.exact) {
        want.elsewhere.clone_from(&exact);
    }
    wants
}

/// Lets a written seat take the place of the type's that it means, if any: that of exactly its role, then that of the very group that
/// is written, then the first that shares a role with it.
fn stand_in(one: &mut Written, wants: &mut [Want], tables: &Tables<'_>) {
    let roles = &one.seat.roles;
    let exactly = |want: &Want| want.exact && want.roles == *roles;
    let is_this_group = |want: &Want| {
        let has_all = roles.iter().all(|role| want.roles.contains(role));
        has_all && want.roles.iter().all(|role| roles.contains(role))
    };
    let overlaps = |want: &Want| want.roles.iter().any(|role| roles.contains(role));
    let at = wants
        .iter()
        .position(exactly)
        .or_else(|| wants.iter().position(is_this_group))
        .or_else(|| wants.iter().position(overlaps));
    let Some(want) = at.map(|at| &mut wants[at]) else {
        return;
    };
    if one.absent {
        want.absent = true;
        return;
    }
    want.taken = true;
    let seat = &mut one.seat;
    seat.level = one.level.unwrap_or(want.level);
    seat.direct_contact |= want.direct_contact;
    seat.mode = seat.mode.or(want.mode);
    if seat.named.is_empty() && !seat.to_be_named {
        // Whoever is named is wanted: the conditions are for seats of which nothing more is known.
        if seat.when.is_empty() {
            seat.when.clone_from(&want.when);
        }
        let asked_for = seat.level <= Level::Expected;
        seat.to_be_named = asked_for && !tables.bare && is_by_case(&seat.roles, tables);
    }
}

/// Who sits in a written seat already, by name or, in a bare folder, by role.
fn is_placed(who: ContactId, seat: &SeatSpec, tables: &Tables<'_>) -> bool {
    let by_role = tables.bare && seat.named.is_empty() && holds(who, &seat.roles, tables);
    seat.named.contains(&who) || by_role
}

fn holds(who: ContactId, roles: &[RoleId], tables: &Tables<'_>) -> bool {
    let own = &tables.contacts[who.index()].roles;
    own.iter().any(|role| roles.contains(role))
}

fn is_by_case(roles: &[RoleId], tables: &Tables<'_>) -> bool {
    let filling = |role: &RoleId| tables.roles[role.index()].filling;
    roles.iter().any(|role| filling(role) == Filling::ByCase)
}

/// Everybody who sits somewhere.
fn named(seated: &Seated, wants: &[Want]) -> Vec<ContactId> {
    let written = seated.seats.iter().flat_map(|seat| &seat.named);
    let of_types = wants
        .iter()
        .flat_map(|want| want.named.iter().chain(&want.further));
    written.chain(of_types).copied().collect()
}

/// Where a meeting is held under two sets of rules, one asks for any of a group and the other for somebody in particular who
/// belongs to it: then nobody further is looked for.
fn leave_to_others(wants: &mut [Want], named: &[ContactId], tables: &Tables<'_>) {
    for want in wants.iter_mut().filter(|want| !want.exact && !want.taken) {
        let there = named.iter().any(|who| holds(*who, &want.roles, tables));
        want.absent |= want.named.is_empty() && want.further.is_empty() && there;
    }
}

/// Gives everybody of the team a seat; those whom no seat fits are left over.
fn place_team(
    team: Vec<ContactId>,
    written: &mut [Written],
    wants: &mut [Want],
    flags: &[FlagState],
    tables: &Tables<'_>,
) -> Vec<ContactId> {
    // First the written seats that name nobody, then the types'.
    let mut open: Vec<Open> = written
        .iter()
        .map(|one| Open {
            roles: one.seat.roles.clone(),
            exact: one.seat.roles.len() == 1,
            room: if one.seat.named.is_empty() {
                one.seat.places
            } else {
                0
            },
            grows: false,
        })
        .collect();
    let first_want = open.len();
    open.extend(wants.iter().map(|want| {
        let wanted = !want.absent && want.possible(flags);
        Open {
            roles: want.roles.clone(),
            exact: want.exact,
            room: if wanted && !want.taken {
                want.places
            } else {
                0
            },
            grows: wanted,
        }
    }));
    let mut left = Vec::new();
    for (who, place) in team.iter().zip(place(&team, tables.contacts, &mut open)) {
        match place {
            Place::In(at) | Place::Beside(at) if at < first_want => {
                let seat = &mut written[at].seat;
                seat.named.push(*who);
                seat.to_be_named &= (seat.named.len() as u32) < seat.places;
            }
            Place::In(at) => wants[at - first_want].named.push(*who),
            Place::Beside(at) => {
                let want = &mut wants[at - first_want];
                // Any holder of a pool's role will do, so that a second one is a choice and no second place.
                match is_by_case(&want.roles, tables) || want.taken {
                    true => want.further.push(*who),
                    false => want.named.push(*who),
                }
            }
            Place::Nowhere => left.push(*who),
        }
    }
    left
}

/// The seat of the type in whose place none is written; `None` where nobody is to be asked.
fn seat_of(want: &Want, tables: &Tables<'_>, used: &mut BTreeSet<String>) -> Option<SeatSpec> {
    let by_case = is_by_case(&want.roles, tables);
    if !want.named.is_empty() {
        let mut seat = seat_for(want, &want.named, tables, used);
        seat.places = want.places;
        seat.to_be_named = by_case && (want.named.len() as u32) < want.places;
        return Some(seat);
    }
    let needed = want.level <= Level::Expected;
    let mut seat = SeatSpec {
        when: want.when.clone(),
        places: want.places,
        ..seat_for(want, &[], tables, &mut BTreeSet::new())
    };
    let held = |role: &RoleId| !tables.holders[role.index()].is_empty();
    // Nobody of a pool in the tables is no fault: only what is known has to be written.
    let nobody = tables.names.people_complete && !want.roles.iter().any(held);
    if by_case || tables.bare || nobody {
        if !needed {
            return None;
        }
        seat.to_be_named = true;
    }
    seat.id = unused(want.id.clone(), used);
    Some(seat)
}

/// A seat like the type's for people of the team. Being of the team answers what the type's conditions would ask.
fn seat_for(
    want: &Want,
    named: &[ContactId],
    tables: &Tables<'_>,
    used: &mut BTreeSet<String>,
) -> SeatSpec {
    let held = |who: &ContactId| {
        let own = &tables.contacts[who.index()].roles;
        let fitting = || own.iter().filter(|role| want.roles.contains(role));
        let only_here = fitting().find(|role| !want.elsewhere.contains(role));
        let role = only_here.or_else(|| fitting().next())?;
        Some(tables.roles[role.index()].id.clone())
    };
    // Where any of a group will do, the one role that its only member has says more than the group's name.
    let id = match named {
        [one] if want.places == 1 => held(one),
        _ => None,
    };
    SeatSpec {
        id: unused(id.unwrap_or_else(|| want.id.clone()), used),
        roles: want.roles.clone(),
        places: 1,
        level: want.level,
        named: named.to_vec(),
        to_be_named: false,
        deputies: Vec::new(),
        mode: want.mode,
        when: Vec::new(),
        partial_percent: None,
        parts: Vec::new(),
        weight: 1,
        direct_contact: want.direct_contact,
    }
}

/// A seat for somebody of the team for whom the meeting has none.
fn own_seat(
    who: ContactId,
    level: Level,
    tables: &Tables<'_>,
    used: &mut BTreeSet<String>,
) -> SeatSpec {
    let contact = &tables.contacts[who.index()];
    let role = contact.roles.first();
    let role = role.map(|role| tables.roles[role.index()].id.clone());
    let id = role.filter(|role| !used.contains(role));
    SeatSpec {
        id: unused(id.unwrap_or_else(|| contact.id.clone()), used),
        roles: contact.roles.clone(),
        places: 1,
        level,
        named: vec![who],
        to_be_named: false,
        deputies: Vec::new(),
        mode: None,
        when: Vec::new(),
        partial_percent: None,
        parts: Vec::new(),
        weight: 1,
        direct_contact: false,
    }
}

/// To some meetings nobody of the family may ever be invited, whatever is written.
fn no_family(types: &[&MeetingType], seated: &Seated, tables: &Tables<'_>, sink: &mut Sink) {
    let Some(kind) = types.iter().find(|kind| !kind.family_present) else {
        return;
    };
    let of_family = |who: &ContactId| {
        let agency = tables.contacts[who.index()].agency;
        tables.agencies[agency.index()].kind == FAMILY
    };
    let for_family = |role: &RoleId| tables.roles[role.index()].kind == FAMILY;
    for (seat, spot) in seated.seats.iter().zip(&seated.spots) {
        if seat.named.iter().any(of_family) || seat.roles.iter().any(for_family) {
            let what = FaultKind::NoFamily {
                seat: seat.id.clone(),
                kind: kind.id.clone(),
            };
            sink.fault(spot, what);
        }
    }
}

/// The kind of agency to which the child, relatives and carers belong.
const FAMILY: &str = "family";
