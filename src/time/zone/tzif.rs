//! Compiled zone files (TZif, RFC 9636) and the POSIX TZ string at their end.
//!
//! The database is compiled "slim": explicit changes end where a yearly rule takes over, so both parts are needed.
//! Only offsets are read; abbreviations, leap seconds and the daylight flag have no use here.

use super::Segments;
use crate::time::Instant;
use chrono::{NaiveDate, NaiveTime, Weekday};

/// The changes written out in a compiled file and the yearly rule that holds after the last of them.
/// `None` for anything that is not a well-formed file of version 2 or later.
pub(super) fn read(bytes: &[u8]) -> Option<(Segments, Option<YearlyRule>)> {
    // The first block repeats the data in 32 bits and is skipped.
    let old = Header::read(bytes)?;
    let block = bytes.get(Header::LEN + old.block_len(4)..)?;
    let header = Header::read(block)?;
    let data = block.get(Header::LEN..)?;

    let (times, data) = data.split_at_checked(header.times * 8)?;
    let (kinds, data) = data.split_at_checked(header.times)?;
    let (types, _) = data.split_at_checked(header.types * 6)?;
    let offset_of = |kind: usize| -> Option<i32> {
        let bytes = types.get(kind * 6..kind * 6 + 4)?;
        Some(i32::from_be_bytes(bytes.try_into().ok()?))
    };

    let mut last = Instant::MIN;
    let mut table = Segments {
        initial: offset_of(0)?,
        changes: Vec::with_capacity(header.times + 200),
        ..Segments::default()
    };
    for (time, kind) in times.chunks_exact(8).zip(kinds) {
        let at = Instant(i64::from_be_bytes(time.try_into().ok()?));
        // An entry may leave the offset alone and yet be where the yearly rule begins.
        last = at;
        table.push(at, offset_of(usize::from(*kind))?);
    }

    let footer = block.get(Header::LEN + header.block_len(8)..)?;
    let text = footer.strip_prefix(b"\n")?.strip_suffix(b"\n")?;
    if text.is_empty() {
        return Some((table, None));
    }
    let rule = PosixTz::new(text).read(last)?;
    Some((table, rule.changes.is_some().then_some(rule)))
}

/// The counts at the head of a block.
struct Header {
    ut_flags: usize,
    standard_flags: usize,
    leaps: usize,
    times: usize,
    types: usize,
    letters: usize,
}

impl Header {
    const LEN: usize = 44;

    fn read(bytes: &[u8]) -> Option<Header> {
        let header = bytes.get(..Header::LEN)?;
        if !header.starts_with(b"TZif") || header[4] < b'2' {
            return None;
        }
        let count = |n: usize| -> Option<usize> {
            let word = header.get(20 + 4 * n..24 + 4 * n)?;
            usize::try_from(u32::from_be_bytes(word.try_into().ok()?)).ok()
        };
        Some(Header {
            ut_flags: count(0)?,
            standard_flags: count(1)?,
            leaps: count(2)?,
            times: count(3)?,
            types: count(4)?,
            letters: count(5)?,
        })
    }

    /// Length of the data after the header, for times of `word` bytes.
    fn block_len(&self, word: usize) -> usize {
        self.times * (word + 1)
            + self.types * 6
            + self.letters
            + self.leaps * (word + 4)
            + self.standard_flags
            + self.ut_flags
    }
}

/// What a POSIX TZ string says: a standard offset and, where clocks change every year, two changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct YearlyRule {
    standard: i32,
    /// Where the rule begins: changes after this instant are its own.
    pub(super) from: Instant,
    /// The daylight offset, when it starts and when it ends.
    changes: Option<(i32, YearlyChange, YearlyChange)>,
}

/// A day of the year and a wall-clock time on it, in seconds after that day's midnight (-167 to 167 hours).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct YearlyChange {
    day: DayOfYear,
    seconds: i32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum DayOfYear {
    /// `Jn`: 1 to 365, 29 February is never counted.
    WithoutLeapDay(u32),
    /// `n`: 0 to 365, 29 February is counted.
    WithLeapDay(u32),
    /// `Mm.w.d`: weekday of the first to fourth or (5) last such week in a month.
    Weekday {
        month: u32,
        week: u32,
        weekday: Weekday,
    },
}

impl YearlyChange {
    /// The instant of the change in `year`, by the clock that runs `offset` seconds east of UTC until then.
    fn instant(self, year: i32, offset: i32) -> Option<Instant> {
        let date = match self.day {
            DayOfYear::WithoutLeapDay(n) => {
                let leap = NaiveDate::from_ymd_opt(year, 2, 29).is_some();
                NaiveDate::from_yo_opt(year, n + u32::from(leap && n >= 60))
            }
            DayOfYear::WithLeapDay(n) => NaiveDate::from_yo_opt(year, n + 1),
            DayOfYear::Weekday {
                month,
                week,
                weekday,
            } => (1..=week)
                .rev()
                .find_map(|n| NaiveDate::from_weekday_of_month_opt(year, month, weekday, n as u8)),
        }?;
        let midnight = Instant::from_utc(date.and_time(NaiveTime::MIN));
        Some(midnight.plus(i64::from(self.seconds) - i64::from(offset)))
    }
}

impl YearlyRule {
    /// The changes of the years `first` to `last`; the offset before them is that before the first change.
    pub(super) fn segments(&self, first: i32, last: i32) -> Segments {
        let mut table = Segments {
            initial: self.standard,
            changes: Vec::new(),
            ..Segments::default()
        };
        let Some((daylight, start, end)) = self.changes else {
            return table;
        };
        for year in first..=last {
            let into = start.instant(year, self.standard).map(|at| (at, daylight));
            let back = end.instant(year, daylight).map(|at| (at, self.standard));
            let mut both: Vec<(Instant, i32)> = into.into_iter().chain(back).collect();
            both.sort_unstable();
            if year == first && both.first().is_some_and(|change| change.1 == self.standard) {
                table.initial = daylight;
            }
            for (at, offset) in both {
                table.push(at, offset);
            }
        }
        table
    }
}

/// A reader of the POSIX TZ string, such as `GMT0BST,M3.5.0/1,M10.5.0` or `<-03>3`.
struct PosixTz<'a> {
    rest: &'a [u8],
}

impl<'a> PosixTz<'a> {
    fn new(text: &'a [u8]) -> PosixTz<'a> {
        PosixTz { rest: text }
    }

    fn read(mut self, from: Instant) -> Option<YearlyRule> {
        self.name()?;
        // POSIX counts offsets west of UTC.
        let standard = -self.time()?;
        if self.rest.is_empty() {
            return Some(YearlyRule {
                standard,
                from,
                changes: None,
            });
        }
        self.name()?;
        let daylight = match self.rest.first()? {
            b',' => standard + 3600,
            _ => -self.time()?,
        };
        let start = self.change()?;
        let end = self.change()?;
        self.rest.is_empty().then_some(YearlyRule {
            standard,
            from,
            changes: Some((daylight, start, end)),
        })
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.rest.first() == Some(&byte);
        self.rest = &self.rest[usize::from(found)..];
        found
    }

    /// Skips an abbreviation, letters or anything in angle brackets.
    fn name(&mut self) -> Option<()> {
        let end = if self.take(b'<') {
            1 + self.rest.iter().position(|b| *b == b'>')?
        } else {
            let letters = |b: &u8| !b.is_ascii_alphabetic();
            self.rest
                .iter()
                .position(letters)
                .unwrap_or(self.rest.len())
        };
        self.rest = self.rest.get(end..)?;
        (end > 0).then_some(())
    }

    fn number(&mut self) -> Option<i32> {
        let digits = self.rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        std::str::from_utf8(number).ok()?.parse().ok()
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    fn time(&mut self) -> Option<i32> {
        let negative = self.take(b'-');
        if !negative {
            self.take(b'+');
        }
        let mut seconds = self.number()? * 3600;
        if self.take(b':') {
            seconds += self.number()? * 60;
            if self.take(b':') {
                seconds += self.number()?;
            }
        }
        Some(if negative { -seconds } else { seconds })
    }

    /// `,date[/time]`; the time is 02:00 where it is not given.
    fn change(&mut self) -> Option<YearlyChange> {
        if !self.take(b',') {
            return None;
        }
        let day = if self.take(b'M') {
            let month = self.unsigned()?;
            let week = self.after_point()?;
            let weekday = match self.after_point()? {
                0 => Weekday::Sun,
                n => Weekday::try_from(u8::try_from(n - 1).ok()?).ok()?,
            };
            DayOfYear::Weekday {
                month,
                week,
                weekday,
            }
        } else if self.take(b'J') {
            DayOfYear::WithoutLeapDay(self.unsigned()?)
        } else {
            DayOfYear::WithLeapDay(self.unsigned()?)
        };
        let seconds = if self.take(b'/') { self.time()? } else { 7200 };
        Some(YearlyChange { day, seconds })
    }

    fn unsigned(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    fn after_point(&mut self) -> Option<u32> {
        if self.take(b'.') {
            self.unsigned()
        } else {
            None
        }
    }
}
