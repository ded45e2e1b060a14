//! What people were told, and what is on its way to them.

use super::rows::{TOLD, TOLD_VALUES, insert_told, told, word};
use super::{Book, BookError, BookFault, decisions};
use crate::model::{Decision, Post, PostKind, PostState, Told};
use crate::time::Instant;
use rusqlite::{Transaction, params};

impl Book {
    /// The last that each recipient was told, by reference, UID, contact and date of a series.
    pub fn told(&self) -> Result<Vec<Told>, BookError> {
        let question =
            format!("SELECT {TOLD} FROM told ORDER BY reference, uid, contact, recurrence");
        self.rows(&question, |row| told(row, 0))
    }

    /// The messages that are not sent yet, in the order in which they were queued. The number names one in
    /// [`sending`](Self::sending), [`sent`](Self::sent) and [`back_to_queue`](Self::back_to_queue).
    pub fn posts(&self) -> Result<Vec<(i64, PostState, Post)>, BookError> {
        let question = format!(
            "SELECT {TOLD}, id, state, kind, name, mail, calendar, letter FROM posts WHERE state <> 'sent' ORDER BY id"
        );
        self.rows(&question, |row| {
            let post = Post {
                kind: word(row, 15, PostKind::parse)?,
                told: told(row, 0)?,
                name: row.get(16)?,
                mail: row.get(17)?,
                calendar: row.get(18)?,
                letter: row.get(19)?,
            };
            Ok((row.get(13)?, word(row, 14, PostState::parse)?, post))
        })
    }

    /// Puts messages into the queue and notes why. One whose UID, contact, date of a series, SEQUENCE and DTSTAMP are known, waiting or
    /// sent, is passed over; where all are, nothing was decided and nothing is noted. Returns how many were new.
    pub fn queue(&mut self, posts: &[Post], decision: &Decision) -> Result<usize, BookError> {
        self.change(|transaction| {
            let insert = format!(
                "INSERT OR IGNORE INTO posts ({TOLD}, state, kind, name, mail, calendar, letter) VALUES ({TOLD_VALUES}, 'queued', ?14, ?15, ?16, ?17, ?18)"
            );
            let mut insert = transaction.prepare_cached(&insert)?;
            let mut new = 0;
            for post in posts {
                let kind = post.kind.id();
                let more: [&dyn rusqlite::ToSql; 5] =
                    [&kind, &post.name, &post.mail, &post.calendar, &post.letter];
                new += insert_told(&mut insert, &post.told, &more)?;
            }
            if new > 0 {
                decisions::add(transaction, decision)?;
            }
            Ok(new)
        })
    }

    /// Notes, before a message is handed over, that it is about to be: whatever happens then, it is known that it may have gone.
    pub fn sending(&mut self, id: i64) -> Result<(), BookError> {
        self.pass(
            id,
            "UPDATE posts SET state = 'sending' WHERE id = ?1 AND state = 'queued'",
        )
    }

    /// Puts a message back of which it is known that it did not go.
    pub fn back_to_queue(&mut self, id: i64) -> Result<(), BookError> {
        self.pass(
            id,
            "UPDATE posts SET state = 'queued' WHERE id = ?1 AND state = 'sending'",
        )
    }

    /// Takes a message back that waits and was not handed over.
    pub fn withdraw(&mut self, id: i64) -> Result<(), BookError> {
        self.pass(id, "DELETE FROM posts WHERE id = ?1 AND state = 'queued'")
    }

    fn pass(&mut self, id: i64, change: &str) -> Result<(), BookError> {
        let changed = self.change(|transaction| transaction.execute(change, [id]))?;
        match changed {
            0 => Err(BookError::new(&self.path, BookFault::NoSuchPost(id))),
            _ => Ok(()),
        }
    }

    /// Notes that a message went at that moment by that way (`smtp`, `by hand`): its recipient has been told what it says, and its content
    /// is no longer kept.
    pub fn sent(&mut self, id: i64, at: Instant, how: &str) -> Result<(), BookError> {
        let found = self.change(|transaction| {
            let question = format!("SELECT {TOLD} FROM posts WHERE id = ?1 AND state <> 'sent'");
            let mut question = transaction.prepare_cached(&question)?;
            let mut rows = question.query([id])?;
            let Some(row) = rows.next()? else {
                return Ok(false);
            };
            tell(transaction, &told(row, 0)?)?;
            // What stays tells only that something went to whom and when; where to and what is told by what they were told last.
            transaction
                .prepare_cached(
                    "UPDATE posts SET state = 'sent', sent_at = ?2, how = ?3, name = '', address = '', times = '', message_id = '', \
                     mail = x'', calendar = x'', letter = x'' WHERE id = ?1",
                )?
                .execute(params![id, at.0, how])?;
            Ok(true)
        })?;
        match found {
            true => Ok(()),
            false => Err(BookError::new(&self.path, BookFault::NoSuchPost(id))),
        }
    }

    /// Notes that somebody was told without a message of ours, for instance by what was sent before there was a book.
    pub fn note_told(&mut self, all: &[Told], decision: &Decision) -> Result<(), BookError> {
        self.change(|transaction| {
            all.iter().try_for_each(|one| tell(transaction, one))?;
            decisions::add(transaction, decision)
        })
    }
}

/// Replaces what its recipient was told before about the same entry and date.
fn tell(transaction: &Transaction<'_>, one: &Told) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("DELETE FROM told WHERE uid = ?1 AND contact = ?2 AND recurrence IS ?3")?
        .execute(params![one.uid, one.contact, one.recurrence.map(|at| at.0)])?;
    let insert = format!("INSERT INTO told ({TOLD}) VALUES ({TOLD_VALUES})");
    let mut insert = transaction.prepare_cached(&insert)?;
    insert_told(&mut insert, one, &[]).map(drop)
}
