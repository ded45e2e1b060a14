//! The search against plain enumeration: the same starts, venues, states, sets of confirmations, order, scores and
//! counts, on 500 small random problems; and every slot that is found is what it says in the eyes of the checker.

mod oracle;

use oracle::OracleSlot;
use quorate::check::check_slot;
use quorate::model::{Found, Problem, Slot, State, Tally};
use quorate::solve::{FindOptions, find};

fn find_all(problem: &Problem) -> Found {
    let options = FindOptions {
        all: true,
        ..FindOptions::default()
    };
    find(problem, &options)
}

/// What is not as enumeration says; empty = everything is.
fn differences(problem: &Problem) -> Vec<String> {
    let expected = oracle::enumerate(problem);
    let mut wrong = Vec::new();
    // A search that does not end is a difference too, and is made small like the others.
    let Ok(found) = std::panic::catch_unwind(|| find_all(problem)) else {
        return vec!["the search panics".to_owned()];
    };
    if found.searched != expected.searched {
        wrong.push(format!(
            "searched {:?}, not {:?}",
            found.searched, expected.searched
        ));
    }
    // Where nothing is feasible there may be short slots to look at; they are no answer.
    let slots: Vec<&Slot> = found
        .slots
        .iter()
        .filter(|slot| slot.state != State::Short)
        .collect();
    let starts = |of: &mut dyn Iterator<Item = &Slot>| -> Vec<String> {
        of.map(|slot| slot.start.to_string()).collect()
    };
    let (ours, theirs) = (
        starts(&mut expected.slots.iter().map(|one| &one.slot)),
        starts(&mut slots.iter().copied()),
    );
    if ours != theirs {
        wrong.push(format!("starts {theirs:?},\n  not {ours:?}"));
    }
    for expected in &expected.slots {
        let mut same = slots
            .iter()
            .filter(|slot| slot.start == expected.slot.start);
        if let Some(slot) = same.next() {
            wrong.extend(slot_differences(slot, expected));
        }
    }
    for slot in &found.slots {
        for violation in check_slot(problem, slot) {
            wrong.push(format!("{}: the checker says {violation:?}", slot.start));
        }
    }
    wrong
}

fn slot_differences(slot: &Slot, expected: &OracleSlot) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut compare = |what: &str, found: String, expected: String| {
        if found != expected {
            wrong.push(format!("{}: {what} {found}, not {expected}", slot.start));
        }
    };
    let right = &expected.slot;
    let all = |slot: &Slot| {
        [
            ("end", format!("{:?}", slot.end)),
            ("venue", format!("{:?}", slot.venue)),
            ("state", format!("{:?}", slot.state)),
            (
                "confirm",
                format!("{:?}", (&slot.confirm, slot.confirm_more)),
            ),
            ("falls if", format!("{:?}", slot.falls_if)),
            ("spare", format!("{:?}", slot.spare_working_days)),
            ("score", format!("{:?}", slot.score)),
        ]
    };
    for ((what, found), (_, expected)) in all(slot).into_iter().zip(all(right)) {
        compare(what, found, expected);
    }
    // Of equally good seatings the fullest: an optional seat weighs nothing, but nobody is left out for nothing.
    let filled = |tally: &Tally| {
        let levels = [
            tally.required,
            tally.expected,
            tally.preferred,
            tally.optional,
        ];
        levels.iter().map(|level| level.filled).sum::<u32>()
    };
    let most = expected.sure.iter().map(filled).max();
    if !expected.sure.contains(&slot.sure) || Some(filled(&slot.sure)) != most {
        compare(
            "sure",
            format!("{:?}", slot.sure),
            format!("{:?}", expected.sure),
        );
    }
    if let Some(possible) = &expected.possible
        && !possible.iter().any(|tally| {
            (tally.required, tally.expected, tally.preferred)
                == (
                    slot.possible.required,
                    slot.possible.expected,
                    slot.possible.preferred,
                )
        })
    {
        compare(
            "possible",
            format!("{:?}", slot.possible),
            format!("{possible:?}"),
        );
    }
    wrong
}

fn agree(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let problem = oracle::random_problem(seed);
        let wrong = differences(&problem);
        if wrong.is_empty() {
            continue;
        }
        let small = oracle::shrunk(&problem, |simpler| !differences(simpler).is_empty());
        let first = differences(&small).into_iter().take(6);
        panic!(
            "seed {seed}: {} differences; in the smallest problem that differs:\n{}\n{small:#?}",
            wrong.len(),
            first.collect::<Vec<_>>().join("\n"),
        );
    }
}

// Four tests, so that they run side by side.
#[test]
fn find_is_enumeration_on_the_first_125_problems() {
    agree(0..125);
}

#[test]
fn find_is_enumeration_on_the_second_125_problems() {
    agree(125..250);
}

#[test]
fn find_is_enumeration_on_the_third_125_problems() {
    agree(250..375);
}

#[test]
fn find_is_enumeration_on_the_fourth_125_problems() {
    agree(375..500);
}
