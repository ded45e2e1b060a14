//! What takes instances out of a series: EXDATE (RFC 5545 section 3.8.5.1) and EXRULE (RFC 2445 section 4.8.5.2).

use super::super::civil::DAY;
use super::super::expand::{Ended, Expansion, Steps};
use super::super::gather::{Gather, Resolver};
use super::super::values::Stamp;
use super::Placed;
use super::occurrences::{Occurrence, until_of};
use crate::time::Instant;
use std::collections::BTreeSet;

/// What is taken out of a series.
pub(super) struct Excluded {
    /// Sorted.
    instants: Vec<Instant>,
    /// Days, for dates in a series with times and for times in a series of dates.
    days: BTreeSet<i64>,
}

impl Excluded {
    /// EXDATE anywhere, EXRULE from wall-clock time `from` to `to` of the series' zone.
    pub(super) fn of(
        master: &Placed,
        from: i64,
        to: i64,
        resolver: &Resolver,
        gather: &mut Gather,
    ) -> Excluded {
        let mut excluded = Excluded {
            instants: Vec::with_capacity(master.event.excluded.len()),
            days: BTreeSet::new(),
        };
        for stamp in &master.event.excluded {
            let stamp = resolver.in_series(*stamp, master.start.kind);
            match (stamp.is_date(), master.start.is_date()) {
                (true, false) => {
                    excluded.days.insert(stamp.wall.div_euclid(DAY));
                }
                (false, true) => {
                    excluded.days.insert(day_meant(stamp, resolver));
                }
                _ => excluded.instants.push(resolver.instant(stamp)),
            }
        }
        excluded.add_rules(master, from, to, resolver, gather);
        excluded.instants.sort_unstable();
        excluded
    }

    /// The steps are those of the whole feed. Where they or the room run out, what follows is not taken away: more shows as busy,
    /// never less.
    fn add_rules(
        &mut self,
        master: &Placed,
        from: i64,
        to: i64,
        resolver: &Resolver,
        gather: &mut Gather,
    ) {
        let zone = resolver.zone(master.start.kind);
        for rule in &master.event.except {
            let until = until_of(rule, master, zone);
            let mut room = gather.room().saturating_sub(self.instants.len());
            let expansion = Expansion {
                rule,
                start: master.start.wall,
                is_date: master.start.is_date(),
                from,
                to,
                dense: 0,
            };
            let mut steps = std::mem::replace(&mut gather.steps, Steps(0));
            let ended = expansion.run(&mut steps, &mut |(wall, _)| {
                let at = zone.instant_of_wall(wall);
                if until.is_none_or(|until| at <= until) {
                    self.instants.push(at);
                }
                room = room.saturating_sub(1);
                room > 0 && until.is_none_or(|until| at <= until)
            });
            gather.steps = steps;
            let is_past = |at: i64| until.is_some_and(|until| zone.instant_of_wall(at) > until);
            if let Ended::CutShort(at) = ended
                && !is_past(at)
            {
                gather.too_many(master.event.line);
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.instants.is_empty() && self.days.is_empty()
    }

    pub(super) fn has(&self, at: Instant) -> bool {
        self.instants.binary_search(&at).is_ok()
    }

    pub(super) fn contains(&self, instance: &Occurrence) -> bool {
        self.has(instance.at) || self.days.contains(&instance.wall.div_euclid(DAY))
    }
}

/// The day of a whole-day series that is meant by a time: the day that begins there where it is midnight by the owner's clock, or
/// the day as written where it is written as a midnight, else the local day that it lies on.
pub(super) fn day_meant(stamp: Stamp, resolver: &Resolver) -> i64 {
    let local = resolver
        .default_zone()
        .wall_seconds(resolver.instant(stamp));
    let is_midnight = |wall: i64| wall.rem_euclid(DAY) == 0;
    let wall = if is_midnight(local) || !is_midnight(stamp.wall) {
        local
    } else {
        stamp.wall
    };
    wall.div_euclid(DAY)
}
