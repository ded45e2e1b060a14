//! Why a start is not offered: each reason suffices by itself, and together they are all that is in the way.

use super::super::assign::{World, can_be_quorate, costs};
use super::super::clash::smallest;
use super::super::grid;
use super::super::layout::Layout;
use super::scene::Scene;
use crate::model::{Cause, Clause, Hindered, MemberId, Problem, Reason};
use crate::time::Instant;
use chrono::Days;

/// All reasons, first those of the day and the hour, then rooms, then people, if anything is known of them there. `in_time` starts can be
/// quorate in time.
pub(super) fn reasons(
    problem: &Problem,
    scene: Option<&Scene>,
    start: Instant,
    in_time: u64,
) -> Vec<Reason> {
    let mut reasons = of_the_start(problem, start, in_time);
    let Some(scene) = scene else { return reasons };
    if !scene.is_inside {
        reasons.push(Reason::MeetingHours);
    }
    if let Some(venues) = scene.no_venue.clone() {
        reasons.push(Reason::NoVenue { venues });
    }
    let of_parts = scene.part_venues.iter().cloned();
    reasons.extend(of_parts.map(|venue| Reason::PartVenue { venue }));
    reasons.extend(of_people(scene));
    reasons
}

/// Why the start is not among those that are tried, or is tried in vain.
fn of_the_start(problem: &Problem, start: Instant, in_time: u64) -> Vec<Reason> {
    let date = problem.zone.local(start).date();
    let mut reasons = Vec::new();
    if let Some(to) = problem.pinned
        && to != start
    {
        reasons.push(Reason::Pinned { to });
    }
    let is_before = problem.pinned.is_none() && date < problem.from;
    if start < problem.now {
        reasons.push(Reason::Past);
    } else if start < problem.earliest
        && !(is_before && problem.earliest <= problem.zone.day(problem.from).start())
    {
        reasons.push(Reason::Notice {
            first: problem.earliest,
        });
    }
    if problem.pinned.is_some() {
        return reasons;
    }
    if is_before {
        reasons.push(Reason::BeforeFirst {
            first: problem.from,
        });
    }
    let last = problem
        .late
        .map_or(problem.to, |late| late.to.max(problem.to));
    if date > problem.to && date <= last && in_time > 0 {
        reasons.push(Reason::AfterLimit { in_time });
    }
    if date > last {
        reasons.push(Reason::AfterLast { last });
    }
    reasons.extend(off_grid(problem, start));
    reasons
}

/// The starts of the grid beside one that is not on it.
fn off_grid(problem: &Problem, start: Instant) -> Option<Reason> {
    let date = problem.zone.local(start).date();
    // The grid runs on over midnight.
    let (yesterday, tomorrow) = (
        date.checked_sub_days(Days::new(1))?,
        date.checked_add_days(Days::new(1))?,
    );
    let mut open = problem.clone();
    open.earliest = Instant::MIN;
    let starts = grid::between(&open, yesterday, tomorrow);
    let next = starts.binary_search(&start).err()?;
    Some(Reason::OffGrid {
        before: *starts.get(next.checked_sub(1)?)?,
        after: *starts.get(next)?,
    })
}

/// What keeps people from coming together.
#[derive(Clone, Copy, PartialEq)]
enum Fact {
    /// A member is not available.
    Absent(usize),
    /// A pair is kept apart, by its index.
    Apart(usize),
}

/// One smallest set of facts after the other, each taken away before the next is looked for.
fn of_people(scene: &Scene) -> Vec<Reason> {
    let problem = scene.layout.problem;
    let mut absent: Vec<(Vec<Cause>, usize)> = (0..problem.members.len())
        .map(|member| (scene.causes_of(member), member))
        .filter(|(causes, _)| !causes.is_empty())
        .collect();
    // Of sets that are as small, those that can least be helped are told.
    absent.sort();
    let causes = |member: usize| {
        let own = absent.iter().find(|(_, one)| *one == member);
        own.map_or(Vec::new(), |(causes, _)| causes.clone())
    };
    let mut open: Vec<Fact> = absent
        .iter()
        .map(|(_, member)| Fact::Absent(*member))
        .collect();
    open.extend((0..problem.apart.len()).map(Fact::Apart));
    let mut reasons = Vec::new();
    while !quorate(scene, &open, None) {
        if !quorate(scene, &[], None) {
            reasons.push(Reason::Frame);
            break;
        }
        let mut core = Vec::new();
        let fails = |held: &[Fact]| !quorate(scene, held, None);
        smallest(&mut core, open.clone(), false, &fails);
        let mut hindered: Vec<Hindered<MemberId>> = core
            .iter()
            .filter_map(|fact| match fact {
                Fact::Absent(member) => Some(Hindered {
                    who: MemberId(*member as u32),
                    causes: causes(*member),
                }),
                Fact::Apart(_) => None,
            })
            .collect();
        hindered.sort_by_key(|one| one.who);
        let apart = core.iter().filter_map(|fact| match fact {
            Fact::Apart(pair) => Some(problem.apart[*pair]),
            Fact::Absent(_) => None,
        });
        reasons.push(Reason::People {
            hindered,
            apart: apart.collect(),
            clause: failing(scene, &core),
        });
        open.retain(|fact| !core.contains(fact));
    }
    reasons
}

/// Whether the quorum, or one part of it, could be met with these facts and no others in the way.
fn quorate(scene: &Scene, held: &[Fact], part: Option<&Clause>) -> bool {
    let statuses = scene.with_absent(&|member| held.contains(&Fact::Absent(member)));
    let possible = |layout: &Layout| {
        let costs = costs(layout, &statuses, World::Possible);
        can_be_quorate(layout, &costs)
    };
    let problem = scene.layout.problem;
    let all_apart = (0..problem.apart.len()).all(|pair| held.contains(&Fact::Apart(pair)));
    if part.is_none() && all_apart {
        return possible(scene.layout);
    }
    let mut changed = problem.clone();
    let mut pair = 0..;
    changed.apart.retain(|_| {
        pair.next()
            .is_some_and(|pair| held.contains(&Fact::Apart(pair)))
    });
    if let Some(part) = part {
        changed.quorum = part.clone();
    }
    possible(&Layout::new(&changed))
}

/// The part of the quorum that cannot be met by itself; `None` where each could be.
fn failing(scene: &Scene, held: &[Fact]) -> Option<Clause> {
    let quorum = &scene.layout.problem.quorum;
    let parts = match quorum {
        Clause::All(parts) => parts.as_slice(),
        Clause::Any { .. } | Clause::Count { .. } | Clause::Seat(_) => std::slice::from_ref(quorum),
    };
    let fails = |part: &&Clause| !quorate(scene, held, Some(part));
    parts.iter().find(fails).cloned()
}
