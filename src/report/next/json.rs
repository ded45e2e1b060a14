//! `quorate-next/1`: the answer for programs. Ids only.

use super::{Follower, Next, Outcome, Search};
use crate::model::rules::Continuity;
use crate::report::find::{clocks, slot_json};
use serde_json::{Value, json};

/// The whole answer, indented, with a line end.
pub fn json(next: &Next) -> String {
    let duties = next.duties.iter().map(|duty| {
        json!({
            "rule": duty.rule.id,
            "limit": duty.limit,
            "hold_by": duty.hold_by,
            "confidence": duty.rule.grounds.confidence(next.today).id(),
        })
    });
    let answer = json!({
        "format": "quorate-next/1",
        "ref": next.reference,
        "type": next.kind.id,
        "held": next.held,
        "limit": next.bound.map(|(limit, _)| limit),
        "late_by": next.bound.map(|(_, late)| late),
        "meetings": next.followers.iter().map(|one| follower(next, one)).collect::<Vec<Value>>(),
        "after": duties.collect::<Vec<Value>>(),
    });
    format!("{answer:#}\n")
}

fn follower(next: &Next, follower: &Follower) -> Value {
    let contact = |id| &next.workspace.contact(id).id;
    let chair = follower.chair.map(|(chair, continuity)| {
        let kept = match continuity {
            Continuity::Same => "always",
            Continuity::Preferred | Continuity::None => "preferred",
        };
        json!({"contact": contact(chair), "kept": kept})
    });
    let left_out = follower
        .left_out
        .iter()
        .map(|(away, comes)| json!({"contact": contact(*away), "apart_from": contact(*comes)}));
    let mut value = json!({
        "ref": follower.reference,
        "type": follower.kind.id,
        "number": follower.number,
        "chair": chair,
        "left_out": left_out.collect::<Vec<Value>>(),
    });
    if let Some(search) = follower.search() {
        let limit = search.prepared.problem.limit.as_ref();
        value["limit"] = json!(limit.map(|limit| json!({
            "rule": limit.rule, "date": limit.date, "hold_by": limit.hold_by,
        })));
        value["days_in_hand"] = json!(search.in_hand(next.today));
        value["clocks"] = clocks(&next.report(search));
    }
    match &follower.outcome {
        Outcome::Searched(search) => value["slots"] = slots(next, search),
        Outcome::Arranged { arranged, .. } => {
            value["arranged"] = json!({
                "start": arranged.interval.start(), "end": arranged.interval.end(),
            });
        }
        Outcome::Faulty(messages) => value["faults"] = json!(messages),
    }
    value
}

fn slots(next: &Next, search: &Search) -> Value {
    let report = next.report(search);
    let slots = search.found.slots.iter();
    slots.map(|slot| slot_json(&report, slot)).collect()
}
