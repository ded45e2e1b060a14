//! Recognising our own arranged meetings in people's feeds, so that they are counted once and never block themselves.

use crate::model::{BusyPeriod, EventHash};
use crate::time::Interval;
use std::collections::BTreeSet;

/// One of our arranged meetings as it would stand in the feed of somebody who was invited.
#[derive(Clone, PartialEq, Debug)]
pub struct OwnMeeting {
    /// Keyed hash of the UID that our invitation bore.
    pub uid: EventHash,
    /// The whole meeting and the stretches for which this contact was invited.
    pub intervals: Vec<Interval>,
}

/// How many entries of a feed were our own meetings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Recognised {
    pub count: u32,
    /// Of these, entries with our UID at another time than arranged: the owner's calendar disagrees with ours.
    pub moved: u32,
}

/// The periods that are not one of our own meetings: same UID hash, or same start and end.
///
/// An entry with our UID at another time is a copy that was not updated yet, or that the owner moved: it is our meeting all
/// the same, whose time the arrangements know, so it is left out and counted apart.
pub fn without_own(periods: &[BusyPeriod], own: &[OwnMeeting]) -> (Vec<BusyPeriod>, Recognised) {
    let uids: BTreeSet<EventHash> = own.iter().map(|meeting| meeting.uid).collect();
    let times: BTreeSet<Interval> = own
        .iter()
        .flat_map(|meeting| meeting.intervals.iter().copied())
        .collect();
    let mut recognised = Recognised::default();
    let kept = periods
        .iter()
        .filter(|period| {
            let same_time = times.contains(&period.interval);
            let same_uid = uids.contains(&period.uid);
            recognised.count += u32::from(same_time || same_uid);
            recognised.moved += u32::from(same_uid && !same_time);
            !(same_time || same_uid)
        })
        .copied()
        .collect();
    (kept, recognised)
}
