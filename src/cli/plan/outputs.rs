//! The files of a plan: all are made first, then written, each whole or not at all.

use super::PlanArguments;
use crate::cli::targets;
use crate::edge::outbox::{Existing, write_folder};
use crate::edge::write_atomically;
use crate::input::csv_line;
use crate::message::{Diary, diaries};
use crate::model::MeetingSpec;
use crate::report::plan::{self as words, Figures, PlanReport, columns, json, page, rows};
use std::path::Path;

/// A file, or a folder of files, before it is written.
pub(super) struct Made<'a> {
    what: &'static str,
    path: &'a Path,
    content: Content,
}

enum Content {
    File(Vec<u8>),
    Folder(Vec<Diary>),
}

/// Refuses what can be seen to go wrong before anything is searched.
pub(super) fn can_be_written(arguments: &PlanArguments) -> Result<(), Vec<String>> {
    let files = [&arguments.out, &arguments.csv, &arguments.html];
    targets::can_be_written(files.into_iter().flatten())
}

/// Everything that is asked for.
pub(super) fn made<'a>(
    arguments: &'a PlanArguments,
    report: &PlanReport,
    figures: &Figures,
) -> Vec<Made<'a>> {
    let mut made = Vec::new();
    let mut file = |what, path: &'a Option<std::path::PathBuf>, content: &dyn Fn() -> Vec<u8>| {
        if let Some(path) = path {
            let content = Content::File(content());
            made.push(Made {
                what,
                path,
                content,
            });
        }
    };
    file("Plan", &arguments.out, &|| {
        json(report, figures).into_bytes()
    });
    file("Page", &arguments.html, &|| {
        page(report, figures).into_bytes()
    });
    file("Table", &arguments.csv, &|| table(report));
    if let Some(path) = &arguments.ics {
        let specs = report.plan.placed.iter();
        let specs: Vec<&MeetingSpec> = specs.map(|one| &report.specs[one.meeting]).collect();
        let diaries = diaries(report.workspace, report.arranged, &specs, report.batch.now);
        made.push(Made {
            what: "Calendars",
            path,
            content: Content::Folder(diaries),
        });
    }
    made
}

/// As spreadsheets read it: with a byte order mark, and no cell a formula.
fn table(report: &PlanReport) -> Vec<u8> {
    let mut text = String::from("\u{FEFF}");
    let columns = columns(report);
    text.push_str(&csv_line(columns.iter().map(String::as_str), ','));
    for row in rows(report) {
        text.push_str(&csv_line(row.iter().map(String::as_str), ','));
    }
    text.into_bytes()
}

/// Writes all, and tells what and where.
pub(super) fn write(made: &[Made]) -> Result<Vec<String>, Vec<String>> {
    let mut written = Vec::new();
    for one in made {
        let mut path = one.path.display().to_string();
        match &one.content {
            Content::File(bytes) => write_atomically(one.path, bytes)
                .map_err(|error| vec![format!("{path}: {error}")])?,
            Content::Folder(diaries) => {
                let files: Vec<(&str, &[u8])> = diaries
                    .iter()
                    .map(|diary| (diary.file_name.as_str(), diary.bytes.as_slice()))
                    .collect();
                // A plan is made again and again, and its calendars with it.
                let others = write_folder(one.path, &files, Existing::Replace)
                    .map_err(|error| vec![error.to_string()])?;
                path = words::calendars(&path, files.len(), &others);
            }
        }
        written.push(words::written(one.what, &path));
    }
    Ok(written)
}
