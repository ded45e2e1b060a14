//! Whose answer would decide something about a slot: for whom yes and no lead to different outcomes.
//!
//! The search itself is asked: the slot is seated once as if the person came and once as if they did not. An answer decides where
//! it is part of a smallest set of confirmations, or moves the number of confirmations still needed, or fills or empties a place
//! that the meeting must have. Only what is open is asked about: time that nobody knows of, and time pencilled in a diary. Whoever
//! is busy, or has answered for the whole of the time already, is left alone. Venues are no part of this: a room has no form.

use super::assign::{World, best, costs};
use super::confirm::minimal_sets;
use super::field::{Field, Relaxed};
use super::layout::Layout;
use super::rows::{Kind, Status};
use crate::model::{
    BusyGround, Confirming, FreeGround, Level, MemberId, Mode, Problem, SeatId, Slot, Standing,
    State, TentativeGround, TentativePolicy,
};
use crate::time::{Interval, IntervalSet};

/// What is known of the time that somebody is asked about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Open {
    /// Nothing.
    Unknown,
    /// Their diary has it pencilled in.
    Tentative,
}

/// Somebody whose answer decides something about one slot.
#[derive(Clone, PartialEq, Debug)]
pub struct Ask {
    pub member: MemberId,
    /// Seats that they may take, in the order of the problem's.
    pub seats: Vec<SeatId>,
    /// The time for which they would be needed: from the beginning of their first part to the end of their last.
    pub time: Interval,
    /// [`Mode::Remote`] where every such seat is.
    pub mode: Mode,
    pub open: Open,
    /// The others of the smallest set of confirmations that they belong to; empty where their yes settles the slot alone, `None`
    /// where they belong to none.
    pub settles_with: Option<Vec<Confirming>>,
    /// With a no, a place that must be filled stays empty which a yes would fill.
    pub fills: bool,
}

/// Everybody whose answer decides something about `slot`, in the order of the members. Nobody for a slot that is short, which no
/// answer can save.
pub fn asks(problem: &Problem, slot: &Slot) -> Vec<Ask> {
    if slot.state == State::Short {
        return Vec::new();
    }
    let layout = Layout::new(problem);
    let statuses = statuses(&layout, slot);
    // Under the strictest policy pencilled time counts as taken and shows as absence; here it is open all the same.
    let mut lenient = problem.clone();
    lenient.policy.tentative = TentativePolicy::Soft;
    let lenient_layout = Layout::new(&lenient);
    let open = self::statuses(&lenient_layout, slot);
    let members = 0..problem.members.len();
    members
        .filter(|member| problem.members[*member].contact.is_some())
        .filter_map(|member| ask(&layout, slot, &statuses, &open, member))
        .collect()
}

/// How every candidate stands at the slot, in its venue.
fn statuses(layout: &Layout, slot: &Slot) -> Vec<Status> {
    let field = Field::new(layout, vec![slot.start], &Relaxed::default());
    let venues = &layout.problem.venues;
    let venue = slot
        .venue
        .and_then(|venue| venues.iter().position(|choice| choice.venue == venue));
    field.flat_statuses(&field.statuses_at(0), venue)
}

fn ask(
    layout: &Layout,
    slot: &Slot,
    statuses: &[Status],
    lenient: &[Status],
    member: usize,
) -> Option<Ask> {
    let problem = layout.problem;
    let is_open = |flat: &usize| {
        let status = lenient[*flat];
        let seat = &problem.seats[layout.flats[*flat].seat];
        let open = status.kind == Kind::Unknown
            || (status.kind == Kind::Present && status.reliance == TENTATIVE);
        open && !answered(problem, member, &problem.needed(seat, slot.start))
    };
    let own = (0..layout.flats.len()).filter(|flat| layout.flats[*flat].member == member);
    let flats: Vec<usize> = own.filter(is_open).collect();
    let with = |status: Status| -> Vec<Status> {
        let mut changed = statuses.to_vec();
        flats.iter().for_each(|flat| changed[*flat] = status);
        changed
    };
    let mut times = IntervalSet::new();
    let mut seats = Vec::new();
    for flat in &flats {
        let seat = layout.flats[*flat].seat;
        times = times.union(&problem.needed(&problem.seats[seat], slot.start));
        seats.push(SeatId(seat as u32));
    }
    let (first, last) = (times.iter().next()?, times.iter().last()?);
    let id = MemberId(member as u32);
    let sets = slot
        .confirm
        .iter()
        .filter(|set| set.contains(&Confirming::Member(id)));
    let settles_with = sets.min_by_key(|set| set.len()).map(|set| {
        let others = set.iter().copied();
        others
            .filter(|other| *other != Confirming::Member(id))
            .collect()
    });
    let (yes, no) = (
        outcome(layout, &with(COMES)),
        outcome(layout, &with(Status::ABSENT)),
    );
    let fills = yes.filled > no.filled;
    if settles_with.is_none() && !fills && yes.confirmations >= no.confirmations {
        return None;
    }
    let unknown = flats
        .iter()
        .any(|flat| lenient[*flat].kind == Kind::Unknown);
    let remote = seats
        .iter()
        .all(|seat| problem.seat(*seat).mode == Mode::Remote);
    Some(Ask {
        member: id,
        seats,
        time: Interval::new(first.start(), last.end())?,
        mode: if remote { Mode::Remote } else { Mode::InPerson },
        open: if unknown {
            Open::Unknown
        } else {
            Open::Tentative
        },
        settles_with,
        fills,
    })
}

/// Reliance on a pencilled entry.
const TENTATIVE: u8 = 2;

/// Somebody who has said yes.
const COMES: Status = Status {
    kind: Kind::Present,
    reliance: 0,
    percent: 100,
    possible: 100,
};

/// Whether an answer is recorded for the whole of `needed`.
fn answered(problem: &Problem, member: usize, needed: &IntervalSet) -> bool {
    let spans = &problem.members[member].timeline.spans;
    let said = spans.iter().filter(|span| {
        matches!(
            span.standing,
            Standing::Free(FreeGround::Answer)
                | Standing::Tentative(TentativeGround::Answer)
                | Standing::Busy(BusyGround::Answer)
        )
    });
    let said: IntervalSet = said.map(|span| span.interval).collect();
    needed.difference(&said).iter().next().is_none()
}

/// What a slot comes to.
struct Outcome {
    /// 0 when quorate, `u32::MAX` when it cannot be.
    confirmations: u32,
    /// Places filled, on what is known, of those that the meeting must have.
    filled: usize,
}

fn outcome(layout: &Layout, statuses: &[Status]) -> Outcome {
    let sure = best(layout, &costs(layout, statuses, World::Sure));
    let must = |seat: usize| match layout.problem.seats[seat].level {
        Level::Required => true,
        Level::Expected => layout.problem.policy.expected_is_required,
        Level::Preferred | Level::Optional | Level::Informed => false,
    };
    let filled = sure.seating.chosen.iter();
    let filled = filled
        .filter(|flat| must(layout.flats[**flat].seat))
        .count();
    let confirmations = match sure.quorate {
        true => 0,
        false => {
            let sets = minimal_sets(layout, statuses).sets;
            sets.first().map_or(u32::MAX, |set| set.len() as u32)
        }
    };
    Outcome {
        confirmations,
        filled,
    }
}
