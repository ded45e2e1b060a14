//! The dates of a case as entries for the coordinator's own calendar.
//!
//! Titles stand on locked telephones, so they name what is due and the reference, and of meetings of the highest sensitivity not
//! even the kind. What lies before today is left out: whether it was done is not known here.

use crate::message::{FollowUp, FollowUpKind, NextWindow, Urgency, follow_ups};
use crate::model::rules::Sensitivity;
use crate::report::reviews::{Reviews, entry_description, entry_title};
use crate::report::words_en::reviews as words;
use crate::report::words_en::rules::small;
use crate::review::{Clock, Link};
use crate::time::Instant;

/// One calendar with a task for everything that is due, and for each meeting without a date its last day and the task to arrange it.
pub(super) fn calendar(reports: &[Reviews], now: Instant) -> Result<String, Vec<String>> {
    let mut entries: Vec<FollowUp> = Vec::new();
    let mut kinds: Vec<&str> = Vec::new();
    for report in reports {
        let Some(reference) = &report.reference else {
            return Err(vec![words::ics_needs_reference().to_owned()]);
        };
        // The first subject's limit is the earliest, and the meeting is one: the others add nothing to be done.
        let kind = report.first().map_or("", |link| link.kind.id.as_str());
        if kinds.contains(&kind) {
            continue;
        }
        kinds.push(kind);
        for strand in &report.chain.strands {
            for link in &strand.meetings {
                entries.extend(of_meeting(report, reference, link));
            }
        }
    }
    Ok(follow_ups(&entries, now))
}

fn of_meeting(report: &Reviews, reference: &str, link: &Link) -> Vec<FollowUp> {
    let frame = &report.frame;
    let key = format!("{}-{}", link.kind.id, link.number.least);
    let description = |clock: &Clock| entry_description(frame, link, clock);
    let mut entries = Vec::new();
    let tasks = link
        .clocks
        .tasks
        .iter()
        .chain(&link.before)
        .chain(&link.after);
    for clock in tasks.filter(|clock| clock.due.hold_by >= frame.today) {
        entries.push(FollowUp {
            key: format!("{key}-{}", clock.rule.id),
            reference: reference.to_owned(),
            what: entry_title(clock.rule),
            description: description(clock),
            due: clock.due.hold_by,
            kind: FollowUpKind::Task,
            urgency: Urgency::Ordinary,
            meeting: report.meeting_uid.clone(),
        });
    }
    let Some(limit) = link.clocks.binding().filter(|_| link.date.is_none()) else {
        return entries;
    };
    // Who has to be told, or to write, before the meeting needs its date by then.
    let told = link.before.iter().map(|clock| clock.due.hold_by).min();
    let arrange_by = told.or(link.target).unwrap_or(limit.due.hold_by);
    let window = NextWindow {
        key,
        reference: reference.to_owned(),
        next: match link.kind.sensitivity {
            Sensitivity::Ordinary => small(&link.kind.name),
            Sensitivity::Highest => words::A_MEETING.to_owned(),
        },
        description: description(limit),
        meet_by: limit.due.hold_by.max(frame.today),
        arrange_by: arrange_by.max(frame.today),
        meeting: report.meeting_uid.clone(),
    };
    entries.extend(window.entries());
    entries
}
