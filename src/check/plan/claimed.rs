//! A plan of which only some things are stated, as a plan by hand is: what it leaves open is filled in with what follows from the
//! rest, so that nothing is held against it that it does not say.

use super::World;
use crate::check::seating::rank;
use crate::check::view::{Presence, View};
use crate::check::{Objective, coverage, falls_if, limit, missing, objective, state};
use crate::model::{
    As, Attendance, Batch, Confirming, Ground, MemberId, Mode, Placed, RankLevel, Score, SeatId,
    Slot, State, Tally, VenueId,
};
use crate::time::{Instant, Interval};

/// One meeting of a plan, with what somebody says of it.
#[derive(Clone, PartialEq, Debug)]
pub struct ClaimedMeeting {
    /// Index into [`Batch::meetings`].
    pub meeting: usize,
    pub start: Instant,
    pub end: Option<Instant>,
    pub venue: Option<VenueId>,
    pub state: Option<State>,
    pub confirm: Option<Vec<Vec<Confirming>>>,
    pub late: Option<bool>,
    pub attending: Vec<ClaimedAttendance>,
}

/// Somebody in a seat.
#[derive(Clone, PartialEq, Debug)]
pub struct ClaimedAttendance {
    pub seat: SeatId,
    pub member: MemberId,
    pub role: Option<As>,
    pub ground: Option<Ground>,
    pub mode: Option<Mode>,
    /// Empty = as long as the seat is needed, or, where it may be partial, as long as they can.
    pub present: Vec<Interval>,
}

/// The claims as slots that say everything. Meetings, seats and members that do not exist stay in it as they are.
pub fn as_claimed(batch: &Batch, claims: &[ClaimedMeeting]) -> Vec<Placed> {
    let placed: Vec<Placed> = claims.iter().map(|claim| bare(batch, claim)).collect();
    let world = World::new(batch, &placed);
    let each = claims.iter().zip(&placed);
    each.map(|(claim, placed)| {
        let meeting = placed.meeting;
        if meeting >= batch.meetings.len() {
            return placed.clone();
        }
        let slot = world.look(meeting, &placed.slot, |view| filled_in(view, claim));
        let late = claim.late.unwrap_or(world.is_late(meeting, &slot));
        let score = Score { late, ..slot.score };
        Placed {
            meeting,
            slot: Slot { score, ..slot },
        }
    })
    .collect()
}

/// What is stated, and everybody there for as long as their seat is needed.
fn bare(batch: &Batch, claim: &ClaimedMeeting) -> Placed {
    let problem = batch.meetings.get(claim.meeting).map(|one| &one.problem);
    let attending = claim.attending.iter().map(|one| {
        let seat = problem.and_then(|problem| problem.seats.get(one.seat.index()));
        let needed = problem.zip(seat).map(|(problem, seat)| {
            let needed = problem.needed(seat, claim.start);
            needed.iter().collect::<Vec<Interval>>()
        });
        Attendance {
            seat: one.seat,
            member: one.member,
            role: one.role.unwrap_or(As::Principal),
            ground: one.ground.unwrap_or(Ground::Feed),
            mode: one
                .mode
                .or(seat.map(|seat| seat.mode))
                .unwrap_or(Mode::InPerson),
            present: match one.present.is_empty() {
                true => needed.unwrap_or_default(),
                false => one.present.clone(),
            },
            percent: 100,
        }
    });
    let length = problem.map_or(0, |problem| problem.length);
    Placed {
        meeting: claim.meeting,
        slot: Slot {
            start: claim.start,
            end: claim.end.unwrap_or(claim.start.plus(length)),
            venue: claim.venue,
            state: claim.state.unwrap_or(State::Quorate),
            confirm: claim.confirm.clone().unwrap_or_default(),
            confirm_more: false,
            sure: Tally::default(),
            possible: Tally::default(),
            attending: attending.collect(),
            missing: Vec::new(),
            falls_if: Vec::new(),
            ask_about: Vec::new(),
            spare_working_days: None,
            score: Score {
                late: false,
                confirmations: 0,
                levels: [0; RankLevel::COUNT],
                start: claim.start,
                venue: 0,
            },
            folded: Vec::new(),
            labels: Vec::new(),
        },
    }
}

fn filled_in(view: &View, claim: &ClaimedMeeting) -> Slot {
    let mut slot = view.slot.clone();
    for (attendance, claim) in slot.attending.iter_mut().zip(&claim.attending) {
        let presence = view.presence(attendance.seat, attendance.member);
        if let Some(presence) = presence.filter(|presence| presence.possible()) {
            as_present(view, attendance, claim, presence);
        }
    }
    let told = state::told(&view.saying(&slot));
    slot.state = claim.state.unwrap_or(told);
    if claim.confirm.is_none() && slot.state == State::QuorateIf {
        slot.confirm = state::smallest_sets(&view.saying(&slot)).unwrap_or_default();
    }
    slot.falls_if = falls_if::told(&view.saying(&slot));
    let [sure, possible] = coverage::told(&view.saying(&slot));
    let missing = missing::told(&view.saying(&slot));
    slot.spare_working_days = limit::spare(view.problem, slot.start);
    (slot.sure, slot.possible, slot.missing) = (sure, possible, missing);
    let objective = objective::of_view(&view.saying(&slot));
    slot.score = score(&objective);
    slot
}

fn as_present(
    view: &View,
    attendance: &mut Attendance,
    claim: &ClaimedAttendance,
    presence: &Presence,
) {
    attendance.percent = presence.percent;
    if claim.present.is_empty() {
        attendance.present = presence.times.clone();
    }
    if let (None, Some(ground)) = (claim.ground, presence.grounds.first()) {
        attendance.ground = *ground;
    }
    if claim.role.is_none() {
        let seat = view.problem.seat(attendance.seat);
        attendance.role = match rank(seat, attendance.member) {
            0 => As::Principal,
            _ => As::Deputy,
        };
    }
}

fn score(objective: &Objective) -> Score {
    Score {
        late: objective.late.unwrap_or(false),
        confirmations: objective.confirmations,
        levels: objective.levels.map(|level| level.unwrap_or(0)),
        start: objective.start,
        venue: objective.venue,
    }
}
