//! Layer 0: time without calendars or people.
//!
//! Instants are UTC seconds, intervals half-open and non-empty, sets canonical. [`zone`] is the only place that
//! turns a local time into an instant.

mod instant;
mod interval;
pub mod zone;

pub use instant::Instant;
pub use interval::{Interval, IntervalSet};
pub use zone::Zone;
