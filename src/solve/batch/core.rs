//! What one meeting is worth for one way in which its people stand: the part of an evaluation that depends on nothing else, so that
//! it is worked out once for each way.

use super::super::assign::{World, best, costs};
use super::super::confirm::minimal_sets;
use super::super::detail::filled_up;
use super::super::exact::could_hold;
use super::super::fragility::falls_if;
use super::super::layout::Layout;
use super::super::rows::{Kind, Status};
use crate::model::{MOST_PLACES, RankLevel, State};
use crate::quorum::MemberSet;

/// The best that can be made of one meeting where its candidates stand as they do.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Core {
    pub state: State,
    /// Size of the smallest set of people who have to be asked.
    pub confirmations: u32,
    pub required: i64,
    pub wanted: i64,
    pub deputies: i64,
    pub reliance: i64,
    pub fragility: i64,
    /// Flats of everybody who is invited, ascending: the best seating with those who are to be asked.
    pub chosen: Box<[u16]>,
}

impl Core {
    /// A meeting that cannot be held.
    fn short() -> Core {
        Core {
            state: State::Short,
            confirmations: MOST_PLACES,
            required: 0,
            wanted: 0,
            deputies: 0,
            reliance: 0,
            fragility: 0,
            chosen: Box::default(),
        }
    }

    /// Works it out. What is short is said in full only where it is `kept` all the same.
    pub fn of(layout: &Layout, statuses: &[Status], kept: bool) -> Core {
        let sure_costs = costs(layout, statuses, World::Sure);
        let sure = best(layout, &sure_costs);
        let possible_costs = costs(layout, statuses, World::Possible);
        let open = statuses.iter().any(|status| status.kind == Kind::Unknown);
        let hopeless = !sure.quorate && (!open || !could_hold(layout, &possible_costs));
        if hopeless && !kept {
            return Core::short();
        }
        let cost = layout.empty + sure.seating.cost;
        let level = |level| layout.unpack(cost, level);
        let mut core = Core {
            required: level(RankLevel::Required),
            wanted: level(RankLevel::Wanted),
            deputies: level(RankLevel::Deputies),
            reliance: level(RankLevel::Reliance),
            ..Core::short()
        };
        let base = if sure.quorate {
            core.state = State::Quorate;
            core.confirmations = 0;
            core.fragility = falls_if(layout, &sure_costs, &sure.seating).len() as i64;
            sure.seating
        } else {
            let sets = minimal_sets(layout, statuses);
            let possible = best(layout, &possible_costs);
            match sets.sets.first() {
                Some(first) => {
                    core.state = State::QuorateIf;
                    core.confirmations = first.len() as u32;
                    let falls = falls_if(layout, &possible_costs, &possible.seating);
                    core.fragility = falls.len() as i64;
                    let mut set = MemberSet::empty(layout.problem.members.len());
                    first.iter().for_each(|member| set.insert(*member));
                    best(layout, &costs(layout, statuses, World::With(&set))).seating
                }
                None if kept => possible.seating,
                None => return Core::short(),
            }
        };
        let seating = filled_up(layout, base, &possible_costs, statuses);
        core.chosen = seating.chosen.iter().map(|flat| *flat as u16).collect();
        core
    }

    pub fn is_short(&self) -> bool {
        self.state == State::Short
    }
}
