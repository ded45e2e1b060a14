//! Recording what stands among the arrangements after a decision.

use super::case::Case;
use crate::edge::write_atomically;
use crate::input::write_arrangements;
use crate::model::Arranged;
use crate::time::Instant;
use clap::Args;
use serde_json::Value;

/// Who decides, and why: what the log of decisions asks for.
#[derive(Args, Clone, Debug)]
pub(super) struct Choice {
    /// Who decides
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
}

pub(super) fn keep(
    case: &Case,
    all: &[Arranged],
    _action: &str,
    _reference: &str,
    _choice: &Choice,
    _facts: Value,
    _now: Instant,
) -> Result<(), Vec<String>> {
    let path = case.folder.join("arrangements.json");
    let content = write_arrangements(&case.workspace, all);
    write_atomically(&path, content.as_bytes())
        .map_err(|error| vec![format!("{}: {error}", path.display())])
}
