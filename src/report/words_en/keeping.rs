//! The English of what is noted in a meeting book.

/// A meeting was recorded after its limit, and nobody said why.
pub fn late_without_reason(reference: &str) -> String {
    format!(
        "{reference} is after its limit, and no reason was noted: do the same again with --reason \"what was agreed, and by whom\"."
    )
}

/// A flag whose value would be noted nowhere.
pub fn nothing_to_note(flag: &str, deciding: &str) -> String {
    format!("{flag} is noted with what is decided; add {deciding}, or leave it out")
}
