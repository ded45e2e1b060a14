//! `quorate-reviews/1`: every date with its rule, its working and what it rests on.

use super::{Frame, OneRule, Reviews};
use crate::model::rules::{MeetingType, RuleKind, TimeRule};
use crate::report::words_en::reviews::{DateStyle, working};
use crate::report::words_en::source_of;
use crate::review::{Asked, Clock, Due, DueError, From, Link, Missing, MissingWhy, Progress};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The whole answer for programs.
pub fn json(reports: &[Reviews], warnings: &[String]) -> String {
    let mut dates = Vec::new();
    let mut meetings = Vec::new();
    let mut held = Vec::new();
    let mut questions: BTreeMap<&str, Value> = BTreeMap::new();
    let mut missing = Vec::new();
    for report in reports {
        let frame = &report.frame;
        for strand in &report.chain.strands {
            for link in &strand.meetings {
                let of_case = |mut value: Value| {
                    if !report.subjects.is_empty() {
                        value["subjects"] = json!(report.subjects);
                    }
                    value
                };
                dates.extend(link_dates(frame, link).into_iter().map(of_case));
                meetings.push(of_case(meeting(link)));
                for asked in link.clocks.questions.iter().chain(&link.questions) {
                    questions
                        .entry(&asked.flag)
                        .or_insert_with(|| question(frame, asked, link.kind));
                }
                let all = link.clocks.missing.iter().chain(&link.missing);
                missing.extend(all.map(|one| of_case(without_date(one, link.kind))));
            }
        }
        held.extend(report.held.iter().map(|one| {
            json!({
                "type": one.kind.id,
                "meeting": one.number,
                "held": one.held.to_string(),
                "limit": one.limit.as_ref().map(|clock| clock.due.limit.to_string()),
                "rule": one.limit.as_ref().map(|clock| &clock.rule.id),
                "state": one.limit.as_ref().map(|clock| state(clock.progress)),
                "late_by": one.limit.as_ref().and_then(|clock| late_by(clock.progress)),
            })
        }));
    }
    let first = reports.first();
    let value = json!({
        "format": "quorate-reviews/1",
        "ref": first.and_then(|report| report.reference.as_deref()),
        "type": first.and_then(|report| report.first()).map(|link| &link.kind.id),
        "nation": first.map(|report| report.frame.nation.id()),
        "today": first.map(|report| report.frame.today.to_string()),
        "dates": dates,
        "meetings": meetings,
        "held": held,
        "questions": questions.into_values().collect::<Vec<Value>>(),
        "missing": missing,
        "warnings": warnings,
    });
    format!("{value}\n")
}

/// The answer about one rule.
pub fn one_json(one: &OneRule, warnings: &[String]) -> String {
    let frame = &one.frame;
    let mut date = rule_date(frame, one.kind, one.rule, &one.due);
    date.insert("from".to_owned(), from(one.rule, &one.due));
    let value = json!({
        "format": "quorate-reviews/1",
        "type": one.kind.id,
        "nation": frame.nation.id(),
        "today": frame.today.to_string(),
        "dates": [date],
        "questions": [],
        "warnings": warnings,
    });
    format!("{value}\n")
}

/// What there is to say of a date whatever meeting it belongs to.
fn rule_date(frame: &Frame, kind: &MeetingType, rule: &TimeRule, due: &Due) -> Map<String, Value> {
    let source = source_of(&rule.grounds, frame.book);
    let mut date = Map::new();
    let mut put = |key: &str, value: Value| date.insert(key.to_owned(), value);
    put("rule", json!(rule.id));
    put(
        "limit",
        due.at
            .map_or_else(|| json!(due.limit.to_string()), |at| json!(at)),
    );
    put("hold_by", json!(due.hold_by.to_string()));
    put(
        "confidence",
        json!(rule.grounds.confidence(frame.today).id()),
    );
    put("source", json!(source));
    put(
        "working",
        json!(working(
            rule,
            due,
            None,
            frame.working,
            frame.zone,
            DateStyle::Iso
        )),
    );
    put("type", json!(kind.id));
    put("step", json!(rule.step.id()));
    put("kind", json!(kind_id(rule.kind)));
    put("what", json!(rule.what));
    put("note", json!(rule.grounds.note));
    date
}

fn from(rule: &TimeRule, due: &Due) -> Value {
    let at = match due.working.from {
        From::Date(day) => json!(day.to_string()),
        From::Instant(at) => json!(at),
    };
    json!({"anchor": rule.from.id(), "date": at})
}

/// The dates of one meeting: its limits first, then what surrounds it.
fn link_dates(frame: &Frame, link: &Link) -> Vec<Value> {
    let clocks = &link.clocks;
    let binding = clocks.binding();
    let of_meeting = clocks
        .limits
        .iter()
        .chain(&clocks.not_before)
        .chain(&clocks.targets);
    let around = clocks.tasks.iter().chain(&link.before).chain(&link.after);
    let date = |clock: &Clock, is_limit: bool| {
        let mut date = rule_date(frame, link.kind, clock.rule, &clock.due);
        let mut put = |key: &str, value: Value| date.insert(key.to_owned(), value);
        let mut depends = Vec::new();
        if clock.depends_on_number {
            depends.push("number".to_owned());
        }
        depends.extend(clock.asks.clone());
        put("meeting", json!(link.number.least));
        put("from", from(clock.rule, &clock.due));
        put(
            "target",
            json!(link.target.filter(|_| is_limit).map(|day| day.to_string())),
        );
        put("state", json!(state(clock.progress)));
        put("days_in_hand", json!(days_in_hand(clock.progress)));
        put("late_by", json!(late_by(clock.progress)));
        put("projected", json!(clock.projected));
        put(
            "binds",
            json!(binding.is_some_and(|binding| std::ptr::eq(binding, clock))),
        );
        put("depends_on", json!(depends));
        Value::Object(date)
    };
    let limits = of_meeting.map(|clock| date(clock, clock.rule.kind != RuleKind::Earliest));
    let around = around.map(|clock| date(clock, false));
    limits.chain(around).collect()
}

fn meeting(link: &Link) -> Value {
    let exceptions = link.exceptions.iter();
    json!({
        "type": link.kind.id,
        "meeting": link.number.least,
        "meeting_known": link.number.exact,
        "date": link.date.map(|day| day.to_string()),
        "hold_by": link.clocks.binding().map(|clock| clock.due.hold_by.to_string()),
        "rule": link.clocks.binding().map(|clock| &clock.rule.id),
        "target": link.target.map(|day| day.to_string()),
        "not_before": link.clocks.opens().map(|day| day.to_string()),
        "projected": link.is_projected(),
        "state": link.progress.map(state),
        "days_in_hand": link.progress.and_then(days_in_hand),
        "late_by": link.progress.and_then(late_by),
        "may_be_excused": exceptions.map(|one| &one.text).collect::<Vec<&String>>(),
    })
}

fn question(frame: &Frame, asked: &Asked, kind: &MeetingType) -> Value {
    let rules = asked.rules.iter().map(|rule| &rule.id);
    json!({
        "flag": asked.flag,
        "question": frame.book.question(&asked.flag),
        "type": kind.id,
        "rules": rules.collect::<Vec<&String>>(),
    })
}

fn without_date(missing: &Missing, kind: &MeetingType) -> Value {
    let why = match missing.why {
        MissingWhy::NotStated => "not-stated",
        MissingWhy::Waits => "waits",
        MissingWhy::Circular => "circular",
        MissingWhy::Due(DueError::NoTerms) => "no-terms",
        MissingWhy::Due(DueError::TermsBegin { .. }) => "terms-begin",
        MissingWhy::Due(DueError::TermsEnd { .. }) => "terms-end",
        MissingWhy::Due(DueError::OutOfRange) => "out-of-range",
    };
    json!({
        "type": kind.id,
        "rule": missing.rule.id,
        "anchor": missing.rule.from.id(),
        "why": why,
    })
}

fn kind_id(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Latest => "latest",
        RuleKind::Earliest => "earliest",
        RuleKind::Target => "target",
        RuleKind::Before => "before",
    }
}

/// The name of a standing in files.
pub(super) fn state(progress: Progress) -> &'static str {
    match progress {
        Progress::InHand(_) => "in-hand",
        Progress::Overdue(_) => "overdue",
        Progress::InTime(_) => "in-time",
        Progress::Late(_) => "late",
        Progress::Early(_) => "early",
    }
}

pub(super) fn days_in_hand(progress: Progress) -> Option<u32> {
    match progress {
        Progress::InHand(days) | Progress::InTime(days) => Some(days),
        Progress::Overdue(_) | Progress::Late(_) | Progress::Early(_) => None,
    }
}

pub(super) fn late_by(progress: Progress) -> Option<u32> {
    match progress {
        Progress::Overdue(days) | Progress::Late(days) | Progress::Early(days) => Some(days),
        Progress::InHand(_) | Progress::InTime(_) => None,
    }
}
