//! The meetings of a batch by what becomes of them: planned, refused, or left where they stand; earlier meetings of a chain before those
//! that follow them.

use super::links::same_pairs;
use super::published;
use crate::model::{Arranged, MeetingSpec, Workspace};
use crate::parallel::parallel;
use crate::prepare::draft::{Draft, draft, nothing};
use crate::prepare::faults::MeetingFault;
use crate::prepare::follows::{Envelope, Follows, Pair, RuleMemo};
use crate::prepare::tables::Tables;
use crate::time::{Instant, Interval, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// So far ahead meetings are planned: everybody's time is worked out up to the last day of the last meeting.
const YEARS: u32 = 5;

/// A meeting of the batch before its timelines are there.
pub(super) struct Drafted<'a> {
    pub spec: &'a MeetingSpec,
    /// As people were told of it.
    pub arranged: Option<&'a Arranged>,
    pub draft: Draft,
    /// The earlier meeting, by its index among the drafted, and the days that it leaves.
    pub link: Option<(usize, Follows)>,
}

/// The meetings by what becomes of them.
pub(super) struct Sorted<'a> {
    /// In the order in which they were given.
    pub drafted: Vec<Drafted<'a>>,
    pub refused: Vec<(String, Vec<MeetingFault>)>,
    pub standing: Vec<String>,
}

/// A meeting that is to be placed.
struct Open<'a> {
    spec: &'a MeetingSpec,
    arranged: Option<&'a Arranged>,
    before: Before<'a>,
}

/// What a meeting follows.
enum Before<'a> {
    Nothing,
    /// One that is placed with it, by its index among the open.
    Open(usize),
    /// One that stands.
    Standing(&'a Arranged),
    /// One that is nowhere.
    Unknown,
}

/// What came of one open meeting.
enum Outcome {
    Draft(Box<Draft>, Option<Follows>),
    Refused(Vec<MeetingFault>),
}

impl<'a> Sorted<'a> {
    pub(super) fn new(
        tables: &Tables<'a>,
        meetings: &'a [MeetingSpec],
        now: Instant,
        told: &'a [Arranged],
    ) -> Sorted<'a> {
        let workspace = tables.workspace;
        let published = by_reference(told);
        let arranged = by_reference(&workspace.arrangements);
        let mut sorted = Sorted {
            drafted: Vec::new(),
            refused: Vec::new(),
            standing: Vec::new(),
        };
        let mut open: Vec<Open> = Vec::new();
        let mut stands: BTreeMap<String, &Arranged> = BTreeMap::new();
        let mut index: BTreeMap<String, usize> = BTreeMap::new();
        for spec in meetings {
            let reference = spec.reference.to_ascii_lowercase();
            let told = published.get(&reference).copied();
            let known = arranged.get(&reference).copied();
            let to_come = told.filter(|one| one.interval.start() >= now);
            if to_come.is_some() || told.is_none() && known.is_none() {
                index.entry(reference).or_insert(open.len());
                open.push(Open {
                    spec,
                    arranged: to_come,
                    before: Before::Nothing,
                });
            } else {
                // What has begun is not moved any more.
                sorted.standing.push(spec.reference.clone());
                stands.extend(known.or(told).map(|one| (reference, one)));
            }
        }
        for one in &mut open {
            let Some(after) = &one.spec.after else {
                continue;
            };
            let reference = after.reference.to_ascii_lowercase();
            let standing = stands.get(&reference).or(arranged.get(&reference));
            let standing = standing.or(published.get(&reference));
            one.before = match (index.get(&reference), standing) {
                (Some(before), _) => Before::Open(*before),
                (None, Some(one)) => Before::Standing(one),
                (None, None) => Before::Unknown,
            };
        }
        sorted.draft(tables, meetings, &open, now);
        sorted
    }

    /// Drafts the open meetings, each after the one that it follows.
    fn draft(
        &mut self,
        tables: &Tables<'a>,
        meetings: &'a [MeetingSpec],
        open: &[Open<'a>],
        now: Instant,
    ) {
        let drafting = Drafting {
            tables,
            specs: specs(tables.workspace, meetings),
            memo: RuleMemo::default(),
            now,
        };
        let mut outcomes: Vec<Option<Outcome>> = open.iter().map(|_| None).collect();
        let mut followers: Vec<Vec<usize>> = vec![Vec::new(); open.len()];
        let mut level: Vec<usize> = Vec::new();
        for (at, one) in open.iter().enumerate() {
            match one.before {
                Before::Open(before) => followers[before].push(at),
                Before::Nothing | Before::Standing(_) | Before::Unknown => level.push(at),
            }
        }
        while !level.is_empty() {
            let made = parallel(&level, |at| drafting.one(&open[*at], &outcomes, open));
            let mut next = Vec::new();
            for (at, outcome) in level.into_iter().zip(made) {
                outcomes[at] = Some(outcome);
                next.append(&mut followers[at]);
            }
            level = next;
        }
        // Where each open meeting stands among those that were drafted.
        let mut places: Vec<Option<usize>> = Vec::with_capacity(open.len());
        let mut drafted = 0;
        for outcome in &outcomes {
            let is_drafted = matches!(outcome, Some(Outcome::Draft(..)));
            places.push(is_drafted.then_some(drafted));
            drafted += usize::from(is_drafted);
        }
        for (one, outcome) in open.iter().zip(outcomes) {
            match outcome {
                Some(Outcome::Draft(draft, follows)) => {
                    let before = match one.before {
                        Before::Open(before) => places[before],
                        Before::Nothing | Before::Standing(_) | Before::Unknown => None,
                    };
                    self.drafted.push(Drafted {
                        spec: one.spec,
                        arranged: one.arranged,
                        draft: *draft,
                        link: before.zip(follows),
                    });
                }
                Some(Outcome::Refused(faults)) => {
                    self.refused.push((one.spec.reference.clone(), faults));
                }
                // Only meetings that follow each other in a circle are never come to.
                None => self
                    .refused
                    .push((one.spec.reference.clone(), follows_nothing(one.spec))),
            }
        }
    }

    /// The windows of all meetings.
    pub(super) fn range(&self) -> Option<Interval> {
        let ranges = || self.drafted.iter().map(|one| one.draft.range);
        let start = ranges().map(Interval::start).min()?;
        Interval::new(start, ranges().map(Interval::end).max()?)
    }

    /// Every meeting that people know of, with whether it is in the way: those that are placed anew are not.
    pub(super) fn diary<'d>(
        &self,
        workspace: &'d Workspace,
        told: &'d [Arranged],
    ) -> Vec<(&'d Arranged, bool)> {
        let anew: BTreeSet<String> = self
            .drafted
            .iter()
            .map(|one| one.spec.reference.to_ascii_lowercase())
            .collect();
        let arranged = by_reference(&workspace.arrangements);
        let own = workspace.arrangements.iter().map(|one| {
            let stands = !anew.contains(&one.reference.to_ascii_lowercase());
            (one, stands)
        });
        let told = told.iter().map(|one| {
            let reference = one.reference.to_ascii_lowercase();
            // The list of arrangements knows better where it speaks.
            let stands = !anew.contains(&reference) && !arranged.contains_key(&reference);
            (one, stands)
        });
        own.chain(told).collect()
    }
}

/// What drafts are made with.
struct Drafting<'a, 't> {
    tables: &'t Tables<'a>,
    specs: BTreeMap<String, &'a MeetingSpec>,
    memo: RuleMemo,
    now: Instant,
}

impl Drafting<'_, '_> {
    fn one(&self, open: &Open, outcomes: &[Option<Outcome>], all: &[Open]) -> Outcome {
        let refused = || Outcome::Refused(follows_nothing(open.spec));
        let Some(after) = &open.spec.after else {
            return self.drafted(open, open.spec, None, None);
        };
        let zone = open.spec.zone.as_ref();
        let zone = Zone::named(zone.unwrap_or(&self.tables.workspace.defaults.zone));
        let zone = zone.unwrap_or_else(Zone::utc);
        let mut pair = Pair {
            tables: self.tables,
            spec: open.spec,
            after,
            before: self
                .specs
                .get(&after.reference.to_ascii_lowercase())
                .copied(),
            today: zone.local(self.now).date(),
        };
        match open.before {
            Before::Nothing => self.drafted(open, open.spec, None, None),
            Before::Unknown => refused(),
            Before::Standing(arranged) => {
                let (spec, envelope) = pair.after_day(arranged, &zone);
                self.drafted(open, &spec, Some(&envelope), None)
            }
            Before::Open(before) => {
                let Some(Outcome::Draft(earlier, _)) = &outcomes[before] else {
                    return refused();
                };
                pair.before = Some(all[before].spec);
                let problem = &earlier.problem;
                let late = problem.late.map_or(problem.to, |late| late.to);
                let (first, last) = match problem.pinned {
                    Some(pinned) => {
                        let day = problem.zone.local(pinned).date();
                        (day, day)
                    }
                    None => (problem.from, problem.to.max(late)),
                };
                let days = first.iter_days().take_while(|day| *day <= last);
                let follows = pair.follows(days, &self.memo);
                let usual = problem.to.max(first);
                let spec = pair.counted_from(usual);
                let envelope = Envelope::of(&follows, usual);
                let made = self.drafted(open, &spec, Some(&envelope), Some(follows));
                let Outcome::Draft(later, _) = &made else {
                    return made;
                };
                let earlier = (all[before].spec, &earlier.problem);
                let pairs = same_pairs(&after.same, earlier, (open.spec, &later.problem));
                let faults = pairs.nobody.into_iter();
                let faults: Vec<MeetingFault> = faults
                    .map(|seat| MeetingFault::NobodyStays { seat })
                    .collect();
                match faults.is_empty() {
                    true => made,
                    false => Outcome::Refused(faults),
                }
            }
        }
    }

    fn drafted(
        &self,
        open: &Open,
        spec: &MeetingSpec,
        envelope: Option<&Envelope>,
        follows: Option<Follows>,
    ) -> Outcome {
        let nothing = nothing();
        match draft(
            self.tables,
            spec,
            open.arranged,
            envelope,
            &nothing,
            self.now,
        ) {
            Ok(draft) if draft.range.end() > self.now.plus(i64::from(YEARS) * 366 * 86_400) => {
                let problem = &draft.problem;
                let pinned = problem
                    .pinned
                    .map(|pinned| problem.zone.local(pinned).date());
                let to = pinned.map_or(problem.to, |pinned| pinned.max(problem.to));
                Outcome::Refused(vec![MeetingFault::TooFarAhead { to, years: YEARS }])
            }
            Ok(mut draft) => {
                if let Some(arranged) = open.arranged {
                    published::open_to(&mut draft, arranged);
                }
                Outcome::Draft(Box::new(draft), follows)
            }
            Err(faults) => Outcome::Refused(faults),
        }
    }
}

fn follows_nothing(spec: &MeetingSpec) -> Vec<MeetingFault> {
    let after = spec.after.as_ref();
    let reference = after.map_or(String::new(), |after| after.reference.clone());
    vec![MeetingFault::FollowsNothing { reference }]
}

/// Every meeting that is stated anywhere, by its reference.
fn specs<'a>(
    workspace: &'a Workspace,
    meetings: &'a [MeetingSpec],
) -> BTreeMap<String, &'a MeetingSpec> {
    let all = workspace.meetings.iter().chain(meetings);
    all.map(|one| (one.reference.to_ascii_lowercase(), one))
        .collect()
}

fn by_reference(arranged: &[Arranged]) -> BTreeMap<String, &Arranged> {
    let keyed = arranged
        .iter()
        .map(|one| (one.reference.to_ascii_lowercase(), one));
    // The row of a series stands where the first of its meetings does.
    let of_series = arranged.iter().rev().filter_map(|one| {
        let place = one.series.as_ref()?;
        Some((place.reference.to_ascii_lowercase(), one))
    });
    of_series.chain(keyed).collect()
}
