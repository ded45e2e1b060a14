//! A diary before it is spelt: entries in London wall-clock time, and the busy time that they mean.
//!
//! [`Diary::blocks`] is the yardstick for reading: it is computed from the entries, never from the text that is written.

use super::lines::Person;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Weekday};

/// One person's (or room's) diary.
pub struct Diary {
    pub owner: Person,
    pub entries: Vec<Entry>,
    /// When the file was written, in UTC.
    pub stamp: NaiveDateTime,
}

/// How an entry shows to others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Show {
    Busy,
    Tentative,
    Away,
    Free,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum When {
    /// Start and end.
    Timed(NaiveDateTime, NaiveDateTime),
    /// First day, and the first day after.
    Days(NaiveDate, NaiveDate),
}

impl When {
    /// Start and end on the wall clock.
    pub fn span(self) -> (NaiveDateTime, NaiveDateTime) {
        match self {
            When::Timed(start, end) => (start, end),
            When::Days(first, after) => (midnight(first), midnight(after)),
        }
    }

    fn moved_to(self, date: NaiveDate) -> When {
        let by = date - self.span().0.date();
        match self {
            When::Timed(start, end) => When::Timed(start + by, end + by),
            When::Days(first, after) => When::Days(first + by, after + by),
        }
    }
}

/// What a person wrote into an entry: all invented.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Words {
    pub title: String,
    pub place: Option<String>,
    pub note: Option<String>,
    pub category: Option<String>,
    /// The organiser first.
    pub people: Vec<Person>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// Unique in the whole set of fixtures.
    pub number: u64,
    pub when: When,
    pub show: Show,
    pub cancelled: bool,
    pub series: Option<Series>,
    pub words: Words,
}

/// A weekly rule, the changes to it included. The entry's own date is its first occurrence.
#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    pub every_weeks: u32,
    /// In the order of the week, the first date's day among them.
    pub days: Vec<Weekday>,
    /// Last local date; `None` = endless.
    pub until: Option<NaiveDate>,
    /// Dates taken out.
    pub without: Vec<NaiveDate>,
    pub changed: Vec<(NaiveDate, Change)>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    Moved(When),
    Cancelled,
}

/// A calendar component: an entry, or an override of one occurrence of a series.
pub struct Component<'a> {
    pub entry: &'a Entry,
    pub when: When,
    pub cancelled: bool,
    /// The rule, in the component that carries it.
    pub series: Option<&'a Series>,
    /// Start of the occurrence that this one replaces.
    pub replaces: Option<NaiveDateTime>,
}

impl Entry {
    /// The components in which the entry is written: itself, then its overrides.
    pub fn components(&self) -> Vec<Component<'_>> {
        let own = Component {
            entry: self,
            when: self.when,
            cancelled: self.cancelled,
            series: self.series.as_ref(),
            replaces: None,
        };
        let changed = self.series.iter().flat_map(|series| &series.changed);
        std::iter::once(own)
            .chain(changed.map(|(date, change)| {
                let original = self.when.moved_to(*date);
                let (when, cancelled) = match change {
                    Change::Moved(when) => (*when, false),
                    Change::Cancelled => (original, true),
                };
                Component {
                    entry: self,
                    when,
                    cancelled,
                    series: None,
                    replaces: Some(original.span().0),
                }
            }))
            .collect()
    }

    /// Occurrences that touch the dates `from` to `to` (inclusive), changes applied; none if the entry is cancelled.
    pub fn occurrences(&self, from: NaiveDate, to: NaiveDate) -> Vec<When> {
        if self.cancelled {
            return Vec::new();
        }
        let touches = |when: &When| {
            let (start, end) = when.span();
            start < midnight(to + Days::new(1)) && end > midnight(from)
        };
        let Some(series) = &self.series else {
            return std::iter::once(self.when).filter(touches).collect();
        };
        let mut found = Vec::new();
        for date in series.dates(self.when.span().0.date(), to) {
            match series.changed.iter().find(|(changed, _)| *changed == date) {
                None => found.push(self.when.moved_to(date)),
                Some((_, Change::Moved(when))) => found.push(*when),
                Some((_, Change::Cancelled)) => {}
            }
        }
        found.retain(touches);
        found
    }
}

impl Series {
    /// The dates of the rule from its first on, without those taken out.
    pub fn dates(&self, first: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
        let first_monday = monday(first);
        let last = self.until.map_or(to, |until| until.min(to));
        first
            .iter_days()
            .take_while(|date| *date <= last)
            .filter(|date| self.days.contains(&date.weekday()))
            .filter(|date| {
                let weeks = (monday(*date) - first_monday).num_weeks();
                weeks % i64::from(self.every_weeks) == 0
            })
            .filter(|date| !self.without.contains(date))
            .collect()
    }
}

impl Diary {
    /// Wall-clock stretches that are not free, by how they show, in order of start; from all entries that touch the
    /// dates `from` to `to`, both inclusive, not cut off there.
    pub fn blocks(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Vec<(NaiveDateTime, NaiveDateTime, Show)> {
        let mut blocks: Vec<_> = self
            .entries
            .iter()
            .filter(|entry| entry.show != Show::Free)
            .flat_map(|entry| {
                entry.occurrences(from, to).into_iter().map(|when| {
                    let (start, end) = when.span();
                    (start, end, entry.show)
                })
            })
            .collect();
        blocks.sort_by_key(|(start, end, _)| (*start, *end));
        blocks
    }
}

pub fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(chrono::NaiveTime::MIN)
}

/// The Monday of the week that holds `date`.
pub fn monday(date: NaiveDate) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().num_days_from_monday()))
}

/// A date that the generator itself writes down.
pub fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("dates in the generator's tables exist")
}

/// A wall-clock time on `date`, in minutes from midnight.
pub fn at(date: NaiveDate, minutes: i64) -> NaiveDateTime {
    midnight(date) + chrono::Duration::minutes(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fortnightly_series_steps_by_weeks_from_monday_and_heeds_its_changes() {
        let first = date(2026, 11, 25);
        let entry = Entry {
            number: 1,
            when: When::Timed(at(first, 600), at(first, 660)),
            show: Show::Busy,
            cancelled: false,
            series: Some(Series {
                every_weeks: 2,
                days: vec![Weekday::Mon, Weekday::Wed],
                until: Some(date(2027, 1, 4)),
                without: vec![date(2026, 12, 7)],
                changed: vec![
                    (date(2026, 12, 21), Change::Cancelled),
                    (
                        date(2026, 12, 23),
                        Change::Moved(When::Timed(
                            at(date(2026, 12, 24), 540),
                            at(date(2026, 12, 24), 600),
                        )),
                    ),
                ],
            }),
            words: Words::default(),
        };
        let starts: Vec<_> = entry
            .occurrences(date(2026, 11, 1), date(2027, 2, 1))
            .iter()
            .map(|when| when.span().0)
            .collect();
        assert_eq!(
            starts,
            [
                at(first, 600),
                at(date(2026, 12, 9), 600),
                at(date(2026, 12, 24), 540),
                at(date(2027, 1, 4), 600),
            ]
        );
    }
}
