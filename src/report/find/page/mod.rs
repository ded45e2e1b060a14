//! The answer of `find` as one page that stands alone: no script, nothing that is fetched, for the screen, the ear, and paper.
//!
//! It says what the text says, in the same words, and shows days and people as the picture has them. Pages are handed on: nobody
//! confidential is named, and neither is their seat or agency.

mod cards;
mod days;
mod style;
mod words_en;

use super::FindReport;
use super::told::{self, Names};
use crate::report::html::escaped;
use crate::report::page::{self as parts, section, table};
use crate::report::picture::Picture;
use std::fmt::Write as _;

/// The whole page.
pub fn page(report: &FindReport, picture: &Picture) -> String {
    let mut first = String::new();
    for (index, said) in told::head(report, Names::Public).iter().enumerate() {
        let class = if index == 0 {
            " class=\"lead\" id=\"content\""
        } else {
            ""
        };
        let _ = writeln!(first, "<p{class}>{}</p>", escaped(said));
    }
    let sections = [
        section("why", words_en::WHY, why(report)),
        section("slots", words_en::SLOTS, cards::slots(report)),
        section("calls", words_en::CALLS, calls(report)),
        section("days", words_en::DAYS, days::months(picture)),
        section("people", words_en::PEOPLE, days::timelines(picture)),
        section("read", words_en::READ, feeds(report)),
        section("made", words_en::MADE, made(report, picture)),
    ];
    let frame = parts::Frame {
        title: &words_en::title(&picture.reference),
        skip: words_en::SKIP,
        contents: words_en::CONTENTS,
        foot: words_en::FOOT,
        style: style::STYLE,
    };
    parts::sections(&frame, &first, &sections)
}

/// Why nothing in time fits, and what would help.
fn why(report: &FindReport) -> String {
    let Some(clash) = told::clash(report, Names::Public) else {
        return String::new();
    };
    let mut out = format!("<p>{}</p>\n", escaped(&clash.sentence));
    let ways: Vec<&String> = clash.openings.iter().chain(&clash.stand_ins).collect();
    if !ways.is_empty() {
        out.push_str("<ul>\n");
        for way in ways {
            let _ = writeln!(out, "<li>{}</li>", escaped(way));
        }
        out.push_str("</ul>\n");
    }
    if let Some(below) = &clash.below {
        let _ = writeln!(out, "<p>{}</p>", escaped(below));
    }
    out
}

fn calls(report: &FindReport) -> String {
    let calls = told::calls(report, Names::Public);
    if calls.is_empty() {
        return String::new();
    }
    let mut out = format!("<p>{}</p>\n<ul class=\"calls\">\n", words_en::CALLS_NOTE);
    for call in &calls {
        let phone = call.phone.as_deref().map_or(String::new(), telephone);
        let _ = writeln!(out, "<li><h3>{}{phone}</h3>\n<ul>", escaped(&call.whom));
        for (index, effect) in &call.slots {
            let when = told::when(report, &report.found.slots[*index]);
            let _ = writeln!(
                out,
                "<li>{} {}, {}: {}</li>",
                words_en::SLOT,
                index + 1,
                escaped(&when),
                escaped(effect)
            );
        }
        out.push_str("</ul></li>\n");
    }
    out.push_str("</ul>\n");
    out
}

/// A number that a telephone dials when it is touched.
fn telephone(number: &str) -> String {
    let dialled: String = number
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    format!(", <a href=\"tel:{dialled}\">{}</a>", escaped(number))
}

/// What was read of each feed.
fn feeds(report: &FindReport) -> String {
    let feeds = told::feeds(report, Names::Public);
    if feeds.is_empty() {
        return format!("<p>{}</p>\n", words_en::NO_FEEDS);
    }
    let mut out = table(words_en::FEEDS_CAPTION, &words_en::FEEDS_HEAD, 0);
    for told in &feeds {
        let feed = told.feed.as_ref();
        let feed = feed.map_or(String::new(), |feed| {
            format!("<br><code>{}</code>", escaped(feed))
        });
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}{feed}</th><td>{}</td></tr>",
            escaped(&told.whose),
            escaped(&told.receipt)
        );
    }
    out.push_str("</tbody></table></div>\n");
    out
}

fn made(report: &FindReport, picture: &Picture) -> String {
    let mut out = String::new();
    for said in told::searched(report, Names::Public) {
        let _ = writeln!(out, "<p>{}</p>", escaped(&said));
    }
    let _ = writeln!(out, "<p>{}</p>", words_en::as_of(picture.as_of));
    out
}
