//! A meeting that comes again and again: its rhythm, the day on which it lies, and what a search answers about it.
//!
//! A rhythm is one that every calendar program can repeat: every so many weeks on a weekday, or every so many months on a weekday
//! that is counted from the beginning of the month, or the last one. Days are local dates and times are wall-clock times; turning
//! them into instants is left to the zone, and whether people can come is left to `solve`.

use super::problem::MemberId;
use super::slot::{Clash, Slot};
use crate::time::{WEEK, weekday_id};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

/// How often.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Every {
    Weeks(u32),
    Months(u32),
}

/// A series as it is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SeriesSpec {
    pub every: Every,
    /// How many meetings.
    pub times: u32,
}

/// The day of a series: every Tuesday, the second Tuesday, the last Tuesday.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct SeriesDay {
    pub weekday: Weekday,
    /// Which one of the month, 1 to 4 and -1 for the last; `None` in a series that counts weeks.
    pub nth: Option<i8>,
}

impl Every {
    /// What may be counted.
    pub const MOST_WEEKS: u32 = 26;
    pub const MOST_MONTHS: u32 = 12;

    /// As it is written: `2w`, `1m`.
    pub fn id(self) -> String {
        match self {
            Every::Weeks(weeks) => format!("{weeks}w"),
            Every::Months(months) => format!("{months}m"),
        }
    }

    /// Reads what a coordinator writes: `2w`, `2 weeks`, `weekly`, `fortnightly`, `monthly`, `1m`, `quarterly`.
    pub fn parse(text: &str) -> Option<Every> {
        let text = text.trim().to_ascii_lowercase();
        let text = text.strip_prefix("every ").unwrap_or(&text).trim();
        let every = match text {
            "weekly" | "week" => Every::Weeks(1),
            "fortnightly" | "fortnight" => Every::Weeks(2),
            "monthly" | "month" => Every::Months(1),
            "quarterly" | "quarter" => Every::Months(3),
            "termly" => return None,
            _ => {
                let digits =
                    text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let count: u32 = text[..digits].parse().ok()?;
                match text[digits..].trim_start() {
                    "w" | "wk" | "wks" | "week" | "weeks" => Every::Weeks(count),
                    "m" | "mo" | "month" | "months" => Every::Months(count),
                    _ => return None,
                }
            }
        };
        let fits = match every {
            Every::Weeks(weeks) => (1..=Every::MOST_WEEKS).contains(&weeks),
            Every::Months(months) => (1..=Every::MOST_MONTHS).contains(&months),
        };
        fits.then_some(every)
    }

    /// How many weeks, or months, there are to begin in until the rhythm comes round again.
    pub fn beginnings(self) -> u32 {
        match self {
            Every::Weeks(count) | Every::Months(count) => count,
        }
    }

    /// The days on which a series of this rhythm may lie, from Monday on.
    pub fn days(self) -> Vec<SeriesDay> {
        let numbers: &[Option<i8>] = match self {
            Every::Weeks(_) => &[None],
            Every::Months(_) => &[Some(1), Some(2), Some(3), Some(4), Some(-1)],
        };
        let days = numbers
            .iter()
            .flat_map(|nth| WEEK.map(|weekday| SeriesDay { weekday, nth: *nth }));
        days.collect()
    }
}

impl SeriesSpec {
    /// A series of one is a meeting; of more than this nobody knows enough.
    pub const TIMES: std::ops::RangeInclusive<u32> = 2..=60;
    /// Nor of days further ahead.
    pub const MOST_DAYS: u64 = 1_100;

    /// The last date that any of its meetings can lie on, when the first of them lies on `from` or later; `None` where that is
    /// further ahead than anybody plans.
    pub fn last_day(&self, from: NaiveDate) -> Option<NaiveDate> {
        let days = self.every.days();
        let lasts = days.iter().map(|day| {
            let first = day.first(self.every, from, self.every.beginnings() - 1)?;
            day.date(self.every, first, self.times.checked_sub(1)?)
        });
        let last = lasts
            .collect::<Option<Vec<NaiveDate>>>()?
            .into_iter()
            .max()?;
        let far = from.checked_add_days(Days::new(SeriesSpec::MOST_DAYS))?;
        (last <= far).then_some(last)
    }
}

impl SeriesDay {
    /// The date of the first meeting, on `from` or later and so many weeks, or months, after the earliest that there is.
    pub fn first(self, every: Every, from: NaiveDate, after: u32) -> Option<NaiveDate> {
        let next = match every {
            Every::Weeks(_) => Every::Weeks(1),
            Every::Months(_) => Every::Months(1),
        };
        self.date(next, from, after)
    }

    /// The date of the meeting with `index` (the first has 0), where the first lies on `from` or later.
    pub fn date(self, every: Every, from: NaiveDate, index: u32) -> Option<NaiveDate> {
        match (every, self.nth) {
            (Every::Weeks(weeks), _) => {
                let ahead = i64::from(self.weekday.num_days_from_monday())
                    - i64::from(from.weekday().num_days_from_monday());
                let days = ahead.rem_euclid(7) as u64 + 7 * u64::from(weeks) * u64::from(index);
                from.checked_add_days(Days::new(days))
            }
            (Every::Months(months), nth) => {
                let nth = nth.unwrap_or(1);
                let this = self.in_month(month_of(from, 0)?, nth)?;
                let late = u32::from(this < from);
                self.in_month(month_of(from, late + months * index)?, nth)
            }
        }
    }

    /// The `nth` such weekday of the month that begins on `first`.
    fn in_month(self, first: NaiveDate, nth: i8) -> Option<NaiveDate> {
        let ahead = |from: NaiveDate| {
            let ahead = i64::from(self.weekday.num_days_from_monday())
                - i64::from(from.weekday().num_days_from_monday());
            Days::new(ahead.rem_euclid(7) as u64)
        };
        match u64::try_from(nth) {
            Ok(nth) => first
                .checked_add_days(ahead(first))?
                .checked_add_days(Days::new(7 * nth.saturating_sub(1))),
            Err(_) => {
                let last_week = month_of(first, 1)?.checked_sub_days(Days::new(7))?;
                last_week.checked_add_days(ahead(last_week))
            }
        }
    }

    /// As RFC 5545 writes it (section 3.3.10, BYDAY): `TU`, `2TU`, `-1TU`.
    pub fn id(self) -> String {
        let day = weekday_id(self.weekday);
        match self.nth {
            Some(nth) => format!("{nth}{day}"),
            None => day.to_owned(),
        }
    }

    /// Reads [`id`](Self::id).
    pub fn parse(text: &str) -> Option<SeriesDay> {
        let weeks = Every::Weeks(1).days().into_iter();
        let months = Every::Months(1).days().into_iter();
        weeks.chain(months).find(|day| day.id() == text)
    }
}

/// The first day of the month that is `months` after that of `date`.
fn month_of(date: NaiveDate, months: u32) -> Option<NaiveDate> {
    date.with_day(1)?
        .checked_add_months(chrono::Months::new(months))
}

/// Which meeting of a series an arranged one is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeriesPlace {
    /// The reference of the whole series.
    pub reference: String,
    pub every: Every,
    pub day: SeriesDay,
    /// How many were asked for; those that are left out count.
    pub times: u32,
    /// 1 for the first.
    pub number: u32,
    /// Where the rhythm has it, by the wall clock; where it was moved, it stands elsewhere.
    pub regular: NaiveDateTime,
}

/// Why a meeting of a series cannot be where the rhythm has it. Several may hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SeriesHindrance {
    /// The clock is put forward over this time: that day has no such hour.
    pub no_such_hour: bool,
    /// People are away because the day is a public holiday, or one on which the authority is closed.
    pub holiday: Option<Holiday>,
    /// These are away because a calendar that they go by is closed: school holidays.
    pub closed: Vec<MemberId>,
    /// These are not available.
    pub not_available: Vec<MemberId>,
    pub venues: bool,
    /// Outside the hours stated for the meeting.
    pub hours: bool,
}

/// What kind of day nobody works on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holiday {
    Public,
    /// The authority's own.
    Closure,
}

/// One meeting of a series.
#[derive(Clone, PartialEq, Debug)]
pub struct SeriesOccurrence {
    /// 1 for the first.
    pub number: u32,
    /// Where the rhythm has it.
    pub regular: NaiveDateTime,
    /// What the day is, whoever works on it.
    pub holiday: Option<Holiday>,
    pub stands: Stands,
}

/// What becomes of one meeting of a series at its regular time.
#[derive(Clone, PartialEq, Debug)]
pub enum Stands {
    /// It can be quorate; its slot is what `find` says of this start.
    Here(Box<Slot>),
    /// It cannot.
    Not {
        why: SeriesHindrance,
        /// The best start nearest to it in its week, Monday to Sunday, if there is any that can be quorate.
        instead: Option<Box<Slot>>,
    },
}

/// How good a weekday and hour is for a whole series; smaller is better, the first difference decides.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SeriesScore {
    /// Meetings that cannot be quorate there.
    pub exceptions: u32,
    /// Meetings that can, but not on known answers.
    pub open: u32,
    /// Confirmations that they need, in sum.
    pub confirmations: u64,
    /// The levels of a slot's score, in the policy's order, in sum over the meetings that stand.
    pub levels: [i64; super::policy::RankLevel::COUNT],
    pub first: NaiveDateTime,
}

/// One weekday and hour.
#[derive(Clone, PartialEq, Debug)]
pub struct SeriesSlot {
    pub day: SeriesDay,
    pub time: NaiveTime,
    pub score: SeriesScore,
    pub occurrences: Vec<SeriesOccurrence>,
    /// Later hours of the same day that answer alike and were folded into this one.
    pub folded: Vec<NaiveTime>,
}

impl SeriesSlot {
    /// The slots that stand at their regular time, with their numbers.
    pub fn standing(&self) -> impl Iterator<Item = (u32, &Slot)> {
        self.occurrences.iter().filter_map(|one| match &one.stands {
            Stands::Here(slot) => Some((one.number, slot.as_ref())),
            Stands::Not { .. } => None,
        })
    }

    /// Whether it deserves to be called a series: no more exceptions than meetings.
    pub fn is_series(&self) -> bool {
        let stands = self.occurrences.len() as u32 - self.score.exceptions;
        stands > 0 && stands >= self.score.exceptions
    }
}

/// Each meeting at the best time of its week, for comparison.
#[derive(Clone, PartialEq, Debug)]
pub struct Floating {
    /// One a meeting, in the weeks of the best series; `None` = nothing in that week can be quorate.
    pub slots: Vec<Option<Slot>>,
}

/// The answer to the question for a series.
#[derive(Clone, PartialEq, Debug)]
pub struct SeriesFound {
    pub spec: SeriesSpec,
    /// In rank order.
    pub slots: Vec<SeriesSlot>,
    /// Weekdays with hours that were tried, each over all its meetings.
    pub tried: u64,
    /// Of them those with at least one meeting that can be quorate.
    pub feasible: u64,
    pub grid_minutes: u32,
    pub floating: Floating,
    /// Present where no weekday and hour has any meeting that can be quorate.
    pub clash: Option<Clash>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn rhythms_are_read_as_people_write_them() {
        for (text, every) in [
            ("2w", Some(Every::Weeks(2))),
            ("Fortnightly", Some(Every::Weeks(2))),
            ("every 3 weeks", Some(Every::Weeks(3))),
            ("monthly", Some(Every::Months(1))),
            ("1m", Some(Every::Months(1))),
            ("quarterly", Some(Every::Months(3))),
            ("0w", None),
            ("27w", None),
            ("13m", None),
            ("w", None),
            ("2d", None),
            ("99999999999w", None),
        ] {
            assert_eq!(Every::parse(text), every, "{text}");
        }
        for every in [Every::Weeks(1), Every::Months(1)] {
            for day in every.days() {
                assert_eq!(SeriesDay::parse(&day.id()), Some(day));
            }
        }
    }

    #[test]
    fn dates_agree_with_a_calendar_on_the_wall() {
        let tuesday = |nth| SeriesDay {
            weekday: Weekday::Tue,
            nth,
        };
        let dates = |day: SeriesDay, every, from: &str, n| -> Vec<String> {
            let dates = (0..n).map(|index| day.date(every, date(from), index));
            dates
                .map(|date| date.expect("a date").to_string())
                .collect()
        };
        // November 2026 begins on a Sunday.
        let weekly = dates(tuesday(None), Every::Weeks(2), "2026-11-23", 3);
        assert_eq!(weekly, ["2026-11-24", "2026-12-08", "2026-12-22"]);
        let second = dates(tuesday(Some(2)), Every::Months(1), "2026-11-11", 3);
        assert_eq!(second, ["2026-12-08", "2027-01-12", "2027-02-09"]);
        let last = dates(tuesday(Some(-1)), Every::Months(2), "2026-11-24", 3);
        assert_eq!(last, ["2026-11-24", "2027-01-26", "2027-03-30"]);
        let fourth = dates(tuesday(Some(4)), Every::Months(1), "2026-11-25", 1);
        assert_eq!(fourth, ["2026-12-22"]);
        let spec = SeriesSpec {
            every: Every::Weeks(2),
            times: 6,
        };
        let last_day = spec.last_day(date("2026-11-23"));
        // The first may be in either week; from the Sunday of the second it is ten weeks.
        assert_eq!(last_day, Some(date("2027-02-14")));
        let far = SeriesSpec {
            every: Every::Months(12),
            times: 60,
        };
        assert_eq!(far.last_day(date("2026-11-23")), None);
    }
}
