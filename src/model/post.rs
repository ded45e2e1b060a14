//! What was told to whom about arranged meetings, and what they said to it: the rows that the book keeps.
//!
//! Contacts are named by their ids, for a row outlives the tables: somebody may be told that a meeting is off who is in no table any
//! more. No title, subject or text of a mail is among it. Reading mails is left to `ics` and `reply`, deciding to `reply`, writing
//! messages to `message`, storing to `edge`.

use crate::time::{Instant, Interval};

/// What a message asks of its recipient.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Purpose {
    /// To come.
    Invitation,
    /// Nothing: they are told.
    Information,
    /// To send a report; they are not expected.
    Report,
}

impl Purpose {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Purpose::Invitation => "invitation",
            Purpose::Information => "information",
            Purpose::Report => "report",
        }
    }

    /// Reads [`id`](Self::id).
    pub fn parse(text: &str) -> Option<Purpose> {
        let all = [Purpose::Invitation, Purpose::Information, Purpose::Report];
        all.into_iter().find(|one| one.id() == text)
    }
}

/// How a meeting stands to somebody who was told of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ToldStanding {
    /// They keep the time free until it is settled (`STATUS:TENTATIVE`).
    Held,
    /// It takes place.
    Confirmed,
    /// It does not, or they are not needed any more.
    Cancelled,
}

impl ToldStanding {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            ToldStanding::Held => "held",
            ToldStanding::Confirmed => "confirmed",
            ToldStanding::Cancelled => "cancelled",
        }
    }

    /// Reads [`id`](Self::id).
    pub fn parse(text: &str) -> Option<ToldStanding> {
        let all = [
            ToldStanding::Held,
            ToldStanding::Confirmed,
            ToldStanding::Cancelled,
        ];
        all.into_iter().find(|one| one.id() == text)
    }
}

/// The last that a recipient was told of a meeting. One for each `uid`, `contact` and `recurrence`.
#[derive(Clone, PartialEq, Debug)]
pub struct Told {
    /// The reference that people know: of a series that of the series, also where it is about one of its dates.
    pub reference: String,
    /// The contact's id.
    pub contact: String,
    /// The mailbox as it was written to; empty where it was told by a letter.
    pub address: String,
    /// UID of the entry, which need not be the arrangement's (two recipients with one mailbox). A letter or a request for a report has
    /// the arrangement's.
    pub uid: String,
    /// RECURRENCE-ID: which date of a series, where it is about one.
    pub recurrence: Option<Instant>,
    /// SEQUENCE: never falls, rises with every change.
    pub sequence: u32,
    /// DTSTAMP: rises with every message.
    pub dtstamp: Instant,
    pub purpose: Purpose,
    pub standing: ToldStanding,
    /// The stretches that they are wanted for, in order; of a series those of each of its dates that lies where the rule has it, so that
    /// it is known which dates they have. Empty for a report.
    pub times: Vec<Interval>,
    /// The zone in which the times were written.
    pub zone: String,
    /// What it said, as a number: everything but the time of writing and SEQUENCE. The same number, nothing new to tell.
    pub said: u64,
    /// The mail's Message-ID without brackets, empty for a letter: what comes after refers to it.
    pub message_id: String,
}

/// What somebody says to an invitation (RFC 5545 section 3.2.12, PARTSTAT).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Response {
    Accepted,
    Tentative,
    Declined,
    /// They send somebody else: the contact's id, where the address is one of the tables.
    Delegated(Option<String>),
}

/// What an answer does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HeardWhat {
    Response(Response),
    /// COUNTER: another time is proposed.
    Proposal(Interval),
    /// REFRESH: they ask to be told again.
    AskedAgain,
}

/// By which way an answer came.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum HeardBy {
    /// A mail or calendar file.
    Mail,
    /// A table pasted from a calendar program's list of answers.
    Table,
    /// Typed by somebody who was told, by telephone for instance.
    Typed,
}

impl HeardBy {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            HeardBy::Mail => "mail",
            HeardBy::Table => "table",
            HeardBy::Typed => "typed",
        }
    }

    /// Reads [`id`](Self::id).
    pub fn parse(text: &str) -> Option<HeardBy> {
        let all = [HeardBy::Mail, HeardBy::Table, HeardBy::Typed];
        all.into_iter().find(|one| one.id() == text)
    }
}

/// An answer that was matched to somebody who was told of a meeting. All are kept; which of them counts is told by
/// [`order`](Self::order), whatever the order in which they came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heard {
    /// As of [`Told`].
    pub reference: String,
    pub contact: String,
    pub uid: String,
    pub recurrence: Option<Instant>,
    pub what: HeardWhat,
    /// SEQUENCE of what they answer to: below that of the last change, it is no answer to it.
    pub sequence: u32,
    /// DTSTAMP, or when it was typed.
    pub dtstamp: Instant,
    pub by: HeardBy,
    /// Where it is to be found again: a mail's Message-ID, a file's name without folder, who took it down.
    pub source: String,
    /// What it says, as a number: two that are equal are one answer that came twice.
    pub digest: u64,
}

impl Heard {
    /// Of two answers of one person to one invitation, that which is greater counts (RFC 5546 section 2.1.5: SEQUENCE, then DTSTAMP);
    /// the number decides between two of one second, so that nothing depends on which came first.
    pub fn order(&self) -> (u32, Instant, u64) {
        (self.sequence, self.dtstamp, self.digest)
    }
}

/// An answer that cannot be applied, for a person to look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unmatched {
    /// As of [`Heard`].
    pub source: String,
    pub digest: u64,
    /// A code of `reply`: `unknown-uid`, `wrong-sender`.
    pub why: String,
    /// The meeting that it is about, as far as that is known.
    pub reference: Option<String>,
    /// Whom it seems to come from: a contact's id, else the mailbox.
    pub from: Option<String>,
    /// When it was read.
    pub at: Instant,
}

/// Why something is sent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PostKind {
    /// They are told for the first time.
    New,
    /// Something of what they were told is otherwise.
    Update,
    /// They are not needed any more, or the meeting does not take place.
    Cancellation,
    /// The same once more: they asked for it, or have to be told that a proposal of theirs is not taken.
    Again,
}

impl PostKind {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            PostKind::New => "new",
            PostKind::Update => "update",
            PostKind::Cancellation => "cancellation",
            PostKind::Again => "again",
        }
    }

    /// Reads [`id`](Self::id).
    pub fn parse(text: &str) -> Option<PostKind> {
        let all = [
            PostKind::New,
            PostKind::Update,
            PostKind::Cancellation,
            PostKind::Again,
        ];
        all.into_iter().find(|one| one.id() == text)
    }
}

/// A message that is to be sent, or a letter that is to be posted.
#[derive(Clone, PartialEq, Debug)]
pub struct Post {
    pub kind: PostKind,
    /// What holds once it is sent.
    pub told: Told,
    /// The file's name without ending: it names no confidential contact.
    pub name: String,
    /// The whole mail; empty for a letter.
    pub mail: Vec<u8>,
    /// The calendar alone, as it is in the mail; empty where there is none.
    pub calendar: Vec<u8>,
    /// What is to be told by a letter or a call; empty for a mail.
    pub letter: Vec<u8>,
}

/// How far a message has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PostState {
    /// It waits.
    Queued,
    /// It was being handed over; found so by a later run, nobody knows whether it went.
    Sending,
    /// It is gone; its content is no longer kept.
    Sent,
}

impl PostState {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            PostState::Queued => "queued",
            PostState::Sending => "sending",
            PostState::Sent => "sent",
        }
    }

    /// Reads [`id`](Self::id).
    pub fn parse(text: &str) -> Option<PostState> {
        let all = [PostState::Queued, PostState::Sending, PostState::Sent];
        all.into_iter().find(|one| one.id() == text)
    }
}

/// The quorum is set aside for one meeting, by whoever may.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiver {
    pub reference: String,
    /// For this time only: a meeting that is moved needs a new one.
    pub start: Instant,
    /// Who decided it, the chair as a rule.
    pub by: String,
    pub reason: String,
    pub at: Instant,
}

/// How a meeting went.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Went {
    /// It was held, quorate or with a waiver.
    Held,
    /// It was held, or had to be broken off, without a quorum.
    Inquorate,
    /// It was not held.
    NotHeld,
}

impl Went {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Went::Held => "held",
            Went::Inquorate => "inquorate",
            Went::NotHeld => "not-held",
        }
    }

    /// Reads [`id`](Self::id).
    pub fn parse(text: &str) -> Option<Went> {
        let all = [Went::Held, Went::Inquorate, Went::NotHeld];
        all.into_iter().find(|one| one.id() == text)
    }
}

/// What became of a meeting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    pub reference: String,
    pub start: Instant,
    pub went: Went,
    /// When it was written down, and by whom.
    pub at: Instant,
    pub by: String,
}

/// One line of the log of decisions, which is only ever added to.
#[derive(Clone, PartialEq, Debug)]
pub struct Decision {
    pub at: Instant,
    /// Who decided, as they name themselves; empty where nobody said.
    pub who: String,
    /// What was done: `choose`, `adopt`, `answer`, `send`, `cancel`, `replace`, `waive`, `outcome`, `purge`.
    pub action: String,
    /// Empty where it is about no single meeting.
    pub reference: String,
    pub reason: String,
    /// What it rests on, as a JSON object: hashes of the input, the version of rules and program, options that were shown, answers that
    /// were used, whose availability was searched. Ids, codes, instants and numbers only.
    pub facts: String,
}
