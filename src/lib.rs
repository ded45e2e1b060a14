//! Finds slots for multi-agency meetings.
pub mod availability;
pub mod check;
pub mod model;
pub mod quorum;
pub mod solve;
pub mod time;
