//! Finds slots for multi-agency meetings.
pub mod availability;
pub mod model;
pub mod prepare;
pub mod quorum;
pub mod solve;
#[cfg(feature = "synth")]
pub mod synth;
pub mod time;
