//! The checker of plans against plans made apart from it.

mod plan_support;

use plan_support::random_batch;
use quorate::check::*;
use quorate::solve::batch::{PlanOptions, plan};

#[test]
fn tmp() {
    for seed in [24, 128, 131] {
        let batch = random_batch(seed);
        let plan = plan(&batch, &PlanOptions::default());
        for p in &plan.placed {
            let pr = batch.problem(p.meeting);
            println!(
                "== {seed} m{} {} - {} venue {:?} buffer {:?} frozen {}",
                p.meeting,
                p.slot.start,
                p.slot.end,
                p.slot.venue,
                pr.buffer,
                batch.meetings[p.meeting].frozen
            );
            for part in &pr.parts {
                println!("    part {part:?}");
            }
            for a in &p.slot.attending {
                let m = pr.member(a.member);
                println!(
                    "   {:?} {:?} {:?} cap {} own {:?} pct {} partial {:?}",
                    m.contact,
                    a.mode,
                    a.present
                        .iter()
                        .map(|i| format!("{}-{}", i.start(), i.end()))
                        .collect::<Vec<_>>(),
                    m.timeline.capacity,
                    m.timeline.buffer,
                    a.percent,
                    pr.seat(a.seat).partial_percent
                );
                println!(
                    "       taken {:?}",
                    m.timeline
                        .taken
                        .iter()
                        .map(|t| format!(
                            "{} {} {:?} {:?}",
                            t.interval.start(),
                            t.interval.end(),
                            t.buffer,
                            t.venue
                        ))
                        .collect::<Vec<_>>()
                );
            }
        }
        println!("travel {:?}", batch.problem(0).travel);
        for v in check_plan(&batch, &plan) {
            println!("{:?}", v);
        }
    }
}
