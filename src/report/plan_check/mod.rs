//! The answer of `quorate check`: what holds and what does not, and what the plan is worth.

mod facts;
mod words_en;

use crate::check::{ArrangedRule, PlanFinding, PlanViolation};
use crate::model::{Batch, ContactId, PlanLevel, Workspace};
use facts::facts;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// One thing that is wrong.
#[derive(Clone, PartialEq, Debug)]
pub enum Found {
    Plan(PlanViolation),
    /// Somebody is to come whom the meeting does not ask for, or not in that seat.
    NotInvited {
        reference: String,
        seat: Option<String>,
        contact: ContactId,
    },
    /// The tables have no such meeting.
    Unknown {
        reference: String,
    },
    /// Meetings that cannot all take place, of somebody whom one of them does not ask for or of one that is left alone.
    Together {
        rule: ArrangedRule,
        references: Vec<String>,
    },
}

/// Everything that an answer is made from.
pub struct Checked<'c> {
    pub workspace: &'c Workspace,
    pub batch: &'c Batch,
    /// How many meetings the plan names.
    pub meetings: usize,
    /// Levels in the order of the batch; `None` = cannot be told.
    pub objective: Vec<(PlanLevel, Option<i64>)>,
    pub found: Vec<Found>,
}

impl Checked<'_> {
    fn reference(&self, meeting: usize) -> &str {
        &self.batch.problem(meeting).reference
    }
}

/// `{"ok":…,"objective":[…],"violations":[…]}`.
pub fn json(checked: &Checked) -> String {
    let objective: Vec<Value> = checked
        .objective
        .iter()
        .map(|(level, value)| json!({"level": level.name(), "value": value, "sense": "min"}))
        .collect();
    let violations: Vec<Value> = checked
        .found
        .iter()
        .map(|found| violation(checked, found))
        .collect();
    let answer = json!({
        "format": "quorate-check/1",
        "ok": checked.found.is_empty(),
        "objective": objective,
        "violations": violations,
    });
    let text = serde_json::to_string_pretty(&answer);
    text.expect("a value made of strings, numbers and lists can always be written") + "\n"
}

fn violation(checked: &Checked, found: &Found) -> Value {
    let contact_id = |contact: ContactId| &checked.workspace.contact(contact).id;
    match found {
        Found::Plan(violation) => {
            let open = || {
                // Somebody to be named is no contact, and has an id all the same.
                let PlanFinding::Slot(of_slot) = &violation.finding else {
                    return None;
                };
                let members = &checked.batch.problem(violation.meeting?).members;
                Some(&members.get(of_slot.member?.index())?.id)
            };
            json!({
                "rule": violation.rule.name(),
                "ref": violation.meeting.map(|meeting| checked.reference(meeting)),
                "contact": violation.contact.map(contact_id).or_else(open),
                "venue": violation.venue.map(|venue| &checked.workspace.venue(venue).id),
                "facts": facts(checked, violation),
            })
        }
        Found::NotInvited {
            reference,
            seat,
            contact,
        } => json!({
            "rule": "candidate",
            "ref": reference,
            "contact": contact_id(*contact),
            "venue": null,
            "facts": {"seat": seat},
        }),
        Found::Unknown { reference } => json!({
            "rule": "unknown-meeting",
            "ref": reference,
            "contact": null,
            "venue": null,
            "facts": {},
        }),
        Found::Together { rule, references } => {
            let (contact, venue) = match rule {
                ArrangedRule::Contact(contact) => (Some(contact_id(*contact)), None),
                ArrangedRule::Venue(venue) => (None, Some(&checked.workspace.venue(*venue).id)),
            };
            json!({
                "rule": rule.name(),
                "ref": references.first(),
                "contact": contact,
                "venue": venue,
                "facts": {"refs": references},
            })
        }
    }
}

/// One sentence a violation.
pub fn text(checked: &Checked) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    line(crate::report::words_en::checked(
        checked.meetings,
        checked.found.len(),
    ));
    for found in &checked.found {
        line(words_en::sentence(checked, found));
    }
    out
}
