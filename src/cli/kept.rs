//! Recording what stands among the arrangements after a decision, and in the log of a meeting book who decided and why.

use super::case::Case;
use crate::model::{Arranged, Decision};
use crate::report::words_en as words;
use crate::time::Instant;
use clap::Args;
use serde_json::Value;

/// Who decides, and why: what the log of decisions asks for.
#[derive(Args, Clone, Debug)]
pub(super) struct Choice {
    /// Who decides: noted in the meeting book
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Why, above all where a limit is missed: noted in the meeting book
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

/// Whether a run decides something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Decides {
    Something,
    Nothing,
}

impl From<bool> for Decides {
    fn from(decides: bool) -> Decides {
        match decides {
            true => Decides::Something,
            false => Decides::Nothing,
        }
    }
}

impl Choice {
    /// Refuses what would be noted nowhere, because nothing is decided: by then `flag` is wanting. `by` is what the flag is called that
    /// says who.
    pub(super) fn checked(
        &self,
        decides: Decides,
        by: &str,
        flag: &str,
    ) -> Result<(), Vec<String>> {
        let given = [(by, &self.by), ("--reason", &self.reason)];
        let idle = given.iter().filter(|(_, value)| value.is_some());
        let told: Vec<String> = idle
            .map(|(name, _)| words::nothing_to_note(name, flag))
            .collect();
        match decides == Decides::Something || told.is_empty() {
            true => Ok(()),
            false => Err(told),
        }
    }

    /// A line of the log.
    pub(super) fn decision(
        &self,
        action: &str,
        reference: &str,
        facts: &Value,
        at: Instant,
    ) -> Decision {
        Decision {
            at,
            who: self.by.clone().unwrap_or_default(),
            action: action.to_owned(),
            reference: reference.to_owned(),
            reason: self.reason.clone().unwrap_or_default(),
            facts: facts.to_string(),
        }
    }

    /// A sentence that asks for the reason where a meeting was recorded after its limit without one.
    pub(super) fn asked(&self, reference: &str, is_late: bool) -> Option<String> {
        let reason = self.reason.as_ref();
        let is_wanting = reason.is_none_or(|text| text.trim().is_empty());
        (is_late && is_wanting).then(|| words::late_without_reason(reference))
    }
}

/// Makes `all` what is arranged, in a case that was opened to be changed.
pub(super) fn keep(
    case: &Case,
    all: &[Arranged],
    action: &str,
    reference: &str,
    choice: &Choice,
    facts: Value,
    now: Instant,
) -> Result<(), Vec<String>> {
    let why = choice.decision(action, reference, &facts, now);
    case.arrange(all, &[why]).map(drop)
}
