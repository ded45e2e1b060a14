//! Layer 3: from feeds, answers, patterns, offers and holidays to one [`Timeline`](crate::model::Timeline) a contact or venue.
//!
//! The rules of precedence stand here and nowhere else: the newest recorded answer outranks the feed, the feed
//! outranks the pattern, and where nothing speaks the time is unknown, with the reason. Spans carry their ground.
//! Buffers are *not* applied: what has to be kept clear depends on the meeting, and that is asked of the timeline by
//! whoever places one. Reading feeds is left to `ics`, resolving seats to `prepare`.

mod canvas;
mod horizon;
mod hours;
mod own;
mod published;
mod timeline;

pub use horizon::known;
pub use hours::open_hours;
pub use own::{OwnMeeting, Recognised, without_own};
pub use published::published;
pub use timeline::{Sources, Stated, timeline};
