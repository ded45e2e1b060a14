//! A folder opened for a verb: its tables, its feeds, and one of its meetings made ready.

use crate::edge::{FeedJob, fresh_key, read_feeds, read_folder};
use crate::ics::read::HashKey;
use crate::input::{Fault, ReadOptions, read_workspace};
use crate::model::{Details, FeedRef, MeetingSpec, ReadFeed, Workspace, WorkspaceKind};
use crate::prepare::{FeedBook, Prepared, prepare, wanted};
use crate::report::find::Owner;
use crate::report::words_en as words;
use crate::time::{Instant, Zone};
use std::path::{Path, PathBuf};

/// A workspace as read.
pub(super) struct Case {
    pub folder: PathBuf,
    pub workspace: Workspace,
    pub warnings: Vec<String>,
    key: HashKey,
}

/// Why a folder cannot be worked on.
pub(super) enum CaseError {
    System(std::io::Error),
    Faults(Vec<Fault>),
}

impl CaseError {
    /// One message a fault.
    pub(super) fn messages(self) -> Vec<String> {
        match self {
            CaseError::System(error) => vec![error.to_string()],
            CaseError::Faults(faults) => faults.iter().map(ToString::to_string).collect(),
        }
    }
}

impl Case {
    pub(super) fn open(folder: &Path, options: &ReadOptions) -> Result<Case, CaseError> {
        Case::open_with(folder, options, None)
    }

    /// The same with other arrangements than the folder's, as bytes of a plan file.
    pub(super) fn open_with(
        folder: &Path,
        options: &ReadOptions,
        plan: Option<Vec<u8>>,
    ) -> Result<Case, CaseError> {
        let mut files = read_folder(folder).map_err(CaseError::System)?;
        if let Some(plan) = plan {
            files.tables.insert("arrangements.json".to_owned(), plan);
        }
        let (workspace, warnings) = read_workspace(&files, options).map_err(CaseError::Faults)?;
        Ok(Case {
            folder: folder.to_owned(),
            workspace,
            warnings: warnings.iter().map(ToString::to_string).collect(),
            key: fresh_key(),
        })
    }

    /// Another grid than the workspace's.
    pub(super) fn set_grain(&mut self, minutes: u32) {
        self.workspace.defaults.grain_minutes = minutes;
    }

    /// The meeting that is meant: the one named, or the only one that is not arranged yet. `None` where flags state it all.
    pub(super) fn meeting(
        &self,
        reference: Option<&str>,
        has_seats: bool,
    ) -> Result<Option<MeetingSpec>, Vec<String>> {
        let meetings = &self.workspace.meetings;
        let refs = || -> Vec<String> { meetings.iter().map(|m| m.reference.clone()).collect() };
        if let Some(reference) = reference {
            let named = meetings
                .iter()
                .find(|m| m.reference.eq_ignore_ascii_case(reference));
            return match named {
                Some(meeting) => Ok(Some(meeting.clone())),
                None if has_seats => Ok(None),
                None => Err(vec![words::unknown_meeting(reference, &refs())]),
            };
        }
        if self.workspace.kind == WorkspaceKind::Bare || has_seats {
            return Ok(None);
        }
        let open: Vec<&MeetingSpec> = meetings
            .iter()
            .filter(|meeting| self.workspace.arranged(&meeting.reference).is_none())
            .collect();
        match (open.as_slice(), meetings.as_slice()) {
            ([one], _) => Ok(Some((*one).clone())),
            ([], [one]) => Ok(Some(one.clone())),
            _ => Err(vec![words::which_meeting(&refs())]),
        }
    }

    /// Reads the feeds of everybody whom the meeting may need.
    pub(super) fn read_feeds(&self, meeting: &MeetingSpec, now: Instant) -> FeedBook {
        let wanted = wanted(&self.workspace, meeting, now);
        let zone = |stated: &Option<String>| {
            let name = stated.as_deref().unwrap_or(&self.workspace.defaults.zone);
            Zone::named(name).unwrap_or_else(Zone::utc)
        };
        let mut jobs: Vec<FeedJob> = Vec::new();
        let mut add = |feeds: &[FeedRef], zone: Zone, owner: Option<&str>, details: Details| {
            for feed in feeds {
                match jobs.iter_mut().find(|job| job.feed.id == feed.id) {
                    Some(shared) => {
                        // What one of several declined leaves the others as they are.
                        shared.owner = None;
                        // It is held to what the stricter of its agencies asks.
                        shared.details = shared.details.max(details);
                    }
                    None => jobs.push(FeedJob {
                        feed: feed.clone(),
                        zone: zone.clone(),
                        owner: owner.map(str::to_owned),
                        details,
                    }),
                }
            }
        };
        for contact in &wanted.contacts {
            let details = self.workspace.agency_of(*contact).details;
            let contact = self.workspace.contact(*contact);
            let email = contact.email.as_deref();
            add(&contact.feeds, zone(&contact.zone), email, details);
        }
        for venue in &wanted.venues {
            let venue = self.workspace.venue(*venue);
            // A room's diary belongs to no agency of the tables.
            add(&venue.feeds, zone(&venue.zone), None, Details::Warn);
        }
        let read = read_feeds(&self.folder, &jobs, wanted.range, self.key, now);
        read.into_iter()
            .map(|feed| (feed.id.clone(), feed))
            .collect()
    }

    /// The meeting as a problem, or every fault in words.
    pub(super) fn prepare(
        &self,
        meeting: &MeetingSpec,
        feeds: &FeedBook,
        now: Instant,
    ) -> Result<Prepared, Vec<String>> {
        let hash = |uid: &str| self.key.uid(uid.as_bytes());
        prepare(&self.workspace, meeting, feeds, &hash, now).map_err(|faults| {
            let told = faults.iter().map(words::meeting_fault);
            told.map(|fault| format!("meeting {}: {fault}", meeting.reference))
                .collect()
        })
    }

    /// The feeds of those who matter to the meeting, by owner.
    pub(super) fn receipts<'f>(
        &self,
        meeting: &MeetingSpec,
        feeds: &'f FeedBook,
        now: Instant,
    ) -> Vec<(Owner, &'f ReadFeed)> {
        let wanted = wanted(&self.workspace, meeting, now);
        let contacts = wanted
            .contacts
            .iter()
            .map(|id| (Owner::Contact(*id), &self.workspace.contact(*id).feeds));
        let venues = wanted
            .venues
            .iter()
            .map(|id| (Owner::Venue(*id), &self.workspace.venue(*id).feeds));
        contacts
            .chain(venues)
            .flat_map(|(owner, refs)| refs.iter().map(move |feed| (owner, feed)))
            .filter_map(|(owner, feed)| Some((owner, feeds.get(&feed.id)?)))
            .collect()
    }
}
