//! The text form, as it comes back: filled by hand, or as the reply of a mail.
//!
//! A line of the form is its letter and its date in words, with three boxes behind it:
//!
//! ```text
//! > A. Tuesday 8 December 2026, 10:00 to 11:30
//! >    [x] yes   [ ] if need be   [ ] no
//! ```
//! Marks of quotation are taken off first. Then a line of the form reaches to the next one, so that it may be wrapped anywhere, and
//! of what stands there only boxes with their words count. `A: yes` on a line of its own counts too. The letters mean what the form's
//! mark says; where that is lost they mean what their words say. Where both are there they must agree.

use super::super::append::reference_of;
use super::super::dates::{date, time, weekday};
use super::super::fault::{FaultKind, Place, Sink, Spot};
use super::fault::FormFault;
use super::mark::{Mark, is_there, marks};
use super::marks::{is_blank, is_tick, word};
use super::{Context, FormAnswer, Shape, same_contact, same_reference};
use crate::model::{ContactId, Reply};
use crate::time::{Interval, Zone};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use std::sync::Arc;

/// Longest content of a box in characters; what is longer between brackets is no box.
const LONGEST_MARK: usize = 20;

/// Whether a text is a form rather than a table.
pub(super) fn is_form(content: &str) -> bool {
    is_there(content) || content.lines().any(|line| heading(&freed(line)).is_some())
}

/// One line of the form with what stands under it.
struct Section {
    letter: String,
    /// Counted from 1.
    line: u32,
    text: String,
    /// The lines under the first, for replies without boxes.
    under: Vec<String>,
}

/// Reads the form: first every time that was asked about as blank, then what was said, in the order of the text.
pub(super) fn read(
    content: &str,
    file: &Spot,
    context: &Context,
    sink: &mut Sink,
) -> Vec<(FormAnswer, Spot)> {
    let content = plain(content);
    let lines: Vec<String> = content.lines().map(freed).collect();
    let mut found = marks(&lines.join("\n"));
    found.dedup();
    if found.len() > 1 {
        sink.fault(file, FaultKind::Form(FormFault::TwoForms));
        return Vec::new();
    }
    let mark = found.pop();
    let Some((who, reference)) = whose(mark.as_ref(), file, context, sink) else {
        return Vec::new();
    };
    let zone = context.zone_of(who, &reference);
    let answer = |interval: Interval, reply: Option<Reply>| FormAnswer {
        who,
        reference: reference.clone(),
        interval,
        reply,
        shape: Shape::Form,
    };
    let (sections, asides) = sections(&lines, mark.as_ref());
    let mut answers = Vec::new();
    for (_, interval) in mark.iter().flat_map(|mark| &mark.lines) {
        answers.push((answer(*interval, None), file.clone()));
    }
    let mut seen: Vec<(&str, Interval)> = Vec::new();
    for section in &sections {
        let spot = at(file, section.line);
        let read = interval(section, mark.as_ref(), &zone).and_then(|interval| {
            let reply = reply_of(section)?;
            Ok((interval, reply))
        });
        if let Some((interval, reply)) = sink.take(&spot, read.map_err(FaultKind::Form)) {
            seen.push((&section.letter, interval));
            answers.push((answer(interval, reply), spot));
        }
    }
    for (letter, line, reply) in &asides {
        let of_mark = mark.iter().flat_map(|mark| &mark.lines);
        let of_mark = of_mark.map(|(known, interval)| (known.as_str(), *interval));
        let meant = of_mark
            .chain(seen.iter().copied())
            .find(|(known, _)| known == letter);
        if let Some((_, interval)) = meant {
            answers.push((answer(interval, Some(*reply)), at(file, *line)));
        }
    }
    answers
}

/// Contact and meeting of the form: as its mark says, else as the flags say.
fn whose(
    mark: Option<&Mark>,
    file: &Spot,
    context: &Context,
    sink: &mut Sink,
) -> Option<(ContactId, String)> {
    let Some(mark) = mark else {
        let Some(who) = context.options.who else {
            sink.fault(file, FaultKind::Form(FormFault::NoContact));
            return None;
        };
        let who = context.contact(who, &Spot::file("--who"), sink);
        let reference = context.stated_reference(file, sink);
        return who.zip(reference);
    };
    let who = context
        .contact(&mark.who, file, sink)
        .and_then(|who| same_contact(context, who, file, sink));
    let reference = reference_of(context.workspace, &mark.reference, file, sink)
        .and_then(|reference| same_reference(context, reference, file, sink));
    who.zip(reference)
}

fn at(file: &Spot, line: u32) -> Spot {
    Spot {
        file: Arc::clone(&file.file),
        place: Place::Line { line, column: 1 },
    }
}

/// A saved mail may have its letters written as `=E2=9C=93` and its lines cut by `=` (RFC 2045 section 6.7).
fn plain(content: &str) -> String {
    let is_quoted = content.lines().take(200).any(|line| {
        let line = line.to_ascii_lowercase();
        line.starts_with("content-transfer-encoding:") && line.contains("quoted-printable")
    });
    if !is_quoted {
        return content.to_owned();
    }
    let joined = content.replace("=\r\n", "").replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind
            .get(..2)
            .and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if *first == b'=' => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A line without marks of quotation, with plain blanks, and with boxes that are one letter written as brackets.
fn freed(line: &str) -> String {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || ">|\u{FEFF}".contains(c));
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '☐' => out.push_str("[ ] "),
            '☑' | '☒' => out.push_str("[x] "),
            '\u{A0}' | '\u{202F}' | '\t' => out.push(' '),
            // Some mail programs protect brackets in this way.
            '\\' => {}
            c => out.push(c),
        }
    }
    out.trim_end().to_owned()
}

/// The letter and the rest of a line that begins like one of the form: `A. Tuesday 8 …`.
fn heading(line: &str) -> Option<(&str, &str)> {
    let (letter, rest) = line.split_once(['.', ')', ':'])?;
    let first = rest.split_whitespace().next()?;
    (is_letter(letter) && weekday(first.trim_end_matches(',')).is_some())
        .then_some((letter, rest.trim()))
}

fn is_letter(text: &str) -> bool {
    (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// `A: yes` and the like, alone on its line.
fn aside(line: &str) -> Option<(&str, Reply)> {
    let end = line.find(|c: char| !c.is_ascii_uppercase())?;
    let (letter, rest) = line.split_at(end);
    let parted = rest.starts_with([' ', '.', ')', ':', '=', '-', '–', '—']);
    (is_letter(letter) && parted && !rest.contains('[')).then_some(())?;
    let reply = word(rest.trim_start_matches(['.', ')', ':', '=', '-', '–', '—', ' ']))?;
    Some((letter, reply))
}

/// What the text holds of the form: its lines, and replies of the kind `A: yes` with their line's number.
fn sections(lines: &[String], mark: Option<&Mark>) -> (Vec<Section>, Vec<(String, u32, Reply)>) {
    let letters: Vec<&str> = match mark {
        Some(mark) => mark
            .lines
            .iter()
            .map(|(letter, _)| letter.as_str())
            .collect(),
        None => {
            let headings = lines.iter().filter_map(|line| heading(line));
            headings.map(|(letter, _)| letter).collect()
        }
    };
    let (mut sections, mut asides): (Vec<Section>, Vec<_>) = (Vec::new(), Vec::new());
    let mut open = false;
    for (line, number) in lines.iter().zip(1..) {
        if let Some((letter, rest)) = heading(line) {
            sections.push(Section {
                letter: letter.to_owned(),
                line: number,
                text: rest.to_owned(),
                under: Vec::new(),
            });
            open = true;
        } else if is_there(line) {
            open = false;
        } else if let Some((letter, reply)) = aside(line).filter(|(l, _)| letters.contains(l)) {
            asides.push((letter.to_owned(), number, reply));
            open = false;
        } else if let Some(section) = sections.last_mut().filter(|_| open) {
            section.text.push(' ');
            section.text.push_str(line);
            section.under.push(line.clone());
        }
    }
    for section in &mut sections {
        section.text = section
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
    }
    (sections, asides)
}

/// The time that a line of the form is about.
fn interval(section: &Section, mark: Option<&Mark>, zone: &Zone) -> Result<Interval, FormFault> {
    let line = section.letter.clone();
    let words = local_times(&section.text);
    let Some(mark) = mark else {
        let interval =
            words.and_then(|(from, to, _)| Interval::new(zone.instant(from), zone.instant(to)));
        return interval.ok_or(FormFault::UnreadableLine { line });
    };
    let known = mark.lines.iter().find(|(letter, _)| *letter == line);
    let Some((_, interval)) = known else {
        return Err(FormFault::NoSuchLine { line });
    };
    let asked = (zone.local(interval.start()), zone.local(interval.end()));
    match words {
        Some((from, to, _)) if (from, to) == asked => Ok(*interval),
        // Words that cannot be read were changed too: a date without its own weekday, say.
        _ => Err(FormFault::LineChanged { line }),
    }
}

/// `Tuesday 8 December 2026, 10:00 to 11:30` at the beginning of a text, and what stands behind it.
fn local_times(text: &str) -> Option<(NaiveDateTime, NaiveDateTime, &str)> {
    let (first, rest) = text.split_once(" to ")?;
    let (day, clock) = first.rsplit_once(' ')?;
    let day = date(day.trim_end_matches([',', ' '])).ok()?;
    let (clock_to, behind) = rest.split_once(' ').unwrap_or((rest, ""));
    let from = local(day, clock)?;
    let to = clock_to.trim_end_matches([':', ';', ',', '.', '-', '–', '—', '=']);
    // A meeting over midnight says on which day it ends.
    let words: Vec<&str> = behind.splitn(6, ' ').collect();
    if let ["on", weekday, number, month, year, ..] = words.as_slice() {
        let year = year.trim_end_matches(|c: char| !c.is_ascii_digit());
        let last = date(&format!("{weekday} {number} {month} {year}")).ok()?;
        return Some((from, local(last, to)?, words.get(5).copied().unwrap_or("")));
    }
    let mut to = local(day, to)?;
    if to <= from {
        to = to.checked_add_signed(TimeDelta::days(1))?;
    }
    Some((from, to, behind))
}

fn local(day: NaiveDate, clock: &str) -> Option<NaiveDateTime> {
    let minutes = u32::from(time(clock).ok()?);
    let day = if minutes == 1440 {
        day.succ_opt()?
    } else {
        day
    };
    day.and_hms_opt(minutes % 1440 / 60, minutes % 60, 0)
}

/// What was said of a line, `None` where nothing was.
fn reply_of(section: &Section) -> Result<Option<Reply>, FormFault> {
    let line = || section.letter.clone();
    let boxes = boxes(&section.text, &section.letter)?;
    let mut ticked = boxes.iter().filter(|(_, ticked)| *ticked);
    match (ticked.next(), ticked.next()) {
        (Some(_), Some(_)) => return Err(FormFault::SeveralTicks { line: line() }),
        (Some((reply, _)), None) => return Ok(Some(*reply)),
        (None, _) if !boxes.is_empty() => return Ok(None),
        (None, _) => {}
    }
    // The boxes were written over: a word behind the time, or alone on a line.
    let behind = local_times(&section.text).and_then(|(_, _, behind)| word(behind));
    let alone = section.under.iter().filter_map(|line| word(line));
    let mut said: Vec<Reply> = behind.into_iter().chain(alone).collect();
    said.dedup();
    match said.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        _ => Err(FormFault::SeveralTicks { line: line() }),
    }
}

/// The boxes of a line with their words, each ticked or not.
fn boxes(text: &str, letter: &str) -> Result<Vec<(Reply, bool)>, FormFault> {
    let line = || letter.to_owned();
    let lower = text.to_lowercase();
    let mut pieces = lower.split('[');
    pieces.next();
    let mut pieces = pieces.peekable();
    let mut boxes = Vec::new();
    while let Some(piece) = pieces.next() {
        let closed = piece.split_once(']');
        let Some((content, behind)) = closed.filter(|(c, _)| c.chars().count() <= LONGEST_MARK)
        else {
            // `[x yes`
            let mut words = piece.split_whitespace();
            let first = words.next().unwrap_or_default();
            let rest = piece.trim_start().trim_start_matches(first);
            if label(piece).is_some() || (is_tick(first) && label(rest).is_some()) {
                return Err(FormFault::OpenBox { line: line() });
            }
            continue;
        };
        let behind = behind.trim();
        let (beside, behind) = match behind.split_once(' ') {
            Some((first, rest)) if is_tick(first) => (true, rest),
            _ => (false, behind),
        };
        let glued = behind.strip_prefix(['x', '✓', '✔']);
        let (beside, behind) = match glued.filter(|rest| label(rest).is_some()) {
            Some(rest) => (true, rest),
            None => (beside, behind),
        };
        let Some((reply, rest)) = label(behind) else {
            if is_tick(content) {
                return Err(FormFault::TickWithoutWord { line: line() });
            }
            continue;
        };
        // `[ ] yes x [ ] no`: the x may belong to either box.
        let last = rest.split_whitespace().next_back();
        if pieces.peek().is_some() && last.is_some_and(is_tick) {
            return Err(FormFault::UnclearMark { line: line() });
        }
        let ticked = match content {
            content if is_blank(content) => beside,
            content if is_tick(content) || word(content) == Some(reply) => true,
            _ => return Err(FormFault::UnclearMark { line: line() }),
        };
        boxes.push((reply, ticked));
    }
    Ok(boxes)
}

/// The word of a box at the beginning of a text in lower case, and what stands behind it.
fn label(text: &str) -> Option<(Reply, &str)> {
    let text = text.trim_start();
    let labels = [
        ("yes", Reply::Can),
        ("if need be", Reply::IfNeedBe),
        ("no", Reply::Cannot),
    ];
    labels.iter().find_map(|(label, reply)| {
        let rest = text.strip_prefix(label)?;
        let ends = !rest.starts_with(|c: char| c.is_alphanumeric());
        ends.then_some((*reply, rest))
    })
}
