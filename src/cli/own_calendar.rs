//! `quorate send --calendar`: the organiser's own entries in a calendar of theirs on a server.
//!
//! Every meeting ahead of which somebody was told lies there, a series as one entry; one that was taken back is taken out. Whoever sends in
//! this run is told first, and the calendar afterwards, so that it never holds a meeting of which nobody knows. What became of an entry is
//! noted in the book one by one: a run that ends half way is finished by the next.

use super::invite::spec_of;
use super::outbox::told;
use crate::edge::book::{Book, StoredCopy};
use crate::edge::put::{Done, Entry, PutFault, Shelf, Written, entries};
use crate::edge::{Limits, read_folder};
use crate::input::read_feed_sources;
use crate::message::{Firmness, Sending, invitations, series_invitations};
use crate::model::{Arranged, FeedSource, Told, ToldStanding, Workspace};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What became of the entry of a meeting.
pub(super) struct Kept {
    /// The meeting's; of one that is no more, that under which people were told.
    reference: String,
    outcome: Result<Done, PutFault>,
}

impl Kept {
    /// Whether the calendar has what it should.
    pub(super) fn is_settled(&self) -> bool {
        matches!(&self.outcome, Ok(done) if *done != Done::Theirs)
    }

    fn id(&self) -> &'static str {
        match &self.outcome {
            Ok(Done::Added(_)) => "added",
            Ok(Done::Changed(_)) => "changed",
            Ok(Done::Same(_)) => "same",
            Ok(Done::Removed) => "removed",
            Ok(Done::Theirs) => "changed-by-others",
            Err(_) => "failed",
        }
    }

    /// Fact and fix, where there is something to be done.
    fn why(&self) -> Option<String> {
        Some(match self.outcome.as_ref() {
            Ok(Done::Theirs) => "somebody else has changed it there, so it was left as it is; bring it up to date there, or delete \
                                 it there and send again"
                .to_owned(),
            Err(PutFault::Fetch(fault)) => format!("{}; {}", fault.fact(), fault.fix()),
            Err(PutFault::ReadOnly) => "the server does not let you write into this calendar; share it with the right to write, or \
                                        name another"
                .to_owned(),
            Err(PutFault::Refused(code)) => {
                format!("the server does not take the entry ({code}); ask those who run it")
            }
            Ok(_) => return None,
        })
    }

    pub(super) fn json(&self) -> Value {
        json!({"ref": self.reference, "outcome": self.id(), "why": self.why()})
    }
}

/// What is said of a calendar at the end; nothing of entries that were there already.
pub(super) fn as_text(all: &[Kept]) -> String {
    let mut text = String::new();
    for one in all {
        let word = match one.outcome.as_ref() {
            Ok(Done::Same(_)) => continue,
            Ok(Done::Added(_)) => "added",
            Ok(Done::Changed(_)) => "brought up to date",
            Ok(Done::Removed) => "taken out",
            Ok(Done::Theirs) | Err(_) => "not as it should be",
        };
        let why = one.why().map_or_else(String::new, |why| format!(": {why}"));
        text.push_str(&format!("Your calendar, {}: {word}{why}\n", one.reference));
    }
    text
}

/// The address of a calendar by its id in the table of secrets.
///
/// # Errors
/// When there is none of that id.
pub(super) fn source_of(folder: &Path, id: &str) -> Result<FeedSource, Vec<String>> {
    let files = read_folder(folder).map_err(told)?;
    let found = read_feed_sources(&files);
    let (sources, _) =
        found.map_err(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    sources.get(id).ok_or_else(|| {
        vec![format!(
            "--calendar: feeds.secret.toml has no entry of this name; write [feeds.{}] and below it url, user and password of your \
             calendar",
            if id.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c)) { id } else { "own-calendar" }
        )]
    })
}

/// Brings the calendar up to date. `only` are the references that are meant; none = all.
pub(super) fn keep(
    book: &mut Book,
    workspace: &Workspace,
    sending: &Sending,
    only: &[String],
    folder: &Path,
    source: &FeedSource,
) -> Result<Vec<Kept>, Vec<String>> {
    let shelf = Shelf {
        source,
        folder,
        limits: Limits::default(),
    };
    let rows = book.told().map_err(told)?;
    let copies = book.copies().map_err(told)?;
    let is_meant = |reference: &str| {
        only.is_empty() || only.iter().any(|one| one.eq_ignore_ascii_case(reference))
    };
    let mut kept = Vec::new();
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for (reference, meetings) in by_reference(workspace) {
        let standing = standing(&rows, reference);
        for entry in composed(workspace, reference, &meetings, sending, standing) {
            wanted.insert(entry.uid.clone());
            let is_over = meetings.iter().all(|one| one.interval.end() <= sending.now);
            if standing.is_none() || is_over || !is_meant(reference) {
                continue;
            }
            let known = copies.get(&entry.uid).map(written);
            let outcome = shelf.put(&entry, known.as_ref());
            if let Ok(Done::Added(written) | Done::Changed(written) | Done::Same(written)) =
                &outcome
                && known.as_ref() != Some(written)
            {
                book.set_copy(&entry.uid, &stored(written)).map_err(told)?;
            }
            kept.push(Kept {
                reference: reference.to_owned(),
                outcome,
            });
        }
    }
    // What people were told is off, and is arranged no more.
    for (uid, copy) in copies.iter().filter(|(uid, _)| !wanted.contains(*uid)) {
        let mut about = rows.iter().filter(|row| row.uid == *uid).peekable();
        let Some(reference) = about.peek().map(|row| row.reference.clone()) else {
            continue;
        };
        // Whoever was told that the whole is off was told so of each date.
        let is_off = |row: &&Told| {
            let mut whole = rows.iter().filter(|one| one.recurrence.is_none());
            row.standing == ToldStanding::Cancelled
                || whole.any(|one| {
                    let same = one.uid == row.uid && one.contact == row.contact;
                    same && one.standing == ToldStanding::Cancelled
                })
        };
        if !is_meant(&reference) || !about.all(|row| is_off(&row)) {
            continue;
        }
        let outcome = shelf.remove(&written(copy));
        if outcome == Ok(Done::Removed) {
            book.forget_copy(uid).map_err(told)?;
        }
        kept.push(Kept { reference, outcome });
    }
    Ok(kept)
}

/// The arranged meetings under the references that people know.
fn by_reference(workspace: &Workspace) -> BTreeMap<&str, Vec<&Arranged>> {
    let mut all: BTreeMap<&str, Vec<&Arranged>> = BTreeMap::new();
    for one in &workspace.arrangements {
        let place = one.series.as_ref();
        let reference = place.map_or(&one.reference, |place| &place.reference);
        all.entry(reference).or_default().push(one);
    }
    all
}

/// How firmly people were told of a meeting; `None` where nobody knows of it.
fn standing(rows: &[Told], reference: &str) -> Option<Firmness> {
    let mut found = None;
    for row in rows.iter().filter(|row| row.reference == reference) {
        match row.standing {
            ToldStanding::Confirmed => return Some(Firmness::Confirmed),
            ToldStanding::Held => found = Some(Firmness::Hold),
            ToldStanding::Cancelled => {}
        }
    }
    found
}

/// The organiser's entries of a meeting or series.
fn composed(
    workspace: &Workspace,
    reference: &str,
    meetings: &[&Arranged],
    sending: &Sending,
    standing: Option<Firmness>,
) -> Vec<Entry> {
    let sending = Sending {
        firmness: standing.unwrap_or_default(),
        ..sending.clone()
    };
    let spec = spec_of(workspace, reference);
    let copy = match meetings {
        [one] if one.series.is_none() => invitations(workspace, one, spec, &sending).organizer_copy,
        _ => {
            let rounds =
                series_invitations(workspace, &workspace.series(reference), spec, &sending);
            let first = rounds.into_iter().next();
            first.map_or_else(Vec::new, |round| round.invitations.organizer_copy)
        }
    };
    entries(&copy)
}

fn written(copy: &StoredCopy) -> Written {
    Written {
        href: copy.href.clone(),
        etag: copy.etag.clone(),
        said: copy.said,
    }
}

fn stored(written: &Written) -> StoredCopy {
    StoredCopy {
        href: written.href.clone(),
        etag: written.etag.clone(),
        said: written.said,
    }
}
