//! The days: months shaded by how good they are, and everybody's day for each day with a slot.

use super::words_en as words;
use crate::model::Stand;
use crate::report::html::escaped;
use crate::report::page;
use crate::report::picture::{Day, Mark, Picture, Piece, Row, RowTime, count, span, stand};
use chrono::{Datelike, NaiveDate};
use std::fmt::Write as _;

/// Shades by who has to say yes, the fewer the darker; the last is for all that need more.
const SHADES: [&str; 4] = ["s5", "s4", "s3", "s2"];
/// A stretch of so many minutes has room for its word.
const ROOM: u32 = 75;

pub(super) fn months(picture: &Picture) -> String {
    let mut out = String::from("<ul class=\"legend\">");
    for (shade, word) in SHADES.iter().zip(words::SHADES) {
        let _ = write!(out, "<li><i class=\"{shade}\"></i>{word}</li>");
    }
    let _ = writeln!(out, "<li><i></i>{}</li></ul>", words::NO_START);
    let _ = writeln!(out, "<p>{}</p>", words::MONTHS_NOTE);
    out.push_str("<div class=\"months\">\n");
    // Months without a start say nothing, unless there is none at all.
    let nowhere = picture.days.iter().all(|day| day.chances.is_empty());
    let worth = |day: &&Day| nowhere || !day.chances.is_empty();
    let firsts = picture.days.iter().filter(worth);
    let mut firsts: Vec<NaiveDate> = firsts.filter_map(|day| day.date.with_day(1)).collect();
    firsts.dedup();
    for first in firsts {
        let inside =
            |day: &&Day| (day.date.year(), day.date.month()) == (first.year(), first.month());
        let starts = picture.days.iter().filter(inside);
        let starts = starts.map(|day| day.chances.len()).sum();
        let caption = words::month_caption(first, starts);
        page::month(&mut out, first, &caption, |out, day| {
            cell(out, picture, day)
        });
    }
    out.push_str("</div>\n");
    out
}

fn cell(out: &mut String, picture: &Picture, date: NaiveDate) {
    let limit = match picture.limit == Some(date) {
        true => format!(" <strong>{}</strong>", words::LIMIT),
        false => String::new(),
    };
    let number = format!("<span class=\"d\">{}{limit}</span>", date.day());
    let Ok(index) = picture.days.binary_search_by_key(&date, |day| day.date) else {
        let _ = write!(out, "<td class=\"o\">{number}</td>");
        return;
    };
    let day = &picture.days[index];
    let marks: Vec<String> = picture.marks_on(index).map(link).collect();
    let marks = match marks.is_empty() {
        true => String::new(),
        false => format!("<span class=\"go\">{}</span>", marks.concat()),
    };
    let Some(best) = day.best() else {
        let _ = write!(
            out,
            "<td>{number}<span class=\"vh\">{}</span>{marks}</td>",
            words::NO_START
        );
        return;
    };
    let shade = SHADES[(best as usize).min(SHADES.len() - 1)];
    let late = if day.is_late() { words::LATE } else { "" };
    let _ = write!(
        out,
        "<td class=\"{shade}\">{number}<b>{}</b><span class=\"vh\"> {}, </span>{} {late}{marks}</td>",
        day.chances.len(),
        words::starts(day.chances.len()),
        words::best(best)
    );
}

/// To the card of a slot; only cards of marked slots are linked to.
fn link(mark: &Mark) -> String {
    format!(
        "<a href=\"#slot-{0}\"><span class=\"vh\">{1} </span>{0}</a>",
        mark.number,
        words::SLOT
    )
}

/// A table for each day with a slot: a row a person, hours from left to right.
pub(super) fn timelines(picture: &Picture) -> String {
    let mut days: Vec<usize> = picture.marks.iter().map(|mark| mark.day).collect();
    // The best slot's day comes first, as its card does.
    let mut seen = std::collections::BTreeSet::new();
    days.retain(|day| seen.insert(*day));
    if days.is_empty() {
        return String::new();
    }
    let mut out = format!("<p>{}</p>\n<ul class=\"legend\">", words::PEOPLE_NOTE);
    for stand in Stand::ALL {
        let _ = write!(
            out,
            "<li><i class=\"{}\"></i>{}</li>",
            class(stand),
            self::stand(stand)
        );
    }
    let _ = writeln!(out, "<li><i class=\"mk\"></i>{}</li></ul>", words::SLOT_KEY);
    for (order, day) in days.into_iter().enumerate() {
        one_day(&mut out, picture, day, order == 0);
    }
    if picture.left_out > 0 {
        let _ = writeln!(out, "<p>{}</p>", words::left_out(picture.left_out));
    }
    out
}

fn one_day(out: &mut String, picture: &Picture, day: usize, open: bool) {
    let marks: Vec<&Mark> = picture.marks_on(day).collect();
    let caption = words::day_caption(picture.days[day].date, &marks);
    let open = if open { " open" } else { "" };
    let _ = write!(
        out,
        "<details{open}><summary><h3>{caption}</h3></summary>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{caption}\"><table class=\"day\"><caption class=\"vh\">{caption}</caption>\
         <thead><tr><th scope=\"col\">{}</th>",
        words::WHO
    );
    for mark in &marks {
        let _ = write!(
            out,
            "<th scope=\"col\" class=\"at\">{} {}<br>{}</th>",
            words::SLOT_HEAD,
            mark.number,
            span(mark.from, mark.to)
        );
    }
    let _ = write!(
        out,
        "<th scope=\"col\" class=\"tl\"><span class=\"vh\">{}</span><span class=\"hours\" aria-hidden=\"true\">",
        words::WHOLE_DAY
    );
    for hour in picture.hours.0..picture.hours.1 {
        let _ = write!(out, "<span>{hour}</span>");
    }
    out.push_str("</span></th></tr></thead>\n");
    for group in &picture.groups {
        let _ = writeln!(
            out,
            "<tbody><tr><th colspan=\"{}\" scope=\"rowgroup\" class=\"grp\">{}</th></tr>",
            marks.len() + 2,
            escaped(&group.name)
        );
        for row in &group.rows {
            row_of_day(out, picture, row, day, &marks);
        }
        out.push_str("</tbody>\n");
    }
    out.push_str("</table></div>\n</details>\n");
}

fn row_of_day(out: &mut String, picture: &Picture, row: &Row, day: usize, marks: &[&Mark]) {
    let seat = match row.seat.is_empty() {
        true => String::new(),
        false => format!(" <small>{}</small>", escaped(&row.seat)),
    };
    let _ = write!(
        out,
        "<tr><th scope=\"row\">{}{seat}</th>",
        escaped(&row.name)
    );
    for mark in marks {
        let index = mark.number - 1;
        let word = match &row.time {
            RowTime::Times { at_marks, .. } => stand(at_marks[index]).to_owned(),
            RowTime::Counts(counts) => count(&counts[index]),
        };
        let _ = write!(out, "<td class=\"at\">{word}</td>");
    }
    out.push_str("<td class=\"tl\">");
    match &row.time {
        RowTime::Times { days, .. } => line(out, picture, &days[day], marks),
        RowTime::Counts(_) => {
            let _ = write!(out, "<small>{}</small>", words::TIMES_NOT_SHOWN);
        }
    }
    out.push_str("</td></tr>\n");
}

/// The stretches of a day side by side, each as wide as it is long, with the slots as frames over them.
fn line(out: &mut String, picture: &Picture, pieces: &[Piece], marks: &[&Mark]) {
    let (first, last) = (picture.hours.0 * 60, picture.hours.1 * 60);
    out.push_str("<span class=\"line\">");
    let mut at = first;
    for piece in pieces {
        let (from, to) = (piece.from.clamp(at, last), piece.to.clamp(at, last));
        if from == to {
            continue;
        }
        if from > at {
            let _ = write!(out, "<span style=\"flex:{}\"></span>", from - at);
        }
        let word = stand(piece.stand);
        let shown = match to - from >= ROOM {
            true => format!(
                "<span class=\"wd\">{word}</span><span class=\"vh\"> {}; </span>",
                span(from, to)
            ),
            false => format!("<span class=\"vh\">{word} {}; </span>", span(from, to)),
        };
        let _ = write!(
            out,
            "<span class=\"{}\" style=\"flex:{}\" title=\"{}: {word}\">{shown}</span>",
            class(piece.stand),
            to - from,
            span(from, to)
        );
        at = to;
    }
    for mark in marks {
        let share = |minutes: u32| f64::from(minutes) * 100.0 / f64::from(last - first);
        let _ = write!(
            out,
            "<span class=\"mk\" style=\"left:{:.2}%;width:{:.2}%\"></span>",
            share(mark.from.saturating_sub(first)),
            share(mark.to - mark.from)
        );
    }
    out.push_str("</span>");
}

fn class(stand: Stand) -> &'static str {
    match stand {
        Stand::Free => "pf",
        Stand::Expected => "pe",
        Stand::Tentative => "pt",
        Stand::Unknown => "pu",
        Stand::NotAvailable => "pn",
    }
}
