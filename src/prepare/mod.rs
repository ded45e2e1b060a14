//! Layer 3: one meeting of the tables + everything known of its people → one [`Problem`](crate::model::Problem); many meetings → one
//! [`Batch`](crate::model::Batch).
//!
//! Seats written by role become seats with candidates, the quorum written in words becomes a tree over sets of members, the
//! window becomes dates, and each contact's and venue's sources go through `availability` to a timeline. What cannot be
//! resolved is told as a list of [`MeetingFault`]s, all at once. Placing the meeting is left to `solve`.

mod batch;
mod build;
mod casting;
mod changes;
mod checks;
mod clocked;
mod clocks;
mod diary;
mod draft;
mod faults;
mod follows;
mod length;
pub mod next;
mod projection;
mod quorum;
mod seats;
mod sources;
mod stand_ins;
mod tables;
mod team;
mod venues;
mod window;

pub use batch::{BatchPrepared, BatchSetting, BatchTold, prepare_batch, wanted_batch};
pub use build::{FeedBook, Prepared, Recognition, Wanted, prepare, wanted};
pub use casting::{Casting, Guest};
pub use changes::{changed, may_relax, remedies};
pub use clocked::Clocked;
pub use clocks::{MeetingClock, MeetingClocks, MissingDate, Notice};
pub use faults::{MeetingFault, Note};
pub use follows::NEAR_WORKING_DAYS;
pub use projection::{Projected, Projection};
pub use stand_ins::{StandIns, stand_ins};
pub use team::with_whole_team;
