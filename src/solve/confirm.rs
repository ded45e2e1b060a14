//! Whom to ring: the smallest sets of unknown people whose yes makes the meeting quorate.

use super::assign::{World, can_be_quorate, costs};
use super::exact::classes;
use super::layout::Layout;
use super::rows::{Kind, Status};
use crate::quorum::MemberSet;

/// Most sets that are listed for one slot.
pub(super) const MOST_SETS: usize = 64;

/// Most combinations that are tried for one slot before the list is called incomplete.
const MOST_TRIES: u32 = 20_000;

/// The inclusion-minimal sets, smallest first, then by their members.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Sets {
    pub sets: Vec<Vec<usize>>,
    /// There are more than were listed.
    pub more: bool,
}

/// All minimal sets of unknown members with whom the sure people can be quorate; empty when not even all of them suffice.
///
/// The unknown who are alike in everything that matters are counted, not told apart, until the sets are written out: one of
/// twenty duty officers is one question, not twenty.
pub(super) fn minimal_sets(layout: &Layout, statuses: &[Status]) -> Sets {
    let possible = costs(layout, statuses, World::Possible);
    if !can_be_quorate(layout, &possible) {
        return Sets::default();
    }
    let class = classes(layout, &possible);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of_class: Vec<(usize, bool, usize)> = Vec::new();
    for member in unknown_members(layout, statuses) {
        // Somebody known at one seat and unknown at another is like nobody else.
        let mixed = known_somewhere(layout, statuses, member);
        let key = (
            if mixed {
                usize::MAX - member
            } else {
                class[member]
            },
            mixed,
        );
        match group_of_class.iter().find(|(c, m, _)| (*c, *m) == key) {
            Some((_, _, group)) => groups[*group].push(member),
            None => {
                group_of_class.push((key.0, key.1, groups.len()));
                groups.push(vec![member]);
            }
        }
    }
    let mut search = Search {
        layout,
        statuses,
        groups: &groups,
        found: Vec::new(),
        tries: 0,
    };
    let most: usize = groups.iter().map(Vec::len).sum();
    let places: u32 = layout.problem.seats.iter().map(|seat| seat.places).sum();
    let mut sets = Sets::default();
    for size in 0..=most.min(places as usize) {
        let before = search.found.len();
        search.of_size(size, &mut vec![0; groups.len()], 0);
        let mut named: Vec<Vec<usize>> = Vec::new();
        for counts in &search.found[before..] {
            named.extend(written_out(&groups, counts));
        }
        named.sort_unstable();
        sets.sets.extend(named);
        if sets.sets.len() > MOST_SETS || search.tries > MOST_TRIES {
            sets.more = true;
            break;
        }
    }
    if sets.sets.is_empty() {
        // The tries ran out before a set was found: take people away from the whole for as long as it holds.
        sets.sets.push(by_leaving_out(layout, statuses));
    }
    sets.sets.truncate(MOST_SETS);
    sets
}

struct Search<'a, 'p> {
    layout: &'a Layout<'p>,
    statuses: &'a [Status],
    groups: &'a [Vec<usize>],
    /// How many of each group; none contains another.
    found: Vec<Vec<usize>>,
    tries: u32,
}

impl Search<'_, '_> {
    /// Tries every way to take `left` more people from the groups at `from` on. Depth: one level a group.
    fn of_size(&mut self, left: usize, counts: &mut Vec<usize>, from: usize) {
        if self.tries > MOST_TRIES {
            return;
        }
        if left == 0 {
            let covered = |found: &Vec<usize>| found.iter().zip(&*counts).all(|(f, c)| f <= c);
            if self.found.iter().any(covered) {
                return;
            }
            self.tries += 1;
            let mut set = MemberSet::empty(self.layout.problem.members.len());
            for (group, count) in self.groups.iter().zip(&*counts) {
                group[..*count]
                    .iter()
                    .for_each(|member| set.insert(*member));
            }
            let costs = costs(self.layout, self.statuses, World::With(&set));
            if can_be_quorate(self.layout, &costs) {
                self.found.push(counts.clone());
            }
            return;
        }
        let Some(group) = self.groups.get(from) else {
            return;
        };
        let room: usize = self.groups[from + 1..].iter().map(Vec::len).sum();
        for count in left.saturating_sub(room)..=left.min(group.len()) {
            counts[from] = count;
            self.of_size(left - count, counts, from + 1);
        }
        counts[from] = 0;
    }
}

/// Every choice of `counts` people from the groups, up to one more than are listed.
fn written_out(groups: &[Vec<usize>], counts: &[usize]) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    for (group, count) in groups.iter().zip(counts) {
        if *count == 0 {
            continue;
        }
        let choices = combinations(group, *count);
        let mut longer = Vec::new();
        for set in &sets {
            for choice in choices
                .iter()
                .take(MOST_SETS + 1 - longer.len().min(MOST_SETS))
            {
                let mut joined = set.clone();
                joined.extend(choice);
                longer.push(joined);
            }
        }
        sets = longer;
    }
    for set in &mut sets {
        set.sort_unstable();
    }
    sets
}

/// The ways to take `count` of `group`, in order, up to one more than are listed.
fn combinations(group: &[usize], count: usize) -> Vec<Vec<usize>> {
    let mut chosen: Vec<usize> = (0..count).collect();
    let mut all = Vec::new();
    loop {
        all.push(chosen.iter().map(|index| group[*index]).collect());
        // The last position that can still move on; those behind it follow it closely.
        let movable = (0..count)
            .rev()
            .find(|p| chosen[*p] < group.len() - count + p);
        let Some(position) = movable.filter(|_| all.len() <= MOST_SETS) else {
            return all;
        };
        let base = chosen[position] + 1;
        for (offset, slot) in chosen[position..].iter_mut().enumerate() {
            *slot = base + offset;
        }
    }
}

fn unknown_members(layout: &Layout, statuses: &[Status]) -> Vec<usize> {
    let unknown = |(flat, status): (usize, &Status)| {
        (status.kind == Kind::Unknown).then(|| layout.flats[flat].member)
    };
    let mut members: Vec<usize> = statuses.iter().enumerate().filter_map(unknown).collect();
    members.sort_unstable();
    members.dedup();
    members
}

fn known_somewhere(layout: &Layout, statuses: &[Status], member: usize) -> bool {
    layout
        .flats
        .iter()
        .zip(statuses)
        .any(|(flat, status)| flat.member == member && status.kind == Kind::Present)
}

/// One minimal set: everybody unknown, less each in turn who is not needed.
fn by_leaving_out(layout: &Layout, statuses: &[Status]) -> Vec<usize> {
    let mut set = MemberSet::empty(layout.problem.members.len());
    let unknown = unknown_members(layout, statuses);
    unknown.iter().for_each(|member| set.insert(*member));
    for member in unknown {
        set.remove(member);
        if !can_be_quorate(layout, &costs(layout, statuses, World::With(&set))) {
            set.insert(member);
        }
    }
    set.iter().collect()
}
