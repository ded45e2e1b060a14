//! From a batch to a plan: part by part, the first complete plan at once, then better ones, at the end the proof.

use super::desk::{Desk, Room};
use super::exact::ExactLimits;
use super::ground::Ground;
use super::levels::Levels;
use super::options::{Effort, PlanOptions, Progress};
use super::parts::parts;
use super::people::Resources;
use super::search::{Board, ONE, Pace, Search, several, steps};
use super::value::weights;
use crate::model::{
    Batch, LevelValue, Placed, Plan, PlanLevel, PlanValue, Proof, Stopped, Unplaced,
};
use crate::parallel::parallel;
use std::cmp::Reverse;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering::Relaxed};

/// What one part came to.
struct PartPlan {
    placed: Vec<Placed>,
    unplaced: Vec<Unplaced>,
    value: PlanValue,
    /// As [`bounds`](super::bound::bounds).
    bounds: Vec<Option<i64>>,
    steps: u64,
}

/// Places the whole batch.
pub(super) fn plan(batch: &Batch, options: &PlanOptions) -> Plan {
    let levels = Levels::new(batch);
    let parts = parts(batch);
    let told = Told::new(batch, &levels);
    // Of several searches side by side the best may have ended by itself: that somebody asked to stop is said all the same.
    let asked = Mutex::new(None);
    let stop = || {
        let answer = (options.stop)();
        if let (Some(stopped), Ok(mut asked)) = (answer, asked.lock()) {
            *asked = Some(stopped);
        }
        answer
    };
    let options = &PlanOptions {
        stop: &stop,
        ..*options
    };
    let done = each_part(&parts, |part| {
        one_part(batch, &levels, part, options, &told)
    });
    let value = done
        .iter()
        .fold(PlanValue::default(), |sum, part| sum + part.value);
    let bounds = joined(&done);
    let interrupted = asked.lock().map_or(None, |asked| *asked);
    let proof = proof(batch, value, &bounds);
    let stopped = match (interrupted, proof) {
        (Some(stopped), _) => stopped,
        (None, Proof::Optimal) => Stopped::Proved,
        (None, _) => Stopped::Steps,
    };
    let steps = done.iter().map(|part| part.steps).sum();
    let (mut placed, mut unplaced) = (Vec::new(), Vec::new());
    for part in done {
        placed.extend(part.placed);
        unplaced.extend(part.unplaced);
    }
    placed.sort_by_key(|one| one.meeting);
    unplaced.sort_by_key(|one| one.meeting);
    Plan {
        placed,
        unplaced,
        levels: level_values(batch, value, &bounds),
        proof,
        stopped,
        steps,
    }
}

/// Small parts side by side; large ones one after the other, each on all threads, so that no more than one is in memory.
fn each_part(
    parts: &[Vec<usize>],
    work: impl Fn(&Vec<usize>) -> PartPlan + Sync + Send,
) -> Vec<PartPlan> {
    let is_large = |part: &Vec<usize>| part.len() > LARGE;
    let small: Vec<&Vec<usize>> = parts.iter().filter(|part| !is_large(part)).collect();
    let mut small = parallel(&small, |part| work(part)).into_iter();
    let all = parts.iter().map(|part| match is_large(part) {
        true => Some(work(part)),
        false => small.next(),
    });
    all.flatten().collect()
}

/// Parts of more meetings than this are planned one after the other.
const LARGE: usize = 1_000;

/// The bounds of the whole, for plans that are in no part worse than this one in the levels before: those of the parts together.
fn joined(parts: &[PartPlan]) -> Vec<Option<i64>> {
    let levels = 0..PlanLevel::COUNT;
    levels
        .map(|level| parts.iter().map(|part| part.bounds[level]).sum())
        .collect()
}

/// What the parts have come to so far, for those who watch.
struct Told {
    meetings: usize,
    weight: i64,
    required: usize,
    placed: AtomicUsize,
    missing: AtomicI64,
}

impl Told {
    /// Nothing is placed yet.
    fn new(batch: &Batch, levels: &Levels) -> Told {
        let weight: i64 = batch
            .meetings
            .iter()
            .map(|meeting| weights(meeting).0)
            .sum();
        Told {
            meetings: batch.meetings.len(),
            weight,
            required: levels.place(PlanLevel::Required),
            placed: AtomicUsize::new(0),
            missing: AtomicI64::new(weight),
        }
    }

    /// The plan of a part was `before`, as placed meetings and missing weight, and is now what stands on the desk.
    fn tell(&self, desk: &Desk, before: &mut (usize, i64), options: &PlanOptions) {
        let placed = desk.placed();
        let now = (placed, desk.value.0[self.required]);
        // Wrapping differences add up to what they should.
        let more = now.0.wrapping_sub(before.0);
        let all = self.placed.fetch_add(more, Relaxed).wrapping_add(more);
        let less = now.1 - before.1;
        let missing = self.missing.fetch_add(less, Relaxed) + less;
        *before = now;
        (options.progress)(Progress {
            placed: all,
            meetings: self.meetings,
            filled: self.weight - missing,
            weight: self.weight,
            gap: None,
        });
    }
}

fn one_part(
    batch: &Batch,
    levels: &Levels,
    part: &[usize],
    options: &PlanOptions,
    told: &Told,
) -> PartPlan {
    let resources = Resources::new(batch, part);
    let grounds = parallel(part, |index| {
        Ground::new(&batch.meetings[*index], levels, &resources)
    });
    let room = Room {
        levels,
        resources: &resources,
        grounds: &grounds,
    };
    let mut desk = Desk::new(&room);
    let mut before = (0, desk.value.0[told.required]);
    desk.begin();
    let work = Work::of(&desk);
    let made = make(&mut desk, work, options, &mut |desk| {
        told.tell(desk, &mut before, options);
    });
    let bounds = match made.known {
        Known::AllTried => desk.value.0.map(Some).to_vec(),
        Known::Best(best) => {
            let pool = grounds
                .iter()
                .any(|ground| ground.layout.pool.contains(&true));
            let load = levels.place(PlanLevel::Load);
            let known = if pool { load } else { PlanLevel::COUNT };
            as_far_as_equal(best, desk.value, known)
        }
        // Who asked to stop wants the plan and not to wait for what is known about it.
        Known::Nothing if made.stopped != Stopped::Steps => vec![None; PlanLevel::COUNT],
        Known::Nothing => bounds(&room, &desk, work, options),
    };
    let (mut placed, mut unplaced) = (Vec::new(), Vec::new());
    for (number, meeting) in part.iter().enumerate() {
        match desk.slot(number) {
            Some(slot) => placed.push(Placed {
                meeting: *meeting,
                slot,
            }),
            None => unplaced.push(Unplaced {
                meeting: *meeting,
                reason: desk.reason(number, &|number| part[number]),
            }),
        }
    }
    PartPlan {
        placed,
        unplaced,
        value: desk.value,
        bounds,
        steps: made.steps,
    }
}

/// How the plan of a part came about.
struct Made {
    steps: u64,
    stopped: Stopped,
    known: Known,
}

/// What is known of the best plan of a part beside the one that was made.
enum Known {
    Nothing,
    /// It is the best of all.
    AllTried,
    /// The best is worth this.
    Best(PlanValue),
}

/// Makes the plan of a part on its desk, as good as the effort allows; what there is after each stage is `told`.
fn make(desk: &mut Desk, work: Work, options: &PlanOptions, told: &mut dyn FnMut(&Desk)) -> Made {
    let mut made = Made {
        steps: 0,
        stopped: construct(desk, options),
        known: Known::Nothing,
    };
    told(desk);
    let stop = || (options.stop)().is_some();
    if made.stopped == Stopped::Steps {
        desk.eject(&stop);
        tidy(desk);
    }
    if options.effort > Effort::Quick && made.stopped == Stopped::Steps {
        if desk.try_every_plan() {
            made.known = Known::AllTried;
        } else if prove(desk) {
            made.known = Known::Best(desk.value);
        } else if !at_its_best(desk) {
            (made.steps, made.stopped) = improve(desk, work, options);
            desk.eject(&stop);
        }
    }
    if !matches!(made.known, Known::AllTried) {
        tidy(desk);
    }
    desk.forget();
    told(desk);
    made
}

/// Whether every meeting stands as well as it would alone: then there is nothing to search for but the load of pools, which is shared out
/// among equals anyway.
fn at_its_best(desk: &Desk) -> bool {
    let load = desk.room.levels.place(PlanLevel::Load);
    let grounds = desk.room.grounds.iter();
    let alone = grounds.fold(PlanValue::default(), |sum, ground| sum + ground.alone);
    let mut value = desk.value;
    value.0[load] = alone.0[load];
    value == alone
}

/// Makes a whole plan of what stands on the desk: nothing without what it follows, nobody left out who is free.
fn tidy(desk: &mut Desk) {
    desk.drop_orphans();
    desk.refill();
    desk.polish();
}

/// The proved best as bounds. Who could stand in for whom was judged as if the others of the part were away, so that seating everybody
/// for good may have cost something: below the first level where it did nothing is proved. Nor is anything from the level with the
/// place `known` on: who of a pool bears the load is chosen among equals and not by trying all.
fn as_far_as_equal(best: PlanValue, value: PlanValue, known: usize) -> Vec<Option<i64>> {
    let mut equal = true;
    let levels = best.0.iter().zip(value.0).enumerate();
    levels
        .map(|(place, (best, value))| {
            equal &= place < known;
            let known = equal.then_some((*best).min(value));
            equal &= *best == value;
            known
        })
        .collect()
}

/// Largest integer program for a small part.
const PROGRAM_COLUMNS: usize = 1_200;

/// Largest part that is tried to be solved exactly as a whole.
const SMALL: usize = 8;

/// Places a small part as well as can be; whether that is proved.
fn prove(desk: &mut Desk) -> bool {
    let grounds = desk.room.grounds;
    let free: Vec<usize> = (0..grounds.len())
        .filter(|meeting| !grounds[*meeting].meeting.frozen)
        .collect();
    if free.len() > SMALL {
        return false;
    }
    // An integer program that takes longer than the search is no help to anybody who waits.
    let limits = ExactLimits {
        columns: PROGRAM_COLUMNS,
        programs: 20,
        ..ExactLimits::default()
    };
    let freed = desk.best_together(&free, &limits);
    // A chain makes ways depend on each other in more than time: then what was found is good and not proved.
    freed.is_some_and(|freed| freed.proved && desk.room.resources.chains.is_empty())
}

/// Puts in what has no place, the hardest first, until somebody asks to stop.
fn construct(desk: &mut Desk, options: &PlanOptions) -> Stopped {
    let mut order: Vec<usize> = (0..desk.places.len())
        .filter(|meeting| desk.places[*meeting].is_none() && !desk.is_fixed(*meeting))
        .collect();
    order.sort_by_cached_key(|meeting| Reverse(desk.hardness(*meeting)));
    for (count, meeting) in order.into_iter().enumerate() {
        if count % ASK_EVERY == 0
            && let Some(stopped) = (options.stop)()
        {
            return stopped;
        }
        desk.put_best(meeting, None);
    }
    Stopped::Steps
}

/// Meetings put in between two questions whether to go on.
const ASK_EVERY: usize = 32;

/// What there is to do for the search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    /// To plan so many meetings.
    Plan(usize),
    /// To mend a plan that people know, in which so many meetings have no place or another one.
    Mend(usize),
}

impl Work {
    /// With those meetings on the desk that can stay where people were told.
    fn of(desk: &Desk) -> Work {
        let grounds = desk.room.grounds;
        if grounds
            .iter()
            .any(|ground| ground.meeting.published.is_some())
        {
            Work::Mend(desk.places.iter().filter(|place| place.is_none()).count())
        } else {
            Work::Plan(grounds.len())
        }
    }

    /// Ruins for each search.
    fn budget(self, effort: Effort) -> u64 {
        let usual = match self {
            // What the first thousands gain shows soon; of more meetings each gets fewer steps, so that a year takes a minute.
            Work::Plan(meetings) => {
                let first = 500 * meetings.min(20) as u64;
                first + 20 * meetings.min(1_000) as u64 + meetings.saturating_sub(1_000) as u64
            }
            Work::Mend(disturbed) => 16 * disturbed as u64,
        };
        match effort {
            Effort::Quick => 0,
            Effort::Usual => usual,
            Effort::Thorough => 10 * usual,
        }
    }
}

/// Searches for better plans; the steps, and why it ended.
fn improve(desk: &mut Desk, work: Work, options: &PlanOptions) -> (u64, Stopped) {
    let mends = matches!(work, Work::Mend(_));
    let searches = [Search::default(), Search::default()].map(|search| Search {
        // A plan that people know is mended where it has to be, not melted.
        hot: if mends { 1 << 8 } else { 1 << 27 },
        cold: 1 << 8,
        aimed: if mends { ONE } else { search.aimed },
        ..search
    });
    let pace = steps(work.budget(options.effort), options.stop);
    let pace: &(dyn Fn(u64) -> Pace + Sync) = &pace;
    let (best, found) = several(desk, &searches, options.seed, pace);
    *desk = best;
    (found.steps, found.stopped)
}

/// What the plan can at best be.
fn bounds(room: &Room, desk: &Desk, work: Work, options: &PlanOptions) -> Vec<Option<i64>> {
    let relaxation = super::relax::relaxation(room, &desk.places);
    let stop = || (options.stop)().is_some();
    let steps = match work {
        // Who asks for a quick answer does not wait for the last of what can be proved.
        Work::Plan(_) if options.effort == Effort::Quick => price_steps(room.grounds.len()) / 4,
        Work::Plan(_) => price_steps(room.grounds.len()),
        // Who mends a plan asks how little changes, and not what another plan could have been.
        Work::Mend(_) => 0,
    };
    super::bound::bounds(&relaxation, &desk.value, steps, options.threads, &stop)
}

/// Improvements of the prices at each level: the fewer the more meetings there are, so that a year's bounds take seconds too.
fn price_steps(meetings: usize) -> u32 {
    (PRICED / meetings.max(1)).clamp(6, 60) as u32
}

/// Looks that meetings take at prices, at each level.
const PRICED: usize = 40_000;

/// The levels with what is known of them.
pub(super) fn level_values(
    batch: &Batch,
    value: PlanValue,
    bounds: &[Option<i64>],
) -> Vec<LevelValue> {
    let all = batch.meetings.iter().map(weights);
    let (required, wanted) = all.fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
    let levels = batch.order.iter().zip(value.0).zip(bounds);
    levels
        .map(|((level, value), bound)| LevelValue {
            level: *level,
            value,
            bound: *bound,
            of: match level {
                PlanLevel::InTime | PlanLevel::Placed | PlanLevel::Quorate | PlanLevel::Margin => {
                    Some(batch.meetings.len() as i64)
                }
                PlanLevel::Required => Some(required),
                PlanLevel::Wanted => Some(wanted),
                _ => None,
            },
        })
        .collect()
}

/// What the bounds prove.
fn proof(batch: &Batch, value: PlanValue, bounds: &[Option<i64>]) -> Proof {
    let mut levels = batch.order.iter().zip(value.0).zip(bounds);
    let open = levels.find(|((_, value), bound)| **bound != Some(*value));
    match open {
        None => Proof::Optimal,
        Some(((level, value), Some(bound))) => Proof::Gap {
            level: *level,
            most: value - bound,
        },
        Some((_, None)) => Proof::Feasible,
    }
}
