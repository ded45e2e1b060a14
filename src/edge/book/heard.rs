//! What came back from those who were told, and what a person has to look at.

use super::rows::{strange, word};
use super::{Book, BookError};
use crate::model::{Heard, HeardBy, HeardWhat, Response, Unmatched};
use crate::time::{Instant, Interval};
use rusqlite::{Row, params};

impl Book {
    /// Every answer that was matched, by reference, UID, contact, date of a series and [`Heard::order`].
    pub fn heard(&self) -> Result<Vec<Heard>, BookError> {
        let mut all = self.rows(
            "SELECT reference, contact, uid, recurrence, what, delegate, proposal_starts, proposal_ends, sequence, dtstamp, came_by, source, digest FROM heard",
            heard,
        )?;
        // Numbers without sign have another order than SQLite gives them.
        all.sort_by(|a, b| {
            let key = |one: &'_ Heard| (one.recurrence, one.order());
            let names = |one: &'_ Heard| {
                [&one.reference, &one.uid, &one.contact].map(|name| name.as_str().to_owned())
            };
            names(a).cmp(&names(b)).then_with(|| key(a).cmp(&key(b)))
        });
        Ok(all)
    }

    /// What could not be applied and nobody has settled, by when it was read and the number.
    pub fn unmatched(&self) -> Result<Vec<Unmatched>, BookError> {
        let mut all = self.rows(
            "SELECT source, digest, why, reference, sender, at FROM unmatched WHERE settled = 0",
            |row| {
                Ok(Unmatched {
                    source: row.get(0)?,
                    digest: row.get::<_, i64>(1)?.cast_unsigned(),
                    why: row.get(2)?,
                    reference: row.get(3)?,
                    from: row.get(4)?,
                    at: Instant(row.get(5)?),
                })
            },
        )?;
        all.sort_by_key(|one| (one.at, one.digest));
        Ok(all)
    }

    /// Adds answers and what could not be matched, all or nothing. What is known already is passed over: an answer of that number, UID,
    /// contact and date; an unmatched one of that number, settled or not, or one that has been applied meanwhile. An answer that could not
    /// be matched before and can now leaves the list. Returns how many of each were new.
    pub fn hear(
        &mut self,
        heard: &[Heard],
        unmatched: &[Unmatched],
    ) -> Result<(usize, usize), BookError> {
        self.change(|transaction| {
            let mut insert = transaction.prepare_cached(
                "INSERT OR IGNORE INTO heard (reference, contact, uid, recurrence, what, delegate, proposal_starts, proposal_ends, sequence, dtstamp, came_by, source, digest) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?;
            let mut settle = transaction
                .prepare_cached("DELETE FROM unmatched WHERE digest = ?1 AND source = ?2")?;
            let mut new = 0;
            for one in heard {
                let (what, delegate, proposal) = parts(&one.what);
                let digest = one.digest.cast_signed();
                let added = insert.execute(params![
                    one.reference,
                    one.contact,
                    one.uid,
                    one.recurrence.map(|at| at.0),
                    what,
                    delegate,
                    proposal.map(|time| time.start().0),
                    proposal.map(|time| time.end().0),
                    one.sequence,
                    one.dtstamp.0,
                    one.by.id(),
                    one.source,
                    digest,
                ])?;
                if added > 0 {
                    settle.execute(params![digest, one.source])?;
                }
                new += added;
            }
            let mut insert = transaction.prepare_cached(
                "INSERT OR IGNORE INTO unmatched (source, digest, why, reference, sender, at) SELECT ?1, ?2, ?3, ?4, ?5, ?6 \
                 WHERE NOT EXISTS (SELECT 1 FROM heard WHERE digest = ?2 AND source = ?1)",
            )?;
            let mut others = 0;
            for one in unmatched {
                others += insert.execute(params![
                    one.source,
                    one.digest.cast_signed(),
                    one.why,
                    one.reference,
                    one.from,
                    one.at.0,
                ])?;
            }
            Ok((new, others))
        })
    }

    /// Notes that a person has dealt with it: it is listed no more, nor when it is read again, and whom it came from is forgotten. False
    /// where nothing of that number is listed.
    pub fn settle_unmatched(&mut self, digest: u64) -> Result<bool, BookError> {
        self.change(|transaction| {
            let settled = transaction.execute(
                "UPDATE unmatched SET settled = 1, sender = NULL WHERE digest = ?1 AND settled = 0",
                [digest.cast_signed()],
            )?;
            Ok(settled > 0)
        })
    }
}

/// The word of what an answer does, whom it names and what it proposes.
fn parts(what: &HeardWhat) -> (&'static str, Option<&str>, Option<Interval>) {
    match what {
        HeardWhat::Response(Response::Accepted) => ("accepted", None, None),
        HeardWhat::Response(Response::Tentative) => ("tentative", None, None),
        HeardWhat::Response(Response::Declined) => ("declined", None, None),
        HeardWhat::Response(Response::Delegated(to)) => ("delegated", to.as_deref(), None),
        HeardWhat::Proposal(time) => ("proposal", None, Some(*time)),
        HeardWhat::AskedAgain => ("asked-again", None, None),
    }
}

fn heard(row: &Row<'_>) -> rusqlite::Result<Heard> {
    let delegate: Option<String> = row.get(5)?;
    let (starts, ends): (Option<i64>, Option<i64>) = (row.get(6)?, row.get(7)?);
    let proposal = starts.zip(ends);
    let proposal = proposal.and_then(|(start, end)| Interval::new(Instant(start), Instant(end)));
    let what = word(row, 4, |what| {
        Some(match what {
            "accepted" => HeardWhat::Response(Response::Accepted),
            "tentative" => HeardWhat::Response(Response::Tentative),
            "declined" => HeardWhat::Response(Response::Declined),
            "delegated" => HeardWhat::Response(Response::Delegated(delegate)),
            "proposal" => HeardWhat::Proposal(proposal?),
            "asked-again" => HeardWhat::AskedAgain,
            _ => return None,
        })
    })?;
    Ok(Heard {
        reference: row.get(0)?,
        contact: row.get(1)?,
        uid: row.get(2)?,
        recurrence: row.get::<_, Option<i64>>(3)?.map(Instant),
        what,
        sequence: row.get(8)?,
        dtstamp: Instant(row.get(9)?),
        by: word(row, 10, HeardBy::parse).map_err(|_| strange(10))?,
        source: row.get(11)?,
        digest: row.get::<_, i64>(12)?.cast_unsigned(),
    })
}
