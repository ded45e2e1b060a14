//! Taking a plan: its meetings become arrangements.

use crate::cli::case::Case;
use crate::edge::write_atomically;
use crate::input::write_arrangements;
use crate::model::Arranged;
use crate::report::plan::{Output, PlanReport};
use crate::time::Instant;
use std::collections::BTreeMap;

/// Writes the plan into `arrangements.json`, where everything else stays as it is.
///
/// A meeting that people were told of and that has no place any more is taken out: its people and its room are free again.
pub(super) fn adopt(
    case: &Case,
    report: &PlanReport,
    old: Option<&[Arranged]>,
    now: Instant,
) -> Result<Output, Vec<String>> {
    let _ = old;
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
    Ok(Output {
        what: "Adopted",
        path: path.display().to_string(),
    })
}
