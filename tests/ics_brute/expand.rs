//! Busy time of a feed by brute force, from the contract of reading (RFC 5545 sections 3.3.5, 3.6.1, 3.8.4.4 and 3.8.5).

use super::feed::{Availability, Class, Duration, Event, Extra, Feed, Length, Rule, When};
use super::rule;
use super::zones::{self, ZoneId, instant, wall};
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::BTreeMap;

const DAY: i64 = 86_400;

/// Sorted, merged, half-open, clipped to the window.
pub type Periods = Vec<(i64, i64)>;

/// An instance of a series.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instance {
    pub at: i64,
    /// What the wall clock of the series shows, as the rule gives it.
    pub wall: NaiveDateTime,
    /// A period in RDATE has its own.
    end: Option<i64>,
}

/// The zone of a value.
fn zone_of(feed: &Feed, when: When) -> Option<ZoneId> {
    match when {
        When::Utc(_) => None,
        When::Zoned(zone, _) => Some(zone),
        When::Date(_) | When::Floating(_) => Some(feed.zone),
    }
}

pub fn at(feed: &Feed, when: When) -> i64 {
    match zone_of(feed, when) {
        None => zones::seconds(when.wall()),
        Some(zone) => instant(zone, when.wall()),
    }
}

/// A floating EXDATE, RDATE or RECURRENCE-ID in a series with a zone means the zone of the series.
fn at_in_series(feed: &Feed, series: When, when: When) -> i64 {
    match (series, when) {
        (When::Zoned(..) | When::Utc(_), When::Floating(time)) => at(feed, series.moved_to(time)),
        _ => at(feed, when),
    }
}

fn wall_in(zone: Option<ZoneId>, at: i64) -> NaiveDateTime {
    match zone {
        Some(zone) => wall(zone, at),
        None => chrono::DateTime::from_timestamp(at, 0)
            .expect("within the calendar")
            .naive_utc(),
    }
}

/// Days by the wall clock, then seconds exactly.
fn after(feed: &Feed, when: When, start: NaiveDateTime, length: Duration) -> i64 {
    let moved = when.moved_to(start + TimeDelta::days(length.days));
    at(feed, moved) + length.seconds
}

/// The end of an instance of an event.
fn end_of(feed: &Feed, event: &Event, instance: &Instance) -> i64 {
    if let Some(end) = instance.end {
        return end;
    }
    match (event.length, event.start) {
        (Length::Unsaid, When::Date(_)) => after(
            feed,
            event.start,
            instance.wall,
            Duration {
                days: 1,
                seconds: 0,
            },
        ),
        (Length::Unsaid, _) => instance.at,
        (Length::End(When::Date(end)), When::Date(start)) => {
            let days = (end - start).num_days();
            after(
                feed,
                event.start,
                instance.wall,
                Duration { days, seconds: 0 },
            )
        }
        // The same exact length for every instance.
        (Length::End(end), start) => instance.at + at(feed, end) - at(feed, start),
        (Length::Duration(length), When::Date(_)) => {
            after(feed, event.start, instance.wall, length)
        }
        (Length::Duration(length), _) => {
            // An instance in a gap begins at a time that the clock does show.
            let shown = wall_in(zone_of(feed, event.start), instance.at);
            match length.days {
                0 => instance.at + length.seconds,
                _ => after(feed, event.start, shown, length),
            }
        }
    }
}

/// The times of a rule as instances.
fn instances_of_rule(
    feed: &Feed,
    event: &Event,
    rule: &Rule,
    walls: (NaiveDateTime, NaiveDateTime),
) -> Vec<Instance> {
    let start = event.start;
    // "UNTIL … inclusive"; a date includes its whole day.
    let is_over = |time: NaiveDateTime| match rule.until {
        None => false,
        Some(When::Date(until)) => time.date() > until,
        Some(until) => at(feed, start.moved_to(time)) > at_in_series(feed, start, until),
    };
    let times = rule::times(rule, start.wall(), start.is_date(), walls, &is_over);
    let instance = |wall| Instance {
        at: at(feed, start.moved_to(wall)),
        wall,
        end: None,
    };
    times.into_iter().map(instance).collect()
}

/// The recurrence set of an event around the window: DTSTART, rules and extra dates less what is excluded, by instant.
pub fn instances(feed: &Feed, event: &Event, margin: i64) -> Vec<Instance> {
    let start = event.start;
    let zone = zone_of(feed, start);
    let (from, to) = feed.window;
    let walls = (wall_in(zone, from - margin), wall_in(zone, to + margin));
    let mut found: BTreeMap<i64, Instance> = BTreeMap::new();
    // Of several at one instant (a time in a gap is one) an RDATE with its own end counts, else the earliest by the wall clock.
    let mut add = |new: Instance| {
        let known = found.entry(new.at).or_insert(new);
        let rank = |instance: &Instance| (instance.end.is_none(), instance.wall);
        if rank(&new) < rank(known) {
            *known = new;
        }
    };
    add(Instance {
        at: at(feed, start),
        wall: start.wall(),
        end: None,
    });
    for rule in &event.rules {
        instances_of_rule(feed, event, rule, walls)
            .into_iter()
            .for_each(&mut add);
    }
    for extra in &event.extra {
        let Extra { start: when, end } = *extra;
        let at = at_in_series(feed, start, when);
        let end = match end {
            None => None,
            Some(Length::End(end)) => Some(at_in_series(feed, start, end)),
            Some(Length::Duration(length)) => {
                let zoned = match (start, when) {
                    (When::Zoned(..) | When::Utc(_), When::Floating(time)) => start.moved_to(time),
                    _ => when,
                };
                let shown = wall_in(zone_of(feed, zoned), at);
                Some(match length.days {
                    0 => at + length.seconds,
                    _ => after(feed, zoned, shown, length),
                })
            }
            Some(Length::Unsaid) => unreachable!("a period has an end"),
        };
        add(Instance {
            at,
            wall: wall_in(zone, at),
            end,
        });
    }
    for rule in &event.exclusion_rules {
        for instance in instances_of_rule(feed, event, rule, walls) {
            found.remove(&instance.at);
        }
    }
    for when in &event.excluded {
        match (*when, start) {
            // A date takes all of that day from a series with times.
            (When::Date(date), start) if !start.is_date() => {
                found.retain(|_, instance| instance.wall.date() != date);
            }
            (when, _) => {
                found.remove(&at_in_series(feed, start, when));
            }
        }
    }
    found.into_values().collect()
}

/// How far an override for all future instances moves them by the wall clock.
fn shift(over: &Event) -> TimeDelta {
    over.recurrence_id
        .map_or(TimeDelta::zero(), |id| over.start.wall() - id.wall())
}

/// How far from the window an instance may begin and still reach it.
pub fn margin(feed: &Feed) -> i64 {
    let parts = feed.availabilities.iter().flat_map(|hours| &hours.parts);
    let longest = feed.events.iter().chain(parts).map(|event| {
        let start = at(feed, event.start);
        let alone = Instance {
            at: start,
            wall: event.start.wall(),
            end: None,
        };
        let length = end_of(feed, event, &alone) - start;
        let shift = match event.and_future {
            true => shift(event).num_seconds().abs(),
            false => 0,
        };
        length + shift
    });
    // Clocks change by less than a quarter of a day.
    longest.max().unwrap_or(0) + DAY / 4
}

/// Busy and tentative time.
pub fn expand(feed: &Feed) -> (Periods, Periods) {
    let (mut busy, mut tentative) = expand_events(feed, &feed.events);
    for period in &feed.freebusy {
        let start = When::Utc(period.start);
        let end = match period.length {
            Length::End(end) => at(feed, end),
            Length::Duration(length) => after(feed, start, period.start, length),
            Length::Unsaid => unreachable!("a period has an end"),
        };
        match period.kind {
            Some("FREE") => {}
            Some("BUSY-TENTATIVE") => tentative.push((at(feed, start), end)),
            _ => busy.push((at(feed, start), end)),
        }
    }
    outside_hours(feed, &mut busy, &mut tentative);
    (merged(busy, feed.window), merged(tentative, feed.window))
}

/// What stated hours take (RFC 7953 section 3.1): at each moment the component of the highest priority that speaks of it decides.
fn outside_hours(feed: &Feed, busy: &mut Periods, tentative: &mut Periods) {
    let reach = |hours: &Availability| -> (i64, i64) {
        let Some(start) = hours.start else {
            return feed.window;
        };
        let end = match hours.length {
            Length::Unsaid => feed.window.1,
            Length::End(end) => at(feed, end),
            Length::Duration(length) => after(feed, start, start.wall(), length),
        };
        (at(feed, start), end)
    };
    let mut all: Vec<&Availability> = feed.availabilities.iter().collect();
    // 1 is the highest, 0 the lowest.
    all.sort_by_key(|hours| (hours.priority == 0, hours.priority));
    let all: Vec<((i64, i64), Periods, &Availability)> = all
        .into_iter()
        .map(|hours| (reach(hours), expand_events(feed, &hours.parts).0, hours))
        .collect();
    let mut turns = vec![feed.window.0, feed.window.1];
    for (reach, available, _) in &all {
        for (from, to) in available.iter().chain([reach]) {
            turns.extend([*from, *to]);
        }
    }
    turns.retain(|turn| (feed.window.0..=feed.window.1).contains(turn));
    turns.sort_unstable();
    turns.dedup();
    let holds = |(from, to): &(i64, i64), moment: i64| (*from..*to).contains(&moment);
    for turn in turns.windows(2) {
        let rules = all.iter().find(|(reach, ..)| holds(reach, turn[0]));
        let Some((_, available, hours)) = rules else {
            continue;
        };
        if available.iter().any(|period| holds(period, turn[0])) {
            continue;
        }
        match hours.kind {
            Some("BUSY-TENTATIVE") => tentative.push((turn[0], turn[1])),
            _ => busy.push((turn[0], turn[1])),
        }
    }
}

/// Busy and tentative time of events, neither merged nor clipped.
fn expand_events(feed: &Feed, events: &[Event]) -> (Periods, Periods) {
    let mut busy = Periods::new();
    let mut tentative = Periods::new();
    let mut add = |event: &Event, from: i64, to: i64| match event.class {
        Class::Busy => busy.push((from, to)),
        Class::Tentative => tentative.push((from, to)),
        Class::Transparent | Class::Cancelled => {}
    };
    let mut uids: Vec<u32> = events.iter().map(|event| event.uid).collect();
    uids.sort_unstable();
    uids.dedup();
    let margin = margin(feed);
    for uid in uids {
        let same = events.iter().filter(|event| event.uid == uid);
        let (masters, replacing): (Vec<&Event>, Vec<&Event>) =
            same.partition(|event| event.recurrence_id.is_none());
        let newest = masters.iter().map(|master| master.sequence).max();
        let master = masters
            .iter()
            .find(|master| Some(master.sequence) == newest);
        let series = master.map_or(When::Utc(NaiveDateTime::MIN), |master| master.start);
        // By the instant replaced; the highest SEQUENCE counts.
        let mut overrides: BTreeMap<i64, &Event> = BTreeMap::new();
        for over in replacing {
            let id = over.recurrence_id.expect("an override has one");
            let planned = at_in_series(feed, series, id);
            let known = overrides.get(&planned);
            if known.is_none_or(|known| known.sequence <= over.sequence) {
                overrides.insert(planned, over);
            }
        }
        if let Some(master) = master {
            for instance in instances(feed, master, margin) {
                if overrides.contains_key(&instance.at) {
                    continue;
                }
                let mut before = overrides.range(..instance.at).rev();
                match before.find(|(_, over)| over.and_future) {
                    None => add(master, instance.at, end_of(feed, master, &instance)),
                    Some((_, over)) => {
                        let wall = instance.wall + shift(over);
                        let moved = Instance {
                            at: at(feed, master.start.moved_to(wall)),
                            wall,
                            end: None,
                        };
                        add(over, moved.at, end_of(feed, over, &moved));
                    }
                }
            }
        }
        for over in overrides.values() {
            let alone = Instance {
                at: at(feed, over.start),
                wall: over.start.wall(),
                end: None,
            };
            add(over, alone.at, end_of(feed, over, &alone));
        }
    }
    (busy, tentative)
}

/// Clipped, sorted, and joined where they touch.
pub fn merged(mut periods: Periods, window: (i64, i64)) -> Periods {
    for period in &mut periods {
        *period = (period.0.max(window.0), period.1.min(window.1));
    }
    periods.retain(|period| period.0 < period.1);
    periods.sort_unstable();
    let mut whole: Periods = Vec::new();
    for period in periods {
        match whole.last_mut() {
            Some(last) if period.0 <= last.1 => last.1 = last.1.max(period.1),
            _ => whole.push(period),
        }
    }
    whole
}
