//! Finds slots for multi-agency meetings.
pub mod model;
pub mod time;
