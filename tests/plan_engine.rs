//! Plans of small random batches hold before the independent check, and are worth what they say.

mod plan_support;

use plan_support::random_batch;
use quorate::check::check_plan;
use quorate::solve::batch::{Effort, PlanOptions, plan, plan_value};

#[test]
fn plans_pass_the_independent_check() {
    for seed in 0..300 {
        let batch = random_batch(seed);
        for effort in [Effort::Quick, Effort::Usual] {
            let options = PlanOptions {
                effort,
                ..PlanOptions::default()
            };
            let plan = plan(&batch, &options);
            let told: Vec<i64> = plan.levels.iter().map(|level| level.value).collect();
            assert_eq!(
                plan_value(&batch, &plan.placed).0.to_vec(),
                told,
                "seed {seed}, {effort:?}"
            );
            let found = check_plan(&batch, &plan);
            assert!(found.is_empty(), "seed {seed}, {effort:?}: {found:#?}");
        }
    }
}
#[test]
fn zz_debug() {
    let batch = random_batch(9);
    let plan = plan(&batch, &PlanOptions::default());
    for one in &plan.placed {
        println!(
            "m{} {:?} {} state {:?} falls {:?} conf {:?}",
            one.meeting,
            batch.problem(one.meeting).quorum,
            one.slot.start,
            one.slot.state,
            one.slot.falls_if,
            one.slot.confirm
        );
        for a in &one.slot.attending {
            println!(
                "   seat {:?} member {:?} {:?} {:?}",
                a.seat,
                batch.problem(one.meeting).member(a.member).contact,
                a.ground,
                a.present
            );
        }
        for s in &batch.problem(one.meeting).seats {
            println!(
                "   {} {:?} places {} cands {:?} partial {:?}",
                s.id,
                s.level,
                s.places,
                s.candidates
                    .iter()
                    .map(|c| (c.rank, batch.problem(one.meeting).member(c.member).contact))
                    .collect::<Vec<_>>(),
                s.partial_percent
            );
        }
    }
    for m in &batch.problem(1).members {
        println!(
            "member {:?} agency {} cap {} buffer {:?} taken {:?} near {:?}",
            m.contact,
            m.agency,
            m.timeline.capacity,
            m.timeline.buffer,
            m.timeline.taken,
            m.timeline.overlapping(
                quorate::time::Interval::new(
                    quorate::time::Instant(1796482800 - 7200),
                    quorate::time::Instant(1796484600 + 7200)
                )
                .unwrap()
            )
        );
    }
    println!(
        "buf {:?} tent {:?} apart {:?} venues {:?}",
        batch.problem(1).buffer,
        batch.problem(1).policy.tentative,
        batch.problem(1).apart,
        batch.problem(1).needs_venue
    );
    for u in &plan.unplaced {
        println!("unplaced {u:?}");
    }
    println!("limits {:?}", batch.limits);
    for l in &batch.links {
        println!(
            "link {} {} same {:?} {:?}",
            l.before, l.after, l.same, l.same_preferred
        );
    }
}
