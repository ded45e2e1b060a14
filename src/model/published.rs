//! What an agency may publish of a diary: when its owner is taken, and from when to when that is known.
//!
//! Made from readings in `availability`, spelt as calendar text in `ics::write`.

use crate::time::{Interval, IntervalSet};

/// What may be published of one person's feeds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Published {
    /// The time that was asked about.
    pub window: Interval,
    /// The part of the window that is spoken of; whatever of it is in no set below is free.
    pub known: Interval,
    /// Taken for certain by an entry.
    pub busy: IntervalSet,
    /// Out of office or outside stated hours, and not busy there besides.
    pub away: IntervalSet,
    /// Pencilled in, or in doubt. May overlap what is taken for certain.
    pub tentative: IntervalSet,
    /// Stretches inside `known` that could not be read for certain; they are among the tentative ones.
    pub doubtful: IntervalSet,
    /// Known no further because what comes next could not be read.
    pub ends_in_doubt: bool,
    /// Days inside `known` with an entry for the whole day that is marked free. They are free here.
    pub free_days: usize,
    /// Entries without a readable start. Where not even their day could be read, nothing here speaks of them.
    pub unreadable: u32,
}
