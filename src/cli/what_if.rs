//! What `find` compares: the meeting as it stands, beside the same without somebody, in another length, or without a rule.

use super::case::Case;
use crate::input::parse_minutes;
use crate::model::{Change, ContactId, MeetingSpec, Rule};
use crate::prepare::{changed, may_relax};
use crate::report::why::{Alternative, cannot_relax, no_such_part, unknown_rule};
use crate::solve::{FindOptions, find};
use crate::time::{Instant, Interval};
use clap::Args;

#[derive(Args)]
pub(super) struct WhatIfArguments {
    /// Show beside the answer what it would be without this person, or without this seat; may be given several times
    #[arg(long, value_name = "ID", conflicts_with_all = ["choose", "every"])]
    without: Vec<String>,
    /// Show beside the answer what it would be without this rule of the row or the policy: notice, from, limit, hours, buffer,
    /// agencies, tentative, pin; may be given several times
    #[arg(long, value_name = "RULE", conflicts_with_all = ["choose", "every"])]
    relax: Vec<String>,
}

impl WhatIfArguments {
    /// Everything that is to be compared with `plain`, each once, in the order: lengths, people and seats, rules.
    pub(super) fn changes(
        &self,
        case: &Case,
        plain: &MeetingSpec,
        durations: &[String],
    ) -> Result<Vec<Change>, Vec<String>> {
        let mut changes = Vec::new();
        let mut faults = Vec::new();
        let mut put = |change: Result<Change, String>| match change {
            Ok(change) if changes.contains(&change) => {}
            Ok(change) => changes.push(change),
            Err(fault) => faults.push(fault),
        };
        for text in durations {
            let minutes = parse_minutes(text).map_err(|fault| format!("--duration: {fault}"));
            put(minutes.map(Change::Duration));
        }
        for text in &self.without {
            put(without(case, plain, text));
        }
        for text in &self.relax {
            let rule = Rule::ALL.into_iter().find(|rule| rule.id() == text);
            put(match rule {
                Some(rule) if may_relax(&case.workspace, plain, rule) => Ok(Change::Relax(rule)),
                Some(rule) => Err(cannot_relax(rule)),
                None => Err(unknown_rule(text)),
            });
        }
        // As long as it is already, there is nothing to compare.
        changes.retain(|change| *change != Change::Duration(plain.duration_minutes));
        match faults.is_empty() {
            true => Ok(changes),
            false => Err(faults),
        }
    }
}

/// A person by id or name, or a seat by id.
fn without(case: &Case, plain: &MeetingSpec, text: &str) -> Result<Change, String> {
    let same = |other: &str| other.eq_ignore_ascii_case(text);
    let contacts = (0..).zip(&case.workspace.contacts);
    let by = |wanted: &dyn Fn(&crate::model::Contact) -> bool| {
        let mut found = contacts.clone().filter(|(_, contact)| wanted(contact));
        found.next().map(|(index, _)| ContactId(index))
    };
    if let Some(who) = by(&|contact| same(&contact.id)) {
        return Ok(Change::Without(who));
    }
    if let Some(seat) = plain.seats.iter().find(|seat| same(&seat.id)) {
        return Ok(Change::WithoutSeat(seat.id.clone()));
    }
    if let Some(who) = by(&|contact| same(&contact.name)) {
        return Ok(Change::Without(who));
    }
    let seats: Vec<String> = plain.seats.iter().map(|seat| seat.id.clone()).collect();
    Err(no_such_part(text, &seats))
}

/// The meeting as it stands, with each change, and with all together where there are several that go together.
pub(super) fn alternatives(
    case: &Case,
    plain: &MeetingSpec,
    changes: &[Change],
    now: Instant,
) -> Vec<Alternative> {
    let lengths = changes
        .iter()
        .filter(|change| matches!(change, Change::Duration(_)));
    let mut columns: Vec<Vec<Change>> = vec![Vec::new()];
    columns.extend(changes.iter().map(|change| vec![change.clone()]));
    if changes.len() > 1 && lengths.count() < 2 {
        columns.push(changes.to_vec());
    }
    let columns = columns.into_iter();
    columns
        .map(|changes| alternative(case, plain, changes, now))
        .collect()
}

fn alternative(
    case: &Case,
    plain: &MeetingSpec,
    changes: Vec<Change>,
    now: Instant,
) -> Alternative {
    // None of these changes is an answer for the time of one meeting.
    let (workspace, meeting) = changed(&case.workspace, plain, Interval::ALL, &changes);
    let feeds = case.read_feeds(&meeting, now);
    let options = FindOptions {
        all: false,
        shown: 1,
    };
    let outcome = case
        .prepare_in(&workspace, &meeting, &feeds, now)
        .map(|prepared| {
            let found = find(&prepared.problem, &options);
            (prepared, found)
        });
    Alternative {
        changes,
        meeting,
        outcome,
    }
}
