//! Layer 5: whether arranged meetings still stand as their answers come in.
//!
//! ```text
//! arrangements, rows ──► prepare::Casting (seats, candidates, quorum; no feed) ─┐
//! what was answered ──► stand (sure, open, out) ────────────────────────────────┴► solve::Gathering ──► state, losses, whom to chase
//! ```
//! [`Desk::look`] says how every meeting ahead stands. What would help those that do not is worked out by [`help`]: who could stand in,
//! and the meeting as it is searched for again. What was answered is decided by `reply`, reading diaries is left to whoever has them,
//! searching another time to `solve`, wording to `report`.

mod chase;
mod desk;
mod help;
mod history;
mod meeting;
mod person;

pub use chase::Chase;
pub use desk::{Desk, Sources};
pub use help::{Deputy, MOST_ASKED};
pub use history::History;
pub use person::{Person, Position};

use crate::model::{ContactId, State};
use crate::prepare::MeetingFault;
use crate::solve::Losses;
use crate::time::{Instant, Interval, Zone};

/// How a meeting stands by what people answered.
#[derive(Clone, PartialEq, Debug)]
pub enum Level {
    /// The sure suffice.
    Quorate,
    /// Only with some of those who have not said.
    AtRisk,
    /// Not even with all of them.
    Inquorate,
    /// It cannot be said: its row is in no table any more, or what the row says is at fault.
    Unjudged(Unjudged),
}

/// Why it cannot be said whether a meeting is quorate.
#[derive(Clone, PartialEq, Debug)]
pub enum Unjudged {
    NoRow,
    Faults(Vec<MeetingFault>),
}

impl Level {
    /// The name in files.
    pub fn id(&self) -> &'static str {
        match self {
            Level::Quorate => "quorate",
            Level::AtRisk => "at-risk",
            Level::Inquorate => "inquorate",
            Level::Unjudged(_) => "unjudged",
        }
    }

    fn of(state: State) -> Level {
        match state {
            State::Quorate => Level::Quorate,
            State::QuorateIf => Level::AtRisk,
            State::Short => Level::Inquorate,
        }
    }
}

/// Somebody whom a quorum counts: a contact, or one who is still to be named for a seat.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Party {
    Contact(ContactId),
    /// The seat's id, with the number of the place where there are several: `gp?`.
    ToBeNamed(String),
}

/// A proposal of another time by somebody who is invited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counter {
    pub contact: ContactId,
    pub time: Interval,
}

/// One arranged meeting, or one date of a series, and how it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Watched {
    /// As it is arranged: a date of a series has a reference of its own.
    pub reference: String,
    /// Index into [`Workspace::arrangements`](crate::model::Workspace::arrangements).
    pub arranged: usize,
    pub interval: Interval,
    /// The zone of its dates.
    pub zone: Zone,
    pub level: Level,
    /// Everybody who is to come and whoever comes in their place, in the order of their ids, with seats that are to be filled by
    /// somebody yet to be named behind them.
    pub people: Vec<Person>,
    /// At risk: the smallest sets of those who have not said whose yes suffices, smallest first.
    pub wanting: Vec<Vec<Party>>,
    /// There are more such sets than were listed.
    pub wanting_more: bool,
    /// Quorate: the smallest sets of people whose loss ends that.
    pub losses: LossesOf,
    /// Places that are empty as it stands: the seat's id, and how many.
    pub empty: Vec<(String, u32)>,
    /// Whom to ask first, the one whose answer changes most first.
    pub chase: Vec<Chase>,
    pub proposals: Vec<Counter>,
    pub history: History,
}

/// [`Losses`] by contacts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LossesOf {
    None,
    Sets(Vec<Vec<Party>>),
    /// It survives the loss of any [`MOST_LOST`](crate::solve::MOST_LOST).
    More,
}

impl LossesOf {
    fn of(losses: Losses, party: &dyn Fn(crate::model::MemberId) -> Party) -> LossesOf {
        match losses {
            Losses::None => LossesOf::None,
            Losses::More => LossesOf::More,
            Losses::Sets(sets) => {
                let named = |set: Vec<_>| set.into_iter().map(party).collect();
                LossesOf::Sets(sets.into_iter().map(named).collect())
            }
        }
    }

    /// How many losses it survives in the worst case, at least; `None` = it is not quorate.
    pub fn survives(&self) -> Option<usize> {
        match self {
            LossesOf::None => None,
            LossesOf::Sets(sets) => sets.first().map(|set| set.len().saturating_sub(1)),
            LossesOf::More => Some(crate::solve::MOST_LOST),
        }
    }

    /// Those whose single loss ends it.
    pub fn single(&self) -> impl Iterator<Item = &Party> {
        let sets: &[Vec<Party>] = match self {
            LossesOf::Sets(sets) => sets,
            LossesOf::None | LossesOf::More => &[],
        };
        sets.iter().filter_map(|set| match set.as_slice() {
            [one] => Some(one),
            _ => None,
        })
    }
}

impl Watched {
    /// Nothing has to be done about it: it is quorate, or the chair has said that it is held without.
    pub fn is_settled(&self) -> bool {
        self.level == Level::Quorate || self.history.waiver.is_some()
    }

    /// Somebody who was to come does not, and nobody who fits comes in their place.
    pub fn has_loss(&self) -> bool {
        self.people.iter().any(|person| person.position.is_out())
    }

    /// The second in a row of its case that cannot be quorate.
    pub fn is_second_inquorate(&self) -> bool {
        self.level == Level::Inquorate && self.history.last_inquorate.is_some()
    }

    /// It is quorate only as long as everybody who has not answered comes as their diary lets one expect.
    pub fn hangs_on_silence(&self) -> bool {
        self.losses.single().any(|party| {
            let person = self.people.iter().find(|person| person.party == *party);
            person.is_some_and(|person| !person.position.is_said())
        })
    }

    /// Where it comes among others, the worst first.
    pub fn urgency(&self) -> (u8, Instant, &str) {
        let class = match (&self.level, self.is_settled()) {
            (Level::Inquorate, false) => 0,
            (Level::AtRisk, false) => 1,
            (Level::Unjudged(_), false) => 2,
            (Level::Quorate, _) if self.hangs_on_silence() => 3,
            (Level::Quorate, _) if self.losses.survives() == Some(0) => 4,
            (_, true) if self.level != Level::Quorate => 5,
            _ => 6,
        };
        (class, self.interval.start(), &self.reference)
    }
}

/// Everything that was looked at.
#[derive(Clone, PartialEq, Debug)]
pub struct Watch {
    /// The meetings ahead, in the order of time, then of their references.
    pub meetings: Vec<Watched>,
    /// Meetings that are over and of which nobody has said how they went, the latest first; empty where nothing is known of
    /// invitations.
    pub unreported: Vec<(String, Instant)>,
    /// What was sent and answered is on record; else there are arrangements and typed answers alone.
    pub knows_invitations: bool,
}
