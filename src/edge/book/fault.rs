//! Why a book cannot be used, each with the way out.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What is wrong with the book at `path`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BookError {
    pub path: PathBuf,
    pub fault: BookFault,
}

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BookFault {
    /// Another run writes, and has not ended while we waited.
    Busy,
    /// It is no book of ours.
    NoBook,
    /// A newer quorate wrote it: its version.
    Newer(i64),
    /// An older quorate wrote it, and it cannot be brought up to date because it cannot be written.
    Older(i64),
    /// Something in it is not as it was written.
    Damaged,
    /// It lies on a network share: the name of the file system.
    Share(String),
    /// The folder says that its book lies there, and there is none.
    Elsewhere,
    /// The folder has another book already: where.
    Another(PathBuf),
    /// A file that it would take over cannot be read: its name and what is wrong, each told whole.
    Import(Vec<String>),
    /// So many answers that were to be removed stand in the folder's answers table still.
    StillTyped(usize),
    /// No message that waits has this number, or it is not in the state in which this can be done.
    NoSuchPost(i64),
    /// The disk is full; nothing of the change was kept.
    Full,
    /// It can be read but not written.
    ReadOnly,
    /// The system or SQLite says why, without any value of a row.
    System(String),
}

impl BookError {
    pub(super) fn new(path: &Path, fault: BookFault) -> BookError {
        BookError {
            path: path.to_owned(),
            fault,
        }
    }

    pub(super) fn system(path: &Path, error: &io::Error) -> BookError {
        let fault = match error.kind() {
            io::ErrorKind::StorageFull => BookFault::Full,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                BookFault::ReadOnly
            }
            _ => BookFault::System(error.to_string()),
        };
        BookError::new(path, fault)
    }

    pub(super) fn stored(path: &Path, error: &rusqlite::Error) -> BookError {
        use rusqlite::{Error, ErrorCode};
        let fault = match error {
            Error::SqliteFailure(failure, text) => match failure.code {
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => BookFault::Busy,
                ErrorCode::NotADatabase => BookFault::NoBook,
                ErrorCode::DatabaseCorrupt => BookFault::Damaged,
                ErrorCode::DiskFull => BookFault::Full,
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied => BookFault::ReadOnly,
                _ => {
                    let said = text.clone().unwrap_or_else(|| failure.to_string());
                    BookFault::System(said)
                }
            },
            // A row that holds what we never write.
            Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..) => BookFault::Damaged,
            other => BookFault::System(other.to_string()),
        };
        BookError::new(path, fault)
    }
}

impl fmt::Display for BookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.fault {
            BookFault::Busy => write!(
                f,
                "another run of quorate is writing {path}; try again when it has ended"
            ),
            BookFault::NoBook => write!(
                f,
                "{path} is no meeting book of quorate; move it away, or name another with --book"
            ),
            BookFault::Newer(version) => write!(
                f,
                "{path} was written by a newer quorate (version {version} of the book); use that one"
            ),
            BookFault::Older(version) => write!(
                f,
                "{path} was written by an older quorate (version {version} of the book) and has to be brought up to date, but it cannot be \
                 written; run quorate book show once where it can be"
            ),
            BookFault::Damaged => write!(
                f,
                "{path} is damaged: something in it is not as it was written; put back the last copy that you have, and keep this one for \
                 whoever may save what is newer"
            ),
            BookFault::Share(kind) => write!(
                f,
                "{path} lies on a network share ({kind}), where two computers could write at once and destroy the book; name a place on a \
                 disk of this computer with --book, and copy the file to the share when no quorate runs"
            ),
            BookFault::Elsewhere => write!(
                f,
                "the folder's book.path says that its meeting book is {path}, and there is none: it may lie on the computer on which it was \
                 begun; put a copy there, or write in book.path where it is"
            ),
            BookFault::Another(own) => write!(
                f,
                "{path} cannot be begun: the folder has a meeting book already, {}; to move it, move the file and write in book.path \
                 where it is",
                own.display()
            ),
            BookFault::Import(told) => f.write_str(&told.join("\n")),
            BookFault::StillTyped(count) => write!(
                f,
                "{count} of the answers that would be removed from {path} still stand in the answers table beside it, from where they would \
                 be taken over again; delete those rows, or the file, then purge again. Nothing was removed"
            ),
            BookFault::NoSuchPost(id) => write!(
                f,
                "{path}: no message with the number {id} waits in that state; quorate outbox lists those that wait"
            ),
            BookFault::Full => write!(
                f,
                "{path}: the disk is full; nothing of this was kept, so make room and do it again"
            ),
            BookFault::ReadOnly => write!(
                f,
                "{path} cannot be written; allow it for the file and its folder, or name another place with --book"
            ),
            BookFault::System(said) => write!(f, "{path}: {said}"),
        }
    }
}

impl std::error::Error for BookError {}
