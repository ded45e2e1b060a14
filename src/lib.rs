//! Finds slots for multi-agency meetings.
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "edge")]
pub mod edge;
pub mod ics;
pub mod message;
pub mod model;
pub mod time;
