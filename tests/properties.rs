//! What must hold between the answers to two problems that differ in one thing, on small random problems.

mod oracle;

use oracle::{Dice, random_problem};
use quorate::model::*;
use quorate::solve::{FindOptions, find};
use quorate::time::{Instant, Interval};
use std::collections::{BTreeMap, BTreeSet};

const PROBLEMS: u64 = 150;

fn find_all(problem: &Problem) -> Found {
    let options = FindOptions {
        all: true,
        ..FindOptions::default()
    };
    find(problem, &options)
}

/// The feasible slots in time, by start. Late ones come and go with those in time.
fn in_time(problem: &Problem) -> BTreeMap<Instant, Slot> {
    let slots = find_all(problem).slots.into_iter();
    slots
        .filter(|slot| slot.state != State::Short && !slot.score.late)
        .map(|slot| (slot.start, slot))
        .collect()
}

/// How good a slot is on what is known for sure: smaller is better.
fn sure(problem: &Problem, slot: &Slot) -> (bool, i64) {
    let rooms = |set: &Vec<Confirming>| set.iter().all(|who| matches!(who, Confirming::Venue(_)));
    let quorate = slot.state == State::Quorate || slot.confirm.iter().any(rooms);
    let required = oracle::seatings::place(problem, RankLevel::Required);
    (!quorate, slot.score.levels[required])
}

/// A random problem in the usual order of the objective.
fn usual(seed: u64) -> Problem {
    let mut problem = random_problem(seed);
    problem.policy.order = RankLevel::DEFAULT_ORDER;
    problem
}

fn random_member(dice: &mut Dice, problem: &Problem) -> MemberId {
    MemberId(dice.below(problem.members.len() as u64) as u32)
}

#[test]
fn less_busy_time_never_lowers_coverage() {
    let mut changed = 0;
    for seed in 0..PROBLEMS {
        let problem = usual(seed);
        let mut dice = Dice(!seed);
        let mut freer = problem.clone();
        let member = random_member(&mut dice, &problem);
        let timeline = std::sync::Arc::make_mut(&mut freer.members[member.index()].timeline);
        for span in &mut timeline.spans {
            let busy = matches!(
                span.standing,
                Standing::Busy(_) | Standing::Away(AwayGround::Feed)
            );
            if busy && dice.percent(60) {
                span.standing = Standing::Free(FreeGround::Feed);
            }
        }
        timeline.taken.retain(|_| dice.percent(50));
        let (before, after) = (in_time(&problem), in_time(&freer));
        for (start, slot) in &before {
            let freed = after
                .get(start)
                .unwrap_or_else(|| panic!("seed {seed}: {start} is lost"));
            let (old, new) = (&slot.score, &freed.score);
            assert!(
                new.confirmations <= old.confirmations,
                "seed {seed}: {start} needs more calls"
            );
            assert!(
                sure(&freer, freed) <= sure(&problem, slot),
                "seed {seed}: {start} has less coverage"
            );
            changed += u32::from(sure(&freer, freed) < sure(&problem, slot));
        }
    }
    assert!(changed > 20, "only {changed} slots had anything to gain");
}

#[test]
fn a_feed_that_cannot_be_read_never_makes_a_slot_look_better() {
    let mut changed = 0;
    for seed in 0..PROBLEMS {
        let problem = usual(seed);
        let member = random_member(&mut Dice(!seed), &problem);
        let mut blind = problem.clone();
        for span in &mut std::sync::Arc::make_mut(&mut blind.members[member.index()].timeline).spans
        {
            span.standing = match span.standing {
                // What was said and the hours stand as they are.
                Standing::Free(FreeGround::Answer)
                | Standing::Tentative(TentativeGround::Answer)
                | Standing::Busy(BusyGround::Answer) => span.standing,
                Standing::Away(ground) if ground != AwayGround::Feed => span.standing,
                _ => Standing::Unknown(UnknownGround::Unreadable),
            };
        }
        let (before, after) = (in_time(&problem), in_time(&blind));
        for (start, slot) in &after {
            let settled = !sure(&blind, slot).0;
            match before.get(start) {
                Some(seen) => {
                    assert!(
                        sure(&blind, slot) >= sure(&problem, seen),
                        "seed {seed}: {start} looks better"
                    );
                    changed += u32::from(sure(&blind, slot) > sure(&problem, seen));
                }
                None => assert!(!settled, "seed {seed}: {start} is settled by knowing less"),
            }
        }
    }
    assert!(changed > 20, "only {changed} slots had anything to lose");
}

#[test]
fn a_yes_never_makes_a_slot_worse() {
    let mut changed = 0;
    for seed in 0..PROBLEMS {
        let problem = random_problem(seed);
        let mut dice = Dice(!seed);
        let before = find_all(&problem).slots;
        if before.is_empty() {
            continue;
        }
        for _ in 0..4 {
            let slot = &before[dice.below(before.len() as u64) as usize];
            let member = random_member(&mut dice, &problem);
            let mut asked = problem.clone();
            let meeting = Interval::new(slot.start, slot.end).expect("a meeting");
            say_yes(
                std::sync::Arc::make_mut(&mut asked.members[member.index()].timeline),
                meeting,
            );
            // Nothing else is asked, so that late slots stay late.
            asked.pinned = problem.pinned;
            let after = find_all(&asked).slots;
            let Some(settled) = after.iter().find(|other| other.start == slot.start) else {
                // What is in time now hides what is late.
                assert!(
                    slot.score.late && !after[0].score.late,
                    "seed {seed}: {} is lost",
                    slot.start
                );
                continue;
            };
            assert!(
                settled.score <= slot.score,
                "seed {seed}: a yes of {member:?} at {}:\n{:?}\n{:?}",
                slot.start,
                slot.score,
                settled.score
            );
            changed += u32::from(settled.score < slot.score);
        }
    }
    assert!(changed > 20, "only {changed} slots had anything to gain");
}

/// "Can", where nothing was known or only half of it; whoever is away or said no is left alone.
fn say_yes(timeline: &mut Timeline, meeting: Interval) {
    let mut spans = Vec::new();
    for span in &timeline.spans {
        let open = matches!(span.standing, Standing::Unknown(_) | Standing::Tentative(_));
        let Some(inside) = span.interval.intersect(meeting).filter(|_| open) else {
            spans.push(*span);
            continue;
        };
        let mut push = |start, end, standing| {
            spans.extend(Interval::new(start, end).map(|interval| Span { interval, standing }));
        };
        push(span.interval.start(), inside.start(), span.standing);
        push(
            inside.start(),
            inside.end(),
            Standing::Free(FreeGround::Answer),
        );
        push(inside.end(), span.interval.end(), span.standing);
    }
    timeline.spans = spans;
}

/// A slot without the numbers of its members.
type Named = (
    Instant,
    Option<VenueId>,
    State,
    BTreeSet<BTreeSet<String>>,
    BTreeSet<String>,
    Score,
);

fn named(problem: &Problem) -> (Vec<Named>, Searched) {
    let found = find_all(problem);
    let id = |member: &MemberId| problem.member(*member).id.clone();
    let slots = found.slots.iter().map(|slot| {
        let set = |set: &Vec<Confirming>| {
            set.iter()
                .map(|who| match who {
                    Confirming::Member(member) => id(member),
                    Confirming::Venue(venue) => format!("{venue:?}"),
                })
                .collect()
        };
        (
            slot.start,
            slot.venue,
            slot.state,
            slot.confirm.iter().map(set).collect(),
            slot.falls_if.iter().map(id).collect(),
            slot.score.clone(),
        )
    });
    (slots.collect(), found.searched)
}

#[test]
fn the_order_of_people_changes_nothing() {
    for seed in 0..PROBLEMS {
        let problem = random_problem(seed);
        let mut dice = Dice(!seed);
        let mut order: Vec<usize> = (0..problem.members.len()).collect();
        dice.shuffle(&mut order);
        let moved = reordered(&problem, &order, &mut dice);
        assert_eq!(named(&problem), named(&moved), "seed {seed}");
    }
}

/// The same problem with the members in another order, and with them the candidates of each seat, the pairs kept apart
/// and the clauses of the quorum.
fn reordered(problem: &Problem, order: &[usize], dice: &mut Dice) -> Problem {
    let new = |old: MemberId| {
        let at = order.iter().position(|other| *other == old.index());
        MemberId(at.expect("a permutation") as u32)
    };
    let mut moved = problem.clone();
    moved.members = order
        .iter()
        .map(|old| problem.members[*old].clone())
        .collect();
    for seat in &mut moved.seats {
        for candidate in &mut seat.candidates {
            candidate.member = new(candidate.member);
        }
        seat.candidates
            .sort_by_key(|candidate| (candidate.rank, candidate.member));
    }
    for (a, b) in &mut moved.apart {
        (*a, *b) = (new(*b), new(*a));
    }
    moved.apart.reverse();
    if let Some((_, told)) = &mut moved.arranged {
        told.iter_mut().for_each(|member| *member = new(*member));
        told.sort_unstable();
    }
    reorder_clause(&mut moved.quorum, order, dice);
    moved
}

fn reorder_clause(clause: &mut Clause, order: &[usize], dice: &mut Dice) {
    match clause {
        Clause::All(of) | Clause::Any { of, .. } => {
            of.iter_mut()
                .for_each(|inner| reorder_clause(inner, order, dice));
            dice.shuffle(of);
        }
        Clause::Count { who, .. } => *who = order.iter().map(|old| who[*old]).collect(),
        Clause::Seat(_) => {}
    }
}

#[test]
fn without_a_mandatory_person_there_is_no_quorum() {
    let (mut settled, mut asked) = (0, 0);
    for seed in 0..PROBLEMS {
        let mut problem = random_problem(seed);
        let member = problem.seats[0].candidates[0].member;
        let mut who = vec![false; problem.members.len()];
        who[member.index()] = true;
        let mandatory = Clause::Count {
            need: 1,
            unit: Unit::People,
            who,
        };
        problem.quorum = Clause::All(vec![problem.quorum, mandatory]);
        problem
            .seats
            .iter_mut()
            .for_each(|seat| seat.partial_percent = None);
        for slot in find_all(&problem)
            .slots
            .iter()
            .filter(|slot| slot.state != State::Short)
        {
            let attendance = slot
                .attending
                .iter()
                .find(|attendance| attendance.member == member);
            let attendance =
                attendance.unwrap_or_else(|| panic!("seed {seed}: {} without them", slot.start));
            let timeline = &problem.member(member).timeline;
            for needed in &attendance.present {
                for span in timeline.overlapping(*needed) {
                    let away = matches!(span.standing, Standing::Busy(_) | Standing::Away(_));
                    assert!(!away, "seed {seed}: {} while they are away", slot.start);
                    let unknown = span.standing.is_unknown();
                    assert!(
                        !(unknown && slot.state == State::Quorate),
                        "seed {seed}: {} unasked",
                        slot.start
                    );
                }
            }
            assert!(
                slot.falls_if.contains(&member),
                "seed {seed}: {} stands without them",
                slot.start
            );
            match slot.state {
                State::Quorate => settled += 1,
                State::QuorateIf | State::Short => asked += 1,
            }
        }
    }
    assert!(settled > 50 && asked > 50, "{settled} {asked}");
}

#[test]
fn one_meeting_fits_right_behind_another() {
    let mut tried = 0;
    for seed in 0..PROBLEMS {
        let mut problem = random_problem(seed);
        problem.buffer = Buffer::default();
        problem.travel = [].into();
        for member in &mut problem.members {
            std::sync::Arc::make_mut(&mut member.timeline).buffer = Buffer::default();
            std::sync::Arc::make_mut(&mut member.timeline).taken.clear();
            std::sync::Arc::make_mut(&mut member.timeline).capacity = 1;
        }
        let before = in_time(&problem);
        let Some(first) = before.values().min_by(|a, b| a.score.cmp(&b.score)) else {
            continue;
        };
        let meeting = Interval::new(first.start, first.end).expect("a meeting");
        let mut next = problem.clone();
        for attendance in &first.attending {
            std::sync::Arc::make_mut(&mut next.members[attendance.member.index()].timeline).taken =
                vec![Taken {
                    interval: meeting,
                    buffer: Buffer::default(),
                    venue: None,
                    arranged: 0,
                }];
        }
        let after = in_time(&next);
        for (start, slot) in &before {
            let same = Interval::new(slot.start, slot.end).expect("a meeting");
            if !same.overlaps(meeting) {
                let kept = after.get(start).map(|slot| &slot.score);
                assert_eq!(
                    kept,
                    Some(&slot.score),
                    "seed {seed}: {start} beside {}",
                    meeting.start()
                );
                tried += u32::from(slot.end == meeting.start() || slot.start == meeting.end());
            }
        }
        for slot in after.values() {
            let same = Interval::new(slot.start, slot.end).expect("a meeting");
            let both = |attendance: &&Attendance| {
                let mut others = first.attending.iter();
                others.any(|other| other.member == attendance.member)
            };
            let mut present = slot
                .attending
                .iter()
                .filter(both)
                .flat_map(|both| &both.present);
            assert!(
                !same.overlaps(meeting) || !present.any(|present| present.overlaps(meeting)),
                "seed {seed}: somebody is in two places at {}",
                slot.start
            );
        }
    }
    assert!(tried > 20, "only {tried} stood back to back");
}

/// Every feasible start as listed and as folded, by the same problem.
fn listed_and_folded(problem: &Problem) -> (Vec<Slot>, Vec<Slot>) {
    let options = FindOptions {
        all: false,
        shown: 10_000,
    };
    let feasible = |found: Found| -> Vec<Slot> {
        let all = found.slots.into_iter();
        all.filter(|slot| slot.state != State::Short).collect()
    };
    (
        feasible(find_all(problem)),
        feasible(find(problem, &options)),
    )
}

#[test]
fn folding_loses_no_start() {
    let mut hidden = 0;
    for seed in 0..PROBLEMS {
        let (all, folded) = listed_and_folded(&random_problem(seed));
        let mut before: Vec<Instant> = all.iter().map(|slot| slot.start).collect();
        let with = |slot: &Slot| [vec![slot.start], slot.folded.clone()].concat();
        let mut after: Vec<Instant> = folded.iter().flat_map(with).collect();
        before.sort_unstable();
        after.sort_unstable();
        assert_eq!(before, after, "seed {seed}: each start once");
        hidden += all.len() - folded.len();
    }
    assert!(hidden > 100, "only {hidden} were folded");
}

/// Only starts of the same day that answer alike are folded, into one that ranks before them.
#[test]
fn what_is_folded_answers_alike_and_ranks_behind() {
    for seed in 0..PROBLEMS {
        let problem = random_problem(seed);
        let (all, folded) = listed_and_folded(&problem);
        let alike = |slot: &Slot| {
            let who: BTreeSet<_> = slot
                .attending
                .iter()
                .map(|attendance| (attendance.seat, attendance.member, attendance.ground))
                .collect();
            let date = problem.zone.local(slot.start).date();
            (date, slot.state, slot.confirm.clone(), who, slot.venue)
        };
        for slot in &folded {
            for start in &slot.folded {
                let other = all
                    .iter()
                    .find(|other| other.start == *start)
                    .expect("listed among all");
                assert_eq!(
                    alike(slot),
                    alike(other),
                    "seed {seed}: {start} in {}",
                    slot.start
                );
                assert!(
                    slot.score < other.score,
                    "seed {seed}: {start} ranks before {}",
                    slot.start
                );
            }
        }
    }
}

#[cfg(feature = "parallel")]
#[test]
fn one_thread_and_two_find_the_same() {
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let pool = pool.expect("threads can be had");
        let both = |problem: &Problem| (find(problem, &FindOptions::default()), find_all(problem));
        pool.install(|| {
            let problems = (0..PROBLEMS).map(random_problem);
            problems
                .map(|problem| format!("{:?}", both(&problem)))
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(with(1), with(2));
}
