//! The lines of a form that only the program reads: whose it is, about which meeting, and which instants its letters mean.
//!
//! ```text
//! [quorate-form/1 ref=CP-2041 who=st-marks
//!  A=2026-12-08T10:00:00Z/2026-12-08T11:30:00Z
//!  sum=edd3d112]
//! ```
//! Words are parted by blanks and hold none, so lines may be wrapped and quoted anywhere. The sum over the words tells a damaged
//! mark from a whole one; a damaged one counts as lost, because a wrong instant would be worse than none.

use crate::time::{Instant, Interval};

/// How a mark begins.
const OPENING: &str = "[quorate-form/1";

/// Most words of a mark that are looked at.
const MOST_WORDS: usize = 512;

/// Most bytes of a mark that are looked at, and most beginnings of marks: without bounds a long text would be read again from each.
const LONGEST: usize = 32 << 10;
const MOST_MARKS: usize = 256;

/// Longest time of a line, in seconds. Nobody is asked about more; a mark that says so was not written by us.
const LONGEST_TIME: i64 = 86_400;

/// What a mark says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Mark {
    pub who: String,
    pub reference: String,
    /// Letters of the lines with their times.
    pub lines: Vec<(String, Interval)>,
}

/// The mark of a form, in lines that no mail program wraps.
///
/// `lines` are the letters of the form's lines with their times, in order. The letters must be letters of the English alphabet.
pub fn form_mark(who: &str, reference: &str, lines: &[(String, Interval)]) -> String {
    let head = format!(
        "ref={} who={}",
        without_blanks(reference),
        without_blanks(who)
    );
    let times: Vec<String> = lines
        .iter()
        .map(|(letter, time)| format!("{letter}={}/{}", time.start(), time.end()))
        .collect();
    let words = head.split(' ').chain(times.iter().map(String::as_str));
    let sum = sum(words);
    let mut text = format!("{OPENING} {head}\n");
    for time in times {
        text.push_str(&format!(" {time}\n"));
    }
    text.push_str(&format!(" sum={sum:08x}]\n"));
    text
}

/// Whether a text holds the beginning of a mark.
pub(super) fn is_there(text: &str) -> bool {
    text.contains(OPENING)
}

/// Every whole mark in a text whose lines have been freed of quotation marks. Damaged ones are left out.
pub(super) fn marks(text: &str) -> Vec<Mark> {
    let found = text.match_indices(OPENING);
    found
        .take(MOST_MARKS)
        .filter_map(|(at, _)| {
            let rest = &text[at + OPENING.len()..];
            let mut ends = (0..=LONGEST.min(rest.len())).rev();
            let end = ends.find(|end| rest.is_char_boundary(*end))?;
            parse(&rest[..end])
        })
        .collect()
}

fn parse(text: &str) -> Option<Mark> {
    let (mut who, mut reference, mut lines) = (None, None, Vec::new());
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace().take(MOST_WORDS) {
        let (name, value) = word.split_once('=')?;
        if name == "sum" {
            let (value, _) = value.split_once(']')?;
            let stated = u32::from_str_radix(value, 16).ok()?;
            let whole = stated == sum(words.iter().copied());
            return whole.then_some(Mark {
                who: who?,
                reference: reference?,
                lines,
            });
        }
        words.push(word);
        match name {
            "ref" => reference = Some(with_blanks(value)?),
            "who" => who = Some(with_blanks(value)?),
            letter => {
                let (from, to) = value.split_once('/')?;
                let from = Instant::parse_rfc3339(from)?;
                let to = Instant::parse_rfc3339(to)?;
                if to.0.saturating_sub(from.0) > LONGEST_TIME {
                    return None;
                }
                lines.push((letter.to_owned(), Interval::new(from, to)?));
            }
        }
    }
    None
}

/// FNV-1a over the words and a blank behind each: enough to see that something was changed by accident.
fn sum<'a>(words: impl Iterator<Item = &'a str>) -> u32 {
    let bytes = words.flat_map(|word| word.bytes().chain([b' ']));
    bytes.fold(0x811c_9dc5, |hash: u32, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// Everything but plain letters, digits and `-._` as `%XX`, so that a word stays a word.
fn without_blanks(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn with_blanks(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let code = std::str::from_utf8(behind.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        rest = &behind[2..];
    }
    String::from_utf8(bytes).ok()
}
