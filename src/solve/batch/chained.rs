//! What the chains of a plan add: whoever follows too late is late, and whoever had better stay the same should.

use super::desk::{Desk, Place};
use super::people::seated;
use crate::model::{PlanLevel, PlanValue, SeatId};

impl Desk<'_> {
    /// Works out anew what the chains of a meeting add.
    pub fn rechain(&mut self, meeting: usize) {
        let room = self.room;
        for chain in &room.resources.chains_of[meeting] {
            self.rechain_one(*chain as usize);
            // Which of several chains makes a meeting late depends on all of them.
            let after = room.resources.chains[*chain as usize].after;
            let others = &room.resources.chains_of[after];
            if after != meeting && others.len() > 1 {
                others
                    .iter()
                    .for_each(|other| self.rechain_one(*other as usize));
            }
        }
    }

    fn rechain_one(&mut self, chain: usize) {
        let now = self.chain_value(chain);
        self.value -= self.chained[chain];
        self.value += now;
        self.chained[chain] = now;
    }

    fn chain_value(&self, chain: usize) -> PlanValue {
        let mut value = PlanValue::default();
        let chain = &self.room.resources.chains[chain];
        let levels = self.room.levels;
        let Some(after) = &self.places[chain.after] else {
            return value;
        };
        let Some(before) = &self.places[chain.before] else {
            // Nothing can follow what is not held; it is taken out in the end, and until then counts as if it were.
            value.0[levels.place(PlanLevel::InTime)] = 1;
            value.0[levels.place(PlanLevel::Placed)] = 1;
            return value;
        };
        let late = chain
            .follow(before.day)
            .is_none_or(|days| after.day > days.last);
        // Where it is late by its own limit, it is counted already; of two chains that make it late one is enough.
        if late
            && !self.is_late_itself(chain.after)
            && self.first_late_chain(chain.after) == Some((chain.before, chain.after))
        {
            value.0[levels.place(PlanLevel::InTime)] = 1;
        }
        for (a, b) in &chain.preferred {
            let first = self.contact_in(chain.before, before, *a);
            let second = self.contact_in(chain.after, after, *b);
            let changed = first.is_some() && second.is_some() && first != second;
            value.0[levels.place(PlanLevel::Deputies)] += i64::from(changed);
        }
        value
    }

    /// The first of the chains into a meeting that makes it late, by its two meetings.
    fn first_late_chain(&self, after: usize) -> Option<(usize, usize)> {
        let day = self.places[after].as_ref()?.day;
        let chains = self.room.resources.chains_of[after].iter();
        let chains = chains.map(|chain| &self.room.resources.chains[*chain as usize]);
        let mut late = chains.filter(|chain| {
            let before = self.places[chain.before].as_ref();
            chain.after == after
                && before.is_some_and(|before| {
                    let days = chain.follow(before.day);
                    days.is_none_or(|days| day > days.last)
                })
        });
        late.next().map(|chain| (chain.before, chain.after))
    }

    /// Whether a placed meeting is late, by its own limit or by a chain.
    pub fn is_late(&self, meeting: usize) -> bool {
        self.is_late_itself(meeting) || self.first_late_chain(meeting).is_some()
    }

    /// Whether a placed meeting is late by its own limit.
    fn is_late_itself(&self, meeting: usize) -> bool {
        let ground = &self.room.grounds[meeting];
        let place = self.places[meeting].as_ref();
        place.is_some_and(|place| ground.terrain(place.late).is_late)
    }

    /// The resource of whoever sits in a seat.
    pub fn contact_in(&self, meeting: usize, place: &Place, seat: SeatId) -> Option<u32> {
        let ground = &self.room.grounds[meeting];
        let member = seated(&ground.layout, &place.chosen, seat)?;
        ground.resource[member.index()]
    }

    /// Who had better sit in which seat, since they do in the meetings before and after.
    pub fn wished(&self, meeting: usize) -> Vec<(SeatId, u32)> {
        let mut wished = Vec::new();
        for chain in &self.room.resources.chains_of[meeting] {
            let chain = &self.room.resources.chains[*chain as usize];
            for (a, b) in &chain.preferred {
                let (other, theirs, own) = match chain.after == meeting {
                    true => (chain.before, *a, *b),
                    false => (chain.after, *b, *a),
                };
                if let Some(place) = &self.places[other]
                    && let Some(resource) = self.contact_in(other, place, theirs)
                {
                    wished.push((own, resource));
                }
            }
        }
        wished
    }
}
