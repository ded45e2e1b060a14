//! A book as files that any program reads: its tables as CSV, its log as a line of JSON a decision.

use super::json;
use crate::model::{Decision, Heard, HeardWhat, Outcome, Response, Told, Unmatched, Waiver};
use crate::time::{Instant, Interval};

/// What a book holds.
pub struct Exported {
    pub told: Vec<Told>,
    pub heard: Vec<Heard>,
    pub unmatched: Vec<Unmatched>,
    pub waivers: Vec<Waiver>,
    pub outcomes: Vec<Outcome>,
    pub decisions: Vec<Decision>,
}

/// File names and their contents.
pub type ExportFiles = Vec<(&'static str, Vec<u8>)>;

/// The files but those of arrangements and answers, which have their own form. `line` writes a row of cells.
pub fn export(book: &Exported, line: impl Fn(&[String]) -> String) -> ExportFiles {
    let table = |heading: &[&str], rows: Vec<Vec<String>>| {
        let heading: Vec<String> = heading.iter().map(|name| (*name).to_owned()).collect();
        let mut text = String::from("\u{FEFF}");
        text.push_str(&line(&heading));
        rows.iter().for_each(|row| text.push_str(&line(row)));
        text.into_bytes()
    };
    vec![
        (
            "told.csv",
            table(
                &[
                    "ref",
                    "contact",
                    "address",
                    "uid",
                    "recurrence",
                    "sequence",
                    "dtstamp",
                    "purpose",
                    "standing",
                    "times",
                    "zone",
                    "said",
                    "message_id",
                ],
                book.told.iter().map(told).collect(),
            ),
        ),
        (
            "heard.csv",
            table(
                &[
                    "ref",
                    "contact",
                    "uid",
                    "recurrence",
                    "what",
                    "delegate",
                    "proposed_start",
                    "proposed_end",
                    "sequence",
                    "dtstamp",
                    "by",
                    "source",
                    "digest",
                ],
                book.heard.iter().map(heard).collect(),
            ),
        ),
        (
            "unmatched.csv",
            table(
                &["source", "digest", "why", "ref", "from", "at"],
                book.unmatched.iter().map(unmatched).collect(),
            ),
        ),
        (
            "waivers.csv",
            table(
                &["ref", "start", "by", "reason", "at"],
                book.waivers.iter().map(waiver).collect(),
            ),
        ),
        (
            "outcomes.csv",
            table(
                &["ref", "start", "went", "at", "by"],
                book.outcomes.iter().map(outcome).collect(),
            ),
        ),
        ("decisions.jsonl", decisions(&book.decisions)),
    ]
}

fn decisions(all: &[Decision]) -> Vec<u8> {
    let lines = all.iter().map(|one| format!("{}\n", json::decision(one)));
    lines.collect::<String>().into_bytes()
}

fn maybe(at: Option<Instant>) -> String {
    at.map(|at| at.to_string()).unwrap_or_default()
}

fn span(time: &Interval) -> String {
    format!("{}/{}", time.start(), time.end())
}

fn told(one: &Told) -> Vec<String> {
    let times: Vec<String> = one.times.iter().map(span).collect();
    vec![
        one.reference.clone(),
        one.contact.clone(),
        one.address.clone(),
        one.uid.clone(),
        maybe(one.recurrence),
        one.sequence.to_string(),
        one.dtstamp.to_string(),
        one.purpose.id().to_owned(),
        one.standing.id().to_owned(),
        times.join(" "),
        one.zone.clone(),
        one.said.to_string(),
        one.message_id.clone(),
    ]
}

fn heard(one: &Heard) -> Vec<String> {
    let (what, delegate, proposed) = match &one.what {
        HeardWhat::Response(Response::Accepted) => ("accepted", None, None),
        HeardWhat::Response(Response::Tentative) => ("tentative", None, None),
        HeardWhat::Response(Response::Declined) => ("declined", None, None),
        HeardWhat::Response(Response::Delegated(to)) => ("delegated", to.clone(), None),
        HeardWhat::Proposal(time) => ("proposal", None, Some(*time)),
        HeardWhat::AskedAgain => ("asked-again", None, None),
    };
    vec![
        one.reference.clone(),
        one.contact.clone(),
        one.uid.clone(),
        maybe(one.recurrence),
        what.to_owned(),
        delegate.unwrap_or_default(),
        maybe(proposed.map(Interval::start)),
        maybe(proposed.map(Interval::end)),
        one.sequence.to_string(),
        one.dtstamp.to_string(),
        one.by.id().to_owned(),
        one.source.clone(),
        one.digest.to_string(),
    ]
}

fn unmatched(one: &Unmatched) -> Vec<String> {
    vec![
        one.source.clone(),
        one.digest.to_string(),
        one.why.clone(),
        one.reference.clone().unwrap_or_default(),
        one.from.clone().unwrap_or_default(),
        one.at.to_string(),
    ]
}

fn waiver(one: &Waiver) -> Vec<String> {
    vec![
        one.reference.clone(),
        one.start.to_string(),
        one.by.clone(),
        one.reason.clone(),
        one.at.to_string(),
    ]
}

fn outcome(one: &Outcome) -> Vec<String> {
    vec![
        one.reference.clone(),
        one.start.to_string(),
        one.went.id().to_owned(),
        one.at.to_string(),
        one.by.clone(),
    ]
}
