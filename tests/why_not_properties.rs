//! Every reason suffices, nobody is named idly, nothing else is in the way; and every way out is one. Against plain enumeration, on 500
//! random problems and on 500 random workspaces whose tables are changed as a coordinator would change them.

mod oracle;
mod why_support;

use oracle::{Dice, enumerate, random_problem};
use quorate::check::check_slot;
use quorate::model::*;
use quorate::prepare::{changed, remedies};
use quorate::solve::{FindOptions, find, ways, why_not};
use quorate::time::{Instant, Interval};
use std::collections::BTreeMap;
use why_support::tables::{REF, Tables, prepared};
use why_support::{offers, stands_short, wrong_reasons};

fn asked(problem: &Problem, start: Instant) -> WhyNot {
    let listed = find(problem, &FindOptions::default());
    why_not(problem, start, &listed)
}

/// A start on the days around the window, mostly on its grid.
fn random_start(problem: &Problem, dice: &mut Dice) -> Instant {
    if let (Some(pinned), true) = (problem.pinned, dice.percent(50)) {
        return pinned;
    }
    let first = problem.zone.day(problem.from).start();
    let day = first.plus_minutes(1440 * dice.below(4) as i64 - 1440 * dice.below(2) as i64);
    let grain = i64::from(problem.grain_minutes);
    let step = if dice.percent(90) { grain } else { 5 };
    let minutes = step * dice.below(1440 / step as u64) as i64;
    let range = problem.members[0].timeline.range;
    let latest = range.end().plus(-problem.length - 3_600);
    day.plus_minutes(minutes)
        .max(range.start().plus(3_600))
        .min(latest)
}

fn kind(reason: &Reason) -> &'static str {
    match reason {
        Reason::Pinned { .. } => "pinned",
        Reason::Past => "past",
        Reason::Notice { .. } => "notice",
        Reason::BeforeFirst { .. } => "before first",
        Reason::AfterLimit { .. } => "after limit",
        Reason::AfterLast { .. } => "after last",
        Reason::MeetingHours => "hours",
        Reason::OffGrid { .. } => "off grid",
        Reason::NoVenue { .. } => "no venue",
        Reason::PartVenue { .. } => "part venue",
        Reason::People { apart, .. } if apart.is_empty() => "people",
        Reason::People { .. } => "apart",
        Reason::Frame => "frame",
    }
}

#[test]
fn reasons_hold_on_random_problems() {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut offered = 0;
    for seed in 0..500 {
        let problem = random_problem(seed);
        let mut dice = Dice(!seed);
        for _ in 0..3 {
            let start = random_start(&problem, &mut dice);
            let why = asked(&problem, start);
            let wrong = wrong_reasons(&problem, &why);
            assert!(wrong.is_empty(), "seed {seed}, {start}: {wrong:#?}");
            offered += u32::from(why.rank.is_some());
            for reason in &why.reasons {
                *seen.entry(kind(reason)).or_default() += 1;
            }
        }
    }
    assert!(offered > 100, "only {offered} were offered");
    for kind in [
        "pinned",
        "notice",
        "before first",
        "after limit",
        "after last",
        "hours",
        "off grid",
        "no venue",
        "part venue",
        "people",
        "frame",
    ] {
        assert!(seen.contains_key(kind), "{kind} never came: {seen:?}");
    }
}

#[test]
fn the_place_among_those_offered_is_that_of_enumeration() {
    let mut ranked = 0;
    for seed in 0..60 {
        let problem = random_problem(seed);
        let all = enumerate(&problem).slots;
        let mut dice = Dice(seed);
        if all.is_empty() {
            continue;
        }
        for _ in 0..4 {
            let place = dice.below(all.len() as u64) as usize;
            let rank = asked(&problem, all[place].slot.start)
                .rank
                .expect("offered");
            assert_eq!((rank.place, rank.of), (place + 1, all.len()), "seed {seed}");
            assert_eq!(rank.better.is_none(), place == 0);
            ranked += 1;
        }
    }
    assert!(ranked > 50);
}

/// The ways out of a workspace, as the command searches for them.
fn found_ways(tables: &Tables, why: &WhyNot, meeting: &MeetingSpec, problem: &Problem) -> Vec<Way> {
    let (workspace, feeds) = tables.read();
    let time = Interval::new(why.start, why.start.plus(problem.length)).expect("a length");
    let remedies = remedies(&workspace, meeting, problem, why);
    ways(
        why.start,
        &why.reasons,
        &remedies,
        &|changes: &[Change]| {
            let (workspace, meeting) = changed(&workspace, meeting, time, changes);
            Some(prepared(&workspace, &meeting, &feeds)?.problem)
        },
    )
}

fn code(change: &Change) -> &'static str {
    match change {
        Change::Start(_) => "start",
        Change::Yes(_) => "yes",
        Change::Duration(_) => "duration",
        Change::Room(_) => "room",
        Change::Deputy { .. } => "deputy",
        Change::Moved { .. } => "moved",
        Change::Relax(rule) => rule.id(),
        Change::Grid(_) => "grid",
        Change::Discretion => "discretion",
        Change::Without(_) | Change::WithoutSeat(_) => "without",
    }
}

#[test]
fn reasons_and_ways_hold_on_random_workspaces() {
    let (mut tried, mut opened, mut pairs) = (0, 0, 0);
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0.. {
        if tried == 500 {
            break;
        }
        let tables = Tables::random(seed);
        let (workspace, feeds) = tables.read();
        let meeting = workspace.meetings[0].clone();
        let Some(base) = prepared(&workspace, &meeting, &feeds) else {
            continue;
        };
        tried += 1;
        let problem = &base.problem;
        let why = asked(problem, tables.start);
        let wrong = wrong_reasons(problem, &why);
        assert!(wrong.is_empty(), "seed {seed}: {wrong:#?}");
        let ways = found_ways(&tables, &why, &meeting, problem);
        // The easiest, the hardest, and one of the others.
        let mut dice = Dice(seed);
        let other = dice.below(ways.len() as u64) as usize;
        let last = ways.len().saturating_sub(1);
        for index in std::collections::BTreeSet::from([0, other, last]) {
            let Some(way) = ways.get(index) else { continue };
            let told = format!("seed {seed}: {:?}", way.changes);
            assert_eq!(check_slot(&way.problem, &way.slot), [], "{told}");
            let mut after = tables.clone();
            after.apply(&workspace, &way.changes, problem.length);
            let (workspace, feeds) = after.read();
            let meeting = workspace.meetings[0].clone();
            let after = prepared(&workspace, &meeting, &feeds);
            let after = after
                .unwrap_or_else(|| panic!("{told} leaves a fault"))
                .problem;
            let slot = match way.changes.contains(&Change::Discretion) {
                true => stands_short(&after, way.slot.start),
                false => offers(&after, way.slot.start),
            };
            let slot = slot
                .unwrap_or_else(|| panic!("{told} does not open it"))
                .slot;
            assert_eq!(
                (slot.state, slot.score.confirmations, slot.venue),
                (way.slot.state, way.slot.score.confirmations, way.slot.venue),
                "{told}"
            );
            opened += 1;
            pairs += u32::from(way.changes.len() > 1);
            for change in &way.changes {
                *seen.entry(code(change)).or_default() += 1;
            }
        }
    }
    assert_eq!(REF, "M-1");
    eprintln!("{opened} ways out, {pairs} of them pairs: {seen:?}");
    assert!(opened > 200 && pairs > 20, "{opened}, {pairs}: {seen:?}");
    for wanted in [
        "start", "yes", "duration", "room", "deputy", "moved", "notice", "buffer",
    ] {
        assert!(seen.contains_key(wanted), "{wanted} never helped: {seen:?}");
    }
}
