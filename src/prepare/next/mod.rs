//! Which meetings follow one by the rules of its types, and how a row of the meetings table would state them.
//!
//! Reading such a row is `input`'s; when the meeting is, is found by searching or planning.

mod course;
mod follow_on;

pub use course::{Course, Duty, Following, course};
pub use follow_on::{Chair, Clock, ClockList, FollowOn, follow_on};

pub(super) use follow_on::chair_roles;

use crate::model::rules::{MeetingType, RuleBook, Sensitivity};

/// What the following meeting is called by: the reference of the case, and which one it is; siblings may be at different places
/// of their chains, and the name only has to differ from one meeting to the next. References stand in the titles of invitations
/// and on slips, so one does not say that there is a meeting which must not be known of.
pub fn next_reference(case: &str, kind: &MeetingType, number: Option<u32>) -> String {
    let nth = number.map_or("next".to_owned(), |number| number.to_string());
    match kind.sensitivity {
        Sensitivity::Ordinary => format!("{case}/{}-{nth}", kind.id),
        Sensitivity::Highest => format!("{case}/{nth}"),
    }
}

/// The reference without what was added to it for a meeting that followed: `CP-1/core-group-2` is of `CP-1`.
pub fn case_of<'r>(reference: &'r str, book: &RuleBook) -> &'r str {
    let Some((case, last)) = reference.rsplit_once('/') else {
        return reference;
    };
    let kind = last.rsplit_once('-').map(|(kind, _)| kind);
    match kind.and_then(|kind| book.kind(kind)) {
        Some(_) => case,
        None => reference,
    }
}
