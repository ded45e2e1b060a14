//! Between which dates is searched, and what the limit is.

use super::clocks::MeetingClocks;
use super::faults::{MeetingFault, Note};
use super::follows::Envelope;
use crate::model::{Late, Limit, LimitSpec, MeetingSpec, SeriesSpec};
use crate::time::{Instant, WorkingDays, Zone};
use chrono::{Datelike, Days, NaiveDate};

/// Days searched where there is no limit, or where it has passed.
const WITHOUT_LIMIT_DAYS: u64 = 28;
/// Working days looked at behind the limit when nothing in time is quorate.
pub(super) const LATE_WORKING_DAYS: u32 = 10;

pub(super) struct Window {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub late: Option<Late>,
    pub earliest: Instant,
    pub limit: Option<Limit>,
}

/// What holds where a meeting is searched for.
pub(super) struct Setting<'a> {
    pub meeting: &'a MeetingSpec,
    pub clocks: &'a MeetingClocks,
    pub zone: &'a Zone,
    pub now: Instant,
    pub working: &'a WorkingDays,
    /// The days that the meeting which it follows leaves.
    pub follows: Option<&'a Envelope>,
}

/// The dates of the search. What the user has written outranks the rules of the meeting's types, and is remarked on where it is
/// laxer than they are.
pub(super) fn window(
    setting: &Setting,
    faults: &mut Vec<MeetingFault>,
    notes: &mut Vec<Note>,
) -> Window {
    let Setting {
        meeting,
        clocks,
        zone,
        now,
        working,
        follows,
    } = *setting;
    let today = zone.local(now).date();
    if let Some(series) = meeting.series {
        return of_series(setting, series, today, faults, notes);
    }
    let limit = limit(setting, today, notes);
    if limit.is_some() && meeting.window.limit.is_none() {
        let others = clocks.missing.iter().cloned();
        notes.extend(others.map(Note::AnotherMissingDate));
    }
    let from = first_day(setting, today, notes);
    let to = match &limit {
        Some(limit) => limit.date,
        None => {
            notes.push(match clocks.missing.first() {
                Some(missing) => Note::MissingDate(missing.clone()),
                None => Note::NoLimit,
            });
            after_days(from)
        }
    };
    let written = meeting.notice_working_days;
    let notice = notice(setting, today);
    let mut earliest = notice.map_or(now, |date| zone.day(date).start().max(now));
    let by_date = matches!(meeting.window.limit, Some(LimitSpec::By(_)));
    // A limit that a rule gives stands whatever the calendar says: where it cannot be kept any more, it is broken, and what is
    // wanted is the next time there is.
    let by_types = !meeting.types.is_empty() || follows.is_some();
    let from_rules = limit.is_some() && by_types && !by_date;
    let too_long = notice.filter(|date| *date > to);
    let pinned = meeting.pinned_start.is_some();
    if pinned {
        // It is held where it is promised, whatever days are left; what forbids it there is told of the pin.
    } else if !from_rules {
        if to < today {
            faults.push(MeetingFault::WindowPast { to, today });
        } else if to < from {
            faults.push(MeetingFault::WindowEmpty { from, to });
        } else if let Some(date) = too_long {
            faults.push(MeetingFault::NoticeTooLong { earliest: date, to });
        }
    } else if let (Some(date), true) = (too_long, written.is_some() && from <= to) {
        faults.push(MeetingFault::NoticeTooLong { earliest: date, to });
    }
    let mut late = limit.as_ref().map(|limit| {
        let usual = working.after(limit.date, LATE_WORKING_DAYS);
        let to = match (follows, meeting.window.limit) {
            (None, _) => usual,
            (Some(follows), None) => follows.late_to.max(limit.date),
            (Some(follows), Some(_)) => follows.late_to.max(limit.date).min(usual),
        };
        Late { to }
    });
    if from_rules && !pinned && (to < from || too_long.is_some()) {
        let first = notice.map_or(from, |date| date.max(from));
        earliest = earliest.max(zone.day(from).start());
        late = late.map(|late| Late {
            to: late.to.max(after_days(first)),
        });
    }
    Window {
        from,
        to,
        late,
        earliest,
        limit,
    }
}

/// The first day that the notice leaves, where there is a notice that must be kept.
fn notice(setting: &Setting, today: NaiveDate) -> Option<NaiveDate> {
    match setting.meeting.notice_working_days {
        Some(days) => Some(setting.working.after(today, days)),
        None => setting
            .clocks
            .longest_notice(true)
            .map(|notice| notice.first),
    }
}

/// The days of a series: from the first that is wholly to come, so that no weekday begins a week later than another only because
/// it is afternoon, to the end of the week of its last meeting.
fn of_series(
    setting: &Setting,
    series: SeriesSpec,
    today: NaiveDate,
    faults: &mut Vec<MeetingFault>,
    notes: &mut Vec<Note>,
) -> Window {
    let zone = setting.zone;
    let notice = notice(setting, today);
    let earliest = notice.map_or(setting.now, |date| zone.day(date).start().max(setting.now));
    let mut from = first_day(setting, today, notes);
    if zone.day(from).start() < earliest {
        let day = zone.local(earliest).date();
        let is_whole = zone.day(day).start() >= earliest;
        from = match is_whole {
            true => day,
            false => day.succ_opt().unwrap_or(day),
        };
    }
    let sunday = |date: NaiveDate| {
        let days = 6 - u64::from(date.weekday().num_days_from_monday());
        date.checked_add_days(Days::new(days))
    };
    let to = series.last_day(from).and_then(sunday).unwrap_or_else(|| {
        let years = SeriesSpec::MOST_DAYS.div_ceil(366) as u32;
        faults.push(MeetingFault::TooFarAhead { to: from, years });
        from
    });
    Window {
        from,
        to,
        late: None,
        earliest,
        limit: None,
    }
}

pub(super) fn after_days(from: NaiveDate) -> NaiveDate {
    from.checked_add_days(Days::new(WITHOUT_LIMIT_DAYS))
        .unwrap_or(from)
}

/// The first day that is searched, today at the earliest.
fn first_day(setting: &Setting, today: NaiveDate, notes: &mut Vec<Note>) -> NaiveDate {
    if let Some(follows) = setting.follows {
        let first = follows.first.max(today);
        let written = setting.meeting.window.from;
        return written.map_or(first, |written| written.max(first));
    }
    let opens = setting.clocks.opens();
    let Some(written) = setting.meeting.window.from else {
        return opens.unwrap_or(today).max(today);
    };
    if let Some(opens) = opens.filter(|opens| written < *opens && today < *opens) {
        notes.push(Note::EarlierThanRule { opens });
    }
    written.max(today)
}

/// The limit that is written, else the one that the rules give.
fn limit(setting: &Setting, today: NaiveDate, notes: &mut Vec<Note>) -> Option<Limit> {
    let by_rule = match setting.follows {
        Some(follows) => Some(Limit {
            rule: follows.rule.clone(),
            date: follows.last,
            hold_by: setting.working.last_not_after(follows.last),
        }),
        None => setting.clocks.binding().map(|clock| Limit {
            rule: clock.rule.id.clone(),
            date: clock.due.limit,
            hold_by: clock.due.hold_by,
        }),
    };
    let Some(spec) = setting.meeting.window.limit else {
        return by_rule;
    };
    let written = written(spec, setting.meeting, today, setting.working);
    // A chain leaves no more than it leaves, whatever is written.
    if let Some(rule) = by_rule.as_ref().filter(|_| setting.follows.is_some())
        && rule.date < written.date
    {
        return by_rule;
    }
    if let Some(rule) = by_rule.filter(|rule| rule.hold_by < written.hold_by) {
        notes.push(Note::LaterThanRule {
            hold_by: written.hold_by,
            rule_hold_by: rule.hold_by,
        });
    }
    Some(written)
}

fn written(
    spec: LimitSpec,
    meeting: &MeetingSpec,
    today: NaiveDate,
    working: &WorkingDays,
) -> Limit {
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
