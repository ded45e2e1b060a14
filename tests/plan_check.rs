//! The checker of plans against plans made apart from it.

mod plan_support;

use plan_support::{oracle, random_batch};
use quorate::check::{ClaimedAttendance, ClaimedMeeting, as_claimed, check_plan};
use quorate::model::*;
use quorate::solve::batch::{Order, one_after_the_other};

#[test]
fn tmp() {
    let mut n = 0;
    for seed in 0..60 {
        let mut batch = random_batch(seed);
        batch.links.clear();
        batch.limits.clear();
        for m in &mut batch.meetings { m.frozen = false; }
        let plan = one_after_the_other(&batch, Order::BestFirst);
        let found = check_plan(&batch, &plan);
        n += plan.placed.len();
        for v in found {
            println!("{seed} {:?} {:?} {:?}", v.rule, v.meeting, v.finding);
        }
    }
    println!("{n}");
}
