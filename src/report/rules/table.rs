//! All types in a table: where they hold, their first clock and the next, and how sure these are.

use super::type_text::is_target;
use super::{NOT_LEGAL_ADVICE, RulesReport, WIDTH};
use crate::model::rules::{Anchor, Concern, Confidence, MeetingType, RuleKind, Step, TimeRule};
use crate::report::words_en::rules::short_amount;
use crate::report::wrap::wrapped;
use crate::time::Nation;
use std::fmt::Write as _;

const HEADINGS: [&str; 6] = ["type", "nation", "first", "then", "confidence", "name"];

/// The ids of types need their room.
const TABLE_WIDTH: usize = 100;

/// The whole answer for people.
pub fn table(report: &RulesReport) -> String {
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(report.types().map(|kind| row(report, kind)));
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let widths: [usize; 5] = std::array::from_fn(width);
    let mut out = String::new();
    for row in &rows {
        let mut head = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let _ = write!(head, "{cell:<width$}  ");
        }
        let hang = head.chars().count();
        wrapped(&mut out, &head, hang, TABLE_WIDTH, &row[5]);
    }
    out.push('\n');
    let legend = format!(
        "first: limit of the first meeting; then: of each further one; *: counted from another date than the one before; wd: working \
         days; E, W, S, NI: England, Wales, Scotland, Northern Ireland. The confidence is the lower of the two. quorate rules TYPE explains a type with its sources. \
         {NOT_LEGAL_ADVICE}"
    );
    wrapped(&mut out, "", 0, WIDTH, &legend);
    out
}

fn row(report: &RulesReport, kind: &MeetingType) -> [String; 6] {
    let (first, then) = clocks(report, kind);
    let short = |rule: Option<&TimeRule>| rule.map_or_else(|| "-".to_owned(), shown);
    let sure = [first, then].into_iter().flatten();
    let sure = sure.map(|rule| rule.grounds.confidence(report.today));
    [
        kind.id.clone(),
        nations(kind),
        short(first),
        short(then),
        sure.max_by_key(|one| doubt(*one))
            .map_or("", Confidence::id)
            .to_owned(),
        kind.name.clone(),
    ]
}

fn shown(rule: &TimeRule) -> String {
    let amount = short_amount(rule.span);
    match (rule.kind, &rule.from) {
        (RuleKind::Before, _) => format!("-{amount}"),
        (_, Anchor::Named(_)) => format!("{amount} *"),
        _ => amount,
    }
}

/// The rows that set the first meeting and each later one, where nothing special holds of the case.
pub(super) fn clocks<'k>(
    report: &RulesReport,
    kind: &'k MeetingType,
) -> (Option<&'k TimeRule>, Option<&'k TimeRule>) {
    let rules = report.rules(kind);
    let of = |steps: &[Step]| {
        let limits = rules.iter().copied().filter(|rule| {
            let binds = rule.kind == RuleKind::Latest && !is_target(rule);
            steps.contains(&rule.step) && binds && rule.instead_of.is_none()
        });
        let mut limits: Vec<&TimeRule> = limits.collect();
        // The meeting's own dates before those of decisions and papers, what is counted as usual before the rest, the last of a
        // sequence before the earlier ones.
        limits.sort_by_key(|rule| {
            let task = rule.concerns == Concern::Task;
            let named = matches!(rule.from, Anchor::Named(_));
            (task, named, std::cmp::Reverse(rule.sequence.first))
        });
        limits.first().copied()
    };
    let first = of(&[Step::Deadline]);
    (first, of(&[Step::Interval, Step::Standing]))
}

fn nations(kind: &MeetingType) -> String {
    let short = kind.nations.iter().map(|nation| match nation {
        Nation::England => "E",
        Nation::Wales => "W",
        Nation::Scotland => "S",
        Nation::NorthernIreland => "NI",
    });
    short.collect::<Vec<_>>().join(" ")
}

/// How little a rule can be relied on.
pub(super) fn doubt(confidence: Confidence) -> u8 {
    match confidence {
        Confidence::Confirmed => 0,
        Confidence::Adopted => 1,
        Confidence::Local => 2,
        Confidence::Unconfirmed => 3,
        Confidence::Conflict => 4,
    }
}
