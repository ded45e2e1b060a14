//! The answer of `quorate find --every`: a series of meetings, as text and as JSON.
//!
//! Relies on a [`FindReport`] for everything that a series shares with one meeting: people, feeds, notes, slots. What is said of a
//! series alone is here; every word is in `words_en`.

mod json;
mod text;
mod words_en;

pub use json::json;
pub use text::{text, title};
pub use words_en::{chosen, left_out, not_moved, not_with_series, pinned, refused};

use super::find::{FindReport, unknown_ground};
use crate::model::{
    Coverage, Ground, MemberId, SeriesFound, SeriesSlot, Slot, State, Tally, UnknownGround,
};

/// Everything that an answer is made from.
pub struct SeriesReport<'r> {
    /// Its `found` holds the meetings of the best series that stand.
    pub find: FindReport<'r>,
    pub series: &'r SeriesFound,
}

/// What several meetings come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Sum {
    /// Meetings that can be quorate.
    stand: u32,
    /// On known answers.
    quorate: u32,
    sure: Tally,
}

impl Sum {
    fn of<'s>(slots: impl Iterator<Item = &'s Slot>) -> Sum {
        let mut sum = Sum::default();
        for slot in slots {
            sum.stand += 1;
            sum.quorate += u32::from(slot.state == State::Quorate);
            let add = |all: &mut Coverage, one: Coverage| {
                all.filled += one.filled;
                all.places += one.places;
            };
            add(&mut sum.sure.required, slot.sure.required);
            add(&mut sum.sure.expected, slot.sure.expected);
            add(&mut sum.sure.preferred, slot.sure.preferred);
            add(&mut sum.sure.optional, slot.sure.optional);
        }
        sum
    }

    fn of_series(slot: &SeriesSlot) -> Sum {
        Sum::of(slot.standing().map(|(_, slot)| slot))
    }

    fn floating(found: &SeriesFound) -> Sum {
        Sum::of(found.floating.slots.iter().flatten())
    }
}

/// Those of a slot whose diary does not reach so far: they come by their pattern, or it is not known.
fn beyond_diary(report: &FindReport, slot: &Slot) -> Vec<MemberId> {
    let problem = &report.prepared.problem;
    let beyond = slot.attending.iter().filter(|one| {
        one.ground == Ground::Pattern
            || unknown_ground(problem, one) == Some(UnknownGround::BeyondHorizon)
    });
    beyond.map(|one| one.member).collect()
}
