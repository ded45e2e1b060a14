//! The list of answers that a calendar program shows to the organiser, pasted: a row a person, with the answer in a word.
//!
//! Outlook copies it as `Name`, `Attendance`, `Response`, parted by tabs; a spreadsheet saves it with commas. English and Welsh
//! words are read. A name may be `Surname, First`, have an organisation in brackets behind it, or an address in `<>`. Whose name
//! it is, is left to `reply`.

use super::columns::fold;
use super::csv_table::{cells, clean, decode, is_blank};
use crate::model::Response;

/// One row of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TrackingRow {
    /// As a spreadsheet counts, from 1.
    pub row: u32,
    /// The words of the name in lower case and in order, without titles and brackets.
    pub name: Vec<String>,
    /// The address in `<>`, or in a column of its own.
    pub address: Option<String>,
    pub says: Tracked,
}

/// What stands in the column of answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Tracked {
    /// They said something.
    Response(Response),
    /// They said nothing yet, or need not: the organiser's own row.
    Nothing,
    /// A word that is none of ours.
    Unknown,
}

/// Why a pasted text is no list of answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TrackingFault {
    /// No row names a column of names and one of answers.
    NoHeading,
    /// A quotation mark is not closed.
    OpenQuote,
    /// More rows than any meeting has people.
    TooLong,
}

const MOST_ROWS: usize = 20_000;

const NAMES: &[&str] = &[
    "name",
    "attendee",
    "attendees",
    "invitee",
    "guest",
    "enw",
    "mynychwr",
    "gwestai",
];
const ADDRESSES: &[&str] = &[
    "email",
    "emailaddress",
    "address",
    "ebost",
    "cyfeiriadebost",
];
const ANSWERS: &[&str] = &[
    "response",
    "responses",
    "reply",
    "answer",
    "status",
    "ymateb",
    "ateb",
    "statws",
];
const ATTENDANCE: &[&str] = &["attendance", "attendancetype", "role", "presenoldeb"];

/// Reads the list.
///
/// # Errors
/// A [`TrackingFault`] where the text is none.
pub fn read_tracking(bytes: &[u8]) -> Result<Vec<TrackingRow>, TrackingFault> {
    let text = decode(bytes).text;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    // The heading need not be the first line: people copy what stands above it too.
    let delimiter = lines.take(MOST_HEADINGS).find_map(|line| {
        let parts = ['\t', ';', ','];
        parts
            .into_iter()
            .find(|part| Columns::of(line.split(*part)).is_some())
    });
    let delimiter = delimiter.ok_or(TrackingFault::NoHeading)?;
    let (rows, open) = cells(&text, delimiter);
    if open.is_some() {
        return Err(TrackingFault::OpenQuote);
    }
    if rows.len() > MOST_ROWS {
        return Err(TrackingFault::TooLong);
    }
    let heading = rows.iter().enumerate().find_map(|(at, row)| {
        Columns::of(row.iter().map(String::as_str)).map(|columns| (at, columns))
    });
    let (at, columns) = heading.ok_or(TrackingFault::NoHeading)?;
    let rows = rows.iter().enumerate().skip(at + 1);
    let rows = rows.filter(|(_, row)| !is_blank(row));
    Ok(rows.map(|(index, row)| columns.row(index, row)).collect())
}

/// Lines above the list that are looked through for its heading.
const MOST_HEADINGS: usize = 10;

/// Where the columns stand.
struct Columns {
    name: usize,
    address: Option<usize>,
    attendance: Option<usize>,
    answer: usize,
}

impl Columns {
    fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Option<Columns> {
        let cells: Vec<String> = cells.map(fold).collect();
        let called = |names: &[&str]| cells.iter().position(|cell| names.contains(&cell.as_str()));
        Some(Columns {
            name: called(NAMES).or_else(|| called(ADDRESSES))?,
            address: called(ADDRESSES),
            attendance: called(ATTENDANCE),
            answer: called(ANSWERS)?,
        })
    }

    fn row(&self, index: usize, row: &[String]) -> TrackingRow {
        let cell = |at: usize| row.get(at).map_or_else(String::new, |cell| clean(cell));
        let name = cell(self.name);
        let in_brackets = name
            .rsplit_once('<')
            .and_then(|(_, rest)| rest.split_once('>'))
            .map(|(address, _)| address.to_owned());
        let whole = name.contains('@').then(|| name.clone());
        let own_column = self.address.map(cell).filter(|cell| cell.contains('@'));
        let organizes = self.attendance.is_some_and(|at| {
            let folded = fold(&cell(at));
            folded.contains("organi") || folded.contains("trefnydd")
        });
        let says = match tracked(&cell(self.answer)) {
            _ if organizes => Tracked::Nothing,
            says => says,
        };
        TrackingRow {
            row: u32::try_from(index + 1).unwrap_or(u32::MAX),
            name: name_words(&name),
            address: own_column.or(in_brackets).or(whole),
            says,
        }
    }
}

/// What a word for an answer means. What stands behind a colon or in brackets is when it was given.
fn tracked(text: &str) -> Tracked {
    let word = text.split([':', '(', '[']).next().unwrap_or_default();
    match fold(word).as_str() {
        "accepted" | "accept" | "accepts" | "yes" | "derbyniwyd" | "wediderbyn" | "derbyn"
        | "ydw" => Tracked::Response(Response::Accepted),
        "declined" | "decline" | "declines" | "no" | "gwrthodwyd" | "wedigwrthod" | "gwrthod" => {
            Tracked::Response(Response::Declined)
        }
        "tentative"
        | "tentativelyaccepted"
        | "tentativeaccepted"
        | "maybe"
        | "petrus"
        | "amhendant"
        | "drosdro"
        | "derbyniwyddrosdro"
        | "efallai" => Tracked::Response(Response::Tentative),
        "" | "none" | "noresponse" | "notresponded" | "didntrespond" | "noreply" | "unknown"
        | "needsaction" | "awaiting" | "dim" | "dimymateb" | "hebymateb" => Tracked::Nothing,
        _ => Tracked::Unknown,
    }
}

/// Titles that stand in one table and not in the other.
const TITLES: &[&str] = &[
    "dr",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "prof",
    "professor",
    "sir",
    "dame",
    "revd",
    "rev",
    "sgt",
    "pc",
    "dc",
    "ds",
    "di",
    "dci",
    "insp",
    "cllr",
];

/// The words of a name in lower case and in the order of the alphabet, so that `Novak, Zoe (Health)` is `Zoe Novak`; without titles,
/// brackets and addresses.
pub fn name_words(name: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut plain = String::new();
    for c in name.chars() {
        match c {
            '(' | '[' | '<' | '{' => {
                depth += 1;
                plain.push(' ');
            }
            ')' | ']' | '>' | '}' => depth = depth.saturating_sub(1),
            // An apostrophe parts nothing.
            '\'' | '’' | '`' if depth == 0 => {}
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let words = plain.split(|c: char| !c.is_alphanumeric());
    let words = words.map(str::to_lowercase).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words
        .filter(|word| !TITLES.contains(&word.as_str()))
        .collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Vec<String>, Option<String>, Tracked)> {
        let rows = read_tracking(text.as_bytes()).expect("a list");
        rows.into_iter()
            .map(|row| (row.name, row.address, row.says))
            .collect()
    }

    #[test]
    fn what_outlook_copies_is_read() {
        let rows = read(
            "Name\tAttendance\tResponse\r\nOkafor, Sam\tMeeting Organizer\tNone\r\n\"Novák, Zoë (Health)\"\tRequired Attendee\tAccepted\r\n\
             Lin Wei <lin.wei@school.example.edu>\tOptional Attendee\tDeclined\r\nDr Amal O'Neill\tRequired\tTentative\r\nPat Moss\tRequired\tNone\r\n",
        );
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let response = Tracked::Response;
        assert_eq!(
            rows,
            [
                (words("okafor sam"), None, Tracked::Nothing),
                (words("novák zoë"), None, response(Response::Accepted)),
                (
                    words("lin wei"),
                    Some("lin.wei@school.example.edu".to_owned()),
                    response(Response::Declined)
                ),
                (words("amal oneill"), None, response(Response::Tentative)),
                (words("moss pat"), None, Tracked::Nothing),
            ]
        );
    }

    #[test]
    fn commas_and_welsh_words_are_read() {
        let rows = read(
            "Pwyllgor\n\nEnw,E-bost,Ymateb\n\"Rhys, Mair\",m.rhys@ysgol.example.cymru,Gwrthodwyd\nIfan Puw,,Derbyniwyd\nEin,,Dim\n?,,Rhywbeth\n",
        );
        let says: Vec<&Tracked> = rows.iter().map(|row| &row.2).collect();
        assert_eq!(
            says,
            [
                &Tracked::Response(Response::Declined),
                &Tracked::Response(Response::Accepted),
                &Tracked::Nothing,
                &Tracked::Unknown,
            ]
        );
        assert_eq!(rows[0].1.as_deref(), Some("m.rhys@ysgol.example.cymru"));
    }

    #[test]
    fn other_texts_are_no_lists() {
        for text in ["", "hello", "a,b\nc,d", "Name only\nx"] {
            assert_eq!(
                read_tracking(text.as_bytes()),
                Err(TrackingFault::NoHeading),
                "{text}"
            );
        }
        assert_eq!(
            read_tracking(b"Name,Response\n\"x,Accepted"),
            Err(TrackingFault::OpenQuote)
        );
    }
}
