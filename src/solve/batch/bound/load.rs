//! A bound on load: the places of pools that have to be filled, spread over the people who could be in them as evenly as what they had
//! before allows, time left aside.

use super::super::relaxation::Relaxation;
use super::forced::{Forced, ForcedHere};
use super::left::Left;
use super::{get, ones};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// The least load of all plans that are left.
pub(super) fn bound(relaxation: &Relaxation, left: &Left) -> i64 {
    let forced = Forced::new(relaxation, left);
    let resources = relaxation.capacity.len();
    // People who could be in the same seat belong to one group; each group shares its places out by itself.
    let mut group: Vec<u32> = (0..resources as u32).collect();
    let mut needs: Vec<(u32, u32)> = Vec::new();
    let mut times = vec![0_u32; resources];
    let mut here = ForcedHere::default();
    for (index, meeting) in relaxation.meetings.iter().enumerate() {
        if left.may_be_empty[index] {
            continue;
        }
        forced.look(relaxation, left, meeting, &mut here);
        let mut people: Vec<u32> = Vec::new();
        for seat in meeting
            .seats
            .iter()
            .filter(|s| s.pool && !s.partial && forced.concerns(s))
        {
            let starts = ones(&left.starts[index]);
            let least = starts.map(|start| here.places(seat, start)).min();
            let least = least.unwrap_or(0);
            let there = seat.candidates.iter().filter(|one| {
                let mut starts = ones(&left.starts[index]);
                // Whose yes is asked for may sit there instead of whoever is sure to come.
                starts.any(|start| get(&one.sure, start) || get(&one.open, start))
            });
            let there: Vec<u32> = there.map(|one| one.resource).collect();
            let (Some(first), true) = (there.first(), least > 0) else {
                continue;
            };
            for other in &there[1..] {
                let (a, b) = (root(&mut group, *first), root(&mut group, *other));
                group[a.max(b) as usize] = a.min(b);
            }
            needs.push((*first, least.min(there.len() as u32)));
            people.extend(there);
        }
        people.sort_unstable();
        people.dedup();
        for person in people {
            times[person as usize] += 1;
        }
    }
    let mut needed: BTreeMap<u32, u32> = BTreeMap::new();
    for (person, places) in needs {
        *needed.entry(root(&mut group, person)).or_default() += places;
    }
    let mut next: BTreeMap<u32, BinaryHeap<Reverse<(i64, u32)>>> = BTreeMap::new();
    for person in 0..resources as u32 {
        if times[person as usize] > 0 {
            let had = relaxation.history.get(person as usize).copied();
            let cost = 2 * i64::from(had.unwrap_or(0)) + 1;
            let heap = next.entry(root(&mut group, person)).or_default();
            heap.push(Reverse((cost, person)));
        }
    }
    let mut load = 0;
    for (group, places) in needed {
        let heap = next.entry(group).or_default();
        for _ in 0..places {
            let Some(Reverse((cost, person))) = heap.pop() else {
                break;
            };
            load += cost;
            times[person as usize] -= 1;
            if times[person as usize] > 0 {
                heap.push(Reverse((cost + 2, person)));
            }
        }
    }
    load
}

/// The group's name, with the way there shortened.
fn root(group: &mut [u32], mut one: u32) -> u32 {
    while group[one as usize] != one {
        group[one as usize] = group[group[one as usize] as usize];
        one = group[one as usize];
    }
    one
}
