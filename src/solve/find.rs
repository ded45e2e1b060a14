//! One meeting, every start: the list that the coordinator gets.

use super::clash;
use super::detail;
use super::field::{Field, Relaxed, sort_in_parallel};
use super::fold::{LABELS, alike, label, merit};
use super::grid;
use super::layout::Layout;
use super::rank::Ranker;
use super::sweep::{Core, Depth, Run};
use crate::model::{Found, Problem, Score, Searched, Slot};
use std::collections::BTreeSet;

/// How much of the answer is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FindOptions {
    /// Every feasible start in rank order instead of a short list.
    pub all: bool,
    /// Length of the short list.
    pub shown: usize,
}

impl Default for FindOptions {
    fn default() -> FindOptions {
        FindOptions {
            all: false,
            shown: 5,
        }
    }
}

/// A start with its score and the run that it belongs to.
pub(super) struct Ranked<'r> {
    pub score: Score,
    pub index: usize,
    pub core: &'r Core,
}

/// Tries every start between the problem's dates, and the late ones where nothing in time is quorate or quorate-if.
///
/// Exhaustive, so what is not in the answer does not exist on this grid. Where nothing fits at all the answer holds the best short
/// slots, which only the chair's discretion can save, and the facts that clash.
pub fn find(problem: &Problem, options: &FindOptions) -> Found {
    let layout = Layout::new(problem);
    let starts = grid::in_time(problem);
    let mut searched = Searched {
        starts: starts.len() as u64,
        grid_minutes: problem.grain_minutes,
        ..Searched::default()
    };
    let field = Field::new(&layout, starts, &Relaxed::default());
    let runs = field.runs(Depth::Feasible);
    let ranked = ranked(&layout, &field, &runs, false, Core::feasible);
    searched.feasible = ranked.len() as u64;
    if !ranked.is_empty() {
        return Found {
            slots: listed(&layout, &field, &ranked, options, false),
            searched,
            clash: None,
        };
    }
    // Where the limit was past before the search began, there is nothing in time that could clash.
    let breached = match problem.pinned {
        Some(pinned) => grid::is_late(problem, pinned),
        None => problem.to < problem.from,
    };
    let clash = (!breached).then(|| clash::clash(&layout, &field));
    if problem.late.is_some() {
        let starts = grid::late(problem);
        searched.late_starts = starts.len() as u64;
        let late_field = Field::new(&layout, starts, &Relaxed::default());
        let runs = late_field.runs(Depth::Feasible);
        let ranked = self::ranked(&layout, &late_field, &runs, true, Core::feasible);
        if !ranked.is_empty() {
            return Found {
                slots: listed(&layout, &late_field, &ranked, options, true),
                searched,
                clash,
            };
        }
        if breached {
            return Found {
                slots: short(&layout, &late_field, options, true),
                searched,
                clash: Some(clash::clash(&layout, &late_field)),
            };
        }
    }
    Found {
        slots: short(&layout, &field, options, false),
        searched,
        clash,
    }
}

/// The best of the starts that nothing but the chair's discretion can save.
fn short(layout: &Layout, field: &Field, options: &FindOptions, late: bool) -> Vec<Slot> {
    let runs = field.runs(Depth::Short);
    let short = ranked(layout, field, &runs, late, |core| {
        // A time at which nobody could come is no answer.
        !core.feasible() && core.anybody
    });
    let options = FindOptions {
        all: false,
        ..*options
    };
    listed(layout, field, &short, &options, late)
}

/// The starts whose run is wanted, best first.
pub(super) fn ranked<'r>(
    layout: &Layout,
    field: &Field,
    runs: &'r [Run],
    late: bool,
    wanted: impl Fn(&Core) -> bool,
) -> Vec<Ranked<'r>> {
    let mut ranker = Ranker::new(layout, late);
    let mut ranked = Vec::new();
    for run in runs {
        let Some(core) = run.core.as_ref().filter(|core| wanted(core)) else {
            continue;
        };
        ranked.extend((run.first..run.past).map(|index| Ranked {
            score: ranker.score(field.starts[index], core),
            index,
            core,
        }));
    }
    sort_in_parallel(&mut ranked, |a, b| a.score.cmp(&b.score));
    ranked
}

fn listed(
    layout: &Layout,
    field: &Field,
    ranked: &[Ranked],
    options: &FindOptions,
    late: bool,
) -> Vec<Slot> {
    let mut ranker = Ranker::new(layout, late);
    let mut slot = |entry: &Ranked| {
        let spare = ranker.spare(field.starts[entry.index]);
        detail::slot(field, entry.index, entry.core, entry.score.clone(), spare)
    };
    if options.all {
        return ranked.iter().map(slot).collect();
    }
    let date = |entry: &Ranked| layout.problem.zone.local(field.starts[entry.index]).date();
    // The best of each kind are on the list, behind the three that rank best.
    let winners = LABELS.iter().filter_map(|label| {
        (0..ranked.len()).min_by_key(|at| (merit(*label, layout, &ranked[*at]), *at))
    });
    let winners: Vec<usize> = winners.collect();
    let first = options.shown.min(3);
    let mut shown: Vec<(usize, Slot)> = Vec::new();
    let mut show = |at: usize, shown: &mut Vec<(usize, Slot)>| {
        let new = slot(&ranked[at]);
        let known = |(other, old): &(usize, Slot)| {
            *other == at || (date(&ranked[*other]) == date(&ranked[at]) && alike(old, &new))
        };
        if !shown.iter().any(known) {
            shown.push((at, new));
        }
    };
    for at in 0..ranked.len() {
        if shown.len() >= first {
            break;
        }
        show(at, &mut shown);
    }
    for at in winners.into_iter().chain(0..ranked.len()) {
        if shown.len() >= options.shown {
            break;
        }
        show(at, &mut shown);
    }
    shown.sort_by_key(|(at, _)| *at);
    fold_rest(ranked, &date, &mut slot, &mut shown);
    let merits: Vec<&Ranked> = shown.iter().map(|(at, _)| &ranked[*at]).collect();
    let labels = label(layout, &merits);
    let mut slots: Vec<Slot> = shown.into_iter().map(|(_, slot)| slot).collect();
    for (slot, labels) in slots.iter_mut().zip(labels) {
        slot.labels = labels;
    }
    slots
}

/// Counts the starts of the shown dates that answer like a shown slot into it.
fn fold_rest(
    ranked: &[Ranked],
    date: &impl Fn(&Ranked) -> chrono::NaiveDate,
    slot: &mut impl FnMut(&Ranked) -> Slot,
    shown: &mut [(usize, Slot)],
) {
    let dates: Vec<chrono::NaiveDate> = shown.iter().map(|(at, _)| date(&ranked[*at])).collect();
    let taken: BTreeSet<usize> = shown.iter().map(|(at, _)| *at).collect();
    for (at, entry) in ranked.iter().enumerate() {
        let day = date(entry);
        if taken.contains(&at) || !dates.contains(&day) {
            continue;
        }
        let new = slot(entry);
        let like = shown
            .iter_mut()
            .zip(&dates)
            .find(|((_, old), date)| **date == day && alike(old, &new));
        if let Some(((_, old), _)) = like {
            old.folded.push(new.start);
        }
    }
    for (_, slot) in shown {
        slot.folded.sort_unstable();
    }
}
