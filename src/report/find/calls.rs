//! Whom to ring, about which slots, and what each answer decides.

use crate::model::{Confirming, Found, Slot, State};

/// Slots named to one person at the most: more than three is a poll, not a call.
const MOST_SLOTS: usize = 3;

/// One telephone call.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    pub whom: Confirming,
    pub slots: Vec<CallSlot>,
}

/// What one slot means to the person called.
#[derive(Clone, PartialEq, Debug)]
pub struct CallSlot {
    /// Index into [`Found::slots`].
    pub slot: usize,
    pub yes: Effect,
    /// A no rules the slot out: nobody else can take their place.
    pub no_ends_it: bool,
}

/// What a yes does.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// It settles the slot by itself.
    Settles,
    /// It settles the slot if these say yes too.
    SettlesWith(Vec<Confirming>),
}

/// The calls that decide the slots shown: first the smallest set of the best slot, then whoever else matters to the others.
///
/// Empty when the best slot is quorate already, or nothing can be.
pub fn call_list(found: &Found) -> Vec<Call> {
    let waits = |slot: &&Slot| slot.state == State::QuorateIf;
    if found.slots.first().is_none_or(|slot| !waits(&slot)) {
        return Vec::new();
    }
    let mut calls: Vec<Call> = Vec::new();
    for slot in found.slots.iter().filter(waits) {
        let smallest = slot.confirm.first().into_iter().flatten();
        for whom in smallest {
            if !calls.iter().any(|call| call.whom == *whom) {
                calls.push(Call {
                    whom: *whom,
                    slots: Vec::new(),
                });
            }
        }
    }
    for call in &mut calls {
        for (index, slot) in found
            .slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| waits(slot))
        {
            if call.slots.len() == MOST_SLOTS {
                break;
            }
            let with: Vec<&Vec<Confirming>> = slot
                .confirm
                .iter()
                .filter(|set| set.contains(&call.whom))
                .collect();
            let Some(smallest) = with.first() else {
                continue;
            };
            let others: Vec<Confirming> = smallest
                .iter()
                .copied()
                .filter(|other| *other != call.whom)
                .collect();
            call.slots.push(CallSlot {
                slot: index,
                yes: if others.is_empty() {
                    Effect::Settles
                } else {
                    Effect::SettlesWith(others)
                },
                no_ends_it: with.len() == slot.confirm.len() && !slot.confirm_more,
            });
        }
    }
    calls
}
