//! The English of `quorate timeliness`.

use super::Count;
use super::figures::Share;
use crate::report::words_en::{self as words, counted, date};
use chrono::NaiveDate;

pub(super) const NONE: &str = "The list has no meeting.";

/// What lies behind the figures.
pub(super) const HOW: &str = "Days are working days of the nation whose procedures apply, the first one being day 0. A quartile is the \
                              smallest number of days within which that share was held. Each meeting is judged by the limit of its own \
                              type; a limit on a day off has not passed until that day has.";

pub(super) fn head(in_time: Count, late: Count, without_reason: u64) -> String {
    let judged = in_time.and(late);
    let mut text = match judged.meetings {
        0 => "Of none of the meetings is it known whether they were in time".to_owned(),
        all => format!(
            "{} of {} in time ({}), {} late",
            words::thousands(in_time.meetings),
            counted(all, "meeting", "meetings"),
            share(in_time.of(judged).0),
            words::thousands(late.meetings),
        ),
    };
    if late.meetings > 0 {
        text.push_str(&match without_reason {
            0 => ", all with a reason on record".to_owned(),
            some => format!(
                ", {} of them without a reason on record",
                words::thousands(some)
            ),
        });
    }
    text.push('.');
    text
}

/// Headings of the table of types.
pub(super) const TYPES: [&str; 5] = ["in time, by type", "meetings", "", "children", ""];

pub(super) fn unknown(count: u64) -> String {
    format!("{} not known", words::thousands(count))
}

pub(super) fn initial(all: Count) -> String {
    format!(
        "Initial conferences: {} about {}, by working days",
        words::thousands(all.meetings),
        counted(all.children, "child", "children")
    )
}

/// Over the columns of both clocks, and what they are called below.
pub(super) const FROM_STRATEGY: &str = "from the strategy discussion (guidance)";
pub(super) const FROM_S47: &str =
    "from the start of the section 47 enquiry (Department for Education)";
pub(super) const INITIAL: [&str; 5] = ["", "meetings", "", "children", ""];

pub(super) fn bucket(from: u32, to: Option<u32>) -> String {
    match to {
        Some(to) => format!("{from} to {to}"),
        None => format!("{from} or more"),
    }
}

pub(super) const QUARTILES: [&str; 3] = ["lower quartile", "median", "upper quartile"];

pub(super) fn days(days: u32) -> String {
    format!("day {days}")
}

pub(super) const UNDATED: &str = "no such date";

pub(super) fn share(share: Share) -> String {
    match share.0 {
        Some(tenths) => format!("{}.{} %", tenths / 10, tenths % 10),
        None => "–".to_owned(),
    }
}

pub(super) const LATE_WITHOUT: &str =
    "Late without a reason on record; manager and chair agree one, and it has to be written down:";

pub(super) const UNKNOWN: &str = "Of these it cannot be said; a date to count from is missing, or which meeting of its chain it was:";

pub(super) fn late_by(days: u32) -> String {
    match days {
        // A limit on a Saturday, and the meeting on the Sunday.
        0 => "late".to_owned(),
        days => format!(
            "{} late",
            counted(u64::from(days), "working day", "working days")
        ),
    }
}

pub(super) fn held(day: NaiveDate) -> String {
    format!("held {}", date(day))
}

pub(super) fn limit(day: NaiveDate) -> String {
    format!("limit {}", date(day))
}

pub(super) fn with_reason(count: u64) -> String {
    match count {
        1 => "1 more was late with a reason on record.".to_owned(),
        count => format!(
            "{} more were late with a reason on record.",
            words::thousands(count)
        ),
    }
}
