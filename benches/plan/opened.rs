//! A workspace folder read and prepared as `quorate plan` does it, with what each step took.

use crate::measure::{Clock, peak_megabytes};
use quorate::edge::{FeedDesk, FeedJob, read_folder};
use quorate::input::{Fault, FeedSources, ReadOptions, read_feed_sources, read_workspace};
use quorate::model::{Arranged, Details, MeetingSpec, Workspace};
use quorate::prepare::{BatchPrepared, BatchSetting, FeedBook, prepare_batch, wanted_batch};
use quorate::synth::COUNTY_NOW;
use quorate::time::{Instant, Zone};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A folder with everything in it.
pub struct Read {
    pub workspace: Workspace,
    folder: PathBuf,
    sources: FeedSources,
    warnings: usize,
    tables: f64,
}

impl Read {
    pub fn folder(folder: &Path) -> Read {
        let clock = Clock::start();
        let files = read_folder(folder).expect("the folder can be read");
        let read = read_workspace(&files, &ReadOptions::default());
        let (workspace, warnings) = read.unwrap_or_else(|faults| told(&faults));
        let (sources, _) = read_feed_sources(&files).unwrap_or_else(|faults| told(&faults));
        Read {
            workspace,
            folder: folder.to_owned(),
            sources,
            warnings: warnings.len(),
            tables: clock.wall(),
        }
    }
}

fn told(faults: &[Fault]) -> ! {
    let texts: Vec<String> = faults.iter().take(20).map(Fault::to_string).collect();
    panic!("the tables are not in order:\n{}", texts.join("\n"))
}

/// A batch with what reading and preparing it took.
pub struct Opened {
    pub prepared: BatchPrepared,
    people: usize,
    rooms: usize,
    rows: usize,
    warnings: usize,
    feeds: usize,
    seconds: [f64; 3],
}

/// The moment at which generated authorities plan.
pub fn now() -> Instant {
    let utc = COUNTY_NOW.parse::<chrono::DateTime<chrono::Utc>>();
    Instant(utc.expect("it is written so").timestamp())
}

impl Opened {
    /// Reads the feeds and prepares all meetings; with a published plan those of it as changes to it.
    pub fn prepare(read: &Read, published: Option<&[Arranged]>) -> Opened {
        let workspace = &read.workspace;
        let setting = BatchSetting { published };
        let meetings: Vec<MeetingSpec> = workspace.meetings.clone();
        let now = now();
        let reading = Clock::start();
        let desk = FeedDesk::open(&read.folder, read.sources.clone());
        let jobs = jobs(workspace);
        let range = wanted_batch(workspace, &meetings, now, &setting).map(|wanted| wanted.range);
        let feeds: FeedBook = range
            .map(|range| desk.read(&jobs, range, now))
            .unwrap_or_default()
            .into_iter()
            .map(|feed| (feed.id.clone(), feed))
            .collect();
        let reading = reading.wall();

        let preparing = Clock::start();
        let key = desk.key();
        let hash = |uid: &str| key.uid(uid.as_bytes());
        let prepared = prepare_batch(workspace, &meetings, &feeds, &hash, now, &setting);
        Opened {
            prepared,
            people: workspace.contacts.len(),
            rooms: workspace.venues.len(),
            rows: workspace.meetings.len(),
            warnings: read.warnings,
            feeds: feeds.len(),
            seconds: [read.tables, reading, preparing.wall()],
        }
    }

    pub fn show(&self) {
        let batch = &self.prepared.batch;
        let [tables, reading, preparing] = self.seconds;
        println!(
            "tables           {tables:>8.2} s   {} people, {} rooms, {} meetings; {} warnings",
            self.people, self.rooms, self.rows, self.warnings
        );
        println!("feeds            {reading:>8.2} s   {} feeds", self.feeds);
        println!(
            "preparing        {preparing:>8.2} s   {} meetings, {} links, {} limits, {} refused; peak {:.0} MB",
            batch.meetings.len(),
            batch.links.len(),
            batch.limits.len(),
            self.prepared.refused.len(),
            peak_megabytes()
        );
        for (reference, faults) in self.prepared.refused.iter().take(5) {
            println!("  refused {reference}: {faults:?}");
        }
    }
}

/// All feeds of everybody and every room, each once.
fn jobs(workspace: &Workspace) -> Vec<FeedJob> {
    let zone_of = |stated: &Option<String>| {
        let name = stated.as_deref().unwrap_or(&workspace.defaults.zone);
        Zone::named(name).unwrap_or_else(Zone::utc)
    };
    let mut seen = BTreeSet::new();
    let mut jobs = Vec::new();
    for contact in &workspace.contacts {
        for feed in contact
            .feeds
            .iter()
            .filter(|feed| seen.insert(feed.id.clone()))
        {
            jobs.push(FeedJob {
                feed: feed.clone(),
                zone: zone_of(&contact.zone),
                owner: contact.email.clone(),
                details: workspace.agency(contact.agency).details,
            });
        }
    }
    for venue in &workspace.venues {
        for feed in venue
            .feeds
            .iter()
            .filter(|feed| seen.insert(feed.id.clone()))
        {
            jobs.push(FeedJob {
                feed: feed.clone(),
                zone: zone_of(&venue.zone),
                owner: None,
                details: Details::Warn,
            });
        }
    }
    jobs
}
