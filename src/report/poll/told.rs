//! What the coordinator is told: whom the poll asks, about what, and why. Text names people, JSON gives ids.

use super::{Form, Line, Poll, SHEET, words_en};
use crate::model::{Confirming, MemberId, Slot, State, VenueId};
use crate::report::find::state;
use crate::report::words_en as words;
use crate::solve::Open;
use crate::time::Interval;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The list as text. `folder` is where the forms are, `case` the workspace, `left_over` other files in that folder.
pub fn told(poll: &Poll, folder: &str, case: &str, left_over: &[String]) -> String {
    let mut out = String::new();
    let mut put = |text: &str| {
        let _ = writeln!(out, "{text}");
    };
    if poll.slots.is_empty() {
        put(words_en::no_slot());
        return out;
    }
    if !poll.forms.is_empty() {
        let (reference, times) = (&poll.prepared.problem.reference, poll.slots.len());
        put(&words_en::head(reference, times, poll.forms.len(), folder));
        put("");
    }
    for (slot, number) in poll.slots.iter().zip(1..) {
        put(&format!("{number}. {}", slot_line(poll, slot)));
    }
    for form in &poll.forms {
        put("");
        put(&contact_line(poll, form));
        for line in &form.lines {
            put(&format!(
                "  {}. {}: {}",
                line.letter,
                words::when(line.ask.time, &form.zone),
                reason(poll, line)
            ));
        }
    }
    let others = others(poll);
    if poll.forms.is_empty() {
        put("");
        put(&match others.is_empty() {
            true => words_en::nobody_to_ask(poll.slots.len()),
            false => words_en::nobody_with_a_form().to_owned(),
        });
    }
    if !others.is_empty() {
        put("");
        others.iter().for_each(|other| put(other));
    }
    if !poll.forms.is_empty() {
        put("");
        put(&words_en::sheet_note(SHEET));
        put(&words_en::read_back(case));
    }
    if !left_over.is_empty() {
        put(&words_en::left_over(left_over));
    }
    out
}

fn slot_line(poll: &Poll, slot: &Slot) -> String {
    let whole = Interval::new(slot.start, slot.end).expect("a meeting is longer than nothing");
    let when = words::when(whole, &poll.prepared.problem.zone);
    let place = slot
        .venue
        .map(|venue| format!(" · {}", poll.workspace.venue(venue).name));
    let late = if slot.score.late { " · late" } else { "" };
    format!(
        "{when}{} · {}{late}",
        place.unwrap_or_default(),
        words::state(slot.state, slot.score.confirmations)
    )
}

fn contact_line(poll: &Poll, form: &Form) -> String {
    let contact = poll.workspace.contact(form.contact);
    let ways = [contact.phone.as_deref(), contact.email.as_deref()];
    let ways: String = ways
        .into_iter()
        .flatten()
        .map(|way| format!(", {way}"))
        .collect();
    let stem = &form.stem;
    let remark = match contact.confidential {
        true => format!(" ({})", words_en::WITHOUT_NAME),
        false => String::new(),
    };
    format!("{}{ways}: {stem}.txt, {stem}.html{remark}", contact.name)
}

fn reason(poll: &Poll, line: &Line) -> String {
    let ask = &line.ask;
    let others = ask.settles_with.as_ref().map(|others| {
        let names = others.iter().map(|whom| match whom {
            Confirming::Member(member) => member_name(poll, *member),
            Confirming::Venue(venue) => poll.workspace.venue(*venue).name.clone(),
        });
        names.collect::<Vec<String>>()
    });
    words_en::why(others.as_deref(), ask.fills, ask.open == Open::Tentative)
}

/// The contact's name, or the seat whose holder is to be named.
fn member_name(poll: &Poll, member: MemberId) -> String {
    let member = poll.prepared.problem.member(member);
    match member.contact {
        Some(contact) => poll.workspace.contact(contact).name.clone(),
        None => words::to_be_named(open_seat(&member.id)),
    }
}

/// The seat in the id of somebody to be named.
fn open_seat(id: &str) -> &str {
    id.trim_end_matches(|c: char| c == '?' || c.is_ascii_digit())
}

/// Venues to ring, with the numbers of their slots.
fn venues(poll: &Poll) -> BTreeMap<VenueId, Vec<usize>> {
    let mut venues: BTreeMap<VenueId, Vec<usize>> = BTreeMap::new();
    for (slot, number) in poll.slots.iter().zip(1..) {
        let asked: BTreeSet<VenueId> = slot
            .confirm
            .iter()
            .flatten()
            .filter_map(|whom| match whom {
                Confirming::Venue(venue) => Some(*venue),
                Confirming::Member(_) => None,
            })
            .collect();
        for venue in asked {
            venues.entry(venue).or_default().push(number);
        }
    }
    venues
}

/// Ids of those to be named whose coming would decide something.
fn unnamed<'p>(poll: &'p Poll) -> BTreeSet<&'p str> {
    let members = poll
        .slots
        .iter()
        .flat_map(|slot| slot.confirm.iter().flatten());
    members
        .filter_map(|whom| match whom {
            Confirming::Member(member) => Some(poll.prepared.problem.member(*member)),
            Confirming::Venue(_) => None,
        })
        .filter(|member| member.contact.is_none())
        .map(|member| member.id.as_str())
        .collect()
}

/// What has to be settled otherwise than by a form.
fn others(poll: &Poll) -> Vec<String> {
    let venues = venues(poll).into_iter().map(|(venue, numbers)| {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let venue = poll.workspace.venue(venue);
        let phone = venue.phone.as_deref();
        let phone = phone.map_or(String::new(), |phone| format!(", {phone}"));
        words_en::ring(&format!("{}{phone}", venue.name), &numbers)
    });
    let unnamed = unnamed(poll);
    let unnamed = unnamed.iter().map(|id| words_en::to_name(open_seat(id)));
    venues.chain(unnamed).collect()
}

/// `quorate-poll/1`.
pub fn json(poll: &Poll, left_over: &[String]) -> String {
    let problem = &poll.prepared.problem;
    let slots: Vec<Value> = poll
        .slots
        .iter()
        .map(|slot| {
            json!({
                "start": slot.start,
                "end": slot.end,
                "venue": slot.venue.map(|venue| &poll.workspace.venue(venue).id),
                "state": state(slot.state),
                "late": slot.score.late,
            })
        })
        .collect();
    let asked: Vec<Value> = poll
        .forms
        .iter()
        .map(|form| form_json(poll, form))
        .collect();
    let venues: Vec<Value> = venues(poll)
        .into_iter()
        .map(|(venue, numbers)| json!({"venue": poll.workspace.venue(venue).id, "slots": numbers}))
        .collect();
    let answer = json!({
        "format": "quorate-poll/1",
        "ref": problem.reference,
        "slots": slots,
        "asked": asked,
        "sheet": (!poll.forms.is_empty()).then_some(SHEET),
        "ring": venues,
        "to_be_named": unnamed(poll),
        "reply_by": poll.reply_by,
        "settled": poll.forms.is_empty()
            && poll.slots.first().is_some_and(|slot| slot.state == State::Quorate),
        "left_over": left_over,
    });
    let text = serde_json::to_string_pretty(&answer);
    text.expect("a value made of strings, numbers and lists can always be written") + "\n"
}

fn form_json(poll: &Poll, form: &Form) -> Value {
    let id = |whom: &Confirming| match whom {
        Confirming::Member(member) => poll.prepared.problem.member(*member).id.clone(),
        Confirming::Venue(venue) => poll.workspace.venue(*venue).id.clone(),
    };
    let lines: Vec<Value> = form
        .lines
        .iter()
        .map(|line| {
            let ask = &line.ask;
            json!({
                "line": line.letter,
                "slot": line.slot + 1,
                "start": ask.time.start(),
                "end": ask.time.end(),
                "open": match ask.open { Open::Unknown => "unknown", Open::Tentative => "tentative" },
                "settles_with": ask.settles_with.as_ref()
                    .map(|others| others.iter().map(id).collect::<Vec<String>>()),
                "fills_required": ask.fills,
            })
        })
        .collect();
    json!({
        "contact": poll.workspace.contact(form.contact).id,
        "text": format!("{}.txt", form.stem),
        "page": format!("{}.html", form.stem),
        "lines": lines,
    })
}
