//! `quorate replies`: what was applied, what was known, and what waits for a person with what to do about it.
//!
//! Of a mail nothing is shown but where it lies and, for a person to deal with it, the address of a sender who is unknown.

mod json;
mod text;
mod words_en;

pub use json::{json, waiting_json};
pub use text::{text, waiting_text};
pub use words_en::{
    PASTED, bad_number, bad_organizer, both_typed_and_read, ends_before, no_book, no_such_number,
    not_told, nothing_to_read, pasted_is_nothing, settled, table_fault, table_needs_ref,
    typed_needs, unknown_contact, way_out, why,
};

use crate::model::{Heard, Unmatched, Workspace};

/// What became of the answers of one run.
pub struct ReplyList<'a> {
    pub workspace: &'a Workspace,
    /// New ones, each with whether something is written beside it.
    pub applied: &'a [(Heard, bool)],
    pub known: usize,
    /// Invitations of ours that lay among them.
    pub ours: usize,
    /// Files that were none.
    pub passed_over: usize,
    /// What nobody has settled yet.
    pub waiting: &'a [Unmatched],
}

/// A number that stands for an answer, as it is written.
pub fn number(digest: u64) -> String {
    format!("{digest:016x}")
}
