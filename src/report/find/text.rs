//! The answer as a coordinator would like to receive it: first the sentence, then the slots, then whom to ring.

use super::calls::{Effect, call_list};
use super::clocks;
use super::deputies::stand_ins;
use super::{FindReport, Owner};
use crate::model::{
    Confirming, Fact, FeedStatus, Ground, Level, MemberId, MissingReason, Question, ReadFeed, Slot,
    State,
};
use crate::report::words_en as words;
use crate::report::wrap::wrapped;
use crate::time::{Instant, Interval, Zone};
use std::fmt::Write as _;

/// The whole answer.
pub fn text(report: &FindReport) -> String {
    let mut out = String::new();
    head(report, &mut out);
    if let Some(clash) = &report.found.clash {
        explain(report, clash, &mut out);
    }
    for (index, slot) in report.found.slots.iter().enumerate() {
        one_slot(report, index + 1, slot, &mut out);
    }
    calls(report, &mut out);
    tail(report, &mut out);
    out
}

/// Appends a line; writing to a `String` cannot fail.
fn line(out: &mut String, text: impl std::fmt::Display) {
    let _ = writeln!(out, "{text}");
}

/// Appends a paragraph whose further lines stand under the beginning of the text behind `head`.
fn paragraph(out: &mut String, head: &str, text: &str) {
    const WIDTH: usize = 100;
    wrapped(out, head, head.chars().count(), WIDTH, text);
}

fn head(report: &FindReport, out: &mut String) {
    let problem = &report.prepared.problem;
    // Where the limit has passed, or a promise lies behind it, a late time is all that can be settled, and what is said of the limit tells so.
    let breached = problem.to < problem.from && problem.pinned.is_none();
    let only = breached || problem.pinned.is_some();
    let in_question = |slot: &Slot| !slot.score.late || only;
    match report.found.slots.first() {
        Some(slot) if slot.state == State::Quorate && in_question(slot) => {
            let place = slot
                .venue
                .map(|venue| report.workspace.venue(venue).name.clone());
            paragraph(
                out,
                "",
                &words::settled(&when(report, slot), place.as_deref()),
            );
        }
        Some(slot) if slot.state == State::QuorateIf && in_question(slot) => {
            let smallest = slot.confirm.first().into_iter().flatten();
            let whom: Vec<String> = smallest.map(|whom| confirmer(report, *whom)).collect();
            paragraph(out, "", &words::ring(&whom, &when(report, slot)));
        }
        _ if breached => {}
        _ => {
            let pinned = problem.pinned.map(|pinned| problem.zone.local(pinned));
            let nothing = match pinned {
                Some(pinned) => words::nothing_at_pin(pinned),
                None => words::nothing(problem.from, problem.to),
            };
            paragraph(out, "", &nothing);
        }
    }
    // The first sentence leaves out the seats that wait for an answer of the coordinator, so the question stands beside it.
    for question in &report.prepared.problem.questions {
        match question {
            Question::Flag { flag, seat } => paragraph(out, "", &words::question(flag, seat)),
        }
    }
    for said in clocks::paragraphs(report) {
        paragraph(out, "", &said);
    }
    let defaults = &report.workspace.defaults;
    if defaults.hours_assumed {
        paragraph(
            out,
            "",
            &words::assumed(&defaults.zone, defaults.nation.id()),
        );
    }
}

fn explain(report: &FindReport, clash: &crate::model::Clash, out: &mut String) {
    let people = clash.facts.iter().filter_map(|fact| match fact {
        Fact::Member(member) => Some(name(report, *member)),
        Fact::Venues | Fact::MeetingHours => None,
    });
    let sentence = words::clash(
        &people.collect::<Vec<String>>(),
        clash.facts.contains(&Fact::Venues),
        clash.facts.contains(&Fact::MeetingHours),
    );
    paragraph(out, "", &sentence);
    for opening in clash.openings.iter().take(3) {
        let change = match &opening.change {
            Fact::Member(member) => words::could_come(&name(report, *member)),
            Fact::Venues => words::venue_could_be_had(),
            Fact::MeetingHours => words::other_hours(),
        };
        let when = words::when(opening.first, &report.prepared.problem.zone);
        line(
            out,
            format_args!("  {}", words::opening(&change, &when, opening.starts)),
        );
    }
    for fact in &clash.facts {
        let Fact::Member(member) = fact else { continue };
        for one in stand_ins(report, *member) {
            let who: Vec<String> = one
                .contacts
                .iter()
                .take(3)
                .map(|who| report.workspace.contact(*who).name.clone())
                .collect();
            let ids: Vec<&str> = one
                .contacts
                .iter()
                .take(3)
                .map(|who| report.workspace.contact(*who).id.as_str())
                .collect();
            paragraph(
                out,
                "  ",
                &words::stand_ins(&one.seat, &who, report.member_id(*member), ids[0]),
            );
        }
    }
    match report.found.slots.first() {
        Some(slot) if slot.score.late => {
            if let Some(limit) = &report.prepared.problem.limit
                && report.prepared.problem.from <= limit.date
            {
                paragraph(out, "", &words::late_only(limit.date));
            }
        }
        Some(_) => line(out, words::short_only()),
        None => {}
    }
}

fn one_slot(report: &FindReport, number: usize, slot: &Slot, out: &mut String) {
    let problem = &report.prepared.problem;
    let place = match slot.venue {
        Some(venue) => format!(" · {}", report.workspace.venue(venue).name),
        None => String::new(),
    };
    let state = words::state(slot.state, slot.score.confirmations);
    line(
        out,
        format_args!("\n{number}. {}{place} · {state}", when(report, slot)),
    );
    let mut remarks: Vec<String> = slot
        .labels
        .iter()
        .map(|label| words::label(*label).to_owned())
        .collect();
    if let Some(also) = also(report, &slot.folded) {
        remarks.push(also);
    }
    if !remarks.is_empty() {
        line(out, format_args!("   {}", remarks.join(" · ")));
    }
    if problem.parts.len() > 1 {
        for part in &problem.parts {
            let at = words::clock(part.at(slot.start), &problem.zone);
            let there = part.at(slot.start);
            let absent = slot.attending.iter().filter(|attendance| {
                let present = attendance.present.iter();
                !present.clone().any(|interval| interval.overlaps(there))
            });
            let absent: Vec<String> = absent
                .map(|attendance| name(report, attendance.member))
                .collect();
            paragraph(out, "   ", &words::part(&at, &part.name, &absent));
        }
    }
    attending(report, slot, out);
    let passes = slot.state != State::Short;
    missing(report, slot, out);
    if let (Some(days), Some(limit)) = (slot.spare_working_days, &problem.limit) {
        line(
            out,
            format_args!(
                "   {}",
                words::spare(days, limit, problem.zone.local(slot.start).date())
            ),
        );
    }
    let date = problem.zone.local(slot.start).date();
    if report.meeting.notice_working_days.is_none()
        && report.prepared.clocks.short_notice(date).is_some()
    {
        line(out, format_args!("   {}", words::short_notice()));
    }
    if passes {
        let names: Vec<String> = slot
            .falls_if
            .iter()
            .map(|member| name(report, *member))
            .collect();
        paragraph(out, "   ", &words::falls_if(&names));
    }
    if !slot.ask_about.is_empty() {
        let names: Vec<String> = slot
            .ask_about
            .iter()
            .map(|member| name(report, *member))
            .collect();
        paragraph(out, "   ", &words::ask_about(&names));
    }
}

/// The places that stay empty, those of one reason in one sentence.
fn missing(report: &FindReport, slot: &Slot, out: &mut String) {
    let mut groups: Vec<(Level, MissingReason, Vec<String>)> = Vec::new();
    for missing in &slot.missing {
        let seat = report.prepared.problem.seat(missing.seat);
        let who: Vec<String> = seat
            .candidates
            .iter()
            .filter(|candidate| candidate.rank == 0)
            .filter(|candidate| {
                // Named are those of whom the reason is true: who sits elsewhere, or who does not come at all.
                let comes = slot.attending.iter().any(|a| a.member == candidate.member);
                let here = slot
                    .attending
                    .iter()
                    .any(|a| a.member == candidate.member && a.seat == missing.seat);
                !here && comes == (missing.reason == MissingReason::NeededElsewhere)
            })
            .take(3)
            .map(|candidate| name(report, candidate.member))
            .collect();
        let place = words::empty_place(&words::seat(&seat.id), &who);
        let alike = |group: &&mut (Level, MissingReason, Vec<String>)| {
            group.0 == seat.level && group.1 == missing.reason
        };
        match groups.iter_mut().find(alike) {
            Some((_, _, places)) => places.push(place),
            None => groups.push((seat.level, missing.reason, vec![place])),
        }
    }
    let passes = slot.state != State::Short;
    for (level, reason, places) in groups {
        let text = words::missing(&places, level, reason, passes);
        paragraph(out, "   Missing   ", &text);
    }
}

fn attending(report: &FindReport, slot: &Slot, out: &mut String) {
    let problem = &report.prepared.problem;
    let places: u32 = problem.seats.iter().map(|seat| seat.places).sum();
    let (known, unknown): (Vec<_>, Vec<_>) = slot
        .attending
        .iter()
        .partition(|attendance| attendance.ground != Ground::Unknown);
    let describe = |attendance: &&crate::model::Attendance| {
        let contact = problem.member(attendance.member).contact;
        let confidential =
            contact.is_some_and(|contact| report.workspace.contact(contact).confidential);
        let remarks = words::attendance(
            attendance.role,
            attendance.ground,
            attendance.mode,
            attendance.percent,
            confidential,
        );
        let name = name(report, attendance.member);
        let seat = words::seat(&problem.seat(attendance.seat).id);
        // A school's office bears the school's name.
        let agency = contact.map(|contact| &report.workspace.agency_of(contact).name);
        let agency = agency.filter(|agency| **agency != name);
        let agency = agency.map_or(String::new(), |agency| format!(", {agency}"));
        let why = report.unknown_ground(attendance).map(words::unknown);
        let why = why.map(str::to_owned).into_iter();
        let remarks: String = why
            .chain(remarks)
            .map(|remark| format!(", {remark}"))
            .collect();
        format!("{name} ({seat}{agency}{remarks})")
    };
    let coming: Vec<String> = known.iter().map(describe).collect();
    line(
        out,
        format_args!("   {}", words::coming(known.len(), unknown.len(), places)),
    );
    if !coming.is_empty() {
        paragraph(out, "   Coming    ", &coming.join("; "));
    }
    let needed = |member: MemberId| {
        slot.confirm
            .first()
            .is_some_and(|set| set.contains(&Confirming::Member(member)))
    };
    let (ask, open): (Vec<_>, Vec<_>) = unknown
        .into_iter()
        .partition(|attendance| needed(attendance.member));
    let mut ask: Vec<String> = ask.iter().map(describe).collect();
    let asked = slot.confirm.first().into_iter().flatten();
    ask.extend(asked.filter_map(|whom| match whom {
        Confirming::Venue(_) => Some(words::venue(&confirmer(report, *whom))),
        Confirming::Member(_) => None,
    }));
    let open: Vec<String> = open.iter().map(describe).collect();
    for (heading, group) in [("To ring", ask), ("Not known", open)] {
        if !group.is_empty() {
            paragraph(out, &format!("   {heading:<9} "), &group.join("; "));
        }
    }
}

fn calls(report: &FindReport, out: &mut String) {
    let calls = call_list(report.found);
    if calls.is_empty() {
        return;
    }
    line(out, "\nCall list");
    for call in &calls {
        let phone = match call.whom {
            Confirming::Member(member) => {
                let contact = report.prepared.problem.member(member).contact;
                contact.and_then(|contact| report.workspace.contact(contact).phone.clone())
            }
            Confirming::Venue(venue) => report.workspace.venue(venue).phone.clone(),
        };
        let phone = phone.map_or(String::new(), |phone| format!(", {phone}"));
        line(
            out,
            format_args!("  {}{phone}", confirmer(report, call.whom)),
        );
        for entry in &call.slots {
            let with: Vec<String> = match &entry.yes {
                Effect::Settles => Vec::new(),
                Effect::SettlesWith(others) => {
                    others.iter().map(|whom| confirmer(report, *whom)).collect()
                }
            };
            let slot = &report.found.slots[entry.slot];
            let effect = words::effect(&with, entry.no_ends_it);
            let head = format!("    {}. ", entry.slot + 1);
            paragraph(out, &head, &format!("{}: {effect}", when(report, slot)));
        }
    }
}

fn tail(report: &FindReport, out: &mut String) {
    let searched = &report.found.searched;
    line(out, "");
    let tried = words::searched(
        searched.starts,
        searched.grid_minutes,
        searched.feasible,
        searched.late_starts,
    );
    paragraph(out, "", &tried);
    for note in report.prepared.notes.iter().filter_map(words::note) {
        paragraph(out, "", &note);
    }
    if !report.receipts.is_empty() {
        line(out, "\nFeeds");
    }
    for (owner, feed) in &report.receipts {
        let who = match owner {
            Owner::Contact(contact) => &report.workspace.contact(*contact).name,
            Owner::Venue(venue) => &report.workspace.venue(*venue).name,
        };
        let text = receipt(report, feed);
        line(out, format_args!("  {who} ({})", feed.id));
        paragraph(out, "    ", &text);
    }
}

fn receipt(report: &FindReport, feed: &ReadFeed) -> String {
    let zone = &report.prepared.problem.zone;
    let read_at = feed.read_at;
    let stale = feed
        .stale
        .map(|stale| words::stale(stale, read_at, zone) + " ");
    stale.unwrap_or_default() + &reading_receipt(&feed.status, read_at, zone)
}

fn reading_receipt(status: &FeedStatus, read_at: Instant, zone: &Zone) -> String {
    match status {
        FeedStatus::Unfetched(fault) => words::unfetched(*fault),
        FeedStatus::Refused(refusal) => words::refused(*refusal),
        FeedStatus::Missing => words::feed_missing().to_owned(),
        FeedStatus::Read { reading, known } => {
            let known = known.map(|known| zone.local(known.end()).date());
            words::receipt(reading, zone.local(read_at).date(), known)
        }
    }
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

pub(in crate::report) fn when(report: &FindReport, slot: &Slot) -> String {
    let whole = Interval::new(slot.start, slot.end);
    let whole = whole.expect("a meeting is longer than nothing");
    words::when(whole, &report.prepared.problem.zone)
}

pub(in crate::report) fn confirmer(report: &FindReport, whom: Confirming) -> String {
    match whom {
        Confirming::Member(member) => name(report, member),
        Confirming::Venue(venue) => report.workspace.venue(venue).name.clone(),
    }
}

/// The contact's name; for somebody to be named, their seat.
fn name(report: &FindReport, member: MemberId) -> String {
    let member = report.prepared.problem.member(member);
    match member.contact {
        Some(contact) => report.workspace.contact(contact).name.clone(),
        None => words::to_be_named(
            member
                .id
                .trim_end_matches(|c: char| c == '?' || c.is_ascii_digit()),
        ),
    }
}
