//! How somebody stands to a meeting by what they said of it, last and by whichever way.
//!
//! A reply to an invitation counts if it answers the last one; an answer that was typed counts for the time that it covers; of the two
//! the newer holds. Who has said nothing is taken to come where their diary, or what was known of them, let one expect it when the
//! meeting was chosen.

use super::Party;
use crate::model::{Answer, Arranged, ArrangedAttendance, ContactId, Reply};
use crate::reply::{How, Standing};
use crate::time::{Instant, IntervalSet};

/// How somebody stands to the meeting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Position {
    /// They said that they come.
    Accepted,
    /// They said nothing, and are free as far as is known.
    Expected,
    /// Somebody who was invited sends them, and they fit the seat.
    Delegate { of: ContactId },
    /// They may come.
    Tentative,
    /// They propose another time, and have said nothing of this one since.
    Proposes,
    /// They were told and have said nothing, and nothing is known of their time.
    Unanswered,
    /// Nobody has told them, and nothing is known of their time.
    NotTold,
    /// Nobody has named them.
    ToBeNamed,
    /// They do not come.
    Declined,
    /// They send somebody who fits the seat.
    Sends { whom: ContactId },
    /// They send somebody who does not fit, or of whom nothing is known.
    SendsUnfit { whom: Option<ContactId> },
}

impl Position {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Position::Accepted => "accepted",
            Position::Expected => "expected",
            Position::Delegate { .. } => "delegate",
            Position::Tentative => "tentative",
            Position::Proposes => "proposes",
            Position::Unanswered => "unanswered",
            Position::NotTold => "not-told",
            Position::ToBeNamed => "to-be-named",
            Position::Declined => "declined",
            Position::Sends { .. } => "sends",
            Position::SendsUnfit { .. } => "sends-unfit",
        }
    }

    /// They count as coming.
    pub fn is_sure(self) -> bool {
        use Position::{Accepted, Delegate, Expected};
        matches!(self, Accepted | Expected | Delegate { .. })
    }

    /// Nobody knows.
    pub fn is_open(self) -> bool {
        use Position::{NotTold, Proposes, Tentative, ToBeNamed, Unanswered};
        matches!(
            self,
            NotTold | Proposes | Tentative | ToBeNamed | Unanswered
        )
    }

    /// A place is lost by it.
    pub fn is_out(self) -> bool {
        matches!(self, Position::Declined | Position::SendsUnfit { .. })
    }

    /// They have said a clear word.
    pub fn is_said(self) -> bool {
        matches!(self, Position::Accepted | Position::Delegate { .. })
            || self.is_out()
            || matches!(self, Position::Sends { .. })
    }
}

/// Somebody of a meeting.
#[derive(Clone, PartialEq, Debug)]
pub struct Person {
    pub party: Party,
    /// Ids of the seats for which they are wanted, in the order of the arrangement.
    pub seats: Vec<String>,
    pub position: Position,
    /// When they are there, if they come.
    pub(super) present: IntervalSet,
    /// When they were wanted.
    pub(super) wanted: IntervalSet,
}

impl Person {
    /// When they were wanted.
    pub fn wanted(&self) -> &IntervalSet {
        &self.wanted
    }

    pub fn contact(&self) -> Option<ContactId> {
        match &self.party {
            Party::Contact(contact) => Some(*contact),
            Party::ToBeNamed(_) => None,
        }
    }
}

/// What the typed answers say of the time for which somebody is wanted, the newest first for each moment.
pub(super) struct Typed {
    reply: Option<Reply>,
    /// When the newest of those that make it was recorded.
    at: Instant,
    /// When they said that they cannot.
    cannot: IntervalSet,
}

impl Typed {
    /// `answers` are oldest first, for this meeting or for all.
    pub(super) fn new<'a>(
        wanted: &IntervalSet,
        answers: impl DoubleEndedIterator<Item = &'a Answer>,
    ) -> Typed {
        let mut open = wanted.clone();
        let mut typed = Typed {
            reply: None,
            at: Instant::MIN,
            cannot: IntervalSet::new(),
        };
        let (mut may, mut can, mut of_this) = (false, false, true);
        for answer in answers.rev() {
            let touched = open.clipped(answer.interval);
            if touched.is_empty() {
                continue;
            }
            typed.at = typed.at.max(answer.recorded_at);
            open = open.difference(&touched);
            match answer.reply {
                Reply::Cannot => typed.cannot = typed.cannot.union(&touched),
                Reply::IfNeedBe => may = true,
                Reply::Can => {
                    can = true;
                    // That somebody can whatever it is for is no answer to this meeting.
                    of_this &= answer.reference.is_some();
                }
            }
        }
        typed.reply = if !typed.cannot.is_empty() {
            Some(Reply::Cannot)
        } else if may {
            Some(Reply::IfNeedBe)
        } else if can && of_this && open.is_empty() {
            Some(Reply::Can)
        } else {
            None
        };
        typed
    }
}

/// What holds of somebody, and when they are there.
pub(super) struct Said {
    pub position: Position,
    pub present: IntervalSet,
    /// Whom they send.
    pub sends: Option<Option<ContactId>>,
}

/// Joins everything that is known of one who is to come for `wanted`. `contact` finds the contact of an id.
///
/// Who would rather have another time may not come at this one: nothing that was known before they said so makes them sure.
pub(super) fn said(
    wanted: &IntervalSet,
    known: Known,
    stand: Option<&Standing>,
    typed: &Typed,
    contact: &dyn Fn(&str) -> Option<ContactId>,
) -> Said {
    let mut said = answered(wanted, known, stand, typed, contact);
    let proposed_at = stand
        .filter(|stand| stand.of_current)
        .and_then(|stand| stand.proposed_at);
    let is_last = proposed_at.is_some_and(|at| typed.reply.is_none() || at >= typed.at);
    if is_last && said.position.is_sure() {
        said.position = Position::Proposes;
    }
    said
}

/// The same without what they propose.
fn answered(
    wanted: &IntervalSet,
    known: Known,
    stand: Option<&Standing>,
    typed: &Typed,
    contact: &dyn Fn(&str) -> Option<ContactId>,
) -> Said {
    let here = |position| Said {
        position,
        present: wanted.clone(),
        sends: None,
    };
    let said_at = stand
        .and_then(|stand| stand.said.as_ref())
        .map(|(at, _, _)| *at);
    // What came by mail is often typed too; of two of one moment the mail says more.
    let is_newer = typed.reply.is_none() || said_at.is_some_and(|at| at >= typed.at);
    let how = stand.map_or(&How::NoAnswer, Standing::counts);
    match how {
        _ if !is_newer => {}
        How::NoAnswer => {}
        How::Accepted => return here(Position::Accepted),
        How::Tentative => return here(Position::Tentative),
        How::Declined => return here(Position::Declined),
        How::Delegated(whom) => {
            let whom = whom.as_deref().and_then(contact);
            return Said {
                sends: Some(whom),
                ..here(Position::SendsUnfit { whom })
            };
        }
    }
    match typed.reply {
        Some(Reply::Can) => here(Position::Accepted),
        Some(Reply::IfNeedBe) => here(Position::Tentative),
        Some(Reply::Cannot) => {
            let present = wanted.difference(&typed.cannot);
            let position = match present.is_empty() {
                true => Position::Declined,
                false => silent(known, stand),
            };
            Said {
                position,
                present,
                sends: None,
            }
        }
        None => here(silent(known, stand)),
    }
}

/// Whether it was known, when the meeting was chosen, that somebody can.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Known {
    Known,
    Not,
}

impl Known {
    /// Of one with those seats in `arranged`: none of them waited for their yes.
    pub(super) fn of(arranged: &Arranged, id: &str, seats: &[&ArrangedAttendance]) -> Known {
        let waited_for = arranged.confirm.iter().flatten().any(|one| one == id);
        match !waited_for && seats.iter().all(|seat| seat.is_known) {
            true => Known::Known,
            false => Known::Not,
        }
    }
}

/// Of one who has said nothing.
pub(super) fn silent(known: Known, stand: Option<&Standing>) -> Position {
    match (known, stand) {
        (Known::Known, _) => Position::Expected,
        (Known::Not, Some(_)) => Position::Unanswered,
        (Known::Not, None) => Position::NotTold,
    }
}
