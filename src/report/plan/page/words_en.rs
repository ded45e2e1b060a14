//! The English of the page.

use crate::report::plan::PlanReport;
use crate::report::words_en::{counted, date, thousands};
use chrono::NaiveDate;

pub(super) const SKIP: &str = "Skip to the plan";
pub(super) const CONTENTS: &str = "Parts of this page";
pub(super) const CALLS: &str = "Whom to ring first";
pub(super) const UNPLACED: &str = "Without a place";
pub(super) const MONTHS: &str = "Months";
pub(super) const AGENCIES: &str = "Coverage by agency";
pub(super) const TIMELINESS: &str = "Timeliness";
pub(super) const VENUES: &str = "Days of the venues";
pub(super) const CHAIRS: &str = "Days of the chairs";
pub(super) const LOAD: &str = "Load";
pub(super) const HOW_GOOD: &str = "How good the plan is";
pub(super) const MEETINGS: &str = "All meetings";
pub(super) const MADE: &str = "How this was made";
pub(super) const FOOT: &str = "Made by quorate. This page holds everything it shows: nothing is fetched and nothing is sent. On paper stands what is open \
     on the screen.";

pub(super) const TILE_IN_TIME: &str = "Placed in time";
pub(super) const TILE_QUORATE: &str = "Quorate as known";
pub(super) const TILE_WAITING: &str = "Wait for an answer";
pub(super) const TILE_PLACES: &str = "Required places filled";
pub(super) const TILE_LATE: &str = "Late";
pub(super) const TILE_UNPLACED: &str = "Without a place";

pub(super) const CALLS_CAPTION: &str = "Answers that settle most meetings";
pub(super) const CALLS_HEAD: [&str; 3] = ["Who", "What a yes does", "Meetings"];
pub(super) const UNPLACED_CAPTION: &str =
    "Meetings without a place, why, and what would place them";
pub(super) const UNPLACED_HEAD: [&str; 2] = ["Meetings", "Why, and what would help"];
pub(super) const AGENCIES_NOTE: &str = "Places in the meetings that are placed. A place counts for the agency whose \
    people may fill it.";
pub(super) const AGENCIES_CAPTION: &str = "Places by agency";
pub(super) const AGENCIES_GROUPS: [&str; 2] = ["Required", "Expected and preferred"];
pub(super) const AGENCIES_HEAD: [&str; 4] = ["Coming", "Not known", "Empty", "Filled"];
pub(super) const AGENCY: &str = "Agency";
pub(super) const SEVERAL_AGENCIES: &str = "any of several, or to be named";
pub(super) const TIMELINESS_TITLE: &str = "Meetings by working days to spare before their limit";
pub(super) const TIMELINESS_AXIS: &str = "working days to spare";
pub(super) const LATE_GROUP: &str = "late";
pub(super) const NO_LIMIT_GROUP: &str = "no limit";
pub(super) const TYPES_CAPTION: &str = "Meetings by type";
pub(super) const TYPES_HEAD: [&str; 6] = [
    "Type",
    "Meetings",
    "Placed",
    "In time",
    "Quorate as known",
    "Days in hand, mean",
];
pub(super) const DRAWN_NOTE: &str = "A line a day, hours from left to right. The tables under \"All meetings\" say the same in words.";
pub(super) const KEY_SURE: &str = "quorate as known";
pub(super) const KEY_WAITING: &str = "waits for an answer";
pub(super) const KEY_LATE: &str = "underlined, with !: late";
pub(super) const LOAD_NOTE: &str =
    "Meetings of those whom the plan chooses among, with what they had before in grey.";
pub(super) const POOL_DESCRIPTION: &str =
    "A bar a person, those with most meetings first. The table below has the numbers.";
pub(super) const POOL_HEAD: [&str; 4] = ["Who", "Before", "In this plan", "Together"];
pub(super) const LEVELS_CAPTION: &str = "What counts, most important first; less is better";
pub(super) const LEVELS_HEAD: [&str; 4] = ["What counts", "This plan", "Best possible", "Of"];
pub(super) const NOT_KNOWN: &str = "not known";
pub(super) const PROVED: &str = "proved: no less";
pub(super) const PEOPLE_LEFT_OUT: &str = "There are too many meetings to name everybody here: the table (--csv) and the plan file name them.";
pub(super) const MEETINGS_HEAD: [&str; 9] = [
    "Date",
    "Time",
    "Ref",
    "Type",
    "Venue",
    "State",
    "Empty seats",
    "Days in hand",
    "People",
];

/// With the days that it spans.
pub(super) fn title(report: &PlanReport) -> String {
    let days = report
        .plan
        .placed
        .iter()
        .map(|one| report.date(one.meeting, &one.slot));
    match (days.clone().min(), days.max()) {
        (Some(first), Some(last)) if first == last => format!("Plan for {}", date(first)),
        (Some(first), Some(last)) => format!("Plan, {} to {}", date(first), date(last)),
        _ => "Plan".to_owned(),
    }
}

pub(super) fn meetings(number: usize) -> String {
    counted(number as u64, "meeting", "meetings")
}

pub(super) fn of(part: usize, all: usize) -> String {
    format!("{} of {}", thousands(part as u64), thousands(all as u64))
}

pub(super) fn month(day: NaiveDate) -> String {
    day.format("%B %Y").to_string()
}

pub(super) fn month_caption(first: NaiveDate, number: usize) -> String {
    format!("{}: {}", month(first), meetings(number))
}

pub(super) fn meetings_caption(month: &str) -> String {
    format!("Meetings in {month}")
}

/// `1 to 4 meetings a day`.
pub(super) fn range(least: usize, most: usize) -> String {
    match least == most {
        true => format!("{} a day", meetings(most)),
        false => format!("{least} to {} a day", meetings(most)),
    }
}

/// What a reader by ear hears behind the percentage of a day.
pub(super) fn day_detail(waiting: usize) -> String {
    match waiting {
        0 => "of required places filled".to_owned(),
        _ => format!("of required places filled; {waiting} not quorate as known"),
    }
}

pub(super) fn timeline_title(name: &str, day: NaiveDate) -> String {
    format!("{name}, {}", month(day))
}

pub(super) fn timeline_description(days: usize, bars: usize) -> String {
    format!(
        "{} on {}, a line a day.",
        meetings(bars),
        counted(days as u64, "day", "days")
    )
}

pub(super) fn spare_group(least: i32, last: Option<i32>) -> String {
    match last {
        Some(last) if last == least => least.to_string(),
        Some(last) => format!("{least} to {last}"),
        None => format!("{least} or more"),
    }
}

pub(super) fn late_by(days: i32) -> String {
    format!("late: {}", days.to_string().replace('-', "−"))
}

pub(super) fn pool_title(seat: &str) -> String {
    format!("Load of {seat}")
}

pub(super) fn pool_summary(people: usize, least: usize, most: usize) -> String {
    let people = counted(people as u64, "person", "people");
    match least == most {
        true => format!("{people}, {} each", meetings(most)),
        false => format!("{people}, {least} to {} each", meetings(most)),
    }
}

/// `A-1, A-2 and 12 more`.
pub(super) fn some(references: &[String], most: usize) -> String {
    match references.len() > most {
        true => format!(
            "{} and {} more",
            references[..most].join(", "),
            references.len() - most
        ),
        false => references.join(", "),
    }
}

/// `hash` is markup.
pub(super) fn made(now: &str, effort: &str, seed: u64, hash: &str) -> String {
    format!(
        "As of {now}, with --effort {effort} and --seed {seed}. What was read has the hash {hash}: the same input gives the \
         same plan."
    )
}
