//! Forgetting: every row about meetings that are over, or about one reference, goes from the file for good.
//!
//! The dates of a series go one by one as they end, and what is about the series as a whole with its last. Of decisions the day, the action and
//! how many there were stay. What is removed is overwritten, and the file is written anew without it.

use super::{Book, BookError, BookFault, decisions};
use crate::input::{AnswerText, last_day};
use crate::model::Decision;
use crate::time::Instant;
use chrono::NaiveDate;
use rusqlite::{Transaction, params};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be forgotten.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Purge {
    /// Every meeting that ended before this day began (UTC), and answers about days before it.
    Before(NaiveDate),
    /// Everything about the meeting, or the series, of this reference.
    Reference(String),
}

/// How many rows went, table by table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Purged {
    pub arrangements: usize,
    pub answers: usize,
    pub told: usize,
    pub posts: usize,
    pub heard: usize,
    pub unmatched: usize,
    pub waivers: usize,
    pub outcomes: usize,
    pub copies: usize,
    pub decisions: usize,
}

impl Purged {
    /// The counts with the names of their tables.
    pub fn counts(&self) -> [(&'static str, usize); 10] {
        [
            ("arrangements", self.arrangements),
            ("answers", self.answers),
            ("told", self.told),
            ("posts", self.posts),
            ("heard", self.heard),
            ("unmatched", self.unmatched),
            ("waivers", self.waivers),
            ("outcomes", self.outcomes),
            ("copies", self.copies),
            ("decisions", self.decisions),
        ]
    }

    /// All of them.
    pub fn total(&self) -> usize {
        self.counts().iter().map(|(_, count)| count).sum()
    }
}

impl Book {
    /// What rows of one meeting or of one series have in common: the reference in lower case, without the number of a date.
    pub fn group(reference: &str) -> String {
        group(reference)
    }

    /// Removes what `what` says and notes that `who` did it, without saying about whom. `table` is the answers table that lies in the folder: rows
    /// that stand in it still would only be taken over again.
    ///
    /// # Errors
    /// When such a row stands there; then nothing is removed.
    pub fn purge(
        &mut self,
        what: &Purge,
        table: &[AnswerText],
        who: &str,
        now: Instant,
    ) -> Result<Purged, BookError> {
        let still_there: BTreeSet<&AnswerText> = table.iter().collect();
        let purged = self.change(|transaction| {
            let doomed = match what {
                Purge::Before(day) => ended_before(transaction, *day)?,
                Purge::Reference(reference) => about(transaction, reference)?,
            };
            let answers = doomed.answers.iter();
            let typed = answers.filter(|(_, cells)| still_there.contains(cells));
            match typed.count() {
                0 => remove(transaction, &doomed, what, who, now).map(Ok),
                count => Ok(Err(count)),
            }
        })?;
        let purged = match purged {
            Ok(purged) => purged,
            Err(count) => return Err(BookError::new(&self.path, BookFault::StillTyped(count))),
        };
        // The pages that are left are written into a new order, and what was between them goes.
        self.connection
            .execute_batch("VACUUM")
            .map_err(|error| self.failed(&error))?;
        Ok(purged)
    }
}

/// The rows that go, by their numbers.
#[derive(Default)]
struct Doomed {
    rows: BTreeMap<&'static str, Vec<i64>>,
    answers: Vec<(i64, AnswerText)>,
    decisions: Vec<i64>,
}

/// The tables whose rows are about a meeting, with the moment of a row from which on it is past, and whether it is about one time only: such a
/// row goes by itself, another with the last of its meeting.
const TABLES: [(&str, &str, &str); 7] = [
    ("arrangements", "ends", "1"),
    ("told", TOLD_END, "recurrence IS NOT NULL"),
    ("posts", TOLD_END, "recurrence IS NOT NULL"),
    (
        "heard",
        "coalesce(recurrence, dtstamp)",
        "recurrence IS NOT NULL",
    ),
    ("unmatched", "at", "1"),
    ("waivers", "starts", "1"),
    ("outcomes", "starts", "1"),
];

/// The end of the last stretch (`… start/end`), which no stretch is without that has times; else when it was written.
const TOLD_END: &str = "CASE times WHEN '' THEN coalesce(recurrence, dtstamp) ELSE \
    CAST(replace(times, rtrim(times, replace(times, '/', '')), '') AS INTEGER) END";

/// A row of a table about meetings.
struct Row {
    table: &'static str,
    id: i64,
    group: Option<String>,
    end: i64,
    is_single: bool,
}

/// The reference under which all dates of a series are one, in lower case.
fn group(reference: &str) -> String {
    let stem = match reference.rsplit_once('#') {
        Some((stem, number))
            if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            stem
        }
        _ => reference,
    };
    stem.to_lowercase()
}

fn rows(transaction: &Transaction<'_>) -> rusqlite::Result<Vec<Row>> {
    let mut all = Vec::new();
    for (table, end, single) in TABLES {
        let question = format!("SELECT rowid, reference, {end}, {single} FROM {table}");
        let mut question = transaction.prepare(&question)?;
        let rows = question.query_map([], |row| {
            let reference: Option<String> = row.get(1)?;
            Ok(Row {
                table,
                id: row.get(0)?,
                group: reference.as_deref().map(group),
                end: row.get(2)?,
                is_single: row.get(3)?,
            })
        })?;
        for row in rows {
            all.push(row?);
        }
    }
    Ok(all)
}

/// A line of the log as far as it matters here.
struct Line {
    id: i64,
    at: i64,
    reference: String,
    facts: String,
}

fn lines(transaction: &Transaction<'_>) -> rusqlite::Result<Vec<Line>> {
    let mut question =
        transaction.prepare("SELECT id, at, reference, facts FROM decisions ORDER BY id")?;
    let lines = question.query_map([], |row| {
        Ok(Line {
            id: row.get(0)?,
            at: row.get(1)?,
            reference: row.get(2)?,
            facts: row.get(3)?,
        })
    })?;
    lines.collect()
}

fn answers(transaction: &Transaction<'_>) -> rusqlite::Result<Vec<(i64, AnswerText)>> {
    let mut question = transaction.prepare(
        "SELECT id, who, reference, starts, ends, reply, how, recorded_by, recorded_at FROM answers ORDER BY id",
    )?;
    let rows = question.query_map([], |row| {
        let mut cells = AnswerText::default();
        for (index, cell) in cells.iter_mut().enumerate() {
            *cell = row.get(index + 1)?;
        }
        Ok((row.get(0)?, cells))
    })?;
    rows.collect()
}

/// The meeting that an answer is about; the empty text where it is about none.
fn reference_of(cells: &AnswerText) -> &str {
    &cells[1]
}

fn ended_before(transaction: &Transaction<'_>, day: NaiveDate) -> rusqlite::Result<Doomed> {
    let cutoff = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    let rows = rows(transaction)?;
    let lines = lines(transaction)?;
    // When each meeting is over, by what tells times of it; where nothing does, by when it was last spoken of.
    let (mut over, mut spoken) = (BTreeMap::new(), BTreeMap::new());
    let mut put = |tells_time: bool, group: &str, at: i64| {
        let known: &mut BTreeMap<String, i64> = match tells_time {
            true => &mut over,
            false => &mut spoken,
        };
        let last = known.entry(group.to_owned()).or_insert(at);
        *last = at.max(*last);
    };
    for row in &rows {
        if let Some(group) = &row.group {
            put(!["heard", "unmatched"].contains(&row.table), group, row.end);
        }
    }
    for line in lines.iter().filter(|line| !line.reference.is_empty()) {
        put(false, &group(&line.reference), line.at);
    }
    let is_over = |group: &str| {
        let last = over.get(group).or_else(|| spoken.get(group));
        last.is_none_or(|last| *last < cutoff)
    };
    let mut doomed = Doomed::default();
    for row in rows {
        let by_itself = row.is_single && row.end < cutoff;
        if by_itself || row.group.as_deref().is_some_and(is_over) {
            doomed.rows.entry(row.table).or_default().push(row.id);
        }
    }
    for (id, cells) in answers(transaction)? {
        let own = last_day(&cells).is_some_and(|last| last < day);
        let reference = group(reference_of(&cells));
        let known = over.contains_key(&reference) || spoken.contains_key(&reference);
        if own || (known && !reference.is_empty() && is_over(&reference)) {
            doomed.answers.push((id, cells));
        }
    }
    for line in lines {
        let gone = match line.reference.as_str() {
            "" => line.at < cutoff,
            reference => is_over(&group(reference)),
        };
        if gone {
            doomed.decisions.push(line.id);
        }
    }
    Ok(doomed)
}

fn about(transaction: &Transaction<'_>, reference: &str) -> rusqlite::Result<Doomed> {
    let wanted = group(reference);
    let mut doomed = Doomed::default();
    for row in rows(transaction)? {
        if row.group.as_ref() == Some(&wanted) {
            doomed.rows.entry(row.table).or_default().push(row.id);
        }
    }
    for (id, cells) in answers(transaction)? {
        if group(reference_of(&cells)) == wanted {
            doomed.answers.push((id, cells));
        }
    }
    for line in lines(transaction)? {
        // A line about many meetings may name this one among them.
        if group(&line.reference) == wanted || mentions(&line.facts, &wanted) {
            doomed.decisions.push(line.id);
        }
    }
    Ok(doomed)
}

/// Whether the facts of a decision name the meeting.
fn mentions(facts: &str, wanted: &str) -> bool {
    let Ok(facts) = serde_json::from_str::<Value>(facts) else {
        // What cannot be looked through may name anything.
        return true;
    };
    let mut open = vec![&facts];
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) if group(text) == wanted => return true,
            Value::Array(items) => open.extend(items),
            Value::Object(entries) => {
                if entries.keys().any(|key| group(key) == wanted) {
                    return true;
                }
                open.extend(entries.values());
            }
            _ => {}
        }
    }
    false
}

fn remove(
    transaction: &Transaction<'_>,
    doomed: &Doomed,
    what: &Purge,
    who: &str,
    now: Instant,
) -> rusqlite::Result<Purged> {
    let mut removed = BTreeMap::new();
    for (table, ids) in &doomed.rows {
        let delete = format!("DELETE FROM {table} WHERE rowid = ?1");
        let mut delete = transaction.prepare(&delete)?;
        for id in ids {
            delete.execute([id])?;
        }
        removed.insert(*table, ids.len());
    }
    let mut delete = transaction.prepare("DELETE FROM answers WHERE id = ?1")?;
    for (id, _) in &doomed.answers {
        delete.execute([id])?;
    }
    drop(delete);
    let count = |table: &str| removed.get(table).copied().unwrap_or(0);
    let purged = Purged {
        arrangements: count("arrangements"),
        answers: doomed.answers.len(),
        told: count("told"),
        posts: count("posts"),
        heard: count("heard"),
        unmatched: count("unmatched"),
        waivers: count("waivers"),
        outcomes: count("outcomes"),
        copies: remove_copies(transaction)?,
        decisions: doomed.decisions.len(),
    };
    close_gaps(transaction)?;
    forget_decisions(transaction, &doomed.decisions)?;
    let mut facts = serde_json::Map::new();
    if let Purge::Before(day) = what {
        facts.insert("before".to_owned(), day.to_string().into());
    }
    let counts = purged.counts();
    let counts = counts
        .into_iter()
        .map(|(table, count)| (table.to_owned(), Value::from(count)));
    facts.insert("removed".to_owned(), Value::Object(counts.collect()));
    let note = Decision {
        at: now,
        who: who.to_owned(),
        action: "purge".to_owned(),
        reference: String::new(),
        reason: String::new(),
        facts: Value::Object(facts).to_string(),
    };
    decisions::add(transaction, &note)?;
    Ok(purged)
}

/// Copies of entries of which nothing else is known.
fn remove_copies(transaction: &Transaction<'_>) -> rusqlite::Result<usize> {
    transaction.execute(
        "DELETE FROM copies WHERE uid NOT IN (SELECT uid FROM told) AND uid NOT IN (SELECT uid FROM posts) \
         AND uid NOT IN (SELECT coalesce(json_extract(plan, '$.uid'), '') FROM arrangements)",
        [],
    )
}

/// Arrangements stand at places that are counted without gaps.
fn close_gaps(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut question = transaction.prepare("SELECT place FROM arrangements ORDER BY place")?;
    let places: Vec<i64> = question
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut update = transaction.prepare("UPDATE arrangements SET place = ?1 WHERE place = ?2")?;
    for (place, old) in (1_i64..).zip(places) {
        if place != old {
            update.execute([place, old])?;
        }
    }
    Ok(())
}

/// Counts the decisions by day and action, and removes them. The guards come off within this one change only: when it fails, they are on.
fn forget_decisions(transaction: &Transaction<'_>, ids: &[i64]) -> rusqlite::Result<()> {
    transaction.execute_batch(super::schema::UNGUARD)?;
    let mut count = transaction.prepare(
        "INSERT INTO decisions_gone (day, action, count) SELECT date(at, 'unixepoch'), action, 1 FROM decisions WHERE id = ?1 \
         ON CONFLICT (day, action) DO UPDATE SET count = count + 1",
    )?;
    let mut delete = transaction.prepare("DELETE FROM decisions WHERE id = ?1")?;
    for id in ids {
        count.execute(params![id])?;
        delete.execute(params![id])?;
    }
    drop((count, delete));
    transaction.execute_batch(super::schema::GUARDS)
}
