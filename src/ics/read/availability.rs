//! Stated working hours: VAVAILABILITY with its AVAILABLE parts (RFC 7953 section 3.1).
//!
//! Inside its time a VAVAILABILITY takes all that its AVAILABLE parts do not give free; of several that overlap the one of higher
//! priority rules alone, and among equals the busier one, which is our choice. An AVAILABLE is an event with another meaning, so `series` expands it
//! like one. Whatever of it cannot be read leaves time in doubt, never free. What people's entries take is counted on top of it
//! by whoever reads the sum; how hours bear on anybody's day is left to `availability`.

use super::ReadOptions;
use super::event::{Event, Events, Given, PeriodEnd, ZoneNames};
use super::gather::{Gather, Resolver, zone_reach};
use super::lines::{Name, Property};
use super::report::Report;
use super::series;
use super::values::{self, Stamp};
use crate::model::feed::{BusyKind, DoubtReason, EventHash, WarningCode};
use crate::time::{Instant, Interval, IntervalSet};
use std::collections::BTreeMap;

/// The rank of a component without PRIORITY or with 0: behind 9, the lowest that can be stated (RFC 5545 section 3.8.1.9).
const UNRANKED: u8 = 10;

/// A VAVAILABILITY as it stands in the file.
pub(super) struct Availability {
    /// Its own start, end and duration; absent means unbounded.
    frame: Event,
    /// What the time is that no AVAILABLE gives free (BUSYTYPE).
    kind: BusyKind,
    /// 1 rules over 2, and so on.
    rank: u8,
    pub(super) parts: Events,
}

impl Availability {
    pub(super) fn new(line: u32) -> Availability {
        Availability {
            frame: Event::new(line, false),
            kind: BusyKind::Away,
            rank: UNRANKED,
            parts: Events::default(),
        }
    }

    /// Takes a property of the component itself.
    pub(super) fn take(
        &mut self,
        property: Property,
        names: &mut ZoneNames,
        options: &ReadOptions,
        report: &mut Report,
    ) {
        let value = property.value.trim_ascii();
        match property.name {
            // Unknown types are BUSY-UNAVAILABLE, the default (RFC 7953 section 3.2).
            Name::BusyType => {
                self.kind = match &value.to_ascii_uppercase()[..] {
                    b"BUSY" => BusyKind::Busy,
                    b"BUSY-TENTATIVE" => BusyKind::Tentative,
                    _ => BusyKind::Away,
                };
            }
            Name::Priority => match values::number(value) {
                Some(0) => self.rank = UNRANKED,
                Some(rank @ 1..=9) => self.rank = rank as u8,
                _ => report.warn(property.line, property.name.text(), WarningCode::BadValue),
            },
            _ => self
                .frame
                .take(property, names, &options.key, &options.owners, report),
        }
    }

    /// When the component speaks. `Err` is the time within which it might, where an end of it cannot be read.
    fn reach(&self, resolver: &Resolver, report: &mut Report) -> Result<Interval, Interval> {
        let frame = &self.frame;
        let mut is_sound = true;
        let start: Option<Stamp> = match frame.start {
            Given::Yes(start) => Some(start),
            Given::No => None,
            Given::Unreadable => {
                is_sound = false;
                None
            }
        };
        let end = match (frame.end, frame.duration, start) {
            (Given::Yes(end), ..) => Some(resolver.instant(end)),
            (Given::No, Given::No, _) => None,
            (Given::No, Given::Yes(length), Some(start)) => {
                Some(resolver.period_end(start, PeriodEnd::After(length)))
            }
            _ => {
                is_sound = false;
                None
            }
        };
        let from = start.map_or(Instant::MIN, |start| resolver.instant(start));
        let until = end.unwrap_or(Instant::MAX);
        match Interval::new(from, until) {
            Some(reach) if is_sound => Ok(reach),
            Some(reach) => Err(reach),
            None => {
                let property = Some("DTEND");
                report.warn(frame.line, property, WarningCode::EndBeforeStart);
                Err(Interval::ALL)
            }
        }
    }
}

/// More components than anybody has; what is beyond them is in doubt like everything else.
const MOST: usize = 1_000;

/// What one component says of the window.
pub(super) struct Claim {
    line: u32,
    rank: u8,
    frame: Interval,
    kind: BusyKind,
    available: IntervalSet,
    taken: IntervalSet,
    doubts: BTreeMap<DoubtReason, IntervalSet>,
}

/// Reads the components of a calendar for the window, with the steps and the room that are left.
pub(super) fn claims(
    components: &[Availability],
    resolver: &Resolver,
    gather: &mut Gather,
) -> Vec<Claim> {
    if let Some(beyond) = components.get(MOST) {
        gather.cut_short(gather.window.start(), beyond.frame.line);
    }
    components
        .iter()
        .take(MOST)
        .filter_map(|component| claim(component, resolver, gather))
        .collect()
}

/// What a component says of the window; `None` when nothing.
fn claim(component: &Availability, resolver: &Resolver, gather: &mut Gather) -> Option<Claim> {
    let frame = &component.frame;
    frame.count_excess(&mut gather.excess);
    let reach = component.reach(resolver, &mut gather.report);
    let (Ok(whole) | Err(whole)) = reach;
    let inside = whole.intersect(gather.window)?;
    let reading = gather.aside(inside, |aside| {
        series::add_events(&component.parts, resolver, aside);
    });
    let mut found: Vec<(DoubtReason, Interval)> = reading
        .doubts
        .iter()
        .map(|doubt| (doubt.reason, doubt.interval))
        .collect();
    // Without its bounds or one of its parts, what is available cannot be told.
    if reach.is_err() || component.parts.whole().any(series::is_lost) {
        found.push((DoubtReason::UnreadableAvailability, inside));
    }
    for edge in [frame.start, frame.end] {
        if let Given::Yes(edge) = edge
            && resolver.is_unknown(edge.kind)
        {
            let at = resolver.instant(edge);
            found.push((DoubtReason::UnknownZone, zone_reach(at, at)));
        }
    }
    found.sort_unstable();
    let doubts: BTreeMap<DoubtReason, IntervalSet> = found
        .chunk_by(|a, b| a.0 == b.0)
        .map(|same| {
            let set: IntervalSet = same.iter().map(|(_, interval)| *interval).collect();
            (same[0].0, set.clipped(inside))
        })
        .collect();
    let doubtful = doubts
        .values()
        .fold(IntervalSet::new(), |all, set| all.union(set));
    let available: IntervalSet = reading.periods.iter().map(|part| part.interval).collect();
    let available = available.difference(&doubtful);
    let taken = IntervalSet::from(inside).difference(&available.union(&doubtful));
    Some(Claim {
        line: frame.line,
        rank: component.rank,
        frame: inside,
        kind: component.kind,
        available,
        taken,
        doubts,
    })
}

/// Adds up what the components say: the higher priority alone where several speak, and among equals what takes more, so that no
/// time is free that one of them takes or leaves in doubt.
pub(super) fn settle(mut claims: Vec<Claim>, gather: &mut Gather) {
    claims.sort_by_key(|claim| claim.rank);
    let mut stated = IntervalSet::new();
    let mut free = IntervalSet::new();
    for equals in claims.chunk_by(|a, b| a.rank == b.rank) {
        let of = |pick: &dyn Fn(&Claim) -> Vec<Interval>| -> IntervalSet {
            let all: IntervalSet = equals.iter().flat_map(pick).collect();
            all.difference(&stated)
        };
        for claim in equals {
            let own = claim.taken.difference(&stated);
            let more = own.iter().all(|part| {
                let anonymous = EventHash::ANONYMOUS;
                gather.busy(part.start(), part.end(), claim.kind, anonymous, anonymous)
            });
            if !more {
                gather.cut_short(claim.frame.start(), claim.line);
            }
        }
        let taken = of(&|claim| claim.taken.iter().collect());
        let mut doubtful = IntervalSet::new();
        for reason in DoubtReason::ALL {
            let doubts = of(&|claim| {
                let set = claim.doubts.get(reason);
                set.map_or(Vec::new(), |set| set.iter().collect())
            });
            let doubts = doubts.difference(&taken);
            let more = doubts
                .iter()
                .all(|part| gather.doubt(part.start(), part.end(), *reason));
            if !more {
                gather.cut_short(gather.window.start(), equals[0].line);
            }
            doubtful = doubtful.union(&doubts);
        }
        let available = of(&|claim| claim.available.iter().collect());
        free = free.union(&available.difference(&taken).difference(&doubtful));
        stated = stated.union(&of(&|claim| vec![claim.frame]));
    }
    gather.hours_stated = stated;
    gather.hours_available = free;
}
