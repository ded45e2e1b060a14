//! Writing one more row into a table, in the spelling that the file already has.

use super::answer_rows::AnswerText;
use super::answers::{References, reply_word};
use super::columns::{ANSWERS, Columns, MEETINGS, Schema};
use super::csv_table::{clean, decode, sheet};
use super::fault::{Fault, FaultKind, Located, Place, Sink, Spot, Thing, Warning, WarningKind};
use super::names::nearest;
use super::table::{Entry, Field, Row};
use super::toml_table::read_rows;
use crate::model::{Answerer, Reply, Workspace, WorkspaceKind};
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
    /// or the room's id and the meeting's reference as the workspace spells them. In a bare folder any reference will do, with a warning,
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
            (&workspace.contacts, &workspace.venues),
            &References::from([super::by_lower_case(self.reference.trim())]),
            workspace.kind == WorkspaceKind::Bare,
            &workspace.defaults.zone,
            &mut sink,
        );
        let who = answers.first().map(|answer| answer.who);
        if let Some(who) = who {
            checked.who = match who {
                Answerer::Contact(contact) => workspace.contact(contact).id.clone(),
                Answerer::Venue(venue) => workspace.venue(venue).id.clone(),
            };
        }
        sink.finish(who.map(|_| checked))
    }

    /// Its cells.
    pub fn cells(&self) -> AnswerText {
        self.values().map(|(_, value)| value)
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
    // When it was recorded is also told by the order of the rows; everything else would be lost.
    let lost = Lost::Refused { but: "recorded_at" };
    append(
        file,
        bytes.unwrap_or_default(),
        &ANSWERS,
        &[row.values().to_vec()],
        lost,
    )
}

/// A row by columns and their values.
pub type RowText = Vec<(&'static str, String)>;

/// The new content of the meetings table `file` with more meetings. Columns that the file does not have are added to it.
pub fn meetings_appended(
    file: &str,
    bytes: Option<&[u8]>,
    rows: &[RowText],
) -> Result<Vec<u8>, Vec<Fault>> {
    let bytes = bytes.unwrap_or_default();
    append(file, bytes, &MEETINGS, rows, Lost::Added)
}

/// What is done with a value for whose column a CSV file has no heading.
#[derive(Clone, Copy)]
enum Lost {
    /// It is a fault, but for this one column.
    Refused { but: &'static str },
    /// The heading is added.
    Added,
}

fn append(
    file: &str,
    bytes: &[u8],
    schema: &Schema,
    rows: &[RowText],
    lost: Lost,
) -> Result<Vec<u8>, Vec<Fault>> {
    if file.ends_with(".toml") {
        return append_toml(file, bytes, schema, rows);
    }
    append_csv(file, bytes, schema, rows, lost)
}

fn append_csv(
    file: &str,
    bytes: &[u8],
    schema: &Schema,
    rows: &[RowText],
    lost: Lost,
) -> Result<Vec<u8>, Vec<Fault>> {
    let decoded = decode(bytes);
    let refuse = |place: Place, what: FaultKind| Located {
        file: file.to_owned(),
        place,
        what,
    };
    let known = Columns::new(schema.columns);
    let sheet = sheet(&decoded.text, &known).map_err(|row| {
        let place = Place::Row {
            row: u32::try_from(row + 1).unwrap_or(u32::MAX),
            column: String::new(),
        };
        vec![refuse(place, FaultKind::OpenQuote)]
    })?;
    let Some(header) = sheet.header else {
        let mut columns: Vec<&'static str> = Vec::new();
        for (name, _) in rows.iter().flatten() {
            if !columns.contains(name) {
                columns.push(name);
            }
        }
        let mut text = String::from("\u{FEFF}");
        text.push_str(&csv_line(columns.iter().copied(), ','));
        let columns: Vec<Option<&str>> = columns.into_iter().map(Some).collect();
        rows.iter()
            .for_each(|row| text.push_str(&line(row, &columns, ',')));
        return Ok(text.into_bytes());
    };
    let headings = &sheet.rows[header];
    let mut columns: Vec<Option<&str>> = headings
        .iter()
        .map(|cell| known.find(&clean(cell)).map(|column| column.name))
        .collect();
    let mut wanting: Vec<&'static str> = Vec::new();
    for (column, value) in rows.iter().flatten() {
        let is_new = !columns.contains(&Some(column)) && !wanting.contains(column);
        if is_new && !value.is_empty() {
            wanting.push(column);
        }
    }
    // An older encoding may lack a letter of the new row, so such a file becomes UTF-8 with a byte order mark.
    let mut content = match decoded.was_utf8 {
        true => bytes.to_vec(),
        false => format!("\u{FEFF}{}", decoded.text).into_bytes(),
    };
    match lost {
        Lost::Refused { but } => {
            let faults: Vec<Fault> = wanting
                .into_iter()
                .filter(|column| *column != but)
                .map(|column| refuse(Place::File, FaultKind::MissingColumn { column }))
                .collect();
            if !faults.is_empty() {
                return Err(faults);
            }
        }
        Lost::Added => {
            let mark = content.len() - decoded_length(&content);
            let text = String::from_utf8_lossy(&content[mark..]).into_owned();
            let end = mark + end_of_row(&text, header);
            let more = csv_line(wanting.iter().copied(), sheet.delimiter);
            let more = more.trim_end_matches("\r\n");
            if !wanting.is_empty() {
                content.splice(end..end, format!("{}{more}", sheet.delimiter).into_bytes());
            }
            columns.extend(wanting.into_iter().map(Some));
        }
    }
    if !content.ends_with(b"\n") && !content.ends_with(b"\r") {
        content.extend_from_slice(b"\r\n");
    }
    for row in rows {
        content.extend_from_slice(line(row, &columns, sheet.delimiter).as_bytes());
    }
    Ok(content)
}

/// The cells of a row under the headings.
fn line(row: &RowText, columns: &[Option<&str>], delimiter: char) -> String {
    let cells = columns.iter().map(|column| {
        let value = row.iter().find(|(name, _)| Some(*name) == *column);
        value.map_or("", |(_, value)| value.as_str())
    });
    csv_line(cells, delimiter)
}

/// How many bytes stand behind the byte order mark, if there is one.
fn decoded_length(bytes: &[u8]) -> usize {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).len()
}

/// Where the line end of a row stands, quotation marks minded.
fn end_of_row(text: &str, row: usize) -> usize {
    let (mut rows, mut quoted, mut before) = (0, false, ' ');
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '\n' if before == '\r' => {}
            '\r' | '\n' if !quoted => {
                if rows == row {
                    return at;
                }
                rows += 1;
            }
            _ => {}
        }
        before = c;
    }
    text.len()
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

fn append_toml(
    file: &str,
    bytes: &[u8],
    schema: &Schema,
    rows: &[RowText],
) -> Result<Vec<u8>, Vec<Fault>> {
    let mut text = decode(bytes).text;
    if text.is_empty() {
        text.push_str(&format!("format = \"quorate-{}/1\"\n", schema.name));
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    for row in rows {
        text.push_str(&format!("\n[[{}]]\n", schema.rows[0]));
        for (name, value) in row.iter().filter(|(_, value)| !value.is_empty()) {
            let value = toml::Value::String(value.clone());
            text.push_str(&format!("{name} = {value}\n"));
        }
    }
    // A file that writes its rows in another form than `[[answer]]` cannot be added to in this way.
    let mut sink = Sink::default();
    read_rows(file, text.as_bytes(), schema, &mut sink);
    sink.finish(Some(text.into_bytes())).map(|(bytes, _)| bytes)
}

#[cfg(test)]
mod tests;
