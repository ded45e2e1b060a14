//! The field that a search sees, for whoever wants to look at it: every start that can be quorate, and everybody's time.
//!
//! It is made of the runs and the stretches that decide, so that no picture can differ from the answer beside it. Travel
//! depends on the venue and is left out of people's stretches.

use super::field::{Field, Relaxed};
use super::grid;
use super::layout::Layout;
use super::rows::Stretches;
use super::sweep::{Core, Depth};
use crate::model::{Chance, Found, Problem, Stand, StandSpan, Survey, Timeline};
use crate::time::{Instant, IntervalSet};

/// What [`find`](super::find) looked at when it `found` its answer: late starts are in it where they were tried.
pub fn survey(problem: &Problem, found: &Found) -> Survey {
    let layout = Layout::new(problem);
    let mut chances = chances(&layout, grid::in_time(problem), false);
    if found.searched.late_starts > 0 {
        chances.extend(self::chances(&layout, grid::late(problem), true));
    }
    let of = |timeline: &Timeline| stands(problem, timeline);
    let venues = problem.venues.iter().chain(&problem.part_venues);
    let mut venues: Vec<_> = venues
        .map(|choice| (choice.venue, of(&choice.timeline)))
        .collect();
    venues.sort_by_key(|(venue, _)| *venue);
    venues.dedup_by_key(|(venue, _)| *venue);
    Survey {
        chances,
        members: problem
            .members
            .iter()
            .map(|one| of(&one.timeline))
            .collect(),
        venues,
    }
}

fn chances(layout: &Layout, starts: Vec<Instant>, late: bool) -> Vec<Chance> {
    let field = Field::new(layout, starts, &Relaxed::default());
    let mut chances = Vec::new();
    for run in field.runs(Depth::Feasible) {
        let Some(core) = run.core.as_ref().filter(|core| Core::feasible(core)) else {
            continue;
        };
        let confirmations = core.confirmations();
        let starts = field.starts[run.first..run.past].iter();
        chances.extend(starts.map(|start| Chance {
            start: *start,
            late,
            confirmations,
        }));
    }
    chances
}

/// A timeline as the meeting sees it, in stretches that do not overlap.
fn stands(problem: &Problem, timeline: &Timeline) -> Vec<StandSpan> {
    let seen = Stretches::new(problem, timeline, None);
    let mut rest: IntervalSet = [timeline.range].into_iter().collect();
    let mut spans = Vec::new();
    // The first that applies decides; what is left is free.
    let layers = [
        (&seen.absent, Stand::NotAvailable),
        (&seen.unknown, Stand::Unknown),
        (&seen.tentative, Stand::Tentative),
        (&seen.expected, Stand::Expected),
    ];
    for (set, stand) in layers {
        let here = rest.intersection(set);
        rest = rest.difference(set);
        spans.extend(here.iter().map(|interval| StandSpan { interval, stand }));
    }
    let free = rest.iter().map(|interval| StandSpan {
        interval,
        stand: Stand::Free,
    });
    spans.extend(free);
    spans.sort_by_key(|span| span.interval.start());
    spans
}
