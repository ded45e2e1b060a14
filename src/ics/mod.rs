//! Layer 2: calendar text and values.
//!
//! [`read`] keeps only what free/busy time needs of a feed.

pub mod read;
