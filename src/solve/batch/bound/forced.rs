//! What the levels above say about who has to be there.

use super::super::relaxation::{Relaxation, RelaxedMeeting, RelaxedSeat};
use super::left::Left;
use crate::model::PlanLevel;

/// What the levels above say about who has to be there.
pub(super) struct Forced {
    /// Places of `Quorate`, `Required` and `Wanted` in the order, where all meetings stand at their own best there.
    quorate: Option<usize>,
    required: Option<usize>,
    wanted: Option<usize>,
    /// Where quoracy stands in the order.
    level: usize,
}

/// [`Forced`] for one meeting: the least of each start at these levels, where they say anything.
#[derive(Default)]
pub(super) struct ForcedHere {
    quorate: Vec<i64>,
    /// Of each start: alone it is quorate on what is known. Where it is not, its best coverage and its best set of people to ask need
    /// not go together, so that a place may stay empty.
    known: Vec<i64>,
    required: Vec<i64>,
    wanted: Vec<i64>,
}

impl Forced {
    pub fn new(relaxation: &Relaxation, left: &Left) -> Forced {
        let place = |name: PlanLevel| {
            let place = relaxation.order.iter().position(|level| *level == name);
            place.expect("an order lists every level")
        };
        let at = |name: PlanLevel| Some(place(name)).filter(|place| left.own_best[*place]);
        Forced {
            quorate: at(PlanLevel::Quorate),
            required: at(PlanLevel::Required),
            wanted: at(PlanLevel::Wanted),
            level: place(PlanLevel::Quorate),
        }
    }

    /// Looks up what is said about one meeting.
    pub fn look(
        &self,
        relaxation: &Relaxation,
        left: &Left,
        meeting: &RelaxedMeeting,
        here: &mut ForcedHere,
    ) {
        meeting.best.copy(self.level, &mut here.known);
        let levels = [
            (self.quorate, &mut here.quorate),
            (self.required, &mut here.required),
            (self.wanted, &mut here.wanted),
        ];
        for (level, values) in levels {
            match level {
                Some(level) => left.least(relaxation, meeting, level, values),
                None => values.clear(),
            }
        }
    }

    /// Whether any place of the seat could be forced anywhere.
    pub fn concerns(&self, seat: &RelaxedSeat) -> bool {
        let level = match seat.level {
            PlanLevel::Required => self.required,
            _ => self.wanted,
        };
        level.is_some() || (seat.needed > 0 && self.quorate.is_some())
    }
}

impl ForcedHere {
    /// How many places of the seat are filled at least where the meeting stands at this start.
    pub fn places(&self, seat: &RelaxedSeat, start: usize) -> u32 {
        let needed = match self.quorate.get(start) {
            Some(0) => seat.needed.min(seat.places),
            _ => 0,
        };
        let empty = match seat.level {
            PlanLevel::Required => self.required.get(start),
            _ => self.wanted.get(start),
        };
        // At its own best as much weight is empty as that says, and at most all of it in this seat.
        let known = self.known.get(start) == Some(&0);
        let filled = match empty.filter(|_| known) {
            None => 0,
            Some(0) => seat.places,
            Some(empty) => {
                let places = empty.max(&0) / seat.weight.max(1);
                seat.places - u32::try_from(places).unwrap_or(u32::MAX).min(seat.places)
            }
        };
        needed.max(filled)
    }
}
