//! Layer 2: calendar text and values.

pub mod write;
