//! `quorate watch`: whether what is arranged still stands as answers come in, whom to ring, who could stand in, and what else could be
//! done.
//!
//! ```text
//! tables + book ──► watch::Desk::look (no feed) ──► the worst ──► feeds of those who could stand in, and the meeting searched again ──► answer
//! ```

use super::case::Case;
use super::find::verified;
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::edge::book::{Access, Book, BookError};
use crate::edge::write_atomically;
use crate::model::{Arranged, MeetingSpec, Outcome, Waiver, Workspace};
use crate::reply::{Standings, standing};
use crate::report::watch::{
    Help, Next, Tried, TriedStart, WatchReport, chase_mails, json, mails_written, no_book,
    not_arranged, over, text,
};
use crate::solve::{FindOptions, find, why_not};
use crate::time::Instant;
use crate::watch::{Counter, Desk, Level, Sources, Watched};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate watch case/
  quorate watch case/ --ref CP-2041
  quorate watch case/ --days 10 --json
  quorate watch case/ --days 10 --chase-mails to-send

The first line is the answer. Exit code 0: every meeting in view is quorate, or the chair has waived its quorum; 1: some is not.")]
pub(super) struct WatchArguments {
    /// The workspace
    folder: PathBuf,
    /// One meeting, one date of a series (SCH-7#3), or a series
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    /// Only meetings that begin within so many days
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=3_650))]
    days: Option<u32>,
    /// Write a mail to everybody who is to be rung into this folder, to be copied from
    #[arg(long, value_name = "FOLDER")]
    chase_mails: Option<PathBuf>,
    /// Where the book lies, if not in the workspace
    #[arg(long, value_name = "FILE")]
    book: Option<PathBuf>,
    /// Ask no server: use what is kept of feeds, with its age
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

/// Meetings that are searched for again in one run, where none is named.
const MOST_AGAIN: usize = 5;
/// Meetings for which diaries of stand-ins are opened in one run, where none is named.
const MOST_LOOKED_AT: usize = 25;

pub(super) fn run(arguments: &WatchArguments) -> Exit {
    ended(answered(arguments))
}

/// What the book knows.
#[derive(Default)]
struct Known {
    standings: Option<Standings>,
    waivers: Vec<Waiver>,
    outcomes: Vec<Outcome>,
}

fn answered(arguments: &WatchArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let case = Case::open_to_read(&arguments.folder, arguments.offline)?;
    let known = known(&case, arguments.book.as_deref())?;
    let desk = Desk::new(Sources {
        workspace: &case.workspace,
        standings: known.standings.as_ref(),
        waivers: &known.waivers,
        outcomes: &known.outcomes,
        now,
    });
    let wanted = wanted(&case, arguments, now)?;
    let watch = desk.look_at(&wanted);
    if let (Some(reference), true) = (&arguments.reference, watch.meetings.is_empty()) {
        return Err(vec![over(reference)]);
    }
    let (help, is_sound) = Helper {
        case: &case,
        desk: &desk,
        now,
        is_named: arguments.reference.is_some(),
    }
    .help(&watch.meetings);
    if !is_sound {
        return Ok(Exit::Internal);
    }
    let report = WatchReport {
        workspace: &case.workspace,
        watch: &watch,
        help: &help,
        days: arguments.days,
        is_one: arguments.reference.is_some() && watch.meetings.len() == 1,
    };
    if let Some(folder) = &arguments.chase_mails {
        let written = write_mails(&report, folder)?;
        complain(mails_written(written, &folder.display().to_string()));
    }
    let shown = match arguments.output.is_json() {
        true => json(&report),
        false => text(&report),
    };
    Ok(match answer(&shown) {
        Exit::Answer if !report.is_settled() => Exit::Negative,
        exit => exit,
    })
}

fn known(case: &Case, stated: Option<&Path>) -> Result<Known, Vec<String>> {
    let path = Book::path(&case.folder, stated);
    let told = |error: BookError| vec![error.to_string()];
    let Some(book) = Book::open(&path, Access::Read).map_err(told)? else {
        return match stated {
            Some(_) => Err(vec![no_book(&path.display().to_string())]),
            None => Ok(Known::default()),
        };
    };
    Ok(Known {
        standings: Some(standing(
            &book.told().map_err(told)?,
            &book.heard().map_err(told)?,
        )),
        waivers: book.waivers().map_err(told)?,
        outcomes: book.outcomes().map_err(told)?,
    })
}

/// Which arranged meetings are in view.
fn wanted(
    case: &Case,
    arguments: &WatchArguments,
    now: Instant,
) -> Result<impl Fn(&Arranged) -> bool + Sync + use<>, Vec<String>> {
    let until = arguments
        .days
        .map(|days| now.plus(i64::from(days) * 86_400));
    let references: Option<Vec<String>> = match &arguments.reference {
        None => None,
        Some(reference) => Some(references(&case.workspace, reference)?),
    };
    Ok(move |one: &Arranged| {
        let named = references.as_ref();
        named.is_none_or(|all| all.contains(&one.reference))
            && until.is_none_or(|until| one.interval.start() <= until)
    })
}

/// The arrangements that a reference means: one, or those of a series.
fn references(workspace: &Workspace, reference: &str) -> Result<Vec<String>, Vec<String>> {
    let found: Vec<&Arranged> = match workspace.arranged(reference) {
        Some(one) => vec![one],
        None => workspace.series(reference),
    };
    if found.is_empty() {
        let all = workspace.arrangements.iter();
        let known: Vec<String> = all.map(|one| one.reference.clone()).collect();
        return Err(vec![not_arranged(reference, &known)]);
    }
    Ok(found.iter().map(|one| one.reference.clone()).collect())
}

fn write_mails(report: &WatchReport, folder: &Path) -> Result<usize, Vec<String>> {
    let told = |path: &Path, error: std::io::Error| vec![format!("{}: {error}", path.display())];
    std::fs::create_dir_all(folder).map_err(|error| told(folder, error))?;
    let mails = chase_mails(report);
    for mail in &mails {
        let path = folder.join(format!("{}.txt", mail.name));
        write_atomically(&path, mail.text().as_bytes()).map_err(|error| told(&path, error))?;
    }
    Ok(mails.len())
}

/// Works out what would help, with diaries and the search.
struct Helper<'h> {
    case: &'h Case,
    desk: &'h Desk<'h>,
    now: Instant,
    /// One meeting was asked for, so that nothing is spared.
    is_named: bool,
}

impl Helper<'_> {
    /// One a meeting, in their order; false where an own check failed.
    fn help(&self, meetings: &[Watched]) -> (Vec<Help>, bool) {
        let mut order: Vec<usize> = (0..meetings.len()).collect();
        order.sort_by(|a, b| meetings[*a].urgency().cmp(&meetings[*b].urgency()));
        let most = |number: usize| if self.is_named { usize::MAX } else { number };
        let first = |number: usize, wanted: &dyn Fn(&Watched) -> bool| -> Vec<usize> {
            let wanted = order.iter().filter(|index| wanted(&meetings[**index]));
            wanted.take(most(number)).copied().collect()
        };
        let lost = first(MOST_LOOKED_AT, &|one| self.desk.wants_deputies(one));
        let fallen = first(MOST_AGAIN, &|one| {
            one.level == Level::Inquorate && one.history.waiver.is_none()
        });
        let proposed = first(MOST_LOOKED_AT, &|one| !one.proposals.is_empty());
        let mut help: Vec<Help> = vec![Help::default(); meetings.len()];
        for index in lost {
            help[index].deputies = self.deputies(&meetings[index]);
        }
        if fallen.is_empty() && proposed.is_empty() {
            return (help, true);
        }
        let again = fallen.iter().chain(&proposed);
        let counted = self.desk.counted(again.map(|index| &meetings[*index]));
        let mut is_sound = true;
        for index in fallen {
            help[index].next = self.next(&counted, &meetings[index], &mut is_sound);
        }
        for index in proposed {
            let all = meetings[index].proposals.iter();
            help[index].tried = all
                .filter_map(|one| self.tried(&counted, &meetings[index], *one, &mut is_sound))
                .collect();
        }
        (help, is_sound)
    }

    fn deputies(&self, watched: &Watched) -> Option<Vec<crate::watch::Deputy>> {
        let stand_ins = self.desk.stand_ins(watched);
        let Some(meeting) = self.desk.free_then(watched, &stand_ins) else {
            return Some(Vec::new());
        };
        let feeds = self.case.read_feeds(&meeting, self.now);
        let prepared = self.case.prepare(&meeting, &feeds, self.now).ok()?;
        let problem = &prepared.problem;
        let found = find(problem, &FindOptions::default());
        let why = why_not(problem, watched.interval.start(), &found);
        Some(
            self.desk
                .deputies(watched, &stand_ins, problem, &why.people),
        )
    }

    fn next(&self, counted: &Workspace, watched: &Watched, is_sound: &mut bool) -> Option<Next> {
        let meeting = self.desk.again(watched)?;
        let feeds = self.case.read_feeds(&meeting, self.now);
        Some(
            match self.case.prepare_in(counted, &meeting, &feeds, self.now) {
                Err(why) => Next::Refused(why),
                Ok(prepared) => {
                    let found = find(&prepared.problem, &FindOptions::default());
                    *is_sound &= verified(&prepared, &found);
                    Next::Searched(Box::new(prepared), found)
                }
            },
        )
    }

    fn tried(
        &self,
        counted: &Workspace,
        watched: &Watched,
        counter: Counter,
        is_sound: &mut bool,
    ) -> Option<Tried> {
        let meeting: MeetingSpec = self.desk.again(watched)?;
        let feeds = self.case.read_feeds(&meeting, self.now);
        let prepared = self.case.prepare_in(counted, &meeting, &feeds, self.now);
        let outcome = prepared.map(|prepared| {
            let found = find(&prepared.problem, &FindOptions::default());
            *is_sound &= verified(&prepared, &found);
            let why = why_not(&prepared.problem, counter.time.start(), &found);
            Box::new(TriedStart {
                meeting,
                prepared,
                found,
                why,
            })
        });
        Some(Tried { counter, outcome })
    }
}
