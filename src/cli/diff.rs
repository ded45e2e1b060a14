//! `quorate diff`: what is otherwise between two plans, and who must be told.

use super::case::{Case, CaseError};
use super::plan::LARGEST_PLAN;
use super::{Exit, Output, answer, complain, ended, instant};
use crate::edge::files;
use crate::input::read_plan_file;
use crate::model::PlanFile;
use crate::report::diff::{DiffReport, diff, json, text};
use crate::time::Instant;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate diff plan.json plan-2.json --folder case/
  quorate diff case/arrangements.json plan.json --json

Plans are files that quorate plan -o wrote, or arrangements.json. With --folder people and venues are told by name and times in
the workspace's zone, else by id and in UTC.")]
pub(super) struct DiffArguments {
    /// The plan that people were told of
    old: PathBuf,
    /// The plan that is to hold instead
    new: PathBuf,
    /// The workspace, for names
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
    /// Leave out meetings that had begun by then; without it all count
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

pub(super) fn run(arguments: &DiffArguments) -> Exit {
    ended(answered(arguments))
}

fn answered(arguments: &DiffArguments) -> Result<Exit, Vec<String>> {
    let mut faults = Vec::new();
    let mut read = |path: &Path| match plan_file(path) {
        Ok(plan) => plan,
        Err(fault) => {
            faults.push(fault);
            PlanFile::default()
        }
    };
    let (old, new) = (read(&arguments.old), read(&arguments.new));
    if !faults.is_empty() {
        return Err(faults);
    }
    let case = match &arguments.folder {
        Some(folder) => Some(Case::open(folder, &Default::default()).map_err(CaseError::messages)?),
        None => None,
    };
    let warnings = case.iter().flat_map(|case| &case.warnings);
    warnings.for_each(complain);
    let diff = diff(&old, &new, arguments.now);
    let report = DiffReport {
        diff: &diff,
        workspace: case.as_ref().map(|case| &case.workspace),
    };
    Ok(answer(&match arguments.output.is_json() {
        true => json(&report),
        false => text(&report),
    }))
}

/// A plan by ids, or what is wrong with the file.
fn plan_file(path: &Path) -> Result<PlanFile, String> {
    let bytes = files::read(path, LARGEST_PLAN).map_err(|error| error.to_string())?;
    read_plan_file(&bytes).map_err(|fault| format!("{}: {fault}", path.display()))
}
