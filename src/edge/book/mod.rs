//! The meeting book: one file of SQLite that keeps what is arranged, what was answered, what was told to whom, what came back and
//! what was decided on which ground.
//!
//! Every method is one transaction and is on the disk when it returns, so that a crash at any moment loses nothing that was said to be
//! done and repeats nothing. The journal is a file beside the book that is there only while something is written: a book at rest is one file
//! that can be copied, and read where nothing can be written. What the rows mean is left to `model::post`, when they are written to
//! the callers, how they join the tables of a folder to [`store`](super::store).

mod copies;
mod decisions;
mod fault;
mod heard;
mod lock;
mod posts;
mod purge;
mod rows;
mod schema;
mod share;
mod summary;
mod tables;

pub use copies::StoredCopy;
pub use fault::{BookError, BookFault};
pub use purge::{Purge, Purged};
pub use summary::Summary;
pub use tables::{ArrangementRow, Imported};

use super::write::{note_written, write_atomically};
use crate::time::Instant;
use lock::WritersPlace;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use schema::{APPLICATION_ID, STEPS, version};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a book is called in its folder.
pub const BOOK_FILE: &str = "meetings.book";

/// Where a folder's book lies elsewhere, this file of the folder says where.
const POINTER: &str = "book.path";

/// How long a run waits for another to end its writing.
const WAIT: Duration = Duration::from_secs(5);

/// What a run means to do with the book.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// To look; others may write meanwhile.
    Read,
    /// To write: nobody else can until the book is dropped, so what was read stays true until then.
    Write,
}

/// An open book.
#[derive(Debug)]
pub struct Book {
    connection: Connection,
    path: PathBuf,
    /// Given up after the connection is closed.
    place: Option<WritersPlace>,
}

impl Book {
    /// Where the book of a folder lies: where `stated` says (`--book`), else where the folder's `book.path` says, else in the folder.
    pub fn path(folder: &Path, stated: Option<&Path>) -> PathBuf {
        let elsewhere = || {
            let text = fs::read_to_string(folder.join(POINTER)).ok()?;
            let text = text.trim_start_matches('\u{FEFF}').trim();
            (!text.is_empty()).then(|| folder.join(text))
        };
        let stated = stated.map(Path::to_owned).or_else(elsewhere);
        stated.unwrap_or_else(|| folder.join(BOOK_FILE))
    }

    /// Whether the folder says that its book lies elsewhere.
    pub fn is_elsewhere(folder: &Path) -> bool {
        Book::path(folder, None) != folder.join(BOOK_FILE)
    }

    /// Opens the book at `path`; `None` where there is none.
    ///
    /// # Errors
    /// When it is no book, of a newer version, damaged, on a network share, or when another run writes and does not end.
    pub fn open(path: &Path, access: Access) -> Result<Option<Book>, BookError> {
        if !is_there(path)? {
            return Ok(None);
        }
        refuse_share(path)?;
        let place = match access {
            Access::Read => None,
            Access::Write => Some(place(path)?),
        };
        let mut book = Book::connect(path, place)?;
        if book.is_blank()? {
            return Ok(None);
        }
        book.recognise()?;
        Ok(Some(book))
    }

    /// Opens the book at `path` for writing. Where there is none, one is begun: it takes over what the arrangements and answers of `folder` hold
    /// and gives those files other names ([`Imported`]). Where a run ended between the two, this one goes on with the second.
    ///
    /// # Errors
    /// As of [`open`](Self::open), and when a file cannot be taken over; then there is no book and nothing is changed.
    pub fn open_or_create(
        path: &Path,
        folder: &Path,
        now: Instant,
    ) -> Result<(Book, Imported), BookError> {
        refuse_share(path)?;
        if !is_there(path)? {
            // A second book would know nothing of what was told.
            let own = Book::path(folder, None);
            if is_there(&own)? {
                return Err(BookError::new(path, BookFault::Another(own)));
            }
            if Book::is_elsewhere(folder) {
                return Err(BookError::new(&own, BookFault::Elsewhere));
            }
        }
        let place = place(path)?;
        let is_new = !is_there(path)?;
        if is_new {
            make_private(path).map_err(|error| BookError::system(path, &error))?;
        }
        let begun = Book::connect(path, Some(place)).and_then(|mut book| {
            if !book.is_blank()? {
                book.recognise()?;
                point_to(path, folder)?;
                let imported = book.finish_import(folder)?;
                return Ok((book, imported));
            }
            let found = tables::found(path, folder)?;
            let transaction = book.begin()?;
            let made = steps_from(&transaction, 0).and_then(|()| {
                tables::import(&transaction, &found, now)?;
                transaction.commit()
            });
            made.map_err(|error| book.failed(&error))?;
            point_to(path, folder)?;
            let mut imported = book.finish_import(folder)?;
            imported.begun = true;
            imported.arrangements = found.arrangements.len();
            imported.answers = found.answers.len();
            Ok((book, imported))
        });
        if is_new && begun.is_err() {
            // Nothing was there before; what cannot be removed is an empty file, which is no book yet.
            let _ = fs::remove_file(path);
        }
        begun
    }

    /// Where it lies.
    pub fn file(&self) -> &Path {
        &self.path
    }

    /// Whether this run has the one writer's place.
    pub fn can_write(&self) -> bool {
        self.place.is_some()
    }

    fn connect(path: &Path, place: Option<WritersPlace>) -> Result<Book, BookError> {
        let stored = |error: rusqlite::Error| BookError::stored(path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        // Where the system allows no writing SQLite opens it for reading by itself.
        let connection = Connection::open_with_flags(path, flags).map_err(stored)?;
        connection.busy_timeout(WAIT).map_err(stored)?;
        // A book may come from anywhere: nothing in its schema is trusted. EXTRA also waits until the journal's end is on the disk.
        let settings = "
            PRAGMA trusted_schema = OFF;
            PRAGMA journal_mode = DELETE;
            PRAGMA synchronous = EXTRA;
            PRAGMA secure_delete = ON;
            PRAGMA foreign_keys = ON;
            PRAGMA temp_store = MEMORY;
        ";
        connection.execute_batch(settings).map_err(stored)?;
        if place.is_none() {
            connection
                .execute_batch("PRAGMA query_only = ON")
                .map_err(stored)?;
        }
        Ok(Book {
            connection,
            path: path.to_owned(),
            place,
        })
    }

    /// Whether nothing was ever written to it: a run ended before its book was begun.
    fn is_blank(&self) -> Result<bool, BookError> {
        let pages: i64 = self.number("PRAGMA page_count")?;
        Ok(pages == 0)
    }

    /// Sees that it is a sound book of ours, and brings it up to date.
    fn recognise(&mut self) -> Result<(), BookError> {
        let fault = |fault| Err(BookError::new(&self.path, fault));
        if self.number("PRAGMA application_id")? != APPLICATION_ID {
            return fault(BookFault::NoBook);
        }
        let written = self.number("PRAGMA user_version")?;
        if written > version() {
            return fault(BookFault::Newer(written));
        }
        let sound: String = self
            .connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(|error| self.failed(&error))?;
        if sound != "ok" {
            return fault(BookFault::Damaged);
        }
        match written == version() {
            true => Ok(()),
            false => self.bring_up_to_date(written),
        }
    }

    fn bring_up_to_date(&mut self, written: i64) -> Result<(), BookError> {
        let borrowed = match self.place {
            Some(_) => None,
            None => Some(place(&self.path)?),
        };
        let older = |book: &Book, error: &rusqlite::Error| match book.failed(error) {
            BookError {
                fault: BookFault::ReadOnly,
                path,
            } => BookError {
                path,
                fault: BookFault::Older(written),
            },
            other => other,
        };
        if borrowed.is_some() {
            let off = self.connection.execute_batch("PRAGMA query_only = OFF");
            off.map_err(|error| self.failed(&error))?;
        }
        let transaction = self.begin()?;
        // Another run may have done it while we waited.
        let now: rusqlite::Result<i64> =
            transaction.query_row("PRAGMA user_version", [], |row| row.get(0));
        let done = now
            .and_then(|now| steps_from(&transaction, now))
            .and_then(|()| transaction.commit());
        done.map_err(|error| older(self, &error))?;
        if borrowed.is_some() {
            let on = self.connection.execute_batch("PRAGMA query_only = ON");
            on.map_err(|error| self.failed(&error))?;
        }
        Ok(())
    }

    fn number(&self, question: &str) -> Result<i64, BookError> {
        let answer = self.connection.query_row(question, [], |row| row.get(0));
        answer.map_err(|error| self.failed(&error))
    }

    /// Begins what is to be done whole or not at all; dropped without commit, nothing of it is done.
    fn begin(&self) -> Result<Transaction<'_>, BookError> {
        let immediate = TransactionBehavior::Immediate;
        Transaction::new_unchecked(&self.connection, immediate).map_err(|error| self.failed(&error))
    }

    /// Does what is to be done whole or not at all.
    fn change<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, BookError> {
        if self.place.is_none() {
            // To write without the place would let two runs undo each other's work.
            return Err(BookError::new(&self.path, BookFault::ReadOnly));
        }
        let transaction = self.begin()?;
        let done = change(&transaction).and_then(|value| transaction.commit().map(|()| value));
        let done = done.map_err(|error| self.failed(&error))?;
        note_written();
        Ok(done)
    }

    fn failed(&self, error: &rusqlite::Error) -> BookError {
        BookError::stored(&self.path, error)
    }
}

/// Makes every step that a book of that version lacks; 0 is a book that is not made yet.
fn steps_from(transaction: &Transaction<'_>, written: i64) -> rusqlite::Result<()> {
    let from = usize::try_from(written).unwrap_or(0);
    for part in STEPS.iter().skip(from).copied().flatten() {
        transaction.execute_batch(part)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", version())
}

fn is_there(path: &Path) -> Result<bool, BookError> {
    match fs::metadata(path) {
        // An empty file is what a run leaves that ended before its book was begun.
        Ok(data) if data.is_file() => Ok(data.len() > 0),
        Ok(_) => Err(BookError::new(path, BookFault::NoBook)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(BookError::system(path, &error)),
    }
}

/// Writes into `folder` where its book lies, if that is elsewhere.
fn point_to(path: &Path, folder: &Path) -> Result<(), BookError> {
    if is_there(&Book::path(folder, None))? {
        return Ok(());
    }
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let text = format!("{}\n", whole.display());
    let pointer = folder.join(POINTER);
    write_atomically(&pointer, text.as_bytes()).map_err(|error| BookError::system(&pointer, &error))
}

fn refuse_share(path: &Path) -> Result<(), BookError> {
    match share::share_of(path) {
        Some(kind) => Err(BookError::new(path, BookFault::Share(kind))),
        None => Ok(()),
    }
}

fn place(path: &Path) -> Result<WritersPlace, BookError> {
    match WritersPlace::take(path, WAIT) {
        Ok(Some(place)) => Ok(place),
        Ok(None) => Err(BookError::new(path, BookFault::Busy)),
        Err(error) => Err(BookError::system(path, &error)),
    }
}

/// An empty file that only its owner can read; SQLite gives its journal the same permissions.
fn make_private(path: &Path) -> io::Result<()> {
    let mut options = fs::File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path).map(drop)
}

#[cfg(test)]
mod tests;
