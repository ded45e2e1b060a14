//! `quorate outbox`: what would go to whom, before it goes. Nothing is written.

use super::case::{Case, CaseError};
use super::invite::{GuestsWanted, Sender, sending, spec_of};
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::edge::book::{Access, Book};
use crate::message::outbox::{
    self as due, Outbox, OutboxWish, Waiting, as_json, as_text, with_queued,
};
use crate::message::{Sending, must_hide_guests};
use crate::model::{Heard, Told, Workspace};
use crate::time::Instant;
use clap::Args;
use std::path::{Path, PathBuf};

/// What is to be told, and how: of `outbox` and of `send`.
#[derive(Args, Clone, Debug)]
pub(super) struct Wish {
    /// The workspace
    pub(super) folder: PathBuf,
    /// Only this meeting or series; may be given several times. A meeting that is held is confirmed only where it is named
    #[arg(long = "ref", value_name = "REF")]
    pub(super) references: Vec<String>,
    /// Ask people to keep the time free, instead of saying that the meeting takes place; what was confirmed stays so
    #[arg(long)]
    pub(super) hold: bool,
    /// Whose proposal of another time is not taken: a contact's id. They are told that the time stays
    #[arg(long, value_name = "WHO", requires = "references")]
    pub(super) refuse_proposal: Vec<String>,
    /// What professionals are told of who else is asked. Without it, what the meeting's type allows
    #[arg(long, value_enum)]
    pub(super) guests: Option<GuestsWanted>,
    /// A text file that holds the link by which to join on line; needs one --ref
    #[arg(long, value_name = "FILE", requires = "references")]
    pub(super) join: Option<PathBuf>,
    /// Who invites: ADDRESS or `Name <ADDRESS>`. Without it, the organizer in quorate.toml
    #[arg(long, value_name = "ADDRESS")]
    pub(super) organizer: Option<String>,
    /// The meeting book. Without it, that of the workspace
    #[arg(long, value_name = "PATH")]
    pub(super) book: Option<PathBuf>,
    /// Take this as the present moment, for repeatable runs: 2026-11-23T09:00:00Z
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(super) now: Option<Instant>,
}

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate outbox case/
  quorate outbox case/ --ref CP-2041 --hold
  quorate outbox case/ --json

Exit code 0: nothing is to be sent. 1: something is, or was queued and is not known to have gone. Nothing is written.")]
pub(super) struct OutboxArguments {
    #[command(flatten)]
    wish: Wish,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &OutboxArguments) -> Exit {
    ended(shown(&arguments.wish, arguments.output, None))
}

/// Shows what is due; `more` is a line to be said after it.
pub(super) fn shown(wish: &Wish, output: Output, more: Option<&str>) -> Result<Exit, Vec<String>> {
    let case = Case::open(&wish.folder, &Default::default()).map_err(CaseError::messages)?;
    case.warnings.iter().for_each(complain);
    let path = Book::path(&wish.folder, wish.book.as_deref());
    let book = Book::open(&path, Access::Read).map_err(told)?;
    let known = known(book.as_ref())?;
    let found = find(wish, &case.workspace, &known)?;
    let written = match output.is_json() {
        true => format!("{:#}\n", as_json(&case.workspace, &found, &known.waiting)),
        false => {
            let mut text = as_text(&case.workspace, &found, &known.waiting);
            text.extend(more.map(|more| format!("{more}\n")));
            text
        }
    };
    let exit = match found.due.is_empty() && known.waiting.is_empty() {
        true => Exit::Answer,
        false => Exit::Negative,
    };
    Ok(match answer(&written) {
        Exit::Answer => exit,
        other => other,
    })
}

/// What is known of what was told.
#[derive(Default)]
pub(super) struct Known {
    /// With what is queued, as if it were sent.
    pub(super) told: Vec<Told>,
    pub(super) heard: Vec<Heard>,
    pub(super) waiting: Vec<Waiting>,
}

/// Reads it from the book; nothing is known where there is none.
pub(super) fn known(book: Option<&Book>) -> Result<Known, Vec<String>> {
    let Some(book) = book else {
        return Ok(Known::default());
    };
    let posts = book.posts().map_err(told)?.into_iter();
    let waiting: Vec<Waiting> = posts
        .map(|(id, state, post)| Waiting { id, state, post })
        .collect();
    let sent = book.told().map_err(told)?;
    let queued = waiting.iter().map(|one| &one.post.told);
    Ok(Known {
        told: with_queued(&sent, queued),
        heard: book.heard().map_err(told)?,
        waiting,
    })
}

pub(super) fn told(error: impl std::fmt::Display) -> Vec<String> {
    vec![error.to_string()]
}

/// What is due, or all that is wrong with the wish.
pub(super) fn find(
    wish: &Wish,
    workspace: &Workspace,
    known: &Known,
) -> Result<Outbox, Vec<String>> {
    let mut faults = Vec::new();
    let sending = match sending_of(wish, workspace) {
        Ok(sending) => Some(sending),
        Err(fault) => {
            faults.extend(fault);
            None
        }
    };
    for reference in &wish.references {
        if !is_known(workspace, known, reference) {
            faults.push(format!(
                "meeting \"{reference}\" is not arranged, and nobody was told of it; quorate outbox FOLDER shows all that are"
            ));
        }
        if !matches!(wish.guests, None | Some(GuestsWanted::Hidden))
            && must_hide_guests(workspace, spec_of(workspace, reference))
        {
            faults.push(format!(
                "meeting \"{reference}\" is of the highest sensitivity, and nobody may be told who else is asked to it; leave \
                 out --guests"
            ));
        }
    }
    let refuse = refusals(wish, workspace, &mut faults);
    let at = wish.now.unwrap_or_else(|| now(None));
    faults.extend(without_uid(wish, workspace, at));
    let Some(sending) = sending.filter(|_| faults.is_empty()) else {
        return Err(faults);
    };
    let only = OutboxWish {
        only: wish.references.clone(),
        refuse,
    };
    let found = due::outbox(workspace, &known.told, &known.heard, &sending, &only);
    if !found.no_proposal.is_empty() {
        let missing = found.no_proposal.iter().map(|(reference, who)| {
            format!(
                "{who} has no open proposal for \"{reference}\"; quorate replies FOLDER reads proposals, and one is refused once"
            )
        });
        return Err(missing.collect());
    }
    Ok(found)
}

/// What the sender decides.
pub(super) fn sending_of(wish: &Wish, workspace: &Workspace) -> Result<Sending, Vec<String>> {
    let sender = Sender {
        organizer: wish.organizer.as_deref(),
        hold: wish.hold,
        guests: wish.guests,
        join: wish.join.as_deref(),
    };
    let several = wish.join.is_some() && wish.references.len() > 1;
    if several {
        return Err(vec![
            "a link belongs to one meeting; with --join name one --ref".to_owned(),
        ]);
    }
    sending(&sender, workspace, now(wish.now)).map_err(told)
}

/// The proposals that are not taken, by reference.
fn refusals(wish: &Wish, workspace: &Workspace, faults: &mut Vec<String>) -> Vec<(String, String)> {
    if wish.refuse_proposal.is_empty() {
        return Vec::new();
    }
    let [reference] = wish.references.as_slice() else {
        faults.push(
            "a proposal is for one meeting; with --refuse-proposal name one --ref".to_owned(),
        );
        return Vec::new();
    };
    let mut all = Vec::new();
    for who in &wish.refuse_proposal {
        let mut contacts = workspace.contacts.iter();
        match contacts.find(|contact| contact.id.eq_ignore_ascii_case(who)) {
            Some(contact) => all.push((reference.clone(), contact.id.clone())),
            None => faults.push(format!(
                "\"{who}\" is no contact's id; write an id of the people table"
            )),
        }
    }
    all
}

fn is_known(workspace: &Workspace, known: &Known, reference: &str) -> bool {
    let mut told = known.told.iter();
    workspace.arranged(reference).is_some()
        || !workspace.series(reference).is_empty()
        || told.any(|row| row.reference.eq_ignore_ascii_case(reference))
}

/// Meetings that cannot be told of, because answers to them could not be recognised.
fn without_uid(wish: &Wish, workspace: &Workspace, now: Instant) -> Vec<String> {
    let meant = |reference: &str| {
        let mut named = wish.references.iter();
        wish.references.is_empty() || named.any(|one| one.eq_ignore_ascii_case(reference))
    };
    let without = workspace.arrangements.iter().filter(|one| {
        one.uid.trim().is_empty() && one.interval.start() > now && meant(&one.reference)
    });
    without
        .map(|one| {
            format!(
                "meeting \"{0}\" has no uid, so answers to it could not be recognised; choose its slot again: quorate find \
                 FOLDER --ref {0} --choose N",
                one.reference
            )
        })
        .collect()
}

/// Says, after files were written without it, that the folder's book knows nothing of them.
pub(super) fn say_that_a_book_is_kept(folder: &Path) {
    let path = Book::path(folder, None);
    if path.exists() {
        complain(
            "this folder has a meeting book, which does not learn from invite what people are told; quorate send writes the \
             same files and keeps track",
        );
    }
}
