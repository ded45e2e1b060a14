//! Answers without a mail: pasted lists, and what somebody types who was told.

use super::{AsRead, Mailbox, Says, Sender, Why};
use crate::ics::read::ItipRecurrence;
use crate::input::{Tracked, TrackingFault, read_tracking};
use crate::model::{HeardBy, Response};
use crate::time::{Instant, Interval};

/// Reads a pasted list of answers to the meeting of a reference, copied at `now`. Rows without an answer are passed over.
///
/// # Errors
/// A [`TrackingFault`] where the text is no such list.
pub fn read_table(
    source: &str,
    bytes: &[u8],
    reference: &str,
    now: Instant,
) -> Result<Vec<AsRead>, TrackingFault> {
    let mut all = Vec::new();
    for row in read_tracking(bytes)? {
        let says = match row.says {
            Tracked::Response(response) => Says::Response(response),
            Tracked::Unknown => Says::Nothing(Why::UnknownWord),
            Tracked::Nothing => continue,
        };
        let mailbox = row.address.as_deref().and_then(Mailbox::parse);
        let read = AsRead {
            sender: mailbox.map_or(Sender::Name(row.name), Sender::Mailbox),
            references: vec![reference.to_owned()],
            dtstamp: Some(now),
            ..AsRead::new(&format!("{source}#{}", row.row), HeardBy::Table, says)
        };
        all.push(read.counted());
    }
    Ok(all)
}

/// An answer that somebody types.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Typed {
    /// The contact's id.
    pub who: String,
    pub reference: String,
    /// Which date of a series.
    pub recurrence: Option<Instant>,
    pub says: TypedAnswer,
    /// Who took it down, and how it was said.
    pub source: String,
    pub now: Instant,
}

/// What is typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TypedAnswer {
    /// Of a delegation the contact's id stands in it.
    Response(Response),
    Proposal(Interval),
}

impl Typed {
    /// As if it had been read.
    pub fn read(self) -> AsRead {
        let says = match self.says {
            TypedAnswer::Response(response) => Says::Response(response),
            TypedAnswer::Proposal(interval) => Says::Proposal(Some(interval)),
        };
        let recurrence = self.recurrence.map(|at| {
            Some(ItipRecurrence {
                at,
                day: None,
                and_future: false,
            })
        });
        let read = AsRead {
            sender: Sender::Contact(self.who),
            recurrence,
            references: vec![self.reference],
            dtstamp: Some(self.now),
            ..AsRead::new(&self.source, HeardBy::Typed, says)
        };
        read.counted()
    }
}
