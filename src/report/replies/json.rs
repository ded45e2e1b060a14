//! For programs: `quorate-replies/1`. People stand in it by their ids.

use super::{ReplyList, number};
use crate::model::{Heard, HeardWhat, Response, Unmatched};
use serde_json::{Value, json};

/// Everything of one run.
pub fn json(list: &ReplyList) -> Value {
    let applied = list.applied.iter();
    let applied: Vec<Value> = applied
        .map(|(heard, comment)| applied_json(heard, *comment))
        .collect();
    json!({
        "format": "quorate-replies/1",
        "applied": applied,
        "known": list.known,
        "own_messages": list.ours,
        "passed_over": list.passed_over,
        "waiting": list.waiting.iter().map(waiting_one).collect::<Vec<Value>>(),
    })
}

/// What waits for a person.
pub fn waiting_json(waiting: &[Unmatched]) -> Value {
    json!({
        "format": "quorate-replies/1",
        "waiting": waiting.iter().map(waiting_one).collect::<Vec<Value>>(),
    })
}

fn applied_json(heard: &Heard, comment: bool) -> Value {
    let (answer, delegate, proposal) = match &heard.what {
        HeardWhat::Response(Response::Accepted) => ("accepted", None, None),
        HeardWhat::Response(Response::Tentative) => ("tentative", None, None),
        HeardWhat::Response(Response::Declined) => ("declined", None, None),
        HeardWhat::Response(Response::Delegated(to)) => ("delegated", to.as_deref(), None),
        HeardWhat::Proposal(time) => ("proposal", None, Some([time.start(), time.end()])),
        HeardWhat::AskedAgain => ("asked-again", None, None),
    };
    json!({
        "ref": heard.reference,
        "date": heard.recurrence,
        "contact": heard.contact,
        "answer": answer,
        "delegate": delegate,
        "proposal": proposal,
        "sequence": heard.sequence,
        "said_at": heard.dtstamp,
        "by": heard.by.id(),
        "source": heard.source,
        "comment": comment,
    })
}

fn waiting_one(one: &Unmatched) -> Value {
    json!({
        "number": number(one.digest),
        "why": one.why,
        "ref": one.reference,
        "from": one.from,
        "source": one.source,
        "read_at": one.at,
    })
}
