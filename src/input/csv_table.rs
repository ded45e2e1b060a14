//! CSV as spreadsheets write it, with the row numbers that they show.
//!
//! Own reader of RFC 4180 instead of the `csv` crate, which passes over blank lines without counting them: the row that
//! is reported would not be the row that the user sees. Never fails on bytes: what is no UTF-8 is read as Windows-1252.

use super::columns::{Columns, Schema};
use super::fault::{FaultKind, Place, Sink, Spot};
use super::table::{Entry, Field, Row};
use std::iter::Peekable;
use std::str::Chars;
use std::sync::Arc;

/// A text file's content, and whether it already was UTF-8.
pub(super) struct Decoded {
    pub text: String,
    pub was_utf8: bool,
}

/// UTF-8 with or without byte order mark, UTF-16 with one, else Windows-1252.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let utf16 = |rest: &[u8], of: fn([u8; 2]) -> u16| Decoded {
        text: char::decode_utf16(rest.chunks_exact(2).map(|pair| of([pair[0], pair[1]])))
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
        was_utf8: false,
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            match std::str::from_utf8(bytes) {
                Ok(text) => Decoded {
                    text: text.to_owned(),
                    was_utf8: true,
                },
                Err(_) => Decoded {
                    text: bytes.iter().copied().map(windows_1252).collect(),
                    was_utf8: false,
                },
            }
        }
    }
}

/// Windows-1252 differs from Latin-1 in 0x80 to 0x9F only; its five holes stay the controls that they are there.
fn windows_1252(byte: u8) -> char {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    match byte {
        0x80..=0x9F => HIGH
            .chars()
            .nth(usize::from(byte - 0x80))
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}

/// The cells of every row, blank rows included, so that the index is the spreadsheet's row number less one.
pub(super) struct Sheet {
    pub rows: Vec<Vec<String>>,
    pub delimiter: char,
    /// Index of the row that names the columns.
    pub header: Option<usize>,
}

/// Splits text into cells by the delimiter that lets most of the header be understood. `Err` is the index of the row in
/// which a quotation mark is left open.
pub(super) fn sheet(text: &str, columns: &Columns) -> Result<Sheet, usize> {
    let delimiter = delimiter(text, columns);
    let (rows, open) = cells(text, delimiter);
    let header = (first_row(text)..rows.len()).find(|row| !is_blank(&rows[*row]));
    let sheet = Sheet {
        rows,
        delimiter,
        header,
    };
    open.map_or(Ok(sheet), Err)
}

/// Excel's own way of stating the delimiter: a first line `sep=;`.
fn stated_delimiter(text: &str) -> Option<char> {
    text.strip_prefix("sep=")?.chars().next()
}

/// Index of the first row that may be the header.
fn first_row(text: &str) -> usize {
    usize::from(stated_delimiter(text).is_some())
}

/// The delimiter that lets most of the header be understood; no further row is looked at.
fn delimiter(text: &str, columns: &Columns) -> char {
    if let Some(stated) = stated_delimiter(text) {
        return stated;
    }
    let known = |delimiter: char| {
        let header = Rows::new(text, delimiter).find(|row| !is_blank(row));
        let known = |cell: &&String| columns.find(&clean(cell)).is_some();
        header.map_or(0, |cells| cells.iter().filter(known).count())
    };
    let [mut best, others @ ..] = [',', ';', '\t'];
    let mut most = known(best);
    for other in others {
        let count = known(other);
        if count > most {
            (best, most) = (other, count);
        }
    }
    best
}

/// How many rows stand under the header, where they are more than `most`. Nothing is kept of them, so that a table far too large
/// costs no more than its text.
fn rows_beyond(text: &str, columns: &Columns, most: usize) -> Option<usize> {
    let breaks = |c: &u8| matches!(c, b'\n' | b'\r');
    if text.bytes().filter(|c| breaks(c)).count() <= most {
        return None;
    }
    let rows = Rows::new(text, delimiter(text, columns)).skip(first_row(text));
    let under = rows.filter(|row| !is_blank(row)).count().saturating_sub(1);
    (under > most).then_some(under)
}

pub(super) fn is_blank(row: &[String]) -> bool {
    row.iter().all(|cell| clean(cell).is_empty())
}

/// The cells, and the index of a row in which a quotation mark is left open.
pub(super) fn cells(text: &str, delimiter: char) -> (Vec<Vec<String>>, Option<usize>) {
    let mut reader = Rows::new(text, delimiter);
    let mut rows = Vec::new();
    let mut last = 0;
    for row in reader.by_ref() {
        last = rows.len();
        rows.push(row);
    }
    let open = reader.open.then_some(last);
    (rows, open)
}

/// The rows of a text one by one.
struct Rows<'t> {
    chars: Peekable<Chars<'t>>,
    delimiter: char,
    /// At the end of the text: its last quotation mark is not closed.
    open: bool,
}

impl<'t> Rows<'t> {
    fn new(text: &'t str, delimiter: char) -> Rows<'t> {
        Rows {
            chars: text.chars().peekable(),
            delimiter,
            open: false,
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        let mut row: Vec<String> = Vec::new();
        let mut cell = String::new();
        let mut quoted = false;
        let chars = &mut self.chars;
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => {
                    chars.next();
                    cell.push('"');
                }
                '"' if quoted => quoted = false,
                _ if quoted => cell.push(c),
                '"' if cell.is_empty() => quoted = true,
                '\r' | '\n' => {
                    if c == '\r' && chars.peek() == Some(&'\n') {
                        chars.next();
                    }
                    row.push(cell);
                    return Some(row);
                }
                _ if c == self.delimiter => row.push(std::mem::take(&mut cell)),
                _ => cell.push(c),
            }
        }
        self.open |= quoted;
        let is_there = !cell.is_empty() || !row.is_empty() || quoted;
        is_there.then(|| {
            row.push(cell);
            row
        })
    }
}

/// Trimmed, with no-break spaces as spaces, and without the apostrophe that keeps a spreadsheet from computing.
pub(super) fn clean(cell: &str) -> String {
    let cell = cell.replace('\u{A0}', " ");
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

/// The rows under the header, without blank ones; `None` where there is no table in the file.
pub(super) fn read(file: &str, bytes: &[u8], schema: &Schema, sink: &mut Sink) -> Option<Vec<Row>> {
    let whole = Spot::file(file);
    let at = |row: usize, column: &str| Spot {
        file: Arc::clone(&whole.file),
        place: Place::Row {
            row: u32::try_from(row + 1).unwrap_or(u32::MAX),
            column: column.to_owned(),
        },
    };
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        sink.fault(&whole, FaultKind::Spreadsheet);
        return None;
    }
    let decoded = decode(bytes);
    let columns = Columns::new(schema.columns);
    if let Some(rows) = rows_beyond(&decoded.text, &columns, schema.most) {
        let most = schema.most;
        sink.fault(&whole, FaultKind::TooManyRows { rows, most });
        return None;
    }
    let sheet = match sheet(&decoded.text, &columns) {
        Ok(sheet) => sheet,
        Err(row) => {
            sink.fault(&at(row, ""), FaultKind::OpenQuote);
            return None;
        }
    };
    // A file without a single row is an empty table, not a fault: somebody deleted everything.
    let Some(header) = sheet.header else {
        return Some(Vec::new());
    };
    let headings: Vec<String> = sheet.rows[header].iter().map(|cell| clean(cell)).collect();
    let meant: Vec<Option<&str>> = headings
        .iter()
        .map(|heading| columns.find(heading).map(|column| column.name))
        .collect();
    if meant.iter().all(Option::is_none) {
        let names: Vec<&str> = schema.columns.iter().take(4).map(|c| c.name).collect();
        let columns = format!("{}, …", names.join(", "));
        sink.fault(&at(header, ""), FaultKind::NoHeader { columns });
        return None;
    }
    let column = schema.columns[0].name;
    if !meant.contains(&Some(column)) {
        sink.fault(&at(header, ""), FaultKind::MissingColumn { column });
        return None;
    }
    for (index, column) in meant.iter().enumerate() {
        if let Some(column) = column
            && let Some(first) = meant[..index]
                .iter()
                .position(|other| *other == Some(*column))
        {
            let first = format!("\"{}\"", headings[first]);
            let what = FaultKind::SameColumnTwice { column, first };
            sink.fault(&at(header, &headings[index]), what);
            return None;
        }
    }
    let mut rows = Vec::new();
    for (index, cells) in sheet.rows.iter().enumerate().skip(header + 1) {
        let mut entries = Vec::new();
        for (column, cell) in cells.iter().enumerate() {
            let text = clean(cell);
            if text.is_empty() {
                continue;
            }
            match headings.get(column).filter(|heading| !heading.is_empty()) {
                Some(heading) => entries.push(Entry {
                    key: heading.clone(),
                    field: Field::text(&at(index, heading), &text),
                }),
                None => sink.fault(&at(index, ""), FaultKind::ExtraCells),
            }
        }
        if !entries.is_empty() {
            rows.push(Row::new(at(index, ""), entries, &columns, sink));
        }
    }
    Some(rows)
}
