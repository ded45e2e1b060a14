//! Whole days of a calendar, such as holidays and school terms: what a feed says of nobody's time, but of everybody's days.
//!
//! The way is that of busy time, with the same care for recurrence, overrides and budgets; only what counts is another: an entry
//! that is a date, whether it is marked busy or free. Dates have no zone, so all is reckoned in UTC, where each day is as long as
//! the next.

use super::civil::{self, DAY};
use super::gather::{Gather, Resolver};
use super::report::Report;
use super::zones::{ZoneBook, Zones};
use super::{Budget, HashKey, ReadOptions, decode, scan, series};
use crate::model::DayList;
use crate::model::feed::{DropReason, FeedReading, FeedRefusal, WarningCode};
use crate::time::{Instant, Interval, IntervalSet, Zone};
use chrono::{Datelike, NaiveDate};

/// Reads the whole-day entries of a calendar that lie, in whole or in part, on the days `within` (first and last, both inclusive).
///
/// They are joined where they touch. Whether an entry takes time (TRANSP, RFC 5545 section 3.8.2.7) is not asked, since lists of
/// holidays are marked either way; cancelled ones do not count. Series are expanded. Titles and all other texts are passed over.
///
/// # Errors
/// A [`FeedRefusal`] when the bytes are no calendar. What cannot be read inside one is told by [`DayList::unreadable`].
pub fn day_ranges(bytes: &[u8], within: (NaiveDate, NaiveDate)) -> Result<DayList, FeedRefusal> {
    let Some(window) = days(within) else {
        return Ok(DayList::default());
    };
    let options = ReadOptions {
        zone: Zone::utc(),
        window,
        key: HashKey([0; 16]),
        owners: Vec::new(),
        budget: Budget::default(),
    };
    let budget = options.budget;
    if bytes.len() > budget.bytes {
        return Err(FeedRefusal::TooLarge);
    }
    let mut report = Report::default();
    let text = decode::decode(bytes, &mut report)?;
    let scanned = scan::scan(&text, &options, &mut report)?;
    let mut gather = Gather::new(window, &options.key, budget.steps, budget.periods, report);
    gather.seek_whole_days();
    let mut book = ZoneBook::new(window);
    let published = scanned
        .calendars
        .iter()
        .filter(|calendar| !calendar.cancels);
    for calendar in published {
        let zones = Zones::new(
            &calendar.names,
            &calendar.descriptions,
            None,
            &options.zone,
            &mut book,
            &mut gather.report,
        );
        series::add_events(&calendar.events, &Resolver::new(zones), &mut gather);
    }
    let is_whole = !scanned.is_cut_off && !scanned.is_too_deep;
    let timed = gather.timed();
    let reading = gather.finish();
    Ok(DayList {
        ranges: ranges(&reading),
        timed,
        unreadable: (!is_whole || is_doubtful(&reading)).then(|| line_of_doubt(&reading)),
    })
}

/// The time from the beginning of the first day to the end of the last.
fn days((first, last): (NaiveDate, NaiveDate)) -> Option<Interval> {
    let midnight = |date: NaiveDate| {
        let days = civil::days(date.year().into(), date.month(), date.day());
        Instant(days * DAY)
    };
    Interval::new(midnight(first), midnight(last).plus(DAY))
}

/// The days of the periods. One that does not begin with a day is none of the entry's own: the way there, or an extra date with a
/// time.
fn ranges(reading: &FeedReading) -> Vec<(NaiveDate, NaiveDate)> {
    let whole = reading.periods.iter().filter_map(|period| {
        let (start, end) = (period.interval.start(), period.interval.end());
        let end = Instant((end.0 + DAY - 1).div_euclid(DAY) * DAY);
        Interval::new(start, end).filter(|_| start.0.rem_euclid(DAY) == 0)
    });
    let whole: IntervalSet = whole.collect();
    let date = |at: Instant| at.utc().date();
    let ends = |range: Interval| (date(range.start()), date(range.end().plus(-1)));
    whole.iter().map(ends).collect()
}

/// Whether a day may be missing.
fn is_doubtful(reading: &FeedReading) -> bool {
    // A whole-day entry that ends before it begins is dropped for its length.
    let lost = [DropReason::Unreadable, DropReason::NoLength];
    !reading.doubts.is_empty() || lost.iter().any(|why| reading.dropped.contains_key(why))
}

/// The first line that is said to cost an entry or a part of it.
fn line_of_doubt(reading: &FeedReading) -> u32 {
    let costs = |code: WarningCode| {
        matches!(
            code,
            WarningCode::NoStart
                | WarningCode::BadValue
                | WarningCode::EndBeforeStart
                | WarningCode::UnreadableRule
                | WarningCode::OtherCalendarSystem
                | WarningCode::TooManyInstances
                | WarningCode::CutOff
                | WarningCode::TooDeep
        )
    };
    let found = reading.warnings.iter().find(|warning| costs(warning.code));
    found.map_or(0, |warning| warning.line)
}
