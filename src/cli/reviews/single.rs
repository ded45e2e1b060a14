//! One case, of flags or of a workspace, or one rule alone.

use super::setting::Setting;
use super::{ReviewsArguments, ReviewsFormat, date_of, follow_up};
use crate::cli::case::{Case, CaseError};
use crate::cli::{Exit, answer, complain, now};
use crate::input::{before_its_start, kind_meant, nation_for, read_case};
use crate::model::{CaseRow, MeetingSpec, Workspace};
use crate::report::reviews::{
    Frame, HeldMeeting, OneRule, Reviews, history, json, one_json, one_text, text, without_limit,
};
use crate::report::words_en::reviews as words;
use crate::review::{Chain, From, INQUORATE, Reach, Strand, begun, chain, clocks, due};
use crate::time::{Instant, Nation};
use chrono::NaiveDate;
use std::path::Path;

/// Stands for a case whose reference was not said.
const UNNAMED: &str = "case";

pub(super) fn run(arguments: &ReviewsArguments) -> Result<Exit, Vec<String>> {
    let subject = arguments.subject.as_deref().unwrap_or_default();
    let folder = Path::new(subject);
    let (setting, rows, mut warnings) = match folder.is_dir() {
        true => of_folder(arguments, folder)?,
        false if subject.contains(['/', '\\']) => {
            return Err(vec![words::no_such_folder(subject)]);
        }
        false => {
            let setting = arguments.setting(None)?;
            let (row, warnings) = of_flags(arguments, &setting)?;
            (setting, vec![(Vec::new(), row)], warnings)
        }
    };
    warnings.iter().for_each(complain);
    let at = now(arguments.now);
    let today = setting.day(at);
    let reach = arguments.reach(2)?;
    let held = held(arguments)?;
    // As the tables spell it, whatever was typed.
    let reference = rows.first().map(|(_, row)| row.reference.clone());
    let reference = reference.filter(|reference| reference != UNNAMED);
    let arranged = reference.as_deref().zip(setting.workspace.as_ref());
    let arranged = arranged.and_then(|(reference, workspace)| workspace.arranged(reference));
    let uid = arranged.map(|arranged| arranged.uid.clone());
    let mut reports = Vec::new();
    for (subjects, row) in &rows {
        let mut report = report(&setting, row, &held, reach, today)?;
        report.reference.clone_from(&reference);
        report.subjects.clone_from(subjects);
        report.meeting_uid.clone_from(&uid);
        reports.push(report);
    }
    let unlimited: Vec<Vec<String>> = reports.iter().filter_map(without_limit).collect();
    if !reports.is_empty() && unlimited.len() == reports.len() {
        return Err(unlimited.concat());
    }
    let strands = reports.iter().flat_map(|report| &report.chain.strands);
    let links = strands.flat_map(|strand| &strand.meetings);
    let old = setting.not_in_force(links.map(|link| link.kind.id.as_str()), today);
    old.iter().for_each(complain);
    warnings.extend(old);
    sort_by_limit(&mut reports);
    let shown = match arguments.format() {
        ReviewsFormat::Text => text(&reports),
        ReviewsFormat::Json => json(&reports, &warnings),
        ReviewsFormat::Ics => follow_up::calendar(&reports, at)?,
    };
    let breached = reports.first().is_some_and(Reviews::is_breached);
    Ok(match answer(&shown) {
        Exit::Answer if breached => Exit::Negative,
        exit => exit,
    })
}

/// Of several subjects the one whose limit has to be kept first comes first.
fn sort_by_limit(reports: &mut [Reviews]) {
    reports.sort_by_key(|report| {
        let hold_by = report.first().and_then(|link| link.clocks.binding());
        let hold_by = hold_by.map(|clock| clock.due.hold_by);
        (hold_by.is_none(), hold_by)
    });
}

/// The days given with `--held`, in order.
fn held(arguments: &ReviewsArguments) -> Result<Vec<NaiveDate>, Vec<String>> {
    let days = arguments.held.iter().map(|text| date_of("--held", text));
    let days: Vec<NaiveDate> = days.collect::<Result<_, _>>()?;
    match days.windows(2).find(|pair| pair[1] <= pair[0]) {
        Some(pair) => Err(vec![words::held_out_of_order(pair[0], pair[1])]),
        None => Ok(days),
    }
}

/// Whose clock it is, and the row. Without names where there is only one subject.
type SubjectRow = (Vec<String>, CaseRow);

/// The case that the flags state.
fn of_flags(
    arguments: &ReviewsArguments,
    setting: &Setting,
) -> Result<(CaseRow, Vec<String>), Vec<String>> {
    let mut columns: Vec<(&str, &str)> = vec![
        ("ref", arguments.reference.as_deref().unwrap_or(UNNAMED)),
        ("type", arguments.subject.as_deref().unwrap_or_default()),
    ];
    let single = [
        ("trigger", &arguments.trigger),
        ("previous", &arguments.previous),
        ("number", &arguments.number),
        ("meeting", &arguments.meeting),
        ("nation", &arguments.setting.nation),
    ];
    let single = single.iter();
    columns.extend(single.filter_map(|(name, value)| Some((*name, value.as_deref()?))));
    columns.extend(
        arguments
            .anchors
            .iter()
            .map(|text| ("anchors", text.as_str())),
    );
    columns.extend(arguments.flags.iter().map(|text| ("flags", text.as_str())));
    let (row, warnings) = read_case(&columns, &setting.book, setting.nation)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    Ok((row, warnings.iter().map(ToString::to_string).collect()))
}

/// The rows of a meeting in a workspace: one a subject, since each has a clock of its own.
fn of_folder(
    arguments: &ReviewsArguments,
    folder: &Path,
) -> Result<(Setting, Vec<SubjectRow>, Vec<String>), Vec<String>> {
    let in_tables = [
        ("--trigger", arguments.trigger.is_some()),
        ("--previous", arguments.previous.is_some()),
        ("--number", arguments.number.is_some()),
        ("--anchor", !arguments.anchors.is_empty()),
        ("--flag", !arguments.flags.is_empty()),
    ];
    let stated: Vec<String> = in_tables
        .iter()
        .filter(|(_, stated)| *stated)
        .map(|(option, _)| words::stands_in_table(option))
        .collect();
    if !stated.is_empty() {
        return Err(stated);
    }
    let case = Case::open(folder, &Default::default()).map_err(CaseError::messages)?;
    let meeting = case.meeting(arguments.reference.as_deref(), false)?;
    let warnings = case.warnings.iter().map(ToString::to_string).collect();
    let workspace: Workspace = case.workspace;
    let meeting = meeting.ok_or_else(|| vec![words::no_meeting_in_folder().to_owned()])?;
    let setting = arguments.setting(Some(workspace))?;
    if meeting.types.is_empty() {
        return Err(vec![crate::report::words_en::no_type(&meeting.reference)]);
    }
    let planned = match &arguments.meeting {
        Some(text) => Planned {
            day: Some(date_of("--meeting", text)?),
            starts: None,
        },
        None => Planned::as_arranged(&setting, &meeting),
    };
    let stated = arguments.setting.nation.is_some();
    let nation = meeting.nation.filter(|_| !stated);
    let rows = rows_of(&setting, &meeting, planned, nation);
    Ok((setting, rows, warnings))
}

/// The dates around a meeting that is arranged, as entries for the coordinator's own calendar; `None` where its type sets none.
pub(in crate::cli) fn dates_of_arranged(
    workspace: &Workspace,
    meeting: &MeetingSpec,
    at: Instant,
) -> Option<String> {
    let setting = Setting::with(&Default::default(), Some(workspace.clone())).ok()?;
    let uid = workspace.arranged(&meeting.reference)?.uid.clone();
    let planned = Planned::as_arranged(&setting, meeting);
    let today = setting.day(at);
    let reach = Reach {
        meetings: 2,
        until: None,
    };
    let mut reports = Vec::new();
    for (subjects, row) in rows_of(&setting, meeting, planned, meeting.nation) {
        let mut report = report(&setting, &row, &[], reach, today).ok()?;
        report.reference = Some(meeting.reference.clone());
        report.subjects = subjects;
        report.meeting_uid = Some(uid.clone());
        reports.push(report);
    }
    sort_by_limit(&mut reports);
    let calendar = follow_up::calendar(&reports, at).ok()?;
    calendar.contains("BEGIN:VTODO").then_some(calendar)
}

/// When a meeting is to be.
#[derive(Clone, Copy)]
struct Planned {
    day: Option<NaiveDate>,
    starts: Option<Instant>,
}

impl Planned {
    fn as_arranged(setting: &Setting, meeting: &MeetingSpec) -> Planned {
        let starts = arranged(setting, meeting);
        Planned {
            day: starts.map(|start| setting.day(start)),
            starts,
        }
    }
}

/// Each subject under each of the meeting's types; those of whom the same is known together. Without a nation of its own the
/// meeting has the setting's.
fn rows_of(
    setting: &Setting,
    meeting: &MeetingSpec,
    planned: Planned,
    nation: Option<Nation>,
) -> Vec<SubjectRow> {
    let nation = nation.unwrap_or(setting.nation);
    let mut subjects = meeting.subjects.clone();
    if subjects.is_empty() {
        subjects.push(Default::default());
    }
    let many = subjects.len() > 1;
    let mut rows: Vec<SubjectRow> = Vec::new();
    for subject in subjects {
        let kinds = match subject.kind {
            Some(kind) => vec![kind],
            None => meeting.types.clone(),
        };
        for id in kinds {
            let Some(kind) = setting.book.kind(&id) else {
                continue;
            };
            let row = CaseRow {
                reference: meeting.reference.clone(),
                nation: nation_for(kind, nation),
                kind: id,
                trigger: subject.trigger,
                previous: subject.previous,
                number: subject.number,
                meeting: planned.day,
                starts: planned.starts,
                flags: meeting.flags.clone(),
                anchors: meeting.anchors.clone(),
            };
            let name = many.then(|| subject.id.clone());
            match rows.iter_mut().find(|(_, other)| *other == row) {
                Some((names, _)) => names.extend(name),
                None => rows.push((name.into_iter().collect(), row)),
            }
        }
    }
    rows
}

/// When the meeting is arranged for.
fn arranged(setting: &Setting, meeting: &MeetingSpec) -> Option<Instant> {
    let arranged = setting.workspace.as_ref()?.arranged(&meeting.reference)?;
    Some(arranged.interval.start())
}

/// The dates of one case.
fn report<'s>(
    setting: &'s Setting,
    row: &CaseRow,
    held: &[NaiveDate],
    reach: Reach,
    today: NaiveDate,
) -> Result<Reviews<'s>, Vec<String>> {
    let kind = setting.book.kind(&row.kind);
    let kind = kind.ok_or_else(|| vec![crate::report::words_en::no_type(&row.reference)])?;
    let calendar = setting.calendar(row.nation);
    if let Some(fault) = held
        .first()
        .and_then(|day| before_its_start(kind, row.trigger, row.previous, *day))
    {
        return Err(vec![format!("--held: {fault}")]);
    }
    let mut all = history(&setting.book, kind, row, held);
    let (next, facts) = all.pop().unwrap_or_else(|| (kind, Default::default()));
    let mut chain = chain(&setting.book, next, &facts, &calendar, today, reach);
    let again = |flag: &crate::model::FlagState| flag.set && flag.flag == INQUORATE;
    if let Some((last, facts)) = all.last().filter(|_| !row.flags.iter().any(again)) {
        chain
            .strands
            .extend(begun(&setting.book, last, facts, &calendar, today, reach));
        lead_with_soonest(&mut chain, today);
    }
    let held = all.iter().filter_map(|(kind, facts)| {
        let clocks = clocks(kind, facts, &calendar, today);
        Some(HeldMeeting {
            kind,
            number: facts.number.unwrap_or(1),
            held: facts.meeting?,
            limit: clocks.binding().cloned(),
        })
    });
    Ok(Reviews {
        frame: frame(setting, row.nation, today),
        reference: None,
        subjects: Vec::new(),
        meeting_uid: None,
        held: held.collect(),
        chain,
    })
}

/// Puts the strand first whose next meeting is the first of all that are still to come: it is the one that matters now.
fn lead_with_soonest(chain: &mut Chain, today: NaiveDate) {
    let next = |strand: &Strand| strand.meetings.first().and_then(|link| link.on);
    let own = chain.strands.first().and_then(next);
    let coming = chain.strands.iter().enumerate().skip(1);
    let soonest = coming
        .filter_map(|(at, strand)| Some((next(strand)?, at)))
        .filter(|(day, _)| *day >= today && own.is_none_or(|own| *day < own))
        .min();
    if let Some((_, at)) = soonest {
        chain.strands.swap(0, at);
    }
}

fn frame(setting: &Setting, nation: Nation, today: NaiveDate) -> Frame<'_> {
    Frame {
        book: &setting.book,
        nation,
        working: setting.working(nation),
        zone: setting.zone(),
        today,
    }
}

/// `--rule ID --from DATE`: that rule alone, whatever it counts from as a rule.
pub(super) fn one_rule(arguments: &ReviewsArguments, id: &str) -> Result<Exit, Vec<String>> {
    let setting = arguments.setting(None)?;
    let today = setting.day(now(arguments.now));
    let text = arguments.subject.as_deref().unwrap_or_default();
    let kind = kind_meant(&setting.book, text, setting.nation)
        .map_err(|fault| vec![format!("TYPE: {fault}")])?;
    let warnings = setting.not_in_force([kind.id.as_str()].into_iter(), today);
    warnings.iter().for_each(complain);
    let nation = match arguments.setting.nation {
        Some(_) => setting.nation,
        None => nation_for(kind, setting.nation),
    };
    let stated = arguments.from.as_deref().unwrap_or_default();
    let from = match Instant::parse_rfc3339(stated) {
        Some(at) => From::Instant(at),
        None => From::Date(date_of("--from", stated)?),
    };
    let day = from.date(setting.zone());
    let versions = || kind.rules.iter().filter(|rule| rule.id == id);
    // The last of those that hold wins, as in the files; of a day that none covers, the last of all.
    let rule = versions()
        .rfind(|rule| rule.valid.holds(day))
        .or_else(|| versions().next_back());
    let Some(rule) = rule else {
        let known = crate::input::nearest_ids(id, kind.rules.iter().map(|rule| rule.id.as_str()));
        return Err(vec![words::unknown_rule(id, kind, &known)]);
    };
    let due = due(rule, from, &setting.calendar(nation))
        .map_err(|error| vec![format!("{}/{id}: {}", kind.id, words::due_error(error))])?;
    let one = OneRule {
        frame: frame(&setting, nation, today),
        kind,
        rule,
        from,
        due,
    };
    Ok(answer(&match arguments.format() {
        ReviewsFormat::Text => one_text(&one),
        ReviewsFormat::Json => one_json(&one, &warnings),
        ReviewsFormat::Ics => return Err(vec![words::no_ics_of_rules().to_owned()]),
    }))
}
