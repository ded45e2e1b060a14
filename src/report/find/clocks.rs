//! The head of the answer of a meeting with a type: which limit binds, how it came about, what else the rules say.

use super::FindReport;
use crate::model::{Limit, Question};
use crate::prepare::{MeetingClock, Note};
use crate::report::words_en::{self as words, ClockWords, rules};
use std::collections::BTreeSet;

/// Clocks of several subjects that say the same of all of them.
struct Alike<'r> {
    subjects: Vec<String>,
    clock: &'r MeetingClock,
}

/// One sentence or two a paragraph, the most urgent first; none where the rules say nothing.
pub(super) fn paragraphs(report: &FindReport) -> Vec<String> {
    let problem = &report.prepared.problem;
    let clocks = &report.prepared.clocks;
    let told = ClockWords {
        book: &report.workspace.rules,
        days: &problem.working_days,
        zone: &problem.zone,
        today: problem.zone.local(problem.now).date(),
    };
    if report.meeting.types.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let limits = alike(&clocks.limits);
    let binding = limits.iter().find(|group| group.clock.binds);
    let is_rules = |limit: &&Limit| {
        binding.is_some() && report.meeting.window.limit.is_none() && {
            clocks
                .binding()
                .is_some_and(|clock| clock.due.limit == limit.date)
        }
    };
    match (problem.limit.as_ref(), binding) {
        (Some(limit), Some(group)) if is_rules(&limit) => {
            let whose = whose(report, group);
            let how = told.working(group.clock);
            let how = match whose.is_empty() {
                true => how,
                false => format!("{whose}, {how}"),
            };
            out.push(told.binding(limit, &how));
        }
        (Some(limit), _) => out.push(told.binding(limit, &words::as_written(&limit.rule))),
        (None, _) => {}
    }
    if problem.to < problem.from {
        out.push(words::late_from_the_start().to_owned());
    }
    let others = limits
        .iter()
        .filter(|group| !group.clock.binds || report.meeting.window.limit.is_some());
    let is_written = report.meeting.window.limit.is_some();
    out.extend(others.map(|group| {
        let label = words::further_limit(&whose(report, group), is_written);
        told.other(&label, group.clock)
    }));
    out.extend(
        alike(&clocks.not_before)
            .iter()
            .map(|group| told.not_before(group.clock)),
    );
    out.extend(
        alike(&clocks.targets)
            .iter()
            .map(|group| told.target(group.clock)),
    );
    if report.meeting.notice_working_days.is_none() {
        let matters = |firm: bool| {
            let notice = clocks.longest_notice(firm)?;
            (notice.first > told.today && notice.first > problem.from).then_some(notice)
        };
        out.extend(
            [true, false]
                .into_iter()
                .filter_map(matters)
                .map(|notice| told.notice(notice)),
        );
    }
    out.extend(told.conventions(report.meeting));
    let asked: BTreeSet<&String> = problem
        .questions
        .iter()
        .map(|question| match question {
            Question::Flag { flag, .. } => flag,
        })
        .collect();
    let only_dates = clocks.questions.iter().filter(|flag| !asked.contains(flag));
    out.extend(only_dates.map(|flag| words::question_of_date(flag)));
    out.extend(report.prepared.notes.iter().filter_map(|note| match note {
        Note::MissingDate(missing) => Some(words::missing_date(missing, told.book)),
        Note::AnotherMissingDate(missing) => Some(words::another_missing_date(missing, told.book)),
        Note::TypeNotInForce { kind } => {
            let kind = told.book.kind(kind)?;
            rules::not_in_force(kind, told.today).map(|text| format!("{}.", rules::capital(&text)))
        }
        Note::LaterThanRule {
            hold_by,
            rule_hold_by,
        } => Some(words::later_than_rule(*hold_by, *rule_hold_by)),
        Note::EarlierThanRule { opens } => Some(words::earlier_than_rule(*opens)),
        _ => None,
    }));
    out
}

/// Subjects under the same rule with the same dates stand together.
fn alike(clocks: &[MeetingClock]) -> Vec<Alike<'_>> {
    let mut groups: Vec<Alike> = Vec::new();
    for clock in clocks {
        let same = |group: &&mut Alike| {
            let other = group.clock;
            other.kind == clock.kind && other.rule.id == clock.rule.id && other.due == clock.due
        };
        match groups.iter_mut().find(same) {
            Some(group) => {
                group.subjects.push(clock.subject.clone());
                if clock.binds {
                    group.clock = clock;
                }
            }
            None => groups.push(Alike {
                subjects: vec![clock.subject.clone()],
                clock,
            }),
        }
    }
    groups
}

/// Subjects and type, as far as the meeting has several.
fn whose(report: &FindReport, group: &Alike) -> String {
    let meeting = report.meeting;
    let all: BTreeSet<&str> = meeting.subjects.iter().map(|one| one.id.as_str()).collect();
    let own: BTreeSet<&str> = group.subjects.iter().map(String::as_str).collect();
    let subjects: Vec<String> = match own == all || all.len() <= 1 {
        true => Vec::new(),
        false => own.into_iter().map(str::to_owned).collect(),
    };
    let kind = (meeting.types.len() > 1).then_some(group.clock.kind.as_str());
    words::whose(&subjects, kind)
}
