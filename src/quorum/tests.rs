use super::*;
use crate::model::{SeatId, Timeline};
use crate::time::Interval;

fn member(agency: u32, group: u32) -> Member {
    Member {
        contact: None,
        id: String::new(),
        agency,
        kind: agency / 2,
        group,
        load: 0,
        timeline: std::sync::Arc::new(Timeline {
            range: Interval::ALL,
            spans: Vec::new(),
            taken: Vec::new(),
            capacity: 1,
            buffer: Default::default(),
            ask_about: Vec::new(),
        }),
    }
}

fn check(clause: Clause, present: &[usize], full: &[bool], expected: bool) {
    // Agencies 0, 0, 1, 2; kinds 0, 0, 0, 1; groups 5, 6, 6, 7.
    let members = [member(0, 5), member(0, 6), member(1, 6), member(2, 7)];
    let mut set = MemberSet::empty(members.len());
    present.iter().for_each(|m| set.insert(*m));
    assert_eq!(
        Quorum::new(&clause, &members).holds(&set, full),
        expected,
        "{clause:?} with {present:?}"
    );
}

fn count(need: u32, unit: Unit) -> Clause {
    Clause::Count {
        need,
        unit,
        who: vec![true; 4],
    }
}

#[test]
fn two_people_of_one_agency_count_once_as_agency_but_twice_as_groups() {
    check(count(2, Unit::People), &[0, 1], &[], true);
    check(count(2, Unit::Agencies), &[0, 1], &[], false);
    check(count(2, Unit::Groups), &[0, 1], &[], true);
    check(count(2, Unit::Agencies), &[1, 2], &[], true);
    check(count(2, Unit::Kinds), &[1, 2], &[], false);
    check(count(2, Unit::Kinds), &[1, 3], &[], true);
}

#[test]
fn only_those_whom_the_clause_describes_count() {
    let who = vec![true, false, false, true];
    let clause = Clause::Count {
        need: 1,
        unit: Unit::People,
        who,
    };
    check(clause.clone(), &[1, 2], &[], false);
    check(clause, &[1, 3], &[], true);
}

#[test]
fn trees_combine_seats_and_counts() {
    let seat = |s| Clause::Seat(SeatId(s));
    let all = Clause::All(vec![seat(0), count(1, Unit::People)]);
    check(all.clone(), &[2], &[true, false], true);
    check(all, &[2], &[false, true], false);
    let any = Clause::Any {
        need: 2,
        of: vec![seat(0), seat(1), count(3, Unit::Agencies)],
    };
    check(any.clone(), &[], &[true, true], true);
    check(any.clone(), &[0, 2, 3], &[false, true], true);
    check(any, &[0, 1], &[false, true], false);
    check(Clause::All(vec![]), &[], &[], true);
    check(
        Clause::Any {
            need: 0,
            of: vec![],
        },
        &[],
        &[],
        true,
    );
}
