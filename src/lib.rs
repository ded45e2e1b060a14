//! Finds slots for multi-agency meetings.
pub mod availability;
pub mod model;
pub mod prepare;
pub mod quorum;
pub mod solve;
pub mod time;
