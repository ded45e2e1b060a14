//! `quorate poll`: forms for those whose answers decide something about the best times of a meeting.

use super::case::Case;
use super::{Exit, Output, answer, ended, find::verified, instant, moment, now};
use crate::edge::outbox::{Existing, write_folder};
use crate::input::{csv_line, form_mark, parse_date};
use crate::model::{Found, Slot, State};
use crate::prepare::Prepared;
use crate::report::poll::{MOST_LINES, Poll, SHEET, SHEET_COLUMNS, json, page, sheet, text, told};
use crate::report::words_en as words;
use crate::solve::{FindOptions, asks, find};
use crate::time::{Instant, Zone};
use chrono::NaiveDate;
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate poll case/ --ref CP-2041 -o forms/
  quorate poll case/ --ref CP-2041 --slots 5 --reply-by 27/11/2026 -o forms/
  quorate poll case/ --ref CP-2041 --slot \"8/12/2026 10:00\" --slot \"10/12/2026 11:15\" -o forms/
  quorate answer case/ --form forms/st-marks.txt --by \"P. Lacey\"

Asked are those whose answer decides something at one of these times, and nobody else. Each gets a text for a mail and a page to
print, both about their own times only; poll.csv gathers all answers. quorate answer --form reads any of them back.")]
pub(super) struct PollArguments {
    /// The workspace
    folder: PathBuf,
    /// The meeting; needed where several are still to be arranged
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    /// How many of the best times to ask about
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=MOST_LINES as i64))]
    slots: u8,
    /// Ask about this start, an instant or a local date and time; may be given several times
    #[arg(long = "slot", value_name = "INSTANT", conflicts_with = "slots")]
    starts: Vec<String>,
    /// Folder for the forms; made if it is missing
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// The day by which answers are asked for
    #[arg(long, value_name = "DATE")]
    reply_by: Option<String>,
    /// Replace the forms of an earlier run
    #[arg(long)]
    force: bool,
    /// Ask no server: use what is kept of feeds, with its age
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

pub(super) fn run(arguments: &PollArguments) -> Exit {
    ended(polled(arguments))
}

fn polled(arguments: &PollArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let case = Case::open_to_read(&arguments.folder, arguments.offline)?;
    let Some(meeting) = case.meeting(arguments.reference.as_deref(), false)? else {
        return Err(vec![words::poll_needs_table().to_owned()]);
    };
    let feeds = case.read_feeds(&meeting, now);
    let prepared = case.prepare(&meeting, &feeds, now)?;
    let zone = &prepared.problem.zone;
    let reply_by = reply_by(arguments, zone, now)?;
    let named = starts(arguments, zone)?;
    let found = find(
        &prepared.problem,
        &FindOptions {
            all: !named.is_empty(),
            shown: usize::from(arguments.slots),
        },
    );
    if !verified(&prepared, &found) {
        return Ok(Exit::Internal);
    }
    let slots = chosen(&prepared, &found, &named)?;
    let asks: Vec<_> = slots
        .iter()
        .map(|slot| asks(&prepared.problem, slot))
        .collect();
    let poll = Poll::new(
        &case.workspace,
        &meeting,
        &prepared,
        &slots,
        &asks,
        reply_by,
    );
    let left_over = write(arguments, &poll)?;
    let shown = match arguments.output.is_json() {
        true => json(&poll, &left_over),
        false => {
            let folder = arguments.out.display().to_string();
            told(
                &poll,
                &folder,
                &case.folder.display().to_string(),
                &left_over,
            )
        }
    };
    Ok(match answer(&shown) {
        Exit::Answer if !poll.in_time() => Exit::Negative,
        exit => exit,
    })
}

/// The day of `--reply-by`, which must not be past.
fn reply_by(
    arguments: &PollArguments,
    zone: &Zone,
    now: Instant,
) -> Result<Option<NaiveDate>, Vec<String>> {
    let Some(text) = &arguments.reply_by else {
        return Ok(None);
    };
    let date = parse_date(text).map_err(|fault| vec![format!("--reply-by: {fault}")])?;
    match date < zone.local(now).date() {
        true => Err(vec![words::reply_by_is_past(date)]),
        false => Ok(Some(date)),
    }
}

/// The starts named by `--slot`, each once, in the order of time.
fn starts(arguments: &PollArguments, zone: &Zone) -> Result<Vec<Instant>, Vec<String>> {
    let mut starts = Vec::new();
    let mut faults = Vec::new();
    for text in &arguments.starts {
        match moment(text, zone) {
            Ok(at) => starts.push(at),
            Err(fault) => faults.push(format!("--slot: {fault}")),
        }
    }
    starts.sort_unstable();
    starts.dedup();
    if starts.len() > MOST_LINES {
        faults.push(words::too_many_starts(starts.len(), MOST_LINES));
    }
    match faults.is_empty() {
        true => Ok(starts),
        false => Err(faults),
    }
}

/// The slots to ask about: those named, in rank order, else the best. Short ones are left out, which no answer can save.
fn chosen(prepared: &Prepared, found: &Found, named: &[Instant]) -> Result<Vec<Slot>, Vec<String>> {
    let hopeful = |slot: &&Slot| slot.state != State::Short;
    let slots = found.slots.iter().filter(hopeful);
    if named.is_empty() {
        return Ok(slots.cloned().collect());
    }
    let missing: Vec<String> = named
        .iter()
        .filter(|start| !slots.clone().any(|slot| slot.start == **start))
        .map(|start| words::slot_not_offered(*start, &prepared.problem.zone))
        .collect();
    match missing.is_empty() {
        true => Ok(slots
            .filter(|slot| named.contains(&slot.start))
            .cloned()
            .collect()),
        false => Err(missing),
    }
}

/// Writes the forms and the sheet, all or none; nothing where nobody is asked. Returns what else lies in the folder.
fn write(arguments: &PollArguments, poll: &Poll) -> Result<Vec<String>, Vec<String>> {
    if poll.forms.is_empty() {
        return Ok(Vec::new());
    }
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for form in &poll.forms {
        let who = &poll.workspace.contact(form.contact).id;
        let reference = &poll.prepared.problem.reference;
        let mark = form_mark(who, reference, &form.marked());
        files.push((
            format!("{}.txt", form.stem),
            text(poll, form, &mark).into_bytes(),
        ));
        files.push((format!("{}.html", form.stem), page(poll, form).into_bytes()));
    }
    let mut table = String::from("\u{FEFF}");
    table.push_str(&csv_line(SHEET_COLUMNS.into_iter(), ','));
    for row in sheet(poll) {
        table.push_str(&csv_line(row.iter().map(String::as_str), ','));
    }
    files.push((SHEET.to_owned(), table.into_bytes()));
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let existing = match arguments.force {
        true => Existing::Replace,
        false => Existing::Refuse,
    };
    write_folder(&arguments.out, &files, existing).map_err(|error| vec![error.to_string()])
}
