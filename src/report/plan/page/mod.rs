//! The plan as one page that stands alone: no script, nothing that is fetched, readable by keyboard, by ear, at night and on paper.
//!
//! Every picture has its numbers in a table beside it. People and places that are confidential are not named: pages are handed on.

mod bars;
mod calendar;
mod meetings;
mod timeline;
mod words_en;

use super::figures::{Figures, Whom};
use super::{PlanReport, reasons, text, words_en as plan_words};
use crate::report::html::escaped;
use crate::report::page::{self, section, table};
use crate::report::words_en as words;
use std::fmt::Write as _;

/// The whole page.
pub fn page(report: &PlanReport, figures: &Figures) -> String {
    let sections = [
        section("calls", words_en::CALLS, calls(report, figures)),
        section("unplaced", words_en::UNPLACED, unplaced(report)),
        section("months", words_en::MONTHS, calendar::months(report)),
        section("agencies", words_en::AGENCIES, by_agency(report, figures)),
        section("time", words_en::TIMELINESS, in_time(figures)),
        section("venues", words_en::VENUES, drawn(timeline::venues(report))),
        section("chairs", words_en::CHAIRS, drawn(timeline::chairs(report))),
        section("load", words_en::LOAD, load(report, figures)),
        section("good", words_en::HOW_GOOD, how_good(report)),
        section("meetings", words_en::MEETINGS, meetings::by_month(report)),
        section("made", words_en::MADE, made(report)),
    ];
    let mut first = format!(
        "<p class=\"lead\" id=\"content\">{}</p>\n{}{}",
        escaped(&plan_words::summary(figures)),
        tiles(figures),
        bars::PATTERNS
    );
    for sentence in plan_words::grounds(&figures.grounds) {
        let _ = writeln!(first, "<p>{}</p>", escaped(&sentence));
    }
    let frame = page::Frame {
        title: &words_en::title(report),
        skip: words_en::SKIP,
        contents: words_en::CONTENTS,
        foot: words_en::FOOT,
        style: "",
    };
    page::sections(&frame, &first, &sections)
}

fn tiles(figures: &Figures) -> String {
    let number = |number: usize| words::thousands(number as u64);
    let percent = plan_words::percent(figures.required.filled, figures.required.of);
    let tiles = [
        (
            "",
            words_en::TILE_IN_TIME,
            words_en::of(figures.in_time, figures.meetings),
        ),
        ("", words_en::TILE_QUORATE, number(figures.quorate)),
        ("w", words_en::TILE_WAITING, number(figures.waiting)),
        ("", words_en::TILE_PLACES, percent),
        ("n", words_en::TILE_LATE, number(figures.late)),
        ("n", words_en::TILE_UNPLACED, number(figures.unplaced)),
    ];
    let mut out = String::from("<dl class=\"tiles\">\n");
    for (class, name, value) in tiles {
        let _ = writeln!(
            out,
            "<div class=\"{class}\"><dt>{name}</dt><dd>{value}</dd></div>"
        );
    }
    out.push_str("</dl>\n");
    out
}

/// Calls on the page; the plan file has them all.
const MOST_CALLS: usize = 15;
/// Reasons told one by one.
const MOST_REASONS: usize = 200;
/// References named in one cell.
const MOST_REFERENCES: usize = 12;

fn calls(report: &PlanReport, figures: &Figures) -> String {
    if figures.calls.is_empty() {
        return String::new();
    }
    let mut out = table(words_en::CALLS_CAPTION, &words_en::CALLS_HEAD, 0);
    for call in figures.calls.iter().take(MOST_CALLS) {
        let who = match &call.whom {
            Whom::Contact(contact) => report.public_name(*contact).to_owned(),
            Whom::Venue(venue) => words::venue(report.public_venue(*venue)),
            Whom::Open(seat) => plan_words::open_seat(&report.seat_name(seat)),
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
            escaped(&who),
            escaped(&plan_words::effect(call)),
            escaped(&words_en::some(&call.meetings, MOST_REFERENCES))
        );
    }
    out.push_str("</tbody></table></div>\n");
    if figures.calls.len() > MOST_CALLS {
        let more = plan_words::more(figures.calls.len() - MOST_CALLS);
        let _ = writeln!(out, "<p>{more}</p>");
    }
    out
}

fn unplaced(report: &PlanReport) -> String {
    let groups = reasons::groups(report, &|contact| report.public_name(contact).to_owned());
    if groups.is_empty() {
        return String::new();
    }
    let mut out = table(words_en::UNPLACED_CAPTION, &words_en::UNPLACED_HEAD, 0).replacen(
        "<table>",
        "<table class=\"why\">",
        1,
    );
    for group in groups.iter().take(MOST_REASONS) {
        let why: Vec<String> = group.sentences.iter().map(|one| escaped(one)).collect();
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
            escaped(&words_en::some(&group.references, MOST_REFERENCES)),
            why.join("<br>")
        );
    }
    out.push_str("</tbody></table></div>\n");
    let shown = groups.iter().take(MOST_REASONS);
    let shown: usize = shown.map(|group| group.references.len()).sum();
    let all: usize = groups.iter().map(|group| group.references.len()).sum();
    if shown < all {
        let _ = writeln!(out, "<p>{}</p>", plan_words::more(all - shown));
    }
    out
}

fn by_agency(report: &PlanReport, figures: &Figures) -> String {
    match figures.agencies.is_empty() {
        true => String::new(),
        false => format!(
            "<p>{}</p>\n{}",
            words_en::AGENCIES_NOTE,
            bars::agencies(report, figures)
        ),
    }
}

fn in_time(figures: &Figures) -> String {
    format!("{}{}", bars::timeliness(figures), bars::types(figures))
}

/// With what the colours and hatches mean.
fn drawn(pictures: String) -> String {
    match pictures.is_empty() {
        true => pictures,
        false => format!(
            "<p>{}</p>\n{}{pictures}",
            words_en::DRAWN_NOTE,
            bars::legend()
        ),
    }
}

fn load(report: &PlanReport, figures: &Figures) -> String {
    let pools = figures.pools.iter().enumerate();
    let pools: Vec<String> = pools
        .map(|(index, pool)| bars::pool(report, pool, index == 0))
        .collect();
    match pools.is_empty() {
        true => String::new(),
        false => format!("<p>{}</p>\n{}", words_en::LOAD_NOTE, pools.concat()),
    }
}

/// The levels of the objective with what was proved of each.
fn how_good(report: &PlanReport) -> String {
    let plan = report.plan;
    let mut out = format!(
        "<p>{}</p>\n<p>{}</p>\n",
        escaped(&text::proof(report)),
        escaped(&plan_words::stopped(plan.stopped, report.effort))
    );
    if report.timed {
        let _ = writeln!(out, "<p>{}</p>", plan_words::TIMED);
    }
    out.push_str(&table(words_en::LEVELS_CAPTION, &words_en::LEVELS_HEAD, 1));
    for level in &plan.levels {
        let amount = |value: i64| escaped(&plan_words::amount(level.level, value));
        let bound = match level.bound {
            None => words_en::NOT_KNOWN.to_owned(),
            Some(bound) if bound >= level.value => words_en::PROVED.to_owned(),
            Some(bound) => amount(bound),
        };
        let of = level.of.map_or(String::new(), amount);
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"num\">{}</td><td class=\"num\">{bound}</td><td class=\"num\">{of}</td></tr>",
            plan_words::level_name(level.level),
            amount(level.value)
        );
    }
    out.push_str("</tbody></table></div>\n");
    out
}

fn made(report: &PlanReport) -> String {
    let zone = &report.batch.zone;
    let now = zone.local(report.batch.now).format("%a %-d %B %Y, %H:%M");
    format!(
        "<p>{}</p>\n",
        words_en::made(
            &now.to_string(),
            report.effort,
            report.seed,
            &format!("<code>{}</code>", escaped(report.input_hash))
        )
    )
}
