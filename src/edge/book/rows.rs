//! Rows ⇄ values: the words, numbers and stretches of time that several tables share.

use crate::model::{Purpose, Told, ToldStanding};
use crate::time::{Instant, Interval};
use rusqlite::types::Type;
use rusqlite::{Row, Statement, ToSql};
use std::fmt::Write;

/// The columns of somebody's being told, in the order of [`told`] and [`insert_told`].
pub(super) const TOLD: &str = "reference, contact, address, uid, recurrence, sequence, dtstamp, purpose, standing, times, zone, said, message_id";

/// As many places for values.
pub(super) const TOLD_VALUES: &str = "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13";

/// Reads the columns of [`TOLD`], of which `from` is the first.
pub(super) fn told(row: &Row<'_>, from: usize) -> rusqlite::Result<Told> {
    Ok(Told {
        reference: row.get(from)?,
        contact: row.get(from + 1)?,
        address: row.get(from + 2)?,
        uid: row.get(from + 3)?,
        recurrence: row.get::<_, Option<i64>>(from + 4)?.map(Instant),
        sequence: row.get(from + 5)?,
        dtstamp: Instant(row.get(from + 6)?),
        purpose: word(row, from + 7, Purpose::parse)?,
        standing: word(row, from + 8, ToldStanding::parse)?,
        times: word(row, from + 9, times)?,
        zone: row.get(from + 10)?,
        said: row.get::<_, i64>(from + 11)?.cast_unsigned(),
        message_id: row.get(from + 12)?,
    })
}

/// Runs a statement with the values of [`TOLD`] as its first 13, and more behind them.
pub(super) fn insert_told(
    statement: &mut Statement<'_>,
    told: &Told,
    more: &[&dyn ToSql],
) -> rusqlite::Result<usize> {
    let recurrence = told.recurrence.map(|at| at.0);
    let (purpose, standing) = (told.purpose.id(), told.standing.id());
    let (times, said) = (times_text(&told.times), told.said.cast_signed());
    let mut values: Vec<&dyn ToSql> = vec![
        &told.reference,
        &told.contact,
        &told.address,
        &told.uid,
        &recurrence,
        &told.sequence,
        &told.dtstamp.0,
        &purpose,
        &standing,
        &times,
        &told.zone,
        &said,
        &told.message_id,
    ];
    values.extend(more);
    statement.execute(values.as_slice())
}

/// A word of a column that only holds words of ours.
pub(super) fn word<T>(
    row: &Row<'_>,
    index: usize,
    parse: impl FnOnce(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let text = row.get_ref(index)?.as_str()?;
    // The word itself stays out of the error: it may be anything.
    parse(text).ok_or_else(|| strange(index))
}

/// A value that we never write.
pub(super) fn strange(index: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, Type::Text, "no word of ours".into())
}

/// Stretches of time as `start/end` in seconds, with blanks between them.
pub(super) fn times_text(times: &[Interval]) -> String {
    let mut text = String::new();
    for time in times {
        let blank = if text.is_empty() { "" } else { " " };
        let _ = write!(text, "{blank}{}/{}", time.start().0, time.end().0);
    }
    text
}

/// Reads [`times_text`].
fn times(text: &str) -> Option<Vec<Interval>> {
    let all = text.split(' ').filter(|one| !one.is_empty());
    all.map(|one| {
        let (start, end) = one.split_once('/')?;
        Interval::new(Instant(start.parse().ok()?), Instant(end.parse().ok()?))
    })
    .collect()
}
