//! One row of time: from when, how far, counted how, for which meetings and cases.

use super::Reading;
use super::columns::TIME_RULE;
use super::fault::RuleFault;
use super::ground::{grounds, validity};
use super::rows::{prose, rows, unknown};
use crate::input::fault::{FaultKind, Sink, Spot};
use crate::input::scalar::{id, number, one_of, yes_no};
use crate::input::seat::condition;
use crate::input::table::{Field, Row};
use crate::model::Condition;
use crate::model::rules::{
    Anchor, Concern, Counting, Grounds, Roll, RuleKind, RuleUnit, Sequence, Span, Step, TimeRule,
    Validity,
};
use chrono::NaiveDate;

const MOST: u32 = 3_660;
const UNITS: [(&str, RuleUnit); 6] = [
    ("working-days", RuleUnit::WorkingDays),
    ("calendar-days", RuleUnit::CalendarDays),
    ("weeks", RuleUnit::Weeks),
    ("months", RuleUnit::Months),
    ("hours", RuleUnit::Hours),
    ("terms", RuleUnit::Terms),
];
/// Keys that change which date the row gives.
const FIGURES: [&str; 12] = [
    "from",
    "amount",
    "unit",
    "fixed",
    "kind",
    "counting",
    "clear_days",
    "roll",
    "sequence",
    "sequence_from",
    "when",
    "instead_of",
];

/// Whether the rows of a list stand in place of those that there are, or say what differs in them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    Replace,
    Merge,
}

/// Reads the rows of one step into `rules`, and notes in `places` where each id stands.
pub(super) fn read_step(
    reading: &Reading,
    field: &Field,
    step: Step,
    layer: Layer,
    rules: &mut Vec<TimeRule>,
    places: &mut Vec<(String, Spot)>,
    sink: &mut Sink,
) {
    if layer == Layer::Replace {
        rules.retain(|rule| rule.step != step);
    }
    let mut stated: Vec<(String, Validity)> = Vec::new();
    for row in rows(field, step.id(), TIME_RULE, sink) {
        let Some(text) = row.need("id", "first", sink) else {
            continue;
        };
        let Some(name) = sink.take(row.spot_of("id"), id(&text)) else {
            continue;
        };
        places.push((name.clone(), row.spot.clone()));
        let valid = validity(&row, sink);
        if clashes(&stated, &name, valid, layer) {
            let fault = RuleFault::Overlap { id: name };
            sink.fault(&row.spot, FaultKind::Rule(fault));
            continue;
        }
        stated.push((name.clone(), valid));
        let known = rules.iter().rposition(|rule| rule.id == name);
        if let Some(other) = known
            .map(|at| rules[at].step)
            .filter(|other| *other != step)
        {
            let step = other.id();
            let fault = RuleFault::OtherStep { id: name, step };
            sink.fault(&row.spot, FaultKind::Rule(fault));
            continue;
        }
        if row.read("drop", sink, yes_no) == Some(true) {
            if known.is_none() {
                let ids = rules.iter().map(|rule| rule.id.as_str());
                sink.fault(row.spot_of("id"), unknown("row", &name, ids));
            }
            rules.retain(|rule| rule.id != name);
            continue;
        }
        let old = known
            .filter(|_| layer == Layer::Merge)
            .map(|at| rules[at].clone());
        let Some(mut rule) = read(reading, &row, name, step, old.as_ref(), sink) else {
            continue;
        };
        rule.valid = valid;
        match (known, old) {
            // Without days of its own the row corrects the version that is last; with some it is a version beside it.
            (Some(at), Some(old)) if valid == Validity::default() => {
                rule.valid = old.valid;
                rules[at] = rule;
            }
            _ => rules.push(rule),
        }
    }
}

/// Whether a row of the same id holds on some of the same days. A correction without days and a version with some do not clash.
fn clashes(stated: &[(String, Validity)], id: &str, valid: Validity, layer: Layer) -> bool {
    let overlap = |a: Validity, b: Validity| {
        let before = |to: Option<NaiveDate>, from: Option<NaiveDate>| {
            to.zip(from).is_some_and(|(to, from)| to < from)
        };
        !before(a.to, b.from) && !before(b.to, a.from)
    };
    let always = |valid: Validity| valid == Validity::default();
    let beside = |other: Validity| layer == Layer::Merge && always(other) != always(valid);
    let mut same = stated.iter().filter(|(other, _)| other == id);
    same.any(|(_, other)| overlap(*other, valid) && !beside(*other))
}

fn read(
    reading: &Reading,
    row: &Row,
    id: String,
    step: Step,
    old: Option<&TimeRule>,
    sink: &mut Sink,
) -> Option<TimeRule> {
    let counting = one_of(
        &[
            ("exclusive", Counting::Exclusive),
            ("inclusive", Counting::Inclusive),
        ],
        "exclusive, inclusive",
    );
    let kind = one_of(
        &[
            ("latest", RuleKind::Latest),
            ("earliest", RuleKind::Earliest),
            ("target", RuleKind::Target),
            ("before", RuleKind::Before),
        ],
        "latest, earliest, target, before",
    );
    let roll = one_of(
        &[("working-day", Roll::ToWorkingDay), ("none", Roll::None)],
        "working-day, none",
    );
    let concerns = one_of(
        &[("meeting", Concern::Meeting), ("task", Concern::Task)],
        "meeting, task",
    );
    // Notice, papers and records are never the meeting itself.
    let usual = match step {
        Step::Notice | Step::Report | Step::After => Concern::Task,
        Step::Deadline | Step::Interval | Step::Reconvene | Step::Standing => Concern::Meeting,
    };
    let changed = FIGURES.iter().any(|key| row.get(key).is_some());
    let old_grounds: Option<&Grounds> = old.map(|old| &old.grounds);
    let grounds = grounds(reading, row, old_grounds, changed, sink);
    let from = match (row.get("from"), old) {
        (None, Some(old)) => Some(old.from.clone()),
        _ => row.need("from", "trigger", sink).map(|text| anchor(&text)),
    };
    let span = span(row, old, sink);
    let rule = TimeRule {
        id,
        step,
        kind: row
            .read("kind", sink, kind)
            .unwrap_or(old.map_or(RuleKind::Latest, |old| old.kind)),
        counting: row
            .read("counting", sink, counting)
            .unwrap_or(old.map_or(Counting::Exclusive, |old| old.counting)),
        clear_days: row
            .read("clear_days", sink, yes_no)
            .unwrap_or(old.is_some_and(|old| old.clear_days)),
        roll: row
            .read("roll", sink, roll)
            .unwrap_or(old.map_or(Roll::ToWorkingDay, |old| old.roll)),
        concerns: row
            .read("concerns", sink, concerns)
            .unwrap_or(old.map_or(usual, |old| old.concerns)),
        gives: row
            .text("gives", sink)
            .or_else(|| old.and_then(|old| old.gives.clone())),
        what: prose(row, "what", sink).or_else(|| old.and_then(|old| old.what.clone())),
        by: row
            .read("by", sink, |text| reading.role_or_group(text))
            .or_else(|| old.and_then(|old| old.by.clone())),
        sequence: sequence(row, old, sink),
        when: match row.get("when") {
            Some(_) => conditions(reading, row, sink),
            None => old.map_or_else(Vec::new, |old| old.when.clone()),
        },
        instead_of: row
            .text("instead_of", sink)
            .or_else(|| old.and_then(|old| old.instead_of.clone())),
        grounds,
        valid: Validity::default(),
        from: from?,
        span: span?,
    };
    suits_unit(&rule, row, sink);
    Some(rule)
}

fn anchor(text: &str) -> Anchor {
    match text {
        "trigger" => Anchor::Trigger,
        "previous" => Anchor::Previous,
        "meeting" => Anchor::Meeting,
        "next-meeting" => Anchor::NextMeeting,
        name => Anchor::Named(name.to_owned()),
    }
}

/// `amount` and `unit`, of which a correction may write one alone, or `fixed`.
fn span(row: &Row, old: Option<&TimeRule>, sink: &mut Sink) -> Option<Span> {
    let counted = row.get("amount").is_some() || row.get("unit").is_some();
    if row.get("fixed").is_some() {
        if counted {
            sink.fault(row.spot_of("fixed"), FaultKind::Rule(RuleFault::TwoSpans));
        }
        return row.read("fixed", sink, fixed);
    }
    let old = old.map(|old| old.span);
    if let (false, Some(old)) = (counted, old) {
        return Some(old);
    }
    let old = match old {
        Some(Span::Count { amount, unit }) => Some((amount, unit)),
        _ => None,
    };
    let amount = match (row.get("amount"), old) {
        (None, Some((amount, _))) => Some(amount),
        (None, None) => {
            row.need("amount", "amount = 15", sink);
            None
        }
        _ => row.read("amount", sink, number(0, MOST)),
    };
    let units = one_of(
        &UNITS,
        "working-days, calendar-days, weeks, months, hours, terms",
    );
    let unit = match (row.get("unit"), old) {
        (None, Some((_, unit))) => Some(unit),
        (None, None) => {
            row.need("unit", "unit = \"working-days\"", sink);
            None
        }
        _ => row.read("unit", sink, units),
    };
    Some(Span::Count {
        amount: amount?,
        unit: unit?,
    })
}

/// `02-15`; 29 February is refused, since most years have none.
fn fixed(text: &str) -> Result<Span, FaultKind> {
    const NO_LEAP_YEAR: i32 = 2001;
    let parts = text.split_once('-');
    let numbers = parts.and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
    match numbers {
        Some((month, day)) if NaiveDate::from_ymd_opt(NO_LEAP_YEAR, month, day).is_some() => {
            Ok(Span::Fixed { month, day })
        }
        _ => Err(FaultKind::Rule(RuleFault::NoSuchDay {
            text: text.to_owned(),
        })),
    }
}

fn sequence(row: &Row, old: Option<&TimeRule>, sink: &mut Sink) -> Sequence {
    if row.get("sequence").is_some() && row.get("sequence_from").is_some() {
        let spot = row.spot_of("sequence_from");
        sink.fault(spot, FaultKind::Rule(RuleFault::TwoSequences));
    }
    let one = row.read("sequence", sink, number(1, 99));
    let from = row.read("sequence_from", sink, number(1, 99));
    match (one, from) {
        (Some(one), _) => Sequence {
            first: one,
            last: Some(one),
        },
        (None, Some(first)) => Sequence { first, last: None },
        (None, None) => old.map_or(Sequence::ALL, |old| old.sequence),
    }
}

/// `when = "under5"`, `"not under5"`, or a list, of flags that have a question.
pub(super) fn conditions(reading: &Reading, row: &Row, sink: &mut Sink) -> Vec<Condition> {
    row.read_items("when", sink, |text| {
        let condition = condition(text);
        let known = || reading.book.flags.iter().map(|flag| flag.id.as_str());
        match known().any(|flag| flag == condition.flag) {
            true => Ok(condition),
            false => Err(unknown("flag", &condition.flag, known())),
        }
    })
}

/// Elapsed hours have no first day, terms have no days at all, and a fixed day is not counted.
fn suits_unit(rule: &TimeRule, row: &Row, sink: &mut Sink) {
    let unit = match rule.span {
        Span::Count {
            unit: RuleUnit::Hours,
            ..
        } => "hours",
        Span::Count {
            unit: RuleUnit::Terms,
            ..
        } => "terms",
        Span::Fixed { .. } => "a fixed day",
        Span::Count { .. } => return,
    };
    let mut refuse = |key: &'static str| {
        let fault = RuleFault::NotOfUnit { key, unit };
        sink.fault(row.spot_of(key), FaultKind::Rule(fault));
    };
    if rule.counting == Counting::Inclusive {
        refuse("counting");
    }
    if rule.clear_days {
        refuse("clear_days");
    }
    let forwards = matches!(rule.kind, RuleKind::Latest | RuleKind::Target);
    if unit != "hours" && !forwards {
        refuse("kind");
    }
}
