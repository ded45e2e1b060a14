//! From events to busy time: versions, series, overrides and lengths (RFC 5545 sections 3.3.5, 3.6.1, 3.8.4.4, 3.8.5).
//!
//! Events of one UID belong together: of several without RECURRENCE-ID the highest SEQUENCE counts, those with one replace an
//! instance of it. An override counts in any case, with or without the instance it replaces.

mod exceptions;
mod occurrences;
mod overrides;
mod unreadable;

use super::civil::DAY;
use super::event::{Class, Event, Events, Given, Record, Room};
use super::gather::{Gather, Resolver, after_days};
use super::rule::Freq;
use super::values::{Duration, Stamp, StampKind};
use crate::model::feed::{BusyKind, DoubtReason, DropReason, EventHash, WarningCode};
use crate::time::{Instant, Zone};
use occurrences::{Occurrence, Occurrences};
use overrides::Overrides;
use unreadable::day_of_unreadable;

pub(super) use unreadable::is_lost;

/// How long each instance of an event is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Length {
    /// Whole days, by the default zone's midnights.
    Days(i64),
    /// From DTEND: the same for every instance.
    Exact(i64),
    /// From DURATION: days by the wall clock, then seconds.
    Nominal(Duration),
    /// There is an end and it cannot be read.
    Unknown,
}

impl Length {
    fn is_zero(self) -> bool {
        match self {
            Length::Days(n) | Length::Exact(n) => n == 0,
            Length::Nominal(length) => length.days == 0 && length.seconds == 0,
            Length::Unknown => false,
        }
    }

    /// More seconds than any instance can take.
    fn at_most(self) -> i64 {
        match self {
            Length::Days(days) => (days + 1) * DAY,
            Length::Exact(seconds) => seconds,
            Length::Nominal(length) => (length.days + 1) * DAY + length.seconds,
            Length::Unknown => DAY,
        }
    }

    /// Seconds that every instance takes at least.
    fn at_least(self) -> i64 {
        match self {
            Length::Exact(seconds) => seconds,
            Length::Nominal(length) if length.days == 0 => length.seconds,
            // A change of clocks may take an hour or two from the days.
            Length::Nominal(length) => length.days * DAY - DAY / 2 + length.seconds,
            Length::Days(_) | Length::Unknown => 0,
        }
    }
}

/// An event with a readable start, ready to be placed.
#[derive(Clone, Copy)]
struct Placed<'e> {
    event: &'e Event,
    start: Stamp,
    /// The instant of `start`.
    at: Instant,
    length: Length,
    class: Class,
    /// Why the event is not to be trusted; then its time is in doubt instead of taken.
    doubt: Option<DoubtReason>,
}

impl Placed<'_> {
    /// Whether any instance takes time: a period in RDATE has an end of its own.
    fn takes_time(&self) -> bool {
        !self.length.is_zero()
            || self.event.travel > 0
            || self.event.extra.iter().any(|extra| extra.end.is_some())
    }
}

/// Adds the events of a calendar.
pub(super) fn add_events(events: &Events, resolver: &Resolver, gather: &mut Gather) {
    gather.excess += events.excess();
    gather.expect(events.len());
    let none = Overrides::default();
    let mut room = Room::default();
    events.for_each_group(|group| match group {
        [alone] => match placed(alone, &mut room, resolver, gather) {
            Some(alone) if alone.event.recurrence_id == Given::No => {
                add_master(&alone, &none, resolver, gather);
            }
            Some(alone) => add_group(&[alone], resolver, gather),
            None => {}
        },
        group => {
            let mut rooms: Vec<Room> = group.iter().map(|_| Room::default()).collect();
            let group: Vec<Placed> = group
                .iter()
                .zip(&mut rooms)
                .filter_map(|(record, room)| placed(record, room, resolver, gather))
                .collect();
            add_group(&group, resolver, gather);
        }
    });
}

/// Places an event where that can be done.
fn placed<'e>(
    record: &'e Record,
    room: &'e mut Room,
    resolver: &Resolver,
    gather: &mut Gather,
) -> Option<Placed<'e>> {
    let event = record.event(room);
    if event.uid == EventHash::ANONYMOUS {
        let property = Some("UID");
        gather.report.warn(event.line, property, WarningCode::NoUid);
    }
    let found = place(event, resolver, gather);
    if found.is_none_or(|found| found.doubt == Some(DoubtReason::UnreadableStart)) {
        gather.drop(DropReason::Unreadable, 1);
    }
    found
}

fn place<'e>(event: &'e Event, resolver: &Resolver, gather: &mut Gather) -> Option<Placed<'e>> {
    let start = match event.start {
        Given::Yes(start) => start,
        Given::Unreadable => return day_of_unreadable(event, resolver),
        Given::No => {
            gather
                .report
                .warn(event.line, Some("DTSTART"), WarningCode::NoStart);
            return day_of_unreadable(event, resolver);
        }
    };
    let at = resolver.instant(start);
    Some(Placed {
        event,
        start,
        at,
        length: length(event, start, at, resolver, gather),
        class: gather.class(event, start),
        doubt: event.is_misnamed.then_some(DoubtReason::MisnamedEvent),
    })
}

fn length(
    event: &Event,
    start: Stamp,
    at: Instant,
    resolver: &Resolver,
    gather: &mut Gather,
) -> Length {
    let mut warn = |property, code| gather.report.warn(event.line, Some(property), code);
    match (event.end, event.duration) {
        (Given::Yes(end), duration) => {
            if duration != Given::No {
                warn("DURATION", WarningCode::EndAndDuration);
            }
            if start.is_date() && end.is_date() {
                return match (end.wall - start.wall) / DAY {
                    0 => {
                        warn("DTEND", WarningCode::ZeroDays);
                        Length::Days(1)
                    }
                    days if days < 0 => {
                        warn("DTEND", WarningCode::EndBeforeStart);
                        Length::Days(0)
                    }
                    days => Length::Days(days),
                };
            }
            if start.is_date() != end.is_date() {
                warn("DTEND", WarningCode::MixedDateAndTime);
            }
            let seconds = resolver.instant(end).0 - at.0;
            if seconds < 0 {
                warn("DTEND", WarningCode::EndBeforeStart);
            }
            Length::Exact(seconds.max(0))
        }
        (Given::Unreadable, _) | (Given::No, Given::Unreadable) => Length::Unknown,
        (Given::No, Given::Yes(duration)) => {
            if duration.days < 0 || duration.seconds < 0 {
                warn("DURATION", WarningCode::EndBeforeStart);
                return Length::Exact(0);
            }
            match start.is_date() && duration.seconds == 0 {
                true => Length::Days(duration.days),
                false => Length::Nominal(duration),
            }
        }
        (Given::No, Given::No) if start.is_date() => Length::Days(1),
        (Given::No, Given::No) => Length::Exact(0),
    }
}

/// Adds the events of one UID.
fn add_group(group: &[Placed], resolver: &Resolver, gather: &mut Gather) {
    let (overrides, mut masters): (Vec<Placed>, Vec<Placed>) = group
        .iter()
        .copied()
        .partition(|placed| placed.event.recurrence_id != Given::No);

    if masters.len() > 1 {
        let newest = masters.iter().map(|master| master.event.sequence).max();
        let before = masters.len();
        masters.retain(|master| Some(master.event.sequence) == newest);
        gather.drop(DropReason::Superseded, (before - masters.len()) as u32);
        for master in masters.iter().skip(1) {
            gather
                .report
                .warn(master.event.line, Some("UID"), WarningCode::DuplicateUid);
        }
    }
    let series = masters
        .first()
        .map_or(StampKind::Floating, |master| master.start.kind);
    let overrides = Overrides::new(overrides, series, resolver, gather);
    let none = Overrides::default();
    for (index, master) in masters.iter().enumerate() {
        add_master(
            master,
            if index == 0 { &overrides } else { &none },
            resolver,
            gather,
        );
    }
    for (at, over) in &overrides.by_instant {
        add_override(over, *at, resolver, gather);
    }
    for over in &overrides.unplaced {
        add_override(over, over.at, resolver, gather);
    }
}

/// Counts an event as kept or dropped; the kind of its time when it takes any.
fn judge(placed: &Placed, gather: &mut Gather) -> Option<BusyKind> {
    let reason = match placed.class {
        Class::Cancelled => DropReason::Cancelled,
        // Counted where it was found.
        _ if placed.doubt == Some(DoubtReason::UnreadableStart) => return None,
        Class::Free | Class::Elsewhere => DropReason::Free,
        Class::Declined => DropReason::Declined,
        Class::Taken(_) if !placed.takes_time() => DropReason::NoLength,
        Class::Taken(_) if placed.doubt.is_some() => DropReason::Unreadable,
        Class::Taken(kind) => {
            gather.keep();
            return Some(kind);
        }
    };
    gather.drop(reason, 1);
    None
}

fn add_override(over: &Placed, planned: Instant, resolver: &Resolver, gather: &mut Gather) {
    let event = over.event;
    if event.recurs() {
        gather
            .report
            .warn(event.line, Some("RRULE"), WarningCode::RuleInOverride);
    }
    judge(over, gather);
    let zone = resolver.zone(over.start.kind);
    let hash = gather.key.instance(event.uid, planned);
    let instance = Occurrence::at(over.at, over.start.wall);
    if let Class::Taken(_) = over.class {
        let end = end_of(&instance, over.length, zone, resolver);
        gather.fixed_until(end);
    }
    if !emit(over, &instance, zone, hash, resolver, gather) {
        gather.cut_short(instance.at, event.line);
    }
}

fn add_master(master: &Placed, overrides: &Overrides, resolver: &Resolver, gather: &mut Gather) {
    let event = master.event;
    let taken = judge(master, gather).is_some();
    let zone = resolver.zone(master.start.kind);
    let excludes = !(event.excluded.is_empty() && event.except.is_empty());
    if !event.recurs() && overrides.is_empty() && !excludes {
        let instance = Occurrence::at(master.at, master.start.wall);
        if taken {
            gather.fixed_until(end_of(&instance, master.length, zone, resolver));
        }
        if !emit(master, &instance, zone, event.uid, resolver, gather) {
            gather.cut_short(instance.at, event.line);
        }
        return;
    }
    let ranged: Vec<(Instant, &Placed, i64)> = overrides
        .ranged()
        .map(|(at, over)| (at, over, shift(at, over, zone)))
        .collect();
    let matters = |placed: &Placed| match placed.class {
        Class::Taken(_) => placed.takes_time(),
        Class::Free => placed.start.is_date(),
        Class::Elsewhere | Class::Cancelled | Class::Declined => false,
    };
    // The set of instances also tells whether an override has one; that alone is not worth a long expansion.
    if !matters(master) && !ranged.iter().any(|(_, over, _)| matters(over)) {
        return;
    }
    let instances = Occurrences::of(master, overrides, &ranged, resolver, gather);
    for id in instances.missing(overrides) {
        let line = overrides.by_instant[&id].event.line;
        let property = Some("RECURRENCE-ID");
        gather
            .report
            .warn(line, property, WarningCode::OverrideWithoutInstance);
    }
    for instance in &instances.found {
        if overrides.replaces(instance) {
            continue;
        }
        let hash = match event.recurs() {
            true => gather.key.instance(event.uid, instance.at),
            false => event.uid,
        };
        let ranges_before = ranged.partition_point(|(from, ..)| *from < instance.at);
        let last = ranged[..ranges_before].last();
        let more = match last {
            Some((_, over, shift)) => {
                let wall = instance.wall + shift;
                let moved = Occurrence::at(zone.instant_of_wall(wall), wall);
                emit(over, &moved, zone, hash, resolver, gather)
            }
            None => emit(master, instance, zone, hash, resolver, gather),
        };
        if !more {
            return gather.cut_short(instance.at, event.line);
        }
    }
    // Without the hour of the start, a rule of hours or less says nothing of the days either.
    let is_unclear = master.doubt == Some(DoubtReason::UnreadableStart)
        && event.rules.iter().any(|rule| rule.freq < Freq::Daily);
    if (event.has_bad_rule || is_unclear)
        && matches!(master.class, Class::Taken(_))
        && master.takes_time()
    {
        occurrences::doubt_every_day(master, resolver, gather);
    }
}

/// How far an override for all future instances moves them, on the wall clock of the series.
fn shift(planned: Instant, over: &Placed, zone: &Zone) -> i64 {
    zone.wall_seconds(over.at) - zone.wall_seconds(planned)
}

/// The end of an instance (its last one where it is a stretch).
fn end_of(instance: &Occurrence, length: Length, zone: &Zone, resolver: &Resolver) -> Instant {
    if let Some(end) = instance.end {
        return end;
    }
    match length {
        Length::Days(days) => {
            let midnight = (instance.wall.div_euclid(DAY) + days) * DAY;
            resolver.default_zone().instant_of_wall(midnight)
        }
        Length::Exact(seconds) => instance.last.plus(seconds),
        Length::Nominal(length) => {
            after_days(zone, instance.last, length.days).plus(length.seconds)
        }
        Length::Unknown => instance.last,
    }
}

/// Adds one instance of an event. False when the budget is spent.
fn emit(
    placed: &Placed,
    instance: &Occurrence,
    zone: &Zone,
    hash: EventHash,
    resolver: &Resolver,
    gather: &mut Gather,
) -> bool {
    let end = end_of(instance, placed.length, zone, resolver);
    let kind = match placed.class {
        Class::Taken(kind) => kind,
        Class::Free if placed.start.is_date() && placed.doubt.is_none() => {
            let day = instance.wall.div_euclid(DAY);
            let days = placed.length.at_most() / DAY - 1;
            return gather.free_days(day, day + days, resolver.default_zone());
        }
        _ => return true,
    };
    let leaves = instance.at.plus(-placed.event.travel);
    if placed.length == Length::Unknown && instance.end.is_none() {
        let day_later = instance.last.plus(DAY);
        return gather.doubt(leaves, day_later, DoubtReason::UnknownLength);
    }
    if let Some(reason) = placed.doubt {
        return gather.doubt(leaves, end, reason);
    }
    let uid = placed.event.uid;
    // The way there stands apart, so that the event keeps the times by which our own meetings are recognised.
    if !gather.busy(leaves, instance.at, kind, hash, uid)
        || !gather.busy(instance.at, end, kind, hash, uid)
    {
        return false;
    }
    match end > leaves && resolver.is_unknown(placed.start.kind) {
        true => gather.doubt_zone(leaves, end),
        false => true,
    }
}
