//! `quorate replies`: answers that came back, by mail, by a pasted list or by telephone, into the book.

use super::case::{Case, CaseError};
use super::{Exit, Output, answer, complain, ended, instant, moment, now};
use crate::edge::book::{Access, Book, BookError};
use crate::edge::inbox::Inbox;
use crate::input::ReadOptions;
use crate::model::{Response, Unmatched, Workspace};
use crate::reply::read::{LARGEST_MAIL, Setting, Typed, TypedAnswer, read_table};
use crate::reply::{AsRead, Judged, Mailbox, Register, Why, judge_all};
use crate::report::replies::{self as words, ReplyList, number};
use crate::time::{Instant, Interval, Zone};
use clap::Args;
use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate replies case/ inbox/
  quorate replies case/ answers.mbox \"Accepted CP-2041.eml\" reply.ics
  quorate replies case/ - --ref CP-2041 < pasted-list.txt
  quorate replies case/ --who st-marks --ref CP-2041 --decline --how phone --by \"P. Lacey\"
  quorate replies case/ --who gp-surgery --ref CP-2041 --propose \"8/12/2026 14:00\" 15:30
  quorate replies case/ --list
  quorate replies case/ --done 00f3a2b15c6d7e88

Mails (.eml, mbox), calendar files (.ics) and folders of them are read as they are and left where they are; of their texts nothing is
kept. A list of answers is what Outlook copies from Tracking: columns Name and Response; --ref says which meeting it is about.
What cannot be applied waits for a person, with what to do about it; see docs/replies.md.
Exit code: 0 all applied or known; 1 something waits for a person; 2 bad input or use.")]
pub(super) struct RepliesArguments {
    /// The workspace
    folder: PathBuf,
    /// Mails, calendar files, lists of answers, folders of them; - reads what is pasted
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The meeting that a list of answers, or a typed one, is about; REF#2 is the second date of a series
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    /// Type an answer: the id of the contact who gave it
    #[arg(long, value_name = "ID")]
    who: Option<String>,
    /// They come
    #[arg(long, requires = "who", group = "typed")]
    accept: bool,
    /// They come perhaps
    #[arg(long, requires = "who", group = "typed")]
    tentative: bool,
    /// They do not come
    #[arg(long, requires = "who", group = "typed")]
    decline: bool,
    /// They propose another time: date and time, and date and time or time of the same day, in the workspace's zone
    #[arg(long, requires = "who", group = "typed", num_args = 2, value_names = ["FROM", "TO"])]
    propose: Vec<String>,
    /// They send this contact instead
    #[arg(long, requires = "who", group = "typed", value_name = "ID")]
    delegate: Option<String>,
    /// By which means a typed answer was given: phone
    #[arg(long, value_name = "MEANS", requires = "who")]
    how: Option<String>,
    /// Who took a typed answer
    #[arg(long, value_name = "NAME", requires = "who")]
    by: Option<String>,
    /// Show what waits for a person
    #[arg(long, conflicts_with_all = ["files", "who"])]
    list: bool,
    /// Note that an answer that waited is dealt with
    #[arg(long, value_name = "NUMBER", num_args = 1.., conflicts_with_all = ["files", "who", "list"])]
    done: Vec<String>,
    /// Another address from which invitations go out, beside the organizer of the workspace
    #[arg(long, value_name = "ADDRESS")]
    organizer: Vec<String>,
    /// The book, where it does not lie in the workspace
    #[arg(long, value_name = "PATH")]
    book: Option<PathBuf>,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &RepliesArguments) -> Exit {
    ended(answered(arguments))
}

fn answered(arguments: &RepliesArguments) -> Result<Exit, Vec<String>> {
    let shown = arguments.folder.display().to_string();
    let path = Book::path(&arguments.folder, arguments.book.as_deref());
    let access = match arguments.list {
        true => Access::Read,
        false => Access::Write,
    };
    // Its place is held from here on, so that what is read of it stays true until the answers are written.
    let book = Book::open(&path, access).map_err(|error| vec![error.to_string()])?;
    let case = Case::open(&arguments.folder, &ReadOptions::default());
    let case = case.map_err(CaseError::messages)?;
    case.warnings.iter().for_each(complain);
    let missing = || vec![words::no_book(&path.display().to_string(), &shown)];
    let mut book = book.ok_or_else(missing)?;
    let told = |error: BookError| vec![error.to_string()];
    if arguments.list {
        let waiting = book.unmatched().map_err(told)?;
        return Ok(listed(arguments, &waiting, &case.workspace, &shown));
    }
    if !arguments.done.is_empty() {
        return settle(arguments, &mut book);
    }
    let rows = book.told().map_err(told)?;
    let heard = book.heard().map_err(told)?;
    let organizers = organizers(&arguments.organizer)?;
    let at = now(arguments.now);
    let mut register = Register::new(&case.workspace, &rows, &heard, &organizers, at);
    let (answers, passed_over) = match &arguments.who {
        Some(who) => (vec![typed(arguments, who, &case, &register, at)?], 0),
        None => read(arguments, &case, &register, at)?,
    };
    let judged = judge_all(&mut register, &answers);
    if arguments.who.is_some()
        && let Some(refused) = judged.waiting.first()
        && let Some(why) = Why::parse(&refused.why)
    {
        // Whoever types it is there to be told; nothing has to wait.
        return Err(vec![words::not_told(why)]);
    }
    let Judged {
        applied,
        known,
        ours,
        waiting,
    } = judged;
    let new: Vec<_> = applied.iter().map(|(heard, _)| heard.clone()).collect();
    book.hear(&new, &waiting).map_err(told)?;
    // What somebody has settled in an earlier run waits no more.
    let open = book.unmatched().map_err(told)?;
    let open: BTreeSet<u64> = open.iter().map(|one| one.digest).collect();
    let found = waiting.len();
    let waiting: Vec<Unmatched> = waiting
        .into_iter()
        .filter(|one| open.contains(&one.digest))
        .collect();
    let list = ReplyList {
        workspace: &case.workspace,
        applied: &applied,
        known: known + found - waiting.len(),
        ours,
        passed_over,
        waiting: &waiting,
    };
    let written = match arguments.output.is_json() {
        true => answer(&format!("{:#}\n", words::json(&list))),
        false => answer(&words::text(&list, &shown)),
    };
    Ok(ends(written, waiting.is_empty()))
}

/// A negative answer where something waits.
fn ends(written: Exit, is_all_done: bool) -> Exit {
    match (written, is_all_done) {
        (Exit::Answer, false) => Exit::Negative,
        (exit, _) => exit,
    }
}

fn listed(
    arguments: &RepliesArguments,
    waiting: &[Unmatched],
    workspace: &Workspace,
    shown: &str,
) -> Exit {
    let written = match arguments.output.is_json() {
        true => answer(&format!("{:#}\n", words::waiting_json(waiting))),
        false => answer(&words::waiting_text(waiting, workspace, shown)),
    };
    ends(written, waiting.is_empty())
}

/// Notes what is dealt with: all that are named, or none.
fn settle(arguments: &RepliesArguments, book: &mut Book) -> Result<Exit, Vec<String>> {
    let told = |error: BookError| vec![error.to_string()];
    let waiting = book.unmatched().map_err(told)?;
    let (mut digests, mut faults) = (BTreeSet::new(), Vec::new());
    for text in &arguments.done {
        match u64::from_str_radix(text.trim(), 16) {
            Err(_) => faults.push(words::bad_number(text)),
            Ok(digest) if !waiting.iter().any(|one| one.digest == digest) => {
                faults.push(words::no_such_number(&number(digest)));
            }
            Ok(digest) => {
                digests.insert(digest);
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    for digest in &digests {
        book.settle_unmatched(*digest).map_err(told)?;
    }
    let settled: Vec<String> = digests.iter().map(|digest| number(*digest)).collect();
    Ok(match arguments.output.is_json() {
        true => {
            let value = serde_json::json!({ "format": "quorate-replies/1", "settled": settled });
            answer(&format!("{value:#}\n"))
        }
        false => answer(&format!("{}\n", words::settled(settled.len()))),
    })
}

fn organizers(stated: &[String]) -> Result<Vec<Mailbox>, Vec<String>> {
    let (mut boxes, mut faults) = (Vec::new(), Vec::new());
    for text in stated {
        match Mailbox::parse(text) {
            Some(mailbox) => boxes.push(mailbox),
            None => faults.push(words::bad_organizer()),
        }
    }
    match faults.is_empty() {
        true => Ok(boxes),
        false => Err(faults),
    }
}

/// The one that is typed.
fn typed(
    arguments: &RepliesArguments,
    who: &str,
    case: &Case,
    register: &Register,
    at: Instant,
) -> Result<AsRead, Vec<String>> {
    let mut faults = Vec::new();
    if !arguments.files.is_empty() {
        faults.push(words::both_typed_and_read().to_owned());
    }
    let contacts = &case.workspace.contacts;
    let mut contact = |flag: &str, id: &str| {
        let found = contacts.iter().find(|one| one.id.eq_ignore_ascii_case(id));
        if found.is_none() {
            faults.push(words::unknown_contact(flag, id));
        }
        found.map(|one| one.id.clone())
    };
    let who = contact("--who", who);
    let delegate = arguments.delegate.as_deref();
    let delegate = delegate.map(|id| contact("--delegate", id));
    let reference = stated_reference(arguments, register, &mut faults);
    if arguments.reference.is_none() {
        faults.push(words::typed_needs("the meeting"));
    }
    let says = if arguments.accept {
        Some(TypedAnswer::Response(Response::Accepted))
    } else if arguments.tentative {
        Some(TypedAnswer::Response(Response::Tentative))
    } else if arguments.decline {
        Some(TypedAnswer::Response(Response::Declined))
    } else if let Some(delegate) = delegate {
        Some(TypedAnswer::Response(Response::Delegated(delegate)))
    } else if let [from, to] = arguments.propose.as_slice() {
        proposed(from, to, &case.default_zone())
            .map(TypedAnswer::Proposal)
            .map_err(|fault| faults.push(fault))
            .ok()
    } else {
        faults.push(words::typed_needs("what was said"));
        None
    };
    let (Some(who), Some(reference), Some(says), true) = (who, reference, says, faults.is_empty())
    else {
        return Err(faults);
    };
    let (reference, recurrence) = register.series_of(&reference);
    let source = [arguments.how.as_deref(), arguments.by.as_deref()];
    let source: Vec<&str> = source.into_iter().flatten().collect();
    let typed = Typed {
        who,
        reference,
        recurrence,
        says,
        source: source.join(", "),
        now: at,
    };
    Ok(typed.read())
}

/// The reference that is stated, in the spelling of the tables.
fn stated_reference(
    arguments: &RepliesArguments,
    register: &Register,
    faults: &mut Vec<String>,
) -> Option<String> {
    let stated = arguments.reference.as_deref()?;
    let found = register.references().known(stated);
    if found.is_none() {
        faults.push(crate::report::words_en::unknown_meeting(stated, &[]));
    }
    found.map(str::to_owned)
}

/// A time as it is typed; its end may be an hour of the same day.
fn proposed(from: &str, to: &str, zone: &Zone) -> Result<Interval, String> {
    let fault = |flag: &str, text: &str, fault: crate::input::FaultKind| {
        format!("--propose {flag} `{text}`: {fault}")
    };
    let start = moment(from, zone).map_err(|kind| fault("FROM", from, kind))?;
    let end = match moment(to, zone) {
        Ok(end) => end,
        Err(kind) => {
            let same_day = zone.local(start).date();
            let whole = format!("{same_day} {}", to.trim());
            moment(&whole, zone).map_err(|_| fault("TO", to, kind))?
        }
    };
    Interval::new(start, end).ok_or_else(|| words::ends_before(from, to))
}

/// What files, folders and pasted text hold.
fn read(
    arguments: &RepliesArguments,
    case: &Case,
    register: &Register,
    at: Instant,
) -> Result<(Vec<AsRead>, usize), Vec<String>> {
    if arguments.files.is_empty() {
        return Err(vec![words::nothing_to_read().to_owned()]);
    }
    let zone = case.default_zone();
    let setting = Setting {
        zone: &zone,
        references: register.references(),
    };
    let mut inbox = Inbox::default();
    let mut faults = Vec::new();
    let is_pasted = |path: &PathBuf| path.as_os_str() == "-";
    let paths: Vec<PathBuf> = arguments
        .files
        .iter()
        .filter(|path| !is_pasted(path))
        .cloned()
        .collect();
    if arguments.files.iter().any(is_pasted) {
        let mut bytes = Vec::new();
        let most = LARGEST_MAIL as u64 + 1;
        match io::stdin().lock().take(most).read_to_end(&mut bytes) {
            Ok(_) if !inbox.add(words::PASTED, &bytes, setting) => {
                faults.push(words::pasted_is_nothing().to_owned());
            }
            Ok(_) => {}
            Err(error) => faults.push(format!("{}: {error}", words::PASTED)),
        }
    }
    if let Err(more) = inbox.add_paths(&paths, setting) {
        faults.extend(more);
    }
    let reference = stated_reference(arguments, register, &mut faults);
    let mut answers = inbox.answers;
    for (name, bytes) in &inbox.tables {
        match (&reference, &arguments.reference) {
            (Some(reference), _) => match read_table(name, bytes, reference, at) {
                Ok(rows) => answers.extend(rows),
                Err(fault) => faults.push(words::table_fault(name, fault)),
            },
            (None, None) => faults.push(words::table_needs_ref(name)),
            // That nothing has this reference was said.
            (None, Some(_)) => {}
        }
    }
    match faults.is_empty() {
        true => Ok((answers, inbox.passed_over)),
        false => Err(faults),
    }
}
