//! Tests of the examination.
