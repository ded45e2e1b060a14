//! What is said of a start, in pieces.

use super::{WhyReport, words_en as own};
use crate::model::{
    Cause, Change, Clause, Confirming, Contact, ContactId, Hindered, MemberId, Presence, Problem,
    Reason, Slot, Stand, State, VenueId, Way, Workspace,
};
use crate::report::find::{FindReport, Names, name, seat};
use crate::report::words_en as words;
use crate::time::{Instant, Interval, Zone};

pub(super) fn zone<'r>(report: &'r WhyReport) -> &'r Zone {
    &report.find.prepared.problem.zone
}

/// When a meeting that begins there would be.
pub(super) fn time(report: &WhyReport, start: Instant) -> Interval {
    let length = report.find.prepared.problem.length;
    Interval::new(start, start.plus(length)).expect("a meeting is longer than nothing")
}

pub(super) fn when(report: &WhyReport, start: Instant) -> String {
    words::when(time(report, start), zone(report))
}

fn member(report: &FindReport, member: MemberId) -> String {
    name(report, Names::All, member)
}

fn venue(report: &WhyReport, venue: VenueId) -> String {
    report.find.workspace.venue(venue).name.clone()
}

/// What it means that the start is offered, and in what the best is better.
pub(super) fn offered(report: &WhyReport) -> Vec<String> {
    let (why, Some(rank)) = (report.why, report.why.rank) else {
        return Vec::new();
    };
    let late = why.slot.as_ref().is_some_and(|slot| slot.score.late);
    let mut out = vec![own::offered(&when(report, why.start), rank, late)];
    if let (Some(best), Some(better)) = (&why.best, rank.better) {
        out.push(own::better(&when(report, best.start), better));
    }
    let best_people = why.slot.as_ref();
    if let Some(slot) = best_people.filter(|slot| slot.state == State::QuorateIf) {
        let problem = &report.find.prepared.problem;
        out.push(own::to_settle(&to_ring(
            report.find.workspace,
            problem,
            slot,
        )));
    }
    out
}

/// Those of the smallest set that settles a slot, each with the number to ring. The problem may be a changed one.
fn to_ring(workspace: &Workspace, problem: &Problem, slot: &Slot) -> Vec<String> {
    let whom = slot.confirm.first().into_iter().flatten();
    whom.map(|whom| match whom {
        Confirming::Venue(venue) => {
            let venue = workspace.venue(*venue);
            own::with_phone(&words::venue(&venue.name), venue.phone.as_deref())
        }
        Confirming::Member(id) => match problem.member(*id).contact {
            Some(contact) => callable(workspace.contact(contact)),
            None => words::to_be_named(seat_of_open(&problem.member(*id).id)),
        },
    })
    .collect()
}

/// The seat of somebody to be named, from the id that they have here.
fn seat_of_open(id: &str) -> &str {
    id.trim_end_matches(|c: char| c == '?' || c.is_ascii_digit())
}

fn callable(contact: &Contact) -> String {
    own::with_phone(&contact.name, contact.phone.as_deref())
}

/// Each reason in a sentence or two.
pub(crate) fn reasons(report: &WhyReport) -> Vec<String> {
    let mut told = Vec::new();
    // Of days and nights on which nobody works one sentence is enough.
    let mut off: Vec<(Cause, Vec<String>)> = Vec::new();
    for reason in &report.why.reasons {
        match shared_cause(reason) {
            Some((cause, members)) => {
                let names = members.map(|one| member(report.find, one.who));
                match off.iter_mut().find(|(known, _)| *known == cause) {
                    Some((_, all)) => all.extend(names),
                    None => off.push((cause, names.collect())),
                }
            }
            None => told.push(reason_sentence(report, reason)),
        }
    }
    let off = off.into_iter();
    let off = off.map(|(cause, names)| own::nobody_works(cause, &names));
    // What holds of everybody's day weighs more than what holds of some; both stand behind what holds of the start.
    let of_people = |reason: &&Reason| matches!(reason, Reason::People { .. } | Reason::Frame);
    let first = report
        .why
        .reasons
        .iter()
        .filter(|reason| !of_people(reason));
    let first = first.count();
    told.splice(first..first, off);
    told
}

/// The one cause of a reason in which everybody is off work, and who they are.
fn shared_cause(reason: &Reason) -> Option<(Cause, impl Iterator<Item = &Hindered<MemberId>>)> {
    let Reason::People {
        hindered, apart, ..
    } = reason
    else {
        return None;
    };
    let [cause] = hindered.first()?.causes.as_slice() else {
        return None;
    };
    let off = matches!(cause, Cause::Hours | Cause::Holiday);
    let alike = hindered.iter().all(|one| one.causes == [*cause]);
    (off && alike && apart.is_empty()).then(|| (*cause, hindered.iter()))
}

fn reason_sentence(report: &WhyReport, reason: &Reason) -> String {
    let problem = &report.find.prepared.problem;
    let zone = zone(report);
    let local = |instant: Instant| words::date_time(zone.local(instant));
    match reason {
        Reason::Pinned { to } => own::pinned(&local(*to)),
        Reason::Past => own::past().to_owned(),
        Reason::Notice { first } => {
            let written = report.find.meeting.notice_working_days;
            own::notice(&words::date(zone.local(*first).date()), written)
        }
        Reason::BeforeFirst { first } => own::before_first(
            &words::date(*first),
            report.find.meeting.window.from.is_some(),
        ),
        Reason::AfterLimit { in_time } => own::after_limit(&words::date(problem.to), *in_time),
        Reason::AfterLast { last } => own::after_last(&words::date(*last), problem.limit.is_some()),
        Reason::MeetingHours => own::meeting_hours().to_owned(),
        Reason::OffGrid { before, after } => {
            own::off_grid(problem.grain_minutes, &local(*before), &local(*after))
        }
        Reason::NoVenue { venues } => {
            let told: Vec<String> = venues.iter().map(|one| closed(report, one)).collect();
            own::no_venue(&told)
        }
        Reason::PartVenue { venue: one } => own::part_venue(&closed(report, one)),
        Reason::People {
            hindered: people,
            apart,
            clause,
        } => {
            let told: Vec<String> = people
                .iter()
                .map(|one| hindered(report, &with_seat(report, one.who), &one.causes))
                .collect();
            let pairs: Vec<String> = apart
                .iter()
                .map(|(a, b)| own::kept_apart(&member(report.find, *a), &member(report.find, *b)))
                .collect();
            let asked = clause.as_ref().map(|part| self::clause(report, part, 0));
            own::people(&told, &pairs, asked.as_deref())
        }
        Reason::Frame => own::frame().to_owned(),
    }
}

/// Somebody with the seats that they could take.
fn with_seat(report: &WhyReport, id: MemberId) -> String {
    let seats = report.find.prepared.problem.seats.iter();
    let own_seats = seats.filter(|seat| seat.candidates.iter().any(|one| one.member == id));
    let named: Vec<String> = own_seats
        .map(|one| seat(report.find, Names::All, &one.id))
        .collect();
    format!(
        "{} ({})",
        member(report.find, id),
        words::listed(&named, "or")
    )
}

fn closed(report: &WhyReport, one: &Hindered<VenueId>) -> String {
    let causes = one.causes.iter();
    let causes = causes.map(|cause| own::venue_cause(*cause, reference(report, *cause)));
    let causes: Vec<String> = causes.collect();
    let venue = venue(report, one.who);
    format!("{venue}: {}", words::listed(&causes, "and"))
}

fn hindered(report: &WhyReport, who: &str, causes: &[Cause]) -> String {
    let causes: Vec<String> = causes
        .iter()
        .map(|cause| cause_words(report, *cause))
        .collect();
    format!("{who}: {}", words::listed(&causes, "and"))
}

fn cause_words(report: &WhyReport, cause: Cause) -> String {
    own::cause(cause, reference(report, cause))
}

/// The meeting that is in the way.
fn reference<'r>(report: &WhyReport<'r>, cause: Cause) -> &'r str {
    match cause {
        Cause::Arranged(index) | Cause::NearArranged(index) => {
            let arranged = report.find.workspace.arrangements.get(index);
            arranged.map_or("", |one| one.reference.as_str())
        }
        _ => "",
    }
}

/// Deeper than this a clause is only said to be several conditions.
const MOST_DEPTH: usize = 3;

/// What a part of the quorum asks for. Depth: at most [`MOST_DEPTH`].
fn clause(report: &WhyReport, part: &Clause, depth: usize) -> String {
    let problem = &report.find.prepared.problem;
    let all = |of: &[Clause]| -> Vec<String> {
        of.iter()
            .map(|inner| clause(report, inner, depth + 1))
            .collect()
    };
    match part {
        Clause::Seat(id) => {
            let spec = problem.seat(*id);
            own::asks_seat(&seat(report.find, Names::All, &spec.id), spec.places)
        }
        Clause::Count { need, unit, who } => {
            let counted = (0u32..).zip(who).filter(|(_, counted)| **counted);
            let names = counted.map(|(id, _)| member(report.find, MemberId(id)));
            own::asks_count(*need, *unit, &names.collect::<Vec<String>>())
        }
        Clause::All(_) | Clause::Any { .. } if depth >= MOST_DEPTH => own::several().to_owned(),
        Clause::All(of) => words::listed(&all(of), "and"),
        Clause::Any { need, of } => own::asks_any(*need, &all(of)),
    }
}

/// Who stands how at that time: a heading and the people under it.
pub(super) fn people(report: &WhyReport) -> Vec<(&'static str, Vec<String>)> {
    let groups = [
        Stand::Free,
        Stand::Expected,
        Stand::Tentative,
        Stand::Unknown,
        Stand::NotAvailable,
    ];
    let of = |stand: Stand| -> Vec<String> {
        let here = report.why.people.iter().filter(|one| one.stand == stand);
        here.map(|one| presence(report, one)).collect()
    };
    let told = groups
        .into_iter()
        .map(|stand| (own::stand(stand), of(stand)));
    told.filter(|(_, names)| !names.is_empty()).collect()
}

fn presence(report: &WhyReport, one: &Presence) -> String {
    let who = with_seat(report, one.member);
    // That they are not available stands in the heading.
    let causes: Vec<String> = one
        .causes
        .iter()
        .filter(|cause| **cause != Cause::Diary)
        .map(|cause| cause_words(report, *cause))
        .collect();
    match causes.is_empty() {
        true => who,
        false => format!("{who}: {}", words::listed(&causes, "and")),
    }
}

/// One way out in a sentence: what is to be done, and what the meeting is then.
pub(super) fn way(report: &WhyReport, way: &Way) -> String {
    let done: Vec<String> = way
        .changes
        .iter()
        .map(|change| change_sentence(report, change))
        .collect();
    let slot = &way.slot;
    let then = words::state(slot.state, slot.score.confirmations);
    let ring = match slot.state {
        State::QuorateIf => to_ring(report.find.workspace, &way.problem, slot),
        State::Quorate | State::Short => Vec::new(),
    };
    own::way(&words::listed(&done, "and"), &then, &ring, slot.score.late)
}

fn change_sentence(report: &WhyReport, change: &Change) -> String {
    let workspace = report.find.workspace;
    let contact = |id: ContactId| workspace.contact(id);
    match change {
        Change::Start(start) => {
            let minutes = (start.0 - report.why.start.0) / 60;
            own::hold_at(
                &zone(report).local(*start).format("%H:%M").to_string(),
                minutes,
            )
        }
        Change::Yes(who) => yes(report, *who),
        Change::Duration(minutes) => own::hold_shorter(*minutes),
        Change::Room(venue) => own::hold_in(&self::venue(report, *venue)),
        Change::Deputy {
            seat: id,
            contact: who,
        } => {
            let seat = seat(report.find, Names::All, id);
            own::let_stand_in(&callable(contact(*who)), &seat, &contact(*who).id)
        }
        Change::Moved { reference } => own::move_other(reference),
        Change::Relax(rule) => own::relax(*rule),
        Change::Grid(minutes) => own::finer_grid(*minutes),
        Change::Discretion => own::discretion().to_owned(),
        Change::Without(who) => own::without(&contact(*who).name),
        Change::WithoutSeat(id) => own::without(&seat(report.find, Names::All, id)),
    }
}

/// What somebody is to be asked, by what is in their way.
fn yes(report: &WhyReport, who: ContactId) -> String {
    let problem = &report.find.prepared.problem;
    let own_presence = report.why.people.iter().find(|one| {
        let member = problem.member(one.member);
        member.contact == Some(who)
    });
    let hindered = report.why.reasons.iter().filter_map(|reason| match reason {
        Reason::People { hindered, .. } => Some(hindered),
        _ => None,
    });
    let mut causes: Vec<Cause> = hindered
        .flatten()
        .filter(|one| problem.member(one.who).contact == Some(who))
        .flat_map(|one| one.causes.clone())
        .collect();
    causes.extend(own_presence.into_iter().flat_map(|one| one.causes.clone()));
    causes.sort_unstable();
    own::ask(
        &callable(report.find.workspace.contact(who)),
        causes.first().copied(),
    )
}

/// A slot in a line: when, where, and what it takes.
pub(super) fn line(report: &WhyReport, slot: &Slot) -> String {
    let place = slot.venue.map(|venue| self::venue(report, venue));
    let place = place.map_or(String::new(), |place| format!(" · {place}"));
    format!(
        "{}{place} · {}",
        when(report, slot.start),
        words::state(slot.state, slot.score.confirmations)
    )
}
