//! The slots of a plan by meeting, and the links by the meetings that they tie.

use crate::model::{Batch, Placed, Slot};

pub(super) struct Slots<'p> {
    of: Vec<Option<&'p Slot>>,
    links_to: Vec<Vec<usize>>,
    links_from: Vec<Vec<usize>>,
}

impl<'p> Slots<'p> {
    /// Of a meeting that stands there twice the first counts; what the batch does not know is left out.
    pub fn new(batch: &Batch, placed: &'p [Placed]) -> Slots<'p> {
        let meetings = batch.meetings.len();
        let mut of = vec![None; meetings];
        for one in placed {
            if let Some(slot) = of.get_mut(one.meeting) {
                slot.get_or_insert(&one.slot);
            }
        }
        let mut links_to = vec![Vec::new(); meetings];
        let mut links_from = vec![Vec::new(); meetings];
        for (index, link) in batch.links.iter().enumerate() {
            links_to[link.after].push(index);
            links_from[link.before].push(index);
        }
        Slots {
            of,
            links_to,
            links_from,
        }
    }

    pub fn of(&self, meeting: usize) -> Option<&'p Slot> {
        self.of.get(meeting).copied().flatten()
    }

    /// Every placed meeting, in the order of the batch.
    pub fn all(&self) -> impl Iterator<Item = (usize, &'p Slot)> + '_ {
        let all = self.of.iter().enumerate();
        all.filter_map(|(meeting, slot)| Some((meeting, (*slot)?)))
    }

    /// Indices of the links that say what this meeting follows.
    pub fn links_to(&self, meeting: usize) -> &[usize] {
        &self.links_to[meeting]
    }

    /// Indices of the links that say what follows it.
    pub fn links_from(&self, meeting: usize) -> &[usize] {
        &self.links_from[meeting]
    }
}
