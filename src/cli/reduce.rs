//! `quorate reduce`: an agency makes busy time of its diaries, to publish that in their place.

use super::freebusy::{between, end, first_moment, options, zone};
use super::{Exit, Output, answer, complain, instant, now};
use crate::availability::{known, published};
use crate::edge::{feeds_below, files, obtained, write_atomically};
use crate::ics::read::{self, ReadOptions};
use crate::ics::write;
use crate::model::Published;
use crate::report::freebusy::{Reduced, nothing_known, publishing_notes, reduced_json};
use crate::time::{Instant, Interval, Zone};
use chrono::{Months, NaiveDate};
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// How many months ahead are published unless the user says otherwise.
const MONTHS: u32 = 12;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate reduce diary.ics published/diary.ics
  quorate reduce diaries/ published/ --form blocks
  quorate reduce diary.ics - --to 2027-03-31 > diary.ifb

A file is written with the usual permissions, for it is meant to be read by others, and keeps those it has.")]
pub(super) struct ReduceArguments {
    /// A calendar file (.ics, .ifb), or a folder of them
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// Where the busy time goes: a file or a folder; - for standard output
    #[arg(value_name = "OUT")]
    output: PathBuf,
    /// As VFREEBUSY, or as bare events for Outlook and Google
    #[arg(long, value_enum, default_value = "freebusy")]
    form: Form,
    /// First moment: an instant, or a date [default: today]
    #[arg(long, value_name = "INSTANT")]
    from: Option<String>,
    /// End: an instant, or a date that is included [default: twelve months on]
    #[arg(long, value_name = "INSTANT")]
    to: Option<String>,
    /// The diaries are complete up to and including this date
    #[arg(long, value_name = "DATE")]
    known_until: Option<NaiveDate>,
    /// Zone of dates and of times without zone
    #[arg(long, value_name = "ZONE", default_value = "Europe/London")]
    tz: String,
    #[command(flatten)]
    output_form: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

/// How busy time is spelt.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Form {
    Freebusy,
    Blocks,
}

impl Form {
    const fn name(self) -> &'static str {
        match self {
            Form::Freebusy => "freebusy",
            Form::Blocks => "blocks",
        }
    }

    fn spell(self, published: &Published, stamp: Instant) -> String {
        match self {
            Form::Freebusy => write::freebusy(published, stamp),
            Form::Blocks => write::blocks(published, stamp),
        }
    }
}

pub(super) fn run(arguments: &ReduceArguments) -> Exit {
    let now = now(arguments.now);
    let prepared = zone(&arguments.tz)
        .and_then(|zone| Ok((window(arguments, &zone, now)?, zone)))
        .map_err(|fault| vec![fault])
        .and_then(|(window, zone)| Ok((window, zone, jobs(arguments)?)));
    let (window, zone, jobs) = match prepared {
        Ok(prepared) => prepared,
        Err(faults) => {
            faults.iter().for_each(complain);
            return Exit::BadInput;
        }
    };
    let options = options(&zone, window);
    let mut done = Vec::new();
    let mut exit = Exit::Answer;
    for job in &jobs {
        match reduce(job, arguments, &options, now) {
            Ok(reduced) => {
                for note in publishing_notes(&reduced.published, &zone) {
                    complain(format_args!("{}: {note}", reduced.from));
                }
                done.push(reduced);
            }
            Err(fault) => {
                complain(fault);
                exit = Exit::BadInput;
            }
        }
    }
    left_over(arguments, &jobs);
    let told = match arguments.output_form.is_json() {
        true => reduced_json(arguments.form.name(), &done) + "\n",
        false => done.iter().map(|reduced| reduced.text(&zone)).collect(),
    };
    if to_standard_output(arguments) {
        // The calendar itself is the answer, so that what there is to tell of it goes beside it.
        told.lines().for_each(complain);
        return exit;
    }
    match (answer(&told), exit) {
        (Exit::Answer, exit) => exit,
        (failed, _) => failed,
    }
}

fn to_standard_output(arguments: &ReduceArguments) -> bool {
    arguments.output.as_os_str() == "-"
}

fn window(arguments: &ReduceArguments, zone: &Zone, now: Instant) -> Result<Interval, String> {
    let today = zone.local(now).date();
    let later = today.checked_add_months(Months::new(MONTHS));
    let (from, to) = (arguments.from.as_deref(), arguments.to.as_deref());
    let start = match from {
        Some(from) => first_moment(from, zone)?,
        None => zone.day(today).start(),
    };
    let end = match to {
        Some(to) => end(to, zone)?,
        None => later.map_or(Instant::MAX, |later| zone.day(later).start()),
    };
    between(
        from.unwrap_or("today"),
        start,
        to.unwrap_or("twelve months on"),
        end,
    )
}

/// One diary and where its busy time goes; `None` = standard output.
struct Job {
    from: PathBuf,
    to: Option<PathBuf>,
}

/// What is to be done; nothing is read or written yet.
fn jobs(arguments: &ReduceArguments) -> Result<Vec<Job>, Vec<String>> {
    let (input, output) = (&arguments.input, &arguments.output);
    let name = input.display();
    if to_standard_output(arguments) {
        let mut faults = Vec::new();
        if input.is_dir() {
            faults.push(format!(
                "{name}: a folder does not go to standard output; name a folder for it"
            ));
        }
        if arguments.output_form.is_json() {
            faults.push("the calendar goes to standard output, and so would JSON; name a file for the calendar".to_owned());
        }
        let job = Job {
            from: input.clone(),
            to: None,
        };
        return if faults.is_empty() {
            Ok(vec![job])
        } else {
            Err(faults)
        };
    }
    let jobs = if input.is_dir() {
        apart(input, output)?;
        let feeds = feeds_below(input).map_err(|error| vec![error.to_string()])?;
        if feeds.is_empty() {
            return Err(vec![format!(
                "{name}: there are no calendars (.ics, .ifb) in this folder; check its name"
            )]);
        }
        let job = |feed: String| Job {
            from: input.join(&feed),
            to: Some(output.join(&feed)),
        };
        feeds.into_iter().map(job).collect()
    } else {
        let to = match (output.is_dir(), input.file_name()) {
            (true, Some(name)) => output.join(name),
            _ => output.clone(),
        };
        vec![Job {
            from: input.clone(),
            to: Some(to),
        }]
    };
    let diaries: BTreeSet<PathBuf> = jobs.iter().map(|job| resolved(&job.from)).collect();
    let over = jobs
        .iter()
        .filter_map(|job| job.to.as_ref())
        .filter(|to| diaries.contains(&resolved(to)));
    let faults: Vec<String> = over
        .map(|to| {
            format!(
                "{}: this is the diary itself, which is never written over; name another file",
                to.display()
            )
        })
        .collect();
    if faults.is_empty() {
        Ok(jobs)
    } else {
        Err(faults)
    }
}

/// Sees that neither folder lies in the other: what is written would be read as a diary, or the diaries be published with it.
fn apart(input: &Path, output: &Path) -> Result<(), Vec<String>> {
    let (inside, outside) = (resolved(input), resolved(output));
    let fault = if output.is_file() {
        "is a file, and a folder is read; name a folder"
    } else if outside.starts_with(&inside) {
        "lies in the folder of the diaries, where it would be read as one of them; name a folder elsewhere"
    } else if inside.starts_with(&outside) {
        "holds the folder of the diaries, which would be published with it; name a folder elsewhere"
    } else {
        return Ok(());
    };
    Err(vec![format!("{} {fault}", output.display())])
}

/// The path without links and detours, as far as it is there already.
fn resolved(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for there in whole.ancestors() {
        if let Ok(real) = there.canonicalize() {
            let rest = whole.strip_prefix(there).unwrap_or(Path::new(""));
            return rest.components().fold(real, |mut real, part| {
                match part {
                    Component::ParentDir => {
                        real.pop();
                    }
                    part => real.push(part),
                }
                real
            });
        }
    }
    whole
}

/// Reads one diary and writes its busy time. A diary that is refused leaves what was published before as it is.
fn reduce(
    job: &Job,
    arguments: &ReduceArguments,
    options: &ReadOptions,
    now: Instant,
) -> Result<Reduced, String> {
    let name = job.from.display().to_string();
    let bytes = files::read(&job.from, options.budget.bytes).map_err(|error| error.to_string())?;
    let reading =
        read::read(&bytes, options).map_err(|refusal| format!("{name}: {}", refusal.advice()))?;
    let read_at = obtained(&job.from, now);
    let published = known(&reading, arguments.known_until, read_at, &options.zone)
        .and_then(|known| known.intersect(options.window))
        .and_then(|known| published(&[&reading], options.window, known))
        .ok_or_else(|| format!("{name}: {}", nothing_known()))?;
    let text = arguments.form.spell(&published, now);
    let to = match &job.to {
        None => {
            if answer(&text) != Exit::Answer {
                return Err(format!("{name}: the busy time could not be written"));
            }
            "-".to_owned()
        }
        Some(to) => {
            write_to(to, text.as_bytes()).map_err(|error| format!("{}: {error}", to.display()))?;
            to.display().to_string()
        }
    };
    Ok(Reduced {
        from: name,
        to,
        published,
        left: reading.excess,
    })
}

fn write_to(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    write_atomically(path, bytes)
}

/// Says which busy time lies in the folder of an earlier run whose diary is gone: it would stay published for ever.
fn left_over(arguments: &ReduceArguments, jobs: &[Job]) {
    if !arguments.input.is_dir() {
        return;
    }
    let written: BTreeSet<&Path> = jobs.iter().filter_map(|job| job.to.as_deref()).collect();
    for feed in feeds_below(&arguments.output).unwrap_or_default() {
        let path = arguments.output.join(feed);
        if !written.contains(path.as_path()) {
            complain(format_args!(
                "{}: there is no diary for it any more, and it stays published; remove it if its owner has left",
                path.display()
            ));
        }
    }
}
