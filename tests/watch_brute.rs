//! An arranged meeting against plain enumeration: its state, the smallest sets whose yes suffices, the smallest losses that end the
//! quorum, and what each single answer does, on 1,000 small random meetings with everybody sure, open or out at random.

mod oracle;

use oracle::cells::Status;
use oracle::seatings::{Table, There, look};
use oracle::{Dice, random_problem};
use quorate::model::{MemberId, Problem, State};
use quorate::solve::{Comes, Gathering, Losses, MOST_LOST};
use std::collections::BTreeSet;

/// How everybody stands: mostly one word for all their seats, sometimes another for one of them.
fn random_table(problem: &Problem, dice: &mut Dice) -> Table {
    let likely = dice.pick(&[Status::Free, Status::Free, Status::Unknown]);
    let word = |dice: &mut Dice| match dice.below(10) {
        0..=5 => likely,
        6 | 7 => Status::Unknown,
        8 => Status::Free,
        _ => Status::Absent,
    };
    let words: Vec<Status> = problem.members.iter().map(|_| word(dice)).collect();
    let mut table = Table::new();
    for seat in &problem.seats {
        let mut row = Vec::new();
        for candidate in &seat.candidates {
            let status = match dice.percent(10) {
                true => Status::Absent,
                false => words[candidate.member.index()],
            };
            row.push(There {
                status,
                percent: if status == Status::Absent { 0 } else { 100 },
            });
        }
        table.push(row);
    }
    table
}

fn without(problem: &Problem, table: &Table, lost: &[MemberId]) -> Table {
    changed(problem, table, lost, Status::Absent)
}

fn changed(problem: &Problem, table: &Table, whom: &[MemberId], to: Status) -> Table {
    let mut changed = table.clone();
    for (seat, row) in problem.seats.iter().zip(&mut changed) {
        for (candidate, there) in seat.candidates.iter().zip(row) {
            if whom.contains(&candidate.member) && there.status != Status::Absent {
                there.status = to;
            }
        }
    }
    changed
}

/// Only those who are sure come.
fn sure_alone(table: &Table) -> Table {
    let mut alone = table.clone();
    for there in alone.iter_mut().flatten() {
        if there.status == Status::Unknown {
            there.status = Status::Absent;
        }
    }
    alone
}

fn subsets(of: &[MemberId], size: usize) -> Vec<Vec<MemberId>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, first) in of.iter().enumerate() {
        for mut rest in subsets(&of[at + 1..], size - 1) {
            rest.insert(0, *first);
            all.push(rest);
        }
    }
    all
}

fn losses(problem: &Problem, table: &Table) -> Losses {
    let table = sure_alone(table);
    if look(problem, &table).state != State::Quorate {
        return Losses::None;
    }
    let members: Vec<MemberId> = (0..problem.members.len() as u32).map(MemberId).collect();
    for size in 1..=MOST_LOST {
        let ending = subsets(&members, size)
            .into_iter()
            .filter(|lost| look(problem, &without(problem, &table, lost)).state != State::Quorate);
        let ending: Vec<Vec<MemberId>> = ending.collect();
        if !ending.is_empty() {
            return Losses::Sets(ending);
        }
    }
    Losses::More
}

fn wanting(problem: &Problem, table: &Table) -> Option<usize> {
    let people = look(problem, table);
    match people.state {
        State::Quorate => Some(0),
        State::QuorateIf => people.confirm.first().map(Vec::len),
        State::Short => None,
    }
}

#[test]
fn what_is_said_of_an_arranged_meeting_is_what_enumeration_says() {
    let (mut states, mut survived) = ([0; 3], BTreeSet::new());
    for seed in 0..1_000 {
        let problem = random_problem(seed);
        let mut dice = Dice(seed ^ 0x5717);
        let table = random_table(&problem, &mut dice);
        let gathering = Gathering::new(&problem, &|seat, member| {
            let candidates = &problem.seat(seat).candidates;
            let at = candidates.iter().position(|one| one.member == member);
            match table[seat.index()][at.expect("a candidate")].status {
                Status::Free => Comes::Sure(100),
                Status::Unknown => Comes::Open(100),
                _ => Comes::Not,
            }
        });
        let people = look(&problem, &table);
        assert_eq!(gathering.state(), people.state, "seed {seed}");
        states[people.state as usize] += 1;
        let (confirm, more) = gathering.confirm();
        if people.state == State::QuorateIf && !more {
            assert_eq!(confirm, people.confirm, "seed {seed}");
        }
        let found = gathering.losses();
        let expected = losses(&problem, &table);
        assert_eq!(found, expected, "seed {seed}");
        survived.insert(found.survives());
        for member in (0..problem.members.len() as u32).map(MemberId) {
            let yes = changed(&problem, &table, &[member], Status::Free);
            let no = without(&problem, &table, &[member]);
            for (said, table) in [(true, yes), (false, no)] {
                assert_eq!(
                    gathering.wanting(Some((member, said))),
                    wanting(&problem, &table),
                    "seed {seed}, {member:?} says {said}"
                );
            }
        }
    }
    // The meetings are of every kind, or nothing was tried.
    assert!(states.iter().all(|count| *count > 50), "{states:?}");
    assert!(survived.len() >= 4, "{survived:?}");
}
