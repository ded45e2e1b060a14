//! How many meetings somebody takes on in a day or a week, and what of that is used already.

use super::sorted::Drafted;
use crate::model::{ContactId, LoadLimit, RoleId, Stretch, Workspace};
use crate::prepare::diary::Diary;
use crate::time::Zone;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The limits of everybody who may come to a meeting of the batch, in the order of the contacts.
pub(super) fn limits(
    workspace: &Workspace,
    diary: &Diary,
    drafted: &[Drafted],
    zone: &Zone,
) -> Vec<LoadLimit> {
    let people: BTreeSet<ContactId> = drafted
        .iter()
        .flat_map(|one| &one.draft.problem.members)
        .filter_map(|member| member.contact)
        .collect();
    let seats = seats_of_roles(workspace, drafted);
    let mut limits = Vec::new();
    for id in people {
        let contact = workspace.contact(id);
        let days = diary.days(id, zone);
        let mut add = |seats: Option<&BTreeSet<String>>, per: Stretch, most: u32| {
            let mut used: BTreeMap<NaiveDate, u32> = BTreeMap::new();
            for (day, in_seats) in &days {
                let counts =
                    seats.is_none_or(|seats| in_seats.iter().any(|seat| seats.contains(*seat)));
                if counts {
                    *used.entry(per.first_day(*day)).or_default() += 1;
                }
            }
            limits.push(LoadLimit {
                contact: id,
                seats: seats.map(|seats| seats.iter().cloned().collect()),
                per,
                most,
                used,
            });
        };
        if let Some(limit) = contact.daily_limit {
            add(None, Stretch::Day, limit.meetings);
        }
        if let Some(most) = contact.weekly_limit {
            add(None, Stretch::Week, most);
        }
        for limit in &workspace.role_limits {
            let Some(seats) = seats
                .get(&limit.role)
                .filter(|_| contact.roles.contains(&limit.role))
            else {
                continue;
            };
            if let Some(most) = limit.per_day {
                add(Some(seats), Stretch::Day, most);
            }
            if let Some(most) = limit.per_week {
                add(Some(seats), Stretch::Week, most);
            }
        }
    }
    limits
}

/// The ids of the seats in which a limited role is sat in, by role: those of the batch's meetings, of the tables' and of the role itself.
fn seats_of_roles(
    workspace: &Workspace,
    drafted: &[Drafted],
) -> BTreeMap<RoleId, BTreeSet<String>> {
    let limited: BTreeSet<RoleId> = workspace.role_limits.iter().map(|one| one.role).collect();
    let mut seats: BTreeMap<RoleId, BTreeSet<String>> = BTreeMap::new();
    if limited.is_empty() {
        return seats;
    }
    for role in &limited {
        let id = workspace.role(*role).id.clone();
        seats.entry(*role).or_default().insert(id);
    }
    let specs = workspace.meetings.iter();
    for spec in specs.chain(drafted.iter().map(|one| one.spec)) {
        for seat in &spec.seats {
            for role in seat.roles.iter().filter(|role| limited.contains(role)) {
                let of_role = seats.entry(*role).or_default();
                if !of_role.contains(&seat.id) {
                    of_role.insert(seat.id.clone());
                }
            }
        }
    }
    seats
}
