//! What is not firm, for those who may make it their authority's own: a sheet to sign, and rows to put into rules.toml.

use super::{NOT_LEGAL_ADVICE, RulesReport, WIDTH};
use crate::model::rules::{Anchor, Grounds, MeetingType, TimeRule};
use crate::report::words_en::counted;
use crate::report::words_en::rules as words;
use crate::report::wrap::wrapped;
use std::fmt::Write as _;

/// A statement that is not firm.
pub(super) struct Open<'k> {
    /// `icpc/request`, as an adoption names it.
    pub rule: String,
    /// What it says, in words.
    pub says: String,
    pub grounds: &'k Grounds,
}

/// All statements of a type that are not firm, in the order of the type.
pub(super) fn open<'k>(report: &RulesReport, kind: &'k MeetingType) -> Vec<Open<'k>> {
    let rules = report.rules(kind);
    let mut rules = rules.into_iter();
    let mut found = Vec::new();
    for (name, grounds) in kind.statements() {
        if report.is_firm(grounds) {
            continue;
        }
        // Rows of time come first, each by itself; versions that do not hold today are not signed.
        let is_rule = kind
            .rules
            .iter()
            .any(|rule| std::ptr::eq(&rule.grounds, grounds));
        let says = if is_rule {
            let rule = rules.find(|rule| std::ptr::eq(&rule.grounds, grounds));
            rule.map(|rule| time(report, kind, rule))
        } else {
            Some(other(report, kind, name))
        };
        found.extend(says.map(|says| Open {
            rule: format!("{}/{name}", kind.id),
            says,
            grounds,
        }));
    }
    found
}

fn time(report: &RulesReport, kind: &MeetingType, rule: &TimeRule) -> String {
    let from = match rule.from {
        Anchor::Trigger => format!("the start of the clock ({})", words::small(&kind.trigger)),
        _ => words::anchor(&rule.from, kind, report.book),
    };
    let mut text = format!("{}: {}", words::what(rule), words::limit(rule, &from));
    let conditions = words::conditions(&rule.when, report.book);
    if !conditions.is_empty() {
        let _ = write!(text, ", {conditions}");
    }
    words::capital(&text)
}

fn other(report: &RulesReport, kind: &MeetingType, name: &str) -> String {
    let quorum = || {
        let quorum = report.quorums.get(&kind.id)?;
        let clauses = words::quorum(quorum, report.names);
        Some(format!(
            "Quorate when there are: {}",
            clauses.join("; and ")
        ))
    };
    let chair = || {
        let chair = kind.chair.as_ref()?;
        Some(format!("Chaired by: {}", report.names.small(&chair.role)))
    };
    let duration = || {
        let one = kind.duration.as_ref()?;
        let (typical, min, max) = (one.typical, one.min, one.max);
        Some(format!("Lasts {typical} minutes, from {min} to {max}"))
    };
    let remark = || {
        let mut remarks = kind.constraints.iter().chain(&kind.exceptions);
        let found = remarks.find(|remark| remark.id == name)?;
        Some(words::capital(&found.text))
    };
    let said = match name {
        "quorum" => quorum(),
        "chair" => chair(),
        "duration" => duration(),
        _ => remark(),
    };
    said.unwrap_or_else(|| name.to_owned())
}

/// The sheet to print and sign: what is not firm, with room for who adopts it, when and where.
pub fn sheet(report: &RulesReport, kinds: &[&MeetingType]) -> String {
    let mut out = String::new();
    let types = all(report, kinds);
    let count: usize = types.iter().map(|(_, open)| open.len()).sum();
    if count == 0 {
        out.push_str("Every statement is confirmed or adopted: there is nothing to sign.\n");
        return out;
    }
    let intro = format!(
        "To adopt: {} of {} that nobody has confirmed or adopted. Read each against the authority's own procedures; correct in rules.toml \
         what differs there, and sign the rest. Until then limits that rest on them carry a mark. {NOT_LEGAL_ADVICE}",
        counted(count as u64, "statement", "statements"),
        counted(types.len() as u64, "type of meeting", "types of meeting"),
    );
    wrapped(&mut out, "", 0, WIDTH, &intro);
    for (kind, open) in &types {
        let _ = writeln!(out, "\n{} ({})", kind.name, kind.id);
        for one in open {
            out.push('\n');
            let mark = words::mark(one.grounds, report.book, report.today).unwrap_or_default();
            wrapped(&mut out, "  ", 4, WIDTH, &format!("{}  {mark}", one.rule));
            wrapped(&mut out, "    ", 4, WIDTH, &one.says);
            wrapped(&mut out, "    ", 4, WIDTH, &grounds(report, one.grounds));
            out.push_str("    Adopted by ______________________________  on ____________  review ____________\n");
            out.push_str("    in (document, section) ___________________________________________________________\n");
        }
    }
    out.push('\n');
    let next = "quorate rules --to-adopt --toml writes the same as rows for rules.toml.";
    wrapped(&mut out, "", 0, WIDTH, next);
    out
}

/// The types in which something is open.
fn all<'k>(
    report: &RulesReport,
    kinds: &[&'k MeetingType],
) -> Vec<(&'k MeetingType, Vec<Open<'k>>)> {
    let types = kinds.iter().map(|kind| (*kind, open(report, kind)));
    types.filter(|(_, open)| !open.is_empty()).collect()
}

/// "Source: Sussex …: 7.8 …. Note."
fn grounds(report: &RulesReport, grounds: &Grounds) -> String {
    let source = report.book.source(&grounds.source);
    let mut text = match source {
        Some(source) if source.section.is_empty() => format!("Source: {}.", source.title),
        Some(source) => format!("Source: {}: {}.", source.title, source.section),
        None => format!("Source: {}.", grounds.source),
    };
    if let Some(note) = &grounds.note {
        let _ = write!(text, " {}.", words::capital(note.trim_end_matches('.')));
    }
    text
}

/// The same as rows for rules.toml, each behind `#` until somebody has filled it in.
pub fn skeleton(report: &RulesReport, kinds: &[&MeetingType]) -> String {
    let mut out = String::from(
        "# Rows for rules.toml. Fill in what is adopted and take the # away; several rules may share a row: rule = [\"…\", \"…\"].\n\
         # \"icpc/*\" stands for all of a type, \"*/duration\" for the same of all types.\n\
         # After the day of its review a rule carries its mark again.\n",
    );
    for (kind, open) in all(report, kinds) {
        let _ = writeln!(out, "\n# {}", kind.name);
        for one in open {
            let mark = words::mark(one.grounds, report.book, report.today).unwrap_or_default();
            let _ = write!(
                out,
                "\n# {} {mark}\n# [[adopt]]\n# rule = \"{}\"\n# by = \"\"\n# date = \n# document = \"\"\n# review = \n",
                one.says, one.rule
            );
        }
    }
    out
}
