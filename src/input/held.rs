//! The list of meetings that were held, for the figures of timeliness: one row a meeting.
//!
//! Relies on `cases` for the columns that say which clock a meeting has. What is in time, and what figures come of it, is worked out
//! elsewhere.

use super::cases::{CaseReader, rows};
use super::columns::{Column, Schema, columns};
use super::dates::date;
use super::fault::{Fault, FaultKind, Sink, Warning};
use super::scalar::number;
use crate::model::HeldRow;
use crate::model::rules::RuleBook;
use crate::time::Nation;

const HELD: Schema = Schema {
    name: "held",
    rows: &["held", "meeting", "meetings"],
    most: 1_000_000,
    columns: columns! {
        "ref": "reference", "case", "case ref", "case reference", "case number", "id";
        "type": "kind", "meeting type", "type of meeting", "review type";
        "trigger": "trigger date", "started", "clock starts", "start", "strategy discussion", "strategy discussion date", "became looked after", "plan made";
        "s47": "s47 start", "s47 started", "s47 date", "section 47", "section 47 start", "s47 enquiry";
        "previous": "previous date", "previous meeting", "previous review", "last held", "last meeting", "last review";
        "number": "meeting number", "review number", "no", "nth";
        "held": "held on", "date held", "meeting", "meeting date", "date of meeting", "date";
        "reason": "reason for delay", "delay reason", "why late", "reason late";
        "children": "number of children", "no of children", "subjects", "child count";
        "flags": "flag", "circumstances";
        "anchors": "anchor", "other dates", "further dates", "dates";
        "nation": "country";
    },
};

/// Reads a list of held meetings: `.toml`, else a table as spreadsheets write it. `nation` holds where a row names none.
pub fn read_held(
    file: &str,
    bytes: &[u8],
    book: &RuleBook,
    nation: Nation,
) -> Result<(Vec<HeldRow>, Vec<Warning>), Vec<Fault>> {
    let mut sink = Sink::default();
    let mut reader = CaseReader::new(book, nation);
    let rows = rows(file, bytes, &HELD, &mut sink);
    let mut meetings = Vec::new();
    for row in rows.iter().flatten() {
        row.warn_of_others(&mut sink);
        row.need("held", "08/12/2026", &mut sink);
        let held = row.read("held", &mut sink, date);
        let s47 = row.read("s47", &mut sink, date);
        let children = row.read("children", &mut sink, number(1, 99));
        // What it says is not kept: it may tell of people.
        let has_reason = row.text("reason", &mut sink).is_some();
        let case = reader.read(row, held, &mut sink);
        let (Some(held), Some(case)) = (held, case) else {
            continue;
        };
        if let Some(started) = s47.filter(|started| held < *started) {
            let what = FaultKind::BeforeItsStart {
                meeting: held,
                start: "s47",
                date: started,
            };
            sink.fault(row.spot_of("held"), what);
        }
        meetings.push(HeldRow {
            case,
            held,
            s47,
            has_reason,
            children: children.unwrap_or(1),
        });
    }
    sink.finish(rows.is_some().then_some(meetings))
}

/// The columns of the list, for the test that no heading means two of them.
#[cfg(test)]
pub(super) const COLUMNS: &[Column] = HELD.columns;
