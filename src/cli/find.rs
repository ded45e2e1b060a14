//! `quorate find`: ranked slots for one meeting, and the choice of one.

use super::case::{Case, CaseError};
use super::chosen::new_uid;
use super::grounds::{Grounds, Shown};
use super::kept::{Choice, Decides};
use super::pictures::PictureArguments;
use super::series::{self, SeriesArguments};
use super::what_if::{WhatIfArguments, alternatives};
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::check::check_slot;
use crate::input::{flags_of_no_seat, parse_grain, read_meeting};
use crate::model::{FlagState, Found, MeetingSpec, Slot, State, WorkspaceKind, arrangement};
use crate::prepare::{FeedBook, Prepared, with_whole_team};
use crate::report::find::{FindReport, json, json_with, text};
use crate::report::why::{Alternative, what_if_json, what_if_text};
use crate::report::words_en as words;
use crate::review::INQUORATE;
use crate::solve::{FindOptions, find};
use crate::time::{Instant, Interval};
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate find case/ --ref CP-2041
  quorate find case/ --ref CP-2041 --choose 1
  quorate find case/ --ref SCH-7 --every 2w --times 6 --from 2027-01-04
  quorate find case/ --ref CP-2041 --heat --svg people.svg --html slots.html
  quorate find case/ --ref CP-2041 --without elm-road-gp --without hillcrest --relax limit
  quorate find feeds/ --type icpc --trigger 2026-11-23
  quorate find feeds/ --duration 90m --from 2026-12-01 --by 2026-12-18 \\
      --seat social-worker --seat \"any 1 of health-visitor,school-nurse\" --agencies 3")]
pub(super) struct FindArguments {
    /// The workspace, or a bare folder of feeds <agency>/<role>.<name>.ics
    folder: PathBuf,
    /// The meeting; needed where several are still to be arranged
    #[arg(long = "ref", value_name = "REF")]
    pub(super) reference: Option<String>,
    /// The type of meeting, whose rules then give the seats, the quorum, the limit and the length: icpc, "LAC review"
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// When the type's clock started
    #[arg(long, value_name = "DATE")]
    trigger: Option<String>,
    /// When the last meeting of the chain was held
    #[arg(long, value_name = "DATE")]
    previous: Option<String>,
    /// Which meeting of the chain this is; 1 is the first
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
    /// A day by its name that the type's rules count from: decision=2025-11-25
    #[arg(long = "anchor", value_name = "NAME=DATE")]
    anchors: Vec<String>,
    /// The people of the case, who take the type's seats whose roles they hold
    #[arg(long, value_name = "ID")]
    team: Vec<String>,
    /// How long it takes: 90m, 1h30. Beside the length that the row states it is compared in a table; several are compared only
    #[arg(long = "duration", value_name = "TIME")]
    durations: Vec<String>,
    /// First day
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Last day; meetings after it are late
    #[arg(long, value_name = "DATE")]
    by: Option<String>,
    /// Limit counted from today, or from the case's trigger: 15wd (working days), 28d
    #[arg(long, value_name = "DAYS", conflicts_with = "by")]
    within: Option<String>,
    /// A seat, may be given several times: "social-worker", "any 1 of health-visitor,school-nurse", "expected: gp (remote)"
    #[arg(long = "seat", value_name = "SEAT")]
    seats: Vec<String>,
    /// At least so many different agencies
    #[arg(long, value_name = "NUMBER")]
    agencies: Option<String>,
    /// The quorum in words: "chair and police and 3 agencies"
    #[arg(long, value_name = "RULE")]
    quorum: Option<String>,
    /// Circumstances that seats depend on: interpreter, "not under5"
    #[arg(long = "flag", value_name = "FLAG")]
    flags: Vec<String>,
    /// Where: ids, any, none
    #[arg(long, value_name = "VENUE")]
    venue: Option<String>,
    /// Working days between today and the meeting: 5wd
    #[arg(long, value_name = "DAYS")]
    notice: Option<String>,
    /// Working hours of everybody without their own: "Mon-Fri 09:00-17:00"
    #[arg(long, value_name = "HOURS")]
    hours: Option<String>,
    /// Time zone: Europe/London
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// Whose public holidays: england, wales, scotland, northern-ireland
    #[arg(long, value_name = "NATION")]
    nation: Option<String>,
    /// Try starts at every so many minutes: 5m, 15m, 30m
    #[arg(long, value_name = "TIME")]
    grain: Option<String>,
    #[command(flatten)]
    pub(super) series: SeriesArguments,
    /// How many slots to show
    #[arg(long, value_name = "NUMBER", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=500))]
    pub(super) top: u16,
    /// Every start that can be quorate, in rank order
    #[arg(long, conflicts_with = "top")]
    pub(super) all: bool,
    /// Record slot N of this list in arrangements.json: its people and venue are taken from then on
    #[arg(long, value_name = "N")]
    pub(super) choose: Option<usize>,
    /// The chair agrees to hold a slot that is short of the quorum
    #[arg(long, requires = "choose")]
    discretion: bool,
    /// Who decides: noted in the meeting book
    #[arg(long, value_name = "NAME", requires = "choose")]
    decided_by: Option<String>,
    /// Why, above all where a limit is missed: noted in the meeting book
    #[arg(long, value_name = "TEXT", requires = "choose")]
    reason: Option<String>,
    /// Fixes the identifiers that new arrangements get
    #[arg(long, value_name = "NUMBER")]
    pub(super) seed: Option<u64>,
    /// Ask no server: use what is kept of feeds, with its age
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    pub(super) pictures: PictureArguments,
    #[command(flatten)]
    what_if: WhatIfArguments,
    #[command(flatten)]
    pub(super) output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

impl FindArguments {
    /// Who decides, and why: `--by` is a date here.
    pub(super) fn decider(&self) -> Choice {
        Choice {
            by: self.decided_by.clone(),
            reason: self.reason.clone(),
        }
    }
}

pub(super) fn run(arguments: &FindArguments) -> Exit {
    ended(answered(arguments))
}

fn answered(arguments: &FindArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    arguments.pictures.checked(arguments.output.is_json())?;
    let series = arguments.series.asked()?;
    let options = crate::input::ReadOptions {
        zone: arguments.tz.clone(),
        hours: arguments.hours.clone(),
        nation: arguments.nation.clone(),
    };
    let decides = Decides::from(arguments.choose.is_some());
    let case = match decides {
        Decides::Something => Case::open_to_change(&arguments.folder, &options),
        Decides::Nothing => Case::open(&arguments.folder, &options),
    };
    let mut case = case.map_err(CaseError::messages)?;
    if let Some(grain) = &arguments.grain {
        let minutes = parse_grain(grain).map_err(|fault| vec![format!("--grain: {fault}")])?;
        case.set_grain(minutes);
    }
    if arguments.offline {
        case.stay_offline();
    }
    case.warnings.iter().for_each(complain);
    // One length is that of the meeting; of several none is, where the row states its own.
    let duration = match arguments.durations.as_slice() {
        [first, ..] if !states_row(arguments, &case)? => Some(first.as_str()),
        [only] => Some(only.as_str()),
        _ => None,
    };
    let meeting = meeting(arguments, &case, duration)?;
    if let Some(spec) = series {
        return series::answered(arguments, &case, &meeting, spec, now);
    }
    let compared = compared(arguments, &case, &meeting, now)?;
    let feeds = case.read_feeds(&meeting, now);
    let prepared = case.prepare(&meeting, &feeds, now)?;
    let found = find(
        &prepared.problem,
        &FindOptions {
            all: arguments.all,
            shown: usize::from(arguments.top),
        },
    );
    if !verified(&prepared, &found) {
        return Ok(Exit::Internal);
    }
    let report = FindReport {
        workspace: &case.workspace,
        meeting: &meeting,
        prepared: &prepared,
        found: &found,
        receipts: case.receipts(&meeting, &feeds, now),
    };
    let what_if = compared.as_deref();
    let mut shown = match (arguments.output.is_json(), what_if) {
        (true, None) => json(&report),
        (true, Some(columns)) => {
            let value = what_if_json(&case.workspace, columns);
            json_with(&report, vec![("what_if", value)])
        }
        (false, None) => text(&report),
        (false, Some(columns)) => {
            let table = what_if_text(&case.workspace, columns);
            format!("{}\n{table}", text(&report))
        }
    };
    let pictures = arguments.pictures.made(&report);
    if let Some(heat) = &pictures.heat {
        shown.push_str(&format!("\n{heat}"));
    }
    if let Some(number) = arguments.choose {
        let basis = Basis {
            meeting: &meeting,
            prepared: &prepared,
            found: &found,
            feeds: &feeds,
        };
        let chosen = choose(arguments, &case, &basis, number, now)?;
        match arguments.output.is_json() {
            true => complain(&chosen),
            false => shown.push_str(&format!("\n{chosen}\n")),
        }
    }
    let written = pictures.write()?;
    match arguments.output.is_json() {
        true => written.iter().for_each(complain),
        false if written.is_empty() => {}
        false => shown.push_str(&format!("\n{}\n", written.join("\n"))),
    }
    let in_time = |slot: &Slot| slot.state != State::Short && !slot.score.late;
    let positive = found.slots.first().is_some_and(in_time);
    Ok(match answer(&shown) {
        Exit::Answer if !positive => Exit::Negative,
        exit => exit,
    })
}

/// Holds every slot against the independent check before anybody sees it.
pub(super) fn verified(prepared: &Prepared, found: &Found) -> bool {
    let mut sound = true;
    for slot in &found.slots {
        for violation in check_slot(&prepared.problem, slot) {
            sound = false;
            complain(format_args!(
                "internal error: the slot at {} fails its own check ({}); nothing is shown, please report this",
                slot.start,
                violation.rule.name()
            ));
        }
    }
    sound
}

/// The row of the tables that is meant; `None` where flags state it all.
fn row(arguments: &FindArguments, case: &Case) -> Result<Option<MeetingSpec>, Vec<String>> {
    let states_all = !arguments.seats.is_empty() || !arguments.types.is_empty();
    case.meeting(arguments.reference.as_deref(), states_all)
}

fn states_row(arguments: &FindArguments, case: &Case) -> Result<bool, Vec<String>> {
    row(arguments, case).map(|row| row.is_some())
}

/// The table of what would be otherwise: nothing where nothing is compared.
fn compared(
    arguments: &FindArguments,
    case: &Case,
    meeting: &MeetingSpec,
    now: Instant,
) -> Result<Option<Vec<Alternative>>, Vec<String>> {
    let plain = match states_row(arguments, case)? {
        true => self::meeting(arguments, case, None)?,
        false => meeting.clone(),
    };
    // Flags alone state the first length.
    let durations = match arguments.durations.as_slice() {
        all if states_row(arguments, case)? => all,
        [_, more @ ..] => more,
        [] => &[],
    };
    let changes = arguments.what_if.changes(case, &plain, durations)?;
    Ok((!changes.is_empty()).then(|| alternatives(case, &plain, &changes, now)))
}

/// The meeting to search for: a row of the tables with what flags say instead, or flags alone.
fn meeting(
    arguments: &FindArguments,
    case: &Case,
    duration: Option<&str>,
) -> Result<MeetingSpec, Vec<String>> {
    let stated = row(arguments, case)?;
    let told = |faults: Vec<crate::input::Fault>| -> Vec<String> {
        faults.iter().map(ToString::to_string).collect()
    };
    let Some(mut meeting) = stated else {
        let reference = arguments.reference.as_deref().unwrap_or("new");
        let (meeting, warnings) =
            read_meeting(&case.workspace, reference, &columns(arguments, duration))
                .map_err(told)?;
        warnings.iter().for_each(complain);
        return Ok(match case.workspace.kind {
            WorkspaceKind::Bare => with_whole_team(&case.workspace, meeting),
            WorkspaceKind::Tables => meeting,
        });
    };
    if !arguments.types.is_empty() || !arguments.team.is_empty() {
        return Err(vec![words::type_of_row(&meeting.reference)]);
    }
    // The same reader takes the flags, with the row's own duration where none is given, and what was given replaces the row's.
    let own_duration = format!("{}m", meeting.duration_minutes);
    if !arguments.durations.is_empty() && !meeting.parts.is_empty() {
        return Err(vec![words::duration_of_parts(&meeting.reference)]);
    }
    let columns = columns(arguments, duration.or(Some(&own_duration)));
    if columns.len() > 1 || duration.is_some() {
        let (flags, warnings) =
            read_meeting(&case.workspace, &meeting.reference, &columns).map_err(told)?;
        warnings.iter().for_each(complain);
        let stated: Vec<String> = flags.flags.iter().map(|state| state.flag.clone()).collect();
        meeting = overridden(meeting, flags, arguments, duration.is_some());
        if arguments.seats.is_empty() {
            // With seats the reader has said it; what the row itself states was remarked on when it was read.
            let idle = flags_of_no_seat(&meeting, &case.workspace.rules, &stated);
            idle.iter()
                .for_each(|what| complain(format_args!("--flag: {what}")));
        }
    }
    Ok(meeting)
}

fn columns<'a>(
    arguments: &'a FindArguments,
    duration: Option<&'a str>,
) -> Vec<(&'static str, &'a str)> {
    let single = [
        ("duration", duration),
        ("from", arguments.from.as_deref()),
        ("by", arguments.by.as_deref()),
        ("within", arguments.within.as_deref()),
        ("agencies", arguments.agencies.as_deref()),
        ("quorum", arguments.quorum.as_deref()),
        ("venue", arguments.venue.as_deref()),
        ("notice", arguments.notice.as_deref()),
        ("trigger", arguments.trigger.as_deref()),
        ("previous", arguments.previous.as_deref()),
        ("number", arguments.number.as_deref()),
    ];
    let single = single
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    let seats = arguments.seats.iter().map(|seat| ("seats", seat.as_str()));
    let flags = arguments.flags.iter().map(|flag| ("flags", flag.as_str()));
    let lists = [
        ("type", &arguments.types),
        ("anchors", &arguments.anchors),
        ("team", &arguments.team),
    ];
    let lists = lists
        .into_iter()
        .flat_map(|(name, values)| values.iter().map(move |value| (name, value.as_str())));
    single.chain(seats).chain(flags).chain(lists).collect()
}

/// `row` with everything replaced that the flags state.
fn overridden(
    row: MeetingSpec,
    flags: MeetingSpec,
    arguments: &FindArguments,
    is_length_given: bool,
) -> MeetingSpec {
    let given = Option::is_some;
    let mut meeting = row;
    if is_length_given {
        meeting.duration_minutes = flags.duration_minutes;
    }
    meeting.window.from = flags.window.from.or(meeting.window.from);
    meeting.window.limit = flags.window.limit.or(meeting.window.limit);
    if !arguments.seats.is_empty() {
        meeting.seats = flags.seats;
    }
    meeting.agencies = flags.agencies.or(meeting.agencies);
    meeting.quorum = flags.quorum.or(meeting.quorum);
    if given(&arguments.venue.as_ref()) {
        meeting.venue = flags.venue;
    }
    if let Some(stated) = flags.subjects.first() {
        // Days on the command line are those of everybody whom the meeting is about.
        if meeting.subjects.is_empty() {
            meeting.subjects.clone_from(&flags.subjects);
        }
        for subject in &mut meeting.subjects {
            subject.trigger = stated.trigger.or(subject.trigger);
            subject.previous = stated.previous.or(subject.previous);
            subject.number = stated.number.or(subject.number);
        }
    }
    meeting.anchors.extend(flags.anchors);
    meeting.notice_working_days = flags.notice_working_days.or(meeting.notice_working_days);
    for state in flags.flags {
        meeting.flags.retain(|known| known.flag != state.flag);
        meeting.flags.push(state);
    }
    meeting
}

/// What was searched, and what was found.
struct Basis<'a> {
    meeting: &'a MeetingSpec,
    prepared: &'a Prepared,
    found: &'a Found,
    feeds: &'a FeedBook,
}

/// Writes slot `number` of the list into the arrangements; the sentence that says so.
fn choose(
    arguments: &FindArguments,
    case: &Case,
    basis: &Basis<'_>,
    number: usize,
    now: Instant,
) -> Result<String, Vec<String>> {
    let Basis {
        meeting,
        prepared,
        found,
        feeds,
    } = *basis;
    let problem = &prepared.problem;
    if case.workspace.kind == WorkspaceKind::Bare && arguments.reference.is_none() {
        return Err(vec![words::choose_needs_ref().to_owned()]);
    }
    let Some(slot) = number
        .checked_sub(1)
        .and_then(|index| found.slots.get(index))
    else {
        return Err(vec![words::no_such_slot(
            number,
            found.slots.len(),
            "--top",
        )]);
    };
    if slot.state == State::Short && !arguments.discretion {
        return Err(vec![words::short_needs_discretion(number)]);
    }
    let again = |state: &FlagState| state.flag == INQUORATE && state.set;
    if slot.state == State::Short && meeting.flags.iter().any(again) {
        return Err(vec![words::discretion_twice(&problem.reference, number)]);
    }
    let known = case.workspace.arranged(&problem.reference);
    let mut arranged = arrangement(&case.workspace, problem, slot);
    arranged.uid = match known {
        Some(known) if !known.uid.is_empty() => known.uid.clone(),
        _ => new_uid(arguments.seed, &problem.reference),
    };
    arranged.chosen_at = Some(now);
    if let Some(known) = known {
        let same = known.tells_the_same(&arranged);
        arranged.sequence = known.sequence + u32::from(!same);
        arranged.series.clone_from(&known.series);
    }
    let dropped: Vec<String> = known
        .into_iter()
        .flat_map(|known| &known.attending)
        .filter(|before| {
            !arranged
                .attending
                .iter()
                .any(|after| after.contact == before.contact)
        })
        .map(|before| case.workspace.contact(before.contact).name.clone())
        .collect();
    let mut all = case.workspace.arrangements.clone();
    match all
        .iter_mut()
        .find(|other| other.reference.eq_ignore_ascii_case(&problem.reference))
    {
        Some(other) => *other = arranged,
        None => all.push(arranged),
    }
    let grounds = Grounds {
        meeting,
        prepared,
        feeds,
        shown: found.slots.iter().filter_map(Shown::of).collect(),
        number,
    };
    let decider = arguments.decider();
    let why = case.has_book().then(|| {
        let facts = grounds.facts(case, now);
        decider.decision("choose", &problem.reference, &facts, now)
    });
    let path = case.arrange(&all, why.as_slice())?;
    let when = Interval::new(slot.start, slot.end);
    let when = when.map_or(String::new(), |when| words::when(when, &problem.zone));
    let mut text = words::chosen(&problem.reference, &when, &path.display().to_string());
    if !dropped.is_empty() {
        text.push('\n');
        text.push_str(&words::no_longer_needed(&dropped));
    }
    let asked = decider.asked(&problem.reference, slot.score.late);
    if let Some(asked) = asked.filter(|_| case.has_book()) {
        text.push('\n');
        text.push_str(&asked);
    }
    Ok(text)
}
