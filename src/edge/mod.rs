//! Layer 7: input and output.

pub mod outbox;
