//! Where what is arranged and answered is kept: in files of the folder, or in its book where there is one.
//!
//! Every command reads and writes them here, so that none needs to know which it is. Without a book everything is as the files say, and
//! nothing else is written. With one, an answers table in the folder is still read, and what is new in it is taken over by the next run
//! that writes.

use super::book::{Access, Book, BookError, BookFault};
use super::workspace::read_tables;
use super::write::write_atomically;
use crate::input::{AnswerRow, AnswerText, Files, KeptAnswers, answer_rows, appended};
use crate::model::Decision;
use std::io;
use std::path::{Path, PathBuf};

/// What is arranged, as a file of the plan format.
const ARRANGEMENTS: &str = "arrangements.json";

/// A folder whose arrangements and answers can be changed.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    /// Open for writing: until the store is dropped nobody else changes it.
    book: Option<Book>,
    /// Rows of the answers table that the book does not have yet, as they were when the folder was read.
    new_answers: Vec<AnswerText>,
}

impl Store {
    /// Opens the folder. Where it has a book this takes the one writer's place, so it comes before anything is read on which a decision rests.
    ///
    /// # Errors
    /// As of [`Book::open`].
    pub fn open(folder: &Path) -> Result<Store, BookError> {
        let book = book_of(folder, Access::Write)?;
        let mut store = Store {
            folder: folder.to_owned(),
            book,
            new_answers: Vec::new(),
        };
        if let Some(book) = &mut store.book {
            book.finish_import(folder)?;
        }
        Ok(store)
    }

    /// The content of the folder, as [`read_folder`] gives it.
    ///
    /// # Errors
    /// As of [`read_folder`].
    pub fn read(&mut self) -> io::Result<Files> {
        let files = read_folder(&self.folder)?;
        if let (Some(kept), Some((name, bytes))) = (&files.kept, answers_table(&files)) {
            // What is wrong with the table is told with everything else that is wrong with the folder, and then nothing is written.
            let rows = answer_rows(name, bytes).unwrap_or_default();
            self.new_answers = kept.new_of(rows);
        }
        Ok(files)
    }

    /// Whether there is a book, which asks why something is done.
    pub fn has_book(&self) -> bool {
        self.book.is_some()
    }

    /// The book, for what only a book can keep.
    pub fn book(&mut self) -> Option<&mut Book> {
        self.book.as_mut()
    }

    /// Replaces what is arranged by the text of an `arrangements.json`; where it is written. A book also notes why.
    ///
    /// # Errors
    /// What the system says, in words; then nothing is changed.
    pub fn arrange(&mut self, file: &str, why: &[Decision]) -> Result<PathBuf, String> {
        self.take_over(why)?;
        match &mut self.book {
            Some(book) => {
                book.arrange(file.as_bytes(), why)
                    .map_err(|error| error.to_string())?;
                Ok(book.file().to_owned())
            }
            None => {
                let path = self.folder.join(ARRANGEMENTS);
                written(&path, file.as_bytes())?;
                Ok(path)
            }
        }
    }

    /// Adds what somebody said; where it is written. `files` is what was read of the folder.
    ///
    /// # Errors
    /// What is wrong with the table or what the system says, in words; then nothing is changed.
    pub fn answer(
        &mut self,
        files: &Files,
        rows: &[AnswerRow],
        why: &[Decision],
    ) -> Result<PathBuf, Vec<String>> {
        self.take_over(why).map_err(|told| vec![told])?;
        if let Some(book) = &mut self.book {
            let cells: Vec<AnswerText> = rows.iter().map(AnswerRow::cells).collect();
            if !cells.is_empty() {
                book.answer(&cells, why)
                    .map_err(|error| vec![error.to_string()])?;
            }
            return Ok(book.file().to_owned());
        }
        let name = match files.tables.contains_key("answers.toml") {
            true => "answers.toml",
            false => "answers.csv",
        };
        let path = self.folder.join(name);
        let mut bytes = files.tables.get(name).cloned();
        for row in rows {
            let more = appended(name, bytes.as_deref(), row);
            bytes = Some(more.map_err(|faults| -> Vec<String> {
                faults.iter().map(ToString::to_string).collect()
            })?);
        }
        match bytes.filter(|_| !rows.is_empty()) {
            Some(bytes) => written(&path, &bytes).map_err(|told| vec![told])?,
            None => {}
        }
        Ok(path)
    }

    /// Brings the rows into the book that somebody typed into the answers table.
    fn take_over(&mut self, why: &[Decision]) -> Result<(), String> {
        let new = std::mem::take(&mut self.new_answers);
        let (Some(book), Some(first), false) = (&mut self.book, why.first(), new.is_empty()) else {
            return Ok(());
        };
        let note = Decision {
            at: first.at,
            who: String::new(),
            action: "take-over".to_owned(),
            reference: String::new(),
            reason: String::new(),
            facts: format!("{{\"answers\":{}}}", new.len()),
        };
        book.take_over(&new, &[note])
            .map_err(|error| error.to_string())
    }
}

fn written(path: &Path, bytes: &[u8]) -> Result<(), String> {
    write_atomically(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// The files of `folder` as values, what is arranged and answered from its book where it has one. Errors are those of the file system, with the path in
/// their text, and those of the book in words.
///
/// # Errors
/// When something that is there cannot be read.
pub fn read_folder(folder: &Path) -> io::Result<Files> {
    let mut files = read_tables(folder)?;
    let unusable = |error: BookError| io::Error::other(error.to_string());
    let Some(book) = book_of(folder, Access::Read).map_err(unusable)? else {
        return Ok(files);
    };
    if files.tables.remove(ARRANGEMENTS).is_some() {
        files.set_aside.push(ARRANGEMENTS.to_owned());
    }
    if let Some(arranged) = book.arrangements_file().map_err(unusable)? {
        files.tables.insert(ARRANGEMENTS.to_owned(), arranged);
    }
    files.kept = Some(KeptAnswers {
        rows: book.answers().map_err(unusable)?,
        taken: book.taken_answers().map_err(unusable)?,
    });
    Ok(files)
}

/// The book of a folder, if it has one.
fn book_of(folder: &Path, access: Access) -> Result<Option<Book>, BookError> {
    let path = Book::path(folder, None);
    let book = Book::open(&path, access)?;
    if book.is_none() && Book::is_elsewhere(folder) {
        return Err(BookError {
            path,
            fault: BookFault::Elsewhere,
        });
    }
    Ok(book)
}

/// The answers table among the files.
fn answers_table(files: &Files) -> Option<(&'static str, &[u8])> {
    let names = ["answers.csv", "answers.toml"];
    names
        .into_iter()
        .find_map(|name| Some((name, files.tables.get(name)?.as_slice())))
}
