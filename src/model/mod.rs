//! Layer 1: plain data in the field's words, without wording.

pub mod feed;
