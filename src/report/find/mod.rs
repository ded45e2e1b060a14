//! The answer of `quorate find`: one set of values, shown as JSON and as text.

mod calls;
mod clocks;
mod clocks_json;
mod json;
mod page;
mod text;
mod told;

pub use calls::{Call, CallSlot, Effect, call_list};
pub use clocks_json::clocks;
pub(in crate::report) use json::{feeds, ground, mode, note, tally, unknown};
pub use json::{json, json_with, slot_json, state};
pub use page::page;
pub use text::text;
pub(in crate::report) use told::{
    Names, assumed, clash, confirmer, feeds as told_feeds, is_hidden, name, notes, questions, seat,
    when,
};

use crate::model::{
    Attendance, ContactId, Found, Ground, MeetingSpec, MemberId, Problem, ReadFeed, Standing,
    UnknownGround, VenueId, Workspace,
};
use crate::prepare::{Prepared, StandIns, stand_ins};

/// Whose feed a receipt is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    Contact(ContactId),
    Venue(VenueId),
}

/// Everything that an answer is made from.
pub struct FindReport<'r> {
    pub workspace: &'r Workspace,
    pub meeting: &'r MeetingSpec,
    pub prepared: &'r Prepared,
    pub found: &'r Found,
    /// A receipt for each feed of somebody who matters here, in the order of their ids.
    pub receipts: Vec<(Owner, &'r ReadFeed)>,
}

impl FindReport<'_> {
    /// The id that output uses for a member.
    fn member_id(&self, member: MemberId) -> &str {
        &self.prepared.problem.member(member).id
    }

    /// Who might stand in for a member, though the meeting does not say so.
    fn stand_ins(&self, member: MemberId) -> Vec<StandIns> {
        let problem = &self.prepared.problem;
        stand_ins(self.workspace, self.meeting, problem, member)
    }

    fn unknown_ground(&self, attendance: &Attendance) -> Option<UnknownGround> {
        unknown_ground(&self.prepared.problem, attendance)
    }

    fn owner_id(&self, owner: Owner) -> &str {
        match owner {
            Owner::Contact(contact) => &self.workspace.contact(contact).id,
            Owner::Venue(venue) => &self.workspace.venue(venue).id,
        }
    }
}

/// Why it is not known whether somebody who is invited can come; the first reason in time.
pub(in crate::report) fn unknown_ground(
    problem: &Problem,
    attendance: &Attendance,
) -> Option<UnknownGround> {
    let timeline = &problem.member(attendance.member).timeline;
    let spans = attendance
        .present
        .iter()
        .flat_map(|interval| timeline.overlapping(*interval));
    let mut unknown = spans.filter_map(|span| match span.standing {
        Standing::Unknown(ground) => Some(ground),
        _ => None,
    });
    unknown
        .next()
        .filter(|_| attendance.ground == Ground::Unknown)
}
