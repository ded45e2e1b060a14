//! Meetings that follow one another, taken together: what they cost at least where the later ones stand at their distances.
//!
//! The chains of a bundle make a tree: of several chains into one meeting the first counts here, the others are left out.

use super::super::relaxation::Relaxation;
use super::left::Left;
use super::ones;

/// Meetings tied by chains, the earlier before the later ones.
pub(super) struct Bundle {
    pub members: Vec<Member>,
}

#[derive(Clone, Copy)]
pub(super) struct Member {
    pub meeting: usize,
    /// The place of the meeting that it follows, and the chain.
    pub parent: Option<(usize, usize)>,
}

/// What one meeting costs by itself.
#[derive(Default)]
pub(super) struct Offer {
    /// Of each start.
    pub cost: Vec<i64>,
    /// Of each start, on top where it is late by its chain.
    pub late: Vec<i64>,
    /// Without a place, where it may be without.
    pub empty: Option<i64>,
}

/// More than anything costs; a few of them can be added.
const NEVER: i64 = i64::MAX / 8;

/// All meetings in bundles, by their first meetings.
pub(super) fn bundles(relaxation: &Relaxation) -> Vec<Bundle> {
    let count = relaxation.meetings.len();
    let mut parent: Vec<Option<(usize, usize)>> = vec![None; count];
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (number, chain) in relaxation.chains.iter().enumerate() {
        // Rings of chains cannot be held anyway; here they are cut.
        if parent[chain.after].is_none() && !leads_to(&parent, chain.before, chain.after) {
            parent[chain.after] = Some((chain.before, number));
            children[chain.before].push(chain.after);
        }
    }
    let roots = (0..count).filter(|meeting| parent[*meeting].is_none());
    roots
        .map(|root| {
            let mut members = vec![Member {
                meeting: root,
                parent: None,
            }];
            let mut at = 0;
            while at < members.len() {
                for child in &children[members[at].meeting] {
                    members.push(Member {
                        meeting: *child,
                        parent: parent[*child].map(|(_, chain)| (at, chain)),
                    });
                }
                at += 1;
            }
            Bundle { members }
        })
        .collect()
}

/// Whether one goes from `from` to `to` by way of those whom each follows.
fn leads_to(parent: &[Option<(usize, usize)>], from: usize, to: usize) -> bool {
    let mut at = Some(from);
    while let Some(meeting) = at {
        if meeting == to {
            return true;
        }
        at = parent[meeting].map(|(before, _)| before);
    }
    false
}

/// What the meetings of a bundle cost together.
pub(super) struct Solved<'b> {
    bundle: &'b Bundle,
    /// The least of all; `None` = nothing of it is allowed.
    pub least: Option<i64>,
    /// Of each member what each day costs with everything that follows.
    days: Vec<Vec<Day>>,
    /// Of each member what each start costs with everything that follows.
    starts: Vec<Vec<i64>>,
    late: Vec<Vec<i64>>,
    /// Of each member: it and what follows without a place.
    empty: Vec<i64>,
}

/// The cheapest of a day.
#[derive(Clone, Copy)]
struct Day {
    day: i32,
    cost: i64,
    /// Where it is late by its chain.
    late: i64,
}

/// What of a member is in some cheapest plan of its bundle.
pub(super) struct Kept {
    pub starts: Vec<u64>,
    pub empty: bool,
    pub late: bool,
}

impl Bundle {
    /// Adds the costs up, from the last meetings to the first.
    pub fn solve(&self, relaxation: &Relaxation, left: &Left, offers: &[Offer]) -> Solved<'_> {
        let count = self.members.len();
        let mut solved = Solved {
            bundle: self,
            least: None,
            days: vec![Vec::new(); count],
            starts: offers.iter().map(|offer| offer.cost.clone()).collect(),
            late: offers.iter().map(|offer| offer.late.clone()).collect(),
            empty: offers.iter().map(|o| o.empty.unwrap_or(NEVER)).collect(),
        };
        for at in (0..count).rev() {
            let meeting = self.members[at].meeting;
            let days = &relaxation.meetings[meeting].days;
            let mut list: Vec<Day> = Vec::new();
            for start in ones(&left.starts[meeting]) {
                let cost = solved.starts[at][start];
                let late = cost.saturating_add(solved.late[at][start]);
                match list.last_mut().filter(|last| last.day == days[start]) {
                    Some(last) => {
                        last.cost = last.cost.min(cost);
                        last.late = last.late.min(late);
                    }
                    None => list.push(Day {
                        day: days[start],
                        cost,
                        late,
                    }),
                }
            }
            solved.days[at] = list;
            if let Some((parent, chain)) = self.members[at].parent {
                let before = self.members[parent].meeting;
                let mut last: Option<(i32, i64)> = None;
                for start in ones(&left.starts[before]) {
                    let day = relaxation.meetings[before].days[start];
                    let more = match last {
                        Some((known, more)) if known == day => more,
                        _ => solved.follower(relaxation, left, at, chain, day),
                    };
                    last = Some((day, more));
                    let cost = &mut solved.starts[parent][start];
                    *cost = (*cost + more).min(NEVER);
                }
                solved.empty[parent] = (solved.empty[parent] + solved.empty[at]).min(NEVER);
            }
        }
        let days = solved.days[0].iter().map(|day| day.cost);
        let least = days.chain([solved.empty[0]]).min();
        solved.least = least.filter(|least| *least < NEVER);
        solved
    }
}

impl Solved<'_> {
    /// The least that a member costs with everything that follows it, where the meeting before it is on `day`.
    fn follower(
        &self,
        relaxation: &Relaxation,
        left: &Left,
        at: usize,
        chain: usize,
        day: i32,
    ) -> i64 {
        let mut least = self.empty[at];
        if let Some((first, last, late_to)) = relaxation.chains[chain].follow.get(&day) {
            let days = &self.days[at];
            let from = days.partition_point(|own| own.day < *first);
            for own in days[from..].iter().take_while(|own| own.day <= *late_to) {
                if own.day <= *last {
                    least = least.min(own.cost);
                } else if left.may_be_late[chain] {
                    least = least.min(own.late);
                }
            }
        }
        least
    }

    /// The starts of a member at which it costs at most `slack` more than it must, where the meeting before it is on `before`; none where
    /// it is cheaper without a place.
    pub fn choices(
        &self,
        relaxation: &Relaxation,
        left: &Left,
        at: usize,
        before: Option<i32>,
        slack: i64,
        into: &mut Vec<usize>,
    ) {
        into.clear();
        let Member { meeting, parent } = self.bundle.members[at];
        let allowed = ones(&left.starts[meeting]);
        let (Some((_, chain)), Some(before)) = (parent, before) else {
            let Some(least) = self.least.filter(|least| *least < self.empty[at]) else {
                return;
            };
            into.extend(allowed.filter(|start| self.starts[at][*start] <= least + slack));
            return;
        };
        let least = self.follower(relaxation, left, at, chain, before);
        let follow = relaxation.chains[chain].follow.get(&before);
        let (Some((first, last, late_to)), true) = (follow, least < self.empty[at]) else {
            return;
        };
        let days = &relaxation.meetings[meeting].days;
        into.extend(allowed.filter(|start| {
            let day = days[*start];
            let late = day > *last;
            let cost = self.starts[at][*start] + if late { self.late[at][*start] } else { 0 };
            let inside = *first <= day && day <= *late_to && (!late || left.may_be_late[chain]);
            inside && cost <= least + slack
        }));
    }

    /// What of each member is in some cheapest plan.
    pub fn kept(&self, relaxation: &Relaxation, left: &Left) -> Vec<Kept> {
        let least = self.least.unwrap_or(NEVER);
        let mut kept: Vec<Kept> = Vec::new();
        // Of each member what the whole costs at least with it on a day, and without it.
        let mut whole: Vec<(Vec<(i32, i64)>, i64)> = Vec::new();
        for (at, member) in self.bundle.members.iter().enumerate() {
            let meeting = member.meeting;
            let days = &relaxation.meetings[meeting].days;
            let mut own: Vec<(i32, i64)> = Vec::new();
            let mut starts = vec![0_u64; left.starts[meeting].len()];
            let mut late_too = false;
            // What the rest costs where this one is on a day, in time and late by its chain.
            let rest = member.parent.map(|(parent, chain)| {
                let (before, _) = &whole[parent];
                let before = before.iter().map(|(day, whole)| {
                    let with = self.follower(relaxation, left, at, chain, *day);
                    (*day, (whole - with).max(0))
                });
                let before: Vec<(i32, i64)> = before.collect();
                (before, chain)
            });
            let mut known: Option<(i32, i64, i64)> = None;
            for start in ones(&left.starts[meeting]) {
                let day = days[start];
                let (in_time, late) = match (&rest, known) {
                    (None, _) => (0, NEVER),
                    (_, Some((same, in_time, late))) if same == day => (in_time, late),
                    (Some((before, chain)), _) => {
                        let follow = &relaxation.chains[*chain].follow;
                        let (mut in_time, mut late) = (NEVER, NEVER);
                        for (earlier, rest) in before {
                            match follow.get(earlier) {
                                Some((first, last, _)) if (*first..=*last).contains(&day) => {
                                    in_time = in_time.min(*rest);
                                }
                                Some((_, last, to)) if day > *last && day <= *to => {
                                    late = late.min(*rest);
                                }
                                _ => {}
                            }
                        }
                        if !left.may_be_late[*chain] {
                            late = NEVER;
                        }
                        (in_time, late)
                    }
                };
                known = Some((day, in_time, late));
                let cost = self.starts[at][start];
                let by_late = (cost + self.late[at][start]).saturating_add(late);
                let by_time = cost.saturating_add(in_time);
                late_too |= by_late <= least;
                let whole = by_time.min(by_late);
                if whole <= least {
                    starts[start / 64] |= 1 << (start % 64);
                }
                match own.last_mut().filter(|(last, _)| *last == day) {
                    Some((_, known)) => *known = (*known).min(whole),
                    None => own.push((day, whole)),
                }
            }
            let without = match member.parent {
                None => self.empty[at],
                Some((parent, chain)) => {
                    let (before, empty) = &whole[parent];
                    let there = before.iter().map(|(day, whole)| {
                        let with = self.follower(relaxation, left, at, chain, *day);
                        (whole - with).saturating_add(self.empty[at])
                    });
                    there.chain([*empty]).min().unwrap_or(NEVER)
                }
            };
            kept.push(Kept {
                starts,
                empty: without <= least,
                late: late_too,
            });
            whole.push((own, without));
        }
        kept
    }
}
