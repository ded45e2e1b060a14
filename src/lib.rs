//! Finds slots for multi-agency meetings.
pub mod model;
#[cfg(feature = "synth")]
pub mod synth;
pub mod time;
