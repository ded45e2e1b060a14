//! `quorate plan`: every meeting without a time is placed, together with all others.
//!
//! ```text
//! folder, feeds ──► prepare_batch ──► solve::batch::plan ──► check ──► text | plan.json, table, page, calendars ──► arrangements
//! ```
//! Everything is made before anything is written. What is shown is `report::plan`'s, what calendars hold is `message`'s.

mod adopt;
mod bar;
pub(super) mod hash;
mod meetings;
mod outputs;
mod stop;

use super::case::Case;
use super::chosen::uid_by;
use super::kept::{Choice, Decides};
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::check::check_plan;
use crate::ics::read::HashKey;
use crate::model::{Arranged, Batch, Plan, Stopped, arrangement};
use crate::prepare::BatchPrepared;
use crate::report::plan::{self as report, PlanReport, Refused, figures, json, text};
use crate::solve::batch::{Effort, PlanOptions, Progress, plan};
use crate::time::Instant;
use adopt::adopt;
use bar::Bar;
use clap::{Args, ValueEnum};
use hash::input_hash;
pub(super) use meetings::{CycleArguments, Planned, old_plan, planned};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// Largest plan that is read.
pub(super) const LARGEST_PLAN: usize = 512 << 20;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate plan case/
  quorate plan case/ -o plan.json --html plan.html --csv plan.csv --ics diaries/
  quorate plan case/ --from-plan plan.json -o plan-2.json && quorate diff plan.json plan-2.json --folder case/
  quorate plan case/ --effort thorough --adopt

The same folder, --now, --effort and --seed give the same plan on any computer; with --time-limit another run may give another.
--adopt records the plan in arrangements.json, as find --choose does for one meeting.")]
pub(super) struct PlanArguments {
    /// The workspace
    folder: PathBuf,
    /// Write the plan here (quorate-plan/1)
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// A plan that people were told of: change as little of it as possible
    #[arg(long, value_name = "OLD")]
    from_plan: Option<PathBuf>,
    /// How hard to search
    #[arg(long, value_enum, default_value = "usual")]
    effort: EffortName,
    /// Fixes what is left to chance, and the identifiers of new meetings
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// How many threads may be used; the plan does not depend on it
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
    /// Stop after this time (30s, 2m) with the best plan so far; another run may then give another plan
    #[arg(long, value_name = "TIME", value_parser = stop::duration)]
    time_limit: Option<Duration>,
    #[command(flatten)]
    cycles: CycleArguments,
    /// Write a row a meeting, for the case system and for mail merge
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write a report as one page
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write a calendar for each person, venue and agency into this folder
    #[arg(long, value_name = "DIR")]
    ics: Option<PathBuf>,
    /// Record the plan in arrangements.json
    #[arg(long)]
    adopt: bool,
    #[command(flatten)]
    decider: Choice,
    /// Ask no server: use what is kept of feeds, with its age
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

/// How `--effort` is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum EffortName {
    Quick,
    Usual,
    Thorough,
}

impl EffortName {
    fn effort(self) -> Effort {
        match self {
            EffortName::Quick => Effort::Quick,
            EffortName::Usual => Effort::Usual,
            EffortName::Thorough => Effort::Thorough,
        }
    }

    fn name(self) -> &'static str {
        match self {
            EffortName::Quick => "quick",
            EffortName::Usual => "usual",
            EffortName::Thorough => "thorough",
        }
    }
}

/// The seed of a search for which none is given.
const USUAL_SEED: u64 = 1;

pub(super) fn run(arguments: &PlanArguments) -> Exit {
    ended(answered(arguments))
}

fn answered(arguments: &PlanArguments) -> Result<Exit, Vec<String>> {
    stop::listen();
    outputs::can_be_written(arguments)?;
    let threads = threads(arguments);
    let now = now(arguments.now);
    let decides = Decides::from(arguments.adopt);
    arguments.decider.checked(decides, "--by", "--adopt")?;
    let case = match decides {
        Decides::Something => Case::open_to_decide(&arguments.folder, arguments.offline)?,
        Decides::Nothing => Case::open_to_read(&arguments.folder, arguments.offline)?,
    };
    let Planned {
        old,
        feeds,
        prepared,
    } = planned(
        &case,
        arguments.from_plan.as_deref(),
        &arguments.cycles,
        now,
    )?;
    let BatchPrepared {
        batch,
        specs,
        refused,
        ..
    } = prepared;
    let plan = search(arguments, &batch, threads);
    if !verified(&batch, &plan) {
        return Ok(Exit::Internal);
    }
    let input_hash = input_hash(&arguments.folder, &feeds)
        .map_err(|error| vec![format!("{}: {error}", arguments.folder.display())])?;
    let known = Known {
        case: &case,
        old: old.as_deref().unwrap_or_default(),
        key: key(arguments.seed, input_hash),
    };
    let arranged = known.arranged(&batch, &plan);
    let refused: Vec<Refused> = refused
        .into_iter()
        .map(|(reference, faults)| Refused { reference, faults })
        .collect();
    let report = PlanReport {
        workspace: &case.workspace,
        batch: &batch,
        specs: &specs,
        plan: &plan,
        arranged: &arranged,
        refused: &refused,
        input_hash: &format!("{input_hash:032x}"),
        seed: arguments.seed.unwrap_or(USUAL_SEED),
        effort: arguments.effort.name(),
        timed: arguments.time_limit.is_some() || plan.stopped == Stopped::Interrupted,
    };
    let figures = figures(&report);
    let made = outputs::made(arguments, &report, &figures);
    let mut told: Vec<String> = outputs::write(&made)?;
    if arguments.adopt {
        told.extend(adopt(&case, &report, &arguments.decider, now)?);
    }
    let shown = match arguments.output.is_json() {
        true => json(&report, &figures),
        false => text(&report, &figures, &told),
    };
    if arguments.output.is_json() {
        told.iter().for_each(complain);
    }
    let exit = match plan.stopped {
        Stopped::Interrupted => Exit::Interrupted,
        _ if figures.unplaced + figures.late > 0 => Exit::Negative,
        _ => Exit::Answer,
    };
    Ok(match answer(&shown) {
        Exit::Answer => exit,
        failed => failed,
    })
}

/// Sets how many threads work, for reading as for planning.
fn threads(arguments: &PlanArguments) -> usize {
    let there = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = arguments.threads.map_or(there, usize::from);
    #[cfg(feature = "parallel")]
    {
        // It is set once a process; a second call would change nothing and is none of the user's business.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let _ = pool.build_global();
    }
    threads
}

/// Searches, with a line on the terminal for those who wait.
fn search(arguments: &PlanArguments, batch: &Batch, threads: usize) -> Plan {
    let bar = Bar::new();
    let stop = stop::planning(arguments.time_limit);
    let progress = |progress: Progress| bar.show(progress);
    let mut plan = plan(
        batch,
        &PlanOptions {
            effort: arguments.effort.effort(),
            seed: arguments.seed.unwrap_or(USUAL_SEED),
            threads,
            stop: &stop,
            progress: &progress,
        },
    );
    bar.end();
    if stop::writing() {
        plan.stopped = Stopped::Interrupted;
    }
    plan
}

/// Holds the plan against the independent check before anybody sees it.
fn verified(batch: &Batch, plan: &Plan) -> bool {
    let violations = check_plan(batch, plan);
    for one in &violations {
        let whose = one.meeting.map(|meeting| &batch.problem(meeting).reference);
        complain(report::own_check_failed(
            one.rule.name(),
            whose.map(String::as_str),
        ));
    }
    violations.is_empty()
}

/// What identifiers of new meetings are made with: the seed, as `find --choose` does; without one everything that was read, so that
/// the same input gives the same plan and another authority's meetings of the same references have others.
fn key(seed: Option<u64>, input_hash: u128) -> HashKey {
    match seed {
        Some(seed) => {
            let mut key = [0; 16];
            key[..8].copy_from_slice(&seed.to_le_bytes());
            HashKey(key)
        }
        None => HashKey(input_hash.to_le_bytes()),
    }
}

/// What a placed meeting takes over from where it stood before.
struct Known<'a> {
    case: &'a Case,
    old: &'a [Arranged],
    key: HashKey,
}

impl Known<'_> {
    /// The placed meetings as arrangements, in the order of the plan. What has an identifier keeps it; its number rises where
    /// something changes.
    fn arranged(&self, batch: &Batch, plan: &Plan) -> Vec<Arranged> {
        let workspace = &self.case.workspace;
        let all = workspace.arrangements.iter().chain(self.old);
        // The plan that people were told of last comes last, and counts.
        let known: BTreeMap<String, &Arranged> =
            all.map(|one| (one.reference.to_lowercase(), one)).collect();
        let placed = plan.placed.iter().map(|placed| {
            let problem = batch.problem(placed.meeting);
            let mut one = arrangement(workspace, problem, &placed.slot);
            let before = known.get(&one.reference.to_lowercase());
            let uid = before.map(|before| before.uid.clone());
            one.uid = uid
                .filter(|uid| !uid.is_empty())
                .unwrap_or_else(|| uid_by(self.key, &one.reference));
            if let Some(before) = before {
                let same = before.tells_the_same(&one);
                one.sequence = before.sequence + u32::from(!same);
                one.chosen_at = before.chosen_at.filter(|_| same);
            }
            one
        });
        placed.collect()
    }
}
