//! Layer 8: arguments to verbs.

pub mod invite;
