//! The checker and the brute force, written apart from each other, agree: every slot that enumeration finds is what it
//! says in the eyes of the checker.

mod oracle;

use quorate::check::check_slot;
use quorate::model::{Slot, State};
use quorate::time::{Instant, Interval};

#[test]
fn the_checker_finds_nothing_wrong_with_what_enumeration_finds() {
    let (mut quorate, mut conditional, mut short, mut late) = (0, 0, 0, 0);
    for seed in 0..250 {
        let problem = oracle::random_problem(seed);
        for found in oracle::enumerate_all(&problem).slots {
            let violations = check_slot(&problem, &found.slot);
            assert!(
                violations.is_empty(),
                "seed {seed}: {violations:#?}\n{:#?}",
                found.slot
            );
            match found.slot.state {
                State::Quorate => quorate += 1,
                State::QuorateIf => conditional += 1,
                State::Short => short += 1,
            }
            late += u32::from(found.slot.score.late);
        }
    }
    // The problems are no good if they do not show everything.
    println!("{quorate} {conditional} {short} {late}");
    assert!(quorate > 500 && conditional > 500 && short > 500 && late > 100);
}

/// A slot moved to another start is wrong there unless it is the slot that enumeration has there, and the checker says so.
#[test]
fn the_checker_objects_to_every_slot_at_another_time() {
    let (mut moved, mut accepted) = (0, 0);
    for seed in 0..120 {
        let problem = oracle::random_problem(seed);
        let all = oracle::enumerate_all(&problem).slots;
        for (at, found) in all.iter().enumerate() {
            // Some neighbour in rank, which is often alike but for one thing.
            let Some(other) = all.get(at + 1 + at % 7) else {
                continue;
            };
            let slot = at_another_time(&found.slot, other.slot.start);
            let right = &other.slot;
            let same = (
                slot.state,
                &slot.confirm,
                &slot.falls_if,
                &slot.score,
                slot.venue,
            ) == (
                right.state,
                &right.confirm,
                &right.falls_if,
                &right.score,
                right.venue,
            ) && slot.spare_working_days == right.spare_working_days
                && (other.sure.contains(&slot.sure) || slot.state != State::Quorate);
            let found = check_slot(&problem, &slot);
            if !same {
                assert!(
                    !found.is_empty(),
                    "seed {seed}: {slot:#?} instead of {right:#?}"
                );
                moved += 1;
            } else if found.is_empty() {
                accepted += 1;
            }
        }
    }
    assert!(moved > 500 && accepted > 100, "{moved} {accepted}");
}

fn at_another_time(slot: &Slot, start: Instant) -> Slot {
    let mut moved = slot.clone();
    let by = start.0 - slot.start.0;
    (moved.start, moved.end, moved.score.start) = (start, slot.end.plus(by), start);
    for attendance in &mut moved.attending {
        for present in &mut attendance.present {
            let interval = Interval::new(present.start().plus(by), present.end().plus(by));
            *present = interval.expect("as long as before");
        }
    }
    moved
}
