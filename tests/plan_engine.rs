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
