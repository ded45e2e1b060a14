//! Brute force: small random problems and every answer to them by plain enumeration.
//!
//! Written to be read beside the definition of a slot, not to be fast. It shares nothing with the library but the plain
//! data of `model`, the zones and working days of `time`. Time is looked at in cells of five minutes, to which everything
//! in a random problem is aligned; people are seated in every possible way; sets of the unknown are tried one by one.

// Each integration test that takes this module in uses its own part of it.
#![allow(dead_code, unused_imports)]

pub mod cells;
pub mod enumerate;
pub mod random;
pub mod seatings;
pub mod shrink;

pub use enumerate::{Enumerated, OracleSlot, enumerate, enumerate_all};
pub use random::{Dice, random_problem};
pub use shrink::shrunk;
