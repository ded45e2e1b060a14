//! Whose rules, working days and terms hold: those that come with the program, an authority's, or a workspace's.

use crate::cli::case::{Case, CaseError};
use crate::cli::complain;
use crate::edge::files;
use crate::ics::read::day_ranges;
use crate::input::{DayFileFault, FaultKind, embedded_rules, parse_nation, read_rules};
use crate::model::rules::RuleBook;
use crate::model::{DayList, NamedCalendar, Workspace};
use crate::report::words_en::rules::not_in_force;
use crate::review::Calendar;
use crate::time::{Instant, Nation, WorkingDays, Zone};
use chrono::NaiveDate;
use clap::Args;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Args, Default)]
pub(in crate::cli) struct SettingArguments {
    /// The workspace whose rules, closed days and term dates hold
    #[arg(long, value_name = "FOLDER")]
    pub case: Option<PathBuf>,
    /// The authority's own rules, in place of those of --case
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Term dates: a calendar file, or the id of a [[calendar]] of the workspace
    #[arg(long, value_name = "FILE|ID")]
    terms: Option<String>,
    /// A calendar file of further days that are no working days
    #[arg(long, value_name = "FILE")]
    closures: Option<PathBuf>,
    /// Whose rules and public holidays: england, wales, scotland, northern-ireland
    #[arg(long, value_name = "NATION")]
    pub nation: Option<String>,
}

/// Largest rule file, calendar of days or list of cases that is read.
pub(in crate::cli) const LARGEST: usize = 64 << 20;

/// What dates are counted by.
pub(in crate::cli) struct Setting {
    pub book: RuleBook,
    /// As stated, else the workspace's, else England.
    pub nation: Nation,
    pub workspace: Option<Workspace>,
    zone: Zone,
    terms: Option<NamedCalendar>,
    /// By the places of the nations in [`Nation::ALL`].
    working: [WorkingDays; Nation::ALL.len()],
}

impl Setting {
    /// Opens the workspace, if one is meant, and reads the files that are named.
    pub(in crate::cli) fn open(arguments: &SettingArguments) -> Result<Setting, Vec<String>> {
        let mut workspace = None;
        if let Some(folder) = &arguments.case {
            let case = Case::open(folder, &Default::default()).map_err(CaseError::messages)?;
            case.warnings.iter().for_each(complain);
            workspace = Some(case.workspace);
        }
        Setting::with(arguments, workspace)
    }

    /// The same with a workspace that has been opened.
    pub(in crate::cli) fn with(
        arguments: &SettingArguments,
        workspace: Option<Workspace>,
    ) -> Result<Setting, Vec<String>> {
        let nation = match &arguments.nation {
            Some(text) => parse_nation(text).map_err(|fault| vec![format!("--nation: {fault}")])?,
            None => workspace
                .as_ref()
                .map_or(Nation::default(), |workspace| workspace.defaults.nation),
        };
        let mut book = match &workspace {
            Some(workspace) => workspace.rules.clone(),
            None => embedded_rules().clone(),
        };
        if let Some(file) = &arguments.rules {
            let bytes = files::read(file, LARGEST).map_err(|error| vec![error.to_string()])?;
            let name = file.display().to_string();
            let read = read_rules(&name, &bytes, embedded_rules(), workspace.as_ref());
            let (rules, warnings) =
                read.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
            warnings.iter().for_each(complain);
            book = rules;
        }
        let mut closures: Vec<NaiveDate> = workspace
            .as_ref()
            .map_or_else(Vec::new, |workspace| workspace.defaults.closures.clone());
        if let Some(file) = &arguments.closures {
            closures.extend(day_list("--closures", file)?.days());
        }
        let zone = workspace.as_ref().map_or("Europe/London", |workspace| {
            workspace.defaults.zone.as_str()
        });
        Ok(Setting {
            nation,
            zone: Zone::named(zone).unwrap_or_else(Zone::utc),
            terms: terms(arguments.terms.as_deref(), workspace.as_ref())?,
            working: Nation::ALL
                .map(|nation| WorkingDays::of(nation).with_closures(closures.iter().copied())),
            workspace,
            book,
        })
    }

    /// A warning for each of these types that does not hold on `today`, each once.
    pub(in crate::cli) fn not_in_force<'i>(
        &self,
        ids: impl Iterator<Item = &'i str>,
        today: NaiveDate,
    ) -> Vec<String> {
        let ids: BTreeSet<&str> = ids.collect();
        let kinds = ids.into_iter().filter_map(|id| self.book.kind(id));
        kinds.filter_map(|kind| not_in_force(kind, today)).collect()
    }

    pub(in crate::cli) fn working(&self, nation: Nation) -> &WorkingDays {
        &self.working[nation as usize]
    }

    pub(in crate::cli) fn calendar(&self, nation: Nation) -> Calendar<'_> {
        Calendar {
            working: self.working(nation),
            terms: self.terms.as_ref(),
            zone: &self.zone,
        }
    }

    pub(in crate::cli) fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The local day of an instant.
    pub(in crate::cli) fn day(&self, at: Instant) -> NaiveDate {
        self.zone.local(at).date()
    }
}

/// The term dates that are meant: a file's, those of a calendar by its id, else those of the only calendar there is.
fn terms(
    stated: Option<&str>,
    workspace: Option<&Workspace>,
) -> Result<Option<NamedCalendar>, Vec<String>> {
    let calendars = workspace.map_or(&[][..], |workspace| &workspace.calendars);
    let Some(text) = stated else {
        return Ok(match calendars {
            [only] => Some(only.clone()),
            _ => None,
        });
    };
    if let Some(named) = calendars
        .iter()
        .find(|one| one.id.eq_ignore_ascii_case(text))
    {
        return Ok(Some(named.clone()));
    }
    let path = Path::new(text);
    let is_file = path.exists() || path.extension().is_some();
    if !is_file {
        let ids: Vec<String> = calendars.iter().map(|one| one.id.clone()).collect();
        return Err(vec![crate::report::words_en::reviews::unknown_terms(
            text, &ids,
        )]);
    }
    Ok(Some(NamedCalendar {
        id: "terms".to_owned(),
        name: String::new(),
        open: day_list("--terms", path)?.ranges,
        closed: Vec::new(),
    }))
}

/// The whole days of a calendar file, all of them or none.
fn day_list(option: &str, file: &Path) -> Result<DayList, Vec<String>> {
    let told = |what: DayFileFault| {
        let text = file.display().to_string();
        vec![format!("{option}: {}", FaultKind::DayFile { text, what })]
    };
    let bytes = files::read(file, LARGEST).map_err(|error| vec![format!("{option}: {error}")])?;
    let list = day_ranges(&bytes, DayList::REACH)
        .map_err(|refusal| told(DayFileFault::Refused(refusal)))?;
    match list.unreadable {
        Some(line) => Err(told(DayFileFault::Unreadable { line })),
        None if list.ranges.is_empty() => Err(told(DayFileFault::NoDays)),
        None => Ok(list),
    }
}
