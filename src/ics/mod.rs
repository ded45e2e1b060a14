//! Layer 2: calendar text and values.
//!
//! [`read`] keeps only what free/busy time needs of a feed; [`mod@write`] makes text of components.

pub mod read;
pub mod write;
