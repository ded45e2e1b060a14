//! The answer of `quorate reviews`: when a meeting has to be held, what is due before and after it, and what follows.
//!
//! Everything shown comes out of `review`'s chain; the sentences that show the working are in `words_en::reviews`. What is put into a
//! calendar is `message`'s business.

mod json;
mod list;
mod text;
mod words_en;

pub use json::{json, one_json};
pub use list::{
    CaseLine, CaseList, LineLimit, NextMeeting, SHEET_COLUMNS, Standing, list_json, list_text,
    sheet,
};
pub use text::{one_text, text};
pub use words_en::{entry_description, entry_title, meeting_name};

use crate::model::CaseRow;
use crate::model::rules::{MeetingType, RuleBook, TimeRule};
use crate::review::{CaseFacts, Chain, Clock, Due, From, Link, MissingWhy, Progress};
use crate::time::{Nation, WorkingDays, Zone};
use chrono::NaiveDate;

/// What all forms of an answer need beside the dates.
#[derive(Clone, Copy)]
pub struct Frame<'r> {
    pub book: &'r RuleBook,
    pub nation: Nation,
    pub working: &'r WorkingDays,
    pub zone: &'r Zone,
    pub today: NaiveDate,
}

/// A meeting of the chain that was held before the one asked about.
pub struct HeldMeeting<'r> {
    pub kind: &'r MeetingType,
    pub number: u32,
    pub held: NaiveDate,
    /// The limit that bound it, if one can be worked out.
    pub limit: Option<Clock<'r>>,
}

/// The dates of one case.
pub struct Reviews<'r> {
    pub frame: Frame<'r>,
    /// As the user numbers the case, if it was said.
    pub reference: Option<String>,
    /// Whose clock it is, where a meeting is about several: all those for whom it is the same.
    pub subjects: Vec<String>,
    /// UID of the meeting that was asked about, where it is arranged.
    pub meeting_uid: Option<String>,
    pub held: Vec<HeldMeeting<'r>>,
    pub chain: Chain<'r>,
}

/// One rule, counted from a day that was given.
pub struct OneRule<'r> {
    pub frame: Frame<'r>,
    pub kind: &'r MeetingType,
    pub rule: &'r TimeRule,
    pub from: From,
    pub due: Due,
}

impl<'r> Reviews<'r> {
    /// The meeting that was asked about.
    pub fn first(&self) -> Option<&Link<'r>> {
        self.chain.strands.first()?.meetings.first()
    }

    /// Whether its limit has been missed, or will be on the day that is planned.
    pub fn is_breached(&self) -> bool {
        let progress = self.first().and_then(|link| link.progress);
        progress.is_some_and(Progress::is_breach)
    }
}

/// Why the meeting that was asked about cannot be dated though everything is stated that its rules count from: school terms that
/// nobody has given. `None` where it has a limit or a day, and where something has not been stated, which the answer asks for.
pub fn without_limit(report: &Reviews) -> Option<Vec<String>> {
    let link = report.first().filter(|link| link.on.is_none())?;
    let missing = link.clocks.missing.iter();
    let uncounted = missing.filter(|missing| matches!(missing.why, MissingWhy::Due(_)));
    let reasons: Vec<String> = uncounted
        .filter_map(|missing| words_en::without_date(&report.frame, link.kind, missing))
        .collect();
    (!reasons.is_empty()).then_some(reasons)
}

/// The meetings of a chain that were held, each as it was known then, and last the one that comes next.
///
/// A type whose chain goes on with another one does so after its first meeting, unless that has to be held again.
pub fn history<'b>(
    book: &'b RuleBook,
    kind: &'b MeetingType,
    row: &CaseRow,
    held: &[NaiveDate],
) -> Vec<(&'b MeetingType, CaseFacts)> {
    let mut known = facts(row);
    let (meeting, flags) = (known.meeting.take(), std::mem::take(&mut known.flags));
    let starts = known.starts.take();
    // Only of the last meeting is it said that it was not quorate.
    let is_inquorate = |flag: &str| flag == crate::review::INQUORATE;
    let again = flags.iter().any(|one| is_inquorate(&one.flag) && one.set);
    known.flags = flags
        .iter()
        .filter(|one| !is_inquorate(&one.flag))
        .cloned()
        .collect();
    let mut kind = kind;
    let mut all = Vec::new();
    for (index, day) in held.iter().enumerate() {
        known.meeting = Some(*day);
        all.push((kind, known.clone()));
        let next = kind.chain_next.as_deref().and_then(|next| book.kind(next));
        let is_last = index + 1 == held.len();
        match next.filter(|next| next.id != kind.id && !(again && is_last)) {
            Some(other) => {
                kind = other;
                known.trigger = Some(*day);
                (known.previous, known.number) = (None, None);
            }
            None => {
                // A meeting with one before it, whose number nobody has said, may be any.
                let number = known.number.or(known.previous.is_none().then_some(1));
                known.previous = Some(*day);
                known.number = number.map(|one| one + u32::from(!(again && is_last)));
            }
        }
    }
    (known.meeting, known.starts, known.flags) = (meeting, starts, flags);
    all.push((kind, known));
    all
}

/// The meeting that comes next of a case, and what is known of it: the one after the row's own where that has been held.
pub(super) fn facts_of_next<'b>(
    book: &'b RuleBook,
    kind: &'b MeetingType,
    row: &CaseRow,
    today: NaiveDate,
) -> (&'b MeetingType, CaseFacts) {
    let Some(held) = row.meeting.filter(|meeting| *meeting < today) else {
        return (kind, facts(row));
    };
    let row = CaseRow {
        meeting: None,
        starts: None,
        ..row.clone()
    };
    let mut all = history(book, kind, &row, &[held]);
    all.pop().unwrap_or_else(|| (kind, facts(&row)))
}

/// What a row says, as the clocks see it.
pub fn facts(row: &CaseRow) -> CaseFacts {
    CaseFacts {
        trigger: row.trigger,
        previous: row.previous,
        number: row.number,
        meeting: row.meeting,
        starts: row.starts,
        anchors: row.anchors.clone(),
        flags: row.flags.clone(),
    }
}
