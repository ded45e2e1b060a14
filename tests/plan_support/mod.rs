//! Small random batches of meetings, the same for the same seed: few people and venues, a day or two of starts, and everything that can
//! tie meetings to each other. Small enough that every plan of them can be tried.

// Each integration test that takes this module in uses its own part of it.
#![allow(dead_code, unused_imports)]

#[path = "../oracle/mod.rs"]
pub mod oracle;

mod batch;
mod judge;
mod size;
mod ties;

pub use batch::{random_batch, random_batch_of};
pub use judge::judge;
pub use oracle::Dice;
pub use size::{choices, plans, possible_starts};
