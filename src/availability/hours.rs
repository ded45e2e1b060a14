//! Patterns, terms, exceptions, holidays and offers laid over the local days of a range.

use crate::model::{AwayGround, DatedHours, Hours, LocalSpan, NamedCalendar, Offer, WeekPattern};
use crate::time::{Interval, IntervalSet, WorkingDays, Zone};
use chrono::{Datelike, NaiveDate, NaiveTime};

/// What a contact or venue stated about its days.
pub(super) struct DayRules<'a> {
    pub zone: &'a Zone,
    pub pattern: Option<&'a WeekPattern>,
    pub exceptions: &'a [DatedHours],
    pub offers: &'a [Offer],
    pub calendars: &'a [&'a NamedCalendar],
    /// The holidays that it keeps; `None` = none.
    pub holidays: Option<&'a WorkingDays>,
}

/// The two sides of the stated hours.
#[derive(Default)]
pub(super) struct Days {
    /// Not working, by reason; the sets are disjoint.
    pub away: Vec<(AwayGround, IntervalSet)>,
    /// Inside a standing offer.
    pub offered: IntervalSet,
    /// Days of which a named calendar says nothing (yet): next year's terms.
    pub silent: IntervalSet,
}

impl DayRules<'_> {
    /// Goes through the local days of `range`, one at a time.
    ///
    /// A dated exception decides its day alone. Otherwise a closed calendar or a holiday closes the day; offers, where
    /// there are any, take the place of the pattern; dated offers hold on closed days too, since they were made for that day.
    pub(super) fn over(&self, range: Interval) -> Days {
        let mut away: Vec<(AwayGround, Vec<Interval>)> = Vec::new();
        let mut offered = Vec::new();
        let mut date = self.zone.local(range.start()).date();
        let last = self.zone.local(range.end()).date();
        let mut holidays = HolidayYear::default();
        let mut silent = Vec::new();
        while date <= last {
            let day = self.zone.day(date);
            let decided = self
                .exceptions
                .iter()
                .any(|exception| exception.date == date);
            if !decided
                && self
                    .calendars
                    .iter()
                    .any(|calendar| !calendar.speaks_of(date))
            {
                silent.push(day);
            }
            let (open, ground) = self.open_hours(date, &mut holidays, &mut offered);
            if let Some(open) = open {
                let working: IntervalSet = open
                    .iter()
                    .filter_map(|span| self.at(date, *span))
                    .collect();
                let closed = IntervalSet::from(day).difference(&working);
                let found = away.iter_mut().find(|(g, _)| *g == ground);
                match found {
                    Some((_, intervals)) => intervals.extend(closed.iter()),
                    None => away.push((ground, closed.iter().collect())),
                }
            }
            let Some(next) = date.succ_opt() else { break };
            date = next;
        }
        Days {
            away: away
                .into_iter()
                .map(|(ground, intervals)| (ground, intervals.into_iter().collect()))
                .collect(),
            offered: offered.into_iter().collect(),
            silent: silent.into_iter().collect(),
        }
    }

    /// The hours worked on `date` (`None` = nothing is stated) and the reason for the rest of the day.
    fn open_hours(
        &self,
        date: NaiveDate,
        holidays: &mut HolidayYear,
        offered: &mut Vec<Interval>,
    ) -> (Option<Hours>, AwayGround) {
        if let Some(exception) = self.exceptions.iter().find(|e| e.date == date) {
            return (Some(exception.hours.clone()), AwayGround::Exception);
        }
        let states_hours = self.pattern.is_some() || !self.offers.is_empty();
        let closed = if self
            .calendars
            .iter()
            .any(|calendar| calendar.speaks_of(date) && !calendar.is_open(date))
        {
            Some(AwayGround::Calendar)
        } else if states_hours && self.holidays.is_some_and(|days| holidays.has(days, date)) {
            Some(AwayGround::Holiday)
        } else {
            None
        };
        if self.offers.is_empty() {
            return match (closed, self.pattern) {
                (Some(ground), _) => (Some(Hours::new()), ground),
                (None, Some(pattern)) => (Some(pattern.on(date).clone()), AwayGround::Hours),
                (None, None) => (None, AwayGround::Hours),
            };
        }
        let open: Hours = self
            .offers
            .iter()
            .filter_map(|offer| match offer {
                Offer::Dated { date: on, hours } if *on == date => Some(*hours),
                Offer::Weekly { day, hours } if closed.is_none() && *day == date.weekday() => {
                    Some(*hours)
                }
                _ => None,
            })
            .collect();
        offered.extend(open.iter().filter_map(|span| self.at(date, *span)));
        (Some(open), closed.unwrap_or(AwayGround::NotOffered))
    }

    fn at(&self, date: NaiveDate, span: LocalSpan) -> Option<Interval> {
        Interval::new(
            local_minute(self.zone, date, span.from),
            local_minute(self.zone, date, span.to),
        )
    }
}

/// The time inside a pattern's hours, holidays left out: for hours that a meeting must keep whoever comes.
pub fn open_hours(
    pattern: &WeekPattern,
    zone: &Zone,
    holidays: &WorkingDays,
    range: Interval,
) -> IntervalSet {
    let days = DayRules {
        zone,
        pattern: Some(pattern),
        exceptions: &[],
        offers: &[],
        calendars: &[],
        holidays: Some(holidays),
    }
    .over(range);
    let closed = days
        .away
        .iter()
        .fold(IntervalSet::new(), |all, (_, set)| all.union(set));
    closed.complement_in(range)
}

/// The instant `minute` minutes by the wall clock after local midnight of `date`; 1440 is the next midnight.
pub(crate) fn local_minute(zone: &Zone, date: NaiveDate, minute: u16) -> crate::time::Instant {
    let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(minute) * 60, 0);
    match time {
        Some(time) => zone.instant(date.and_time(time)),
        None => zone.day(date).end(),
    }
}

/// The holidays of one year at a time, since days are asked for in order.
#[derive(Default)]
struct HolidayYear {
    year: Option<i32>,
    days: Vec<NaiveDate>,
}

impl HolidayYear {
    fn has(&mut self, working: &WorkingDays, date: NaiveDate) -> bool {
        if self.year != Some(date.year()) {
            self.year = Some(date.year());
            self.days = working.holidays_of(date.year());
        }
        self.days.contains(&date)
    }
}
