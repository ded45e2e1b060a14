//! Collects what is said about a reading, bounded so that a hostile feed cannot make it grow without end.

use crate::model::feed::{FeedWarning, WarningCode};
use std::collections::BTreeMap;

/// How many warnings of one code are listed before the rest is summed up in one.
const LISTED: u32 = 50;

#[derive(Default)]
pub(super) struct Report {
    warnings: Vec<FeedWarning>,
    seen: BTreeMap<WarningCode, u32>,
}

impl Report {
    pub(super) fn warn(&mut self, line: u32, property: Option<&'static str>, code: WarningCode) {
        let seen = self.seen.entry(code).or_default();
        *seen = seen.saturating_add(1);
        let code = match *seen {
            n if n <= LISTED => code,
            n if n == LISTED + 1 => WarningCode::MoreOfThese,
            _ => return,
        };
        self.warnings.push(FeedWarning {
            line,
            property,
            code,
        });
    }

    /// Warns only the first time: for faults of a whole file rather than of a line.
    pub(super) fn warn_once(
        &mut self,
        line: u32,
        property: Option<&'static str>,
        code: WarningCode,
    ) {
        if !self.seen.contains_key(&code) {
            self.warn(line, property, code);
        }
    }

    /// Takes over the warnings of another report.
    pub(super) fn append(&mut self, other: Report) {
        self.warnings.extend(other.warnings);
        for (code, seen) in other.seen {
            *self.seen.entry(code).or_default() += seen;
        }
    }

    /// The warnings in the order of the lines, equal ones once.
    pub(super) fn finish(mut self) -> Vec<FeedWarning> {
        self.warnings.sort_unstable();
        self.warnings.dedup();
        self.warnings
    }
}
