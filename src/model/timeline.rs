//! What is known of one contact's or venue's time, stretch by stretch, each with its ground.

use super::people::{Buffer, VenueId};
use crate::time::Interval;

/// Availability at an instant, with the ground that it stands on. Nobody is free or busy without one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standing {
    Free(FreeGround),
    /// No diary reaches that far, but the contact's own pattern says they work.
    Expected,
    Tentative(TentativeGround),
    Unknown(UnknownGround),
    Busy(BusyGround),
    Away(AwayGround),
}

impl Standing {
    /// Free, expected or tentative: present on what is known.
    pub fn is_present(self) -> bool {
        matches!(
            self,
            Standing::Free(_) | Standing::Expected | Standing::Tentative(_)
        )
    }

    pub fn is_unknown(self) -> bool {
        matches!(self, Standing::Unknown(_))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FreeGround {
    Feed,
    /// Somebody said "can".
    Answer,
    /// A standing offer.
    Offer,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TentativeGround {
    Feed,
    /// Somebody said "if need be".
    Answer,
}

/// The reasons for not knowing, kept apart because each has its own cure.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum UnknownGround {
    /// The seat's holder is still to be named.
    ToBeNamed,
    /// There is no feed and no answer.
    NoFeed,
    /// The feed is missing or no calendar.
    Unreadable,
    /// Past what the feed knows.
    BeyondHorizon,
    /// The feed has an entry there that could not be placed.
    Doubtful,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum BusyGround {
    Feed,
    /// Somebody said "cannot".
    Answer,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AwayGround {
    /// Out of office in the feed.
    Feed,
    /// Outside the working pattern.
    Hours,
    /// A named calendar is closed (school holidays).
    Calendar,
    /// Public holiday.
    Holiday,
    /// A dated exception.
    Exception,
    /// The contact made offers, and this is outside them.
    NotOffered,
    /// A booked service needs more notice.
    LeadTime,
    /// The contact's own daily limit is reached.
    DailyLimit,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    pub interval: Interval,
    pub standing: Standing,
}

/// One of our own arranged meetings in the contact's or venue's time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Taken {
    /// When the contact is needed there, without buffers.
    pub interval: Interval,
    /// What that meeting and the contact need around it.
    pub buffer: Buffer,
    pub venue: Option<VenueId>,
    /// Index into [`Workspace::arrangements`](super::Workspace::arrangements).
    pub arranged: usize,
}

/// The whole of a contact's or venue's time inside [`range`](Self::range).
///
/// The spans are in order, do not overlap and leave no gap. Our own arranged meetings are *not* in them: they stand in
/// [`taken`](Self::taken), because a team may take several at once and because the gap to them depends on the venue.
/// No buffer has been applied to anything.
#[derive(Clone, PartialEq, Debug)]
pub struct Timeline {
    pub range: Interval,
    pub spans: Vec<Span>,
    pub taken: Vec<Taken>,
    /// How many of our meetings fit at once, at least 1.
    pub capacity: u32,
    /// What the contact or venue needs around a meeting. Towards a busy period of a feed the larger of this and the
    /// meeting's own need is kept clear; standing answers override it, hours and leave need none.
    pub buffer: Buffer,
    /// Days with an all-day entry that the feed marks free: leave is often written so. To be asked about.
    pub ask_about: Vec<Interval>,
}

impl Timeline {
    /// The spans that share an instant with `interval`, whole, in order.
    pub fn overlapping(&self, interval: Interval) -> &[Span] {
        let first = self
            .spans
            .partition_point(|span| span.interval.end() <= interval.start());
        let rest = &self.spans[first..];
        &rest[..rest.partition_point(|span| span.interval.start() < interval.end())]
    }
}
