//! Where a recipient goes, as far as they may be told.

use super::event::one_line;
use super::recipients::{Asked, FAMILY, Recipient};
use crate::model::{Arranged, Venue, VenueId, Workspace};
use crate::time::Interval;

/// What a message says of the place.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Place {
    /// A venue that everybody may know.
    At {
        name: String,
        address: Option<String>,
    },
    /// By telephone or on line, whatever room the others are in.
    Remote,
    /// Confidential, or not fixed. The two are one value, so that no message tells which.
    ToldSeparately,
}

/// The recipient's places in the order of their time, neighbours that are alike joined; at least one.
///
/// A confidential venue is told to nobody: the tables do not say which agency a venue belongs to, so nobody's right to
/// know it can be shown.
pub(super) fn places(
    workspace: &Workspace,
    arranged: &Arranged,
    recipient: &Recipient,
) -> Vec<(Interval, Place)> {
    let remote = matches!(recipient.asked, Asked::Come { remote: true, .. });
    let mut found: Vec<(Interval, Place)> = Vec::new();
    let stretches = recipient
        .times
        .iter()
        .flat_map(|time| stretches(arranged, *time));
    for (time, venue) in stretches {
        let place = match remote {
            true => Place::Remote,
            false => place_of(workspace, venue),
        };
        match found.last_mut() {
            Some(last) if last.1 == place => {
                last.0 = Interval::new(last.0.start(), time.end()).unwrap_or(last.0);
            }
            _ => found.push((time, place)),
        }
    }
    found
}

/// The place of the whole meeting, for the organiser's copy.
pub(super) fn whole(workspace: &Workspace, arranged: &Arranged) -> Place {
    place_of(workspace, arranged.venue)
}

/// `time` cut where the meeting's parts change the venue; what lies in no part is at the meeting's.
fn stretches(arranged: &Arranged, time: Interval) -> Vec<(Interval, Option<VenueId>)> {
    let mut parts: Vec<(Interval, Option<VenueId>)> = arranged
        .parts
        .iter()
        .filter_map(|part| Some((part.interval.intersect(time)?, part.venue)))
        .collect();
    parts.sort_by_key(|part| part.0);
    if parts.is_empty() {
        parts.push((time, arranged.venue));
    }
    parts
}

fn place_of(workspace: &Workspace, venue: Option<VenueId>) -> Place {
    match venue.map(|id| workspace.venue(id)) {
        Some(venue) if !venue.confidential && !names_family(workspace, venue) => Place::At {
            name: one_line(&venue.name),
            address: venue.address.as_deref().map(one_line),
        },
        _ => Place::ToldSeparately,
    }
}

/// Whether name or address of a venue has a word of the name of somebody of the family, who then is as good as named in the
/// place of everybody's diary. One too many is told by telephone; one too few cannot be taken back.
fn names_family(workspace: &Workspace, venue: &Venue) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let long = words.filter(|word| word.chars().count() >= 3);
        long.map(str::to_lowercase).collect()
    };
    let mut shown = words(&venue.name);
    shown.extend(words(venue.address.as_deref().unwrap_or_default()));
    let family = workspace
        .contacts
        .iter()
        .filter(|contact| workspace.agency(contact.agency).kind == FAMILY);
    family
        .flat_map(|contact| words(&contact.name))
        .any(|word| shown.contains(&word))
}
