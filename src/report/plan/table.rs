//! The plan as a table: a row a meeting, for the case system and for mail merge. Who is confidential is not named: a letter made
//! from a row goes to all of its people.

use super::{PlanReport, reasons, words_en};
use crate::model::{Confirming, ContactId, MemberId, Slot, State};
use crate::report::words_en as words;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Headings before those of the seats.
const BEFORE: [&str; 9] = [
    "Ref", "Type", "Date", "Day", "Start", "End", "Venue", "State", "Chair",
];

/// Headings after those of the seats.
const AFTER: [&str; 9] = [
    "Confirm",
    "Empty seats",
    "Meet by",
    "Days in hand",
    "Late",
    "Follows",
    "People",
    "Why not placed",
    "UID",
];

/// Headings: a column for each seat that any meeting has stands in the middle.
pub fn columns(report: &PlanReport) -> Vec<String> {
    let named =
        |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    let seats = seats(report);
    let seats = seats.iter().map(|seat| capital(&report.seat_name(seat)));
    let mut columns = named(&BEFORE);
    columns.extend(seats);
    columns.extend(named(&AFTER));
    columns
}

/// The seats of all meetings, by id.
fn seats(report: &PlanReport) -> Vec<String> {
    let meetings = report.batch.meetings.iter();
    let seats = meetings.flat_map(|one| one.problem.seats.iter().map(|seat| seat.id.as_str()));
    let seats: BTreeSet<&str> = seats.collect();
    seats.into_iter().map(str::to_owned).collect()
}

/// What is the same in all rows.
struct Rows<'r> {
    report: &'r PlanReport<'r>,
    seats: Vec<String>,
    namesakes: BTreeSet<ContactId>,
}

impl Rows<'_> {
    /// Two people of one name are told apart by their ids, for those who read the table and for those who read it back.
    fn person(&self, meeting: usize, member: MemberId) -> String {
        let name = person(self.report, meeting, member);
        let contact = self.report.problem(meeting).member(member).contact;
        match contact.filter(|contact| self.namesakes.contains(contact)) {
            Some(_) => format!("{name} ({})", self.report.id(meeting, member)),
            None => name,
        }
    }
}

/// Those who are named and share their name with somebody.
fn namesakes(report: &PlanReport) -> BTreeSet<ContactId> {
    let contacts = report.workspace.contacts.iter().zip(0..);
    let mut by_name: BTreeMap<String, Vec<ContactId>> = BTreeMap::new();
    for (contact, number) in contacts.filter(|(contact, _)| !contact.confidential) {
        let known = by_name.entry(contact.name.to_lowercase()).or_default();
        known.push(ContactId(number));
    }
    let shared = by_name.into_values().filter(|known| known.len() > 1);
    shared.flatten().collect()
}

/// The rows in the order of time; meetings without a place come last.
pub fn rows(report: &PlanReport) -> Vec<Vec<String>> {
    let common = Rows {
        report,
        seats: seats(report),
        namesakes: namesakes(report),
    };
    let mut rows = Vec::new();
    for index in report.by_time() {
        let placed = &report.plan.placed[index];
        let uid = &report.arranged[index].uid;
        let place = Some((&placed.slot, uid));
        rows.push(row(&common, placed.meeting, place, String::new()));
    }
    let name = |contact| report.public_name(contact).to_owned();
    for one in &report.plan.unplaced {
        let why = reasons::sentences(report, one.meeting, &one.reason, &name).join(" ");
        rows.push(row(&common, one.meeting, None, why));
    }
    for one in report.refused {
        let faults: Vec<String> = one.faults.iter().map(words::meeting_fault).collect();
        let mut cells = vec![String::new(); BEFORE.len() + common.seats.len() + AFTER.len()];
        cells[0] = one.reference.clone();
        cells[7] = words_en::NOT_PLACED.to_owned();
        let why = cells.len() - 2;
        cells[why] = faults.join("; ");
        rows.push(cells);
    }
    rows
}

fn row(
    common: &Rows,
    meeting: usize,
    placed: Option<(&Slot, &String)>,
    why: String,
) -> Vec<String> {
    let report = common.report;
    let named = |member| common.person(meeting, member);
    let problem = report.problem(meeting);
    let mut cells = vec![problem.reference.clone(), report.kind(meeting)];
    let slot = placed.map(|(slot, _)| slot);
    match slot {
        Some(slot) => {
            let (from, to) = (problem.zone.local(slot.start), problem.zone.local(slot.end));
            cells.extend([
                day_first(from.date()),
                from.format("%A").to_string(),
                from.format("%H:%M").to_string(),
                to.format("%H:%M").to_string(),
                venue(report, slot),
                state(slot),
            ]);
            let chair = report.chair(meeting, slot);
            cells.push(chair.map_or(String::new(), |chair| named(chair.member)));
        }
        None => {
            cells.extend(vec![String::new(); BEFORE.len() - cells.len()]);
            cells[7] = words_en::NOT_PLACED.to_owned();
        }
    }
    for seat in &common.seats {
        let here = slot.into_iter().flat_map(|slot| &slot.attending);
        let here = here.filter(|one| problem.seat(one.seat).id == *seat);
        let names: Vec<String> = here.map(|one| named(one.member)).collect();
        cells.push(names.join("; "));
    }
    let spare = slot.and_then(|slot| slot.spare_working_days);
    let follows = report.specs[meeting].after.as_ref();
    let mut people = BTreeSet::new();
    if let Some(slot) = slot {
        let coming = slot.attending.iter();
        people.extend(coming.map(|one| named(one.member)));
    }
    cells.extend([
        slot.map_or(String::new(), |slot| confirm(report, slot, &named)),
        slot.map_or(String::new(), |slot| empty(report, meeting, slot)),
        problem
            .limit
            .as_ref()
            .map_or(String::new(), |limit| day_first(limit.hold_by)),
        spare.map_or(String::new(), |days| days.to_string()),
        slot.map_or("", |slot| words_en::yes_no(slot.score.late))
            .to_owned(),
        follows.map_or(String::new(), |after| after.reference.clone()),
        people.into_iter().collect::<Vec<_>>().join("; "),
        why,
        placed.map_or(String::new(), |(_, uid)| uid.clone()),
    ]);
    cells
}

/// As spreadsheets in Britain understand it.
fn day_first(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

pub(super) fn person(report: &PlanReport, meeting: usize, member: MemberId) -> String {
    match report.problem(meeting).member(member).contact {
        Some(contact) => report.public_name(contact).to_owned(),
        None => report.name(meeting, member),
    }
}

fn venue(report: &PlanReport, slot: &Slot) -> String {
    let venue = slot.venue.map(|venue| report.public_venue(venue));
    venue.unwrap_or_default().to_owned()
}

pub(super) fn state(slot: &Slot) -> String {
    let confirmations = slot.confirm.first().map_or(0, Vec::len);
    words::state(slot.state, u32::try_from(confirmations).unwrap_or(u32::MAX))
}

/// The smallest set of people who have to say yes.
pub(super) fn confirm(
    report: &PlanReport,
    slot: &Slot,
    named: &dyn Fn(MemberId) -> String,
) -> String {
    if slot.state != State::QuorateIf {
        return String::new();
    }
    let whom = slot.confirm.first().into_iter().flatten();
    let names: Vec<String> = whom
        .map(|whom| match whom {
            Confirming::Member(member) => named(*member),
            Confirming::Venue(venue) => report.public_venue(*venue).to_owned(),
        })
        .collect();
    names.join("; ")
}

/// Seats that stay empty whoever says yes.
pub(super) fn empty(report: &PlanReport, meeting: usize, slot: &Slot) -> String {
    let problem = report.problem(meeting);
    let seats = slot.missing.iter();
    let seats: Vec<String> = seats
        .map(|one| report.seat_name(&problem.seat(one.seat).id))
        .collect();
    seats.join("; ")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
