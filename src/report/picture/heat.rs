//! The map for the terminal: a line a day, a sign for every stretch of time in which the meeting can start.
//!
//! The signs differ without colour; colour comes on top where it is wanted.

use super::{Day, Picture, words_en as words};
use crate::report::wrap::wrapped;
use chrono::Datelike;
use std::fmt::Write as _;

/// What the terminal can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeatLook {
    /// Letters in a line.
    pub width: usize,
    pub colour: Colour,
}

/// Whether signs are coloured too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Colour {
    Without,
    With,
}

/// Letters of `Tue  8 Dec` and two blanks.
const LABEL: usize = 12;
/// Lengths of a cell that divide the hour, or that the hour divides.
const CELLS: [u32; 9] = [5, 10, 15, 20, 30, 60, 120, 180, 240];
/// Signs by who has to say yes: nobody, one, two, more; and where nothing can start.
const SIGNS: [char; 5] = ['█', '▓', '▒', '░', '·'];
/// Colours of the first four signs.
const COLOURS: [&str; 4] = ["32", "36", "33", "35"];
/// A cell of the list.
const REVERSE: &str = "7";
/// So many days without anything stand in one line.
const FEW: usize = 3;

/// The whole map, ending with what the signs mean.
pub fn heat(picture: &Picture, look: HeatLook) -> String {
    let (first, last) = picture.hours;
    let minutes = (last - first) * 60;
    let room = look.width.saturating_sub(LABEL).max(1) as u32;
    let fits = |cell: &&u32| {
        cell.is_multiple_of(picture.grain.clamp(1, 240)) && minutes.div_ceil(**cell) <= room
    };
    let cell = CELLS.iter().find(fits).copied().unwrap_or(240);
    let mut out = String::new();
    wrapped(&mut out, "", 0, look.width, &words::heat_title(cell));
    let _ = writeln!(out, "{}", hours_line(first, last, cell));
    let mut week = None;
    let mut rest: Vec<usize> = picture.weeks().into_iter().flatten().collect();
    let mut limit = picture.limit;
    let is_empty = |index: &usize| {
        picture.days[*index].chances.is_empty() && picture.marks_on(*index).next().is_none()
    };
    while let Some(index) = rest.first().copied() {
        let day = &picture.days[index];
        if let Some(past) = limit.filter(|limit| day.date > *limit) {
            let _ = writeln!(out, "── {} ──", words::heat_limit(past));
            limit = None;
        }
        let this = day.date.iso_week();
        let before_limit =
            |index: &usize| limit.is_none_or(|limit| picture.days[*index].date <= limit);
        let empty = rest
            .iter()
            .take_while(|index| is_empty(index) && before_limit(index));
        let empty = empty.count();
        if empty >= FEW {
            let last = picture.days[rest[empty - 1]].date;
            let _ = writeln!(out, "{}", words::heat_none(day.date, last));
            rest.drain(..empty);
            week = rest.first().map(|_| last.iso_week());
            continue;
        }
        if week.is_some_and(|week| week != this) {
            out.push('\n');
        }
        week = Some(this);
        rest.remove(0);
        let _ = write!(out, "{:<LABEL$}", words::short(day.date));
        line(&mut out, picture, index, cell, look.colour);
        out.push('\n');
    }
    if let Some(limit) = limit {
        let _ = writeln!(out, "── {} ──", words::heat_limit(limit));
    }
    legend(&mut out, picture, look);
    out
}

/// The hours above the columns at which they begin, as many as there is room for.
fn hours_line(first: u32, last: u32, cell: u32) -> String {
    let mut line = " ".repeat(LABEL);
    let mut hour = first;
    while hour < last {
        let column = LABEL + ((hour - first) * 60 / cell) as usize;
        let is_begun = ((hour - first) * 60).is_multiple_of(cell);
        if is_begun && (line.len() < column || hour == first) {
            let _ = write!(line, "{:width$}{hour}", "", width = column - line.len());
        }
        hour += 1;
    }
    line
}

/// The best start of each cell; a slot of the list by its number.
fn line(out: &mut String, picture: &Picture, index: usize, cell: u32, colour: Colour) {
    let day = &picture.days[index];
    let (first, last) = picture.hours;
    for column in 0..((last - first) * 60).div_ceil(cell) {
        let from = first * 60 + column * cell;
        let here = from..from + cell;
        let mark = picture
            .marks_on(index)
            .find(|mark| here.contains(&mark.from));
        if let Some(mark) = mark {
            painted(out, &mark.number.to_string(), REVERSE, colour);
            continue;
        }
        let sign = sign(day, &here);
        match COLOURS.get(sign) {
            Some(code) => painted(out, SIGNS[sign].encode_utf8(&mut [0; 4]), code, colour),
            None => out.push(SIGNS[sign]),
        }
    }
    if day.is_late() {
        let _ = write!(out, " {}", words::LATE);
    }
}

fn sign(day: &Day, here: &std::ops::Range<u32>) -> usize {
    let starts = day.chances.iter().filter(|one| here.contains(&one.minute));
    let best = starts.map(|one| one.confirmations).min();
    best.map_or(SIGNS.len() - 1, |best| best.min(3) as usize)
}

fn painted(out: &mut String, text: &str, code: &str, colour: Colour) {
    let _ = match colour {
        Colour::Without => write!(out, "{text}"),
        Colour::With => write!(out, "\u{1b}[{code}m{text}\u{1b}[0m"),
    };
}

/// The signs that occur, and the numbers.
fn legend(out: &mut String, picture: &Picture, look: HeatLook) {
    let mut keys = Vec::new();
    for (index, word) in words::HEAT_KEYS.iter().enumerate() {
        let occurs = |day: &Day| {
            let mut starts = day.chances.iter();
            starts.any(|one| one.confirmations.min(3) as usize == index)
        };
        let is_last = index == SIGNS.len() - 1;
        if is_last || picture.days.iter().any(occurs) {
            keys.push(format!("{} {word}", SIGNS[index]));
        }
    }
    match picture.marks.len() {
        0 => {}
        1 => keys.push(format!("1 {}", words::HEAT_SLOT)),
        marks => keys.push(format!("1–{marks} {}", words::HEAT_SLOTS)),
    }
    // A key stays on its line: its blanks are not those at which lines break.
    let keys = keys.iter().map(|key| key.replace(' ', "\u{a0}"));
    let keys: Vec<String> = keys.collect();
    let mut legend = String::new();
    wrapped(&mut legend, "", 0, look.width, &keys.join("; "));
    out.push_str(&legend.replace('\u{a0}', " "));
}
