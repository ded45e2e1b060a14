//! The random batches that the tests of planning stand on are small, and show everything that can tie meetings together.

mod plan_support;

use plan_support::{plans, random_batch};
use quorate::model::*;
use std::collections::BTreeMap;

#[test]
fn random_batches_are_small_and_many_sided() {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    let mut note = |what: &'static str, there: bool| {
        *seen.entry(what).or_default() += u32::from(there);
    };
    for seed in 0..300 {
        let batch = random_batch(seed);
        assert_eq!(batch, random_batch(seed), "the same for the same seed");
        let size = plans(&batch);
        assert!(size <= 100_000, "seed {seed}: {size} plans");
        note("a thousand plans", size >= 1_000);
        note("two meetings", batch.meetings.len() == 2);
        note("four meetings or more", batch.meetings.len() >= 4);
        note("links", !batch.links.is_empty());
        note(
            "same person",
            batch.links.iter().any(|link| !link.same.is_empty()),
        );
        let better = |link: &Link| !link.same_preferred.is_empty();
        note("better the same person", batch.links.iter().any(better));
        note("limits", !batch.limits.is_empty());
        note(
            "limits in use",
            batch.limits.iter().any(|limit| !limit.used.is_empty()),
        );
        note(
            "published",
            batch.meetings.iter().any(|one| one.published.is_some()),
        );
        note("frozen", batch.meetings.iter().any(|one| one.frozen));
        let of =
            |test: &dyn Fn(&Problem) -> bool| batch.meetings.iter().any(|one| test(&one.problem));
        note("late", of(&|problem| problem.late.is_some()));
        note("rooms", of(&|problem| problem.needs_venue));
        note(
            "rooms to choose from",
            of(&|problem| problem.venues.len() > 1),
        );
        note("pinned", of(&|problem| problem.pinned.is_some()));
        note("apart", of(&|problem| !problem.apart.is_empty()));
        let open = |problem: &Problem| problem.members.iter().any(|one| one.contact.is_none());
        note("to be named", of(&open));
        let partial = |seat: &Seat| seat.partial_percent.is_some();
        note("partial", of(&|problem| problem.seats.iter().any(partial)));
        let pool = |seat: &Seat| {
            let own = seat.candidates.iter().filter(|one| one.rank == 0);
            own.count() > seat.places as usize
        };
        note("pool", of(&|problem| problem.seats.iter().any(pool)));
        let standing = |test: fn(Standing) -> bool| {
            of(&|problem| {
                let mut spans = problem.members.iter().flat_map(|one| &one.timeline.spans);
                spans.any(|span| test(span.standing))
            })
        };
        note("unknown", standing(Standing::is_unknown));
        note(
            "tentative",
            standing(|one| matches!(one, Standing::Tentative(_))),
        );
        note("expected", standing(|one| one == Standing::Expected));
    }
    println!("{seen:#?}");
    for (what, often) in seen {
        assert!(often >= 12, "{what} only {often} times of 300");
    }
}
