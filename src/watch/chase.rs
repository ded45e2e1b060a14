//! Whom to ring first: those without whose answer the state changes most.

use super::{Level, LossesOf, Party, Person, Position};
use crate::model::MemberId;
use crate::solve::Gathering;

/// Somebody whose answer decides something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chase {
    pub party: Party,
    /// How many more have to say yes once they have, 0 where it is quorate then.
    pub if_yes: Option<usize>,
    /// The same once they have said no; `None` = it cannot be quorate then.
    pub if_no: Option<usize>,
}

impl Chase {
    /// What lies between a yes and a no, larger for more.
    pub fn effect(&self) -> usize {
        value(self.if_no).saturating_sub(value(self.if_yes))
    }
}

/// A meeting that cannot be quorate is worse than one that waits for everybody who may be invited.
const LOST: usize = crate::model::MOST_PLACES as usize + 1;

fn value(wanting: Option<usize>) -> usize {
    wanting.unwrap_or(LOST)
}

/// What was found of a meeting already.
pub(super) struct Known<'k, 'p> {
    pub gathering: &'k Gathering<'p>,
    pub level: &'k Level,
    pub people: &'k [Person],
    pub wanting: &'k [Vec<Party>],
    pub wanting_more: bool,
    pub losses: &'k LossesOf,
    pub member: &'k dyn Fn(&Party) -> Option<MemberId>,
}

/// Everybody who has said no clear word and whose word decides something. First those of whom nobody knows whether they come, for it is
/// their yes that is wanting, then those who are taken to come; of each the greatest effect first, then in the order of the people.
pub(super) fn chase(known: &Known) -> Vec<Chase> {
    let people = known.people.iter();
    let silent = people.filter(|person| !person.position.is_said());
    let mut all: Vec<Chase> = match known.level {
        // No yes helps, and nothing is left to be lost.
        Level::Inquorate | Level::Unjudged(_) => return Vec::new(),
        Level::Quorate => silent
            .filter(|person| known.losses.single().any(|party| *party == person.party))
            .filter_map(|person| decided(known, &person.party))
            .collect(),
        Level::AtRisk => silent
            .filter_map(|person| match person.position {
                // Of the open the smallest sets tell both: less them where they say yes, those without them where they say no.
                position if position.is_open() && !known.wanting_more => {
                    Some(by_sets(known.wanting, &person.party))
                }
                _ => decided(known, &person.party),
            })
            .collect(),
    };
    all.retain(|one| one.effect() > 0);
    let is_open = |party: &Party| {
        let person = known.people.iter().find(|person| person.party == *party);
        person.is_some_and(|person| person.position.is_open())
    };
    // A stable sort: otherwise in the order of the people.
    all.sort_by_key(|one| (!is_open(&one.party), std::cmp::Reverse(one.effect())));
    all
}

fn by_sets(sets: &[Vec<Party>], party: &Party) -> Chase {
    let others = |set: &Vec<Party>| set.iter().filter(|one| *one != party).count();
    let without = sets.iter().filter(|set| !set.contains(party));
    Chase {
        party: party.clone(),
        if_yes: sets.iter().map(others).min(),
        if_no: without.map(Vec::len).min(),
    }
}

/// The same by asking.
fn decided(known: &Known, party: &Party) -> Option<Chase> {
    let member = (known.member)(party)?;
    Some(Chase {
        party: party.clone(),
        if_yes: known.gathering.wanting(Some((member, true))),
        if_no: known.gathering.wanting(Some((member, false))),
    })
}

/// Whether somebody's answer is to be had by asking them: one who is yet to be named cannot be rung.
pub(super) fn can_be_asked(person: &Person) -> bool {
    person.position != Position::ToBeNamed
}
