//! One rule, one day to count from: the date, and how it came about.
//!
//! Counting is by the rule's own unit; which rule applies, and from which event, is left to [`clocks`](super::clocks).

use super::terms::{self, Term};
use crate::model::NamedCalendar;
use crate::model::rules::{Counting, Roll, RuleKind, RuleUnit, Span, TimeRule};
use crate::time::{Instant, WorkingDays, Zone, add_months};
use chrono::{Datelike, Days, NaiveDate, NaiveTime};

/// What dates are counted in: the responsible authority's working days, the terms of the school, the zone of its clocks.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    pub working: &'a WorkingDays,
    /// Only rules in terms need it.
    pub terms: Option<&'a NamedCalendar>,
    pub zone: &'a Zone,
}

/// What is counted from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum From {
    /// Hours count from its local midnight.
    Date(NaiveDate),
    /// Everything but hours counts from its local date.
    Instant(Instant),
}

impl From {
    /// The day counted from.
    pub fn date(self, zone: &Zone) -> NaiveDate {
        match self {
            From::Date(date) => date,
            From::Instant(at) => zone.local(at).date(),
        }
    }

    fn instant(self, zone: &Zone) -> Instant {
        match self {
            From::Date(date) => zone.instant(date.and_time(NaiveTime::MIN)),
            From::Instant(at) => at,
        }
    }
}

/// The date that a rule gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Due {
    /// The date by the rule, whatever day of the week that is.
    pub limit: NaiveDate,
    /// Where the rule counts hours: the instant that `limit` is the local date of.
    pub at: Option<Instant>,
    /// The last working day that keeps the rule; for an earliest rule the first one.
    pub hold_by: NaiveDate,
    pub working: Working,
}

/// How a date came about: everything that a sentence about it needs beside the rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Working {
    pub span: Span,
    pub counting: Counting,
    pub kind: RuleKind,
    pub clear_days: bool,
    pub from: From,
    /// Weekdays that a count of working days passed over, in order.
    pub skipped: Vec<NaiveDate>,
    /// The month has no such day: its last one was taken.
    pub clamped: bool,
    /// Days off between the limit and `hold_by`, in order; the limit is one of them.
    pub rolled_over: Vec<NaiveDate>,
    /// The term whose end is the limit.
    pub term: Option<Term>,
}

/// Why a rule gives no date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DueError {
    /// It counts in terms, and nobody has said when they are.
    NoTerms,
    /// The terms that are listed end on `last`, before the one that is asked for.
    TermsEnd { last: NaiveDate },
    /// The terms that are listed begin on `first`, too long after the day counted from.
    TermsBegin { first: NaiveDate },
    /// The date lies outside the years 1 to 9999.
    OutOfRange,
}

/// The date that `rule` gives, counted from `from`.
///
/// - exclusive: the day counted from is day 0; inclusive: it is day 1, so that N days end one day earlier (months: the day
///   before the corresponding date, also where that was clamped: the earlier of two readings, so that neither is breached);
/// - before: the same backwards; clear days: one day more in the direction of counting, not for hours, terms and fixed dates;
/// - an amount of nothing is the day counted from, however it is counted;
/// - hours are elapsed hours and terms whole terms: the last open day of the term (counted backwards: the first one).
///
/// `hold_by` is the last working day not after the limit; for an earliest rule the first one not before it, but an earliest
/// date that was counted inclusively stands, since its last day belongs to the time that has to be left.
pub fn due(rule: &TimeRule, from: From, calendar: &Calendar) -> Result<Due, DueError> {
    let mut working = Working {
        span: rule.span,
        counting: rule.counting,
        kind: rule.kind,
        clear_days: rule.clear_days,
        from,
        skipped: Vec::new(),
        clamped: false,
        rolled_over: Vec::new(),
        term: None,
    };
    let mut at = None;
    let day = from.date(calendar.zone);
    let limit = match rule.span {
        Span::Fixed { month, day: wanted } => fixed(day.year(), month, wanted, &mut working),
        Span::Count { amount, unit } => match unit {
            RuleUnit::WorkingDays => working_days(rule, day, amount, calendar, &mut working),
            RuleUnit::CalendarDays => shifted(rule, day, days_of(rule, i64::from(amount))),
            RuleUnit::Weeks => shifted(rule, day, days_of(rule, i64::from(amount) * 7)),
            RuleUnit::Months => months(rule, day, amount, &mut working),
            RuleUnit::Hours => {
                let instant = hours(rule, from.instant(calendar.zone), amount);
                at = instant;
                instant.map(|at| calendar.zone.local(at).date())
            }
            RuleUnit::Terms => {
                let named = calendar.terms.ok_or(DueError::NoTerms)?;
                let (limit, term) = terms::count(rule, day, amount, named)?;
                working.term = term;
                Some(limit)
            }
        },
    };
    let limit = limit.filter(in_range).ok_or(DueError::OutOfRange)?;
    let hold_by = rolled(rule, limit, calendar.working);
    if !in_range(&hold_by) {
        return Err(DueError::OutOfRange);
    }
    let days = |from: NaiveDate, to: NaiveDate| from.iter_days().take_while(move |day| *day < to);
    working.rolled_over = match hold_by.cmp(&limit) {
        std::cmp::Ordering::Less => days(hold_by, limit)
            .filter_map(|day| day.succ_opt())
            .collect(),
        std::cmp::Ordering::Equal => Vec::new(),
        std::cmp::Ordering::Greater => days(limit, hold_by).collect(),
    };
    Ok(Due {
        limit,
        at,
        hold_by,
        working,
    })
}

/// Dates that can be written with four digits, and whose instants exist.
fn in_range(date: &NaiveDate) -> bool {
    (1..=9999).contains(&date.year())
}

fn is_inclusive(rule: &TimeRule) -> bool {
    rule.counting == Counting::Inclusive
}

/// How many days a count of plain days goes away from the day counted from.
fn days_of(rule: &TimeRule, days: i64) -> i64 {
    if days == 0 {
        return 0;
    }
    days + i64::from(rule.clear_days) - i64::from(is_inclusive(rule))
}

/// `days` further in the rule's direction of counting; negative is against it.
fn shifted(rule: &TimeRule, day: NaiveDate, days: i64) -> Option<NaiveDate> {
    let forward = (rule.kind != RuleKind::Before) == (days >= 0);
    let count = Days::new(days.unsigned_abs());
    if forward {
        day.checked_add_days(count)
    } else {
        day.checked_sub_days(count)
    }
}

fn months(
    rule: &TimeRule,
    day: NaiveDate,
    amount: u32,
    working: &mut Working,
) -> Option<NaiveDate> {
    let count = i32::try_from(amount).ok()?;
    let count = if rule.kind == RuleKind::Before {
        -count
    } else {
        count
    };
    let (corresponding, clamped) = add_months(day, count)?;
    working.clamped = clamped;
    let further = i64::from(rule.clear_days) - i64::from(is_inclusive(rule));
    shifted(rule, corresponding, if amount == 0 { 0 } else { further })
}

fn working_days(
    rule: &TimeRule,
    day: NaiveDate,
    amount: u32,
    calendar: &Calendar,
    working: &mut Working,
) -> Option<NaiveDate> {
    if amount == 0 {
        return Some(day);
    }
    let count = amount.saturating_add(u32::from(rule.clear_days));
    // Counted inclusively the day itself may be the first: day 0 is then the day on its other side.
    let day_0 = if is_inclusive(rule) {
        shifted(rule, day, -1)?
    } else {
        day
    };
    let day_1 = shifted(rule, day_0, 1)?;
    if rule.kind == RuleKind::Before {
        let limit = calendar.working.checked_before(day_0, count)?;
        working.skipped = calendar.working.holidays_between(limit, day_1);
        Some(limit)
    } else {
        let limit = calendar.working.checked_after(day_0, count)?;
        working.skipped = calendar.working.holidays_between(day_1, limit);
        Some(limit)
    }
}

fn hours(rule: &TimeRule, from: Instant, amount: u32) -> Option<Instant> {
    let seconds = i64::from(amount) * 3600;
    let at = from.plus(if rule.kind == RuleKind::Before {
        -seconds
    } else {
        seconds
    });
    (Instant::MIN..=Instant::MAX).contains(&at).then_some(at)
}

/// That day of the year, 28 February for 29 February where there is none.
fn fixed(year: i32, month: u32, day: u32, working: &mut Working) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).or_else(|| {
        working.clamped = true;
        (28..day.min(32))
            .rev()
            .find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
    })
}

fn rolled(rule: &TimeRule, limit: NaiveDate, working: &WorkingDays) -> NaiveDate {
    match (rule.roll, rule.kind) {
        (Roll::None, _) => limit,
        (Roll::ToWorkingDay, RuleKind::Earliest) if is_inclusive(rule) => limit,
        (Roll::ToWorkingDay, RuleKind::Earliest) => working.first_not_before(limit),
        (Roll::ToWorkingDay, _) => working.last_not_after(limit),
    }
}

#[cfg(test)]
mod tests;
