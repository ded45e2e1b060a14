//! The English of the commands about the meeting book.

use crate::report::words_en::listed;

/// What a count of a book is called.
pub(super) fn counted(name: &str) -> &str {
    match name {
        "arrangements" => "meetings arranged",
        "answers" => "answers about times",
        "told" => "told of meetings",
        "queued" => "messages that wait",
        "sending" => "messages of which nobody knows whether they went",
        "sent" => "messages sent",
        "heard" => "answers to invitations",
        "unmatched" => "answers for somebody to look at",
        "settled" => "answers looked at",
        "waivers" => "waivers of a quorum",
        "outcomes" => "outcomes of meetings",
        "copies" => "copies on a calendar server",
        "decisions" => "decisions",
        "posts" => "messages",
        other => other,
    }
}

/// What was done, in a word or two.
pub(super) fn action(action: &str) -> &str {
    match action {
        "choose" => "time chosen",
        "adopt" => "plan adopted",
        "unplace" => "taken out by a plan",
        "answer" => "answer taken down",
        "take-over" => "answers taken over from the table",
        "begin" => "book begun",
        "send" => "sent",
        "cancel" => "cancelled",
        "replace" => "somebody exchanged",
        "waive" => "quorum set aside",
        "outcome" => "outcome written down",
        "purge" => "removed",
        other => other,
    }
}

pub(super) fn is_there(path: &str) -> String {
    format!("There is a meeting book already: {path}.")
}

pub(super) fn is_begun(path: &str, arrangements: usize, answers: usize) -> String {
    let told = match (arrangements, answers) {
        (0, 0) => "Nothing was arranged or answered yet.".to_owned(),
        (arrangements, answers) => format!(
            "It has taken over {} and {}.",
            number(arrangements, "arranged meeting"),
            number(answers, "answer")
        ),
    };
    format!(
        "The meeting book is begun: {path}. {told} From now on every command keeps there what is arranged and answered."
    )
}

pub(super) fn renamed(files: &[(String, String)]) -> String {
    let told: Vec<String> = files
        .iter()
        .map(|(old, new)| format!("{old} is called {new}"))
        .collect();
    format!(
        "{} now and is read no more; once you have looked that nothing is missing, it can be deleted.",
        listed(&told, "and")
    )
}

fn number(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    }
}

pub(super) fn no_decisions() -> &'static str {
    "Nothing has been decided yet."
}

pub(super) fn exported_to(folder: &str, files: usize) -> String {
    format!(
        "{} written to {folder}. They hold names and addresses: keep them as carefully as the book.",
        number(files, "file")
    )
}

pub(super) fn nothing_to_remove() -> &'static str {
    "There was nothing to remove."
}

pub(super) fn removed(counts: &[String], path: &str) -> String {
    format!("Removed from {path} for good: {}.", listed(counts, "and"))
}

/// Files that a book was begun from hold what was removed.
pub fn imported_still_there(names: &[String]) -> String {
    format!(
        "{} in the same folder still hold what the book was begun with; delete what you no longer need of them, and think of your backups",
        listed(names, "and")
    )
}

/// There is no book to show.
pub fn no_book(path: &str) -> String {
    format!("there is no meeting book at {path}; begin one with quorate book begin")
}

/// A meeting whose rows are to be removed takes place yet.
pub fn purge_of_coming(reference: &str) -> String {
    format!(
        "{reference} is still to come; take it back with quorate cancel first, so that everybody is told"
    )
}

/// One date of a series cannot be removed by itself.
pub fn purge_of_date(reference: &str, series: &str) -> String {
    format!(
        "{reference} is one date of a series; write --ref {series} to remove all of it, or --before for those that are over"
    )
}

/// A day that has not come cannot be that before which everything is over.
pub fn purge_of_future() -> &'static str {
    "--before: that day is still to come, and so are meetings before it; write today or an earlier day"
}

/// Where files are to be exported something lies already.
pub fn export_not_empty(folder: &str) -> String {
    format!("{folder} holds other files; name a new folder with -o")
}

pub(super) fn time(start: &str, end: &str) -> String {
    format!("{start} to {end}")
}

pub(super) fn choice(chosen: u64, shown: usize) -> String {
    format!("number {chosen} of {shown} that were shown")
}

pub(super) fn searched(ids: &[String]) -> String {
    match ids {
        [] => "nobody's diary was searched".to_owned(),
        ids => format!("searched: {}", ids.join(", ")),
    }
}

pub(super) fn answers_used(count: usize) -> String {
    format!("{} used", number(count, "answer"))
}

pub(super) fn limit(date: &str, missed: bool) -> String {
    match missed {
        true => format!("after its limit, {date}"),
        false => format!("within its limit, {date}"),
    }
}
