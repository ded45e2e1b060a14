//! One content line (RFC 5545 section 3.1): name, parameters, value; safe, escaped, quoted, folded.
//!
//! Nothing that a value holds can end its line, leave its quotes or begin a parameter of its own. Escaping of TEXT and
//! quoting of parameters are the `icalendar` crate's. Folding is ours: the crate leaves a last line of 76 octets where
//! exactly 75 remain. Whether a property may stand in a component is left to the caller.

use icalendar::{Property as Raw, ValueType};

/// The most octets that a line may have without its end.
const LINE_OCTETS: usize = 75;

/// A property with its parameters.
#[derive(Clone, PartialEq, Debug)]
pub struct Property {
    name: &'static str,
    parameters: Vec<(&'static str, String)>,
    value: String,
}

impl Property {
    /// A property of type TEXT (`SUMMARY`, `DESCRIPTION` …): anything may be in it, line breaks stay line breaks.
    pub fn text(name: &'static str, value: &str) -> Property {
        debug_assert_eq!(
            Raw::new(name, "").value_type(),
            Some(ValueType::Text),
            "only TEXT is escaped"
        );
        Property::with_value(name, harmless(value, '\n'))
    }

    /// A property whose value our own code composed: a date, a number, a keyword, a rule. It stays on its line.
    pub fn token(name: &'static str, value: &str) -> Property {
        Property::with_value(name, harmless(value, ' '))
    }

    fn with_value(name: &'static str, value: String) -> Property {
        Property {
            name,
            parameters: Vec::new(),
            value,
        }
    }

    /// The same with a parameter. Quotation marks have no spelling in parameters that all readers know, so they become
    /// apostrophes; a caret is doubled because RFC 6868 gives it a meaning.
    pub fn parameter(mut self, name: &'static str, value: &str) -> Property {
        let value = harmless(value, ' ').replace('"', "'").replace('^', "^^");
        self.parameters.push((name, value));
        self
    }

    /// The folded line with its CRLF. Parameters stand in the order of their names.
    pub(super) fn render(&self) -> String {
        // The crate folds too, in a time that grows with the square of the length: long values are handed to it in pieces.
        let mut pieces = pieces(&self.value).into_iter();
        let mut raw = Raw::new(self.name, pieces.next().unwrap_or(""));
        for (name, value) in &self.parameters {
            raw.add_parameter(name, value);
        }
        let mut line = unfolded(raw);
        for piece in pieces {
            let rest = unfolded(Raw::new(self.name, piece));
            line.push_str(rest.split_once(':').map_or("", |(_, rest)| rest));
        }
        fold(&line)
    }
}

/// The crate's line without its folds. No value holds a line break any more, so every one in the text is a fold or the end.
fn unfolded(raw: Raw) -> String {
    let folded: String = raw
        .try_into()
        .expect("writing into a string cannot fail, and the crate has no other error");
    let line = folded.replace("\r\n ", "");
    line.trim_end_matches("\r\n").to_owned()
}

/// A value in pieces that no character is torn by; one that is empty has none.
fn pieces(value: &str) -> Vec<&str> {
    const LONGEST: usize = 1_000;
    let mut found = Vec::new();
    let mut rest = value;
    while !rest.is_empty() {
        let mut at = LONGEST.min(rest.len());
        while !rest.is_char_boundary(at) {
            at -= 1;
        }
        let (piece, after) = rest.split_at(at);
        found.push(piece);
        rest = after;
    }
    found
}

/// The text with every kind of line break made `line_break`, and without the characters that no reader shows: controls,
/// and those that turn the direction of what follows them.
fn harmless(text: &str, line_break: char) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                Some(line_break)
            }
            '\t' => Some(' '),
            c if c.is_control() || is_unshown(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Whether a character is shown by no reader, or turns the direction of what follows it and so shows a text as another one.
pub fn is_unshown(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}

/// Breaks a line so that no physical line has more than [`LINE_OCTETS`] and no character is torn.
fn fold(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + line.len() / LINE_OCTETS * 3 + 2);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > LINE_OCTETS {
            folded.push_str("\r\n ");
            octets = 1;
        }
        folded.push(c);
        octets += c.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}
