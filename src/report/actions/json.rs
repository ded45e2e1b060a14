//! The list for programs: `quorate-actions/1`. People stand in it by their ids.

use super::{ActionList, Standing, owner_id};
use crate::model::ActionStatus;
use serde_json::{Value, json};

/// All actions that were asked about, the finished ones too.
pub fn json(list: &ActionList) -> Value {
    let counts = list.counts();
    let count = |status| counts.get(&status).copied().unwrap_or(0);
    let rows: Vec<Value> = list
        .rows
        .iter()
        .map(|row| {
            let action = row.action;
            let (overdue, left) = match row.standing {
                Some(Standing::Overdue { working_days }) => (Some(working_days), None),
                Some(Standing::Ahead { working_days }) => (None, Some(working_days)),
                None => (None, None),
            };
            json!({
                "number": action.number,
                "ref": action.reference,
                "action": action.action,
                "owner": owner_id(&action.owner, list.workspace),
                "due": action.due.to_string(),
                "outcome": action.outcome,
                "status": action.status.word(),
                "has_evidence": action.evidence.is_some(),
                "raised": action.raised.map(|day| day.to_string()),
                "carried": action.carried,
                "escalate": action.is_to_escalate(),
                "overdue_working_days": overdue,
                "working_days_left": left,
                "next_meeting": row.next_meeting.map(|day| day.to_string()),
                "due_by_next_meeting": row.is_due_by_next_meeting(),
            })
        })
        .collect();
    json!({
        "format": "quorate-actions/1",
        "today": list.today.to_string(),
        "counts": {
            "open": count(ActionStatus::Open),
            "not_done": count(ActionStatus::NotDone),
            "done": count(ActionStatus::Done),
            "not_possible": count(ActionStatus::NotPossible),
            "overdue": list.overdue(),
            "escalate": list.to_escalate(),
        },
        "actions": rows,
    })
}
