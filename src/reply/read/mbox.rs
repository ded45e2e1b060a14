//! Files with many mails, as mail programs keep folders (mbox, RFC 4155).

use std::borrow::Cow;

/// Most mails of one file that are read.
pub const MOST_MAILS: usize = 10_000;

/// The mails of a file. One begins with a line `From ` behind an empty line, or at the beginning; where such a line stands inside a mail,
/// programs put `>` in front of it, which is taken away again.
pub fn mails(bytes: &[u8]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    let mut rest = after_separator(bytes.trim_ascii_start()).unwrap_or_default();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = next_separator(rest);
        let mail = &rest[..end];
        rest = after_separator(&rest[end..]).unwrap_or_default();
        Some(unquoted(mail))
    })
    .filter(|mail| !mail.trim_ascii().is_empty())
}

/// What follows the line `From …`.
fn after_separator(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(b"From ")?;
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    Some(&rest[end + 1..])
}

/// Where the next separator begins.
fn next_separator(bytes: &[u8]) -> usize {
    let mut at = 0;
    let mut is_blank = true;
    while at < bytes.len() {
        let line = &bytes[at..];
        if is_blank && line.starts_with(b"From ") {
            return at;
        }
        let end = line.iter().position(|byte| *byte == b'\n');
        let end = end.map_or(line.len(), |end| end + 1);
        is_blank = line[..end].trim_ascii().is_empty();
        at += end;
    }
    bytes.len()
}

/// The mail without the marks in front of `From `.
fn unquoted(mail: &[u8]) -> Cow<'_, [u8]> {
    let is_quoted = |line: &[u8]| {
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        marks > 0 && line[marks..].starts_with(b"From ")
    };
    let lines = || mail.split_inclusive(|byte| *byte == b'\n');
    if !lines().any(is_quoted) {
        return Cow::Borrowed(mail);
    }
    let plain = lines().map(|line| if is_quoted(line) { &line[1..] } else { line });
    Cow::Owned(plain.collect::<Vec<_>>().concat())
}
