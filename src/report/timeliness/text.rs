//! The figures for people: the whole first, then by type, then initial conferences by both clocks, then who still owes a reason.

use super::figures::{BUCKET_ENDS, Count, Days};
use super::{InitialFigures, Judged, KindFigures, Outcome, Timeliness, words_en};
use crate::report::aligned::{Lean, aligned};
use crate::report::wrap::wrapped;

/// Widest line of running text.
const WIDTH: usize = 96;

/// The whole answer for people.
pub fn text(report: &Timeliness) -> String {
    let mut out = String::new();
    if report.held.is_empty() {
        return format!("{}\n", words_en::NONE);
    }
    let sum = |of: fn(&KindFigures) -> Count| {
        let counts = report.kinds.iter().map(of);
        counts.fold(Count::default(), Count::and)
    };
    let late = report.late();
    let (with, without): (Vec<&Judged>, Vec<&Judged>) =
        late.into_iter().partition(|one| one.row.has_reason);
    let head = words_en::head(
        sum(|kind| kind.in_time),
        sum(|kind| kind.late),
        without.len() as u64,
    );
    wrapped(&mut out, "", 0, WIDTH, &head);
    out.push('\n');
    types(report, &mut out);
    if let Some(figures) = &report.initial {
        out.push('\n');
        initial(figures, &mut out);
    }
    if !without.is_empty() {
        out.push('\n');
        wrapped(&mut out, "", 0, WIDTH, words_en::LATE_WITHOUT);
        let rows: Vec<Vec<String>> = without.iter().filter_map(|one| row_of(one)).collect();
        aligned(&mut out, 2, &[Lean::Left; 5], &rows);
        if !with.is_empty() {
            wrapped(
                &mut out,
                "",
                0,
                WIDTH,
                &words_en::with_reason(with.len() as u64),
            );
        }
    }
    let unknown = report
        .held
        .iter()
        .filter(|one| one.outcome == Outcome::Unknown);
    let rows: Vec<Vec<String>> = unknown
        .map(|one| {
            let reference = one.row.case.reference.clone();
            vec![reference, one.kind.id.clone(), words_en::held(one.row.held)]
        })
        .collect();
    if !rows.is_empty() {
        out.push('\n');
        wrapped(&mut out, "", 0, WIDTH, words_en::UNKNOWN);
        aligned(&mut out, 2, &[Lean::Left; 3], &rows);
    }
    out.push('\n');
    wrapped(&mut out, "", 0, WIDTH, words_en::HOW);
    out
}

fn row_of(one: &Judged) -> Option<Vec<String>> {
    let (limit, by) = one.missed()?;
    Some(vec![
        one.row.case.reference.clone(),
        one.kind.id.clone(),
        words_en::held(one.row.held),
        words_en::limit(limit.limit),
        words_en::late_by(by),
    ])
}

fn types(report: &Timeliness, out: &mut String) {
    let mut rows = vec![words_en::TYPES.map(str::to_owned).to_vec()];
    for figures in &report.kinds {
        let judged = figures.judged();
        let (meetings, children) = figures.in_time.of(judged);
        let of = |part: u64, all: u64| format!("{part} of {all}");
        let mut row = vec![
            figures.kind.name.clone(),
            of(figures.in_time.meetings, judged.meetings),
            words_en::share(meetings),
            of(figures.in_time.children, judged.children),
            words_en::share(children),
        ];
        if figures.unknown.meetings > 0 {
            row.push(words_en::unknown(figures.unknown.meetings));
        }
        rows.push(row);
    }
    let right = Lean::Right;
    let leans = [Lean::Left, right, right, right, right, Lean::Left];
    aligned(out, 0, &leans, &rows);
}

fn initial(figures: &InitialFigures, out: &mut String) {
    let title = words_en::initial(figures.all);
    wrapped(out, "", 0, WIDTH, &title);
    let clocks = [
        (words_en::FROM_STRATEGY, &figures.strategy_discussion),
        (words_en::FROM_S47, &figures.s47),
    ];
    for (name, days) in clocks {
        out.push('\n');
        wrapped(out, "  ", 2, WIDTH, name);
        let mut rows = vec![words_en::INITIAL.map(str::to_owned).to_vec()];
        rows.extend(clock(days, figures.all));
        let right = Lean::Right;
        let leans = [Lean::Left, right, right, right, right];
        aligned(out, 2, &leans, &rows);
    }
}

fn clock(days: &Days, all: Count) -> Vec<Vec<String>> {
    let dated = days.all();
    let mut rows = Vec::new();
    let starts = std::iter::once(0).chain(BUCKET_ENDS.map(|end| end + 1));
    let ends = BUCKET_ENDS.map(Some).into_iter().chain([None]);
    for (held, (from, to)) in days.buckets().iter().zip(starts.zip(ends)) {
        let (meetings, children) = held.of(dated);
        rows.push(vec![
            format!("  {}", words_en::bucket(from, to)),
            held.meetings.to_string(),
            words_en::share(meetings),
            held.children.to_string(),
            words_en::share(children),
        ]);
    }
    let quartiles = days.quartiles(|_| 1).zip(days.quartiles(u64::from));
    if let Some((meetings, children)) = quartiles {
        for (index, name) in words_en::QUARTILES.iter().enumerate() {
            rows.push(vec![
                format!("  {name}"),
                words_en::days(meetings[index]),
                String::new(),
                words_en::days(children[index]),
            ]);
        }
    }
    if dated.meetings < all.meetings {
        rows.push(vec![
            format!("  {}", words_en::UNDATED),
            (all.meetings - dated.meetings).to_string(),
            String::new(),
            (all.children - dated.children).to_string(),
        ]);
    }
    rows
}
