//! What an entry says, whatever way a server has of writing it: one number for all ways.
//!
//! Servers fold lines elsewhere, put properties into another order, describe zones anew and add marks of their own. None of that is a
//! change that somebody made. A text is taken apart here into the properties of its components, of which only the number is kept.

use crate::ics::read::HashKey;
use std::collections::BTreeMap;

/// An entry as it is to lie in a calendar: all of one UID, a series with its exceptions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub uid: String,
    pub text: String,
    /// What it says, as a number.
    pub said: u64,
}

/// Properties that servers set or that say when something was written, not what.
const NOT_SAID: [&str; 8] = [
    "PRODID",
    "VERSION",
    "CALSCALE",
    "METHOD",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "URL",
];

/// Values that mean the same as none.
const USUAL: [(&str, &str); 3] = [("TRANSP", "OPAQUE"), ("CLASS", "PUBLIC"), ("PRIORITY", "0")];

/// Parameters that mean the same as none.
const USUAL_PARAMETERS: [&str; 3] = ["VALUE=DATE-TIME", "VALUE=DURATION", "LANGUAGE=EN"];

/// Cuts a calendar into what a server keeps apart: a resource may hold one UID only (RFC 4791 section 4.1). Each is given the zones of the
/// whole. In the order in which they stand.
pub fn entries(calendar: &[u8]) -> Vec<Entry> {
    let text = String::from_utf8_lossy(calendar);
    let mut head = String::new();
    let mut events: Vec<(String, String)> = Vec::new();
    let mut event: Option<String> = None;
    for line in text.split_inclusive("\r\n") {
        let bare = line.trim_end();
        match &mut event {
            None if bare == "BEGIN:VEVENT" => event = Some(line.to_owned()),
            None if bare == "END:VCALENDAR" => {}
            None => head.push_str(line),
            Some(lines) => lines.push_str(line),
        }
        if bare == "END:VEVENT"
            && let Some(lines) = event.take()
            && let Some(uid) = uid_of(&lines)
        {
            match events.iter_mut().find(|(other, _)| *other == uid) {
                Some((_, text)) => text.push_str(&lines),
                None => events.push((uid, lines)),
            }
        }
    }
    let whole = |(uid, lines): (String, String)| {
        let text = format!("{head}{lines}END:VCALENDAR\r\n");
        let said = said(text.as_bytes());
        Entry { uid, text, said }
    };
    events.into_iter().map(whole).collect()
}

fn uid_of(event: &str) -> Option<String> {
    let mut lines = unfolded(event).into_iter();
    lines.find_map(|line| line.strip_prefix("UID:").map(str::to_owned))
}

/// What a calendar says, as a number.
pub(super) fn said(calendar: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(calendar);
    let mut open: Vec<Component> = vec![Component::default()];
    for line in unfolded(&text) {
        let property = Property::of(&line);
        match (property.name.as_str(), property.value.as_str()) {
            ("BEGIN", name) => open.push(Component {
                name: name.to_ascii_uppercase(),
                said: Vec::new(),
            }),
            ("END", _) if open.len() > 1 => {
                let closed = open.pop().unwrap_or_default();
                // Zones are described anew by some servers, and are known by their names.
                if closed.name != "VTIMEZONE"
                    && let Some(outer) = open.last_mut()
                {
                    outer.said.push(closed.into_text());
                }
            }
            _ => {
                if let Some(component) = open.last_mut() {
                    component.said.extend(property.as_said());
                }
            }
        }
    }
    // What was never closed is something else than what was.
    let all: Vec<String> = open.into_iter().map(Component::into_text).collect();
    let hash = HashKey([0; 16]).uid(all.join("\u{0}").as_bytes()).0;
    (hash >> 64) as u64
}

#[derive(Default)]
struct Component {
    name: String,
    said: Vec<String>,
}

impl Component {
    fn into_text(mut self) -> String {
        self.said.sort_unstable();
        format!("{}\u{1}{}\u{2}", self.name, self.said.join("\u{1}"))
    }
}

struct Property {
    name: String,
    parameters: BTreeMap<String, String>,
    value: String,
}

impl Property {
    fn of(line: &str) -> Property {
        let mut is_quoted = false;
        let mut marks: Vec<usize> = Vec::new();
        let mut end = line.len();
        for (at, c) in line.char_indices() {
            match c {
                '"' => is_quoted = !is_quoted,
                ';' if !is_quoted => marks.push(at),
                ':' if !is_quoted => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        marks.push(end);
        let name = line[..marks[0]].to_ascii_uppercase();
        let parameters = marks.windows(2).map(|pair| {
            let text = &line[pair[0] + 1..pair[1]];
            let (name, value) = text.split_once('=').unwrap_or((text, ""));
            (name.to_ascii_uppercase(), value.replace('"', ""))
        });
        Property {
            name,
            parameters: parameters.collect(),
            value: line.get(end + 1..).unwrap_or("").to_owned(),
        }
    }

    /// One text for each value of it, and none where it says nothing.
    fn as_said(&self) -> Vec<String> {
        let name = self.name.as_str();
        let is_usual = USUAL
            .iter()
            .any(|(other, value)| name == *other && self.value.eq_ignore_ascii_case(value));
        if name.is_empty() || name.starts_with("X-") || NOT_SAID.contains(&name) || is_usual {
            return Vec::new();
        }
        let values: Vec<String> = match name {
            // One line with two dates says what two lines with one say.
            "EXDATE" | "RDATE" => self.value.split(',').map(str::to_owned).collect(),
            "RRULE" => {
                let mut parts: Vec<String> = self.value.split(';').map(str::to_owned).collect();
                parts.retain(|part| !part.eq_ignore_ascii_case("INTERVAL=1"));
                parts.sort_unstable();
                vec![parts.join(";")]
            }
            _ => vec![without_disguise(&self.value)],
        };
        let parameters = self.parameters.iter().filter(|(name, value)| {
            let text = format!("{name}={value}").to_ascii_uppercase();
            !name.starts_with("X-") && !USUAL_PARAMETERS.contains(&text.as_str())
        });
        let parameters: String = parameters
            .map(|(name, value)| format!(";{name}={value}"))
            .collect();
        let one = |value: String| format!("{name}{parameters}:{value}");
        values.into_iter().map(one).collect()
    }
}

/// Text as it is meant (RFC 5545 section 3.3.11), for what need not be disguised is disguised by some.
fn without_disguise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            other => out.push(other),
        }
    }
    out
}

/// Lines as they were before they were folded (RFC 5545 section 3.1).
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ if line.is_empty() => {}
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//quorate//EN\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n\
        END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:u@x\r\nDTSTAMP:20261123T090000Z\r\nDTSTART;TZID=Europe/London:20261201T100000\r\n\
        RRULE:FREQ=WEEKLY;INTERVAL=1;COUNT=3\r\nEXDATE;TZID=Europe/London:20261208T100000\r\n\
        EXDATE;TZID=Europe/London:20261215T100000\r\nSUMMARY:A\\, b\\nand a long li\r\n ne\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\n\
        END:VCALENDAR\r\n";

    #[test]
    fn another_way_of_writing_says_the_same() {
        let theirs = "BEGIN:VCALENDAR\nPRODID:-//other//EN\nVERSION:2.0\nCALSCALE:GREGORIAN\nBEGIN:VEVENT\n\
            SUMMARY:A\\, b\\Nand\n  a long line\nRRULE:COUNT=3;FREQ=WEEKLY\nEXDATE;TZID=\"Europe/London\":20261208T100000,20261215T100000\n\
            dtstart;VALUE=DATE-TIME;TZID=Europe/London:20261201T100000\nUID:u@x\nDTSTAMP:20270101T000000Z\nCREATED:20270101T000000Z\n\
            X-OTHER;A=b:1\nCLASS:PUBLIC\nEND:VEVENT\nBEGIN:VTIMEZONE\nTZID:Europe/London\nX-A:b\nEND:VTIMEZONE\nEND:VCALENDAR";
        assert_eq!(said(OURS.as_bytes()), said(theirs.as_bytes()));
    }

    #[test]
    fn whatever_somebody_changes_says_something_else() {
        for (old, new) in [
            ("20261201T100000", "20261201T103000"),
            ("Europe/London:20261201", "Europe/Dublin:20261201"),
            ("COUNT=3", "COUNT=4"),
            ("SUMMARY:A", "SUMMARY:B"),
            ("20261215T100000", "20261222T100000"),
            ("TRANSP:OPAQUE", "TRANSP:TRANSPARENT"),
            ("TRANSP:OPAQUE", "STATUS:CANCELLED"),
            ("TRANSP:OPAQUE", "LOCATION:"),
            (
                "END:VEVENT",
                "BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT",
            ),
            ("END:VEVENT\r\nEND:VCALENDAR\r\n", ""),
            ("END:VCALENDAR\r\n", ""),
        ] {
            assert_eq!(OURS.matches(old).count(), 1, "{old}");
            let other = OURS.replace(old, new);
            assert_ne!(said(OURS.as_bytes()), said(other.as_bytes()), "{new}");
        }
        assert_ne!(said(OURS.as_bytes()), said(b""));
    }

    #[test]
    fn each_uid_is_an_entry_of_its_own() {
        let event = |uid: &str, more: &str| {
            format!(
                "BEGIN:VEVENT\r\nUID:{uid}\r\n{more}BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\n"
            )
        };
        let zone = "BEGIN:VTIMEZONE\r\nTZID:X\r\nEND:VTIMEZONE\r\n";
        let (a, b) = (event("a", ""), event("b", ""));
        let moved = event("a", "RECURRENCE-ID:20261201T100000Z\r\n");
        let whole = |events: &str| format!("BEGIN:VCALENDAR\r\n{zone}{events}END:VCALENDAR\r\n");
        let found = entries(whole(&format!("{a}{b}{moved}")).as_bytes());
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|one| (one.uid.as_str(), one.text.as_str()))
            .collect();
        let (of_a, of_b) = (whole(&format!("{a}{moved}")), whole(&b));
        assert_eq!(found, [("a", of_a.as_str()), ("b", of_b.as_str())]);
        let long = "u".repeat(70);
        let folded = whole(&event(&format!("{long}\r\n {long}"), ""));
        assert_eq!(entries(folded.as_bytes())[0].uid, format!("{long}{long}"));
        assert_eq!(entries(b""), []);
    }
}
