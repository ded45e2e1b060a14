//! The English of what is otherwise between two plans.

use super::{Change, Diff};
use crate::report::words_en::{counted, listed, thousands};

pub(super) const MOVED: &str = "Moved";
pub(super) const GAINED: &str = "Gained a place";
pub(super) const LOST: &str = "Lost their place";
pub(super) const PEOPLE: &str = "Other people, same time and place";
pub(super) const TELL: &str = "Who must be told";
pub(super) const ADDED: &str = "anew";
pub(super) const DROPPED: &str = "no longer";
pub(super) const OWN_TIME: &str = "for another part";

/// How much is otherwise.
pub(super) fn summary(diff: &Diff) -> String {
    let number = |keep: &dyn Fn(&super::Compared) -> bool| {
        diff.changed.iter().filter(|one| keep(one)).count()
    };
    if diff.changed.is_empty() {
        let meetings = counted(diff.unchanged as u64, "meeting", "meetings");
        return format!(
            "Nothing is otherwise: {meetings} at the same time and place with the same people."
        );
    }
    let moved = number(&|one| one.is_moved());
    let gained = number(&|one| one.is_gained());
    let lost = number(&|one| one.is_lost());
    let people = diff.changed.len() - moved - gained - lost;
    let counts = [
        (moved, "moved"),
        (gained, "gained"),
        (lost, "lost"),
        (people, "with other people"),
        (diff.unchanged, "unchanged"),
    ];
    let counts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", thousands(*count as u64)))
        .collect();
    let told = diff.told().len();
    let mut text = format!(
        "Meetings: {}. {} must be told something: {} of {}",
        listed(&counts, "and"),
        counted(told as u64, "person", "people"),
        thousands(diff.retold as u64),
        counted(diff.invitations as u64, "invitation", "invitations"),
    );
    if let Some(tenths) = (diff.retold * 1000).checked_div(diff.invitations) {
        text.push_str(&format!(" ({}.{}%)", tenths / 10, tenths % 10));
    }
    text.push_str(" change");
    let mut more = Vec::new();
    if diff.own_time > 0 {
        let own = counted(diff.own_time as u64, "is", "are");
        more.push(format!("{own} for another part"));
    }
    if diff.new_invitations > 0 {
        more.push(counted(diff.new_invitations as u64, "is new", "are new"));
    }
    if !more.is_empty() {
        text.push_str(&format!(", and {}", listed(&more, "and")));
    }
    text.push('.');
    text
}

/// Of one person's meetings, those with the same change.
pub(super) fn told(change: Change, references: &[String]) -> String {
    let what = match change {
        Change::Moved => "moved",
        Change::Added => "comes anew to",
        Change::Dropped => "no longer needed at",
        Change::Cancelled => "no place any more:",
        Change::OwnTime => "for another part of",
        Change::New => "new",
    };
    format!("{what} {}", listed(references, "and"))
}

pub(super) fn from_to(before: &str, after: &str) -> String {
    format!(": from {before} to {after}")
}
