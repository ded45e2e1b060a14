//! The answer of `quorate why-not`, and the table of what would be otherwise that `find` adds: one set of values, shown as text and as
//! JSON.
//!
//! The text is the coordinator's own, like that of `find`, and names everybody; JSON holds ids. Of a diary nothing is told but that its
//! owner is not available.

mod json;
mod text;
mod told;
mod what_if;
mod words_en;

pub use json::json;
pub use text::text;
pub(crate) use told::reasons;
pub use what_if::{Alternative, what_if_json, what_if_text};
pub use words_en::{cannot_relax, no_such_part, unknown_rule};

use super::find::FindReport;
use crate::model::{Way, WhyNot};

/// Everything that an answer is made from.
pub struct WhyReport<'r> {
    /// The search of the meeting as it stands.
    pub find: &'r FindReport<'r>,
    pub why: &'r WhyNot,
    pub ways: &'r [Way],
}
