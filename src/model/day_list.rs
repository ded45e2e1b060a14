//! Whole days out of a calendar file: an authority's holidays, a school's terms.

use super::feed::FeedRefusal;
use chrono::NaiveDate;

/// The whole-day entries of a calendar, without anything that is said of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DayList {
    /// First and last day of each stretch, both inclusive; in order, apart from each other by a day at least.
    pub ranges: Vec<(NaiveDate, NaiveDate)>,
    /// Entries with a time of day, which were passed over.
    pub timed: u32,
    /// Something that may be a whole day could not be read: on which line of the file, 0 where no line is at fault. `None` = all of
    /// it was read.
    pub unreadable: Option<u32>,
}

/// Why a file gives no days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayListFault {
    /// There is no such file.
    Missing,
    /// It is no calendar, or not a whole one.
    Refused(FeedRefusal),
}

impl DayList {
    /// The first and the last day that entries may lie on: as far as dates in tables may. Endless series end there.
    pub const REACH: (NaiveDate, NaiveDate) = (
        NaiveDate::from_ymd_opt(1900, 1, 1).expect("a date"),
        NaiveDate::from_ymd_opt(2200, 12, 31).expect("a date"),
    );

    /// Every day of it, in order.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        self.ranges.iter().copied().flat_map(days_of)
    }
}

/// Every day from the first to the last.
pub fn days_of((first, last): (NaiveDate, NaiveDate)) -> impl Iterator<Item = NaiveDate> {
    first.iter_days().take_while(move |day| *day <= last)
}
