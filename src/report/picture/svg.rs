//! The picture as a drawing that stands alone: a week below the other, a line a contact, the slots as frames over all lines.
//!
//! States differ by pattern and shape, not by colour alone, so that it can be printed in grey. Whoever points at a stretch reads
//! its time and state.

use super::{Count, Mark, Picture, Piece, Row, RowTime, span, words_en as words};
use crate::model::Stand;
use crate::report::html::escaped;
use chrono::{Datelike, NaiveDate};
use std::fmt::Write as _;

const WIDTH: f64 = 1080.0;
const LABEL: f64 = 236.0;
/// Between two days.
const GAP: f64 = 8.0;
const ROW: f64 = 19.0;
const BAR: f64 = 13.0;
const GROUP: f64 = 20.0;
const TOP: f64 = 54.0;
/// The days, the hours and the numbers of the slots above a week.
const HEAD: f64 = 46.0;
/// The starts that can be quorate.
const STRIP: f64 = 20.0;
const BELOW: f64 = 22.0;
const KEY: f64 = 20.0;
/// Letters that a label has room for.
const LETTERS: usize = 37;
/// Up to so many weeks are drawn; where there are more, those with a slot.
const MOST_WEEKS: usize = 6;

const STYLE: &str = "text{font:12px Arial,Helvetica,sans-serif;fill:#0b0c0c}.h{font-size:17px;font-weight:bold}.w{font-weight:bold}\
    .s{fill:#4a5257}.o{font-size:11px;paint-order:stroke;stroke:#fff;stroke-width:3px}.c{font-size:10.5px;fill:#4a5257}.g{stroke:#b1b4b6;stroke-width:.7;fill:none}.b{stroke:#6f777b;stroke-width:.8}\
    .f{fill:#dcefdc}.n{fill:#6b757b}.t{fill:#dcefdc}.th{fill:#9c5700}.u{fill:url(#u)}.e{fill:url(#e)}\
    .q{fill:#0b5a2a}.m{fill:none;stroke:#0b0c0c;stroke-width:2}.ml{stroke-dasharray:5 3}.k{fill:#0b0c0c}.kt{fill:#fff;font-weight:bold;font-size:11px}\
    .l{stroke:#a8071a;stroke-width:3;fill:none}.lt{fill:#a8071a;font-weight:bold}";

const PATTERNS: &str = "<defs><pattern id=\"u\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
    <rect width=\"6\" height=\"6\" fill=\"#fff\"/><rect width=\"1.6\" height=\"6\" fill=\"#6b757b\"/></pattern>\
    <pattern id=\"e\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\"><rect width=\"5\" height=\"5\" fill=\"#fff\"/>\
    <circle cx=\"2.5\" cy=\"2.5\" r=\"1.2\" fill=\"#0b5a2a\"/></pattern></defs>";

/// The whole file.
pub fn svg(picture: &Picture) -> String {
    let (weeks, left_out) = weeks(picture);
    let mut body = String::new();
    let mut y = TOP;
    for week in &weeks {
        y = draw_week(&mut body, picture, week, y);
    }
    y = legend(&mut body, picture, y);
    for note in notes(picture, left_out) {
        let _ = writeln!(
            body,
            "<text class=\"s\" x=\"0\" y=\"{:.0}\">{}</text>",
            y + 14.0,
            escaped(&note)
        );
        y += KEY;
    }
    let title = escaped(&words::title(picture));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-10 -6 {:.0} {:.0}\" width=\"{:.0}\" role=\"img\" aria-labelledby=\"t d\">\n\
         <title id=\"t\">{title}</title>\n<desc id=\"d\">{}</desc>\n<style>{STYLE}</style>{PATTERNS}\n\
         <rect x=\"-10\" y=\"-6\" width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text class=\"h\" x=\"0\" y=\"18\">{title}</text>\n{body}</svg>\n",
        WIDTH + 20.0,
        y + 16.0,
        WIDTH + 20.0,
        escaped(&words::description(picture)),
    )
}

/// The weeks that are worth drawing, and how many are not: where nothing can start there is nothing to see, but for the limit.
fn weeks(picture: &Picture) -> (Vec<Vec<usize>>, usize) {
    let mut weeks = picture.weeks();
    let all = weeks.len();
    let has_mark = |day: &usize| picture.marks_on(*day).next().is_some();
    let has_start = |day: &usize| !picture.days[*day].chances.is_empty();
    if weeks.iter().flatten().any(has_start) {
        let limit = picture.limit.map(|limit| limit.iso_week());
        let is_limit = |day: &usize| limit == Some(picture.days[*day].date.iso_week());
        weeks.retain(|week| {
            let mut days = week.iter();
            days.any(|day| has_mark(day) || has_start(day) || is_limit(day))
        });
    }
    if weeks.len() > MOST_WEEKS {
        weeks.retain(|week| week.iter().any(has_mark));
        weeks.truncate(MOST_WEEKS);
    }
    let left_out = all - weeks.len();
    (weeks, left_out)
}

fn notes(picture: &Picture, weeks_left_out: usize) -> Vec<String> {
    let mut notes = vec![words::KEPT_CLEAR.to_owned()];
    let mut last = words::as_of(picture);
    if let Some(limit) = picture.limit {
        last = format!("{} {last}", words::limit(limit));
    }
    if weeks_left_out > 0 {
        last = format!("{last} {}", words::weeks_left_out(weeks_left_out));
    }
    if picture.left_out > 0 {
        last = format!("{last} {}", words::left_out(picture.left_out));
    }
    notes.push(last);
    notes
}

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
fn draw_week(out: &mut String, picture: &Picture, days: &[usize], top: f64) -> f64 {
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
        for mark in picture.marks_on(*day) {
            frame(out, &week, mark, grid, bottom);
        }
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

/// One stretch in the pattern of its state.
fn shape(stand: Stand, x: f64, y: f64, width: f64) -> String {
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

/// A count in each slot of a day; those of slots that overlap stand side by side, in the order of their beginnings.
fn draw_counts(out: &mut String, week: &Week, day: usize, counts: &[Count], y: f64) {
    const WIDTH: f64 = 27.0;
    let mut marks: Vec<&Mark> = week.picture.marks_on(day).collect();
    marks.sort_by_key(|mark| (mark.from, mark.number));
    let mut past = 0.0_f64;
    for mark in marks {
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

/// A slot of the list: a frame over everybody, with its number above.
fn frame(out: &mut String, week: &Week, mark: &Mark, top: f64, bottom: f64) {
    let Some((x, width)) = week.stretch(mark.day, mark.from, mark.to) else {
        return;
    };
    let late = if mark.late { " ml" } else { "" };
    // Numbers of slots that overlap stand side by side.
    let left = week
        .picture
        .marks_on(mark.day)
        .filter(|other| other.number < mark.number && other.from < mark.to && mark.from < other.to);
    let middle = x + 8.0 + 17.0 * left.count() as f64;
    let _ = writeln!(
        out,
        "<g><title>{}</title><rect class=\"m{late}\" x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{:.1}\"/>\
         <rect class=\"k\" x=\"{:.1}\" y=\"{:.1}\" width=\"16\" height=\"15\"/>\
         <text class=\"kt\" x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text></g>",
        escaped(&words::mark_words(week.picture, mark)),
        bottom - top,
        middle - 8.0,
        top - 15.0,
        top - 3.5,
        mark.number
    );
}

/// The line behind the last day in time, in the week in which it lies.
fn limit(out: &mut String, week: &Week, top: f64, bottom: f64) {
    let Some(limit) = week.picture.limit else {
        return;
    };
    let of = |day: &&usize| -> NaiveDate { week.picture.days[**day].date };
    let same = |day: &&usize| of(day).iso_week() == limit.iso_week() && of(day) <= limit;
    let Some(day) = week.days.iter().filter(same).next_back() else {
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

/// What the patterns mean.
fn legend(out: &mut String, picture: &Picture, top: f64) -> f64 {
    const SAMPLE: f64 = 26.0;
    let mut x = 0.0;
    for stand in Stand::ALL {
        let word = words::key(stand);
        out.push_str(&shape(stand, x, top + 3.0, SAMPLE));
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\">{word}</text>",
            x + SAMPLE + 6.0,
            top + 14.0
        );
        x += SAMPLE + 30.0 + 6.1 * word.chars().count() as f64;
    }
    let second = top + KEY;
    let _ = writeln!(
        out,
        "<rect class=\"q\" x=\"0\" y=\"{:.1}\" width=\"13\" height=\"{BAR}\"/><rect class=\"q\" x=\"13\" y=\"{:.1}\" width=\"13\" height=\"{:.1}\"/>\
         <text x=\"32\" y=\"{:.1}\">{}</text>",
        second + 3.0,
        second + 3.0 + BAR / 2.0,
        BAR / 2.0,
        second + 14.0,
        words::KEY_STARTS
    );
    let third = second + KEY;
    let _ = writeln!(
        out,
        "<rect class=\"m\" x=\"1\" y=\"{:.1}\" width=\"24\" height=\"12\"/><text x=\"32\" y=\"{:.1}\">{}</text>\
         <path class=\"l\" d=\"M464 {:.1}v14\"/><text x=\"474\" y=\"{:.1}\">{}</text>",
        third + 4.0,
        third + 14.0,
        words::KEY_SLOT,
        third + 3.0,
        third + 14.0,
        words::KEY_LIMIT
    );
    let mut rows = picture.groups.iter().flat_map(|group| &group.rows);
    if rows.any(|row| matches!(row.time, RowTime::Counts(_))) {
        let _ = writeln!(
            out,
            "<text x=\"690\" y=\"{:.1}\">{}</text>",
            third + 14.0,
            words::KEY_COUNT
        );
    }
    third + KEY + 4.0
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
