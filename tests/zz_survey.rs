//! The search against plain enumeration: the same starts, venues, states, sets of confirmations, order, scores and
//! counts, on 500 small random problems; and every slot that is found is what it says in the eyes of the checker.

mod oracle;

use oracle::OracleSlot;
use quorate::check::check_slot;
use quorate::model::{Found, Problem, Slot, State};
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
    if !expected.sure.contains(&slot.sure) {
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

#[allow(dead_code)]
fn agree(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let problem = oracle::random_problem(seed);
        let wrong = differences(&problem);
        if wrong.is_empty() {
            continue;
        }
        let small = oracle::shrunk(&problem, |simpler| !differences(simpler).is_empty());
        panic!(
            "seed {seed}: {} differences; in the smallest problem that differs:\n{}\n{small:#?}",
            wrong.len(),
            differences(&small).join("\n")
        );
    }
}

#[test]
fn survey() {
    std::panic::set_hook(Box::new(|_| {}));
    let mut bad = 0;
    for seed in 0..500 {
        let mut p = oracle::random_problem(seed);
        p.policy.avoid.clear();
        let w = differences(&p);
        if !w.is_empty() {
            bad += 1;
            println!(
                "seed {seed}: {} :: {}",
                w.len(),
                w[0].chars().take(300).collect::<String>()
            );
        }
    }
    println!("bad {bad}");
}

#[test]
fn one() {
    std::panic::set_hook(Box::new(|_| {}));
    let Ok(seed) = std::env::var("SEED") else {
        return;
    };
    let mut problem = oracle::random_problem(seed.parse().unwrap());
    problem.policy.avoid.clear();
    let no_panic = |p: &Problem| {
        let d = differences(p);
        !d.is_empty() && d[0] != "the search panics"
    };
    if std::env::var("PANIC").is_ok() {
        let small = oracle::shrunk(&problem, |p| !differences(p).is_empty());
        println!(
            "{}\n{}",
            differences(&small)
                .into_iter()
                .take(4)
                .collect::<Vec<_>>()
                .join("\n"),
            brief(&small)
        );
    } else {
        let small = oracle::shrunk(&problem, no_panic);
        println!(
            "{}\n{}",
            differences(&small)
                .into_iter()
                .take(4)
                .collect::<Vec<_>>()
                .join("\n"),
            brief(&small)
        );
    }
}
fn brief(p: &Problem) -> String {
    use std::fmt::Write;
    let mut o = String::new();
    let t = |t: &quorate::model::Timeline, o: &mut String| {
        for s in &t.spans {
            if !matches!(
                s.standing,
                quorate::model::Standing::Away(quorate::model::AwayGround::Hours)
            ) {
                let _ = write!(
                    o,
                    "      {} {} {:?}\n",
                    s.interval.start(),
                    s.interval.end(),
                    s.standing
                );
            }
        }
        for s in &t.taken {
            let _ = write!(
                o,
                "      taken {} {} {:?} {:?}\n",
                s.interval.start(),
                s.interval.end(),
                s.buffer,
                s.venue
            );
        }
        let _ = write!(o, "      cap {} buf {:?}\n", t.capacity, t.buffer);
    };
    let _ = writeln!(
        o,
        "{:?} {}..{} late {:?} grain {} earliest {} now {} pin {:?} inside {:?} limit {:?} len {}",
        p.zone,
        p.from,
        p.to,
        p.late,
        p.grain_minutes,
        p.earliest,
        p.now,
        p.pinned,
        p.inside.is_some(),
        p.limit,
        p.length
    );
    let _ = writeln!(
        o,
        "{:?}\n{:?}\nquorum {:?}\napart {:?} buffer {:?} travel {} arranged {:?} {:?}",
        p.parts,
        p.seats,
        p.quorum,
        p.apart,
        p.buffer,
        p.travel.len(),
        p.arranged,
        p.policy
    );
    for (i, m) in p.members.iter().enumerate() {
        if p.seats
            .iter()
            .any(|s| s.candidates.iter().any(|c| c.member.index() == i))
        {
            let _ = writeln!(
                o,
                "  {} a{} k{} g{} load {}",
                m.id, m.agency, m.kind, m.group, m.load
            );
            t(&m.timeline, &mut o);
        }
    }
    for v in p.venues.iter().chain(&p.part_venues) {
        let _ = writeln!(o, "  {:?} {}", v.venue, v.travel_minutes);
        t(&v.timeline, &mut o);
    }
    o
}


#[test]
fn fold() {
    let problem = oracle::random_problem(41);
    let f = find(&problem, &FindOptions{all:false, shown:10000});
    for s in f.slots { println!("{} {:?} {:?}", s.start, s.score.levels, s.folded); }
    let f = find_all(&problem); for s in f.slots { println!("all {:?} {} {:?}",s.start, s.start, s.score.levels); }
}
