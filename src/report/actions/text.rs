//! The list for people, and the lines for the next agenda.

use super::{ActionList, words_en};
use crate::report::wrap::wrapped;

/// As wide as the other answers.
const WIDTH: usize = 100;

/// What is unfinished, by owner.
pub fn text(list: &ActionList) -> String {
    let mut out = format!("{}\n\n", words_en::head(list.today));
    out.push_str(&words_en::counts(
        &list.counts(),
        list.overdue(),
        list.to_escalate(),
    ));
    out.push('\n');
    let mut last = None;
    for row in list.unfinished() {
        if last != Some(&row.action.owner) {
            out.push_str(&format!("\n{}\n", words_en::owner(row, list.workspace)));
            last = Some(&row.action.owner);
        }
        let head = format!("  {}  ", words_en::number(row.action));
        let mark = if row.is_overdue() { "OVERDUE: " } else { "" };
        let action = format!("{mark}{}", row.action.action);
        wrapped(&mut out, &head, 6, WIDTH, &one_line(&action));
        if let Some(outcome) = &row.action.outcome {
            let outcome = one_line(&words_en::outcome(outcome));
            wrapped(&mut out, "      ", 6, WIDTH, &outcome);
        }
        wrapped(&mut out, "      ", 6, WIDTH, &words_en::standing(row));
    }
    out
}

/// The agenda item of the next meeting: each unfinished action as it will stand there, carried over once more.
pub fn agenda(list: &ActionList) -> String {
    let mut out = format!("{}\n", words_en::AGENDA);
    for (row, item) in list.unfinished().zip(1..) {
        let next = row.action.carried_over();
        let mut told = format!(
            "{}: {} ({}; due {}",
            words_en::number(&next),
            next.action,
            super::owner_name(&next.owner, list.workspace),
            crate::report::words_en::date(next.due)
        );
        if let Some(part) = words_en::carried(&next) {
            told.push_str(&format!("; {part}"));
        }
        told.push(')');
        wrapped(&mut out, &format!("  {item}. "), 5, WIDTH, &one_line(&told));
    }
    if list.unfinished().next().is_none() {
        out.push_str(&format!("  {}\n", words_en::nothing_carried()));
    }
    out
}

/// Cells may hold line breaks.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
