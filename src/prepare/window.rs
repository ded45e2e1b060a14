//! Between which dates is searched, and what the limit is.

use super::faults::{MeetingFault, Note};
use crate::model::{Late, Limit, LimitSpec, MeetingSpec};
use crate::time::{Instant, WorkingDays, Zone};
use chrono::{Days, NaiveDate};

/// Days searched where there is no limit.
const WITHOUT_LIMIT_DAYS: u64 = 28;
/// Working days looked at behind the limit when nothing in time is quorate.
const LATE_WORKING_DAYS: u32 = 10;

pub(super) struct Window {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub late: Option<Late>,
    pub earliest: Instant,
    pub limit: Option<Limit>,
}

pub(super) fn window(
    meeting: &MeetingSpec,
    zone: &Zone,
    now: Instant,
    working: &WorkingDays,
    faults: &mut Vec<MeetingFault>,
    notes: &mut Vec<Note>,
) -> Window {
    let today = zone.local(now).date();
    let limit = meeting
        .window
        .limit
        .map(|spec| limit(spec, meeting, today, working));
    let from = meeting.window.from.unwrap_or(today).max(today);
    let to = match &limit {
        Some(limit) => limit.date,
        None => {
            notes.push(Note::NoLimit);
            from.checked_add_days(Days::new(WITHOUT_LIMIT_DAYS))
                .unwrap_or(from)
        }
    };
    let notice = meeting
        .notice_working_days
        .map(|days| working.after(today, days));
    let earliest = notice.map_or(now, |date| zone.day(date).start().max(now));
    if to < today {
        faults.push(MeetingFault::WindowPast { to, today });
    } else if to < from {
        faults.push(MeetingFault::WindowEmpty { from, to });
    } else if let Some(date) = notice.filter(|date| *date > to) {
        faults.push(MeetingFault::NoticeTooLong { earliest: date, to });
    }
    Window {
        from,
        to,
        late: limit.as_ref().map(|limit| Late {
            to: working.after(limit.date, LATE_WORKING_DAYS),
        }),
        earliest,
        limit,
    }
}

fn limit(spec: LimitSpec, meeting: &MeetingSpec, today: NaiveDate, working: &WorkingDays) -> Limit {
    // Several children in one meeting: the earliest clock binds.
    let started = meeting
        .subjects
        .iter()
        .filter_map(|subject| subject.trigger)
        .min();
    let from = started.unwrap_or(today);
    let (rule, date) = match spec {
        LimitSpec::By(date) => ("by".to_owned(), date),
        LimitSpec::WithinWorkingDays(days) => {
            (format!("within {days}wd"), working.after(from, days))
        }
        LimitSpec::WithinDays(days) => (
            format!("within {days}d"),
            from.checked_add_days(Days::new(u64::from(days)))
                .unwrap_or(from),
        ),
    };
    Limit {
        rule,
        date,
        hold_by: working.last_not_after(date),
    }
}
