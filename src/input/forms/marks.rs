//! What people write for yes, if need be and no: in boxes, in cells, as words.

use super::super::answers::reply;
use crate::model::Reply;

/// A tick, however it is made.
pub(super) fn is_tick(text: &str) -> bool {
    let text = text.trim().trim_end_matches('\u{FE0F}');
    const TICKS: [&str; 17] = [
        "x", "xx", "xxx", "v", "✓", "✔", "✅", "☑", "☒", "✗", "✘", "✕", "×", "√", "*", "+", "tick",
    ];
    TICKS.contains(&text.to_lowercase().as_str())
}

/// Nothing, or what keeps an empty place open.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || "_.…\u{200B}\u{FEFF}".contains(c))
}

/// A reply in words and nothing else; the punctuation around them does not count.
pub(super) fn word(text: &str) -> Option<Reply> {
    let around = |c: char| c.is_whitespace() || ".,;:!()[]*_-–—\"'“”‘’>".contains(c);
    let bare = text.trim_matches(around);
    let known = bare.to_lowercase().replace('-', " ");
    let known = known.split_whitespace().collect::<Vec<_>>().join(" ");
    match known.as_str() {
        "" => None,
        "yes please" | "yes i can" | "i can" | "okay" | "fine" => Some(Reply::Can),
        "if needed" | "if needs be" | "ifneedbe" | "if i must" | "under reserve" => {
            Some(Reply::IfNeedBe)
        }
        "i cannot" | "i can't" | "no sorry" | "sorry no" => Some(Reply::Cannot),
        other => reply(other).ok(),
    }
}

/// A cell of a table. `Err` = it may mean either.
///
/// A dash is no answer: some write it for "no", some for "not asked", and nobody is taken to be away without a ground. A plain x may
/// stand for coming as well as for not coming, so it is told.
pub(super) fn cell(text: &str) -> Result<Option<Reply>, ()> {
    let bare = text.trim().trim_end_matches('\u{FE0F}');
    if is_blank(bare) || bare.chars().all(|c| "-–—".contains(c)) {
        return Ok(None);
    }
    match bare.to_lowercase().as_str() {
        "✓" | "✔" | "✅" | "☑" | "√" => return Ok(Some(Reply::Can)),
        "(ok)" | "(yes)" | "(✓)" | "(✔)" | "(y)" => return Ok(Some(Reply::IfNeedBe)),
        "✗" | "✘" | "✕" | "❌" | "×" => return Ok(Some(Reply::Cannot)),
        _ => {}
    }
    word(bare).map(Some).ok_or(())
}
