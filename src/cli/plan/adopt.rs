//! Taking a plan: its meetings become arrangements.

use crate::cli::case::Case;
use crate::edge::write_atomically;
use crate::input::write_arrangements;
use crate::model::Arranged;
use crate::report::plan::{self as words, PlanReport};
use crate::time::Instant;
use std::collections::BTreeMap;

/// Writes the plan into `arrangements.json`, where everything else stays as it is.
///
/// A meeting that people were told of and that has no place any more is taken out: its people and its room are free again.
pub(super) fn adopt(case: &Case, report: &PlanReport, now: Instant) -> Result<String, Vec<String>> {
    let mut all: BTreeMap<String, Arranged> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for one in &case.workspace.arrangements {
        let key = one.reference.to_lowercase();
        order.push(key.clone());
        all.insert(key, one.clone());
    }
    for one in &report.plan.unplaced {
        all.remove(&report.batch.problem(one.meeting).reference.to_lowercase());
    }
    for one in report.arranged {
        let key = one.reference.to_lowercase();
        let chosen_at = one.chosen_at.or(Some(now));
        order.push(key.clone());
        let one = one.clone();
        all.insert(key, Arranged { chosen_at, ..one });
    }
    let arranged: Vec<Arranged> = order.iter().filter_map(|key| all.remove(key)).collect();
    let path = case.folder.join("arrangements.json");
    let content = write_arrangements(&case.workspace, &arranged);
    write_atomically(&path, content.as_bytes())
        .map_err(|error| vec![format!("{}: {error}", path.display())])?;
    let path = path.display().to_string();
    Ok(words::adopted(report.arranged.len(), 0, &path))
}
