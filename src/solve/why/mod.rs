//! Why one start is not offered, and which changes would open it.
//!
//! Everything is asked of the search that decides: [`reasons`] takes the hindrances of one start away but for a few and looks whether it
//! can be quorate, [`causes`] takes apart the very stretches of which a row is made, [`rank`] reads the list that is shown, and
//! [`ways`](ways()) searches the meeting as it would be after a change. What may be changed, and how that changes the meeting, is left to
//! `prepare`.

mod causes;
mod reasons;
mod scene;
mod ways;

pub use ways::ways;

use super::field::{Field, Relaxed};
use super::find::{FindOptions, find};
use super::grid;
use super::layout::Layout;
use crate::model::{Better, Found, Problem, Rank, RankLevel, Score, Slot, State, WhyNot};
use crate::time::{Instant, Interval};
use scene::Scene;

/// Starts that are told of as the nearest.
const NEAREST: usize = 3;

/// Everything that is known of a meeting that would begin at `start`. `listed` is the short list that `find` shows.
pub fn why_not(problem: &Problem, start: Instant, listed: &Found) -> WhyNot {
    let options = FindOptions {
        all: true,
        ..FindOptions::default()
    };
    let all = find(problem, &options);
    let offered: Vec<&Slot> = all.slots.iter().filter(|slot| is_offered(slot)).collect();
    let place = offered.iter().position(|slot| slot.start == start);
    let rank = place.map(|place| rank(problem, &offered, place, listed));
    let layout = Layout::new(problem);
    // Of days that nobody looked at nothing is known, so nothing is said of anybody.
    let scene = is_looked_at(problem, start).then(|| Scene::new(&layout, start));
    let reasons = match place {
        Some(_) => Vec::new(),
        None => reasons::reasons(problem, scene.as_ref(), start, all.searched.feasible),
    };
    let slot = match (place, &scene) {
        (Some(place), _) => Some(offered[place].clone()),
        (None, Some(_)) => scene::slot_at(&layout, start),
        (None, None) => None,
    };
    WhyNot {
        start,
        rank,
        reasons,
        slot,
        people: scene.map_or(Vec::new(), |scene| scene.presences()),
        best: offered.first().map(|best| (*best).clone()),
        nearest: nearest(&offered, start),
        only_short: offered.is_empty() && !all.slots.is_empty(),
    }
}

/// Whether the time of a meeting that begins there lies in what was gathered of everybody.
fn is_looked_at(problem: &Problem, start: Instant) -> bool {
    let Some(meeting) = Interval::new(start, start.plus(problem.length)) else {
        return false;
    };
    let people = problem.members.iter().map(|member| &member.timeline);
    let venues = problem.venues.iter().chain(&problem.part_venues);
    let mut all = people.chain(venues.map(|choice| &choice.timeline));
    all.all(|timeline| timeline.range.covers(meeting))
}

/// Whether the search offers it: short slots are shown, but only the chair could hold them.
fn is_offered(slot: &Slot) -> bool {
    slot.state != State::Short
}

fn rank(problem: &Problem, offered: &[&Slot], place: usize, listed: &Found) -> Rank {
    let this = offered[place];
    let stands = |slot: &Slot| slot.start == this.start || slot.folded.contains(&this.start);
    let listed = listed.slots.iter().position(stands);
    Rank {
        place: place + 1,
        of: offered.len(),
        listed: listed.map(|index| index + 1),
        better: (place > 0).then(|| better(problem, &offered[0].score, &this.score)),
    }
}

/// In what `best` is better than `this`, which ranks behind it.
fn better(problem: &Problem, best: &Score, this: &Score) -> Better {
    if best.confirmations != this.confirmations {
        return Better::Calls {
            best: best.confirmations,
            this: this.confirmations,
        };
    }
    let levels = (0..RankLevel::COUNT).find(|level| best.levels[*level] != this.levels[*level]);
    match levels {
        Some(level) => Better::Level(problem.policy.order[level]),
        None => Better::Earlier,
    }
}

/// The offered starts with the least time between them and `start`, which is not among them.
fn nearest(offered: &[&Slot], start: Instant) -> Vec<Slot> {
    let others = offered.iter().filter(|slot| slot.start != start);
    let mut others: Vec<&Slot> = others.copied().collect();
    others.sort_by_key(|slot| ((slot.start.0 - start.0).abs(), slot.start));
    let mut nearest: Vec<Slot> = others.into_iter().take(NEAREST).cloned().collect();
    nearest.sort_by_key(|slot| slot.start);
    nearest
}

/// The slot at `start` where the search looks at it, in time or late where nothing in time can be quorate, if it is `wanted`.
fn offered_at(problem: &Problem, start: Instant, wanted: &dyn Fn(&Slot) -> bool) -> Option<Slot> {
    let layout = Layout::new(problem);
    let in_time = grid::in_time(problem);
    let is_in_time = in_time.binary_search(&start).is_ok();
    if !is_in_time && grid::late(problem).binary_search(&start).is_err() {
        return None;
    }
    let slot = scene::slot_at(&layout, start).filter(wanted)?;
    let others = || Field::new(&layout, in_time, &Relaxed::default()).any_feasible();
    (is_in_time || !others()).then_some(slot)
}
