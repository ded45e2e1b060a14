//! `quorate send`: whoever does not know yet what is arranged is told, and the book keeps what they were told.
//!
//! What is due is queued in the book, a meeting at a time, and handed over message by message, each marked as sent once it is. A run
//! that ends half way is finished by the next one: with the same bytes, nothing twice and nothing left out. Without a way to send it
//! shows what would go, as `outbox` does.

use super::case::{Case, CaseError};
use super::invite::{merge_table, spec_of};
use super::mail_server::{self, BySmtp};
use super::outbox::{self, Known, Wish, known, sending_of, told};
#[cfg(feature = "fetch")]
use super::own_calendar;
use super::{Exit, Output, answer, complain, ended, now};
use crate::edge::book::Book;
use crate::edge::delivery::{
    CALENDAR_FOLDER, Courier, Fate, FileCourier, LETTER_FOLDER, MAIL_FOLDER, NotDelivered,
    Repeating, Rest,
};
use crate::edge::folder_names::FolderNames;
use crate::edge::outbox::{Existing, write_folder};
use crate::message::outbox::{Due, Waiting, notices, post_json};
use crate::message::{
    Firmness, Invitations, MERGE, ORGANIZER_COPY, PACK_ENTRY, PACK_TEXT, PACKS, Sending,
    invitations, series_invitations,
};
use crate::model::{Arranged, Decision, Post, PostState, ToldStanding, Workspace};
use crate::time::Instant;
use clap::Args;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate send case/                                 # shows what would go, as outbox does
  quorate send case/ -o out/ --by \"P. Lacey\"
  quorate send case/ --ref CP-2041 --hold -o out/
  quorate send case/ --ref CP-2041 --refuse-proposal j.marsh -o out/

Exit code 0: everything is written. 1: something could not be, or it is not known whether it went; without -o, something is to
be sent.")]
pub(super) struct SendArguments {
    #[command(flatten)]
    pub(super) wish: Wish,
    /// Folder for the files: whole mails, calendars, letters, your own copies. Without it nothing is sent or kept
    #[arg(short, long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) by_smtp: BySmtp,
    /// Keep your own calendar up to date: the name of its entry in feeds.secret.toml. Needs -o or --really
    #[arg(long, value_name = "ID")]
    pub(super) calendar: Option<String>,
    /// Who sends it, for the log of decisions
    #[arg(long, value_name = "NAME")]
    pub(super) by: Option<String>,
    /// Send this message again, of which it was not known whether it went: its number
    #[arg(long, value_name = "ID")]
    pub(super) again: Vec<i64>,
    /// This message did go: its number
    #[arg(long, value_name = "ID")]
    pub(super) was_sent: Vec<i64>,
    #[command(flatten)]
    pub(super) output: Output,
}

pub(super) fn run(arguments: &SendArguments) -> Exit {
    ended(answered(arguments))
}

const DRY: &str = "Nothing was sent or kept: add -o DIR to write the mails.";

fn answered(arguments: &SendArguments) -> Result<Exit, Vec<String>> {
    let wish = &arguments.wish;
    let settles = !arguments.again.is_empty() || !arguments.was_sent.is_empty();
    let out = arguments.out.as_deref();
    if arguments.by_smtp.smtp {
        let server = mail_server::server_of(&wish.folder)?;
        if arguments.by_smtp.really {
            let case =
                Case::open(&wish.folder, &Default::default()).map_err(CaseError::messages)?;
            let mut courier = mail_server::courier(&server, wish, &case.workspace, out)?;
            return with_courier(arguments, &mut *courier, out);
        }
        if settles {
            settle_without_sending(arguments)?;
        }
        return outbox::shown(wish, arguments.output, Some(&mail_server::dry(&server)));
    }
    let Some(out) = out else {
        if settles {
            settle_without_sending(arguments)?;
        }
        return outbox::shown(wish, arguments.output, Some(DRY));
    };
    let mut courier = FileCourier::into(out);
    with_courier(arguments, &mut courier, Some(out))
}

/// Notes what became of messages that were uncertain, where nothing is sent in this run.
fn settle_without_sending(arguments: &SendArguments) -> Result<(), Vec<String>> {
    let (case, mut book) = opened(&arguments.wish)?;
    let known = known(Some(&book))?;
    settle(arguments, &mut book, &known, now(arguments.wish.now))?;
    drop(case);
    Ok(())
}

/// The workspace as it stands while nobody else can change it, and the book, which is begun where there is none.
fn opened(wish: &Wish) -> Result<(Case, Book), Vec<String>> {
    let look = || Case::open(&wish.folder, &Default::default()).map_err(CaseError::messages);
    // A folder that cannot be read gets no book.
    look()?;
    let path = Book::path(&wish.folder, wish.book.as_deref());
    let (book, imported) =
        Book::open_or_create(&path, &wish.folder, now(wish.now)).map_err(told)?;
    if imported.begun {
        complain(format_args!(
            "a meeting book was begun: {}. It keeps what is arranged and answered from now on, and what people were told",
            path.display()
        ));
    }
    for (before, after) in &imported.renamed {
        complain(format_args!(
            "{before} is in the book now; the file is called {after}"
        ));
    }
    let case = look()?;
    case.warnings.iter().for_each(complain);
    Ok((case, book))
}

/// What a run has done.
#[derive(Default)]
struct Done {
    /// In the order in which they went, and by which way.
    gone: Vec<(Post, String)>,
    left: Vec<Left>,
}

/// A message that is not known to have gone.
struct Left {
    id: i64,
    post: Post,
    why: String,
    fate: Fate,
}

/// Queues what is due and hands over everything that waits. `copies` is the folder for the organiser's own files.
pub(super) fn with_courier(
    arguments: &SendArguments,
    courier: &mut dyn Courier,
    copies: Option<&Path>,
) -> Result<Exit, Vec<String>> {
    let wish = &arguments.wish;
    let at = now(wish.now);
    let (case, mut book) = opened(wish)?;
    let workspace = &case.workspace;
    #[cfg(feature = "fetch")]
    let calendar = match &arguments.calendar {
        Some(id) => Some(own_calendar::source_of(&wish.folder, id)?),
        None => None,
    };
    #[cfg(not(feature = "fetch"))]
    if arguments.calendar.is_some() {
        return Err(told(
            "this program was built without asking servers; leave out --calendar",
        ));
    }
    let before = known(Some(&book))?;
    settle(arguments, &mut book, &before, at)?;
    let before = known(Some(&book))?;
    let found = outbox::find(wish, workspace, &before)?;
    queue(&mut book, &found.due, workspace, arguments, at)?;
    let waiting = known(Some(&book))?.waiting;
    let mut also = Vec::new();
    if let Some(folder) = copies {
        let sending = sending_of(wish, workspace)?;
        also = own_files(workspace, &sending, &waiting, folder)?;
    }
    let done = hand_over(&mut book, courier, waiting, at)?;
    let own_calendar: OwnCalendar;
    #[cfg(feature = "fetch")]
    {
        own_calendar = match &calendar {
            Some(source) => {
                let sending = sending_of(wish, workspace)?;
                let only = &wish.references;
                let kept =
                    own_calendar::keep(&mut book, workspace, &sending, only, &wish.folder, source)?;
                OwnCalendar {
                    text: own_calendar::as_text(&kept),
                    json: kept.iter().map(own_calendar::Kept::json).collect(),
                    is_settled: kept.iter().all(own_calendar::Kept::is_settled),
                }
            }
            None => OwnCalendar::default(),
        };
    }
    #[cfg(not(feature = "fetch"))]
    {
        own_calendar = OwnCalendar::default();
    }
    let shown = Shown {
        workspace,
        done: &done,
        copies,
        also: &also,
        notices: notices(workspace, &found),
        held: &found.held,
        unchanged: found.unchanged,
        own_calendar: &own_calendar,
    };
    let written = match arguments.output.is_json() {
        true => format!("{:#}\n", shown.json()),
        false => shown.text(),
    };
    let exit = match done.left.is_empty() && own_calendar.is_settled {
        true => Exit::Answer,
        false => Exit::Negative,
    };
    Ok(match answer(&written) {
        Exit::Answer => exit,
        other => other,
    })
}

/// Does as the user says with messages of which it was not known whether they went.
fn settle(
    arguments: &SendArguments,
    book: &mut Book,
    known: &Known,
    at: Instant,
) -> Result<(), Vec<String>> {
    let stated = arguments.again.iter().chain(&arguments.was_sent);
    let unknown: Vec<String> = stated
        .filter(|id| {
            let mut waiting = known.waiting.iter();
            !waiting.any(|one| one.id == **id && one.state == PostState::Sending)
        })
        .map(|id| {
            format!("{id} is no message of which it is not known whether it went; quorate outbox FOLDER lists those")
        })
        .collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    for id in &arguments.again {
        book.back_to_queue(*id).map_err(told)?;
    }
    for id in &arguments.was_sent {
        book.sent(*id, at, "by hand").map_err(told)?;
    }
    Ok(())
}

/// Puts what is due into the queue, a meeting at a time, so that the log of decisions has it by its meeting.
fn queue(
    book: &mut Book,
    due: &[Due],
    workspace: &Workspace,
    arguments: &SendArguments,
    at: Instant,
) -> Result<(), Vec<String>> {
    let mut by_reference: BTreeMap<&str, Vec<&Due>> = BTreeMap::new();
    for one in due {
        let reference = one.post.told.reference.as_str();
        by_reference.entry(reference).or_default().push(one);
    }
    for (reference, all) in by_reference {
        let posts: Vec<Post> = all.iter().map(|due| due.post.clone()).collect();
        let told_whom: Vec<Value> = all
            .iter()
            .map(|due| {
                let told = &due.post.told;
                json!({"contact": told.contact, "kind": due.post.kind.id(), "why": due.why.id(),
                       "date": told.recurrence, "sequence": told.sequence, "standing": told.standing.id()})
            })
            .collect();
        let of_this = workspace
            .arrangements
            .iter()
            .filter(|one| public_reference(one) == reference);
        let arranged: Vec<Value> = of_this
            .map(|one| json!([one.interval.start(), one.interval.end()]))
            .collect();
        let facts = json!({
            "program": env!("CARGO_PKG_VERSION"),
            "told": told_whom,
            "arranged": arranged,
        });
        let decision = Decision {
            at,
            who: arguments.by.clone().unwrap_or_default(),
            action: "send".to_owned(),
            reference: reference.to_owned(),
            reason: String::new(),
            facts: facts.to_string(),
        };
        book.queue(&posts, &decision).map_err(told)?;
    }
    Ok(())
}

/// Hands over what waits, in its order. What may have gone already is left to a person.
fn hand_over(
    book: &mut Book,
    courier: &mut dyn Courier,
    waiting: Vec<Waiting>,
    at: Instant,
) -> Result<Done, Vec<String>> {
    let mut done = Done::default();
    let mut stopped: Option<String> = None;
    // What comes after a message to somebody about an entry must not go before it.
    let mut behind: BTreeSet<(String, String)> = BTreeSet::new();
    for Waiting { id, state, post } in waiting {
        let entry = (post.told.uid.clone(), post.told.contact.clone());
        let left = |why: String, fate| Left {
            id,
            post: post.clone(),
            why,
            fate,
        };
        if state == PostState::Sending {
            done.left.push(left(uncertain(id), Fate::Unknown));
            behind.insert(entry);
            continue;
        }
        if let Some(why) = &stopped {
            done.left.push(left(why.clone(), Fate::NotGone));
            continue;
        }
        if behind.contains(&entry) {
            let why = "waits for the one before it to the same person".to_owned();
            done.left.push(left(why, Fate::NotGone));
            continue;
        }
        let marks = courier.repeating() == Repeating::SeenByRecipient;
        // Whatever takes its time is done before it counts as half handed over.
        let mut is_marked = false;
        let delivered = match courier.prepare(&post) {
            Ok(()) => {
                if marks {
                    book.sending(id).map_err(told)?;
                    is_marked = true;
                }
                courier.deliver(&post)
            }
            Err(unready) => Err(unready),
        };
        match delivered {
            Ok(delivered) => {
                book.sent(id, at, &delivered.how).map_err(told)?;
                done.gone.push((post, delivered.how));
            }
            Err(NotDelivered { why, fate, rest }) => {
                if is_marked && fate == Fate::NotGone {
                    book.back_to_queue(id).map_err(told)?;
                }
                if rest == Rest::Stops {
                    stopped = Some("not tried after that".to_owned());
                }
                behind.insert(entry);
                done.left.push(left(why, fate));
            }
        }
    }
    Ok(done)
}

fn uncertain(id: i64) -> String {
    format!(
        "may have gone or not, the run that sent it was broken off; look at what your mail server sent, then --was-sent {id} or \
         --again {id}"
    )
}

/// Writes the organiser's own copies and packs of the meetings of which something goes out; their names.
fn own_files(
    workspace: &Workspace,
    sending: &Sending,
    waiting: &[Waiting],
    folder: &Path,
) -> Result<Vec<String>, Vec<String>> {
    let mut held: BTreeMap<&str, bool> = BTreeMap::new();
    for one in waiting {
        let is_held = one.post.told.standing == ToldStanding::Held;
        *held.entry(&one.post.told.reference).or_default() |= is_held;
    }
    let mut names = FolderNames::keeping(&[MAIL_FOLDER, CALENDAR_FOLDER, LETTER_FOLDER, PACKS]);
    let mut all: BTreeMap<&str, Vec<&Arranged>> = BTreeMap::new();
    for one in &workspace.arrangements {
        all.entry(public_reference(one)).or_default().push(one);
    }
    let mut composed: Vec<(String, Invitations)> = Vec::new();
    for (reference, meetings) in all {
        let name = names.name(reference);
        let Some(is_held) = held.get(reference) else {
            continue;
        };
        let sending = Sending {
            firmness: match is_held {
                true => Firmness::Hold,
                false => Firmness::Confirmed,
            },
            ..sending.clone()
        };
        let spec = spec_of(workspace, reference);
        match meetings.as_slice() {
            [one] if one.series.is_none() => {
                let invitations = invitations(workspace, one, spec, &sending);
                composed.push((name, invitations));
            }
            _ => {
                let meetings = workspace.series(reference);
                let rounds = series_invitations(workspace, &meetings, spec, &sending);
                composed.extend(rounds.into_iter().map(|round| {
                    let name = match round.label {
                        None => name.clone(),
                        Some(label) => format!("{name}-{label}"),
                    };
                    (name, round.invitations)
                }));
            }
        }
    }
    if composed.is_empty() {
        return Ok(Vec::new());
    }
    let merge = merge_table(composed.iter().map(|(_, one)| one));
    let mut files: Vec<(String, &[u8])> = Vec::new();
    for (name, one) in &composed {
        if !one.organizer_copy.is_empty() {
            files.push((format!("{name}/{ORGANIZER_COPY}"), &one.organizer_copy));
        }
        files.push((format!("{PACKS}/{name}/{PACK_TEXT}"), &one.pack.text));
        files.push((format!("{PACKS}/{name}/{PACK_ENTRY}"), &one.pack.entry));
    }
    files.push((format!("{PACKS}/{MERGE}"), merge.as_bytes()));
    let borrowed: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), *bytes))
        .collect();
    write_folder(folder, &borrowed, Existing::Replace).map_err(told)?;
    let copies = files.into_iter().map(|(name, _)| name);
    Ok(copies
        .filter(|name| name.ends_with(ORGANIZER_COPY))
        .collect())
}

fn public_reference(one: &Arranged) -> &str {
    one.series
        .as_ref()
        .map_or(&one.reference, |place| &place.reference)
}

/// What is said at the end.
struct Shown<'a> {
    workspace: &'a Workspace,
    done: &'a Done,
    copies: Option<&'a Path>,
    also: &'a [String],
    notices: Vec<String>,
    held: &'a [String],
    unchanged: usize,
    own_calendar: &'a OwnCalendar,
}

/// What became of the organiser's own calendar.
struct OwnCalendar {
    text: String,
    json: Vec<Value>,
    is_settled: bool,
}

impl Default for OwnCalendar {
    fn default() -> OwnCalendar {
        OwnCalendar {
            text: String::new(),
            json: Vec::new(),
            is_settled: true,
        }
    }
}

impl Shown<'_> {
    fn name_of(&self, post: &Post) -> String {
        let id = &post.told.contact;
        let mut contacts = self.workspace.contacts.iter();
        let known = contacts.find(|contact| contact.id == *id);
        known.map_or_else(|| id.clone(), |contact| contact.name.clone())
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (post, _) in &self.done.gone {
            let way = match post.mail.is_empty() {
                true => "letter",
                false => &post.told.address,
            };
            let files = FileCourier::files(post);
            let file = files.first().map_or("", |(name, _)| name);
            text.push_str(&format!(
                "  {}: {} to {} ({way})  {file}\n",
                post.told.reference,
                post.kind.id(),
                self.name_of(post),
            ));
        }
        let mails = self
            .done
            .gone
            .iter()
            .filter(|(post, _)| !post.mail.is_empty());
        let mails = mails.count();
        let letters = self.done.gone.len() - mails;
        let by_server = self.done.gone.iter().any(|(_, how)| how == "smtp");
        let place = match self.copies {
            Some(folder) if by_server => {
                format!(
                    "sent, your own files and letters written to {}",
                    folder.display()
                )
            }
            Some(folder) => format!("written to {}", folder.display()),
            None => "sent".to_owned(),
        };
        text.push_str(&match (mails, letters) {
            (0, 0) if self.done.left.is_empty() => {
                format!(
                    "Nothing was to be sent; {} told hold as they are.\n",
                    self.unchanged
                )
            }
            _ => format!(
                "{} and {} {place}.\n",
                counted(mails, "mail"),
                counted(letters, "letter")
            ),
        });
        if letters > 0 {
            text.push_str("Letters have no address to go to: post them, or ring.\n");
        }
        for name in self.also {
            text.push_str(&format!("For your own diary: {name}\n"));
        }
        text.push_str(&self.own_calendar.text);
        if !self.done.left.is_empty() {
            text.push_str("\nNot known to have gone:\n");
        }
        for left in &self.done.left {
            text.push_str(&format!(
                "  {} {}: {} to {}: {}\n",
                left.id,
                left.post.told.reference,
                left.post.kind.id(),
                self.name_of(&left.post),
                left.why
            ));
        }
        if !self.held.is_empty() {
            text.push_str(&format!(
                "Held till settled: {}. To say that a meeting takes place, name it with --ref.\n",
                self.held.join(", ")
            ));
        }
        for notice in &self.notices {
            text.push_str(&format!("* {notice}\n"));
        }
        text
    }

    fn json(&self) -> Value {
        let gone = self.done.gone.iter().map(|(post, how)| {
            let mut value = post_json(post);
            value["how"] = how.as_str().into();
            if self.copies.is_some() {
                let files = FileCourier::files(post).into_iter();
                value["files"] = files.map(|(name, _)| Value::from(name)).collect();
            }
            value
        });
        let left = self.done.left.iter().map(|left| {
            let mut value = post_json(&left.post);
            value["id"] = left.id.into();
            value["state"] = match left.fate {
                Fate::NotGone => "queued",
                Fate::Unknown => "uncertain",
            }
            .into();
            value["why"] = left.why.as_str().into();
            value
        });
        json!({
            "format": "quorate-sent/1",
            "sent": gone.collect::<Vec<_>>(),
            "left": left.collect::<Vec<_>>(),
            "own": self.also,
            "calendar": self.own_calendar.json,
            "unchanged": self.unchanged,
            "held": self.held,
            "notices": self.notices,
        })
    }
}

fn counted(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        n => format!("{n} {noun}s"),
    }
}
