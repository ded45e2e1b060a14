//! `quorate rules`: what the program knows of the types of meetings, on what ground, and what an authority has yet to adopt.

use super::case::{Case, CaseError};
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::input::{
    RULES_FILE, ReadOptions, embedded_roles, embedded_rules, nearest_types, parse_nation,
    read_quorums, read_rules,
};
use crate::model::rules::{MeetingType, RuleBook};
use crate::model::{Role, RoleGroup, Workspace};
use crate::report::rules::{
    RulesReport, explained, json_all, json_to_adopt, json_type, sheet, skeleton, table,
};
use crate::report::words_en::rules::{Names, not_in_force, several_types, unknown_type};
use crate::time::{Instant, Nation, Zone};
use clap::Args;
use std::fs;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate rules
  quorate rules icpc
  quorate rules \"LAC review\" --nation scotland
  quorate rules core-group --case case/
  quorate rules --to-adopt --nation england > to-sign.txt
  quorate rules rcpc --to-adopt --toml >> case/rules.toml

An authority's own rules stand in rules.toml of its workspace, and name only what differs:
  [[meeting_type]]
  id = \"core-group\"
  interval = [{ id = \"next\", amount = 4 }]")]
pub(super) struct RulesArguments {
    /// Type of meeting, by its id, name or another name: icpc, "LAC review"
    #[arg(value_name = "TYPE")]
    kind: Option<String>,
    /// Only types of england, wales, scotland or northern-ireland
    #[arg(long)]
    nation: Option<String>,
    /// The rules as they hold in this workspace, with its rules.toml
    #[arg(long, value_name = "FOLDER")]
    case: Option<PathBuf>,
    /// The rules with this rule file laid upon them
    #[arg(long, value_name = "RULES.toml", conflicts_with = "case")]
    file: Option<PathBuf>,
    /// Only what is neither confirmed nor adopted, as a sheet to sign
    #[arg(long)]
    to_adopt: bool,
    /// The sheet as rows for rules.toml
    #[arg(long, requires = "to_adopt", conflicts_with_all = ["json", "format"])]
    toml: bool,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

pub(super) fn run(arguments: &RulesArguments) -> Exit {
    ended(told(arguments))
}

/// Whose rules are told.
struct Rules {
    book: RuleBook,
    workspace: Option<Workspace>,
    roles: Vec<Role>,
    groups: Vec<RoleGroup>,
}

fn told(arguments: &RulesArguments) -> Result<Exit, Vec<String>> {
    let nation = arguments.nation.as_deref().map(parse_nation).transpose();
    let nation = nation.map_err(|fault| vec![format!("--nation: {fault}")])?;
    let rules = rules(arguments)?;
    let zone = rules.workspace.as_ref().map(|one| &*one.defaults.zone);
    let zone = zone
        .and_then(Zone::named)
        .or_else(|| Zone::named("Europe/London"));
    let zone = zone.unwrap_or_else(Zone::utc);
    let quorums = read_quorums(&rules.book, rules.workspace.as_ref());
    let report = RulesReport {
        book: &rules.book,
        quorums: &quorums,
        names: Names {
            roles: &rules.roles,
            groups: &rules.groups,
        },
        nation,
        today: zone.local(now(arguments.now)).date(),
    };
    // A name may mean another type in each nation; the workspace's own is meant where nothing is said.
    let own = rules.workspace.as_ref().map(|one| one.defaults.nation);
    let kind = match &arguments.kind {
        Some(text) => Some(meant(&rules.book, text, nation.or(own))?),
        None => None,
    };
    let old = kind.and_then(|kind| not_in_force(kind, report.today));
    old.iter().for_each(complain);
    let is_json = arguments.output.is_json();
    let of_nation =
        |kind: &&MeetingType| nation.is_none_or(|nation| kind.nations.contains(&nation));
    let shown = if arguments.to_adopt {
        let all = || rules.book.types.iter().filter(of_nation).collect();
        let kinds: Vec<&MeetingType> = kind.map_or_else(all, |kind| vec![kind]);
        match (arguments.toml, is_json) {
            (true, _) => skeleton(&report, &kinds),
            (false, true) => json_to_adopt(&report, &kinds),
            (false, false) => sheet(&report, &kinds),
        }
    } else {
        match (kind, is_json) {
            (Some(kind), true) => json_type(&report, kind),
            (Some(kind), false) => explained(&report, kind),
            (None, true) => json_all(&report),
            (None, false) => table(&report),
        }
    };
    Ok(answer(&shown))
}

fn rules(arguments: &RulesArguments) -> Result<Rules, Vec<String>> {
    if let Some(folder) = &arguments.case {
        let case = Case::open(folder, &ReadOptions::default()).map_err(CaseError::messages)?;
        case.warnings.iter().for_each(complain);
        let workspace = case.workspace;
        return Ok(Rules {
            book: workspace.rules.clone(),
            roles: workspace.roles.clone(),
            groups: workspace.role_groups.clone(),
            workspace: Some(workspace),
        });
    }
    let (roles, groups) = embedded_roles();
    let book = match &arguments.file {
        None => embedded_rules().clone(),
        Some(path) => {
            let bytes =
                fs::read(path).map_err(|error| vec![format!("{}: {error}", path.display())])?;
            let name = path.file_name().and_then(|name| name.to_str());
            let name = name.unwrap_or(RULES_FILE);
            let read = read_rules(name, &bytes, embedded_rules(), None);
            let (book, warnings) =
                read.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
            warnings.iter().for_each(complain);
            book
        }
    };
    Ok(Rules {
        book,
        workspace: None,
        roles,
        groups,
    })
}

/// The one type that is meant.
fn meant<'b>(
    book: &'b RuleBook,
    text: &str,
    nation: Option<Nation>,
) -> Result<&'b MeetingType, Vec<String>> {
    let found = book.meant(text, nation);
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(vec![unknown_type(text, &nearest_types(book, text))]),
        several => {
            let ids = several.iter().map(|kind| kind.id.clone());
            Err(vec![several_types(text, &ids.collect::<Vec<_>>())])
        }
    }
}
