//! Layer 5: what is odd about a workspace and its feeds, as data.
//!
//! [`examine`] takes the tables as read, every feed as read, and what only the outer layers can know: which files belong to nobody,
//! which files are the same bytes, and what another zone database says. One function a rule, in [`feeds`] and [`people`]; the words
//! and the fixes are `report`'s. Nothing here has seen a feed's text.

mod feeds;
mod hours;
mod names;
mod people;
mod zones;

#[cfg(test)]
mod tests;

pub use hours::Odd;
pub use zones::ZoneDifference;

use crate::model::{
    ContactId, DoubtReason, EventHash, FeedRefusal, FetchFault, ReadFeed, Stale, VenueId, Workspace,
};
use crate::prepare::FeedBook;
use crate::time::{Instant, Interval};
use std::collections::BTreeMap;

/// Whose feed it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Owner {
    Contact(ContactId),
    Venue(VenueId),
}

/// Everything that is looked at.
pub struct Materials<'a> {
    pub workspace: &'a Workspace,
    /// Every feed of every contact and venue.
    pub feeds: &'a FeedBook,
    /// Files of the folder that no row names.
    pub unowned: &'a [String],
    /// Stands for the bytes of each feed that is a file: equal where they are.
    pub fingerprints: &'a BTreeMap<String, EventHash>,
    /// Seconds east of UTC that another zone database gives a zone at an instant; `None` where it does not know the zone.
    pub witness: &'a dyn Fn(&str, Instant) -> Option<i32>,
    /// The time over which feeds were read and zones are compared.
    pub window: Interval,
    pub now: Instant,
}

/// A feed and one of its owners.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Receipt<'a> {
    pub owner: Owner,
    pub feed: &'a ReadFeed,
}

/// How much a finding matters; graver ones first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Weight {
    /// Somebody's time is not known, or is shown wrongly.
    Grave,
    /// It may be so.
    Matters,
    /// Good to know.
    Note,
}

/// One thing that is odd.
#[derive(Clone, PartialEq, Debug)]
pub enum Finding {
    /// The feed's file is not there.
    Missing { feed: String, owners: Vec<Owner> },
    /// The file is no calendar.
    Refused {
        feed: String,
        owners: Vec<Owner>,
        refusal: FeedRefusal,
    },
    /// Its server did not give it, and none of an earlier time is kept.
    Unfetched {
        feed: String,
        owners: Vec<Owner>,
        fault: FetchFault,
    },
    /// Its server did not give it, and what is kept of an earlier time is used.
    Stale {
        feed: String,
        owners: Vec<Owner>,
        read_at: Instant,
        stale: Stale,
    },
    /// Two owners have one feed, under one name or as files of the same bytes.
    Shared {
        feeds: Vec<String>,
        owners: Vec<Owner>,
    },
    /// A calendar without a single entry.
    Empty { feed: String, owners: Vec<Owner> },
    /// A calendar in which every entry is marked free.
    AllFree {
        feed: String,
        owners: Vec<Owner>,
        entries: u32,
    },
    /// The feed tells nothing of the time from now on.
    Expired { feed: String, owners: Vec<Owner> },
    /// Some stretches could not be placed.
    Doubtful {
        feed: String,
        owners: Vec<Owner>,
        stretches: usize,
        reasons: Vec<DoubtReason>,
    },
    /// Read more than a week ago.
    Old {
        feed: String,
        owners: Vec<Owner>,
        days: u32,
    },
    /// A file that belongs to nobody.
    Unowned { feed: String },
    /// A contact without feed, pattern, offer and answer.
    Unknown { contact: ContactId },
    /// Working hours that look mistyped; `None` = those of everybody without their own.
    OddHours {
        contact: Option<ContactId>,
        odd: Vec<Odd>,
    },
    /// Contacts whose names or ids differ by case, spacing, accents or order of words only.
    AlikeNames { contacts: Vec<ContactId> },
    /// Contacts with one mail address.
    OneAddress { contacts: Vec<ContactId> },
    /// A contact whom no meeting can seat.
    Unseated { contact: ContactId },
    /// A zone in use on which two databases differ.
    ZoneDiffers(ZoneDifference),
}

impl Finding {
    /// The name used in output.
    pub fn code(&self) -> &'static str {
        match self {
            Finding::Missing { .. } => "feed-missing",
            Finding::Refused { .. } => "feed-refused",
            Finding::Unfetched { .. } => "feed-unfetched",
            Finding::Stale { .. } => "feed-stale",
            Finding::Shared { .. } => "feed-shared",
            Finding::Empty { .. } => "feed-empty",
            Finding::AllFree { .. } => "feed-all-free",
            Finding::Expired { .. } => "feed-expired",
            Finding::Doubtful { .. } => "feed-doubtful",
            Finding::Old { .. } => "feed-old",
            Finding::Unowned { .. } => "feed-unowned",
            Finding::Unknown { .. } => "nothing-known",
            Finding::OddHours { .. } => "odd-hours",
            Finding::AlikeNames { .. } => "alike-names",
            Finding::OneAddress { .. } => "one-address",
            Finding::Unseated { .. } => "no-seat",
            Finding::ZoneDiffers(_) => "zone-differs",
        }
    }

    /// How much it matters.
    pub fn weight(&self) -> Weight {
        match self {
            Finding::Missing { .. }
            | Finding::Refused { .. }
            | Finding::Unfetched { .. }
            | Finding::Shared { .. }
            | Finding::Empty { .. }
            | Finding::AllFree { .. }
            | Finding::Expired { .. } => Weight::Grave,
            Finding::Stale { .. }
            | Finding::Doubtful { .. }
            | Finding::Old { .. }
            | Finding::Unowned { .. }
            | Finding::Unknown { .. }
            | Finding::OddHours { .. }
            | Finding::AlikeNames { .. } => Weight::Matters,
            // Schools have one mailbox, tables outlive meetings, and of two databases ours is the newer.
            Finding::OneAddress { .. } | Finding::Unseated { .. } | Finding::ZoneDiffers(_) => {
                Weight::Note
            }
        }
    }
}

/// The result: all feeds, all findings.
#[derive(Clone, PartialEq, Debug)]
pub struct Checkup<'a> {
    /// In the order of the contacts' ids, then of the venues'.
    pub receipts: Vec<Receipt<'a>>,
    /// Zones in use, sorted.
    pub zones: Vec<String>,
    /// The gravest first, those of one kind together.
    pub findings: Vec<Finding>,
}

impl Checkup<'_> {
    /// Whether something was found that matters.
    pub fn matters(&self) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|finding| finding.weight() < Weight::Note)
    }
}

/// Looks at everything.
pub fn examine<'a>(materials: &Materials<'a>) -> Checkup<'a> {
    let receipts = feeds::receipts(materials);
    let zones = zones::in_use(materials.workspace);
    let mut findings = feeds::findings(materials, &receipts);
    findings.extend(people::findings(materials));
    let differing = zones::differing(&zones, materials.window, materials.witness);
    findings.extend(differing.into_iter().map(Finding::ZoneDiffers));
    // Sorting keeps the order inside each weight.
    findings.sort_by_key(Finding::weight);
    Checkup {
        receipts,
        zones,
        findings,
    }
}
