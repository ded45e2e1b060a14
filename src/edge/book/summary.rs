//! How much a book holds.

use super::{Book, BookError};
use crate::time::Instant;
use std::fs;

/// What a book holds, in numbers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summary {
    pub begun_at: Instant,
    /// Bytes of its file.
    pub size: u64,
    /// The version of its tables.
    pub version: i64,
    /// What is counted and how many there are, in a fixed order.
    pub counts: Vec<(&'static str, i64)>,
}

/// What is counted, and where.
const COUNTED: [(&str, &str); 13] = [
    ("arrangements", "arrangements"),
    ("answers", "answers"),
    ("told", "told"),
    ("queued", "posts WHERE state = 'queued'"),
    ("sending", "posts WHERE state = 'sending'"),
    ("sent", "posts WHERE state = 'sent'"),
    ("heard", "heard"),
    ("unmatched", "unmatched WHERE settled = 0"),
    ("settled", "unmatched WHERE settled = 1"),
    ("waivers", "waivers"),
    ("outcomes", "outcomes"),
    ("copies", "copies"),
    ("decisions", "decisions"),
];

impl Book {
    /// What it holds, in numbers.
    pub fn summary(&self) -> Result<Summary, BookError> {
        let mut counts = Vec::with_capacity(COUNTED.len());
        for (name, table) in COUNTED {
            counts.push((name, self.number(&format!("SELECT count(*) FROM {table}"))?));
        }
        let file = fs::metadata(&self.path);
        Ok(Summary {
            begun_at: self.begun_at()?,
            size: file
                .map_err(|error| BookError::system(&self.path, &error))?
                .len(),
            version: self.number("PRAGMA user_version")?,
            counts,
        })
    }
}
