//! Writing one more row into the answers table, in the spelling that the file already has.

use super::answers::{References, reply_word};
use super::columns::{ANSWERS, Columns};
use super::csv_table::{clean, decode, sheet};
use super::fault::{Fault, FaultKind, Located, Place, Sink, Spot, Thing, Warning, WarningKind};
use super::names::nearest;
use super::table::{Entry, Field, Row};
use super::toml_table::read_rows;
use crate::model::{Reply, Workspace, WorkspaceKind};
use crate::time::Instant;
use std::collections::BTreeSet;

/// A row of the answers table as it is to be written.
#[derive(Clone, PartialEq, Debug)]
pub struct AnswerRow {
    pub who: String,
    /// Empty = every meeting.
    pub reference: String,
    /// As the user wrote them: reading understands them again.
    pub from: String,
    pub to: String,
    pub reply: Reply,
    pub how: String,
    pub recorded_by: String,
    pub recorded_at: Instant,
}

impl AnswerRow {
    /// Reads the row as the table would be read, with faults located at the flags (`--from`). The result has the contact's
    /// id and the meeting's reference as the workspace spells them. In a bare folder any reference will do, with a warning,
    /// since flags state the meetings there.
    pub fn checked(&self, workspace: &Workspace) -> Result<(AnswerRow, Vec<Warning>), Vec<Fault>> {
        let mut sink = Sink::default();
        let entries = self
            .values()
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| Entry {
                key: name.to_owned(),
                field: Field::text(&Spot::file(&format!("--{name}")), value.trim()),
            })
            .collect();
        let row = Row::new(
            Spot::flags(),
            entries,
            &Columns::new(ANSWERS.columns),
            &mut sink,
        );
        let mut checked = self.clone();
        if let Some(reference) = row.text("ref", &mut sink)
            && let Some(known) = reference_of(workspace, &reference, row.spot_of("ref"), &mut sink)
        {
            checked.reference = known;
        }
        let answers = super::answers::read(
            &[row],
            &super::names_of(workspace),
            &workspace.contacts,
            &References::from([super::by_lower_case(self.reference.trim())]),
            workspace.kind == WorkspaceKind::Bare,
            &workspace.defaults.zone,
            &mut sink,
        );
        let who = answers.first().map(|answer| answer.who);
        if let Some(who) = who {
            checked.who = workspace.contact(who).id.clone();
        }
        sink.finish(who.map(|_| checked))
    }

    fn values(&self) -> [(&'static str, String); 8] {
        [
            ("who", self.who.clone()),
            ("ref", self.reference.clone()),
            ("from", self.from.clone()),
            ("to", self.to.clone()),
            ("answer", reply_word(self.reply).to_owned()),
            ("how", self.how.clone()),
            ("recorded_by", self.recorded_by.clone()),
            ("recorded_at", self.recorded_at.to_string()),
        ]
    }
}

/// The meeting that a reference means, as the workspace spells it. In a bare folder any will do, with a warning.
pub(super) fn reference_of(
    workspace: &Workspace,
    reference: &str,
    spot: &Spot,
    sink: &mut Sink,
) -> Option<String> {
    let stated = workspace.meetings.iter().map(|one| one.reference.as_str());
    let arranged = workspace.arrangements.iter();
    let known: BTreeSet<&str> = stated
        .chain(arranged.map(|one| one.reference.as_str()))
        .collect();
    if let Some(found) = known.iter().find(|known| same(known, reference)) {
        return Some((*found).to_owned());
    }
    let reference = reference.to_owned();
    if workspace.kind == WorkspaceKind::Bare {
        let warning = WarningKind::AnswerToStatedMeeting {
            reference: reference.clone(),
        };
        sink.warn(spot, warning);
        return Some(reference);
    }
    let fault = FaultKind::Unknown {
        thing: Thing::Meeting,
        choices: nearest(&reference, known.into_iter()),
        text: reference,
        home: "the meetings table",
    };
    sink.fault(spot, fault);
    None
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// The new content of the answers table `file` (`answers.csv` or `answers.toml`), which is `bytes` now, or not there yet.
pub fn appended(file: &str, bytes: Option<&[u8]>, row: &AnswerRow) -> Result<Vec<u8>, Vec<Fault>> {
    if file.ends_with(".toml") {
        return append_toml(file, bytes.unwrap_or_default(), row);
    }
    append_csv(file, bytes.unwrap_or_default(), row)
}

fn append_csv(file: &str, bytes: &[u8], row: &AnswerRow) -> Result<Vec<u8>, Vec<Fault>> {
    let decoded = decode(bytes);
    let refuse = |place: Place, what: FaultKind| {
        vec![Located {
            file: file.to_owned(),
            place,
            what,
        }]
    };
    let known = Columns::new(ANSWERS.columns);
    let sheet = sheet(&decoded.text, &known).map_err(|row| {
        let place = Place::Row {
            row: u32::try_from(row + 1).unwrap_or(u32::MAX),
            column: String::new(),
        };
        refuse(place, FaultKind::OpenQuote)
    })?;
    let values = row.values();
    let Some(header) = sheet.header else {
        let mut text = String::from("\u{FEFF}");
        text.push_str(&csv_line(values.iter().map(|(name, _)| *name), ','));
        text.push_str(&csv_line(
            values.iter().map(|(_, value)| value.as_str()),
            ',',
        ));
        return Ok(text.into_bytes());
    };
    let headings = &sheet.rows[header];
    let columns: Vec<Option<&str>> = headings
        .iter()
        .map(|cell| known.find(&clean(cell)).map(|column| column.name))
        .collect();
    let mut faults = Vec::new();
    for (column, value) in &values {
        // When it was recorded is also told by the order of the rows; everything else would be lost.
        if !value.is_empty() && *column != "recorded_at" && !columns.contains(&Some(column)) {
            faults.extend(refuse(Place::File, FaultKind::MissingColumn { column }));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let cells = columns.iter().map(|column| {
        let value = values.iter().find(|(name, _)| Some(*name) == *column);
        value.map_or("", |(_, value)| value.as_str())
    });
    let line = csv_line(cells, sheet.delimiter);
    // An older encoding may lack a letter of the new row, so such a file becomes UTF-8 with a byte order mark.
    let mut content = if decoded.was_utf8 {
        bytes.to_vec()
    } else {
        format!("\u{FEFF}{}", decoded.text).into_bytes()
    };
    if !content.ends_with(b"\n") && !content.ends_with(b"\r") {
        content.extend_from_slice(b"\r\n");
    }
    content.extend_from_slice(line.as_bytes());
    Ok(content)
}

/// Cells with the delimiter between them and CRLF behind; none can be taken for a formula by a spreadsheet.
pub fn csv_line<'a>(cells: impl Iterator<Item = &'a str>, delimiter: char) -> String {
    let written: Vec<String> = cells
        .map(|cell| {
            let neutral = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                format!("'{cell}")
            } else {
                cell.to_owned()
            };
            if neutral.contains(['"', '\r', '\n', ',', ';', '\t', delimiter]) {
                format!("\"{}\"", neutral.replace('"', "\"\""))
            } else {
                neutral
            }
        })
        .collect();
    format!("{}\r\n", written.join(&delimiter.to_string()))
}

fn append_toml(file: &str, bytes: &[u8], row: &AnswerRow) -> Result<Vec<u8>, Vec<Fault>> {
    let mut text = decode(bytes).text;
    if text.is_empty() {
        text.push_str("format = \"quorate-answers/1\"\n");
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str("\n[[answer]]\n");
    for (name, value) in row.values() {
        if !value.is_empty() {
            text.push_str(&format!("{name} = {}\n", toml::Value::String(value)));
        }
    }
    // A file that writes its rows in another form than `[[answer]]` cannot be added to in this way.
    let mut sink = Sink::default();
    read_rows(file, text.as_bytes(), &ANSWERS, &mut sink);
    sink.finish(Some(text.into_bytes())).map(|(bytes, _)| bytes)
}
