//! Zones in use, and where another zone database says otherwise.

use crate::model::Workspace;
use crate::time::{Instant, Interval, Zone};

/// A zone on which two databases differ.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ZoneDifference {
    pub zone: String,
    /// The first instant in the window at which they do, to the hour or to the change of a clock.
    pub first: Instant,
    /// Seconds east of UTC that we reckon with.
    pub ours: i32,
    /// What the other has; `None` where it does not know the zone.
    pub theirs: Option<i32>,
}

/// The zones that the tables name, by the database's own names, sorted.
pub(super) fn in_use(workspace: &Workspace) -> Vec<String> {
    let contacts = workspace
        .contacts
        .iter()
        .filter_map(|one| one.zone.as_ref());
    let venues = workspace.venues.iter().filter_map(|one| one.zone.as_ref());
    let meetings = workspace
        .meetings
        .iter()
        .filter_map(|one| one.zone.as_ref());
    let names = contacts
        .chain(venues)
        .chain(meetings)
        .chain([&workspace.defaults.zone]);
    let mut zones: Vec<String> = names
        .filter_map(|name| Some(Zone::named(name)?.name().to_owned()))
        .collect();
    zones.sort_unstable();
    zones.dedup();
    zones
}

/// Those of the zones that differ somewhere in the window.
pub(super) fn differing(
    zones: &[String],
    window: Interval,
    witness: &dyn Fn(&str, Instant) -> Option<i32>,
) -> Vec<ZoneDifference> {
    zones
        .iter()
        .filter_map(|name| difference(name, window, witness))
        .collect()
}

fn difference(
    name: &str,
    window: Interval,
    witness: &dyn Fn(&str, Instant) -> Option<i32>,
) -> Option<ZoneDifference> {
    const HOUR: i64 = 3600;
    let zone = Zone::named(name)?;
    // Every hour, and every change that we know of: no zone of today keeps an offset for less than an hour.
    let hours = (0..).map(|hour| window.start().plus(hour * HOUR));
    let hours = hours.take_while(|at| *at < window.end());
    let changes = zone.transitions_in(window);
    let mut instants: Vec<Instant> = hours.chain(changes.iter().map(|change| change.0)).collect();
    instants.sort_unstable();
    instants.into_iter().find_map(|at| {
        let (ours, theirs) = (zone.offset_at(at), witness(name, at));
        (theirs != Some(ours)).then(|| ZoneDifference {
            zone: name.to_owned(),
            first: at,
            ours,
            theirs,
        })
    })
}
