//! Days of a room or a person drawn as lines: a bar a meeting.

use super::words_en as words;
use crate::model::{PartVenue, State, VenueId};
use crate::report::html::escaped;
use crate::report::plan::PlanReport;
use crate::time::{Instant, Zone};
use chrono::{Datelike, NaiveDate, Timelike};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One bar.
#[derive(Clone, PartialEq, Debug)]
struct Bar {
    day: NaiveDate,
    /// Minutes of the local day.
    from: u32,
    to: u32,
    reference: String,
    state: State,
    late: bool,
}

/// The bars of one line of the list: a room, or a person.
#[derive(Default)]
struct Line {
    name: String,
    bars: Vec<Bar>,
}

const WIDTH: f64 = 760.0;
const LABEL: f64 = 62.0;
const ROW: f64 = 17.0;
const HEAD: f64 = 16.0;

/// Rooms, those with most meetings first.
pub(super) fn venues(report: &PlanReport) -> String {
    let mut lines: BTreeMap<VenueId, Line> = BTreeMap::new();
    for placed in &report.plan.placed {
        let problem = report.problem(placed.meeting);
        for part in &problem.parts {
            let venue = match part.venue {
                PartVenue::Meeting => placed.slot.venue,
                PartVenue::None => None,
                PartVenue::Named(venue) => Some(venue),
            };
            let Some(venue) = venue else { continue };
            let at = part.at(placed.slot.start);
            let line = lines.entry(venue).or_default();
            line.bars.push(bar(
                &problem.reference,
                &placed.slot,
                (at.start(), at.end()),
                &problem.zone,
            ));
        }
    }
    for (venue, line) in &mut lines {
        line.name = report.public_venue(*venue).to_owned();
    }
    shown(lines.into_values().collect())
}

/// Those who chair, those with most meetings first.
pub(super) fn chairs(report: &PlanReport) -> String {
    let mut lines: BTreeMap<crate::model::ContactId, Line> = BTreeMap::new();
    for placed in &report.plan.placed {
        let problem = report.problem(placed.meeting);
        let Some(chair) = report.chair(placed.meeting, &placed.slot) else {
            continue;
        };
        let Some(contact) = problem.member(chair.member).contact else {
            continue;
        };
        let line = lines.entry(contact).or_default();
        for present in &chair.present {
            let times = (present.start(), present.end());
            line.bars
                .push(bar(&problem.reference, &placed.slot, times, &problem.zone));
        }
    }
    for (contact, line) in &mut lines {
        line.name = report.public_name(*contact).to_owned();
    }
    shown(lines.into_values().collect())
}

fn bar(
    reference: &str,
    slot: &crate::model::Slot,
    (from, to): (Instant, Instant),
    zone: &Zone,
) -> Bar {
    let start = zone.local(from);
    let length = u32::try_from((to.0 - from.0) / 60).unwrap_or(0);
    let from = start.hour() * 60 + start.minute();
    Bar {
        day: start.date(),
        from,
        // What goes on over midnight is drawn to the end of its first day.
        to: (from + length).min(24 * 60),
        reference: reference.to_owned(),
        state: slot.state,
        late: slot.score.late,
    }
}

fn shown(mut lines: Vec<Line>) -> String {
    lines.sort_by(|a, b| (b.bars.len(), &a.name).cmp(&(a.bars.len(), &b.name)));
    let all = lines.iter().flat_map(|line| &line.bars);
    let first = all.clone().map(|bar| bar.from / 60).min().unwrap_or(8);
    let last = all.map(|bar| bar.to.div_ceil(60)).max().unwrap_or(18);
    let hours = (first, last.max(first + 1));
    let mut out = String::new();
    for (index, line) in lines.iter_mut().enumerate() {
        line.bars
            .sort_by(|a, b| (a.day, a.from, &a.reference).cmp(&(b.day, b.from, &b.reference)));
        let open = if index == 0 { " open" } else { "" };
        let _ = writeln!(
            out,
            "<details{open}><summary><h3>{}</h3> {}</summary>",
            escaped(&line.name),
            words::meetings(line.bars.len())
        );
        let mut rest = line.bars.as_slice();
        let one_month = rest.first().map(month_of) == rest.last().map(month_of);
        let mut is_first = true;
        while let Some(head) = rest.first() {
            let month = month_of(head);
            let here = rest.iter().take_while(|bar| month_of(bar) == month).count();
            let (bars, further) = rest.split_at(here);
            rest = further;
            let title = words::timeline_title(&line.name, head.day);
            if one_month {
                picture(&mut out, &title, bars, hours);
                continue;
            }
            let open = if is_first { " open" } else { "" };
            is_first = false;
            let _ = writeln!(
                out,
                "<details{open}><summary>{}, {}</summary>",
                words::month(head.day),
                words::meetings(bars.len())
            );
            picture(&mut out, &title, bars, hours);
            out.push_str("</details>\n");
        }
        out.push_str("</details>\n");
    }
    out
}

fn month_of(bar: &Bar) -> (i32, u32) {
    (bar.day.year(), bar.day.month())
}

/// A line a day on which there is something, hours from left to right.
fn picture(out: &mut String, title: &str, bars: &[Bar], (first, last): (u32, u32)) {
    let mut days: Vec<NaiveDate> = bars.iter().map(|bar| bar.day).collect();
    days.dedup();
    let height = HEAD + ROW * days.len() as f64 + 2.0;
    let scale = (WIDTH - LABEL) / f64::from((last - first) * 60);
    let x = |minute: u32| LABEL + f64::from(minute.saturating_sub(first * 60)) * scale;
    let _ = write!(
        out,
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{title}\"><svg class=\"line\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\
         <title>{title}</title><desc>{}</desc>",
        words::timeline_description(days.len(), bars.len()),
        title = escaped(title),
    );
    let bottom = height - 2.0;
    let mut grid = String::new();
    for hour in first..=last {
        let at = x(hour * 60);
        let _ = write!(grid, "M{at:.1} {HEAD}V{bottom:.1}");
        if hour < last {
            let _ = write!(out, "<text x=\"{:.1}\" y=\"11\">{hour}</text>", at + 1.0);
        }
    }
    let _ = write!(out, "<path class=\"g\" d=\"{grid}\"/>");
    let mut row = 0;
    for (index, day) in days.iter().enumerate() {
        let y = HEAD + ROW * index as f64;
        let _ = write!(
            out,
            "<text x=\"0\" y=\"{:.1}\">{}</text>",
            y + 12.0,
            day.format("%a %-d")
        );
        while let Some(bar) = bars.get(row).filter(|bar| bar.day == *day) {
            draw(out, bar, x(bar.from), x(bar.to), y);
            row += 1;
        }
    }
    out.push_str("</svg></div>\n");
}

fn draw(out: &mut String, bar: &Bar, from: f64, to: f64, y: f64) {
    let width = (to - from - 1.0).max(2.0);
    let (class, text_class) = match bar.state {
        State::Quorate => ("q", "t"),
        State::QuorateIf | State::Short => ("i", "u"),
    };
    let _ = write!(
        out,
        "<rect class=\"{class}\" x=\"{from:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"13\"/>",
        y + 2.0
    );
    if bar.late {
        let _ = write!(
            out,
            "<path class=\"l\" d=\"M{from:.1} {:.1}h{width:.1}\"/>",
            y + 15.0
        );
    }
    const LETTER: f64 = 5.0;
    let room = ((width - 4.0) / LETTER) as usize;
    let mark = if bar.late { "! " } else { "" };
    let text = format!("{mark}{}", bar.reference);
    let shown: String = match text.chars().count() > room {
        true => text
            .chars()
            .take(room.saturating_sub(1))
            .chain(['…'])
            .collect(),
        false => text,
    };
    if room >= 3 {
        let _ = write!(
            out,
            "<text class=\"{text_class}\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            from + 2.0,
            y + 11.5,
            escaped(&shown)
        );
    }
}
