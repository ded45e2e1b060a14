//! The picture as a drawing that stands alone: a week below the other, a line a contact, the slots as frames over all lines.
//!
//! States differ by pattern and shape, not by colour alone, so that it can be printed in grey. Whoever points at a stretch reads
//! its time and state.

mod week;

use super::{Picture, RowTime, words_en as words};
use crate::model::Stand;
use crate::report::html::escaped;
use chrono::Datelike;
use std::fmt::Write as _;
use week::{draw_week, shape};

const WIDTH: f64 = 1080.0;
const LABEL: f64 = 236.0;
const BAR: f64 = 13.0;
const TOP: f64 = 54.0;
const KEY: f64 = 20.0;
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
