//! A problem made as small as it can be while it still goes wrong.

use quorate::model::*;
use quorate::time::Interval;

/// Tries simpler problems again and again, keeping those on which `fails` still holds.
pub fn shrunk(problem: &Problem, fails: impl Fn(&Problem) -> bool) -> Problem {
    let mut smallest = problem.clone();
    loop {
        let next = simpler(&smallest)
            .into_iter()
            .find(|simpler| *simpler != smallest && fails(simpler));
        match next {
            Some(next) => smallest = next,
            None => return smallest,
        }
    }
}

/// Problems with one thing less.
fn simpler(problem: &Problem) -> Vec<Problem> {
    let mut all = Vec::new();
    let mut with = |change: &dyn Fn(&mut Problem)| {
        let mut simpler = problem.clone();
        change(&mut simpler);
        all.push(simpler);
    };
    with(&|p| p.late = None);
    if problem.pinned.is_none() && problem.from == problem.to {
        let midnight = problem.zone.day(problem.from).start();
        for at in 0..24 * 60 / problem.grain_minutes {
            let start = midnight.plus_minutes(i64::from(at * problem.grain_minutes));
            with(&|p| p.pinned = Some(start));
        }
    }
    with(&|p| p.inside = None);
    with(&|p| p.limit = None);
    with(&|p| p.target = None);
    with(&|p| p.notice = None);
    with(&|p| p.arranged = None);
    with(&|p| p.apart.clear());
    with(&|p| p.travel = [].into());
    with(&|p| p.policy.avoid.clear());
    with(&|p| p.policy.tentative = TentativePolicy::Soft);
    with(&|p| p.policy.order = RankLevel::DEFAULT_ORDER);
    with(&|p| p.policy.target_margin_working_days = 0);
    with(&|p| p.earliest = p.now);
    with(&|p| p.to = p.from);
    with(&|p| p.from = p.from.succ_opt().expect("a next day").min(p.to));
    with(&|p| p.buffer = Buffer::default());
    with(&|p| {
        p.venues.clear();
        p.needs_venue = false;
    });
    with(&|p| {
        p.venues.pop();
    });
    with(&|p| p.quorum = Clause::All(Vec::new()));
    if let Clause::All(of) | Clause::Any { of, .. } = &problem.quorum {
        for (at, inner) in of.iter().enumerate() {
            with(&|p| p.quorum = inner.clone());
            with(&|p| {
                if let Clause::All(of) | Clause::Any { of, .. } = &mut p.quorum {
                    of.remove(at);
                }
            });
        }
    }
    if let Some(last) = problem.seats.len().checked_sub(1)
        && !mentions(&problem.quorum, SeatId(last as u32))
    {
        with(&|p| {
            p.seats.pop();
        });
    }
    for seat in 0..problem.seats.len() {
        with(&|p| p.seats[seat].places = 1);
        with(&|p| p.seats[seat].weight = 1);
        with(&|p| p.seats[seat].partial_percent = None);
        with(&|p| p.seats[seat].mode = Mode::Remote);
        for candidate in 0..problem.seats[seat].candidates.len() {
            with(&|p| {
                p.seats[seat].candidates.remove(candidate);
            });
        }
    }
    for member in 0..problem.members.len() {
        with(&|p| p.members[member].load = 0);
    }
    for at in 0..timelines(&mut problem.clone()).len() {
        let mut timeline = |change: &dyn Fn(&mut Timeline)| with(&|p| change(timelines(p)[at]));
        timeline(&|own| own.taken.clear());
        timeline(&|own| own.buffer = Buffer::default());
        timeline(&|own| own.capacity = 1);
        let spans = timelines(&mut problem.clone())[at].spans.len();
        // Once only, or it would go round in circles.
        if spans == 1 {
            continue;
        }
        for standing in [
            Standing::Free(FreeGround::Feed),
            Standing::Away(AwayGround::Hours),
            Standing::Unknown(UnknownGround::NoFeed),
        ] {
            timeline(&|own| {
                own.spans = vec![Span {
                    interval: own.range,
                    standing,
                }];
            });
        }
        for span in 1..spans {
            timeline(&|own| {
                let gone = own.spans.remove(span).interval;
                let before = own.spans[span - 1].interval;
                own.spans[span - 1].interval =
                    Interval::new(before.start(), gone.end()).expect("it grows");
            });
        }
    }
    all
}

/// Everybody's time: members, venues, venues of parts.
fn timelines(problem: &mut Problem) -> Vec<&mut Timeline> {
    let members = problem
        .members
        .iter_mut()
        .map(|member| std::sync::Arc::make_mut(&mut member.timeline));
    let rooms = problem.venues.iter_mut().chain(&mut problem.part_venues);
    members
        .chain(rooms.map(|room| std::sync::Arc::make_mut(&mut room.timeline)))
        .collect()
}

fn mentions(clause: &Clause, seat: SeatId) -> bool {
    match clause {
        Clause::All(of) | Clause::Any { of, .. } => of.iter().any(|inner| mentions(inner, seat)),
        Clause::Seat(own) => *own == seat,
        Clause::Count { .. } => false,
    }
}
