//! What is asked of a server that has a feed, and what comes back: the values between `feeds`, which decides when to ask, and
//! `fetch`, which asks.

#![cfg_attr(
    not(feature = "fetch"),
    allow(
        dead_code,
        reason = "without the network nobody is asked and nobody answers"
    )
)]

use crate::model::{FeedSource, FetchFault};
use crate::time::{Instant, Interval};
use std::path::Path;
use std::time::Duration;

/// Bounds on asking one server, so that none can stop the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// For the name and the connection.
    pub connect: Duration,
    /// For the next byte.
    pub idle: Duration,
    /// For everything, redirects and the last byte included.
    pub whole: Duration,
    /// Largest answer, unpacked.
    pub bytes: usize,
    pub redirects: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connect: Duration::from_secs(10),
            idle: Duration::from_secs(20),
            whole: Duration::from_secs(60),
            bytes: crate::ics::read::Budget::default().bytes,
            redirects: 5,
        }
    }
}

impl Limits {
    /// The same with another limit for everything.
    pub fn within(self, whole: Duration) -> Limits {
        Limits {
            connect: self.connect.min(whole / 2),
            idle: self.idle.min(whole),
            whole,
            ..self
        }
    }
}

/// What is wanted of one server.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    pub source: &'q FeedSource,
    /// Where the file of certificates lies.
    pub folder: &'q Path,
    /// What is kept already, as the server named it.
    pub kept: Validators<'q>,
    /// The time that is asked about, where a server can be asked about a time.
    pub window: Interval,
    pub now: Instant,
}

/// By which a server tells whether what we keep is still what it has (RFC 9110 section 8.8).
#[derive(Clone, Copy, Default, Debug)]
pub struct Validators<'q> {
    pub etag: Option<&'q str>,
    pub last_modified: Option<Instant>,
}

/// What a server said.
#[derive(Debug)]
pub enum Reply {
    /// What we keep is what it has.
    Same,
    Calendar(Box<Fetched>),
}

/// A calendar as it came.
#[derive(Debug)]
pub struct Fetched {
    pub bytes: Vec<u8>,
    pub etag: Option<String>,
    pub last_modified: Option<Instant>,
    /// It is an answer about this time, and says nothing beyond it. `None` where it is a diary.
    pub about: Option<About>,
    /// The server says that it left something out.
    pub is_incomplete: bool,
}

/// The time that a server was asked about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct About {
    pub asked: Interval,
    /// The answer says itself how far it reaches, which may be less than was asked.
    pub says_end: bool,
}

/// Why there is no calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Failure {
    pub fault: FetchFault,
    /// The server asks to be left alone for so many seconds.
    pub retry_after: Option<i64>,
}

impl From<FetchFault> for Failure {
    fn from(fault: FetchFault) -> Failure {
        Failure {
            fault,
            retry_after: None,
        }
    }
}
