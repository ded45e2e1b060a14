//! A batch falls into parts that share nobody: each is planned by itself.

use crate::model::{Batch, ContactId, VenueId};
use std::collections::BTreeMap;

/// The meetings (indices, ascending) of each part, the parts in the order of their first meetings. Meetings are of one part where they
/// share a contact or a venue, follow one another, or are tied so through others.
pub(super) fn parts(batch: &Batch) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..batch.meetings.len()).collect();
    let mut people: BTreeMap<ContactId, usize> = BTreeMap::new();
    let mut venues: BTreeMap<VenueId, usize> = BTreeMap::new();
    for (index, meeting) in batch.meetings.iter().enumerate() {
        let problem = &meeting.problem;
        for contact in problem.members.iter().filter_map(|member| member.contact) {
            let first = *people.entry(contact).or_insert(index);
            join(&mut leader, first, index);
        }
        for choice in problem.venues.iter().chain(&problem.part_venues) {
            let first = *venues.entry(choice.venue).or_insert(index);
            join(&mut leader, first, index);
        }
    }
    for link in &batch.links {
        join(&mut leader, link.before, link.after);
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in 0..leader.len() {
        let root = root(&mut leader, index);
        parts.entry(root).or_default().push(index);
    }
    parts.into_values().collect()
}

fn join(leader: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(leader, a), root(leader, b));
    // The smaller number leads, so that parts are found in order.
    leader[a.max(b)] = a.min(b);
}

/// The leader of an entry; shortens the way on the way.
fn root(leader: &mut [usize], mut entry: usize) -> usize {
    while leader[entry] != entry {
        leader[entry] = leader[leader[entry]];
        entry = leader[entry];
    }
    entry
}
