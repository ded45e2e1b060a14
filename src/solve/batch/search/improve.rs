//! The walk: ruin and recreate at a temperature that falls in cycles.

use super::best::Best;
use super::random::{ONE, geometric};
use super::{Board, Random};
use crate::model::Stopped;

/// How to walk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Search {
    /// Temperatures at the beginning and end of the first cycle, in the board's energy: what a change may cost on the average to be
    /// accepted. At least 1.
    pub hot: i64,
    pub cold: i64,
    /// How often the temperature falls from hot to cold. Each cycle begins with the best plan so far.
    pub cycles: u32,
    /// Beginning of the later cycles, in parts of [`ONE`] of the way from hot to cold: they need not melt the plan again.
    pub reheat: u32,
    /// Most meetings taken out at once, at least 1.
    pub most: usize,
    /// How many of the ruins aim at a sore meeting, in parts of [`ONE`]; the others begin anywhere.
    pub aimed: u32,
}

impl Default for Search {
    fn default() -> Self {
        Search {
            hot: 100,
            cold: 1,
            cycles: 1,
            reheat: ONE / 2,
            most: 7,
            aimed: ONE / 10 * 9,
        }
    }
}

/// How far the search is, by whatever measures its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pace {
    /// So much of the work is done, in parts of [`ONE`]; the whole ends it.
    Done(u32),
    /// Something else ends it.
    Stop(Stopped),
}

/// The ordinary pace: so many steps, unless `stop` says otherwise. A step is one ruin.
pub fn steps(
    budget: u64,
    stop: &(dyn Fn() -> Option<Stopped> + Sync),
) -> impl Fn(u64) -> Pace + Sync {
    move |done| match stop() {
        Some(stopped) => Pace::Stop(stopped),
        None if done >= budget => Pace::Done(ONE),
        None => Pace::Done(((u128::from(done) << 16) / u128::from(budget)) as u32),
    }
}

/// What a search came to. The plan itself is on the board.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found<V> {
    pub value: V,
    /// Ruins, one [`Board::remove`] and [`Board::insert`] of a few meetings each.
    pub steps: u64,
    pub stopped: Stopped,
}

/// Steps between two questions to the pace.
const ASK_EVERY: u64 = 16;

/// Improves the plan on the board until the pace ends it; then the board holds the best plan seen. `better` is called with the board
/// now and then after it has become better than ever before.
pub fn improve<B: Board>(
    board: &mut B,
    search: &Search,
    random: &mut Random,
    pace: &dyn Fn(u64) -> Pace,
    better: &mut dyn FnMut(&B),
) -> Found<B::Value> {
    let movable: Vec<usize> = (0..board.meetings())
        .filter(|m| !board.is_fixed(*m))
        .collect();
    let mut walk = Walk {
        best: Best::of(board),
        movable,
        out: Vec::new(),
        old: Vec::new(),
    };
    let mut steps = 0;
    let mut cycle = 0;
    let mut told = walk.best.value();
    let stopped = loop {
        let done = match pace(steps) {
            Pace::Stop(stopped) => break stopped,
            Pace::Done(done) if done >= ONE || walk.movable.is_empty() => break Stopped::Steps,
            Pace::Done(done) => done,
        };
        let (now, temperature) = search.temperature(done);
        if now != cycle {
            cycle = now;
            walk.best.restore(board);
        }
        if walk.best.value() < told {
            told = walk.best.value();
            better(board);
        }
        for _ in 0..ASK_EVERY {
            walk.ruin(board, search, temperature, random);
        }
        steps += ASK_EVERY;
    };
    walk.best.restore(board);
    Found {
        value: board.value(),
        steps,
        stopped,
    }
}

impl Search {
    /// The cycle at this point of the work, and the temperature there.
    fn temperature(&self, done: u32) -> (u32, i64) {
        let cycles = u64::from(self.cycles.max(1));
        let at = u64::from(done) * cycles;
        let cycle = (at / u64::from(ONE)) as u32;
        let within = (at % u64::from(ONE)) as u32;
        let done = if cycle == 0 {
            within
        } else {
            let left = u64::from(ONE.saturating_sub(self.reheat));
            self.reheat.min(ONE) + ((left * u64::from(within)) >> 16) as u32
        };
        (cycle, geometric(self.hot.max(1), self.cold.max(1), done))
    }
}

/// The state of a search beside the board, with room that is used again.
struct Walk<B: Board> {
    best: Best<B>,
    movable: Vec<usize>,
    /// Meetings taken out, and where they stood.
    out: Vec<usize>,
    old: Vec<(usize, Option<B::Place>)>,
}

impl<B: Board> Walk<B> {
    /// Takes a few meetings out, puts them back one by one, and goes back where the outcome is too bad for the temperature.
    fn ruin(&mut self, board: &mut B, search: &Search, temperature: i64, random: &mut Random) {
        self.choose(board, search, random);
        let before = board.value();
        self.old.clear();
        for meeting in &self.out {
            self.old.push((*meeting, board.place(*meeting)));
            board.remove(*meeting);
        }
        for meeting in &self.out {
            board.insert(*meeting, random);
        }
        let worse = board.energy(board.value() - before);
        if worse <= 0 || worse <= random.patience(temperature) {
            for meeting in &self.out {
                self.best.changed(*meeting);
            }
            self.best.keep_if_better(board);
        } else {
            for meeting in &self.out {
                board.remove(*meeting);
            }
            for (meeting, place) in &self.old {
                if let Some(place) = place {
                    board.put(*meeting, place);
                }
            }
        }
    }

    /// Fills [`out`](Self::out) with the meetings to take out, in the order in which they are put back.
    fn choose(&mut self, board: &B, search: &Search, random: &mut Random) {
        let centre = self.centre(board, search, random);
        // Small ruins are cheap and succeed most often: the smaller of two draws.
        let most = search.most.max(1);
        let size = random.below(most).min(random.below(most));
        self.out.clear();
        if size > 0 {
            board.related(centre, size, random, &mut self.out);
        }
        match random.below(4) {
            // The one that hurts chooses first, the others look where they stay: the way of an ejection.
            0 | 1 => {
                random.shuffle(&mut self.out);
                self.out.insert(0, centre);
            }
            2 => {
                self.out.push(centre);
                random.shuffle(&mut self.out);
            }
            _ => {
                self.out.push(centre);
                self.out
                    .sort_by_key(|m| (std::cmp::Reverse(board.hardness(*m)), *m));
            }
        }
    }

    /// Where the next change begins.
    fn centre(&self, board: &B, search: &Search, random: &mut Random) -> usize {
        let sore = if random.chance(search.aimed) {
            board.sore(random)
        } else {
            None
        };
        sore.unwrap_or_else(|| self.movable[random.below(self.movable.len())])
    }
}
