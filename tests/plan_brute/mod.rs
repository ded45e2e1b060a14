//! The best plan of a small batch by trying all of them: every start, every room, everybody in every seat or nobody, every meeting
//! left out. Time in cells of five minutes, sums added up one by one; nothing of the engine is used, only plain data.
//!
//! A branch is left where what is fixed already counts more than the best plan so far: no level counts less than nothing, so nothing
//! better can follow.

mod options;
mod time;
mod worth;

use quorate::model::*;
use quorate::time::{Instant, Interval};

/// Who sits where in a meeting that has a place.
#[derive(Clone, PartialEq, Debug)]
pub struct Stands {
    pub meeting: usize,
    pub start: Instant,
    pub venue: Option<VenueId>,
    /// When they come: nothing said where they come for the whole of what they are wanted for.
    pub people: Vec<(SeatId, MemberId, Vec<Interval>)>,
}

/// What trying everything came to.
pub struct Tried {
    pub value: PlanValue,
    /// One of the best plans.
    pub best: Vec<Stands>,
    /// Plans, whole ones and beginnings, that were looked at.
    pub looked_at: u64,
}

/// The best plan; `None` = there are more than `most` beginnings to look at.
pub fn try_all(batch: &Batch, most: u64) -> Option<Tried> {
    let mut search = Search {
        batch,
        world: worth::World::new(batch),
        chosen: Vec::new(),
        best: None,
        looked_at: 0,
        most,
    };
    search.next();
    let (value, chosen) = search.best.expect("nothing placed is a plan too");
    (search.looked_at <= most).then(|| Tried {
        value,
        best: search.world.stands(&chosen, value),
        looked_at: search.looked_at,
    })
}

struct Search<'a> {
    batch: &'a Batch,
    world: worth::World<'a>,
    /// Of the first meetings the options; `None` = left out.
    chosen: Vec<Option<usize>>,
    best: Option<(PlanValue, Vec<Option<usize>>)>,
    looked_at: u64,
    most: u64,
}

impl Search<'_> {
    /// Tries everything with the meetings that are not chosen yet.
    fn next(&mut self) {
        let meeting = self.chosen.len();
        if self.looked_at > self.most {
            return;
        }
        if meeting == self.batch.meetings.len() {
            if let Some(value) = self.world.value(&self.chosen)
                && self.best.as_ref().is_none_or(|(known, _)| value < *known)
            {
                self.best = Some((value, self.chosen.clone()));
            }
            return;
        }
        let options = 0..self.world.options[meeting].len();
        for option in options.map(Some).chain([None]) {
            self.looked_at += 1;
            self.chosen.push(option);
            let least = self.world.at_least(&self.chosen);
            let worth_it = least.is_some_and(|least| {
                let known = self.best.as_ref().map(|(known, _)| known);
                known.is_none_or(|known| least < *known)
            });
            if worth_it {
                self.next();
            }
            self.chosen.pop();
        }
    }
}
