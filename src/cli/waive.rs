//! `quorate waive`: the chair sets the quorum of one arranged meeting aside, for its time only.

use super::case::{Case, CaseError};
use super::outcome::{Keeper, arranged};
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::model::{Decision, Waiver};
use crate::report::watch::{past_to_waive, waived, wants_text};
use crate::report::words_en as words;
use crate::time::Instant;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Example:
  quorate waive case/ --ref CP-2041 --by \"D. Okafor\" --reason \"the child cannot wait; police sends a report\"

It holds for the time at which the meeting is arranged now: moved, it needs a new waiver. quorate watch then tells it as held without
a quorum, not as quorate.")]
pub(super) struct WaiveArguments {
    /// The workspace
    folder: PathBuf,
    /// The arranged meeting, or one date of a series (SCH-7#3)
    #[arg(long = "ref", value_name = "REF")]
    reference: String,
    /// Who decides it: the chair as a rule
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Where the book lies, if not in the workspace
    #[arg(long, value_name = "FILE")]
    book: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

pub(super) fn run(arguments: &WaiveArguments) -> Exit {
    ended(answered(arguments))
}

fn answered(arguments: &WaiveArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let faults = [("--by", &arguments.by), ("--reason", &arguments.reason)];
    let faults = faults.iter().filter(|(_, text)| text.trim().is_empty());
    let mut faults: Vec<String> = faults.map(|(flag, _)| wants_text(flag)).collect();
    let case = Case::open(&arguments.folder, &Default::default()).map_err(CaseError::messages)?;
    case.warnings.iter().for_each(complain);
    let meeting = match arranged(&case, &arguments.reference) {
        Ok(meeting) if meeting.interval.end() <= now => {
            faults.push(past_to_waive(&meeting.reference));
            Err(())
        }
        Ok(meeting) => Ok(meeting),
        Err(fault) => {
            faults.push(fault);
            Err(())
        }
    };
    let Ok(meeting) = meeting else {
        return Err(faults);
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    let start = meeting.interval.start();
    let waiver = Waiver {
        reference: meeting.reference.clone(),
        start,
        by: arguments.by.trim().to_owned(),
        reason: arguments.reason.trim().to_owned(),
        at: now,
    };
    let decision = Decision {
        at: now,
        who: waiver.by.clone(),
        action: "waive".to_owned(),
        reference: waiver.reference.clone(),
        reason: waiver.reason.clone(),
        facts: json!({ "start": start, "end": meeting.interval.end() }).to_string(),
    };
    Keeper::open(&case, arguments.book.as_deref(), now)?
        .keep(|book| book.waive(&waiver, &decision))?;
    let when = words::when(meeting.interval, &case.zone_of(meeting));
    Ok(answer(&match arguments.output.is_json() {
        true => format!(
            "{}\n",
            json!({ "format": "quorate-waived/1", "ref": waiver.reference, "start": start })
        ),
        false => format!("{}\n", waived(&waiver.reference, &when, &waiver.by)),
    }))
}
