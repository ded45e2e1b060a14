//! One slot in words.

use super::{Names, confirmer, is_hidden, name, seat, venue_name, when};
use crate::model::{
    Attendance, Confirming, Ground, Level, MemberId, Missing, MissingReason, Slot, State,
};
use crate::report::find::FindReport;
use crate::report::words_en as words;
use crate::time::Instant;

/// One slot in words.
pub(in crate::report::find) struct ToldSlot {
    pub when: String,
    pub place: Option<String>,
    pub state: String,
    /// What it is best at, and its neighbours.
    pub remarks: Vec<String>,
    /// A line a part, where there are several.
    pub parts: Vec<String>,
    /// `8 of 12 coming`.
    pub count: String,
    pub coming: Vec<String>,
    pub to_ring: Vec<String>,
    pub not_known: Vec<String>,
    pub missing: Vec<String>,
    /// How far it is from the limit.
    pub spare: Option<String>,
    pub short_notice: Option<&'static str>,
    pub falls_if: Option<String>,
    pub ask_about: Option<String>,
}

/// One slot.
pub(in crate::report::find) fn slot(report: &FindReport, names: Names, slot: &Slot) -> ToldSlot {
    let problem = &report.prepared.problem;
    let labels = slot.labels.iter().map(|label| words::label(*label));
    let mut remarks: Vec<String> = labels.map(str::to_owned).collect();
    remarks.extend(also(report, &slot.folded));
    let members = |members: &[MemberId]| -> Vec<String> {
        let names = members.iter().map(|member| name(report, names, *member));
        names.collect()
    };
    let (known, unknown): (Vec<_>, Vec<_>) = slot
        .attending
        .iter()
        .partition(|attendance| attendance.ground != Ground::Unknown);
    let needed = |member: MemberId| {
        slot.confirm
            .first()
            .is_some_and(|set| set.contains(&Confirming::Member(member)))
    };
    let describe = |attendance: &&Attendance| describe(report, names, attendance);
    let places: u32 = problem.seats.iter().map(|seat| seat.places).sum();
    let count = words::coming(known.len(), unknown.len(), places);
    let coming = known.iter().map(describe).collect();
    let (ask, open): (Vec<_>, Vec<_>) = unknown
        .into_iter()
        .partition(|attendance| needed(attendance.member));
    let mut to_ring: Vec<String> = ask.iter().map(describe).collect();
    let asked = slot.confirm.first().into_iter().flatten();
    to_ring.extend(asked.filter_map(|whom| match whom {
        Confirming::Venue(_) => Some(words::venue(&confirmer(report, names, *whom))),
        Confirming::Member(_) => None,
    }));
    let date = problem.zone.local(slot.start).date();
    let short_notice = report.meeting.notice_working_days.is_none()
        && report.prepared.clocks.short_notice(date).is_some();
    let spare = slot.spare_working_days.zip(problem.limit.as_ref());
    ToldSlot {
        when: when(report, slot),
        place: slot
            .venue
            .map(|venue| venue_name(report, names, venue).to_owned()),
        state: words::state(slot.state, slot.score.confirmations),
        remarks,
        parts: parts(report, names, slot),
        count,
        coming,
        to_ring,
        not_known: open.iter().map(describe).collect(),
        missing: missing(report, names, slot),
        spare: spare.map(|(days, limit)| words::spare(days, limit, date)),
        short_notice: short_notice.then(words::short_notice),
        falls_if: (slot.state != State::Short).then(|| words::falls_if(&members(&slot.falls_if))),
        ask_about: (!slot.ask_about.is_empty())
            .then(|| words::ask_about(&members(&slot.ask_about))),
    }
}

fn parts(report: &FindReport, names: Names, slot: &Slot) -> Vec<String> {
    let problem = &report.prepared.problem;
    if problem.parts.len() < 2 {
        return Vec::new();
    }
    let parts = problem.parts.iter().map(|part| {
        let there = part.at(slot.start);
        let absent = slot.attending.iter().filter(|attendance| {
            let present = attendance.present.iter();
            !present.clone().any(|interval| interval.overlaps(there))
        });
        let absent: Vec<String> = absent
            .map(|attendance| name(report, names, attendance.member))
            .collect();
        words::part(&words::clock(there, &problem.zone), &part.name, &absent)
    });
    parts.collect()
}

/// Somebody who comes, or might: the name, and behind it in which seat, of which agency, and on what ground.
fn describe(report: &FindReport, names: Names, attendance: &Attendance) -> String {
    let problem = &report.prepared.problem;
    let contact = problem.member(attendance.member).contact;
    let is_confidential =
        contact.is_some_and(|contact| report.workspace.contact(contact).confidential);
    let is_hidden = is_hidden(report, names, attendance.member);
    let remarks = words::attendance(
        attendance.role,
        attendance.ground,
        attendance.mode,
        attendance.percent,
        is_confidential && !is_hidden,
    );
    let name = name(report, names, attendance.member);
    let mut behind = Vec::new();
    // Seat and agency of somebody confidential may tell who it is.
    if !is_hidden {
        behind.push(seat(report, names, &problem.seat(attendance.seat).id));
        // A school's office bears the school's name.
        let agency = contact.map(|contact| &report.workspace.agency_of(contact).name);
        behind.extend(agency.filter(|agency| **agency != name).cloned());
    }
    let why = report.unknown_ground(attendance).map(words::unknown);
    behind.extend(why.map(str::to_owned));
    behind.extend(remarks);
    match behind.is_empty() {
        true => name,
        false => format!("{name} ({})", behind.join(", ")),
    }
}

/// The places that stay empty, those of one reason in one sentence.
fn missing(report: &FindReport, names: Names, slot: &Slot) -> Vec<String> {
    let mut groups: Vec<(Level, MissingReason, Vec<String>)> = Vec::new();
    for missing in &slot.missing {
        let level = report.prepared.problem.seat(missing.seat).level;
        let place = empty_place(report, names, slot, missing);
        let alike = |group: &&mut (Level, MissingReason, Vec<String>)| {
            group.0 == level && group.1 == missing.reason
        };
        match groups.iter_mut().find(alike) {
            Some((_, _, places)) => places.push(place),
            None => groups.push((level, missing.reason, vec![place])),
        }
    }
    let passes = slot.state != State::Short;
    let groups = groups.into_iter();
    groups
        .map(|(level, reason, places)| words::missing(&places, level, reason, passes))
        .collect()
}

fn empty_place(report: &FindReport, names: Names, slot: &Slot, missing: &Missing) -> String {
    let seat = report.prepared.problem.seat(missing.seat);
    let own = seat
        .candidates
        .iter()
        .filter(|candidate| candidate.rank == 0);
    let own: Vec<MemberId> = own.map(|candidate| candidate.member).collect();
    // Where only somebody confidential could sit, the seat would tell who that is.
    if !own.is_empty() && own.iter().all(|member| is_hidden(report, names, *member)) {
        return words::CONFIDENTIAL.to_owned();
    }
    let named = own.into_iter().filter(|member| {
        // Named are those of whom the reason is true: who sits elsewhere, or who does not come at all.
        let comes = slot.attending.iter().any(|a| a.member == *member);
        let here = slot
            .attending
            .iter()
            .any(|a| a.member == *member && a.seat == missing.seat);
        !here && comes == (missing.reason == MissingReason::NeededElsewhere)
    });
    let who: Vec<String> = named
        .take(3)
        .map(|member| name(report, names, member))
        .collect();
    words::empty_place(&super::seat(report, names, &seat.id), &who)
}

/// The other hours of the same day that answer alike.
fn also(report: &FindReport, folded: &[Instant]) -> Option<String> {
    const NAMED: usize = 4;
    let zone = &report.prepared.problem.zone;
    let time = |start: &Instant| zone.local(*start).format("%H:%M").to_string();
    let named: Vec<String> = folded.iter().take(NAMED).map(time).collect();
    match (folded.len().saturating_sub(NAMED), folded.last()) {
        (_, None) => None,
        (0, Some(_)) => Some(format!("also at {}", words::listed(&named, "and"))),
        (more, Some(last)) => Some(format!(
            "also at {} and {more} more up to {}",
            named.join(", "),
            time(last)
        )),
    }
}
