//! A meeting that is arranged, by who said that they come: is it quorate, what does it wait for, and what would end it?
//!
//! The same seating, quorum and sets of confirmations as in a search, but how somebody stands is told by whoever asks and read from no
//! timeline. What an answer does to that is left to `watch`.

use super::assign::{Attendance, World, any_quorate, best, can_be_quorate, costs};
use super::confirm::minimal_sets;
use super::layout::{Cost, Layout};
use super::rows::{Kind, Status};
use crate::model::{MemberId, Problem, SeatId, State};
use std::collections::BTreeSet;

/// How somebody stands to one seat of the meeting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comes {
    /// For so many per cent of the seat's time, which is enough for the seat.
    Sure(u8),
    /// The same, if they say yes.
    Open(u8),
    /// Not, or not for long enough.
    Not,
}

/// The smallest sets of people whose loss ends a quorum.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Losses {
    /// There is no quorum to end.
    None,
    /// All sets of the smallest size there is, each in the order of the members, sorted.
    Sets(Vec<Vec<MemberId>>),
    /// No set of [`MOST_LOST`] or fewer ends it.
    More,
}

/// Losses up to this many are looked for.
pub const MOST_LOST: usize = 3;

impl Losses {
    /// How many losses the quorum survives in the worst case; with [`Losses::More`] at least so many.
    pub fn survives(&self) -> Option<usize> {
        match self {
            Losses::None => None,
            Losses::Sets(sets) => sets.first().map(|set| set.len().saturating_sub(1)),
            Losses::More => Some(MOST_LOST),
        }
    }
}

/// An arranged meeting with how everybody stands.
pub struct Gathering<'p> {
    layout: Layout<'p>,
    statuses: Vec<Status>,
}

impl<'p> Gathering<'p> {
    /// `comes` tells how each candidate stands to each of their seats.
    pub fn new(problem: &'p Problem, comes: &dyn Fn(SeatId, MemberId) -> Comes) -> Gathering<'p> {
        let layout = Layout::new(problem);
        let flats = layout.flats.iter();
        let statuses = flats
            .map(|flat| {
                let (seat, member) = (SeatId(flat.seat as u32), MemberId(flat.member as u32));
                match comes(seat, member) {
                    Comes::Sure(percent) => status(Kind::Present, percent),
                    Comes::Open(percent) => status(Kind::Unknown, percent),
                    Comes::Not => Status::ABSENT,
                }
            })
            .collect();
        Gathering { layout, statuses }
    }

    /// Quorate with the sure, or only with some of the open, or not even with all.
    pub fn state(&self) -> State {
        self.state_of(&self.statuses)
    }

    fn state_of(&self, statuses: &[Status]) -> State {
        let can = |world| can_be_quorate(&self.layout, &costs(&self.layout, statuses, world));
        if can(World::Sure) {
            State::Quorate
        } else if can(World::Possible) {
            State::QuorateIf
        } else {
            State::Short
        }
    }

    /// The smallest sets of open people who suffice, smallest first, and whether there are more than are listed. Empty unless
    /// the state is [`State::QuorateIf`].
    pub fn confirm(&self) -> (Vec<Vec<MemberId>>, bool) {
        if self.state() != State::QuorateIf {
            return (Vec::new(), false);
        }
        let found = minimal_sets(&self.layout, &self.statuses);
        let sets = found.sets.iter().map(|set| members(set.iter().copied()));
        (sets.collect(), found.more)
    }

    /// How many more have to say yes: 0 where it is quorate, `None` where no yes helps. With `said`, as if that member had said yes
    /// or no.
    pub fn wanting(&self, said: Option<(MemberId, bool)>) -> Option<usize> {
        let statuses = match said {
            None => self.statuses.clone(),
            Some((member, yes)) => self.as_if(member.index(), yes),
        };
        match self.state_of(&statuses) {
            State::Quorate => Some(0),
            State::QuorateIf => minimal_sets(&self.layout, &statuses)
                .sets
                .first()
                .map(Vec::len),
            State::Short => None,
        }
    }

    fn as_if(&self, member: usize, yes: bool) -> Vec<Status> {
        let flats = self.layout.flats.iter().zip(&self.statuses);
        flats
            .map(
                |(flat, known)| match (flat.member == member, yes, known.kind) {
                    (true, false, _) => Status::ABSENT,
                    (true, true, Kind::Unknown) => status(Kind::Present, known.possible),
                    _ => *known,
                },
            )
            .collect()
    }

    /// The smallest sets of sure people without whom the sure are not quorate any more. Exact: whoever is not in a seating that
    /// suffices can be lost without harm to it, so that each set that ends the quorum has somebody of that seating; without
    /// that one, the same is asked again.
    pub fn losses(&self) -> Losses {
        let sure = costs(&self.layout, &self.statuses, World::Sure);
        let Some(witness) = self.witness(&sure) else {
            return Losses::None;
        };
        let mut open: BTreeSet<Vec<usize>> = witness.into_iter().map(|one| vec![one]).collect();
        for size in 1..=MOST_LOST {
            let mut ending: Vec<Vec<MemberId>> = Vec::new();
            let mut next: BTreeSet<Vec<usize>> = BTreeSet::new();
            for lost in &open {
                let flats = self.layout.flats.iter().zip(&sure);
                let left: Vec<Option<Cost>> = flats
                    .map(|(flat, cost)| cost.filter(|_| !lost.contains(&flat.member)))
                    .collect();
                match self.witness(&left) {
                    None => ending.push(members(lost.iter().copied())),
                    Some(_) if size == MOST_LOST => {}
                    Some(witness) => next.extend(witness.into_iter().map(|one| {
                        let mut more = lost.clone();
                        more.push(one);
                        more.sort_unstable();
                        more
                    })),
                }
            }
            if !ending.is_empty() {
                return Losses::Sets(ending);
            }
            open = next;
        }
        Losses::More
    }

    /// People who make the quorum by themselves, none of whom can be spared from that seating; `None` where nobody does.
    fn witness(&self, costs: &[Option<Cost>]) -> Option<Vec<usize>> {
        let seating = any_quorate(&self.layout, costs)?;
        let mut attendance = Attendance::of(&self.layout, &seating);
        let mut kept = Vec::new();
        for flat in seating.chosen {
            attendance.leave(&self.layout, flat);
            if !attendance.holds(&self.layout) {
                attendance.come(&self.layout, flat);
                kept.push(self.layout.flats[flat].member);
            }
        }
        Some(kept)
    }

    /// Places that stay empty, by seat, in the best seating of the sure.
    pub fn empty_places(&self) -> Vec<(SeatId, u32)> {
        let seating = best(
            &self.layout,
            &costs(&self.layout, &self.statuses, World::Sure),
        )
        .seating;
        let seats = self.layout.problem.seats.iter().enumerate();
        seats
            .filter_map(|(seat, spec)| {
                let here = |flat: &&usize| self.layout.flats[**flat].seat == seat;
                let filled = seating.chosen.iter().filter(here).count() as u32;
                let empty = spec.places.saturating_sub(filled);
                (empty > 0).then_some((SeatId(seat as u32), empty))
            })
            .collect()
    }
}

fn status(kind: Kind, percent: u8) -> Status {
    Status {
        kind,
        reliance: 0,
        percent: match kind {
            Kind::Present => percent,
            Kind::Unknown | Kind::Absent => 0,
        },
        possible: percent,
    }
}

fn members(of: impl Iterator<Item = usize>) -> Vec<MemberId> {
    of.map(|member| MemberId(member as u32)).collect()
}
