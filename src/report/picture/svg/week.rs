//! One week of the drawing: heads, starts, a line each, frames.

use super::{BAR, LABEL, WIDTH};
use crate::model::Stand;
use crate::report::html::escaped;
use crate::report::picture::{Count, Mark, Picture, Piece, Row, RowTime, span, words_en as words};
use chrono::{Datelike, NaiveDate};
use std::fmt::Write as _;

/// Between two days.
const GAP: f64 = 8.0;
const ROW: f64 = 19.0;
const GROUP: f64 = 20.0;
/// The days, the hours and the numbers of the slots above a week.
const HEAD: f64 = 46.0;
/// The starts that can be quorate.
const STRIP: f64 = 20.0;
const BELOW: f64 = 22.0;
/// Letters that a label has room for.
const LETTERS: usize = 37;

/// Where the days of one week lie.
struct Week<'p> {
    picture: &'p Picture,
    days: &'p [usize],
    /// Days from the Monday to the last column.
    columns: u32,
}

impl Week<'_> {
    fn width(&self) -> f64 {
        (WIDTH - LABEL) / f64::from(self.columns) - GAP
    }

    fn left(&self, day: usize) -> f64 {
        let column = self.picture.days[day].date.weekday().num_days_from_monday();
        LABEL + f64::from(column) * (self.width() + GAP)
    }

    fn x(&self, day: usize, minute: u32) -> f64 {
        let (first, last) = self.picture.hours;
        let minute = minute.clamp(first * 60, last * 60) - first * 60;
        self.left(day) + f64::from(minute) * self.width() / f64::from((last - first) * 60)
    }

    /// Left edge and width of a stretch; `None` where it lies outside the hours that are shown.
    fn stretch(&self, day: usize, from: u32, to: u32) -> Option<(f64, f64)> {
        let (left, right) = (self.x(day, from), self.x(day, to));
        (right > left).then_some((left, right - left))
    }
}

/// Draws one week from `top` on and says where the next begins.
pub(super) fn draw_week(out: &mut String, picture: &Picture, days: &[usize], top: f64) -> f64 {
    let weekend = days.iter().map(|day| picture.days[*day].date.weekday());
    let columns = weekend
        .map(|day| day.num_days_from_monday() + 1)
        .max()
        .unwrap_or(5);
    let week = Week {
        picture,
        days,
        columns: columns.max(5),
    };
    let lines: usize = picture.groups.iter().map(|group| group.rows.len()).sum();
    let body = picture.groups.len() as f64 * GROUP + lines as f64 * ROW;
    let (grid, bottom) = (top + HEAD, top + HEAD + STRIP + body);
    head(out, &week, top, bottom);
    strip(out, &week, grid);
    let mut y = grid + STRIP;
    for group in &picture.groups {
        let _ = writeln!(
            out,
            "<text class=\"w\" x=\"0\" y=\"{:.1}\">{}</text>",
            y + 15.0,
            escaped(&shortened(&group.name, LETTERS - 2))
        );
        y += GROUP;
        for row in &group.rows {
            draw_row(out, &week, row, y);
            y += ROW;
        }
    }
    for day in days {
        frames(out, &week, *day, grid, bottom);
    }
    limit(out, &week, top, bottom);
    bottom + BELOW
}

/// Names of the days, the hours, and the lines down from them.
fn head(out: &mut String, week: &Week, top: f64, bottom: f64) {
    let (first, last) = week.picture.hours;
    let every = if last - first > 12 { 3 } else { 2 };
    for day in week.days {
        let _ = writeln!(
            out,
            "<text class=\"w\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            week.left(*day),
            top + 11.0,
            week.picture.days[*day].date.format("%a %-d %B")
        );
        let mut lines = String::new();
        for hour in first..=last {
            let x = week.x(*day, hour * 60);
            let _ = write!(lines, "M{x:.1} {:.1}V{bottom:.1}", top + HEAD);
            if (hour - first).is_multiple_of(every) && hour < last {
                let _ = write!(
                    out,
                    "<text class=\"c\" x=\"{x:.1}\" y=\"{:.1}\">{hour}</text>",
                    top + 25.0
                );
            }
        }
        let _ = writeln!(out, "<path class=\"g\" d=\"{lines}\"/>");
    }
}

/// At which starts the meeting can be quorate.
fn strip(out: &mut String, week: &Week, y: f64) {
    let _ = writeln!(
        out,
        "<text class=\"w\" x=\"0\" y=\"{:.1}\">{}</text>",
        y + 13.0,
        words::STARTS
    );
    let grain = week.picture.grain;
    for day in week.days {
        // Starts that follow each other and are alike are one bar.
        let mut open: Option<(u32, u32, bool)> = None;
        for chance in &week.picture.days[*day].chances {
            let sure = chance.confirmations == 0;
            let end = chance.minute + grain;
            open = match open {
                Some((from, to, was)) if to == chance.minute && was == sure => {
                    Some((from, end, sure))
                }
                other => {
                    start_bar(out, week, *day, other, y);
                    Some((chance.minute, end, sure))
                }
            };
        }
        start_bar(out, week, *day, open, y);
    }
}

fn start_bar(out: &mut String, week: &Week, day: usize, bar: Option<(u32, u32, bool)>, y: f64) {
    let Some((from, to, sure)) = bar else { return };
    let Some((x, width)) = week.stretch(day, from, to) else {
        return;
    };
    let (top, height) = if sure {
        (0.0, BAR)
    } else {
        (BAR / 2.0, BAR / 2.0)
    };
    let _ = writeln!(
        out,
        "<rect class=\"q\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>",
        y + 3.0 + top
    );
}

fn draw_row(out: &mut String, week: &Week, row: &Row, y: f64) {
    label(out, row, y);
    match &row.time {
        RowTime::Times { days, .. } => {
            for day in week.days {
                for piece in &days[*day] {
                    draw_piece(out, week, *day, piece, y);
                }
            }
        }
        RowTime::Counts(counts) => {
            for day in week.days {
                draw_counts(out, week, *day, counts, y);
            }
        }
    }
}

fn label(out: &mut String, row: &Row, y: f64) {
    let name = shortened(&row.name, LETTERS - 8);
    let room = LETTERS.saturating_sub(name.chars().count() + 2);
    let seat = match row.seat.is_empty() || room < 4 {
        true => String::new(),
        false => format!(
            " <tspan class=\"c\">{}</tspan>",
            escaped(&shortened(&row.seat, room))
        ),
    };
    let full = match row.seat.is_empty() {
        true => row.name.clone(),
        false => format!("{}, {}", row.name, row.seat),
    };
    let _ = writeln!(
        out,
        "<text x=\"10\" y=\"{:.1}\">{}{seat}<title>{}</title></text>",
        y + 13.0,
        escaped(&name),
        escaped(&full)
    );
}

fn draw_piece(out: &mut String, week: &Week, day: usize, piece: &Piece, y: f64) {
    let Some((x, width)) = week.stretch(day, piece.from, piece.to) else {
        return;
    };
    let (first, last) = week.picture.hours;
    let (from, to) = (piece.from.max(first * 60), piece.to.min(last * 60));
    let _ = write!(
        out,
        "<g><title>{} {}: {}</title>",
        week.picture.days[day].date.format("%a %-d %b"),
        span(from, to),
        words::stand(piece.stand)
    );
    out.push_str(&shape(piece.stand, x, y + 3.0, width));
    out.push_str("</g>\n");
}

/// A count in each slot of a day; those of slots that overlap stand side by side, in the order of their beginnings.
fn draw_counts(out: &mut String, week: &Week, day: usize, counts: &[Count], y: f64) {
    const WIDTH: f64 = 27.0;
    let mut past = 0.0_f64;
    for mark in by_time(week.picture, day) {
        let count = &counts[mark.number - 1];
        let x = past.max(week.x(day, mark.from) + 3.0);
        past = x + WIDTH;
        let _ = writeln!(
            out,
            "<text class=\"o\" x=\"{x:.1}\" y=\"{:.1}\">{}/{}{}<title>{}</title></text>",
            y + 13.0,
            count.can,
            count.of,
            if count.unknown > 0 { "?" } else { "" },
            escaped(&words::slot_count(mark, count))
        );
    }
}

/// The slots of a day: frames over everybody, with their numbers above, those of slots that overlap side by side in the order of
/// their beginnings.
fn frames(out: &mut String, week: &Week, day: usize, top: f64, bottom: f64) {
    const BOX: f64 = 16.0;
    let mut past = 0.0_f64;
    for mark in by_time(week.picture, day) {
        let Some((x, width)) = week.stretch(day, mark.from, mark.to) else {
            continue;
        };
        let late = if mark.late { " ml" } else { "" };
        let left = past.max(x);
        past = left + BOX + 1.0;
        let _ = writeln!(
            out,
            "<g><title>{}</title><rect class=\"m{late}\" x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{:.1}\"/>\
             <rect class=\"k\" x=\"{left:.1}\" y=\"{:.1}\" width=\"{BOX}\" height=\"15\"/>\
             <text class=\"kt\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text></g>",
            escaped(&words::mark_words(week.picture, mark)),
            bottom - top,
            top - 15.0,
            left + BOX / 2.0,
            top - 3.5,
            mark.number
        );
    }
}

/// The slots of a day in the order of their beginnings.
fn by_time(picture: &Picture, day: usize) -> Vec<&Mark> {
    let mut marks: Vec<&Mark> = picture.marks_on(day).collect();
    marks.sort_by_key(|mark| (mark.from, mark.number));
    marks
}

/// The line behind the last day in time, in the week in which it lies.
fn limit(out: &mut String, week: &Week, top: f64, bottom: f64) {
    let Some(limit) = week.picture.limit else {
        return;
    };
    let of = |day: &&usize| -> NaiveDate { week.picture.days[**day].date };
    let same = |day: &&usize| of(day).iso_week() == limit.iso_week() && of(day) <= limit;
    let Some(day) = week.days.iter().rfind(same) else {
        return;
    };
    let x = week.left(*day) + week.width() + GAP / 2.0;
    let _ = writeln!(
        out,
        "<path class=\"l\" d=\"M{x:.1} {:.1}V{bottom:.1}\"><title>{}</title></path>\
         <text class=\"lt\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">limit</text>",
        top + 2.0,
        escaped(&words::limit(limit)),
        x - 4.0,
        top + 11.0
    );
}

/// One stretch in the pattern of its state.
pub(super) fn shape(stand: Stand, x: f64, y: f64, width: f64) -> String {
    let class = match stand {
        Stand::Free => "f b",
        Stand::Expected => "e b",
        Stand::Tentative => "t b",
        Stand::Unknown => "u b",
        Stand::NotAvailable => "n",
    };
    let whole = format!(
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{BAR}\"/>"
    );
    match stand {
        // The lower half is filled.
        Stand::Tentative => format!(
            "{whole}<rect class=\"th\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{:.1}\"/>",
            y + BAR / 2.0,
            BAR / 2.0
        ),
        _ => whole,
    }
}

fn shortened(text: &str, room: usize) -> String {
    match text.chars().count() > room {
        true => text
            .chars()
            .take(room.saturating_sub(1))
            .chain(['…'])
            .collect(),
        false => text.to_owned(),
    }
}
