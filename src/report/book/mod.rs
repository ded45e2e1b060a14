//! What the commands about the meeting book answer: what it holds, what was decided, what was taken over and removed.
//!
//! Every word is in `words_en`; the commands hand in what the book says.

mod export;
mod json;
mod text;
mod words_en;

pub use export::{ExportFiles, Exported, export};
pub use json::{begun_json, log_json, purged_json, shown_json};
pub use text::{begun, exported, log, purged, shown};
pub use words_en::*;

use crate::model::Decision;
use crate::time::Instant;

/// What a book holds, in numbers.
pub struct BookNumbers<'a> {
    /// Where it lies.
    pub path: &'a str,
    pub begun_at: Instant,
    /// Bytes.
    pub size: u64,
    /// Of the tables.
    pub version: i64,
    /// What is counted and how many there are.
    pub counts: &'a [(&'static str, i64)],
}

/// What was taken over when a book was begun.
pub struct Begun<'a> {
    pub path: &'a str,
    /// False where there was one already.
    pub is_new: bool,
    pub arrangements: usize,
    pub answers: usize,
    /// Files and what they are called now.
    pub renamed: &'a [(String, String)],
}

/// What was decided.
pub struct Log<'a> {
    pub decisions: &'a [Decision],
    /// Day, action and how many were removed.
    pub gone: &'a [(String, String, i64)],
}
