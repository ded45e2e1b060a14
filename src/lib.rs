//! Finds slots for multi-agency meetings.
pub mod availability;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "edge")]
pub mod edge;
pub mod ics;
pub mod input;
pub mod message;
pub mod model;
pub mod prepare;
pub mod quorum;
pub mod report;
pub mod solve;
#[cfg(feature = "synth")]
pub mod synth;
pub mod time;
