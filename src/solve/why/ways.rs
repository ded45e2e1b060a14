//! Changes that open a start: single ones, and pairs where none suffices. Each is carried out and searched before it is told.

use super::{is_offered, offered_at};
use crate::model::{Change, Problem, Reason, Remedy, Slot, Way};
use crate::time::Instant;

/// Searches for pairs: more would be long to wait for, and who has to change two things has enough to choose from.
const MOST_PAIRS: usize = 400;

/// Pairs that are told.
const ENOUGH_PAIRS: usize = 6;

/// The ways to have the meeting at `start` (or, by a change, near it), easiest first. `changed` carries out changes; it answers `None`
/// where they cannot be.
///
/// Only what touches every reason is tried: the others stand whatever comes of it.
pub fn ways(
    start: Instant,
    reasons: &[Reason],
    remedies: &[Remedy],
    changed: &dyn Fn(&[Change]) -> Option<Problem>,
) -> Vec<Way> {
    let mut remedies: Vec<&Remedy> = remedies.iter().collect();
    remedies.sort_by(|a, b| (a.cost, &a.change).cmp(&(b.cost, &b.change)));
    let way = |of: &[&Remedy]| -> Option<Way> {
        let mut changes: Vec<Change> = of.iter().map(|remedy| remedy.change.clone()).collect();
        changes.sort();
        let problem = changed(&changes)?;
        let at = changes.iter().find_map(|change| match change {
            Change::Start(other) => Some(*other),
            _ => None,
        });
        // Short is what the chair agrees to.
        let agreed = changes.contains(&Change::Discretion);
        let wanted = |slot: &Slot| agreed || is_offered(slot);
        let slot = offered_at(&problem, at.unwrap_or(start), &wanted)?;
        Some(Way {
            changes,
            cost: of.iter().map(|remedy| remedy.cost).sum(),
            problem,
            slot,
        })
    };
    let touch_all = |of: &[&Remedy]| {
        let mut numbers = 0..reasons.len();
        numbers.all(|reason| of.iter().any(|one| one.touches.contains(&reason)))
    };
    let single: Vec<Way> = remedies
        .iter()
        .filter(|remedy| touch_all(&[remedy]))
        .filter_map(|remedy| way(&[remedy]))
        .collect();
    if !single.is_empty() {
        return single;
    }
    let mut pairs: Vec<[&Remedy; 2]> = Vec::new();
    // The chair is asked where nothing at all can be quorate: with another change something may be.
    remedies.retain(|remedy| remedy.change != Change::Discretion);
    for (at, first) in remedies.iter().enumerate() {
        let later = remedies[at + 1..].iter();
        let fitting = later.filter(|second| {
            let alike =
                std::mem::discriminant(&first.change) == std::mem::discriminant(&second.change);
            // Of two starts, lengths, rooms or grids only one can be.
            let exclude = alike && is_alone_of_its_kind(&first.change);
            !exclude && touch_all(&[first, second])
        });
        pairs.extend(fitting.map(|second| [*first, *second]));
    }
    pairs.sort_by_key(|pair| pair[0].cost + pair[1].cost);
    let tried = pairs.iter().take(MOST_PAIRS);
    tried
        .filter_map(|pair| way(pair))
        .take(ENOUGH_PAIRS)
        .collect()
}

fn is_alone_of_its_kind(change: &Change) -> bool {
    match change {
        Change::Start(_) | Change::Duration(_) | Change::Room(_) | Change::Grid(_) => true,
        Change::Yes(_)
        | Change::Deputy { .. }
        | Change::Moved { .. }
        | Change::Relax(_)
        | Change::Discretion
        | Change::Without(_)
        | Change::WithoutSeat(_) => false,
    }
}
