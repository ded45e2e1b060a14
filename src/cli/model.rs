//! `quorate model`: the batch that `plan` would place, without names, for other solvers.

use super::case::{Case, CaseError};
use super::{Exit, answer, complain, ended, instant, now};
use crate::edge::write_atomically;
use crate::prepare::BatchSetting;
use crate::report::plan as report;
use crate::solve::batch::instance;
use crate::time::Instant;
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Example:
  quorate model case/ -o instance.json

People, venues, meetings and kinds of seats are numbers in it, dates are counted from the first day. docs/model.md explains it.")]
pub(super) struct ModelArguments {
    /// The workspace
    folder: PathBuf,
    /// Write it here instead of showing it
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// A plan that people were told of, as for plan
    #[arg(long, value_name = "OLD")]
    from_plan: Option<PathBuf>,
    /// Ask no server: use what is kept of feeds
    #[arg(long)]
    offline: bool,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

pub(super) fn run(arguments: &ModelArguments) -> Exit {
    ended(answered(arguments))
}

fn answered(arguments: &ModelArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let mut case =
        Case::open(&arguments.folder, &Default::default()).map_err(CaseError::messages)?;
    if arguments.offline {
        case.stay_offline();
    }
    case.warnings.iter().for_each(complain);
    let old = match &arguments.from_plan {
        Some(path) => Some(super::plan::old_plan(&case, path)?),
        None => None,
    };
    if case.workspace.meetings.is_empty() {
        return Err(vec![report::NO_MEETINGS.to_owned()]);
    }
    let setting = BatchSetting {
        published: old.as_deref(),
    };
    let meetings = case.workspace.meetings.clone();
    let feeds = case.read_batch_feeds(&meetings, now, &setting);
    let prepared = case.prepare_batch(&meetings, &feeds, now, &setting);
    let mut text = serde_json::to_string(&instance(&prepared.batch))
        .expect("an instance holds numbers, lists and ids only");
    text.push('\n');
    let Some(path) = &arguments.out else {
        return Ok(answer(&text));
    };
    write_atomically(path, text.as_bytes())
        .map_err(|error| vec![format!("{}: {error}", path.display())])?;
    Ok(Exit::Answer)
}
