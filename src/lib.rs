//! Finds slots for multi-agency meetings.
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "edge")]
pub mod edge;
pub mod input;
pub mod model;
pub mod time;
