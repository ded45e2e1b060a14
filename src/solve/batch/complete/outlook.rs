//! What is said of a meeting where its people stand in a certain way and certain people come.

use super::super::core::Core;
use crate::model::{Level, PlanLevel, RankLevel, State};
use crate::quorum::MemberSet;
use crate::solve::assign::{World, cost_of, holds};
use crate::solve::confirm::minimal_sets;
use crate::solve::layout::Layout;
use crate::solve::matching::Seating;
use crate::solve::rows::{Kind, Status};

pub(super) const PEOPLE: [(RankLevel, PlanLevel); 5] = [
    (RankLevel::Required, PlanLevel::Required),
    (RankLevel::Wanted, PlanLevel::Wanted),
    (RankLevel::Deputies, PlanLevel::Deputies),
    (RankLevel::Reliance, PlanLevel::Reliance),
    (RankLevel::Load, PlanLevel::Load),
];

/// What can be made of a meeting at best, and whose yes it takes.
pub(super) struct Outlook {
    core: Core,
    first: Vec<usize>,
}

impl Outlook {
    /// Works it out. What is short is said in full only where it is `kept` all the same.
    pub fn of(layout: &Layout, statuses: &[Status], kept: bool) -> Outlook {
        let core = Core::of(layout, statuses, kept);
        let first = match core.state {
            State::QuorateIf => minimal_sets(layout, statuses).sets.into_iter().next(),
            State::Quorate | State::Short => None,
        };
        Outlook {
            core,
            first: first.unwrap_or_default(),
        }
    }
}

/// How far a value is to be trusted.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Reading {
    /// Others may still take people away: no less than that.
    AtLeast,
    /// All others stand.
    Exact,
}

/// What is said of a meeting with these people.
pub(super) fn core(
    layout: &Layout,
    outlook: &Outlook,
    chosen: &[u16],
    statuses: &[Status],
    reading: Reading,
) -> Option<Core> {
    let flats = chosen.iter().map(|flat| usize::from(*flat));
    let known = |flat: &usize| statuses[*flat].kind == Kind::Present;
    let quorate = |chosen: Vec<usize>| holds(layout, &Seating { cost: 0, chosen });
    let mut core = Core {
        chosen: chosen.into(),
        ..outlook.core.clone()
    };
    match core.state {
        State::Short => {}
        State::Quorate => {
            let sure: Vec<usize> = flats.filter(known).collect();
            let own = sure
                .iter()
                .filter_map(|flat| cost_of(layout, *flat, &statuses[*flat], World::Sure));
            let cost = layout.empty + own.sum::<i128>();
            core.required = layout.unpack(cost, RankLevel::Required);
            core.wanted = layout.unpack(cost, RankLevel::Wanted);
            core.deputies = layout.unpack(cost, RankLevel::Deputies);
            core.reliance = layout.unpack(cost, RankLevel::Reliance);
            if !quorate(sure) {
                if reading == Reading::Exact {
                    return None;
                }
                // It can only be held so once somebody is taken away without whom it is not quorate.
                core.state = State::QuorateIf;
                core.confirmations = 1;
                core.fragility = 0;
                for (_, level) in PEOPLE {
                    forget(&mut core, level);
                }
            }
        }
        State::QuorateIf => {
            let mut first = MemberSet::empty(layout.problem.members.len());
            outlook
                .first
                .iter()
                .for_each(|member| first.insert(*member));
            let comes = |flat: &usize| known(flat) || first.contains(layout.flats[*flat].member);
            if reading == Reading::Exact && !quorate(flats.filter(comes).collect()) {
                return None;
            }
        }
    }
    Some(core)
}

/// A level of which nothing is known.
pub(super) fn forget(core: &mut Core, level: PlanLevel) {
    match level {
        PlanLevel::Required => core.required = 0,
        PlanLevel::Wanted => core.wanted = 0,
        PlanLevel::Deputies => core.deputies = 0,
        PlanLevel::Reliance => core.reliance = 0,
        _ => {}
    }
}

/// Whether there is room for somebody in a seat beside those who sit already.
pub(super) fn fits(layout: &Layout, chosen: &[u16], flat: usize) -> bool {
    let spec = layout.flats[flat];
    let mut here = 0;
    for other in chosen.iter().map(|other| usize::from(*other)) {
        here += u32::from(layout.flats[other].seat == spec.seat);
        let pair = |(a, b): &(usize, usize)| (*a, *b) == (flat, other) || (*a, *b) == (other, flat);
        if layout.flats[other].member == spec.member || layout.apart.iter().any(pair) {
            return false;
        }
    }
    here < layout.problem.seats[spec.seat].places
}

/// Whether somebody who does not sit could, and would make it no worse: people of whom nothing is known are asked, others come if
/// what they fill weighs more than what they cost. Places are not left empty to spare people, unless whoever asks for the plan puts
/// a fair load above them.
pub(super) fn addable(layout: &Layout, chosen: &[u16], flat: usize, status: &Status) -> bool {
    let welcome = match status.kind {
        Kind::Absent => false,
        Kind::Unknown => true,
        Kind::Present => {
            let seat = layout.flats[flat].seat;
            let level = match layout.problem.seats[seat].level {
                Level::Required => Some(RankLevel::Required),
                Level::Expected | Level::Preferred => Some(RankLevel::Wanted),
                Level::Optional | Level::Informed => None,
            };
            let order = &layout.problem.policy.order;
            let place = |level: RankLevel| order.iter().position(|own| *own == level);
            let spared = level.is_some_and(|level| place(RankLevel::Load) < place(level));
            let cost = layout.cost(flat, status.percent, status.reliance);
            cost < 0 && !(layout.pool[seat] && spared)
        }
    };
    welcome && fits(layout, chosen, flat)
}
