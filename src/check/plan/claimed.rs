//! A plan of which only some things are stated, as a plan by hand is: what it leaves open is filled in with what follows from the
//! rest, so that nothing is held against it that it does not say.

use super::World;
use crate::check::matching::pairs;
use crate::check::seating::rank;
use crate::check::view::{Presence, View, seats};
use crate::check::{Objective, coverage, falls_if, limit, missing, objective, state};
use crate::model::{
    As, Attendance, Batch, Confirming, Ground, MemberId, Mode, Placed, Problem, RankLevel, Score,
    SeatId, Slot, State, Tally, VenueId,
};
use crate::parallel::parallel;
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
    pub falls_if: Option<Vec<MemberId>>,
    pub spare_working_days: Option<i32>,
    pub sure: Option<Tally>,
    pub attending: Vec<ClaimedAttendance>,
}

/// Somebody who is to come.
#[derive(Clone, PartialEq, Debug)]
pub struct ClaimedAttendance {
    /// The seat, or several of which it is one; empty = any in which they may sit.
    pub seats: Vec<SeatId>,
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
    let each: Vec<_> = claims.iter().zip(&placed).collect();
    parallel(&each, |(claim, placed)| {
        let meeting = placed.meeting;
        if meeting >= batch.meetings.len() {
            return (*placed).clone();
        }
        let slot = world.look(meeting, &placed.slot, |view| filled_in(view, claim));
        let late = claim.late.unwrap_or(world.is_late(meeting, &slot));
        let score = Score { late, ..slot.score };
        Placed {
            meeting,
            slot: Slot { score, ..slot },
        }
    })
}

/// What is stated, and everybody there for as long as their seat is needed.
fn bare(batch: &Batch, claim: &ClaimedMeeting) -> Placed {
    let problem = batch.meetings.get(claim.meeting).map(|one| &one.problem);
    let seats = seated(problem, &claim.attending);
    let attending = claim.attending.iter().zip(seats).map(|(one, id)| {
        let seat = problem.and_then(|problem| problem.seats.get(id.index()));
        let needed = problem.zip(seat).map(|(problem, seat)| {
            let needed = problem.needed(seat, claim.start);
            needed.iter().collect::<Vec<Interval>>()
        });
        Attendance {
            seat: id,
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

/// A seat that is none: of whom there is no place for.
const NO_SEAT: SeatId = SeatId(u32::MAX);

/// A seat for everybody. Those of whom one seat is told sit there, whether they may or not; the others are seated so that as many as
/// possible have a place, in the order of seats and ranks.
fn seated(problem: Option<&Problem>, claims: &[ClaimedAttendance]) -> Vec<SeatId> {
    let told = |one: &ClaimedAttendance| match one.seats.as_slice() {
        [seat] => Some(*seat),
        _ => None,
    };
    let Some(problem) = problem else {
        let told = claims.iter().map(told);
        return told.map(|seat| seat.unwrap_or(NO_SEAT)).collect();
    };
    // Places that are left, each a column of its own.
    let mut places: Vec<SeatId> = Vec::new();
    for (seat, spec) in seats(problem) {
        let taken = claims.iter().filter(|one| told(one) == Some(seat)).count();
        let left = (spec.places as usize).saturating_sub(taken);
        places.extend(std::iter::repeat_n(seat, left));
    }
    let may = |one: &ClaimedAttendance| -> Vec<u32> {
        let mut columns: Vec<(u8, u32)> = (0u32..)
            .zip(&places)
            .filter(|(_, seat)| one.seats.is_empty() || one.seats.contains(seat))
            .filter_map(|(column, seat)| {
                let spec = problem.seat(*seat);
                let sits = spec.candidates.iter().any(|c| c.member == one.member);
                sits.then(|| (rank(spec, one.member), column))
            })
            .collect();
        columns.sort_unstable();
        columns.into_iter().map(|(_, column)| column).collect()
    };
    let open: Vec<usize> = (0..claims.len())
        .filter(|at| told(&claims[*at]).is_none())
        .collect();
    let wanted: Vec<Vec<u32>> = open.iter().map(|at| may(&claims[*at])).collect();
    let found = pairs(&wanted);
    let mut all: Vec<SeatId> = claims
        .iter()
        .map(|one| told(one).or(one.seats.first().copied()).unwrap_or(NO_SEAT))
        .collect();
    for (at, column) in open.into_iter().zip(found) {
        if let Some(column) = column {
            all[at] = places[column as usize];
        }
    }
    all
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
    slot.falls_if = match &claim.falls_if {
        Some(stated) => stated.clone(),
        None => falls_if::told(&view.saying(&slot)),
    };
    let [sure, possible] = coverage::told(&view.saying(&slot));
    let missing = missing::told(&view.saying(&slot));
    let spare = limit::spare(view.problem, slot.start);
    slot.spare_working_days = claim.spare_working_days.or(spare);
    slot.sure = claim.sure.unwrap_or(sure);
    (slot.possible, slot.missing) = (possible, missing);
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
