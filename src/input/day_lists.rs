//! Days that stand in a calendar file of the folder, written in a list of dates by the file's name: `local-holidays.ics`.
//!
//! Which files there are to be read is told before the tables are ([`day_list_names`]); who reads them is `edge`'s business, and
//! what is a whole day in one is `ics`'s.

use super::columns::{CALENDAR, Columns, DEFAULTS};
use super::dates::date_range;
use super::fault::{FaultKind, Sink, Spot, WarningKind};
use super::table::{Entry, Row, Value};
use super::toml_table::read_document;
use crate::model::{DayList, DayListFault, FeedRefusal, days_of};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What the files hold, by the names that the tables call them by.
pub type DayLists = BTreeMap<String, Result<DayList, DayListFault>>;

/// Why a file is of no use as a list of days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayFileFault {
    /// Its name leads out of the folder.
    Outside,
    Missing,
    Refused(FeedRefusal),
    /// A day may be missing, for something at this line (0 where no line is at fault) cannot be read.
    Unreadable {
        line: u32,
    },
    /// It has no entry of whole days.
    NoDays,
}

/// The lists of days in `quorate.toml`.
const LISTS: [&str; 3] = ["closures", "open", "closed"];

/// The calendar files that `quorate.toml` names where dates are listed, each once and none outside the folder.
pub fn day_list_names(tables: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let Some(bytes) = tables.get("quorate.toml") else {
        return Vec::new();
    };
    // What is at fault in the file is told when it is read for good.
    let entries = read_document("quorate.toml", bytes, &mut Sink::default()).unwrap_or_default();
    let sections = [Columns::new(DEFAULTS), Columns::new(CALENDAR)];
    let lists = |key: &str| {
        let columns = sections.iter().filter_map(|section| section.find(key));
        columns
            .map(|column| column.name)
            .any(|name| LISTS.contains(&name))
    };
    let mut open: Vec<Entry> = entries;
    let mut names = BTreeSet::new();
    while let Some(entry) = open.pop() {
        let is_list = lists(&entry.key);
        for item in entry.field.items() {
            match item.value {
                Value::Text(text) if is_list && is_file(&text) && !is_outside(&text) => {
                    names.insert(text);
                }
                Value::Table(entries) => open.extend(entries),
                _ => {}
            }
        }
    }
    names.into_iter().collect()
}

fn is_file(text: &str) -> bool {
    let ending = text.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("ics"))
}

fn is_outside(text: &str) -> bool {
    let text = text.replace('\\', "/");
    text.starts_with('/') || text.contains(':') || text.split('/').any(|step| step == "..")
}

/// The stretches of days that a list gives, sorted: dates, stretches of dates, and files.
pub(super) fn stretches(
    row: &Row,
    column: &str,
    files: &DayLists,
    sink: &mut Sink,
) -> Vec<(NaiveDate, NaiveDate)> {
    let mut found = Vec::new();
    for (spot, text) in row.texts(column, sink) {
        if is_file(&text) {
            found.extend(of_file(&spot, &text, files, sink));
        } else {
            found.extend(sink.take(&spot, date_range(&text)));
        }
    }
    found.sort_unstable();
    found
}

/// Every day of the same list, once and in order.
pub(super) fn days(row: &Row, column: &str, files: &DayLists, sink: &mut Sink) -> Vec<NaiveDate> {
    let stretches = stretches(row, column, files, sink);
    let days: BTreeSet<NaiveDate> = stretches.into_iter().flat_map(days_of).collect();
    days.into_iter().collect()
}

fn of_file(
    spot: &Spot,
    name: &str,
    files: &DayLists,
    sink: &mut Sink,
) -> Vec<(NaiveDate, NaiveDate)> {
    let refuse = |what| FaultKind::DayFile {
        text: name.to_owned(),
        what,
    };
    let list = match files.get(name) {
        _ if is_outside(name) => Err(refuse(DayFileFault::Outside)),
        None | Some(Err(DayListFault::Missing)) => Err(refuse(DayFileFault::Missing)),
        Some(Err(DayListFault::Refused(why))) => Err(refuse(DayFileFault::Refused(*why))),
        Some(Ok(list)) => match list.unreadable {
            Some(line) => Err(refuse(DayFileFault::Unreadable { line })),
            None if list.ranges.is_empty() => Err(refuse(DayFileFault::NoDays)),
            None => Ok(list),
        },
    };
    let Some(list) = sink.take(spot, list) else {
        return Vec::new();
    };
    if list.timed > 0 {
        let what = WarningKind::TimedEntries {
            text: name.to_owned(),
            count: list.timed,
        };
        sink.warn(spot, what);
    }
    list.ranges.clone()
}
