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

/// Reports bytes that are not UTF-8 and control characters, each once, with the line of the first.
fn survey(text: &[u8], report: &mut Report) {
    if let Err(error) = std::str::from_utf8(text) {
        // A fold may stand between the bytes of one character (RFC 5545 section 3.1), so only the unfolded text tells.
        let at = error.valid_up_to();
        if std::str::from_utf8(&without_folds(&text[at..])).is_err() {
            report.warn(line_of(text, at), None, WarningCode::InvalidUtf8);
        }
    }
    let is_control = |byte: &u8| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127);
    // Without an early exit in the inner loop this runs at the speed of memory.
    let found = text
        .chunks(4096)
        .position(|chunk| chunk.iter().fold(false, |any, byte| any | is_control(byte)));
    if let Some(chunk) = found {
        let inside = text[chunk * 4096..]
            .iter()
            .position(is_control)
            .unwrap_or(0);
        let line = line_of(text, chunk * 4096 + inside);
        report.warn(line, None, WarningCode::ControlCharacters);
    }
}

fn without_folds(text: &[u8]) -> Vec<u8> {
    let mut unfolded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = match rest {
            [b'\r', b'\n', b' ' | b'\t', tail @ ..] | [b'\n' | b'\r', b' ' | b'\t', tail @ ..] => {
                tail
            }
            _ => {
                unfolded.push(byte);
                after
            }
        };
    }
    unfolded
}

fn line_of(text: &[u8], at: usize) -> u32 {
    let breaks = text[..at].iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(breaks + 1).unwrap_or(u32::MAX)
}
