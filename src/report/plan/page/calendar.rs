//! Months as tables: how many meetings each day has, and how well they are attended.

use super::words_en as words;
use crate::report::page;
use crate::report::plan::PlanReport;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What one day holds.
#[derive(Clone, Copy, Default)]
struct Day {
    meetings: usize,
    filled: u64,
    places: u64,
    waiting: usize,
}

/// Steps of shading.
const SHADES: usize = 5;

pub(super) fn months(report: &PlanReport) -> String {
    let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    for placed in &report.plan.placed {
        let slot = &placed.slot;
        let day = days.entry(report.date(placed.meeting, slot)).or_default();
        day.meetings += 1;
        day.filled += u64::from(slot.sure.required.filled);
        day.places += u64::from(slot.sure.required.places);
        day.waiting += usize::from(slot.state != crate::model::State::Quorate);
    }
    let most = days.values().map(|day| day.meetings).max().unwrap_or(0);
    let mut out = legend(most);
    out.push_str("<div class=\"months\">\n");
    let mut firsts: Vec<NaiveDate> = days.keys().filter_map(|day| day.with_day(1)).collect();
    firsts.dedup();
    for first in firsts {
        month(&mut out, first, &days, most);
    }
    out.push_str("</div>\n");
    out
}

/// From 1 for the fewest to 5 for the most.
fn shade(meetings: usize, most: usize) -> usize {
    (meetings * SHADES).div_ceil(most.max(1)).clamp(1, SHADES)
}

fn legend(most: usize) -> String {
    let mut out = String::from("<ul class=\"legend\">");
    let mut least = 1;
    for step in 1..=SHADES {
        let top = most * step / SHADES;
        if top >= least {
            let range = words::range(least, top);
            let _ = write!(out, "<li><i class=\"s{step}\"></i>{range}</li>");
            least = top + 1;
        }
    }
    out.push_str("</ul>\n");
    out
}

fn month(out: &mut String, first: NaiveDate, days: &BTreeMap<NaiveDate, Day>, most: usize) {
    let inside = |day: NaiveDate| (day.year(), day.month()) == (first.year(), first.month());
    let all = days.iter().filter(|(day, _)| inside(**day));
    let meetings: usize = all.map(|(_, day)| day.meetings).sum();
    let caption = words::month_caption(first, meetings);
    page::month(out, first, &caption, |out, day| {
        cell(out, day, days.get(&day), most);
    });
}

fn cell(out: &mut String, day: NaiveDate, held: Option<&Day>, most: usize) {
    let number = day.day();
    let Some(held) = held else {
        let _ = write!(out, "<td><span class=\"d\">{number}</span></td>");
        return;
    };
    let _ = write!(
        out,
        "<td class=\"s{}\"><span class=\"d\">{number}</span><b>{}</b><span class=\"vh\"> {}, </span>{}%<span class=\"vh\"> {}</span></td>",
        shade(held.meetings, most),
        held.meetings,
        if held.meetings == 1 {
            "meeting"
        } else {
            "meetings"
        },
        held.filled * 100 / held.places.max(1),
        words::day_detail(held.waiting),
    );
}
