//! When people work, in their own local time: patterns, terms, exceptions, offers.

use chrono::{NaiveDate, Weekday};

/// A stretch of a local day in minutes from midnight, half-open; `to` may be 1440.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LocalSpan {
    pub from: u16,
    pub to: u16,
}

/// The spans of one day, in order, not overlapping. Empty = does not work.
pub type Hours = Vec<LocalSpan>;

/// Working hours that repeat every `weeks.len()` weeks.
#[derive(Clone, PartialEq, Debug)]
pub struct WeekPattern {
    /// A Monday on which the first week began; of no effect for weekly patterns.
    pub anchor: NaiveDate,
    /// One entry a week of the cycle, at least one; days from Monday.
    pub weeks: Vec<[Hours; 7]>,
}

impl LocalSpan {
    /// How long it is on a day without a change of the clocks.
    pub fn minutes(self) -> u32 {
        u32::from(self.to.saturating_sub(self.from))
    }
}

impl WeekPattern {
    /// Minutes of the longest span; spans that meet at midnight are taken together, up to a whole day.
    pub fn longest_stretch(&self) -> u32 {
        const DAY: u32 = 1440;
        let spans = || self.weeks.iter().flatten().flatten().copied();
        let most = |minutes: &dyn Fn(LocalSpan) -> bool| {
            spans()
                .filter(|span| minutes(*span))
                .map(LocalSpan::minutes)
                .max()
                .unwrap_or(0)
        };
        let evening = most(&|span| u32::from(span.to) == DAY);
        let morning = most(&|span| span.from == 0);
        let over_midnight = match evening > 0 && morning > 0 {
            true => (evening + morning).min(DAY),
            false => 0,
        };
        most(&|_| true).max(over_midnight)
    }

    /// The hours that the pattern gives for `date`, also before its anchor.
    pub fn on(&self, date: NaiveDate) -> &Hours {
        use chrono::Datelike;
        let day = date.weekday().num_days_from_monday() as usize;
        let monday = date.num_days_from_ce() as i64 - day as i64;
        let anchor_day = self.anchor.weekday().num_days_from_monday() as i64;
        let anchor = self.anchor.num_days_from_ce() as i64 - anchor_day;
        let week = (monday - anchor)
            .div_euclid(7)
            .rem_euclid(self.weeks.len() as i64);
        &self.weeks[week as usize][day]
    }
}

/// One date with hours of its own; empty = away that day.
#[derive(Clone, PartialEq, Debug)]
pub struct DatedHours {
    pub date: NaiveDate,
    pub hours: Hours,
}

/// What a contact said once for many meetings: "Tuesdays 13:00 to 14:00".
#[derive(Clone, PartialEq, Debug)]
pub enum Offer {
    Weekly { day: Weekday, hours: LocalSpan },
    Dated { date: NaiveDate, hours: LocalSpan },
}

/// A named calendar of open days, such as a school's terms.
#[derive(Clone, PartialEq, Debug)]
pub struct NamedCalendar {
    pub id: String,
    pub name: String,
    /// First and last open day of each stretch, both inclusive, in order. Days between are closed.
    pub open: Vec<(NaiveDate, NaiveDate)>,
    /// Single closed days inside (INSET days).
    pub closed: Vec<NaiveDate>,
}

impl NamedCalendar {
    /// Whether the calendar says anything of `date`: before its first open day and after its last it is silent, not closed.
    pub fn speaks_of(&self, date: NaiveDate) -> bool {
        let first = self.open.iter().map(|(first, _)| *first).min();
        let last = self.open.iter().map(|(_, last)| *last).max();
        first.is_some_and(|first| first <= date) && last.is_some_and(|last| date <= last)
    }

    pub fn is_open(&self, date: NaiveDate) -> bool {
        self.open
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&date))
            && !self.closed.contains(&date)
    }
}
