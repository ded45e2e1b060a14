//! Lines: physical lines to unfolded content lines, and these to name, parameters and value (RFC 5545 section 3.1).
//!
//! Unfolds bytes, not characters, since a fold may split anything. Lines end with CRLF, LF or CR, mixed at will. A property
//! that is not needed is passed over without being copied.

use super::report::Report;
use super::words::{self, Key, Table};
use crate::model::feed::WarningCode;

/// Declares the properties that are looked at, with their names.
macro_rules! names {
    ($($variant:ident = $text:literal,)*) => {
        /// A property by name.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Name { $($variant,)* Other }

        impl Name {
            /// The property whose name the first `len` bytes of a line are, in any case of letters.
            #[inline(always)]
            pub(super) fn of_first(line: &[u8], len: usize) -> Option<Name> {
                static TABLE: Table<Name> = Table::new(&[
                    $(($text.as_bytes(), Name::$variant),)*
                    // Nearly every event has these. They mean nothing, but here their names need not be looked at again.
                    (b"DTSTAMP", Name::Other),
                    (b"CREATED", Name::Other),
                    (b"LAST-MODIFIED", Name::Other),
                    (b"CLASS", Name::Other),
                    (b"TRIGGER", Name::Other),
                    (b"ACTION", Name::Other),
                ]);
                match TABLE.get(Key::of_first(line, len)) {
                    // A longer name is known by its ends only.
                    Some(found) if len > 16 && !found.is_spelt(&line[..len]) => None,
                    found => found,
                }
            }

            fn is_spelt(self, name: &[u8]) -> bool {
                let text = self.text().unwrap_or_default();
                name == text.as_bytes() || name.eq_ignore_ascii_case(text.as_bytes())
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
        let found = self.params().find(|param| is_named(param.0, name));
        found.map(|param| param.1)
    }

    /// The first TZID and the first VALUE among the parameters, found in one pass.
    pub(super) fn zone_and_type(&self) -> (Option<&'l [u8]>, Option<&'l [u8]>) {
        // Nearly all are one of these.
        match self.params {
            [] => return (None, None),
            b";VALUE=DATE" => return (None, Some(&self.params[b";VALUE=".len()..])),
            params => {
                if let Some(zone) = params.strip_prefix(b";TZID=")
                    && words::semicolon_or_quote(zone).is_none()
                {
                    return (Some(zone.trim_ascii()), None);
                }
            }
        }
        let (mut zone, mut kind) = (None, None);
        for (name, value) in self.params() {
            if zone.is_none() && is_named(name, b"TZID") {
                zone = Some(value);
            } else if kind.is_none() && is_named(name, b"VALUE") {
                kind = Some(value);
            }
        }
        (zone, kind)
    }

    /// The parameters as names and values, the values without surrounding quotes.
    fn params(&self) -> impl Iterator<Item = (&'l [u8], &'l [u8])> {
        let mut rest = self.params;
        std::iter::from_fn(move || {
            loop {
                let after = rest.strip_prefix(b";")?;
                let (param, next) = after.split_at(end_of_param(after));
                rest = next;
                let Some(equals) = param.iter().position(|b| *b == b'=') else {
                    continue;
                };
                let value = param[equals + 1..].trim_ascii();
                let inner = value
                    .strip_prefix(b"\"")
                    .and_then(|v| v.strip_suffix(b"\""));
                return Some((param[..equals].trim_ascii(), inner.unwrap_or(value)));
            }
        })
    }
}

fn is_named(name: &[u8], wanted: &[u8]) -> bool {
    name.eq_ignore_ascii_case(wanted)
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

/// What may stand in a name: letters, digits and these marks.
const IS_IN_NAMES: [bool; 256] = {
    let mut allowed = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let is_mark = byte == b'-' as usize || byte == b'_' as usize || byte == b'.' as usize;
        allowed[byte] = is_mark || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    allowed
};

fn is_name(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(|byte| IS_IN_NAMES[usize::from(*byte)])
}

/// Finds the colon, which counts outside quotes only.
#[inline(always)]
fn split(line: &[u8]) -> Split {
    let Some(end) = words::name_end(line) else {
        return Split::Bad(WarningCode::BadLine);
    };
    let known = match Name::of_first(line, end) {
        Some(known) => known,
        None if is_name(&line[..end]) => Name::Other,
        None => {
            let name = line[..end].trim_ascii_end();
            if !is_name(name) {
                return Split::Bad(WarningCode::BadLine);
            }
            Name::of_first(name, name.len()).unwrap_or(Name::Other)
        }
    };
    if line[end] == b':' {
        return Split::Good(known, end, end);
    }
    let mut at = end;
    loop {
        let Some(mark) = words::colon_or_quote(&line[at..]) else {
            return Split::Bad(WarningCode::BadLine);
        };
        at += mark + 1;
        if line[at - 1] == b':' {
            // Outlook writes TZID=tzone://Microsoft/Custom without the quotes that it needs.
            if !line[at..].starts_with(b"//") {
                return Split::Good(known, end, at - 1);
            }
        } else {
            let Some(close) = words::quote(&line[at..]) else {
                return Split::Bad(WarningCode::UnterminatedQuote);
            };
            at += close + 1;
        }
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
    /// Whether properties without meaning are passed over.
    passes_over: bool,
    /// How long the whole text is.
    len: usize,
    /// Where the first control character met so far stands.
    control: Option<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a [u8], people: bool) -> Lines<'a> {
        Lines {
            rest: text,
            passes_over: false,
            len: text.len(),
            control: None,
            line: 1,
            unfolded: Vec::new(),
            people,
        }
    }

    /// The line that would be read next; at the end, one more than there are.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// Whether properties without meaning are to be passed over from here on.
    pub(super) fn pass_over(&mut self, passes_over: bool) {
        self.passes_over = passes_over;
    }

    /// Where the first control character below the blank stands, as far as was read. Line ends and tabs are none.
    pub(super) fn control(&self) -> Option<usize> {
        self.control
    }

    /// The next line that is a property; other lines are reported and passed over.
    pub(super) fn next(&mut self, report: &mut Report) -> Option<Property<'_>> {
        let (line, first, whole, is_cut, name, end, colon) = loop {
            let line = self.line;
            let first = self.physical(report)?;
            let mut parts = split(first);
            let mut whole = true;
            let mut is_cut = false;
            if self.is_folded() {
                whole = matches!(parts, Split::Good(name, ..) if name.is_only_counted(self.people));
                is_cut = whole;
                self.unfold(first, !whole, report);
                if !whole {
                    parts = split(&self.unfolded);
                }
            } else if first.is_empty() {
                // Blank lines at the end of a file are nobody's mistake.
                if !self.rest.trim_ascii_start().is_empty() {
                    report.warn_once(line, None, WarningCode::BlankLine);
                }
                continue;
            }
            match parts {
                Split::Good(Name::Other, ..) if self.passes_over => {}
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

    /// The next property whole, whatever its name is, with the name as written: of messages more is read than of diaries.
    pub(super) fn next_whole(&mut self, report: &mut Report) -> Option<(&[u8], Property<'_>)> {
        let (line, first, is_folded, name, end, colon) = loop {
            let line = self.line;
            let first = self.physical(report)?;
            let is_folded = self.is_folded();
            if is_folded {
                self.unfold(first, true, report);
            }
            let parts = split(if is_folded { &self.unfolded } else { first });
            match parts {
                Split::Good(name, end, colon) => break (line, first, is_folded, name, end, colon),
                Split::Bad(fault) if !first.is_empty() => report.warn(line, None, fault),
                Split::Bad(_) => {}
            }
        };
        let content = if is_folded { &self.unfolded } else { first };
        let property = Property {
            name,
            params: &content[end..colon],
            value: &content[colon + 1..],
            is_cut: false,
            line,
        };
        Some((content[..end].trim_ascii(), property))
    }

    /// Goes past the continuations of a line that begins with `first`; puts the whole into `unfolded` where it is wanted.
    fn unfold(&mut self, first: &[u8], wanted: bool, report: &mut Report) {
        self.unfolded.clear();
        if wanted {
            self.unfolded.extend_from_slice(first);
        }
        while self.is_folded() {
            self.rest = &self.rest[1..];
            let more = self.physical(report).unwrap_or_default();
            if wanted {
                self.unfolded.extend_from_slice(more);
            }
        }
    }

    fn is_folded(&self) -> bool {
        matches!(self.rest.first(), Some(b' ' | b'\t'))
    }

    /// The end of the line that holds a control character at `at`, which is noted.
    #[cold]
    fn end_behind_control(&mut self, at: usize) -> usize {
        let place = self.len - self.rest.len() + at;
        self.control = self.control.or(Some(place));
        let end = words::line_end(&self.rest[at..]);
        end.map_or(self.rest.len(), |end| at + end)
    }

    /// The rest of the physical line that `rest` begins with; `None` at the end of the text.
    #[inline(always)]
    fn physical(&mut self, report: &mut Report) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end = match words::control(self.rest) {
            Some(at) if matches!(self.rest[at], b'\n' | b'\r') => at,
            Some(at) => self.end_behind_control(at),
            None => self.rest.len(),
        };
        let (content, after) = self.rest.split_at(end);
        self.rest = match after {
            [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..] => rest,
            [] => after,
            // Some programs write the carriage return twice.
            [_, b'\r', b'\n', rest @ ..] => rest,
            [_, rest @ ..] => {
                report.warn_once(self.line, None, WarningCode::BareCarriageReturn);
                rest
            }
        };
        self.line = self.line.saturating_add(1);
        Some(content)
    }
}
