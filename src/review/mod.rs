//! Layer 2: the clocks of a case, from rules that are data to dates that say how they came about.
//!
//! Three questions, each built on the one before. [`due`]: which date does one rule give, counted from a day. [`clocks`]: which
//! rules bind this meeting of this case, and which of them first. [`chain`]: what has to be done before and after the meeting,
//! and which meetings follow it.
//!
//! A *limit* is the date that the rule gives; *hold by* is the last working day on which one can keep it. A date is *projected*
//! where something that it is counted from has not happened yet and is taken to happen on its own last day.
//!
//! Rules come from `model::rules`, working days, months and zones from `time`. Nothing here has a clock: `today` is an
//! argument. Sentences are made in `report` from the [`Working`] that each date carries; reading rules is left to `input`.

mod chain;
mod clocks;
mod due;
mod facts;
mod progress;
mod resolve;
mod terms;

pub use chain::{Begun, Chain, Link, Reach, Strand, begun, chain, is_same_cycle};
pub use clocks::{Asked, Clocks, clocks, earliest};
pub use due::{Calendar, Due, DueError, From, Working, due};
pub use facts::{CaseFacts, INQUORATE, Number};
pub use progress::Progress;
pub use resolve::{Clock, Missing, MissingWhy};
pub use terms::{Term, terms};
