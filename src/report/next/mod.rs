//! The answer of `quorate next`: at the end of a meeting, what follows it, by when, and at which times.
//!
//! As text for the coordinator, as JSON for programs, and as a slip for those in the room. Which meetings follow and how they
//! are searched for is settled before: here is only shown.

mod json;
mod slip;
mod text;

pub use json::json;
pub use slip::{page, slip};
pub use text::text;

use crate::model::rules::{Continuity, MeetingType};
use crate::model::{Arranged, ContactId, Found, MeetingSpec, Slot, Workspace};
use crate::prepare::Prepared;
pub use crate::prepare::next::Duty;
use crate::report::find::FindReport;
use crate::report::words_en as words;
use chrono::NaiveDate;

/// Everything that an answer is made from.
pub struct Next<'r> {
    pub workspace: &'r Workspace,
    pub today: NaiveDate,
    /// The meeting that was held.
    pub reference: &'r str,
    pub kind: &'r MeetingType,
    pub held: NaiveDate,
    /// The limit that bound it, and by how many working days it was late, 0 = in time; `None` where nothing bound it.
    pub bound: Option<(NaiveDate, u32)>,
    pub followers: Vec<Follower<'r>>,
    /// What has to be done after the meeting that was held, in order of its day.
    pub duties: Vec<Duty<'r>>,
}

/// One meeting that follows.
pub struct Follower<'r> {
    pub reference: String,
    pub kind: &'r MeetingType,
    /// Which meeting of its chain it is, from 1; `None` = nobody has said.
    pub number: Option<u32>,
    /// How a row of the meetings table states it.
    pub columns: Vec<(&'static str, String)>,
    /// Who chaired, and whether they stay.
    pub chair: Option<(ContactId, Continuity)>,
    /// Left out, and the one from whom they are kept apart.
    pub left_out: Vec<(ContactId, ContactId)>,
    pub outcome: Outcome<'r>,
}

/// What came of looking for times.
pub enum Outcome<'r> {
    Searched(Box<Search>),
    /// It stands already.
    Arranged {
        arranged: &'r Arranged,
        search: Box<Search>,
    },
    /// It cannot be searched for: why, in words.
    Faulty(Vec<String>),
}

pub struct Search {
    pub meeting: MeetingSpec,
    pub prepared: Prepared,
    pub found: Found,
}

impl Next<'_> {
    /// A search as the answer of `find` would be made from.
    fn report<'a>(&'a self, search: &'a Search) -> FindReport<'a> {
        FindReport {
            workspace: self.workspace,
            meeting: &search.meeting,
            prepared: &search.prepared,
            found: &search.found,
            receipts: Vec::new(),
        }
    }
}

impl Follower<'_> {
    pub fn search(&self) -> Option<&Search> {
        match &self.outcome {
            Outcome::Searched(search) => Some(search),
            Outcome::Arranged { search, .. } => Some(search),
            Outcome::Faulty(_) => None,
        }
    }

    /// The last day to hold it.
    pub fn limit(&self) -> Option<NaiveDate> {
        let limit = self.search()?.prepared.problem.limit.as_ref()?;
        Some(limit.hold_by)
    }

    /// `Second core group`.
    fn title(&self) -> String {
        words::numbered(self.number, &self.kind.name)
    }
}

impl Search {
    /// Working days from a day to the last one for the meeting; `None` where nothing limits it.
    fn in_hand(&self, from: NaiveDate) -> Option<i32> {
        let problem = &self.prepared.problem;
        let limit = problem.limit.as_ref()?;
        Some(problem.working_days.between(from, limit.hold_by))
    }

    fn spare(&self, slot: &Slot) -> Option<i32> {
        self.in_hand(self.prepared.problem.zone.local(slot.start).date())
    }
}
