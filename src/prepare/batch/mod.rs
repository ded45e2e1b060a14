//! Many meetings of the tables + everything known of their people → one [`Batch`].
//!
//! Each meeting is made ready as it is for a single search; what many of them have in common is made once: the timeline of a person
//! covers the windows of all meetings and is shared by those for which nothing of it differs. Placing the meetings is left to `solve`.

mod published;
mod timelines;

use self::timelines::put_timelines;
use super::build::{FeedBook, Recognition, Wanted};
use super::clocks::MeetingClocks;
use super::diary::Diary;
use super::draft::{Draft, draft, nothing};
use super::faults::{MeetingFault, Note};
use super::sources::Known;
use super::tables::Tables;
use crate::model::{
    Arranged, Batch, BatchMeeting, ContactId, MeetingSpec, PlanLevel, VenueId, Workspace,
};
use crate::parallel::parallel;
use crate::time::{Instant, Interval, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// What a batch is made with beside the tables.
#[derive(Clone, Copy, Default)]
pub struct BatchSetting<'a> {
    /// The plan that people were told of, if it is to be changed as little as possible. Its meetings are placed anew.
    pub published: Option<&'a [Arranged]>,
}

/// A batch ready to be planned, with what has to be told of its meetings.
#[derive(Clone, PartialEq, Debug)]
pub struct BatchPrepared {
    pub batch: Batch,
    /// Meetings as they were stated, in the order of the batch.
    pub specs: Vec<MeetingSpec>,
    /// What is to be said of each, in the order of the batch.
    pub told: Vec<BatchTold>,
    /// References of the meetings that cannot be searched for, with all their faults, in the order in which they were given.
    pub refused: Vec<(String, Vec<MeetingFault>)>,
    /// References of the meetings that stand already, and are not placed again.
    pub standing: Vec<String>,
    /// What concerns no meeting in particular.
    pub notes: Vec<Note>,
}

/// What is known of one meeting of a batch beside its problem.
#[derive(Clone, PartialEq, Debug)]
pub struct BatchTold {
    pub clocks: MeetingClocks,
    pub notes: Vec<Note>,
}

/// What has to be read before the meetings can be prepared. Nothing where none of them can.
pub fn wanted_batch(
    workspace: &Workspace,
    meetings: &[MeetingSpec],
    now: Instant,
    setting: &BatchSetting,
) -> Option<Wanted> {
    let tables = Tables::new(workspace);
    let sorted = Sorted::new(&tables, meetings, now, setting);
    let mut contacts: BTreeSet<ContactId> = BTreeSet::new();
    let mut venues: BTreeSet<VenueId> = BTreeSet::new();
    for one in &sorted.drafted {
        let problem = &one.draft.problem;
        contacts.extend(problem.members.iter().filter_map(|member| member.contact));
        let choices = problem.venues.iter().chain(&problem.part_venues);
        venues.extend(choices.map(|choice| choice.venue));
    }
    Some(Wanted {
        contacts: contacts.into_iter().collect(),
        venues: venues.into_iter().collect(),
        range: sorted.range()?,
    })
}

/// Resolves `meetings` against the workspace and its feeds as of `now`. A meeting that cannot be searched for costs no other its place.
pub fn prepare_batch(
    workspace: &Workspace,
    meetings: &[MeetingSpec],
    feeds: &FeedBook,
    uid_hash: Recognition,
    now: Instant,
    setting: &BatchSetting,
) -> BatchPrepared {
    let tables = Tables::new(workspace);
    let mut sorted = Sorted::new(&tables, meetings, now, setting);
    let diary = Diary::new(sorted.diary(workspace, setting), uid_hash);
    let known = Known {
        tables: &tables,
        feeds,
        diary: &diary,
        now,
        recognised: Default::default(),
    };
    if let Some(range) = sorted.range() {
        put_timelines(&known, &mut sorted.drafted, range);
    }
    let history: BTreeMap<ContactId, u32> = (0..workspace.contacts.len() as u32)
        .map(|id| (ContactId(id), known.load(Some(ContactId(id)))))
        .filter(|(_, load)| *load > 0)
        .collect();
    let mut batch = Batch {
        now,
        zone: Zone::named(&workspace.defaults.zone).unwrap_or_else(Zone::utc),
        meetings: Vec::with_capacity(sorted.drafted.len()),
        links: Vec::new(),
        limits: Vec::new(),
        history,
        order: PlanLevel::order(&workspace.policy, setting.published.is_some()),
    };
    let mut specs = Vec::with_capacity(sorted.drafted.len());
    let mut told = Vec::with_capacity(sorted.drafted.len());
    let mut notes = known.own_meetings();
    notes.sort_unstable();
    for one in sorted.drafted {
        let Draft {
            problem,
            clocks,
            notes,
            ..
        } = one.draft;
        let published = one
            .arranged
            .map(|arranged| published::published(&problem, arranged));
        let frozen = one
            .arranged
            .is_some_and(|arranged| published::is_frozen(&problem, arranged));
        batch.meetings.push(BatchMeeting {
            problem,
            published,
            frozen,
            cycle_of: None,
        });
        specs.push(one.spec.clone());
        told.push(BatchTold { clocks, notes });
    }
    BatchPrepared {
        batch,
        specs,
        told,
        refused: sorted.refused,
        standing: sorted.standing,
        notes,
    }
}

/// A meeting of the batch before its timelines are there.
struct Drafted<'a> {
    spec: &'a MeetingSpec,
    /// As people were told of it.
    arranged: Option<&'a Arranged>,
    draft: Draft,
}

/// The meetings by what becomes of them.
struct Sorted<'a> {
    drafted: Vec<Drafted<'a>>,
    refused: Vec<(String, Vec<MeetingFault>)>,
    standing: Vec<String>,
}

impl<'a> Sorted<'a> {
    fn new(
        tables: &Tables,
        meetings: &'a [MeetingSpec],
        now: Instant,
        setting: &BatchSetting<'a>,
    ) -> Sorted<'a> {
        let published: BTreeMap<String, &Arranged> = by_reference(setting.published.unwrap_or(&[]));
        let arranged = by_reference(&tables.workspace.arrangements);
        let mut standing = Vec::new();
        let mut open: Vec<(&MeetingSpec, Option<&Arranged>)> = Vec::new();
        for spec in meetings {
            let reference = spec.reference.to_ascii_lowercase();
            match (published.get(&reference), arranged.get(&reference)) {
                (Some(told), _) if told.interval.start() >= now => open.push((spec, Some(told))),
                (None, None) => open.push((spec, None)),
                // What has begun is not moved any more.
                _ => standing.push(spec.reference.clone()),
            }
        }
        let nothing = nothing();
        let drafts = parallel(&open, |(spec, arranged)| {
            draft(tables, spec, *arranged, &nothing, now)
        });
        let mut sorted = Sorted {
            drafted: Vec::with_capacity(open.len()),
            refused: Vec::new(),
            standing,
        };
        for ((spec, arranged), draft) in open.into_iter().zip(drafts) {
            match draft {
                Ok(mut draft) => {
                    if let Some(arranged) = arranged {
                        published::open_to(&mut draft, arranged);
                    }
                    sorted.drafted.push(Drafted {
                        spec,
                        arranged,
                        draft,
                    });
                }
                Err(faults) => sorted.refused.push((spec.reference.clone(), faults)),
            }
        }
        sorted
    }

    /// The windows of all meetings.
    fn range(&self) -> Option<Interval> {
        let ranges = || self.drafted.iter().map(|one| one.draft.range);
        let start = ranges().map(Interval::start).min()?;
        Interval::new(start, ranges().map(Interval::end).max()?)
    }

    /// Every meeting that people know of, with whether it is in the way: those that are placed anew are not.
    fn diary<'d>(
        &self,
        workspace: &'d Workspace,
        setting: &BatchSetting<'d>,
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
        let told = setting.published.unwrap_or(&[]).iter().map(|one| {
            let reference = one.reference.to_ascii_lowercase();
            // The list of arrangements knows better where it speaks.
            let stands = !anew.contains(&reference) && !arranged.contains_key(&reference);
            (one, stands)
        });
        own.chain(told).collect()
    }
}

fn by_reference(arranged: &[Arranged]) -> BTreeMap<String, &Arranged> {
    let keyed = arranged
        .iter()
        .map(|one| (one.reference.to_ascii_lowercase(), one));
    keyed.collect()
}
