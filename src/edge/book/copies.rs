//! The organiser's own copies of meetings on a calendar server, so that each is found and replaced where it lies.

use super::{Book, BookError};
use rusqlite::params;
use std::collections::BTreeMap;

/// One entry on a calendar server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredCopy {
    /// Its address on the server.
    pub href: String,
    /// What the server called its content when it was written; empty where it did not say.
    pub etag: String,
    /// What it said, as a number: the same, nothing to write.
    pub said: u64,
}

impl Book {
    /// The copies by UID.
    pub fn copies(&self) -> Result<BTreeMap<String, StoredCopy>, BookError> {
        let rows = self.rows("SELECT uid, href, etag, said FROM copies", |row| {
            let copy = StoredCopy {
                href: row.get(1)?,
                etag: row.get(2)?,
                said: row.get::<_, i64>(3)?.cast_unsigned(),
            };
            Ok((row.get(0)?, copy))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// Notes a copy that the server has taken.
    pub fn set_copy(&mut self, uid: &str, copy: &StoredCopy) -> Result<(), BookError> {
        self.change(|transaction| {
            let insert =
                "INSERT OR REPLACE INTO copies (uid, href, etag, said) VALUES (?1, ?2, ?3, ?4)";
            let values = params![uid, copy.href, copy.etag, copy.said.cast_signed()];
            transaction.execute(insert, values).map(drop)
        })
    }

    /// Notes that the server has a copy no more.
    pub fn forget_copy(&mut self, uid: &str) -> Result<(), BookError> {
        self.change(|transaction| {
            let removed = transaction.execute("DELETE FROM copies WHERE uid = ?1", [uid]);
            removed.map(drop)
        })
    }
}
