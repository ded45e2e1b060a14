//! Tables of answers: a row for each answer, or a row for each person and a column for each time.
//!
//! The first kind is `poll.csv` and everything that names who, when and what in its first row. The second is what poll tools export
//! and people copy out of a spreadsheet; its times stand in one to three rows of headings. Cells are parted by tabs, semicolons or
//! commas. Columns that are neither are not read, and told.

use super::super::append::reference_of;
use super::super::columns::{ANSWERS, Columns, fold};
use super::super::csv_table::{cells, clean, is_blank};
use super::super::dates::{Moment, time};
use super::super::fault::{FaultKind, Place, Sink, Spot, WarningKind};
use super::fault::FormFault;
use super::{Context, FormAnswer, Shape, marks};
use crate::model::ContactId;
use crate::time::{Interval, Zone};
use std::sync::Arc;

/// Most rows of headings over a table of times.
const MOST_HEADINGS: usize = 3;

/// Longest cell that may be a time, in bytes.
const LONGEST_TIME: usize = 200;

/// Reads a table of either kind.
pub(super) fn read(
    content: &str,
    file: &Spot,
    context: &Context,
    sink: &mut Sink,
) -> Vec<(FormAnswer, Spot)> {
    let (rows, open) = cells(content, delimiter(content));
    let sheet = Sheet { rows, file };
    if let Some(row) = open {
        sink.fault(&sheet.spot(row, ""), FaultKind::OpenQuote);
        return Vec::new();
    }
    let Some(first) = (0..sheet.rows.len()).find(|row| !is_blank(&sheet.rows[*row])) else {
        sink.fault(file, FaultKind::Form(FormFault::NotAForm));
        return Vec::new();
    };
    match Long::of(&sheet.rows[first]) {
        Some(columns) => read_long(&sheet, first, &columns, context, sink),
        None if sheet.rows[first].len() > 1 => read_grid(&sheet, first, context, sink),
        None => {
            sink.fault(file, FaultKind::Form(FormFault::NotAForm));
            Vec::new()
        }
    }
}

/// A tab wherever there is one in the headings: dates may hold commas.
fn delimiter(content: &str) -> char {
    let first = content.lines().find(|line| !line.trim().is_empty());
    let count = |delimiter: char| first.map_or(0, |line| line.matches(delimiter).count());
    match (count('\t'), count(';'), count(',')) {
        (1.., _, _) => '\t',
        (0, semicolons, commas) if semicolons > 0 && semicolons >= commas => ';',
        _ => ',',
    }
}

struct Sheet<'a> {
    rows: Vec<Vec<String>>,
    file: &'a Spot,
}

impl Sheet<'_> {
    fn spot(&self, row: usize, column: &str) -> Spot {
        Spot {
            file: Arc::clone(&self.file.file),
            place: Place::Row {
                row: u32::try_from(row + 1).unwrap_or(u32::MAX),
                column: column.to_owned(),
            },
        }
    }

    fn cell(&self, row: usize, column: usize) -> String {
        self.rows[row]
            .get(column)
            .map_or_else(String::new, |cell| clean(cell))
    }
}

/// Where the columns of a table with a row for each answer are.
struct Long {
    who: usize,
    reference: Option<usize>,
    /// A whole time in one cell.
    slot: Option<usize>,
    from: Option<usize>,
    to: Option<usize>,
    answer: usize,
}

impl Long {
    fn of(headings: &[String]) -> Option<Long> {
        let columns = Columns::new(ANSWERS.columns);
        let named = |name: &str| {
            headings
                .iter()
                .position(|cell| columns.find(&clean(cell)).is_some_and(|c| c.name == name))
        };
        let called = |names: &[&str]| {
            let mut cells = headings.iter().map(|cell| fold(cell));
            cells.position(|cell| names.contains(&cell.as_str()))
        };
        let long = Long {
            who: named("who").or_else(|| called(NAMES))?,
            reference: named("ref"),
            slot: called(&["slot", "time", "option", "when"]),
            from: named("from"),
            to: named("to"),
            answer: named("answer")?,
        };
        (long.slot.is_some() || long.from.is_some()).then_some(long)
    }
}

/// Headings over the people.
const NAMES: &[&str] = &[
    "name",
    "participant",
    "attendee",
    "invitee",
    "people",
    "who",
];

fn is_people(heading: &str) -> bool {
    NAMES.contains(&fold(heading).as_str())
}

fn read_long(
    sheet: &Sheet,
    header: usize,
    columns: &Long,
    context: &Context,
    sink: &mut Sink,
) -> Vec<(FormAnswer, Spot)> {
    let heading = |column: usize| sheet.cell(header, column);
    let mut answers = Vec::new();
    for row in header + 1..sheet.rows.len() {
        if is_blank(&sheet.rows[row]) {
            continue;
        }
        let at = |column: usize| sheet.spot(row, &heading(column));
        let name = sheet.cell(row, columns.who);
        if name.is_empty() {
            let what = FaultKind::Missing {
                what: "who",
                example: "j.okafor",
            };
            sink.fault(&at(columns.who), what);
            continue;
        }
        let who = context.contact(&name, &at(columns.who), sink);
        let stated = columns
            .reference
            .map(|column| (column, sheet.cell(row, column)));
        let reference = match stated.filter(|(_, text)| !text.is_empty()) {
            Some((column, text)) => reference_of(context.workspace, &text, &at(column), sink),
            None => context.stated_reference(&sheet.spot(row, ""), sink),
        };
        let reply = marks::cell(&sheet.cell(row, columns.answer))
            .map_err(|()| FaultKind::Form(FormFault::UnclearCell));
        let reply = sink.take(&at(columns.answer), reply);
        let (Some(who), Some(reference)) = (who, reference) else {
            continue;
        };
        let time = match (columns.from, columns.slot) {
            (Some(from), _) => {
                let zone = context.zone_of(who, &reference);
                let to = columns
                    .to
                    .map_or_else(String::new, |to| sheet.cell(row, to));
                let spot = at(from);
                let read = from_and_to(&sheet.cell(row, from), &to, &zone, context, &reference);
                sink.take(&spot, read)
            }
            (None, Some(slot)) => {
                let zone = context.meeting_zone(&reference);
                let read = span(&sheet.cell(row, slot), &zone, context, &reference);
                sink.take(&at(slot), read)
            }
            (None, None) => None,
        };
        if let (Some(interval), Some(reply)) = (time, reply) {
            let answer = FormAnswer {
                who,
                reference,
                interval,
                reply,
                shape: Shape::Form,
            };
            answers.push((answer, sheet.spot(row, "")));
        }
    }
    answers
}

fn read_grid(
    sheet: &Sheet,
    first: usize,
    context: &Context,
    sink: &mut Sink,
) -> Vec<(FormAnswer, Spot)> {
    let depths = || 1..=MOST_HEADINGS.min(sheet.rows.len() - first);
    let zone = context.meeting_zone("");
    let looks_like_a_time =
        |label: &String| !matches!(span(label, &zone, context, ""), Err(FaultKind::Not { .. }));
    if !depths().any(|depth| labels(sheet, first, depth).iter().any(looks_like_a_time)) {
        let (spot, what) = match sheet.rows[first].iter().any(|cell| is_people(cell)) {
            true => (sheet.spot(first, ""), FormFault::NoTimes),
            false => (sheet.file.clone(), FormFault::NotAForm),
        };
        sink.fault(&spot, FaultKind::Form(what));
        return Vec::new();
    }
    let Some(reference) = context.stated_reference(sheet.file, sink) else {
        return Vec::new();
    };
    let zone = context.meeting_zone(&reference);
    let readings = depths().map(|depth| {
        let labels = labels(sheet, first, depth);
        let times = labels
            .iter()
            .map(|label| span(label, &zone, context, &reference));
        (depth, times.collect::<Vec<_>>(), labels.clone())
    });
    let Some((depth, times, labels)) = readings
        .into_iter()
        .find(|(_, times, _)| times.iter().any(Result::is_ok))
    else {
        let read = |label: &str| span(label, &zone, context, &reference);
        told_of_headings(sheet, first, depths(), read, sink);
        return Vec::new();
    };
    let called = labels.iter().position(|label| is_people(label));
    let people = called
        .or_else(|| times.iter().position(Result::is_err))
        .unwrap_or(0);
    let mut columns: Vec<(usize, Interval)> = Vec::new();
    for (column, time) in times.into_iter().enumerate().filter(|(c, _)| *c != people) {
        let spot = sheet.spot(first + depth - 1, &labels[column]);
        match time {
            Ok(interval) => columns.push((column, interval)),
            Err(_) if labels[column].is_empty() => {}
            Err(FaultKind::Not { .. }) => {
                let column = labels[column].clone();
                sink.warn(&spot, WarningKind::UnknownColumn { column });
            }
            Err(fault) => sink.fault(&spot, fault),
        }
    }
    let mut answers = Vec::new();
    for row in first + depth..sheet.rows.len() {
        if is_blank(&sheet.rows[row]) {
            continue;
        }
        let name = sheet.cell(row, people);
        let Some(who) = person(&name, &sheet.spot(row, &labels[people]), context, sink) else {
            continue;
        };
        for (column, interval) in &columns {
            let spot = sheet.spot(row, &labels[*column]);
            let reply = marks::cell(&sheet.cell(row, *column))
                .map_err(|()| FaultKind::Form(FormFault::UnclearCell));
            if let Some(reply) = sink.take(&spot, reply) {
                let answer = FormAnswer {
                    who,
                    reference: reference.clone(),
                    interval: *interval,
                    reply,
                    shape: Shape::Table,
                };
                answers.push((answer, spot));
            }
        }
    }
    answers
}

fn person(name: &str, spot: &Spot, context: &Context, sink: &mut Sink) -> Option<ContactId> {
    if name.is_empty() {
        let what = FaultKind::Missing {
            what: "name",
            example: "j.okafor",
        };
        sink.fault(spot, what);
        return None;
    }
    context.contact(name, spot, sink)
}

/// Says what is wrong with the first heading that looks like a time and is none.
fn told_of_headings(
    sheet: &Sheet,
    first: usize,
    depths: impl Iterator<Item = usize>,
    read: impl Fn(&str) -> Result<Interval, FaultKind>,
    sink: &mut Sink,
) {
    for depth in depths {
        for label in labels(sheet, first, depth) {
            if let Err(fault) = read(&label)
                && !matches!(fault, FaultKind::Not { .. })
            {
                sink.fault(&sheet.spot(first + depth - 1, &label), fault);
                return;
            }
        }
    }
}

/// The headings of each column, `depth` rows of them joined. In upper rows a heading holds until the next one, as in cells that
/// are joined over several columns; a month above its days is put behind them.
fn labels(sheet: &Sheet, first: usize, depth: usize) -> Vec<String> {
    let rows = &sheet.rows[first..first + depth];
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut held = vec![String::new(); depth];
    (0..width)
        .map(|column| {
            for (level, held) in held.iter_mut().enumerate() {
                let cell = sheet.cell(first + level, column);
                if level + 1 == depth || !cell.is_empty() {
                    *held = cell;
                }
            }
            let parts: Vec<&str> = match held.as_slice() {
                [month, day, time] => vec![day, month, time],
                other => other.iter().map(String::as_str).collect(),
            };
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join(" ")
        })
        .collect()
}

/// `from` with `to`, or with the length of the meeting where there is no `to`.
fn from_and_to(
    from: &str,
    to: &str,
    zone: &Zone,
    context: &Context,
    reference: &str,
) -> Result<Interval, FaultKind> {
    let begins = Moment::parse(from)?;
    let start = begins.start(zone);
    let end = match (to.is_empty(), begins) {
        (false, _) => Moment::parse_end(to, begins)?.end(zone),
        (true, Moment::Day(_)) => begins.end(zone),
        (true, _) => start.plus_minutes(length(context, reference)?),
    };
    Interval::new(start, end).ok_or_else(|| FaultKind::EndsBeforeItBegins {
        text: if to.is_empty() { from } else { to }.to_owned(),
    })
}

fn length(context: &Context, reference: &str) -> Result<i64, FaultKind> {
    let minutes = context
        .meeting(reference)
        .map(|one| i64::from(one.duration_minutes));
    minutes
        .filter(|minutes| *minutes > 0)
        .ok_or(FaultKind::Form(FormFault::NoEnd))
}

/// A time in one cell: `Tue 8 December 2026 10:00–11:30`, `08/12/2026 10:00 to 11:30`, or its beginning alone.
fn span(
    text: &str,
    zone: &Zone,
    context: &Context,
    reference: &str,
) -> Result<Interval, FaultKind> {
    if text.len() > LONGEST_TIME {
        return Err(FaultKind::Not {
            wanted: super::super::fault::Wanted::DateTime,
            text: text.to_owned(),
        });
    }
    for mark in [" to ", "–", "—", " - ", "-"] {
        for (at, _) in text.rmatch_indices(mark) {
            let (from, to) = (text[..at].trim(), text[at + mark.len()..].trim());
            match Moment::parse(from) {
                Ok(Moment::Day(_)) | Err(FaultKind::Not { .. }) => {}
                Ok(begins) if Moment::parse_end(to, begins).is_ok() => {
                    return from_and_to(from, to, zone, context, reference);
                }
                // Only the date is wrong: it is told for itself.
                Err(fault) if time(to).is_ok() => return Err(fault),
                Ok(_) | Err(_) => {}
            }
        }
    }
    match Moment::parse(text)? {
        // A date alone may stand over the times of the next row.
        Moment::Day(_) => Err(FaultKind::Not {
            wanted: super::super::fault::Wanted::DateTime,
            text: text.to_owned(),
        }),
        _ => from_and_to(text, "", zone, context, reference),
    }
}
