//! The checker and the brute force, written apart from each other, agree: every slot that enumeration finds is what it
//! says in the eyes of the checker.

mod oracle;

use quorate::check::check_slot;
use quorate::model::State;

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
