//! Finds slots for multi-agency meetings.
pub mod check;
pub mod model;
pub mod time;
