//! Layer 0: time without calendars or people.
//!
//! Instants are UTC seconds, intervals half-open and non-empty, sets canonical. [`zone`] is the only place that
//! turns a local time into an instant, [`WorkingDays`] knows which days count in a limit.

mod instant;
mod interval;
mod working_days;
pub mod zone;

pub use instant::Instant;
pub use interval::{Interval, IntervalSet};
pub use working_days::{Nation, WorkingDays, bank_holidays};
pub use zone::Zone;
