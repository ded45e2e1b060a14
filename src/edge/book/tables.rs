//! The arrangements and the answers in a book: taking over the files that held them before, and handing both on as such files.
//!
//! An arrangement is kept as its text of the plan format, an answer as the texts of its cells, so that both are read by the code that
//! reads the files. Beginning a book takes over what the files hold and gives them other names; both steps are noted in the book, so that
//! a run that ends between them is gone on with. An answers table that appears beside a book later is still read: each of
//! its rows is taken over once.

use super::{Book, BookError, BookFault, decisions};
use crate::edge::files::{self, FileFault};
use crate::ics::read::HashKey;
use crate::input::{AnswerText, PLAN_FORMAT, answer_rows};
use crate::model::Decision;
use crate::time::Instant;
use rusqlite::{Transaction, params};
use serde_json::Value;
use std::fs;
use std::io;
use std::path::Path;

/// The files that a book takes over, each with its name once it has been.
const TAKEN: [(&str, &str, &str); 3] = [
    ("arrangements.json", "arrangements.imported", ".json"),
    ("answers.csv", "answers.imported", ".csv"),
    ("answers.toml", "answers.imported", ".toml"),
];

/// The names under which coordinators keep answers.
const ANSWER_FILES: [&str; 2] = ["answers.csv", "answers.toml"];

/// Bytes of the largest file that is taken over.
const LARGEST: usize = 512 << 20;

/// What rows `turn` are that came by a command of ours.
const TYPED: i64 = 0;

/// What beginning a book, or going on with it, has done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Imported {
    /// Whether the book was begun by this call.
    pub begun: bool,
    /// How many meetings and answers were taken over.
    pub arrangements: usize,
    pub answers: usize,
    /// The files that have another name now: what they were called and what they are.
    pub renamed: Vec<(String, String)>,
}

/// One meeting that is arranged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ArrangementRow {
    pub reference: String,
    pub start: Instant,
    pub end: Instant,
    /// Its JSON in the plan format.
    pub plan: String,
}

/// What there is to take over.
pub(super) struct Found {
    pub arrangements: Vec<ArrangementRow>,
    pub answers: Vec<AnswerText>,
    /// The names of the files with hashes of their content.
    files: Vec<(&'static str, String)>,
}

impl Book {
    /// The arranged meetings, in their order.
    pub fn arrangements(&self) -> Result<Vec<ArrangementRow>, BookError> {
        self.rows(
            "SELECT reference, starts, ends, plan FROM arrangements ORDER BY place",
            |row| {
                Ok(ArrangementRow {
                    reference: row.get(0)?,
                    start: Instant(row.get(1)?),
                    end: Instant(row.get(2)?),
                    plan: row.get(3)?,
                })
            },
        )
    }

    /// The arranged meetings as the bytes of an `arrangements.json`; `None` where nothing is arranged.
    pub fn arrangements_file(&self) -> Result<Option<Vec<u8>>, BookError> {
        let plans = self.rows("SELECT plan FROM arrangements ORDER BY place", |row| {
            row.get::<_, String>(0)
        })?;
        if plans.is_empty() {
            return Ok(None);
        }
        let all = plans.join(",");
        let text =
            format!("{{\"format\":\"{PLAN_FORMAT}\",\"meetings\":[{all}],\"unplaced\":[]}}\n");
        Ok(Some(text.into_bytes()))
    }

    /// Replaces what is arranged by what the bytes of an `arrangements.json` hold, and notes why. Only rows that differ are written.
    pub fn arrange(&mut self, file: &[u8], why: &[Decision]) -> Result<(), BookError> {
        let rows = meetings("arrangements.json", file)
            .map_err(|told| BookError::new(&self.path, BookFault::Import(vec![told])))?;
        self.change(|transaction| {
            put(transaction, &rows)?;
            why.iter()
                .try_for_each(|one| decisions::add(transaction, one))
        })
    }

    /// What people said, oldest first.
    pub fn answers(&self) -> Result<Vec<AnswerText>, BookError> {
        self.answers_where("")
    }

    /// Adds what somebody said, and notes who took it down.
    pub fn answer(&mut self, rows: &[AnswerText], why: &[Decision]) -> Result<(), BookError> {
        self.change(|transaction| {
            add_answers(transaction, rows, TYPED)?;
            why.iter()
                .try_for_each(|one| decisions::add(transaction, one))
        })
    }

    /// Those answers that were taken over from the answers table that lies in the folder now.
    pub fn taken_answers(&self) -> Result<Vec<AnswerText>, BookError> {
        self.answers_where(
            "WHERE turn = (SELECT CAST(value AS INTEGER) FROM kept WHERE name = 'turn')",
        )
    }

    /// Adds rows of the answers table that lies in the folder, in the one change with what else is to be noted.
    pub fn take_over(&mut self, rows: &[AnswerText], why: &[Decision]) -> Result<(), BookError> {
        let turn = self.kept_number("turn")?;
        self.change(|transaction| {
            add_answers(transaction, rows, turn)?;
            why.iter()
                .try_for_each(|one| decisions::add(transaction, one))
        })
    }

    fn answers_where(&self, which: &str) -> Result<Vec<AnswerText>, BookError> {
        let question = format!(
            "SELECT who, reference, starts, ends, reply, how, recorded_by, recorded_at FROM answers {which} ORDER BY id"
        );
        self.rows(&question, |row| {
            let mut cells = AnswerText::default();
            for (index, cell) in cells.iter_mut().enumerate() {
                *cell = row.get(index)?;
            }
            Ok(cells)
        })
    }

    /// When the book was begun.
    pub fn begun_at(&self) -> Result<Instant, BookError> {
        self.kept_number("begun_at").map(Instant)
    }

    fn kept_number(&self, name: &str) -> Result<i64, BookError> {
        let question = "SELECT value FROM kept WHERE name = ?1";
        let text: String = self
            .connection
            .query_row(question, [name], |row| row.get(0))
            .map_err(|error| self.failed(&error))?;
        let number = text.parse();
        number.map_err(|_| BookError::new(&self.path, BookFault::Damaged))
    }

    /// Ends a beginning: gives the files that were taken over other names, as far as they still are what was taken over, and notes that it is done. From then on an
    /// answers table is another one.
    pub fn finish_import(&mut self, folder: &Path) -> Result<Imported, BookError> {
        let mut imported = Imported::default();
        let waiting = self.rows(
            "SELECT name, value FROM kept WHERE name LIKE 'taken %' ORDER BY name",
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
        )?;
        if waiting.is_empty() {
            return Ok(imported);
        }
        let mut is_changed = false;
        for (name, hash) in &waiting {
            let taken = TAKEN.iter().find(|(old, ..)| name.ends_with(old));
            let Some((old, stem, ending)) = taken else {
                continue;
            };
            let Some(bytes) = content(&self.path, &folder.join(old))? else {
                continue;
            };
            if hash_of(&bytes) != *hash {
                is_changed |= ANSWER_FILES.contains(old);
                continue;
            }
            let new = free_name(folder, stem, ending);
            fs::rename(folder.join(old), folder.join(&new))
                .map_err(|error| BookError::system(&folder.join(old), &error))?;
            imported.renamed.push(((*old).to_owned(), new));
        }
        self.change(|transaction| {
            transaction.execute("DELETE FROM kept WHERE name LIKE 'taken %'", [])?;
            if !is_changed {
                let next = "UPDATE kept SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE name = 'turn'";
                transaction.execute(next, [])?;
            }
            Ok(())
        })?;
        Ok(imported)
    }
}

/// A name in `folder` that no file has: of earlier beginnings theirs are kept.
fn free_name(folder: &Path, stem: &str, ending: &str) -> String {
    let mut name = format!("{stem}{ending}");
    let mut number = 2;
    while folder.join(&name).exists() {
        name = format!("{stem}-{number}{ending}");
        number += 1;
    }
    name
}

/// Reads the files that a book in `folder` takes over.
pub(super) fn found(book: &Path, folder: &Path) -> Result<Found, BookError> {
    let mut files = Vec::new();
    let mut arrangements = Vec::new();
    let name = TAKEN[0].0;
    if let Some(bytes) = content(book, &folder.join(name))? {
        arrangements = meetings(name, &bytes)
            .map_err(|told| BookError::new(book, BookFault::Import(vec![told])))?;
        files.push((name, hash_of(&bytes)));
    }
    let mut answers = Vec::new();
    if let Some((name, hash, rows)) = read_answers(book, folder)? {
        files.push((name, hash));
        answers = rows;
    }
    Ok(Found {
        arrangements,
        answers,
        files,
    })
}

/// Writes the first rows of a new book.
pub(super) fn import(
    transaction: &Transaction<'_>,
    found: &Found,
    now: Instant,
) -> rusqlite::Result<()> {
    const FIRST_TURN: i64 = 1;
    let mut keep = transaction.prepare("INSERT INTO kept (name, value) VALUES (?1, ?2)")?;
    keep.execute(params!["begun_at", now.0.to_string()])?;
    keep.execute(params!["turn", FIRST_TURN.to_string()])?;
    for (name, hash) in &found.files {
        keep.execute(params![format!("taken {name}"), hash])?;
    }
    put(transaction, &found.arrangements)?;
    add_answers(transaction, &found.answers, FIRST_TURN)
}

/// Makes the arrangements these.
fn put(transaction: &Transaction<'_>, rows: &[ArrangementRow]) -> rusqlite::Result<()> {
    let mut write = transaction.prepare_cached(
        "INSERT INTO arrangements (place, reference, starts, ends, plan) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (place) DO UPDATE SET reference = excluded.reference, starts = excluded.starts, ends = excluded.ends, plan = excluded.plan \
         WHERE plan <> excluded.plan",
    )?;
    let mut place = 0_i64;
    for row in rows {
        place += 1;
        write.execute(params![
            place,
            row.reference,
            row.start.0,
            row.end.0,
            row.plan
        ])?;
    }
    let beyond = "DELETE FROM arrangements WHERE place > ?1";
    transaction.execute(beyond, [place]).map(drop)
}

fn add_answers(
    transaction: &Transaction<'_>,
    rows: &[AnswerText],
    turn: i64,
) -> rusqlite::Result<()> {
    let mut add = transaction.prepare_cached(
        "INSERT INTO answers (who, reference, starts, ends, reply, how, recorded_by, recorded_at, turn) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for [who, reference, from, to, reply, how, by, at] in rows {
        add.execute(params![who, reference, from, to, reply, how, by, at, turn])?;
    }
    Ok(())
}

/// The meetings of a file of the plan format, in their order. What is wrong is told with its place, never with what it says.
fn meetings(name: &str, bytes: &[u8]) -> Result<Vec<ArrangementRow>, String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let wrong = |what: &str| format!("{name}: {what}; put it right, then begin the book");
    let Ok(document) = serde_json::from_slice::<Value>(bytes) else {
        return Err(wrong("it is no JSON"));
    };
    if document.get("format").and_then(Value::as_str) != Some(PLAN_FORMAT) {
        return Err(wrong(&format!("its format is not \"{PLAN_FORMAT}\"")));
    }
    let Some(meetings) = document.get("meetings").and_then(Value::as_array) else {
        return Err(wrong("meetings is no list"));
    };
    let row = |(index, meeting): (usize, &Value)| {
        let text = |key: &str| meeting.get(key).and_then(Value::as_str);
        let instant = |key: &str| text(key).and_then(Instant::parse_rfc3339);
        let row = || {
            Some(ArrangementRow {
                reference: text("ref")?.to_owned(),
                start: instant("start")?,
                end: instant("end")?,
                plan: serde_json::to_string(meeting).ok()?,
            })
        };
        row().ok_or_else(|| {
            wrong(&format!(
                "meetings[{index}] lacks its ref, start or end, or has it in another form"
            ))
        })
    };
    meetings.iter().enumerate().map(row).collect()
}

/// The answers table of a folder: its name, its hash and its rows.
type AnswersTable = (&'static str, String, Vec<AnswerText>);

/// Reads the answers table of a folder, if there is one.
fn read_answers(book: &Path, folder: &Path) -> Result<Option<AnswersTable>, BookError> {
    let mut read = None;
    for name in ANSWER_FILES {
        let Some(bytes) = content(book, &folder.join(name))? else {
            continue;
        };
        if read.is_some() {
            let [csv, toml] = ANSWER_FILES;
            let told = format!("there are {csv} and {toml}; keep one of them");
            return Err(BookError::new(book, BookFault::Import(vec![told])));
        }
        let rows = answer_rows(name, &bytes).map_err(|faults| {
            let told = faults.iter().map(ToString::to_string);
            BookError::new(book, BookFault::Import(told.collect()))
        })?;
        read = Some((name, hash_of(&bytes), rows));
    }
    Ok(read)
}

/// The bytes of a file; `None` where there is none.
fn content(book: &Path, path: &Path) -> Result<Option<Vec<u8>>, BookError> {
    match files::read(path, LARGEST) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) => match &error.fault {
            FileFault::System(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
            _ => Err(BookError::new(
                book,
                BookFault::Import(vec![error.to_string()]),
            )),
        },
    }
}

/// SipHash-2-4 of 128 bits under a key of zeros, in hexadecimal digits.
pub(super) fn hash_of(bytes: &[u8]) -> String {
    format!("{:032x}", HashKey([0; 16]).uid(bytes).0)
}
