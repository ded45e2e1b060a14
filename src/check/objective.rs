//! The whole objective of a slot, worked out anew.

use super::grid::is_late;
use super::limit::spare;
use super::quorate::{Tree, quorum_holds};
use super::seating::{additive_order, cheapest_known, costs};
use super::view::View;
use super::violation::{Finding, Rule, Violation};
use crate::model::{Ground, MemberId, Problem, RankLevel, SeatId, Slot, State};
use crate::time::{Instant, Interval};

/// The score that a slot deserves. `None` = cannot be told within the checker's limits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Objective {
    pub late: Option<bool>,
    pub confirmations: u32,
    /// In the order of the policy, like [`Score::levels`](crate::model::Score::levels).
    pub levels: [Option<i64>; RankLevel::COUNT],
    pub start: Instant,
    /// Place of the venue among those of the problem; 0 without one.
    pub venue: u32,
}

/// Works out the score of `slot` from the problem, its state, its people and its confirmations, which other rules check.
pub fn objective(problem: &Problem, slot: &Slot) -> Objective {
    of_view(&View::new(problem, slot))
}

/// The same of a slot that has been looked at.
pub(super) fn of_view(view: &View) -> Objective {
    let (problem, slot) = (view.problem, view.slot);
    let people = people(view);
    let order = additive_order(problem);
    let additive = |level: RankLevel| {
        let at = order.iter().position(|other| *other == level)?;
        people.as_ref()?.get(at).copied()
    };
    let level = |level: RankLevel| match level {
        RankLevel::Margin => Some(margin(problem, slot.start)),
        RankLevel::Fragility => Some(slot.falls_if.len() as i64),
        RankLevel::Disruption => Some(match &problem.arranged {
            Some((stands, told)) if *stands != slot.start => told.len() as i64,
            Some(_) | None => 0,
        }),
        RankLevel::Travel => Some(venue_of(view).map_or(0, |(_, travel)| i64::from(travel))),
        RankLevel::Avoided => Some(avoided(problem, slot.start)),
        RankLevel::Required
        | RankLevel::Wanted
        | RankLevel::Deputies
        | RankLevel::Reliance
        | RankLevel::Load => additive(level),
    };
    Objective {
        late: is_late(problem, slot.start),
        confirmations: match slot.state {
            State::Quorate => 0,
            State::QuorateIf => slot.confirm.iter().map(Vec::len).min().unwrap_or(0) as u32,
            State::Short => u32::MAX,
        },
        levels: problem.policy.order.map(level),
        start: slot.start,
        venue: venue_of(view).map_or(0, |(at, _)| at),
    }
}

fn venue_of(view: &View) -> Option<(u32, u32)> {
    let venues = (0u32..).zip(&view.problem.venues);
    let mut own = venues.filter(|(_, choice)| Some(choice.venue) == view.slot.venue);
    own.next().map(|(at, choice)| (at, choice.travel_minutes))
}

fn margin(problem: &Problem, start: Instant) -> i64 {
    let wanted = i64::from(problem.policy.target_margin_working_days);
    let near = spare(problem, start).is_some_and(|spare| i64::from(spare) < wanted);
    let missed = match problem.target {
        // The day after the target has begun.
        Some(target) => start >= problem.zone.day(target).end(),
        None => false,
    };
    // The day that gives the usual notice has not begun.
    let hasty = match problem.notice {
        Some(first) => start < problem.zone.day(first).start(),
        None => false,
    };
    i64::from(near || missed || hasty)
}

/// Whole minutes of the meeting during which the local clock shows a time that is better avoided.
fn avoided(problem: &Problem, start: Instant) -> i64 {
    let Some(meeting) = Interval::new(start, start.plus(problem.length)) else {
        return 0;
    };
    // Between two changes of the clock, local time is the instant and an offset, and a day has 24 hours.
    let changes = problem.zone.transitions_in(meeting);
    let mut cuts = vec![meeting.start(), meeting.end()];
    cuts.extend(changes.into_iter().map(|(at, _, _)| at));
    cuts.sort_unstable();
    let steady = cuts.windows(2).map(|pair| {
        let offset = i64::from(problem.zone.offset_at(pair[0]));
        avoided_locally(problem, pair[0].0 + offset, pair[1].0 + offset)
    });
    steady.sum::<i64>() / 60
}

/// Seconds to be avoided between two readings of the local clock, in seconds of a calendar without changes.
fn avoided_locally(problem: &Problem, from: i64, to: i64) -> i64 {
    const DAY: i64 = 86_400;
    let mut spans = problem.policy.avoid.clone();
    spans.sort_unstable();
    let mut counted = from;
    let mut seconds = 0;
    for day in from.div_euclid(DAY)..=to.div_euclid(DAY) {
        for span in &spans {
            let wall = |minutes: u16| day * DAY + 60 * i64::from(minutes);
            let end = wall(span.to).min(to);
            seconds += (end - wall(span.from).max(counted)).max(0);
            counted = counted.max(end);
        }
    }
    seconds
}

/// The additive levels: those of the known people named where they are the ones that are weighed, otherwise those of
/// the cheapest seating of the known.
fn people(view: &View) -> Option<Vec<i64>> {
    match view.people_suffice() {
        // Then they are what the slot is weighed by.
        true => Some(costs(view, &known_attending(view))),
        false => cheapest_known(view).map(|seated| costs(view, &seated)),
    }
}

fn known_attending(view: &View) -> Vec<(SeatId, MemberId)> {
    let known = view.slot.attending.iter().filter(|attendance| {
        let seat = view.presence(attendance.seat, attendance.member);
        attendance.ground != Ground::Unknown && seat.is_some()
    });
    known
        .map(|attendance| (attendance.seat, attendance.member))
        .collect()
}

pub(super) fn check(view: &View, found: &mut Vec<Violation>) {
    let (problem, score) = (view.problem, &view.slot.score);
    let actual = of_view(view);
    let mut report = |finding| found.push(Violation::of(Rule::Objective, finding));
    if let Some(late) = actual.late
        && late != score.late
    {
        report(Finding::WrongLate { actual: late });
    }
    if actual.confirmations != score.confirmations {
        report(Finding::WrongConfirmations {
            claimed: score.confirmations,
            actual: actual.confirmations,
        });
    }
    for ((level, claimed), actual) in problem
        .policy
        .order
        .iter()
        .zip(score.levels)
        .zip(actual.levels)
    {
        if let Some(actual) = actual
            && actual != claimed
        {
            report(Finding::WrongLevel {
                level: *level,
                claimed,
                actual,
            });
        }
    }
    if (actual.start, actual.venue) != (score.start, score.venue) {
        report(Finding::WrongTieBreak);
    }
}

/// Where the known make the quorum, nobody better was passed over.
pub(super) fn check_best(view: &View, found: &mut Vec<Violation>) {
    if view.people_suffice() {
        found.extend(better_people(view));
    }
}

/// The cheapest seating is no quorum always; where it is one, nothing dearer and nothing emptier may be answered.
fn better_people(view: &View) -> Option<Violation> {
    let best = cheapest_known(view)?;
    if !quorum_holds(view.problem, &Tree::new(&view.problem.quorum), &best) {
        return None;
    }
    let named = known_attending(view);
    let (claimed, possible) = (costs(view, &named), costs(view, &best));
    let known = view.slot.attending.iter();
    let seated = known
        .filter(|attendance| attendance.ground != Ground::Unknown)
        .count();
    if possible > claimed {
        return None;
    }
    let levels = additive_order(view.problem);
    let mut each = levels.into_iter().zip(claimed.into_iter().zip(possible));
    let finding = match each.find(|(_, (claimed, possible))| claimed != possible) {
        Some((level, (claimed, possible))) => Finding::BetterPeople {
            level,
            claimed,
            possible,
        },
        None if best.len() > seated => Finding::LeftOut {
            claimed: seated,
            possible: best.len(),
        },
        None => return None,
    };
    Some(Violation::of(Rule::Objective, finding))
}
