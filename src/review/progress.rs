//! How a date stands today: working days in hand, or how late.

use super::due::Due;
use crate::model::rules::RuleKind;
use crate::time::WorkingDays;
use chrono::NaiveDate;

/// How what is due stands, counted in working days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// Nothing has happened yet: from today to the day to hold it by (of an earliest date: from which it may be). 0 = today is
    /// the last working day, or the day has come from which it may be.
    InHand(u32),
    /// Nothing has happened, and the limit has passed: so many working days since; 0 = only days off since.
    Overdue(u32),
    /// It is planned or done in time, with so many working days to spare.
    InTime(u32),
    /// It is planned or done after the limit, so many working days later; 0 = on days off right after it.
    Late(u32),
    /// It is planned or done before the day from which it may be, so many working days too early.
    Early(u32),
}

impl Progress {
    /// Of a date by a rule of that kind; `done` = when it is planned or was done.
    pub(super) fn of(
        due: &Due,
        done: Option<NaiveDate>,
        today: NaiveDate,
        working: &WorkingDays,
    ) -> Progress {
        let days = |from, to| working.between(from, to).max(0).unsigned_abs();
        if due.working.kind == RuleKind::Earliest {
            return match done {
                Some(done) if done < due.hold_by => Progress::Early(days(done, due.hold_by)),
                Some(done) => Progress::InTime(days(due.hold_by, done)),
                None => Progress::InHand(days(today, due.hold_by)),
            };
        }
        match done {
            Some(done) if done > due.limit => Progress::Late(days(due.limit, done)),
            Some(done) => Progress::InTime(days(done, due.hold_by)),
            None if today > due.limit => Progress::Overdue(days(due.limit, today)),
            None => Progress::InHand(days(today, due.hold_by)),
        }
    }

    /// Whether the rule is broken, or will be if it stays like this.
    pub fn is_breach(self) -> bool {
        match self {
            Progress::Overdue(_) | Progress::Late(_) | Progress::Early(_) => true,
            Progress::InHand(_) | Progress::InTime(_) => false,
        }
    }
}
