//! From the bytes of a file to the bytes of calendar text: what is no calendar is refused, UTF-16 is decoded, and oddities
//! of the encoding are reported. Texts are never looked at, so wrong encoding inside them costs nothing.

use super::report::Report;
use crate::model::feed::{FeedRefusal, WarningCode};
use std::borrow::Cow;

/// The calendar text in the file's own bytes where possible.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    report: &mut Report,
) -> Result<Cow<'a, [u8]>, FeedRefusal> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Cow::Borrowed(rest),
        [0xFF, 0xFE, rest @ ..] => Cow::Owned(from_utf16(rest, u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => Cow::Owned(from_utf16(rest, u16::from_be_bytes)),
        // "B" of BEGIN without a byte order mark.
        [b'B' | b'b', 0, ..] => Cow::Owned(from_utf16(bytes, u16::from_le_bytes)),
        [0, b'B' | b'b', ..] => Cow::Owned(from_utf16(bytes, u16::from_be_bytes)),
        _ => Cow::Borrowed(bytes),
    };
    if let Cow::Owned(_) = text {
        report.warn(1, None, WarningCode::Utf16);
    }
    if let Some(refusal) = sniff(&text) {
        return Err(refusal);
    }
    survey(&text, report);
    Ok(text)
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Vec<u8> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units)
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect::<String>()
        .into_bytes()
}

/// What the file is when it is clearly something else.
fn sniff(text: &[u8]) -> Option<FeedRefusal> {
    let text = text.trim_ascii_start();
    let starts = |prefix: &[u8]| {
        let head = text.get(..prefix.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(prefix))
    };
    match text.first() {
        None => Some(FeedRefusal::Empty),
        Some(b'<') => Some(FeedRefusal::Html),
        Some(b'{' | b'[') => Some(FeedRefusal::Json),
        _ if starts(b"PK\x03\x04") || starts(b"\x1f\x8b") => Some(FeedRefusal::Archive),
        _ if starts(b"BEGIN:VCARD") => Some(FeedRefusal::Contacts),
        _ => None,
    }
}

/// Reports bytes that are not UTF-8, with the line of the first.
fn survey(text: &[u8], report: &mut Report) {
    let mut from = 0;
    while let Some(at) = not_utf8(&text[from..]) {
        // A fold may stand between the bytes of one character (RFC 5545 section 3.1), so only the unfolded text tells.
        let Some(len) = folded_character(&text[from + at..]) else {
            let line = line_of(text, from + at);
            return report.warn(line, None, WarningCode::InvalidUtf8);
        };
        from += at + len;
    }
}

/// Where the first character begins that is not UTF-8. Text is mostly ASCII, which is passed over in blocks.
fn not_utf8(text: &[u8]) -> Option<usize> {
    const BLOCK: usize = 64;
    // So that what lies ahead is not looked at again and again where many characters are folded.
    const BLOCKS_AT_ONCE: usize = 64;
    let mut from = 0;
    while from < text.len() {
        let blocks = text[from..].chunks(BLOCK);
        from += BLOCK * blocks.take_while(|block| block.is_ascii()).count();
        let rest = text.get(from..).unwrap_or_default();
        let blocks = rest.chunks(BLOCK).take(BLOCKS_AT_ONCE);
        let len = BLOCK * blocks.take_while(|block| !block.is_ascii()).count();
        let len = len.min(rest.len());
        match std::str::from_utf8(&rest[..len]) {
            Ok(_) => from += len,
            // What ends in the middle of a character may go on behind these blocks.
            Err(error)
                if error.error_len().is_none() && len < rest.len() && error.valid_up_to() > 0 =>
            {
                from += error.valid_up_to();
            }
            Err(error) => return Some(from + error.valid_up_to()),
        }
    }
    None
}

/// The length of the character that a text begins with, folds inside it included; `None` if it is none.
fn folded_character(text: &[u8]) -> Option<usize> {
    let mut character = [0; 4];
    let mut len = 0;
    let mut rest = text;
    while len < character.len() {
        rest = match rest {
            [b'\r', b'\n', b' ' | b'\t', tail @ ..] | [b'\n' | b'\r', b' ' | b'\t', tail @ ..] => {
                tail
            }
            [byte, tail @ ..] => {
                character[len] = *byte;
                len += 1;
                if std::str::from_utf8(&character[..len]).is_ok() {
                    return Some(text.len() - tail.len());
                }
                tail
            }
            [] => return None,
        };
    }
    None
}

/// Reports control characters, with the line of the first; `found` is the first below the blank.
pub(super) fn report_control(text: &[u8], found: Option<usize>, report: &mut Report) {
    const DELETE: u8 = 127;
    let before = &text[..found.unwrap_or(text.len())];
    // Without an early exit in the inner loop this runs at the speed of memory.
    let has_one = |chunk: &[u8]| {
        chunk
            .iter()
            .fold(false, |any, byte| any | (*byte == DELETE))
    };
    let first = match before.chunks(4096).any(has_one) {
        true => before.iter().position(|byte| *byte == DELETE),
        false => found,
    };
    if let Some(at) = first {
        report.warn(line_of(text, at), None, WarningCode::ControlCharacters);
    }
}

fn line_of(text: &[u8], at: usize) -> u32 {
    let breaks = text[..at].iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(breaks + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text without its folds, made the plain way.
    fn unfolded(text: &[u8]) -> Vec<u8> {
        let mut bytes = text.to_vec();
        while let Some(at) = bytes.windows(3).position(|part| part == b"\r\n ") {
            bytes.drain(at..at + 3);
        }
        bytes
    }

    proptest! {
        /// Text of several blocks with folds anywhere and a bad byte now and then, against the plain way.
        #[test]
        fn what_is_not_utf8_is_found(
            pieces in proptest::collection::vec("[a-c]{0,70}|[é会🩺]{0,40}", 0..8),
            folds in proptest::collection::vec(any::<proptest::sample::Index>(), 0..6),
            bad in proptest::option::of((any::<proptest::sample::Index>(), 0x80_u8..)),
        ) {
            let mut text = pieces.concat().into_bytes();
            if let Some((at, byte)) = bad {
                text.insert(at.index(text.len() + 1), byte);
            }
            // From the end on, so that no fold comes to stand inside another.
            let mut folds: Vec<usize> = folds.iter().map(|fold| fold.index(text.len() + 1)).collect();
            folds.sort_unstable();
            for at in folds.into_iter().rev() {
                text.splice(at..at, *b"\r\n ");
            }
            let mut report = Report::default();
            survey(&text, &mut report);
            let is_bad = std::str::from_utf8(&unfolded(&text)).is_err();
            prop_assert_eq!(!report.finish().is_empty(), is_bad);
        }
    }
}
