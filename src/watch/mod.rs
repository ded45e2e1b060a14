//! Layer 5: whether arranged meetings still stand as their answers come in.
//!
//! What was answered is decided by `reply`; searching another time is left to `solve`, wording to `report`.
