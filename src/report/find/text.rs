//! The answer as a coordinator would like to receive it: first the sentence, then the slots, then whom to ring.

use super::FindReport;
use super::told::{self, Names};
use crate::model::Slot;
use crate::report::wrap::wrapped;
use std::fmt::Write as _;

/// The whole answer.
pub fn text(report: &FindReport) -> String {
    let mut out = String::new();
    for said in told::head(report, Names::All) {
        paragraph(&mut out, "", &said);
    }
    explain(report, &mut out);
    for (index, slot) in report.found.slots.iter().enumerate() {
        one_slot(report, index + 1, slot, &mut out);
    }
    calls(report, &mut out);
    tail(report, &mut out);
    out
}

/// Appends a line; writing to a `String` cannot fail.
fn line(out: &mut String, text: impl std::fmt::Display) {
    let _ = writeln!(out, "{text}");
}

/// Appends a paragraph whose further lines stand under the beginning of the text behind `head`.
fn paragraph(out: &mut String, head: &str, text: &str) {
    const WIDTH: usize = 100;
    wrapped(out, head, head.chars().count(), WIDTH, text);
}

fn explain(report: &FindReport, out: &mut String) {
    let Some(clash) = told::clash(report, Names::All) else {
        return;
    };
    paragraph(out, "", &clash.sentence);
    for opening in &clash.openings {
        line(out, format_args!("  {opening}"));
    }
    for one in &clash.stand_ins {
        paragraph(out, "  ", one);
    }
    if let Some(below) = &clash.below {
        paragraph(out, "", below);
    }
}

fn one_slot(report: &FindReport, number: usize, slot: &Slot, out: &mut String) {
    let told = told::slot(report, Names::All, slot);
    let place = told
        .place
        .map_or(String::new(), |place| format!(" · {place}"));
    line(
        out,
        format_args!("\n{number}. {}{place} · {}", told.when, told.state),
    );
    if !told.remarks.is_empty() {
        line(out, format_args!("   {}", told.remarks.join(" · ")));
    }
    for part in &told.parts {
        paragraph(out, "   ", part);
    }
    line(out, format_args!("   {}", told.count));
    let groups = [
        ("Coming", &told.coming),
        ("To ring", &told.to_ring),
        ("Not known", &told.not_known),
    ];
    for (heading, group) in groups {
        if !group.is_empty() {
            paragraph(out, &format!("   {heading:<9} "), &group.join("; "));
        }
    }
    for missing in &told.missing {
        paragraph(out, "   Missing   ", missing);
    }
    if let Some(spare) = &told.spare {
        line(out, format_args!("   {spare}"));
    }
    if let Some(short_notice) = told.short_notice {
        line(out, format_args!("   {short_notice}"));
    }
    for said in [&told.falls_if, &told.ask_about].into_iter().flatten() {
        paragraph(out, "   ", said);
    }
}

fn calls(report: &FindReport, out: &mut String) {
    let calls = told::calls(report, Names::All);
    if calls.is_empty() {
        return;
    }
    line(out, "\nCall list");
    for call in &calls {
        let phone = call
            .phone
            .as_ref()
            .map_or(String::new(), |phone| format!(", {phone}"));
        line(out, format_args!("  {}{phone}", call.whom));
        for (index, effect) in &call.slots {
            let when = told::when(report, &report.found.slots[*index]);
            let head = format!("    {}. ", index + 1);
            paragraph(out, &head, &format!("{when}: {effect}"));
        }
    }
}

fn tail(report: &FindReport, out: &mut String) {
    line(out, "");
    for said in told::searched(report, Names::All) {
        paragraph(out, "", &said);
    }
    let feeds = told::feeds(report, Names::All);
    if !feeds.is_empty() {
        line(out, "\nFeeds");
    }
    for told in &feeds {
        let feed = told
            .feed
            .as_ref()
            .map_or(String::new(), |feed| format!(" ({feed})"));
        line(out, format_args!("  {}{feed}", told.whose));
        paragraph(out, "    ", &told.receipt);
    }
}
