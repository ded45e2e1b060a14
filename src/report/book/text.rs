//! The answers as text.

use super::{Begun, BookNumbers, Log, words_en as words};
use crate::model::Decision;

/// What a book holds.
pub fn shown(book: &BookNumbers<'_>) -> String {
    let kilobytes = book.size.div_ceil(1024);
    let begun = book.begun_at;
    let mut text = format!("{}: {kilobytes} KB, begun {begun}\n", book.path);
    let width = book.counts.iter().map(|(_, count)| count.to_string().len());
    let width = width.max().unwrap_or(1);
    for (name, count) in book.counts.iter().filter(|(_, count)| *count > 0) {
        text.push_str(&format!("{count:>width$} {}\n", words::counted(name)));
    }
    text
}

/// What was taken over.
pub fn begun(begun: &Begun<'_>) -> String {
    let mut text = match begun.is_new {
        true => words::is_begun(begun.path, begun.arrangements, begun.answers),
        false => words::is_there(begun.path),
    };
    if !begun.renamed.is_empty() {
        text.push('\n');
        text.push_str(&words::renamed(begun.renamed));
    }
    text.push('\n');
    text
}

/// The log, a paragraph a decision.
pub fn log(log: &Log<'_>) -> String {
    let mut text = String::new();
    for (day, action, count) in log.gone {
        text.push_str(&format!(
            "{day}  {} ({count}, removed)\n",
            words::action(action)
        ));
    }
    log.decisions.iter().for_each(|one| line(one, &mut text));
    if text.is_empty() {
        text.push_str(words::no_decisions());
        text.push('\n');
    }
    text
}

fn line(one: &Decision, text: &mut String) {
    text.push_str(&format!("{}  {}", one.at, words::action(&one.action)));
    if !one.reference.is_empty() {
        text.push_str(&format!(": {}", one.reference));
    }
    if !one.who.is_empty() {
        text.push_str(&format!(", by {}", one.who));
    }
    text.push('\n');
    if !one.reason.is_empty() {
        text.push_str(&format!("    reason: {}\n", one.reason));
    }
    for fact in facts(&one.facts) {
        text.push_str(&format!("    {fact}\n"));
    }
}

/// The facts that somebody asks for first; all of them are in the JSON.
fn facts(facts: &str) -> Vec<String> {
    let Ok(facts) = serde_json::from_str::<serde_json::Value>(facts) else {
        return Vec::new();
    };
    let text = |key: &str| facts.get(key).and_then(|value| value.as_str());
    let list = |key: &str| facts.get(key).and_then(|value| value.as_array());
    let mut told = Vec::new();
    if let (Some(start), Some(end)) = (text("start"), text("end")) {
        told.push(words::time(start, end));
    }
    let chosen = facts.get("chosen").and_then(serde_json::Value::as_u64);
    if let (Some(chosen), Some(shown)) = (chosen, list("shown")) {
        told.push(words::choice(chosen, shown.len()));
    }
    if let Some(searched) = list("searched") {
        let ids: Vec<String> = searched
            .iter()
            .filter_map(|id| id.as_str().map(str::to_owned))
            .collect();
        told.push(words::searched(&ids));
    }
    if let Some(answers) = list("answers").filter(|all| !all.is_empty()) {
        told.push(words::answers_used(answers.len()));
    }
    let limit = facts.get("limit");
    let missed = limit.and_then(|limit| limit.get("missed")?.as_bool());
    let date = limit.and_then(|limit| limit.get("date")?.as_str());
    if let (Some(missed), Some(date)) = (missed, date) {
        told.push(words::limit(date, missed));
    }
    told
}

/// What was written where.
pub fn exported(folder: &str, files: usize) -> String {
    format!("{}\n", words::exported_to(folder, files))
}

/// What was removed.
pub fn purged(path: &str, counts: &[(&'static str, usize)]) -> String {
    let told: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{count} {}", words::counted(name)))
        .collect();
    match told.is_empty() {
        true => format!("{}\n", words::nothing_to_remove()),
        false => format!("{}\n", words::removed(&told, path)),
    }
}
