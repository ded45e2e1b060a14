//! Every plan of a small part: each meeting at each start, in each venue, with each seating that leaves nobody out for nothing, or not
//! at all. What is then on the desk is the best there is at every level, with load, chains and everybody's share of the time.
//!
//! Meeting by meeting, what comes first in a chain before what follows it. A branch is left where what is settled, with every open
//! meeting at its own best, counts no less than the best plan so far: what others take only ever makes a meeting worse, and load and
//! chains only ever add. [`seated`] lists the ways to hold a meeting, [`context`] says what one is worth among the
//! others, with [`outlook`] for the people of one alone.

mod context;
mod outlook;
mod seated;

use super::desk::{Desk, Place};
use crate::model::PlanValue;
use context::Context;
use seated::{Seated, Ways};
use std::sync::Arc;

/// Largest part whose plans are all tried.
const MOST_MEETINGS: usize = 8;

/// Beginnings of plans that are looked at before it is given up. Counted, so that the same part has the same plan on any machine.
const MOST_NODES: u64 = 60_000;

/// People with a share of the time have as much of it as others leave, so the order in which their meetings have their pick matters:
/// with more such meetings than this not every order is tried.
const MOST_ORDERS: usize = 4;

impl Desk<'_> {
    /// Puts the best plan of all on the desk; false where there are too many to try all, and then the desk may still be better than
    /// before and is never worse.
    pub fn try_every_plan(&mut self) -> bool {
        let meetings = self.places.len();
        if meetings > MOST_MEETINGS {
            return false;
        }
        let before = self.places.clone();
        (0..meetings).for_each(|meeting| self.take_out(meeting));
        let Some(mut search) = Search::new(self, &before) else {
            self.lay_out(&before);
            return false;
        };
        let nothing = search.context.desk.value;
        search.descend(0, &mut Vec::new(), nothing);
        let (best, finished) = (search.best.take(), search.finished);
        match best {
            Some((_, best)) => self.lay_out(&best),
            None => self.lay_out(&before),
        }
        finished
    }

    /// Puts meetings on an empty desk.
    fn lay_out(&mut self, places: &[Option<Arc<Place>>]) {
        for (meeting, place) in places.iter().enumerate() {
            if let Some(place) = place {
                self.put_back(meeting, place);
            }
        }
    }
}

/// A plan with its value, as it is when all of it is known.
type Known = (PlanValue, Vec<Option<Arc<Place>>>);

struct Search<'s, 'a> {
    context: Context<'s, 'a>,
    /// The turn in which meetings are settled.
    order: Vec<usize>,
    /// Of each meeting the ways to hold it, the best first as far as it alone is concerned; `None` = it has no place.
    ways: Ways,
    /// What the meetings from each turn on count at least, less what they count without a place.
    rest: Vec<PlanValue>,
    best: Option<Known>,
    left: u64,
    finished: bool,
}

impl<'s, 'a> Search<'s, 'a> {
    /// `None` where there are too many ways, or meetings whose values cannot be compared from one to another.
    fn new(desk: &'s mut Desk<'a>, before: &[Option<Arc<Place>>]) -> Option<Search<'s, 'a>> {
        let mut context = Context::new(desk)?;
        let mut ways = seated::all(&mut context)?;
        for own in &mut ways {
            own.sort_by_key(|(least, _)| *least);
        }
        let order = turns(context.desk, &ways)?;
        let mut rest = vec![PlanValue::default(); order.len() + 1];
        for (turn, meeting) in order.iter().enumerate().rev() {
            // A meeting that has to stay where it is and cannot be held there has no plan.
            let own = ways[*meeting].first()?.0;
            rest[turn] = rest[turn + 1] + own - context.desk.room.grounds[*meeting].empty;
        }
        let mut search = Search {
            context,
            order,
            ways,
            rest,
            best: None,
            left: MOST_NODES,
            finished: true,
        };
        search.begin_with(before);
        Some(search)
    }

    /// Takes the plan that is known for the best so far, if it is worth what is said.
    fn begin_with(&mut self, before: &[Option<Arc<Place>>]) {
        let known: Vec<Option<Arc<Seated>>> = before
            .iter()
            .enumerate()
            .map(|(meeting, place)| {
                let place = place.as_ref()?;
                self.context.way_of(meeting, place).map(Arc::new)
            })
            .collect();
        let whole = known
            .iter()
            .zip(before)
            .all(|(a, b)| a.is_some() == b.is_some());
        let grounds = self.context.desk.room.grounds;
        let frozen = |meeting: usize| grounds[meeting].meeting.frozen;
        if !whole || (0..known.len()).any(|meeting| known[meeting].is_none() && frozen(meeting)) {
            return;
        }
        for (meeting, way) in known.iter().enumerate() {
            if let Some(way) = way {
                self.context.lay(meeting, way);
            }
        }
        let lawful = (0..known.len()).all(|meeting| self.context.follows(meeting));
        if lawful {
            self.look_at(&known);
        }
        (0..known.len()).for_each(|meeting| self.context.lift(meeting));
    }

    /// Settles the meeting whose turn it is in each of its ways, and all others after it. `settled` = those before it in turn, which
    /// count at least `sum` beside the others without a place. Depth: at most [`MOST_MEETINGS`].
    fn descend(&mut self, turn: usize, settled: &mut Vec<Option<Arc<Seated>>>, sum: PlanValue) {
        let Some(meeting) = self.order.get(turn).copied() else {
            let mut plan = vec![None; settled.len()];
            for (meeting, way) in self.order.iter().zip(settled) {
                plan[*meeting] = way.clone();
            }
            self.look_at(&plan);
            return;
        };
        let rest = self.rest[turn + 1];
        let base = sum + rest - self.context.desk.room.grounds[meeting].empty;
        for at in 0..self.ways[meeting].len() {
            let (own, way) = self.ways[meeting][at].clone();
            if !self.is_better(base + own) {
                return;
            }
            if self.left == 0 {
                self.finished = false;
                return;
            }
            self.left -= 1;
            if let Some(way) = &way {
                self.context.lay(meeting, way);
            }
            if self.context.follows(meeting) {
                settled.push(way);
                let sum = self.least(settled);
                if let Some(sum) = sum.filter(|sum| self.is_better(*sum + rest)) {
                    self.descend(turn + 1, settled, sum);
                }
                settled.pop();
            }
            self.context.lift(meeting);
        }
    }

    fn is_better(&self, value: PlanValue) -> bool {
        self.best.as_ref().is_none_or(|(best, _)| value < *best)
    }

    /// What is settled counts at least, the others without a place; `None` = it cannot be held together.
    fn least(&mut self, settled: &[Option<Arc<Seated>>]) -> Option<PlanValue> {
        let mut sum = self.context.desk.value;
        for (meeting, way) in self.order.iter().copied().zip(settled) {
            let Some(way) = way else { continue };
            sum += self.context.least(meeting, way)? - way.place.value;
        }
        Some(sum)
    }

    /// Works out what a whole plan that is on the desk is worth, in every order in which its meetings can have their pick.
    fn look_at(&mut self, plan: &[Option<Arc<Seated>>]) {
        let sharing: Vec<usize> = (0..plan.len())
            .filter(|meeting| {
                let way = plan[*meeting].as_ref();
                way.is_some_and(|way| way.shares)
            })
            .collect();
        if sharing.len() > MOST_ORDERS {
            self.finished = false;
            return;
        }
        for order in orders(&sharing) {
            if let Some((value, places)) = self.context.worth(plan, &order)
                && self.is_better(value)
            {
                self.best = Some((value, places));
            }
        }
    }
}

/// The meetings with fewest ways first, but none before those that it follows; `None` where they follow each other in a ring.
fn turns(desk: &Desk, ways: &Ways) -> Option<Vec<usize>> {
    let chains = &desk.room.resources.chains;
    let mut order: Vec<usize> = Vec::new();
    while order.len() < ways.len() {
        let ready = (0..ways.len()).filter(|meeting| {
            let mut into = chains.iter().filter(|chain| chain.after == *meeting);
            !order.contains(meeting) && into.all(|chain| order.contains(&chain.before))
        });
        order.push(ready.min_by_key(|meeting| (ways[*meeting].len(), *meeting))?);
    }
    Some(order)
}

/// All orders of a few meetings.
fn orders(of: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for one in of {
        let longer = all.iter().flat_map(|order: &Vec<usize>| {
            (0..=order.len()).map(move |at| {
                let mut longer = order.clone();
                longer.insert(at, *one);
                longer
            })
        });
        all = longer.collect();
    }
    all
}
