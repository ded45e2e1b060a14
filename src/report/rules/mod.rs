//! The answer of `quorate rules`: all types in a table, one type explained, or what an authority has to sign off.
//!
//! Relies on the book as it is in force and on the day of asking, by which versions and adoptions are told. What the rules come to
//! for a case is told by others.

mod adopt;
mod json;
mod table;
mod type_text;

pub use adopt::{sheet, skeleton};
pub use json::{json_all, json_to_adopt, json_type};
pub use table::table;
pub use type_text::explained;

use super::words_en::rules::Names;
use crate::model::QuorumSpec;
use crate::model::rules::{Grounds, MeetingType, RuleBook, TimeRule};
use crate::time::Nation;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Everything that an answer is made from.
pub struct RulesReport<'r> {
    pub book: &'r RuleBook,
    /// The quorums of the book's types by type, with roles by their numbers in `names`.
    pub quorums: &'r BTreeMap<String, QuorumSpec>,
    pub names: Names<'r>,
    /// Only types of this nation are listed. `None` = all.
    pub nation: Option<Nation>,
    pub today: NaiveDate,
}

/// Widest line.
const WIDTH: usize = 96;
const FORMAT: &str = "quorate-rules/1";
const NOT_LEGAL_ADVICE: &str = "This is not legal advice.";

impl RulesReport<'_> {
    /// The types that are asked for, in the order of the book.
    fn types(&self) -> impl Iterator<Item = &MeetingType> {
        let here = |kind: &&MeetingType| {
            let valid = kind.valid.holds(self.today);
            valid
                && self
                    .nation
                    .is_none_or(|nation| kind.nations.contains(&nation))
        };
        self.book.types.iter().filter(here)
    }

    /// Rows of a type that hold today. Of versions of one row the last that does.
    fn rules<'k>(&self, kind: &'k MeetingType) -> Vec<&'k TimeRule> {
        let holds = |rule: &&TimeRule| rule.valid.holds(self.today);
        let last = |rule: &&TimeRule| {
            let mut versions = kind
                .rules
                .iter()
                .filter(|one| one.id == rule.id)
                .filter(holds);
            versions
                .next_back()
                .is_some_and(|last| std::ptr::eq(last, *rule))
        };
        kind.rules.iter().filter(holds).filter(last).collect()
    }

    /// Rows of a type that hold at other times.
    fn other_versions<'k>(&self, kind: &'k MeetingType, rule: &TimeRule) -> Vec<&'k TimeRule> {
        let others = kind.rules.iter().filter(|one| one.id == rule.id);
        let others = others.filter(|one| !std::ptr::eq(*one, rule));
        others.filter(|one| one.valid != rule.valid).collect()
    }

    fn is_firm(&self, grounds: &Grounds) -> bool {
        grounds.is_firm(self.today)
    }
}
