//! Lines: physical lines to unfolded content lines, and these to name, parameters and value (RFC 5545 section 3.1).
//!
//! Unfolds bytes, not characters, since a fold may split anything. Lines end with CRLF, LF or CR, mixed at will. A property
//! that is not needed is passed over without being copied.

use super::report::Report;
use crate::model::feed::WarningCode;

/// Declares the properties that are looked at, with their names.
macro_rules! names {
    ($($variant:ident = $text:literal,)*) => {
        /// A property by name.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Name { $($variant,)* Other }

        impl Name {
            fn of_upper(name: &[u8]) -> Option<Name> {
                $(if name == $text.as_bytes() { return Some(Name::$variant); })*
                None
            }

            /// The standard's name, for messages.
            pub(super) fn text(self) -> Option<&'static str> {
                match self { $(Name::$variant => Some($text),)* Name::Other => None }
            }
        }
    };
}

names! {
    Begin = "BEGIN",
    End = "END",
    Uid = "UID",
    DtStart = "DTSTART",
    DtEnd = "DTEND",
    Summary = "SUMMARY",
    Description = "DESCRIPTION",
    Location = "LOCATION",
    Attendee = "ATTENDEE",
    Organizer = "ORGANIZER",
    Status = "STATUS",
    Transp = "TRANSP",
    Sequence = "SEQUENCE",
    BusyStatus = "X-MICROSOFT-CDO-BUSYSTATUS",
    MsnBusyStatus = "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS",
    Duration = "DURATION",
    RRule = "RRULE",
    RDate = "RDATE",
    ExDate = "EXDATE",
    ExRule = "EXRULE",
    TravelTime = "X-APPLE-TRAVEL-DURATION",
    BusyType = "BUSYTYPE",
    Priority = "PRIORITY",
    RecurrenceId = "RECURRENCE-ID",
    FreeBusy = "FREEBUSY",
    TzId = "TZID",
    TzOffsetFrom = "TZOFFSETFROM",
    TzOffsetTo = "TZOFFSETTO",
    Method = "METHOD",
    CalendarZone = "X-WR-TIMEZONE",
    Version = "VERSION",
    ProdId = "PRODID",
}

impl Name {
    fn of(name: &[u8]) -> Name {
        if let Some(found) = Name::of_upper(name) {
            return found;
        }
        // Names are case-insensitive; hardly anybody makes use of it.
        if name.len() <= 40 && name.iter().any(u8::is_ascii_lowercase) {
            return Name::of_upper(&name.to_ascii_uppercase()).unwrap_or(Name::Other);
        }
        Name::Other
    }

    /// Whether the property only counts as there or not; its value is at most held against what means nothing. Whoever looks
    /// for somebody reads `people` too.
    pub(super) fn is_only_counted(self, people: bool) -> bool {
        if self == Name::Attendee {
            return !people;
        }
        matches!(
            self,
            Name::Other | Name::Summary | Name::Description | Name::Location | Name::Organizer
        )
    }
}

/// A content line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Property<'l> {
    pub(super) name: Name,
    /// From after the name to before the colon, the leading semicolon included; empty for most.
    params: &'l [u8],
    pub(super) value: &'l [u8],
    /// The value goes on behind a fold; of a property that is only counted, the rest was passed over.
    pub(super) is_cut: bool,
    /// The physical line it begins on, counted from 1.
    pub(super) line: u32,
}

impl<'l> Property<'l> {
    /// The first parameter of this name, without surrounding quotes.
    pub(super) fn param(&self, name: &[u8]) -> Option<&'l [u8]> {
        let mut rest = self.params;
        while let Some(after) = rest.strip_prefix(b";") {
            let end = end_of_param(after);
            let (param, next) = after.split_at(end);
            rest = next;
            let Some(equals) = param.iter().position(|b| *b == b'=') else {
                continue;
            };
            if param[..equals].trim_ascii().eq_ignore_ascii_case(name) {
                let value = param[equals + 1..].trim_ascii();
                let inner = value
                    .strip_prefix(b"\"")
                    .and_then(|v| v.strip_suffix(b"\""));
                return Some(inner.unwrap_or(value));
            }
        }
        None
    }
}

/// Length of a parameter, up to the next semicolon outside quotes.
fn end_of_param(text: &[u8]) -> usize {
    let mut quoted = false;
    text.iter()
        .position(|byte| {
            quoted ^= *byte == b'"';
            *byte == b';' && !quoted
        })
        .unwrap_or(text.len())
}

/// Where the parts of a line are: the name, the end of the name and the colon.
enum Split {
    Good(Name, usize, usize),
    Bad(WarningCode),
}

/// Finds the colon, which counts outside quotes only.
fn split(line: &[u8]) -> Split {
    let Some(end) = line.iter().position(|b| *b == b':' || *b == b';') else {
        return Split::Bad(WarningCode::BadLine);
    };
    let name = line[..end].trim_ascii_end();
    let allowed = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    if name.is_empty() || !name.iter().all(allowed) {
        return Split::Bad(WarningCode::BadLine);
    }
    let mut quoted = false;
    let colon = line[end..].iter().enumerate().position(|(at, byte)| {
        quoted ^= *byte == b'"';
        // Outlook writes TZID=tzone://Microsoft/Custom without the quotes that it needs.
        *byte == b':' && !quoted && (at == 0 || !line[end + at + 1..].starts_with(b"//"))
    });
    match colon {
        Some(colon) => Split::Good(Name::of(name), end, end + colon),
        None if quoted => Split::Bad(WarningCode::UnterminatedQuote),
        None => Split::Bad(WarningCode::BadLine),
    }
}

/// Reads content lines one after the other.
pub(super) struct Lines<'a> {
    rest: &'a [u8],
    /// Number of the physical line that `rest` begins with.
    line: u32,
    /// Content of the last line that had to be unfolded.
    unfolded: Vec<u8>,
    /// Whether ATTENDEE is read, not only counted.
    people: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a [u8], people: bool) -> Lines<'a> {
        Lines {
            rest: text,
            line: 1,
            unfolded: Vec::new(),
            people,
        }
    }

    /// The line that would be read next; at the end, one more than there are.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// The next line that is a property; other lines are reported and passed over.
    pub(super) fn next(&mut self, report: &mut Report) -> Option<Property<'_>> {
        let (line, first, whole, is_cut, name, end, colon) = loop {
            let line = self.line;
            let first = self.physical(report)?;
            let mut whole = true;
            let mut is_cut = false;
            if self.is_folded() {
                whole = matches!(split(first), Split::Good(name, ..) if name.is_only_counted(self.people));
                is_cut = whole;
                self.unfolded.clear();
                if !whole {
                    self.unfolded.extend_from_slice(first);
                }
                while self.is_folded() {
                    self.rest = &self.rest[1..];
                    let more = self.physical(report).unwrap_or_default();
                    if !whole {
                        self.unfolded.extend_from_slice(more);
                    }
                }
            } else if first.is_empty() {
                // Blank lines at the end of a file are nobody's mistake.
                if !self.rest.trim_ascii_start().is_empty() {
                    report.warn_once(line, None, WarningCode::BlankLine);
                }
                continue;
            }
            match split(if whole { first } else { &self.unfolded }) {
                Split::Good(name, end, colon) => {
                    break (line, first, whole, is_cut, name, end, colon);
                }
                Split::Bad(fault) => report.warn(line, None, fault),
            }
        };
        let content = if whole { first } else { &self.unfolded };
        Some(Property {
            name,
            params: &content[end..colon],
            value: &content[colon + 1..],
            is_cut,
            line,
        })
    }

    fn is_folded(&self) -> bool {
        matches!(self.rest.first(), Some(b' ' | b'\t'))
    }

    /// The rest of the physical line that `rest` begins with; `None` at the end of the text.
    fn physical(&mut self, report: &mut Report) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end = end_of_line(self.rest);
        let (content, after) = self.rest.split_at(end);
        self.rest = match after {
            // Some programs write the carriage return twice.
            [b'\r', b'\r', b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..] => {
                rest
            }
            [b'\r', rest @ ..] => {
                report.warn_once(self.line, None, WarningCode::BareCarriageReturn);
                rest
            }
            rest => rest,
        };
        self.line = self.line.saturating_add(1);
        Some(content)
    }
}

/// Index of the first CR or LF, or the length. Looks at 32 bytes at a time without branching, which compilers vectorise.
fn end_of_line(text: &[u8]) -> usize {
    let is_end = |byte: &u8| *byte == b'\n' || *byte == b'\r';
    let (blocks, _) = text.as_chunks::<32>();
    let blocks = blocks
        .iter()
        .take_while(|block| !block.iter().fold(false, |any, byte| any | is_end(byte)))
        .count();
    let rest = &text[blocks * 32..];
    blocks * 32 + rest.iter().position(is_end).unwrap_or(rest.len())
}
