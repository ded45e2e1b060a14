//! `quorate cancel`: an arranged meeting, a series or one date of it is taken back.
//!
//! Its people and its room are free again in every later search, and its row stays, to be arranged anew. Nobody is told here: who was
//! told of it, and what goes to them, is for `outbox` to show and for `send` to send.

use super::case::{Case, CaseError};
use super::kept::{Choice, keep};
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::model::Arranged;
use crate::report::words_en as words;
use crate::time::Instant;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate cancel case/ --ref CP-2041 --by \"P. Lacey\" --reason \"enquiry ended\"
  quorate cancel case/ --ref SCH-7#3

Nothing is sent: quorate outbox shows who is to be told, and quorate send tells them.")]
pub(super) struct CancelArguments {
    /// The workspace
    folder: PathBuf,
    /// The meeting; of a series all dates still to come, or one: SCH-7#3
    #[arg(long = "ref", value_name = "REF")]
    reference: String,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

pub(super) fn run(arguments: &CancelArguments) -> Exit {
    ended(answered(arguments))
}

fn answered(arguments: &CancelArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let case = Case::open_to_change(&arguments.folder, &Default::default())
        .map_err(CaseError::messages)?;
    case.warnings.iter().for_each(complain);
    let meant = meant(&case, &arguments.reference)?;
    let ahead: Vec<&Arranged> = meant
        .into_iter()
        .filter(|one| one.interval.start() > now)
        .collect();
    let Some(first) = ahead.first() else {
        return Err(vec![words::past_to_cancel(&arguments.reference)]);
    };
    let zone = case.zone_of(first);
    let gone: Vec<String> = ahead.iter().map(|one| one.reference.clone()).collect();
    let left = case.workspace.arrangements.iter();
    let left = left.filter(|one| !gone.contains(&one.reference)).cloned();
    let facts = json!({
        "meetings": ahead.iter().map(|one| json!({
            "ref": one.reference,
            "start": one.interval.start(),
            "end": one.interval.end(),
        })).collect::<Vec<_>>(),
    });
    let reference = &arguments.reference;
    keep(
        &case,
        &left.collect::<Vec<_>>(),
        "cancel",
        reference,
        &arguments.choice,
        facts,
        now,
    )?;
    let times: Vec<String> = ahead
        .iter()
        .map(|one| words::when(one.interval, &zone))
        .collect();
    Ok(answer(&match arguments.output.is_json() {
        true => format!(
            "{}\n",
            json!({ "format": "quorate-cancelled/1", "cancelled": gone })
        ),
        false => format!("{}\n", words::cancelled(reference, &times)),
    }))
}

/// The arrangements that a reference means: one, or those of a series.
fn meant<'a>(case: &'a Case, reference: &str) -> Result<Vec<&'a Arranged>, Vec<String>> {
    let workspace = &case.workspace;
    let found: Vec<&Arranged> = match workspace.arranged(reference) {
        Some(one) => vec![one],
        None => workspace.series(reference),
    };
    match found.is_empty() {
        false => Ok(found),
        true => {
            let all = workspace.arrangements.iter();
            let known: Vec<String> = all.map(|one| one.reference.clone()).collect();
            Err(vec![words::not_arranged(reference, &known)])
        }
    }
}
