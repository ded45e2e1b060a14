//! Why nothing fits: a smallest set of facts that clash, and what each single change would open.
//!
//! The same search that decides is asked again with facts taken away, so explanation and decision cannot drift apart.

use super::field::{Field, Relaxed};
use super::find::ranked;
use super::layout::Layout;
use super::sweep::{Core, Depth};
use crate::model::{Clash, Fact, MemberId, Opening};
use crate::time::Interval;

/// Explains a field in which no start is feasible.
///
/// The facts are people's, venues' and the meeting's own times; what the quorum asks and the dates stand as the frame in which they
/// clash. If not even everybody's whole time would help, the set is empty: then the frame itself cannot be met.
pub(super) fn clash(layout: &Layout, field: &Field) -> Clash {
    let problem = layout.problem;
    let mut facts: Vec<Fact> = Vec::new();
    if problem.inside.is_some() {
        facts.push(Fact::MeetingHours);
    }
    if problem.needs_venue || !problem.part_venues.is_empty() {
        facts.push(Fact::Venues);
    }
    let seated = layout.flats.iter().map(|flat| flat.member);
    let members: std::collections::BTreeSet<usize> = seated.collect();
    facts.extend(
        members
            .into_iter()
            .map(|member| Fact::Member(MemberId(member as u32))),
    );
    // As long as it can be, people are thought free only in the hours that they work: nobody is asked to come at midnight.
    for any_hour in [false, true] {
        let clashes = |held: &[Fact]| {
            let relaxed = without(&facts, held, any_hour);
            !Field::new(layout, field.starts.clone(), &relaxed).any_feasible()
        };
        if clashes(&[]) {
            continue;
        }
        let mut core = Vec::new();
        smallest(&mut core, facts.clone(), false, &clashes);
        core.sort_unstable();
        let mut openings: Vec<Opening> = core
            .iter()
            .filter_map(|fact| opening(layout, field, fact, any_hour))
            .collect();
        openings.sort_by_key(|opening| (u64::MAX - opening.starts, opening.first));
        return Clash {
            facts: core,
            openings,
        };
    }
    Clash::default()
}

/// Adds to `held` a smallest subset of `open` with which it clashes, where what `open` begins with is taken first (Junker's QuickXplain: halves are tried first, so that a few
/// facts are found among many in few searches). Depth: the logarithm of the number of facts.
pub(super) fn smallest<F: Clone>(
    held: &mut Vec<F>,
    open: Vec<F>,
    grown: bool,
    clashes: &impl Fn(&[F]) -> bool,
) {
    if grown && clashes(held) {
        return;
    }
    if let [_] = open.as_slice() {
        held.extend(open);
        return;
    }
    if open.is_empty() {
        return;
    }
    let (first, second) = open.split_at(open.len() / 2);
    let before = held.len();
    // With the first half held, what of the second is needed? Then, with just that, what of the first?
    held.extend_from_slice(first);
    smallest(held, second.to_vec(), true, clashes);
    let needed_of_second = held.split_off(before + first.len());
    held.truncate(before);
    held.extend(needed_of_second.iter().cloned());
    smallest(held, first.to_vec(), !needed_of_second.is_empty(), clashes);
}

/// Takes away all facts but those held.
fn without(facts: &[Fact], held: &[Fact], any_hour: bool) -> Relaxed {
    let mut relaxed = Relaxed {
        any_hour,
        ..Relaxed::default()
    };
    for fact in facts.iter().filter(|fact| !held.contains(fact)) {
        match fact {
            Fact::Member(member) => relaxed.members.push(member.index()),
            Fact::Venues => relaxed.venues = true,
            Fact::MeetingHours => relaxed.hours = true,
        }
    }
    relaxed
}

/// What taking away this one fact would open.
fn opening(layout: &Layout, field: &Field, fact: &Fact, any_hour: bool) -> Option<Opening> {
    let relaxed = without(std::slice::from_ref(fact), &[], any_hour);
    let field = Field::new(layout, field.starts.clone(), &relaxed);
    let runs = field.runs(Depth::Feasible);
    let opened = ranked(layout, &field, &runs, false, Core::feasible);
    let first = opened.first()?.score.start;
    Some(Opening {
        change: fact.clone(),
        starts: opened.len() as u64,
        first: Interval::new(first, first.plus(layout.problem.length))?,
    })
}
