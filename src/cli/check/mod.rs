//! `quorate check`: verifies arranged meetings, or a plan made anywhere, by arithmetic of its own.
//!
//! ```text
//! arrangements.json | PLAN ──► claims ──► prepare_batch (their time not taken) ──► slots that say everything ──► check ──► answer
//! ```
//! What a plan does not state is filled in and not held against it.

mod claims;
mod counts;

use super::case::Case;
use super::plan::{LARGEST_PLAN, old_plan};
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::check::{
    ArrangedRule, ArrangedViolation, PlanFinding, PlanViolation, Rule, as_claimed, check_arranged,
    check_levels, examine_meetings,
};
use crate::cycles::cycles;
use crate::edge::files;
use crate::input::{ClaimedPlan, ClaimedRow, read_claimed_plan};
use crate::model::{
    Arranged, ArrangedAttendance, Batch, LevelValue, LimitSpec, MeetingSpec, Placed, Plan,
    PlanLevel, Proof, Stopped, Unplaced, UnplacedReason, WindowSpec,
};
use crate::prepare::{BatchPrepared, BatchSetting};
use crate::report::plan_check::{Checked, Found, json, text};
use crate::report::words_en as words;
use crate::time::{Instant, Zone};
use chrono::{Days, NaiveDate};
use claims::claims;
use clap::Args;
use counts::{Source, counts};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[derive(Args)]
#[command(after_help = "\
Examples:
  quorate check case/
  quorate check case/ plan-by-hand.csv
  quorate check case/ plan.json --json

A plan by hand is a file in the plan format, or a spreadsheet saved as CSV with a row a meeting: Ref, Date, Start, End, Room, and the \
people in one column (People: ids or names, ; between them) or in columns headed by their roles. What it does not state is not held \
against it.")]
pub(super) struct CheckArguments {
    /// The workspace
    folder: PathBuf,
    /// A plan (quorate-plan/1, or CSV); without it, the folder's arrangements.json
    plan: Option<PathBuf>,
    /// The plan that people were told of before: whom the new one tells anew is then verified too
    #[arg(long, value_name = "OLD", requires = "plan")]
    from_plan: Option<PathBuf>,
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
    let mut case = Case::open_to_read(&arguments.folder, arguments.offline)?;
    let now = now(arguments.now);
    let (plan, source) = match &arguments.plan {
        Some(path) => (read_plan(&case, path)?, Source::Plan),
        None => {
            let plan = ClaimedPlan::of_arrangements(&case.workspace.arrangements);
            (plan, Source::Arrangements)
        }
    };
    let old = match &arguments.from_plan {
        Some(path) => Some(old_plan(&case, path)?),
        None => None,
    };
    let followers = followers(&case, &plan, old.as_deref(), now)?;
    let sorted = Sorted::new(&case, &plan, &followers, source, now);
    let told = make_room(&mut case, &sorted);
    let published = old.or(Some(told).filter(|told| !told.is_empty()));
    let setting = BatchSetting {
        published: published.as_deref(),
    };
    let mut prepared = prepared(&case, &plan, &sorted, &followers, now, &setting)?;
    let is_replanned = arguments.from_plan.is_some() || tells_replanned(&case, &plan);
    prepared.batch.order = PlanLevel::order(&case.workspace.policy, is_replanned);
    let batch = &prepared.batch;

    let claims = claims(&case.workspace, &prepared, &sorted.looked_at);
    let mut found = claims.found;
    let unknown = sorted.unknown.iter();
    found.extend(unknown.map(|reference| Found::Unknown {
        reference: reference.clone(),
    }));
    let mut whole = Plan {
        placed: as_claimed(batch, &claims.meetings),
        unplaced: unplaced(batch, &plan, &claims.meetings),
        levels: Vec::new(),
        proof: Proof::Feasible,
        stopped: Stopped::Steps,
        steps: 0,
    };
    let checked = examine_meetings(batch, &whole);
    let mut violations = checked.violations;
    // Of a plan some of whose meetings are over what it counted as a whole cannot be counted again.
    let is_later = plan.made_at.is_some_and(|made_at| made_at != now);
    let is_begun = plan.meetings.iter().any(|row| row.start < now);
    if !plan.levels.is_empty() && !is_begun {
        whole.levels = levels(batch, &plan, &checked.objective);
        whole.proof = plan.proof.unwrap_or(Proof::Feasible);
        whole.stopped = plan.stopped.unwrap_or(Stopped::Steps);
        let mut known = checked.objective;
        for (level, value) in batch.order.iter().zip(&mut known) {
            let is_known = match level {
                // How many are told anew is known of a plan that changes another only where that one is given.
                PlanLevel::Disruption => arguments.from_plan.is_some(),
                // They count from the day on which the plan was made.
                PlanLevel::Margin | PlanLevel::Earliness => !is_later,
                _ => true,
            };
            if !is_known {
                *value = None;
            }
        }
        violations.extend(check_levels(batch, &whole, &known));
    }
    let rows: BTreeMap<usize, &ClaimedRow> = claims.rows;
    // The days to spare of a meeting that follows another count from the day of that one once it is over, and not before.
    let is_counted_anew = |meeting: usize| is_later && prepared.specs[meeting].after.is_some();
    let counted_anew = |one: &PlanViolation| {
        let is_spare = matches!(&one.finding, PlanFinding::Slot(slot) if slot.rule == Rule::Limit);
        is_spare && one.meeting.is_some_and(is_counted_anew)
    };
    violations.retain(|one| counts(one, &rows, batch, source) && !counted_anew(one));
    let together = together(&case, &sorted, batch, &whole.placed, &violations);
    found.extend(violations.into_iter().map(Found::Plan));
    found.extend(together);
    let checked = Checked {
        workspace: &case.workspace,
        batch,
        meetings: plan.meetings.len(),
        objective: batch.order.into_iter().zip(checked.objective).collect(),
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

fn read_plan(case: &Case, path: &Path) -> Result<ClaimedPlan, Vec<String>> {
    let bytes = files::read(path, LARGEST_PLAN).map_err(|error| vec![error.to_string()])?;
    let name = path.display().to_string();
    let read = read_claimed_plan(&name, &bytes, &case.workspace);
    let (plan, warnings) =
        read.map_err(|faults| -> Vec<String> { faults.iter().map(ToString::to_string).collect() })?;
    warnings.iter().for_each(complain);
    Ok(plan)
}

/// The meetings that have no row and follow others by the rules, as far as the plan names them.
fn followers(
    case: &Case,
    plan: &ClaimedPlan,
    old: Option<&[Arranged]>,
    now: Instant,
) -> Result<Vec<MeetingSpec>, Vec<String>> {
    /// How long after a meeting its limit can lie, in days: reviews may be held well before theirs.
    const MOST_IN_HAND: u64 = 250;
    let rows = case.workspace.meetings.iter();
    let mut rows: BTreeSet<String> = rows.map(|one| lower(&one.reference)).collect();
    let placed = plan.meetings.iter().map(|row| &row.reference);
    let named: BTreeSet<String> = placed
        .chain(plan.unplaced.iter().flatten())
        .map(|reference| lower(reference))
        .collect();
    let of_series = of_series(case, &named);
    rows.extend(of_series.iter().map(|one| lower(&one.reference)));
    let last = plan.meetings.iter().map(|row| row.start).max();
    let (false, Some(last)) = (named.is_subset(&rows), last) else {
        return Ok(of_series);
    };
    let mut workspace = case.workspace.clone();
    let stands = |one: &Arranged| !named.contains(&lower(&one.reference));
    workspace.arrangements.retain(stands);
    let date = case.default_zone().local(last).date();
    let until = date.checked_add_days(Days::new(MOST_IN_HAND));
    let setting = BatchSetting { published: old };
    let all = cycles(&workspace, &workspace.meetings, until, now, &setting);
    let all = all.map_err(|error| vec![error.to_string()])?.meetings;
    let wanted = |one: &MeetingSpec| named.contains(&lower(&one.reference));
    Ok(all.into_iter().filter(wanted).chain(of_series).collect())
}

/// The arranged meetings of series that the plan names: each is verified by itself.
fn of_series(case: &Case, named: &BTreeSet<String>) -> Vec<MeetingSpec> {
    let arranged = case.workspace.arrangements.iter();
    let named = arranged.filter(|one| named.contains(&lower(&one.reference)));
    named
        .filter_map(|one| case.workspace.of_series(one))
        .collect()
}

/// The meetings of a plan by what becomes of them.
struct Sorted<'p> {
    looked_at: Vec<&'p ClaimedRow>,
    /// Over, or without a row any more: their people are taken, and nothing else is said of them.
    left_alone: Vec<&'p ClaimedRow>,
    /// References that no row has.
    unknown: Vec<String>,
}

impl<'p> Sorted<'p> {
    fn new(
        case: &Case,
        plan: &'p ClaimedPlan,
        followers: &[MeetingSpec],
        source: Source,
        now: Instant,
    ) -> Sorted<'p> {
        let meetings = case.workspace.meetings.iter().chain(followers);
        let known: BTreeSet<String> = meetings.map(|one| lower(&one.reference)).collect();
        let mut sorted = Sorted {
            looked_at: Vec::new(),
            left_alone: Vec::new(),
            unknown: Vec::new(),
        };
        for row in &plan.meetings {
            let is_known = known.contains(&lower(&row.reference));
            match is_known && row.start >= now {
                true => sorted.looked_at.push(row),
                false => sorted.left_alone.push(row),
            }
            if !is_known && row.start >= now && source == Source::Plan {
                sorted.unknown.push(row.reference.clone());
            }
        }
        let unplaced = plan.unplaced.iter().flatten();
        let unknown = unplaced.filter(|reference| !known.contains(&lower(reference)));
        sorted.unknown.extend(unknown.cloned());
        sorted
    }
}

fn lower(reference: &str) -> String {
    reference.to_ascii_lowercase()
}

/// Takes the arrangements of the meetings that are looked at out of the workspace, so that they are not in their own way, and puts
/// those in that are left alone. What is taken out is what people were told before.
fn make_room(case: &mut Case, sorted: &Sorted) -> Vec<Arranged> {
    let refs = |rows: &[&ClaimedRow]| -> BTreeSet<String> {
        rows.iter().map(|row| lower(&row.reference)).collect()
    };
    let looked_at = refs(&sorted.looked_at);
    let all = std::mem::take(&mut case.workspace.arrangements);
    let (told, mut kept): (Vec<Arranged>, Vec<Arranged>) = all
        .into_iter()
        .partition(|one| looked_at.contains(&lower(&one.reference)));
    let known: BTreeSet<String> = kept.iter().map(|one| lower(&one.reference)).collect();
    let left = sorted.left_alone.iter();
    let left = left.filter(|row| !known.contains(&lower(&row.reference)));
    kept.extend(left.filter_map(|row| row.arranged(UNSTATED_LENGTH)));
    case.workspace.arrangements = kept;
    told
}

/// How long a meeting is taken to last of which nothing is known but when it begins, in seconds.
const UNSTATED_LENGTH: i64 = 3_600;

/// The batch of which the plan is one: of all meetings where the plan tells which have no place, else of those that it names.
fn prepared(
    case: &Case,
    plan: &ClaimedPlan,
    sorted: &Sorted,
    followers: &[MeetingSpec],
    now: Instant,
    setting: &BatchSetting,
) -> Result<BatchPrepared, Vec<String>> {
    let rows: BTreeMap<String, &ClaimedRow> = sorted
        .looked_at
        .iter()
        .map(|row| (lower(&row.reference), *row))
        .collect();
    let is_named = |reference: &str| rows.contains_key(&lower(reference));
    let meetings = case.workspace.meetings.iter();
    let mut meetings: Vec<MeetingSpec> = meetings
        .filter(|one| plan.unplaced.is_some() || is_named(&one.reference))
        .chain(followers)
        .cloned()
        .collect();
    let feeds = case.read_batch_feeds(&meetings, now, setting);
    let first = case.prepare_batch(&meetings, &feeds, now, setting);
    let refused = |prepared: &BatchPrepared| -> BTreeSet<String> {
        let refused = prepared.refused.iter().map(|(reference, _)| reference);
        let named = refused.filter(|reference| is_named(reference));
        named.map(|reference| lower(reference)).collect()
    };
    let again = refused(&first);
    if again.is_empty() {
        return Ok(first);
    }
    // What was arranged after its limit, or with it, is still to be verified when the limit is past.
    for meeting in &mut meetings {
        if again.contains(&lower(&meeting.reference))
            && let Some(row) = rows.get(&lower(&meeting.reference))
        {
            meeting.window = WindowSpec {
                from: None,
                limit: Some(LimitSpec::By(date_of(case, meeting, row.start))),
            };
        }
    }
    let feeds = case.read_batch_feeds(&meetings, now, setting);
    let second = case.prepare_batch(&meetings, &feeds, now, setting);
    if refused(&second).is_empty() {
        return Ok(second);
    }
    // As they are written they are refused for reasons of their own, and those are told.
    let faults = first.refused.into_iter();
    let faults = faults.filter(|(reference, _)| refused(&second).contains(&lower(reference)));
    Err(faults
        .flat_map(|(reference, faults)| {
            let told: Vec<String> = faults.iter().map(words::meeting_fault).collect();
            told.into_iter()
                .map(move |fault| format!("meeting {reference}: {fault}"))
        })
        .collect())
}

/// The local date of a meeting that begins at `start`.
fn date_of(case: &Case, meeting: &MeetingSpec, start: Instant) -> NaiveDate {
    let name = meeting
        .zone
        .as_ref()
        .unwrap_or(&case.workspace.defaults.zone);
    // Zone names were checked when the tables were read.
    let zone = Zone::named(name).unwrap_or_else(Zone::utc);
    zone.local(start).date()
}

/// Whether the plan tells its levels in the order in which a plan that changes another one is made.
fn tells_replanned(case: &Case, plan: &ClaimedPlan) -> bool {
    let told = || plan.levels.iter().map(|level| level.level);
    let [fresh, again] =
        [false, true].map(|replanned| PlanLevel::order(&case.workspace.policy, replanned));
    !told().eq(fresh) && told().eq(again)
}

/// Where the plan lists what has no place, that; else everything that it does not name.
fn unplaced(
    batch: &Batch,
    plan: &ClaimedPlan,
    placed: &[crate::check::ClaimedMeeting],
) -> Vec<Unplaced> {
    let placed: BTreeSet<usize> = placed.iter().map(|one| one.meeting).collect();
    let listed: Option<BTreeSet<String>> = plan
        .unplaced
        .as_ref()
        .map(|refs| refs.iter().map(|reference| lower(reference)).collect());
    let is_unplaced = |meeting: &usize| match &listed {
        Some(listed) => listed.contains(&lower(&batch.problem(*meeting).reference)),
        None => !placed.contains(meeting),
    };
    (0..batch.meetings.len())
        .filter(is_unplaced)
        .map(|meeting| Unplaced {
            meeting,
            reason: UnplacedReason::Alone(Default::default()),
        })
        .collect()
}

/// The levels as the plan tells them, and as they are where it does not.
fn levels(
    batch: &Batch,
    plan: &ClaimedPlan,
    actual: &crate::check::PlanObjective,
) -> Vec<LevelValue> {
    let each = batch.order.into_iter().zip(actual);
    each.map(|(level, actual)| {
        let told = plan.levels.iter().find(|one| one.level == level);
        told.copied().unwrap_or(LevelValue {
            level,
            value: actual.unwrap_or(0),
            bound: None,
            of: None,
        })
    })
    .collect()
}

/// Clashes among everything that people know of, also of those whom a meeting does not ask for, where they are not told already.
fn together(
    case: &Case,
    sorted: &Sorted,
    batch: &Batch,
    placed: &[Placed],
    violations: &[crate::check::PlanViolation],
) -> Vec<Found> {
    let mut workspace = case.workspace.clone();
    let index: BTreeMap<String, &Placed> = placed
        .iter()
        .map(|one| (lower(&batch.problem(one.meeting).reference), one))
        .collect();
    for row in &sorted.looked_at {
        let Some(one) = index.get(&lower(&row.reference)) else {
            continue;
        };
        let problem = batch.problem(one.meeting);
        let Some(mut arranged) = row.arranged(problem.length) else {
            continue;
        };
        // Those whom the meeting knows are there as long as the slot says.
        let known = one.slot.attending.iter().filter_map(|attendance| {
            let contact = problem.members.get(attendance.member.index())?.contact?;
            Some((contact, attendance.present.clone()))
        });
        let known: BTreeMap<_, _> = known.collect();
        arranged.attending = arranged
            .attending
            .into_iter()
            .map(|attendance| ArrangedAttendance {
                present: known
                    .get(&attendance.contact)
                    .cloned()
                    .unwrap_or(attendance.present),
                ..attendance
            })
            .collect();
        arranged.buffer = arranged.buffer.larger(problem.buffer);
        workspace.arrangements.push(arranged);
    }
    let told: BTreeSet<(Option<ArrangedRule>, Vec<String>)> = violations
        .iter()
        .filter_map(|one| match &one.finding {
            PlanFinding::Together { meetings } => {
                let refs = meetings.iter().map(|m| lower(&batch.problem(*m).reference));
                let whose =
                    (one.contact.map(ArrangedRule::Contact)).or(one.venue.map(ArrangedRule::Venue));
                let mut refs: Vec<String> = refs.collect();
                refs.sort_unstable();
                Some((whose, refs))
            }
            _ => None,
        })
        .collect();
    let is_new = |found: &ArrangedViolation| {
        let refs = found.meetings.iter();
        let refs = refs.map(|index| lower(&workspace.arrangements[*index].reference));
        let mut refs: Vec<String> = refs.collect();
        refs.sort_unstable();
        !told.contains(&(Some(found.rule), refs))
    };
    let all = check_arranged(&workspace);
    let new = all.into_iter().filter(is_new);
    new.map(|found| Found::Together {
        rule: found.rule,
        references: found
            .meetings
            .iter()
            .map(|index| workspace.arrangements[*index].reference.clone())
            .collect(),
    })
    .collect()
}
