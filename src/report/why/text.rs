//! Why a start is not offered, as a coordinator asks it: first yes or no, then the reasons, who stands how, and what can be done.

use super::{WhyReport, told, words_en as own};
use crate::report::wrap::wrapped;
use std::fmt::Write as _;

/// Ways out that are told: the cheapest, and one may lead to the next.
const MOST_WAYS: usize = 8;

/// The whole answer.
pub fn text(report: &WhyReport) -> String {
    let mut out = String::new();
    let why = report.why;
    match why.rank {
        Some(_) => {
            for said in told::offered(report) {
                paragraph(&mut out, "", &said);
            }
        }
        None => paragraph(
            &mut out,
            "",
            &own::not_offered(&told::when(report, why.start)),
        ),
    }
    for (index, reason) in told::reasons(report).iter().enumerate() {
        paragraph(&mut out, &format!("  {}. ", index + 1), reason);
    }
    let people = told::people(report);
    if !people.is_empty() {
        let _ = writeln!(out, "\n{}", own::AT_THAT_TIME);
    }
    if why.people.is_empty() {
        let _ = writeln!(out);
        paragraph(&mut out, "", own::not_looked_at());
    }
    for (heading, names) in people {
        paragraph(&mut out, &format!("  {heading:<14}"), &names.join("; "));
    }
    if why.rank.is_none() {
        ways(report, &mut out);
    }
    if !why.nearest.is_empty() {
        let _ = writeln!(out, "\n{}", own::NEAREST);
    }
    for slot in &why.nearest {
        paragraph(&mut out, "  ", &told::line(report, slot));
    }
    out
}

fn ways(report: &WhyReport, out: &mut String) {
    if report.ways.is_empty() {
        let _ = writeln!(out);
        paragraph(out, "", own::no_way());
        return;
    }
    let pairs = report.ways.iter().all(|way| way.changes.len() > 1);
    let _ = writeln!(out, "\n{}", own::ways_head(pairs));
    for (index, way) in report.ways.iter().take(MOST_WAYS).enumerate() {
        paragraph(out, &format!("  {}. ", index + 1), &told::way(report, way));
    }
    if let Some(more) = report.ways.len().checked_sub(MOST_WAYS).filter(|n| *n > 0) {
        let _ = writeln!(out, "  {}", own::more_ways(more));
    }
}

/// Appends a paragraph whose further lines stand under the beginning of the text behind `head`.
fn paragraph(out: &mut String, head: &str, text: &str) {
    const WIDTH: usize = 100;
    wrapped(out, head, head.chars().count(), WIDTH, text);
}
