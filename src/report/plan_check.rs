//! The answer of `quorate check`: what holds and what does not.

use crate::check::{ArrangedRule, ArrangedViolation, Finding, Violation};
use crate::model::{ContactId, RankLevel, State, Workspace};
use crate::report::words_en as words;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// One thing that is wrong.
#[derive(Clone, PartialEq, Debug)]
pub enum Found {
    /// With one meeting by itself.
    Alone {
        reference: String,
        /// The member's id, where one is at fault.
        member: Option<String>,
        violation: Violation,
    },
    /// Somebody attends a seat whom the meeting does not ask for.
    NotInvited {
        reference: String,
        seat: String,
        contact: ContactId,
    },
    /// With several meetings that cannot all take place.
    Together(ArrangedViolation),
}

/// Everything that an answer is made from.
pub struct Checked<'c> {
    pub workspace: &'c Workspace,
    /// The state of each arranged meeting.
    pub states: Vec<State>,
    /// Sums over the meetings, in the order of the policy.
    pub levels: Vec<(RankLevel, i64)>,
    pub found: Vec<Found>,
}

/// `{"ok":…,"objective":[…],"violations":[…]}`.
pub fn json(checked: &Checked) -> String {
    let count = |state: State| checked.states.iter().filter(|s| **s == state).count();
    let mut objective = vec![
        json!({"level": "placed", "value": checked.states.len(), "sense": "max"}),
        json!({"level": "quorate", "value": count(State::Quorate), "sense": "max"}),
        json!({"level": "quorate-if", "value": count(State::QuorateIf), "sense": "max"}),
    ];
    objective.extend(checked.levels.iter().map(|(level, value)| {
        json!({"level": words::rank_level(*level), "value": value, "sense": "min"})
    }));
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
    match found {
        Found::Alone {
            reference,
            member,
            violation,
        } => json!({
            "rule": violation.rule.name(),
            "ref": reference,
            "contact": member,
            "venue": violation.venue.map(|venue| &checked.workspace.venue(venue).id),
            "facts": facts(&violation.finding),
        }),
        Found::NotInvited {
            reference,
            seat,
            contact,
        } => json!({
            "rule": "candidate",
            "ref": reference,
            "contact": checked.workspace.contact(*contact).id,
            "facts": {"seat": seat},
        }),
        Found::Together(together) => {
            let refs = references(checked, together);
            let (contact, venue) = match together.rule {
                ArrangedRule::Contact(contact) => {
                    (Some(&checked.workspace.contact(contact).id), None)
                }
                ArrangedRule::Venue(venue) => (None, Some(&checked.workspace.venue(venue).id)),
            };
            json!({
                "rule": together.rule.name(),
                "ref": refs.first(),
                "contact": contact,
                "venue": venue,
                "facts": {"refs": refs},
            })
        }
    }
}

fn facts(finding: &Finding) -> Value {
    match finding {
        Finding::OutsideWindow { from, to } => json!({"from": from, "to": to}),
        Finding::WrongEnd { expected } => json!({"expected_end": expected}),
        Finding::WrongState { claimed, actual } => json!({
            "claimed": super::find::state(*claimed), "actual": super::find::state(*actual),
        }),
        Finding::Share { claimed, actual } => json!({"claimed": claimed, "actual": actual}),
        Finding::TooMany { places, seated } => json!({"places": places, "seated": seated}),
        _ => json!({}),
    }
}

fn references(checked: &Checked, together: &ArrangedViolation) -> Vec<String> {
    let arranged = &checked.workspace.arrangements;
    together
        .meetings
        .iter()
        .map(|index| arranged[*index].reference.clone())
        .collect()
}

/// One sentence a violation.
pub fn text(checked: &Checked) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    line(words::checked(checked.states.len(), checked.found.len()));
    for found in &checked.found {
        line(match found {
            Found::Alone {
                reference,
                member,
                violation,
            } => {
                let venue = violation
                    .venue
                    .map(|venue| checked.workspace.venue(venue).name.clone());
                words::violation(
                    reference,
                    violation.rule,
                    member.as_deref().or(venue.as_deref()),
                )
            }
            Found::NotInvited {
                reference,
                seat,
                contact,
            } => words::not_invited(reference, seat, &checked.workspace.contact(*contact).name),
            Found::Together(together) => {
                let who = match together.rule {
                    ArrangedRule::Contact(contact) => &checked.workspace.contact(contact).name,
                    ArrangedRule::Venue(venue) => &checked.workspace.venue(venue).name,
                };
                words::together(who, &references(checked, together))
            }
        });
    }
    out
}
