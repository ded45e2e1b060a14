//! The instances of a series in and around the window: DTSTART, rules and extra dates, less what is excluded.

use super::super::civil::DAY;
use super::super::event::ExtraDate;
use super::super::expand::{Ended, Expansion, Steps};
use super::super::gather::{Gather, Resolver};
use super::super::rule::{Freq, Rule};
use super::super::values::{Shape, Stamp, StampKind};
use super::exceptions::Excluded;
use super::{Class, Length, Overrides, Placed, end_of};
use crate::model::feed::{DoubtReason, WarningCode};
use crate::time::{Instant, Zone};
use std::cmp::Reverse;

/// One instance, or a stretch of instances that follow each other without a break.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Occurrence {
    pub(super) at: Instant,
    /// Wall-clock time of `at` in the series' zone, as the rule gives it.
    pub(super) wall: i64,
    /// Start of the last instance of a stretch; `at` for a single one.
    pub(super) last: Instant,
    /// The end of an RDATE that is a period.
    pub(super) end: Option<Instant>,
}

impl Occurrence {
    pub(super) fn at(at: Instant, wall: i64) -> Occurrence {
        Occurrence {
            at,
            wall,
            last: at,
            end: None,
        }
    }
}

/// The instances found, in order, each once.
pub(super) struct Occurrences {
    pub(super) found: Vec<Occurrence>,
    /// The wall-clock times within which all were looked for.
    from: i64,
    to: i64,
    excluded: Excluded,
}

/// How long after its start a series may end for its end to say how far the diary is kept: ten years.
const FARTHEST_UNTIL_SECONDS: i64 = 10 * 366 * 86_400;

/// Slack around the window on the wall clock: more than any offset and any shift of clocks.
const SLACK: i64 = 2 * DAY;

/// How many steps finding the end of a COUNT may take; a rule that needs more is as good as endless.
const COUNT_STEPS: u64 = 4_000;

impl Occurrences {
    pub(super) fn of(
        master: &Placed,
        overrides: &Overrides,
        ranged: &[(Instant, &Placed, i64)],
        resolver: &Resolver,
        gather: &mut Gather,
    ) -> Occurrences {
        let zone = resolver.zone(master.start.kind);
        let shifts = ranged.iter().map(|(_, _, shift)| shift.abs()).max();
        let lengths = ranged.iter().map(|(_, over, _)| over.length.at_most());
        let longest = lengths.max().unwrap_or(0).max(master.length.at_most());
        let travel = ranged.iter().map(|(_, over, _)| over.event.travel).max();
        let travel = travel.unwrap_or(0).max(master.event.travel);
        let slack = SLACK + shifts.unwrap_or(0) + travel;
        let from = zone.wall_seconds(gather.window.start()) - slack - longest;
        let to = zone.wall_seconds(gather.window.end()) + slack;
        let mut instances = Occurrences {
            found: Vec::new(),
            from,
            to,
            excluded: Excluded::of(master, from, to, resolver, gather),
        };
        let event = master.event;
        let mut found = vec![Occurrence::at(master.at, master.start.wall)];
        let taken = matches!(master.class, Class::Taken(_));
        if taken && !event.recurs() {
            gather.fixed_until(end_of(&found[0], master.length, zone, resolver));
        }
        let excluded = &instances.excluded;
        let is_left_alone = excluded.is_empty() && event.except.is_empty();
        let each = !is_left_alone || !overrides.is_empty() || !event.extra.is_empty();
        for rule in &event.rules {
            let dense = if each { 0 } else { master.length.at_least() };
            instances.add_rule(rule, dense, master, zone, gather, &mut found);
        }
        for extra in &event.extra {
            let instance = extra_instance(*extra, master, resolver, gather);
            let end = end_of(&instance, master.length, zone, resolver);
            if taken {
                gather.fixed_until(end);
            }
            found.push(instance);
        }
        // Of two at one instant the period with its own end counts, then the longer stretch, then the earlier by the wall clock
        // (around a gap there are two): these have to come first.
        found.sort_unstable_by_key(|found| {
            let Occurrence {
                at,
                wall,
                last,
                end,
            } = *found;
            (at, end.is_none(), Reverse(last), wall)
        });
        found.dedup_by_key(|instance| instance.at);
        found.retain(|instance| !excluded.contains(instance));
        instances.found = found;
        instances
    }

    fn add_rule(
        &self,
        rule: &Rule,
        dense: i64,
        master: &Placed,
        zone: &Zone,
        gather: &mut Gather,
        found: &mut Vec<Occurrence>,
    ) {
        let line = master.event.line;
        let taken = matches!(master.class, Class::Taken(_));
        let until = until_of(rule, master, zone);
        if let Some(until) = until {
            if until_type_differs(rule, master) {
                gather
                    .report
                    .warn(line, Some("RRULE"), WarningCode::UntilType);
            }
            if until < master.at {
                return gather
                    .report
                    .warn(line, Some("RRULE"), WarningCode::UntilBeforeStart);
            }
            // Exporters write "no end" as an UNTIL decades away: nobody's diary is kept so far ahead, so that one tells nothing.
            if taken && until <= master.at.plus(FARTHEST_UNTIL_SECONDS) {
                gather.fixed_until(until);
            }
        }
        let expansion = |from, to, dense| Expansion {
            rule,
            start: master.start.wall,
            is_date: master.start.is_date(),
            from,
            to,
            dense,
        };
        if taken && rule.count.is_some() && until.is_none() {
            let mut last = None;
            let ended = expansion(master.start.wall, i64::MAX / 4, 0).run(
                &mut Steps(COUNT_STEPS),
                &mut |stretch| {
                    last = Some(stretch.1);
                    true
                },
            );
            if let (Ended::Complete, Some(last)) = (ended, last) {
                let last = Occurrence::at(zone.instant_of_wall(last), last);
                gather.fixed_until(last.at.plus(master.length.at_least()));
            }
        }
        let last_wall = until.map_or(i64::MAX, |until| zone.wall_seconds(until));
        let is_dense = dense > 0 && is_frequent(rule);
        // Single instances are held against UNTIL as instants below, so that a change of clocks near it does no harm.
        let to = self
            .to
            .min(last_wall.saturating_add(if is_dense { 0 } else { DAY }));
        let pieces = match is_dense {
            true => between_changes(self.from, to, zone),
            false => vec![(self.from, to)],
        };
        for (from, to) in pieces {
            let mut steps = std::mem::replace(&mut gather.steps, Steps(0));
            let dense = if is_dense { dense } else { 0 };
            let mut room = gather.room().saturating_sub(found.len());
            let ended = expansion(from, to, dense).run(&mut steps, &mut |(first, last)| {
                let at = zone.instant_of_wall(first);
                if until.is_none_or(|until| at <= until) {
                    found.push(Occurrence {
                        at,
                        wall: first,
                        last: zone.instant_of_wall(last),
                        end: None,
                    });
                }
                room = room.saturating_sub(1);
                room > 0
            });
            gather.steps = steps;
            if let Ended::CutShort(at) = ended {
                return gather.cut_short(zone.instant_of_wall(at), line);
            }
        }
    }

    /// The overrides inside the range looked at that override nothing.
    pub(super) fn missing(&self, overrides: &Overrides) -> Vec<Instant> {
        let is_found = |at: &Instant| {
            let found = &self.found;
            found
                .binary_search_by_key(at, |instance| instance.at)
                .is_ok()
        };
        overrides
            .by_instant
            .iter()
            .filter(|(at, _)| {
                let inside = (self.from + SLACK..=self.to - SLACK).contains(&at.0);
                inside && !is_found(at) && !self.excluded.has(**at)
            })
            .map(|(at, _)| *at)
            .collect()
    }
}

/// Whether a rule gives so many instances that they may be taken together where they touch.
fn is_frequent(rule: &Rule) -> bool {
    let times = [u64::from(rule.hours), rule.minutes, rule.seconds];
    let a_day: u32 = times.iter().map(|set| set.count_ones().max(1)).product();
    rule.freq < Freq::Daily || a_day > 24
}

/// Cuts wall-clock times where the zone changes its offset, so that no stretch of instances reaches over a change.
fn between_changes(from: i64, to: i64, zone: &Zone) -> Vec<(i64, i64)> {
    let reach = crate::time::Interval::new(Instant(from), Instant(to));
    let changes = reach.map(|reach| zone.transitions_in(reach.widened(DAY, DAY)));
    let mut pieces = Vec::new();
    let mut from = from;
    for (at, before, after) in changes.unwrap_or_default() {
        // Times that occur twice belong to the offset before, times in a gap too.
        let cut = at.0 + i64::from(before.max(after));
        if from < cut && cut <= to {
            pieces.push((from, cut - 1));
            from = cut;
        }
    }
    pieces.push((from, to));
    pieces
}

/// The last instant at which an instance may start. A date includes its whole day.
pub(super) fn until_of(rule: &Rule, master: &Placed, zone: &Zone) -> Option<Instant> {
    let until = rule.until?;
    if master.start.is_date() {
        let midnight = until.wall.div_euclid(DAY) * DAY;
        return Some(zone.instant_of_wall(midnight));
    }
    Some(match until.shape {
        Shape::Utc => Instant(until.wall),
        Shape::Local => zone.instant_of_wall(until.wall),
        Shape::Date => zone.instant_of_wall(until.wall + DAY - 1),
    })
}

/// UNTIL has to be a date where DTSTART is one, local where DTSTART is floating, and UTC where it has a zone.
fn until_type_differs(rule: &Rule, master: &Placed) -> bool {
    let expected = match master.start.kind {
        StampKind::Date => Shape::Date,
        StampKind::Floating => Shape::Local,
        StampKind::Utc | StampKind::Zoned(_) => Shape::Utc,
    };
    rule.until.is_some_and(|until| until.shape != expected)
}

fn extra_instance(
    extra: ExtraDate,
    master: &Placed,
    resolver: &Resolver,
    gather: &mut Gather,
) -> Occurrence {
    let mut start = resolver.in_series(extra.start, master.start.kind);
    let line = master.event.line;
    if start.is_date() != master.start.is_date() {
        gather
            .report
            .warn(line, Some("RDATE"), WarningCode::MixedDateAndTime);
        start = match master.start.is_date() {
            true => Stamp {
                wall: start.wall.div_euclid(DAY) * DAY,
                kind: StampKind::Date,
            },
            // Midnight of that day in the series' zone.
            false => Stamp {
                wall: start.wall,
                kind: master.start.kind,
            },
        };
    }
    let at = resolver.instant(start);
    let end = extra.end.map(|end| resolver.period_end(start, end));
    if end.is_some_and(|end| end < at) {
        gather
            .report
            .warn(line, Some("RDATE"), WarningCode::EndBeforeStart);
    }
    Occurrence {
        end,
        ..Occurrence::at(at, resolver.zone(master.start.kind).wall_seconds(at))
    }
}

/// For a rule that cannot be read: whatever it says, nearly every rule keeps the hour of the first instance, so that hour of
/// every day is in doubt from the first on.
pub(super) fn doubt_every_day(master: &Placed, resolver: &Resolver, gather: &mut Gather) {
    let rule = Rule::every(Freq::Daily);
    let zone = resolver.zone(master.start.kind);
    let expansion = Expansion {
        rule: &rule,
        start: master.start.wall,
        is_date: master.start.is_date(),
        from: zone.wall_seconds(gather.window.start()) - SLACK - master.length.at_most(),
        to: zone.wall_seconds(gather.window.end()) + SLACK,
        dense: 0,
    };
    let mut days = Vec::new();
    let mut steps = std::mem::replace(&mut gather.steps, Steps(0));
    let ended = expansion.run(&mut steps, &mut |day| {
        days.push(day.0);
        true
    });
    gather.steps = steps;
    for wall in days {
        let instance = Occurrence::at(zone.instant_of_wall(wall), wall);
        let length = match master.length {
            Length::Unknown => Length::Exact(DAY),
            length => length,
        };
        let end = end_of(&instance, length, zone, resolver);
        if !gather.doubt(instance.at, end, DoubtReason::UnreadableRule) {
            return gather.cut_short(instance.at, master.event.line);
        }
    }
    if let Ended::CutShort(at) = ended {
        gather.cut_short(zone.instant_of_wall(at), master.event.line);
    }
}
