//! A folder opened for a verb: its tables, its feeds, and one of its meetings made ready.

use super::complain;
use super::plan::hash;
use crate::edge::book::BookError;
use crate::edge::{Asking, FeedDesk, FeedJob, Limits, Store, read_folder};
use crate::input::{
    Fault, FeedSources, Files, ReadOptions, SECRETS_FILE, Warning, read_feed_sources,
    read_workspace, write_arrangements,
};
use crate::model::{
    Arranged, Decision, Details, FeedRef, MeetingSpec, ReadFeed, Workspace, WorkspaceKind,
};
use crate::prepare::{
    BatchPrepared, BatchSetting, FeedBook, Prepared, Wanted, prepare, prepare_batch, wanted,
    wanted_batch,
};
use crate::report::find::Owner;
use crate::report::words_en as words;
use crate::time::{Instant, Interval, Zone};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A workspace as read.
pub(super) struct Case {
    pub folder: PathBuf,
    pub workspace: Workspace,
    pub warnings: Vec<Warning>,
    /// The feed files that lie in the folder, whoever's they are.
    pub feed_files: Vec<String>,
    sources: FeedSources,
    desk: OnceCell<FeedDesk>,
    jobs: OnceCell<BTreeMap<String, FeedJob>>,
    asking: Asking,
    limits: Limits,
    /// Where a run that writes keeps what is arranged.
    store: Option<RefCell<Store>>,
    /// What stands for the content of each table, for the log of a book; empty where nothing is noted there.
    pub table_hashes: BTreeMap<String, String>,
}

/// Why a folder cannot be worked on.
pub(super) enum CaseError {
    System(std::io::Error),
    Book(BookError),
    Faults(Vec<Fault>),
}

impl CaseError {
    /// One message a fault.
    pub(super) fn messages(self) -> Vec<String> {
        match self {
            CaseError::System(error) => vec![error.to_string()],
            CaseError::Book(error) => vec![error.to_string()],
            CaseError::Faults(faults) => faults.iter().map(ToString::to_string).collect(),
        }
    }
}

impl Case {
    pub(super) fn open(folder: &Path, options: &ReadOptions) -> Result<Case, CaseError> {
        Case::open_with(folder, options, None)
    }

    /// The same for a command that reads feeds: what is remarked on is told, and `offline` keeps it from servers.
    pub(super) fn open_to_read(folder: &Path, offline: bool) -> Result<Case, Vec<String>> {
        let case = Case::open(folder, &ReadOptions::default()).map_err(CaseError::messages)?;
        Ok(case.told(offline))
    }

    /// The same for a command that reads feeds and changes what is arranged.
    pub(super) fn open_to_decide(folder: &Path, offline: bool) -> Result<Case, Vec<String>> {
        let options = ReadOptions::default();
        let case = Case::open_to_change(folder, &options).map_err(CaseError::messages)?;
        Ok(case.told(offline))
    }

    fn told(mut self, offline: bool) -> Case {
        if offline {
            self.stay_offline();
        }
        self.warnings.iter().for_each(complain);
        self
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
        Case::of(folder, files, options)
    }

    /// The same for a run that changes what is arranged: where there is a book, nobody else writes into it meanwhile.
    pub(super) fn open_to_change(folder: &Path, options: &ReadOptions) -> Result<Case, CaseError> {
        let mut store = Store::open(folder).map_err(CaseError::Book)?;
        let files = store.read().map_err(CaseError::System)?;
        let mut hashes = BTreeMap::new();
        if store.has_book() {
            let tables = files.tables.iter();
            let tables = tables.filter(|(name, _)| *name != SECRETS_FILE);
            hashes.extend(tables.map(|(name, bytes)| (name.clone(), hash::of_table(bytes))));
        }
        let mut case = Case::of(folder, files, options)?;
        case.store = Some(RefCell::new(store));
        case.table_hashes = hashes;
        Ok(case)
    }

    fn of(folder: &Path, files: Files, options: &ReadOptions) -> Result<Case, CaseError> {
        let (mut workspace, warnings) =
            read_workspace(&files, options).map_err(CaseError::Faults)?;
        super::heard::add_answers(folder, &mut workspace).map_err(CaseError::Book)?;
        // Whatever is wrong with the addresses was told with the rest, just now.
        let (sources, _) = read_feed_sources(&files).map_err(CaseError::Faults)?;
        Ok(Case {
            folder: folder.to_owned(),
            workspace,
            warnings,
            feed_files: files.feeds,
            sources,
            desk: OnceCell::new(),
            jobs: OnceCell::new(),
            asking: Asking::Usual,
            limits: Limits::default(),
            store: None,
            table_hashes: BTreeMap::new(),
        })
    }

    /// Whether what is written is noted in a book, with its grounds.
    pub(super) fn has_book(&self) -> bool {
        let store = self.store.as_ref();
        store.is_some_and(|store| store.borrow().has_book())
    }

    /// Replaces what is arranged, and notes why; where it is written.
    pub(super) fn arrange(
        &self,
        arranged: &[Arranged],
        why: &[Decision],
    ) -> Result<PathBuf, Vec<String>> {
        let content = write_arrangements(&self.workspace, arranged);
        let store = self
            .store
            .as_ref()
            .expect("only a case that was opened to be changed is changed");
        let written = store.borrow_mut().arrange(&content, why);
        written.map_err(|told| vec![told])
    }

    /// No server is asked for a feed: what is kept must do.
    pub(super) fn stay_offline(&mut self) {
        self.asking = Asking::Never;
    }

    /// Servers are asked again, unless they ask not to be.
    pub(super) fn ask_again(&mut self, limits: Limits) {
        self.asking = Asking::Again;
        self.limits = limits;
    }

    /// The zone of whoever has none of their own.
    pub(super) fn default_zone(&self) -> Zone {
        self.zone(&None)
    }

    /// The zone of an arranged meeting.
    pub(super) fn zone_of(&self, arranged: &Arranged) -> Zone {
        let known_as = arranged.series.as_ref();
        let reference = known_as.map_or(&arranged.reference, |place| &place.reference);
        let mut rows = self.workspace.meetings.iter();
        let row = rows.find(|row| row.reference.eq_ignore_ascii_case(reference));
        self.zone(&row.and_then(|row| row.zone.clone()))
    }

    /// Where feeds are read, opened when the first is wanted: commands that read none leave the folder as it is.
    pub(super) fn desk(&self) -> &FeedDesk {
        self.desk.get_or_init(|| {
            let mut desk = FeedDesk::open(&self.folder, self.sources.clone());
            desk.asking = self.asking;
            desk.limits = self.limits;
            if desk.cannot_keep {
                complain(words::nothing_kept());
            }
            desk
        })
    }

    /// The ids of all feeds with an address, sorted.
    pub(super) fn addresses(&self) -> Vec<String> {
        let of_people = self.workspace.contacts.iter().flat_map(|one| &one.feeds);
        let of_venues = self.workspace.venues.iter().flat_map(|one| &one.feeds);
        let used = of_people.chain(of_venues).map(|feed| feed.id.as_str());
        let used = used.filter(|id| self.sources.get(id).is_some());
        let ids: BTreeSet<&str> = self.sources.ids().chain(used).collect();
        ids.into_iter().map(str::to_owned).collect()
    }

    /// What it takes to read one feed: the same for every command and every meeting, so that what is kept of it serves all.
    pub(super) fn job(&self, id: &str) -> FeedJob {
        let jobs = self.jobs.get_or_init(|| self.jobs());
        jobs.get(id).cloned().unwrap_or_else(|| FeedJob {
            feed: FeedRef {
                id: id.to_owned(),
                known_until: self.sources.get(id).and_then(|source| source.known_until),
            },
            zone: self.zone(&None),
            owner: None,
            details: Details::Warn,
        })
    }

    /// All feeds that somebody has, by id.
    fn jobs(&self) -> BTreeMap<String, FeedJob> {
        let mut jobs: BTreeMap<String, FeedJob> = BTreeMap::new();
        let mut add = |feeds: &[FeedRef], zone: Zone, owner: Option<&str>, details: Details| {
            for feed in feeds {
                jobs.entry(feed.id.clone())
                    .and_modify(|shared| {
                        // What one of several declined leaves the others as they are.
                        shared.owner = None;
                        // It is held to what the stricter of its agencies asks.
                        shared.details = shared.details.max(details);
                    })
                    .or_insert_with(|| FeedJob {
                        feed: feed.clone(),
                        zone: zone.clone(),
                        owner: owner.map(str::to_owned),
                        details,
                    });
            }
        };
        for contact in &self.workspace.contacts {
            let details = self.workspace.agency(contact.agency).details;
            let email = contact.email.as_deref();
            add(&contact.feeds, self.zone(&contact.zone), email, details);
        }
        for venue in &self.workspace.venues {
            // A room's diary belongs to no agency of the tables.
            add(&venue.feeds, self.zone(&venue.zone), None, Details::Warn);
        }
        jobs
    }

    /// The zone of a contact or venue: its own, else the workspace's.
    fn zone(&self, stated: &Option<String>) -> Zone {
        let name = stated.as_deref().unwrap_or(&self.workspace.defaults.zone);
        Zone::named(name).unwrap_or_else(Zone::utc)
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
            let one_of_series = self.workspace.arranged(reference);
            let one_of_series = one_of_series.and_then(|one| self.workspace.of_series(one));
            return match named {
                Some(meeting) => Ok(Some(meeting.clone())),
                None if one_of_series.is_some() => Ok(one_of_series),
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
            .filter(|meeting| self.workspace.series(&meeting.reference).is_empty())
            .collect();
        match (open.as_slice(), meetings.as_slice()) {
            ([one], _) => Ok(Some((*one).clone())),
            ([], [one]) => Ok(Some(one.clone())),
            _ => Err(vec![words::which_meeting(&refs())]),
        }
    }

    /// Reads the feeds of everybody whom the meeting may need.
    pub(super) fn read_feeds(&self, meeting: &MeetingSpec, now: Instant) -> FeedBook {
        self.read_wanted(&wanted(&self.workspace, meeting, now), now)
    }

    /// Reads the feeds of everybody whom one of the meetings may need, for all the days of any.
    pub(super) fn read_feeds_of_any(&self, meetings: &[MeetingSpec], now: Instant) -> FeedBook {
        let mut each = meetings
            .iter()
            .map(|meeting| wanted(&self.workspace, meeting, now));
        let Some(mut all) = each.next() else {
            return FeedBook::new();
        };
        for one in each {
            all.contacts.extend(one.contacts);
            all.venues.extend(one.venues);
            let start = all.range.start().min(one.range.start());
            let end = all.range.end().max(one.range.end());
            all.range = Interval::new(start, end).unwrap_or(all.range);
        }
        self.read_wanted(&all, now)
    }

    fn read_wanted(&self, wanted: &Wanted, now: Instant) -> FeedBook {
        let contacts = wanted.contacts.iter();
        let of_contacts = contacts.flat_map(|id| &self.workspace.contact(*id).feeds);
        let venues = wanted.venues.iter();
        let of_venues = venues.flat_map(|id| &self.workspace.venue(*id).feeds);
        let mut seen = BTreeSet::new();
        let jobs: Vec<FeedJob> = of_contacts
            .chain(of_venues)
            .filter(|feed| seen.insert(feed.id.as_str()))
            .map(|feed| self.job(&feed.id))
            .collect();
        let read = self.desk().read(&jobs, wanted.range, now);
        read.into_iter()
            .map(|feed| (feed.id.clone(), feed))
            .collect()
    }

    /// Reads the feeds of everybody whom any of the meetings may need.
    pub(super) fn read_batch_feeds(
        &self,
        meetings: &[MeetingSpec],
        now: Instant,
        setting: &BatchSetting,
    ) -> FeedBook {
        match wanted_batch(&self.workspace, meetings, now, setting) {
            Some(wanted) => self.read_wanted(&wanted, now),
            None => FeedBook::new(),
        }
    }

    /// The meetings as one batch.
    pub(super) fn prepare_batch(
        &self,
        meetings: &[MeetingSpec],
        feeds: &FeedBook,
        now: Instant,
        setting: &BatchSetting,
    ) -> BatchPrepared {
        let key = self.desk().key();
        let hash = |uid: &str| key.uid(uid.as_bytes());
        prepare_batch(&self.workspace, meetings, feeds, &hash, now, setting)
    }

    /// Reads the feeds of everybody in the tables.
    pub(super) fn read_all_feeds(&self, window: Interval, now: Instant) -> FeedBook {
        let jobs = self.jobs.get_or_init(|| self.jobs());
        let jobs: Vec<FeedJob> = jobs.values().cloned().collect();
        let read = self.desk().read(&jobs, window, now);
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
        self.prepare_in(&self.workspace, meeting, feeds, now)
    }

    /// The same with tables that are otherwise than the folder's.
    pub(super) fn prepare_in(
        &self,
        workspace: &Workspace,
        meeting: &MeetingSpec,
        feeds: &FeedBook,
        now: Instant,
    ) -> Result<Prepared, Vec<String>> {
        let key = self.desk().key();
        let hash = |uid: &str| key.uid(uid.as_bytes());
        prepare(workspace, meeting, feeds, &hash, now).map_err(|faults| {
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
