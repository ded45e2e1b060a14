//! Whether some seating of the people who may come satisfies the quorum: an own exact search.
//!
//! First come relaxations that prove "no": every clause is looked at by itself, as a matching of what it counts to
//! places. Then a depth-first search seats place after place. It stops after a number of steps, and then nothing is
//! claimed: a check may miss something in a meeting of that size, but it never accuses a good slot.

use super::matching::pairs_up;
use super::view::{View, clash, seats};
use crate::model::{Clause, MemberId, Problem, SeatId, Unit};
use std::collections::BTreeSet;

/// After so many seatings tried, the question stays open.
const STEPS: u32 = 20_000;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    Yes,
    No,
    /// Too many seatings to try.
    Open,
}

/// Who may be seated where.
pub(super) struct World<'a> {
    view: &'a View<'a>,
    /// For each seat the members who may fill it.
    may: Vec<Vec<MemberId>>,
}

/// Which of the unknown are taken to come.
#[derive(Clone, Copy)]
pub(super) enum Unknown<'a> {
    Nobody,
    Only(&'a [MemberId]),
    Everybody,
}

impl<'a> World<'a> {
    pub fn new(view: &'a View<'a>, unknown: Unknown, without: Option<MemberId>) -> World<'a> {
        let comes = |member: MemberId| match unknown {
            Unknown::Nobody => false,
            Unknown::Only(some) => some.contains(&member),
            Unknown::Everybody => true,
        };
        let may = seats(view.problem)
            .map(|(seat, spec)| {
                let mut may: Vec<MemberId> = spec
                    .candidates
                    .iter()
                    .map(|candidate| candidate.member)
                    .filter(|member| without != Some(*member))
                    .filter(|member| {
                        view.presence(seat, *member).is_some_and(|presence| {
                            presence.known() || (presence.possible() && comes(*member))
                        })
                    })
                    .collect();
                let mut seen = BTreeSet::new();
                may.retain(|member| seen.insert(*member));
                may
            })
            .collect();
        World { view, may }
    }

    pub fn can_be_quorate(&self) -> Verdict {
        let tree = Tree::new(&self.view.problem.quorum);
        if !self.could_be(&tree) {
            return Verdict::No;
        }
        self.search(&tree)
    }

    /// A quorum that fails here can hold in no seating.
    fn could_be(&self, tree: &Tree) -> bool {
        let must = tree.mandatory_seats();
        self.fills(&must)
            && tree.holds(|leaf| match leaf {
                Leaf::Seat(seat) => self.fills(&[seat]),
                Leaf::Count { need, unit, who } => self.most_units(unit, who) >= need as usize,
            })
    }

    /// Whether all places of these seats can be filled at once, leaving aside who is kept apart.
    fn fills(&self, wanted: &[SeatId]) -> bool {
        let places = wanted.iter().flat_map(|seat| {
            let places = self.view.problem.seat(*seat).places as usize;
            std::iter::repeat_n(self.members_of(*seat), places)
        });
        let places: Vec<Vec<u32>> = places.collect();
        pairs_up(&places) == places.len()
    }

    fn members_of(&self, seat: SeatId) -> Vec<u32> {
        self.may[seat.index()]
            .iter()
            .map(|member| member.0)
            .collect()
    }

    /// The most distinct units that could sit at once if only this clause mattered: units matched to places.
    fn most_units(&self, unit: Unit, who: &[bool]) -> usize {
        let problem = self.view.problem;
        let places = seats(problem).flat_map(|(seat, spec)| {
            let units: BTreeSet<u32> = self.may[seat.index()]
                .iter()
                .filter(|member| counted(who, **member))
                .map(|member| unit_of(problem, unit, *member))
                .collect();
            let units: Vec<u32> = units.into_iter().collect();
            // No more places than members can matter.
            let places = (spec.places as usize).min(self.may[seat.index()].len());
            std::iter::repeat_n(units, places)
        });
        pairs_up(&places.collect::<Vec<_>>())
    }

    /// Depth first over the places, those of scarce seats first; a place may stay empty.
    fn search(&self, tree: &Tree) -> Verdict {
        let mut places: Vec<SeatId> = Vec::new();
        let mut by_choice: Vec<SeatId> = seats(self.view.problem).map(|(seat, _)| seat).collect();
        let must = tree.mandatory_seats();
        by_choice.sort_by_key(|seat| (!must.contains(seat), self.may[seat.index()].len()));
        for seat in by_choice {
            let wanted = self.view.problem.seat(seat).places as usize;
            places.extend(std::iter::repeat_n(seat, wanted));
        }
        let mut chosen: Vec<Option<MemberId>> = Vec::new();
        let mut next: Vec<usize> = vec![0];
        let mut steps = 0;
        if self.holds(tree, &places, &chosen) {
            return Verdict::Yes;
        }
        while let Some(option) = next.last().copied() {
            let level = next.len() - 1;
            chosen.truncate(level);
            let Some(seat) = places.get(level).copied() else {
                next.pop();
                continue;
            };
            let options = &self.may[seat.index()];
            if option > options.len() {
                next.pop();
                continue;
            }
            next[level] = option + 1;
            steps += 1;
            if steps > STEPS {
                return Verdict::Open;
            }
            let pick = options.get(option).copied();
            if !self.allowed(&places, &chosen, pick) {
                continue;
            }
            chosen.push(pick);
            if self.holds(tree, &places, &chosen) {
                return Verdict::Yes;
            }
            if self.still_could(tree, &places, &chosen) {
                // Members of one seat stand in the order of its candidates, so that no seating is tried twice.
                let same = places.get(level + 1) == Some(&seat);
                next.push(if same { option + 1 } else { 0 });
                if same && pick.is_none() {
                    next[level + 1] = options.len();
                }
            }
        }
        Verdict::No
    }

    fn allowed(
        &self,
        places: &[SeatId],
        chosen: &[Option<MemberId>],
        pick: Option<MemberId>,
    ) -> bool {
        let Some(pick) = pick else { return true };
        let seat = places[chosen.len()];
        seated(places, chosen).all(|(other_seat, other)| {
            other != pick && !clash(self.view.problem, (seat, pick), (other_seat, other))
        })
    }

    fn holds(&self, tree: &Tree, places: &[SeatId], chosen: &[Option<MemberId>]) -> bool {
        let seated: Vec<(SeatId, MemberId)> = seated(places, chosen).collect();
        quorum_holds(self.view.problem, tree, &seated)
    }

    /// Whether the places still open could bring the quorum about, each clause by itself.
    fn still_could(&self, tree: &Tree, places: &[SeatId], chosen: &[Option<MemberId>]) -> bool {
        let problem = self.view.problem;
        let open = &places[chosen.len()..];
        let now: Vec<(SeatId, MemberId)> = seated(places, chosen).collect();
        tree.holds(|leaf| match leaf {
            Leaf::Seat(seat) => !places
                .iter()
                .zip(chosen)
                .any(|(place, pick)| *place == seat && pick.is_none()),
            Leaf::Count { need, unit, who } => {
                let units = units(problem, unit, who, &now);
                let more: BTreeSet<u32> = open
                    .iter()
                    .flat_map(|seat| &self.may[seat.index()])
                    .filter(|member| counted(who, **member))
                    .filter(|member| now.iter().all(|(_, seated)| seated != *member))
                    .map(|member| unit_of(problem, unit, *member))
                    .filter(|unit| !units.contains(unit))
                    .collect();
                units.len() + more.len().min(open.len()) >= need as usize
            }
        })
    }
}

fn seated(
    places: &[SeatId],
    chosen: &[Option<MemberId>],
) -> impl Iterator<Item = (SeatId, MemberId)> {
    let both = places.iter().zip(chosen);
    both.filter_map(|(seat, pick)| pick.map(|member| (*seat, member)))
}

fn counted(who: &[bool], member: MemberId) -> bool {
    who.get(member.index()).copied().unwrap_or(false)
}

fn unit_of(problem: &Problem, unit: Unit, member: MemberId) -> u32 {
    let known = problem.member(member);
    match unit {
        Unit::People => member.0,
        Unit::Agencies => known.agency,
        Unit::Kinds => known.kind,
        Unit::Groups => known.group,
    }
}

fn units(
    problem: &Problem,
    unit: Unit,
    who: &[bool],
    seated: &[(SeatId, MemberId)],
) -> BTreeSet<u32> {
    let counted = seated.iter().filter(|(_, member)| counted(who, *member));
    counted
        .map(|(_, member)| unit_of(problem, unit, *member))
        .collect()
}

/// Whether the people in these seats make a quorum.
pub(super) fn quorum_holds(problem: &Problem, tree: &Tree, seated: &[(SeatId, MemberId)]) -> bool {
    tree.holds(|leaf| match leaf {
        Leaf::Seat(wanted) => {
            let filled = seated.iter().filter(|(seat, _)| *seat == wanted).count();
            filled >= problem.seat(wanted).places as usize
        }
        Leaf::Count { need, unit, who } => units(problem, unit, who, seated).len() >= need as usize,
    })
}

/// A clause that has no clauses inside.
#[derive(Clone, Copy)]
pub(super) enum Leaf<'a> {
    Seat(SeatId),
    Count {
        need: u32,
        unit: Unit,
        who: &'a [bool],
    },
}

/// A quorum laid flat, parents before children, so that its depth costs no stack.
pub(super) struct Tree<'a> {
    nodes: Vec<(&'a Clause, Option<usize>)>,
}

impl<'a> Tree<'a> {
    pub fn new(root: &'a Clause) -> Tree<'a> {
        let mut nodes = vec![(root, None)];
        let mut at = 0;
        while let Some((clause, _)) = nodes.get(at).copied() {
            if let Clause::All(of) | Clause::Any { of, .. } = clause {
                nodes.extend(of.iter().map(|inner| (inner, Some(at))));
            }
            at += 1;
        }
        Tree { nodes }
    }

    pub fn holds(&self, leaf_holds: impl Fn(Leaf) -> bool) -> bool {
        let mut met = vec![0; self.nodes.len()];
        let mut root = false;
        for (at, (clause, parent)) in self.nodes.iter().enumerate().rev() {
            let holds = match clause {
                Clause::All(of) => met[at] >= of.len(),
                Clause::Any { need, .. } => met[at] >= *need as usize,
                Clause::Seat(seat) => leaf_holds(Leaf::Seat(*seat)),
                Clause::Count { need, unit, who } => leaf_holds(Leaf::Count {
                    need: *need,
                    unit: *unit,
                    who,
                }),
            };
            match parent {
                Some(parent) => met[*parent] += usize::from(holds),
                None => root = holds,
            }
        }
        root
    }

    /// Seats without which the quorum never holds, because nothing but `All` stands above them.
    fn mandatory_seats(&self) -> Vec<SeatId> {
        let mut must = vec![false; self.nodes.len()];
        let mut found = BTreeSet::new();
        for (at, (clause, parent)) in self.nodes.iter().enumerate() {
            must[at] = parent.is_none_or(|parent| {
                must[parent] && matches!(self.nodes[parent].0, Clause::All(_))
            });
            if let (true, Clause::Seat(seat)) = (must[at], clause) {
                found.insert(*seat);
            }
        }
        found.into_iter().collect()
    }
}
