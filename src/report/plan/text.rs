//! The answer for the coordinator: the sentence first, then whom to ring, what has no place, and what it all rests on.

use super::figures::{Figures, Whom};
use super::{PlanReport, reasons, words_en};
use crate::model::{PlanLevel, Proof};
use crate::report::words_en as words;
use crate::report::wrap::wrapped;
use std::fmt::Write as _;

/// Calls, meetings and people that are named; the files name all.
const MOST_CALLS: usize = 8;
const MOST_UNPLACED: usize = 12;
/// The reason, and the change that opens most.
const MOST_SENTENCES: usize = 2;
const MOST_LATE: usize = 8;
const MOST_POOLS: usize = 8;

const WIDTH: usize = 100;

/// The whole answer; `outputs` says what was written and where, a sentence each.
pub fn text(report: &PlanReport, figures: &Figures, outputs: &[String]) -> String {
    let mut out = String::new();
    wrapped(&mut out, "", 0, WIDTH, &words_en::summary(figures));
    let of_cycles = report.batch.meetings.iter();
    let of_cycles = of_cycles.filter(|one| one.cycle_of.is_some()).count();
    if of_cycles > 0 {
        wrapped(&mut out, "", 0, WIDTH, &words_en::from_cycles(of_cycles));
    }
    disruption(report, &mut out);
    calls(report, figures, &mut out);
    unplaced(report, &mut out);
    late(report, &mut out);
    rests(figures, &mut out);
    pools(report, figures, &mut out);
    out.push('\n');
    let stopped = words_en::stopped(report.plan.stopped, report.effort);
    wrapped(&mut out, "", 0, WIDTH, &stopped);
    wrapped(&mut out, "", 0, WIDTH, &proof(report));
    if report.timed {
        wrapped(&mut out, "", 0, WIDTH, words_en::TIMED);
    }
    if !outputs.is_empty() {
        out.push('\n');
    }
    for output in outputs {
        wrapped(&mut out, "", 0, WIDTH, output);
    }
    out
}

/// How far from the best possible it can be.
pub(super) fn proof(report: &PlanReport) -> String {
    let proof = report.plan.proof;
    let of = match proof {
        Proof::Gap { level, .. } => {
            let level = report.plan.levels.iter().find(|one| one.level == level);
            level.and_then(|level| level.of)
        }
        _ => None,
    };
    words_en::proof(proof, of)
}

fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "\n{text}");
}

fn item(out: &mut String, text: &str) {
    wrapped(out, "  ", 4, WIDTH, text);
}

fn more(out: &mut String, all: usize, shown: usize) {
    if all > shown {
        item(out, &words_en::more(all - shown));
    }
}

/// Who has to be told anew, where there was a plan before.
fn disruption(report: &PlanReport, out: &mut String) {
    let published = report.batch.meetings.iter();
    let told: usize = published
        .filter_map(|one| one.published.as_ref())
        .map(|one| one.people.len() + one.others as usize)
        .sum();
    let mut levels = report.plan.levels.iter();
    let level = levels.find(|one| one.level == PlanLevel::Disruption);
    if let (Some(level), true) = (level, told > 0) {
        let text = words_en::told_anew(level.value, told);
        wrapped(out, "", 0, WIDTH, &text);
    }
}

fn calls(report: &PlanReport, figures: &Figures, out: &mut String) {
    if figures.calls.is_empty() {
        return;
    }
    heading(out, words_en::CALLS);
    for call in figures.calls.iter().take(MOST_CALLS) {
        let (who, phone) = match &call.whom {
            Whom::Contact(contact) => {
                let contact = report.workspace.contact(*contact);
                (contact.name.clone(), contact.phone.as_deref())
            }
            Whom::Venue(venue) => {
                let venue = report.workspace.venue(*venue);
                (words::venue(&venue.name), venue.phone.as_deref())
            }
            Whom::Open(seat) => (words_en::open_seat(&report.seat_name(seat)), None),
        };
        item(out, &words_en::call(&who, phone, call));
    }
    more(out, figures.calls.len(), MOST_CALLS);
}

fn unplaced(report: &PlanReport, out: &mut String) {
    let all = report.plan.unplaced.len() + report.refused.len();
    if all == 0 {
        return;
    }
    heading(out, words_en::UNPLACED);
    let name = |contact| report.workspace.contact(contact).name.clone();
    let groups = reasons::groups(report, &name);
    let mut told = 0;
    for group in groups.iter().take(MOST_UNPLACED) {
        let references = words_en::references(&group.references);
        let sentences = group.sentences.iter().take(MOST_SENTENCES).cloned();
        let sentences: Vec<String> = sentences.collect();
        item(out, &format!("{references}: {}", sentences.join(" ")));
        told += group.references.len();
    }
    more(out, all, told);
}

fn late(report: &PlanReport, out: &mut String) {
    let order = report.by_time();
    let placed = order.iter().map(|index| &report.plan.placed[*index]);
    let late: Vec<_> = placed.filter(|one| one.slot.score.late).collect();
    if late.is_empty() {
        return;
    }
    heading(out, words_en::LATE);
    for one in late.iter().take(MOST_LATE) {
        let problem = report.problem(one.meeting);
        let on = report.date(one.meeting, &one.slot);
        let spare = match (&problem.limit, one.slot.spare_working_days) {
            (Some(limit), Some(days)) => words::spare(days, limit, on),
            _ => String::new(),
        };
        let when = words::date(on);
        item(
            out,
            format!("{}, {when}. {spare}", problem.reference).trim_end(),
        );
    }
    more(out, late.len(), MOST_LATE);
}

fn rests(figures: &Figures, out: &mut String) {
    let sentences = words_en::grounds(&figures.grounds);
    if sentences.is_empty() {
        return;
    }
    heading(out, words_en::RESTS);
    for sentence in sentences {
        item(out, &sentence);
    }
}

fn pools(report: &PlanReport, figures: &Figures, out: &mut String) {
    if figures.pools.is_empty() {
        return;
    }
    heading(out, words_en::LOAD);
    for pool in figures.pools.iter().take(MOST_POOLS) {
        let loads = pool
            .people
            .iter()
            .map(|(_, had, here)| *had as usize + here);
        let had = pool.people.iter().any(|(_, had, _)| *had > 0);
        let (least, most) = (loads.clone().min(), loads.max());
        let (least, most) = (least.unwrap_or(0), most.unwrap_or(0));
        let mut line = words_en::pool(
            &report.seat_name(&pool.seat),
            pool.people.len(),
            least,
            most,
            had,
        );
        if let (Some((first, ..)), true) = (pool.people.first(), least < most) {
            let name = &report.workspace.contact(*first).name;
            line.push_str(&words_en::most_of_pool(name));
        }
        item(out, &format!("{line}."));
    }
    more(out, figures.pools.len(), MOST_POOLS);
}
