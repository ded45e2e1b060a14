//! The answer of `quorate plan`: where each meeting of a batch stands, how good the whole is, whom to ring, and what has no place.
//!
//! [`PlanReport`] holds what was decided elsewhere; [`figures`] counts it once, and text, JSON, table and page are made from the same
//! counts. Sentences stand in `words_en`; calendars are `message`'s, files are `edge`'s.

mod figures;
mod json;
mod page;
mod reasons;
mod table;
mod text;
mod words_en;

pub use figures::{
    AgencyShare, AgencyShares, Figures, Grounds, PlanCall, Pool, Share, TypeRow, Whom, figures,
};
pub use json::json;
pub use page::page;
pub use table::{columns, rows};
pub use text::text;
pub use words_en::{
    NO_MEETINGS, adopted, calendars, cycle_cut, cycle_refused, own_check_failed, progress,
    unknown_people, written,
};

use crate::model::{
    Arranged, Attendance, Batch, BatchMeeting, ContactId, MeetingSpec, MemberId, Plan, Problem,
    RoleId, SeatId, Slot, VenueId, Workspace,
};
use crate::prepare::{MeetingFault, Note};
use crate::report::public::{public_name, public_venue, seat_name};
use crate::report::words_en as words;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What a plan says of a pin that outranks the dates of its meeting.
pub fn said_of_pin(note: &Note) -> Option<String> {
    match note {
        Note::PinBeforeFirst { first } => Some(words::pin_before_first(*first)),
        _ => None,
    }
}

/// A meeting that could not be made ready for planning, and why.
#[derive(Clone, PartialEq, Debug)]
pub struct Refused {
    pub reference: String,
    pub faults: Vec<MeetingFault>,
}

/// Everything that an answer is made from.
pub struct PlanReport<'r> {
    pub workspace: &'r Workspace,
    pub batch: &'r Batch,
    /// As the tables, or the cycles, state the meetings: one each, in the order of the batch.
    pub specs: &'r [MeetingSpec],
    pub plan: &'r Plan,
    /// The placed meetings as they would stand in the arrangements, in the order of the plan.
    pub arranged: &'r [Arranged],
    pub refused: &'r [Refused],
    /// Stands for everything that was read.
    pub input_hash: &'r str,
    pub seed: u64,
    pub effort: &'static str,
    /// A time limit was asked for, so another run may give another plan.
    pub timed: bool,
}

impl<'r> PlanReport<'r> {
    pub(super) fn problem(&self, meeting: usize) -> &'r Problem {
        &self.batch.meetings[meeting].problem
    }

    /// Placed, unplaced and refused.
    pub(super) fn meetings(&self) -> usize {
        self.batch.meetings.len() + self.refused.len()
    }

    /// Slots by meeting of the batch.
    pub(super) fn slots(&self) -> Vec<Option<&'r Slot>> {
        let mut slots = vec![None; self.batch.meetings.len()];
        for placed in &self.plan.placed {
            slots[placed.meeting] = Some(&placed.slot);
        }
        slots
    }

    /// The placed meetings in the order of their time, then of their reference: indices into the plan's own list.
    pub(super) fn by_time(&self) -> Vec<usize> {
        let placed = &self.plan.placed;
        let mut order: Vec<usize> = (0..placed.len()).collect();
        order.sort_by_key(|index| {
            let one = &placed[*index];
            (one.slot.start, &self.problem(one.meeting).reference)
        });
        order
    }

    /// The local date on which a placed meeting begins.
    pub(super) fn date(&self, meeting: usize, slot: &Slot) -> NaiveDate {
        self.problem(meeting).zone.local(slot.start).date()
    }

    /// The coordinator's own answer names everybody.
    pub(super) fn name(&self, meeting: usize, member: MemberId) -> String {
        let member = self.problem(meeting).member(member);
        match member.contact {
            Some(contact) => self.workspace.contact(contact).name.clone(),
            None => words::to_be_named(seat_of_open(&member.id)),
        }
    }

    pub(super) fn id(&self, meeting: usize, member: MemberId) -> &'r str {
        &self.problem(meeting).member(member).id
    }

    /// A name in what is handed on (table, page): confidential people are not named there.
    pub(super) fn public_name(&self, contact: ContactId) -> &'r str {
        public_name(self.workspace, contact)
    }

    /// The same of a venue.
    pub(super) fn public_venue(&self, venue: VenueId) -> &'r str {
        public_venue(self.workspace, venue)
    }

    /// A seat as people call it: by the names of its roles.
    pub(super) fn seat_name(&self, id: &str) -> String {
        seat_name(self.workspace, id)
    }

    /// What a meeting is called by its type.
    pub(super) fn kind(&self, meeting: usize) -> String {
        let spec = &self.specs[meeting];
        let known = spec.types.first();
        let known = known.and_then(|id| self.workspace.rules.kind(id));
        match known {
            Some(kind) => kind.name.clone(),
            None => spec
                .kind
                .clone()
                .unwrap_or_else(|| words_en::NO_TYPE.to_owned()),
        }
    }

    /// Who chairs: whoever is in a seat of the role that chairs meetings of this type.
    pub(super) fn chair<'s>(&self, meeting: usize, slot: &'s Slot) -> Option<&'s Attendance> {
        let spec = &self.specs[meeting];
        let kinds = spec
            .types
            .iter()
            .filter_map(|id| self.workspace.rules.kind(id));
        let rules = kinds.filter_map(|kind| kind.chair.as_ref());
        let roles: Vec<&str> = rules
            .flat_map(|chair| {
                let others = [&chair.alternative, &chair.then];
                std::iter::once(chair.role.as_str())
                    .chain(others.into_iter().filter_map(|role| role.as_deref()))
            })
            .collect();
        let chairs = |role: &RoleId| {
            let id = self.workspace.role(*role).id.as_str();
            match roles.is_empty() {
                true => id.ends_with("chair"),
                false => roles.contains(&id),
            }
        };
        let problem = self.problem(meeting);
        let is_chair = |seat: SeatId| {
            let id = &problem.seat(seat).id;
            let spec = spec.seats.iter().find(|one| one.id == *id);
            spec.is_some_and(|one| one.roles.iter().any(chairs))
        };
        slot.attending.iter().find(|one| is_chair(one.seat))
    }
}

/// The seat in the id of somebody who is to be named: `panel-member?2`.
fn seat_of_open(id: &str) -> &str {
    id.trim_end_matches(|c: char| c == '?' || c.is_ascii_digit())
}

/// Whether we choose who sits there: more people of the first rank than places.
fn is_pool(meeting: &BatchMeeting, seat: SeatId) -> bool {
    let seat = meeting.problem.seat(seat);
    let own = seat.candidates.iter().filter(|one| one.rank == 0);
    own.count() > seat.places as usize
}

/// Adds to the count of a key.
fn count<K: Ord>(counts: &mut BTreeMap<K, usize>, key: K) {
    *counts.entry(key).or_default() += 1;
}
