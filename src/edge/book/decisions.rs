//! The log of decisions, and what is decided about single meetings: waivers and outcomes.

use super::rows::word;
use super::{Book, BookError};
use crate::model::{Decision, Outcome, Waiver, Went};
use crate::time::Instant;
use rusqlite::{Row, Transaction, params};

impl Book {
    /// Every decision that was not purged, oldest first.
    pub fn decisions(&self) -> Result<Vec<Decision>, BookError> {
        self.rows(
            "SELECT at, who, action, reference, reason, facts FROM decisions ORDER BY id",
            |row| {
                Ok(Decision {
                    at: Instant(row.get(0)?),
                    who: row.get(1)?,
                    action: row.get(2)?,
                    reference: row.get(3)?,
                    reason: row.get(4)?,
                    facts: row.get(5)?,
                })
            },
        )
    }

    /// What stays of decisions that were purged: day in UTC, action, how many.
    pub fn decisions_gone(&self) -> Result<Vec<(String, String, i64)>, BookError> {
        self.rows(
            "SELECT day, action, count FROM decisions_gone ORDER BY day, action",
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    }

    /// Adds a line to the log.
    pub fn decide(&mut self, decision: &Decision) -> Result<(), BookError> {
        self.change(|transaction| add(transaction, decision))
    }

    /// The waivers, by reference and start.
    pub fn waivers(&self) -> Result<Vec<Waiver>, BookError> {
        self.rows(
            "SELECT reference, starts, decided_by, reason, at FROM waivers ORDER BY reference, starts",
            |row| {
                Ok(Waiver {
                    reference: row.get(0)?,
                    start: Instant(row.get(1)?),
                    by: row.get(2)?,
                    reason: row.get(3)?,
                    at: Instant(row.get(4)?),
                })
            },
        )
    }

    /// Sets the quorum of a meeting at its time aside; a waiver that there is for that time is replaced.
    pub fn waive(&mut self, waiver: &Waiver, decision: &Decision) -> Result<(), BookError> {
        self.change(|transaction| {
            transaction.execute(
                "INSERT OR REPLACE INTO waivers (reference, starts, decided_by, reason, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![waiver.reference, waiver.start.0, waiver.by, waiver.reason, waiver.at.0],
            )?;
            add(transaction, decision)
        })
    }

    /// How meetings went, by reference and start.
    pub fn outcomes(&self) -> Result<Vec<Outcome>, BookError> {
        self.rows(
            "SELECT reference, starts, went, at, written_by FROM outcomes ORDER BY reference, starts",
            outcome,
        )
    }

    /// Writes down how a meeting went; what stands there for that time is replaced.
    pub fn outcome(&mut self, outcome: &Outcome, decision: &Decision) -> Result<(), BookError> {
        self.change(|transaction| {
            transaction.execute(
                "INSERT OR REPLACE INTO outcomes (reference, starts, went, at, written_by) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![outcome.reference, outcome.start.0, outcome.went.id(), outcome.at.0, outcome.by],
            )?;
            add(transaction, decision)
        })
    }

    /// All rows that a question finds.
    pub(super) fn rows<T>(
        &self,
        question: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, BookError> {
        let all = self
            .connection
            .prepare_cached(question)
            .and_then(|mut one| {
                let rows = one.query_map([], read)?;
                rows.collect()
            });
        all.map_err(|error| self.failed(&error))
    }
}

fn outcome(row: &Row<'_>) -> rusqlite::Result<Outcome> {
    Ok(Outcome {
        reference: row.get(0)?,
        start: Instant(row.get(1)?),
        went: word(row, 2, Went::parse)?,
        at: Instant(row.get(3)?),
        by: row.get(4)?,
    })
}

/// Adds a line to the log within a change.
pub(super) fn add(transaction: &Transaction<'_>, decision: &Decision) -> rusqlite::Result<()> {
    let insert = "INSERT INTO decisions (at, who, action, reference, reason, facts) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut insert = transaction.prepare_cached(insert)?;
    let values = params![
        decision.at.0,
        decision.who,
        decision.action,
        decision.reference,
        decision.reason,
        decision.facts
    ];
    insert.execute(values).map(drop)
}
