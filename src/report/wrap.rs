//! Lines of text for people: broken at blanks, never inside a word.

use std::fmt::Write as _;

/// Appends `text` behind `head`, broken at blanks so that lines have at most `width` letters (a longer word stands alone); further
/// lines begin with `hang` blanks.
pub(super) fn wrapped(out: &mut String, head: &str, hang: usize, width: usize, text: &str) {
    let mut column = head.chars().count();
    out.push_str(head);
    for (index, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if index > 0 && column + 1 + length > width {
            let _ = write!(out, "\n{:hang$}", "");
            column = hang;
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.push('\n');
}
