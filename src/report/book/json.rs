//! The answers as JSON.

use super::{Begun, BookNumbers, Log};
use serde_json::{Map, Value, json};

/// What a book holds.
pub fn shown_json(book: &BookNumbers<'_>) -> String {
    let counts = book.counts.iter();
    let counts: Map<String, Value> = counts
        .map(|(name, count)| ((*name).to_owned(), json!(count)))
        .collect();
    line(&json!({
        "format": "quorate-book/1",
        "book": book.path,
        "begun_at": book.begun_at,
        "bytes": book.size,
        "version": book.version,
        "counts": counts,
    }))
}

/// What was taken over.
pub fn begun_json(begun: &Begun<'_>) -> String {
    let renamed = begun.renamed.iter();
    let renamed: Map<String, Value> = renamed
        .map(|(old, new)| (old.clone(), json!(new)))
        .collect();
    line(&json!({
        "format": "quorate-book-begun/1",
        "book": begun.path,
        "new": begun.is_new,
        "arrangements": begun.arrangements,
        "answers": begun.answers,
        "renamed": renamed,
    }))
}

/// The log.
pub fn log_json(log: &Log<'_>) -> String {
    let decisions: Vec<Value> = log.decisions.iter().map(decision).collect();
    let gone: Vec<Value> = log
        .gone
        .iter()
        .map(|(day, action, count)| json!({"day": day, "action": action, "count": count}))
        .collect();
    line(&json!({
        "format": "quorate-decisions/1",
        "decisions": decisions,
        "removed": gone,
    }))
}

/// One line of the log.
pub(super) fn decision(one: &crate::model::Decision) -> Value {
    json!({
        "at": one.at,
        "who": one.who,
        "action": one.action,
        "ref": one.reference,
        "reason": one.reason,
        "facts": serde_json::from_str::<Value>(&one.facts).unwrap_or(Value::Null),
    })
}

/// What was removed.
pub fn purged_json(path: &str, counts: &[(&'static str, usize)]) -> String {
    let counts: Map<String, Value> = counts
        .iter()
        .map(|(name, count)| ((*name).to_owned(), json!(count)))
        .collect();
    line(&json!({"format": "quorate-book-purged/1", "book": path, "removed": counts}))
}

fn line(value: &Value) -> String {
    format!("{value}\n")
}
