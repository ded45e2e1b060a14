//! A short list of answers that differ usefully: neighbours that answer alike are one, and each kind of best is on it.

use super::find::Ranked;
use super::layout::Layout;
use crate::model::{Label, RankLevel, Slot};

/// Whether two slots of the same date answer alike but for the hour.
pub(super) fn alike(a: &Slot, b: &Slot) -> bool {
    let who = |slot: &Slot| -> Vec<_> {
        let attending = slot.attending.iter();
        attending
            .map(|x| (x.seat, x.member, x.ground, x.percent))
            .collect()
    };
    a.state == b.state && a.venue == b.venue && a.confirm == b.confirm && who(a) == who(b)
}

/// What makes a start win a label, smaller is better.
pub(super) fn merit(label: Label, layout: &Layout, ranked: &Ranked) -> (u32, i64, i64, i64) {
    let confirmations = ranked.score.confirmations;
    let empty = layout.empty_places(ranked.core.cost);
    let leaning = layout.unpack(ranked.core.cost, RankLevel::Reliance);
    let falls = ranked.core.falls_if.len() as i64;
    match label {
        Label::Fullest => (0, empty, 0, 0),
        Label::Earliest => (0, ranked.score.start.0, 0, 0),
        Label::Safest => (confirmations, leaning, falls, empty),
        Label::FewestCalls => (confirmations, 0, 0, 0),
    }
}

/// All labels, in the order in which they are printed.
pub(super) const LABELS: [Label; 4] = [
    Label::Fullest,
    Label::Earliest,
    Label::Safest,
    Label::FewestCalls,
];

/// The labels of each of the shown starts, which stand in rank order; among equals the better rank wins.
pub(super) fn label(layout: &Layout, shown: &[&Ranked]) -> Vec<Vec<Label>> {
    let mut labels = vec![Vec::new(); shown.len()];
    for label in LABELS {
        let merits: Vec<_> = shown
            .iter()
            .map(|ranked| merit(label, layout, ranked))
            .collect();
        let best = (0..shown.len()).min_by_key(|index| (merits[*index], *index));
        // A label that every slot deserves says nothing.
        if let Some(best) = best.filter(|_| merits.iter().any(|merit| *merit != merits[0])) {
            labels[best].push(label);
        }
    }
    labels
}
