//! What is odd about feeds: one function a rule.

use super::{Finding, Materials, Owner, Receipt};
use crate::model::{
    ContactId, DropReason, EventHash, FeedReading, FeedStatus, FetchFault, ReadFeed, VenueId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Days after which a feed is called old.
const OLD_DAYS: i64 = 7;

/// Each owner with each of their feeds.
pub(super) fn receipts<'a>(materials: &Materials<'a>) -> Vec<Receipt<'a>> {
    let workspace = materials.workspace;
    let contacts = workspace.contacts.iter().zip(0..);
    let contacts = contacts.map(|(one, id)| (Owner::Contact(ContactId(id)), &one.feeds));
    let venues = workspace.venues.iter().zip(0..);
    let venues = venues.map(|(one, id)| (Owner::Venue(VenueId(id)), &one.feeds));
    contacts
        .chain(venues)
        .flat_map(|(owner, feeds)| feeds.iter().map(move |feed| (owner, feed)))
        .filter_map(|(owner, feed)| {
            let feed = materials.feeds.get(&feed.id)?;
            Some(Receipt { owner, feed })
        })
        .collect()
}

/// A feed with all its owners.
struct Owned<'a> {
    feed: &'a ReadFeed,
    owners: Vec<Owner>,
}

pub(super) fn findings(materials: &Materials, receipts: &[Receipt]) -> Vec<Finding> {
    let mut owned: BTreeMap<&str, Owned> = BTreeMap::new();
    for Receipt { owner, feed } in receipts {
        let entry = owned.entry(feed.id.as_str()).or_insert(Owned {
            feed,
            owners: Vec::new(),
        });
        entry.owners.push(*owner);
    }
    let mut found: Vec<Finding> = owned.values().filter_map(missing_or_refused).collect();
    found.extend(shared(materials, &owned));
    let read: Vec<(&Owned, &FeedReading)> = owned
        .values()
        .filter_map(|one| match &one.feed.status {
            FeedStatus::Read { reading, .. } => Some((one, &**reading)),
            FeedStatus::Refused(_) | FeedStatus::Missing | FeedStatus::Unfetched(_) => None,
        })
        .collect();
    type Rule = fn(&Materials, &Owned, &FeedReading) -> Option<Finding>;
    let rules: [Rule; 6] = [empty, all_free, expired, stale, doubtful, old];
    for rule in rules {
        found.extend(
            read.iter()
                .filter_map(|(one, reading)| rule(materials, one, reading)),
        );
    }
    found.extend(
        materials
            .unowned
            .iter()
            .map(|feed| Finding::Unowned { feed: feed.clone() }),
    );
    found
}

fn missing_or_refused(one: &Owned) -> Option<Finding> {
    let (feed, owners) = (one.feed.id.clone(), one.owners.clone());
    match one.feed.status {
        FeedStatus::Missing => Some(Finding::Missing { feed, owners }),
        FeedStatus::Refused(refusal) => Some(Finding::Refused {
            feed,
            owners,
            refusal,
        }),
        FeedStatus::Unfetched(fault) => Some(Finding::Unfetched {
            feed,
            owners,
            fault,
        }),
        FeedStatus::Read { .. } => None,
    }
}

/// Feeds that several owners have in common. Files that are no calendars are told by themselves, and rooms of one building may
/// well be booked in one diary, so at least one of the owners has to be a person.
fn shared(materials: &Materials, owned: &BTreeMap<&str, Owned>) -> Vec<Finding> {
    let mut same: BTreeMap<EventHash, (BTreeSet<&str>, BTreeSet<Owner>)> = BTreeMap::new();
    let mut found = Vec::new();
    let told = |feeds: &BTreeSet<&str>, owners: &BTreeSet<Owner>| {
        let a_person = owners
            .iter()
            .any(|owner| matches!(owner, Owner::Contact(_)));
        (owners.len() > 1 && a_person).then(|| Finding::Shared {
            feeds: feeds.iter().map(|feed| (*feed).to_owned()).collect(),
            owners: owners.iter().copied().collect(),
        })
    };
    for (id, one) in owned {
        if !matches!(one.feed.status, FeedStatus::Read { .. }) {
            continue;
        }
        match materials.fingerprints.get(*id) {
            Some(bytes) => {
                let entry = same.entry(*bytes).or_default();
                entry.0.insert(id);
                entry.1.extend(&one.owners);
            }
            None => {
                let owners = one.owners.iter().copied().collect();
                found.extend(told(&BTreeSet::from([*id]), &owners));
            }
        }
    }
    found.extend(
        same.values()
            .filter_map(|(feeds, owners)| told(feeds, owners)),
    );
    // The fingerprints have no order that means anything.
    found.sort_by_key(|finding| match finding {
        Finding::Shared { feeds, .. } => feeds.clone(),
        _ => Vec::new(),
    });
    found
}

/// Neither an event nor published busy time.
fn shows_nothing(reading: &FeedReading) -> bool {
    reading.kept == 0 && reading.periods.is_empty()
}

fn empty(_: &Materials, one: &Owned, reading: &FeedReading) -> Option<Finding> {
    // A feed may hold published busy time, or working hours, and no event.
    let nothing = shows_nothing(reading) && reading.dropped_in_all() == 0;
    let nothing = nothing && !reading.states_hours();
    nothing.then(|| Finding::Empty {
        feed: one.feed.id.clone(),
        owners: one.owners.clone(),
    })
}

fn all_free(_: &Materials, one: &Owned, reading: &FeedReading) -> Option<Finding> {
    let free = reading.dropped.get(&DropReason::Free).copied().unwrap_or(0);
    (shows_nothing(reading) && free > 0).then(|| Finding::AllFree {
        feed: one.feed.id.clone(),
        owners: one.owners.clone(),
        entries: free,
    })
}

fn expired(materials: &Materials, one: &Owned, _: &FeedReading) -> Option<Finding> {
    let FeedStatus::Read { known, .. } = &one.feed.status else {
        return None;
    };
    let knows = known.is_some_and(|known| known.end() > materials.now);
    (!knows).then(|| Finding::Expired {
        feed: one.feed.id.clone(),
        owners: one.owners.clone(),
    })
}

fn stale(_: &Materials, one: &Owned, _: &FeedReading) -> Option<Finding> {
    // Whoever wants no server to be asked knows that none was.
    let stale = one.feed.stale;
    let stale = stale.filter(|stale| stale.why != FetchFault::Offline)?;
    Some(Finding::Stale {
        feed: one.feed.id.clone(),
        owners: one.owners.clone(),
        read_at: one.feed.read_at,
        stale,
    })
}

fn doubtful(_: &Materials, one: &Owned, reading: &FeedReading) -> Option<Finding> {
    let reasons: BTreeSet<_> = reading.doubts.iter().map(|doubt| doubt.reason).collect();
    (!reasons.is_empty()).then(|| Finding::Doubtful {
        feed: one.feed.id.clone(),
        owners: one.owners.clone(),
        stretches: reading.doubts.len(),
        reasons: reasons.into_iter().collect(),
    })
}

fn old(materials: &Materials, one: &Owned, reading: &FeedReading) -> Option<Finding> {
    const DAY: i64 = 86_400;
    if stale(materials, one, reading).is_some() {
        return None;
    }
    let age = materials.now.0.saturating_sub(one.feed.read_at.0);
    (age > OLD_DAYS * DAY).then(|| Finding::Old {
        feed: one.feed.id.clone(),
        owners: one.owners.clone(),
        days: u32::try_from(age / DAY).unwrap_or(u32::MAX),
    })
}
