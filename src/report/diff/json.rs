//! `quorate-diff/1`: ids only, instants in UTC.

use super::{Change, Compared, DiffReport};
use crate::model::PlanFileMeeting;
use serde_json::{Value, json};

/// The whole answer, indented, with a line end.
pub fn json(report: &DiffReport) -> String {
    let diff = report.diff;
    let changed = diff.changed.iter();
    let list = |keep: &dyn Fn(&Compared) -> bool| -> Vec<Value> {
        changed
            .clone()
            .filter(|one| keep(one))
            .map(meeting)
            .collect()
    };
    let told = diff.told();
    let tell: Vec<Value> = told
        .iter()
        .map(|(who, changes)| {
            let changes = changes.iter().map(|(index, change)| {
                json!({"ref": diff.changed[*index].reference, "what": change.name()})
            });
            json!({"contact": who, "changes": changes.collect::<Vec<Value>>()})
        })
        .collect();
    let answer = json!({
        "format": "quorate-diff/1",
        "moved": list(&|one| one.is_moved()),
        "gained": list(&|one| one.is_gained()),
        "lost": list(&|one| one.is_lost()),
        "people_changed": list(&|one| !one.is_moved() && !one.is_gained() && !one.is_lost()),
        "tell": tell,
        "counts": {
            "unchanged": diff.unchanged,
            "invitations": diff.invitations,
            "retold": diff.retold,
            "share": share(diff.retold, diff.invitations),
            "own_time": diff.own_time,
            "new_invitations": diff.new_invitations,
            "people": told.len(),
        },
    });
    let text = serde_json::to_string_pretty(&answer);
    text.expect("a value made of texts, numbers and lists can always be written") + "\n"
}

/// To four places, so that the same plans give the same text.
fn share(part: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| (part * 10_000 / of) as f64 / 10_000.0)
}

fn meeting(one: &Compared) -> Value {
    let place = |meeting: Option<&PlanFileMeeting>| {
        meeting.map(|meeting| {
            json!({
                "start": meeting.interval.start(),
                "end": meeting.interval.end(),
                "venue": meeting.venue,
            })
        })
    };
    let who = |wanted: Change| -> Vec<&str> {
        let people = one.people.iter().filter(|(_, change)| *change == wanted);
        people.map(|(who, _)| *who).collect()
    };
    json!({
        "ref": one.reference,
        "before": place(one.before),
        "after": place(one.after),
        "added": who(Change::Added),
        "dropped": who(Change::Dropped),
        "own_time": who(Change::OwnTime),
    })
}
