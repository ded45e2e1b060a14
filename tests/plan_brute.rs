//! Plans of small random batches against all plans that there are.
//!
//! For many batches: `QUORATE_BRUTE=1000 cargo test --release --test plan_brute`, from another first seed with `QUORATE_BRUTE_FROM`.

#[path = "plan_brute/mod.rs"]
mod brute;
mod plan_support;

use brute::{Stands, Tried, try_all};
use plan_support::{judge, random_batch};
use quorate::check::{ClaimedAttendance, ClaimedMeeting, as_claimed, check_plan, plan_objective};
use quorate::model::*;
use quorate::solve::batch::{PlanOptions, plan};

/// Beginnings of plans that are looked at before a batch counts as too large.
const MOST: u64 = 3_000_000;

fn asked(name: &str, otherwise: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.map_or(otherwise, |value| value.parse().expect("a number"))
}

/// A best plan as a plan that says everything, levels as the checker works them out.
fn told(batch: &Batch, best: &[Stands]) -> Plan {
    let claims: Vec<ClaimedMeeting> = best
        .iter()
        .map(|one| ClaimedMeeting {
            meeting: one.meeting,
            start: one.start,
            end: None,
            venue: one.venue,
            state: None,
            confirm: None,
            late: None,
            falls_if: None,
            spare_working_days: None,
            sure: None,
            attending: one
                .people
                .iter()
                .map(|(seat, member, present)| ClaimedAttendance {
                    seats: vec![*seat],
                    member: *member,
                    role: None,
                    ground: None,
                    mode: None,
                    present: present.clone(),
                })
                .collect(),
        })
        .collect();
    let placed = as_claimed(batch, &claims);
    let values = plan_objective(batch, &placed);
    let levels = batch.order.iter().zip(values);
    let out = (0..batch.meetings.len()).filter(|at| best.iter().all(|one| one.meeting != *at));
    Plan {
        levels: levels
            .map(|(level, value)| LevelValue {
                level: *level,
                value: value.expect("small enough to tell"),
                bound: None,
                of: None,
            })
            .collect(),
        unplaced: out
            .map(|meeting| Unplaced {
                meeting,
                reason: UnplacedReason::Full {
                    contacts: Vec::new(),
                },
            })
            .collect(),
        placed,
        proof: Proof::Feasible,
        stopped: Stopped::Steps,
        steps: 0,
    }
}

fn values(plan: &Plan) -> Vec<i64> {
    plan.levels.iter().map(|level| level.value).collect()
}

/// The first level at which two values differ.
fn differs(batch: &Batch, one: &[i64], other: &[i64]) -> Option<(usize, PlanLevel)> {
    let at = one.iter().zip(other).position(|(a, b)| a != b)?;
    Some((at, batch.order[at]))
}

/// What is wrong with a plan, given the best one.
fn faults(batch: &Batch, plan: &Plan, tried: &Tried) -> Vec<String> {
    let mut faults = Vec::new();
    let own = values(plan);
    let best = &tried.value.0[..];
    if own[..] < *best {
        faults.push(format!(
            "better than all plans there are: {own:?}, {best:?}"
        ));
    }
    for (at, level) in plan.levels.iter().enumerate() {
        if level.bound.is_some_and(|bound| bound > best[at]) {
            faults.push(format!("bound of {:?} above {}", level, best[at]));
        }
        // Below the first level at which they differ a bound is about other plans.
        if level.bound != Some(best[at]) {
            break;
        }
    }
    if plan.proof == Proof::Optimal && own[..] != *best {
        faults.push(format!(
            "proved, but {:?}: {own:?}, {best:?}",
            differs(batch, &own, best)
        ));
    }
    faults
}

#[test]
fn no_plan_there_is_is_better() {
    let (from, count) = (asked("QUORATE_BRUTE_FROM", 0), asked("QUORATE_BRUTE", 100));
    as_good_as_all((from..from + count).collect());
}

/// Batches whose plans, bounds or proofs were wrong once: people of frozen meetings whom others wanted, frozen meetings behind their
/// limit, bounds above the best load, people who share their time.
#[test]
fn what_was_wrong_once_is_right() {
    as_good_as_all(vec![
        110, 120, 166, 177, 199, 263, 373, 521, 597, 600, 623, 638, 735, 828, 936, 946,
    ]);
}

fn as_good_as_all(seeds: Vec<u64>) {
    let count = seeds.len() as u64;
    let (mut looked_at, mut proved, mut equal, mut too_large) = (0, 0, 0, 0);
    let mut worse: Vec<String> = Vec::new();
    let mut wrong: Vec<String> = Vec::new();
    for seed in seeds {
        let batch = random_batch(seed);
        let Some(tried) = try_all(&batch, MOST) else {
            too_large += 1;
            continue;
        };
        looked_at += tried.looked_at;
        // What was found by trying is a plan before checker and judge too, and worth what it was found to be.
        let witness = told(&batch, &tried.best);
        let reason =
            |one: &quorate::check::PlanViolation| one.rule != quorate::check::PlanRule::Reason;
        let found = check_plan(&batch, &witness)
            .into_iter()
            .filter(reason)
            .count();
        if found > 0 || judge(&batch, &witness).is_err() || values(&witness) != tried.value.0 {
            wrong.push(format!(
                "seed {seed}: the tried one is {:?}, {found} faults, {:?} for {:?}",
                judge(&batch, &witness),
                values(&witness),
                tried.value.0
            ));
            continue;
        }
        let plan = plan(&batch, &PlanOptions::default());
        let mut bad = faults(&batch, &plan, &tried);
        let found = check_plan(&batch, &plan);
        bad.extend(found.into_iter().map(|one| format!("{one:?}")));
        bad.extend(judge(&batch, &plan).err());
        wrong.extend(bad.into_iter().map(|fault| format!("seed {seed}: {fault}")));
        proved += u32::from(plan.proof == Proof::Optimal);
        match differs(&batch, &values(&plan), &tried.value.0) {
            None => equal += 1,
            Some((at, level)) => {
                let line = format!(
                    "seed {seed}, {} meetings: {level:?} is {} for {}, {:?}",
                    batch.meetings.len(),
                    plan.levels[at].value,
                    tried.value.0[at],
                    plan.proof
                );
                worse.push(line);
            }
        }
    }
    println!(
        "{count} batches, {looked_at} plans looked at, {equal} as good as can be, {proved} proved, {too_large} too large"
    );
    worse.iter().for_each(|line| println!("{line}"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(worse.is_empty(), "{} of {count} are missed", worse.len());
    assert!(too_large * 20 <= count, "{too_large} are too large");
}
