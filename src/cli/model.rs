//! `quorate model`: the batch that `plan` would place, without names, for other solvers.

use super::case::Case;
use super::plan::{CycleArguments, Planned, planned};
use super::{Exit, answer, ended, instant, now};
use crate::edge::write_atomically;
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
    #[command(flatten)]
    cycles: CycleArguments,
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
    let case = Case::open_to_read(&arguments.folder, arguments.offline)?;
    let from_plan = arguments.from_plan.as_deref();
    let Planned { prepared, .. } = planned(&case, from_plan, &arguments.cycles, now)?;
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
