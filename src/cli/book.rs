//! `quorate book`: begin, show, log, export and purge the meeting book of a folder.

use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::edge::book::{Access, Book, BookError, Purge};
use crate::edge::outbox::{Existing, OutboxError, write_folder};
use crate::edge::read_folder;
use crate::input::{
    AnswerText, ReadOptions, answer_rows, answers_csv, csv_line, parse_date, read_workspace,
};
use crate::model::Decision;
use crate::report::book::{self as report, Begun, BookNumbers, Exported, Log};
use crate::time::Instant;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[derive(Subcommand)]
#[command(after_help = "\
Examples:
  quorate book begin case/
  quorate book log case/ --ref CP-2041
  quorate book export case/ -o kept/
  quorate book purge case/ --before 1/1/2026 --by \"P. Lacey\"")]
pub(super) enum BookVerb {
    /// Begin the book of a folder: it takes over what is arranged and answered
    Begin(BeginArguments),
    /// What the book holds, in numbers
    Show(ShowArguments),
    /// What was decided, by whom, and on what it rested
    Log(LogArguments),
    /// Write all that the book holds as tables
    Export(ExportArguments),
    /// Remove for good what is over, or all about one meeting
    Purge(PurgeArguments),
}

/// Which book.
#[derive(Args)]
pub(super) struct Where {
    /// The workspace
    folder: PathBuf,
    /// The book, where it is not the one that the folder has
    #[arg(long, value_name = "PATH")]
    book: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct BeginArguments {
    #[command(flatten)]
    place: Where,
    /// Who begins it: noted in it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

#[derive(Args)]
pub(super) struct ShowArguments {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    output: Output,
}

#[derive(Args)]
pub(super) struct LogArguments {
    #[command(flatten)]
    place: Where,
    /// Only what is about this meeting or series
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    #[command(flatten)]
    output: Output,
}

#[derive(Args)]
pub(super) struct ExportArguments {
    #[command(flatten)]
    place: Where,
    /// A new folder for the files
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    output: Output,
}

#[derive(Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["before", "reference"]))]
pub(super) struct PurgeArguments {
    #[command(flatten)]
    place: Where,
    /// Everything about meetings that ended before this day
    #[arg(long, value_name = "DATE")]
    before: Option<String>,
    /// Everything about this meeting or series
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    /// Who removes it: noted in the book
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

pub(super) fn run(verb: &BookVerb) -> Exit {
    ended(match verb {
        BookVerb::Begin(arguments) => begin(arguments),
        BookVerb::Show(arguments) => show(arguments),
        BookVerb::Log(arguments) => log(arguments),
        BookVerb::Export(arguments) => export(arguments),
        BookVerb::Purge(arguments) => purge(arguments),
    })
}

fn told(error: BookError) -> Vec<String> {
    vec![error.to_string()]
}

impl Where {
    fn path(&self) -> PathBuf {
        Book::path(&self.folder, self.book.as_deref())
    }

    fn open(&self, access: Access) -> Result<Book, Vec<String>> {
        let path = self.path();
        let book = Book::open(&path, access).map_err(told)?;
        book.ok_or_else(|| vec![report::no_book(&path.display().to_string())])
    }
}

fn begin(arguments: &BeginArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let folder = &arguments.place.folder;
    // What is at fault is told before it lies where it cannot be put right.
    let files = read_folder(folder).map_err(|error| vec![error.to_string()])?;
    let (_, warnings) = read_workspace(&files, &ReadOptions::default())
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    warnings.iter().for_each(complain);
    let path = arguments.place.path();
    let (mut book, imported) = Book::open_or_create(&path, folder, now).map_err(told)?;
    if imported.begun {
        let facts = json!({"arrangements": imported.arrangements, "answers": imported.answers});
        let decision = Decision {
            at: now,
            who: arguments.by.clone().unwrap_or_default(),
            action: "begin".to_owned(),
            reference: String::new(),
            reason: String::new(),
            facts: facts.to_string(),
        };
        book.decide(&decision).map_err(told)?;
    }
    let begun = Begun {
        path: &book.file().display().to_string(),
        is_new: imported.begun,
        arrangements: imported.arrangements,
        answers: imported.answers,
        renamed: &imported.renamed,
    };
    Ok(answer(&match arguments.output.is_json() {
        true => report::begun_json(&begun),
        false => report::begun(&begun),
    }))
}

fn show(arguments: &ShowArguments) -> Result<Exit, Vec<String>> {
    let book = arguments.place.open(Access::Read)?;
    let summary = book.summary().map_err(told)?;
    let numbers = BookNumbers {
        path: &book.file().display().to_string(),
        begun_at: summary.begun_at,
        size: summary.size,
        version: summary.version,
        counts: &summary.counts,
    };
    Ok(answer(&match arguments.output.is_json() {
        true => report::shown_json(&numbers),
        false => report::shown(&numbers),
    }))
}

fn log(arguments: &LogArguments) -> Result<Exit, Vec<String>> {
    let book = arguments.place.open(Access::Read)?;
    let mut decisions = book.decisions().map_err(told)?;
    let mut gone = book.decisions_gone().map_err(told)?;
    if let Some(reference) = &arguments.reference {
        let wanted = Book::group(reference);
        decisions.retain(|one| {
            one.reference.eq_ignore_ascii_case(reference) || Book::group(&one.reference) == wanted
        });
        gone.clear();
    }
    let log = Log {
        decisions: &decisions,
        gone: &gone,
    };
    Ok(answer(&match arguments.output.is_json() {
        true => report::log_json(&log),
        false => report::log(&log),
    }))
}

fn export(arguments: &ExportArguments) -> Result<Exit, Vec<String>> {
    let book = arguments.place.open(Access::Read)?;
    let read = || -> Result<_, BookError> {
        let exported = Exported {
            told: book.told()?,
            heard: book.heard()?,
            unmatched: book.unmatched()?,
            waivers: book.waivers()?,
            outcomes: book.outcomes()?,
            decisions: book.decisions()?,
        };
        Ok((exported, book.arrangements_file()?, book.answers()?))
    };
    let (exported, arrangements, answers) = read().map_err(told)?;
    let line = |cells: &[String]| csv_line(cells.iter().map(String::as_str), ',');
    let mut files = vec![
        ("arrangements.json", pretty(arrangements)),
        ("answers.csv", answers_csv(&answers)),
    ];
    files.extend(report::export(&exported, line));
    let contents: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (*name, bytes.as_slice()))
        .collect();
    let folder = arguments.out.display().to_string();
    write_folder(&arguments.out, &contents, Existing::Refuse).map_err(|error| match error {
        OutboxError::Occupied(_) => vec![report::export_not_empty(&folder)],
        other => vec![other.to_string()],
    })?;
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    Ok(answer(&match arguments.output.is_json() {
        true => format!(
            "{}\n",
            json!({"format": "quorate-book-exported/1", "folder": folder, "files": names})
        ),
        false => report::exported(&folder, names.len()),
    }))
}

/// The arrangements as `arrangements.json` always was: a key a line.
fn pretty(arrangements: Option<Vec<u8>>) -> Vec<u8> {
    let empty = || json!({"format": crate::input::PLAN_FORMAT, "meetings": [], "unplaced": []});
    let value: Option<Value> = arrangements.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let value = value.unwrap_or_else(empty);
    let mut text = format!("{value:#}");
    text.push('\n');
    text.into_bytes()
}

fn purge(arguments: &PurgeArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let mut book = arguments.place.open(Access::Write)?;
    book.finish_import(&arguments.place.folder).map_err(told)?;
    let what = match (&arguments.before, &arguments.reference) {
        (Some(day), _) => {
            let day = parse_date(day).map_err(|fault| vec![format!("--before: {fault}")])?;
            if day > now.utc().date() {
                return Err(vec![report::purge_of_future().to_owned()]);
            }
            Purge::Before(day)
        }
        (None, Some(reference)) => about(&book, reference, now)?,
        (None, None) => return Err(vec!["--before or --ref is wanting".to_owned()]),
    };
    let by = arguments.by.as_deref().unwrap_or_default();
    let table = answers_table(&arguments.place.folder)?;
    let purged = book.purge(&what, &table, by, now).map_err(told)?;
    let path = book.file().display().to_string();
    let counts = purged.counts();
    let still = imported(&arguments.place.folder);
    if !still.is_empty() {
        complain(report::imported_still_there(&still));
    }
    Ok(answer(&match arguments.output.is_json() {
        true => report::purged_json(&path, &counts),
        false => report::purged(&path, &counts),
    }))
}

/// Everything about a meeting, unless it is still to come or is only a date of a series.
fn about(book: &Book, reference: &str, now: Instant) -> Result<Purge, Vec<String>> {
    let wanted = Book::group(reference);
    let arranged = book.arrangements().map_err(told)?;
    let mut own = arranged
        .iter()
        .filter(|row| Book::group(&row.reference) == wanted);
    if wanted != reference.to_lowercase() {
        let series = reference.rsplit_once('#').map_or("", |(series, _)| series);
        return Err(vec![report::purge_of_date(reference, series)]);
    }
    match own.any(|row| row.end > now) {
        true => Err(vec![report::purge_of_coming(reference)]),
        false => Ok(Purge::Reference(reference.to_owned())),
    }
}

/// The rows of the answers table that lies in the folder.
fn answers_table(folder: &Path) -> Result<Vec<AnswerText>, Vec<String>> {
    let files = read_folder(folder).map_err(|error| vec![error.to_string()])?;
    for name in ["answers.csv", "answers.toml"] {
        if let Some(bytes) = files.tables.get(name) {
            return answer_rows(name, bytes)
                .map_err(|faults| faults.iter().map(ToString::to_string).collect());
        }
    }
    Ok(Vec::new())
}

/// The files in the folder from which the book was begun.
fn imported(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names
        .filter(|name| {
            name.starts_with("arrangements.imported") || name.starts_with("answers.imported")
        })
        .collect();
    names.sort_unstable();
    names
}
