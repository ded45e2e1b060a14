//! The clocks of a meeting for programs: every date with its rule, its source and how it came about.

use super::FindReport;
use crate::model::Slot;
use crate::prepare::MeetingClock;
use crate::report::words_en;
use crate::report::words_en::reviews::{DateStyle, event, working};
use serde_json::{Value, json};

/// How sure the rule is whose limit the meeting is held to; what the user wrote is not a matter of sources.
pub(super) fn confidence(report: &FindReport) -> Option<&'static str> {
    let is_written = report.meeting.window.limit.is_some();
    let binding = report.prepared.clocks.binding().filter(|_| !is_written);
    binding.map(|clock| clock.confidence.id())
}

/// What the rules say of the meeting's day, with the working of each date.
pub fn clocks(report: &FindReport) -> Value {
    let clocks = &report.prepared.clocks;
    let book = &report.workspace.rules;
    let problem = &report.prepared.problem;
    let is_written = report.meeting.window.limit.is_some();
    let one = |clock: &MeetingClock, says: &str| {
        let kind = book.kind(&clock.kind);
        let event = kind.map(|kind| event(&clock.rule.from, kind, book));
        let days = &problem.working_days;
        let working = working(
            &clock.rule,
            &clock.due,
            event.as_deref(),
            days,
            &problem.zone,
            DateStyle::Iso,
        );
        json!({
            "subject": (!clock.subject.is_empty()).then_some(&clock.subject),
            "type": clock.kind,
            "rule": clock.rule.id,
            "says": says,
            "from": clock.from,
            "date": clock.due.limit,
            "hold_by": clock.due.hold_by,
            "confidence": clock.confidence.id(),
            "source": words_en::source_of(&clock.rule.grounds, book),
            "working": working,
            "binds": clock.binds && !is_written,
            "projected": clock.projected,
            "depends_on_number": clock.depends_on_number,
            "asks": clock.asks,
        })
    };
    let limits = clocks.limits.iter().map(|clock| one(clock, "not-later"));
    let not_before = clocks
        .not_before
        .iter()
        .map(|clock| one(clock, "not-earlier"));
    let targets = clocks.targets.iter().map(|clock| one(clock, "target"));
    limits.chain(not_before).chain(targets).collect()
}

/// The slot gives less than the usual notice, and the user has written none of their own.
pub(super) fn short_notice(report: &FindReport, slot: &Slot) -> bool {
    let date = report.prepared.problem.zone.local(slot.start).date();
    let usual = report.prepared.clocks.short_notice(date);
    usual.is_some() && report.meeting.notice_working_days.is_none()
}
