//! What must hold of any plan: more time never makes it worse, pins hold, threads do not matter, and whoever interrupts it gets a plan.

mod plan_support;

use plan_support::{Dice, random_batch};
use quorate::check::check_plan;
use quorate::model::*;
use quorate::solve::batch::{PlanOptions, plan};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

fn values(plan: &Plan) -> Vec<i64> {
    plan.levels.iter().map(|level| level.value).collect()
}

/// No value is worse than `before` beyond what is not proved of the later plan: its own bounds are as far as the gap reaches.
fn is_no_worse(before: &Plan, after: &Plan) -> bool {
    for (old, new) in before.levels.iter().zip(&after.levels) {
        if new.value < old.value {
            return true;
        }
        if new.value > old.value {
            // What could still be better is within the gap, and says nothing of the levels below.
            return new.bound.is_none_or(|bound| bound <= old.value);
        }
    }
    true
}

/// Somebody who was busy for a stretch is free; the same stretch in every meeting that they are wanted in.
fn with_more_time(dice: &mut Dice, batch: &Batch) -> Batch {
    let mut more = batch.clone();
    let contacts: Vec<ContactId> = batch
        .meetings
        .iter()
        .flat_map(|one| {
            one.problem
                .members
                .iter()
                .filter_map(|member| member.contact)
        })
        .collect();
    let lucky = dice.pick(&contacts);
    let mut freed: Option<usize> = None;
    for meeting in &mut more.meetings {
        for member in &mut meeting.problem.members {
            if member.contact != Some(lucky) {
                continue;
            }
            let timeline = Arc::make_mut(&mut member.timeline);
            let busy = |span: &Span| {
                matches!(
                    span.standing,
                    Standing::Busy(_) | Standing::Tentative(_) | Standing::Unknown(_)
                )
            };
            let count = timeline.spans.iter().filter(|span| busy(span)).count();
            if count == 0 {
                continue;
            }
            let at = *freed.get_or_insert(dice.below(count as u64) as usize);
            let span = timeline.spans.iter_mut().filter(|span| busy(span)).nth(at);
            if let Some(span) = span {
                span.standing = Standing::Free(FreeGround::Answer);
            }
            timeline.taken.clear();
        }
    }
    more
}

#[test]
fn more_time_never_makes_a_plan_worse() {
    let mut better = 0;
    for seed in 0..60 {
        let batch = random_batch(seed);
        let more = with_more_time(&mut Dice(seed ^ 0x71f3), &batch);
        let (before, after) = (
            plan(&batch, &PlanOptions::default()),
            plan(&more, &PlanOptions::default()),
        );
        assert!(
            is_no_worse(&before, &after),
            "seed {seed}: {:?}, then {:?}, {:?}",
            values(&before),
            values(&after),
            after.proof
        );
        better += u32::from(values(&after) < values(&before));
    }
    assert!(better > 5, "only {better} became better");
}

/// A meeting that is pinned where it stood, with the person and the room it had, stays there; so does one that is frozen.
#[test]
fn pins_hold() {
    let mut pinned = 0;
    for seed in 0..60 {
        let mut dice = Dice(seed ^ 0x9a11);
        let mut batch = random_batch(seed);
        let first = plan(&batch, &PlanOptions::default());
        if first.placed.is_empty() {
            continue;
        }
        let one = &first.placed[dice.below(first.placed.len() as u64) as usize];
        let problem = &mut batch.meetings[one.meeting].problem;
        problem.pinned = Some(one.slot.start);
        if let Some(venue) = one.slot.venue {
            problem.venues.retain(|choice| choice.venue == venue);
        }
        let named = &one.slot.attending[dice.below(one.slot.attending.len() as u64) as usize];
        let mut who = vec![false; problem.members.len()];
        who[named.member.index()] = true;
        problem.quorum = Clause::All(vec![
            problem.quorum.clone(),
            Clause::Count {
                need: 1,
                unit: Unit::People,
                who,
            },
        ]);
        let again = plan(&batch, &PlanOptions::default());
        let found = check_plan(&batch, &again);
        assert!(found.is_empty(), "seed {seed}: {found:#?}");
        for placed in &again.placed {
            let spec = &batch.meetings[placed.meeting];
            if let Some(at) = spec.problem.pinned {
                assert_eq!(placed.slot.start, at, "seed {seed}");
            }
            if spec.frozen {
                let published = spec.published.as_ref().expect("frozen as published");
                assert_eq!(placed.slot.start, published.start, "seed {seed}");
            }
            if placed.meeting == one.meeting {
                assert_eq!(placed.slot.venue, one.slot.venue, "seed {seed}");
                let mut there = placed.slot.attending.iter();
                assert!(there.any(|a| a.member == named.member), "seed {seed}");
                pinned += 1;
            }
        }
        let frozen = batch.meetings.iter().enumerate().filter(|(_, m)| m.frozen);
        for (meeting, _) in frozen {
            let mut placed = again.placed.iter();
            assert!(placed.any(|p| p.meeting == meeting), "seed {seed}");
        }
    }
    assert!(pinned > 30, "only {pinned} stayed in the plan");
}

#[cfg(feature = "parallel")]
#[test]
fn one_thread_and_two_make_the_same_plan() {
    let pool = |threads: usize| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads can be had")
    };
    let (one, two) = (pool(1), pool(2));
    for seed in 0..40 {
        let batch = random_batch(seed);
        let with = |pool: &rayon::ThreadPool, threads: usize| {
            pool.install(|| {
                plan(
                    &batch,
                    &PlanOptions {
                        threads,
                        ..PlanOptions::default()
                    },
                )
            })
        };
        assert_eq!(with(&one, 1), with(&two, 2), "seed {seed}");
    }
}

/// The meetings of a random batch over and over, with the same people, so that there is something to search for.
fn larger(seed: u64) -> Batch {
    let once = random_batch(seed);
    let mut whole = once.clone();
    for _ in 0..6 {
        let first = whole.meetings.len();
        whole
            .links
            .extend(once.links.iter().cloned().map(|mut link| {
                link.before += first;
                link.after += first;
                link
            }));
        // Two cannot stay where one was published.
        whole
            .meetings
            .extend(once.meetings.iter().cloned().map(|mut one| {
                (one.published, one.frozen, one.problem.arranged) = (None, false, None);
                one
            }));
    }
    whole
}

#[test]
fn whoever_interrupts_it_gets_a_plan() {
    let mut interrupted = 0;
    for seed in 0..40 {
        let batch = larger(seed);
        for after in [0, 3] {
            let asked = AtomicU64::new(0);
            let stop = || {
                let asked = asked.fetch_add(1, Ordering::Relaxed);
                (asked >= after).then_some(Stopped::Interrupted)
            };
            let options = PlanOptions {
                stop: &stop,
                ..PlanOptions::default()
            };
            let plan = plan(&batch, &options);
            let found = check_plan(&batch, &plan);
            assert!(found.is_empty(), "seed {seed}, {after}: {found:#?}");
            let was_told = asked.load(Ordering::Relaxed) > after;
            assert_eq!(
                plan.stopped == Stopped::Interrupted,
                was_told,
                "seed {seed}, {after}: {:?}",
                plan.stopped
            );
            interrupted += u32::from(was_told);
        }
    }
    assert!(interrupted > 10, "interrupted {interrupted} times");
}
