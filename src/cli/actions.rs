//! `quorate actions`: what is still to be done, as a list, as tasks for a calendar, and as the table for the next meeting.

use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::edge::{files, read_folder, write_atomically};
use crate::input::{
    Fault, ReadOptions, Warning, carried_table, find_owner, parse_date, read_action_file,
    read_actions, read_workspace,
};
use crate::message::{FollowUp, FollowUpKind, Urgency, follow_ups};
use crate::model::{Action, ActionOwner, Workspace};
use crate::report::actions::{
    ActionList, agenda, already_there, carried_as_csv, carried_file, carried_over_itself, ics_file,
    json, nothing_there, text, unknown_reference,
};
use crate::time::{Instant, Nation, WorkingDays, Zone};
use chrono::NaiveDate;
use clap::Args;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate actions case/
  quorate actions case/ --ref CP-2041 --next 8/12/2026
  quorate actions case/ --ics tasks.ics --owner okafor
  quorate actions case/ --ref CP-2041 --carry next-actions.csv
  quorate actions minutes/actions.csv --json

The table is actions.csv or actions.toml in the workspace: number, ref, action, owner (a person), due (a date), and as you need them
outcome, status (open, done, not possible, not done), evidence, carried, raised.
The tasks of --ics say neither what is to be done nor anybody's name, since diaries are shared; --wording adds both.
Exit code: 0, also where something is overdue; 2 bad input.")]
pub(super) struct ActionsArguments {
    /// The workspace, or a table of actions by itself
    case: PathBuf,
    /// Only the actions of this meeting
    #[arg(long = "ref", value_name = "REF")]
    reference: Option<String>,
    /// Only the actions of this person, by id or name
    #[arg(long, value_name = "ID")]
    owner: Option<String>,
    /// Day of the next meeting, by which actions should be done; without it, that of the same reference in the arrangements
    #[arg(long, value_name = "DATE", value_parser = day)]
    next: Option<NaiveDate>,
    /// Write what is unfinished as tasks for a calendar
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
    /// Let the tasks say what is to be done and by whom: only for a calendar that nobody else sees
    #[arg(long, requires = "ics")]
    wording: bool,
    /// Write the table for the next meeting with what is unfinished, and print its agenda item
    #[arg(long, value_name = "FILE.csv", conflicts_with = "owner")]
    carry: Option<PathBuf>,
    /// Replace files that are there already
    #[arg(long)]
    force: bool,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
    #[command(flatten)]
    output: Output,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    parse_date(text).map_err(|fault| fault.to_string())
}

pub(super) fn run(arguments: &ActionsArguments) -> Exit {
    ended(answered(arguments))
}

/// The table and the workspace in which it lies, if it does.
struct Read {
    workspace: Option<Workspace>,
    actions: Vec<Action>,
}

fn answered(arguments: &ActionsArguments) -> Result<Exit, Vec<String>> {
    let Read { workspace, actions } = read(&arguments.case)?;
    let workspace = workspace.as_ref();
    let owner = match &arguments.owner {
        Some(text) => Some(find_owner(workspace, text).map_err(told)?),
        None => None,
    };
    let actions = wanted(arguments, &actions, owner.as_ref(), workspace)?;

    let now = now(arguments.now);
    let zone = workspace.map_or("Europe/London", |workspace| &workspace.defaults.zone);
    // Zone names were checked when the tables were read.
    let zone = Zone::named(zone).unwrap_or_else(Zone::utc);
    let today = zone.local(now).date();
    let working = match workspace {
        Some(workspace) => workspace.working_days(),
        None => WorkingDays::of(Nation::England),
    };
    let next = |reference: &str| {
        arguments.next.or_else(|| {
            let arranged = workspace?.arranged(reference)?;
            let day = zone.local(arranged.interval.start()).date();
            (day >= today).then_some(day)
        })
    };
    let list = ActionList::new(&actions, workspace, &working, today, &next);

    let mut written = Vec::new();
    if let Some(path) = &arguments.ics {
        let entries = entries(&list, arguments.wording);
        let bytes = follow_ups(&entries, now).into_bytes();
        written.push((path, bytes, ics_file(entries.len(), &shown(path))));
    }
    if let Some(path) = &arguments.carry {
        let ending = path.extension().unwrap_or_default();
        if !ending.eq_ignore_ascii_case("csv") {
            return Err(vec![carried_as_csv(&shown(path))]);
        }
        let tables = [arguments.case.clone(), arguments.case.join("actions.csv")];
        if tables.iter().any(|table| is_same_file(table, path)) {
            return Err(vec![carried_over_itself(&shown(path))]);
        }
        let rows: Vec<&Action> = list.unfinished().map(|row| row.action).collect();
        let bytes = carried_table(&rows, workspace);
        written.push((path, bytes, carried_file(rows.len(), &shown(path))));
    }
    write(&written, arguments.force)?;

    if arguments.output.is_json() {
        let mut value = json(&list);
        value["agenda"] = match arguments.carry {
            Some(_) => agenda(&list).lines().map(str::trim).collect(),
            None => serde_json::Value::Null,
        };
        value["ics"] = arguments.ics.as_deref().map(shown).into();
        value["carried_to"] = arguments.carry.as_deref().map(shown).into();
        return Ok(answer(&format!("{value:#}\n")));
    }
    let mut out = text(&list);
    if arguments.carry.is_some() {
        out.push_str(&format!("\n{}", agenda(&list)));
    }
    for (_, _, sentence) in &written {
        out.push_str(&format!("\n{sentence}\n"));
    }
    Ok(answer(&out))
}

/// Reads the workspace's table, or a file of its own. Faults of the workspace and of the table are told together.
fn read(case: &Path) -> Result<Read, Vec<String>> {
    if !case.is_dir() {
        const LARGEST: usize = 16 << 20;
        let bytes = files::read(case, LARGEST).map_err(|error| vec![error.to_string()])?;
        let table = read_action_file(&shown(case), &bytes).map_err(told)?;
        table.warnings.iter().for_each(complain);
        return Ok(Read {
            workspace: None,
            actions: table.actions,
        });
    }
    let files = read_folder(case).map_err(|error| vec![error.to_string()])?;
    let (workspace, mut warnings): (_, Vec<Warning>) =
        match read_workspace(&files, &ReadOptions::default()) {
            Ok(read) => read,
            Err(mut faults) => {
                let more = read_actions(&files.tables, None);
                faults.extend(more.err().unwrap_or_default());
                return Err(told(faults));
            }
        };
    let table = read_actions(&files.tables, Some(&workspace)).map_err(told)?;
    let table = table.ok_or_else(|| vec![nothing_there(&shown(case))])?;
    warnings.extend(table.warnings);
    warnings.iter().for_each(complain);
    Ok(Read {
        workspace: Some(workspace),
        actions: table.actions,
    })
}

/// The actions of the meeting and the person that are asked about.
fn wanted<'a>(
    arguments: &ActionsArguments,
    actions: &'a [Action],
    owner: Option<&ActionOwner>,
    workspace: Option<&Workspace>,
) -> Result<Vec<&'a Action>, Vec<String>> {
    let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    if let Some(reference) = &arguments.reference {
        let of_actions = actions.iter().map(|action| action.reference.as_str());
        let of_meetings = workspace.into_iter().flat_map(|one| {
            let meetings = one.meetings.iter().map(|meeting| &meeting.reference);
            meetings.chain(one.arrangements.iter().map(|arranged| &arranged.reference))
        });
        let mut known = of_actions.clone().chain(of_meetings.map(String::as_str));
        if !known.any(|known| same(known, reference)) {
            let known: BTreeSet<&str> = of_actions.collect();
            let known: Vec<String> = known.into_iter().map(str::to_owned).collect();
            return Err(vec![unknown_reference(reference, &known)]);
        }
    }
    let of_meeting = |action: &Action| {
        let reference = arguments.reference.as_deref();
        reference.is_none_or(|reference| same(reference, &action.reference))
    };
    let of_owner = |action: &Action| match (owner, &action.owner) {
        (None, _) => true,
        (Some(ActionOwner::Named(wanted)), ActionOwner::Named(name)) => same(wanted, name),
        (Some(wanted), owner) => wanted == owner,
    };
    let wanted = actions.iter();
    Ok(wanted
        .filter(|one| of_meeting(one) && of_owner(one))
        .collect())
}

/// The unfinished actions as tasks.
fn entries(list: &ActionList, wording: bool) -> Vec<FollowUp> {
    let uid = |reference: &str| {
        let arranged = list.workspace?.arranged(reference)?;
        Some(arranged.uid.clone())
    };
    list.unfinished()
        .map(|row| FollowUp {
            key: format!("action-{}", row.action.number),
            reference: row.action.reference.clone(),
            what: list.what(row),
            description: list.description(row, wording),
            due: row.action.due,
            kind: FollowUpKind::Task,
            urgency: match row.is_overdue() || row.action.is_to_escalate() {
                true => Urgency::High,
                false => Urgency::Ordinary,
            },
            meeting: uid(&row.action.reference),
        })
        .collect()
}

/// Writes all files or none: one that is there with other contents may have been worked on.
fn write(files: &[(&PathBuf, Vec<u8>, String)], force: bool) -> Result<(), Vec<String>> {
    let occupied = |path: &Path, bytes: &[u8]| match std::fs::read(path) {
        Ok(there) => there != bytes,
        Err(_) => path.exists(),
    };
    let faults = files
        .iter()
        .filter(|(path, bytes, _)| !force && occupied(path, bytes));
    let faults: Vec<String> = faults
        .map(|(path, ..)| already_there(&shown(path)))
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    for (path, bytes, _) in files {
        write_atomically(path, bytes).map_err(|error| vec![format!("{}: {error}", shown(path))])?;
    }
    Ok(())
}

/// Whether both are there and one.
fn is_same_file(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    real(one).is_some_and(|one| real(other) == Some(one))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn told(faults: Vec<Fault>) -> Vec<String> {
    faults.iter().map(ToString::to_string).collect()
}
