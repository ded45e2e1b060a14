//! `quorate check`: verifies arranged meetings, or a plan made anywhere, by arithmetic of its own.

use super::case::{Case, CaseError};
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::check::{Objective, Rule, Violation, check_arranged, check_slot, objective};
use crate::edge::files;
use crate::model::{
    Arranged, Attendance, Confirming, Ground, LimitSpec, MeetingSpec, MemberId, Problem, RankLevel,
    Score, SeatId, Slot, State, Tally, WindowSpec,
};
use crate::report::plan_check::{Checked, Found, json, text};
use crate::time::{Instant, Zone};
use chrono::NaiveDate;
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate check case/
  quorate check case/ plan-by-hand.json --json")]
pub(super) struct CheckArguments {
    /// The workspace
    folder: PathBuf,
    /// A plan (quorate-plan/1); without it, the folder's arrangements.json
    plan: Option<PathBuf>,
    /// Ask no server: use what is kept of feeds, with its age
    #[arg(long)]
    offline: bool,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &CheckArguments) -> Exit {
    ended(answered(arguments))
}

fn answered(arguments: &CheckArguments) -> Result<Exit, Vec<String>> {
    const LARGEST_PLAN: usize = 64 << 20;
    let plan = match &arguments.plan {
        Some(path) => {
            Some(files::read(path, LARGEST_PLAN).map_err(|error| vec![error.to_string()])?)
        }
        None => None,
    };
    let mut case = Case::open_with(&arguments.folder, &Default::default(), plan)
        .map_err(CaseError::messages)?;
    if arguments.offline {
        case.stay_offline();
    }
    case.warnings.iter().for_each(complain);
    let now = now(arguments.now);
    let mut found = Vec::new();
    let mut levels: Vec<(RankLevel, i64)> = case
        .workspace
        .policy
        .order
        .iter()
        .map(|level| (*level, 0))
        .collect();
    let mut states = Vec::new();
    for arranged in &case.workspace.arrangements {
        let (violations, objective) = one_meeting(&case, arranged, now)?;
        found.extend(violations);
        states.push(arranged.state);
        if let Some(objective) = objective {
            for ((_, sum), value) in levels.iter_mut().zip(objective.levels) {
                *sum += value.unwrap_or(0);
            }
        }
    }
    found.extend(
        check_arranged(&case.workspace)
            .into_iter()
            .map(Found::Together),
    );
    let checked = Checked {
        workspace: &case.workspace,
        states,
        levels,
        found,
    };
    let shown = match arguments.output.is_json() {
        true => json(&checked),
        false => text(&checked),
    };
    Ok(match answer(&shown) {
        Exit::Answer if !checked.found.is_empty() => Exit::Negative,
        exit => exit,
    })
}

/// What is wrong with one arranged meeting as of now; meetings that are over, or whose row is gone, are left alone.
fn one_meeting(
    case: &Case,
    arranged: &Arranged,
    now: Instant,
) -> Result<(Vec<Found>, Option<Objective>), Vec<String>> {
    let meetings = &case.workspace.meetings;
    let Some(meeting) = meetings.iter().find(|m| m.reference == arranged.reference) else {
        return Ok((Vec::new(), None));
    };
    if arranged.interval.start() < now {
        return Ok((Vec::new(), None));
    }
    let feeds = case.read_feeds(meeting, now);
    // What was arranged after its limit, or with it, is still to be verified when the limit is past.
    let prepared = case.prepare(meeting, &feeds, now).or_else(|faults| {
        let mut as_arranged = meeting.clone();
        as_arranged.window = WindowSpec {
            from: None,
            limit: Some(LimitSpec::By(arranged_on(case, meeting, arranged))),
        };
        let feeds = case.read_feeds(&as_arranged, now);
        case.prepare(&as_arranged, &feeds, now).map_err(|_| faults)
    })?;
    let problem = &prepared.problem;
    let (slot, mut found) = as_slot(arranged, problem);
    let violations = check_slot(problem, &slot)
        .into_iter()
        .filter(|v| counts(v, arranged.state));
    found.extend(violations.map(|violation| {
        Found::Alone {
            reference: arranged.reference.clone(),
            member: violation
                .member
                .map(|member| problem.member(member).id.clone()),
            violation,
        }
    }));
    Ok((found, Some(objective(problem, &slot))))
}

/// The local date of an arrangement.
fn arranged_on(case: &Case, meeting: &MeetingSpec, arranged: &Arranged) -> NaiveDate {
    let name = meeting
        .zone
        .as_ref()
        .unwrap_or(&case.workspace.defaults.zone);
    // Zone names were checked when the tables were read.
    let zone = Zone::named(name).unwrap_or_else(Zone::utc);
    zone.local(arranged.interval.start()).date()
}

/// Whether a finding is a fault of an arrangement: the hard rules, and a state worse than it was chosen with. That grounds have changed
/// or a better venue has come free since is none.
fn counts(violation: &Violation, chosen: State) -> bool {
    use crate::check::Finding;
    match violation.rule {
        Rule::Window | Rule::Hours | Rule::Length | Rule::Availability | Rule::OneSeat => true,
        Rule::Candidate | Rule::Places | Rule::Apart => true,
        Rule::Venue => !matches!(violation.finding, Finding::BetterVenue { .. }),
        Rule::State => {
            matches!(violation.finding, Finding::WrongState { actual, .. } if actual > chosen)
        }
        _ => false,
    }
}

/// An arrangement as a slot of the problem, with the people and seats that the problem does not know as findings.
fn as_slot(arranged: &Arranged, problem: &Problem) -> (Slot, Vec<Found>) {
    let mut unknown = Vec::new();
    let mut attending = Vec::new();
    for one in &arranged.attending {
        let seat = problem.seats.iter().position(|seat| seat.id == one.seat);
        let member = problem
            .members
            .iter()
            .position(|m| m.contact == Some(one.contact));
        match (seat, member) {
            (Some(seat), Some(member)) => attending.push(Attendance {
                seat: SeatId(seat as u32),
                member: MemberId(member as u32),
                role: one.role,
                ground: Ground::Feed,
                mode: problem.seats[seat].mode,
                present: one.present.clone(),
                percent: 100,
            }),
            _ => unknown.push(Found::NotInvited {
                reference: arranged.reference.clone(),
                seat: one.seat.clone(),
                contact: one.contact,
            }),
        }
    }
    let confirm = |id: &String| {
        let member = problem.members.iter().position(|member| member.id == *id)?;
        Some(Confirming::Member(MemberId(member as u32)))
    };
    let slot = Slot {
        start: arranged.interval.start(),
        end: arranged.interval.end(),
        venue: arranged.venue,
        state: arranged.state,
        confirm: arranged
            .confirm
            .iter()
            .map(|set| set.iter().filter_map(confirm).collect())
            .collect(),
        confirm_more: false,
        sure: Tally::default(),
        possible: Tally::default(),
        attending,
        missing: Vec::new(),
        falls_if: Vec::new(),
        ask_about: Vec::new(),
        spare_working_days: None,
        score: Score {
            late: false,
            confirmations: 0,
            levels: [0; RankLevel::COUNT],
            start: arranged.interval.start(),
            venue: 0,
        },
        folded: Vec::new(),
        labels: Vec::new(),
    };
    (slot, unknown)
}
