//! Content lines of calendar text: escaping, folding, the canary. What stands in them is the spellings' business.

use super::CANARY;

/// Calendar text that grows line by line, with CRLF and folded at 75 octets (RFC 5545 section 3.1).
#[derive(Default)]
pub struct Lines {
    out: Vec<u8>,
}

impl Lines {
    /// A line as it stands. Text that a reader might show belongs in [`text`](Self::text).
    pub fn raw(&mut self, line: &str) {
        let mut width = 0;
        for character in line.chars() {
            let length = character.len_utf8();
            if width + length > 75 {
                self.out.extend(b"\r\n ");
                width = 1;
            }
            let mut buffer = [0; 4];
            self.out
                .extend(character.encode_utf8(&mut buffer).as_bytes());
            width += length;
        }
        self.out.extend(b"\r\n");
    }

    /// A property whose value is text, with the canary at its end so that a leak of the whole or of the tail is seen.
    pub fn text(&mut self, name: &str, value: &str) {
        self.raw(&format!("{name}:{} {CANARY}", escaped(value)));
    }

    /// ORGANIZER or ATTENDEE with its parameters in `property`; the canary is in the name.
    pub fn person(&mut self, property: &str, person: &Person) {
        let Person { name, address } = person;
        self.raw(&format!("{property};CN={name} {CANARY}:mailto:{address}"));
    }

    pub fn finish(self) -> Vec<u8> {
        self.out
    }
}

/// Somebody named in an entry. Invented, and with no mark in the name that would ask for quotes.
#[derive(Clone, PartialEq, Debug)]
pub struct Person {
    pub name: String,
    pub address: String,
}

/// TEXT escaping (RFC 5545 section 3.3.11).
fn escaped(value: &str) -> String {
    let mut out = String::new();
    for character in value.chars() {
        match character {
            '\\' | ';' | ',' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_at_75_octets_and_never_inside_a_character() {
        let mut lines = Lines::default();
        lines.raw(&format!("X:{}", "é".repeat(80)));
        let bytes = lines.finish();
        let text = String::from_utf8(bytes).expect("folds lie between characters");
        assert!(text.lines().all(|line| line.len() <= 75));
        assert_eq!(
            text.replace("\r\n ", ""),
            format!("X:{}\r\n", "é".repeat(80))
        );
    }

    #[test]
    fn escapes_what_the_standard_names() {
        assert_eq!(escaped("a, b; c\\d\ne"), "a\\, b\\; c\\\\d\\ne");
    }
}
