//! Finds slots for multi-agency meetings.
pub mod time;
