//! Many meetings of the tables + everything known of their people → one [`Batch`].
//!
//! Each meeting is made ready as it is for a single search; what many of them have in common is made once: the timeline of a person
//! covers the windows of all meetings and is shared by those for which nothing of it differs. Placing the meetings is left to `solve`.

mod limits;
mod links;
mod published;
mod sorted;
mod timelines;

use self::limits::limits;
use self::links::links;
use self::sorted::Sorted;
use self::timelines::put_timelines;
use super::build::{FeedBook, Recognition, Wanted};
use super::clocks::MeetingClocks;
use super::diary::Diary;
use super::draft::Draft;
use super::faults::{MeetingFault, Note};
use super::sources::Known;
use super::tables::Tables;
use crate::model::{
    Arranged, Batch, BatchMeeting, ContactId, MeetingSpec, PlanLevel, VenueId, Workspace,
};
use crate::time::{Instant, Zone};
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
    let told = setting.published.unwrap_or(&[]);
    let sorted = Sorted::new(&tables, meetings, now, told);
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
    let published = setting.published.unwrap_or(&[]);
    let mut sorted = Sorted::new(&tables, meetings, now, published);
    let diary = Diary::new(sorted.diary(workspace, published), uid_hash);
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
    let zone = Zone::named(&workspace.defaults.zone).unwrap_or_else(Zone::utc);
    let links = links(workspace, &mut sorted.drafted);
    let limits = limits(workspace, &diary, &sorted.drafted, &zone);
    let index: BTreeMap<String, usize> = sorted
        .drafted
        .iter()
        .enumerate()
        .map(|(at, one)| (one.spec.reference.to_ascii_lowercase(), at))
        .collect();
    let mut batch = Batch {
        now,
        zone,
        meetings: Vec::with_capacity(sorted.drafted.len()),
        links,
        limits,
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
        let row = one.spec.cycle_of.as_deref();
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
            cycle_of: row
                .and_then(|row| index.get(&row.to_ascii_lowercase()))
                .copied(),
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
