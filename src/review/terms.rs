//! School terms, found in a calendar of open days, and counting in them.
//!
//! Calendars list stretches of open days with half-term weeks between them; a term is what people call one: autumn, spring,
//! summer. Whose calendar it is, and how it was read, is left to others.

use super::due::DueError;
use crate::model::NamedCalendar;
use crate::model::rules::{Counting, RuleKind, TimeRule};
use crate::time::easter_sunday;
use chrono::{Datelike, NaiveDate};

/// A half-term week with the weekends on both sides of it.
const HALF_TERM_DAYS: i64 = 9;

/// A day further than this before the first term that is listed may lie in one that is not: longer than any summer holiday.
const LONGEST_HOLIDAY_DAYS: i64 = 63;

/// A term: its first and its last open day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Term {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// The terms of a calendar, in order: its stretches of open days, joined where no more than a half-term week lies between
/// two of them. A gap with 25 December or Easter Sunday in it parts two terms, however short.
pub fn terms(calendar: &NamedCalendar) -> Vec<Term> {
    let is_open = |day: &NaiveDate| !calendar.closed.contains(day);
    let mut stretches: Vec<Term> = calendar
        .open
        .iter()
        .filter_map(|(from, to)| {
            let days = || from.iter_days().take_while(|day| day <= to);
            // Days off at the ends of a stretch are no open days.
            let first = days().find(is_open)?;
            let closed_at_end = |day: &NaiveDate| *day > first && !is_open(day);
            let last = std::iter::successors(Some(*to), NaiveDate::pred_opt)
                .find(|day| !closed_at_end(day))?;
            Some(Term { first, last })
        })
        .collect();
    stretches.sort_unstable();
    let mut terms: Vec<Term> = Vec::new();
    for stretch in stretches {
        match terms.last_mut() {
            Some(term) if goes_on(term.last, stretch.first) => {
                term.last = term.last.max(stretch.last)
            }
            _ => terms.push(stretch),
        }
    }
    terms
}

/// Whether a term that was open on `last` is the same as one that is open on `first`, the next open day.
fn goes_on(last: NaiveDate, first: NaiveDate) -> bool {
    let closed = (first - last).num_days() - 1;
    let parts = |feast: Option<NaiveDate>| feast.is_some_and(|day| last < day && day < first);
    let years = last.year()..=first.year();
    closed <= HALF_TERM_DAYS
        && !years
            .into_iter()
            .any(|year| parts(NaiveDate::from_ymd_opt(year, 12, 25)) || parts(easter_sunday(year)))
}

/// The date `amount` terms from `day`: the last open day of that term, or its first when counted backwards.
///
/// One term after a day in the autumn term ends with the spring term; a day in the holidays is followed by the first term
/// that begins after it. Counted inclusively the term of the day itself is the first.
pub(super) fn count(
    rule: &TimeRule,
    day: NaiveDate,
    amount: u32,
    calendar: &NamedCalendar,
) -> Result<(NaiveDate, Option<Term>), DueError> {
    if amount == 0 {
        return Ok((day, None));
    }
    let terms = terms(calendar);
    let (Some(earliest), Some(latest)) = (terms.first(), terms.last()) else {
        return Err(DueError::NoTerms);
    };
    let begins = DueError::TermsBegin {
        first: earliest.first,
    };
    let ends = DueError::TermsEnd { last: latest.last };
    let is_in = |term: &Term| term.first <= day && day <= term.last;
    let further = |is_in: bool| match (is_in, rule.counting) {
        (true, Counting::Exclusive) => amount,
        _ => amount - 1,
    } as usize;
    if rule.kind == RuleKind::Before {
        if (day - latest.last).num_days() > LONGEST_HOLIDAY_DAYS {
            return Err(ends);
        }
        let near = terms
            .iter()
            .rposition(|term| term.first <= day)
            .ok_or(begins)?;
        let index = near
            .checked_sub(further(is_in(&terms[near])))
            .ok_or(begins)?;
        Ok((terms[index].first, Some(terms[index])))
    } else {
        if (earliest.first - day).num_days() > LONGEST_HOLIDAY_DAYS {
            return Err(begins);
        }
        let near = terms.iter().position(|term| day <= term.last).ok_or(ends)?;
        let index = near.saturating_add(further(is_in(&terms[near])));
        let term = terms.get(index).ok_or(ends)?;
        Ok((term.last, Some(*term)))
    }
}

#[cfg(test)]
mod tests;
