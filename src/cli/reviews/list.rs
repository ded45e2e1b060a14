//! A list of cases: one line a case, and a table for a spreadsheet.

use super::setting::LARGEST;
use super::{ReviewsArguments, ReviewsFormat};
use crate::cli::{Exit, answer, complain, now};
use crate::edge::{files, write_atomically};
use crate::input::{csv_line, read_cases};
use crate::report::reviews::{CaseList, SHEET_COLUMNS, list_json, list_text, sheet};
use crate::report::words_en::reviews as words;
use std::path::Path;

pub(super) fn run(arguments: &ReviewsArguments, file: &Path) -> Result<Exit, Vec<String>> {
    if arguments.format() == ReviewsFormat::Ics {
        return Err(vec![words::no_ics_of_lists().to_owned()]);
    }
    let setting = arguments.setting(None)?;
    let today = setting.day(now(arguments.now));
    let reach = arguments.reach(1)?;
    let bytes = files::read(file, LARGEST).map_err(|error| vec![error.to_string()])?;
    let name = file.display().to_string();
    let (rows, warnings) = read_cases(&name, &bytes, &setting.book, setting.nation)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let mut warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    warnings.extend(setting.not_in_force(rows.iter().map(|row| row.kind.as_str()), today));
    warnings.iter().for_each(complain);
    let calendar = |nation| setting.calendar(nation);
    let list = CaseList::new(&rows, &setting.book, &calendar, today, reach);
    if let Some(out) = &arguments.out {
        write_atomically(out, table(&list).as_bytes())
            .map_err(|error| vec![format!("{}: {error}", out.display())])?;
    }
    let shown = match arguments.format() {
        ReviewsFormat::Json => list_json(&list, &warnings),
        _ => list_text(&list, arguments.out.is_none()),
    };
    Ok(match answer(&shown) {
        Exit::Answer if list.is_breached() => Exit::Negative,
        exit => exit,
    })
}

/// The list as spreadsheets read it.
fn table(list: &CaseList) -> String {
    let mut text = String::from("\u{FEFF}");
    text.push_str(&csv_line(SHEET_COLUMNS.into_iter(), ','));
    for row in sheet(list) {
        text.push_str(&csv_line(row.iter().map(String::as_str), ','));
    }
    text
}
