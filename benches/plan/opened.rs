//! A workspace folder read and prepared as `quorate plan` does it, with what each step took.

use crate::measure::{Clock, peak_megabytes};
use quorate::edge::{FeedDesk, FeedJob, read_folder};
use quorate::input::{ReadOptions, read_feed_sources, read_workspace};
use quorate::model::{Arranged, Details, MeetingSpec, Workspace};
use quorate::prepare::{BatchPrepared, BatchSetting, FeedBook, prepare_batch, wanted_batch};
use quorate::synth::COUNTY_NOW;
use quorate::time::{Instant, Zone};
use std::collections::BTreeSet;
use std::path::Path;

pub struct Opened {
    pub workspace: Workspace,
    pub prepared: BatchPrepared,
    warnings: usize,
    feeds: usize,
    seconds: [f64; 3],
}

/// The moment at which generated authorities plan.
pub fn now() -> Instant {
    let utc = chrono::DateTime::parse_from_rfc3339(COUNTY_NOW).expect("it is written so");
    Instant(utc.timestamp())
}

impl Opened {
    /// Reads the folder and prepares all its meetings; with a published plan those of it as changes to it.
    pub fn read(folder: &Path, published: Option<&[Arranged]>) -> Opened {
        let tables = Clock::start();
        let files = read_folder(folder).expect("the folder can be read");
        let told = |faults: Vec<_>| -> ! {
            let texts: Vec<String> = faults
                .iter()
                .map(|f: &quorate::input::Fault| f.to_string())
                .collect();
            panic!("the tables are not in order:\n{}", texts.join("\n"))
        };
        let (workspace, warnings) =
            read_workspace(&files, &ReadOptions::default()).unwrap_or_else(|faults| told(faults));
        let (sources, _) = read_feed_sources(&files).unwrap_or_else(|faults| told(faults));
        let tables = tables.wall();

        let setting = BatchSetting { published };
        let meetings: Vec<MeetingSpec> = workspace.meetings.clone();
        let now = now();
        let reading = Clock::start();
        let desk = FeedDesk::open(folder, sources);
        let jobs = jobs(&workspace);
        let range = wanted_batch(&workspace, &meetings, now, &setting).map(|wanted| wanted.range);
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
        let prepared = prepare_batch(&workspace, &meetings, &feeds, &hash, now, &setting);
        Opened {
            workspace,
            prepared,
            warnings: warnings.len(),
            feeds: feeds.len(),
            seconds: [tables, reading, preparing.wall()],
        }
    }

    pub fn show(&self) {
        let batch = &self.prepared.batch;
        let [tables, reading, preparing] = self.seconds;
        println!(
            "tables           {tables:>8.2} s   {} people, {} rooms, {} meetings; {} warnings",
            self.workspace.contacts.len(),
            self.workspace.venues.len(),
            self.workspace.meetings.len(),
            self.warnings
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
