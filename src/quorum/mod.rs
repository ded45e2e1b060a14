//! Layer 3: who is present → is the meeting quorate?
//!
//! A quorum is a policy tree over the members present and the seats filled. It is monotone: one more person never ends
//! it. Searches lean on that, for instance when they ask whether it could hold if everybody came. Choosing who fills
//! which seat is left to `solve`.

mod members;

pub use members::MemberSet;

use crate::model::{Clause, Member, Unit};

/// A [`Clause`] made ready for being asked very often.
#[derive(Clone, Debug)]
pub struct Quorum {
    root: Node,
}

#[derive(Clone, Debug)]
enum Node {
    All(Vec<Node>),
    Any(u32, Vec<Node>),
    People(u32, MemberSet),
    /// `units` has a dense number for each member.
    Distinct {
        need: u32,
        who: MemberSet,
        units: Vec<u32>,
    },
    Seat(usize),
}

impl Quorum {
    pub fn new(clause: &Clause, members: &[Member]) -> Quorum {
        Quorum {
            root: compile(clause, members),
        }
    }

    /// Whether the quorum holds with exactly `present` there and `full[seat]` telling which seats have all places filled.
    pub fn holds(&self, present: &MemberSet, full: &[bool]) -> bool {
        holds(&self.root, present, full)
    }
}

fn compile(clause: &Clause, members: &[Member]) -> Node {
    match clause {
        Clause::All(of) => Node::All(of.iter().map(|part| compile(part, members)).collect()),
        Clause::Any { need, of } => Node::Any(
            *need,
            of.iter().map(|part| compile(part, members)).collect(),
        ),
        Clause::Seat(seat) => Node::Seat(seat.index()),
        Clause::Count { need, unit, who } => {
            let mut set = MemberSet::empty(members.len());
            for (member, counted) in who.iter().enumerate() {
                if *counted {
                    set.insert(member);
                }
            }
            let unit_of: fn(&Member) -> u32 = match unit {
                Unit::People => return Node::People(*need, set),
                Unit::Agencies => |member| member.agency,
                Unit::Kinds => |member| member.kind,
                Unit::Groups => |member| member.group,
            };
            let names: Vec<u32> = members.iter().map(unit_of).collect();
            let mut sorted = names.clone();
            sorted.sort_unstable();
            sorted.dedup();
            let units = names
                .iter()
                .map(|name| sorted.partition_point(|known| known < name) as u32)
                .collect();
            Node::Distinct {
                need: *need,
                who: set,
                units,
            }
        }
    }
}

fn holds(node: &Node, present: &MemberSet, full: &[bool]) -> bool {
    match node {
        Node::All(of) => of.iter().all(|part| holds(part, present, full)),
        Node::Any(need, of) => {
            let mut left = *need;
            for part in of {
                if left == 0 {
                    break;
                }
                left -= u32::from(holds(part, present, full));
            }
            left == 0
        }
        Node::Seat(seat) => full[*seat],
        Node::People(need, who) => present.common(who) >= *need,
        Node::Distinct { need, who, units } => {
            if *need == 0 {
                return true;
            }
            // A bit for each unit below 128; rarer numbers beyond that go through a list.
            let (mut seen, mut beyond) = (0u128, Vec::new());
            let mut count = 0;
            for member in present.iter_common(who) {
                let unit = units[member];
                let new = if unit < 128 {
                    let bit = 1u128 << unit;
                    let new = seen & bit == 0;
                    seen |= bit;
                    new
                } else {
                    let new = !beyond.contains(&unit);
                    if new {
                        beyond.push(unit);
                    }
                    new
                };
                count += u32::from(new);
                if count >= *need {
                    return true;
                }
            }
            false
        }
    }
}

#[cfg(test)]
mod tests;
