//! A meeting that people were told of already.

use crate::model::{Arranged, MemberId, Problem, PublishedMeeting, SeatId};
use crate::prepare::draft::{Draft, days_around};
use crate::time::Interval;

/// Opens the window to where the meeting stands: whoever was told had their notice, and a meeting that stays is never refused its own
/// place.
pub(super) fn open_to(draft: &mut Draft, arranged: &Arranged) {
    let problem = &mut draft.problem;
    let start = arranged.interval.start();
    let date = problem.zone.local(start).date();
    problem.earliest = problem.earliest.min(start);
    problem.from = problem.from.min(date);
    let first = days_around(&problem.zone, problem.from, problem.from);
    draft.range = Interval::new(
        draft.range.start().min(first.start()),
        draft.range.end().max(first.end()),
    )
    .expect("what covers a range is not empty");
}

/// The meeting as people were told of it.
pub(super) fn published(problem: &Problem, arranged: &Arranged) -> PublishedMeeting {
    let mut people: Vec<(SeatId, MemberId)> = Vec::new();
    let mut strangers = Vec::new();
    for attendance in &arranged.attending {
        let member = problem
            .members
            .iter()
            .position(|member| member.contact == Some(attendance.contact));
        let Some(member) = member.map(|index| MemberId(index as u32)) else {
            strangers.push(attendance.contact);
            continue;
        };
        if people.iter().any(|(_, known)| *known == member) {
            continue;
        }
        let sits = |seat: &crate::model::Seat| seat.candidates.iter().any(|c| c.member == member);
        let seats = &problem.seats;
        let seat = seats
            .iter()
            .position(|seat| seat.id == attendance.seat && sits(seat))
            .or_else(|| seats.iter().position(sits));
        // Every member is a candidate of some seat.
        let seat = SeatId(seat.unwrap_or(0) as u32);
        people.push((seat, member));
    }
    people.sort_unstable();
    strangers.sort_unstable();
    strangers.dedup();
    PublishedMeeting {
        start: arranged.interval.start(),
        venue: arranged.venue,
        people,
        others: strangers.len() as u32,
        state: arranged.state,
    }
}

/// Whether the meeting is so soon that it stays as it is.
pub(super) fn is_frozen(problem: &Problem, arranged: &Arranged) -> bool {
    let days = problem.policy.freeze_working_days;
    let today = problem.zone.local(problem.now).date();
    let date = problem.zone.local(arranged.interval.start()).date();
    days > 0 && date <= problem.working_days.after(today, days)
}
