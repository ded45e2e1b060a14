//! Layer 6: what is shown, one file per output, all fed the same values.

pub mod actions;
mod aligned;
pub mod book;
pub mod diff;
pub mod doctor;
pub mod find;
pub mod freebusy;
pub(crate) mod html;
pub mod next;
mod page;
pub mod picture;
pub mod plan;
pub mod plan_check;
pub mod poll;
mod public;
pub mod replies;
pub mod reviews;
pub mod rules;
pub mod series;
mod stale;
pub mod timeliness;
pub mod watch;
pub mod why;
pub mod words_en;
mod wrap;

pub use stale::put_stale;
