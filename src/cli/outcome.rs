//! `quorate outcome`: how a meeting went, written down for those that follow it.

use super::case::{Case, CaseError};
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::edge::book::{Book, BookError};
use crate::model::{Arranged, Decision, Outcome, Went};
use crate::report::watch::{begun, not_arranged, outcome_kept, still_to_come, wants_text};
use crate::report::words_en as words;
use crate::time::Instant;
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate outcome case/ --ref CP-2041 --held --by \"P. Lacey\"
  quorate outcome case/ --ref CP-2041 --inquorate --by \"P. Lacey\"

quorate watch flags a second inquorate meeting in a row of the same case, and what follows a meeting that was not held.")]
pub(super) struct OutcomeArguments {
    /// The workspace
    folder: PathBuf,
    /// The arranged meeting, or one date of a series (SCH-7#3)
    #[arg(long = "ref", value_name = "REF")]
    reference: String,
    #[command(flatten)]
    went: WentArguments,
    /// Who writes it down
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Where the book lies, if not in the workspace
    #[arg(long, value_name = "FILE")]
    book: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct WentArguments {
    /// It was held, quorate or with a waiver
    #[arg(long)]
    held: bool,
    /// It was held, or broken off, without a quorum
    #[arg(long)]
    inquorate: bool,
    /// It was not held
    #[arg(long)]
    not_held: bool,
}

impl WentArguments {
    fn went(&self) -> Went {
        match (self.held, self.inquorate) {
            (true, _) => Went::Held,
            (false, true) => Went::Inquorate,
            (false, false) => Went::NotHeld,
        }
    }
}

pub(super) fn run(arguments: &OutcomeArguments) -> Exit {
    ended(answered(arguments))
}

fn answered(arguments: &OutcomeArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let went = arguments.went.went();
    let mut faults = Vec::new();
    if arguments.by.trim().is_empty() {
        faults.push(wants_text("--by"));
    }
    let case = Case::open(&arguments.folder, &Default::default()).map_err(CaseError::messages)?;
    case.warnings.iter().for_each(complain);
    let meeting = arranged(&case, &arguments.reference);
    if let Err(fault) = &meeting {
        faults.push(fault.clone());
    }
    if let Ok(meeting) = &meeting
        && meeting.interval.start() > now
    {
        let when = words::when(meeting.interval, &case.zone_of(meeting));
        faults.push(still_to_come(&meeting.reference, &when));
    }
    let (Ok(meeting), true) = (meeting, faults.is_empty()) else {
        return Err(faults);
    };
    let start = meeting.interval.start();
    let outcome = Outcome {
        reference: meeting.reference.clone(),
        start,
        went,
        at: now,
        by: arguments.by.trim().to_owned(),
    };
    let decision = Decision {
        at: now,
        who: outcome.by.clone(),
        action: "outcome".to_owned(),
        reference: outcome.reference.clone(),
        reason: String::new(),
        facts: json!({ "start": start, "went": went.id() }).to_string(),
    };
    Keeper::open(&case, arguments.book.as_deref(), now)?
        .keep(|book| book.outcome(&outcome, &decision))?;
    let when = words::when(meeting.interval, &case.zone_of(meeting));
    Ok(answer(&match arguments.output.is_json() {
        true => format!(
            "{}\n",
            json!({
                "format": "quorate-outcome/1",
                "ref": outcome.reference,
                "start": start,
                "went": went.id(),
            })
        ),
        false => format!("{}\n", outcome_kept(&outcome.reference, &when, went)),
    }))
}

/// The one arranged meeting that a reference means; a series is asked for by its dates.
pub(super) fn arranged<'c>(case: &'c Case, reference: &str) -> Result<&'c Arranged, String> {
    let workspace = &case.workspace;
    let dates = workspace.series(reference);
    let known = match dates.is_empty() {
        true => workspace.arrangements.iter().collect(),
        false => dates,
    };
    let known: Vec<String> = known.iter().map(|one| one.reference.clone()).collect();
    let found = workspace.arranged(reference);
    found.ok_or_else(|| not_arranged(reference, &known))
}

/// The book, begun where there is none: it takes over what the folder's files say.
pub(super) struct Keeper {
    book: Book,
}

impl Keeper {
    pub(super) fn open(
        case: &Case,
        stated: Option<&Path>,
        now: Instant,
    ) -> Result<Keeper, Vec<String>> {
        let path = Book::path(&case.folder, stated);
        let opened = Book::open_or_create(&path, &case.folder, now);
        let (book, imported) = opened.map_err(|error| vec![error.to_string()])?;
        if imported.begun {
            let renamed = imported.renamed.iter();
            let renamed: Vec<String> = renamed.map(|(from, to)| format!("{from} → {to}")).collect();
            complain(begun(&path.display().to_string(), &renamed));
        }
        Ok(Keeper { book })
    }

    pub(super) fn keep(
        mut self,
        write: impl FnOnce(&mut Book) -> Result<(), BookError>,
    ) -> Result<(), Vec<String>> {
        write(&mut self.book).map_err(|error| vec![error.to_string()])
    }
}
