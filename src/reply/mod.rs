//! Layer 4: from what came back (mails, calendar files, pasted tables) to answers that count.
//!
//! ```text
//! bytes ──► read (AsRead: who says what to which invitation) ──► judge (Heard, or Unmatched with a code) ──► standing ──► answers
//! ```
//! Everything an answer touches is one of ours already: the invitation that was sent ([`Told`](crate::model::Told)), the person of
//! the tables, the reference. Of a mail's own words nothing goes further than `read`: subjects and titles are only searched for
//! references, and of comments only that there is one is kept.
//!
//! Reading files is left to `edge`, lines and times of calendars to `ics`, keeping to the book, words to `report`.

mod answers;
mod fits;
mod judge;
mod mailbox;
pub mod read;
mod references;
mod register;
mod standing;
mod why;

pub use answers::as_answers;
pub use fits::fits;
pub use judge::{Judged, Verdict, judge_all};
pub use mailbox::Mailbox;
pub use read::{AsRead, Says, Sender};
pub use references::References;
pub use register::{Person, Register};
pub use standing::{How, Standing, Standings, standing};
pub use why::Why;
