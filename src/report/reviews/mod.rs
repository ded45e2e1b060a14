//! Dates of a case, as text, JSON and follow-ups.
