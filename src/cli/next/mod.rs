//! `quorate next`: at the end of a meeting, the dates of those that follow it.
//!
//! What follows, and from when it counts, is the rules' business, and who comes is carried over, in `prepare::next`; times are looked for as `find` does, and taken in `choice`. No server is asked: this is for the last minutes of a meeting, wherever it is held.

mod choice;

use super::case::{Case, CaseError};
use super::find::verified;
use super::kept::{Choice, Decides};
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::edge::write_atomically;
use crate::input::{before_its_start, parse_date, read_meeting};
use crate::model::{Found, MeetingSpec, Slot, State};
use crate::prepare::next::{Following, case_of, course, follow_on, next_reference};
use crate::prepare::{Clocked, NEAR_WORKING_DAYS, Prepared};
use crate::report::next::{Follower, Next, Outcome, Search, json, page, slip, text};
use crate::report::words_en as words;
use crate::solve::{FindOptions, find};
use crate::time::Instant;
use choice::{choices, choose};
use chrono::NaiveDate;
use clap::Args;
use std::collections::BTreeSet;
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate next case/ CP-2041 --held 8/12/2026
  quorate next case/ CP-2041 --held 8/12/2026 --slip dates.html
  quorate next case/ CP-2041 --held 8/12/2026 --choose core-group=2 --choose rcpc=1

Asks no server, so it answers at once: run quorate fetch beforehand where feeds are on servers. --choose writes the meeting into
the meetings table and its time into arrangements.json.")]
pub(super) struct NextArguments {
    /// The workspace
    folder: PathBuf,
    /// The meeting that was held
    #[arg(value_name = "REF")]
    reference: String,
    /// The day on which it was held
    #[arg(long, value_name = "DATE")]
    held: String,
    /// It was not quorate: when it has to be held again
    #[arg(long)]
    inquorate: bool,
    /// How many times to show for each meeting
    #[arg(long, value_name = "NUMBER", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=20))]
    times: u8,
    /// Take time N of the meeting of this type: core-group=2; may be given several times
    #[arg(long = "choose", value_name = "TYPE=N")]
    choices: Vec<String>,
    #[command(flatten)]
    decider: Choice,
    /// Write the dates as a slip for those in the room: a page to print (.html), or text
    #[arg(long, value_name = "FILE")]
    slip: Option<PathBuf>,
    /// Fixes the identifiers that new arrangements get
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    #[command(flatten)]
    output: Output,
    /// Take this as the present moment, for repeatable runs
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    now: Option<Instant>,
}

pub(super) fn run(arguments: &NextArguments) -> Exit {
    ended(answered(arguments))
}

fn answered(arguments: &NextArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let decides = Decides::from(!arguments.choices.is_empty());
    arguments.decider.checked(decides, "--by", "--choose")?;
    let case = match decides {
        Decides::Something => Case::open_to_change(&arguments.folder, &Default::default()),
        Decides::Nothing => Case::open(&arguments.folder, &Default::default()),
    };
    let mut case = case.map_err(CaseError::messages)?;
    case.stay_offline();
    let held = parse_date(&arguments.held).map_err(|fault| vec![format!("--held: {fault}")])?;
    let meeting = case
        .meeting(Some(&arguments.reference), false)?
        .ok_or_else(|| vec![words::no_type(&arguments.reference)])?;
    let kind = meeting.types.first();
    let Some(kind) = kind.and_then(|id| case.workspace.rules.kind(id)) else {
        return Err(vec![words::no_type(&meeting.reference)]);
    };
    let choices = choices(&arguments.choices)?;
    let clocked = Clocked::new(&case.workspace, &meeting);
    for kind in clocked.kinds() {
        for (_, facts) in clocked.facts(kind) {
            if let Some(fault) = before_its_start(kind, facts.trigger, facts.previous, held) {
                return Err(vec![format!("--held: {fault}")]);
            }
        }
    }
    let today = clocked.zone().local(now).date();
    let course = course(
        &clocked,
        &case.workspace.rules,
        held,
        arguments.inquorate,
        today,
    );
    let search = Searching {
        case: &case,
        held: &meeting,
        day: held,
        times: usize::from(arguments.times),
        now,
    };
    let mut followers = Vec::new();
    for following in course.following {
        match search.follower(following) {
            Some(follower) => followers.push(follower),
            None => return Ok(Exit::Internal),
        }
    }
    let kinds = followers.iter().map(|one: &Follower| one.kind);
    let old = kinds.filter_map(|kind| words::rules::not_in_force(kind, today));
    old.for_each(complain);
    // A stable sort: what has no limit comes last, in the order of the rules.
    followers.sort_by_key(|one| one.limit().unwrap_or(NaiveDate::MAX));
    let next = Next {
        workspace: &case.workspace,
        today,
        reference: &meeting.reference,
        kind,
        held,
        bound: course.bound,
        followers,
        duties: course.duties,
    };
    let told = choose(
        &case,
        &next,
        &choices,
        (arguments.seed, &arguments.decider),
        now,
    )?;
    if let Some(path) = &arguments.slip {
        let is_page = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("html"));
        let content = if is_page { page(&next) } else { slip(&next) };
        write_atomically(path, content.as_bytes())
            .map_err(|error| vec![format!("{}: {error}", path.display())])?;
    }
    let mut shown = match arguments.output.is_json() {
        true => json(&next),
        false => text(&next),
    };
    for sentence in told {
        match arguments.output.is_json() {
            true => complain(&sentence),
            false => shown.push_str(&format!("\n{sentence}\n")),
        }
    }
    let found = next.followers.iter().all(|one| has_time(&one.outcome));
    Ok(match answer(&shown) {
        Exit::Answer if !found => Exit::Negative,
        exit => exit,
    })
}

/// It stands, or can be quorate in time.
fn has_time(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Arranged { .. } => true,
        Outcome::Faulty(_) => false,
        Outcome::Searched(search) => search
            .found
            .slots
            .first()
            .is_some_and(|slot| slot.state != State::Short && !slot.score.late),
    }
}

struct Searching<'a> {
    case: &'a Case,
    held: &'a MeetingSpec,
    day: NaiveDate,
    times: usize,
    now: Instant,
}

impl<'a> Searching<'a> {
    /// The following meeting with its times. `None` where a time fails its own check.
    fn follower(&self, following: Following<'a>) -> Option<Follower<'a>> {
        let Following { kind, clocks } = following;
        let workspace = &self.case.workspace;
        let case = case_of(&self.held.reference, &workspace.rules);
        let reference = next_reference(case, kind, clocks.highest());
        let arranged = workspace.arranged(&self.held.reference);
        let stated = follow_on(workspace, self.held, arranged, kind, &clocks);
        let outcome = match self.search(&reference, &stated.columns) {
            Err(faults) => Outcome::Faulty(faults),
            Ok(None) => return None,
            Ok(Some(search)) => match workspace.arranged(&reference) {
                Some(arranged) => Outcome::Arranged { arranged, search },
                None => Outcome::Searched(search),
            },
        };
        Some(Follower {
            reference,
            kind,
            number: clocks.number(),
            columns: stated.columns,
            chair: stated.chair.map(|chair| (chair.contact, chair.continuity)),
            left_out: stated.left_out,
            outcome,
        })
    }

    /// The best times; `Ok(None)` where one of them fails its own check.
    ///
    /// A review that is due in three months is not wanted next week: first only the time before its target is looked at, and
    /// all of it where that has nothing to offer.
    fn search(
        &self,
        reference: &str,
        columns: &[(&'static str, String)],
    ) -> Result<Option<Box<Search>>, Vec<String>> {
        let stated: Vec<(&str, &str)> = columns
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let (mut meeting, _) = read_meeting(&self.case.workspace, reference, &stated)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
        let after = self.day.succ_opt().unwrap_or(self.day);
        meeting.window.from = Some(meeting.window.from.map_or(after, |from| from.max(after)));
        let feeds = self.case.read_feeds(&meeting, self.now);
        let whole = self.case.prepare(&meeting, &feeds, self.now)?;
        let options = FindOptions {
            all: false,
            shown: self.times * LOOKED_AT,
        };
        let near = whole.problem.limit.as_ref().and_then(|limit| {
            let problem = &whole.problem;
            let margin = problem.policy.target_margin_working_days;
            let inside = problem.working_days.before(limit.hold_by, margin);
            let aimed = problem.target.map_or(inside, |target| target.min(inside));
            let from = problem.working_days.before(aimed, NEAR_WORKING_DAYS);
            (from > whole.problem.from).then_some(from)
        });
        if let Some(from) = near {
            let mut late = meeting.clone();
            late.window.from = Some(from);
            let prepared = self.case.prepare(&late, &feeds, self.now)?;
            let found = self.varied(find(&prepared.problem, &options), &prepared);
            let fits = |slot: &Slot| slot.state != State::Short && !slot.score.late;
            if found.slots.first().is_some_and(fits) {
                return Ok(verified(&prepared, &found).then(|| {
                    Box::new(Search {
                        meeting: late,
                        prepared,
                        found,
                    })
                }));
            }
        }
        let found = self.varied(find(&whole.problem, &options), &whole);
        Ok(verified(&whole, &found).then(|| {
            Box::new(Search {
                meeting,
                prepared: whole,
                found,
            })
        }))
    }
}

impl Searching<'_> {
    /// As many of the best times as are shown, on as many days as there are: a room full of people chooses among days.
    fn varied(&self, mut found: Found, prepared: &Prepared) -> Found {
        let day = |slot: &Slot| prepared.problem.zone.local(slot.start).date();
        let (mut days, mut first, mut further) = (BTreeSet::new(), Vec::new(), Vec::new());
        for (rank, slot) in found.slots.iter().enumerate() {
            match days.insert(day(slot)) {
                true => first.push(rank),
                false => further.push(rank),
            }
        }
        first.extend(further);
        first.truncate(self.times);
        let mut rank = 0..;
        found
            .slots
            .retain(|_| rank.next().is_some_and(|rank| first.contains(&rank)));
        found
    }
}

/// So many times are ranked for each that is shown.
const LOOKED_AT: usize = 8;
