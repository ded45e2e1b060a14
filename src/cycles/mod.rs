//! Layer 4: the meetings that follow those of the table by the rules, as far as a day: core groups every six weeks, reviews after
//! reviews.
//!
//! What follows is what `quorate next` would offer at the end of each meeting, taken to be held on its last day; each follower is read
//! as the row that it would be. When they are is left to planning: their days are linked to the meetings before them.

use crate::input::{Fault, MeetingReader};
use crate::model::{After, Arranged, MeetingSpec, Workspace};
use crate::parallel::parallel;
use crate::prepare::next::{case_of, course, follow_on, next_reference};
use crate::prepare::{BatchSetting, Clocked, Projected, Projection};
use crate::time::{Instant, Zone};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Most meetings that may follow one of the table.
pub const MOST_OF_A_MEETING: usize = 400;
/// Most meetings that may follow all of the table together.
pub const MOST_IN_ALL: usize = 100_000;

/// The meetings that follow those of the table.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Cycles {
    /// Each behind the one that it follows; in the order of the table.
    pub meetings: Vec<MeetingSpec>,
    /// The last day of any limit that was looked at; `None` = there is nothing to follow.
    pub until: Option<NaiveDate>,
    /// References of the meetings of the table whose cycles go on, and were cut off at [`MOST_OF_A_MEETING`].
    pub cut: Vec<String>,
    /// Followers that cannot be stated as a row, with what is wrong with that. Nothing is planned behind them.
    pub refused: Vec<(String, Vec<Fault>)>,
}

/// More meetings would follow than can be planned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooManyMeetings {
    pub until: NaiveDate,
}

impl fmt::Display for TooManyMeetings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = self.until.format("%d/%m/%Y");
        write!(
            f,
            "up to {until} more than {MOST_IN_ALL} meetings would follow by the rules; follow them up to an earlier day, or plan fewer meetings at once"
        )
    }
}

impl std::error::Error for TooManyMeetings {}

/// The meetings that follow those of `meetings` which have no place yet (or are of the published plan that is changed) and whose limits
/// lie not after `until`; `None` = the last day of any limit of these meetings themselves.
///
/// Meetings that the table lets follow itself are not made a second time, nor any that is arranged.
///
/// # Errors
/// Where there would be more than [`MOST_IN_ALL`].
pub fn cycles(
    workspace: &Workspace,
    meetings: &[MeetingSpec],
    until: Option<NaiveDate>,
    now: Instant,
    setting: &BatchSetting,
) -> Result<Cycles, TooManyMeetings> {
    let projection = Projection::new(workspace, now);
    let roots = roots(workspace, meetings, now, setting, &projection);
    let of_rows = roots.iter().filter_map(|root| root.projected.hold_by);
    let Some(until) = until.or_else(|| of_rows.max()) else {
        return Ok(Cycles::default());
    };
    let stated = workspace.meetings.iter().chain(meetings);
    let mut taken: BTreeSet<String> = stated
        .map(|meeting| lower(&meeting.reference))
        .chain(
            workspace
                .arrangements
                .iter()
                .map(|one| lower(&one.reference)),
        )
        .collect();
    for one in setting.published.unwrap_or(&[]) {
        // What is published of a cycle is planned anew.
        if !meetings
            .iter()
            .any(|meeting| same(&meeting.reference, &one.reference))
        {
            taken.remove(&lower(&one.reference));
        }
    }
    let growing = Growing {
        workspace,
        reader: MeetingReader::new(workspace),
        projection,
        until,
        now,
        stated: stated_followers(meetings),
        taken,
    };
    let mut all = Cycles {
        until: Some(until),
        ..Cycles::default()
    };
    let mut seen: BTreeSet<String> = BTreeSet::new();
    // So many at a time that far too many are not all made before they are refused.
    for roots in roots.chunks(256) {
        for grown in parallel(roots, |root| growing.cycle(root)) {
            let new = grown.meetings.into_iter();
            all.meetings
                .extend(new.filter(|meeting| seen.insert(lower(&meeting.reference))));
            all.cut.extend(grown.cut);
            all.refused.extend(grown.refused);
        }
        if all.meetings.len() > MOST_IN_ALL {
            return Err(TooManyMeetings { until });
        }
    }
    Ok(all)
}

fn lower(reference: &str) -> String {
    reference.to_ascii_lowercase()
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// A meeting of the table that others may follow, on the day on which it is taken to be held.
struct Root<'a> {
    projected: Projected,
    /// As it is arranged, where it has been held.
    held: Option<&'a Arranged>,
}

/// The meetings whose cycles are wanted, each after the one that it follows.
fn roots<'a>(
    workspace: &'a Workspace,
    meetings: &[MeetingSpec],
    now: Instant,
    setting: &BatchSetting<'a>,
    projection: &Projection,
) -> Vec<Root<'a>> {
    let by_reference = |all: &'a [Arranged]| -> BTreeMap<String, &'a Arranged> {
        let keyed = all.iter().map(|one| (lower(&one.reference), one));
        keyed.collect()
    };
    let arranged = by_reference(&workspace.arrangements);
    let published = by_reference(setting.published.unwrap_or(&[]));
    let day = |one: &Arranged, meeting: Option<&MeetingSpec>| {
        let zone = meeting.and_then(|meeting| meeting.zone.as_ref());
        let zone = Zone::named(zone.unwrap_or(&workspace.defaults.zone));
        let zone = zone.unwrap_or_else(Zone::utc);
        zone.local(one.interval.start()).date()
    };
    let specs: BTreeMap<String, &MeetingSpec> = workspace
        .meetings
        .iter()
        .chain(meetings)
        .map(|one| (lower(&one.reference), one))
        .collect();
    let index: BTreeMap<String, usize> = meetings
        .iter()
        .enumerate()
        .map(|(at, one)| (lower(&one.reference), at))
        .collect();
    // The day of each meeting, those that are followed first. Whatever stands on a circle never gets one.
    let mut made: Vec<Option<Projected>> = meetings.iter().map(|_| None).collect();
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); meetings.len()];
    let mut ready: Vec<usize> = Vec::new();
    for (at, meeting) in meetings.iter().enumerate() {
        let after = meeting.after.as_ref();
        match after.and_then(|after| index.get(&lower(&after.reference))) {
            Some(before) => followers[*before].push(at),
            None => ready.push(at),
        }
    }
    while !ready.is_empty() {
        let days = parallel(&ready, |at| {
            let meeting = &meetings[*at];
            let reference = lower(&meeting.reference);
            let stands = arranged.get(&reference).or(published.get(&reference));
            let before = meeting.after.as_ref().and_then(|after| {
                let reference = lower(&after.reference);
                let spec = specs.get(&reference).copied();
                let placed = index.get(&reference).and_then(|at| made[*at].as_ref());
                match placed {
                    Some(placed) => Some((spec, placed.day)),
                    None => Some((spec, day(arranged.get(&reference)?, spec))),
                }
            });
            let mut projected = projection.of(meeting, before);
            if let Some(one) = stands.filter(|one| one.interval.start() < now) {
                projected.day = day(one, Some(meeting));
            }
            projected
        });
        let mut next = Vec::new();
        for (at, projected) in ready.into_iter().zip(days) {
            made[at] = Some(projected);
            next.append(&mut followers[at]);
        }
        ready = next;
    }
    let roots = made.into_iter().flatten().filter_map(|projected| {
        let reference = lower(&projected.meeting.reference);
        let told = published.get(&reference).copied();
        let wanted = told.is_some() || !arranged.contains_key(&reference);
        wanted.then_some(Root {
            held: told.filter(|one| one.interval.start() < now),
            projected,
        })
    });
    roots.collect()
}

/// The types of the meetings that the table itself lets follow each.
fn stated_followers(meetings: &[MeetingSpec]) -> BTreeMap<String, BTreeSet<String>> {
    let mut stated: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for meeting in meetings {
        if let Some(after) = &meeting.after {
            let of = stated.entry(lower(&after.reference)).or_default();
            of.extend(meeting.types.iter().cloned());
        }
    }
    stated
}

/// What all cycles are made with.
struct Growing<'w> {
    workspace: &'w Workspace,
    reader: MeetingReader<'w>,
    projection: Projection<'w>,
    until: NaiveDate,
    now: Instant,
    stated: BTreeMap<String, BTreeSet<String>>,
    /// References that stand for something else already.
    taken: BTreeSet<String>,
}

/// The cycle of one meeting of the table.
#[derive(Default)]
struct Grown {
    meetings: Vec<MeetingSpec>,
    cut: Option<String>,
    refused: Vec<(String, Vec<Fault>)>,
}

impl Growing<'_> {
    fn cycle(&self, root: &Root) -> Grown {
        let mut grown = Grown::default();
        let row = &root.projected.meeting.reference;
        let case = case_of(row, &self.workspace.rules).to_owned();
        let mut names: BTreeSet<String> = BTreeSet::new();
        // The last in is the first out, so that a strand is followed to its end before the next begins.
        let mut open: Vec<(MeetingSpec, NaiveDate, Option<&Arranged>)> = vec![(
            root.projected.meeting.clone(),
            root.projected.day,
            root.held,
        )];
        while let Some((meeting, day, held)) = open.pop() {
            let mut followers = self.followers(&meeting, day, held, &case, &mut names, &mut grown);
            if grown.meetings.len() + followers.len() > MOST_OF_A_MEETING {
                grown.cut = Some(row.clone());
                break;
            }
            for (follower, _) in &mut followers {
                follower.cycle_of = Some(row.clone());
                grown.meetings.push(follower.clone());
            }
            let next = followers.into_iter().rev();
            open.extend(next.map(|(follower, day)| (follower, day, None)));
        }
        grown
    }

    /// The meetings that follow one which is held on `day`, each with its own last day.
    fn followers(
        &self,
        meeting: &MeetingSpec,
        day: NaiveDate,
        held: Option<&Arranged>,
        case: &str,
        names: &mut BTreeSet<String>,
        grown: &mut Grown,
    ) -> Vec<(MeetingSpec, NaiveDate)> {
        let workspace = self.workspace;
        let clocked = Clocked::new(workspace, meeting);
        let today = clocked.zone().local(self.now).date();
        let course = course(&clocked, &workspace.rules, day, false, today);
        let stated = self.stated.get(&lower(&meeting.reference));
        let mut followers = Vec::new();
        for following in course.following {
            let kind = following.kind;
            if stated.is_some_and(|stated| stated.contains(&kind.id)) {
                continue;
            }
            let name = next_reference(case, kind, following.clocks.highest());
            let Some(reference) = self.name(name, names) else {
                continue;
            };
            let after = After {
                reference: meeting.reference.clone(),
                least: None,
                most: None,
                same: Vec::new(),
            };
            let repeats = meeting.cycle_of.is_some()
                && meeting.types == [kind.id.clone()]
                && following.clocks.number().is_some_and(|number| number > 2);
            let follower = if repeats {
                // The third of a kind is asked of the same people as the second.
                let mut follower = meeting.clone();
                for subject in &mut follower.subjects {
                    subject.previous = Some(day);
                    subject.number = following.clocks.number();
                }
                follower
            } else {
                let stated = follow_on(workspace, meeting, held, kind, &following.clocks);
                let columns: Vec<(&str, &str)> = stated
                    .columns
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                match self.reader.read(&reference, &columns) {
                    Ok((follower, _)) => follower,
                    Err(faults) => {
                        grown.refused.push((reference, faults));
                        continue;
                    }
                }
            };
            let follower = MeetingSpec {
                reference,
                after: Some(after),
                ..follower
            };
            let last = self.projection.follower(&follower, meeting, day);
            if let Some(last) = last.filter(|last| *last <= self.until && *last > day) {
                names.insert(lower(&follower.reference));
                followers.push((follower, last));
            }
        }
        followers
    }

    /// A reference that nothing else has; `None` where the meeting stands in a table already.
    fn name(&self, name: String, names: &BTreeSet<String>) -> Option<String> {
        if self.taken.contains(&lower(&name)) {
            return None;
        }
        if !names.contains(&lower(&name)) {
            return Some(name);
        }
        // Where nobody has said which one it is, they are told apart by their order.
        let free = |name: &String| !names.contains(&lower(name));
        let mut others = (2..).map(|number| format!("{name}-{number}"));
        others.by_ref().take(MOST_OF_A_MEETING).find(free)
    }
}
