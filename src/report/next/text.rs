//! For the coordinator: each meeting that follows with its limit, its chair and a few times, then what else is due.

use super::{Follower, Next, Outcome, Search};
use crate::model::State;
use crate::model::rules::Continuity;
use crate::report::find::{Names, confirmer, when};
use crate::report::words_en::{self as words, ClockWords};
use crate::report::wrap::wrapped;
use std::fmt::Write as _;

const WIDTH: usize = 100;

/// The whole answer.
pub fn text(next: &Next) -> String {
    let mut out = String::new();
    line(&mut out, "", &head(next));
    if next.followers.is_empty() {
        line(&mut out, "", words::nothing_follows());
    }
    for follower in &next.followers {
        out.push('\n');
        one(next, follower, &mut out);
    }
    if !next.duties.is_empty() {
        let _ = writeln!(out, "\n{}", words::after_the_meeting());
        for duty in &next.duties {
            let what = duty.rule.what.as_deref().unwrap_or(&duty.rule.id);
            let mark = words::rules::mark(&duty.rule.grounds, &next.workspace.rules, next.today);
            let mark = mark.map_or(String::new(), |mark| format!(" {mark}"));
            let day = format!("  {}  ", words::day(duty.hold_by));
            line(&mut out, &day, &format!("{what}{mark}"));
        }
    }
    out
}

/// Appends a paragraph whose further lines stand under the beginning of the text behind `lead`.
fn line(out: &mut String, lead: &str, text: &str) {
    wrapped(out, lead, lead.chars().count(), WIDTH, text);
}

fn head(next: &Next) -> String {
    let mut text = words::held(next.reference, &next.kind.name, next.held);
    if let Some((limit, late)) = next.bound {
        text.push(' ');
        text.push_str(&words::held_in_time(limit, late));
    }
    text
}

fn one(next: &Next, follower: &Follower, out: &mut String) {
    let limit = follower.search().and_then(|search| {
        search
            .prepared
            .problem
            .limit
            .as_ref()
            .map(|limit| (search, limit))
    });
    let title = match limit {
        Some((search, limit)) => words::follower(
            &follower.title(),
            limit.hold_by,
            search.in_hand(next.today).unwrap_or(0),
        ),
        None => words::follower_without_limit(&follower.title()),
    };
    line(out, "", &title);
    if let Some(search) = follower.search()
        && let Some(clock) = search.prepared.clocks.binding()
    {
        let words = ClockWords {
            book: &next.workspace.rules,
            days: &search.prepared.problem.working_days,
            zone: &search.prepared.problem.zone,
            today: next.today,
        };
        line(out, "  ", &words.working(clock));
    }
    match &follower.outcome {
        Outcome::Faulty(messages) => {
            for message in messages {
                line(out, "  ", message);
            }
        }
        Outcome::Arranged { arranged, search } => {
            let zone = &search.prepared.problem.zone;
            line(
                out,
                "  ",
                &words::already_arranged(&words::when(arranged.interval, zone)),
            );
        }
        Outcome::Searched(search) => slots(next, search, out),
    }
    if let Some((chair, continuity)) = follower.chair {
        let name = &next.workspace.contact(chair).name;
        let sure = continuity == Continuity::Same;
        line(out, "  ", &words::chair_stays(name, sure));
    }
    for (away, comes) in &follower.left_out {
        let name = |id| next.workspace.contact(id).name.as_str();
        line(out, "  ", &words::left_out(name(*away), name(*comes)));
    }
}

fn slots(next: &Next, search: &Search, out: &mut String) {
    let report = next.report(search);
    if search.found.slots.is_empty() {
        line(out, "  ", words::no_times());
    }
    for (number, slot) in (1..).zip(&search.found.slots) {
        let mut facts = vec![when(&report, slot)];
        facts.extend(
            slot.venue
                .map(|venue| next.workspace.venue(venue).name.clone()),
        );
        let smallest = slot.confirm.first().map_or(&[][..], Vec::as_slice);
        let calls = u32::try_from(smallest.len()).unwrap_or(u32::MAX);
        facts.push(words::state(slot.state, calls));
        facts.extend(search.spare(slot).map(words::to_spare));
        line(out, &format!("  {number}. "), &facts.join(" · "));
        if slot.state == State::QuorateIf {
            let whom: Vec<String> = smallest
                .iter()
                .map(|one| confirmer(&report, Names::All, *one))
                .collect();
            line(out, "     ring ", &words::listed(&whom, "and"));
        }
    }
}
