//! Independent searches side by side.

use super::{Board, Found, Pace, Random, Search, improve};
use crate::parallel::parallel;

/// Runs every search on its own copy of the board, each with its own stream of chance, in parallel where the build has threads, and
/// gives back the best plan with the steps of all. Equal plans go by the number of the search, so that threads make no difference.
/// `pace` is asked by each search for itself.
pub fn several<B: Board + Clone + Send + Sync>(
    board: &B,
    searches: &[Search],
    seed: u64,
    pace: &(dyn Fn(u64) -> Pace + Sync),
) -> (B, Found<B::Value>)
where
    B::Value: Send,
{
    let mut seeds = Random::new(seed);
    let lanes: Vec<(&Search, Random)> = searches
        .iter()
        .enumerate()
        .map(|(lane, search)| (search, seeds.fork(lane as u64)))
        .collect();
    let ends = parallel(&lanes, |(search, random)| {
        let mut own = board.clone();
        let found = improve(&mut own, search, &mut random.clone(), pace, &mut |_| {});
        (own, found)
    });
    let steps = ends.iter().map(|(_, found)| found.steps).sum();
    ends.into_iter()
        .min_by_key(|(_, found)| found.value)
        .map(|(board, found)| (board, Found { steps, ..found }))
        .unwrap_or_else(|| {
            let found = Found {
                value: board.value(),
                steps: 0,
                stopped: crate::model::Stopped::Steps,
            };
            (board.clone(), found)
        })
}
