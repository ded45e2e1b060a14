//! Every meeting of the plan, in tables by month.

use super::words_en as words;
use crate::model::Level;
use crate::report::html::escaped;
use crate::report::page::table;
use crate::report::plan::{PlanReport, table as cells};
use chrono::{Datelike, NaiveDate};
use std::fmt::Write as _;

/// Up to so many meetings all months stand open.
const ALL_OPEN: usize = 60;

/// People named in the row of a plan of more meetings than this would make the page too large to be opened.
const PEOPLE_UP_TO: usize = 3000;

pub(super) fn by_month(report: &PlanReport) -> String {
    let order = report.by_time();
    let with_people = order.len() <= PEOPLE_UP_TO;
    let mut out = String::new();
    if !with_people {
        let _ = writeln!(out, "<p>{}</p>", words::PEOPLE_LEFT_OUT);
    }
    let mut month: Option<(i32, u32)> = None;
    let date = |index: usize| {
        let placed = &report.plan.placed[index];
        report.date(placed.meeting, &placed.slot)
    };
    for (place, index) in order.iter().enumerate() {
        let day = date(*index);
        let this = (day.year(), day.month());
        if month != Some(this) {
            if month.is_some() {
                end(&mut out);
            }
            let same = |other: &&usize| {
                let other = date(**other);
                (other.year(), other.month()) == this
            };
            let number = order[place..].iter().take_while(same).count();
            let open = month.is_none() || order.len() <= ALL_OPEN;
            begin(&mut out, day, number, open && number <= 150, with_people);
            month = Some(this);
        }
        row(report, &mut out, *index, with_people);
    }
    if month.is_some() {
        end(&mut out);
    }
    out
}

fn begin(out: &mut String, day: NaiveDate, number: usize, open: bool, with_people: bool) {
    let open = if open { " open" } else { "" };
    let title = words::month(day);
    let _ = writeln!(
        out,
        "<details{open}><summary><h3>{title}</h3> {}</summary>",
        words::meetings(number)
    );
    let headings = &words::MEETINGS_HEAD[..];
    let headings = if with_people {
        headings
    } else {
        &headings[..headings.len() - 1]
    };
    out.push_str(&table(&words::meetings_caption(&title), headings, 0));
}

fn end(out: &mut String) {
    out.push_str("</tbody></table></div>\n</details>\n");
}

fn row(report: &PlanReport, out: &mut String, index: usize, with_people: bool) {
    let placed = &report.plan.placed[index];
    let (meeting, slot) = (placed.meeting, &placed.slot);
    let problem = report.problem(meeting);
    let (from, to) = (problem.zone.local(slot.start), problem.zone.local(slot.end));
    let venue = slot.venue.map(|venue| report.public_venue(venue));
    let mut state = cells::state(slot);
    let confirm = cells::confirm(report, slot, &|member| {
        cells::person(report, meeting, member)
    });
    if !confirm.is_empty() {
        state = format!("{state}: {confirm}");
    }
    let spare = match slot.spare_working_days {
        Some(days) if slot.score.late => words::late_by(days),
        Some(days) => days.to_string(),
        None => String::new(),
    };
    let _ = write!(
        out,
        "<tr><td class=\"nw\">{}</td><td class=\"nw\">{}–{}</td><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>",
        from.format("%a %-d %b"),
        from.format("%H:%M"),
        to.format("%H:%M"),
        escaped(&problem.reference),
        escaped(&report.kind(meeting)),
        escaped(venue.unwrap_or_default()),
        escaped(&state),
        escaped(&empty(report, meeting, slot)),
        spare
    );
    if with_people {
        let people: Vec<String> = slot
            .attending
            .iter()
            .map(|one| cells::person(report, meeting, one.member))
            .collect();
        let _ = write!(out, "<td>{}</td>", escaped(&people.join(", ")));
    }
    out.push_str("</tr>\n");
}

/// Required and expected seats that stay empty.
fn empty(report: &PlanReport, meeting: usize, slot: &crate::model::Slot) -> String {
    let problem = report.problem(meeting);
    let seats = slot.missing.iter().map(|one| problem.seat(one.seat));
    let seats = seats.filter(|one| matches!(one.level, Level::Required | Level::Expected));
    let names: Vec<String> = seats.map(|one| report.seat_name(&one.id)).collect();
    names.join(", ")
}
