//! `quorate next`: at the end of a meeting, the dates of those that follow it.
//!
//! What follows, and from when it counts, is the rules' business; who comes is carried over by `follow_on`; times are looked
//! for as `find` does. No server is asked: this is for the last minutes of a meeting, wherever it is held.

mod follow_on;

use super::case::{Case, CaseError};
use super::find::{arrangement, new_uid, verified};
use super::{Exit, Output, answer, complain, ended, instant, now};
use crate::edge::write_atomically;
use crate::input::{meeting_appended, parse_date, read_meeting, write_arrangements};
use crate::model::rules::{Anchor, MeetingType, RuleBook, Sensitivity};
use crate::model::{Found, MeetingSpec, Slot, State};
use crate::prepare::{Clocked, Prepared};
use crate::report::next::{Duty, Follower, Next, Outcome, Search, json, page, slip, text};
use crate::report::words_en as words;
use crate::review::{Begun, CaseFacts, Link, Progress, Reach, chain};
use crate::solve::{FindOptions, find};
use crate::time::Instant;
use chrono::NaiveDate;
use clap::Args;
use follow_on::{Clock, ClockList, follow_on};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

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

/// A meeting that the rules let follow.
struct Following<'b> {
    kind: &'b MeetingType,
    clocks: ClockList,
}

fn answered(arguments: &NextArguments) -> Result<Exit, Vec<String>> {
    let now = now(arguments.now);
    let mut case =
        Case::open(&arguments.folder, &Default::default()).map_err(CaseError::messages)?;
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
    if let Some(path) = &arguments.slip {
        let is_page = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("html"));
        let content = if is_page { page(&next) } else { slip(&next) };
        write_atomically(path, content.as_bytes())
            .map_err(|error| vec![format!("{}: {error}", path.display())])?;
    }
    let told = choose(arguments, &case, &next, &choices, now)?;
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

/// `core-group=2`: type and number of a time.
fn choices(texts: &[String]) -> Result<Vec<(String, usize)>, Vec<String>> {
    let read = |text: &String| {
        let (kind, number) = text.split_once('=')?;
        let number = number.trim().parse().ok().filter(|number| *number > 0)?;
        Some((kind.trim().to_lowercase(), number))
    };
    let wrong = |text: &String| words::bad_choice(text);
    let faults: Vec<String> = texts
        .iter()
        .filter(|text| read(text).is_none())
        .map(wrong)
        .collect();
    match faults.is_empty() {
        true => Ok(texts.iter().filter_map(read).collect()),
        false => Err(faults),
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
        let number = clocks.number();
        let reference = reference(&self.held.reference, kind, number);
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
            number,
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

/// What the following meeting is called by: the reference of the one that was held, and which one it is. References stand in the
/// titles of invitations and on slips, so one does not say that there is a meeting which must not be known of.
fn reference(held: &str, kind: &MeetingType, number: Option<u32>) -> String {
    let nth = number.map_or("next".to_owned(), |number| number.to_string());
    match kind.sensitivity {
        Sensitivity::Ordinary => format!("{held}/{}-{nth}", kind.id),
        Sensitivity::Highest => format!("{held}/{nth}"),
    }
}

/// So many times are ranked for each that is shown.
const LOOKED_AT: usize = 8;

/// So many working days before the day aimed at are looked at first.
const NEAR_WORKING_DAYS: u32 = 15;

/// Writes the times chosen; a sentence for each.
fn choose(
    arguments: &NextArguments,
    case: &Case,
    next: &Next,
    choices: &[(String, usize)],
    now: Instant,
) -> Result<Vec<String>, Vec<String>> {
    if choices.is_empty() {
        return Ok(Vec::new());
    }
    let mut faults = Vec::new();
    let mut arranged = case.workspace.arrangements.clone();
    let (table, mut rows) = meetings_table(&case.folder)?;
    let mut told = Vec::new();
    for (kind, number) in choices {
        let Some(follower) = next.followers.iter().find(|one| one.kind.id == *kind) else {
            let known = next.followers.iter().map(|one| one.kind.id.clone());
            faults.push(words::no_such_follower(kind, &known.collect::<Vec<_>>()));
            continue;
        };
        let Outcome::Searched(search) = &follower.outcome else {
            faults.push(words::cannot_be_chosen(kind));
            continue;
        };
        let Some(slot) = search.found.slots.get(number - 1) else {
            faults.push(words::no_such_slot(*number, search.found.slots.len()));
            continue;
        };
        if slot.state == State::Short {
            faults.push(words::short_needs_discretion(*number));
            continue;
        }
        let mut one = arrangement(case, &search.prepared, slot);
        one.uid = new_uid(arguments.seed, &follower.reference);
        one.chosen_at = Some(now);
        told.push(words::added(
            &follower.reference,
            &words::when(one.interval, &search.prepared.problem.zone),
            &table,
        ));
        arranged.push(one);
        let known = case.workspace.meetings.iter();
        if !known
            .clone()
            .any(|known| known.reference == follower.reference)
        {
            let row = row(&follower.reference, &follower.columns);
            rows = Some(
                meeting_appended(&table, rows.as_deref(), &row)
                    .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?,
            );
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let write = |name: &str, content: &[u8]| {
        let path = case.folder.join(name);
        write_atomically(&path, content)
            .map_err(|error| vec![format!("{}: {error}", path.display())])
    };
    if let Some(rows) = rows {
        write(&table, &rows)?;
    }
    let content = write_arrangements(&case.workspace, &arranged);
    write("arrangements.json", content.as_bytes())?;
    Ok(told)
}

/// The name of the folder's meetings table and what stands in it.
fn meetings_table(folder: &Path) -> Result<(String, Option<Vec<u8>>), Vec<String>> {
    for name in ["meetings.toml", "meetings.csv"] {
        let path = folder.join(name);
        match std::fs::read(&path) {
            Ok(bytes) => return Ok((name.to_owned(), Some(bytes))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(vec![format!("{}: {error}", path.display())]),
        }
    }
    Ok(("meetings.csv".to_owned(), None))
}

/// One value a column, as a row has it.
fn row(reference: &str, columns: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    let mut row = vec![("ref", reference.to_owned())];
    for (name, value) in columns {
        match row.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => {
                values.push_str("; ");
                values.push_str(value);
            }
            None => row.push((name, value.clone())),
        }
    }
    row
}

/// What the rules say of the meeting that was held and of what comes after it.
struct Course<'b> {
    /// The limit that bound it, and by how many working days it was missed.
    bound: Option<(NaiveDate, u32)>,
    following: Vec<Following<'b>>,
    duties: Vec<Duty<'b>>,
}

fn course<'b>(
    clocked: &Clocked<'b>,
    book: &'b RuleBook,
    held: NaiveDate,
    inquorate: bool,
    today: NaiveDate,
) -> Course<'b> {
    let calendar = clocked.calendar();
    let reach = Reach {
        meetings: 2,
        until: None,
    };
    let mut course = Course {
        bound: None,
        following: Vec::new(),
        duties: Vec::new(),
    };
    for kind in clocked.kinds() {
        for (subject, facts) in clocked.facts(kind) {
            let facts = CaseFacts {
                meeting: Some(held),
                ..facts
            };
            let chain = chain(book, kind, &facts, &calendar, today, reach);
            for (index, strand) in chain.strands.into_iter().enumerate() {
                let mut links = strand.meetings.into_iter();
                // The first strand begins with the meeting that was held.
                let own = if index == 0 { links.next() } else { None };
                if let Some(own) = own {
                    course.add_own(own);
                }
                let next = match index == 0 || begun_by_held(strand.begun_by) {
                    true => links.next(),
                    false => None,
                };
                if let Some(next) = next.filter(|_| !inquorate) {
                    course.add_next(kind, next, subject, held);
                }
            }
            if inquorate {
                let again = Clock {
                    column: "previous",
                    date: held,
                    number: facts.number,
                    again: true,
                };
                course.add(kind, subject, again);
            }
        }
    }
    course.duties.sort_by_key(|duty| duty.hold_by);
    course
}

fn begun_by_held(begun: Option<Begun>) -> bool {
    begun.is_some_and(|begun| begun.strand == 0 && begun.meeting == 0)
}

impl<'b> Course<'b> {
    /// The earliest limit of all subjects, and what is due after the meeting, each once.
    fn add_own(&mut self, own: Link<'b>) {
        if let Some(clock) = own.clocks.binding() {
            let late = match clock.progress {
                Progress::Late(days) => days.max(1),
                _ => 0,
            };
            let bound = (clock.due.limit, late);
            self.bound = Some(match self.bound {
                Some(known) if known.0 <= bound.0 => known,
                _ => bound,
            });
        }
        for clock in own.after {
            let known = self.duties.iter().any(|duty| duty.rule.id == clock.rule.id);
            if !known && clock.rule.from == Anchor::Meeting {
                self.duties.push(Duty {
                    rule: clock.rule,
                    limit: clock.due.limit,
                    hold_by: clock.due.hold_by,
                });
            }
        }
    }

    fn add_next(&mut self, of: &MeetingType, next: Link<'b>, subject: &str, held: NaiveDate) {
        let same = next.kind.id == of.id;
        let clock = Clock {
            column: if same { "previous" } else { "trigger" },
            date: held,
            number: next.number.exact.then_some(next.number.least),
            again: false,
        };
        self.add(next.kind, subject, clock);
    }

    /// Siblings are reviewed together: one meeting of a type follows for all, each with a clock of its own.
    fn add(&mut self, kind: &'b MeetingType, subject: &str, clock: Clock) {
        let mut known = self.following.iter_mut();
        if let Some(known) = known.find(|one| one.kind.id == kind.id) {
            known.clocks.add(subject, clock);
            return;
        }
        let mut clocks = ClockList::default();
        clocks.add(subject, clock);
        self.following.push(Following { kind, clocks });
    }
}
