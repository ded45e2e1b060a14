//! Whom to ring: the smallest sets of unknown people whose yes makes the meeting quorate.

use super::assign::{World, can_be_quorate, costs};
use super::exact::classes;
use super::layout::{Cost, Layout};
use super::matching::cheapest;
use super::rows::{Kind, Status};
use crate::model::{Clause, Unit};
use crate::quorum::MemberSet;
use std::collections::BTreeSet;

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
        enough: 0,
        tries: 0,
    };
    let most: usize = groups.iter().map(Vec::len).sum();
    let places: u32 = layout.problem.seats.iter().map(|seat| seat.places).sum();
    let mut sets = Sets::default();
    let fewest = fewest(&layout.problem.quorum, layout, statuses).people;
    for size in fewest..=most.min(places as usize) {
        let before = search.found.len();
        search.enough = before + MOST_SETS;
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
    /// With more found than this the list is full.
    enough: usize,
    tries: u32,
}

impl Search<'_, '_> {
    /// Whether there is a place for each of the first `counts` of each group at once: of a smallest set nobody stays without one, and
    /// whom a set leaves standing no larger set can seat.
    fn seatable(&self, counts: &[usize]) -> bool {
        let mut taken = MemberSet::empty(self.layout.problem.members.len());
        for (group, count) in self.groups.iter().zip(counts) {
            group[..*count]
                .iter()
                .for_each(|member| taken.insert(*member));
        }
        let flats = self.layout.flats.iter().zip(self.statuses);
        let costs: Vec<Option<Cost>> = flats
            .map(|(flat, status)| {
                (status.kind == Kind::Unknown && taken.contains(flat.member)).then_some(-1)
            })
            .collect();
        cheapest(self.layout, &costs).cost == -(counts.iter().sum::<usize>() as Cost)
    }

    /// The statuses with the first `counts` of each group known to come.
    fn with(&self, counts: &[usize]) -> Vec<Status> {
        let taken = self.groups.iter().zip(counts);
        let taken: Vec<usize> = taken
            .flat_map(|(group, count)| group[..*count].iter().copied())
            .collect();
        let flats = self.layout.flats.iter().zip(self.statuses);
        flats
            .map(|(flat, status)| Status {
                kind: match status.kind {
                    Kind::Unknown if taken.contains(&flat.member) => Kind::Present,
                    kind => kind,
                },
                ..*status
            })
            .collect()
    }

    /// Tries every way to take `left` more people from the groups at `from` on. Depth: one level a group.
    fn of_size(&mut self, left: usize, counts: &mut Vec<usize>, from: usize) {
        if self.tries > MOST_TRIES || self.found.len() > self.enough {
            return;
        }
        // Whatever is added to a set that suffices already is not minimal: without this most of the tree would be such.
        let covered = |found: &Vec<usize>| found.iter().zip(&*counts).all(|(f, c)| f <= c);
        if self.found.iter().any(covered) {
            return;
        }
        if left == 0 {
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
        if from > 0 && !self.seatable(counts) {
            self.tries += 1;
            return;
        }
        // With these taken as sure, can as few more as are left be enough?
        if from > 0
            && fewest(&self.layout.problem.quorum, self.layout, &self.with(counts)).people > left
        {
            self.tries += 1;
            return;
        }
        let room: usize = self.groups[from + 1..].iter().map(Vec::len).sum();
        // Many from the first groups first: about the order in which the sets are listed.
        for count in (left.saturating_sub(room)..=left.min(group.len())).rev() {
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

/// A bound on the unknown people that a part of the quorum needs.
struct Fewest {
    people: usize,
    /// A bit for each seat that it asks for, where it asks for nothing else.
    seats: Option<u128>,
}

/// At least so many of the unknown have to come for `clause` to hold: sizes below need no trying.
///
/// Sound, not exact: the sure people are taken to sit in all their seats at once. Needs of different seats add up, since nobody fills
/// two; of other needs, which one person may meet together, the largest counts.
fn fewest(clause: &Clause, layout: &Layout, statuses: &[Status]) -> Fewest {
    let sure = |flat: &usize| statuses[*flat].kind == Kind::Present;
    match clause {
        Clause::Seat(seat) => {
            let there = layout.of_seat[seat.index()].clone().filter(sure).count();
            let places = layout.problem.seat(*seat).places as usize;
            Fewest {
                people: places.saturating_sub(there),
                seats: 1u128.checked_shl(seat.0),
            }
        }
        Clause::Count { need, unit, who } => {
            let unit_of = |flat: usize| {
                let member = layout.flats[flat].member;
                let spec = &layout.problem.members[member];
                who[member].then_some(match unit {
                    Unit::People => member as u32,
                    Unit::Agencies => spec.agency,
                    Unit::Kinds => spec.kind,
                    Unit::Groups => spec.group,
                })
            };
            let there = (0..statuses.len()).filter(sure).filter_map(unit_of);
            let there: BTreeSet<u32> = there.collect();
            Fewest {
                people: (*need as usize).saturating_sub(there.len()),
                seats: None,
            }
        }
        Clause::All(of) => joined(of.len(), of, layout, statuses),
        Clause::Any { need, of } => joined(*need as usize, of, layout, statuses),
    }
}

/// The bound of `need` out of several clauses.
fn joined(need: usize, of: &[Clause], layout: &Layout, statuses: &[Status]) -> Fewest {
    let parts = of.iter().map(|part| fewest(part, layout, statuses));
    let mut parts: Vec<Fewest> = parts.collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.people));
    let mut seats = 0;
    let (mut apart, mut apart_of_all) = (Vec::new(), true);
    for part in &parts {
        match &part.seats {
            Some(own) if own & seats == 0 => {
                seats |= own;
                apart.push(part.people);
            }
            Some(_) | None => apart_of_all = false,
        }
    }
    // Where only some need hold, it may be the easiest, and any of them: their needs add up only if no two have a seat in common.
    let easiest = parts.len().saturating_sub(need);
    let largest = parts.get(easiest).map_or(0, |part| part.people);
    let people = match (need, apart_of_all) {
        (0, _) => 0,
        (_, true) => apart.iter().skip(easiest).sum(),
        (_, false) if easiest == 0 => largest.max(apart.iter().sum()),
        (_, false) => largest,
    };
    Fewest {
        people,
        seats: apart_of_all.then_some(seats),
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
