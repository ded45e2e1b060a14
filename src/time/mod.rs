//! Layer 0: time without calendars or people.
//!
//! Instants are UTC seconds, intervals half-open and non-empty, sets canonical. [`zone`] is the only place that
//! turns a local time into an instant, [`WorkingDays`] knows which days count in a limit, [`add_months`] what a month from
//! now is.

mod bank_holidays;
mod gaps;
mod instant;
mod interval;
mod months;
mod nation;
mod weekdays;
mod working_days;
pub mod zone;

pub use bank_holidays::{bank_holidays, easter_sunday};
pub use instant::Instant;
pub use interval::{Interval, IntervalSet};
pub use months::add_months;
pub use nation::Nation;
pub use weekdays::{WEEK, weekday_id};
pub use working_days::WorkingDays;
pub use zone::Zone;
