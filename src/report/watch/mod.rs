//! The answer of `quorate watch`: whether what is arranged still stands, as the sentence that a coordinator needs, and everything
//! behind it; the same values as text and as JSON.
//!
//! The text is the coordinator's own and names everybody, with telephone numbers; JSON holds ids. Of a diary nothing is told but that its
//! owner is free or not available.

mod json;
mod mails;
mod text;
mod told;
mod words_en;

pub use json::json;
pub use mails::{ChaseMail, chase_mails};
pub use text::text;
pub use words_en::{
    begun, mails_written, no_book, not_arranged, nothing_ahead, outcome_kept, over, past_to_waive,
    still_to_come, waived, wants_text,
};

use crate::model::{Found, MeetingSpec, WhyNot, Workspace};
use crate::prepare::Prepared;
use crate::watch::{Counter, Deputy, Watch, Watched};

/// What was worked out for one meeting beside how it stands.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Help {
    /// Who could stand in, the best first; `None` = nobody was looked for.
    pub deputies: Option<Vec<Deputy>>,
    /// Another time; `None` = none was looked for.
    pub next: Option<Next>,
    /// What each proposal would make of the meeting.
    pub tried: Vec<Tried>,
}

/// The meeting searched for again.
#[derive(Clone, PartialEq, Debug)]
pub enum Next {
    Searched(Box<Prepared>, Found),
    /// It cannot be searched for: why, one sentence each.
    Refused(Vec<String>),
}

/// A proposed start, searched.
#[derive(Clone, PartialEq, Debug)]
pub struct Tried {
    pub counter: Counter,
    pub outcome: Result<Box<TriedStart>, Vec<String>>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct TriedStart {
    pub meeting: MeetingSpec,
    pub prepared: Prepared,
    pub found: Found,
    pub why: WhyNot,
}

/// Everything that an answer is made from.
pub struct WatchReport<'r> {
    pub workspace: &'r Workspace,
    /// The meetings in view, with what was left out of view.
    pub watch: &'r Watch,
    /// One a meeting in view.
    pub help: &'r [Help],
    /// Days ahead that are in view; `None` = all.
    pub days: Option<u32>,
    /// One meeting was asked for.
    pub is_one: bool,
}

impl WatchReport<'_> {
    /// The meetings with their help, the worst first.
    fn by_urgency(&self) -> Vec<(&Watched, &Help)> {
        let mut all: Vec<(&Watched, &Help)> = self.watch.meetings.iter().zip(self.help).collect();
        all.sort_by(|a, b| a.0.urgency().cmp(&b.0.urgency()));
        all
    }

    /// Whether all in view is quorate, or held without.
    pub fn is_settled(&self) -> bool {
        self.watch.meetings.iter().all(Watched::is_settled)
    }
}
