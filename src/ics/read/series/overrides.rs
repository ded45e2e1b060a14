//! The overrides of a series (RFC 5545 section 3.8.4.4): which instance each one replaces.

use super::super::civil::DAY;
use super::super::event::Given;
use super::super::gather::{Gather, Resolver};
use super::super::values::{Stamp, StampKind};
use super::Placed;
use super::exceptions::day_meant;
use super::occurrences::Occurrence;
use crate::model::feed::DropReason;
use crate::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

/// The overrides of a series, the newest version of each.
#[derive(Default)]
pub(super) struct Overrides<'e> {
    pub(super) by_instant: BTreeMap<Instant, Placed<'e>>,
    /// Days whose instance is overridden by a date where the series has times.
    days: BTreeSet<i64>,
    /// RECURRENCE-ID could not be read: an event, but of no known instance.
    pub(super) unplaced: Vec<Placed<'e>>,
}

impl<'e> Overrides<'e> {
    pub(super) fn new(
        placed: Vec<Placed<'e>>,
        series: StampKind,
        resolver: &Resolver,
        gather: &mut Gather,
    ) -> Overrides<'e> {
        let mut overrides = Overrides::default();
        for over in placed {
            let Given::Yes(id) = over.event.recurrence_id else {
                overrides.unplaced.push(over);
                continue;
            };
            let mut id = resolver.in_series(id, series);
            if series == StampKind::Date && !id.is_date() {
                // A program that writes times where the series has days means the day.
                id = Stamp {
                    wall: day_meant(id, resolver) * DAY,
                    kind: StampKind::Date,
                };
            }
            if id.is_date() && series != StampKind::Date {
                overrides.days.insert(id.wall.div_euclid(DAY));
            }
            let at = resolver.instant(id);
            let known = overrides.by_instant.get(&at);
            let is_known = known.is_some();
            let is_older = known.is_some_and(|known| known.event.sequence > over.event.sequence);
            gather.drop(DropReason::Superseded, u32::from(is_known));
            if !is_older {
                overrides.by_instant.insert(at, over);
            }
        }
        overrides
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_instant.is_empty() && self.unplaced.is_empty()
    }

    pub(super) fn replaces(&self, instance: &Occurrence) -> bool {
        self.by_instant.contains_key(&instance.at)
            || self.days.contains(&instance.wall.div_euclid(DAY))
    }

    /// Those for this and all future instances, by the instant they begin with.
    pub(super) fn ranged(&self) -> impl DoubleEndedIterator<Item = (Instant, &Placed<'e>)> {
        let ranged = self
            .by_instant
            .iter()
            .filter(|(_, over)| over.event.and_future);
        ranged.map(|(at, over)| (*at, over))
    }
}
