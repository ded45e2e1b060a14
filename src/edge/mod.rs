//! Layer 7: all input and output of the library.

pub mod files;
pub mod outbox;
